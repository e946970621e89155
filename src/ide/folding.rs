//! What an editor may fold: the table of contents, parts, sections, tables, glossary entries.

use crate::audit::Draft;
use crate::document::{OutlineKind, OutlineNode};
use crate::text::Span;

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// The table of contents.
    Toc,
    /// A part, a section or the glossary.
    Heading,
    /// A table.
    Table,
    /// An entry of the glossary.
    GlossaryEntry,
}

/// A region of several lines. It ends with its last line that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// The region, in the whole draft; from its first line, which stays visible.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
}

/// Every region of several lines, outer ones before those inside them.
pub fn folding(draft: &Draft) -> Vec<Fold> {
    let mut folds = Vec::new();
    for placed in &draft.disclosures {
        let disclosure = &placed.analysis.disclosure;
        collect(
            &disclosure.text,
            &disclosure.outline,
            placed.start,
            &mut folds,
        );
    }
    folds
}

fn collect(text: &str, nodes: &[OutlineNode], start: usize, folds: &mut Vec<Fold>) {
    for node in nodes {
        if let Some(span) = several_lines(text, node.span) {
            folds.push(Fold {
                span: span.offset_by(start),
                kind: fold_kind(node.kind),
            });
        }
        collect(text, &node.children, start, folds);
    }
}

fn fold_kind(kind: OutlineKind) -> FoldKind {
    match kind {
        OutlineKind::Toc => FoldKind::Toc,
        OutlineKind::Part | OutlineKind::Section | OutlineKind::Glossary => FoldKind::Heading,
        OutlineKind::Table(_) => FoldKind::Table,
        OutlineKind::GlossaryEntry(_) => FoldKind::GlossaryEntry,
    }
}

/// The span without blanks at its ends, when it still has a line end inside.
fn several_lines(text: &str, span: Span) -> Option<Span> {
    let words = span.get(text)?;
    let leading = words.len() - words.trim_start().len();
    let trimmed = words.trim();
    let start = span.start + leading;
    let several = trimmed.contains(['\n', '\r']);
    several.then(|| Span::new(start, start + trimmed.len()))
}
