//! 同一张表里同一科目或项目印了两行。
//!
//! ## 检查什么
//! 在同一单位之下，科目编码（没有编码时为名称）以及政府经济科目、项目类型等各栏都相同的两行；
//! 绩效目标表中内容相同的相邻两行指标。
//!
//! ## 为什么
//! 重复的行会使合计多计，或说明其中一行的编码、名称抄错。
//!
//! ## 例
//! 错：2011308 招商引资 印了两行。
//!
//! 对：合并为一行，或改正其中一行的科目。
//!
//! ## 如何修改
//! 核对两行，删去重复的一行或改正编码。
//!
//! ## 不报的情形
//! 同一部门经济科目对应不同的政府经济科目；不同单位的同一科目；翻页重复的表头；没有金额的行。
//!
//! ## In English
//! The same subject or project is printed twice under one organisation in one table.

use std::collections::HashMap;

use crate::audit::{Finding, Message, Related, Severity, line_label};
use crate::document::{
    CellContent, ColumnRole, Disclosure, Line, LineKind, Side, Table, TableKind, normalise,
};
use crate::rules::within_table::formula::adds_up;
use crate::rules::within_table::nesting::Nesting;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B113.
pub const RULE: Rule = Rule {
    code: "B113",
    name: "duplicate-row",
    title: "重复的行",
    severity: Severity::Warning,
    source: include_str!("duplicate_row.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableInspection(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Finding>) {
    if matches!(
        table.kind,
        TableKind::OverallTarget | TableKind::ProjectTarget
    ) {
        repeated_indicators(disclosure, table, found);
    }
    if adds_up(table) {
        for side in &table.sides {
            duplicates(disclosure, table, side, found);
        }
    }
}

fn duplicates(disclosure: &Disclosure, table: &Table, side: &Side, found: &mut Vec<Finding>) {
    let mut seen: HashMap<Vec<String>, &Line> = HashMap::new();
    let nesting = Nesting::of(side);
    for (index, line) in side.lines.iter().enumerate() {
        let Some(key) = key(disclosure, table, side, &nesting, index) else {
            continue;
        };
        match seen.get(&key) {
            Some(first) => {
                let label = line_label(line);
                found.push(finding(&label, &label, place(line), place(first)));
            }
            None => {
                seen.insert(key, line);
            }
        }
    }
}

/// An indicator with fewer filled cells may well be printed twice.
const CELLS_OF_AN_INDICATOR: usize = 4;

/// Rows of indicators that repeat the row before them, perhaps with a cell less at the end.
fn repeated_indicators(disclosure: &Disclosure, table: &Table, found: &mut Vec<Finding>) {
    let mut before: Vec<(String, Span)> = Vec::new();
    for row in &table.rows {
        let filled: Vec<(String, Span)> = row
            .cells
            .iter()
            .map(|cell| (normalise::normalise(disclosure.words(cell.span)), cell.span))
            .filter(|(words, _)| !words.is_empty())
            .collect();
        let same = before
            .iter()
            .zip(&filled)
            .all(|(one, other)| one.0 == other.0);
        let shorter = before.len().min(filled.len());
        let is_indicator = |(words, _): &(String, Span)| words.contains("指标");
        let names_one = filled.iter().any(is_indicator) && !filled.iter().all(is_indicator);
        if same
            && shorter >= CELLS_OF_AN_INDICATOR
            && names_one
            && let (Some(span), Some(first)) = (covered(&filled), covered(&before))
        {
            found.push(finding("该行指标", "this indicator", span, first));
        }
        before = filled;
    }
}

fn covered(cells: &[(String, Span)]) -> Option<Span> {
    Some(cells.first()?.1.cover(cells.last()?.1))
}

fn finding(label: &str, english: &str, span: Span, first: Span) -> Finding {
    Finding {
        code: RULE.code,
        name: RULE.name,
        severity: RULE.severity,
        span,
        message: Message::new(
            format!("{label} 在本表中重复出现"),
            format!("{english} is printed twice in this table"),
        ),
        related: vec![Related {
            span: first,
            message: Message::new("前一行", "the row before"),
        }],
        fix: None,
        identity: None,
    }
}

fn place(line: &Line) -> Span {
    line.code_span.unwrap_or(line.label_span)
}

/// Everything that tells one row from another: code or name, organisation, the group it is in,
/// and the words of all columns that hold no amounts. None for totals and rows without amounts.
fn key(
    disclosure: &Disclosure,
    table: &Table,
    side: &Side,
    nesting: &Nesting<'_>,
    index: usize,
) -> Option<Vec<String>> {
    let line = side.lines.get(index)?;
    let named_by_label = match line.kind {
        LineKind::Subject(_) => false,
        LineKind::Project => true,
        LineKind::Item => line
            .parent
            .and_then(|parent| side.lines.get(parent))
            .is_some_and(|parent| parent.kind == LineKind::Group),
        _ => return None,
    };
    let cells = &table.rows.get(line.row)?.cells;
    let printed = side.columns.clone().any(|column| {
        cells
            .get(column)
            .is_some_and(|cell| matches!(cell.content, CellContent::Figure(_)))
    });
    if !printed || line.label.is_empty() {
        return None;
    }
    let mut key = vec![
        format!("{:?}", nesting.organisation_before(index)),
        line.code.clone().unwrap_or_default(),
    ];
    if named_by_label || line.code.is_none() {
        key.push(line.label.clone());
        key.push(format!("{:?}", line.parent));
    }
    for column in side.columns.clone() {
        let is_amount = matches!(
            table.columns.get(column).map(|column| &column.role),
            Some(
                ColumnRole::Amount(_)
                    | ColumnRole::Percentage
                    | ColumnRole::LineNumber
                    | ColumnRole::Name
            )
        );
        if !is_amount {
            let words = cells
                .get(column)
                .map_or("", |cell| disclosure.words(cell.span));
            key.push(normalise::normalise(words));
        }
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    #[test]
    fn a_repeated_subject_is_found() {
        assert_finds(
            "B113",
            "2024年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
             合计\t\t25.00\t\t25.00\n2011308\t招商引资\t20.00\t\t20.00\n\
             ⟦2011308⟧\t招商引资\t5.00\t\t5.00\n",
        );
    }

    #[test]
    fn one_economic_subject_may_stand_beside_two_government_subjects() {
        assert_clean(
            "2024年一般公共预算基本支出表\n\n单位：万元\n\n\
             部门预算支出经济科目名称\t政府预算支出经济科目名称\t合计\t人员经费\t公用经费\n\
             合计\t\t73.80\t73.80\t\n工资福利支出\t\t73.80\t73.80\t\n\
             基本工资\t工资奖金津补贴\t53.83\t53.83\t\n\
             基本工资\t工资福利支出\t19.97\t19.97\t\n",
        );
    }
}
