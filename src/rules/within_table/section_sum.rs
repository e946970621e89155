//! 本年收入合计、本年支出合计和结转应等于其下各项之和。
//!
//! ## 检查什么
//! 本年收入合计 = 各项收入之和；本年支出合计 = 各类支出之和；上年结转 = 其下各项资金之和。每一金额栏分别核对。
//!
//! ## 为什么
//! 收支总表的合计与各项来自同一笔数，不相等说明其中至少一个数有误，或漏印一行。
//!
//! ## 例
//! 错：一般公共预算 983.70，政府性基金预算 58.40，本年收入合计 1,024.10。
//!
//! 对：本年收入合计 1,042.10。
//!
//! ## 如何修改
//! 核对提示所列各行，改正合计或有误的一行。
//!
//! ## 不报的情形
//! “其中：”及其后没有序号的各行不参与相加；序号不连续不影响核对。
//!
//! ## In English
//! The totals of this year's income and expenditure, and carry-over lines with details, must
//! equal the sum of their lines. Of-which lines are never added.

use crate::audit::{Identity, Severity};
use crate::document::{Disclosure, Line, LineKind, Side, Table};
use crate::rules::within_table::formula::{
    Formula, declare, in_every_column, is_content, is_summary,
};
use crate::rules::within_table::nesting::Nesting;
use crate::rules::{Basis, Check, Rule};

/// B106.
pub const RULE: Rule = Rule {
    code: "B106",
    name: "section-sum",
    title: "本年合计与结转的分项",
    severity: Severity::Error,
    source: include_str!("section_sum.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    declare(disclosure, table, RULE.code, formulas, found);
}

/// The formulas of the totals with lines inside, in summary tables.
pub fn formulas(table: &Table) -> Vec<Formula> {
    let mut found = Vec::new();
    for side in table.sides.iter().filter(|side| is_summary(table, side)) {
        for (index, line) in side.lines.iter().enumerate() {
            if is_section(side, line.kind) {
                let parts = parts(side, index, line.kind);
                found.extend(in_every_column(table, side, line, &parts));
            }
        }
    }
    found
}

/// Whether a line stands for lines inside it. A grand total does so only where the table has no
/// total of the current year and no carry-over.
fn is_section(side: &Side, kind: LineKind) -> bool {
    match kind {
        LineKind::CurrentTotal | LineKind::CarryIn | LineKind::CarryOut => true,
        LineKind::GrandTotal => !side.lines.iter().any(|line| {
            matches!(
                line.kind,
                LineKind::CurrentTotal
                    | LineKind::CarryIn
                    | LineKind::CarryOut
                    | LineKind::SurplusUsed
                    | LineKind::SurplusDistribution
            )
        }),
        _ => false,
    }
}

/// The lines inside a total: those that say so, and outermost subjects before it.
fn parts(side: &Side, index: usize, kind: LineKind) -> Vec<&Line> {
    let mut parts = Nesting::of(side).children(index, is_content);
    if matches!(kind, LineKind::CurrentTotal | LineKind::GrandTotal) {
        let before = side.lines.get(..index).unwrap_or_default();
        parts.extend(
            before
                .iter()
                .filter(|line| matches!(line.kind, LineKind::Subject(_)) && line.parent.is_none()),
        );
    }
    parts
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::assert_finds;

    #[test]
    fn an_income_total_that_is_not_the_sum_of_its_lines_is_found() {
        assert_finds(
            "B106",
            "2024年预算收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t金额\t项目\t金额\n\
             一、一般公共预算\t983.70\t一、一般公共服务支出\t900.00\n\
             其中：财政拨款\t983.70\t二、外交支出\t\n\
             专项收入\t\t三、国防支出\t142.10\n\
             二、政府性基金预算\t⟦58.00⟧\t四、公共安全支出\t\n\
             其中：政府性基金预算资金\t\t五、教育支出\t\n\
             本年收入合计\t1,042.10\t本年支出合计\t1,042.10\n\
             上年结转\t\t年终结转\t\n收入总计\t1,042.10\t支出总计\t1,042.10\n",
        );
    }
}
