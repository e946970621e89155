//! 类级科目应等于所属款级科目之和，款级科目应等于所属项级科目之和。
//!
//! ## 检查什么
//! 按科目编码的前缀（3 位类、5 位款、7 位项）确定上下级，每一金额栏分别核对直接下级之和。
//! 差额在舍入误差之内的归入 B115。
//!
//! ## 为什么
//! 功能分类逐级汇总，上级科目不等于下级之和，说明有一级没有同步更新或漏印了科目。
//!
//! ## 例
//! 错：20805 行政事业单位养老支出 26.58，其下 2080505 为 2.06、2080506 为 23.52（之和 25.58）。
//!
//! 对：20805 行政事业单位养老支出 25.58。
//!
//! ## 如何修改
//! 核对提示所列各级科目，改正有误的一级。
//!
//! ## 不报的情形
//! 只印项级科目的表；没有印下级的科目；增减额和增减百分比栏；另一单位的同一科目。
//!
//! ## In English
//! A subject must equal the sum of its direct children by code prefix in every amount column.

use crate::audit::{Identity, Severity};
use crate::document::{Disclosure, Line, LineKind, Table};
use crate::rules::within_table::formula::{Formula, declare, in_every_column};
use crate::rules::within_table::nesting::Nesting;
use crate::rules::{Basis, Check, Rule};

/// B103.
pub const RULE: Rule = Rule {
    code: "B103",
    name: "code-rollup",
    title: "类款项逐级汇总",
    severity: Severity::Error,
    source: include_str!("code_rollup.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    declare(disclosure, table, RULE.code, formulas, found);
}

/// The formulas of the subjects with children.
pub fn formulas(table: &Table) -> Vec<Formula> {
    rollups(table, |code| !is_economic(code))
}

/// The formulas of the subjects whose code is wanted.
pub fn rollups(table: &Table, is_wanted: fn(&str) -> bool) -> Vec<Formula> {
    let mut found = Vec::new();
    for side in &table.sides {
        let nesting = Nesting::of(side);
        for (index, line) in side.lines.iter().enumerate() {
            let wanted = line.code.as_deref().is_some_and(is_wanted);
            if wanted && matches!(line.kind, LineKind::Subject(_)) {
                let parts = subordinates(&nesting, index);
                found.extend(in_every_column(table, side, line, &parts));
            }
        }
    }
    found
}

/// The direct children of a subject, of the same organisation.
fn subordinates<'side>(nesting: &Nesting<'side>, parent: usize) -> Vec<&'side Line> {
    let organisation = nesting.organisation_before(parent);
    nesting
        .inside(parent)
        .filter(|(index, line)| {
            matches!(line.kind, LineKind::Subject(_))
                && nesting.organisation_before(*index) == organisation
        })
        .map(|(_, line)| line)
        .collect()
}

/// Codes of economic classifications begin with 3 or 5.
pub fn is_economic(code: &str) -> bool {
    code.starts_with(['3', '5'])
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const HEADER: &str = "2024年一般公共预算支出预算表\n\n单位：万元\n\n\
        科目编码\t科目名称\t预算数\n";

    #[test]
    fn a_section_that_is_not_the_sum_of_its_items_is_found() {
        assert_finds(
            "B103",
            &format!(
                "{HEADER}合计\t\t25.58\n\
                 208\t社会保障和就业支出\t25.58\n\
                 20805\t行政事业单位养老支出\t⟦26.58⟧\n\
                 2080505\t机关事业单位基本养老保险缴费支出\t2.06\n\
                 2080506\t机关事业单位职业年金缴费支出\t23.52\n"
            ),
        );
    }

    #[test]
    fn sums_within_rounding_are_no_errors() {
        assert_clean(&format!(
            "{HEADER}合计\t\t25.57\n\
             208\t社会保障和就业支出\t25.57\n\
             20805\t行政事业单位养老支出\t25.57\n\
             2080505\t机关事业单位基本养老保险缴费支出\t2.06\n\
             2080506\t机关事业单位职业年金缴费支出\t23.52\n"
        ));
    }
}
