//! 没有进行的检查。
//!
//! ## 检查什么
//! 因为缺少表格、年度、单位，或者口径不唯一而没有进行的核对，各说明一次。
//!
//! ## 为什么
//! 没有报错可能只是没有检查。
//!
//! ## 例
//! 文中没有表格，文字与表格的核对没有进行。
//!
//! ## 如何修改
//! 补上缺少的内容；本来就没有的不必处理。
//!
//! ## 不报的情形
//! 已经进行的检查。用 `yusuan check --coverage` 可以看到全部核对了多少数字。
//!
//! ## In English
//! Checks that were not run, each with what is missing.

use crate::audit::{Evaluator, Finding, Identity, Severity};
use crate::document::{CellContent, Disclosure, DocumentKind, OutlineKind, Table, TableKind, Unit};
use crate::rules::within_table::formula::{adds_up, mostly_hold};
use crate::rules::within_table::row_components;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B904.
pub const RULE: Rule = Rule {
    code: "B904",
    name: "check-not-run",
    title: "没有进行的检查",
    severity: Severity::Hint,
    source: include_str!("check_not_run.rs"),
    basis: Basis::Figures,
    checks: &[
        Check::Inspection(of_the_document),
        Check::TableInspection(of_a_table),
    ],
};

/// A whole document has so many tables, or so many parts where it has none (a narrative published
/// apart); of a fragment much is missing by design.
const FEWEST_PARTS: usize = 3;
const FEWEST_TABLES: usize = 5;

fn is_whole(disclosure: &Disclosure) -> bool {
    let nodes = disclosure.outline.iter();
    let parts = nodes.filter(|node| node.kind == OutlineKind::Part).count();
    let narrative = disclosure.tables.is_empty() && parts >= FEWEST_PARTS;
    narrative || disclosure.tables.len() >= FEWEST_TABLES
}

fn of_the_document(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    if !is_whole(disclosure) {
        return;
    }
    let head = head(disclosure);
    let mut note = |span, chinese: String, english: String| {
        found.push(RULE.finding(span, chinese, english));
    };
    if disclosure.kind.is_none() || disclosure.fiscal_year.is_none() {
        note(
            head,
            "不能确定是预算还是决算，或者不能确定年度：有关名称、年度和必备内容的检查没有进行"
                .to_owned(),
            "Kind or year are unknown: the checks of names, years and required parts were not run"
                .to_owned(),
        );
    }
    if let Some(missing) = missing_tables(disclosure) {
        note(
            head,
            format!("没有{missing}，与它的核对没有进行"),
            format!("There is no {missing}: what it is compared with was not checked"),
        );
    }
    let unbound = disclosure
        .restatements
        .iter()
        .filter(|restatement| restatement.cell.is_none())
        .filter_map(|restatement| disclosure.figure(restatement.mention))
        .filter(|figure| !figure.value.is_zero())
        .count();
    let compared = disclosure
        .restatements
        .iter()
        .any(|restatement| restatement.cell.is_some());
    if unbound > 0 && compared {
        note(
            head,
            format!("文字中有{unbound}个金额在表中没有唯一的对应数字，没有与表核对（B301）"),
            format!("{unbound} amounts of the text have no unique cell to be compared with (B301)"),
        );
    }
}

fn of_a_table(disclosure: &Disclosure, table: &Table, found: &mut Vec<Finding>) {
    let place = table.title_span.or(table.rows.first().map(|row| row.span));
    let Some(place) = place.filter(|_| adds_up(table)) else {
        return;
    };
    if table.unit == Unit::Unknown && has_figures(table) {
        found.push(RULE.finding(
            place,
            "没有写明单位，与其他单位的数字没有核对".to_owned(),
            "No unit is stated: figures in other units were not compared".to_owned(),
        ));
    }
    if !understood(&Evaluator::new(disclosure), table) {
        found.push(RULE.finding(
            place,
            "多数行的合计与各栏之和不符，可能没有读懂表头，行内合计没有检查（B101）".to_owned(),
            "Most rows do not add up: the header may be misread, and B101 was not run".to_owned(),
        ));
    }
}

