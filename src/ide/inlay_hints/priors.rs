//! The year before that a change implies.

use rust_decimal::Decimal;

use super::{HintKind, InlayHint, behind};
use crate::audit::Locale;
use crate::document::{Change, Direction, Disclosure};
use crate::ide::amount::{grouped, unit_name};
use crate::ide::say;
use crate::text::Span;

/// One hint for each change inside `within` that prints its amount and not the year before.
pub(super) fn hints(disclosure: &Disclosure, within: Span, locale: Locale) -> Vec<InlayHint> {
    let statements = disclosure.statements.iter();
    let seen = statements.filter(|statement| {
        statement.span.start <= within.end && within.start <= statement.span.end
    });
    let changes = seen.flat_map(|statement| &statement.changes);
    changes
        .filter_map(|change| prior(disclosure, change, locale))
        .collect()
}

fn prior(disclosure: &Disclosure, change: &Change, locale: Locale) -> Option<InlayHint> {
    let current = disclosure.figure(change.current?)?;
    let amount = disclosure.figure(change.amount?)?;
    if change.prior.is_some() || current.unit != amount.unit || amount.approximate {
        return None;
    }
    let (value, sign) = match change.direction {
        Direction::Up => (current.value.checked_sub(amount.value)?, '−'),
        Direction::Down => (current.value.checked_add(amount.value)?, '+'),
        Direction::Flat => return None,
    };
    let unit = unit_name(current.unit);
    let words = |span| disclosure.words(span);
    let value = if value.is_zero() {
        Decimal::ZERO
    } else {
        value
    };
    let prior = format!("{}{unit}", grouped(value));
    Some(InlayHint {
        at: behind(disclosure, amount),
        label: format!("{} {prior}", say(locale, "上年", "before:")),
        kind: HintKind::Prior,
        tooltip: format!(
            "{}{} {sign} {} = {prior}",
            say(locale, "按印出的数推算：", "From what is printed: "),
            words(current.span),
            words(amount.span)
        ),
    })
}
