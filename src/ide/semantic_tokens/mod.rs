//! What the words and numbers of a draft are, for highlighting by meaning: headings, codes,
//! subjects, terms, figures by their part in sums, years, units, placeholders.

mod table;
#[cfg(test)]
mod tests;
mod words;

use std::cmp::Reverse;

use crate::audit::{Analysis, Relation};
use crate::document::number::number_at;
use crate::document::{
    Disclosure, Figure, OutlineKind, OutlineNode, ProseKind, Unit, printed_years,
};
use crate::ide::place::whole_lines;
use crate::subjects::{Classification, catalogue};
use crate::text::Span;

use words::Vocabulary;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A placeholder that was not filled in.
    Placeholder,
    /// The heading of a part, a section, the glossary, the contents; the title of a table.
    Heading,
    /// A printed number.
    Figure,
    /// A subject code, or a part of one.
    Code,
    /// The name of a subject.
    SubjectName,
    /// A term of the glossary, or one that is known anyway.
    Term,
    /// 万元, %, 辆.
    Unit,
    /// 2025年度.
    Year,
}

/// What part a token plays. Nothing is said of most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct TokenRole {
    /// The entry of the glossary that explains the term or the subject.
    pub definition: bool,
    /// A figure that others add up to.
    pub total: bool,
    /// A figure that is added, compared or divided.
    pub operand: bool,
    /// A percentage.
    pub percentage: bool,
}

/// A piece of a line. Tokens do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it is printed; relative to the disclosure.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// What part it plays.
    pub role: TokenRole,
}

/// The tokens of a disclosure that touch a span of it, in order. All spans are relative to the
/// disclosure, so that its tokens can be kept while its neighbours are edited.
pub fn semantic_tokens(analysis: &Analysis, within: Span) -> Vec<Token> {
    let disclosure = &analysis.disclosure;
    let roles = figure_roles(analysis);
    // A token may be found by what stands before it in its line.
    let mut tokens = Collector {
        within: whole_lines(&disclosure.text, within),
        tokens: Vec::new(),
    };
    for finding in &analysis.findings {
        if finding.name == "placeholder" {
            tokens.add(finding.span, TokenKind::Placeholder);
        }
    }
    headings(disclosure, &disclosure.outline, &mut tokens);
    for table in &disclosure.tables {
        if tokens.sees(table.span) {
            table::collect(disclosure, table, &roles, &mut tokens);
        }
    }
    for (figure, role) in disclosure.figures.iter().zip(&roles) {
        if figure.narrative && tokens.sees(figure.span) {
            figure_and_unit(disclosure, figure, *role, &mut tokens);
        }
    }
    prose(disclosure, &mut tokens);
    let mut tokens = tokens.finish();
    tokens.retain(|token| token.span.intersects(within));
    tokens
}

/// The tokens found so far, in no order.
struct Collector {
    within: Span,
    tokens: Vec<Token>,
}

impl Collector {
    fn sees(&self, span: Span) -> bool {
        span.start < self.within.end && self.within.start < span.end
    }

    fn add(&mut self, span: Span, kind: TokenKind) {
        self.add_with(span, kind, TokenRole::default());
    }

    fn add_with(&mut self, span: Span, kind: TokenKind, role: TokenRole) {
        if self.sees(span) {
            self.tokens.push(Token { span, kind, role });
        }
    }

    /// In order and without overlaps. A heading is cut at a placeholder.
    fn finish(mut self) -> Vec<Token> {
        self.tokens
            .sort_by_key(|token| (token.kind, token.span.start));
        let first_other = self
            .tokens
            .partition_point(|token| token.kind == TokenKind::Placeholder);
        let others = self.tokens.split_off(first_other);
        let placeholders = without_overlaps(self.tokens);
        let mut all = placeholders.clone();
        for token in others {
            match token.kind {
                TokenKind::Heading => all.extend(cut(token, &placeholders)),
                _ => all.push(token),
            }
        }
        all.sort_by_key(|token| (token.span.start, token.kind, Reverse(token.span.end)));
        without_overlaps(all)
    }
}

/// Tokens in order of their starts, without those that overlap an earlier one: placeholders,
/// headings, figures and codes push words aside, among words the first stays.
fn without_overlaps(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match kept.last() {
            Some(last) if token.span.start < last.span.end => {
                if rank(token.kind) < rank(last.kind) {
                    kept.pop();
                    kept.push(token);
                }
            }
            _ => kept.push(token),
        }
    }
    kept
}

fn rank(kind: TokenKind) -> u8 {
    match kind {
        TokenKind::Placeholder => 0,
        TokenKind::Heading => 1,
        TokenKind::Figure | TokenKind::Code => 2,
        TokenKind::SubjectName | TokenKind::Term | TokenKind::Unit | TokenKind::Year => 3,
    }
}

/// The pieces of a token around others.
fn cut(token: Token, holes: &[Token]) -> Vec<Token> {
    let mut pieces = Vec::new();
    let mut start = token.span.start;
    let first = holes.partition_point(|hole| hole.span.end <= start);
    for hole in holes.get(first..).unwrap_or_default() {
        if hole.span.start >= token.span.end {
            break;
        }
        pieces.push(Span::new(start, hole.span.start));
        start = hole.span.end;
    }
    pieces.push(Span::new(start, token.span.end));
    let pieces = pieces.into_iter().filter(|span| !span.is_empty());
    pieces.map(|span| Token { span, ..token }).collect()
}