/// The first line, where notes about the whole document stand.
fn head(disclosure: &Disclosure) -> Span {
    let first = disclosure.cover.first().copied();
    first
        .or_else(|| disclosure.lines().find(|line| !line.is_empty()))
        .unwrap_or_default()
}

fn has_figures(table: &Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.any(|cell| matches!(cell.content, CellContent::Figure(_)))
}

/// The tables that others and the text are compared with.
const BUDGET: [(TableKind, &str); 4] = [
    (TableKind::BudgetSummary, "收支总表"),
    (TableKind::Expenditure, "支出总表"),
    (TableKind::FiscalSummary, "财政拨款收支总表"),
    (TableKind::GeneralExpenditure, "一般公共预算支出表"),
];
const FINAL_ACCOUNT: [(TableKind, &str); 4] = [
    (TableKind::FinalSummary, "收入支出决算总表"),
    (TableKind::FinalExpenditure, "支出决算表"),
    (TableKind::FinalFiscalSummary, "财政拨款收入支出决算总表"),
    (
        TableKind::FinalGeneralExpenditure,
        "一般公共预算财政拨款支出决算表",
    ),
];

/// The tables that are missing, in one sentence; none in a document that is no disclosure.
fn missing_tables(disclosure: &Disclosure) -> Option<String> {
    let wanted = match disclosure.kind? {
        DocumentKind::Budget => BUDGET,
        DocumentKind::FinalAccount => FINAL_ACCOUNT,
    };
    let known = |kind| disclosure.tables.iter().any(|table| table.kind == kind);
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|(kind, _)| !known(*kind))
        .map(|(_, name)| *name)
        .collect();
    if missing.is_empty() {
        return None;
    }
    if missing.len() == wanted.len() {
        return Some("报表".to_owned());
    }
    Some(missing.join("、"))
}

/// Whether the totals of the rows mostly hold, where there are enough to tell.
fn understood(evaluator: &Evaluator<'_>, table: &Table) -> bool {
    let identities: Vec<Identity> = row_components::formulas(table)
        .iter()
        .filter_map(|formula| formula.identity(table, RULE.code))
        .collect();
    identities.len() < ROWS_THAT_TELL || mostly_hold(evaluator, &identities)
}

/// As in B101: with fewer rows a failing row is a wrong one.
const ROWS_THAT_TELL: usize = 3;

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::findings;

    fn messages(draft: &str) -> Vec<String> {
        let found = findings(&RULE, draft);
        assert!(
            found
                .iter()
                .all(|finding| finding.severity == Severity::Hint)
        );
        found
            .into_iter()
            .map(|finding| finding.message.chinese)
            .collect()
    }

    #[test]
    fn what_is_missing_is_said_once() {
        let notes = messages(
            "某某局2024年部门预算\n\n第一部分 概况\n\n一、职责\n\n办事。\n\n第二部分 机构\n\n一、机构\n\n办公室。\n\n第三部分 情况说明\n\n一、收支情况\n\n2024年收入总计5.00万元。\n",
        );
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].contains("没有报表"), "{notes:?}");
    }

    #[test]
    fn a_table_without_a_unit_is_noted() {
        let notes = messages(
            "2024年部门支出预算总表\n\n科目编码→科目名称→合计\n合计→→5.00\n201→一般公共服务支出→5.00\n",
        );
        assert!(
            notes.iter().any(|note| note.contains("没有写明单位")),
            "{notes:?}"
        );
    }

    #[test]
    fn a_table_that_adds_up_is_checked() {
        let notes = messages(
            "某某局2024年部门预算\n\n2024年部门支出预算总表\n\n单位：万元\n\n科目编码→科目名称→合计→基本支出→项目支出\n\
             合计→→9.00→5.00→4.00\n201→一般公共服务支出→7.00→3.00→4.00\n208→社会保障和就业支出→2.00→2.00→\n",
        );
        assert!(notes.iter().all(|note| !note.contains("B101")), "{notes:?}");
    }
}
