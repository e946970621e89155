//! Sums that a table should show, by cells: what the checks inside one table have in common.

use rust_decimal::Decimal;

use crate::audit::{Evaluator, Identity, Relation, Subject, Term, line_at};
use crate::document::{
    Cell, CellContent, ColumnRole, Disclosure, FigureId, Line, LineKind, RowKind, Side, Table,
    TableKind,
};

/// A cell by its place in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Index into [`Table::rows`].
    pub row: usize,
    /// Index into [`Table::columns`].
    pub column: usize,
}

impl Position {
    /// The cell in a row and a column.
    pub fn new(row: usize, column: usize) -> Self {
        Self { row, column }
    }

    /// The cell there.
    pub fn cell(self, table: &Table) -> Option<&Cell> {
        table.rows.get(self.row)?.cells.get(self.column)
    }

    /// The figure printed there.
    pub fn figure(self, table: &Table) -> Option<FigureId> {
        match self.cell(table)?.content {
            CellContent::Figure(figure) => Some(figure),
            CellContent::Blank | CellContent::Text => None,
        }
    }

    /// Whether words stand where an amount should: its value is unknown, not zero.
    pub fn is_unreadable(self, table: &Table) -> bool {
        self.cell(table)
            .is_some_and(|cell| cell.content == CellContent::Text)
    }
}

/// `total = Σ parts`, as the layout of a table demands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// The cell of the total.
    pub total: Position,
    /// The cells of the parts; true when a part is subtracted.
    pub parts: Vec<(Position, bool)>,
}

impl Formula {
    /// The sum of some cells.
    pub fn sum(total: Position, parts: impl IntoIterator<Item = Position>) -> Self {
        Self {
            total,
            parts: parts.into_iter().map(|part| (part, false)).collect(),
        }
    }

    /// The identity between the printed figures. None when the total is blank or no part is
    /// printed (check B112 looks at those), or when a cell cannot be read.
    pub fn identity(&self, table: &Table, rule: &'static str) -> Option<Identity> {
        let total = self.total.figure(table)?;
        if self.parts.iter().any(|(part, _)| part.is_unreadable(table)) {
            return None;
        }
        let parts: Vec<Term> = self
            .parts
            .iter()
            .filter_map(|(part, negative)| {
                Some(Term {
                    figure: part.figure(table)?,
                    negative: *negative,
                })
            })
            .collect();
        if parts.is_empty() {
            return None;
        }
        Some(of_head(rule, Relation::Sum { total, parts }))
    }

    /// The sum of the printed parts; none when one of them is unreadable or has another unit than
    /// the rest.
    pub fn sum_of_parts(&self, disclosure: &Disclosure, table: &Table) -> Option<Decimal> {
        let mut unit = None;
        let mut sum = Decimal::ZERO;
        for (part, negative) in &self.parts {
            if part.is_unreadable(table) {
                return None;
            }
            let Some(figure) = part.figure(table).and_then(|id| disclosure.figure(id)) else {
                continue;
            };
            if *unit.get_or_insert(figure.unit) != figure.unit {
                return None;
            }
            sum = if *negative {
                sum.checked_sub(figure.value)?
            } else {
                sum.checked_add(figure.value)?
            };
        }
        Some(sum)
    }
}

/// An identity about the cell of its head.
pub fn of_head(rule: &'static str, relation: Relation) -> Identity {
    Identity {
        rule,
        relation,
        subject: Subject::Head,
        severity: None,
    }
}

/// Declares the formulas of a table. One that the catalogue does not know may add up otherwise
/// than its labels suggest: its formulas count only when most of them hold.
pub fn declare(
    disclosure: &Disclosure,
    table: &Table,
    rule: &'static str,
    formulas: fn(&Table) -> Vec<Formula>,
    found: &mut Vec<Identity>,
) {
    if !adds_up(table) {
        return;
    }
    let identities: Vec<Identity> = formulas(table)
        .iter()
        .filter(|formula| !rests_on_blank_total(formula, disclosure, table))
        .filter_map(|formula| formula.identity(table, rule))
        .collect();
    let is_trusted = table.kind != TableKind::Unrecognised
        || mostly_hold(&Evaluator::new(disclosure), &identities);
    if is_trusted {
        found.extend(identities);
    }
}

