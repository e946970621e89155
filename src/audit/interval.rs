//! Interval arithmetic over printed numbers (domain specification §6.1).
//!
//! A printed number stands for every value that would have been printed so. Sums are exact.
//! Quotients are rounded outwards, so that an interval never loses a value that it stands for.
//! An operation whose result has more digits than a [`Decimal`] keeps yields nothing, and the
//! identity that asked for it is blocked.

use rust_decimal::Decimal;

use crate::document::{Figure, Unit};

/// A closed interval of exact decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The least value.
    pub low: Decimal,
    /// The greatest value.
    pub high: Decimal,
}

/// Decimals beyond which a printed number is no amount that this arithmetic could keep exact.
const MOST_DECIMALS: u32 = 8;

/// Decimals that quotients are computed to.
const QUOTIENT_DECIMALS: u32 = 16;

impl Interval {
    /// The interval between two values in any order.
    pub fn new(one: Decimal, other: Decimal) -> Self {
        Self {
            low: one.min(other),
            high: one.max(other),
        }
    }

    /// A value known exactly.
    pub fn exact(value: Decimal) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// The values around `middle` that are at most `half_width` away.
    pub fn around(middle: Decimal, half_width: Decimal) -> Option<Self> {
        Some(Self {
            low: subtract(middle, half_width)?,
            high: add(middle, half_width)?,
        })
    }

    /// What a printed figure stands for when it counts as printed with `decimals` decimals.
    /// Money is converted to yuan; none when the number is too long for exact arithmetic.
    pub fn of(figure: &Figure, decimals: u32) -> Option<Self> {
        let middle = in_base_unit(figure.value, figure.unit)?;
        Self::around(middle, half_width(figure, decimals)?)
    }

    /// The interval of the sums.
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: add(self.low, other.low)?,
            high: add(self.high, other.high)?,
        })
    }

    /// The interval of the differences.
    pub fn minus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: subtract(self.low, other.high)?,
            high: subtract(self.high, other.low)?,
        })
    }

    /// The interval of the quotients in percent; none when the divisor may be zero.
    pub fn percent_of(self, whole: Self) -> Option<Self> {
        if whole.contains(Decimal::ZERO) {
            return None;
        }
        let corners = [
            percent(self.low, whole.low)?,
            percent(self.low, whole.high)?,
            percent(self.high, whole.low)?,
            percent(self.high, whole.high)?,
        ];
        Self::hull(&corners)?.widened()
    }

    /// The interval of `amount / (current − amount)` in percent, or of
    /// `amount / (current + amount)` for a decrease, with the same amount and the same current
    /// value above and below the line (domain specification §5.2). None when the prior value may
    /// be zero.
    pub fn rate_of_change(current: Self, amount: Self, decrease: bool) -> Option<Self> {
        let prior = if decrease {
            current.plus(amount)?
        } else {
            current.minus(amount)?
        };
        if prior.contains(Decimal::ZERO) {
            return None;
        }
        // The quotient moves in one direction in each variable while the prior value keeps its
        // sign, so that its extremes are at the corners.
        let mut corners = Vec::with_capacity(4);
        for one_current in [current.low, current.high] {
            for one_amount in [amount.low, amount.high] {
                let prior = if decrease {
                    add(one_current, one_amount)?
                } else {
                    subtract(one_current, one_amount)?
                };
                corners.push(percent(one_amount, prior)?);
            }
        }
        Self::hull(&corners)?.widened()
    }

    /// Whether a value lies inside.
    pub fn contains(self, value: Decimal) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether two intervals share a value.
    pub fn intersects(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// How far a value is from the interval; zero inside it.
    pub fn distance(self, value: Decimal) -> Decimal {
        if value < self.low {
            self.low.saturating_sub(value)
        } else if value > self.high {
            value.saturating_sub(self.high)
        } else {
            Decimal::ZERO
        }
    }

    fn hull(values: &[Decimal]) -> Option<Self> {
        Some(Self {
            low: values.iter().copied().min()?,
            high: values.iter().copied().max()?,
        })
    }

    /// Takes in the rounding of a division.
    fn widened(self) -> Option<Self> {
        Some(Self {
            low: subtract(self.low, Decimal::new(1, QUOTIENT_DECIMALS - 1))?,
            high: add(self.high, Decimal::new(1, QUOTIENT_DECIMALS - 1))?,
        })
    }
}

