//! 经济科目的类（组）应等于所属款级科目之和。
//!
//! ## 检查什么
//! 有编码的表按前缀（301 与 30101）汇总，没有编码的表按组行（工资福利支出、商品和服务支出等）到下一组行之间的明细汇总；
//! 决算表的“人员经费合计”等于 301、303 之和，“公用经费合计”等于其余各类之和。每一金额栏分别核对。
//!
//! ## 为什么
//! 基本支出按经济分类公开到款，类与款不一致说明有一级没有同步更新。
//!
//! ## 例
//! 错：302 商品和服务支出 35.69，所属各款之和 35.96。
//!
//! 对：302 商品和服务支出 35.96。
//!
//! ## 如何修改
//! 核对提示所列各款，改正有误的一行。
//!
//! ## 不报的情形
//! 同一部门经济科目对应不同政府经济科目而出现两次；差额在舍入误差之内（归入 B115）。
//!
//! ## In English
//! An economic class or group must equal the sum of its details; the block totals of final
//! accounts must equal the sum of their classes.

use crate::audit::{Identity, Severity};
use crate::document::{Disclosure, Line, LineKind, Table, TableKind};
use crate::rules::within_table::code_rollup::{is_economic, rollups};
use crate::rules::within_table::formula::{
    Formula, Position, amount_columns, declare, in_every_column,
};
use crate::rules::within_table::nesting::Nesting;
use crate::rules::{Basis, Check, Rule};
use crate::subjects::SubjectLevel;

/// B109.
pub const RULE: Rule = Rule {
    code: "B109",
    name: "economic-group-rollup",
    title: "经济科目逐级汇总",
    severity: Severity::Error,
    source: include_str!("economic_group_rollup.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    declare(disclosure, table, RULE.code, formulas, found);
}

/// The formulas of economic classes, groups and blocks.
pub fn formulas(table: &Table) -> Vec<Formula> {
    let mut found = rollups(table, is_economic);
    for side in &table.sides {
        let nesting = Nesting::of(side);
        for (index, line) in side.lines.iter().enumerate() {
            if line.kind == LineKind::Group {
                let parts = nesting.children(index, |kind| kind == LineKind::Item);
                found.extend(in_every_column(table, side, line, &parts));
            }
        }
    }
    if table.kind == TableKind::FinalBasicExpenditure {
        found.extend(blocks(table));
    }
    found
}

/// 人员经费合计 and 公用经费合计: totals of blocks of classes, printed side by side.
pub fn is_block_total(line: &Line) -> bool {
    line.kind == LineKind::Total
        && (line.label.contains("人员经费") || line.label.contains("公用经费"))
}

fn blocks(table: &Table) -> Vec<Formula> {
    let mut found = Vec::new();
    for side in &table.sides {
        for total in side.lines.iter().filter(|line| is_block_total(line)) {
            let personnel = total.label.contains("人员经费");
            let parts = classes(table, personnel);
            if let (Some(column), false) = (amount_columns(table, side).first(), parts.is_empty()) {
                found.push(Formula::sum(Position::new(total.row, *column), parts));
            }
        }
    }
    found
}

/// The cells of the classes of a block, on whatever side they are printed.
fn classes(table: &Table, personnel: bool) -> Vec<Position> {
    let mut found = Vec::new();
    for side in &table.sides {
        let Some(column) = amount_columns(table, side).first().copied() else {
            continue;
        };
        for line in &side.lines {
            let Some(code) = line.code.as_deref() else {
                continue;
            };
            let wanted = matches!(code, "301" | "303") == personnel;
            if line.kind == LineKind::Subject(SubjectLevel::Class) && wanted {
                found.push(Position::new(line.row, column));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::assert_finds;

    #[test]
    fn a_group_that_is_not_the_sum_of_its_details_is_found() {
        assert_finds(
            "B109",
            "2024年一般公共预算基本支出表\n\n单位：万元\n\n\
             部门预算支出经济科目名称\t政府预算支出经济科目名称\t合计\t人员经费\t公用经费\n\
             合计\t\t50.00\t40.00\t10.00\n\
             工资福利支出\t\t⟦40.00⟧\t40.00\t\n\
             基本工资\t工资奖金津补贴\t25.00\t25.00\t\n\
             津贴补贴\t工资奖金津补贴\t18.00\t18.00\t\n\
             商品和服务支出\t\t10.00\t\t10.00\n\
             办公费\t办公经费\t10.00\t\t10.00\n",
        );
    }

    #[test]
    fn the_block_totals_of_final_accounts_are_added_across_sides() {
        assert_finds(
            "B109",
            "一般公共预算财政拨款基本支出决算表\n\n单位：万元\n\n\
             人员经费\t\t\t公用经费\t\t\n\
             科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\n\
             301\t工资福利支出\t40.00\t302\t商品和服务支出\t8.00\n\
             30101\t基本工资\t40.00\t30201\t办公费\t8.00\n\
             303\t对个人和家庭的补助\t5.00\t310\t资本性支出\t2.00\n\
             30302\t退休费\t5.00\t31002\t办公设备购置\t2.00\n\
             人员经费合计\t\t⟦54.00⟧\t公用经费合计\t\t10.00\n",
        );
    }
}
