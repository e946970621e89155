//! What an editor may put in order without changing what a draft says: the forms of numbers in
//! amount cells, the alignment of pipe tables, brackets and blanks in headings.
//!
//! Prose, glossary entries, codes and placeholders are never touched, and no value changes: the
//! figures of the draft before and after are the same.

mod heading;
mod number;
mod pipe_table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::audit::{Draft, PlacedAnalysis};
use crate::document::{ColumnRole, Disclosure, Figure, Table};
use crate::ide::place::{Place, line_above, whole_lines};
use crate::syntax::{TableEncoding, Tree};
use crate::text::{Edit, Span, Text};

use heading::heading_edits;
use number::number_edits;
use pipe_table::alignment_edits;

/// The edits that put the whole draft in order. They do not overlap, stand in order, and each
/// speaks of the draft as it is.
pub fn formatting(draft: &Draft) -> Vec<Edit> {
    range_formatting(draft, draft.text.span())
}

/// The edits on the lines that a span touches. Columns of a pipe table are as wide as the whole
/// table needs.
pub fn range_formatting(draft: &Draft, within: Span) -> Vec<Edit> {
    let mut edits = Vec::new();
    for placed in &draft.disclosures {
        let end = placed.start + placed.analysis.disclosure.text.len();
        if placed.start <= within.end && within.start <= end {
            let own = edits_of(placed, within.relative_to(placed.start));
            edits.extend(own.into_iter().map(|edit| Edit {
                span: edit.span.offset_by(placed.start),
                ..edit
            }));
        }
    }
    edits
}

/// The edits after a bar or a line end was typed just before `offset`: the pipe table there is
/// aligned. No other character asks for anything.
pub fn on_type_formatting(draft: &Draft, offset: usize, typed: &str) -> Vec<Edit> {
    let Some(place) = Place::of(draft, offset) else {
        return Vec::new();
    };
    let disclosure = place.disclosure();
    let line = place.line();
    let typed_line = match typed {
        "|" => Some(line),
        "\n" => line_above(&disclosure.text, line.start),
        _ => None,
    };
    let Some(typed_line) = typed_line else {
        return Vec::new();
    };
    let text: &str = &disclosure.text;
    let tables = disclosure.tables.iter().filter(|table| is_pipe(table));
    let mut tables = tables.filter(|table| table.span.touches(typed_line.start));
    let table = tables.find(|table| rows_of(text, table).contains_span(typed_line));
    let edits = table.map(|table| match near(text, table, typed_line) {
        Some(rows) => alignment_edits(text, rows, &[], typed_line),
        None => alignment_edits(text, rows_of(text, table), &[], disclosure_span(disclosure)),
    });
    let placed = edits.unwrap_or_default().into_iter().map(|edit| Edit {
        span: place.absolute(edit.span),
        ..edit
    });
    placed.collect()
}

/// In a table of more rows only the typed one is aligned, with as many rows around it: a keystroke
/// must not change thousands of lines.
const MOST_ROWS: usize = 400;

/// The rows around a line of a very long table; none in a table of usual length.
fn near(text: &str, table: &Table, line: Span) -> Option<Span> {
    if table.rows.len() <= MOST_ROWS {
        return None;
    }
    let index = table.rows.partition_point(|row| row.span.end < line.start);
    let first = table.rows.get(index.saturating_sub(MOST_ROWS / 2))?;
    let last = table
        .rows
        .get(index + MOST_ROWS / 2)
        .or(table.rows.last())?;
    Some(whole_lines(text, first.span.cover(last.span).cover(line)))
}

fn disclosure_span(disclosure: &Disclosure) -> Span {
    Span::new(0, disclosure.text.len())
}

/// The edits of a disclosure on the lines that a span of it touches.
fn edits_of(placed: &PlacedAnalysis, within: Span) -> Vec<Edit> {
    let disclosure = &placed.analysis.disclosure;
    let within = whole_lines(&disclosure.text, within);
    let mut edits = heading_edits(disclosure, within);
    for table in &disclosure.tables {
        if table.span.start <= within.end && within.start <= table.span.end {
            edits.extend(table_edits(disclosure, table, within));
        }
    }
    edits.retain(|edit| within.contains_span(edit.span));
    edits.sort_by_key(|edit| edit.span);
    match edits.is_empty() || reads_alike(disclosure, &edits) {
        true => edits,
        false => Vec::new(),
    }
}

/// Whether the draft reads the same after edits: the same values at the same places, in columns
/// of the same kind, so that nothing more is to be put in order. In a table that is hardly one, a
/// number in another form may turn what was a code into an amount; better it stays as it is.
fn reads_alike(disclosure: &Disclosure, edits: &[Edit]) -> bool {
    let text = Text::new(&disclosure.text).apply_all(edits.iter().rev());
    let own: Arc<str> = Arc::from(text.to_string());
    let blocks = Tree::parse(&text).map(|tree| tree.blocks(&own, text.span()));
    let conventions = Arc::clone(&disclosure.conventions);
    let after = Disclosure::read_under(own, &blocks.unwrap_or_default(), conventions);
    let lengths = lengths(edits);
    let same = |(one, other): (&Figure, &Figure)| {
        one.value == other.value
            && one.unit == other.unit
            && moved(one.span.start, &lengths) == other.span.start
    };
    disclosure.figures.len() == after.figures.len()
        && disclosure.figures.iter().zip(&after.figures).all(same)
        && roles(disclosure).eq(roles(&after))
}

/// What the columns of the tables are.
fn roles(disclosure: &Disclosure) -> impl Iterator<Item = &ColumnRole> {
    let columns = disclosure.tables.iter().flat_map(|table| &table.columns);
    columns.map(|column| &column.role)
}

/// For each of some edits in order: where it ends, and how many bytes are added and removed up to
/// there.
fn lengths(edits: &[Edit]) -> Vec<(usize, usize, usize)> {
    let (mut added, mut removed) = (0, 0);
    let lengths = edits.iter().map(|edit| {
        added += edit.new_text.len();
        removed += edit.span.len();
        (edit.span.end, added, removed)
    });
    lengths.collect()
}

/// Where a place is after edits of some lengths that are not around it.
fn moved(place: usize, lengths: &[(usize, usize, usize)]) -> usize {
    let before = lengths.partition_point(|(end, ..)| *end <= place);
    let last = before.checked_sub(1).and_then(|last| lengths.get(last));
    last.map_or(place, |(_, added, removed)| {
        (place + added).saturating_sub(*removed)
    })
}

fn table_edits(disclosure: &Disclosure, table: &Table, within: Span) -> Vec<Edit> {
    let mut edits = number_edits(disclosure, table);
    if is_pipe(table) {
        edits.sort_by_key(|edit| edit.span);
        let rows = rows_of(&disclosure.text, table);
        let gaps = alignment_edits(&disclosure.text, rows, &edits, within);
        edits.extend(gaps);
    }
    edits
}

fn is_pipe(table: &Table) -> bool {
    table.encoding == TableEncoding::Pipe
}

/// The lines from the first row of a table to its last.
fn rows_of(text: &str, table: &Table) -> Span {
    match (table.rows.first(), table.rows.last()) {
        (Some(first), Some(last)) => whole_lines(text, first.span.cover(last.span)),
        _ => Span::empty(table.span.start),
    }
}
