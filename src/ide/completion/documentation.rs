//! What a client shows beside the chosen item: made when it is asked for, because most items of a
//! list are never looked at.

use crate::audit::{Draft, Locale};
use crate::ide::glossary::{built_in_term, entries_by_term};
use crate::ide::hover::subject_explanation;
use crate::ide::markdown::escape;
use crate::ide::place::Place;
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
    /// Several lines, or a sentence that is too long for a list: what would be written.
    Written(String),
}

/// Longer documentation is cut: it is looked at beside a list.
const LONGEST_PREVIEW: usize = 2000;

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
            subject_explanation(disclosure, *classification, code, locale)
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
        Documented::Written(text) => Some(preview(text)),
    }
}

/// Tabs stand between the cells of a table: only as code they stay apart.
fn preview(text: &str) -> String {
    let text: String = text.chars().take(LONGEST_PREVIEW).collect();
    match text.contains('\n') {
        true => format!(
            "~~~text\n{}\n~~~",
            text.trim_matches('\n').replace("~~~", "")
        ),
        false => format!("> {}", escape(&text)),
    }
}
