//! An identity written out with its numbers, and whether it holds.

use rust_decimal::Decimal;

use super::figures::FigureNames;
use crate::audit::{Identity, Locale, Relation, Verdict};
use crate::document::{Disclosure, FigureId};
use crate::ide::amount::{grouped, percentage, percentage_of};
use crate::ide::markdown::escape;
use crate::ide::say;

/// Every figure of a relation; the one that the others compute comes first.
pub(super) fn figures_of(relation: &Relation) -> Vec<FigureId> {
    match relation {
        Relation::Sum { total, parts } => {
            let parts = parts.iter().map(|term| term.figure);
            std::iter::once(*total).chain(parts).collect()
        }
        Relation::AtMost { bound, parts } => std::iter::once(*bound)
            .chain(parts.iter().copied())
            .collect(),
        Relation::Equal { left, right } => vec![*left, *right],
        Relation::Share {
            percent,
            part,
            whole,
        } => vec![*percent, *part, *whole],
        Relation::SharesOfWhole { shares } => shares.clone(),
        Relation::Rate {
            percent,
            current,
            amount,
            ..
        } => vec![*percent, *current, *amount],
        Relation::Step {
            current,
            prior,
            amount,
            ..
        } => vec![*current, *prior, *amount],
    }
}

/// The percentage that the amounts of a relation give, when `figure` is the printed percentage.
pub(super) fn expected_percentage(
    disclosure: &Disclosure,
    relation: &Relation,
    figure: FigureId,
) -> Option<Decimal> {
    match relation {
        Relation::Share {
            percent,
            part,
            whole,
        } if *percent == figure => {
            percentage(disclosure.figure(*part)?, disclosure.figure(*whole)?)
        }
        Relation::Rate {
            percent,
            current,
            amount,
            decrease,
        } if *percent == figure => {
            let current = disclosure.figure(*current)?;
            let amount = disclosure.figure(*amount)?;
            if current.unit != amount.unit {
                return None;
            }
            let prior = match decrease {
                true => current.value.checked_add(amount.value)?,
                false => current.value.checked_sub(amount.value)?,
            };
            percentage_of(amount.value, prior)
        }
        _ => None,
    }
}

/// The identity as Markdown: what it is about, the numbers, the verdict.
pub(super) fn section(
    names: &FigureNames,
    identity: &Identity,
    verdict: &Verdict,
    locale: Locale,
) -> String {
    let formula = escape(&formula(names, &identity.relation));
    let about = escape(identity.subject.text(locale));
    let title = match about.is_empty() {
        true => format!("`{}`", identity.rule),
        false => format!("{about} `{}`", identity.rule),
    };
    format!("{title}  \n{formula}  \n{}", verdict_words(verdict, locale))
}

fn formula(names: &FigureNames, relation: &Relation) -> String {
    let figures = figures_of(relation);
    let labels = names.together(&figures);
    let operand = |index: usize| {
        let Some(figure) = figures.get(index) else {
            return String::new();
        };
        let digits = names.printed(*figure, false);
        match labels.get(index) {
            Some(label) if !label.is_empty() => format!("{digits}（{label}）"),
            _ => digits,
        }
    };
    match relation {
        Relation::Sum { parts, .. } => {
            let mut sum = format!("{} =", operand(0));
            for (index, term) in parts.iter().enumerate() {
                let sign = match (index, term.negative) {
                    (_, true) => " − ",
                    (0, false) => " ",
                    (_, false) => " + ",
                };
                sum.push_str(sign);
                sum.push_str(&operand(index + 1));
            }
            sum
        }
        Relation::AtMost { parts, .. } => {
            let parts: Vec<String> = (1..=parts.len()).map(operand).collect();
            format!("{} ≤ {}", parts.join(" + "), operand(0))
        }
        Relation::Equal { .. } => format!("{} = {}", operand(0), operand(1)),
        Relation::Share { percent, .. } => format!(
            "{} ÷ {} = {}",
            operand(1),
            operand(2),
            names.printed(*percent, true)
        ),
        Relation::SharesOfWhole { shares } => {
            let shares: Vec<String> = shares
                .iter()
                .map(|share| names.printed(*share, true))
                .collect();
            format!("{} = 100%", shares.join(" + "))
        }
        Relation::Rate {
            percent, decrease, ..
        } => {
            let sign = if *decrease { '+' } else { '−' };
            let amount = names_only_digits(names, &figures, 2);
            format!(
                "{} ÷ ({} {sign} {amount}) = {}",
                operand(2),
                operand(1),
                names.printed(*percent, true)
            )
        }
        Relation::Step { decrease, .. } => {
            let sign = if *decrease { '−' } else { '+' };
            format!("{} = {} {sign} {}", operand(0), operand(1), operand(2))
        }
    }
}

fn names_only_digits(names: &FigureNames, figures: &[FigureId], index: usize) -> String {
    let figure = figures.get(index);
    figure
        .map(|figure| names.printed(*figure, false))
        .unwrap_or_default()
}

fn verdict_words(verdict: &Verdict, locale: Locale) -> String {
    match verdict {
        Verdict::Exact => say(locale, "✓ 成立", "✓ holds").to_owned(),
        Verdict::Rounding {
            residual,
            bound,
            improbable,
        } => {
            let (residual, bound) = (signed(*residual), grouped(bound.normalize()));
            let mut words = match locale {
                Locale::Chinese => format!("≈ 四舍五入范围内：相差 {residual}，可至 ±{bound}"),
                Locale::English => {
                    format!("≈ within rounding: off by {residual}, up to ±{bound} possible")
                }
            };
            if *improbable {
                words.push_str(say(
                    locale,
                    "，但不大像尾差",
                    ", but rounding is an unlikely cause",
                ));
            }
            words
        }
        Verdict::Inconsistent {
            residual,
            bound,
            likely,
            truncated,
        } => {
            let (residual, bound) = (signed(*residual), grouped(bound.normalize()));
            let mut words = match locale {
                Locale::Chinese => format!("✗ 不符：相差 {residual}，尾差至多 ±{bound}"),
                Locale::English => {
                    format!("✗ does not hold: off by {residual}, rounding explains ±{bound}")
                }
            };
            if *truncated {
                words.push_str(say(locale, "（似为截尾）", " (truncated, it seems)"));
            } else if *likely {
                words.push_str(say(
                    locale,
                    "（按补足末尾的零后的精度）",
                    " (at the precision with its trailing zeros restored)",
                ));
            }
            words
        }
        Verdict::Blocked => say(locale, "— 未核对", "— not checked").to_owned(),
    }
}

fn signed(value: Decimal) -> String {
    let value = value.normalize();
    if value.is_sign_positive() && !value.is_zero() {
        return format!("+{}", grouped(value));
    }
    grouped(value).replace('-', "−")
}
