//! The entries of a glossary as hovers look them up (domain specification §2.7).

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::document::{Disclosure, GlossaryEntry};
use crate::ide::path::class_named;
use crate::ide::shadow::key;
use crate::subjects::{Classification, SubjectLevel, Term, catalogue, normalise_name, terms};
use crate::text::Span;

/// The fewest characters of a term that prose is searched for.
pub(super) const SHORTEST_TERM: usize = 3;

/// The most characters of a term explained inside an entry.
const LONGEST_NESTED_TERM: usize = 20;

/// The word between a nested term and its explanation.
const REFLECTS: &str = "反映";

/// The entries of a glossary by their terms.
pub(super) fn entries_by_term(disclosure: &Disclosure) -> HashMap<String, &GlossaryEntry> {
    let mut entries = HashMap::new();
    for entry in &disclosure.glossary {
        if entry.path.is_empty() {
            entries.entry(key(&entry.term)).or_insert(entry);
        }
    }
    entries
}

/// A term explained inside the entry of another one: 其中，公务接待费反映….
#[derive(Debug, Clone, Copy)]
pub(super) struct NestedTerm<'text> {
    /// The entry.
    pub entry: &'text GlossaryEntry,
    /// The term.
    pub term: Span,
    /// What it is: 反映….
    pub definition: Span,
}

/// The terms explained inside entries of other terms (domain specification §2.7).
pub(super) fn nested_terms(disclosure: &Disclosure) -> HashMap<String, NestedTerm<'_>> {
    let mut terms = HashMap::new();
    for entry in disclosure
        .glossary
        .iter()
        .filter(|entry| entry.path.is_empty())
    {
        let mut start = entry.definition_span.start;
        let words = disclosure.words(entry.definition_span);
        for clause in words.split_inclusive(['；', ';', '。']) {
            let span = Span::new(start, start + clause.len());
            start = span.end;
            let Some((term, definition)) = nested_term(disclosure, span) else {
                continue;
            };
            let name = key(disclosure.words(term));
            let nested = NestedTerm {
                entry,
                term,
                definition,
            };
            // Tables print 因公出国（境）费, glossaries also 因公出国（境）费用.
            if let Some(shorter) = name.strip_suffix('用') {
                terms.entry(shorter.to_owned()).or_insert(nested);
            }
            terms.entry(name).or_insert(nested);
        }
    }
    terms
}

fn nested_term(disclosure: &Disclosure, clause: Span) -> Option<(Span, Span)> {
    let words = disclosure.words(clause);
    let at = words.find(REFLECTS)?;
    let before = words.get(..at)?;
    let cut = before.rfind(['，', ',', '：', ':']).map_or(0, |cut| {
        let mark = before.get(cut..).and_then(|rest| rest.chars().next());
        cut + mark.map_or(0, char::len_utf8)
    });
    let term = Span::new(clause.start + cut, clause.start + at);
    let length = disclosure.words(term).trim().chars().count();
    (SHORTEST_TERM..=LONGEST_NESTED_TERM)
        .contains(&length)
        .then(|| (term, Span::new(clause.start + at, clause.end)))
}

/// The built-in term with a name or synonym, given as a [`key`].
pub(super) fn built_in_term(name: &str) -> Option<&'static Term> {
    static INDEX: OnceLock<HashMap<String, &'static Term>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let mut index = HashMap::new();
        for term in terms() {
            for name in std::iter::once(&term.name).chain(term.synonyms) {
                index.entry(key(name)).or_insert(term);
            }
        }
        index
    });
    index.get(name).copied()
}

/// The entry for a subject with its names from the class down: the exact path, else section and
/// item, else an item name that no other subject has.
pub(super) fn entry_for_path<'text>(
    disclosure: &'text Disclosure,
    names: &[String],
) -> Option<&'text GlossaryEntry> {
    let paths = || {
        disclosure
            .glossary
            .iter()
            .filter(|entry| !entry.path.is_empty())
    };
    let exact = paths().find(|entry| same_path(&entry.path, names));
    exact
        .or_else(|| same_section_and_item(paths, names))
        .or_else(|| same_unique_item(disclosure, names))
}

fn same_section_and_item<'text, Entries>(
    paths: impl Fn() -> Entries,
    names: &[String],
) -> Option<&'text GlossaryEntry>
where
    Entries: Iterator<Item = &'text GlossaryEntry>,
{
    let [_, section, item] = names else {
        return None;
    };
    let mut same = paths().filter(|entry| match entry.path.as_slice() {
        [.., of_entry, item_of_entry] => {
            same_name(of_entry, section) && same_name(item_of_entry, item)
        }
        _ => false,
    });
    let only = same.next()?;
    same.next().is_none().then_some(only)
}

/// 行政运行 and its like stand under many sections: only a name that the catalogue knows for one
/// subject may be matched alone.
fn same_unique_item<'text>(
    disclosure: &'text Disclosure,
    names: &[String],
) -> Option<&'text GlossaryEntry> {
    let [_, _, item] = names else {
        return None;
    };
    let known = catalogue().by_name(Classification::Functional, item, disclosure.fiscal_year);
    let mut items = known
        .iter()
        .filter(|subject| subject.level == SubjectLevel::Item);
    let first = items.next()?;
    if items.any(|other| other.code != first.code) {
        return None;
    }
    let named_so = |entry: &&GlossaryEntry| {
        let last = entry.path.last();
        last.is_some_and(|last| same_name(last, item))
    };
    let mut same = disclosure.glossary.iter().filter(named_so);
    let only = same.next()?;
    same.next().is_none().then_some(only)
}

fn same_path(of_entry: &[String], names: &[String]) -> bool {
    of_entry.len() == names.len()
        && of_entry
            .iter()
            .zip(names)
            .enumerate()
            .all(|(depth, (left, right))| {
                same_name(left, right) || (depth == 0 && same_class(left, right))
            })
}

fn same_name(left: &str, right: &str) -> bool {
    normalise_name(left) == normalise_name(right)
}

/// 一般公共服务 and 一般公共服务支出 are one class.
fn same_class(left: &str, right: &str) -> bool {
    let code = |name| class_named(name, None).map(|class| class.code);
    code(left).is_some_and(|left| code(right) == Some(left))
}
