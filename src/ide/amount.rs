//! Numbers as a reader wants to see them: grouped digits, unit names, conversions.

use rust_decimal::Decimal;

use crate::document::{Figure, Unit};

/// The printed name of a unit; empty for a unit that is not stated or has several names.
pub(super) fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Yuan => "元",
        Unit::TenThousandYuan => "万元",
        Unit::HundredMillionYuan => "亿元",
        Unit::Percent => "%",
        Unit::PercentagePoint => "个百分点",
        Unit::ForeignMoney | Unit::Count | Unit::Unknown => "",
    }
}

/// The decimal with the digits before the point in groups of three.
pub(super) fn grouped(value: Decimal) -> String {
    let printed = value.to_string();
    let unsigned = printed.strip_prefix('-').unwrap_or(&printed);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let mut result = String::with_capacity(printed.len() + printed.len() / 3);
    if printed.len() > unsigned.len() {
        result.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            result.push(',');
        }
        result.push(digit);
    }
    if let Some(fraction) = fraction {
        result.push('.');
        result.push_str(fraction);
    }
    result
}

/// How many yuan one of the unit is; none for what is not money of this country.
fn yuan_per(unit: Unit) -> Option<Decimal> {
    match unit {
        Unit::Yuan => Some(Decimal::ONE),
        Unit::TenThousandYuan => Some(Decimal::from(10_000)),
        Unit::HundredMillionYuan => Some(Decimal::from(100_000_000)),
        _ => None,
    }
}

/// The value of a figure in yuan; none when it is not money of this country.
pub(super) fn yuan(figure: &Figure) -> Option<Decimal> {
    figure.value.checked_mul(yuan_per(figure.unit)?)
}

/// The amount in the units that it is not printed in: 3,599,500 元.
pub(super) fn other_units(figure: &Figure) -> Vec<String> {
    let Some(yuan) = yuan(figure).filter(|yuan| !yuan.is_zero()) else {
        return Vec::new();
    };
    [Unit::Yuan, Unit::TenThousandYuan, Unit::HundredMillionYuan]
        .into_iter()
        .filter(|unit| *unit != figure.unit)
        .filter_map(|unit| Some((unit, yuan.checked_div(yuan_per(unit)?)?)))
        .filter(|(_, value)| value.abs() >= Decimal::ONE)
        .map(|(unit, value)| format!("{} {}", grouped(value.normalize()), unit_name(unit)))
        .collect()
}

/// `part` as a percentage of `whole`, whatever units of money they are printed in.
pub(super) fn percentage(part: &Figure, whole: &Figure) -> Option<Decimal> {
    let (part, whole) = match (yuan(part), yuan(whole)) {
        (Some(part), Some(whole)) => (part, whole),
        _ if part.unit == whole.unit => (part.value, whole.value),
        _ => return None,
    };
    percentage_of(part, whole)
}

/// `part` as a percentage of `whole`; none for a whole of zero.
pub(super) fn percentage_of(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn figure(value: &str, unit: Unit) -> Figure {
        Figure {
            value: value.parse().unwrap(),
            decimals: 2,
            unit,
            span: Span::default(),
            approximate: false,
            narrative: false,
        }
    }

    #[test]
    fn digits_are_grouped_before_the_point_only() {
        let grouped = |value: &str| grouped(value.parse().unwrap());
        assert_eq!(grouped("1234567.8901"), "1,234,567.8901");
        assert_eq!(grouped("-123.40"), "-123.40");
        assert_eq!(grouped("-1000"), "-1,000");
        assert_eq!(grouped("0.00"), "0.00");
    }

    #[test]
    fn an_amount_is_shown_in_other_units() {
        assert_eq!(
            other_units(&figure("359.95", Unit::TenThousandYuan)),
            ["3,599,500 元"]
        );
        assert_eq!(
            other_units(&figure("12029501.84", Unit::Yuan)),
            ["1,202.950184 万元"]
        );
        assert_eq!(
            other_units(&figure("20000", Unit::TenThousandYuan)),
            ["200,000,000 元", "2 亿元"]
        );
        assert!(other_units(&figure("12", Unit::Count)).is_empty());
        assert!(other_units(&figure("0", Unit::Yuan)).is_empty());
    }

    #[test]
    fn huge_numbers_do_not_overflow() {
        let huge = Figure {
            value: Decimal::MAX,
            ..figure("1", Unit::TenThousandYuan)
        };
        assert_eq!(yuan(&huge), None);
        assert!(other_units(&huge).is_empty());
        assert_eq!(percentage_of(Decimal::MAX, Decimal::ONE), None);
        assert_eq!(percentage_of(Decimal::ONE, Decimal::ZERO), None);
    }

    #[test]
    fn percentages_cross_units() {
        let part = figure("5000", Unit::Yuan);
        let whole = figure("2", Unit::TenThousandYuan);
        assert_eq!(percentage(&part, &whole), Some(Decimal::from(25)));
        assert_eq!(percentage(&part, &figure("1", Unit::Count)), None);
    }
}
