//! From what the other rooms know to what clients understand: one file for each kind of answer.

mod code_lens;
mod completion;
mod diagnostic;
mod edits;
mod hover;
mod navigation;
mod outline;
mod project;
mod quick_fix;
mod semantic_tokens;

pub use code_lens::{SHOW_FINDINGS, code_lenses, findings_asked_for, places_of_findings};
pub use completion::completion;
pub use diagnostic::{contradiction, diagnostic, diagnostics};
pub use edits::edits;
pub use hover::hover;
pub use navigation::{
    definition, document_links, highlights, inlay_hints, references, selection_range,
};
pub use outline::{folding, found_symbols, symbols};
pub use project::{acceptances, project_problems};
pub use quick_fix::quick_fixes;
pub use semantic_tokens::{Run, edit_between, joined, legend, line_of, run, tokens_within};

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
