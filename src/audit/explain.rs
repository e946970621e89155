//! Why two numbers may differ: the slips that people make (domain specification §6.6).

use rust_decimal::Decimal;

use crate::audit::evaluate::Evaluator;
use crate::audit::finding::Message;
use crate::audit::identity::{Identity, Relation};
use crate::audit::localise::Candidate;
use crate::audit::place::Places;
use crate::audit::twin::Twins;
use crate::audit::wording::printed;
use crate::document::{Disclosure, FigureId};

/// What explains a broken identity, to be appended to its message: an addend, or else where the
/// value that would mend is printed, and the slip that fits; empty when nothing does.
pub fn explanation(
    disclosure: &Disclosure,
    evaluator: &Evaluator<'_>,
    places: &Places,
    twins: &Twins<'_>,
    identity: &Identity,
    mending: Option<&Candidate>,
) -> Message {
    if let Some(addend) = addend(disclosure, evaluator, places, identity) {
        return addend;
    }
    let evidence = printed_elsewhere(disclosure, places, twins, mending);
    let reason = slip(disclosure, mending).or_else(|| copied(disclosure, places, twins, mending));
    let mut message = Message::new("", "");
    for more in [evidence, reason].into_iter().flatten() {
        message.chinese += &more.chinese;
        message.english += &more.english;
    }
    message
}

/// The difference is one of the addends, or twice one.
fn addend(
    disclosure: &Disclosure,
    evaluator: &Evaluator<'_>,
    places: &Places,
    identity: &Identity,
) -> Option<Message> {
    let Relation::Sum { total, parts } = &identity.relation else {
        return None;
    };
    if parts.len() < 2 {
        return None;
    }
    let head = disclosure.figure(*total)?;
    let difference = head.value.checked_sub(evaluator.computed(identity)?)?.abs();
    let same_unit = |figure: FigureId| {
        disclosure
            .figure(figure)
            .filter(|figure| figure.unit == head.unit && !figure.value.is_zero())
    };
    for part in parts {
        let Some(figure) = same_unit(part.figure) else {
            continue;
        };
        let label = places.label(disclosure, part.figure);
        let amount = printed(disclosure, part.figure);
        if figure.value.abs() == difference {
            return Some(Message::new(
                format!("；差额等于 {label} {amount}，可能漏加或重复计算"),
                format!("; the difference is {label} {amount}: left out or counted twice?"),
            ));
        }
        if figure.value.abs().checked_mul(Decimal::TWO) == Some(difference) {
            return Some(Message::new(
                format!("；差额是 {label} {amount} 的两倍，可能正负号有误"),
                format!("; the difference is twice {label} {amount}: a wrong sign?"),
            ));
        }
    }
    None
}

/// The value that would mend is printed elsewhere for the same thing.
fn printed_elsewhere(
    disclosure: &Disclosure,
    places: &Places,
    twins: &Twins<'_>,
    mending: Option<&Candidate>,
) -> Option<Message> {
    let mending = mending?;
    let twin = twins.elsewhere(mending.figure, mending.value)?;
    let label = places.label(disclosure, twin);
    let table = places.table_name(disclosure, twin);
    let amount = printed(disclosure, twin);
    let place = if table.is_empty() { "另处" } else { &table };
    Some(Message::new(
        format!("；{place}的{label} 为 {amount}"),
        format!("; elsewhere {table}{label} is {amount}"),
    ))
}

/// The number stands in the row above or below as well (domain specification §6.6, f).
fn copied(
    disclosure: &Disclosure,
    places: &Places,
    twins: &Twins<'_>,
    mending: Option<&Candidate>,
) -> Option<Message> {
    let neighbour = twins.beside(mending?.figure)?;
    let label = places.label(disclosure, neighbour);
    Some(Message::new(
        format!("；与相邻的{label} 相同，可能是误抄"),
        format!("; the same number as {label} beside it: copied?"),
    ))
}

/// How the printed number could have come from the one that would hold.
fn slip(disclosure: &Disclosure, mending: Option<&Candidate>) -> Option<Message> {
    let mending = mending?;
    let figure = disclosure.figure(mending.figure)?;
    let (chinese, english) = match slip_between(figure.value, mending.value)? {
        Slip::DecimalPoint => (
            "小数点位置或单位（元、万元）可能有误",
            "the decimal point or the unit may be wrong",
        ),
        Slip::Transposed => ("相邻两位数字可能颠倒", "two digits may have changed places"),
        Slip::Changed => ("可能有一位数字输错", "one digit may be wrong"),
        Slip::Extra => ("可能多输一位数字", "there may be a digit too many"),
        Slip::Missing => ("可能漏输一位数字", "a digit may be missing"),
    };
    Some(Message::new(format!("；{chinese}"), format!("; {english}")))
}

