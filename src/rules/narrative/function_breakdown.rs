//! 按功能科目的列举与表一致。
//!
//! ## 检查什么
//! “主要用于以下方面”“支出包括”后面列出的类级科目：名称应是类级科目，并且在表中有这一行。
//! 金额由 B301 核对，合计由 B302 核对。
//!
//! ## 为什么
//! 科目名称写错，读者找不到对应的行。
//!
//! ## 例
//! 错：一般公共预算服务支出319.49万元。
//!
//! 对：一般公共服务支出319.49万元。
//!
//! ## 如何修改
//! 改为表中的科目名称（金额相同的一行，可一键修复）。
//!
//! ## 不报的情形
//! 省略“支出”，带“（类）”，以“等”结尾。
//!
//! ## In English
//! The classes that the narrative lists are rows of the table, by name.

use crate::audit::{Finding, Severity};
use crate::document::{
    ColumnKey, Disclosure, Enumeration, EnumerationItem, FigureId, Quantity, RowKey,
    StatementPlace, TableKind,
};
use crate::rules::{Basis, Check, Rule};
use crate::subjects::{Classification, catalogue};
use crate::text::Span;

/// B310.
pub const RULE: Rule = Rule {
    code: "B310",
    name: "function-breakdown",
    title: "功能科目的列举",
    severity: Severity::Warning,
    source: include_str!("function_breakdown.rs"),
    basis: Basis::Figures,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for statement in &disclosure.statements {
        if statement.place != StatementPlace::Prose {
            continue;
        }
        for list in &statement.enumerations {
            let listed: Vec<&str> = classes(disclosure, list).collect();
            if listed.len() >= FEWEST_CLASSES {
                let items = list.items.iter();
                found.extend(items.filter_map(|item| misnamed(disclosure, &listed, item)));
            }
        }
    }
}

/// A list with fewer classes is a list of something else.
const FEWEST_CLASSES: usize = 2;

/// The codes of the classes that a list names.
fn classes<'a>(disclosure: &'a Disclosure, list: &'a Enumeration) -> impl Iterator<Item = &'a str> {
    list.items
        .iter()
        .filter_map(|item| class_of(disclosure, item.figure))
}

fn class_of(disclosure: &Disclosure, figure: FigureId) -> Option<&str> {
    let restatement = disclosure.restatement_of(figure)?;
    match &restatement.indicator.quantity {
        Quantity::Function(code) => code.get(..3),
        _ => None,
    }
}

/// The tables that print classes.
const TABLES: [TableKind; 6] = [
    TableKind::GeneralExpenditure,
    TableKind::Expenditure,
    TableKind::FiscalSummary,
    TableKind::FinalGeneralExpenditure,
    TableKind::FinalExpenditure,
    TableKind::FinalFiscalSummary,
];

/// An item whose name is no class although its amount is that of a class which the list leaves out.
fn misnamed(disclosure: &Disclosure, listed: &[&str], item: &EnumerationItem) -> Option<Finding> {
    let figure = disclosure.figure(item.figure)?;
    if class_of(disclosure, item.figure).is_some() || figure.value.is_zero() {
        return None;
    }
    let code = TABLES.iter().find_map(|table| {
        let mut rows = disclosure
            .index
            .rows(*table, ColumnKey::Total)
            .filter_map(|(row, id)| {
                let RowKey::Function(code) = row else {
                    return None;
                };
                let printed = disclosure.figure(id)?;
                let same = printed.value == figure.value && printed.unit == figure.unit;
                (code.len() == 3 && same && !listed.contains(&code.as_str())).then_some(code)
            });
        let only = rows.next()?;
        rows.next().is_none().then_some(only)
    })?;
    let name = catalogue()
        .subject(
            Classification::Functional,
            code,
            disclosure.catalogue_year(),
        )?
        .name;
    let span = label_span(disclosure, item.figure)?;
    let printed = disclosure.words(span).to_owned();
    let finding = RULE.finding(
        span,
        format!("“{printed}”不是类级科目；金额与“{name}”相同"),
        format!("“{printed}” is no class; the amount is that of “{name}”"),
    );
    Some(finding.mended(span, name))
}

fn label_span(disclosure: &Disclosure, figure: FigureId) -> Option<Span> {
    let mut mentions = disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.mentions);
    Some(
        mentions
            .find(|mention| mention.figure == figure)?
            .label_span,
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    fn draft(first: &str) -> String {
        format!(
            "某某局2024年部门预算\n\n第一部分 情况说明\n\n一、一般公共预算\n\n\
             2024年一般公共预算当年支出10.00万元，主要用于以下方面：{first}5.00万元，\
             社会保障和就业支出3.00万元，卫生健康支出2.00万元。\n\n第二部分 报表\n\n\
             2024年一般公共预算支出预算表\n\n单位：万元\n\n科目编码→科目名称→合计\n合计→→10.00\n\
             201→一般公共服务支出→5.00\n208→社会保障和就业支出→3.00\n210→卫生健康支出→2.00\n"
        )
    }

    #[test]
    fn a_name_that_is_no_class_is_found() {
        let draft = draft("⟦一般公共预算服务支出⟧");
        let found = assert_reports(&RULE, &draft);
        assert!(mended(&draft, &found[0]).contains("：一般公共服务支出5.00"));
    }

    #[test]
    fn the_names_of_classes_are_right() {
        assert_silent(&RULE, &draft("一般公共服务支出（类）"));
    }
}
