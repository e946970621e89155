//! Immutable snapshots of a text.

use std::borrow::Cow;
use std::fmt;

use ropey::Rope;

use super::{Edit, Point, Position, PositionEncoding, Span};

/// A text as it was at one moment. Cloning one, or applying an edit to it, shares what has not
/// changed.
///
/// No method panics: offsets past the end count as the end, and offsets inside a character as the
/// start of that character.
#[derive(Clone, Default)]
pub struct Text {
    rope: Rope,
    /// A carriage return may stand without a line feed: to a client it ends a line, to the
    /// tree-sitter runtime it does not.
    lone_returns: bool,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.rope == other.rope
    }
}

impl Eq for Text {}

impl Text {
    /// A snapshot of `source`.
    pub fn new(source: &str) -> Self {
        Self {
            rope: Rope::from_str(source),
            lone_returns: has_lone_return(source),
        }
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether the text holds no character.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The span of the whole text.
    pub fn span(&self) -> Span {
        Span::new(0, self.len())
    }

    /// The nearest offset at or before `offset` that lies in the text and between two characters.
    pub fn clamp(&self, offset: usize) -> usize {
        self.rope.char_to_byte(self.char_of(offset))
    }

    /// The nearest valid span to `span`: both ends clamped.
    pub fn clamp_span(&self, span: Span) -> Span {
        Span::new(self.clamp(span.start), self.clamp(span.end))
    }

    /// The characters in `span`, borrowed where they are stored in one piece.
    pub fn slice(&self, span: Span) -> Cow<'_, str> {
        if let Some(words) = self.within_chunk(span) {
            return Cow::Borrowed(words);
        }
        let span = self.clamp_span(span);
        match self.rope.get_byte_slice(span.range()) {
            Some(slice) => Cow::from(slice),
            None => Cow::Borrowed(""),
        }
    }

    /// The characters in a valid span that is stored in one piece, which most are.
    fn within_chunk(&self, span: Span) -> Option<&str> {
        let (chunk, start, _, _) = self.rope.get_chunk_at_byte(span.start)?;
        chunk.get(span.start.checked_sub(start)?..span.end.checked_sub(start)?)
    }

    /// The text from `offset` to the end of the piece it is stored in; empty only at the end of
    /// the text. Reading on from where each piece ends yields the whole text.
    pub fn chunk_at(&self, offset: usize) -> &str {
        let offset = self.clamp(offset);
        match self.rope.get_chunk_at_byte(offset) {
            Some((chunk, start, _, _)) => chunk.get(offset.saturating_sub(start)..).unwrap_or(""),
            None => "",
        }
    }

    /// The pieces the text is stored in, in order.
    pub fn chunks(&self) -> impl Iterator<Item = &str> {
        self.rope.chunks()
    }

    /// Number of lines: one more than the number of line ends.
    pub fn line_count(&self) -> usize {
        self.rope.len_lines()
    }

    /// The span of the zero-based `line` without its line end; empty at the end of the text when
    /// there is no such line.
    pub fn line_span(&self, line: usize) -> Span {
        let full = self.full_line_span(line);
        let Some(slice) = self.rope.get_byte_slice(full.range()) else {
            return full;
        };
        let mut end = full.end;
        let mut characters = slice.chars_at(slice.len_chars());
        match characters.prev() {
            Some('\n') => {
                end -= 1;
                if characters.prev() == Some('\r') {
                    end -= 1;
                }
            }
            Some('\r') => end -= 1,
            _ => {}
        }
        Span::new(full.start, end)
    }

    /// The span of the zero-based `line` with its line end; empty at the end of the text when
    /// there is no such line.
    pub fn full_line_span(&self, line: usize) -> Span {
        let start = self.line_start(line);
        Span::new(start, self.line_start(line.saturating_add(1)))
    }

