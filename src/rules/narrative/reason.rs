//! 变动没有说明原因，或者原因与指标无关。
//!
//! ## 检查什么
//! “三公”经费、机关运行经费比上年有增减的，同一段应说明原因；机关运行经费是公用经费，
//! 原因写人员经费、工资、伙食费的作提示。
//!
//! ## 为什么
//! 公开要求说明增减原因；原因与指标不对应，多半是套用了别处的文字。
//!
//! ## 例
//! 错：机关运行经费21.64万元，比上年减少1.39万元，原因是人员经费减少。
//!
//! 对：机关运行经费21.64万元，比上年减少1.39万元，原因是压缩办公费。
//!
//! ## 如何修改
//! 写明增减的原因。
//!
//! ## 不报的情形
//! 持平；同一数字的原因已在别处说明。
//!
//! ## In English
//! A change has no reason, or one that does not concern what changed.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::audit::{Finding, Severity};
use crate::document::{
    Change, Direction, Disclosure, FigureId, Quantity, Restatement, ThreePublicItem,
};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B319.
pub const RULE: Rule = Rule {
    code: "B319",
    name: "reason",
    title: "增减的原因",
    severity: Severity::Warning,
    source: include_str!("reason.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Inspection(check)],
};

/// Words that give a reason.
const REASONS: [&str; 8] = [
    "原因",
    "由于",
    "因为",
    "主要是",
    "主要为",
    "主要用于",
    "系",
    "鉴于",
];

/// What operating funds do not pay for.
const NOT_OPERATING: [&str; 5] = ["人员经费", "工资", "伙食费", "津贴补贴", "社会保险"];

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let mut changes: HashMap<FigureId, &Change> = HashMap::new();
    for change in disclosure.statements.iter().flat_map(|it| &it.changes) {
        if let Some(current) = change
            .current
            .filter(|_| change.direction != Direction::Flat)
        {
            changes.entry(current).or_insert(change);
        }
    }
    for restatement in &disclosure.restatements {
        let watched = matches!(
            restatement.indicator.quantity,
            Quantity::ThreePublic(_) | Quantity::OperatingFunds
        );
        let change = changes.get(&restatement.mention).filter(|_| watched);
        if let Some(change) = change {
            found.extend(judge(disclosure, restatement, change));
        }
    }
}

fn judge(disclosure: &Disclosure, restatement: &Restatement, change: &Change) -> Option<Finding> {
    let amount = disclosure.figure(change.amount?)?;
    if amount.value.is_zero() {
        return None;
    }
    let rest = rest_of_paragraph(disclosure, amount.span.end)?;
    let words = disclosure.words(rest);
    if !REASONS.iter().any(|reason| words.contains(reason)) {
        if explained_elsewhere(disclosure, amount.value, amount.span)
            || explained_by_items(disclosure, restatement)
        {
            return None;
        }
        return Some(RULE.finding(
            amount.span,
            format!("“{}”有增减，没有说明原因", restatement.label),
            format!("The change of “{}” has no reason", restatement.label),
        ));
    }
    if restatement.indicator.quantity != Quantity::OperatingFunds {
        return None;
    }
    let (at, foreign) = NOT_OPERATING
        .iter()
        .find_map(|word| Some((words.find(word)?, *word)))?;
    let span = Span::new(rest.start + at, rest.start + at + foreign.len());
    let finding = RULE.finding(
        span,
        format!("机关运行经费是公用经费，原因写的是“{foreign}”"),
        format!("Operating funds do not pay for “{foreign}”"),
    );
    Some(finding.at(Severity::Hint))
}

/// From a place to the end of its paragraph.
fn rest_of_paragraph(disclosure: &Disclosure, at: usize) -> Option<Span> {
    let before = disclosure
        .prose
        .partition_point(|line| line.span.start <= at);
    let line = disclosure.prose.get(before.checked_sub(1)?)?;
    let next = disclosure
        .prose
        .get(before)
        .map_or(line.span.end, |next| next.span.end);
    // A page break may stand between a change and its reason.
    let end = if line.span.end >= at {
        line.span.end.max(next.min(line.span.end + NEAR))
    } else {
        return None;
    };
    let end = (at..=end)
        .rev()
        .find(|end| disclosure.text.is_char_boundary(*end))?;
    Some(Span::new(at, end))
}

/// The bytes after a paragraph in which its last sentence may go on.
const NEAR: usize = 120;

/// Whether the reasons of the “三公” total are given with its items.
fn explained_by_items(disclosure: &Disclosure, restatement: &Restatement) -> bool {
    let total = Quantity::ThreePublic(ThreePublicItem::Total);
    if restatement.indicator.quantity != total {
        return false;
    }
    let items = disclosure.restatements.iter().filter(|item| {
        matches!(item.indicator.quantity, Quantity::ThreePublic(_))
            && item.indicator.quantity != total
    });
    items
        .filter_map(|item| disclosure.figure(item.mention))
        .filter_map(|figure| rest_of_paragraph(disclosure, figure.span.end))
        .any(|rest| {
            let words = disclosure.words(rest);
            REASONS.iter().any(|reason| words.contains(reason))
        })
}

/// Whether the same change stands elsewhere, where the reason is given.
fn explained_elsewhere(disclosure: &Disclosure, value: Decimal, span: Span) -> bool {
    let changes = disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.changes);
    changes
        .filter_map(|change| disclosure.figure(change.amount?))
        .filter(|amount| amount.span != span && amount.value == value)
        .any(|amount| {
            rest_of_paragraph(disclosure, amount.span.end).is_some_and(|rest| {
                let words = disclosure.words(rest);
                REASONS.iter().any(|reason| words.contains(reason))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn a_change_without_a_reason_is_found() {
        let found = assert_reports(
            &RULE,
            "2024年机关运行经费预算21.64万元，比上年减少⟦1.39⟧万元，下降6.04%。\n",
        );
        assert_eq!(found[0].severity, Severity::Warning);
    }

    #[test]
    fn a_reason_that_does_not_fit_is_a_hint() {
        let found = assert_reports(
            &RULE,
            "2024年机关运行经费预算21.64万元，比上年减少1.39万元，下降6.04%，原因是⟦人员经费⟧减少。\n",
        );
        assert_eq!(found[0].severity, Severity::Hint);
    }

    #[test]
    fn reasons_and_flat_figures_are_right() {
        assert_silent(
            &RULE,
            "2024年机关运行经费预算21.64万元，比上年减少1.39万元，主要原因是压缩办公费。\n\n\
             2024年“三公”经费预算2.00万元，与上年持平。\n",
        );
    }
}
