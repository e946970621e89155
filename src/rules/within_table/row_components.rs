//! 表内每一行的合计（小计、总计）栏应等于同组各分项栏之和。
//!
//! ## 检查什么
//! 按表头确定每个“合计”“小计”“总计”栏由哪些栏组成，再逐行核对。成对印出的“预算数”“决算数”分别核对。
//! 有“增减额”“增减%”栏的表，另核对：增减额 = 本年数 − 上年数，增减% = 增减额 ÷ 上年数。
//! 各数按印出的小数位视为四舍五入的结果：差额在各数舍入误差之和以内的不算错误，归入 B115。
//!
//! ## 为什么
//! 同一行的合计与分项来自同一笔数，不相等说明其中至少一个数没有同步更新，或者单元格错位。
//!
//! ## 例
//! 错：合计 203.00，基本支出 156.95，项目支出 47.05（二者之和 204.00）。
//!
//! 对：合计 204.00，基本支出 156.95，项目支出 47.05。
//!
//! ## 如何修改
//! 对照原始报表确定哪个数有误。若改动一个数能使与它有关的各等式全部成立，提示会指出这个数并给出建议值；建议仅供核对。
//!
//! ## 不报的情形
//! “其中：”栏、增减额栏和百分比栏不参与相加；上年数为零或空白时不核对增减%；在“本年收入”组之外的“上年结转”不加入本年合计；
//! 合计与分项有一方空白时由 B112 提示；有不能识别的数字时由 B114 提示。
//!
//! ## In English
//! In every row a total column must equal the sum of the columns it is made of, within rounding.
//! Of-which columns, changes and percentages are never added; a change column must be the
//! difference of the years that it compares, and a rate column that change over the prior year.

use crate::audit::{Evaluator, Identity, Severity};
use crate::document::{Disclosure, Table};
use crate::rules::within_table::change_columns;
use crate::rules::within_table::formula::{Formula, Position, adds_up, body_rows, mostly_hold};
use crate::rules::within_table::three_public_composition;
use crate::rules::{Basis, Check, Rule};

/// B101.
pub const RULE: Rule = Rule {
    code: "B101",
    name: "row-components",
    title: "行内分项之和",
    severity: Severity::Error,
    source: include_str!("row_components.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

/// With so many rows of which most do not add up, the header was not understood.
const ROWS_THAT_SHOW_A_LAYOUT: usize = 3;

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    if !adds_up(table) {
        return;
    }
    let evaluator = Evaluator::new(disclosure);
    for index in 0..table.compositions.len() {
        let identities: Vec<Identity> = formulas_of_composition(table, index)
            .iter()
            .filter_map(|formula| formula.identity(table, RULE.code))
            .collect();
        let few = identities.len() < ROWS_THAT_SHOW_A_LAYOUT;
        if few || mostly_hold(&evaluator, &identities) {
            found.extend(identities);
        }
    }
    change_columns::declare(&evaluator, table, RULE.code, found);
}

/// The formulas of the rows of a table.
pub fn formulas(table: &Table) -> Vec<Formula> {
    (0..table.compositions.len())
        .flat_map(|index| formulas_of_composition(table, index))
        .collect()
}

/// The formula of one total cell, when its column is a total.
pub fn formula_of(table: &Table, total: Position) -> Option<Formula> {
    let composition = table
        .compositions
        .iter()
        .find(|composition| composition.total == total.column)?;
    let parts = composition.parts.iter();
    Some(Formula::sum(
        total,
        parts.map(|column| Position::new(total.row, *column)),
    ))
}

fn formulas_of_composition(table: &Table, index: usize) -> Vec<Formula> {
    let Some(composition) = table.compositions.get(index) else {
        return Vec::new();
    };
    if three_public_composition::is_horizontal(table) {
        return Vec::new();
    }
    body_rows(table)
        .filter_map(|row| formula_of(table, Position::new(row, composition.total)))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const HEADER: &str = "2024年预算支出总表\n\n单位：万元\n\n\
        科目编码\t科目名称\t合计\t基本支出\t项目支出\n";

    #[test]
    fn a_row_that_does_not_add_up_is_found() {
        assert_finds(
            "B101",
            &format!(
                "{HEADER}合计\t\t30.00\t20.00\t10.00\n\
                 201\t一般公共服务支出\t20.00\t15.00\t5.00\n\
                 208\t社会保障和就业支出\t10.00\t⟦6.00⟧\t5.00\n"
            ),
        );
    }

    #[test]
    fn rounding_and_blanks_are_no_errors() {
        assert_clean(&format!(
            "{HEADER}合计\t\t30.01\t20.00\t10.00\n\
             201\t一般公共服务支出\t20.00\t15.00\t5.00\n\
             208\t社会保障和就业支出\t10.00\t5.00\t5.00\n"
        ));
    }
}
