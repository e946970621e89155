//! Which cells print a quantity: the layouts of domain specification §3 as data.

use crate::document::{ColumnKey, Figure, FigureId, FigureIndex, Fund, Nature, RowKey, TableKind};

use super::{Indicator, Quantity, Scope};

/// A cell by meaning.
pub(super) type Cell = (TableKind, RowKey, ColumnKey);

/// Where a quantity may be printed: readings, each with the cells that print it under that
/// reading, the most direct first. Words mean the same whatever the reading only when all
/// readings print the same value.
pub(super) fn readings(indicator: &Indicator) -> Vec<Vec<Cell>> {
    let scope = indicator.scope;
    match &indicator.quantity {
        Quantity::GrandIncome => vec![grand_income(scope)],
        Quantity::CurrentIncome => vec![current_income(scope)],
        Quantity::Income => [grand_income(scope), current_income(scope)]
            .into_iter()
            .chain(income_columns(scope))
            .collect(),
        Quantity::GrandExpenditure => vec![grand_expenditure(scope)],
        Quantity::CurrentExpenditure => vec![current_expenditure(scope)],
        Quantity::Expenditure => vec![grand_expenditure(scope), current_expenditure(scope)],
        Quantity::IncomeAndExpenditure => vec![grand_income(scope), grand_expenditure(scope)],
        Quantity::IncomeOf(fund) => income_of(*fund),
        Quantity::Nature(nature) => nature_of(*nature, scope),
        Quantity::Function(code) => function(code, scope),
        Quantity::CarryIn => carried(RowKey::CarryIn, scope),
        Quantity::CarryOut => carried(RowKey::CarryOut, scope),
        Quantity::ThreePublic(item) => three_public(
            *item,
            &[
                ColumnKey::Total,
                ColumnKey::Fund(Fund::FiscalAppropriation),
                ColumnKey::Fund(Fund::GeneralPublicBudget),
            ],
        ),
        Quantity::ThreePublicBudget(item) => three_public(*item, &[ColumnKey::BudgetBesideActual]),
        Quantity::OperatingFunds => vec![vec![
            (TableKind::OperatingFunds, RowKey::Total, ColumnKey::Total),
            (
                TableKind::ThreePublic,
                RowKey::OperatingFunds,
                ColumnKey::Total,
            ),
        ]],
    }
}

/// The cells that print an indicator, one for each reading under which a table does.
pub(super) fn printings(indicator: &Indicator, index: &FigureIndex) -> Vec<FigureId> {
    let cell = |cells: Vec<Cell>| {
        cells
            .iter()
            .find_map(|(table, row, column)| index.unique(*table, row, *column))
    };
    readings(indicator).into_iter().filter_map(cell).collect()
}

/// The cell that some printings agree on; none when there is none or when they differ.
pub(super) fn agreed(printings: &[FigureId], figures: &[Figure]) -> Option<FigureId> {
    let (first, others) = printings.split_first()?;
    let figure = |id: &FigureId| figures.get(id.0 as usize);
    let same = |other: &FigureId| {
        let pair = figure(first).zip(figure(other));
        pair.is_some_and(|(one, other)| one.unit == other.unit && one.value == other.value)
    };
    others.iter().all(same).then_some(*first)
}

const SUMMARIES: [TableKind; 2] = [TableKind::BudgetSummary, TableKind::FinalSummary];
const FISCAL_SUMMARIES: [TableKind; 2] = [TableKind::FiscalSummary, TableKind::FinalFiscalSummary];
const INCOMES: [TableKind; 2] = [TableKind::Income, TableKind::FinalIncome];
const EXPENDITURES: [TableKind; 2] = [TableKind::Expenditure, TableKind::FinalExpenditure];
const GENERAL: [TableKind; 2] = [
    TableKind::GeneralExpenditure,
    TableKind::FinalGeneralExpenditure,
];
const GOVERNMENT_FUND: [TableKind; 2] = [
    TableKind::GovernmentFundExpenditure,
    TableKind::FinalGovernmentFund,
];
const BASIC: [TableKind; 2] = [
    TableKind::BasicExpenditure,
    TableKind::FinalBasicExpenditure,
];

