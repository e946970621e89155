//! What the columns of a table mean, read from their labels (domain specification §3.0, §3.3).

use crate::document::{
    AmountColumn, CodePart, Column, ColumnRole, Fund, Nature, Period, TableKind,
};
use crate::subjects::Classification;

use super::header::is_total_label;

/// What the reader knows besides the labels.
#[derive(Debug, Clone, Copy)]
pub struct ColumnContext {
    /// Which table it is.
    pub kind: TableKind,
    /// The fiscal year of the document.
    pub fiscal_year: Option<u16>,
}

/// What the body of a column holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct ColumnContent {
    /// Cells that are numbers and nothing else.
    pub figures: usize,
    /// Cells with other words.
    pub words: usize,
}

/// Reads the meaning of a column from the labels above it and what its body holds.
pub fn column(path: Vec<String>, content: ColumnContent, context: ColumnContext) -> Column {
    let role = role(&path, content, context);
    Column { path, role }
}

fn role(path: &[String], content: ColumnContent, context: ColumnContext) -> ColumnRole {
    let leaf = path.last().map(String::as_str).unwrap_or_default();
    let whole = path.concat();
    if let Some(part) = code_part(leaf, &whole, content) {
        return ColumnRole::Code(classification(&whole, context.kind), part);
    }
    if ORGANISATION_CODES.iter().any(|label| leaf.contains(label)) {
        return ColumnRole::OrganisationCode;
    }
    if leaf == "行次" || leaf == "序号" {
        return ColumnRole::LineNumber;
    }
    if is_name(leaf) || (leaf.is_empty() && content.words > content.figures) {
        if whole.contains("政府预算") {
            return ColumnRole::GovernmentName;
        }
        return ColumnRole::Name;
    }
    if is_percentage(leaf) {
        return ColumnRole::Percentage;
    }
    if content.words > content.figures || is_text(leaf) {
        return ColumnRole::Text;
    }
    ColumnRole::Amount(amount(path, context))
}

const ORGANISATION_CODES: [&str; 4] = ["部门代码", "单位代码", "部门编码", "单位编码"];

/// Labels of the column that names the row.
const NAMES: [&str; 15] = [
    "科目名称",
    "项目名称",
    "单位名称",
    "部门名称",
    "科目",
    "项目",
    "单位(科目名称)",
    "部门(项目)名称",
    "部门预算支出经济科目名称",
    "政府预算支出经济科目名称",
    "功能分类科目名称",
    "经济分类科目名称",
    "名称",
    "单位",
    "部门",
];

fn is_name(leaf: &str) -> bool {
    NAMES.contains(&leaf) || leaf.ends_with("科目名称") || leaf.ends_with("单位名称")
}

fn is_text(leaf: &str) -> bool {
    ["类型", "备注", "说明", "指标", "内容"]
        .iter()
        .any(|word| leaf.ends_with(word))
}

fn is_percentage(leaf: &str) -> bool {
    leaf.contains('%')
        || ["增减率", "比例", "占比", "完成率", "执行率"]
            .iter()
            .any(|word| leaf.contains(word))
}

fn code_part(leaf: &str, whole: &str, content: ColumnContent) -> Option<CodePart> {
    let coded = whole.contains("编码") || whole.contains("科目") || whole.contains("代码");
    match leaf {
        "类" => Some(CodePart::Class),
        "款" if coded => Some(CodePart::Section),
        "项" if coded => Some(CodePart::Item),
        _ if leaf.contains("科目编码") || leaf.contains("科目代码") => {
            Some(CodePart::Whole)
        }
        "编码" | "科目" if content.figures > content.words => Some(CodePart::Whole),
        _ => None,
    }
}

fn classification(whole: &str, kind: TableKind) -> Classification {
    let economic = matches!(
        kind,
        TableKind::BasicExpenditure | TableKind::EconomicSummary | TableKind::FinalBasicExpenditure
    ) || whole.contains("经济");
    if whole.contains("政府预算") {
        return Classification::GovernmentEconomic;
    }
    if economic {
        return Classification::DepartmentalEconomic;
    }
    if whole.contains("收入科目") {
        return Classification::Revenue;
    }
    Classification::Functional
}

