//! The words that are looked for in prose: terms and names of subjects, all in one pass.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::document::{Disclosure, LineKind};
use crate::ide::glossary::SHORTEST_TERM;
use crate::subjects::terms;
use crate::text::Span;

use super::TokenKind;

/// Shorter names of subjects are everyday words.
const SHORTEST_NAME: usize = 4;

/// Marks around a term that are no part of it.
const MARKS: [char; 8] = ['*', '：', ':', '、', '.', ' ', '\u{3000}', '"'];

/// More names than these are no prose's: a table of so many rows lists something else.
const MOST_NAMES: usize = 2000;

/// The terms and names of subjects of a disclosure as they are printed.
pub(super) struct Vocabulary<'draft> {
    disclosure: &'draft Disclosure,
    /// Made when the first line is searched: what is seen of a draft may be a table alone.
    own: OnceCell<Lexicon>,
}

impl<'draft> Vocabulary<'draft> {
    /// The words of a disclosure's glossary and tables, and the terms that are known anyway.
    pub fn of(disclosure: &'draft Disclosure) -> Self {
        Self {
            disclosure,
            own: OnceCell::new(),
        }
    }

    /// Calls `found` for every word in a line. Where words of the disclosure overlap the first
    /// and longest counts; a term that is known anyway may overlap them.
    pub fn find(&self, line: &str, mut found: impl FnMut(Span, TokenKind)) {
        let own = self.own.get_or_init(|| own_words(self.disclosure));
        own.find(line, &mut found);
        BUILT_IN.find(line, &mut found);
    }
}

fn own_words(disclosure: &Disclosure) -> Lexicon {
    let mut words: BTreeMap<&str, TokenKind> = BTreeMap::new();
    let sides = disclosure.tables.iter().flat_map(|table| &table.sides);
    for line in sides.flat_map(|side| &side.lines) {
        if words.len() >= MOST_NAMES {
            break;
        }
        if let LineKind::Subject(_) = line.kind {
            let printed = disclosure.words(line.label_span);
            add(&mut words, printed, SHORTEST_NAME, TokenKind::SubjectName);
        }
    }
    for entry in &disclosure.glossary {
        if entry.path.is_empty() {
            let printed = disclosure.words(entry.term_span);
            add(&mut words, printed, SHORTEST_TERM, TokenKind::Term);
        }
    }
    Lexicon::new(words)
}

/// The terms that are known anyway: built once, since that takes longer than looking for them.
static BUILT_IN: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words: BTreeMap<&str, TokenKind> = BTreeMap::new();
    for term in terms() {
        for name in std::iter::once(&term.name).chain(term.synonyms) {
            add(&mut words, name, SHORTEST_TERM, TokenKind::Term);
        }
    }
    Lexicon::new(words)
});

/// Words that are looked for all at once.
struct Lexicon {
    automaton: Option<AhoCorasick>,
    kinds: Vec<TokenKind>,
}

impl Lexicon {
    fn new(words: BTreeMap<&str, TokenKind>) -> Self {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(words.keys());
        Self {
            automaton: automaton.ok(),
            kinds: words.into_values().collect(),
        }
    }

    fn find(&self, line: &str, found: &mut impl FnMut(Span, TokenKind)) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        for hit in automaton.find_iter(line) {
            if let Some(kind) = self.kinds.get(hit.pattern().as_usize()) {
                found(Span::new(hit.start(), hit.end()), *kind);
            }
        }
    }
}

fn add<'words>(
    kinds: &mut BTreeMap<&'words str, TokenKind>,
    printed: &'words str,
    shortest: usize,
    kind: TokenKind,
) {
    let word = printed.trim_matches(MARKS);
    let long_enough = word.chars().nth(shortest - 1).is_some();
    if long_enough && !word.contains(['\n', '\r', '\t']) {
        kinds.insert(word, kind);
    }
}
