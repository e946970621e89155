//! Years as they are printed (domain specification §5.6).

use crate::text::Span;

/// A year in a text: the four digits before 年, or beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedYear {
    /// The year.
    pub year: u16,
    /// Its four digits.
    pub span: Span,
    /// The byte after 年 or 年度; the end of the digits when neither follows.
    pub end: usize,
}

/// The years of a text, in order; none that stand in 《》, 〔〕, “” or belong to a longer number.
pub fn printed_years(text: &str) -> Vec<PrintedYear> {
    let mut years = Vec::new();
    if !text.as_bytes().contains(&b'2') {
        return years;
    }
    let mut quoted: u32 = 0;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        match character {
            '《' | '〔' | '“' => quoted += 1,
            '》' | '〕' | '”' => quoted = quoted.saturating_sub(1),
            '2' if quoted == 0 && !before.is_ascii_alphanumeric() && before != '.' => {
                years.extend(year_at(text, at));
            }
            _ => {}
        }
        before = character;
    }
    years
}

fn year_at(text: &str, at: usize) -> Option<PrintedYear> {
    let digits = text.get(at..at + 4)?;
    let year: u16 = digits
        .parse()
        .ok()
        .filter(|year| (2000..2100).contains(year))?;
    let after = text.get(at + 4..)?;
    if after.starts_with(|next: char| {
        next.is_ascii_alphanumeric() || matches!(next, '.' | ',' | '-' | '/')
    }) {
        return None;
    }
    let blanks = after.len() - after.trim_start_matches([' ', '\u{3000}', ')', '）']).len();
    let named = after.get(blanks..)?;
    let length = if named.starts_with("年度") {
        blanks + "年度".len()
    } else if named.starts_with('年') {
        blanks + "年".len()
    } else if named.starts_with("预") || named.starts_with("决") {
        0
    } else {
        return None;
    };
    Some(PrintedYear {
        year,
        span: Span::new(at, at + 4),
        end: at + 4 + length,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(text: &str) -> Vec<u16> {
        printed_years(text).iter().map(|year| year.year).collect()
    }

    #[test]
    fn years_stand_before_the_word_and_outside_of_quotations() {
        assert_eq!(years("2025年度预算比2024年增加"), [2025, 2024]);
        assert_eq!(years("(2025) 年度"), [2025]);
        assert_eq!(
            years("《2019年度办法》和〔2019〕16号，2024.5万元"),
            [] as [u16; 0]
        );
        assert_eq!(years("20240111171542"), [] as [u16; 0]);
    }
}
