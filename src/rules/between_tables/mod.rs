//! Family 2: the same figure in several tables (domain specification §4, §8.2).
//!
//! Every link names its two cells by meaning ([`RowKey`], [`ColumnKey`]), never by place, so that
//! it holds in every layout. A cell that is blank, absent or not unique makes no identity.

use crate::audit::{Identity, Relation, Subject, Term};
use crate::document::{ColumnKey, Disclosure, FigureId, Fund, RowKey, Table, TableKind};

pub mod basic_expenditure_link;
pub mod classification_placement;
pub mod economic_summary_link;
pub mod expenditure_and_fund_tables;
pub mod fiscal_summary_and_fund_tables;
pub mod function_economic_pair;
pub mod operating_and_public_funds;
pub mod overall_target_and_totals;
pub mod project_expenditure_link;
pub mod project_target_and_project_table;
pub mod summary_and_expenditure;
pub mod summary_and_income;
pub mod three_public_and_economic;

/// Declares the links of one rule.
struct Links<'a> {
    disclosure: &'a Disclosure,
    rule: &'static str,
    found: &'a mut Vec<Identity>,
}

impl<'a> Links<'a> {
    fn new(disclosure: &'a Disclosure, rule: &'static str, found: &'a mut Vec<Identity>) -> Self {
        Self {
            disclosure,
            rule,
            found,
        }
    }

    /// The figure of a cell by meaning; none when it is blank, absent or not unique.
    fn cell(&self, table: TableKind, row: &RowKey, column: ColumnKey) -> Option<FigureId> {
        self.disclosure.index.unique(table, row, column)
    }

    /// Two cells print one figure.
    fn equal(&mut self, subject: &str, left: Option<FigureId>, right: Option<FigureId>) {
        if let (Some(left), Some(right)) = (left, right) {
            self.declare(subject, Relation::Equal { left, right });
        }
    }

    /// A cell is the sum of others; `parts` may hold blanks, but not nothing else.
    fn sum(&mut self, subject: &str, total: Option<FigureId>, parts: &[Option<FigureId>]) {
        let parts: Vec<Term> = parts
            .iter()
            .flatten()
            .map(|figure| Term {
                figure: *figure,
                negative: false,
            })
            .collect();
        match (total, parts.as_slice()) {
            (Some(left), [only]) => self.equal(subject, Some(left), Some(only.figure)),
            (Some(total), [_, ..]) => self.declare(subject, Relation::Sum { total, parts }),
            _ => {}
        }
    }

    /// A cell is no more than another.
    fn at_most(&mut self, subject: &str, part: Option<FigureId>, bound: Option<FigureId>) {
        if let (Some(part), Some(bound)) = (part, bound) {
            self.declare(
                subject,
                Relation::AtMost {
                    bound,
                    parts: vec![part],
                },
            );
        }
    }

    fn declare(&mut self, subject: &str, relation: Relation) {
        self.found.push(Identity {
            rule: self.rule,
            relation,
            subject: Subject::words(subject, subject),
            severity: None,
        });
    }

    /// Links a table's rows to the same rows of another table, each in one column.
    fn rows(
        &mut self,
        subject: &str,
        (left, left_column): (TableKind, ColumnKey),
        (right, right_column): (TableKind, ColumnKey),
        wanted: fn(&RowKey) -> bool,
    ) {
        let index = &self.disclosure.index;
        let pairs: Vec<(FigureId, FigureId)> = index
            .rows(left, left_column)
            .filter(|(row, _)| wanted(row))
            .filter_map(|(row, figure)| Some((figure, index.unique(right, row, right_column)?)))
            .collect();
        for (left, right) in pairs {
            self.equal(subject, Some(left), Some(right));
        }
    }
}

/// The three budgets that make up 财政拨款.
const FISCAL_FUNDS: [Fund; 3] = [
    Fund::GeneralPublicBudget,
    Fund::GovernmentFundBudget,
    Fund::StateCapitalBudget,
];

/// The only table of a kind.
fn only_table(disclosure: &Disclosure, kind: TableKind) -> Option<&Table> {
    let mut tables = disclosure.tables.iter().filter(|table| table.kind == kind);
    let table = tables.next()?;
    tables.next().is_none().then_some(table)
}

fn is_class(row: &RowKey) -> bool {
    matches!(row, RowKey::Function(code) if code.len() == 3)
}

fn is_function(row: &RowKey) -> bool {
    matches!(row, RowKey::Function(_))
}

/// Whether a summary prints money carried over from the year before or to the next.
fn has_carry_over(disclosure: &Disclosure, summary: TableKind) -> bool {
    let rows = [
        RowKey::CarryIn,
        RowKey::CarryOut,
        RowKey::SurplusUsed,
        RowKey::SurplusDistribution,
    ];
    rows.iter()
        .filter_map(|row| disclosure.index.unique(summary, row, ColumnKey::Total))
        .filter_map(|figure| disclosure.figure(figure))
        .any(|figure| !figure.value.is_zero())
}

/// Whether a summary prints money of its own beside 财政拨款.
fn has_other_funds(disclosure: &Disclosure, summary: TableKind) -> bool {
    disclosure
        .index
        .rows(summary, ColumnKey::Total)
        .filter(|(row, _)| matches!(row, RowKey::Income(fund) if !is_fiscal(*fund)))
        .filter_map(|(_, figure)| disclosure.figure(figure))
        .any(|figure| !figure.value.is_zero())
}

fn is_fiscal(fund: Fund) -> bool {
    fund == Fund::FiscalAppropriation || FISCAL_FUNDS.contains(&fund)
}

/// Whether the title says that carried-over money is left out.
fn excludes_carry_over(disclosure: &Disclosure, kind: TableKind) -> bool {
    only_table(disclosure, kind).is_some_and(|table| table.title.contains("不含上年结转"))
}
