//! 文字列出的经济科目与表中有数的科目一致。
//!
//! ## 检查什么
//! “人员经费……主要包括：基本工资、津贴补贴……”列出的科目，在一般公共预算基本支出表中应有金额；
//! 没有用“等”结尾的列举，应列出全部有金额的科目；列出因公出国（境）费用、公务接待费、
//! 公务用车运行维护费的，“三公”经费不应为0。
//!
//! ## 为什么
//! 列举多从上年或模板抄来，与本年的表不符。
//!
//! ## 例
//! 错：人员经费主要包括基本工资、绩效工资；表中绩效工资为空。
//!
//! 对：人员经费主要包括基本工资。
//!
//! ## 如何修改
//! 按表中有金额的科目改写列举。
//!
//! ## 不报的情形
//! 次序不同；以“等”结尾而没有列全；科目名称的通行简称（物业费、差旅费）。
//!
//! ## In English
//! The economic subjects that the narrative lists are those that have money in the table.

use std::collections::BTreeMap;

use crate::audit::{Finding, Severity};
use crate::document::normalise::normalise;
use crate::document::{
    CellContent, Disclosure, Line, Quantity, Scope, Table, TableKind, ThreePublicItem,
};
use crate::rules::{Basis, Check, Rule};
use crate::subjects::normalise_name;
use crate::text::Span;

/// B311.
pub const RULE: Rule = Rule {
    code: "B311",
    name: "economic-item-list",
    title: "经济科目的列举",
    severity: Severity::Warning,
    source: include_str!("economic_item_list.rs"),
    basis: Basis::Signs,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let money = Money::of(disclosure);
    for line in &disclosure.prose {
        for list in lists(disclosure.words(line.span)) {
            let names: Vec<(Span, String)> = list
                .into_iter()
                .map(|(span, name)| (span.offset_by(line.span.start), name))
                .collect();
            found.extend(without_money(&money, &names));
        }
    }
}

/// Openings of lists of economic subjects.
const OPENINGS: [&str; 4] = ["主要包括：", "主要包括:", "主要包括", "主要用于："];

/// The lists after 人员经费…万元，主要包括 and 公用经费…万元，主要包括, with each name's place.
fn lists(words: &str) -> Vec<Vec<(Span, String)>> {
    let mut lists = Vec::new();
    if !words.contains("主要") {
        return lists;
    }
    let mut from = 0;
    while let Some((at, opening)) = next_opening(words, from) {
        let start = at + opening.len();
        let rest = words.get(start..).unwrap_or_default();
        let end = rest.find(['；', ';', '。']).unwrap_or(rest.len());
        let clause = words.get(..at).unwrap_or_default();
        let head = clause.rsplit(['；', ';', '。']).next().unwrap_or_default();
        if ["人员经费", "公用经费"]
            .iter()
            .any(|kind| head.contains(kind))
        {
            lists.push(names(rest.get(..end).unwrap_or_default(), start));
        }
        from = start;
    }
    lists
}

fn next_opening(words: &str, from: usize) -> Option<(usize, &'static str)> {
    let rest = words.get(from..)?;
    OPENINGS
        .iter()
        .filter_map(|opening| Some((from + rest.find(opening)?, *opening)))
        .min_by_key(|(at, opening)| (*at, std::cmp::Reverse(opening.len())))
}

fn names(list: &str, start: usize) -> Vec<(Span, String)> {
    let mut at = start;
    let mut found = Vec::new();
    for part in list.split('、') {
        let printed = part.trim();
        let blanks = part.len() - part.trim_start().len();
        let name = printed.trim_end_matches("等支出").trim_end_matches('等');
        let span = Span::new(at + blanks, at + blanks + name.len());
        if !name.is_empty() && !name.contains(|digit: char| digit.is_ascii_digit()) {
            found.push((span, normalise_name(&normalise(name))));
        }
        at += part.len() + '、'.len_utf8();
    }
    found
}

/// Which economic subjects have money, and which rows have none.
struct Money {
    /// By the normalised name of a row: whether one of the rows has money.
    rows: BTreeMap<String, bool>,
    /// The narrative says that nothing is spent on “三公”.
    no_three_public: bool,
}

