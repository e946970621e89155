//! Tables: header tree, column roles, row kinds, cells (domain specification §3).

mod alignment;
mod columns;
mod composition;
mod header;
mod kind;
mod landmarks;
mod lines;
mod reader;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::document::{FigureId, Unit};
use crate::subjects::{Classification, SubjectLevel};
use crate::syntax::TableEncoding;
use crate::text::Span;

pub use columns::fund as fund_of_label;
pub use composition::Composition;
pub use lines::subject_level;
pub use reader::{TableContext, read_table};

/// The tables of the catalogue (domain specification §3.1–§3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TableKind {
    /// BT01 收支总表.
    BudgetSummary,
    /// BT02 收入总表.
    Income,
    /// BT03 支出总表.
    Expenditure,
    /// BT04 财政拨款收支总表.
    FiscalSummary,
    /// BT05 一般公共预算支出表.
    GeneralExpenditure,
    /// BT06 一般公共预算基本支出表.
    BasicExpenditure,
    /// BT07 政府性基金收入表.
    GovernmentFundIncome,
    /// BT08 政府性基金支出表.
    GovernmentFundExpenditure,
    /// BT09 国有资本经营预算表.
    StateCapital,
    /// BT10 “三公”经费表.
    ThreePublic,
    /// BT11 机关运行经费表.
    OperatingFunds,
    /// BT12 项目支出表（本年预算）.
    Projects,
    /// BT13 项目支出表（上年结转）.
    ProjectsCarriedIn,
    /// BT14 支出经济分类汇总表.
    EconomicSummary,
    /// BT15 政府采购预算表.
    Procurement,
    /// BT16 整体绩效目标表.
    OverallTarget,
    /// BT17 项目支出绩效目标表.
    ProjectTarget,
    /// FT01 收入支出决算总表.
    FinalSummary,
    /// FT02 收入决算表.
    FinalIncome,
    /// FT03 支出决算表.
    FinalExpenditure,
    /// FT04 财政拨款收入支出决算总表.
    FinalFiscalSummary,
    /// FT05 一般公共预算财政拨款支出决算表.
    FinalGeneralExpenditure,
    /// FT06 一般公共预算财政拨款基本支出决算表.
    FinalBasicExpenditure,
    /// FT07 政府性基金预算财政拨款收入支出决算表.
    FinalGovernmentFund,
    /// FT08 国有资本经营预算财政拨款支出决算表.
    FinalStateCapital,
    /// FT09 “三公”经费支出决算表.
    FinalThreePublic,
    /// FT10 整体绩效自评表.
    SelfEvaluation,
    /// Not in the catalogue.
    Unrecognised,
}

/// A table with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// From the label or title to the last note.
    pub span: Span,
    /// How the rows are written.
    pub encoding: TableEncoding,
    /// 预算公开表1 and the like.
    pub label_span: Option<Span>,
    /// The line 部门名称：….
    pub organisation_span: Option<Span>,
    /// The line （2024年度）.
    pub period_span: Option<Span>,
    /// The title line, when there is one.
    pub title_span: Option<Span>,
    /// The title, normalised; empty when there is none.
    pub title: String,
    /// Which table of the catalogue it is.
    pub kind: TableKind,
    /// The measure unit of its money cells; [`Unit::Unknown`] when not stated.
    pub unit: Unit,
    /// The unit line.
    pub unit_span: Option<Span>,
    /// Top nodes of the header tree, left to right.
    pub header: Vec<HeaderNode>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// One side, or two or three for tables printed side by side (收入 | 支出).
    pub sides: Vec<Side>,
    /// Every row line in order, header rows too.
    pub rows: Vec<Row>,
    /// Its figures among those of the disclosure.
    pub figures: Range<usize>,
    /// Which columns the total columns are made of.
    pub compositions: Vec<Composition>,
    /// Notes below the table.
    pub notes: Vec<Span>,
    /// 本表无数据, 本表为空表.
    pub states_no_data: bool,
    /// A note says that sums may be off by rounding.
    pub states_rounding: bool,
}

/// A label of the header and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderNode {
    /// The label, normalised; empty for a column without one.
    pub label: String,
    /// Where it is printed.
    pub span: Option<Span>,
    /// The columns it covers.
    pub columns: Range<usize>,
    /// The labels below it; empty for a leaf.
    pub children: Vec<HeaderNode>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The labels from the top of the header down to this column, normalised.
    pub path: Vec<String>,
    /// What its cells mean.
    pub role: ColumnRole,
}

/// What the cells of a column mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnRole {
    /// 科目编码, whole or one of its parts 类 | 款 | 项.
    Code(Classification, CodePart),
    /// 科目名称, 项目, 单位（科目名称）: the row's label.
    Name,
    /// The name of the government economic subject beside the departmental one.
    GovernmentName,
    /// 部门代码, 单位代码.
    OrganisationCode,
    /// 项目类型 and other words.
    Text,
    /// 行次.
    LineNumber,
    /// Money.
    Amount(AmountColumn),
    /// 增减%, 占比.
    Percentage,
}

/// Which part of a code a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePart {
    /// The whole code.
    Whole,
    /// 类.
    Class,
    /// 款: two digits below the class.
    Section,
    /// 项: two digits below the section.
    Item,
}

