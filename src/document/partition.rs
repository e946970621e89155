//! Where the disclosures of a file begin: a compendium (汇编) holds several.

use crate::document::normalise::normalise;
use crate::syntax::{TopKind, TopNode};
use crate::text::{Span, Text};

/// The disclosures of a draft, in order and without gaps; at least one.
///
/// A disclosure begins at its cover lines, at its table of contents, or at 第一部分 when a later
/// part came before.
pub fn partition(text: &Text, nodes: &[TopNode]) -> Vec<Span> {
    let mut starts = vec![0];
    let mut seen = Seen::default();
    for node in nodes {
        let part = match node.kind {
            TopKind::Part(marker) => marker.and_then(|marker| part_number(&text.slice(marker))),
            _ => None,
        };
        if seen.begins_anew(node.kind, part) {
            starts.push(node.span.start);
            seen = Seen::default();
        }
        seen.add(node.kind, part);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| Span::new(start, end))
        .collect()
}

/// What a disclosure has shown so far.
#[derive(Default)]
struct Seen {
    toc: bool,
    body: bool,
    part: Option<usize>,
}

impl Seen {
    fn begins_anew(&self, kind: TopKind, part: Option<usize>) -> bool {
        match kind {
            TopKind::CoverLine => self.body,
            TopKind::Toc => self.body && self.toc,
            TopKind::Part(_) => part == Some(1) && self.part.is_some_and(|last| last > 1),
            TopKind::Other => false,
        }
    }

    fn add(&mut self, kind: TopKind, part: Option<usize>) {
        match kind {
            TopKind::CoverLine => {}
            TopKind::Toc => self.toc = true,
            TopKind::Part(_) => {
                self.body = true;
                self.part = part.or(self.part);
            }
            TopKind::Other => self.body = true,
        }
    }
}

/// The number of a part: 第三部分 is 3.
pub fn part_number(marker: &str) -> Option<usize> {
    let marker = normalise(marker);
    let number = marker.strip_prefix('第')?.strip_suffix("部分")?;
    chinese_number(number)
}

/// The value of a Chinese numeral below one hundred, or of plain digits.
pub fn chinese_number(numeral: &str) -> Option<usize> {
    const DIGITS: &str = "一二三四五六七八九";
    if let Ok(value) = numeral.parse() {
        return Some(value);
    }
    let value = |text: &str| -> Option<usize> {
        let mut characters = text.chars();
        let character = characters.next()?;
        if characters.next().is_some() {
            return None;
        }
        DIGITS
            .chars()
            .position(|digit| digit == character)
            .map(|index| index + 1)
    };
    match numeral.split_once('十') {
        Some(("", "")) => Some(10),
        Some(("", ones)) => Some(10 + value(ones)?),
        Some((tens, "")) => Some(10 * value(tens)?),
        Some((tens, ones)) => Some(10 * value(tens)? + value(ones)?),
        None => value(numeral),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        for (numeral, value) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("三十四", 34),
            ("二十", 20),
            ("3", 3),
        ] {
            assert_eq!(chinese_number(numeral), Some(value));
        }
        assert_eq!(chinese_number("甲"), None);
    }
}
