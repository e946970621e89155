//! Terms, and the name of the organisation, from their first characters.

use std::collections::BTreeSet;

use super::documentation::Documented;
use super::{CompletionKind, Proposal};
use crate::audit::Locale;
use crate::document::Disclosure;
use crate::document::normalise::is_han;
use crate::ide::place::Place;
use crate::ide::say;
use crate::subjects::terms;
use crate::text::Span;

/// The fewest characters that a name is completed from.
const SHORTEST_BEGINNING: usize = 2;

/// The most characters of a glossary term that are worth completing.
const LONGEST_TERM: usize = 40;

/// Lines that take the name of the organisation.
const NAME_LINES: [&str; 7] = [
    "部门名称",
    "单位名称",
    "编制部门",
    "编制单位",
    "部门",
    "公开部门",
    "公开单位",
];

/// A name that may be meant.
struct Known<'draft> {
    words: &'draft str,
    /// The words without quotation marks.
    bare: String,
    kind: CompletionKind,
}

impl<'draft> Known<'draft> {
    fn new(words: &'draft str, kind: CompletionKind) -> Self {
        Self {
            words,
            bare: unquoted(words),
            kind,
        }
    }
}

/// The names that begin with the characters before the cursor; the longest beginning counts.
pub(super) fn complete(place: &Place, locale: Locale) -> Vec<Proposal> {
    if let Some(proposal) = on_name_line(place, locale) {
        return vec![proposal];
    }
    let run = characters_at_end(place.words_before());
    if unquoted(run).chars().count() < SHORTEST_BEGINNING {
        return Vec::new();
    }
    let known = known(place.disclosure());
    let beginnings = run.char_indices().filter_map(|(at, _)| run.get(at..));
    for beginning in beginnings {
        let bare = unquoted(beginning);
        if bare.chars().count() < SHORTEST_BEGINNING {
            return Vec::new();
        }
        let begun: Vec<&Known> = known
            .iter()
            .filter(|known| known.bare.len() > bare.len() && known.bare.starts_with(&bare))
            .collect();
        if !begun.is_empty() {
            let proposals = begun.into_iter();
            return proposals
                .map(|known| proposal(place, beginning, known, locale))
                .collect();
        }
    }
    Vec::new()
}

fn proposal(place: &Place, typed: &str, known: &Known, locale: Locale) -> Proposal {
    let mut span = Span::new(place.offset - typed.len(), place.offset);
    let after = place
        .disclosure()
        .words(Span::new(place.offset, place.near().end));
    // Editors write the closing mark with the opening one.
    if known.words.contains('”') && typed.contains('“') && after.starts_with('”') {
        span.end += '”'.len_utf8();
    }
    let (detail, documentation) = match known.kind {
        CompletionKind::OrganisationName => (say(locale, "单位名称", "the organisation"), None),
        _ => (
            say(locale, "名词", "term"),
            Some(Documented::Term(known.words.to_owned())),
        ),
    };
    Proposal {
        label: known.words.to_owned(),
        kind: known.kind,
        detail: detail.to_owned(),
        documentation,
        span,
        new_text: known.words.to_owned(),
        snippet: false,
    }
}

/// The organisation on a line that asks for it: 部门名称：.
fn on_name_line(place: &Place, locale: Locale) -> Option<Proposal> {
    let line = place.words_before().trim();
    let label = line.strip_suffix(['：', ':'])?;
    let organisation = place.disclosure().organisation.as_ref()?;
    let own = organisation.span.start >= place.line().start;
    let own = own && organisation.span.end <= place.line().end;
    let known = Known::new(&organisation.name, CompletionKind::OrganisationName);
    (NAME_LINES.contains(&label) && !own).then(|| proposal(place, "", &known, locale))
}

/// The names of a disclosure and the built-in terms, each once.
fn known(disclosure: &Disclosure) -> Vec<Known<'_>> {
    let organisation = disclosure.organisation.iter();
    let organisation =
        organisation.map(|named| Known::new(named.name.as_str(), CompletionKind::OrganisationName));
    let entries = disclosure.glossary.iter();
    let of_document = entries
        .filter(|entry| entry.path.is_empty())
        .map(|entry| disclosure.words(entry.term_span).trim())
        .filter(|term| term.chars().count() <= LONGEST_TERM);
    let built_in = terms().iter().map(|term| term.name);
    let mut seen = BTreeSet::new();
    let terms = of_document.chain(built_in);
    let terms = terms.map(|words| Known::new(words, CompletionKind::Term));
    organisation
        .chain(terms)
        .filter(|known| seen.insert(known.bare.clone()))
        .collect()
}

fn unquoted(words: &str) -> String {
    words.replace(['“', '”', '"'], "")
}

/// The characters at the end of words that names are made of.
fn characters_at_end(words: &str) -> &str {
    let rest =
        words.trim_end_matches(|character: char| is_han(character) || "“”（）".contains(character));
    words.get(rest.len()..).unwrap_or_default()
}
