//! What can be written at the cursor: subject codes and names, steps of a path, glossary entries.

use crate::audit::{Draft, Locale};
use crate::text::Span;

/// What a completion item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A subject code.
    Code,
}

/// A completion item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What the list shows.
    pub label: String,
    /// kind
    pub kind: CompletionKind,
    /// edit
    pub edit: Span,
}

/// The items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompletionList {
    /// items
    pub items: Vec<CompletionItem>,
}

/// Completes.
pub fn completion(_draft: &Draft, _offset: usize, _locale: Locale) -> CompletionList {
    CompletionList::default()
}