/// Whether the sums of a table are checked at all: forms of performance targets are not sums.
pub fn adds_up(table: &Table) -> bool {
    !matches!(
        table.kind,
        TableKind::OverallTarget | TableKind::ProjectTarget | TableKind::SelfEvaluation
    )
}

/// Whether a table adds up and is one of the catalogue, so that its columns are known for certain.
pub fn is_known(table: &Table) -> bool {
    adds_up(table) && table.kind != TableKind::Unrecognised
}

/// A blank total is reported where it is missing (B112), and not again wherever it is added.
pub fn rests_on_blank_total(formula: &Formula, disclosure: &Disclosure, table: &Table) -> bool {
    formula.parts.iter().any(|(part, _)| {
        part.figure(table).is_none()
            && super::row_components::formula_of(table, *part).is_some_and(|own| {
                own.sum_of_parts(disclosure, table)
                    .is_some_and(|sum| !sum.is_zero())
            })
    })
}

/// Whether at least half of some identities hold, and at least one.
pub fn mostly_hold(evaluator: &Evaluator<'_>, identities: &[Identity]) -> bool {
    let holding = identities
        .iter()
        .filter(|identity| !evaluator.evaluate(identity).is_contradiction())
        .count();
    holding > 0 && 2 * holding >= identities.len()
}

/// The columns of a side that hold amounts: no changes, no percentages.
pub fn amount_columns(table: &Table, side: &Side) -> Vec<usize> {
    side.columns
        .clone()
        .filter(|column| {
            matches!(
                table.columns.get(*column).map(|column| &column.role),
                Some(ColumnRole::Amount(amount)) if !amount.change
            )
        })
        .collect()
}

/// `total = Σ parts` in every amount column of a side.
pub fn in_every_column(table: &Table, side: &Side, total: &Line, parts: &[&Line]) -> Vec<Formula> {
    if parts.is_empty() {
        return Vec::new();
    }
    amount_columns(table, side)
        .into_iter()
        .map(|column| {
            Formula::sum(
                Position::new(total.row, column),
                parts.iter().map(|part| Position::new(part.row, column)),
            )
        })
        .collect()
}

/// Whether a line is a row of the table's contents rather than a total of them.
pub fn is_content(kind: LineKind) -> bool {
    matches!(
        kind,
        LineKind::Subject(_) | LineKind::Group | LineKind::Item | LineKind::Project
    )
}

/// The lines of contents that are inside no other line of contents. A line with a malformed code
/// (check B405) may be inside anything and is left out.
pub fn outermost(side: &Side) -> Vec<usize> {
    (0..side.lines.len())
        .filter(|index| {
            side.lines.get(*index).is_some_and(|line| {
                let parent = line.parent.and_then(|parent| side.lines.get(parent));
                let has_place = line.kind != LineKind::Item || line.code.is_none();
                is_content(line.kind)
                    && has_place
                    && parent.is_none_or(|parent| !is_content(parent.kind))
            })
        })
        .collect()
}

/// Whether a side ends in this year's total, carry-over and grand total (收支总表).
pub fn is_summary(table: &Table, side: &Side) -> bool {
    let has = |wanted: &[LineKind]| side.lines.iter().any(|line| wanted.contains(&line.kind));
    matches!(
        table.kind,
        TableKind::BudgetSummary
            | TableKind::FiscalSummary
            | TableKind::FinalSummary
            | TableKind::FinalFiscalSummary
    ) || (has(&[LineKind::GrandTotal])
        && has(&[
            LineKind::CurrentTotal,
            LineKind::CarryIn,
            LineKind::CarryOut,
        ]))
}

/// The rows of the body.
pub fn body_rows(table: &Table) -> impl Iterator<Item = usize> + '_ {
    table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.kind == RowKind::Body)
        .map(|(index, _)| index)
}

/// The kind of the line that a cell belongs to.
pub fn kind_at(table: &Table, position: Position) -> Option<LineKind> {
    line_at(table, position.row, position.column).map(|line| line.kind)
}
