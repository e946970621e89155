//! Number formats: `0.00`, `#,##0.00;[Red]-#,##0.00`, `0.0%`, `yyyy"年"m"月"` (ECMA-376 part 1,
//! §18.8.31).
//!
//! Numbers are decimals of fifteen digits, as Excel shows them; nothing is binary floating point.

use rust_decimal::{Decimal, RoundingStrategy};

use super::date::{self, Moment};

/// Digits that Excel keeps of a number.
const DIGITS: u32 = 15;

/// Digits before and after the point that a cell of no format shows.
const GENERAL_DIGITS: usize = 10;

/// The most decimals of a format; Excel allows thirty.
const MOST_DECIMALS: usize = 28;

/// A format: sections for positive, negative and zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat(Vec<Section>);

type Section = Vec<Token>;

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A character to show as it is.
    Literal(char),
    /// The place of a digit: `0` always, `#` and `?` where there is one.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// A part of a date or time: the letter and how often it stands.
    Date(char, usize),
    /// `AM/PM` or `上午/下午`.
    HalfOfDay,
    /// `General`, and all that is not understood.
    General,
}

impl NumberFormat {
    /// Reads a format. What it cannot read shows numbers in full.
    pub fn parse(code: &str) -> Self {
        let mut reader = Reader::of(code);
        let mut sections = vec![Section::new()];
        while let Some(character) = reader.next() {
            if character == ';' {
                sections.push(Section::new());
                continue;
            }
            if let Some(section) = sections.last_mut() {
                reader.token(character, section);
            }
        }
        if reader.is_beyond || code.trim().is_empty() {
            return Self(vec![vec![Token::General]]);
        }
        Self(sections)
    }

    /// A number as a cell of this format shows it.
    pub fn show(&self, value: Decimal, counts_from_1904: bool) -> String {
        let value = value.round_sf(DIGITS).unwrap_or(value);
        let section = |index: usize| self.0.get(index).filter(|_| index < 3);
        let negative = section(1).filter(|_| value.is_sign_negative() && !value.is_zero());
        let zero = section(2).filter(|_| value.is_zero());
        let Some(first) = self.0.first() else {
            return general(value);
        };
        let shown = match negative.or(zero) {
            Some(section) => show(section, value.abs(), counts_from_1904),
            None => show(first, value, counts_from_1904),
        };
        shown.trim().to_owned()
    }
}

/// Reads the characters of a format.
struct Reader<'code> {
    rest: std::iter::Peekable<std::str::Chars<'code>>,
    /// The format holds what is not read here: conditions (`[>=10000]`), exponents, fractions,
    /// hours beyond a day.
    is_beyond: bool,
}

impl<'code> Reader<'code> {
    fn of(code: &'code str) -> Self {
        Self {
            rest: code.chars().peekable(),
            is_beyond: false,
        }
    }

    fn next(&mut self) -> Option<char> {
        self.rest.next()
    }

    fn token(&mut self, character: char, section: &mut Section) {
        match character {
            '"' => section.extend(self.up_to('"').chars().map(Token::Literal)),
            '\\' | '!' => section.extend(self.next().map(Token::Literal)),
            // A blank as wide as a character; a character that fills the cell.
            '_' | '*' => drop(self.next()),
            '[' => self.bracket(section),
            '0' | '#' | '?' => section.push(Token::Digit(character)),
            '.' => section.push(Token::Point),
            ',' => section.push(Token::Comma),
            '%' => section.push(Token::Percent),
            '@' => section.push(Token::General),
            'G' | 'g' => {
                while self.rest.next_if(char::is_ascii_alphabetic).is_some() {}
                section.push(Token::General);
            }
            'E' | '/' if section.iter().any(is_digit) => self.is_beyond = true,
            'A' | '上'
                if self
                    .rest
                    .peek()
                    .is_some_and(|it| matches!(it, 'M' | '/' | '午')) =>
            {
                while self.rest.next_if(|it| "MP/下午".contains(*it)).is_some() {}
                section.push(Token::HalfOfDay);
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' | 'e' => {
                let mut count = 1;
                while self.rest.next_if_eq(&character).is_some() {
                    count += 1;
                }
                section.push(Token::Date(character.to_ascii_lowercase(), count));
            }
            other => section.push(Token::Literal(other)),
        }
    }

