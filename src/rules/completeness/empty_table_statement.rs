//! 空表没有说明，或说明与表不符。
//!
//! ## 检查什么
//! 没有数据的表下面应有“本表无数据”一类的说明；有数据的表不应有这种说明；
//! 说明中的预算种类应与表名相同。
//!
//! ## 为什么
//! 空表公开并说明是规定的做法；说明写成另一种预算，是复制上一张表的注没有改。
//!
//! ## 例
//! 错：国有资本经营预算支出表下面写“无政府性基金预算……，故本表为空表”。
//!
//! 对：无国有资本经营预算……，故本表为空表。
//!
//! ## 如何修改
//! 补上或改正说明。写错预算种类的可一键修复。
//!
//! ## 不报的情形
//! 说明写在同一张表的别处；表中留有待填写的空格（____，由 B601 提示）；绩效表；“本表反映……情况”等一般的注。
//!
//! ## In English
//! An empty table without a statement that it has no data, such a statement under a table with data,
//! or one that names another budget.

use crate::audit::{Finding, Severity};
use crate::document::normalise::normalise;
use crate::document::{CellContent, ColumnRole, Disclosure, RowKind, Table, TableKind};
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B504.
pub const RULE: Rule = Rule {
    code: "B504",
    name: "empty-table-statement",
    title: "空表说明",
    severity: Severity::Error,
    source: include_str!("empty_table_statement.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// Words that say a table has no data.
const NO_DATA: [&str; 9] = [
    "无数据",
    "为空表",
    "本表为空",
    "表为空",
    "空表",
    "没有数据",
    "无内容",
    "无此项",
    "未安排",
];

/// The budgets a statement may name, as they occur in titles.
const BUDGETS: [&str; 4] = ["政府性基金", "国有资本经营", "社会保险基金", "三公"];

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for table in disclosure
        .tables
        .iter()
        .filter(|table| is_of_catalogue(table))
    {
        let statement = statement(disclosure, table);
        match (holds_data(disclosure, table), statement) {
            (false, None) => found.extend(unexplained(disclosure, table)),
            (true, Some(span)) => found.push(contradicted(disclosure, span)),
            (_, Some(span)) => found.extend(other_budget(disclosure, table, span)),
            (true, None) => {}
        }
    }
}

fn is_of_catalogue(table: &Table) -> bool {
    let form = matches!(
        table.kind,
        TableKind::Unrecognised
            | TableKind::OverallTarget
            | TableKind::ProjectTarget
            | TableKind::SelfEvaluation
    );
    !form && !table.rows.is_empty()
}

/// Whether a body cell holds an amount; codes and line numbers are none.
fn holds_data(disclosure: &Disclosure, table: &Table) -> bool {
    let body = table.rows.iter().filter(|row| row.kind == RowKind::Body);
    body.flat_map(|row| row.cells.iter().enumerate())
        .any(|(column, cell)| {
            let amount = table.columns.get(column).is_none_or(|column| {
                matches!(column.role, ColumnRole::Amount(_) | ColumnRole::Percentage)
            });
            let CellContent::Figure(id) = cell.content else {
                return false;
            };
            amount
                && disclosure
                    .figure(id)
                    .is_some_and(|figure| !figure.value.is_zero())
        })
}

/// The sentence below a table that says it has no data: a note, or one of the next two lines.
fn statement(disclosure: &Disclosure, table: &Table) -> Option<Span> {
    let says = |span: &Span| {
        let words = disclosure.words(*span);
        NO_DATA.iter().any(|word| words.contains(word)) && !words.contains("仍保留")
    };
    let noted = table.notes.iter().rev().find(|note| says(note)).copied();
    noted.or_else(|| following(disclosure, table).into_iter().find(says))
}

/// The first lines after a table, up to the next heading or table.
fn following(disclosure: &Disclosure, table: &Table) -> Vec<Span> {
    let next_table = disclosure
        .tables
        .iter()
        .map(|other| other.span.start)
        .filter(|start| *start >= table.span.end)
        .min()
        .unwrap_or(disclosure.text.len());
    disclosure
        .prose
        .iter()
        .map(|line| line.span)
        .filter(|span| span.start >= table.span.end && span.end <= next_table)
        .take(2)
        .collect()
}

fn unexplained(disclosure: &Disclosure, table: &Table) -> Option<Finding> {
    let place = table
        .title_span
        .or_else(|| table.rows.first().map(|row| row.span))?;
    // 无 or 没有 in a line of its own below the table will do.
    let explained = following(disclosure, table).iter().any(|span| {
        let words = disclosure.words(*span).trim();
        words.contains('无') || words.contains("没有")
    });
    // A table of zeros is published with its zeros.
    let zeros = table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .any(|cell| matches!(cell.content, CellContent::Figure(_)));
    if explained || zeros || table.states_no_data || awaits_figures(disclosure, table) {
        return None;
    }
    let title = shortened(&normalise(disclosure.words(place)));
    let finding = RULE.finding(
        place,
        format!("“{title}”没有数据，也没有“本表无数据”的说明"),
        "This table is empty, and nothing says that it has no data".to_owned(),
    );
    Some(finding.at(Severity::Warning))
}

/// Whether the table has blanks that are to be filled in: ____.
fn awaits_figures(disclosure: &Disclosure, table: &Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.any(|cell| {
        let words = disclosure.words(cell.span);
        words.len() >= 2 && words.chars().all(|character| character == '_')
    })
}

fn contradicted(disclosure: &Disclosure, span: Span) -> Finding {
    let words = shortened(disclosure.words(span));
    RULE.finding(
        span,
        format!("“{words}”，但表中有数据"),
        "The note says that the table has no data, but it has".to_owned(),
    )
}

/// A statement that names another budget than the title.
fn other_budget(disclosure: &Disclosure, table: &Table, span: Span) -> Option<Finding> {
    let own = BUDGETS
        .iter()
        .find(|budget| table.title.contains(**budget))?;
    let words = disclosure.words(span);
    if words.contains(own) {
        return None;
    }
    let (at, named) = BUDGETS
        .iter()
        .filter_map(|budget| Some((words.find(budget)?, *budget)))
        .min()?;
    let wrong = Span::new(span.start + at, span.start + at + named.len());
    let finding = RULE.finding(
        wrong,
        format!("本表是{own}的表，说明中写的是“{named}”"),
        format!("The table is one of {own}, but the note speaks of {named}"),
    );
    Some(finding.mended(wrong, *own))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    fn table(title: &str, total: &str, note: &str) -> String {
        format!(
            "2024年{title}\n\n单位：万元\n\n科目编码→科目名称→合计→基本支出→项目支出\n\
             合计→→{total}→{total}→\n\n{note}\n\n"
        )
    }

    #[test]
    fn an_empty_table_needs_a_statement() {
        let draft = format!(
            "{}{}",
            table("政府性基金预算支出表", "", "")
                .replace("2024年政府性基金预算支出表", "⟦2024年政府性基金预算支出表⟧"),
            table("国有资本经营预算支出表", "", "注：本表无数据")
        );
        let found = assert_reports(&RULE, &draft);
        assert_eq!(found[0].severity, Severity::Warning);
    }

    #[test]
    fn a_statement_names_its_budget() {
        let draft = table(
            "国有资本经营预算支出表",
            "",
            "注：本部门2024年无⟦政府性基金⟧预算安排的预算，故本表为空表。",
        );
        let found = assert_reports(&RULE, &draft);
        assert!(mended(&draft, &found[0]).contains("无国有资本经营预算安排"));
    }

    #[test]
    fn a_statement_under_data_is_found() {
        assert_reports(
            &RULE,
            &table("政府性基金预算支出表", "5.00", "⟦注：本表无数据⟧"),
        );
    }

    #[test]
    fn general_notes_and_statements_below_are_right() {
        assert_silent(
            &RULE,
            &table("政府性基金预算支出表", "5.00", "注：本表反映基金支出情况。"),
        );
        assert_silent(
            &RULE,
            &table("政府性基金预算支出表", "", "本部门没有政府性基金预算支出。"),
        );
    }

    #[test]
    fn blanks_to_be_filled_in_are_no_empty_table() {
        assert_silent(&RULE, &table("政府性基金预算支出表", "____", ""));
    }
}
