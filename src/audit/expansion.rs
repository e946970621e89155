//! An identity written out with its printed numbers.

use crate::audit::evaluate::Evaluator;
use crate::audit::finding::Locale;
use crate::audit::identity::{Identity, Relation, Verdict};
use crate::audit::wording::with_decimals;
use crate::document::{Disclosure, FigureId};

/// An identity with its numbers, and whether it holds:
/// `25.57 = 2.06 + 23.52 − 0.01（四舍五入）`.
pub fn expansion(identity: &Identity, disclosure: &Disclosure, locale: Locale) -> String {
    let verdict = Evaluator::new(disclosure).evaluate(identity);
    let number = |id: FigureId| {
        disclosure
            .figure(id)
            .map(|figure| disclosure.words(figure.span).to_owned())
            .unwrap_or_default()
    };
    let sum = |ids: &[FigureId]| {
        let numbers: Vec<String> = ids.iter().map(|id| number(*id)).collect();
        numbers.join(" + ")
    };
    match &identity.relation {
        Relation::Sum { total, parts } => {
            let mut text = format!("{} =", number(*total));
            for (index, part) in parts.iter().enumerate() {
                match (index, part.negative) {
                    (0, false) => text.push(' '),
                    (_, false) => text.push_str(" + "),
                    (_, true) => text.push_str(" − "),
                }
                text.push_str(&number(part.figure));
            }
            text + &correction(identity, disclosure, verdict, locale)
        }
        Relation::AtMost { bound, parts } => {
            let sign = if verdict.is_contradiction() {
                "<"
            } else {
                "≥"
            };
            format!("{} {sign} {}", number(*bound), sum(parts))
        }
        Relation::Equal { left, right } => {
            let sign = if verdict.is_contradiction() {
                "≠"
            } else {
                "="
            };
            format!("{} {sign} {}", number(*left), number(*right))
        }
        Relation::Share {
            percent,
            part,
            whole,
        } => format!(
            "{}% {} {} ÷ {}",
            number(*percent),
            equals(verdict),
            number(*part),
            number(*whole)
        ),
        Relation::SharesOfWhole { shares } => format!("100% {} {}", equals(verdict), sum(shares)),
        Relation::Rate {
            percent,
            current,
            amount,
            decrease,
        } => {
            let sign = if *decrease { '+' } else { '−' };
            format!(
                "{}% {} {} ÷ ({} {sign} {})",
                number(*percent),
                equals(verdict),
                number(*amount),
                number(*current),
                number(*amount)
            )
        }
        Relation::Step {
            current,
            prior,
            amount,
            decrease,
        } => {
            let sign = if *decrease { '−' } else { '+' };
            let text = format!(
                "{} = {} {sign} {}",
                number(*current),
                number(*prior),
                number(*amount)
            );
            text + &correction(identity, disclosure, verdict, locale)
        }
    }
}

fn equals(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "=",
        Verdict::Rounding { .. } => "≈",
        Verdict::Inconsistent { .. } => "≠",
        Verdict::Blocked => "=?",
    }
}

/// What is missing on the right side: `− 0.01（四舍五入）`.
fn correction(
    identity: &Identity,
    disclosure: &Disclosure,
    verdict: Verdict,
    locale: Locale,
) -> String {
    let (residual, chinese, english) = match verdict {
        Verdict::Exact => return String::new(),
        Verdict::Blocked => {
            return match locale {
                Locale::Chinese => "（未核算）".to_owned(),
                Locale::English => " (not evaluated)".to_owned(),
            };
        }
        Verdict::Rounding { residual, .. } => (residual, "四舍五入", "rounding"),
        Verdict::Inconsistent { residual, .. } => (residual, "不符", "does not hold"),
    };
    let sign = if residual.is_sign_negative() {
        '−'
    } else {
        '+'
    };
    let decimals = identity
        .relation
        .head()
        .and_then(|head| disclosure.figure(head))
        .map_or(0, |figure| figure.decimals);
    let residual = with_decimals(residual.abs(), decimals);
    match locale {
        Locale::Chinese => format!(" {sign} {residual}（{chinese}）"),
        Locale::English => format!(" {sign} {residual} ({english})"),
    }
}