    fn up_to(&mut self, end: char) -> String {
        self.rest.by_ref().take_while(|it| *it != end).collect()
    }

    /// `[Red]`, `[$¥-804]`, `[h]`, `[>=10000]`.
    fn bracket(&mut self, section: &mut Section) {
        let inside = self.up_to(']');
        if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default();
            section.extend(sign.chars().map(Token::Literal));
        } else {
            let times = ["h", "hh", "m", "mm", "s", "ss"];
            let is_time = times.contains(&inside.to_lowercase().as_str());
            self.is_beyond |= is_time || inside.starts_with(['<', '>', '=']);
        }
    }
}

fn show(section: &Section, value: Decimal, counts_from_1904: bool) -> String {
    if section.contains(&Token::General) {
        return with_literals(section, &general(value));
    }
    if section.iter().any(|it| matches!(it, Token::Date(..))) {
        let moment = date::moment(value, counts_from_1904);
        return moment.map_or_else(|| general(value), |moment| show_date(section, moment));
    }
    show_number(section, value)
}

/// A number in full: as many digits as a cell of no format shows.
fn general(value: Decimal) -> String {
    let whole = value.trunc().abs().normalize().to_string().len();
    let decimals = u32::try_from(GENERAL_DIGITS.saturating_sub(whole)).unwrap_or_default();
    let rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.normalize().to_string()
}

fn with_literals(section: &Section, number: &str) -> String {
    let mut shown = String::new();
    for token in section {
        match token {
            Token::Literal(character) => shown.push(*character),
            Token::General => shown.push_str(number),
            _ => {}
        }
    }
    shown
}

fn show_number(section: &Section, value: Decimal) -> String {
    if !section.iter().any(is_digit) {
        return section.iter().filter_map(literal).collect();
    }
    let point = section.iter().position(|it| *it == Token::Point);
    let (whole, fraction) = section.split_at(point.unwrap_or(section.len()));
    let places = |tokens: &[Token]| tokens.iter().filter(|it| is_digit(it)).count();
    let decimals = places(fraction).min(MOST_DECIMALS);
    let Some(scaled) = scale(section, value) else {
        return general(value);
    };
    let decimals = u32::try_from(decimals).unwrap_or_default();
    let rounded = scaled.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let digits = format!(
        "{:.*}",
        usize::try_from(decimals).unwrap_or_default(),
        rounded.abs()
    );
    let (before, after) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut shown = String::new();
    if value.is_sign_negative() && !value.is_zero() {
        shown.push('-');
    }
    shown.push_str(&show_whole(whole, before));
    shown.push_str(&show_fraction(fraction, after));
    shown
}

fn is_digit(token: &Token) -> bool {
    matches!(token, Token::Digit(_))
}

/// The number times a hundred for every percent sign, divided by a thousand for every comma after
/// the last digit.
fn scale(section: &Section, value: Decimal) -> Option<Decimal> {
    let last = section.iter().rposition(is_digit)?;
    let thousands = section.iter().skip(last).filter(|it| **it == Token::Comma);
    let percents = section.iter().filter(|it| **it == Token::Percent);
    let mut scaled = value;
    for _ in thousands {
        scaled = scaled.checked_div(Decimal::ONE_THOUSAND)?;
    }
    for _ in percents {
        scaled = scaled.checked_mul(Decimal::ONE_HUNDRED)?;
    }
    Some(scaled)
}

