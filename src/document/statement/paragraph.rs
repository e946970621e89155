//! Logical paragraphs: printed lines joined where a line end, a blank line or a page break cut a
//! sentence in two (domain specification §2.9).

use crate::document::number::digit;
use crate::document::{ProseKind, ProseLine};
use crate::text::Span;

/// The number or bullet at the start of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    /// Paragraphs of one list have markers of one kind; a greater kind is usually deeper.
    pub(super) kind: u8,
    /// The number; none for a bullet.
    pub(super) ordinal: Option<u32>,
    /// The bytes of the marker in the shadow of the paragraph.
    pub(super) length: usize,
}

/// A logical paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// What its first line is.
    pub(super) kind: ProseKind,
    /// Its lines in order.
    pub(super) pieces: Vec<Span>,
}

/// Shorter lines are captions and titles, not sentences that ran to the edge of the page.
const FULL_LINE: usize = 16;

/// Joins lines to paragraphs. Barriers stay, each for itself.
pub(super) fn join(text: &str, lines: &[ProseLine]) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for line in lines {
        if let Some(last) = paragraphs.last_mut()
            && continues(text, last, line)
        {
            last.pieces.push(line.span);
            continue;
        }
        paragraphs.push(Paragraph {
            kind: line.kind,
            pieces: vec![line.span],
        });
    }
    paragraphs
}

fn continues(text: &str, paragraph: &Paragraph, line: &ProseLine) -> bool {
    let takes = matches!(paragraph.kind, ProseKind::Paragraph | ProseKind::ListItem);
    let words = line.span.get(text).unwrap_or_default().trim_start();
    if !takes || !is_continuation(line.kind, words) {
        return false;
    }
    let before = paragraph.pieces.last().and_then(|piece| piece.get(text));
    let before = before
        .unwrap_or_default()
        .trim_end_matches([' ', '\u{3000}', '*']);
    let Some(end) = before.chars().next_back() else {
        return false;
    };
    if "。！？；：）!?;:)．.".contains(end) {
        return false;
    }
    if "，、,".contains(end) || words.starts_with(is_punctuation) {
        return true;
    }
    let full = paragraph.pieces.len() > 1 || before.chars().count() >= FULL_LINE;
    full && !ends_with_unit(before)
}

/// A line that goes on is no heading, and not the start of a list item. A number that looks like
/// a list marker may be the rest of an amount: `1.50万元`.
fn is_continuation(kind: ProseKind, words: &str) -> bool {
    match kind {
        ProseKind::Paragraph => true,
        ProseKind::ListItem => {
            words.starts_with(|first| digit(first).is_some()) && marker(words).is_none()
        }
        ProseKind::Heading | ProseKind::Barrier => false,
    }
}

fn is_punctuation(character: char) -> bool {
    "，。；、,;:：）)".contains(character)
}

/// After a complete amount without a comma a new sentence starts: most likely two short lines.
fn ends_with_unit(words: &str) -> bool {
    ["元", "%", "％"].iter().any(|unit| words.ends_with(unit))
}

/// The marker at the start of a paragraph's shadow.
pub(super) fn marker(words: &str) -> Option<Marker> {
    bracketed(words)
        .or_else(|| circled(words))
        .or_else(|| plain(words))
        .or_else(|| bullet(words))
}

fn bracketed(words: &str) -> Option<Marker> {
    let inner = words.strip_prefix(['(', '（'])?;
    let close = inner
        .char_indices()
        .take(6)
        .find(|(_, next)| matches!(next, ')' | '）'))?;
    let numeral = inner.get(..close.0)?;
    let opening = words.chars().next().map_or(0, char::len_utf8);
    let (kind, ordinal) = match arabic(numeral) {
        Some(ordinal) => (4, ordinal),
        None => (2, chinese(numeral)?),
    };
    Some(Marker {
        kind,
        ordinal: Some(ordinal),
        length: opening + close.0 + close.1.len_utf8(),
    })
}

fn circled(words: &str) -> Option<Marker> {
    let first = words.chars().next()?;
    let ordinal = match first {
        '①'..='⑳' => first as u32 - '①' as u32 + 1,
        _ => return None,
    };
    Some(Marker {
        kind: 6,
        ordinal: Some(ordinal),
        length: first.len_utf8(),
    })
}

