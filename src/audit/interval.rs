//! Interval arithmetic over printed numbers (domain specification §6.1).

use rust_decimal::Decimal;

/// A closed interval of exact decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The least value.
    pub low: Decimal,
    /// The greatest value.
    pub high: Decimal,
}
