//! The entries of the document's own glossary (domain specification §2.7).

use crate::text::Span;

/// An entry of the glossary (名词解释).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// The whole entry.
    pub span: Span,
    /// The term or path as printed.
    pub term_span: Span,
    /// The term, normalised (without quotes, blanks, bold markers).
    pub term: String,
    /// For a subject path: the names of 类, 款 and 项, as far as the path goes; else empty.
    pub path: Vec<String>,
    /// The explanation; empty when there is none.
    pub definition_span: Span,
}