/// One cell in the budget's table and in the final account's.
fn both(tables: [TableKind; 2], row: &RowKey, column: ColumnKey) -> Vec<Cell> {
    tables.map(|table| (table, row.clone(), column)).to_vec()
}

/// Cells that stand for each other, in this order.
fn first_of<const N: usize>(cells: [Vec<Cell>; N]) -> Vec<Cell> {
    cells.into_iter().flatten().collect()
}

fn grand_income(scope: Scope) -> Vec<Cell> {
    let total = ColumnKey::Total;
    match scope {
        Scope::All => first_of([
            both(SUMMARIES, &RowKey::GrandIncome, total),
            both(INCOMES, &RowKey::Total, total),
        ]),
        Scope::FiscalAppropriation => both(FISCAL_SUMMARIES, &RowKey::GrandIncome, total),
        Scope::Budget(fund) => first_of([
            both(FISCAL_SUMMARIES, &RowKey::Income(fund), total),
            both(SUMMARIES, &RowKey::Income(fund), total),
            both(INCOMES, &RowKey::Total, ColumnKey::Fund(fund)),
        ]),
    }
}

fn current_income(scope: Scope) -> Vec<Cell> {
    let total = ColumnKey::Total;
    match scope {
        Scope::All => first_of([
            both(SUMMARIES, &RowKey::CurrentIncome, total),
            both(INCOMES, &RowKey::Total, ColumnKey::CurrentYear),
        ]),
        Scope::FiscalAppropriation => both(FISCAL_SUMMARIES, &RowKey::CurrentIncome, total),
        Scope::Budget(fund) => both(SUMMARIES, &RowKey::Income(fund), total),
    }
}

/// 财政拨款收入 as a column of the income table, and as a row of the summary.
fn income_columns(scope: Scope) -> Vec<Vec<Cell>> {
    if scope != Scope::FiscalAppropriation {
        return Vec::new();
    }
    let fund = Fund::FiscalAppropriation;
    vec![
        both(INCOMES, &RowKey::Total, ColumnKey::Fund(fund)),
        both(SUMMARIES, &RowKey::Income(fund), ColumnKey::Total),
    ]
}

fn grand_expenditure(scope: Scope) -> Vec<Cell> {
    let total = ColumnKey::Total;
    match scope {
        Scope::All => first_of([
            both(SUMMARIES, &RowKey::GrandExpenditure, total),
            both(EXPENDITURES, &RowKey::Total, total),
        ]),
        Scope::FiscalAppropriation => first_of([
            both(FISCAL_SUMMARIES, &RowKey::GrandExpenditure, total),
            both(
                FISCAL_SUMMARIES,
                &RowKey::GrandExpenditure,
                ColumnKey::Fund(Fund::FiscalAppropriation),
            ),
        ]),
        Scope::Budget(fund) => first_of([
            fund_tables(fund),
            both(
                FISCAL_SUMMARIES,
                &RowKey::GrandExpenditure,
                ColumnKey::Fund(fund),
            ),
        ]),
    }
}

fn current_expenditure(scope: Scope) -> Vec<Cell> {
    let total = ColumnKey::Total;
    match scope {
        Scope::All => first_of([
            both(SUMMARIES, &RowKey::CurrentExpenditure, total),
            both(EXPENDITURES, &RowKey::Total, total),
        ]),
        Scope::FiscalAppropriation => both(FISCAL_SUMMARIES, &RowKey::CurrentExpenditure, total),
        Scope::Budget(fund) => first_of([
            fund_tables(fund),
            both(
                FISCAL_SUMMARIES,
                &RowKey::CurrentExpenditure,
                ColumnKey::Fund(fund),
            ),
        ]),
    }
}

/// 合计 of the table of one budget.
fn fund_tables(fund: Fund) -> Vec<Cell> {
    let tables: &[TableKind] = match fund {
        Fund::GeneralPublicBudget => &GENERAL,
        Fund::GovernmentFundBudget => &GOVERNMENT_FUND,
        _ => &[],
    };
    let total = |table: &TableKind| (*table, RowKey::Total, ColumnKey::Total);
    tables.iter().map(total).collect()
}