/// The part that each figure plays in the identities.
fn figure_roles(analysis: &Analysis) -> Vec<TokenRole> {
    let figures = analysis.disclosure.figures.iter();
    let mut roles: Vec<TokenRole> = figures
        .map(|figure| TokenRole {
            percentage: matches!(figure.unit, Unit::Percent | Unit::PercentagePoint),
            ..TokenRole::default()
        })
        .collect();
    for identity in &analysis.identities {
        let is_sum = matches!(identity.relation, Relation::Sum { .. });
        let operands = identity.relation.operands();
        for (index, figure) in operands.into_iter().enumerate() {
            let Some(role) = roles.get_mut(figure.0 as usize) else {
                continue;
            };
            match is_sum && index == 0 {
                true => role.total = true,
                false => role.operand = true,
            }
        }
    }
    roles
}

fn headings(disclosure: &Disclosure, nodes: &[OutlineNode], tokens: &mut Collector) {
    for node in nodes {
        if !tokens.sees(node.span.cover(node.name_span)) {
            continue;
        }
        match node.kind {
            OutlineKind::Toc | OutlineKind::Part | OutlineKind::Section | OutlineKind::Glossary => {
                lines_of(disclosure, node.name_span, tokens)
            }
            OutlineKind::Table(index) => {
                let table = disclosure.tables.get(index);
                if let Some(title) = table.and_then(|table| table.title_span) {
                    lines_of(disclosure, title, tokens);
                }
            }
            OutlineKind::GlossaryEntry(_) => {}
        }
        headings(disclosure, &node.children, tokens);
    }
}

/// A heading may go on in the next line; a token may not.
fn lines_of(disclosure: &Disclosure, heading: Span, tokens: &mut Collector) {
    let mut start = heading.start;
    for line in disclosure.words(heading).split_inclusive(['\n', '\r']) {
        let words = line.trim();
        let leading = line.len() - line.trim_start().len();
        let span = Span::new(start + leading, start + leading + words.len());
        if !words.is_empty() {
            tokens.add(span, TokenKind::Heading);
        }
        start += line.len();
    }
}

/// A figure and the unit behind it.
fn figure_and_unit(
    disclosure: &Disclosure,
    figure: &Figure,
    role: TokenRole,
    tokens: &mut Collector,
) {
    tokens.add_with(figure.span, TokenKind::Figure, role);
    let number = number_at(&disclosure.text, figure.span.start);
    let Some(number) = number.filter(|number| number.unit.is_some()) else {
        return;
    };
    let words = disclosure.words(Span::new(number.end, number.unit_end));
    let unit = words.trim_start_matches([' ', '\u{3000}', '\u{A0}']);
    let start = number.unit_end - unit.len();
    tokens.add(Span::new(start, number.unit_end), TokenKind::Unit);
}

/// The words of the cover, the narrative and the glossary.
fn prose(disclosure: &Disclosure, tokens: &mut Collector) {
    let vocabulary = Vocabulary::of(disclosure);
    for line in &disclosure.cover {
        years(disclosure, *line, tokens);
    }
    let after = disclosure
        .prose
        .partition_point(|line| line.span.end <= tokens.within.start);
    for line in disclosure.prose.get(after..).unwrap_or_default() {
        if line.span.start >= tokens.within.end {
            break;
        }
        if let ProseKind::Paragraph | ProseKind::ListItem = line.kind {
            words(disclosure, &vocabulary, line.span, tokens);
        }
    }
    for entry in &disclosure.glossary {
        if !tokens.sees(entry.span) {
            continue;
        }
        let kind = match entry.path.is_empty() {
            true => TokenKind::Term,
            false => TokenKind::SubjectName,
        };
        let role = TokenRole {
            definition: true,
            ..TokenRole::default()
        };
        tokens.add_with(entry.term_span, kind, role);
        words(disclosure, &vocabulary, entry.definition_span, tokens);
    }
}

fn words(disclosure: &Disclosure, vocabulary: &Vocabulary<'_>, line: Span, tokens: &mut Collector) {
    if !tokens.sees(line) {
        return;
    }
    vocabulary.find(disclosure.words(line), |span, kind| {
        tokens.add(span.offset_by(line.start), kind);
    });
    codes(disclosure, line, tokens);
    years(disclosure, line, tokens);
}

/// Codes of sections and items that the catalogue knows; three digits may be anything.
fn codes(disclosure: &Disclosure, line: Span, tokens: &mut Collector) {
    let words = disclosure.words(line);
    let mut from = 0;
    while let Some(start) = words.get(from..).and_then(|rest| rest.find(is_digit)) {
        let start = from + start;
        let rest = words.get(start..).unwrap_or_default();
        let length = rest.find(|it| !is_digit(it)).unwrap_or(rest.len());
        let digits = Span::new(start, start + length);
        from = digits.end;
        if matches!(length, 5 | 7) && is_known_code(disclosure, words, digits) {
            tokens.add(digits.offset_by(line.start), TokenKind::Code);
        }
    }
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// Whether digits that are no part of a number are the code of a subject.
fn is_known_code(disclosure: &Disclosure, words: &str, digits: Span) -> bool {
    let of_a_number = |it: char| it.is_ascii_alphanumeric() || ".,%".contains(it);
    let before = words.get(..digits.start).unwrap_or_default();
    let after = words.get(digits.end..).unwrap_or_default();
    if before.ends_with(of_a_number) || after.starts_with(of_a_number) {
        return false;
    }
    let code = digits.get(words).unwrap_or_default();
    let year = disclosure.catalogue_year();
    let known = |classification| catalogue().subject(classification, code, year).is_some();
    Classification::of_code(code).is_some_and(known)
}

fn years(disclosure: &Disclosure, line: Span, tokens: &mut Collector) {
    if !tokens.sees(line) {
        return;
    }
    for year in printed_years(disclosure.words(line)) {
        let span = Span::new(year.span.start, year.end);
        tokens.add(span.offset_by(line.start), TokenKind::Year);
    }
}
