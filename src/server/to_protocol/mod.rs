//! From what the other rooms know to what clients understand: one file for each kind of answer.

mod call_hierarchy;
mod code_action;
mod code_lens;
mod completion;
mod diagnostic;
mod edits;
mod hover;
mod navigation;
mod outline;
mod project;
mod ranges;
mod rename;
mod semantic_tokens;

pub use call_hierarchy::{incoming_calls, outgoing_calls, traced_amount};
pub use code_action::{action_kinds, code_actions, workspace_edit};
pub use code_lens::{
    CLIENT_COMMAND, SERVER_COMMAND, code_lenses, findings_asked_for, places_of_findings,
};
pub use completion::{completion, document_of, resolved};
pub use diagnostic::{Diagnostics, contradiction, diagnostic, diagnostics};
pub use edits::edits;
pub use hover::hover;
pub use navigation::{
    definition, document_links, highlights, inlay_hints, references, selection_range,
};
pub use outline::{folding, found_symbols, symbols};
pub use project::{acceptances, project_problems};
pub use rename::{refusal, renamable};
pub use semantic_tokens::{Run, edit_between, joined, legend, line_of, run, tokens_within};

use ranges::Ranges;
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
