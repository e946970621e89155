//! 单元格错位的行。
//!
//! ## 检查什么
//! 转换时多出或少了空单元格，数字落在别的栏里的行。只有一种移法能使各合计成立时，按移正后的栏目检查。
//!
//! ## 为什么
//! 读者会把数字读成别的资金或科目。
//!
//! ## 例
//! 错：项目类型空着，合计落在“项目类型”栏。
//!
//! 对：各数字与栏目对齐。
//!
//! ## 如何修改
//! 移动单元格（可一键修复）。
//!
//! ## 不报的情形
//! 有几种移法都能成立的行不移动，也不参加计算。
//!
//! ## In English
//! Rows whose cells are shifted, and were moved because only so the totals hold.

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, Row, Table};
use crate::rules::{Basis, Check, Rule};
use crate::syntax::TableEncoding;
use crate::text::Span;

/// B903.
pub const RULE: Rule = Rule {
    code: "B903",
    name: "misaligned-columns",
    title: "单元格错位",
    severity: Severity::Information,
    source: include_str!("misaligned_columns.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for table in &disclosure.tables {
        for run in runs(table) {
            found.extend(finding(disclosure, table, run));
        }
    }
}

/// Rows in a row that were moved.
fn runs(table: &Table) -> Vec<&[Row]> {
    table
        .rows
        .chunk_by(|one, other| one.realigned == other.realigned)
        .filter(|run| run.first().is_some_and(|row| row.realigned))
        .collect()
}

fn finding(disclosure: &Disclosure, table: &Table, run: &[Row]) -> Option<Finding> {
    let (first, last) = (run.first()?, run.last()?);
    let finding = RULE.finding(
        first.span,
        format!("这里有{}行单元格错位，已按勾稽关系移正后检查", run.len()),
        format!(
            "The cells of {} rows are shifted; they were checked where they belong",
            run.len()
        ),
    );
    let finding = run.iter().skip(1).fold(finding, |finding, row| {
        finding.beside(row.span, "同样错位", "is shifted too")
    });
    if table.encoding != TableEncoding::Tab {
        return Some(finding);
    }
    let mut corrected = String::new();
    let mut end = first.span.start;
    for row in run {
        corrected.push_str(disclosure.words(Span::new(end, row.span.start)));
        let cells = row.cells.iter().map(|cell| disclosure.words(cell.span));
        corrected.push_str(&cells.collect::<Vec<_>>().join("\t"));
        end = row.span.end;
    }
    let finding = finding.mended(first.span.cover(last.span), corrected);
    let count = run.len();
    Some(finding.titled(
        format!("把错位的 {count} 行单元格移正"),
        format!("Move the cells of {count} rows to where they belong"),
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    const HEAD: &str = "2024年部门支出预算总表\n\n单位：万元\n\n科目编码→科目名称→合计→基本支出→项目支出\n\
        合计→→9.00→5.00→4.00\n";

    #[test]
    fn a_shifted_row_is_noted_and_can_be_moved() {
        let draft = format!("{HEAD}201→一般公共服务支出→⟦X⟧\n208→社会保障和就业支出→2.00→2.00→\n");
        let draft = draft.replace(
            "201→一般公共服务支出→⟦X⟧",
            "⟦201→一般公共服务支出→→7.00→3.00→4.00⟧",
        );
        let found = assert_reports(&RULE, &draft);
        assert!(mended(&draft, &found[0]).contains("一般公共服务支出\t7.00\t3.00\t4.00"));
    }

    #[test]
    fn rows_that_fit_are_right() {
        assert_silent(
            &RULE,
            &format!(
                "{HEAD}201→一般公共服务支出→7.00→3.00→4.00\n208→社会保障和就业支出→2.00→2.00→\n"
            ),
        );
    }
}
