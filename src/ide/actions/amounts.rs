//! Numbers as the document would print them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::audit::{in_style_of, round, with_decimals};
use crate::document::{Disclosure, Figure, Unit};
use crate::ide::amount::unit_name;

/// The decimals of a percentage where the document prints none.
const USUAL_DECIMALS: u32 = 2;

/// A percentage with as many decimals as most percentages of the narrative have: `33.10%`.
pub(super) fn percentage(disclosure: &Disclosure, value: Decimal) -> String {
    format!("{}%", percentage_digits(disclosure, value))
}

/// The digits of [`percentage`].
pub(super) fn percentage_digits(disclosure: &Disclosure, value: Decimal) -> String {
    let decimals = usual_decimals(disclosure);
    with_decimals(round(value, decimals), decimals)
}

fn usual_decimals(disclosure: &Disclosure) -> u32 {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    let percentages = disclosure.figures.iter();
    for figure in percentages.filter(|figure| figure.unit == Unit::Percent && figure.narrative) {
        *counts.entry(figure.decimals).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|(decimals, count)| (*count, *decimals));
    most.map_or(USUAL_DECIMALS, |(decimals, _)| decimals)
}

/// An amount printed like a figure, with its unit.
pub(super) fn amount(disclosure: &Disclosure, like: &Figure, value: Decimal) -> String {
    let digits = in_style_of(disclosure, like, value);
    format!("{digits}{}", unit_name(like.unit))
}

/// The sum of figures of one unit; none when there are fewer than two, when units differ, when
/// one is no exact number, and when it is too large.
pub(super) fn sum<'a>(
    figures: impl IntoIterator<Item = &'a Figure>,
) -> Option<(Decimal, &'a Figure)> {
    let figures: Vec<&Figure> = figures.into_iter().collect();
    let widest = figures.iter().max_by_key(|figure| figure.decimals)?;
    let alike = |figure: &&Figure| figure.unit == widest.unit && !figure.approximate;
    if figures.len() < 2 || !figures.iter().all(alike) {
        return None;
    }
    let total = figures
        .iter()
        .try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(figure.value))?;
    Some((total, widest))
}
