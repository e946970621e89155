//! Positions of many places in one piece of a text.

use std::cell::Cell;

use super::{Position, PositionEncoding, Span, Text};

/// The lines of a piece of a text. Finding them takes one pass over the piece; then a place costs
/// a search among them and a look at its line, and less when places are asked for in order.
///
/// Gives what [`Text::position`] gives, for places in the piece.
#[derive(Debug)]
pub struct Lines<'text> {
    piece: &'text str,
    /// The offset of the piece in the text.
    start: usize,
    /// The position of the piece in the text.
    first: Position,
    /// Where the lines of the piece start, counted from its start.
    starts: Vec<usize>,
    encoding: PositionEncoding,
    /// The place that was asked for last.
    last: Cell<Known>,
}

/// A place whose column is known.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    line: usize,
    offset: usize,
    units: usize,
}

impl<'text> Lines<'text> {
    /// The lines of `piece`, which stands in `text` at `start`.
    pub fn new(text: &Text, piece: &'text str, start: usize, encoding: PositionEncoding) -> Self {
        Self {
            piece,
            start,
            first: text.position(start, encoding),
            starts: line_starts(piece),
            encoding,
            last: Cell::default(),
        }
    }

    /// Whether both ends of a span of the text lie in the piece.
    pub fn contain(&self, span: Span) -> bool {
        Span::new(self.start, self.start + self.piece.len()).contains_span(span)
    }

    /// The position of a byte of the text; of the nearest end for one outside of the piece.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.saturating_sub(self.start).min(self.piece.len());
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let start = self.starts.get(line).copied().unwrap_or_default();
        let offset = self.before_line_end(start, offset);
        let last = self.last.get();
        let (from, known) = match last.line == line && last.offset <= offset {
            true => (last.offset.max(start), last.units),
            false => (start, 0),
        };
        let units = known + self.units(from, offset);
        self.last.set(Known {
            line,
            offset,
            units,
        });
        let first = if line == 0 { self.first.character } else { 0 };
        Position {
            line: self.first.line.saturating_add(saturating(line)),
            character: first.saturating_add(saturating(units)),
        }
    }

    /// The length of a span of the text in the units of columns.
    pub fn length(&self, span: Span) -> u32 {
        let offset = |offset: usize| offset.saturating_sub(self.start).min(self.piece.len());
        saturating(self.units(offset(span.start), offset(span.end)))
    }

    /// An offset inside a line end counts as the end of its line, one inside a character as the
    /// start of that character.
    fn before_line_end(&self, start: usize, mut offset: usize) -> usize {
        while !self.piece.is_char_boundary(offset) {
            offset -= 1;
        }
        let bytes = self.piece.as_bytes();
        let inside = offset > start
            && bytes.get(offset - 1) == Some(&b'\r')
            && bytes.get(offset) == Some(&b'\n');
        if inside { offset - 1 } else { offset }
    }

    fn units(&self, from: usize, to: usize) -> usize {
        let bytes = self.piece.as_bytes().get(from..to).unwrap_or_default();
        let characters = || bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        match self.encoding {
            PositionEncoding::Utf8 => bytes.len(),
            PositionEncoding::Utf16 => {
                let pairs = bytes.iter().filter(|byte| **byte >= 0xF0).count();
                characters() + pairs
            }
            PositionEncoding::Utf32 => characters(),
        }
    }
}

/// Where lines start, counted from the start of the piece.
fn line_starts(piece: &str) -> Vec<usize> {
    let after = |(at, _): (usize, &str)| at + 1;
    let mut starts = vec![0];
    starts.extend(piece.match_indices('\n').map(after));
    let of_a_pair = |at: &usize| piece.as_bytes().get(*at) == Some(&b'\n');
    let lone = piece.match_indices('\r').map(after);
    let before = starts.len();
    starts.extend(lone.filter(|at| !of_a_pair(at)));
    if starts.len() > before {
        starts.sort_unstable();
    }
    starts
}

fn saturating(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn source() -> impl Strategy<Value = String> {
        proptest::collection::vec("\n|\r|\r\n|𠮷|合计|[ -~]{0,6}|\\PC{0,3}", 0..24)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn positions_are_those_of_the_text(
            before in source(), piece in source(), offsets in prop::collection::vec(any::<prop::sample::Index>(), 1..12)
        ) {
            // A piece never starts inside of a line end.
            prop_assume!(!(before.ends_with('\r') && piece.starts_with('\n')));
            let text = Text::new(&format!("{before}{piece}"));
            for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
                let lines = Lines::new(&text, &piece, before.len(), encoding);
                for offset in &offsets {
                    let offset = before.len() + offset.index(piece.len() + 1);
                    prop_assert_eq!(lines.position(offset), text.position(offset, encoding));
                }
            }
        }
    }
}
