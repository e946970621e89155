//! “三公”经费的文字说明。
//!
//! ## 检查什么
//! 文字中的“三公”经费 = 因公出国（境）费 + 公务用车购置及运行费 + 公务接待费；
//! 公务用车购置及运行费 = 购置费 + 运行维护费。各项分别写在几段里的也检查。
//!
//! ## 为什么
//! “三公”经费是公众最关注的数字。
//!
//! ## 例
//! 错：“三公”经费8万元，其中公务接待费1万元，公务用车购置及运行费8万元。
//!
//! 对：“三公”经费9万元，其中公务接待费1万元，公务用车购置及运行费8万元。
//!
//! ## 如何修改
//! 核对各项金额。
//!
//! ## 不报的情形
//! 购置及运行费与其中的购置费、运行维护费并列时不重复相加；与表的核对见 B301。
//!
//! ## In English
//! The “三公” items of the narrative add up, counting no item twice.

use crate::audit::{Identity, Relation, Severity, Subject, Term};
use crate::document::{Disclosure, FigureId, Quantity, ThreePublicItem};
use crate::rules::{Basis, Check, Rule};

/// B312.
pub const RULE: Rule = Rule {
    code: "B312",
    name: "three-public-narrative",
    title: "“三公”经费的说明",
    severity: Severity::Error,
    source: include_str!("three_public_narrative.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    use ThreePublicItem::{
        OfficialReception, OverseasTravel, Total, VehiclePurchase, VehicleRunning, Vehicles,
    };
    for quantity in [Quantity::ThreePublic, Quantity::ThreePublicBudget] {
        let stated = |item| stated(disclosure, &quantity(item));
        let vehicles = [stated(VehiclePurchase), stated(VehicleRunning)];
        // Without the sum of both, the two stand for themselves.
        let top = match stated(Vehicles) {
            Some(sum) => vec![Some(sum)],
            None => vehicles.to_vec(),
        };
        let mut items = vec![stated(OverseasTravel), stated(OfficialReception)];
        items.extend(top);
        found.extend(sum(
            stated(Total),
            &items,
            "“三公”经费",
            "“三公” expenditure",
        ));
        let subject = "公务用车购置及运行费";
        found.extend(sum(
            stated(Vehicles),
            &vehicles,
            subject,
            "Official vehicles",
        ));
    }
}

/// The first amount that states a quantity, when all others print the same.
fn stated(disclosure: &Disclosure, quantity: &Quantity) -> Option<FigureId> {
    let mut mentions = disclosure
        .restatements
        .iter()
        .filter(|restatement| restatement.indicator.quantity == *quantity)
        .map(|restatement| restatement.mention);
    let first = mentions.next()?;
    let value = |id| {
        let figure = disclosure.figure(id);
        figure.map(|figure| (figure.value.normalize(), figure.unit))
    };
    mentions
        .all(|other| value(other) == value(first))
        .then_some(first)
}

/// A total of items that are all stated.
fn sum(
    total: Option<FigureId>,
    items: &[Option<FigureId>],
    chinese: &str,
    english: &str,
) -> Option<Identity> {
    let parts: Option<Vec<Term>> = items
        .iter()
        .map(|item| {
            item.map(|figure| Term {
                figure,
                negative: false,
            })
        })
        .collect();
    Some(Identity {
        rule: RULE.code,
        relation: Relation::Sum {
            total: total?,
            parts: parts?,
        },
        subject: Subject::words(chinese, english),
        severity: None,
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::narrative::testing::{findings, identities};

    const TEXT: &str = "2024年“三公”经费预算8.00万元。\n\n1.因公出国（境）费0万元。\n\n2.公务接待费0万元。\n\n3.公务用车购置及运行维护费8.00万元。其中，公务用车购置费0万元；公务用车运行维护费8.00万元。\n";

    #[test]
    fn items_in_several_paragraphs_add_up() {
        assert_eq!(identities(RULE, TEXT), 2);
        assert_eq!(findings(RULE, TEXT), []);
        let found = findings(RULE, &TEXT.replace("公务接待费0万元", "公务接待费1.00万元"));
        assert_eq!(
            found.first().map(|found| found.0),
            Some(Severity::Error),
            "{found:?}"
        );
    }

    #[test]
    fn a_missing_item_is_not_taken_for_nothing() {
        let text = TEXT.replace("2.公务接待费0万元。\n\n", "");
        assert_eq!(identities(RULE, &text), 1);
    }
}
