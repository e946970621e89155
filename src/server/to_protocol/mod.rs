//! From what the other rooms know to what clients understand: one file for each kind of answer.

mod call_hierarchy;
mod code_action;
mod completion;
mod diagnostic;
mod hover;
mod navigation;
mod outline;
mod rename;

pub use call_hierarchy::{incoming_calls, outgoing_calls, traced_amount};
pub use code_action::{action_kinds, code_actions, workspace_edit};
pub use completion::{completion, document_of, resolved};
pub use diagnostic::{diagnostic, diagnostics};
pub use hover::hover;
pub use navigation::{definition, highlights, inlay_hints, references};
pub use outline::{folding, symbols};
pub use rename::{refusal, renamable};

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
