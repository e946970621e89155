//! 收支总表的支出一侧应与支出总表一致。
//!
//! ## 检查什么
//! 收支总表的本年支出合计和各功能分类，与支出总表合计行和类级科目；没有结转时，收入总表与支出总表逐个科目比较。决算各表同理。
//!
//! ## 为什么
//! 功能分类各类的数字在收支总表、支出总表中各印一次，应当相同。
//!
//! ## 例
//! 错：收支总表“八、社会保障和就业支出” 21.45，支出总表 208 为 24.15。
//!
//! 对：两处都是 21.45。
//!
//! ## 如何修改
//! 核对该类的各项级科目，改正其中一张表。
//!
//! ## 不报的情形
//! 支出总表不含上年结转时，与“当年预算安排”栏比较；有结转时，不比较收入总表与支出总表的科目；一侧空白时不比较。
//!
//! ## In English
//! The expenditure side of the summary must agree with the expenditure table: total and classes.
//! Without carry-over the income table mirrors the expenditure table subject by subject.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnKey, Disclosure, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::{Links, excludes_carry_over, has_carry_over, is_class, is_function};

/// B202.
pub const RULE: Rule = Rule {
    code: "B202",
    name: "summary-and-expenditure",
    title: "收支总表与支出总表",
    severity: Severity::Error,
    source: include_str!("summary_and_expenditure.rs"),
    basis: Basis::Words,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut links = Links::new(disclosure, RULE.code, found);
    compare(&mut links, TableKind::BudgetSummary, TableKind::Expenditure);
    compare(
        &mut links,
        TableKind::FinalSummary,
        TableKind::FinalExpenditure,
    );
    mirror(
        &mut links,
        TableKind::BudgetSummary,
        TableKind::Income,
        TableKind::Expenditure,
    );
}

fn compare(links: &mut Links<'_>, summary: TableKind, expenditure: TableKind) {
    let column = if excludes_carry_over(links.disclosure, expenditure) {
        ColumnKey::CurrentYear
    } else {
        ColumnKey::Total
    };
    let printed = links
        .cell(summary, &RowKey::CurrentExpenditure, column)
        .or_else(|| links.cell(summary, &RowKey::GrandExpenditure, column));
    let total = links.cell(expenditure, &RowKey::Total, ColumnKey::Total);
    links.equal("收支总表的支出合计与支出总表合计", printed, total);
    links.rows(
        "收支总表与支出总表的同一功能分类",
        (summary, column),
        (expenditure, ColumnKey::Total),
        is_class,
    );
}

/// What is received for a subject is spent on it, where nothing is carried over.
fn mirror(links: &mut Links<'_>, summary: TableKind, income: TableKind, expenditure: TableKind) {
    if has_carry_over(links.disclosure, summary) {
        return;
    }
    links.rows(
        "收入总表与支出总表的同一科目",
        (income, ColumnKey::Total),
        (expenditure, ColumnKey::Total),
        is_function,
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(class: &str) -> String {
        format!(
            "2026年预算收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t2026年\t项目\t2026年\n\
             一、一般公共预算\t32.00\t一、一般公共服务支出\t30.00\n\
             \t\t八、社会保障和就业支出\t2.00\n\
             本年收入合计\t32.00\t本年支出合计\t32.00\n收入总计\t32.00\t支出总计\t32.00\n\n\
             2026年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
             合计\t\t32.00\t30.00\t2.00\n\
             201\t一般公共服务支出\t30.00\t30.00\t\n\
             208\t社会保障和就业支出\t{class}\t\t2.00\n"
        )
    }

    #[test]
    fn agreeing_tables_are_silent() {
        assert_clean(&draft("2.00"));
    }

    #[test]
    fn a_class_that_differs_is_named() {
        let finding = assert_finds("B101", &draft("⟦3.00⟧"));
        assert_eq!(finding.fix.map(|fix| fix.new_text).as_deref(), Some("2.00"));
    }

    #[test]
    fn a_total_that_differs_is_found() {
        let text = "2026年预算收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t2026年\t项目\t2026年\n\
             一、一般公共预算\t32.00\t一、一般公共服务支出\t32.00\n\
             本年收入合计\t32.00\t本年支出合计\t32.00\n收入总计\t32.00\t支出总计\t32.00\n\n\
             2026年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n合计\t\t⟦23.00⟧\n";
        assert_finds("B202", text);
    }
}
