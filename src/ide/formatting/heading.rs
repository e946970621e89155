//! Headings: full-width brackets around their numbers, no blanks after a number that a mark ends,
//! no bracket of one width closed by one of the other (domain specification §2.3).

use crate::document::{Disclosure, OrdinalForm, OutlineKind, OutlineNode, ordinal_of};
use crate::ide::place::line_at;
use crate::text::{Edit, Span};

/// Blanks between a number and its title. A TAB may stand for a cell and stays.
const BLANKS: [char; 3] = [' ', '\u{3000}', '\u{A0}'];

/// The edits in the headings that a span touches.
pub(super) fn heading_edits(disclosure: &Disclosure, within: Span) -> Vec<Edit> {
    let mut edits = Vec::new();
    collect(disclosure, &disclosure.outline, within, &mut edits);
    edits
}

fn collect(disclosure: &Disclosure, nodes: &[OutlineNode], within: Span, edits: &mut Vec<Edit>) {
    let touched = |node: &&OutlineNode| {
        node.span.start.min(node.name_span.start) <= within.end && within.start <= node.span.end
    };
    for node in nodes.iter().filter(touched) {
        if let Some(heading) = heading_of(disclosure, node) {
            edits_of(disclosure.words(heading), heading.start, edits);
        }
        collect(disclosure, &node.children, within, edits);
    }
}

/// The heading of a node, or the line of a table's title, which may be numbered as well.
fn heading_of(disclosure: &Disclosure, node: &OutlineNode) -> Option<Span> {
    match node.kind {
        OutlineKind::Part | OutlineKind::Section | OutlineKind::Glossary => Some(node.name_span),
        OutlineKind::Table(index) => {
            let title = disclosure.tables.get(index)?.title_span?;
            Some(line_at(&disclosure.text, title.start))
        }
        OutlineKind::Toc | OutlineKind::GlossaryEntry(_) => None,
    }
}

/// The edits in a heading that starts at `start`.
fn edits_of(heading: &str, start: usize, edits: &mut Vec<Edit>) {
    let title = match ordinal_of(heading) {
        Some(ordinal) => {
            let number = Span::new(ordinal.start, ordinal.end);
            if is_bracketed(ordinal.form) {
                brackets_of_number(heading, number, start, edits);
            }
            let rest = heading.get(ordinal.end..).unwrap_or_default();
            let blanks = rest.len() - rest.trim_start_matches(BLANKS).len();
            let superfluous = match ordinal.form {
                OrdinalForm::Chinese
                | OrdinalForm::BracketedChinese
                | OrdinalForm::BracketedArabic => blanks,
                OrdinalForm::Part | OrdinalForm::Arabic | OrdinalForm::Circled => 0,
            };
            if superfluous > 0 && superfluous < rest.len() {
                let span = Span::new(ordinal.end, ordinal.end + superfluous);
                edits.push(Edit::new(span.offset_by(start), ""));
            }
            ordinal.end
        }
        None => 0,
    };
    mismatched_brackets(heading, title, start, edits);
}

fn is_bracketed(form: OrdinalForm) -> bool {
    matches!(
        form,
        OrdinalForm::BracketedChinese | OrdinalForm::BracketedArabic
    )
}

/// (一) and （一) become （一）.
fn brackets_of_number(heading: &str, number: Span, start: usize, edits: &mut Vec<Edit>) {
    let words = number.get(heading).unwrap_or_default();
    for (at, character) in words.char_indices() {
        if let Some(full_width) = full_width(character) {
            let span = Span::new(number.start + at, number.start + at + 1);
            edits.push(Edit::new(span.offset_by(start), full_width));
        }
    }
}

/// The half-width bracket of each pair whose other one is full-width. Pairs of one width are the
/// author's choice.
fn mismatched_brackets(heading: &str, from: usize, start: usize, edits: &mut Vec<Edit>) {
    let mut open: Vec<(usize, char)> = Vec::new();
    let title = heading.get(from..).unwrap_or_default();
    for (at, character) in title.char_indices() {
        let at = from + at;
        match character {
            '(' | '（' => open.push((at, character)),
            ')' | '）' => {
                let Some((opened_at, opening)) = open.pop() else {
                    continue;
                };
                let half_width = match (opening, character) {
                    ('(', '）') => Some((opened_at, "（")),
                    ('（', ')') => Some((at, "）")),
                    _ => None,
                };
                if let Some((at, wanted)) = half_width {
                    edits.push(Edit::new(Span::new(start + at, start + at + 1), wanted));
                }
            }
            _ => {}
        }
    }
}

fn full_width(bracket: char) -> Option<&'static str> {
    match bracket {
        '(' => Some("（"),
        ')' => Some("）"),
        _ => None,
    }
}