    /// The zero-based line that holds `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.rope.char_to_line(self.char_of(offset))
    }

    /// The line and column of `offset`. An offset inside a line end counts as the end of its line.
    pub fn position(&self, offset: usize, encoding: PositionEncoding) -> Position {
        let line = self.line_of(offset);
        let span = self.line_span(line);
        let start = self.units_before(span.start, encoding);
        let units = self.units_before(offset.min(span.end), encoding);
        Position {
            line: saturating_u32(line),
            character: saturating_u32(units.saturating_sub(start)),
        }
    }

    /// The byte offset of `position`. A line past the last one counts as the end of the text, a
    /// column past the end of its line as the end of the line, a column inside a character as the
    /// start of that character.
    pub fn offset(&self, position: Position, encoding: PositionEncoding) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let span = self.line_span(line);
        let column = usize::try_from(position.character).unwrap_or(usize::MAX);
        let units = self
            .units_before(span.start, encoding)
            .saturating_add(column)
            .min(self.units_before(span.end, encoding));
        let character = match encoding {
            PositionEncoding::Utf8 => self.rope.byte_to_char(units),
            PositionEncoding::Utf16 => self.rope.utf16_cu_to_char(units),
            PositionEncoding::Utf32 => units,
        };
        self.rope.char_to_byte(character)
    }

    /// The row and byte column of `offset` as the tree-sitter runtime counts them.
    pub fn point(&self, offset: usize) -> Point {
        let offset = self.clamp(offset);
        if !self.lone_returns {
            let row = self.rope.byte_to_line(offset);
            return Point {
                row,
                column: offset - self.line_start(row),
            };
        }
        let mut row = 0;
        let mut row_start = 0;
        let mut chunk_start = 0;
        for chunk in self.rope.chunks() {
            if chunk_start >= offset {
                break;
            }
            let before = chunk.len().min(offset - chunk_start);
            let bytes = chunk.as_bytes().get(..before).unwrap_or_default();
            row += bytes.iter().filter(|&&byte| byte == b'\n').count();
            if let Some(last) = bytes.iter().rposition(|&byte| byte == b'\n') {
                row_start = chunk_start + last + 1;
            }
            chunk_start += chunk.len();
        }
        Point {
            row,
            column: offset - row_start,
        }
    }

    /// The text after `edit`.
    #[must_use]
    pub fn apply(&self, edit: &Edit) -> Text {
        let start = self.char_of(edit.span.start);
        let end = self.char_of(edit.span.end).max(start);
        let mut rope = self.rope.clone();
        rope.remove(start..end);
        rope.insert(start, &edit.new_text);
        let after_return = start
            .checked_sub(1)
            .and_then(|last| self.rope.get_char(last))
            == Some('\r');
        Text {
            rope,
            lone_returns: self.lone_returns || after_return || has_lone_return(&edit.new_text),
        }
    }

    /// The text after all `edits`, one after the other: the span of each counts in the text that
    /// the edits before it have left.
    #[must_use]
    pub fn apply_all<'edit>(&self, edits: impl IntoIterator<Item = &'edit Edit>) -> Text {
        edits
            .into_iter()
            .fold(self.clone(), |text, edit| text.apply(edit))
    }

    /// The number of characters that end at or before `offset`.
    fn char_of(&self, offset: usize) -> usize {
        self.rope.byte_to_char(offset.min(self.len()))
    }

    fn line_start(&self, line: usize) -> usize {
        self.rope.line_to_byte(line.min(self.rope.len_lines()))
    }

    fn units_before(&self, offset: usize, encoding: PositionEncoding) -> usize {
        let character = self.char_of(offset);
        match encoding {
            PositionEncoding::Utf8 => self.rope.char_to_byte(character),
            PositionEncoding::Utf16 => self.rope.char_to_utf16_cu(character),
            PositionEncoding::Utf32 => character,
        }
    }
}

impl From<&str> for Text {
    fn from(source: &str) -> Self {
        Self::new(source)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rope
            .chunks()
            .try_for_each(|chunk| formatter.write_str(chunk))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Text")
            .field(&self.to_string())
            .finish()
    }
}

fn has_lone_return(text: &str) -> bool {
    text.match_indices('\r')
        .any(|(at, _)| text.as_bytes().get(at + 1) != Some(&b'\n'))
}

