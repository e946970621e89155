//! 总计应等于本年合计加结转和结余。
//!
//! ## 检查什么
//! 收入总计 = 本年收入合计 + 使用非财政拨款结余 + 上年（年初）结转和结余；
//! 支出总计 = 本年支出合计 + 结余分配 + 年终（年末）结转和结余。每一金额栏分别核对。
//!
//! ## 为什么
//! 总计漏加结转，或者结转改动后总计没有重算，会使收支不平衡。
//!
//! ## 例
//! 错：本年收入合计 2,946.25，年初结转和结余 49.14，总计 2,994.39。
//!
//! 对：总计 2,995.39。
//!
//! ## 如何修改
//! 核对提示所列各行，改正有误的一行。
//!
//! ## 不报的情形
//! 没有结转各行的收支总表；结转下的分项（由 B106 核对）。
//!
//! ## In English
//! A grand total must equal the total of the current year plus carry-over and surplus lines.

use crate::audit::{Identity, Severity};
use crate::document::{Disclosure, Line, LineKind, Side, Table};
use crate::rules::within_table::formula::{
    Formula, declare, in_every_column, is_content, is_summary,
};
use crate::rules::within_table::income_equals_expenditure::grand_total;
use crate::rules::within_table::nesting::Nesting;
use crate::rules::{Basis, Check, Rule};

/// B105.
pub const RULE: Rule = Rule {
    code: "B105",
    name: "grand-total-composition",
    title: "总计的组成",
    severity: Severity::Error,
    source: include_str!("grand_total_composition.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    declare(disclosure, table, RULE.code, formulas, found);
}

/// The formulas of the grand total of each side.
pub fn formulas(table: &Table) -> Vec<Formula> {
    table
        .sides
        .iter()
        .filter(|side| is_summary(table, side))
        .flat_map(|side| {
            let Some(total) = grand_total(side) else {
                return Vec::new();
            };
            parts(side, total)
                .map(|parts| in_every_column(table, side, total, &parts))
                .unwrap_or_default()
        })
        .collect()
}

/// The lines that a grand total consists of; none without carry-over lines.
fn parts<'table>(side: &'table Side, total: &Line) -> Option<Vec<&'table Line>> {
    let carried: Vec<&Line> = side
        .lines
        .iter()
        .filter(|line| is_carried(line.kind) && is_outermost(side, line))
        .collect();
    if carried.is_empty() {
        return None;
    }
    let current = side
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::CurrentTotal);
    let mut parts: Vec<&Line> = current.collect();
    match parts.len() {
        0 => {
            let index = side.lines.iter().position(|line| line == total)?;
            parts = Nesting::of(side).children(index, is_content);
        }
        1 => {}
        _ => return None,
    }
    parts.extend(carried);
    Some(parts)
}

fn is_carried(kind: LineKind) -> bool {
    matches!(
        kind,
        LineKind::CarryIn
            | LineKind::CarryOut
            | LineKind::SurplusUsed
            | LineKind::SurplusDistribution
    )
}

fn is_outermost(side: &Side, line: &Line) -> bool {
    line.parent
        .and_then(|parent| side.lines.get(parent))
        .is_none_or(|parent| !is_carried(parent.kind))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::assert_finds;

    #[test]
    fn a_grand_total_without_the_carry_over_is_found() {
        assert_finds(
            "B105",
            "2024年预算收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t金额\t项目\t金额\n\
             一、一般公共预算\t30.00\t一、一般公共服务支出\t25.00\n\
             二、政府性基金预算\t\t二、外交支出\t\n\
             本年收入合计\t30.00\t本年支出合计\t25.00\n\
             上年结转\t5.00\t年终结转\t10.00\n收入总计\t⟦30.00⟧\t支出总计\t35.00\n",
        );
    }
}
