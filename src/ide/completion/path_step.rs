//! The next step of a 类/款/项 path in prose, and the class that begins one.

use super::candidates::{Candidate, candidate, used_codes};
use super::glossary_entry::at_entry_start;
use super::{CompletionKind, Proposal};
use crate::document::normalise::is_han;
use crate::ide::path::{paths, resolve};
use crate::ide::place::Place;
use crate::subjects::{Classification, Subject, SubjectLevel, catalogue, normalise_name};
use crate::text::Span;

const FUNCTIONAL: Classification = Classification::Functional;

/// The fewest characters of a class name that prose outside the glossary is completed from.
const SHORTEST_BEGINNING: usize = 3;

/// The steps that may follow at the cursor.
pub(super) fn complete(place: &Place) -> Vec<Proposal> {
    next_step(place)
        .or_else(|| first_step(place))
        .unwrap_or_default()
}

fn next_step(place: &Place) -> Option<Vec<Proposal>> {
    let disclosure = place.disclosure();
    let line = place.near();
    let words = place.words_before();
    let path = paths(words, line.start).pop()?;
    let end = path.span().end;
    let typed = disclosure.words(Span::new(end, place.offset));
    if !is_name_beginning(typed.trim()) {
        return None;
    }
    let names = path.names_to(words, line.start, usize::MAX);
    let parent = resolve(&names, path.top()?, disclosure.catalogue_year())?;
    let level = match parent.level {
        SubjectLevel::Class => SubjectLevel::Section,
        SubjectLevel::Section => SubjectLevel::Item,
        SubjectLevel::Item => return Some(Vec::new()),
    };
    let children = catalogue().children(FUNCTIONAL, parent.code, disclosure.catalogue_year());
    let span = Span::new(place.offset - typed.trim_start().len(), place.offset);
    let half_width = words.get(..end - line.start)?.ends_with(')');
    Some(steps(place, children, level, span, half_width))
}

fn first_step(place: &Place) -> Option<Vec<Proposal>> {
    let disclosure = place.disclosure();
    let classes = catalogue().classes(FUNCTIONAL, disclosure.catalogue_year());
    if let Some(entry) = at_entry_start(place) {
        let class = SubjectLevel::Class;
        return Some(steps(place, classes, class, entry.typed, false));
    }
    let words = han_at_end(place.words_before());
    let beginnings = words.char_indices().filter_map(|(at, _)| words.get(at..));
    let mut beginnings = beginnings.filter(|words| words.chars().count() >= SHORTEST_BEGINNING);
    let (typed, begun) = beginnings.find_map(|typed| {
        let beginning = normalise_name(typed);
        let begun: Vec<&Subject> = classes
            .iter()
            .copied()
            .filter(|class| normalise_name(class.name).starts_with(&beginning))
            .collect();
        (!begun.is_empty()).then_some((typed, begun))
    })?;
    let span = Span::new(place.offset - typed.len(), place.offset);
    Some(steps(place, begun, SubjectLevel::Class, span, false))
}

fn han_at_end(words: &str) -> &str {
    let rest = words.trim_end_matches(is_han);
    words.get(rest.len()..).unwrap_or_default()
}

fn is_name_beginning(typed: &str) -> bool {
    typed
        .chars()
        .all(|character| is_han(character) || character.is_ascii_alphabetic())
}

/// The subjects that fit the words of `span`, those that the document uses first.
fn steps(
    place: &Place,
    subjects: Vec<&'static Subject>,
    level: SubjectLevel,
    span: Span,
    half_width: bool,
) -> Vec<Proposal> {
    let disclosure = place.disclosure();
    let typed = disclosure.words(span);
    let found = catalogue().search(FUNCTIONAL, typed, disclosure.catalogue_year());
    let used = used_codes(disclosure, FUNCTIONAL);
    let is_used = |code: &str| used.iter().any(|used| used.starts_with(code));
    let mut fitting: Vec<Candidate> = subjects
        .into_iter()
        .filter(|subject| found.iter().any(|found| found.code == subject.code))
        .filter_map(|subject| candidate(disclosure, FUNCTIONAL, subject.code.to_owned(), &used))
        .collect();
    fitting.sort_by_key(|candidate| !is_used(&candidate.code));
    let marker = match half_width {
        true => format!("({level})"),
        false => format!("（{level}）"),
    };
    let after = Span::new(place.offset, place.line().end);
    let marked = disclosure.words(after).trim_start();
    let marked = marked.starts_with(['(', '（']);
    fitting
        .into_iter()
        .map(|candidate| Proposal {
            label: format!("{}{marker}", candidate.name),
            kind: CompletionKind::PathStep,
            detail: candidate.code.clone(),
            documentation: candidate.documented(),
            span,
            new_text: match marked {
                true => candidate.name,
                false => format!("{}{marker}", candidate.name),
            },
            snippet: false,
        })
        .collect()
}