fn plain(words: &str) -> Option<Marker> {
    let mut close = None;
    for (at, character) in words.char_indices().take(6) {
        if matches!(character, '.' | '．' | '、' | ')' | '）') {
            close = Some((at, character));
            break;
        }
    }
    let (at, character) = close?;
    let numeral = words.get(..at)?;
    let length = at + character.len_utf8();
    if let Some(ordinal) = arabic(numeral) {
        let after = words.get(length..)?.chars().next();
        if matches!(character, '.' | '．') && after.and_then(digit).is_some() {
            return None;
        }
        let kind = if matches!(character, ')' | '）') {
            5
        } else {
            3
        };
        return Some(Marker {
            kind,
            ordinal: Some(ordinal),
            length,
        });
    }
    let ordinal = chinese(numeral).filter(|_| character == '、')?;
    Some(Marker {
        kind: 1,
        ordinal: Some(ordinal),
        length,
    })
}

fn bullet(words: &str) -> Option<Marker> {
    let first = words.chars().next()?;
    let after = words.get(first.len_utf8()..)?.chars().next();
    let is_bullet = matches!(first, '●' | '•' | '·' | '■' | '◆')
        || (first == '-' && after.and_then(digit).is_none());
    is_bullet.then_some(Marker {
        kind: 7,
        ordinal: None,
        length: first.len_utf8(),
    })
}

fn arabic(numeral: &str) -> Option<u32> {
    let digits: Option<String> = numeral.trim().chars().map(digit).collect();
    digits
        .filter(|digits| (1..=3).contains(&digits.len()))?
        .parse()
        .ok()
}

/// 一 to 九十九.
fn chinese(numeral: &str) -> Option<u32> {
    let mut tens = 0;
    let mut ones = None;
    for character in numeral.chars() {
        match character {
            '十' => {
                tens = ones.take().unwrap_or(1) * 10;
            }
            other => {
                let place = "一二三四五六七八九"
                    .chars()
                    .position(|digit| digit == other)?;
                ones = Some(u32::try_from(place).ok()? + 1);
            }
        }
    }
    let value = tens + ones.unwrap_or(0);
    (value > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<ProseLine> {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let span = Span::new(start, start + line.len());
            start += line.len() + 1;
            if !line.is_empty() {
                let kind = match marker(line) {
                    Some(_) => ProseKind::ListItem,
                    None => ProseKind::Paragraph,
                };
                lines.push(ProseLine { kind, span });
            }
        }
        lines
    }

    #[test]
    fn a_page_break_does_not_end_a_sentence() {
        let text = "本单位一般公共预算用于以下方面：教育支出20万元；卫生\n\n健康支出9.61万元。\n说明完毕。";
        let paragraphs = join(text, &lines(text));
        let counts: Vec<usize> = paragraphs.iter().map(|each| each.pieces.len()).collect();
        assert_eq!(counts, [2, 1]);
    }

    #[test]
    fn captions_list_items_and_finished_amounts_start_anew() {
        for text in [
            "支出结构图\n2024年支出100万元。",
            "本单位2024年度收入预算合计为一百万元整\n1.基本支出60万元。",
            "本单位2024年度收入预算合计为100.00万元\n支出预算合计为100.00万元。",
        ] {
            assert_eq!(join(text, &lines(text)).len(), 2, "{text}");
        }
    }

    #[test]
    fn markers_have_kinds_and_numbers() {
        let read = |words| marker(words).map(|found| (found.kind, found.ordinal));
        assert_eq!(read("一、概况"), Some((1, Some(1))));
        assert_eq!(read("（二十一）完成"), Some((2, Some(21))));
        assert_eq!(read("10.上年结转"), Some((3, Some(10))));
        assert_eq!(read("2、机构"), Some((3, Some(2))));
        assert_eq!(read("(1)收入"), Some((4, Some(1))));
        assert_eq!(read("③车辆"), Some((6, Some(3))));
        assert_eq!(read("1.50万元"), None);
        assert_eq!(read("2024年"), None);
        assert_eq!(read("（类）"), None);
    }
}
