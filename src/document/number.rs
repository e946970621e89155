//! Printed numbers: digits, separators, signs, glued units (domain specification §2.10).

use rust_decimal::Decimal;

use crate::document::Unit;

/// A number found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The value as printed.
    pub value: Decimal,
    /// The decimals as printed.
    pub decimals: u32,
    /// The byte where the sign or the first digit stands.
    pub start: usize,
    /// The byte after the last digit.
    pub end: usize,
    /// The unit glued to the number (blanks may stand between).
    pub unit: Option<Unit>,
    /// The byte after the unit; `end` when there is none.
    pub unit_end: usize,
    /// The digits were grouped by separators.
    pub grouped: bool,
}

/// The most digits a printed amount has; longer runs are timestamps or project codes.
const MOST_DIGITS: usize = 15;

/// The most digits that are read of a run; those behind them do not count.
const MOST_READ: usize = MOST_DIGITS + 1;

/// Reads the number whose sign or first digit stands at `at`; none when there is none, or when
/// the digits are too many for an amount.
pub fn number_at(text: &str, at: usize) -> Option<Number> {
    let rest = text.get(at..)?;
    let mut cursor = Cursor { rest, taken: 0 };
    let negative = cursor.take_if(is_sign).is_some();
    let mut digits = 0;
    let mut count = cursor.take_digits(&mut digits);
    if count == 0 {
        return None;
    }
    let mut grouped = false;
    while cursor.take_group(&mut digits) {
        count += 3;
        grouped = true;
    }
    let mut decimals = 0;
    if let Some(point) = cursor.point() {
        cursor.skip(point);
        decimals = cursor.take_digits(&mut digits);
    }
    if count > MOST_DIGITS {
        return None;
    }
    let scale = u32::try_from(decimals.min(MOST_READ)).ok()?;
    let mut value = Decimal::try_from_i128_with_scale(digits, scale).ok()?;
    value.set_sign_negative(negative && !value.is_zero());
    let end = at + cursor.taken;
    let (unit, unit_length) = unit_at(text.get(end..)?);
    Some(Number {
        value,
        decimals: u32::try_from(decimals).unwrap_or(u32::MAX),
        start: at,
        end,
        unit,
        unit_end: end + unit_length,
        grouped,
    })
}

/// The next number at or after `from` that no digit or letter touches from the left.
pub fn next_number(text: &str, from: usize) -> Option<Number> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find(is_digit)?;
        let (left, run) = text.split_at_checked(at)?;
        let attached = left.ends_with(|left: char| left.is_ascii_alphanumeric() || left == '.');
        if attached {
            at += run.chars().next()?.len_utf8();
            continue;
        }
        if let Some(number) = number_at(text, signed_start(text, from, at)) {
            return Some(number);
        }
        at += run.find(|next| !is_digit(next))?;
    }
}

/// A sign belongs to the number only when nothing that could be a minuend stands before it.
fn signed_start(text: &str, from: usize, at: usize) -> usize {
    let Some(left) = text.get(from..at) else {
        return at;
    };
    let mut characters = left.chars().rev();
    let Some(sign) = characters.next().filter(|sign| is_sign(*sign)) else {
        return at;
    };
    match characters.next() {
        Some(before) if !before.is_whitespace() && !"（(:：,，、".contains(before) => at,
        _ => at - sign.len_utf8(),
    }
}

/// Whether the text is a sign for nothing: blank, `-`, `—`, `/`, `无` (domain specification §2.10).
pub fn is_blank(text: &str) -> bool {
    matches!(
        text.trim_matches(is_space),
        "" | "-" | "—" | "－" | "–" | "——" | "--" | "/" | "无"
    )
}

/// Blanks of every width.
pub fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{A0}' | '\u{3000}' | '\u{FEFF}')
}

/// The value of a half-width or full-width digit.
pub fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_u32(character as u32 - 0xFEE0),
        _ => None,
    }
}

fn is_digit(character: char) -> bool {
    digit(character).is_some()
}

fn digit_value(character: char) -> Option<i128> {
    digit(character)?.to_digit(10).map(i128::from)
}

fn is_sign(character: char) -> bool {
    matches!(character, '-' | '－' | '−' | '–')
}

/// Units by their spelling, longest first where one is the beginning of another.
const UNITS: [(&str, Unit); 14] = [
    ("个百分点", Unit::PercentagePoint),
    ("百分点", Unit::PercentagePoint),
    ("万美元", Unit::ForeignMoney),
    ("亿美元", Unit::ForeignMoney),
    ("美元", Unit::ForeignMoney),
    ("万欧元", Unit::ForeignMoney),
    ("万元", Unit::TenThousandYuan),
    ("亿元", Unit::HundredMillionYuan),
    ("元", Unit::Yuan),
    ("%", Unit::Percent),
    ("％", Unit::Percent),
    ("平方米", Unit::Count),
    ("批次", Unit::Count),
    ("人次", Unit::Count),
];

