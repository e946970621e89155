//! Which table of the catalogue a title names (domain specification §3.1–§3.3).

use crate::document::TableKind;

/// A title pattern: every word of `all` and none of `none`.
struct Pattern {
    kind: TableKind,
    all: &'static [&'static str],
    none: &'static [&'static str],
}

const fn pattern(
    kind: TableKind,
    all: &'static [&'static str],
    none: &'static [&'static str],
) -> Pattern {
    Pattern { kind, all, none }
}

/// Final-account titles, the most specific first.
const FINAL: [Pattern; 13] = [
    pattern(TableKind::SelfEvaluation, &["自评"], &[]),
    pattern(TableKind::FinalThreePublic, &["三公"], &[]),
    pattern(TableKind::FinalGovernmentFund, &["政府性基金"], &[]),
    pattern(TableKind::FinalStateCapital, &["国有资本"], &[]),
    pattern(TableKind::FinalBasicExpenditure, &["基本支出"], &[]),
    pattern(TableKind::FinalGeneralExpenditure, &["一般公共预算"], &[]),
    pattern(
        TableKind::FinalFiscalSummary,
        &["财政拨款", "收入支出"],
        &[],
    ),
    pattern(TableKind::FinalFiscalSummary, &["财政拨款", "收支"], &[]),
    pattern(
        TableKind::FinalFiscalSummary,
        &["财政拨款", "总表"],
        &["支出决算表"],
    ),
    pattern(TableKind::FinalSummary, &["收入支出"], &["财政拨款"]),
    pattern(TableKind::FinalSummary, &["收支"], &["财政拨款"]),
    pattern(TableKind::FinalIncome, &["收入"], &["支出", "财政拨款"]),
    pattern(
        TableKind::FinalExpenditure,
        &["支出"],
        &["收入", "财政拨款"],
    ),
];

/// Budget titles, the most specific first.
const BUDGET: [Pattern; 27] = [
    pattern(TableKind::SelfEvaluation, &["自评"], &[]),
    pattern(TableKind::OverallTarget, &["整体", "绩效目标"], &[]),
    pattern(TableKind::ProjectTarget, &["绩效目标"], &[]),
    pattern(TableKind::Procurement, &["政府采购"], &[]),
    pattern(TableKind::ThreePublic, &["三公"], &[]),
    pattern(TableKind::OperatingFunds, &["机关运行经费"], &[]),
    pattern(TableKind::OperatingFunds, &["运转经费"], &[]),
    pattern(
        TableKind::GovernmentFundIncome,
        &["政府性基金", "收入"],
        &["收入支出", "收支"],
    ),
    pattern(TableKind::GovernmentFundExpenditure, &["政府性基金"], &[]),
    pattern(TableKind::StateCapital, &["国有资本"], &[]),
    pattern(TableKind::BasicExpenditure, &["基本支出"], &[]),
    pattern(TableKind::EconomicSummary, &["经济分类"], &[]),
    pattern(
        TableKind::ProjectsCarriedIn,
        &["项目支出", "上年结转"],
        &["不含上年结转"],
    ),
    pattern(TableKind::Projects, &["项目支出"], &[]),
    pattern(TableKind::Projects, &["项目", "预算表"], &[]),
    pattern(TableKind::FiscalSummary, &["财政拨款", "收支"], &[]),
    pattern(TableKind::FiscalSummary, &["财政拨款", "收入支出"], &[]),
    pattern(
        TableKind::FiscalSummary,
        &["财政拨款", "总"],
        &["支出预算表"],
    ),
    pattern(
        TableKind::GeneralExpenditure,
        &["一般公共预算", "支出"],
        &[],
    ),
    pattern(TableKind::GeneralExpenditure, &["一般公共预算"], &[]),
    pattern(TableKind::GeneralExpenditure, &["财政拨款", "支出"], &[]),
    pattern(TableKind::BudgetSummary, &["收支"], &[]),
    pattern(TableKind::BudgetSummary, &["收入支出"], &[]),
    pattern(TableKind::Income, &["收入"], &["支出"]),
    pattern(TableKind::Expenditure, &["支出"], &["收入"]),
    pattern(TableKind::Unrecognised, &["结构图"], &[]),
    pattern(TableKind::Unrecognised, &["分布图"], &[]),
];

