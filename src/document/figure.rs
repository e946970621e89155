//! The printed number: the atom that every other layer points to.

use rust_decimal::Decimal;

use crate::text::Span;

/// The place of a [`Figure`] in [`crate::document::Disclosure::figures`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureId(pub u32);

/// What a number counts (domain specification §1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 元.
    Yuan,
    /// 万元, ten thousand yuan.
    TenThousandYuan,
    /// 亿元, a hundred million yuan.
    HundredMillionYuan,
    /// 万美元 and other foreign money; never compared with yuan.
    ForeignMoney,
    /// %.
    Percent,
    /// 个百分点.
    PercentagePoint,
    /// 辆, 人, 个, 家 …: an exact count of things.
    Count,
    /// Not stated.
    Unknown,
}

/// A printed number (domain specification §2.10, §6.1).
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The value as printed, in `unit`.
    pub value: Decimal,
    /// The decimals as printed: `203` has 0, `203.00` has 2.
    pub decimals: u32,
    /// What the number counts. For a cell: the unit glued to it, else the table's unit.
    pub unit: Unit,
    /// The digits with their sign, without the unit; relative to the disclosure.
    pub span: Span,
    /// 约, 近, 左右, 余, 以上, ≥ …: the number bounds or estimates and is no operand.
    pub approximate: bool,
    /// The number stands in prose (or in the prose of a cell), where trailing zeros are dropped
    /// (domain specification §6.2).
    pub narrative: bool,
}
