//! Every table figure by what it stands for, whatever the layout of its table
//! (domain specification §3.0, §4: “identify by role, never by position”).

use std::collections::{BTreeMap, BTreeSet};

use crate::document::table::{fund_of_label, line_figure};
use crate::document::{
    AmountColumn, ColumnRole, FigureId, Fund, Line, LineKind, Nature, Period, Side, Table,
    TableKind,
};
use crate::subjects::{Classification, catalogue};

/// The row that a figure stands in, by meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// 合计 of a table of subjects, organisations or projects.
    Total,
    /// 本年收入合计.
    CurrentIncome,
    /// 本年支出合计.
    CurrentExpenditure,
    /// 收入总计.
    GrandIncome,
    /// 支出总计.
    GrandExpenditure,
    /// 上年结转, 年初结转和结余.
    CarryIn,
    /// 年终结转, 年末结转和结余.
    CarryOut,
    /// 使用非财政拨款结余.
    SurplusUsed,
    /// 结余分配.
    SurplusDistribution,
    /// A money stream on the income side.
    Income(Fund),
    /// A money stream among the carried-over money.
    CarriedIn(Fund),
    /// A functional subject by its code; a class on the expenditure side too.
    Function(String),
    /// A departmental economic subject by its code.
    Economic(String),
    /// A departmental economic subject with the name of its government subject.
    EconomicPair(String, String),
    /// One of the “三公” items.
    ThreePublic(ThreePublicItem),
    /// 机关运行经费.
    OperatingFunds,
    /// An organisation by its normalised name.
    Organisation(String),
    /// A project by its normalised name.
    Project(String),
}

/// The column that a figure stands in, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnKey {
    /// The only amount, or 合计 over all others.
    Total,
    /// A money stream.
    Fund(Fund),
    /// An expenditure nature.
    Nature(Nature),
    /// A money stream among the carried-over columns.
    CarriedIn(Fund),
    /// 当年预算安排; 本年收入合计 beside 总计.
    CurrentYear,
    /// 上年结转安排.
    CarriedOver,
    /// 本年收入 beside 本年支出 (fund tables of final accounts).
    Income,
    /// 年末结转和结余 as a column.
    CarryOut,
    /// The 预算数 beside a 决算数.
    BudgetBesideActual,
    /// The year before.
    Prior,
}

/// The “三公” items (domain specification §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThreePublicItem {
    /// “三公”经费合计.
    Total,
    /// 因公出国（境）费.
    OverseasTravel,
    /// 公务用车购置及运行费.
    Vehicles,
    /// 公务用车购置费.
    VehiclePurchase,
    /// 公务用车运行维护费.
    VehicleRunning,
    /// 公务接待费.
    OfficialReception,
}

/// What a figure of a table stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey {
    /// The table.
    pub table: TableKind,
    /// The row.
    pub row: RowKey,
    /// The column.
    pub column: ColumnKey,
}

/// The table figures of a disclosure by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureIndex {
    entries: BTreeMap<FigureKey, Vec<FigureId>>,
    /// The tables that have any.
    tables: BTreeSet<TableKind>,
}

impl FigureIndex {
    /// Indexes the tables of a disclosure.
    pub fn new(tables: &[Table]) -> Self {
        let mut index = Self::default();
        for table in tables {
            for (number, side) in table.sides.iter().enumerate() {
                let context = SideContext::of(table, side, number);
                for line in &side.lines {
                    index.add_line(&context, line);
                }
            }
        }
        index
    }

    /// The figure of a key; none when there is none or when the key is not unique.
    pub fn unique(&self, table: TableKind, row: &RowKey, column: ColumnKey) -> Option<FigureId> {
        if !self.has(table) {
            return None;
        }
        let key = FigureKey {
            table,
            row: row.clone(),
            column,
        };
        match self.entries.get(&key).map(Vec::as_slice) {
            Some([figure]) => Some(*figure),
            _ => None,
        }
    }

    /// The figures of one table in one column, by row.
    pub fn rows(
        &self,
        table: TableKind,
        column: ColumnKey,
    ) -> impl Iterator<Item = (&RowKey, FigureId)> {
        self.entries
            .iter()
            .filter_map(move |(key, figures)| match figures.as_slice() {
                [figure] if key.table == table && key.column == column => Some((&key.row, *figure)),
                _ => None,
            })
    }

    /// Whether a table of this kind printed any figure.
    pub fn has(&self, table: TableKind) -> bool {
        self.tables.contains(&table)
    }

