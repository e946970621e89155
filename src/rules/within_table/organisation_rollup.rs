//! 合计应等于各部门之和，部门等于所属单位之和，单位等于所属项目（科目）之和。
//!
//! ## 检查什么
//! 项目支出表、收入表、机关运行经费表等印有部门、单位行的表，逐级核对每一金额栏。
//!
//! ## 为什么
//! 部门和单位行是汇总数，不等于下级之和说明漏列单位或项目，或改动后没有重新汇总。
//!
//! ## 例
//! 错：单位 203.00，所属项目 110.00、80.00、11.00、12.00（之和 213.00）。
//!
//! 对：单位 203.00，所属项目 110.00、80.00、11.00、2.00。
//!
//! ## 如何修改
//! 核对提示所列单位和项目，改正有误的一行。
//!
//! ## 不报的情形
//! 部门与单位同名（只有一个所属单位）时二者数额相同是正常的，不会重复相加。
//!
//! ## In English
//! The total must equal the sum of the departments, a department the sum of its units, a unit
//! the sum of its projects or subjects.

use crate::audit::{Identity, Severity};
use crate::document::{Disclosure, Line, LineKind, Side, Table, TableKind};
use crate::rules::within_table::formula::{
    Formula, children, declare, in_every_column, is_summary, organisation_before, outermost,
};
use crate::rules::within_table::total_row::total_line;
use crate::rules::{Check, Rule};

/// B108.
pub const RULE: Rule = Rule {
    code: "B108",
    name: "organisation-rollup",
    title: "部门、单位逐级汇总",
    severity: Severity::Error,
    source: include_str!("organisation_rollup.rs"),
    check: Check::Identities(check),
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    declare(disclosure, RULE.code, formulas, found);
}

/// The formulas of the total and of every organisation with something under it.
pub fn formulas(table: &Table) -> Vec<Formula> {
    let mut found = Vec::new();
    for side in table.sides.iter().filter(|side| !is_summary(table, side)) {
        if let Some(total) = total_line(side) {
            let parts = organisations_of_total(table, side);
            found.extend(in_every_column(table, side, total, &parts));
        }
        for (index, line) in side.lines.iter().enumerate() {
            if line.kind == LineKind::Organisation {
                let parts = subordinates(table, side, index);
                found.extend(in_every_column(table, side, line, &parts));
            }
        }
    }
    found
}

/// The outermost organisations, or the projects of a table without organisations.
fn organisations_of_total<'table>(table: &Table, side: &'table Side) -> Vec<&'table Line> {
    let organisations = side.lines.iter().filter(|line| {
        line.kind == LineKind::Organisation && (is_flat(table) || line.parent.is_none())
    });
    let organisations: Vec<&Line> = organisations.collect();
    if !organisations.is_empty() {
        return organisations;
    }
    side.lines
        .iter()
        .filter(|line| line.kind == LineKind::Project)
        .collect()
}

/// The units of a department; else the projects of a unit; else the subjects printed under it.
fn subordinates<'table>(table: &Table, side: &'table Side, index: usize) -> Vec<&'table Line> {
    if !is_flat(table) {
        let units = children(side, index, |kind| kind == LineKind::Organisation);
        if !units.is_empty() {
            return units;
        }
    }
    let projects = children(side, index, |kind| kind == LineKind::Project);
    if !projects.is_empty() {
        return projects;
    }
    outermost(side)
        .into_iter()
        .filter(|inside| organisation_before(side, *inside) == Some(index))
        .filter_map(|inside| side.lines.get(inside))
        .filter(|line| matches!(line.kind, LineKind::Subject(_) | LineKind::Group))
        .collect()
}

/// Tables that list all units side by side under 部门合计.
fn is_flat(table: &Table) -> bool {
    table.kind == TableKind::OperatingFunds
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const HEADER: &str = "2024年项目支出预算表\n\n单位：万元\n\n\
        部门代码\t部门（项目）名称\t项目类型\t合计\t一般公共预算\t政府性基金预算\n";

    #[test]
    fn a_unit_that_is_not_the_sum_of_its_projects_is_found() {
        assert_finds(
            "B108",
            &format!(
                "{HEADER}\t\t合计\t150.00\t100.00\t50.00\n\
                 085\t某某服务中心\t\t150.00\t100.00\t50.00\n\
                 085001\t某某服务中心\t\t150.00\t100.00\t50.00\n\
                 085001\t招商经费\t特定目标类\t⟦90.00⟧\t90.00\t\n\
                 085001\t信息平台\t特定目标类\t50.00\t\t50.00\n"
            ),
        );
    }

    #[test]
    fn department_and_unit_of_one_name_are_not_added() {
        assert_clean(&format!(
            "{HEADER}\t\t合计\t150.00\t100.00\t50.00\n\
             085\t某某服务中心\t\t150.00\t100.00\t50.00\n\
             085001\t某某服务中心\t\t150.00\t100.00\t50.00\n\
             085001\t招商经费\t特定目标类\t100.00\t100.00\t\n\
             085001\t信息平台\t特定目标类\t50.00\t\t50.00\n"
        ));
    }
}