/// The dimensions of a money column (domain specification §3.3, last paragraph).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AmountColumn {
    /// 合计, 小计, 总计: the total of its group.
    pub total: bool,
    /// 其中：…: inside the column before it, never added.
    pub of_which: bool,
    /// 增减额: a change, not an amount.
    pub change: bool,
    /// Current or prior year.
    pub period: Period,
    /// Which money.
    pub fund: Option<Fund>,
    /// Basic, project, personnel, public ….
    pub nature: Option<Nature>,
}

/// The year a column speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// The fiscal year of the document.
    #[default]
    Current,
    /// The year before.
    Prior,
}

/// Money streams (domain specification §1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fund {
    /// 财政拨款.
    FiscalAppropriation,
    /// 一般公共预算.
    GeneralPublicBudget,
    /// 政府性基金.
    GovernmentFundBudget,
    /// 国有资本经营预算.
    StateCapitalBudget,
    /// 财政专户管理资金.
    SpecialAccountFunds,
    /// 单位资金.
    OwnFunds,
    /// 事业收入.
    InstitutionIncome,
    /// 经营收入.
    BusinessIncome,
    /// 上级补助收入.
    SuperiorSubsidyIncome,
    /// 附属单位上缴收入.
    SubordinateRemittanceIncome,
    /// 其他收入.
    OtherIncome,
    /// 上年结转.
    CarryIn,
    /// 使用非财政拨款结余.
    SurplusUsed,
}

/// Expenditure natures (domain specification §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// 基本支出.
    Basic,
    /// 项目支出.
    Project,
    /// 人员经费.
    Personnel,
    /// 公用经费.
    Public,
    /// 工资福利支出.
    Wages,
    /// 对个人和家庭的补助.
    IndividualsAndFamilies,
    /// 其他运转类.
    OtherRunning,
    /// 特定目标类.
    SpecificTarget,
    /// 上缴上级支出.
    RemittanceToSuperior,
    /// 经营支出.
    Business,
    /// 对附属单位补助支出.
    SubsidyToSubordinates,
}

/// A row line.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line without its line end.
    pub span: Span,
    /// What the whole row is.
    pub kind: RowKind,
    /// The cells by column, after the repair of the alignment.
    pub cells: Vec<Cell>,
    /// The cells were moved because only so the identities hold (domain specification §3.0).
    pub realigned: bool,
}

/// What a row line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A header row.
    Header,
    /// 栏次: 1 2 3 ….
    ColumnNumbers,
    /// The header printed again after a page break.
    RepeatedHeader,
    /// No cell has content.
    Blank,
    /// A row of the body.
    Body,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The content without surrounding blanks; empty at its place for an empty cell.
    pub span: Span,
    /// What it holds.
    pub content: CellContent,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellContent {
    /// Nothing, or a sign for nothing (`-`, `—`, `/`): zero in sums, absent otherwise.
    Blank,
    /// A number.
    Figure(FigureId),
    /// Words or a code.
    Text,
}

/// One of the tables printed side by side; most tables have one.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Its columns.
    pub columns: Range<usize>,
    /// Its body lines in order (rows in which this side has content).
    pub lines: Vec<Line>,
}

/// A body row as one side sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Index into [`Table::rows`].
    pub row: usize,
    /// What the line is.
    pub kind: LineKind,
    /// The label, normalised, without its ordinal: 一般公共服务支出.
    pub label: String,
    /// The label as printed.
    pub label_span: Span,
    /// The subject code, joined from its parts.
    pub code: Option<String>,
    /// Where the code is printed (the whole run when it is in parts).
    pub code_span: Option<Span>,
    /// The government economic subject beside a departmental one: its code, else its name.
    pub government: Option<String>,
    /// The line it is inside of: index into [`Side::lines`]. None at the top level and for totals.
    pub parent: Option<usize>,
}

/// Row kinds (domain specification §1.4, §3.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// 合计: the total of the lines.
    Total,
    /// 本年收入合计, 本年支出合计: without carry-over.
    CurrentTotal,
    /// 上年结转, 年初结转和结余.
    CarryIn,
    /// 年终结转, 年末结转和结余, 结转下年.
    CarryOut,
    /// 使用非财政拨款结余.
    SurplusUsed,
    /// 结余分配.
    SurplusDistribution,
    /// 收入总计, 支出总计, 总计: with carry-over.
    GrandTotal,
    /// 部门合计, a department or unit: repeats or sums what is under it.
    Organisation,
    /// A project.
    Project,
    /// A line with a subject code.
    Subject(SubjectLevel),
    /// An economic class without a code over its details.
    Group,
    /// A line of a list: 一、…, （一）…, 1.…, ①….
    Item,
    /// 其中：… and the lines that continue it.
    OfWhich,
    /// Anything else.
    Other,
}

/// The figure of a line in a column.
pub fn line_figure(table: &Table, line: &Line, column: usize) -> Option<FigureId> {
    match table.rows.get(line.row)?.cells.get(column)?.content {
        CellContent::Figure(figure) => Some(figure),
        _ => None,
    }
}
