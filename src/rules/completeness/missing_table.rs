//! 缺少应公开的表。
//!
//! ## 检查什么
//! 目录列出的表正文都应有；没有目录时，按国家规定的预算9张表、决算9张表检查。
//!
//! ## 为什么
//! 没有数据的表也应空表公开并说明。
//!
//! ## 例
//! 错：目录有“国有资本经营预算支出表”，正文没有。
//!
//! 对：补上空表，并注明“本表无数据”。
//!
//! ## 如何修改
//! 补上缺少的表。
//!
//! ## 不报的情形
//! 表格另行成册、正文没有任何公开表的文件；只有部分章节的草稿；有不能识别的金额表时。
//!
//! ## In English
//! A table that the contents list, or that the rules require, is not in the document.

use crate::audit::{Finding, Severity};
use crate::document::{CellContent, ContentsEntry, Disclosure, OutlineKind, Table, TableKind};
use crate::rules::completeness::profile::{is_whole, required_tables};
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};

/// B502.
pub const RULE: Rule = Rule {
    code: "B502",
    name: "missing-table",
    title: "缺少表格",
    severity: Severity::Warning,
    source: include_str!("missing_table.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let Some(kind) = disclosure.kind else {
        return;
    };
    let required = required_tables(kind);
    let present = |kind: TableKind| disclosure.tables.iter().any(|table| table.kind == kind);
    if !required.iter().any(|(kind, _)| present(*kind)) {
        return;
    }
    let contents = disclosure.contents();
    let listed: Vec<&ContentsEntry> = contents
        .entries
        .iter()
        .enumerate()
        .filter(|(index, entry)| is_table(disclosure, entry) && !contents.is_group(*index))
        .map(|(_, entry)| entry)
        .collect();
    for entry in &listed {
        let is_missing = entry.title.is_none() && !entry.is_undecided;
        if is_missing && !contents.stands_in_body(disclosure, &entry.key) {
            let title = shortened(disclosure.words(entry.span));
            found.push(RULE.finding(
                entry.span,
                format!("目录列出的“{title}”正文没有"),
                format!("The contents list “{title}”, but the body does not have it"),
            ));
        }
    }
    if listed.is_empty() {
        found.extend(minimum(disclosure, required));
    }
}

/// Whether an entry of the contents announces a table.
fn is_table(disclosure: &Disclosure, entry: &ContentsEntry) -> bool {
    let words = disclosure.words(entry.span).trim_end();
    let title = words
        .strip_suffix(['）', ')'])
        .and_then(|words| words.rsplit_once(['（', '(']))
        .map_or(words, |(title, _)| title);
    title.trim_end().ends_with('表')
}

/// The required tables that are missing, in one finding.
fn minimum(disclosure: &Disclosure, required: &[(TableKind, &str)]) -> Option<Finding> {
    let unread = disclosure
        .tables
        .iter()
        .any(|table| table.kind == TableKind::Unrecognised && holds_figures(table));
    if unread || !is_whole(disclosure) {
        return None;
    }
    let missing: Vec<&str> = required
        .iter()
        .filter(|(kind, _)| disclosure.tables.iter().all(|table| table.kind != *kind))
        .map(|(_, name)| *name)
        .collect();
    if missing.is_empty() || missing.len() * 2 > required.len() {
        return None;
    }
    let first = disclosure
        .outline_nodes()
        .into_iter()
        .find(|node| matches!(node.kind, OutlineKind::Table(_)))?;
    let names = missing.join("、");
    Some(RULE.finding(
        first.name_span,
        format!("缺少规定公开的表：{names}"),
        format!("Tables that the rules require are missing: {names}"),
    ))
}

fn holds_figures(table: &Table) -> bool {
    table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .any(|cell| matches!(cell.content, CellContent::Figure(_)))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    const TABLE: &str = "2024年预算支出总表\n\n单位：万元\n\n科目编码→科目名称→合计→基本支出→项目支出\n\
                         合计→→5.00→5.00→\n201→一般公共服务支出→5.00→5.00→\n\n";

    #[test]
    fn a_table_of_the_contents_must_exist() {
        assert_reports(
            &RULE,
            &format!(
                "云溪市档案馆2024年部门预算\n\n目 录\n\n第一部分 概况\n一、主要职责\n第二部分 2024年部门预算表\n\
                 一、预算支出总表\n⟦二、国有资本经营预算支出表⟧\n\n第一部分 概况\n\n一、主要职责\n\n略。\n\n\
                 第二部分 2024年部门预算表\n\n{TABLE}"
            ),
        );
    }

    #[test]
    fn tables_published_apart_and_fragments_are_right() {
        assert_silent(
            &RULE,
            "云溪市档案馆2024年部门预算\n\n目 录\n\n第一部分 概况\n一、主要职责\n二、国有资本经营预算支出表\n\n\
             第一部分 概况\n\n一、主要职责\n\n略。\n",
        );
        assert_silent(&RULE, &format!("云溪市档案馆2024年部门预算\n\n{TABLE}"));
    }
}