    /// Every figure with its key, in the order of the keys.
    pub fn entries(&self) -> impl Iterator<Item = (&FigureKey, &[FigureId])> {
        self.entries
            .iter()
            .map(|(key, figures)| (key, figures.as_slice()))
    }

    /// The entries of one table.
    pub fn of_table(&self, table: TableKind) -> impl Iterator<Item = (&FigureKey, &[FigureId])> {
        self.entries().filter(move |(key, _)| key.table == table)
    }

    fn add_line(&mut self, context: &SideContext<'_>, line: &Line) {
        let row = context.row_key(line);
        for (column, meaning) in &context.columns {
            let Some(figure) = line_figure(context.table, line, *column) else {
                continue;
            };
            let Some((row, column)) = meaning.of_line(context.table, line, row.as_ref()) else {
                continue;
            };
            let key = FigureKey {
                table: context.table.kind,
                row,
                column,
            };
            self.tables.insert(key.table);
            self.entries.entry(key).or_default().push(figure);
        }
    }
}

/// What the index knows of a side before it looks at its lines.
struct SideContext<'a> {
    table: &'a Table,
    side: &'a Side,
    /// The side is the income side of a summary.
    income: bool,
    /// The only organisation that is inside no other stands for the total, where none is printed.
    organisation_is_total: bool,
    /// The amount columns with what they mean.
    columns: Vec<(usize, ColumnMeaning)>,
}

/// What a column means: a “三公” item that stands in a column is a row by meaning.
enum ColumnMeaning {
    Row(RowKey, ColumnKey),
    Column(ColumnKey),
}

impl ColumnMeaning {
    fn of_line(
        &self,
        table: &Table,
        line: &Line,
        row: Option<&RowKey>,
    ) -> Option<(RowKey, ColumnKey)> {
        match self {
            Self::Row(row, column) => Some((row.clone(), *column)),
            Self::Column(column) => {
                let nature = nature_of_total(table.kind, line).map(ColumnKey::Nature);
                Some((row?.clone(), nature.unwrap_or(*column)))
            }
        }
    }
}

impl<'a> SideContext<'a> {
    fn of(table: &'a Table, side: &'a Side, number: usize) -> Self {
        Self {
            table,
            side,
            income: is_income_side(table, side, number),
            organisation_is_total: organisation_is_total(side),
            columns: side
                .columns
                .clone()
                .filter_map(|column| Some((column, meaning(table, side, column)?)))
                .collect(),
        }
    }

    fn row_key(&self, line: &Line) -> Option<RowKey> {
        let key = match line.kind {
            LineKind::Total if self.table.kind == TableKind::ThreePublic => {
                RowKey::ThreePublic(ThreePublicItem::Total)
            }
            LineKind::Total => RowKey::Total,
            LineKind::CurrentTotal if self.income => RowKey::CurrentIncome,
            LineKind::CurrentTotal => RowKey::CurrentExpenditure,
            LineKind::GrandTotal if self.income => RowKey::GrandIncome,
            LineKind::GrandTotal => RowKey::GrandExpenditure,
            LineKind::CarryIn => RowKey::CarryIn,
            LineKind::CarryOut => RowKey::CarryOut,
            LineKind::SurplusUsed => RowKey::SurplusUsed,
            LineKind::SurplusDistribution => RowKey::SurplusDistribution,
            LineKind::Organisation if self.organisation_is_total && line.parent.is_none() => {
                RowKey::Total
            }
            LineKind::Organisation => RowKey::Organisation(line.label.clone()),
            LineKind::Project => RowKey::Project(line.label.clone()),
            LineKind::Subject(_) => subject_key(self.table, line)?,
            LineKind::Group | LineKind::Item => item_key(self.table, self.side, line, self.income)?,
            LineKind::OfWhich | LineKind::Other => return None,
        };
        Some(key)
    }
}

fn meaning(table: &Table, side: &Side, column: usize) -> Option<ColumnMeaning> {
    let role = table.columns.get(column)?;
    let ColumnRole::Amount(amount) = role.role else {
        return None;
    };
    if amount.of_which || amount.change {
        return None;
    }
    let of_three_public = matches!(
        table.kind,
        TableKind::ThreePublic | TableKind::FinalThreePublic
    );
    if of_three_public && role.path.concat().contains("机关运行经费") {
        return Some(ColumnMeaning::Row(RowKey::OperatingFunds, ColumnKey::Total));
    }
    if of_three_public
        && items_are_columns(table, side)
        && let Some(item) = three_public_column(&role.path)
    {
        let column = measure(&role.path, amount);
        return Some(ColumnMeaning::Row(RowKey::ThreePublic(item), column));
    }
    Some(ColumnMeaning::Column(column_key(
        table, side, amount, &role.path,
    )))
}

