//! Tables that are forms: labels and values side by side (domain specification §3.1 BT16, BT17,
//! §3.2 FT10). They are read by their labels, never by place.

mod reader;

use crate::document::FigureId;
use crate::text::Span;

pub(crate) use reader::read_forms;

/// A form of a disclosure, in the order of its tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The table: an index into [`crate::document::Disclosure::tables`].
    pub table: usize,
    /// What the form says.
    pub content: FormContent,
}

/// What a form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormContent {
    /// 项目支出绩效目标表 of one project.
    Project(ProjectForm),
    /// 项目支出绩效目标表 that lists the projects of a department.
    ProjectList(Vec<ListedProject>),
    /// 整体绩效目标表.
    Overall(OverallForm),
    /// 整体绩效自评表.
    SelfEvaluation(SelfEvaluation),
}

/// A number with the label it stands beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The label, normalised, without colon.
    pub label: String,
    /// Where the label is printed.
    pub label_span: Span,
    /// The number.
    pub figure: FigureId,
}

/// The money of a project over its whole period or in one year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Funds {
    /// 资金总额.
    pub total: Option<FigureId>,
    /// 中央, 省级, 市县（区）, 单位自筹, 其他.
    pub sources: Vec<FigureId>,
    /// The columns of the sources, where each has one.
    pub columns: Vec<usize>,
}

/// A cost that a project must not exceed: 成本指标 ≤6万元.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLimit {
    /// The cell: ≤6万元.
    pub span: Span,
    /// The limit in yuan.
    pub yuan: rust_decimal::Decimal,
    /// The limit is one of the year and not of the whole period.
    pub annual: bool,
}

/// 项目支出绩效目标表 of one project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectForm {
    /// The project's name, normalised, with its place.
    pub name: Option<(String, Span)>,
    /// 实施期资金.
    pub life: Funds,
    /// 年度资金.
    pub annual: Funds,
    /// 成本指标 that are sums of money.
    pub cost_limits: Vec<CostLimit>,
}

/// A row of a list of projects with their targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedProject {
    /// The code, as printed; empty where there is none.
    pub code: String,
    /// The name, normalised; that of an organisation may be missing.
    pub name: String,
    /// Where the name is printed.
    pub name_span: Span,
    /// The row is a project, not a department or unit.
    pub is_project: bool,
    /// 资金总额 with its sources.
    pub funds: Funds,
    /// 财政投入资金 among the cost indicators: the same money again.
    pub inputs: Vec<Field>,
}

impl ListedProject {
    /// Whether a row belongs to an organisation: 085001 to 085.
    pub fn is_below(&self, organisation: &Self) -> bool {
        let code = organisation.code.as_str();
        !code.is_empty() && self.code.len() > code.len() && self.code.starts_with(code)
    }
}

/// 整体绩效目标表.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverallForm {
    /// The money by source.
    pub by_source: Funds,
    /// The money by nature: its total where it is printed again, 基本支出, 项目支出.
    pub by_nature: Funds,
    /// 基本支出.
    pub basic: Option<FigureId>,
    /// 项目支出.
    pub project: Option<FigureId>,
    /// 内设职能部门数, 编制数, 在职人员总数 ….
    pub counts: Vec<Field>,
}

/// A task of a self-evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The name, normalised.
    pub name: String,
    /// 下达金额.
    pub granted: FigureId,
    /// 执行金额.
    pub spent: FigureId,
    /// 执行率.
    pub rate: FigureId,
    /// 分值.
    pub weight: FigureId,
    /// 得分.
    pub score: FigureId,
}

/// An indicator of a self-evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluatedIndicator {
    /// The name, normalised.
    pub name: String,
    /// Where the name is printed.
    pub name_span: Span,
    /// 指标值 and 全年完成值 and whatever else is printed before the score.
    pub values: Vec<FigureId>,
    /// 分值.
    pub weight: FigureId,
    /// 得分.
    pub score: FigureId,
}

/// 整体绩效自评表.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelfEvaluation {
    /// 部门年初预算收入金额 and 支出金额.
    pub budgets: Vec<Field>,
    /// The tasks with their money.
    pub tasks: Vec<Task>,
    /// The indicators.
    pub indicators: Vec<EvaluatedIndicator>,
    /// 总评价得分.
    pub total_score: Option<FigureId>,
}
