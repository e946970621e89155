//! 有分项而没有合计，或有合计而没有分项。
//!
//! ## 检查什么
//! 表内各类合计（B101、B102、B103、B105、B106、B108、B109、B110 所核对的合计）：分项有数而合计空白，
//! 或合计有数而分项全部空白。
//!
//! ## 为什么
//! 空白按零计算，合计空白等于把分项算作零；常见于漏填或单元格错位。
//!
//! ## 例
//! 错：科目 2011308，合计空白，项目支出 190.00。
//!
//! 对：合计 190.00，项目支出 190.00。
//!
//! ## 如何修改
//! 补填空白的合计或分项，或把错位的数移回原栏。
//!
//! ## 不报的情形
//! “其中：”行和栏；整行没有数的标题行；合计与分项都是空白或零。
//!
//! ## In English
//! A total is blank although its parts are printed, or printed although all its parts are blank.

use crate::audit::{Finding, Fix, Message, Related, Severity, cell_label, line_at};
use crate::document::{CellContent, Disclosure, Table};
use crate::rules::within_table::formula::{Formula, is_known, rests_on_blank_total};
use crate::rules::within_table::{
    code_rollup, economic_group_rollup, grand_total_composition, organisation_rollup,
    row_components, section_sum, three_public_composition, total_row,
};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B112.
pub const RULE: Rule = Rule {
    code: "B112",
    name: "blank-total",
    title: "合计或分项空白",
    severity: Severity::Warning,
    source: include_str!("blank_total.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableInspection(check)],
};

const FORMULAS: [fn(&Table) -> Vec<Formula>; 8] = [
    row_components::formulas,
    three_public_composition::formulas,
    code_rollup::formulas,
    economic_group_rollup::formulas,
    section_sum::formulas,
    organisation_rollup::formulas,
    total_row::formulas,
    grand_total_composition::formulas,
];

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Finding>) {
    if !is_known(table) {
        return;
    }
    let mut reported_rows = Vec::new();
    for formula in FORMULAS.iter().flat_map(|formulas| formulas(table)) {
        if reported_rows.contains(&formula.total.row) {
            continue;
        }
        let finding = blank_total(disclosure, table, &formula)
            .or_else(|| blank_parts(disclosure, table, &formula));
        if let Some(finding) = finding {
            reported_rows.push(formula.total.row);
            found.push(finding);
        }
    }
}

/// The parts are printed, the total is not.
fn blank_total(disclosure: &Disclosure, table: &Table, formula: &Formula) -> Option<Finding> {
    let cell = formula.total.cell(table)?;
    if cell.content != CellContent::Blank || !has_figures(table, formula.total.row) {
        return None;
    }
    let sum = formula.sum_of_parts(disclosure, table)?;
    if sum.is_zero() {
        return None;
    }
    let label = cell_label(table, formula.total.row, formula.total.column);
    let value = sum.to_string();
    Some(Finding {
        code: RULE.code,
        name: RULE.name,
        severity: RULE.severity,
        span: visible(table, formula),
        message: Message::new(
            format!("{label} 空白，而分项之和为 {value}"),
            format!("{label} is blank, but its parts add up to {value}"),
        ),
        related: related(disclosure, table, formula),
        fix: Some(Fix {
            span: cell.span,
            title: Message::new(format!("填入 {value}"), format!("Insert {value}")),
            new_text: value,
            is_unique: false,
        }),
        identity: None,
    })
}

/// The total is printed, its parts are all blank.
fn blank_parts(disclosure: &Disclosure, table: &Table, formula: &Formula) -> Option<Finding> {
    let total = disclosure.figure(formula.total.figure(table)?)?;
    let blank = |content: CellContent| content == CellContent::Blank;
    let all_blank = formula
        .parts
        .iter()
        .all(|(part, _)| part.cell(table).is_some_and(|cell| blank(cell.content)));
    if total.value.is_zero() || !all_blank || rests_on_blank_total(formula, disclosure, table) {
        return None;
    }
    let label = cell_label(table, formula.total.row, formula.total.column);
    let value = disclosure.words(total.span);
    Some(Finding {
        code: RULE.code,
        name: RULE.name,
        severity: RULE.severity,
        span: total.span,
        message: Message::new(
            format!("{label} {value}，而分项全部空白"),
            format!("{label} is {value}, but all its parts are blank"),
        ),
        related: Vec::new(),
        fix: None,
        identity: None,
    })
}

/// A row without any figure is a caption, not a total that was forgotten.
fn has_figures(table: &Table, row: usize) -> bool {
    table.rows.get(row).is_some_and(|row| {
        row.cells
            .iter()
            .any(|cell| matches!(cell.content, CellContent::Figure(_)))
    })
}

/// Where a person looks for a blank cell: at the name of its row.
fn visible(table: &Table, formula: &Formula) -> Span {
    let line = line_at(table, formula.total.row, formula.total.column);
    match line {
        Some(line) if !line.label_span.is_empty() => line.label_span,
        _ => table
            .rows
            .get(formula.total.row)
            .map_or(table.span, |row| row.span),
    }
}

fn related(disclosure: &Disclosure, table: &Table, formula: &Formula) -> Vec<Related> {
    formula
        .parts
        .iter()
        .filter_map(|(part, _)| {
            let figure = disclosure.figure(part.figure(table)?)?;
            let label = cell_label(table, part.row, part.column);
            let text = format!("{label} {}", disclosure.words(figure.span));
            Some(Related {
                span: figure.span,
                message: Message::new(text.clone(), text),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::assert_finds;

    const HEADER: &str = "2024年预算支出总表\n\n单位：万元\n\n\
        科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
        合计\t\t31.00\t21.00\t10.00\n";

    #[test]
    fn a_blank_total_is_found_once_with_the_sum_to_fill_in() {
        let finding = assert_finds(
            "B112",
            &format!(
                "{HEADER}201\t一般公共服务支出\t20.00\t15.00\t5.00\n\
                 208\t⟦社会保障和就业支出⟧\t\t6.00\t5.00\n"
            ),
        );
        assert_eq!(
            finding.fix.map(|fix| fix.new_text).as_deref(),
            Some("11.00")
        );
    }

    #[test]
    fn a_total_without_parts_is_found() {
        assert_finds(
            "B112",
            &format!(
                "{HEADER}201\t一般公共服务支出\t31.00\t21.00\t10.00\n\
                 208\t社会保障和就业支出\t⟦0.01⟧\t\t\n"
            ),
        );
    }
}