/// 人员经费合计 and 公用经费合计 stand in rows of the final account's table of basic expenditure.
fn nature_of_total(kind: TableKind, line: &Line) -> Option<Nature> {
    if kind != TableKind::FinalBasicExpenditure || line.kind != LineKind::Total {
        return None;
    }
    match line.label.as_str() {
        "人员经费合计" => Some(Nature::Personnel),
        "公用经费合计" => Some(Nature::Public),
        _ => None,
    }
}

/// Whether the items of a “三公” table stand in its columns; where they are rows, 合计 over a
/// column is the sum of the money streams and no item.
fn items_are_columns(table: &Table, side: &Side) -> bool {
    let columns = table.columns.get(side.columns.clone()).unwrap_or_default();
    let mut items = columns
        .iter()
        .filter_map(|column| three_public_column(&column.path));
    items.any(|item| item != ThreePublicItem::Total)
}

/// The item of a “三公” table whose items are columns; none where they are rows.
fn three_public_column(path: &[String]) -> Option<ThreePublicItem> {
    let labels = path
        .iter()
        .rev()
        .filter(|label| !label.ends_with("预算数") && !label.ends_with("决算数"));
    let mut subtotal = false;
    for label in labels {
        match three_public_item(label) {
            Some(ThreePublicItem::Total) if subtotal && label != "合计" => {
                return Some(ThreePublicItem::Total);
            }
            Some(item) => return Some(item),
            None if label == "小计" => subtotal = true,
            None => {}
        }
    }
    None
}

/// The “三公” item that a normalised label names.
pub fn three_public_item(label: &str) -> Option<ThreePublicItem> {
    let item = if label.contains("因公出国") {
        ThreePublicItem::OverseasTravel
    } else if label.contains("接待费") {
        ThreePublicItem::OfficialReception
    } else if label.contains("购置及运行") {
        ThreePublicItem::Vehicles
    } else if label.contains("购置费") {
        ThreePublicItem::VehiclePurchase
    } else if label.contains("运行") && label.ends_with('费') && !label.contains("机关") {
        ThreePublicItem::VehicleRunning
    } else if label == "合计" || label.contains("三公") && label.contains("合计") {
        ThreePublicItem::Total
    } else {
        return None;
    };
    Some(item)
}

/// 预算数 beside 决算数 is the budget of a final account; else the column is the amount itself.
fn measure(path: &[String], amount: AmountColumn) -> ColumnKey {
    if amount.period == Period::Prior {
        return ColumnKey::Prior;
    }
    let paired = path.len() > 1 && path.last().is_some_and(|leaf| leaf.ends_with("预算数"));
    if paired {
        ColumnKey::BudgetBesideActual
    } else {
        ColumnKey::Total
    }
}

fn column_key(table: &Table, side: &Side, amount: AmountColumn, path: &[String]) -> ColumnKey {
    if amount.period == Period::Prior {
        return ColumnKey::Prior;
    }
    if let Some(key) = carry_key(table, amount, path) {
        return key;
    }
    let only_amount = side
        .columns
        .clone()
        .filter_map(|column| table.columns.get(column))
        .filter(|column| matches!(column.role, ColumnRole::Amount(_)))
        .take(2)
        .count()
        == 1;
    let own_fund = fund_of_table(table.kind);
    match (amount.nature, amount.fund) {
        _ if only_amount => ColumnKey::Total,
        (Some(nature), _) if !(amount.total && nature_of_table(table.kind) == Some(nature)) => {
            ColumnKey::Nature(nature)
        }
        (_, Some(fund)) if own_fund != Some(fund) => ColumnKey::Fund(fund),
        _ => ColumnKey::Total,
    }
}

/// Columns that tell this year's money from what was carried over.
fn carry_key(table: &Table, amount: AmountColumn, path: &[String]) -> Option<ColumnKey> {
    let (leaf, groups) = path.split_last()?;
    if leaf.contains("当年预算安排") {
        return Some(ColumnKey::CurrentYear);
    }
    if leaf.contains("上年结转安排") {
        return Some(ColumnKey::CarriedOver);
    }
    if groups.iter().any(|group| group.contains("结转")) {
        return match amount.fund {
            Some(fund) if !amount.total => Some(ColumnKey::CarriedIn(fund)),
            _ => Some(ColumnKey::Fund(Fund::CarryIn)),
        };
    }
    if is_fund_flow(table.kind) && groups.is_empty() {
        if leaf.contains("年末") {
            return Some(ColumnKey::CarryOut);
        }
        if leaf == "本年收入" {
            return Some(ColumnKey::Income);
        }
    }
    let beside_grand_total = || {
        table
            .columns
            .iter()
            .any(|column| column.path.last().is_some_and(|other| other == "总计"))
    };
    let of_this_year = amount.total && groups.iter().any(|group| group.contains("本年收入"));
    (of_this_year && leaf == "合计" && beside_grand_total()).then_some(ColumnKey::CurrentYear)
}

