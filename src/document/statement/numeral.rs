//! The numbers of a paragraph: which are amounts, shares and counts, and which are years, dates,
//! ordinals and codes (domain specification §2.10).

use std::ops::Range;

use rust_decimal::Decimal;

use crate::document::number::{Number, digit, next_number};
use crate::document::statement::paragraph;
use crate::document::statement::shadow::Shadow;
use crate::document::{Figure, FigureId, Unit};

/// A number of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Numeral {
    /// The figure; none for a number without a unit, which states nothing that can be checked.
    pub(super) figure: Option<FigureId>,
    /// The value as printed.
    pub(super) value: Decimal,
    /// The decimals as printed.
    pub(super) decimals: u32,
    /// What it counts.
    pub(super) class: Class,
    /// The number bounds or estimates.
    pub(super) approximate: bool,
    /// The digits in the shadow.
    pub(super) digits: Range<usize>,
    /// The byte of the shadow after the unit.
    pub(super) end: usize,
}

/// What may be added to what: money with money of the same unit, vehicles with vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// 元, 万元, 亿元, foreign money.
    Money(Unit),
    /// %.
    Percent,
    /// 个百分点.
    PercentagePoint,
    /// A count with its counting word.
    Count(char),
    /// No unit.
    Bare,
}

impl Class {
    /// Whether the class is money or a count: something that a list can decompose.
    pub(super) fn is_amount(self) -> bool {
        matches!(self, Class::Money(_) | Class::Count(_))
    }
}

/// Counting words whose counts are composed of one another; durations and dates are not.
const COUNTING_WORDS: &str = "辆台套人名个家户册次批项件";

/// The numbers of a shadow, and the byte ranges of everything that is written with digits, so
/// that a grouping comma is not taken for punctuation.
pub(super) struct Numerals {
    /// The numbers that matter, in order.
    pub(super) list: Vec<Numeral>,
    /// The bytes of every number with a grouping comma.
    pub(super) grouped: Vec<Range<usize>>,
}

/// Reads the numbers of a shadow and adds a figure for each that has a unit.
pub(super) fn read(shadow: &Shadow<'_>, figures: &mut Vec<Figure>) -> Numerals {
    let words = shadow.words.as_str();
    let mut numerals = Numerals {
        list: Vec::new(),
        grouped: Vec::new(),
    };
    let mut from = paragraph::marker(words).map_or(0, |marker| marker.length);
    while let Some(number) = next_number(words, from) {
        from = number.end;
        if number.grouped {
            numerals.grouped.push(number.start..number.end);
        }
        if let Some(class) = class_of(words, &number) {
            numerals.list.push(numeral(shadow, &number, class, figures));
        }
    }
    numerals
}

fn numeral(
    shadow: &Shadow<'_>,
    number: &Number,
    class: Class,
    figures: &mut Vec<Figure>,
) -> Numeral {
    let before = shadow.words.get(..number.start).unwrap_or_default();
    let after = shadow.words.get(number.unit_end..).unwrap_or_default();
    let from_digit = before.ends_with(|last| digit(last).is_some());
    let is_range = from_digit && number.value.is_sign_negative();
    let approximate = is_range
        || is_bounded_before(before)
        || is_bounded_after(after)
        || shadow.is_joined(number.start.saturating_sub(1), number.end)
            && is_cut(shadow, number.start, number.end);
    let unit = match class {
        Class::Money(unit) => Some(unit),
        Class::Percent => Some(Unit::Percent),
        Class::PercentagePoint => Some(Unit::PercentagePoint),
        Class::Count(_) => Some(Unit::Count),
        Class::Bare => None,
    };
    let figure = unit.map(|unit| {
        let id = FigureId(u32::try_from(figures.len()).unwrap_or(u32::MAX));
        figures.push(Figure {
            value: number.value,
            decimals: number.decimals,
            unit,
            span: shadow.span(number.start, number.end),
            approximate,
            narrative: true,
        });
        id
    });
    Numeral {
        figure,
        value: number.value,
        decimals: number.decimals,
        class,
        approximate,
        digits: number.start..number.end,
        end: number.unit_end,
    }
}

/// Digits on both sides of a joined line end: the number may have been cut in two.
fn is_cut(shadow: &Shadow<'_>, start: usize, end: usize) -> bool {
    let is_digit_like =
        |character: char| digit(character).is_some() || matches!(character, '.' | ',');
    let first = shadow.joins.partition_point(|join| *join < start);
    shadow
        .joins
        .get(first..)
        .unwrap_or_default()
        .iter()
        .take_while(|join| **join <= end)
        .any(|join| {
            let left = shadow.words.get(..*join).unwrap_or_default();
            let right = shadow.words.get(*join..).unwrap_or_default();
            left.chars().next_back().is_some_and(is_digit_like)
                && right.chars().next().is_some_and(is_digit_like)
        })
}

/// What a number counts; none for years, dates, ordinals, document numbers and codes.
fn class_of(words: &str, number: &Number) -> Option<Class> {
    let before = words.get(..number.start)?.chars().next_back();
    let after = words.get(number.end..)?;
    if matches!(before, Some('第' | '〔' | '[' | '/' | ':'))
        && number.unit != Some(Unit::TenThousandYuan)
    {
        return None;
    }
    match number.unit {
        Some(Unit::Percent) => Some(Class::Percent),
        Some(Unit::PercentagePoint) => Some(Class::PercentagePoint),
        Some(Unit::Count) => counting_word(words, number).map(Class::Count),
        Some(unit) => Some(Class::Money(unit)),
        None if is_name_or_ordinal(before, after, number) => None,
        None => Some(Class::Bare),
    }
}

