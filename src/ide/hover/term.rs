//! Hover on a term of the glossary, in prose and in labels of tables.

use std::collections::HashMap;

use super::Explanation;
use crate::audit::Locale;
use crate::document::{Disclosure, GlossaryEntry};
use crate::ide::glossary::{
    NestedTerm, SHORTEST_TERM, built_in_term, entries_by_term, nested_terms,
};
use crate::ide::markdown::escape;
use crate::ide::place::Place;
use crate::ide::say;
use crate::ide::shadow::{Shadow, key};
use crate::subjects::Term;
use crate::text::Span;

/// The most characters of a definition that a hover quotes.
const LONGEST_QUOTATION: usize = 600;

enum Found<'draft> {
    Entry(&'draft GlossaryEntry),
    Nested(NestedTerm<'draft>),
    /// A term of the project file and its explanation.
    Agreed(&'draft str, &'draft str),
    BuiltIn(&'static Term),
}

/// The hover on a term: the document's own definition, else the built-in one.
pub(super) fn hover(place: &Place, locale: Locale) -> Option<Explanation> {
    let disclosure = place.disclosure();
    let line = place.near();
    let entries = entries_by_term(disclosure);
    let nested = nested_terms(disclosure);
    let agreed = agreed_terms(disclosure);
    let shadow = Shadow::of(disclosure.words(line), line.start);
    let (span, found) = shadow.longest(place.offset, SHORTEST_TERM, |name| {
        let entry = entries.get(name).copied().map(Found::Entry);
        entry
            .or_else(|| nested.get(name).copied().map(Found::Nested))
            .or_else(|| {
                agreed
                    .get(name)
                    .map(|(term, words)| Found::Agreed(term, words))
            })
            .or_else(|| built_in_term(name).map(Found::BuiltIn))
    })?;
    let span = with_opening_quote(disclosure, span);
    Some(match found {
        Found::Entry(entry) => Explanation {
            span,
            sections: vec![
                format!("**{}**", escape(disclosure.words(entry.term_span))),
                quotation(disclosure, entry, locale),
            ],
            quoted: vec![entry.span],
        },
        Found::Nested(nested) => Explanation {
            span,
            sections: vec![
                format!("**{}**", escape(disclosure.words(nested.term))),
                quoted(
                    disclosure
                        .words(nested.definition)
                        .trim_end_matches(['；', ';']),
                ),
            ],
            quoted: vec![nested.entry.span],
        },
        Found::Agreed(term, words) => Explanation {
            span,
            sections: vec![
                format!("**{}**", escape(term)),
                escape(words),
                say(
                    locale,
                    "_项目文件中的解释（非本文内容）_",
                    "_explanation of the project file (not from this document)_",
                )
                .to_owned(),
            ],
            quoted: Vec::new(),
        },
        Found::BuiltIn(term) => Explanation {
            span,
            sections: vec![
                format!("**{}**", escape(term.name)),
                escape(term.explanation),
                built_in(locale).to_owned(),
            ],
            quoted: Vec::new(),
        },
    })
}

/// The terms of the project file by their keys.
fn agreed_terms(disclosure: &Disclosure) -> HashMap<String, (&str, &str)> {
    let terms = disclosure.conventions.terms.iter();
    terms
        .map(|(term, words)| (key(term), (term.as_str(), words.as_str())))
        .collect()
}

/// “三公”经费 is matched without its quotation marks, of which the first stands outside.
fn with_opening_quote(disclosure: &Disclosure, span: Span) -> Span {
    let words = disclosure.words(span);
    let before = disclosure.words(Span::new(0, span.start));
    if words.contains('”') && !words.contains('“') && before.ends_with('“') {
        return Span::new(span.start - '“'.len_utf8(), span.end);
    }
    span
}

fn built_in(locale: Locale) -> &'static str {
    say(
        locale,
        "_内置说明（非本文内容）_",
        "_built-in explanation (not from this document)_",
    )
}

/// What an entry of the glossary says, as a quotation.
pub(super) fn quotation(disclosure: &Disclosure, entry: &GlossaryEntry, locale: Locale) -> String {
    let definition = disclosure.words(entry.definition_span).trim();
    if definition.is_empty() {
        let empty = say(
            locale,
            "_名词解释中只有此条目，没有释义_",
            "_the glossary has this entry without a definition_",
        );
        return empty.to_owned();
    }
    quoted(definition)
}

fn quoted(definition: &str) -> String {
    format!("> {}", escape(shortened(definition.trim())))
}

fn shortened(words: &str) -> &str {
    let end = words.char_indices().nth(LONGEST_QUOTATION);
    let span = Span::new(0, end.map_or(words.len(), |(at, _)| at));
    span.get(words).unwrap_or(words)
}
