//! What a client shows beside the chosen item: made when it is asked for, because most items of a
//! list are never looked at.

use std::collections::HashSet;

use super::candidates::candidate;
use crate::audit::{Draft, Locale};
use crate::ide::glossary::{built_in_term, entries_by_term};
use crate::ide::markdown::escape;
use crate::ide::place::Place;
use crate::ide::reference::subject_lines;
use crate::ide::say;
use crate::ide::shadow::key;
use crate::subjects::Classification;

/// What the documentation of an item is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Documented {
    /// A subject by its code.
    Subject(Classification, String),
    /// A term by its name.
    Term(String),
}

/// The documentation of an item as Markdown, for the disclosure at `offset`, a byte offset of the
/// draft.
pub fn completion_documentation(
    draft: &Draft,
    offset: usize,
    documented: &Documented,
    locale: Locale,
) -> Option<String> {
    let place = Place::of(draft, offset)?;
    let disclosure = place.disclosure();
    match documented {
        Documented::Subject(classification, code) => {
            let mut lines = subject_lines(disclosure, *classification);
            let used = lines.any(|(_, line)| line.code.as_deref() == Some(code.as_str()));
            let used: HashSet<String> = used.then(|| code.clone()).into_iter().collect();
            let subject = candidate(disclosure, *classification, code.clone(), &used)?;
            Some(subject.documentation(disclosure, locale))
        }
        Documented::Term(name) => {
            let name = key(name);
            let own = entries_by_term(disclosure).get(&name).copied();
            let own = own.map(|entry| disclosure.words(entry.definition_span).trim());
            if let Some(definition) = own.filter(|definition| !definition.is_empty()) {
                return Some(format!("> {}", escape(definition)));
            }
            let term = built_in_term(&name)?;
            let source = say(locale, "内置说明", "built-in explanation");
            Some(format!("{}\n\n_{source}_", escape(term.explanation)))
        }
    }
}
