//! The normalised shadow of a paragraph, with the way back to the printed text
//! (domain specification §2.9).

use crate::document::normalise::fold;
use crate::text::Span;

/// One paragraph without line ends, blanks between Chinese characters, and markup, in half-width
/// forms; every place in it leads back to the printed text.
pub(super) struct Shadow<'text> {
    /// The normalised words.
    pub(super) words: String,
    /// Where one printed line was joined to the next.
    pub(super) joins: Vec<usize>,
    printed: &'text str,
    /// (offset in `words`, offset in `printed`) wherever the distance between the two changes.
    anchors: Vec<(usize, usize)>,
}

/// Markup that conversions leave in the text.
const MARKUP: [&str; 6] = ["**", "<b>", "</b>", "<p>", "</p>", "<br>"];

impl<'text> Shadow<'text> {
    /// The shadow of some pieces (lines) of a printed text, joined in order.
    pub(super) fn of(printed: &'text str, pieces: &[Span]) -> Self {
        let mut shadow = Self {
            words: String::new(),
            joins: Vec::new(),
            printed,
            anchors: Vec::new(),
        };
        for piece in pieces {
            if !shadow.words.is_empty() {
                shadow.joins.push(shadow.words.len());
            }
            shadow.append(*piece);
        }
        shadow
    }

    fn append(&mut self, piece: Span) {
        let mut rest = piece.get(self.printed).unwrap_or_default();
        let mut at = piece.start;
        let mut blank_at = None;
        while let Some(character) = rest.chars().next() {
            if matches!(character, '*' | '<')
                && let Some(markup) = MARKUP.iter().find(|markup| rest.starts_with(**markup))
            {
                at += markup.len();
                rest = rest.get(markup.len()..).unwrap_or_default();
                continue;
            }
            match fold(character) {
                '#' | '\u{FEFF}' => {}
                ' ' => blank_at = blank_at.or(Some(at)),
                plain => {
                    if let Some(blank) = blank_at.take() {
                        self.keep_blank(blank, plain);
                    }
                    self.push(plain, at);
                }
            }
            at += character.len_utf8();
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
        }
    }

    /// A blank is kept only where it separates two Latin letters or digits.
    fn keep_blank(&mut self, at: usize, next: char) {
        let before = self.words.chars().next_back();
        if before.is_some_and(|left| left.is_ascii_alphanumeric()) && next.is_ascii_alphanumeric() {
            self.push(' ', at);
        }
    }

    fn push(&mut self, character: char, at: usize) {
        let offset = self.words.len();
        let follows = self
            .anchors
            .last()
            .is_some_and(|(shadow, printed)| offset + printed == at + shadow);
        if !follows {
            self.anchors.push((offset, at));
        }
        self.words.push(character);
    }

    /// The printed place of a character of the shadow.
    fn origin(&self, offset: usize) -> usize {
        let after = self
            .anchors
            .partition_point(|(shadow, _)| *shadow <= offset);
        match self.anchors.get(after.saturating_sub(1)) {
            Some((shadow, printed)) => printed + offset.saturating_sub(*shadow),
            None => 0,
        }
    }

    /// The printed words behind a part of the shadow.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let first = self.origin(start);
        let last = self
            .words
            .get(start..end)
            .and_then(|words| words.chars().next_back())
            .map(|character| self.origin(end - character.len_utf8()));
        let Some(last) = last else {
            return Span::empty(first);
        };
        let length = self
            .printed
            .get(last..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        Span::new(first, last + length)
    }

    /// Whether two printed lines were joined inside this part.
    pub(super) fn is_joined(&self, start: usize, end: usize) -> bool {
        let after = self.joins.partition_point(|join| *join < start);
        self.joins.get(after).is_some_and(|join| *join <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shadow_leads_back_to_the_printed_words() {
        let text = "其中，**购置费** 1 2万元（原值）\n左右";
        let end = text.find('\n').unwrap();
        let shadow = Shadow::of(text, &[Span::new(0, end), Span::new(end + 1, text.len())]);
        assert_eq!(shadow.words, "其中,购置费1 2万元(原值)左右");
        for word in ["购置费", "1 2", "左右"] {
            let at = shadow.words.find(word).unwrap();
            assert_eq!(shadow.span(at, at + word.len()).get(text), Some(word));
        }
        let bracket = shadow.words.find("(原值)").unwrap();
        assert_eq!(
            shadow.span(bracket, bracket + "(原值)".len()).get(text),
            Some("（原值）")
        );
        let join = shadow.words.find("左右").unwrap();
        assert!(shadow.is_joined(join - 1, join + 1) && !shadow.is_joined(0, join - 1));
    }
}