/// What kind of thing a number counts; numbers of different kinds are never compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Yuan, in any multiple.
    Money,
    /// Foreign money.
    ForeignMoney,
    /// Percent.
    Percent,
    /// Percentage points.
    PercentagePoint,
    /// Things.
    Count,
    /// The unit is not stated.
    Unknown,
}

/// The kind of thing that a unit counts.
pub fn dimension(unit: Unit) -> Dimension {
    match unit {
        Unit::Yuan | Unit::TenThousandYuan | Unit::HundredMillionYuan => Dimension::Money,
        Unit::ForeignMoney => Dimension::ForeignMoney,
        Unit::Percent => Dimension::Percent,
        Unit::PercentagePoint => Dimension::PercentagePoint,
        Unit::Count => Dimension::Count,
        Unit::Unknown => Dimension::Unknown,
    }
}

/// The zeros between a unit and yuan.
fn zeros(unit: Unit) -> u32 {
    match unit {
        Unit::TenThousandYuan => 4,
        Unit::HundredMillionYuan => 8,
        _ => 0,
    }
}

/// A value of a unit in yuan (money), or as it is. None when it has too many digits.
pub fn in_base_unit(value: Decimal, unit: Unit) -> Option<Decimal> {
    if value.scale() > MOST_DECIMALS {
        return None;
    }
    multiplied(value, unit).filter(keeps_all_digits)
}

/// A value of a unit in yuan: the point moves to the right, over decimals as far as there are any.
fn multiplied(value: Decimal, unit: Unit) -> Option<Decimal> {
    let moved = zeros(unit).min(value.scale());
    let factor = 10_i128.pow(zeros(unit) - moved);
    let digits = value.mantissa().checked_mul(factor)?;
    Decimal::try_from_i128_with_scale(digits, value.scale() - moved).ok()
}

/// The printed value of a figure in yuan (money), or as it is. None when it has too many digits.
pub fn in_yuan(figure: &Figure) -> Option<Decimal> {
    in_base_unit(figure.value, figure.unit)
}

/// A value in yuan (money), or as it is, in a unit.
pub fn from_base_unit(value: Decimal, unit: Unit) -> Option<Decimal> {
    value
        .checked_mul(Decimal::new(1, zeros(unit)))
        .map(|value| value.normalize())
}

/// Half a unit of the last decimal, in yuan for money (domain specification §6.1). Counts are
/// exact, and so is an amount of zero that was printed without decimals.
pub fn half_width(figure: &Figure, decimals: u32) -> Option<Decimal> {
    let money = matches!(
        dimension(figure.unit),
        Dimension::Money | Dimension::Unknown
    );
    let exact_zero = money && figure.value.is_zero() && figure.decimals == 0;
    if figure.unit == Unit::Count || exact_zero {
        return Some(Decimal::ZERO);
    }
    if decimals > MOST_DECIMALS {
        return None;
    }
    multiplied(Decimal::new(5, decimals + 1), figure.unit)
}

/// The exact sum, while all its digits are kept.
pub fn add(one: Decimal, other: Decimal) -> Option<Decimal> {
    one.checked_add(other).filter(keeps_all_digits)
}

/// The exact difference, while all its digits are kept.
pub fn subtract(one: Decimal, other: Decimal) -> Option<Decimal> {
    one.checked_sub(other).filter(keeps_all_digits)
}

