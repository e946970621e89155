//! Words that are looked for all at once.

use aho_corasick::{AhoCorasick, Input};

use crate::document::Disclosure;
use crate::text::Span;

/// Words without which a check finds nothing in a line: one pass over the text tells which lines
/// are worth a look, and in most drafts none is.
#[derive(Debug)]
pub struct Lexicon {
    /// None when the words cannot be looked for at once; then every line is worth a look.
    automaton: Option<AhoCorasick>,
}

impl Lexicon {
    /// A lexicon of some words.
    pub fn new<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Self {
        Self {
            automaton: automaton(words),
        }
    }

    /// The lines of a disclosure, without those of the contents, in which one of the words stands.
    pub fn lines(&self, disclosure: &Disclosure) -> Vec<Span> {
        let Some(automaton) = &self.automaton else {
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
        let automaton = self.automaton.as_ref();
        automaton.is_none_or(|automaton| automaton.is_match(line))
    }
}

/// What looks for some words at once. Chinese words begin with few different bytes, so that looking
/// for their first bytes beforehand only takes time.
fn automaton<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Option<AhoCorasick> {
    AhoCorasick::builder().prefilter(false).build(words).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn the_lines_with_a_word_are_found_once_each() {
        let text = "某某局\n一是支出，二是支出\n三是收入\r\n\n支出。";
        let disclosure = Disclosure::read(Arc::from(text), &[]);
        let words = |cues: &[&str]| -> Vec<String> {
            let lines = Lexicon::new(cues).lines(&disclosure);
            lines
                .into_iter()
                .map(|line| disclosure.words(line).to_owned())
                .collect()
        };
        assert_eq!(words(&["支出"]), ["一是支出，二是支出", "支出。"]);
        assert_eq!(words(&["收入", "三是"]), ["三是收入"]);
        assert!(words(&["预算"]).is_empty());
    }
}
