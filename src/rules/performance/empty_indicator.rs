//! 绩效指标没有指标值，或效益、满意度的指标值为0。
//!
//! ## 检查什么
//! 项目绩效目标表中，产出、效益、满意度三类指标各应至少有一个带指标值的三级指标；
//! 效益和满意度的指标值不应为0。
//!
//! ## 为什么
//! 指标值为0等于没有目标，多半是没有填写。
//!
//! ## 例
//! 错：满意度指标　提高职工满意度　0。
//!
//! 对：满意度指标　提高职工满意度　≥90%。
//!
//! ## 如何修改
//! 填写指标值。
//!
//! ## 不报的情形
//! 生态效益、可持续影响等单项空白；资金栏的0；“违规次数＝0”一类的产出指标。
//!
//! ## In English
//! A class of indicators of a project's target table has no value, or a benefit or satisfaction is
//! to be 0.

use crate::audit::{Finding, Severity};
use crate::document::normalise::normalise;
use crate::document::{Cell, CellContent, Disclosure, Row, Table, TableKind};
use crate::rules::{Basis, Check, Rule};

/// B703.
pub const RULE: Rule = Rule {
    code: "B703",
    name: "empty-indicator",
    title: "绩效指标空缺",
    severity: Severity::Information,
    source: include_str!("empty_indicator.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// A class of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Output,
    Benefit,
    Satisfaction,
}

const CLASSES: [Class; 3] = [Class::Output, Class::Benefit, Class::Satisfaction];

impl Class {
    /// The class that a label of the first or second level belongs to.
    fn of_label(label: &str) -> Option<Self> {
        if label.contains("满意度") && !label.contains('率') && label.chars().count() <= 9 {
            return (label.ends_with("指标") || label.starts_with("服务对象"))
                .then_some(Self::Satisfaction);
        }
        if !label.ends_with("指标") {
            return None;
        }
        if label.contains("效益") || label.contains("可持续") {
            return Some(Self::Benefit);
        }
        ["产出", "数量", "质量", "时效", "成本"]
            .iter()
            .any(|word| label.starts_with(word))
            .then_some(Self::Output)
    }

    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Output => ("产出", "output"),
            Self::Benefit => ("效益", "benefit"),
            Self::Satisfaction => ("满意度", "satisfaction"),
        }
    }
}

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for table in &disclosure.tables {
        if table.kind == TableKind::ProjectTarget && is_form(disclosure, table) {
            inspect(disclosure, table, found);
        }
    }
}

/// Whether a table is the form of one project, with a row an indicator; lists of projects have
/// columns instead.
fn is_form(disclosure: &Disclosure, table: &Table) -> bool {
    table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.span.len() <= LONGEST_LABEL)
        .any(|cell| normalise(disclosure.words(cell.span)) == "二级指标")
}

/// The bytes of the longest cell that may say 二级指标, with blanks and markup.
const LONGEST_LABEL: usize = 60;

fn inspect(disclosure: &Disclosure, table: &Table, found: &mut Vec<Finding>) {
    let mut current = None;
    // The first label of each class, and whether a row of it has a value.
    let mut seen: Vec<(Class, &Cell, bool)> = Vec::new();
    for row in &table.rows {
        let printed: Vec<(&Cell, String)> = row
            .cells
            .iter()
            .map(|cell| (cell, normalise(disclosure.words(cell.span))))
            .filter(|(_, words)| !words.is_empty())
            .collect();
        let header = printed
            .iter()
            .any(|(_, words)| ["三级指标", "指标值", "一级指标"].contains(&words.as_str()));
        if header || printed.is_empty() {
            continue;
        }
        if printed
            .first()
            .is_some_and(|(_, words)| words.starts_with("负责人"))
        {
            current = None;
        }
        for (cell, words) in &printed {
            let Some(class) = Class::of_label(words) else {
                continue;
            };
            current = Some(class);
            if seen.iter().all(|(known, ..)| *known != class) {
                seen.push((class, cell, false));
            }
        }
        let Some(class) = current else {
            continue;
        };
        let values = printed
            .iter()
            .filter(|(_, words)| Class::of_label(words).is_none())
            .count();
        if values >= 2
            && let Some(entry) = seen.iter_mut().find(|(known, ..)| *known == class)
        {
            entry.2 = true;
        }
        if class != Class::Output {
            found.extend(zero_target(disclosure, row, class));
        }
    }
    without_values(disclosure, &seen, found);
}

/// The first 0 of a row that stands after the name of an indicator; one finding a row.
fn zero_target(disclosure: &Disclosure, row: &Row, class: Class) -> Option<Finding> {
    let zeros = row.cells.windows(2).filter_map(|pair| {
        let [name, value] = pair else {
            return None;
        };
        let named = name.content == CellContent::Text
            && Class::of_label(&normalise(disclosure.words(name.span))).is_none();
        let zero = disclosure.words(value.span).trim() == "0";
        (named && zero).then_some(value.span)
    });
    let mut zeros = zeros;
    let first = zeros.next()?;
    let (chinese, english) = class.name();
    let finding = RULE.finding(
        first,
        format!("{chinese}指标的指标值为0"),
        format!("The target of a {english} indicator is 0"),
    );
    Some(zeros.fold(finding, |finding, span| {
        finding.beside(span, "同一行", "in the same row")
    }))
}

/// Classes of which no row has a value; only where the form has all three.
fn without_values(
    disclosure: &Disclosure,
    seen: &[(Class, &Cell, bool)],
    found: &mut Vec<Finding>,
) {
    let complete = CLASSES
        .iter()
        .all(|class| seen.iter().any(|(known, ..)| known == class));
    if !complete {
        return;
    }
    for (class, cell, filled) in seen {
        if *filled {
            continue;
        }
        let (chinese, english) = class.name();
        let label = disclosure.words(cell.span);
        found.push(RULE.finding(
            cell.span,
            format!("{chinese}指标（{label}）没有一个指标值"),
            format!("No {english} indicator has a value"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    fn table(benefit: &str, satisfaction: &str) -> String {
        format!(
            "云溪市市级预算部门（单位）项目支出绩效目标表\n\n（2025年度）\n\n\
             项目名称→→修复经费→→→→→\n项目资金（元）→实施期资金总额：→20000→年度资金总额：→20000→→→\n\
             →其中：中央财政资金→0→其中：中央财政资金→0→→→\n\
             绩效指标→一级指标→二级指标→三级指标→指标值→二级指标→三级指标→指标值\n\
             →产出指标→数量指标→修复卷数→2000卷→数量指标→修复卷数→2000卷\n\
             →效益指标→经济效益指标→{benefit}→经济效益指标→{benefit}\n\
             →→生态效益指标→→→生态效益指标→→\n\
             →满意度指标→服务对象满意度指标→{satisfaction}→服务对象满意度指标→{satisfaction}\n"
        )
    }

    #[test]
    fn targets_of_zero_are_found_once_a_row() {
        let draft = table("提高利用率→0", "读者满意度→≥90%").replacen("率→0", "率→⟦0⟧", 1);
        let found = assert_reports(&RULE, &draft);
        assert_eq!(found[0].related.len(), 1);
    }

    #[test]
    fn a_class_without_values_is_found() {
        assert_reports(
            &RULE,
            &table("→", "读者满意度→≥90%").replace("→效益指标→", "→⟦效益指标⟧→"),
        );
    }

    #[test]
    fn filled_tables_are_right() {
        assert_silent(&RULE, &table("提高利用率→有效", "读者满意度→≥90%"));
    }
}
