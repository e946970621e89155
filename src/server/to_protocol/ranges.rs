//! Ranges of many spans of one draft.

use std::cell::RefCell;

use tower_lsp_server::ls_types::{Position, Range};

use super::range;
use crate::audit::Draft;
use crate::text::{Lines, PositionEncoding, Span};

/// Turns spans of a draft into ranges. The lines of a disclosure are found once; spans that are
/// asked for in order cost little more than their own length.
pub struct Ranges<'draft> {
    draft: &'draft Draft,
    encoding: PositionEncoding,
    /// The lines of the disclosure that was asked for last.
    lines: RefCell<Option<Lines<'draft>>>,
}

impl<'draft> Ranges<'draft> {
    /// The ranges of a draft.
    pub fn of(draft: &'draft Draft, encoding: PositionEncoding) -> Self {
        Self {
            draft,
            encoding,
            lines: RefCell::default(),
        }
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> Range {
        let mut known = self.lines.borrow_mut();
        if !known.as_ref().is_some_and(|lines| lines.contain(span)) {
            *known = self.lines_around(span);
        }
        match known.as_ref() {
            Some(lines) => Range::new(position(lines, span.start), position(lines, span.end)),
            None => range(&self.draft.text, span, self.encoding),
        }
    }

    /// The lines of the disclosure that holds a span; none when it reaches beyond it.
    fn lines_around(&self, span: Span) -> Option<Lines<'draft>> {
        let placed = self.draft.disclosure_at(span.start)?;
        let text: &str = &placed.analysis.disclosure.text;
        let lines = Lines::new(&self.draft.text, text, placed.start, self.encoding);
        lines.contain(span).then_some(lines)
    }
}

fn position(lines: &Lines<'_>, offset: usize) -> Position {
    let position = lines.position(offset);
    Position::new(position.line, position.character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_single_spans() {
        let one = "一、概况\r\n\r\n第一部分 𠮷概况\n文字\r文字\n";
        let source = format!("甲局2024年部门预算公开\n\n{one}\n乙局2024年部门预算公开\n\n{one}");
        let draft = Draft::open(&source);
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16] {
            let ranges = Ranges::of(&draft, encoding);
            for start in
                (0..source.len() + 5).filter(|at| source.is_char_boundary((*at).min(source.len())))
            {
                for length in [0, 3, 40] {
                    let span = Span::new(start, draft.text.clamp(start + length));
                    assert_eq!(
                        ranges.range(span),
                        range(&draft.text, span, encoding),
                        "{span:?}"
                    );
                }
            }
        }
    }
}
