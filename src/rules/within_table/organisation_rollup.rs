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
    Formula, declare, in_every_column, is_summary, organisation_before, outermost,
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
            let parts = lines_of(side, &parts_of_total(table, side));
            found.extend(in_every_column(table, side, total, &parts));
        }
        for (index, line) in side.lines.iter().enumerate() {
            if is_organisation(side, index) {
                let parts = lines_of(side, &subordinates(table, side, index));
                found.extend(in_every_column(table, side, line, &parts));
            }
        }
    }
    found
}

fn lines_of<'side>(side: &'side Side, indices: &[usize]) -> Vec<&'side Line> {
    indices
        .iter()
        .filter_map(|index| side.lines.get(*index))
        .collect()
}

/// The outermost organisations, or the projects of a table without organisations.
fn parts_of_total(table: &Table, side: &Side) -> Vec<usize> {
    let all = 0..side.lines.len();
    let organisations: Vec<usize> = all
        .clone()
        .filter(|index| is_organisation(side, *index))
        .filter(|index| is_flat(table) || owner(side, *index).is_none())
        .collect();
    if !organisations.is_empty() {
        return organisations;
    }
    all.filter(|index| kind(side, *index) == Some(LineKind::Project))
        .collect()
}

/// The units and the projects directly under an organisation; else the subjects printed under it.
fn subordinates(table: &Table, side: &Side, index: usize) -> Vec<usize> {
    let owned: Vec<usize> = (0..side.lines.len())
        .filter(|inside| {
            let unit = !is_flat(table) && is_organisation(side, *inside);
            (unit || kind(side, *inside) == Some(LineKind::Project))
                && owner(side, *inside) == Some(index)
        })
        .collect();
    if !owned.is_empty() {
        return owned;
    }
    outermost(side)
        .into_iter()
        .filter(|inside| organisation_before(side, *inside) == Some(index))
        .filter(|inside| {
            matches!(
                kind(side, *inside),
                Some(LineKind::Subject(_) | LineKind::Group)
            )
        })
        .collect()
}

/// The organisation that a line is directly under: of a project the one printed last before it.
fn owner(side: &Side, index: usize) -> Option<usize> {
    let line = side.lines.get(index)?;
    match line.kind {
        LineKind::Organisation => line.parent,
        LineKind::Project if is_organisation(side, index) => {
            let mut department = line.parent?;
            while let Some(above) = side.lines.get(department).and_then(|line| line.parent) {
                department = above;
            }
            Some(department)
        }
        LineKind::Project => (0..index)
            .rev()
            .find(|before| is_organisation(side, *before)),
        _ => None,
    }
}

/// Endings of the names of units; a line with such a name and the place name of the department
/// is a unit although no code says so.
const UNIT_ENDINGS: [&str; 14] = [
    "中心",
    "局",
    "委员会",
    "办公室",
    "院",
    "所",
    "站",
    "队",
    "馆",
    "厅",
    "学校",
    "处",
    "(本级)",
    "协会",
];

/// Whether a line is an organisation by its code or by its name.
fn is_organisation(side: &Side, index: usize) -> bool {
    let Some(line) = side.lines.get(index) else {
        return false;
    };
    match line.kind {
        LineKind::Organisation => true,
        LineKind::Project => {
            let place: String = line.label.chars().take(2).collect();
            let named_alike = |other: &Line| {
                other.kind == LineKind::Organisation && other.label.starts_with(&place)
            };
            UNIT_ENDINGS
                .iter()
                .any(|ending| line.label.ends_with(ending))
                && side.lines.iter().any(named_alike)
        }
        _ => false,
    }
}

fn kind(side: &Side, index: usize) -> Option<LineKind> {
    let line = side.lines.get(index)?;
    match line.kind {
        LineKind::Project if is_organisation(side, index) => Some(LineKind::Organisation),
        kind => Some(kind),
    }
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

    #[test]
    fn units_without_codes_are_known_by_their_names() {
        assert_clean(
            "某某市投资局2024年部门预算\n\n2024年项目支出预算表（本年预算）\n\n部门名称：某某市投资局\n\n单位：万元\n\n\
             项目名称\t合计\t一般公共预算\t政府性基金预算\n\
             某某市投资局\t110.06\t110.06\t\n\
             某某市投资局（本级）\t84.16\t84.16\t\n\
             招商推介经费\t62.80\t62.80\t\n\
             数据服务费\t21.36\t21.36\t\n\
             某某市服务中心\t25.90\t25.90\t\n\
             企业服务工作经费\t25.90\t25.90\t\n",
        );
    }
}
