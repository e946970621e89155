//! Where a byte offset of a draft lies: in which disclosure, line, table.

use crate::audit::{Analysis, Draft};
use crate::document::{Disclosure, Row, Side, Table};
use crate::text::Span;

/// How many bytes on either side of the cursor are near it.
const NEAR: usize = 600;

/// A cursor in one disclosure of a draft.
#[derive(Clone, Copy)]
pub(super) struct Place<'draft> {
    /// What the audit knows of the disclosure.
    pub analysis: &'draft Analysis,
    /// The byte offset of the disclosure in the draft.
    pub start: usize,
    /// The cursor, relative to the disclosure; on a character boundary.
    pub offset: usize,
}

impl<'draft> Place<'draft> {
    /// The place of an offset of the draft; none in a draft without disclosures.
    pub fn of(draft: &'draft Draft, offset: usize) -> Option<Self> {
        let placed = draft.disclosure_at(offset)?;
        let text: &str = &placed.analysis.disclosure.text;
        Some(Self {
            analysis: &placed.analysis,
            start: placed.start,
            offset: boundary(text, offset.saturating_sub(placed.start)),
        })
    }

    /// The disclosure.
    pub fn disclosure(&self) -> &'draft Disclosure {
        &self.analysis.disclosure
    }

    /// A span of the disclosure as a span of the draft.
    pub fn absolute(&self, span: Span) -> Span {
        span.offset_by(self.start)
    }

    /// The line of the cursor, without its line end.
    pub fn line(&self) -> Span {
        line_at(&self.disclosure().text, self.offset)
    }

    /// The line of the cursor, or of a very long one what is near the cursor: names and paths are
    /// short, and a draft may be one line of megabytes.
    pub fn near(&self) -> Span {
        near(&self.disclosure().text, self.offset)
    }

    /// The words of [`Self::near`] before the cursor.
    pub fn words_before(&self) -> &'draft str {
        self.disclosure()
            .words(Span::new(self.near().start, self.offset))
    }

    /// The table of the cursor.
    pub fn table(&self) -> Option<&'draft Table> {
        self.disclosure()
            .tables
            .iter()
            .find(|table| table.span.touches(self.offset))
    }

    /// The row of the cursor with its table.
    pub fn row(&self) -> Option<(&'draft Table, usize, &'draft Row)> {
        let table = self.table()?;
        let (index, row) = table
            .rows
            .iter()
            .enumerate()
            .find(|(_, row)| row.span.touches(self.offset))?;
        Some((table, index, row))
    }
}

/// The greatest character boundary of `text` that is not after `offset`.
pub(super) fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The line that holds `offset`, or of a very long one what is near it.
pub(super) fn near(text: &str, offset: usize) -> Span {
    let start = boundary(text, offset.saturating_sub(NEAR));
    let end = boundary(text, offset.saturating_add(NEAR));
    let window = text.get(start..end).unwrap_or_default();
    line_at(window, offset.saturating_sub(start)).offset_by(start)
}

/// The line that holds `offset`, without its line end.
pub(super) fn line_at(text: &str, offset: usize) -> Span {
    let offset = boundary(text, offset);
    let before = text.get(..offset).unwrap_or_default();
    let after = text.get(offset..).unwrap_or_default();
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = after
        .find(['\n', '\r'])
        .map_or(text.len(), |at| offset + at);
    Span::new(start, end)
}

/// A span with the rest of the lines at its ends.
pub(super) fn whole_lines(text: &str, span: Span) -> Span {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = after.find(['\n', '\r']);
    Span::new(start, end.map_or(text.len(), |at| span.end + at))
}

/// The line before the one that starts at `line_start`; none at the top.
pub(super) fn line_above(text: &str, line_start: usize) -> Option<Span> {
    let before = text.get(..line_start)?;
    let before = before.strip_suffix('\n').unwrap_or(before);
    let before = before.strip_suffix('\r').unwrap_or(before);
    (before.len() < line_start).then(|| line_at(text, before.len()))
}

/// The side of a table that holds a column.
pub(super) fn side_of(table: &Table, column: usize) -> Option<&Side> {
    table
        .sides
        .iter()
        .find(|side| side.columns.contains(&column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_before_any_line_end() {
        let text = "甲\r\n乙丙\n\n丁";
        let second = line_at(text, 5);
        assert_eq!(second.get(text), Some("乙丙"));
        assert_eq!(line_above(text, second.start), Some(Span::new(0, 3)));
        let blank = line_above(text, text.len() - 3).unwrap();
        assert!(blank.is_empty());
        assert_eq!(line_above(text, blank.start), Some(second));
        assert_eq!(line_above(text, 0), None);
    }

    #[test]
    fn an_offset_inside_a_character_moves_to_its_start() {
        assert_eq!(boundary("预算", 4), 3);
        assert_eq!(boundary("预算", 99), 6);
    }
}
