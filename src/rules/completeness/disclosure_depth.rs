//! 公开的细化程度不够。
//!
//! ## 检查什么
//! 支出功能科目应到项级（七位编码），基本支出经济科目应到款级（五位编码）；
//! 公务用车购置及运行费应分开列购置费和运行费。
//!
//! ## 为什么
//! 预算法第四十六条和预算法实施条例规定了公开的级次。
//!
//! ## 例
//! 错：21011 行政事业单位医疗 6.62（没有项级科目）。
//!
//! 对：2101101 行政单位医疗 6.62。
//!
//! ## 如何修改
//! 补上下一级科目的行或列。
//!
//! ## 不报的情形
//! 只列末级科目的表；没有金额的行；只有部分章节的草稿。
//!
//! ## In English
//! Functional subjects do not go down to items, economic ones not to sections, or the vehicles are
//! not split into purchase and running costs.

use crate::audit::{Finding, Severity};
use crate::document::{CellContent, Disclosure, Line, LineKind, Side, Table, TableKind};
use crate::rules::completeness::profile::is_whole;
use crate::rules::{Basis, Check, Rule};
use crate::subjects::SubjectLevel;

/// B509.
pub const RULE: Rule = Rule {
    code: "B509",
    name: "disclosure-depth",
    title: "细化程度",
    severity: Severity::Warning,
    source: include_str!("disclosure_depth.rs"),
    basis: Basis::Signs,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    if !is_whole(disclosure) {
        return;
    }
    for table in &disclosure.tables {
        let deepest = match table.kind {
            TableKind::Expenditure
            | TableKind::GeneralExpenditure
            | TableKind::FinalExpenditure
            | TableKind::FinalGeneralExpenditure => SubjectLevel::Item,
            TableKind::BasicExpenditure | TableKind::FinalBasicExpenditure => SubjectLevel::Section,
            TableKind::ThreePublic | TableKind::FinalThreePublic => {
                found.extend(vehicles(table));
                continue;
            }
            _ => continue,
        };
        found.extend(shallow(disclosure, table, deepest));
    }
}

/// The first coded row with money that has no row below it although it is not of the last level.
fn shallow(disclosure: &Disclosure, table: &Table, deepest: SubjectLevel) -> Option<Finding> {
    let codes: Vec<&str> = table
        .sides
        .iter()
        .flat_map(|side| &side.lines)
        .filter_map(|line| line.code.as_deref())
        .collect();
    let (line, code) = table.sides.iter().find_map(|side| {
        side.lines.iter().find_map(|line| {
            let LineKind::Subject(level) = line.kind else {
                return None;
            };
            let code = line.code.as_deref()?;
            let has_children = codes
                .iter()
                .any(|other| other.len() > code.len() && other.starts_with(code));
            let ends_early = level < deepest && !has_children;
            (ends_early && carries_money(disclosure, table, side, line)).then_some((line, code))
        })
    })?;
    let wanted = match deepest {
        SubjectLevel::Item => "项级（七位）",
        _ => "款级（五位）",
    };
    Some(RULE.finding(
        line.code_span.unwrap_or(line.label_span),
        format!("{code} {}没有细化到{wanted}科目", line.label),
        format!("{code} {} is not broken down to its subjects", line.label),
    ))
}

fn carries_money(disclosure: &Disclosure, table: &Table, side: &Side, line: &Line) -> bool {
    let cells = table
        .rows
        .get(line.row)
        .and_then(|row| row.cells.get(side.columns.clone()))
        .unwrap_or_default();
    cells.iter().any(|cell| match cell.content {
        CellContent::Figure(id) => disclosure
            .figure(id)
            .is_some_and(|figure| !figure.value.is_zero()),
        _ => false,
    })
}

/// A column or row of vehicles without purchase and running costs.
fn vehicles(table: &Table) -> Option<Finding> {
    let labels: Vec<&str> = table
        .columns
        .iter()
        .flat_map(|column| column.path.iter().map(String::as_str))
        .chain(
            table
                .sides
                .iter()
                .flat_map(|side| side.lines.iter().map(|line| line.label.as_str())),
        )
        .collect();
    let both =
        |label: &&str| label.contains("用车") && label.contains("购置") && label.contains("运行");
    let purchase = |label: &&str| label.contains("购置") && !label.contains("运行");
    let running =
        |label: &&str| label.contains("运行") && !label.contains("购置") && !label.contains("机关");
    let split = labels.iter().any(purchase) && labels.iter().any(running);
    if split || !labels.iter().any(both) {
        return None;
    }
    let place = table
        .title_span
        .or_else(|| table.rows.first().map(|row| row.span))?;
    Some(RULE.finding(
        place,
        "公务用车购置及运行费没有分列购置费和运行费".to_owned(),
        "The vehicles are not split into purchase and running costs".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    const TOC: &str = "云溪市档案馆2024年部门预算\n\n目 录\n\n第一部分 概况\n第二部分 预算表\n\n第一部分 概况\n\n略。\n\n第二部分 预算表\n\n";

    #[test]
    fn a_section_without_items_is_found() {
        assert_reports(
            &RULE,
            &format!(
                "{TOC}2024年一般公共预算支出表\n\n单位：万元\n\n科目编码→科目名称→合计→基本支出→项目支出\n\
                 合计→→8.62→8.62→\n210→卫生健康支出→8.62→8.62→\n21007→计划生育事务→2.00→2.00→\n\
                 2100799→其他计划生育事务支出→2.00→2.00→\n⟦21011⟧→行政事业单位医疗→6.62→6.62→\n"
            ),
        );
    }

    #[test]
    fn vehicles_are_split() {
        assert_reports(
            &RULE,
            &format!(
                "{TOC}⟦2024年“三公”经费支出表⟧\n\n单位：万元\n\n合计→因公出国（境）费→公务用车购置及运行费→公务接待费\n\
                 3.00→→2.00→1.00\n"
            ),
        );
    }

    #[test]
    fn leaves_alone_are_deep_enough() {
        assert_silent(
            &RULE,
            &format!(
                "{TOC}2024年一般公共预算支出表\n\n单位：万元\n\n科目编码→科目名称→合计→基本支出→项目支出\n\
                 合计→→6.62→6.62→\n2101101→行政单位医疗→6.62→6.62→\n"
            ),
        );
        assert_silent(
            &RULE,
            &format!(
                "{TOC}2024年“三公”经费支出表\n\n单位：万元\n\n合计→因公出国（境）费→公务用车购置及运行费→→→公务接待费\n\
                 →→小计→公务用车购置费→公务用车运行费→\n3.00→→2.00→→2.00→1.00\n"
            ),
        );
    }
}
