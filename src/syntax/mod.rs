//! The shape of a draft: which lines are headings, table rows, glossary entries, prose.
//!
//! This is the only room that knows tree-sitter. What leaves it is plain data with byte spans
//! of the whole draft; the meaning of words is the work of [`crate::document`].

mod block;
mod tree;

pub use block::{
    Block, CellList, Glossary, GlossaryEntry, Heading, Note, Paragraph, Part, Row, Section, Table,
    TableEncoding, Toc, TocEntry,
};
pub use tree::{Reparse, TopKind, TopNode, Tree};
