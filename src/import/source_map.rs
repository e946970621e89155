//! Where each part of an imported text stands in the original.

use std::sync::Arc;

use crate::text::Span;

/// A place in a file, in the terms of its reader. All numbers count from one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A paragraph of a Word file. Paragraphs in tables and empty ones do not count.
    Paragraph {
        /// The page, where the file says so.
        page: Option<usize>,
        /// The number of the paragraph.
        paragraph: usize,
    },
    /// A cell of a table in a Word or PDF file. A merged cell counts as all that it covers.
    TableCell {
        /// The page, where the file says so.
        page: Option<usize>,
        /// The number of the table.
        table: usize,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// A footnote or endnote of a Word file.
    Footnote {
        /// Its number, in the order of the text.
        note: usize,
    },
    /// A cell of an Excel file.
    SheetCell {
        /// The name of the sheet.
        sheet: Arc<str>,
        /// The row.
        row: usize,
        /// The column: 3 is C.
        column: usize,
    },
    /// A line of text on a page of a PDF file.
    PageLine {
        /// The page.
        page: usize,
        /// The line.
        line: usize,
    },
}

/// Where each part of an imported text stands in the original.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    /// In the order of the text, none overlapping.
    entries: Vec<(Span, Place)>,
}

impl SourceMap {
    /// The place of what stands at a byte offset of the text; between two places the former one.
    /// None before the first.
    pub fn place(&self, offset: usize) -> Option<&Place> {
        let after = self
            .entries
            .partition_point(|(span, _)| span.start <= offset);
        let (_, place) = self.entries.get(after.checked_sub(1)?)?;
        Some(place)
    }

    /// Every part of the text with its place, in order.
    pub fn entries(&self) -> &[(Span, Place)] {
        &self.entries
    }

    /// Adds the part that follows all others.
    pub(super) fn push(&mut self, span: Span, place: Place) {
        self.entries.push((span, place));
    }
}

/// The letters by which Excel names a column: 1 is A, 28 is AB.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        let letter = u8::try_from(rest % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let letters = [1, 26, 27, 28, 52, 703].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "AB", "AZ", "AAA"]);
    }

    #[test]
    fn what_stands_between_two_places_belongs_to_the_former() {
        let place = |note| Place::Footnote { note };
        let mut map = SourceMap::default();
        map.push(Span::new(2, 5), place(1));
        map.push(Span::new(6, 8), place(2));
        assert_eq!(map.place(0), None);
        assert_eq!(map.place(5), Some(&place(1)));
        assert_eq!(map.place(6), Some(&place(2)));
        assert_eq!(map.place(100), Some(&place(2)));
    }
}
