//! Numbers as they would be printed here: in the style of the document.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::document::{Disclosure, Figure, FigureId, Unit};

/// A figure as printed, with its unit.
pub fn printed(disclosure: &Disclosure, id: FigureId) -> String {
    let Some(figure) = disclosure.figure(id) else {
        return String::new();
    };
    format!("{}{}", disclosure.words(figure.span), unit(figure.unit))
}

/// The name of a unit; empty for counts and where none is stated.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Yuan => "元",
        Unit::TenThousandYuan => "万元",
        Unit::HundredMillionYuan => "亿元",
        Unit::Percent => "%",
        Unit::PercentagePoint => "个百分点",
        Unit::ForeignMoney | Unit::Count | Unit::Unknown => "",
    }
}

/// A value in the form of a printed figure: as many decimals, the same separators and width.
pub fn in_style_of(disclosure: &Disclosure, figure: &Figure, value: Decimal) -> String {
    let words = disclosure.words(figure.span);
    let text = with_decimals(value, figure.decimals);
    // How the document prints large numbers tells only where this one is the first of its size.
    let is_first =
        value.abs() >= Decimal::ONE_THOUSAND && figure.value.abs() < Decimal::ONE_THOUSAND;
    let grouped = has_separator(words) || is_first && groups_thousands(disclosure, figure);
    let text = if grouped { group(&text) } else { text };
    if words
        .chars()
        .any(|character| ('０'..='９').contains(&character))
    {
        return text.chars().map(full_width).collect();
    }
    text
}

/// A value with at least so many decimals; more where it has them.
pub fn with_decimals(value: Decimal, decimals: u32) -> String {
    let mut value = value.normalize();
    value.rescale(value.scale().max(decimals));
    value.to_string()
}

/// A value rounded to decimals, half away from zero.
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

fn has_separator(words: &str) -> bool {
    words.contains([',', '，'])
}

/// Whether the document groups the digits of its large numbers, those of tables and those of the
/// narrative each by themselves.
fn groups_thousands(disclosure: &Disclosure, like: &Figure) -> bool {
    let mut large = disclosure.figures.iter().filter(|figure| {
        figure.narrative == like.narrative
            && figure.unit == like.unit
            && figure.value.abs() >= Decimal::ONE_THOUSAND
    });
    large
        .next()
        .is_some_and(|figure| has_separator(disclosure.words(figure.span)))
}

fn group(text: &str) -> String {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let mut grouped = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

fn full_width(character: char) -> char {
    match character {
        '0'..='9' | '.' | ',' | '-' => {
            char::from_u32(character as u32 + 0xFEE0).unwrap_or(character)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn in_the_style_of(words: &str, narrative: bool, value: Decimal) -> String {
        let number = crate::document::number::number_at(words, 0).unwrap();
        let figure = Figure {
            value: number.value,
            decimals: number.decimals,
            unit: Unit::TenThousandYuan,
            span: Span::new(0, number.end),
            approximate: false,
            narrative,
        };
        let disclosure = Disclosure {
            figures: vec![figure.clone()],
            ..Disclosure::read(words.into(), &[])
        };
        in_style_of(&disclosure, &figure, value)
    }

    #[test]
    fn a_suggestion_looks_like_the_number_that_it_replaces() {
        let value = Decimal::new(12_034_500, 4);
        assert_eq!(in_the_style_of("1,203.54", false, value), "1,203.45");
        assert_eq!(in_the_style_of("1203.54", false, value), "1203.45");
        assert_eq!(
            in_the_style_of("１，２０３．５４", false, value),
            "１，２０３．４５"
        );
        assert_eq!(in_the_style_of("203.5", false, Decimal::from(204)), "204.0");
        assert_eq!(
            in_the_style_of("203", true, Decimal::new(20_450, 2)),
            "204.5"
        );
        assert_eq!(in_the_style_of("-1,203.54", false, -value), "-1,203.45");
    }
}
