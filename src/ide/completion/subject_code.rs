//! Codes in the code columns of a table, whole or in parts.

use std::collections::HashSet;

use super::candidates::{Candidate, candidates};
use super::table_cursor::TableCursor;
use super::{CompletionKind, MOST_ITEMS, Proposal};
use crate::document::{CodePart, ColumnRole};
use crate::ide::place::Place;
use crate::subjects::{Classification, SubjectLevel, catalogue};
use crate::syntax::TableEncoding;
use crate::text::Span;

/// The codes for a code column; none in other columns.
pub(super) fn complete(place: &Place, cursor: &TableCursor) -> Option<Vec<Proposal>> {
    let ColumnRole::Code(classification, part) = cursor.role()? else {
        return None;
    };
    Some(match part {
        CodePart::Whole => whole_codes(place, cursor, *classification),
        CodePart::Class => parts(place, cursor, *classification, None),
        CodePart::Section | CodePart::Item => {
            let Some(parent) = parent_of_part(place, cursor, *classification, *part) else {
                return Some(Vec::new());
            };
            parts(place, cursor, *classification, Some(parent))
        }
    })
}

fn whole_codes(
    place: &Place,
    cursor: &TableCursor,
    classification: Classification,
) -> Vec<Proposal> {
    let disclosure = place.disclosure();
    let typed = cursor.typed(place);
    let parent = parent_of_next(
        disclosure.catalogue_year(),
        classification,
        typed,
        cursor.code_above(),
    );
    let present = codes_of_side(place, cursor);
    candidates(disclosure, classification, parent, &present, typed)
        .take(MOST_ITEMS)
        .map(|candidate| code_proposal(place, cursor, candidate))
        .collect()
}

/// The code whose children are likeliest: the one just typed, else the last one above, or its
/// parent where it has no children of its own.
pub(super) fn parent_of_next<'code>(
    year: Option<u16>,
    classification: Classification,
    typed: &'code str,
    above: Option<&'code str>,
) -> Option<&'code str> {
    let has_children = |code: &str| !catalogue().children(classification, code, year).is_empty();
    if SubjectLevel::of_code(typed).is_some() && has_children(typed) {
        return Some(typed);
    }
    let above = above?;
    if has_children(above) {
        return Some(above);
    }
    above.get(..above.len().checked_sub(2)?)
}

/// The codes that the table prints, for those are seldom printed again: above the cursor, and in
/// the lines below it, which an unfinished line may have cut off.
pub(super) fn codes_of_side(place: &Place, cursor: &TableCursor) -> HashSet<String> {
    let lines = cursor.side.lines.iter();
    let others = lines.filter(|line| line.row != cursor.row);
    let mut codes: HashSet<String> = others.filter_map(|line| line.code.clone()).collect();
    let text: &str = &place.disclosure().text;
    let below = text.get(place.line().end..).unwrap_or_default();
    let below = below
        .lines()
        .skip(1)
        .take_while(|line| !line.trim().is_empty());
    let cells =
        below.filter_map(|line| line.split(['\t', '|']).find(|cell| !cell.trim().is_empty()));
    let printed = cells.map(str::trim);
    codes.extend(
        printed
            .filter(|cell| SubjectLevel::of_code(cell).is_some())
            .map(str::to_owned),
    );
    codes
}

/// A code, with its name where the name's cell is the next one and still blank.
pub(super) fn code_proposal(place: &Place, cursor: &TableCursor, candidate: Candidate) -> Proposal {
    let (span, new_text) = with_name(place, cursor, &candidate);
    Proposal {
        label: format!("{} {}", candidate.code, candidate.name),
        kind: CompletionKind::SubjectCode,
        detail: candidate.ancestry(place.disclosure()),
        documentation: candidate.documented(),
        span,
        new_text,
        snippet: false,
    }
}

fn with_name(place: &Place, cursor: &TableCursor, candidate: &Candidate) -> (Span, String) {
    let replaced = cursor.replaced(place);
    let next = cursor.table.columns.get(cursor.column + 1);
    let name_follows = next
        .is_some_and(|column| matches!(column.role, ColumnRole::Name | ColumnRole::GovernmentName));
    let code = candidate.code.as_str();
    let name = candidate.name.as_str();
    if !name_follows {
        return (replaced, code.to_owned());
    }
    let pipe = cursor.table.encoding == TableEncoding::Pipe;
    let Some(name_cell) = cursor.cells.get(cursor.column + 1) else {
        let row = match pipe {
            true => format!("{code} | {name} | "),
            false => format!("{code}\t{name}\t"),
        };
        return (replaced, row);
    };
    if !name_cell.words.is_empty() {
        return (replaced, code.to_owned());
    }
    let both = match pipe {
        true => format!("{code} | {name} "),
        false => format!("{code}\t{name}"),
    };
    (Span::new(replaced.start, name_cell.whole.end), both)
}

/// The code that the parts left of the cursor make.
fn parent_of_part(
    place: &Place,
    cursor: &TableCursor,
    classification: Classification,
    part: CodePart,
) -> Option<String> {
    let wanted: &[CodePart] = match part {
        CodePart::Item => &[CodePart::Class, CodePart::Section],
        _ => &[CodePart::Class],
    };
    let mut code = String::new();
    for wanted in wanted {
        let (index, _) = cursor
            .columns()
            .find(|(_, column)| column.role == ColumnRole::Code(classification, *wanted))?;
        code.push_str(cursor.words(place.disclosure(), index));
    }
    SubjectLevel::of_code(&code).map(|_| code)
}

/// The children of a code, or the classes, as the digits that one part of a code holds.
fn parts(
    place: &Place,
    cursor: &TableCursor,
    classification: Classification,
    parent: Option<String>,
) -> Vec<Proposal> {
    let disclosure = place.disclosure();
    let typed = cursor.typed(place);
    let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
    let query = match &parent {
        Some(parent) if digits => format!("{parent}{typed}"),
        _ => typed.to_owned(),
    };
    let depth = parent.as_ref().map_or(3, |parent| parent.len() + 2);
    let below = |candidate: &Candidate| {
        candidate.code.len() == depth
            && parent
                .as_deref()
                .is_none_or(|parent| candidate.code.starts_with(parent))
    };
    let found = candidates(
        disclosure,
        classification,
        parent.as_deref(),
        &HashSet::new(),
        &query,
    );
    found
        .filter(below)
        .take(MOST_ITEMS)
        .map(|candidate| Proposal {
            label: format!("{} {}", candidate.own_digits(), candidate.name),
            kind: CompletionKind::SubjectCode,
            detail: candidate.code.clone(),
            documentation: candidate.documented(),
            span: cursor.replaced(place),
            new_text: candidate.own_digits().to_owned(),
            snippet: false,
        })
        .collect()
}
