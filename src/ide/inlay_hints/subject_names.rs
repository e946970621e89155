//! The name of a subject whose code stands alone.

use super::{HintKind, InlayHint};
use crate::document::{Disclosure, Table};
use crate::ide::place::{boundary, near, whole_lines};
use crate::ide::reference::{classification_of, code_in_line, names_to_code};
use crate::ide::shadow::key;
use crate::subjects::Classification;
use crate::text::Span;

/// The digits of an item's code: shorter codes are too often amounts or years to be named
/// without being asked.
const ITEM_DIGITS: usize = 7;

/// Hints after codes inside `within` beside which their names are not printed.
pub(super) fn hints(disclosure: &Disclosure, within: Span) -> Vec<InlayHint> {
    let tables = disclosure.tables.iter();
    let seen: Vec<&Table> = tables
        .filter(|table| table.span.start <= within.end && within.start <= table.span.end)
        .collect();
    let mut hints = Vec::new();
    for table in &seen {
        hints.extend(in_table(disclosure, table, within));
    }
    hints.extend(in_prose(disclosure, &seen, within));
    hints
}

/// Lines of a table with a code and an empty name.
fn in_table(disclosure: &Disclosure, table: &Table, within: Span) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for side in &table.sides {
        let Some(classification) = classification_of(table, side) else {
            continue;
        };
        for line in &side.lines {
            let (Some(code), Some(span), true) =
                (&line.code, line.code_span, line.label.is_empty())
            else {
                continue;
            };
            if within.touches(span.end) {
                hints.extend(hint(disclosure, classification, code, span.end));
            }
        }
    }
    hints
}

fn in_prose(disclosure: &Disclosure, tables: &[&Table], within: Span) -> Vec<InlayHint> {
    let text: &str = &disclosure.text;
    let seen = Span::new(boundary(text, within.start), boundary(text, within.end));
    let seen = whole_lines(text, seen);
    let words = disclosure.words(seen);
    let mut hints = Vec::new();
    let mut from = 0;
    while let Some(start) = next_digit(words, from) {
        let end = start + digits(words.get(start..).unwrap_or_default());
        from = end;
        if end - start != ITEM_DIGITS {
            continue;
        }
        // Tables stand in order.
        let at = seen.start + start;
        let after = tables.partition_point(|table| table.span.start <= at);
        let above = after.checked_sub(1).and_then(|index| tables.get(index));
        if above.is_some_and(|table| table.span.touches(at)) {
            continue;
        }
        let line = near(text, at);
        let named = code_in_line(disclosure, line, at)
            .filter(|_| !is_counted(words.get(end..).unwrap_or_default()))
            .and_then(|found| found.code.map(|code| (found.classification, code)))
            .and_then(|(classification, code)| {
                hint(disclosure, classification, &code, seen.start + end)
            });
        let line = key(disclosure.words(line));
        hints.extend(named.filter(|hint| !line.contains(&key(&hint.label))));
    }
    hints
}

/// Whether a unit follows: the number is an amount and no code.
fn is_counted(after: &str) -> bool {
    after.starts_with(|character| "元万亿个名人件台辆套户次".contains(character))
}

fn next_digit(words: &str, from: usize) -> Option<usize> {
    let rest = words.get(from..)?;
    let at = rest.find(|character: char| character.is_ascii_digit())?;
    Some(from + at)
}

fn digits(words: &str) -> usize {
    let end = words.find(|character: char| !character.is_ascii_digit());
    end.unwrap_or(words.len())
}

fn hint(
    disclosure: &Disclosure,
    classification: Classification,
    code: &str,
    at: usize,
) -> Option<InlayHint> {
    let path = names_to_code(disclosure, classification, code);
    let (_, name) = path.last().filter(|(_, name)| !name.is_empty())?;
    let names: Vec<&str> = path.iter().map(|(_, name)| name.as_str()).collect();
    Some(InlayHint {
        at,
        label: name.clone(),
        kind: HintKind::SubjectName,
        tooltip: names.join(" › "),
    })
}
