//! From what the other rooms know to what clients understand: one file for each kind of answer.

mod code_action;
mod completion;
mod diagnostic;
mod hover;
mod navigation;
mod outline;

pub use code_action::{action_kinds, code_actions, workspace_edit};
pub use completion::completion;
pub use diagnostic::{diagnostic, diagnostics};
pub use hover::hover;
pub use navigation::{definition, highlights, inlay_hints, references};
pub use outline::{folding, symbols};

use tower_lsp_server::ls_types::{Position, Range};

use crate::text::{PositionEncoding, Span, Text};

/// The range of a span.
pub fn range(text: &Text, span: Span, encoding: PositionEncoding) -> Range {
    let position = |offset| {
        let position = text.position(offset, encoding);
        Position::new(position.line, position.character)
    };
    Range::new(position(span.start), position(span.end))
}
