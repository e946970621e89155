//! “三公”经费的实物量。
//!
//! ## 检查什么
//! 决算中因公出国（境）团组和人次、公务用车购置数和保有量、公务接待批次和人次：
//! 金额大于0时应有实物量，实物量与金额同为0或同不为0。
//!
//! ## 为什么
//! 决算公开要求同时公布实物量；有钱无量、有量无钱都说明漏填。
//!
//! ## 例
//! 错：公务接待费0.30万元，国内公务接待0批次、0人。
//!
//! 对：公务接待费0.30万元，国内公务接待3批次、20人。
//!
//! ## 如何修改
//! 补上或改正实物量。
//!
//! ## 不报的情形
//! 全部为0；预算公开；保有量不为0而运行费为0（车辆可以停用）。
//!
//! ## In English
//! Final accounts give the volumes behind the “三公” amounts: zero with zero, something with something.

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, DocumentKind, Figure, Mention, Quantity, ThreePublicItem, Unit};
use crate::rules::{Basis, Check, Rule};

/// B320.
pub const RULE: Rule = Rule {
    code: "B320",
    name: "three-public-volumes",
    title: "“三公”经费的实物量",
    severity: Severity::Warning,
    source: include_str!("three_public_volumes.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Inspection(check)],
};

/// Each item with the words of its volumes.
const VOLUMES: [(ThreePublicItem, &[&str], &str); 3] = [
    (ThreePublicItem::OverseasTravel, &["团组", "出国"], "团组数"),
    (
        ThreePublicItem::OfficialReception,
        &["公务接待", "接待"],
        "批次",
    ),
    (
        ThreePublicItem::VehiclePurchase,
        &["购置公务用车", "购置车辆"],
        "购置数",
    ),
];

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    if disclosure.kind != Some(DocumentKind::FinalAccount) {
        return;
    }
    for (item, words, volume) in VOLUMES {
        let Some(amount) = amount(disclosure, item) else {
            continue;
        };
        found.extend(compare(disclosure, amount, words, volume));
    }
}

/// The only amount that the narrative states for an item.
fn amount(disclosure: &Disclosure, item: ThreePublicItem) -> Option<&Figure> {
    let wanted = Quantity::ThreePublic(item);
    let mut amounts = disclosure
        .restatements
        .iter()
        .filter(|restatement| restatement.indicator.quantity == wanted)
        .filter_map(|restatement| disclosure.figure(restatement.mention));
    let first = amounts.next()?;
    amounts
        .all(|other| other.value == first.value)
        .then_some(first)
}

fn compare(
    disclosure: &Disclosure,
    amount: &Figure,
    words: &[&str],
    volume: &str,
) -> Option<Finding> {
    let named = |mention: &&Mention| words.iter().any(|word| mention.label.contains(word));
    let counts: Vec<&Figure> = disclosure
        .statements
        .iter()
        .flat_map(|statement| statement.mentions.iter().filter(named))
        .filter_map(|mention| disclosure.figure(mention.figure))
        .filter(|figure| figure.unit == Unit::Count)
        .collect();
    let Some(count) = counts.first() else {
        return (!amount.value.is_zero()).then(|| {
            RULE.finding(
                amount.span,
                format!("金额不为0，没有写明{volume}"),
                "The amount is not zero, and its volume is not given".to_owned(),
            )
        });
    };
    if count.value.is_zero() == amount.value.is_zero() {
        return None;
    }
    let finding = RULE.finding(
        count.span,
        format!(
            "{volume}为{}，金额为{}，应同为0或同不为0",
            disclosure.words(count.span),
            disclosure.words(amount.span)
        ),
        "Volume and amount must both be zero or both not".to_owned(),
    );
    Some(finding.beside(amount.span, "金额", "the amount"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    const TITLE: &str =
        "某某局2023年度部门决算\n\n第一部分 情况说明\n\n一、“三公”经费支出决算情况\n\n";

    #[test]
    fn money_without_volume_is_found() {
        assert_reports(
            &RULE,
            &format!("{TITLE}公务接待费0.30万元。2023年国内公务接待累计⟦0⟧批次、0人。\n"),
        );
        assert_reports(
            &RULE,
            &format!("{TITLE}公务接待费⟦0.30⟧万元，用于日常工作。\n"),
        );
    }

    #[test]
    fn nothing_and_something_are_right() {
        assert_silent(
            &RULE,
            &format!(
                "{TITLE}公务接待费0.30万元。2023年国内公务接待累计3批次、20人。\n\n\
                 因公出国（境）费0万元。参加出国（境）团组0个，累计0人次。\n"
            ),
        );
    }
}