impl Money {
    fn of(disclosure: &Disclosure) -> Self {
        let mut rows = BTreeMap::new();
        for table in &disclosure.tables {
            if !matches!(
                table.kind,
                TableKind::BasicExpenditure | TableKind::FinalBasicExpenditure
            ) {
                continue;
            }
            for line in table.sides.iter().flat_map(|side| &side.lines) {
                let carries = carries_money(disclosure, table, line);
                *rows.entry(normalise_name(&line.label)).or_default() |= carries;
            }
        }
        let total = Quantity::ThreePublic(ThreePublicItem::Total);
        let mut totals = disclosure
            .restatements
            .iter()
            .filter(|restatement| restatement.indicator.quantity == total)
            .filter(|restatement| restatement.indicator.scope != Scope::FiscalAppropriation)
            .filter_map(|restatement| disclosure.figure(restatement.mention))
            .peekable();
        Self {
            rows,
            no_three_public: totals.peek().is_some() && totals.all(|figure| figure.value.is_zero()),
        }
    }
}

fn carries_money(disclosure: &Disclosure, table: &Table, line: &Line) -> bool {
    let side = table
        .sides
        .iter()
        .find(|side| side.lines.iter().any(|other| std::ptr::eq(other, line)));
    let cells = table.rows.get(line.row).map(|row| row.cells.as_slice());
    let cells = cells.and_then(|cells| cells.get(side?.columns.clone()));
    cells
        .unwrap_or_default()
        .iter()
        .any(|cell| match cell.content {
            CellContent::Figure(id) => disclosure
                .figure(id)
                .is_some_and(|figure| !figure.value.is_zero()),
            _ => false,
        })
}

/// Economic subjects that are “三公” expenditure.
const THREE_PUBLIC: [&str; 3] = ["因公出国", "公务接待费", "公务用车运行"];

fn without_money(money: &Money, names: &[(Span, String)]) -> Option<Finding> {
    let empty = |name: &str| money.rows.get(name) == Some(&false);
    let no_three_public = |name: &str| {
        money.no_three_public
            && money.rows.is_empty()
            && THREE_PUBLIC.iter().any(|item| name.starts_with(item))
    };
    let mut wrong = names
        .iter()
        .filter(|(_, name)| empty(name) || no_three_public(name));
    let (span, name) = wrong.next()?;
    let finding = if empty(name) {
        RULE.finding(
            *span,
            format!("列举了“{name}”，基本支出表中这一科目没有金额"),
            format!("“{name}” is listed, and has no money in the table"),
        )
    } else {
        RULE.finding(
            *span,
            format!("列举了“{name}”，而“三公”经费为0"),
            format!("“{name}” is listed, and “三公” expenditure is zero"),
        )
    };
    Some(wrong.fold(finding, |finding, (span, _)| {
        finding.beside(*span, "同样没有金额", "has no money either")
    }))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    const TABLE: &str = "某某局2024年部门预算\n\n2024年一般公共预算基本支出预算表\n\n单位：万元\n\n\
        科目编码→科目名称→合计\n合计→→7.00\n301→工资福利支出→7.00\n30101→基本工资→7.00\n30107→绩效工资→\n\n";

    #[test]
    fn a_listed_subject_without_money_is_found() {
        assert_reports(
            &RULE,
            &format!("{TABLE}人员经费7.00万元，主要包括：基本工资、⟦绩效工资⟧等；\n"),
        );
    }

    #[test]
    fn a_list_of_three_public_items_without_three_public_money_is_found() {
        assert_reports(
            &RULE,
            "某某局2023年度部门决算\n\n“三公”经费支出0万元。\n\n\
             公用经费16.07万元，主要包括办公费、⟦因公出国（境）费用⟧、公务接待费。\n",
        );
    }

    #[test]
    fn subjects_with_money_are_right() {
        assert_silent(
            &RULE,
            &format!("{TABLE}人员经费7.00万元，主要包括：基本工资、采暖补贴等；\n"),
        );
    }
}
