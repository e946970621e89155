//! A line as it is matched: folded, without blanks and quotation marks, every character knowing
//! where it was printed (domain specification §2.9).

use crate::document::normalise::{fold, normalise};
use crate::text::Span;

/// The most characters that a term or subject name is looked for in.
const LONGEST_NAME: usize = 32;

/// The shadow of a piece of text.
pub(super) struct Shadow {
    characters: Vec<(char, Span)>,
}

impl Shadow {
    /// The shadow of `printed`, which starts at `start`.
    pub fn of(printed: &str, start: usize) -> Self {
        let characters = printed
            .char_indices()
            .map(|(at, character)| {
                let at = start + at;
                (fold(character), Span::new(at, at + character.len_utf8()))
            })
            .filter(|(character, _)| !is_skipped(*character))
            .collect();
        Self { characters }
    }

    /// The longest name over `offset` that `known` recognises, and where it is printed.
    pub fn longest<Found>(
        &self,
        offset: usize,
        shortest: usize,
        known: impl Fn(&str) -> Option<Found>,
    ) -> Option<(Span, Found)> {
        let at = self
            .characters
            .iter()
            .position(|(_, span)| span.contains(offset))?;
        let longest = LONGEST_NAME.min(self.characters.len());
        for length in (shortest..=longest).rev() {
            let first = (at + 1).saturating_sub(length);
            for start in first..=at {
                let Some(window) = self.characters.get(start..start + length) else {
                    break;
                };
                let name: String = window.iter().map(|(character, _)| character).collect();
                if let Some(found) = known(&name) {
                    return Some((cover(window)?, found));
                }
            }
        }
        None
    }
}

fn cover(window: &[(char, Span)]) -> Option<Span> {
    let (_, first) = window.first()?;
    let (_, last) = window.last()?;
    Some(first.cover(*last))
}

/// The form in which names are compared: normalised and without quotation marks.
pub(super) fn key(name: &str) -> String {
    normalise(name)
        .chars()
        .filter(|character| !is_skipped(*character))
        .collect()
}

fn is_skipped(character: char) -> bool {
    matches!(character, ' ' | '"' | '\'' | '*' | '《' | '》')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_over_the_cursor_is_found_through_blanks_and_quotes() {
        let line = "安排“三公” 经 费预算";
        let offset = line.find("公").unwrap();
        let known = |name: &str| (name == "三公经费" || name == "三公").then(|| name.to_string());
        let (span, found) = Shadow::of(line, 100)
            .longest(100 + offset, 2, known)
            .unwrap();
        assert_eq!(found, "三公经费");
        assert_eq!(span.relative_to(100).get(line), Some("三公” 经 费"));
        assert_eq!(key("“三公”经费"), "三公经费");
    }

    #[test]
    fn a_name_beside_the_cursor_is_not_found() {
        let line = "基本支出增加";
        let known = |name: &str| (name == "基本支出").then_some(());
        let shadow = Shadow::of(line, 0);
        assert!(shadow.longest(line.find('增').unwrap(), 2, known).is_none());
        assert!(shadow.longest(0, 2, known).is_some());
    }
}