/// A quotient in percent, rounded; none when it is no percentage that anyone would print.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let quotient = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    (quotient.abs() < Decimal::from(10_000_000_000u64))
        .then(|| quotient.round_dp(QUOTIENT_DECIMALS))
}

/// Below this bound a number keeps nine decimals, one more than any operand has.
fn keeps_all_digits(value: &Decimal) -> bool {
    value.abs() < Decimal::from(10_000_000_000_000_000_000u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use proptest::prelude::*;

    fn figure(value: Decimal, unit: Unit) -> Figure {
        Figure {
            value,
            decimals: value.scale(),
            unit,
            span: Span::empty(0),
            approximate: false,
            narrative: false,
        }
    }

    #[test]
    fn a_printed_amount_stands_for_half_a_unit_around_it_in_yuan() {
        let printed = figure(Decimal::new(120_345, 2), Unit::TenThousandYuan);
        let interval = Interval::of(&printed, 2).unwrap();
        assert_eq!(interval.low, Decimal::from(12_034_450));
        assert_eq!(interval.high, Decimal::from(12_034_550));
        let yuan = figure(Decimal::new(1_203_454_951, 2), Unit::Yuan);
        assert!(interval.contains(in_base_unit(yuan.value, yuan.unit).unwrap()));
    }

    #[test]
    fn counts_and_plain_zeros_are_exact() {
        let vehicles = figure(Decimal::from(3), Unit::Count);
        assert_eq!(half_width(&vehicles, 0), Some(Decimal::ZERO));
        let nothing = figure(Decimal::ZERO, Unit::TenThousandYuan);
        assert_eq!(half_width(&nothing, 2), Some(Decimal::ZERO));
        let rounded = figure(Decimal::new(0, 2), Unit::TenThousandYuan);
        assert_eq!(half_width(&rounded, 2), Some(Decimal::from(50)));
    }

    #[test]
    fn too_many_digits_yield_nothing() {
        let long = figure(Decimal::MAX, Unit::HundredMillionYuan);
        assert_eq!(Interval::of(&long, 0), None);
        assert_eq!(add(Decimal::MAX, Decimal::MAX), None);
        assert_eq!(percent(Decimal::ONE, Decimal::ZERO), None);
        let most = Interval::exact(Decimal::MAX);
        assert_eq!(most.percent_of(Interval::exact(Decimal::new(1, 20))), None);
    }

    #[test]
    fn a_divisor_that_may_be_zero_yields_nothing() {
        let around_zero = Interval::new(Decimal::NEGATIVE_ONE, Decimal::ONE);
        assert_eq!(Interval::exact(Decimal::ONE).percent_of(around_zero), None);
        let same = Interval::exact(Decimal::ONE);
        assert_eq!(Interval::rate_of_change(same, same, false), None);
    }

    proptest! {
        #[test]
        fn operations_contain_the_true_values(
            a in -1_000_000_000i64..1_000_000_000, a_width in 0i64..1000,
            b in -1_000_000_000i64..1_000_000_000, b_width in 0i64..1000,
            a_place in 0i64..=1000, b_place in 0i64..=1000,
        ) {
            let cents = |value: i64| Decimal::new(value, 4);
            let left = Interval::new(cents(a), cents(a + a_width));
            let right = Interval::new(cents(b), cents(b + b_width));
            let true_left = cents(a + a_width * a_place / 1000);
            let true_right = cents(b + b_width * b_place / 1000);
            prop_assert!(left.plus(right).unwrap().contains(true_left + true_right));
            prop_assert!(left.minus(right).unwrap().contains(true_left - true_right));
            if let Some(share) = left.percent_of(right) {
                prop_assert!(share.contains(percent(true_left, true_right).unwrap()));
            }
            for decrease in [false, true] {
                let prior = if decrease { true_left + true_right } else { true_left - true_right };
                if let Some(rate) = Interval::rate_of_change(left, right, decrease) {
                    prop_assert!(rate.contains(percent(true_right, prior).unwrap()));
                }
            }
        }
    }
}
