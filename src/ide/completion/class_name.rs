//! The classes of a 收支总表, which prints names with ordinals and no codes.

use std::collections::HashSet;

use super::candidates::{Candidate, candidate, used_codes};
use super::table_cursor::TableCursor;
use super::{CompletionKind, Proposal};
use crate::document::{ColumnRole, Disclosure, Side, TableKind};
use crate::ide::ordinal;
use crate::ide::path::class_named;
use crate::ide::place::Place;
use crate::subjects::{Classification, catalogue};
use crate::text::Span;

const FUNCTIONAL: Classification = Classification::Functional;

/// The classes for the name column of the expenditure side of a summary; none in other columns.
pub(super) fn complete(place: &Place, cursor: &TableCursor) -> Option<Vec<Proposal>> {
    let summary = matches!(
        cursor.table.kind,
        TableKind::BudgetSummary
            | TableKind::FiscalSummary
            | TableKind::FinalSummary
            | TableKind::FinalFiscalSummary
    );
    if !summary || *cursor.role()? != ColumnRole::Name {
        return None;
    }
    let disclosure = place.disclosure();
    let printed = classes_of_side(disclosure, cursor.side, cursor.row);
    let above = printed.iter().rfind(|(row, _)| *row < cursor.row);
    // The income side holds no classes, and is not completed.
    let (above_row, above) = above.map(|(row, code)| (*row, *code))?;
    let present: HashSet<&str> = printed.iter().map(|(_, code)| *code).collect();

    let cell = cursor.replaced(place);
    let typed = cursor.typed(place);
    let number = ordinal::length(typed);
    let query = typed.get(number..).unwrap_or_default();
    let marker = match number {
        0 => next_ordinal(disclosure, cursor, above_row),
        _ => String::new(),
    };
    let span = Span::new(cell.start + number, cell.end);

    let found = catalogue().search(FUNCTIONAL, query, disclosure.catalogue_year());
    let used = used_codes(disclosure, FUNCTIONAL);
    let mut classes: Vec<Candidate> = catalogue()
        .classes(FUNCTIONAL, disclosure.catalogue_year())
        .into_iter()
        .filter(|class| found.iter().any(|found| found.code == class.code))
        .filter_map(|class| candidate(disclosure, FUNCTIONAL, class.code.to_owned(), &used))
        .collect();
    classes.sort_by_key(|class| {
        let code = class.code.as_str();
        (present.contains(code), code < above)
    });
    let proposals = classes.into_iter().map(|class| Proposal {
        kind: CompletionKind::SubjectName,
        detail: class.code.clone(),
        documentation: class.documented(),
        span,
        new_text: format!("{marker}{}", class.name),
        label: class.name,
        snippet: false,
    });
    Some(proposals.collect())
}

/// The classes that the side prints on other rows, with the rows.
fn classes_of_side(disclosure: &Disclosure, side: &Side, row: usize) -> Vec<(usize, &'static str)> {
    let others = side.lines.iter().filter(|line| line.row != row);
    others
        .filter_map(|line| {
            let class = class_named(&line.label, disclosure.catalogue_year())?;
            Some((line.row, class.code))
        })
        .collect()
}

/// The ordinal after that of the class above.
fn next_ordinal(disclosure: &Disclosure, cursor: &TableCursor, above_row: usize) -> String {
    let row = cursor.table.rows.get(above_row);
    let cell = row.and_then(|row| row.cells.get(cursor.column));
    let words = cell
        .map(|cell| disclosure.words(cell.span))
        .unwrap_or_default();
    let above = words.get(..ordinal::length(words)).unwrap_or_default();
    ordinal::next(above).unwrap_or_default()
}