/// Digits before the point, from the right into their places; the leftmost place takes the rest.
fn show_whole(tokens: &[Token], digits: &str) -> String {
    let first = tokens.iter().position(is_digit);
    let last = tokens.iter().rposition(is_digit);
    let (Some(first), Some(last)) = (first, last) else {
        return tokens.iter().filter_map(literal).collect();
    };
    let inside = tokens.get(first..last).unwrap_or_default();
    let is_grouped = inside.contains(&Token::Comma);
    // A lone 0 is shown where a place asks for it.
    let mut rest = digits.trim_start_matches('0').chars().rev().peekable();
    let mut reversed: Vec<char> = Vec::new();
    let mut count = 0;
    let mut put = |digit: char, reversed: &mut Vec<char>| {
        if is_grouped && count > 0 && count % 3 == 0 {
            reversed.push(',');
        }
        count += 1;
        reversed.push(digit);
    };
    for (index, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Digit(place) => {
                let digit = rest.next().or((*place == '0').then_some('0'));
                if let Some(digit) = digit {
                    put(digit, &mut reversed);
                }
                if index == first {
                    rest.by_ref().for_each(|digit| put(digit, &mut reversed));
                }
            }
            other => reversed.extend(literal(other)),
        }
    }
    reversed.into_iter().rev().collect()
}

/// Digits after the point; those at the end that no place asks for are left out.
fn show_fraction(tokens: &[Token], digits: &str) -> String {
    let places: Vec<bool> = tokens
        .iter()
        .filter_map(|token| match token {
            Token::Digit(place) => Some(*place == '0'),
            _ => None,
        })
        .collect();
    let needed = places.iter().rposition(|is_needed| *is_needed);
    let needed = needed.map_or(0, |last| last + 1);
    let significant = digits.trim_end_matches('0').len();
    let mut digits = digits.chars().take(needed.max(significant));
    let mut shown = String::new();
    for token in tokens {
        match token {
            Token::Point => shown.push('.'),
            Token::Digit(_) => shown.extend(digits.next()),
            other => shown.extend(literal(other)),
        }
    }
    shown
}

fn literal(token: &Token) -> Option<char> {
    match token {
        Token::Literal(character) => Some(*character),
        Token::Percent => Some('%'),
        _ => None,
    }
}

fn show_date(section: &Section, moment: Moment) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const DAYS: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];
    let has_half = section.contains(&Token::HalfOfDay);
    let hour = match (has_half, moment.hour % 12) {
        (false, _) => moment.hour,
        (true, 0) => 12,
        (true, hour) => hour,
    };
    let mut shown = String::new();
    let mut after_hour = false;
    for (index, token) in section.iter().enumerate() {
        let words = match token {
            Token::Date('y', 1 | 2) => format!("{:02}", moment.year.rem_euclid(100)),
            Token::Date('y' | 'e', _) => moment.year.to_string(),
            Token::Date('m', count @ (1 | 2)) => {
                let before_second = next_part(section, index) == Some('s');
                let is_minute = after_hour || before_second;
                padded(
                    if is_minute {
                        moment.minute
                    } else {
                        moment.month
                    },
                    *count,
                )
            }
            Token::Date('m', _) => {
                let month = usize::from(moment.month.max(1)) - 1;
                MONTHS.get(month).copied().unwrap_or_default().to_owned()
            }
            Token::Date('d', count @ (1 | 2)) => padded(moment.day, *count),
            Token::Date('a' | 'd', count) => {
                let day = DAYS.get(usize::from(moment.weekday)).copied();
                let day = day.unwrap_or_default();
                if *count == 3 {
                    day.to_owned()
                } else {
                    format!("星期{day}")
                }
            }
            Token::Date('h', count) => padded(hour, *count),
            Token::Date('s', count) => padded(moment.second, *count),
            Token::HalfOfDay => (if moment.hour < 12 { "上午" } else { "下午" }).to_owned(),
            Token::Literal(character) => character.to_string(),
            _ => String::new(),
        };
        if let Token::Date(letter, _) = token {
            after_hour = *letter == 'h';
        }
        shown.push_str(&words);
    }
    shown
}

