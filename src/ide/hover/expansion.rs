//! An identity written out with its numbers, and whether it holds.

use rust_decimal::Decimal;

use super::figures::FigureNames;
use crate::audit::{Identity, Locale, Message, Relation, Term, Verdict};
use crate::document::{Disclosure, FigureId};
use crate::ide::amount::{grouped, percentage, percentage_of};
use crate::ide::markdown::escape;
use crate::ide::say;
use crate::ide::typography::typeset;

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

/// The identity as Markdown: what it is about (`subject`), the numbers, the verdict. It is told to
/// somebody who looks at `figure`.
pub(super) fn section(
    names: &FigureNames,
    (identity, verdict): (&Identity, &Verdict),
    subject: &Message,
    figure: FigureId,
    locale: Locale,
) -> String {
    let formula = escape(&formula(names, &identity.relation, figure, locale));
    let about = escape(&typeset(subject.text(locale)));
    let title = match about.is_empty() {
        true => format!("`{}`", identity.rule),
        false => format!("{about} `{}`", identity.rule),
    };
    format!("{title}  \n{formula}  \n{}", verdict_words(verdict, locale))
}

fn formula(names: &FigureNames, relation: &Relation, about: FigureId, locale: Locale) -> String {
    let figures = figures_of(relation);
    let mut labels = names.together(&figures);
    tell_apart(&mut labels, &figures, about, locale);
    let operand = |index: usize| {
        let Some(figure) = figures.get(index) else {
            return String::new();
        };
        let digits = names.printed(*figure, false);
        match labels.get(index) {
            Some(label) if !label.is_empty() => format!("{digits}（{}）", typeset(label)),
            _ => digits,
        }
    };
    match relation {
        Relation::Sum { parts, .. } => {
            let (shown, left_out) = shown_parts(names, parts, about);
            let mut sum = format!("{} =", operand(0));
            for (place, index) in shown.into_iter().enumerate() {
                let negative = parts.get(index).is_some_and(|term| term.negative);
                sum.push_str(match (place, negative) {
                    (_, true) => " − ",
                    (0, false) => " ",
                    (_, false) => " + ",
                });
                sum.push_str(&operand(index + 1));
            }
            sum.push_str(&others(left_out, locale));
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

/// Two printings of one quantity with one name: the one that is looked at, and the other.
fn tell_apart(labels: &mut [String], figures: &[FigureId], about: FigureId, locale: Locale) {
    let ([one, other], [first, _]) = (labels, figures) else {
        return;
    };
    if one != other || one.is_empty() {
        return;
    }
    let here = say(locale, "此处", "here");
    let elsewhere = say(locale, "另一处", "elsewhere");
    let (of_first, of_second) = match *first == about {
        true => (here, elsewhere),
        false => (elsewhere, here),
    };
    *one = format!("{one} · {of_first}");
    *other = format!("{other} · {of_second}");
}

/// The parts of a long sum that are left out: what is zero, and all but the one that is looked at.
#[derive(Default)]
struct LeftOut {
    zeros: usize,
    others: usize,
    sum: Decimal,
}

/// The most parts of a sum that are written out to somebody who looks at one of them.
const MOST_PARTS: usize = 6;

/// Which parts of a sum are written out: all but zeros; to somebody who looks at one part of a
/// long sum that one.
fn shown_parts(names: &FigureNames, parts: &[Term], about: FigureId) -> (Vec<usize>, LeftOut) {
    let value = |term: &Term| term.counted(names.value(term.figure));
    let worth_it = |term: &Term| term.figure == about || !value(term).is_zero();
    let short = parts.len() <= MOST_PARTS;
    let looks_at_part = parts.iter().any(|term| term.figure == about);
    let several = parts.iter().filter(|term| worth_it(term)).count() > MOST_PARTS;
    let mut left_out = LeftOut::default();
    let mut shown = Vec::new();
    for (index, term) in parts.iter().enumerate() {
        if short {
            shown.push(index);
        } else if !worth_it(term) {
            left_out.zeros += 1;
        } else if looks_at_part && several && term.figure != about {
            left_out.others += 1;
            left_out.sum = left_out.sum.checked_add(value(term)).unwrap_or_default();
        } else {
            shown.push(index);
        }
    }
    (shown, left_out)
}

/// What was left out of a sum: + 其余 23 项 982.20.
fn others(left_out: LeftOut, locale: Locale) -> String {
    let mut words = String::new();
    if left_out.others > 0 {
        let (count, sum) = (left_out.others, grouped(left_out.sum));
        words.push_str(&match locale {
            Locale::Chinese => format!(" + 其余 {count} 项 {sum}"),
            Locale::English => format!(" + {count} others {sum}"),
        });
    }
    if left_out.zeros > 0 && left_out.others == 0 {
        let count = left_out.zeros;
        words.push_str(&match locale {
            Locale::Chinese => format!("（另有 {count} 项为零）"),
            Locale::English => format!(" ({count} others are zero)"),
        });
    }
    words
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
            let mut words = rounding(*residual, *bound, locale);
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

fn rounding(residual: Decimal, bound: Decimal, locale: Locale) -> String {
    // Of percentages only the interval is known to hold.
    if bound < residual.abs() {
        return say(locale, "≈ 在四舍五入范围内", "≈ within rounding").to_owned();
    }
    let (residual, bound) = (signed(residual), grouped(bound.normalize()));
    match locale {
        Locale::Chinese => format!("≈ 在四舍五入范围内：相差 {residual}，至多可差 ±{bound}"),
        Locale::English => format!("≈ within rounding: off by {residual}, up to ±{bound} possible"),
    }
}

fn signed(value: Decimal) -> String {
    let value = value.normalize();
    if value.is_sign_positive() && !value.is_zero() {
        return format!("+{}", grouped(value));
    }
    grouped(value).replace('-', "−")
}
