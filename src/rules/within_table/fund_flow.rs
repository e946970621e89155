//! 年末结转和结余应等于年初结转和结余加本年收入减本年支出。
//!
//! ## 检查什么
//! 政府性基金预算、国有资本经营预算财政拨款收入支出决算表，逐行核对
//! 年初结转和结余 + 本年收入 − 本年支出 = 年末结转和结余。
//!
//! ## 为什么
//! 结转结余是滚存数，不平说明其中一个数有误。
//!
//! ## 例
//! 错：年初 10.00，收入 50.00，支出 45.00，年末 16.00。
//!
//! 对：年末 15.00。
//!
//! ## 如何修改
//! 核对四个数，改正有误的一个。
//!
//! ## 不报的情形
//! 没有这四栏的表；空表。
//!
//! ## In English
//! In final accounts of funds the closing balance must equal opening balance plus income less
//! expenditure in every row.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnRole, Disclosure, Table, TableKind};
use crate::rules::within_table::formula::{Formula, Position, body_rows, declare};
use crate::rules::{Basis, Check, Rule};

/// B111.
pub const RULE: Rule = Rule {
    code: "B111",
    name: "fund-flow",
    title: "结转结余的衔接",
    severity: Severity::Error,
    source: include_str!("fund_flow.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    declare(disclosure, table, RULE.code, formulas, found);
}

/// The formulas of the rows of a table with the four columns.
pub fn formulas(table: &Table) -> Vec<Formula> {
    if !matches!(
        table.kind,
        TableKind::FinalGovernmentFund | TableKind::FinalStateCapital
    ) {
        return Vec::new();
    }
    let opening = column(table, |path| path.contains("年初") && path.contains("结转"));
    let income = column(table, |path| path.contains("本年收入"));
    let expenditure = column(table, |path| path.contains("本年支出"));
    let closing = column(table, |path| path.contains("年末") && path.contains("结转"));
    let (Some(opening), Some(income), Some(expenditure), Some(closing)) =
        (opening, income, expenditure, closing)
    else {
        return Vec::new();
    };
    body_rows(table)
        .map(|row| Formula {
            total: Position::new(row, closing),
            parts: vec![
                (Position::new(row, opening), false),
                (Position::new(row, income), false),
                (Position::new(row, expenditure), true),
            ],
        })
        .collect()
}

/// The column with wanted labels: the total where there are several.
fn column(table: &Table, is_wanted: fn(&str) -> bool) -> Option<usize> {
    let wanted: Vec<(usize, bool)> = table
        .columns
        .iter()
        .enumerate()
        .filter_map(|(index, column)| match &column.role {
            ColumnRole::Amount(amount) if is_wanted(&column.path.concat()) => {
                Some((index, amount.total))
            }
            _ => None,
        })
        .collect();
    if let [(only, _)] = wanted.as_slice() {
        return Some(*only);
    }
    let mut totals = wanted.iter().filter(|(_, total)| *total);
    let (index, _) = totals.next()?;
    totals.next().is_none().then_some(*index)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::assert_finds;

    #[test]
    fn a_closing_balance_that_does_not_follow_is_found() {
        assert_finds(
            "B111",
            "政府性基金预算财政拨款收入支出决算表\n\n单位：万元\n\n\
             科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余\n\
             \t\t\t\t小计\t基本支出\t项目支出\t\n\
             合计\t\t10.00\t50.00\t45.00\t\t45.00\t⟦16.00⟧\n",
        );
    }
}
