//! “其中”各项不能超过它所属的数；列全的分项之和应等于它。
//!
//! ## 检查什么
//! “其中：”行（及其后没有序号的各行）和“其中：”栏，每一项及同一列表各项之和都不能大于所属的数；
//! 有序号的下级各项（如“一、财政拨款收入”下的 1、2、3）之和应等于上级。
//!
//! ## 为什么
//! “其中”是所属数的一部分，大于整体必有一个数有误。
//!
//! ## 例
//! 错：公务用车购置及运行费 0.00，其中：公务用车运行维护费 32.65。
//!
//! 对：公务用车购置及运行费 32.65，其中：公务用车运行维护费 32.65。
//!
//! ## 如何修改
//! 核对整体和“其中”两个数，改正有误的一个。
//!
//! ## 不报的情形
//! “其中”各项之和小于所属的数（列举可以不全）；差额在舍入误差之内。
//!
//! ## In English
//! What is printed as part of a figure (其中) must not exceed it; numbered children must add up
//! to their parent.

use crate::audit::{Identity, Relation, Severity};
use crate::document::{ColumnRole, Disclosure, FigureId, Line, LineKind, Side, Table, TableKind};
use crate::rules::within_table::formula::{
    Formula, Position, adds_up, amount_columns, body_rows, declare, in_every_column, of_head,
};
use crate::rules::within_table::nesting::Nesting;
use crate::rules::{Basis, Check, Rule};

/// B107.
pub const RULE: Rule = Rule {
    code: "B107",
    name: "of-which-bound",
    title: "其中数不超过整体",
    severity: Severity::Error,
    source: include_str!("of_which_bound.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    if adds_up(table) {
        for side in &table.sides {
            bounded_lines(table, side, found);
            bounded_columns(table, side, found);
        }
    }
    declare(disclosure, table, RULE.code, formulas, found);
}

/// The formulas of items with numbered items inside.
pub fn formulas(table: &Table) -> Vec<Formula> {
    if matches!(
        table.kind,
        TableKind::ThreePublic | TableKind::FinalThreePublic
    ) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for side in &table.sides {
        let nesting = Nesting::of(side);
        for (index, line) in side.lines.iter().enumerate() {
            if line.kind == LineKind::Item {
                let parts = nesting.children(index, |kind| kind == LineKind::Item);
                found.extend(in_every_column(table, side, line, &parts));
            }
        }
    }
    found
}

fn bounded_lines(table: &Table, side: &Side, found: &mut Vec<Identity>) {
    let nesting = Nesting::of(side);
    for (index, parent) in side.lines.iter().enumerate() {
        let inside = nesting.children(index, |kind| kind == LineKind::OfWhich);
        if inside.is_empty() {
            continue;
        }
        for column in amount_columns(table, side) {
            let at = |line: &Line| Position::new(line.row, column);
            let parts = inside.iter().map(|line| at(line)).collect::<Vec<_>>();
            bound(table, at(parent), &parts, found);
        }
    }
}

/// A run of 其中 columns is inside the last column before it.
fn bounded_columns(table: &Table, side: &Side, found: &mut Vec<Identity>) {
    let mut whole = None;
    let mut lists: Vec<(usize, Vec<usize>)> = Vec::new();
    for column in amount_columns(table, side) {
        let Some(printed) = table.columns.get(column) else {
            continue;
        };
        let of_which = matches!(&printed.role, ColumnRole::Amount(amount) if amount.of_which);
        if !of_which {
            whole = Some(column);
            continue;
        }
        let Some(whole) = whole else {
            continue;
        };
        let starts_list = printed.path.iter().any(|label| label.starts_with("其中"));
        match lists.last_mut() {
            Some((known, list)) if *known == whole && !starts_list => list.push(column),
            _ => lists.push((whole, vec![column])),
        }
    }
    for (whole, list) in lists {
        for row in body_rows(table) {
            let parts: Vec<Position> = list
                .iter()
                .map(|column| Position::new(row, *column))
                .collect();
            bound(table, Position::new(row, whole), &parts, found);
        }
    }
}

fn bound(table: &Table, whole: Position, parts: &[Position], found: &mut Vec<Identity>) {
    let Some(bound) = whole.figure(table) else {
        return;
    };
    let parts: Vec<FigureId> = parts.iter().filter_map(|part| part.figure(table)).collect();
    if parts.is_empty() {
        return;
    }
    found.push(of_head(RULE.code, Relation::AtMost { bound, parts }));
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const HEADER: &str =
        "2024年财政拨款收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t金额\t项目\t金额\n";

    #[test]
    fn a_part_that_exceeds_its_whole_is_found() {
        assert_finds(
            "B107",
            &format!(
                "{HEADER}一、一般公共预算\t30.00\t一、一般公共服务支出\t50.00\n\
                 其中：财政拨款\t⟦33.00⟧\t二、外交支出\t\n\
                 二、政府性基金预算\t20.00\t三、国防支出\t\n\
                 本年收入合计\t50.00\t本年支出合计\t50.00\n\
                 收入总计\t50.00\t支出总计\t50.00\n"
            ),
        );
    }

    #[test]
    fn an_incomplete_list_is_no_error() {
        assert_clean(&format!(
            "{HEADER}一、一般公共预算\t30.00\t一、一般公共服务支出\t30.00\n\
             其中：财政拨款\t13.00\t二、外交支出\t\n\
             专项收入\t7.00\t三、国防支出\t\n\
             本年收入合计\t30.00\t本年支出合计\t30.00\n\
             收入总计\t30.00\t支出总计\t30.00\n"
        ));
    }
}