/// A typist's slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    DecimalPoint,
    Transposed,
    Changed,
    Extra,
    Missing,
}

/// Whether one number could have been printed for another by a single slip.
pub fn is_plausible_slip(printed: Decimal, meant: Decimal) -> bool {
    slip_between(printed, meant).is_some()
}

/// The slip that turns `meant` into `printed`.
fn slip_between(printed: Decimal, meant: Decimal) -> Option<Slip> {
    if printed.is_zero() || meant.is_zero() || printed == meant {
        return None;
    }
    if differ_by_zeros(printed, meant) {
        return Some(Slip::DecimalPoint);
    }
    let scale = printed.scale().max(meant.scale());
    slip_of_digits(&digits(printed, scale), &digits(meant, scale))
        .or_else(|| slip_of_length(&number(printed), &number(meant)))
}

fn slip_of_digits(printed: &[u8], meant: &[u8]) -> Option<Slip> {
    if printed.len() != meant.len() {
        return slip_of_length(printed, meant);
    }
    let different: Vec<usize> = (0..printed.len())
        .filter(|index| printed.get(*index) != meant.get(*index))
        .collect();
    match different.as_slice() {
        [_] => Some(Slip::Changed),
        [one, other]
            if other - one == 1
                && printed.get(*one) == meant.get(*other)
                && printed.get(*other) == meant.get(*one) =>
        {
            Some(Slip::Transposed)
        }
        _ => None,
    }
}

/// One digit more or one fewer than meant.
fn slip_of_length(printed: &[u8], meant: &[u8]) -> Option<Slip> {
    if printed.len() == meant.len() + 1 && is_without_one(printed, meant) {
        return Some(Slip::Extra);
    }
    if meant.len() == printed.len() + 1 && is_without_one(meant, printed) {
        return Some(Slip::Missing);
    }
    None
}

/// A number without sign and needless zeros, with its point: a digit that is left out or typed
/// twice after the point does not move the others.
fn number(value: Decimal) -> Vec<u8> {
    value.abs().normalize().to_string().into_bytes()
}

fn differ_by_zeros(one: Decimal, other: Decimal) -> bool {
    let mantissa = |value: Decimal| {
        let mut mantissa = value.mantissa();
        while mantissa != 0 && mantissa % 10 == 0 {
            mantissa /= 10;
        }
        mantissa
    };
    mantissa(one) == mantissa(other)
}

/// The digits of a number with so many decimals, without sign and point.
fn digits(value: Decimal, scale: u32) -> Vec<u8> {
    let mut value = value.abs();
    value.rescale(scale);
    value.mantissa().to_string().into_bytes()
}

/// Whether taking one digit out of `longer` yields `shorter`.
fn is_without_one(longer: &[u8], shorter: &[u8]) -> bool {
    let same_start = longer
        .iter()
        .zip(shorter)
        .take_while(|(one, other)| one == other)
        .count();
    longer.get(same_start + 1..) == shorter.get(same_start..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip_of(printed: &str, meant: &str) -> Option<Slip> {
        let number = |text: &str| Decimal::from_str_exact(text).unwrap();
        slip_between(number(printed), number(meant))
    }

    #[test]
    fn slips_are_told_apart() {
        assert_eq!(slip_of("887.36", "87.36"), Some(Slip::Extra));
        assert_eq!(slip_of("87.36", "887.36"), Some(Slip::Missing));
        assert_eq!(slip_of("130.00", "135.00"), Some(Slip::Changed));
        assert_eq!(slip_of("13.05", "13.50"), Some(Slip::Transposed));
        assert_eq!(slip_of("12.34", "123400"), Some(Slip::DecimalPoint));
        assert_eq!(slip_of("8.993", "8.93"), Some(Slip::Extra));
        assert_eq!(slip_of("4.2", "4.92"), Some(Slip::Missing));
        assert_eq!(slip_of("12.34", "98.76"), None);
    }
}