/// Tables that follow money through the year: 年初 + 收入 − 支出 = 年末.
fn is_fund_flow(kind: TableKind) -> bool {
    matches!(
        kind,
        TableKind::FinalGovernmentFund | TableKind::FinalStateCapital
    )
}

/// The money stream that a whole table is about.
fn fund_of_table(kind: TableKind) -> Option<Fund> {
    match kind {
        TableKind::GeneralExpenditure
        | TableKind::BasicExpenditure
        | TableKind::FinalGeneralExpenditure
        | TableKind::FinalBasicExpenditure => Some(Fund::GeneralPublicBudget),
        TableKind::GovernmentFundIncome
        | TableKind::GovernmentFundExpenditure
        | TableKind::FinalGovernmentFund => Some(Fund::GovernmentFundBudget),
        TableKind::StateCapital | TableKind::FinalStateCapital => Some(Fund::StateCapitalBudget),
        _ => None,
    }
}

/// The nature that a whole table is about.
fn nature_of_table(kind: TableKind) -> Option<Nature> {
    match kind {
        TableKind::BasicExpenditure | TableKind::FinalBasicExpenditure => Some(Nature::Basic),
        TableKind::Projects | TableKind::ProjectsCarriedIn => Some(Nature::Project),
        _ => None,
    }
}

fn organisation_is_total(side: &Side) -> bool {
    let totals = side.lines.iter().any(|line| line.kind == LineKind::Total);
    let outermost = side
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Organisation && line.parent.is_none())
        .count();
    !totals && outermost == 1
}

fn subject_key(table: &Table, line: &Line) -> Option<RowKey> {
    let code = line.code.clone()?;
    if !is_economic(table.kind) {
        return Some(RowKey::Function(code));
    }
    Some(match line.government.clone() {
        Some(government) if table.kind == TableKind::EconomicSummary => {
            RowKey::EconomicPair(code, government)
        }
        _ => RowKey::Economic(code),
    })
}

fn item_key(table: &Table, side: &Side, line: &Line, income: bool) -> Option<RowKey> {
    if table.kind == TableKind::ThreePublic {
        return three_public_item(&line.label).map(RowKey::ThreePublic);
    }
    if is_economic(table.kind) {
        let code = code_of_name(Classification::DepartmentalEconomic, &line.label)?;
        return Some(match line.government.clone() {
            Some(government) => RowKey::EconomicPair(code, government),
            None => RowKey::Economic(code),
        });
    }
    if income {
        let fund = fund_of_label(&line.label)?;
        let carried = line
            .parent
            .and_then(|parent| side.lines.get(parent))
            .is_some_and(|parent| parent.kind == LineKind::CarryIn);
        return Some(if carried {
            RowKey::CarriedIn(fund)
        } else {
            RowKey::Income(fund)
        });
    }
    code_of_name(Classification::Functional, &line.label).map(RowKey::Function)
}

fn is_economic(kind: TableKind) -> bool {
    matches!(
        kind,
        TableKind::BasicExpenditure | TableKind::FinalBasicExpenditure | TableKind::EconomicSummary
    )
}

/// The code of a class or section by its printed name, when only one has it.
fn code_of_name(classification: Classification, name: &str) -> Option<String> {
    let mut found = catalogue()
        .by_name(classification, name, None)
        .into_iter()
        .filter(|subject| subject.code.len() <= 5)
        .map(|subject| subject.code);
    let first = found.next()?;
    found.all(|other| other == first).then(|| first.to_owned())
}

/// Whether a side of a summary table is its income side: its totals say so, else its place.
fn is_income_side(table: &Table, side: &Side, number: usize) -> bool {
    let says = |word: &str| side.lines.iter().any(|line| line.label.starts_with(word));
    if says("本年收入") || says("收入") {
        return true;
    }
    if says("本年支出") || says("支出") {
        return false;
    }
    number == 0 && table.sides.len() > 1
}
