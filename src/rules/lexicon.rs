//! Words that are looked for all at once.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input};

use crate::document::Disclosure;
use crate::text::Span;

/// Words without which a check finds nothing in a line: one pass over the text tells which lines
/// are worth a look, and in most drafts none is.
#[derive(Debug)]
pub struct Lexicon {
    words: Vec<String>,
    /// Made when it is first needed. None when the words cannot be looked for at once; then every
    /// line is worth a look.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Lexicon {
    /// A lexicon of some words.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Self {
        Self {
            words: words.into_iter().map(W::into).collect(),
            automaton: OnceLock::new(),
        }
    }

    fn automaton(&self) -> Option<&AhoCorasick> {
        let made = || automaton(&self.words, None);
        self.automaton.get_or_init(made).as_ref()
    }

    /// The lines of a disclosure, without those of the contents, in which one of the words stands.
    pub fn lines(&self, disclosure: &Disclosure) -> Vec<Span> {
        let Some(automaton) = self.automaton() else {
            return disclosure.lines().collect();
        };
        let text = disclosure.text.as_ref();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(hit) = automaton.find(Input::new(text).range(from..)) {
            let line = disclosure.printed_line(hit.start());
            from = line.end.max(hit.end());
            if line.end >= hit.end() && !disclosure.is_of_contents(line) {
                found.push(line);
            }
        }
        found
    }

    /// Whether a line is worth a look.
    pub fn speaks_of(&self, line: &str) -> bool {
        let automaton = self.automaton();
        automaton.is_none_or(|automaton| automaton.is_match(line))
    }
}

/// What looks for words at once.
fn automaton<'a>(
    words: impl IntoIterator<Item = &'a String>,
    kind: Option<AhoCorasickKind>,
) -> Option<AhoCorasick> {
    // Chinese words begin with few different bytes: looking for those first only takes time.
    let mut builder = AhoCorasick::builder();
    builder.kind(kind).prefilter(false).build(words).ok()
}

/// Several lexicons, to be looked for in one pass.
#[derive(Debug)]
pub struct Lexicons {
    lexicons: Vec<&'static Lexicon>,
    /// For the words of all lexicons one after the other.
    automaton: Option<AhoCorasick>,
    /// The lexicon of each word.
    owners: Vec<usize>,
}

impl Lexicons {
    /// Some lexicons together.
    pub fn new(lexicons: impl IntoIterator<Item = &'static Lexicon>) -> Self {
        let lexicons: Vec<&Lexicon> = lexicons.into_iter().collect();
        let words = lexicons.iter().flat_map(|lexicon| &lexicon.words);
        let automaton = automaton(words, Some(AhoCorasickKind::DFA));
        let owners = lexicons.iter().enumerate();
        let owners = owners.flat_map(|(owner, lexicon)| vec![owner; lexicon.words.len()]);
        Self {
            automaton,
            owners: owners.collect(),
            lexicons,
        }
    }

    /// For each lexicon, the lines of a disclosure, without those of the contents, in which one of
    /// its words stands.
    pub fn lines(&self, disclosure: &Disclosure) -> Vec<Vec<Span>> {
        let Some(automaton) = &self.automaton else {
            let lexicons = self.lexicons.iter();
            return lexicons.map(|lexicon| lexicon.lines(disclosure)).collect();
        };
        let mut found: Vec<Vec<Span>> = vec![Vec::new(); self.lexicons.len()];
        let mut line = Span::empty(0);
        let mut is_of_contents = true;
        for hit in automaton.find_overlapping_iter(disclosure.text.as_ref()) {
            if hit.end() > line.end {
                line = disclosure.printed_line(hit.start());
                is_of_contents = disclosure.is_of_contents(line);
            }
            let owner = self.owners.get(hit.pattern().as_usize());
            let lines = owner.and_then(|owner| found.get_mut(*owner));
            if let Some(lines) = lines
                && !is_of_contents
                && lines.last() != Some(&line)
            {
                lines.push(line);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use super::*;

    #[test]
    fn the_lines_with_a_word_are_found_once_each() {
        let text = "某某局\n一是支出，二是支出\n三是收入\r\n\n支出。";
        let disclosure = Disclosure::read(Arc::from(text), &[]);
        let words = |cues: &[&str]| -> Vec<String> {
            let lines = Lexicon::new(cues.iter().copied()).lines(&disclosure);
            lines
                .into_iter()
                .map(|line| disclosure.words(line).to_owned())
                .collect()
        };
        assert_eq!(words(&["支出"]), ["一是支出，二是支出", "支出。"]);
        assert_eq!(words(&["收入", "三是"]), ["三是收入"]);
        assert!(words(&["预算"]).is_empty());
    }

    #[test]
    fn several_lexicons_find_what_each_finds_by_itself() {
        static SPENT: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(["支出", "出，二"]));
        static EARNED: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(["收入", "三是收"]));
        static PLANNED: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(["预算"]));
        let text = "某某局\n一是支出，二是支出\n三是收入\r\n\n支出和收入。";
        let disclosure = Disclosure::read(Arc::from(text), &[]);
        let lexicons = [&*SPENT, &*EARNED, &*PLANNED];
        let each = lexicons.map(|lexicon| lexicon.lines(&disclosure));
        assert_eq!(Lexicons::new(lexicons).lines(&disclosure), each);
        assert_eq!(each.map(|lines| lines.len()), [2, 2, 0]);
    }
}
