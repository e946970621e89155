//! Semantic tokens: each one by its distance from the one before it.

use tower_lsp_server::ls_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensEdit,
    SemanticTokensLegend,
};

use crate::audit::{Draft, PlacedAnalysis};
use crate::ide::{self, Token, TokenKind, TokenRole};
use crate::text::{Lines, Position, PositionEncoding, Span};

/// Figures that others add up to.
const TOTAL: SemanticTokenModifier = SemanticTokenModifier::new("total");
/// Figures that are added, compared or divided.
const OPERAND: SemanticTokenModifier = SemanticTokenModifier::new("operand");
/// Percentages.
const PERCENTAGE: SemanticTokenModifier = SemanticTokenModifier::new("percentage");
/// Years, which are numbers to a client that does not know this.
const YEAR: SemanticTokenModifier = SemanticTokenModifier::new("year");

/// The names of the types and modifiers, in the order of [`token_type`] and [`modifiers`]. The
/// types are those of the protocol, so that every theme has colours for them.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![
            SemanticTokenType::NAMESPACE,
            SemanticTokenType::ENUM_MEMBER,
            SemanticTokenType::TYPE,
            SemanticTokenType::PROPERTY,
            SemanticTokenType::NUMBER,
            SemanticTokenType::KEYWORD,
            SemanticTokenType::PARAMETER,
        ],
        token_modifiers: vec![
            SemanticTokenModifier::DEFINITION,
            TOTAL,
            OPERAND,
            PERCENTAGE,
            YEAR,
        ],
    }
}

fn token_type(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Heading => 0,
        TokenKind::Code => 1,
        TokenKind::SubjectName => 2,
        TokenKind::Term => 3,
        TokenKind::Figure | TokenKind::Year => 4,
        TokenKind::Unit => 5,
        TokenKind::Placeholder => 6,
    }
}

fn modifiers(kind: TokenKind, role: TokenRole) -> u32 {
    let flags = [
        role.definition,
        role.total,
        role.operand,
        role.percentage,
        kind == TokenKind::Year,
    ];
    let bits = flags.into_iter().enumerate();
    bits.map(|(bit, set)| u32::from(set) << bit).sum()
}

/// The tokens of one disclosure. Distances within it do not change while others are edited; only
/// that of the first token does.
#[derive(Debug, Clone)]
pub struct Run {
    /// The tokens, the first one without its distance.
    pub tokens: Vec<SemanticToken>,
    /// How many lines after the start of the disclosure, and at which column, the first one is.
    first: Place,
    /// The same of the last one.
    last: Place,
}

/// A place counted in lines from the start of a disclosure.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    lines: u32,
    column: u32,
}

/// The tokens of a disclosure that touch a span of the draft.
pub fn run(
    draft: &Draft,
    placed: &PlacedAnalysis,
    within: Span,
    encoding: PositionEncoding,
) -> Run {
    let text: &str = &placed.analysis.disclosure.text;
    let own = Span::new(placed.start, placed.start + text.len());
    let seen = Span::new(
        within.start.clamp(own.start, own.end),
        within.end.clamp(own.start, own.end),
    );
    let tokens = ide::semantic_tokens(&placed.analysis, seen.relative_to(placed.start));
    // Tokens reach over the ends of what is seen, but never over those of their lines.
    let lines_seen = whole_lines(draft, seen).intersection(own).unwrap_or(seen);
    let piece = lines_seen.relative_to(placed.start).get(text);
    let piece = piece.unwrap_or_default();
    let lines = Lines::new(&draft.text, piece, lines_seen.start, encoding);
    let start = draft.text.position(placed.start, encoding);
    written(&tokens, placed.start, start, &lines)
}

fn whole_lines(draft: &Draft, span: Span) -> Span {
    let first = draft.text.line_of(span.start);
    let last = draft.text.line_of(span.end);
    let first = draft.text.full_line_span(first);
    first.cover(draft.text.full_line_span(last))
}

fn written(tokens: &[Token], base: usize, start: Position, lines: &Lines<'_>) -> Run {
    let mut run = Run {
        tokens: Vec::with_capacity(tokens.len()),
        first: Place::default(),
        last: Place::default(),
    };
    for token in tokens {
        let span = token.span.offset_by(base);
        let position = lines.position(span.start);
        let place = Place {
            lines: position.line.saturating_sub(start.line),
            column: position.character,
        };
        if run.tokens.is_empty() {
            run.first = place;
            run.last = place;
        }
        let delta_line = place.lines.saturating_sub(run.last.lines);
        let from = if delta_line == 0 { run.last.column } else { 0 };
        run.tokens.push(SemanticToken {
            delta_line,
            delta_start: place.column.saturating_sub(from),
            length: lines.length(span),
            token_type: token_type(token.kind),
            token_modifiers_bitset: modifiers(token.kind, token.role),
        });
        run.last = place;
    }
    run
}