fn income_of(fund: Fund) -> Vec<Vec<Cell>> {
    let row = match fund {
        Fund::SurplusUsed => RowKey::SurplusUsed,
        fund => RowKey::Income(fund),
    };
    vec![
        both(SUMMARIES, &row, ColumnKey::Total),
        both(INCOMES, &RowKey::Total, ColumnKey::Fund(fund)),
    ]
}

fn nature_of(nature: Nature, scope: Scope) -> Vec<Vec<Cell>> {
    let column = ColumnKey::Nature(nature);
    let all = both(EXPENDITURES, &RowKey::Total, column);
    let general = both(GENERAL, &RowKey::Total, column);
    let basic = match nature {
        Nature::Basic => both(BASIC, &RowKey::Total, ColumnKey::Total),
        Nature::Personnel | Nature::Public => both(BASIC, &RowKey::Total, column),
        _ => Vec::new(),
    };
    match (scope, nature) {
        // The table of basic expenditure prints them; others print parts of them.
        (_, Nature::Personnel | Nature::Public) => vec![basic],
        (Scope::All, _) => vec![all],
        (Scope::FiscalAppropriation, _) => vec![all, general],
        (Scope::Budget(Fund::GeneralPublicBudget), _) => vec![first_of([general, basic])],
        (Scope::Budget(Fund::GovernmentFundBudget), _) => {
            vec![both(GOVERNMENT_FUND, &RowKey::Total, column)]
        }
        (Scope::Budget(_), _) => Vec::new(),
    }
}

fn function(code: &str, scope: Scope) -> Vec<Vec<Cell>> {
    let row = RowKey::Function(code.to_owned());
    let total = ColumnKey::Total;
    let general = first_of([
        both(GENERAL, &row, total),
        both(
            FISCAL_SUMMARIES,
            &row,
            ColumnKey::Fund(Fund::GeneralPublicBudget),
        ),
    ]);
    let all = first_of([
        both(EXPENDITURES, &row, total),
        both(SUMMARIES, &row, total),
    ]);
    match scope {
        Scope::All => vec![all],
        Scope::FiscalAppropriation => vec![
            both(FISCAL_SUMMARIES, &row, total),
            both(
                FISCAL_SUMMARIES,
                &row,
                ColumnKey::Fund(Fund::FiscalAppropriation),
            ),
            general,
        ],
        Scope::Budget(Fund::GeneralPublicBudget) => vec![general],
        Scope::Budget(fund) => vec![
            both(GOVERNMENT_FUND, &row, total),
            both(FISCAL_SUMMARIES, &row, ColumnKey::Fund(fund)),
        ],
    }
}

fn carried(row: RowKey, scope: Scope) -> Vec<Vec<Cell>> {
    match scope {
        Scope::All => vec![both(SUMMARIES, &row, ColumnKey::Total)],
        Scope::FiscalAppropriation => vec![both(FISCAL_SUMMARIES, &row, ColumnKey::Total)],
        Scope::Budget(fund) => vec![carried_of(&row, fund)],
    }
}

/// What one budget carries over: in the final account's table of that budget it is a column.
fn carried_of(row: &RowKey, fund: Fund) -> Vec<Cell> {
    let (of_fund, column) = match row {
        RowKey::CarryIn => (
            both(FISCAL_SUMMARIES, &RowKey::CarriedIn(fund), ColumnKey::Total),
            ColumnKey::Fund(Fund::CarryIn),
        ),
        _ => (
            both(FISCAL_SUMMARIES, row, ColumnKey::Fund(fund)),
            ColumnKey::CarryOut,
        ),
    };
    let table = (fund == Fund::GovernmentFundBudget).then_some((
        TableKind::FinalGovernmentFund,
        RowKey::Total,
        column,
    ));
    table.into_iter().chain(of_fund).collect()
}

fn three_public(item: crate::document::ThreePublicItem, columns: &[ColumnKey]) -> Vec<Vec<Cell>> {
    let row = RowKey::ThreePublic(item);
    let tables = [TableKind::ThreePublic, TableKind::FinalThreePublic];
    columns
        .iter()
        .map(|column| both(tables, &row, *column))
        .collect()
}
