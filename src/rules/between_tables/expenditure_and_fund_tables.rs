//! 支出总表的每个科目应等于各项资金支出表中同一科目之和。
//!
//! ## 检查什么
//! 逐个科目、逐栏（合计、基本支出、项目支出）比较：支出总表 = 一般公共预算支出表 + 政府性基金支出表 + 国有资本经营预算表。
//!
//! ## 为什么
//! 没有单位资金和结转时，全部支出都由三本预算安排。
//!
//! ## 例
//! 错：支出总表 2011308 招商引资 190.00，一般公共预算支出表为 109.00，其他表没有该科目。
//!
//! 对：两处都是 190.00。
//!
//! ## 如何修改
//! 核对该科目在各表中的数字。
//!
//! ## 不报的情形
//! 有单位资金、财政专户管理资金或结转时，只要求支出总表不小于各表之和。
//!
//! ## In English
//! A subject of the expenditure table equals the sum of the same subject in the tables of the
//! three budgets; with other money or carry-over it is at least that.

use std::collections::BTreeSet;

use crate::audit::{Identity, Relation, Severity};
use crate::document::{ColumnKey, Disclosure, FigureId, Nature, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::{Links, excludes_carry_over, has_carry_over, has_other_funds, is_function};

/// B204.
pub const RULE: Rule = Rule {
    code: "B204",
    name: "expenditure-and-fund-tables",
    title: "支出总表与各项资金支出表",
    severity: Severity::Error,
    source: include_str!("expenditure_and_fund_tables.rs"),
    basis: Basis::Words,
    checks: &[Check::Identities(check)],
};

const COLUMNS: [ColumnKey; 3] = [
    ColumnKey::Total,
    ColumnKey::Nature(Nature::Basic),
    ColumnKey::Nature(Nature::Project),
];

/// A summary, its expenditure table and the expenditure tables of the three budgets.
type Family = (TableKind, TableKind, [TableKind; 3]);

const FAMILIES: [Family; 2] = [
    (
        TableKind::BudgetSummary,
        TableKind::Expenditure,
        [
            TableKind::GeneralExpenditure,
            TableKind::GovernmentFundExpenditure,
            TableKind::StateCapital,
        ],
    ),
    (
        TableKind::FinalSummary,
        TableKind::FinalExpenditure,
        [
            TableKind::FinalGeneralExpenditure,
            TableKind::FinalGovernmentFund,
            TableKind::FinalStateCapital,
        ],
    ),
];

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for (summary, whole, funds) in FAMILIES {
        let other_money = has_other_funds(disclosure, summary)
            || has_carry_over(disclosure, summary)
            || !disclosure.index.has(summary)
            || excludes_carry_over(disclosure, funds[0]) && has_carry_over(disclosure, whole);
        for column in COLUMNS {
            compare(disclosure, whole, funds, column, other_money, found);
        }
    }
}

fn compare(
    disclosure: &Disclosure,
    whole: TableKind,
    funds: [TableKind; 3],
    column: ColumnKey,
    other_money: bool,
    found: &mut Vec<Identity>,
) {
    let mut links = Links::new(disclosure, RULE.code, found);
    let rows: BTreeSet<RowKey> = disclosure
        .index
        .rows(whole, column)
        .map(|(row, _)| row.clone())
        .filter(|row| is_function(row) || *row == RowKey::Total)
        .collect();
    for row in rows {
        let total = links.cell(whole, &row, column);
        let parts = funds.map(|table| links.cell(table, &row, column));
        let subject = "支出总表与各项资金支出表的同一科目";
        if !other_money {
            links.sum(subject, total, &parts);
            continue;
        }
        let parts: Vec<FigureId> = parts.into_iter().flatten().collect();
        if let (Some(bound), false) = (total, parts.is_empty()) {
            links.declare(subject, Relation::AtMost { bound, parts });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(own_money: &str, fund: &str) -> String {
        format!(
            "2026年预算收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t2026年\t项目\t2026年\n\
             一、一般公共预算\t\t一、一般公共服务支出\t30.00\n\
             二、单位资金\t{own_money}\t二、外交支出\t\n\n\
             2026年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n201\t一般公共服务支出\t30.00\n\n\
             2026年一般公共预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n201\t一般公共服务支出\t{fund}\n"
        )
    }

    #[test]
    fn a_subject_that_differs_is_found() {
        assert_clean(&draft("", "30.00"));
        assert_finds("B204", &draft("", "⟦29.00⟧"));
    }

    #[test]
    fn other_money_may_pay_for_the_rest() {
        assert_clean(&draft("1.00", "29.00"));
    }
}