/// The tokens of several disclosures one after the other, each with the line it starts on.
pub fn joined<'run>(runs: impl IntoIterator<Item = (u32, &'run Run)>) -> Vec<SemanticToken> {
    let mut all: Vec<SemanticToken> = Vec::new();
    let (mut line, mut column) = (0, 0);
    for (start, run) in runs {
        let Some((first, others)) = run.tokens.split_first() else {
            continue;
        };
        let first_line = start.saturating_add(run.first.lines);
        let delta_line = first_line.saturating_sub(line);
        let from = if delta_line == 0 { column } else { 0 };
        all.push(SemanticToken {
            delta_line,
            delta_start: run.first.column.saturating_sub(from),
            ..*first
        });
        all.extend_from_slice(others);
        line = start.saturating_add(run.last.lines);
        column = run.last.column;
    }
    all
}

/// The tokens of a draft that touch a span of it.
pub fn tokens_within(
    draft: &Draft,
    within: Span,
    encoding: PositionEncoding,
) -> Vec<SemanticToken> {
    let touched = draft.disclosures.iter().filter(|placed| {
        let end = placed.start + placed.analysis.disclosure.text.len();
        placed.start < within.end && within.start < end
    });
    let runs: Vec<(u32, Run)> = touched
        .map(|placed| (line_of(draft, placed), run(draft, placed, within, encoding)))
        .collect();
    joined(runs.iter().map(|(line, run)| (*line, run)))
}

/// The line on which a disclosure starts.
pub fn line_of(draft: &Draft, placed: &PlacedAnalysis) -> u32 {
    u32::try_from(draft.text.line_of(placed.start)).unwrap_or(u32::MAX)
}

/// The numbers that a token takes in an answer.
const NUMBERS: u32 = 5;

/// The edit that makes `after` of `before`: what differs between their common ends. None when
/// they are the same.
pub fn edit_between(
    before: &[SemanticToken],
    after: &[SemanticToken],
) -> Option<SemanticTokensEdit> {
    let same = |(left, right): &(&SemanticToken, &SemanticToken)| left == right;
    let common_start = before.iter().zip(after).take_while(same).count();
    let before = before.get(common_start..)?;
    let after = after.get(common_start..)?;
    let ends = before.iter().rev().zip(after.iter().rev());
    let common_end = ends.take_while(same).count();
    let removed = before.len() - common_end;
    let inserted = after.get(..after.len() - common_end).unwrap_or_default();
    if removed == 0 && inserted.is_empty() {
        return None;
    }
    let numbers = |tokens: usize| {
        u32::try_from(tokens)
            .unwrap_or(u32::MAX)
            .saturating_mul(NUMBERS)
    };
    Some(SemanticTokensEdit {
        start: numbers(common_start),
        delete_count: numbers(removed),
        data: Some(inserted.to_vec()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(length: u32) -> SemanticToken {
        SemanticToken {
            length,
            ..SemanticToken::default()
        }
    }

    #[test]
    fn an_edit_holds_what_differs_and_no_more() {
        let tokens = |lengths: &[u32]| -> Vec<SemanticToken> {
            lengths.iter().copied().map(token).collect()
        };
        let edit = |before: &[u32], after: &[u32]| {
            let edit = edit_between(&tokens(before), &tokens(after))?;
            let lengths = edit
                .data
                .unwrap_or_default()
                .iter()
                .map(|it| it.length)
                .collect();
            Some((edit.start, edit.delete_count, lengths))
        };
        assert_eq!(edit(&[1, 2, 3], &[1, 2, 3]), None);
        assert_eq!(edit(&[1, 2, 3], &[1, 5, 3]), Some((5, 5, vec![5])));
        assert_eq!(edit(&[1, 1], &[1, 1, 1]), Some((10, 0, vec![1])));
        assert_eq!(edit(&[1, 1, 1], &[1, 1]), Some((10, 5, vec![])));
        assert_eq!(edit(&[], &[7]), Some((0, 0, vec![7])));
        assert_eq!(edit(&[7], &[]), Some((0, 5, vec![])));
    }
}
