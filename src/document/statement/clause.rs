//! Clauses: the parts of a paragraph between punctuation marks, with the numbers in them.

use std::ops::Range;

use crate::document::statement::numeral::Numeral;

/// The mark after a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// ， and 、 between amounts; also the end of a bracket.
    Comma,
    /// ；
    Semicolon,
    /// ：
    Colon,
    /// 。！？ and the end of the paragraph.
    Stop,
}

/// A clause: bytes of the shadow and numbers outside of brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Without its mark.
    pub(super) range: Range<usize>,
    /// The mark after it.
    pub(super) mark: Mark,
    /// Indexes of its numbers, without those in brackets.
    pub(super) numerals: Vec<usize>,
}

/// A bracket with numbers in it, read as a small text of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bracket {
    /// With its two marks.
    pub(super) range: Range<usize>,
    /// The number that the bracket follows directly.
    pub(super) host: Option<usize>,
    /// The clauses inside.
    pub(super) clauses: Vec<Clause>,
}

/// The clauses of a shadow: those outside of brackets in order, and the brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clauses {
    /// Outside of brackets.
    pub(super) list: Vec<Clause>,
    /// The outermost brackets that hold a number.
    pub(super) brackets: Vec<Bracket>,
    /// The bytes of every outermost bracket.
    pub(super) bracketed: Vec<Range<usize>>,
}

/// Splits a shadow into clauses. `grouped` are numbers with grouping commas, in order.
pub(super) fn split(words: &str, numerals: &[Numeral], grouped: &[Range<usize>]) -> Clauses {
    let bracketed = outermost_brackets(words);
    let splitter = Splitter {
        words,
        numerals,
        grouped,
    };
    let mut brackets = Vec::new();
    for range in &bracketed {
        let inside = range.start + 1..range.end.saturating_sub(1);
        let first = numerals.partition_point(|numeral| numeral.digits.start < inside.start);
        let holds = numerals
            .get(first)
            .is_some_and(|numeral| numeral.digits.start < inside.end);
        if !holds {
            continue;
        }
        let before = first.checked_sub(1);
        let host = before.filter(|index| {
            numerals
                .get(*index)
                .is_some_and(|numeral| numeral.end == range.start)
        });
        brackets.push(Bracket {
            range: range.clone(),
            host,
            clauses: splitter.clauses(inside, &[]),
        });
    }
    Clauses {
        list: splitter.clauses(0..words.len(), &bracketed),
        brackets,
        bracketed,
    }
}

/// Matched pairs of brackets that are inside no other pair. A bracket without its partner is an
/// ordinary character.
fn outermost_brackets(words: &str) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut pairs: Vec<Range<usize>> = Vec::new();
    for (at, byte) in words.bytes().enumerate() {
        match byte {
            b'(' => open.push(at),
            b')' => {
                let Some(start) = open.pop() else { continue };
                while pairs.last().is_some_and(|pair| pair.start > start) {
                    pairs.pop();
                }
                pairs.push(start..at + 1);
            }
            _ => {}
        }
    }
    pairs
}

struct Splitter<'paragraph> {
    words: &'paragraph str,
    numerals: &'paragraph [Numeral],
    grouped: &'paragraph [Range<usize>],
}

impl Splitter<'_> {
    /// The clauses of a part of the words; what lies in `skipped` is passed over.
    fn clauses(&self, part: Range<usize>, skipped: &[Range<usize>]) -> Vec<Clause> {
        let mut clauses = Vec::new();
        let mut start = part.start;
        let mut at = part.start;
        let mut next = self
            .numerals
            .partition_point(|numeral| numeral.digits.start < part.start);
        let mut found = Vec::new();
        let mut skips = skipped.iter().peekable();
        while at < part.end {
            found.extend(self.take_numerals(&mut next, at));
            while skips.next_if(|skip| skip.start < at).is_some() {}
            if let Some(skip) = skips.next_if(|skip| skip.start == at) {
                at = skip.end;
                while self
                    .numerals
                    .get(next)
                    .is_some_and(|numeral| numeral.digits.start < at)
                {
                    next += 1;
                }
                continue;
            }
            if let Some(end) = self.grouped_end(at) {
                at = end;
                continue;
            }
            let Some(character) = self.words.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            let after = at + character.len_utf8();
            if let Some(mark) = mark(character, !found.is_empty()) {
                clauses.push(Clause {
                    range: start..at,
                    mark,
                    numerals: std::mem::take(&mut found),
                });
                start = after;
            }
            at = after;
        }
        found.extend(self.take_numerals(&mut next, part.end));
        clauses.push(Clause {
            range: start..part.end,
            mark: Mark::Stop,
            numerals: found,
        });
        clauses
    }

    /// The numbers that start before `end`.
    fn take_numerals(&self, next: &mut usize, end: usize) -> Range<usize> {
        let first = *next;
        while self
            .numerals
            .get(*next)
            .is_some_and(|numeral| numeral.digits.start < end)
        {
            *next += 1;
        }
        first..*next
    }

    /// The end of the number with grouping commas that starts at `at`.
    fn grouped_end(&self, at: usize) -> Option<usize> {
        let index = self.grouped.partition_point(|range| range.start < at);
        let range = self.grouped.get(index)?;
        (range.start == at).then_some(range.end)
    }
}

/// 、 separates only amounts, not the words of a name.
fn mark(character: char, has_numeral: bool) -> Option<Mark> {
    match character {
        ',' => Some(Mark::Comma),
        '、' if has_numeral => Some(Mark::Comma),
        ';' => Some(Mark::Semicolon),
        ':' => Some(Mark::Colon),
        '。' | '!' | '?' => Some(Mark::Stop),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::statement::numeral;
    use crate::document::statement::shadow::Shadow;
    use crate::text::Span;

    #[test]
    fn brackets_are_texts_of_their_own_and_names_keep_their_commas() {
        let text = "维修（护）费、印刷费1，234.50万元（其中宣传册1万元、折页2万元），其他5万元。";
        let shadow = Shadow::of(text, &[Span::new(0, text.len())]);
        let numerals = numeral::read(&shadow, &mut Vec::new());
        let clauses = split(&shadow.words, &numerals.list, &numerals.grouped);
        let words = |clauses: &[Clause]| -> Vec<String> {
            clauses
                .iter()
                .map(|clause| shadow.words[clause.range.clone()].to_owned())
                .collect()
        };
        assert_eq!(
            words(&clauses.list),
            [
                "维修(护)费、印刷费1,234.50万元(其中宣传册1万元、折页2万元)",
                "其他5万元",
                ""
            ]
        );
        assert_eq!(clauses.brackets.len(), 1);
        assert_eq!(clauses.brackets[0].host, Some(0));
        assert_eq!(
            words(&clauses.brackets[0].clauses),
            ["其中宣传册1万元", "折页2万元"]
        );
        let per_clause: Vec<usize> = clauses
            .list
            .iter()
            .map(|each| each.numerals.len())
            .collect();
        assert_eq!(per_clause, [1, 1, 0]);
    }

    #[test]
    fn a_bracket_without_partner_is_an_ordinary_character() {
        assert_eq!(outermost_brackets("a(b(c)d(e)"), [3..6, 7..10]);
        assert_eq!(outermost_brackets("(a(b)c))(d)"), [0..7, 8..11]);
    }
}
