//! One form for the amounts of a table: half-width digits, separators of thousands as most amounts
//! have them, zeros up to the decimals that most amounts have (domain specification §2.10, §6.2).

use std::collections::BTreeMap;

use crate::document::number::digit;
use crate::document::{CellContent, ColumnRole, Disclosure, Figure, RowKind, Table, Unit};
use crate::text::Edit;

/// Fewer amounts than this show no habit.
const FEWEST_WITNESSES: usize = 3;

/// How the amounts of a table are printed; none where no form has the majority.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Habit {
    /// Whether separators of thousands are printed.
    separated: Option<bool>,
    /// The decimals.
    decimals: Option<usize>,
}

/// The edits that give the amounts of a table one form.
pub(super) fn number_edits(disclosure: &Disclosure, table: &Table) -> Vec<Edit> {
    let habit = habit(disclosure, table);
    let edits = amounts(disclosure, table)
        .filter_map(|figure| edit(figure, disclosure.words(figure.span), habit));
    edits.collect()
}

/// The money figures in the amount columns of the body.
fn amounts<'draft>(
    disclosure: &'draft Disclosure,
    table: &'draft Table,
) -> impl Iterator<Item = &'draft Figure> {
    let body = table.rows.iter().filter(|row| row.kind == RowKind::Body);
    let cells = body.flat_map(|row| row.cells.iter().zip(&table.columns));
    cells.filter_map(|(cell, column)| {
        let CellContent::Figure(id) = cell.content else {
            return None;
        };
        let figure = disclosure.figure(id)?;
        let is_amount = matches!(column.role, ColumnRole::Amount(_)) && is_money(figure.unit);
        is_amount.then_some(figure)
    })
}

fn is_money(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Yuan | Unit::TenThousandYuan | Unit::HundredMillionYuan | Unit::Unknown
    )
}

fn habit(disclosure: &Disclosure, table: &Table) -> Habit {
    let (mut separated, mut plain) = (0, 0);
    let mut decimals: BTreeMap<u32, usize> = BTreeMap::new();
    for figure in amounts(disclosure, table) {
        let printed = disclosure.words(figure.span);
        // Without separators four digits take four bytes at least.
        if printed.len() > 3 {
            match Printed::read(printed) {
                Some(number) if number.whole.len() > 3 && number.separated => separated += 1,
                Some(number) if number.whole.len() > 3 => plain += 1,
                _ => {}
            }
        }
        if !figure.value.is_zero() {
            *decimals.entry(figure.decimals).or_default() += 1;
        }
    }
    let witnesses: usize = decimals.values().sum();
    let most = decimals
        .into_iter()
        .find(|(_, count)| 2 * count > witnesses);
    Habit {
        separated: (separated != plain).then_some(separated > plain),
        decimals: most
            .filter(|_| witnesses >= FEWEST_WITNESSES)
            .and_then(|(decimals, _)| usize::try_from(decimals).ok()),
    }
}

fn edit(figure: &Figure, printed: &str, habit: Habit) -> Option<Edit> {
    let number = Printed::read(printed)?;
    let wanted = number.written(habit);
    (wanted != printed).then(|| Edit::new(figure.span, wanted))
}

/// The parts of a printed number, digits half-width.
#[derive(Debug, PartialEq, Eq)]
struct Printed {
    sign: Option<char>,
    whole: String,
    separated: bool,
    fraction: String,
}

impl Printed {
    /// Takes a printed number apart; none when anything else stands in it.
    fn read(printed: &str) -> Option<Self> {
        let mut number = Self {
            sign: None,
            whole: String::with_capacity(printed.len()),
            separated: false,
            fraction: String::new(),
        };
        let mut after_point = false;
        for (at, character) in printed.char_indices() {
            match (digit(character), character) {
                (Some(value), _) if after_point => number.fraction.push(value),
                (Some(value), _) => number.whole.push(value),
                (None, '-' | '−' | '–') if at == 0 => number.sign = Some(character),
                (None, '－') if at == 0 => number.sign = Some('-'),
                (None, ',' | '，') if !after_point => number.separated = true,
                (None, '.' | '．') if !after_point => after_point = true,
                _ => return None,
            }
        }
        (!number.whole.is_empty()).then_some(number)
    }

    /// The same value in the form that a table has.
    fn written(&self, habit: Habit) -> String {
        let mut result = String::with_capacity(self.whole.len() + self.fraction.len() + 8);
        result.extend(self.sign);
        let separated = habit.separated.unwrap_or(self.separated);
        for (index, value) in self.whole.chars().enumerate() {
            if separated && index > 0 && (self.whole.len() - index).is_multiple_of(3) {
                result.push(',');
            }
            result.push(value);
        }
        let fraction = self.fraction_with(habit.decimals);
        if !fraction.is_empty() {
            result.push('.');
            result.push_str(&fraction);
        }
        result
    }

    /// The fraction with zeros up to so many decimals, and without zeros beyond them.
    fn fraction_with(&self, decimals: Option<usize>) -> String {
        let Some(decimals) = decimals else {
            return self.fraction.clone();
        };
        let mut fraction = self.fraction.clone();
        while fraction.len() > decimals && fraction.ends_with('0') {
            fraction.pop();
        }
        while fraction.len() < decimals {
            fraction.push('0');
        }
        fraction
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(printed: &str, separated: Option<bool>, decimals: Option<usize>) -> String {
        let number = Printed::read(printed).expect("a number");
        number.written(Habit {
            separated,
            decimals,
        })
    }

    #[test]
    fn a_number_takes_the_form_of_its_table() {
        assert_eq!(written("１，０４２．１", Some(true), Some(2)), "1,042.10");
        assert_eq!(written("1042.1", Some(true), Some(2)), "1,042.10");
        assert_eq!(written("-1,234,567", Some(false), Some(2)), "-1234567.00");
        assert_eq!(written("－123", Some(true), None), "-123");
        assert_eq!(written("0", Some(true), Some(2)), "0.00");
    }

    #[test]
    fn only_zeros_are_dropped() {
        assert_eq!(written("1.2300", None, Some(2)), "1.23");
        assert_eq!(written("1.2340", None, Some(2)), "1.234");
        assert_eq!(written("12.00", None, Some(0)), "12");
        assert_eq!(written("100", None, Some(0)), "100");
    }

    #[test]
    fn what_is_no_number_is_left_alone() {
        for words in ["", "-", "12万", "1 042", "1.2.3", "XX", "1.2,3"] {
            assert_eq!(Printed::read(words), None, "{words}");
        }
    }
}
