//! What the amounts of the narrative stand for, and which cells of the tables they restate
//! (domain specification §5.0, §5.7).
//!
//! An amount is bound to a cell only when its words, the figure that it is a part of and the
//! heading it stands under leave one reading, or when all readings print the same value.

mod binding;
mod cells;
mod dictionary;

use crate::document::{
    Disclosure, Figure, FigureId, FigureIndex, Fund, Nature, RowKey, ThreePublicItem,
};

pub(crate) use binding::{Narrative, bind};

/// A quantity that disclosures state in words and print in tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// 收入总计: with carry-over.
    GrandIncome,
    /// 本年收入合计: without carry-over.
    CurrentIncome,
    /// 收入合计, 预算收入: with carry-over or without, as the document uses it.
    Income,
    /// 支出总计.
    GrandExpenditure,
    /// 本年支出合计.
    CurrentExpenditure,
    /// 支出合计, 支出预算.
    Expenditure,
    /// 收支总计, 一般公共预算拨款: income and expenditure alike.
    IncomeAndExpenditure,
    /// A money stream among the income: 事业收入.
    IncomeOf(Fund),
    /// 基本支出, 项目支出, 人员经费, 公用经费 ….
    Nature(Nature),
    /// A functional subject by its code.
    Function(String),
    /// 上年结转.
    CarryIn,
    /// 年末结转和结余.
    CarryOut,
    /// “三公”经费 and its items.
    ThreePublic(ThreePublicItem),
    /// The budget of a “三公” item beside its final account.
    ThreePublicBudget(ThreePublicItem),
    /// 机关运行经费.
    OperatingFunds,
}

/// Which money a quantity is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// All money.
    All,
    /// 财政拨款.
    FiscalAppropriation,
    /// One of its three budgets.
    Budget(Fund),
}

/// What an amount stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Indicator {
    /// The quantity.
    pub quantity: Quantity,
    /// The money it is counted in.
    pub scope: Scope,
}

/// An amount of the narrative and the cell that it restates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restatement {
    /// The amount in the narrative.
    pub mention: FigureId,
    /// The words it is stated with, normalised.
    pub label: String,
    /// What it stands for.
    pub indicator: Indicator,
    /// The cells that print it, one for each reading of the words.
    pub(super) printings: Vec<FigureId>,
    /// The cell; none when no table prints it or the readings differ.
    pub cell: Option<FigureId>,
}

impl Restatement {
    /// The restatement after figures got other values.
    pub(super) fn among(&self, figures: &[Figure]) -> Self {
        Self {
            cell: cells::agreed(&self.printings, figures),
            ..self.clone()
        }
    }

    /// Whether figures of other values bind it to another cell.
    pub(super) fn is_bound_otherwise(&self, figures: &[Figure]) -> bool {
        cells::agreed(&self.printings, figures) != self.cell
    }
}

/// Scopes that quantities are printed in.
const SCOPES: [Scope; 4] = [
    Scope::All,
    Scope::FiscalAppropriation,
    Scope::Budget(Fund::GeneralPublicBudget),
    Scope::Budget(Fund::GovernmentFundBudget),
];

/// The “三公” items.
const THREE_PUBLIC: [ThreePublicItem; 6] = [
    ThreePublicItem::Total,
    ThreePublicItem::OverseasTravel,
    ThreePublicItem::Vehicles,
    ThreePublicItem::VehiclePurchase,
    ThreePublicItem::VehicleRunning,
    ThreePublicItem::OfficialReception,
];

/// Indicators, each with the cells that print it.
pub(crate) type Printings = Vec<(Indicator, Vec<FigureId>)>;

/// The cells that print each indicator, whatever their values are.
fn all_printings(index: &FigureIndex) -> Printings {
    let mut quantities = vec![
        Quantity::GrandIncome,
        Quantity::CurrentIncome,
        Quantity::Income,
        Quantity::GrandExpenditure,
        Quantity::CurrentExpenditure,
        Quantity::Expenditure,
        Quantity::IncomeAndExpenditure,
        Quantity::Nature(Nature::Basic),
        Quantity::Nature(Nature::Project),
        Quantity::Nature(Nature::Personnel),
        Quantity::Nature(Nature::Public),
        Quantity::OperatingFunds,
    ];
    quantities.extend(THREE_PUBLIC.map(Quantity::ThreePublic));
    let mut codes: Vec<&String> = index
        .entries()
        .filter_map(|(key, _)| match &key.row {
            RowKey::Function(code) => Some(code),
            _ => None,
        })
        .collect();
    codes.sort();
    codes.dedup();
    quantities.extend(codes.into_iter().cloned().map(Quantity::Function));
    let indicators = quantities.into_iter().flat_map(|quantity| {
        SCOPES.map(|scope| Indicator {
            quantity: quantity.clone(),
            scope,
        })
    });
    let printed = indicators.map(|indicator| {
        let cells = cells::printings(&indicator, index);
        (indicator, cells)
    });
    printed.filter(|(_, cells)| !cells.is_empty()).collect()
}

impl Disclosure {
    /// The indicators that the tables print, each with its cell: what documents of other years
    /// and other kinds print as well.
    pub fn printed_indicators(&self) -> Vec<(Indicator, FigureId)> {
        let printings = self.printings.get_or_init(|| all_printings(&self.index));
        let agreed = printings.iter().filter_map(|(indicator, cells)| {
            let cell = cells::agreed(cells, &self.figures)?;
            Some((indicator.clone(), cell))
        });
        agreed.collect()
    }

    /// The initial budgets that a final account names, each with the indicator that it is the
    /// budget of.
    pub fn initial_budgets(&self) -> Vec<Restatement> {
        binding::initial_budgets(self)
    }
}
