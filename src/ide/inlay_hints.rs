//! What an editor shows between the characters: whether a total holds, and the year before that a
//! change implies.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::audit::{Analysis, Draft, Locale, Relation, Verdict};
use crate::document::{Change, Direction, Disclosure, FigureId};
use crate::ide::amount::{grouped, unit_name};
use crate::ide::say;
use crate::text::Span;

/// What a hint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// ✓ or the residual after a total.
    Total,
    /// The year before that a change implies.
    Prior,
}

/// Words to be shown at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// The byte after which they are shown, in the whole draft.
    pub at: usize,
    /// The words.
    pub label: String,
    /// What they are about.
    pub kind: HintKind,
}

/// The hints of a part of the draft, in order.
pub fn inlay_hints(draft: &Draft, within: Span, locale: Locale) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for placed in &draft.disclosures {
        let end = placed.start + placed.analysis.disclosure.text.len();
        if end < within.start || within.end < placed.start {
            continue;
        }
        let seen = |at: usize| (within.start..=within.end).contains(&(placed.start + at));
        let mut own = totals(&placed.analysis, locale);
        own.extend(priors(&placed.analysis.disclosure, locale));
        own.retain(|hint| seen(hint.at));
        hints.extend(own.into_iter().map(|hint| InlayHint {
            at: hint.at + placed.start,
            ..hint
        }));
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

/// One hint for each total: its worst sum counts.
fn totals(analysis: &Analysis, locale: Locale) -> Vec<InlayHint> {
    let mut worst: BTreeMap<FigureId, (u8, Decimal)> = BTreeMap::new();
    for (identity, verdict) in analysis.identities.iter().zip(&analysis.verdicts) {
        let Relation::Sum { total, .. } = &identity.relation else {
            continue;
        };
        let judged = match verdict {
            Verdict::Exact => (0, Decimal::ZERO),
            Verdict::Rounding { residual, .. } => (1, *residual),
            Verdict::Inconsistent { residual, .. } => (2, *residual),
            Verdict::Blocked => continue,
        };
        let known = worst.entry(*total).or_insert(judged);
        if judged.0 > known.0 {
            *known = judged;
        }
    }
    let hints = worst.into_iter().filter_map(|(id, (rank, residual))| {
        let figure = analysis.disclosure.figure(id)?;
        let signed = grouped(residual.normalize());
        let label = match rank {
            0 => "✓".to_owned(),
            1 => format!("✓ {} {signed}", say(locale, "尾差", "rounding")),
            _ => format!("✗ {} {signed}", say(locale, "相差", "off by")),
        };
        Some(InlayHint {
            at: figure.span.end,
            label,
            kind: HintKind::Total,
        })
    });
    hints.collect()
}

fn priors(disclosure: &Disclosure, locale: Locale) -> Vec<InlayHint> {
    let changes = disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.changes);
    changes
        .filter_map(|change| prior(disclosure, change, locale))
        .collect()
}

/// The year before, where the change is printed and the year before is not.
fn prior(disclosure: &Disclosure, change: &Change, locale: Locale) -> Option<InlayHint> {
    let current = disclosure.figure(change.current?)?;
    let amount = disclosure.figure(change.amount?)?;
    if change.prior.is_some() || current.unit != amount.unit || amount.approximate {
        return None;
    }
    let value = match change.direction {
        Direction::Up => current.value.checked_sub(amount.value)?,
        Direction::Down => current.value.checked_add(amount.value)?,
        Direction::Flat => return None,
    };
    let unit = unit_name(current.unit);
    let text = disclosure.text.get(amount.span.end..)?;
    let printed = if text.starts_with(unit) {
        unit.len()
    } else {
        0
    };
    Some(InlayHint {
        at: amount.span.end + printed,
        label: format!(
            "{} {}{unit}",
            say(locale, "上年", "before:"),
            grouped(value)
        ),
        kind: HintKind::Prior,
    })
}

#[cfg(test)]
mod tests {
    use super::{HintKind, inlay_hints};
    use crate::audit::{Draft, Locale};
    use crate::ide::fixture::{BUDGET, with};

    fn hints(text: &str) -> Vec<(String, HintKind)> {
        let draft = Draft::open(text);
        let all = inlay_hints(&draft, draft.text.span(), Locale::Chinese);
        all.into_iter()
            .map(|hint| (hint.label, hint.kind))
            .collect()
    }

    #[test]
    fn totals_that_hold_are_ticked_and_others_tell_the_residual() {
        assert!(hints(BUDGET).iter().all(|(label, _)| label == "✓"));
        let wrong = with(
            BUDGET,
            "商贸事务\t230.00\t100.00\t130.00",
            "商贸事务\t231.00\t100.00\t130.00",
        );
        let wrong = hints(&wrong);
        assert!(
            wrong.iter().any(|(label, _)| label == "✗ 相差 1"),
            "{wrong:?}"
        );
    }

    #[test]
    fn a_change_tells_the_year_before() {
        let text = with(
            BUDGET,
            "2024年支出预算250万元，",
            "2024年支出预算250万元，比上年增加50万元，增长25%，",
        );
        let priors: Vec<_> = hints(&text)
            .into_iter()
            .filter(|(_, kind)| *kind == HintKind::Prior)
            .collect();
        assert_eq!(priors, [("上年 200万元".to_owned(), HintKind::Prior)]);
    }

    #[test]
    fn only_what_is_seen_is_given() {
        let draft = Draft::open(BUDGET);
        let first = crate::text::Span::new(0, 100);
        assert!(inlay_hints(&draft, first, Locale::Chinese).is_empty());
    }
}
