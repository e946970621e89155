//! The lines of prose of a disclosure in order, as the statement reader wants them.

use crate::text::Span;

/// What a line of prose is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProseKind {
    /// A line without a number of its own.
    Paragraph,
    /// A line that starts with a number or a bullet: 1.…, （一）…, - ….
    ListItem,
    /// A heading; statements do not cross it, but a heading may itself hold an amount.
    Heading,
    /// A table, a note, a glossary: no line is joined across it.
    Barrier,
}

/// A line of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProseLine {
    /// What it is.
    pub kind: ProseKind,
    /// The line without surrounding blanks; relative to the disclosure.
    pub span: Span,
}
