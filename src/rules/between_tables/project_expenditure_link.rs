//! 支出总表的项目支出应等于项目支出表的合计。
//!
//! ## 检查什么
//! 项目支出表（本年预算与上年结转之和）的合计与支出总表的项目支出；一般公共预算、政府性基金各栏与各自支出表的项目支出。
//!
//! ## 为什么
//! 项目支出逐项列出，总额应与按功能分类列出的相同。
//!
//! ## 例
//! 错：支出总表项目支出 203.00，项目支出表合计 230.00。
//!
//! 对：两处都是 203.00。
//!
//! ## 如何修改
//! 核对项目支出表是否漏列、重列项目。
//!
//! ## 不报的情形
//! 项目支出表空白时不比较。
//!
//! ## In English
//! Project expenditure equals the total of the project tables, by fund too.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnKey, Disclosure, Fund, Nature, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::Links;

/// B206.
pub const RULE: Rule = Rule {
    code: "B206",
    name: "project-expenditure-link",
    title: "项目支出与项目支出表",
    severity: Severity::Error,
    source: include_str!("project_expenditure_link.rs"),
    basis: Basis::Words,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut links = Links::new(disclosure, RULE.code, found);
    let project = ColumnKey::Nature(Nature::Project);
    let total = links.cell(TableKind::Expenditure, &RowKey::Total, project);
    let parts = [TableKind::Projects, TableKind::ProjectsCarriedIn]
        .map(|table| links.cell(table, &RowKey::Total, ColumnKey::Total));
    links.sum("项目支出与项目支出表合计", total, &parts);
    for (fund, table) in [
        (Fund::GeneralPublicBudget, TableKind::GeneralExpenditure),
        (
            Fund::GovernmentFundBudget,
            TableKind::GovernmentFundExpenditure,
        ),
        (Fund::StateCapitalBudget, TableKind::StateCapital),
    ] {
        let spent = links.cell(table, &RowKey::Total, project);
        let projects = links.cell(TableKind::Projects, &RowKey::Total, ColumnKey::Fund(fund));
        links.equal("该项资金的项目支出与项目支出表", spent, projects);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(project: &str) -> String {
        format!(
            "2026年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t基本支出\t项目支出\n\
             合计\t\t9.00\t{project}\n\n\
             2026年项目支出预算表\n\n部门名称：云溪市档案馆\n\n单位：万元\n\n项目名称\t合计\t一般公共预算\n\
             云溪市档案馆\t12.00\t12.00\n馆藏数字化经费\t7.00\t7.00\n库房设备更新经费\t5.00\t5.00\n"
        )
    }

    #[test]
    fn a_total_that_differs_is_found() {
        assert_clean(&draft("12.00"));
        assert_finds("B206", &draft("⟦21.00⟧"));
    }
}
