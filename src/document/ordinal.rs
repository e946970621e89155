//! The numbers before headings and list items (domain specification §2.3).

use crate::document::normalise::fold;
use crate::document::partition::chinese_number;

/// How a heading or a list item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrdinalForm {
    /// 第一部分.
    Part,
    /// 一、.
    Chinese,
    /// （一）.
    BracketedChinese,
    /// 1. or 1、.
    Arabic,
    /// （1）.
    BracketedArabic,
    /// ①.
    Circled,
}

/// The number before a heading or a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinal {
    /// How it is written.
    pub form: OrdinalForm,
    /// Its value: 三、 is 3.
    pub value: usize,
    /// The byte of the line where it starts.
    pub start: usize,
    /// The byte after it, its mark included.
    pub end: usize,
    /// Its brackets are half-width: (三).
    pub half_width: bool,
}

/// The number that a line starts with, after blanks, bullets, Markdown marks and a bookmark that
/// a conversion left.
pub fn ordinal_of(line: &str) -> Option<Ordinal> {
    let start = marks_before(line);
    let rest = line.get(start..)?;
    let first = rest.chars().next()?;
    let ordinal = |form, value, length: usize| Ordinal {
        form,
        value,
        start,
        end: start + length,
        half_width: first == '(',
    };
    if let Some(value) = circled(first) {
        return Some(ordinal(OrdinalForm::Circled, value, first.len_utf8()));
    }
    if let Some(after) = rest.strip_prefix('第') {
        let (numeral, _) = after.split_once("部分")?;
        let value = chinese_number(numeral.trim())?;
        let length = "第".len() + numeral.len() + "部分".len();
        return Some(ordinal(OrdinalForm::Part, value, length));
    }
    let bracketed = fold(first) == '(';
    let inner = if bracketed {
        rest.get(first.len_utf8()..)?
    } else {
        rest
    };
    let numeral_length: usize = inner
        .chars()
        .take_while(|character| is_numeral(*character))
        .map(char::len_utf8)
        .sum();
    let numeral = inner.get(..numeral_length)?;
    let mark = inner.get(numeral_length..)?.chars().next()?;
    let arabic = numeral.starts_with(|first: char| first.is_ascii_digit());
    if numeral.is_empty() || numeral.len() > 12 {
        return None;
    }
    let value = chinese_number(numeral)?;
    let form = match (bracketed, arabic, fold(mark)) {
        (true, true, ')') => OrdinalForm::BracketedArabic,
        (true, false, ')') => OrdinalForm::BracketedChinese,
        (false, false, '、') => OrdinalForm::Chinese,
        (false, true, '.' | '、') => OrdinalForm::Arabic,
        _ => return None,
    };
    let opening = if bracketed { first.len_utf8() } else { 0 };
    let length = opening + numeral_length + mark.len_utf8();
    let followed_by_digit = rest
        .get(length..)
        .and_then(|after| after.chars().next())
        .is_some_and(|after| after.is_ascii_digit());
    // 2.5万元 is an amount, 1.2024年 a list item.
    if form == OrdinalForm::Arabic && mark == '.' && followed_by_digit {
        return None;
    }
    Some(ordinal(form, value, length))
}

/// A number written in a form; the mark of 1. and 1、 is taken from `like`.
pub fn print_ordinal(form: OrdinalForm, value: usize, like: &str) -> String {
    let numeral = chinese_numeral(value);
    match form {
        OrdinalForm::Part => format!("第{numeral}部分"),
        OrdinalForm::Chinese => format!("{numeral}、"),
        OrdinalForm::BracketedChinese => format!("（{numeral}）"),
        OrdinalForm::Arabic if like.contains('、') => format!("{value}、"),
        OrdinalForm::Arabic => format!("{value}."),
        OrdinalForm::BracketedArabic => format!("（{value}）"),
        OrdinalForm::Circled => u32::try_from(value)
            .ok()
            .and_then(|value| char::from_u32('①' as u32 + value.saturating_sub(1)))
            .map(String::from)
            .unwrap_or_default(),
    }
}

/// The Chinese numeral of a number below one hundred; digits above.
pub fn chinese_numeral(value: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: usize| DIGITS.get(digit).copied().unwrap_or_default();
    match (value / 10, value % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) if tens < 10 => format!("{}十{}", digit(tens), digit(ones)),
        _ => value.to_string(),
    }
}

/// The bytes before the number: blanks, bullets, Markdown marks, `[bookmark: …]`.
fn marks_before(line: &str) -> usize {
    let skip = |from: usize| -> usize {
        let rest = line.get(from..).unwrap_or_default();
        let marks = |character: char| {
            character.is_whitespace() || matches!(character, '#' | '-' | '*' | '\u{3000}')
        };
        line.len() - rest.trim_start_matches(marks).len()
    };
    let start = skip(0);
    let rest = line.get(start..).unwrap_or_default();
    match rest
        .strip_prefix("[bookmark:")
        .and_then(|rest| rest.find(']'))
    {
        Some(length) => skip(start + "[bookmark:".len() + length + 1),
        None => start,
    }
}

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || "一二三四五六七八九十".contains(character)
}

fn circled(character: char) -> Option<usize> {
    let value = (character as u32).checked_sub('①' as u32)?;
    (value < 20).then_some(value as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_numbers() {
        let cases = [
            ("一、主要职责", Some((OrdinalForm::Chinese, 1))),
            ("（十二）完成", Some((OrdinalForm::BracketedChinese, 12))),
            ("(四) 负责", Some((OrdinalForm::BracketedChinese, 4))),
            ("- 3、会同", Some((OrdinalForm::Arabic, 3))),
            ("## 第三部分 说明", Some((OrdinalForm::Part, 3))),
            ("（1） 收入", Some((OrdinalForm::BracketedArabic, 1))),
            ("②车辆", Some((OrdinalForm::Circled, 2))),
            ("[bookmark: _x1]17.社会", Some((OrdinalForm::Arabic, 17))),
            ("2.5万元", None),
            ("2024年", None),
            ("一般公共预算", None),
        ];
        for (line, expected) in cases {
            let read = ordinal_of(line).map(|ordinal| (ordinal.form, ordinal.value));
            assert_eq!(read, expected, "{line}");
        }
    }

    #[test]
    fn a_number_is_printed_as_it_is_read() {
        for form in [
            OrdinalForm::Part,
            OrdinalForm::Chinese,
            OrdinalForm::BracketedChinese,
            OrdinalForm::Arabic,
            OrdinalForm::BracketedArabic,
            OrdinalForm::Circled,
        ] {
            for value in 1..=20 {
                let printed = print_ordinal(form, value, "");
                let read = ordinal_of(&printed).map(|ordinal| (ordinal.form, ordinal.value));
                assert_eq!(read, Some((form, value)), "{printed}");
            }
        }
    }
}