fn counting_word(words: &str, number: &Number) -> Option<char> {
    let word = words.get(number.end..number.unit_end)?.trim_start();
    let first = word
        .chars()
        .next()
        .filter(|first| COUNTING_WORDS.contains(*first))?;
    let after = words.get(number.unit_end..)?.chars().next();
    match (word, after) {
        // A duration: 6个月.
        ("个", Some('月')) => None,
        ("人次", _) => Some('次'),
        ("名", _) => Some('人'),
        _ => Some(first),
    }
}

/// 2024, 2024年, 500强, 16号, “1.”, “3)”, 5G.
fn is_name_or_ordinal(before: Option<char>, after: &str, number: &Number) -> bool {
    let next = after.chars().next();
    let is_year = number.decimals == 0 && (1949..=2100).any(|year| number.value == year.into());
    let is_ordinal = matches!(next, Some('.' | '、' | ')')) && number.decimals == 0;
    let is_named = matches!(
        next,
        Some('强' | '号' | '度' | '〕' | ']' | '-' | '/' | ':' | '大' | '月' | '期')
    );
    let is_latin = next.is_some_and(|next| next.is_ascii_alphabetic());
    is_year || is_named || is_latin || (is_ordinal && !matches!(before, Some('费' | '入' | '出')))
}

/// Words before a number that make it a bound or an estimate.
const BOUNDS_BEFORE: [&str; 31] = [
    "约",
    "近",
    "每",
    "不超过",
    "不低于",
    "不少于",
    "不高于",
    "超过",
    "超",
    "逾",
    "至少",
    "至多",
    "最多",
    "最高",
    "最低",
    "大于",
    "小于",
    "高于",
    "低于",
    "多于",
    "少于",
    "达到",
    "控制在",
    "≥",
    "≤",
    ">",
    "<",
    "人均",
    "平均",
    "满",
    "标准为",
];

/// Words after a unit that make the number a bound or an estimate.
const BOUNDS_AFTER: [&str; 14] = [
    "左右",
    "以上",
    "以下",
    "以内",
    "之内",
    "上下",
    "余",
    "多",
    "起",
    "不等",
    "/",
    "及以上",
    "及以下",
    "每",
];

fn is_bounded_before(before: &str) -> bool {
    let words = before.trim_end_matches(['为', '是', '在', '用', '需']);
    let range = before.strip_suffix(['-', '~', '至', '到']);
    BOUNDS_BEFORE.iter().any(|bound| words.ends_with(bound))
        || range.is_some_and(|left| left.ends_with(|last| digit(last).is_some()))
        || is_each(before)
}

/// 各20万元, 各安排20万元: every one of several things has this amount.
fn is_each(before: &str) -> bool {
    let words = ["安排", "编制", "拨付", "为"]
        .iter()
        .find_map(|verb| before.strip_suffix(verb))
        .unwrap_or(before);
    words.ends_with('各')
}

fn is_bounded_after(after: &str) -> bool {
    let words = without_bracket(after);
    BOUNDS_AFTER.iter().any(|bound| words.starts_with(bound))
}

/// The words after a short bracket: （含）以上, （原值）以上.
fn without_bracket(after: &str) -> &str {
    let Some(inner) = after.strip_prefix('(') else {
        return after;
    };
    let close = inner.char_indices().take(8).find(|(_, next)| *next == ')');
    close
        .and_then(|(at, _)| inner.get(at + 1..))
        .unwrap_or(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn read_words(text: &str) -> Vec<(String, bool)> {
        let mut figures = Vec::new();
        let shadow = Shadow::of(text, &[Span::new(0, text.len())]);
        read(&shadow, &mut figures);
        figures
            .iter()
            .map(|figure| {
                (
                    figure.span.get(text).unwrap().to_owned(),
                    figure.approximate,
                )
            })
            .collect()
    }

    #[test]
    fn years_dates_ordinals_and_codes_are_no_amounts() {
        for text in [
            "截至2024年4月18日",
            "世界500强、中国500强",
            "印发〔2019〕16号文件",
            "20240111171542",
            "3、机构设置",
            "2.预算",
            "第3个",
            "期限6个月",
        ] {
            assert_eq!(read_words(text), [], "{text}");
        }
    }

    #[test]
    fn amounts_shares_and_counts_are_figures() {
        let expected = |words: &[&str]| -> Vec<(String, bool)> {
            words
                .iter()
                .map(|word| ((*word).to_owned(), false))
                .collect()
        };
        assert_eq!(
            read_words("1、预算1，042.10万元，占84.80％，车辆2辆"),
            expected(&["1，042.10", "84.80", "2"])
        );
    }

    #[test]
    fn estimates_and_bounds_are_approximate() {
        for text in [
            "约20万元",
            "各约10万元",
            "每年不少于15次",
            "价值50万元（原值）以上",
            "100万元（含）以上",
            "5万元左右",
            "≥25亿元/年",
            "聘用1-2名",
            "两站各10万元",
        ] {
            let numbers = read_words(text);
            assert!(
                numbers.iter().all(|(_, approximate)| *approximate),
                "{text} {numbers:?}"
            );
            assert_eq!(numbers.len(), 1, "{text} {numbers:?}");
        }
    }
}
