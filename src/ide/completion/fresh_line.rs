//! A line on which nothing is written yet but a number and the beginning of words.

use super::glossary_entry::at_entry_start;
use crate::document::normalise::is_han;
use crate::document::{Disclosure, OrdinalForm, OutlineKind, OutlineNode, ordinal_of};
use crate::ide::ordinal;
use crate::ide::place::Place;
use crate::text::Span;

/// The cursor at the end of such a line.
pub(super) struct FreshLine<'draft> {
    /// The whole line.
    pub span: Span,
    /// Markdown marks before the number: `##`.
    pub marks: &'draft str,
    /// The number: 七、.
    pub number: &'draft str,
    /// The words typed after it.
    pub typed: Span,
}

impl<'draft> FreshLine<'draft> {
    /// The line of the cursor; none in the glossary, whose entries are another matter.
    pub fn of(place: &Place<'draft>) -> Option<Self> {
        let disclosure = place.disclosure();
        let span = place.line();
        let after = disclosure.words(Span::new(place.offset, span.end));
        let table = place.table();
        let inside = table.is_some_and(|table| {
            let last = table.rows.last().map_or(table.span.end, |row| row.span.end);
            place.offset <= last
        });
        if !after.trim().is_empty() || inside || at_entry_start(place).is_some() {
            return None;
        }
        let before = place.words_before();
        let words = before.trim_start();
        let numbered = words.trim_start_matches('#');
        let marks = words.get(..words.len() - numbered.len())?;
        let numbered = numbered.trim_start();
        let length = match ordinal_of(numbered) {
            Some(ordinal) if ordinal.form == OrdinalForm::Part => ordinal.end,
            _ => ordinal::length(numbered),
        };
        let typed = numbered.get(length..)?.trim_start();
        let name = |character: char| {
            is_han(character) || "“”（）".contains(character) || character.is_ascii_digit()
        };
        typed.chars().all(name).then(|| Self {
            span,
            marks,
            number: numbered.get(..length).unwrap_or_default(),
            typed: Span::new(place.offset - typed.len(), place.offset),
        })
    }

    /// What was typed after the number.
    pub fn typed(&self, disclosure: &'draft Disclosure) -> &'draft str {
        disclosure.words(self.typed)
    }

    /// Whether nothing is written yet.
    pub fn is_blank(&self) -> bool {
        self.typed.is_empty() && self.number.is_empty() && self.marks.is_empty()
    }

    /// The headings of the body before the line, in order, each before what stands under it.
    pub fn headings_above(&self, disclosure: &'draft Disclosure) -> Vec<&'draft OutlineNode> {
        let mut headings = headings(disclosure);
        headings.retain(|node| node.name_span.end <= self.span.start);
        headings
    }
}

/// The headings of parts, sections and glossaries.
pub(super) fn headings(disclosure: &Disclosure) -> Vec<&OutlineNode> {
    let mut headings = disclosure.outline_nodes();
    headings.retain(|node| {
        matches!(
            node.kind,
            OutlineKind::Part | OutlineKind::Section | OutlineKind::Glossary
        )
    });
    headings
}

/// The Markdown marks before a heading or title: `### `; empty in plain text.
pub(super) fn marks_before(disclosure: &Disclosure, name: Span) -> &str {
    let line = crate::ide::place::line_at(&disclosure.text, name.start);
    let words = disclosure.words(line);
    let rest = words.trim_start_matches('#');
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    match rest.len() < words.len() {
        true => words
            .get(..words.len() - rest.len() + blanks)
            .unwrap_or_default(),
        false => "",
    }
}