/// The letter of the next part of a date after a token.
fn next_part(section: &Section, index: usize) -> Option<char> {
    section
        .iter()
        .skip(index + 1)
        .find_map(|token| match token {
            Token::Date(letter, _) => Some(*letter),
            _ => None,
        })
}

fn padded(value: u8, digits: usize) -> String {
    if digits >= 2 {
        format!("{value:02}")
    } else {
        value.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn shown(value: &str, code: &str) -> String {
        let value = Decimal::from_str(value).unwrap();
        NumberFormat::parse(code).show(value, false)
    }

    #[test]
    fn amounts_have_the_decimals_of_their_format() {
        assert_eq!(shown("1203.4", "0.00"), "1203.40");
        assert_eq!(shown("1203.4", "#,##0.00"), "1,203.40");
        assert_eq!(
            shown("1234567.891", "#,##0.00_);(#,##0.00)"),
            "1,234,567.89"
        );
        assert_eq!(shown("-1234.5", "#,##0.00_);(#,##0.00)"), "(1,234.50)");
        assert_eq!(shown("-1234.5", "#,##0.00"), "-1,234.50");
        assert_eq!(shown("-5.5", "0.00;[Red]-0.00"), "-5.50");
        assert_eq!(shown("0", "#,##0.00;-#,##0.00;"), "");
        assert_eq!(shown("12", "0_ "), "12");
        assert_eq!(shown("0.5", "#.##"), ".5");
        assert_eq!(shown("7", "000"), "007");
        assert_eq!(shown("2010", "@"), "2010");
    }

    #[test]
    fn accounting_formats_print_a_dash_for_zero() {
        let code = "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ";
        assert_eq!(shown("0", code), "-");
        assert_eq!(shown("1203.4", code), "1,203.40");
        assert_eq!(shown("-1203.4", code), "-1,203.40");
    }

    #[test]
    fn the_noise_of_binary_numbers_is_not_shown() {
        assert_eq!(shown("1200.3000000000002", "General"), "1200.3");
        assert_eq!(shown("0.28499999999999998", "0.00"), "0.29");
        assert_eq!(shown("1.005", "0.00"), "1.01");
        assert_eq!(shown("0.1234567890123", "General"), "0.123456789");
        assert_eq!(shown("2130399", "General"), "2130399");
    }

    #[test]
    fn percents_and_thousands_are_scaled() {
        assert_eq!(shown("0.9975", "0.00%"), "99.75%");
        assert_eq!(shown("0.5", "0%"), "50%");
        assert_eq!(shown("12345678", "#,##0,"), "12,346");
        assert_eq!(shown("12345678", "0!.0,"), "1234.6");
        assert_eq!(shown("12.5", "0.00\"万元\""), "12.50万元");
        assert_eq!(shown("12.5", "[$¥-804]#,##0.00"), "¥12.50");
    }

    #[test]
    fn days_are_shown_as_dates() {
        assert_eq!(shown("45658", "yyyy\"年\"m\"月\"d\"日\""), "2025年1月1日");
        assert_eq!(shown("45658", "yyyy/m/d;@"), "2025/1/1");
        assert_eq!(
            shown("45658.75", "yyyy-mm-dd hh:mm:ss"),
            "2025-01-01 18:00:00"
        );
        assert_eq!(shown("45658.75", "h:mm AM/PM"), "6:00 下午");
        assert_eq!(shown("45658", "[$-804]aaaa"), "星期三");
        assert_eq!(shown("-1", "yyyy/m/d"), "-1");
    }

    #[test]
    fn what_is_not_understood_is_shown_in_full() {
        assert_eq!(shown("1234.5", "0.00E+00"), "1234.5");
        assert_eq!(shown("1234.5", "# ?/?"), "1234.5");
        assert_eq!(shown("1234.5", "[>=1000]0.0,\"千\";0"), "1234.5");
        assert_eq!(shown("1234.5", ""), "1234.5");
        assert_eq!(shown("1234.5", "0\"unclosed"), "1235unclosed");
    }
}
