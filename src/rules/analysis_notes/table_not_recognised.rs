//! 没有识别的表格。
//!
//! ## 检查什么
//! 有数字、但标题和表头都不能说明是哪一张表的表格。
//!
//! ## 为什么
//! 这样的表只检查表内的合计，不与其他表和文字核对；没有报错不等于没有错。
//!
//! ## 例
//! 标题为“附表”的表。
//!
//! ## 如何修改
//! 写上规范的表名，例如“部门支出总表”。表本身没有错时不必改。
//!
//! ## 不报的情形
//! 没有数字的表。
//!
//! ## In English
//! A table with figures of which neither the title nor the header says what it is.

use crate::audit::{Finding, Severity};
use crate::document::{CellContent, Disclosure, Table, TableKind};
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};

/// B901.
pub const RULE: Rule = Rule {
    code: "B901",
    name: "table-not-recognised",
    title: "没有识别的表格",
    severity: Severity::Hint,
    source: include_str!("table_not_recognised.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// A table with fewer figures is a list in words.
const FEWEST_FIGURES: usize = 4;

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for table in &disclosure.tables {
        if table.kind != TableKind::Unrecognised || figures(table) < FEWEST_FIGURES {
            continue;
        }
        let Some(first) = table.title_span.or(table.rows.first().map(|row| row.span)) else {
            continue;
        };
        let title = shortened(disclosure.words(first));
        found.push(RULE.finding(
            first,
            format!("没有识别这张表（{title}）：只检查表内合计，不与其他表和文字核对"),
            format!("This table was not recognised ({title}): only its own sums are checked"),
        ));
    }
}

fn figures(table: &Table) -> usize {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    cells
        .filter(|cell| matches!(cell.content, CellContent::Figure(_)))
        .count()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    const ROWS: &str = "单位：万元\n\n名称→合计→甲→乙\n合计→7.00→3.00→4.00\n某项→7.00→3.00→4.00\n";

    #[test]
    fn a_table_of_an_unknown_kind_is_noted() {
        assert_reports(&RULE, &format!("⟦2024年某某情况表⟧\n\n{ROWS}"));
    }

    #[test]
    fn a_table_of_the_catalogue_is_known() {
        assert_silent(&RULE, &format!("2024年部门支出预算总表\n\n{ROWS}"));
    }
}