/// One-character count units (domain specification §1.5).
const COUNT_UNITS: &str = "辆台套人名个家户册次块天年月日批项户件处间条本场期科所";

/// The unit at the start of `rest`, and the bytes from the start of `rest` to its end.
fn unit_at(rest: &str) -> (Option<Unit>, usize) {
    let trimmed = rest.trim_start_matches([' ', '\u{3000}', '\u{A0}']);
    let blanks = rest.len() - trimmed.len();
    for (spelling, unit) in UNITS {
        if trimmed.starts_with(spelling) {
            return (Some(unit), blanks + spelling.len());
        }
    }
    match trimmed.chars().next() {
        Some(first) if blanks == 0 && COUNT_UNITS.contains(first) => {
            (Some(Unit::Count), first.len_utf8())
        }
        _ => (None, 0),
    }
}

/// A reader over the characters after the start of a number.
struct Cursor<'text> {
    rest: &'text str,
    taken: usize,
}

impl Cursor<'_> {
    fn take_if(&mut self, accept: impl Fn(char) -> bool) -> Option<char> {
        let character = self.rest.chars().next().filter(|next| accept(*next))?;
        self.skip(character.len_utf8());
        Some(character)
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self.taken += bytes;
    }

    /// Appends a run of digits to those before it; returns how many there are.
    fn take_digits(&mut self, digits: &mut i128) -> usize {
        let mut count = 0;
        while let Some(character) = self.rest.chars().next()
            && let Some(value) = digit_value(character)
        {
            self.skip(character.len_utf8());
            if count < MOST_READ {
                *digits = digits.saturating_mul(10).saturating_add(value);
            }
            count += 1;
        }
        count
    }

    /// A separator followed by exactly three digits.
    fn take_group(&mut self, digits: &mut i128) -> bool {
        let Some(group) = self.rest.strip_prefix([',', '，']) else {
            return false;
        };
        let length = group.chars().take_while(|next| is_digit(*next)).take(4);
        if length.count() != 3 {
            return false;
        }
        self.skip(self.rest.len() - group.len());
        self.take_digits(digits);
        true
    }

    /// The bytes of a decimal point that a digit follows.
    fn point(&self) -> Option<usize> {
        let mut characters = self.rest.chars();
        let point = characters
            .next()
            .filter(|next| matches!(next, '.' | '．'))?;
        characters.next().and_then(digit)?;
        Some(point.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(String, u32, Option<Unit>)> {
        number_at(text, 0).map(|number| (number.value.to_string(), number.decimals, number.unit))
    }

    #[test]
    fn forms_of_a_printed_amount() {
        let expected = |value: &str, decimals, unit| Some((value.to_owned(), decimals, unit));
        assert_eq!(value("1,042.10"), expected("1042.10", 2, None));
        assert_eq!(value("１，０４２．１０"), expected("1042.10", 2, None));
        assert_eq!(
            value("203万元"),
            expected("203", 0, Some(Unit::TenThousandYuan))
        );
        assert_eq!(
            value("2.10 万元"),
            expected("2.10", 2, Some(Unit::TenThousandYuan))
        );
        assert_eq!(value("-5.00"), expected("-5.00", 2, None));
        assert_eq!(value("100.00%"), expected("100.00", 2, Some(Unit::Percent)));
        assert_eq!(
            value("1724万美元"),
            expected("1724", 0, Some(Unit::ForeignMoney))
        );
        assert_eq!(value("3辆"), expected("3", 0, Some(Unit::Count)));
    }

    #[test]
    fn wrong_groups_are_not_joined() {
        assert_eq!(value("1,04"), Some(("1".to_owned(), 0, None)));
        assert_eq!(value("12,3456"), Some(("12".to_owned(), 0, None)));
    }

    #[test]
    fn decimals_are_counted_further_than_they_are_read() {
        let expected = ("0.3333333333333333".to_owned(), 18, None);
        assert_eq!(value("0.333333333333333333"), Some(expected));
    }

    #[test]
    fn timestamps_and_project_codes_are_no_amounts() {
        assert_eq!(value("419001240000000006991"), None);
        assert_eq!(next_number("填报 419001240000000006991 止", 0), None);
    }

    #[test]
    fn signs_count_only_where_nothing_is_subtracted() {
        let number = next_number("结余-3.5万元", 0).map(|number| number.value.to_string());
        assert_eq!(number.as_deref(), Some("3.5"));
        let number = next_number("（-3.5万元）", 0).map(|number| number.value.to_string());
        assert_eq!(number.as_deref(), Some("-3.5"));
    }

    #[test]
    fn blanks_have_many_forms() {
        for blank in ["", " ", "-", "—", "/", "\u{3000}", "无"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank("0"));
    }
}
