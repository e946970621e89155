//! 表的合计行应等于最上一级各行之和，每一金额栏分别核对。
//!
//! ## 检查什么
//! 合计行可以在第一行，也可以在最后一行。有类、款、项的表只加类级行；只印项级行的表加全部项级行；
//! 按经济科目分组的表只加各组行。差额在舍入误差之内的归入 B115。
//!
//! ## 为什么
//! 合计行漏加、多加一行，或者明细改动后合计没有重算，是最常见的差错。
//!
//! ## 例
//! 错：合计 359.95，各类为 319.49、21.45、6.68、12.23（之和 359.85）。
//!
//! 对：合计 359.95，各类为 319.49、21.45、6.68、12.33。
//!
//! ## 如何修改
//! 核对提示所列各行，改正合计或有误的一行。
//!
//! ## 不报的情形
//! 部门、单位行重复合计数，不与科目行相加（见 B108）；“其中：”行不参与相加；
//! 收支总表的各级合计由 B105、B106 核对；一侧有多个合计行的表不核对。
//!
//! ## In English
//! The total row must equal the sum of the outermost rows in every amount column. Rows of
//! organisations repeat the total and are never added to rows of subjects.

use crate::audit::{Identity, Severity};
use crate::document::{Disclosure, Line, LineKind, Side, Table, TableKind};
use crate::rules::within_table::economic_group_rollup::is_block_total;
use crate::rules::within_table::formula::{
    Formula, declare, in_every_column, is_summary, outermost,
};
use crate::rules::{Basis, Check, Rule};

/// B102.
pub const RULE: Rule = Rule {
    code: "B102",
    name: "total-row",
    title: "合计行",
    severity: Severity::Error,
    source: include_str!("total_row.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    declare(disclosure, table, RULE.code, formulas, found);
}

/// The formulas of the total row of each side.
pub fn formulas(table: &Table) -> Vec<Formula> {
    if matches!(
        table.kind,
        TableKind::ThreePublic | TableKind::FinalThreePublic
    ) {
        return Vec::new();
    }
    table
        .sides
        .iter()
        .filter(|side| !is_summary(table, side))
        .flat_map(|side| {
            let parts = parts(side);
            total_line(side)
                .map(|total| in_every_column(table, side, total, &parts))
                .unwrap_or_default()
        })
        .collect()
}

/// The only total line of a side.
pub fn total_line(side: &Side) -> Option<&Line> {
    let mut totals = side.lines.iter().filter(|line| {
        matches!(
            line.kind,
            LineKind::Total | LineKind::GrandTotal | LineKind::CurrentTotal
        ) && !is_block_total(line)
    });
    let total = totals.next()?;
    totals.next().is_none().then_some(total)
}

/// The outermost subjects, groups or items; none in tables of projects or organisations only.
fn parts(side: &Side) -> Vec<&Line> {
    outermost(side)
        .into_iter()
        .filter_map(|index| side.lines.get(index))
        .filter(|line| line.kind != LineKind::Project)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const HEADER: &str = "2024年预算支出总表\n\n单位：万元\n\n\
        科目编码\t科目名称\t合计\t基本支出\t项目支出\n";

    #[test]
    fn a_total_that_misses_a_row_is_found() {
        assert_finds(
            "B102",
            &format!(
                "{HEADER}合计\t\t⟦20.00⟧\t15.00\t5.00\n\
                 201\t一般公共服务支出\t20.00\t15.00\t5.00\n\
                 208\t社会保障和就业支出\t10.00\t5.00\t5.00\n"
            ),
        );
    }

    #[test]
    fn leaves_only_and_organisation_rows_add_up() {
        assert_clean(
            "2024年部门支出预算表\n\n单位：万元\n\n\
             科目编码\t单位代码\t单位（科目名称）\t合计\t基本支出\t项目支出\n\
             \t\t合计\t30.00\t20.00\t10.00\n\
             \t085\t某中心\t30.00\t20.00\t10.00\n\
             2011350\t\t事业运行\t20.00\t15.00\t5.00\n\
             2080505\t\t机关事业单位基本养老保险缴费支出\t10.00\t5.00\t5.00\n",
        );
    }
}