fn saturating_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [PositionEncoding; 3] = [
        PositionEncoding::Utf8,
        PositionEncoding::Utf16,
        PositionEncoding::Utf32,
    ];

    /// Lines found the slow way: the content and full span of each.
    fn naive_lines(source: &str) -> Vec<(Span, Span)> {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut rest = source.char_indices().peekable();
        while let Some((index, character)) = rest.next() {
            let end = match character {
                '\r' if rest.next_if(|next| next.1 == '\n').is_some() => index + 2,
                '\r' | '\n' => index + 1,
                _ => continue,
            };
            lines.push((Span::new(start, index), Span::new(start, end)));
            start = end;
        }
        let last = Span::new(start, source.len());
        lines.push((last, last));
        lines
    }

    fn width(source: &str, encoding: PositionEncoding) -> usize {
        match encoding {
            PositionEncoding::Utf8 => source.len(),
            PositionEncoding::Utf16 => source.encode_utf16().count(),
            PositionEncoding::Utf32 => source.chars().count(),
        }
    }

    fn naive_position(source: &str, offset: usize, encoding: PositionEncoding) -> Position {
        let mut offset = offset.min(source.len());
        while !source.is_char_boundary(offset) {
            offset -= 1;
        }
        let lines = naive_lines(source);
        let line = lines
            .iter()
            .rposition(|line| line.1.start <= offset)
            .unwrap();
        let content = lines[line].0;
        let before = &source[content.start..offset.min(content.end)];
        Position::new(line as u32, width(before, encoding) as u32)
    }

    fn naive_offset(source: &str, position: Position, encoding: PositionEncoding) -> usize {
        let lines = naive_lines(source);
        let Some(&(content, _)) = lines.get(position.line as usize) else {
            return source.len();
        };
        let mut units = 0;
        for (index, character) in source[content.range()].char_indices() {
            units += width(character.encode_utf8(&mut [0; 4]), encoding);
            if units > position.character as usize {
                return content.start + index;
            }
        }
        content.end
    }

    fn source() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("\n".to_owned()),
            Just("\r".to_owned()),
            Just("\r\n".to_owned()),
            Just("\u{2028}".to_owned()),
            Just("\u{85}".to_owned()),
            Just("𠮷".to_owned()),
            Just("合计".to_owned()),
            Just("\0".to_owned()),
            "[ -~]{0,6}",
            "\\PC{0,3}",
            Just("一般公共预算财政拨款支出".repeat(120)),
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    fn floor(source: &str, offset: usize) -> usize {
        let offset = offset.min(source.len());
        (0..=offset)
            .rev()
            .find(|&at| source.is_char_boundary(at))
            .unwrap_or(0)
    }

    #[test]
    fn only_three_line_ends_count() {
        let text = Text::new("一\n二\r三\r\n四\u{2028}五\u{85}六\u{b}七\u{c}八");
        assert_eq!(text.line_count(), 4);
        assert_eq!(text.slice(text.line_span(2)), "三");
        assert_eq!(text.slice(text.full_line_span(2)), "三\r\n");
        assert_eq!(text.line_span(9), Span::empty(text.len()));
        assert_eq!(Text::new("").line_count(), 1);
        assert_eq!(Text::new("合计\n").line_count(), 2);
    }

    #[test]
    fn columns_depend_on_the_encoding() {
        let source = "合计\n𠮷x130";
        let text = Text::new(source);
        let offset = source.find("130").unwrap();
        let columns = ENCODINGS.map(|encoding| text.position(offset, encoding).character);
        assert_eq!(columns, [5, 3, 2]);
        let inside_the_pair = Position::new(1, 1);
        assert_eq!(
            text.offset(inside_the_pair, PositionEncoding::Utf16),
            source.find('𠮷').unwrap()
        );
    }

    #[test]
    fn columns_stop_before_the_line_end() {
        let text = Text::new("合计\r\n小计");
        let far = Position::new(0, 99);
        assert_eq!(text.offset(far, PositionEncoding::Utf16), "合计".len());
        assert_eq!(
            text.offset(Position::new(9, 0), PositionEncoding::Utf16),
            text.len()
        );
        let between = text.position("合计\r".len(), PositionEncoding::Utf16);
        assert_eq!(between, Position::new(0, 2));
    }

    #[test]
    fn points_count_rows_as_the_parser_does() {
        let source = "合\r计\r\n小计";
        let point = Text::new(source).point(source.find('计').unwrap());
        assert_eq!(point, Point { row: 0, column: 4 });
        let point = Text::new(source).point(source.len());
        assert_eq!(point, Point { row: 1, column: 6 });
    }

    #[test]
    fn snapshots_are_independent() {
        let before = Text::new("合计 130");
        let after = before.apply(&Edit::new(Span::new(7, 10), "131"));
        assert_eq!(before.to_string(), "合计 130");
        assert_eq!(after.to_string(), "合计 131");
    }

    #[test]
    fn edits_follow_one_another() {
        let edits = [
            Edit::new(Span::new(0, 0), "预算"),
            Edit::new(Span::new(6, 6), "公开"),
        ];
        assert_eq!(Text::new("").apply_all(&edits).to_string(), "预算公开");
    }

    proptest! {
        #[test]
        fn positions_agree_with_the_naive_reference(source in source(), seed in any::<prop::sample::Index>()) {
            let text = Text::new(&source);
            let offset = seed.index(source.len() + 4);
            for encoding in ENCODINGS {
                prop_assert_eq!(text.position(offset, encoding), naive_position(&source, offset, encoding));
            }
            prop_assert_eq!(text.line_count(), naive_lines(&source).len());
        }

        #[test]
        fn offsets_agree_with_the_naive_reference(source in source(), line in 0u32..30, character in 0u32..2000) {
            let text = Text::new(&source);
            let position = Position::new(line, character);
            for encoding in ENCODINGS {
                prop_assert_eq!(text.offset(position, encoding), naive_offset(&source, position, encoding));
            }
        }

        #[test]
        fn every_position_is_accepted(source in source(), line: u32, character: u32, start: usize, end: usize) {
            let text = Text::new(&source);
            for encoding in ENCODINGS {
                let offset = text.offset(Position::new(line, character), encoding);
                prop_assert!(source.is_char_boundary(offset));
                text.position(start, encoding);
            }
            text.slice(Span { start, end });
            text.line_span(start);
            text.point(end);
            prop_assert!(text.chunk_at(source.len()).is_empty());
        }

        #[test]
        fn positions_make_the_round_trip(source in source(), seed in any::<prop::sample::Index>()) {
            let text = Text::new(&source);
            let offset = floor(&source, seed.index(source.len() + 1));
            let inside_line_end = source[..offset].ends_with('\r') && source[offset..].starts_with('\n');
            prop_assume!(!inside_line_end);
            for encoding in ENCODINGS {
                prop_assert_eq!(text.offset(text.position(offset, encoding), encoding), offset);
            }
        }

        #[test]
        fn points_agree_with_the_naive_reference(source in source(), seed in any::<prop::sample::Index>()) {
            let offset = floor(&source, seed.index(source.len() + 1));
            let before = &source[..offset];
            let column = offset - before.rfind('\n').map_or(0, |at| at + 1);
            let expected = Point { row: before.matches('\n').count(), column };
            prop_assert_eq!(Text::new(&source).point(offset), expected);
        }

        #[test]
        fn edits_agree_with_strings(source in source(), new_text in source(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
            let (a, b) = (a.index(source.len() + 3), b.index(source.len() + 3));
            let edit = Edit::new(Span::new(a.min(b), a.max(b)), new_text);
            let after = Text::new(&source).apply(&edit);
            let (start, end) = (floor(&source, edit.span.start), floor(&source, edit.span.end));
            let mut expected = source.clone();
            expected.replace_range(start..end, &edit.new_text);
            prop_assert_eq!(after.to_string(), expected.as_str());
            prop_assert_eq!(after.line_count(), naive_lines(&expected).len());
            for offset in [start, start + edit.new_text.len(), expected.len()] {
                prop_assert_eq!(after.point(offset), Text::new(&expected).point(offset));
            }
        }

        #[test]
        fn chunks_and_slices_yield_the_text(source in source(), a in any::<prop::sample::Index>()) {
            let text = Text::new(&source);
            let start = floor(&source, a.index(source.len() + 1));
            prop_assert_eq!(text.slice(Span::new(start, usize::MAX)), &source[start..]);
            let mut read = String::new();
            while start + read.len() < source.len() {
                read.push_str(text.chunk_at(start + read.len()));
            }
            prop_assert_eq!(read.as_str(), &source[start..]);
        }
    }
}
