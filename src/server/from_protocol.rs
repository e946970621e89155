//! From what clients send to what the other rooms know. Positions outside a text count as the
//! nearest ones inside.

use tower_lsp_server::ls_types::{self as lsp, TextDocumentContentChangeEvent};

use crate::text::{Edit, Position, PositionEncoding, Span, Text};

/// The byte offset of a position.
pub fn offset(text: &Text, position: lsp::Position, encoding: PositionEncoding) -> usize {
    text.offset(Position::new(position.line, position.character), encoding)
}

/// The bytes of a range; empty where its ends are the wrong way round.
pub fn span(text: &Text, range: lsp::Range, encoding: PositionEncoding) -> Span {
    Span::new(
        offset(text, range.start, encoding),
        offset(text, range.end, encoding),
    )
}

/// A change of a text. One without a range replaces it all.
pub fn edit(
    text: &Text,
    change: &TextDocumentContentChangeEvent,
    encoding: PositionEncoding,
) -> Edit {
    let span = match change.range {
        Some(range) => span(text, range, encoding),
        None => text.span(),
    };
    Edit::new(span, change.text.as_str())
}
