//! Changes to a text.

use super::Span;

/// The replacement of the bytes in `span` by `new_text`. An empty span is an insertion, an empty
/// text a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What is replaced, in bytes of the text before the edit.
    pub span: Span,
    /// What takes its place.
    pub new_text: String,
}

impl Edit {
    /// An edit that replaces `span` by `new_text`.
    pub fn new(span: Span, new_text: impl Into<String>) -> Self {
        Self {
            span,
            new_text: new_text.into(),
        }
    }

    /// The span that the new text takes up after the edit.
    pub fn new_span(&self) -> Span {
        let end = self.span.start.saturating_add(self.new_text.len());
        Span::new(self.span.start, end)
    }
}