/// The kind of table that a normalised title names; `final_account` decides where the title does
/// not say 预算 or 决算 itself.
pub fn kind_of_title(title: &str, final_account: bool) -> TableKind {
    let title = without_notes(title);
    if title.is_empty() {
        return TableKind::Unrecognised;
    }
    let is_final = title.contains("决算") || (final_account && !title.contains("预算表"));
    let patterns: &[Pattern] = if is_final { &FINAL } else { &BUDGET };
    patterns
        .iter()
        .find(|pattern| pattern.matches(&title))
        .map_or(TableKind::Unrecognised, |pattern| pattern.kind)
}

impl Pattern {
    fn matches(&self, title: &str) -> bool {
        self.all.iter().all(|word| title.contains(word))
            && !self.none.iter().any(|word| title.contains(word))
    }
}

/// The title without bracketed limits that would name another table: （不含上年结转）.
fn without_notes(title: &str) -> String {
    title
        .replace("(不含上年结转)", "")
        .replace("(含上年结转)", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::normalise::normalise;

    #[test]
    fn titles_of_every_layout_name_their_table() {
        let cases = [
            ("2024年预算收支总表", TableKind::BudgetSummary),
            ("2024年部门收支预算表", TableKind::BudgetSummary),
            ("2025年部门财务收支预算总表", TableKind::BudgetSummary),
            ("2024年预算收入总表", TableKind::Income),
            ("2024年部门收入预算表", TableKind::Income),
            ("2024年部门支出预算表", TableKind::Expenditure),
            ("2024年财政拨款收支总体情况表", TableKind::FiscalSummary),
            ("2025年部门财政拨款收支预算总表", TableKind::FiscalSummary),
            (
                "2024年一般公共预算支出预算表（不含上年结转）",
                TableKind::GeneralExpenditure,
            ),
            (
                "2025年部门一般公共预算支出功能分类预算表",
                TableKind::GeneralExpenditure,
            ),
            ("一般公共预算基本支出表", TableKind::BasicExpenditure),
            (
                "2024年一般公共预算安排基本支出分经济科目表（不含上年结转）",
                TableKind::BasicExpenditure,
            ),
            (
                "2024年政府性基金预算收入表（不含上年结转）",
                TableKind::GovernmentFundIncome,
            ),
            (
                "2024年政府性基金预算支出预算表",
                TableKind::GovernmentFundExpenditure,
            ),
            (
                "2024年国有资本经营预算收支预算表（不含上年结转）",
                TableKind::StateCapital,
            ),
            (
                "2024年财政拨款安排“三公”经费支出预算表",
                TableKind::ThreePublic,
            ),
            (
                "2024年财政拨款安排机关运行经费预算表",
                TableKind::OperatingFunds,
            ),
            ("2024年项目支出预算表（本年预算）", TableKind::Projects),
            (
                "2024年项目支出预算表（上年结转）",
                TableKind::ProjectsCarriedIn,
            ),
            ("2024年支出经济分类汇总表", TableKind::EconomicSummary),
            ("部门（单位）整体绩效目标表", TableKind::OverallTarget),
            (
                "某某市市级预算部门（单位）项目支出绩效目标表",
                TableKind::ProjectTarget,
            ),
            ("收入支出决算总表", TableKind::FinalSummary),
            ("收入决算表", TableKind::FinalIncome),
            ("支出决算表", TableKind::FinalExpenditure),
            ("财政拨款收入支出决算总表", TableKind::FinalFiscalSummary),
            (
                "一般公共预算财政拨款支出决算表",
                TableKind::FinalGeneralExpenditure,
            ),
            (
                "一般公共预算财政拨款基本支出决算表",
                TableKind::FinalBasicExpenditure,
            ),
            (
                "政府性基金预算财政拨款收入支出决算表",
                TableKind::FinalGovernmentFund,
            ),
            (
                "国有资本经营预算财政拨款收入支出决算表",
                TableKind::FinalStateCapital,
            ),
            ("财政拨款“三公”经费支出决算表", TableKind::FinalThreePublic),
            ("部门（单位）整体绩效自评表", TableKind::SelfEvaluation),
        ];
        for (title, expected) in cases {
            assert_eq!(kind_of_title(&normalise(title), false), expected, "{title}");
        }
    }
}
