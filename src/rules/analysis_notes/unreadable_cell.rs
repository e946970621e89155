//! 金额栏中不能读出数字的单元格。
//!
//! ## 检查什么
//! 没有识别的表格中，金额栏里既不是数字也不是空白的内容。
//!
//! ## 为什么
//! 读不出数字的单元格按空白处理，不参加合计。
//!
//! ## 例
//! 金额栏中写“详见附件”。
//!
//! ## 如何修改
//! 金额栏只写数字；说明写在表下。
//!
//! ## 不报的情形
//! 已识别的表由 B114 检查；“-”“/”等表示没有的符号。
//!
//! ## In English
//! A cell of an amount column that holds no number, in a table that was not recognised.

use crate::audit::{Finding, Severity};
use crate::document::{CellContent, ColumnRole, Disclosure, RowKind, Table, TableKind};
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B902.
pub const RULE: Rule = Rule {
    code: "B902",
    name: "unreadable-cell",
    title: "不能读出数字的单元格",
    severity: Severity::Hint,
    source: include_str!("unreadable_cell.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for table in &disclosure.tables {
        if table.kind != TableKind::Unrecognised {
            continue;
        }
        let mut cells = unreadable(table).into_iter();
        let Some(first) = cells.next() else {
            continue;
        };
        let words = shortened(disclosure.words(first));
        let finding = RULE.finding(
            first,
            format!("金额栏中的“{words}”不是数字，按空白处理"),
            format!("“{words}” in an amount column is no number and counts as blank"),
        );
        found.push(cells.fold(finding, |finding, span| {
            finding.beside(span, "同样不是数字", "is no number either")
        }));
    }
}

fn unreadable(table: &Table) -> Vec<Span> {
    let body = table.rows.iter().filter(|row| row.kind == RowKind::Body);
    body.flat_map(|row| row.cells.iter().zip(&table.columns))
        .filter(|(cell, column)| {
            matches!(column.role, ColumnRole::Amount(_)) && cell.content == CellContent::Text
        })
        .map(|(cell, _)| cell.span)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    const HEAD: &str =
        "2024年某某情况表\n\n单位：万元\n\n名称→合计→基本支出→项目支出\n合计→7.00→3.00→4.00\n";

    #[test]
    fn words_among_amounts_are_noted_once_a_table() {
        let found = assert_reports(
            &RULE,
            &format!("{HEAD}甲→5.00→3.00→⟦见附件⟧\n乙→2.00→2.00→略\n丙→1.00→→1.00\n"),
        );
        assert_eq!(found[0].related.len(), 1);
    }

    #[test]
    fn numbers_and_signs_for_nothing_are_right() {
        assert_silent(&RULE, &format!("{HEAD}甲→7.00→3.00→4.00\n乙→-→-→-\n"));
    }
}
