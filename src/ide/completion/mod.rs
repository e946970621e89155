//! What can be written at the cursor: subject codes and names, steps of a path, glossary entries,
//! terms and names, units; on a line of its own a heading, a table or a sentence that is missing.
//!
//! Items are filtered here, because a subject is found by its digits, by its characters and by
//! the pinyin initials of its name, which no client does. Every item therefore carries as
//! `filter_text` the words it replaces, so that no client filters it away, and the list is
//! incomplete, so that every client asks again after the next key.

mod candidates;
mod class_name;
mod documentation;
mod economic;
mod fresh_line;
pub(super) mod glossary_entry;
mod heading;
mod name;
mod path_step;
mod sentence;
mod skeleton;
mod subject_code;
mod subject_name;
mod table_cursor;
#[cfg(test)]
mod tests;
mod unit;
#[cfg(test)]
mod writing_tests;

use crate::audit::{Draft, Locale};
use crate::ide::place::Place;
use crate::text::Span;
pub use documentation::{Documented, completion_documentation};
use fresh_line::FreshLine;
use table_cursor::TableCursor;

/// The most items of a list.
const MOST_ITEMS: usize = 200;

/// What a completion item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A subject code, perhaps with its name.
    SubjectCode,
    /// A subject name.
    SubjectName,
    /// A step of a 类/款/项 path.
    PathStep,
    /// The beginning of a glossary entry.
    GlossaryEntry,
    /// A term.
    Term,
    /// The name of the organisation.
    OrganisationName,
    /// A unit.
    Unit,
    /// The heading of a section or part that is still missing.
    Heading,
    /// A table without its figures.
    TableSkeleton,
    /// A sentence with the figures of the tables.
    Sentence,
}

/// Something that can be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What the list shows: 2011308 招商引资.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// Beside the label: where the subject stands.
    pub detail: String,
    /// What its documentation is made from, when that is asked for; none without documentation.
    pub documentation: Option<Documented>,
    /// What a client compares with the words before the cursor: those very words.
    pub filter_text: String,
    /// The order of the list.
    pub sort_text: String,
    /// What to replace, in the whole draft; in the line of the cursor, and around it.
    pub span: Span,
    /// The new text; when `snippet`, in the syntax of snippets.
    pub new_text: String,
    /// The text says where the cursor goes: `$0`.
    pub snippet: bool,
}

impl CompletionItem {
    /// The new text for a client that knows no snippets.
    pub fn plain_text(&self) -> String {
        if !self.snippet {
            return self.new_text.clone();
        }
        let mut plain = String::with_capacity(self.new_text.len());
        let mut characters = self.new_text.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => plain.extend(characters.next()),
                '$' => {
                    // `$0`: every other dollar sign is escaped.
                    characters.next();
                }
                other => plain.push(other),
            }
        }
        plain
    }
}

/// Items in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompletionList {
    /// The items, best first.
    pub items: Vec<CompletionItem>,
    /// Ask again after every key: the items were filtered by what was typed so far.
    pub incomplete: bool,
}

/// What can be written at `offset`, a byte offset of the draft.
pub fn completion(draft: &Draft, offset: usize, locale: Locale) -> CompletionList {
    let Some(place) = Place::of(draft, offset) else {
        return CompletionList::default();
    };
    let mut proposals = match TableCursor::of(&place) {
        Some(cursor) => in_table(&place, &cursor),
        None => in_prose(&place, locale),
    };
    proposals.truncate(MOST_ITEMS);
    let items = proposals.into_iter().enumerate();
    let items: Vec<CompletionItem> = items
        .map(|(index, proposal)| proposal.item(&place, index))
        .collect();
    CompletionList {
        incomplete: !items.is_empty(),
        items,
    }
}

fn in_table(place: &Place, cursor: &TableCursor) -> Vec<Proposal> {
    economic::government(place, cursor)
        .or_else(|| subject_code::complete(place, cursor))
        .or_else(|| class_name::complete(place, cursor))
        .or_else(|| subject_name::complete(place, cursor))
        .unwrap_or_default()
}

fn in_prose(place: &Place, locale: Locale) -> Vec<Proposal> {
    let mut proposals = glossary_entry::complete(place, locale);
    proposals.extend(path_step::complete(place));
    if is_header_or_contents(place) {
        return proposals;
    }
    if let Some(line) = FreshLine::of(place) {
        proposals.extend(sentence::complete(place, &line, locale));
        proposals.extend(heading::complete(place, &line, locale));
        proposals.extend(skeleton::complete(place, &line, locale));
    }
    proposals.extend(name::complete(place, locale));
    proposals.extend(unit::complete(place));
    proposals
}

/// Lines that are no prose either: headers of tables, the table of contents.
fn is_header_or_contents(place: &Place) -> bool {
    let mut contents = place.disclosure().toc.iter();
    place.row().is_some() || contents.any(|entry| entry.span.touches(place.offset))
}

/// An item before it has its place in the list; its span is relative to the disclosure.
struct Proposal {
    label: String,
    kind: CompletionKind,
    detail: String,
    documentation: Option<Documented>,
    span: Span,
    new_text: String,
    snippet: bool,
}

impl Proposal {
    fn item(self, place: &Place, index: usize) -> CompletionItem {
        let before = Span::new(self.span.start, place.offset);
        let typed = place.disclosure().words(before);
        let filter_text = match typed.is_empty() {
            true => self.label.clone(),
            false => typed.to_owned(),
        };
        CompletionItem {
            label: self.label,
            kind: self.kind,
            detail: self.detail,
            documentation: self.documentation,
            filter_text,
            sort_text: format!("{index:04}"),
            span: place.absolute(self.span),
            new_text: self.new_text,
            snippet: self.snippet,
        }
    }
}
