//! Words that are looked for all at once.

use aho_corasick::AhoCorasick;

use crate::document::Disclosure;
use crate::text::Span;

/// Words without which a check finds nothing in a line: one pass over the text tells which lines
/// are worth a look, and in most drafts none is.
pub(crate) struct Lexicon {
    /// None when the words cannot be looked for at once; then every line is worth a look.
    automaton: Option<AhoCorasick>,
}

impl Lexicon {
    /// A lexicon of some words.
    pub(crate) fn new<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Self {
        Self {
            automaton: AhoCorasick::new(words).ok(),
        }
    }

    /// The lines of a disclosure, without those of the contents, in which one of the words stands.
    pub(crate) fn lines(&self, disclosure: &Disclosure) -> Vec<Span> {
        let Some(automaton) = &self.automaton else {
            return disclosure.lines().collect();
        };
        let mut found = Vec::new();
        let mut lines = disclosure.lines().peekable();
        for hit in automaton.find_iter(disclosure.text.as_ref()) {
            while lines.next_if(|line| line.end < hit.end()).is_some() {}
            found.extend(lines.next_if(|line| line.start <= hit.start()));
        }
        found
    }
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
