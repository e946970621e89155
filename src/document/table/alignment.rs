//! Repair of rows whose cells a conversion shifted (domain specification §3.0).
//!
//! A row is moved only when the compositions of its columns fail as printed and all the ways of
//! moving one empty cell that make them hold put the numbers in the same columns.

use rust_decimal::Decimal;

use crate::document::number::{Number, is_blank};
use crate::document::{Column, ColumnRole};

use super::composition::Composition;
use super::header::PrintedCell;

/// The columns of a table as far as the repair needs them.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    /// The columns.
    pub columns: &'a [Column],
    /// What the total columns are made of.
    pub compositions: &'a [Composition],
}

/// How well a row fits the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Every composition holds and no words stand in an amount column.
    Holds,
    /// Something does not hold.
    Fails,
}

impl Layout<'_> {
    /// Whether a row fits the columns as it stands.
    pub fn fit(&self, cells: &[PrintedCell<'_>]) -> Fit {
        let holds = self
            .compositions
            .iter()
            .all(|composition| holds(composition, cells));
        if holds && !self.is_misplaced(cells) {
            Fit::Holds
        } else {
            Fit::Fails
        }
    }

    /// Whether words stand where amounts belong, or amounts where names belong.
    fn is_misplaced(&self, cells: &[PrintedCell<'_>]) -> bool {
        let misplaced = self.columns.iter().zip(cells).any(|(column, cell)| {
            let amount = matches!(column.role, ColumnRole::Amount(_));
            let name = matches!(column.role, ColumnRole::Name | ColumnRole::GovernmentName);
            (amount && !is_blank(cell.words) && cell.number.is_none())
                || (name && looks_like_amount(cell))
        });
        let beyond = cells.get(self.columns.len()..).unwrap_or_default();
        misplaced || beyond.iter().any(|cell| !cell.words.is_empty())
    }

    /// The rows of a table with their cells moved where that is proved.
    ///
    /// A single wrong figure can look like a shifted row when few numbers are printed. So a row is
    /// moved only when its printed cells cannot be right (words among the amounts), when a total
    /// with two parts or more then holds, or when most rows of the table fail in the same way.
    pub fn realigned_rows<'text>(
        &self,
        rows: &[&[PrintedCell<'text>]],
    ) -> Vec<Option<Vec<PrintedCell<'text>>>> {
        let moved: Vec<_> = rows.iter().map(|cells| self.realigned(cells)).collect();
        let printed = rows.iter().filter(|cells| self.has_total(cells)).count();
        let shifted = moved.iter().flatten().count();
        let most = shifted > 1 && 2 * shifted > printed;
        rows.iter()
            .zip(moved)
            .map(|(cells, moved)| {
                moved.filter(|moved| most || self.is_misplaced(cells) || self.is_proof(moved))
            })
            .collect()
    }

    fn has_total(&self, cells: &[PrintedCell<'_>]) -> bool {
        self.columns.iter().zip(cells).any(|(column, cell)| {
            matches!(column.role, ColumnRole::Amount(_)) && cell.number.is_some()
        })
    }

    /// Whether some total is made of two printed parts or more: no accident.
    fn is_proof(&self, cells: &[PrintedCell<'_>]) -> bool {
        let printed = |column: &usize| cells.get(*column).is_some_and(|cell| cell.number.is_some());
        self.compositions.iter().any(|composition| {
            printed(&composition.total)
                && composition
                    .parts
                    .iter()
                    .filter(|part| printed(part))
                    .count()
                    >= 2
        })
    }

    /// The one way of moving the row's cells that makes it fit; none when it fits as printed, or
    /// when there is no such way or more than one.
    fn realigned<'text>(&self, cells: &[PrintedCell<'text>]) -> Option<Vec<PrintedCell<'text>>> {
        if self.columns.len() > MOST_COLUMNS || self.fit(cells) == Fit::Holds {
            return None;
        }
        let mut found: Option<Vec<PrintedCell<'text>>> = None;
        for candidate in self.candidates(cells) {
            if self.fit(&candidate) == Fit::Fails {
                continue;
            }
            if found
                .as_ref()
                .is_some_and(|other| !self.same_amounts(other, &candidate))
            {
                return None;
            }
            // The last candidate moves the fewest words: only the amounts.
            found = Some(candidate);
        }
        found
    }

    fn same_amounts(&self, left: &[PrintedCell<'_>], right: &[PrintedCell<'_>]) -> bool {
        let words = |cells: &[PrintedCell<'_>], column| {
            cells
                .get(column)
                .map_or("", |cell: &PrintedCell<'_>| cell.words)
                .to_owned()
        };
        self.columns.iter().enumerate().all(|(column, role)| {
            !matches!(role.role, ColumnRole::Amount(_))
                || words(left, column) == words(right, column)
        })
    }

    /// The row with one empty cell more, or one fewer, somewhere in or before the amounts.
    fn candidates<'text>(&self, cells: &[PrintedCell<'text>]) -> Vec<Vec<PrintedCell<'text>>> {
        let width = self.columns.len();
        let mut padded = cells.to_vec();
        let end = cells.last().map_or(0, |cell| cell.span.end);
        padded.resize(width.max(cells.len()), PrintedCell::empty(end));
        let is_empty = |column: usize| {
            let cell = padded.get(column);
            cell.is_some_and(|cell| cell.words.is_empty())
        };
        let mut candidates = Vec::new();
        for column in 0..width {
            // Inside of a run of empty cells it makes no difference where one comes or goes.
            let ends_run = !is_empty(column + 1);
            let follows_run = !is_empty(column) || column + 1 == width;
            if follows_run && padded.last().is_some_and(|cell| cell.words.is_empty()) {
                let mut inserted = padded.clone();
                let place = padded.get(column).map_or(end, |cell| cell.span.start);
                inserted.insert(column, PrintedCell::empty(place));
                inserted.pop();
                candidates.push(inserted);
            }
            if ends_run && is_empty(column) {
                let mut removed = padded.clone();
                removed.remove(column);
                removed.push(PrintedCell::empty(end));
                candidates.push(removed);
            }
        }
        candidates
    }
}