fn amount(path: &[String], context: ColumnContext) -> AmountColumn {
    let leaf = path.last().map(String::as_str).unwrap_or_default();
    AmountColumn {
        total: is_total_label(leaf),
        of_which: leaf.starts_with("其中"),
        change: path.iter().any(|label| is_change(label)),
        period: period(path, context.fiscal_year),
        fund: path.iter().rev().find_map(|label| fund(label)),
        nature: path.iter().rev().find_map(|label| nature(label)),
    }
}

/// 增减额, 比上年执行数: a change and not an amount.
fn is_change(label: &str) -> bool {
    label.contains("增减") || (label.contains('比') && label.contains("执行数"))
}

fn period(path: &[String], fiscal_year: Option<u16>) -> Period {
    let Some(fiscal_year) = fiscal_year else {
        return Period::Current;
    };
    let prior = format!("{}年", fiscal_year.saturating_sub(1));
    let current = format!("{fiscal_year}年");
    let says_prior = |label: &String| {
        (label.contains(&prior) && !label.contains(&current))
            || label.contains("上年预算数")
            || label.contains("上年执行数")
    };
    if path.iter().any(says_prior) {
        return Period::Prior;
    }
    Period::Current
}

/// Spellings of the money streams, the most specific first.
const FUNDS: [(&str, Fund); 17] = [
    ("上年结转", Fund::CarryIn),
    ("年初结转", Fund::CarryIn),
    ("一般公共预算", Fund::GeneralPublicBudget),
    ("政府性基金", Fund::GovernmentFundBudget),
    ("国有资本经营", Fund::StateCapitalBudget),
    ("财政专户", Fund::SpecialAccountFunds),
    ("专户管理", Fund::SpecialAccountFunds),
    ("单位资金", Fund::OwnFunds),
    ("经营收入", Fund::BusinessIncome),
    ("事业收入", Fund::InstitutionIncome),
    ("上级补助", Fund::SuperiorSubsidyIncome),
    ("附属单位上缴", Fund::SubordinateRemittanceIncome),
    ("下级单位上缴", Fund::SubordinateRemittanceIncome),
    ("其他收入", Fund::OtherIncome),
    ("非财政拨款结余", Fund::SurplusUsed),
    ("财政拨款", Fund::FiscalAppropriation),
    ("专项债券", Fund::GovernmentFundBudget),
];

/// The money stream that a label names.
pub fn fund(label: &str) -> Option<Fund> {
    FUNDS
        .iter()
        .find(|(spelling, _)| label.contains(spelling))
        .map(|(_, fund)| *fund)
}

/// Spellings of the expenditure natures, the most specific first.
const NATURES: [(&str, Nature); 13] = [
    ("上缴上级", Nature::RemittanceToSuperior),
    ("附属单位补助", Nature::SubsidyToSubordinates),
    ("下级单位补助", Nature::SubsidyToSubordinates),
    ("经营支出", Nature::Business),
    ("工资福利支出", Nature::Wages),
    ("对个人和家庭", Nature::IndividualsAndFamilies),
    ("其他运转类", Nature::OtherRunning),
    ("特定目标类", Nature::SpecificTarget),
    ("人员经费", Nature::Personnel),
    ("公用经费", Nature::Public),
    ("基本支出", Nature::Basic),
    ("项目支出", Nature::Project),
    ("项目经费", Nature::Project),
];

/// The expenditure nature that a label names.
pub fn nature(label: &str) -> Option<Nature> {
    NATURES
        .iter()
        .find(|(spelling, _)| label.contains(spelling))
        .map(|(_, nature)| *nature)
}

/// The side that each column belongs to: a new side starts at a name or code column that follows
/// an amount column (domain specification §3.0, two-sided tables).
pub fn side_starts(columns: &[Column]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut amounts = false;
    for (index, column) in columns.iter().enumerate() {
        match column.role {
            ColumnRole::Amount(_) | ColumnRole::Percentage => amounts = true,
            ColumnRole::Name | ColumnRole::Code(..) | ColumnRole::LineNumber if amounts => {
                starts.push(index);
                amounts = false;
            }
            _ => {}
        }
    }
    starts
}
