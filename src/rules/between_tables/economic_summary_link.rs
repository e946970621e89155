//! 支出经济分类汇总表应与支出总表、收入总表一致。
//!
//! ## 检查什么
//! 汇总表合计与支出总表合计；一般公共预算、政府性基金等各栏合计与收入总表的同一资金；每对部门、政府经济科目不小于基本支出表中的同一对。
//!
//! ## 为什么
//! 汇总表按经济性质列出全部支出，总额和资金来源应与其他表相同。
//!
//! ## 例
//! 错：汇总表合计 1,024.10，支出总表合计 1,042.10。
//!
//! 对：两处都是 1,042.10。
//!
//! ## 如何修改
//! 核对汇总表是否漏列科目。
//!
//! ## 不报的情形
//! 汇总表各行不按编码排列；有上年结转时不比较各栏资金。
//!
//! ## In English
//! The economic classification of all expenditure has the total of the expenditure table and the
//! funds of the income table; each pair of subjects is at least that of basic expenditure.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnKey, Disclosure, FigureId, Fund, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::{FISCAL_FUNDS, Links, has_carry_over};

/// B209.
pub const RULE: Rule = Rule {
    code: "B209",
    name: "economic-summary-link",
    title: "经济分类汇总表与支出总表",
    severity: Severity::Error,
    source: include_str!("economic_summary_link.rs"),
    basis: Basis::Words,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut links = Links::new(disclosure, RULE.code, found);
    let summary = TableKind::EconomicSummary;
    let total = links.cell(summary, &RowKey::Total, ColumnKey::Total);
    let spent = links.cell(TableKind::Expenditure, &RowKey::Total, ColumnKey::Total);
    links.equal("支出经济分类汇总表与支出总表合计", total, spent);
    if !has_carry_over(disclosure, TableKind::BudgetSummary) {
        for fund in FISCAL_FUNDS {
            let column = ColumnKey::Fund(fund);
            let spent = links.cell(summary, &RowKey::Total, column);
            let received = links.cell(TableKind::Income, &RowKey::Total, column);
            links.equal("支出经济分类汇总表与收入总表的同一资金", spent, received);
        }
    }
    for (part, bound) in pairs(disclosure) {
        links.at_most(
            "基本支出与全部支出的同一对经济科目",
            Some(part),
            Some(bound),
        );
    }
}

/// The pairs of departmental and government subjects that both tables print.
fn pairs(disclosure: &Disclosure) -> Vec<(FigureId, FigureId)> {
    let index = &disclosure.index;
    let general = ColumnKey::Fund(Fund::GeneralPublicBudget);
    index
        .rows(TableKind::BasicExpenditure, ColumnKey::Total)
        .filter(|(row, _)| matches!(row, RowKey::EconomicPair(..)))
        .filter_map(|(row, basic)| {
            Some((
                basic,
                index.unique(TableKind::EconomicSummary, row, general)?,
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(spent: &str) -> String {
        format!(
            "2026年部门支出预算表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n合计\t\t{spent}\n\n\
             2026年支出经济分类汇总表\n\n单位：万元\n\n\
             部门预算经济分类\t\t\t政府预算经济分类\t\t\t总计\n\
             科目编码\t\t科目名称\t科目编码\t\t科目名称\t\n类\t款\t\t类\t款\t\t\n\
             \t\t\t\t\t合计\t1,042.10\n301\t01\t基本工资\t501\t01\t工资奖金津补贴\t1,042.10\n"
        )
    }

    #[test]
    fn the_total_that_stands_alone_against_two_is_named() {
        assert_clean(&draft("1,042.10"));
        assert_finds("B209", &draft("⟦1,024.10⟧"));
    }
}
