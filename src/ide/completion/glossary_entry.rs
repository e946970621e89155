//! The beginning of a glossary entry for a subject that the tables use and the glossary lacks.

use super::documentation::Documented;
use super::{CompletionKind, Proposal};
use crate::audit::Locale;
use crate::document::normalise::is_han;
use crate::document::{Disclosure, OutlineKind, OutlineNode};
use crate::ide::glossary::entry_for_path;
use crate::ide::ordinal;
use crate::ide::place::Place;
use crate::ide::reference::{names_to_code, subject_lines};
use crate::ide::say;
use crate::subjects::{Classification, SubjectLevel, catalogue, normalise_name};
use crate::text::Span;

const FUNCTIONAL: Classification = Classification::Functional;

/// The place where a glossary entry begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct EntryStart {
    /// The words typed after the number.
    pub typed: Span,
    /// Whether a number stands before them.
    pub numbered: bool,
}

/// The cursor at the beginning of an otherwise empty line of the glossary; none elsewhere.
pub(super) fn at_entry_start(place: &Place) -> Option<EntryStart> {
    let disclosure = place.disclosure();
    let line = place.line();
    let after = disclosure.words(Span::new(place.offset, line.end));
    if !after.trim().is_empty() || !in_glossary(disclosure, line) {
        return None;
    }
    let words = place.words_before();
    let unmarked = words.trim_start().trim_start_matches('*');
    let number = ordinal::length(unmarked);
    let typed = unmarked.get(number..)?.trim_start();
    let name = |character: char| is_han(character) || character.is_ascii_alphabetic();
    typed.chars().all(name).then(|| EntryStart {
        typed: Span::new(place.offset - typed.len(), place.offset),
        numbered: number > 0,
    })
}

/// The entries that the glossary lacks.
pub(super) fn complete(place: &Place, locale: Locale) -> Vec<Proposal> {
    let Some(start) = at_entry_start(place) else {
        return Vec::new();
    };
    let disclosure = place.disclosure();
    let typed = disclosure.words(start.typed);
    let found = catalogue().search(FUNCTIONAL, typed, disclosure.catalogue_year());
    let number = match start.numbered {
        true => String::new(),
        false => next_number(disclosure, place.line().start),
    };
    lacking(disclosure)
        .into_iter()
        .filter(|(code, names)| {
            let named = names.join("");
            found.iter().any(|found| found.code == code)
                || normalise_name(&named).contains(&normalise_name(typed))
        })
        .map(|(code, names)| proposal(&code, &names, &number, start.typed, locale))
        .collect()
}

fn proposal(code: &str, names: &[String], number: &str, span: Span, locale: Locale) -> Proposal {
    let path = path_words(names);
    let escaped = path
        .replace('\\', "\\\\")
        .replace('$', "\\$")
        .replace('}', "\\}");
    Proposal {
        label: path,
        kind: CompletionKind::GlossaryEntry,
        detail: format!(
            "{code} {}",
            say(
                locale,
                "表中已用，名词解释未列",
                "used in tables, not in the glossary"
            )
        ),
        documentation: Some(Documented::Subject(FUNCTIONAL, code.to_owned())),
        span,
        new_text: format!("{number}{escaped}：反映$0。"),
        snippet: true,
    }
}

/// The names from the class down as a path: 一般公共服务支出（类）商贸事务（款）招商引资（项）.
pub(in crate::ide) fn path_words(names: &[String]) -> String {
    names
        .iter()
        .zip(["类", "款", "项"])
        .map(|(name, level)| format!("{name}（{level}）"))
        .collect()
}

/// The item subjects of the tables without an entry, by code, with their names from the class.
pub(in crate::ide) fn lacking(disclosure: &Disclosure) -> Vec<(String, Vec<String>)> {
    let mut codes: Vec<String> = subject_lines(disclosure, FUNCTIONAL)
        .filter_map(|(_, line)| line.code.clone())
        .filter(|code| SubjectLevel::of_code(code) == Some(SubjectLevel::Item))
        .collect();
    codes.sort();
    codes.dedup();
    codes
        .into_iter()
        .map(|code| {
            let path = names_to_code(disclosure, FUNCTIONAL, &code);
            let names: Vec<String> = path.into_iter().map(|(_, name)| name).collect();
            (code, names)
        })
        .filter(|(_, names)| names.iter().all(|name| !name.is_empty()))
        .filter(|(_, names)| entry_for_path(disclosure, names).is_none())
        .collect()
}

/// Whether a line is in the glossary or follows its end with nothing but blanks between.
fn in_glossary(disclosure: &Disclosure, line: Span) -> bool {
    glossaries(&disclosure.outline).any(|node| {
        let between = Span::new(node.span.end, line.start.max(node.span.end));
        let below_heading = line.start > node.name_span.start;
        below_heading && disclosure.words(between).trim().is_empty()
    })
}

fn glossaries(nodes: &[OutlineNode]) -> Box<dyn Iterator<Item = &OutlineNode> + '_> {
    Box::new(nodes.iter().flat_map(|node| {
        let own = (node.kind == OutlineKind::Glossary).then_some(node);
        own.into_iter().chain(glossaries(&node.children))
    }))
}

/// The number of the entry after the last one above, written as that one is.
fn next_number(disclosure: &Disclosure, line_start: usize) -> String {
    let above = disclosure
        .glossary
        .iter()
        .rfind(|entry| entry.span.start < line_start);
    let Some(entry) = above else {
        return "1.".to_owned();
    };
    let marker = disclosure.words(Span::new(entry.span.start, entry.term_span.start));
    let marker =
        marker.trim_matches(|character: char| character.is_whitespace() || character == '*');
    ordinal::next(marker).unwrap_or_default()
}
