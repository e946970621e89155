//! The cell that is being written, also while its line is no row of a table yet.

use crate::document::{Column, ColumnRole, Disclosure, RowKind, Side, Table};
use crate::ide::place::{Place, line_above, side_of};
use crate::subjects::{Classification, SubjectLevel};
use crate::syntax::TableEncoding;
use crate::text::Span;

/// The most characters of a line without a TAB that may become a row.
const LONGEST_ROW_BEGINNING: usize = 24;

/// A cell as it is printed on the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct PrintedCell {
    /// Everything between two separators.
    pub whole: Span,
    /// The words, without blanks around them; empty at the cursor or the end for a blank cell.
    pub words: Span,
}

/// The cursor in a line of a table.
pub(super) struct TableCursor<'draft> {
    /// The table.
    pub table: &'draft Table,
    /// The side of the table that holds the column.
    pub side: &'draft Side,
    /// The column.
    pub column: usize,
    /// The cells of the line, by column.
    pub cells: Vec<PrintedCell>,
    /// Index into [`Table::rows`] of the line, or of the first row after it.
    pub row: usize,
}

impl<'draft> TableCursor<'draft> {
    /// The cell of the cursor; none when the cursor is in no row and below no row.
    pub fn of(place: &Place<'draft>) -> Option<Self> {
        let disclosure = place.disclosure();
        let line = place.line();
        let (table, row) = row_of_line(place, line)?;
        if table.encoding == TableEncoding::CellPerLine {
            return None;
        }
        let cells = cells_of_line(disclosure, line, table.encoding, place.offset);
        let column = cells
            .iter()
            .position(|cell| cell.whole.touches(place.offset))?;
        Some(Self {
            table,
            side: side_of(table, column)?,
            column,
            cells,
            row,
        })
    }

    /// What the column holds.
    pub fn role(&self) -> Option<&'draft ColumnRole> {
        self.table
            .columns
            .get(self.column)
            .map(|column| &column.role)
    }

    /// The cell of the cursor.
    pub fn cell(&self) -> Option<PrintedCell> {
        self.cells.get(self.column).copied()
    }

    /// What has been typed: the words of the cell before the cursor.
    pub fn typed(&self, place: &Place<'draft>) -> &'draft str {
        let words = self.cell().map(|cell| cell.words).unwrap_or_default();
        let before = Span::new(words.start.min(place.offset), place.offset);
        place.disclosure().words(before).trim()
    }

    /// The words of a column on this line.
    pub fn words(&self, disclosure: &'draft Disclosure, column: usize) -> &'draft str {
        let cell = self.cells.get(column);
        cell.map(|cell| disclosure.words(cell.words))
            .unwrap_or_default()
    }

    /// The code of a classification that the line prints so far, joined from its parts.
    pub fn code(&self, disclosure: &'draft Disclosure, wanted: Classification) -> Option<String> {
        let code: String = self
            .columns()
            .filter(|(_, column)| {
                matches!(column.role, ColumnRole::Code(of_column, _) if of_column == wanted)
            })
            .map(|(index, _)| self.words(disclosure, index))
            .collect();
        SubjectLevel::of_code(&code).map(|_| code)
    }

    /// The columns of the side with their places in the table.
    pub fn columns(&self) -> impl Iterator<Item = (usize, &'draft Column)> {
        let range = self.side.columns.clone();
        let columns = self.table.columns.iter().enumerate();
        columns.filter(move |(index, _)| range.contains(index))
    }

    /// The last code above the line.
    pub fn code_above(&self) -> Option<&'draft str> {
        let above = self.side.lines.iter().filter(|line| line.row < self.row);
        above.filter_map(|line| line.code.as_deref()).next_back()
    }

    /// What to replace: the words of the cell, around the cursor.
    pub fn replaced(&self, place: &Place) -> Span {
        let words = self.cell().map(|cell| cell.words);
        match words.filter(|words| words.touches(place.offset)) {
            Some(words) => words,
            None => Span::empty(place.offset),
        }
    }
}

/// The table and row of the line of the cursor: a row of its own, or one to be below a row.
fn row_of_line<'draft>(place: &Place<'draft>, line: Span) -> Option<(&'draft Table, usize)> {
    let own = row_starting_at(place.disclosure(), line);
    let below = || {
        may_become_a_row(place.disclosure().words(line))
            .then(|| row_above(place.disclosure(), line))
            .flatten()
    };
    match own {
        // A piece of a table that the unfinished line has cut off knows no columns.
        Some((table, row)) if !table.columns.is_empty() => writable(table, row),
        _ => below(),
    }
}

fn writable(table: &Table, row: usize) -> Option<(&Table, usize)> {
    let kind = table.rows.get(row).map(|row| row.kind);
    matches!(kind, Some(RowKind::Body | RowKind::Blank)).then_some((table, row))
}

fn row_above(disclosure: &Disclosure, line: Span) -> Option<(&Table, usize)> {
    let above = line_above(&disclosure.text, line.start)?;
    let (table, row) = row_starting_at(disclosure, above)?;
    Some((table, row + 1))
}

fn row_starting_at(disclosure: &Disclosure, line: Span) -> Option<(&Table, usize)> {
    disclosure.tables.iter().find_map(|table| {
        let row = table
            .rows
            .iter()
            .position(|row| row.span.start == line.start || line.contains_span(row.span))?;
        Some((table, row))
    })
}

fn may_become_a_row(words: &str) -> bool {
    if words.contains('\t') || words.trim_start().starts_with('|') {
        return true;
    }
    let short = words.chars().nth(LONGEST_ROW_BEGINNING).is_none();
    short && !words.contains(['。', '：', '，', ':', '#'])
}

fn cells_of_line(
    disclosure: &Disclosure,
    line: Span,
    encoding: TableEncoding,
    cursor: usize,
) -> Vec<PrintedCell> {
    let words = disclosure.words(line);
    let pipes = encoding == TableEncoding::Pipe && words.contains('|');
    let separator = if pipes { '|' } else { '\t' };
    let mut cells = Vec::new();
    let mut start = line.start;
    for piece in words.split(separator) {
        let whole = Span::new(start, start + piece.len());
        cells.push(PrintedCell {
            whole,
            words: words_of(piece, whole, cursor),
        });
        start = whole.end + separator.len_utf8();
    }
    if pipes && words.trim_start().starts_with('|') {
        cells.remove(0);
    }
    cells
}

fn words_of(piece: &str, whole: Span, cursor: usize) -> Span {
    let trimmed = piece.trim();
    if trimmed.is_empty() {
        let at = if whole.touches(cursor) {
            cursor
        } else {
            whole.end
        };
        return Span::empty(at);
    }
    let start = whole.start + (piece.len() - piece.trim_start().len());
    Span::new(start, start + trimmed.len())
}