/// Rows of wider tables stay as they are: no table of the catalogue has half as many columns, and
/// the ways to move a row grow with the square of them.
const MOST_COLUMNS: usize = 64;

/// Codes are digits alone; amounts in a name column give a shifted row away.
fn looks_like_amount(cell: &PrintedCell<'_>) -> bool {
    cell.number
        .is_some_and(|number| number.decimals > 0 || number.grouped)
}

/// Whether a composition holds within rounding; a row without its total or parts holds.
fn holds(composition: &Composition, cells: &[PrintedCell<'_>]) -> bool {
    let number = |column: &usize| cells.get(*column).and_then(|cell| cell.number);
    let total = number(&composition.total);
    let parts: Vec<Number> = composition.parts.iter().filter_map(number).collect();
    let doubtful: Vec<Number> = composition.doubtful.iter().filter_map(number).collect();
    if total.is_none() && parts.is_empty() {
        return true;
    }
    let every = residual(total, &parts);
    let certain = residual(total, &parts).and_then(|residual| {
        doubtful
            .iter()
            .try_fold(residual, |sum, number| sum.checked_add(number.value))
    });
    let bound = bound(total.iter().chain(&parts));
    let within =
        |residual: Option<Decimal>| residual.is_some_and(|residual| residual.abs() <= bound);
    within(every) || within(certain)
}

fn residual(total: Option<Number>, parts: &[Number]) -> Option<Decimal> {
    let total = total.map_or(Decimal::ZERO, |number| number.value);
    parts
        .iter()
        .try_fold(total, |rest, part| rest.checked_sub(part.value))
}

/// The greatest residual that rounding explains: half a unit of the last place for each number
/// (domain specification §6.1).
fn bound<'a>(numbers: impl Iterator<Item = &'a Number>) -> Decimal {
    numbers.fold(Decimal::ZERO, |sum, number| {
        let scale = number.decimals.saturating_add(1).min(Decimal::MAX_SCALE);
        sum.saturating_add(Decimal::new(5, scale))
    })
}
