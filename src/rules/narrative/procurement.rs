//! 政府采购的构成。
//!
//! ## 检查什么
//! 授予中小企业的金额不超过采购总额，授予小微企业的金额不超过授予中小企业的金额，面向小微企业预留、
//! 由小微企业中标的金额不超过中小企业的相应金额；
//! “工程采购……占货物支出金额的”这样分母写错的，报警告。
//!
//! ## 为什么
//! 部分大于整体，或者分母写的是另一类采购，数字无法理解。
//!
//! ## 例
//! 错：工程采购授予中小企业合同金额占货物支出金额的30%。
//!
//! 对：工程采购授予中小企业合同金额占工程支出金额的30%。
//!
//! ## 如何修改
//! 核对金额，改正分母的名称。
//!
//! ## 不报的情形
//! 货物、工程、服务之和由 B302 检查。
//!
//! ## In English
//! The contracts of small enterprises are at most the whole, and shares name the right whole.

use crate::audit::{Finding, Identity, Relation, Severity, Subject};
use crate::document::{Disclosure, FigureId, Mention, StatementPlace, Unit};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B313.
pub const RULE: Rule = Rule {
    code: "B313",
    name: "procurement",
    title: "政府采购的构成",
    severity: Severity::Error,
    source: include_str!("procurement.rs"),
    basis: Basis::Statements,
    checks: &[Check::Identities(declare), Check::Inspection(inspect)],
};

fn declare(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mentions = || {
        disclosure
            .statements
            .iter()
            .filter(|statement| statement.place == StatementPlace::Prose)
            .flat_map(|statement| &statement.mentions)
    };
    let only = |wanted: fn(&str) -> bool| -> Option<FigureId> {
        let mut named =
            mentions().filter(|mention| wanted(&mention.label) && is_money(disclosure, mention));
        let first = named.next()?;
        named.next().is_none().then_some(first.figure)
    };
    let total = only(|label| {
        label.contains("政府采购") && (label.ends_with("总额") || label.ends_with("支出总额"))
    });
    let medium = only(|label| label.contains("授予中小企业合同金额"));
    let small = only(|label| label.contains("授予小微企业合同金额"));
    let mut at_most =
        |part: Option<FigureId>, bound: Option<FigureId>, chinese: &str, english: &str| {
            if let (Some(part), Some(bound)) = (part, bound) {
                found.push(Identity {
                    rule: RULE.code,
                    relation: Relation::AtMost {
                        bound,
                        parts: vec![part],
                    },
                    subject: Subject::words(chinese, english),
                    severity: None,
                });
            }
        };
    at_most(
        medium,
        total,
        "授予中小企业的金额与采购总额",
        "Contracts of medium enterprises and all procurement",
    );
    at_most(
        small,
        medium,
        "授予小微企业与中小企业的金额",
        "Contracts of small and of medium enterprises",
    );
    for (medium, small, marks) in RESERVED {
        if !disclosure.text.contains(small) {
            continue;
        }
        let named = |words: &str| {
            let mut named = mentions().filter(|mention| {
                let before = words_before(disclosure, mention, marks);
                before.contains(words) && is_money(disclosure, mention)
            });
            let first = named.next()?;
            named.next().is_none().then_some(first.figure)
        };
        at_most(
            named(small),
            named(medium),
            "小微企业与中小企业的采购金额",
            "Procurement of small and of medium enterprises",
        );
    }
}

/// Words before an amount, since one of the marks: what was reserved for medium and
/// for small enterprises, and what they won of it.
const RESERVED: [(&str, &str, &[char]); 2] = [
    ("面向中小企业预留", "面向小微企业预留", &['，', '。', '；']),
    ("在面向中小企业预留", "在面向小微企业预留", &['。', '；']),
];

/// The most characters before an amount that are looked at: a draft may be one line of megabytes.
const LONGEST_CLAUSE: usize = 200;

/// The words before an amount since the last of some marks.
fn words_before<'a>(disclosure: &'a Disclosure, mention: &Mention, marks: &[char]) -> &'a str {
    let Some(figure) = disclosure.figure(mention.figure) else {
        return "";
    };
    let before = disclosure.text.get(..figure.span.start).unwrap_or_default();
    let near = before.char_indices().rev().take(LONGEST_CLAUSE);
    let clause = near.take_while(|(_, character)| *character != '\n' && !marks.contains(character));
    let start = clause.last().map_or(before.len(), |(at, _)| at);
    before.get(start..).unwrap_or_default()
}

fn is_money(disclosure: &Disclosure, mention: &Mention) -> bool {
    let figure = disclosure.figure(mention.figure);
    figure.is_some_and(|figure| matches!(figure.unit, Unit::Yuan | Unit::TenThousandYuan))
}

/// The kinds of procurement.
const KINDS: [&str; 3] = ["货物", "工程", "服务"];

/// 工程采购……占货物支出金额的: the part is of one kind and the whole of another.
fn inspect(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for line in &disclosure.prose {
        let words = disclosure.words(line.span);
        let Some(first) = words.find("采购授予") else {
            continue;
        };
        let mut wrong: Vec<(Span, &str)> = Vec::new();
        let mut start = first.saturating_sub("货物".len());
        for clause in words
            .get(start..)
            .unwrap_or_default()
            .split(['；', '，', '。'])
        {
            if let Some((at, kind)) = other_kind(clause) {
                let at = line.span.start + start + at;
                wrong.push((Span::new(at, at + "货物".len()), kind));
            }
            // Every one of these marks has three bytes.
            start += clause.len() + "；".len();
        }
        let mut wrong = wrong.into_iter();
        let Some((span, kind)) = wrong.next() else {
            continue;
        };
        let finding = RULE.finding(
            span,
            format!(
                "{kind}采购的占比以“{}支出金额”为分母，应为“{kind}支出金额”",
                disclosure.words(span)
            ),
            format!("A share of {kind} procurement names another kind as its whole"),
        );
        let finding = finding.at(Severity::Warning).mended(span, kind);
        found.push(wrong.fold(finding, |finding, (span, _)| {
            finding.beside(span, "同一问题", "the same")
        }));
    }
}

/// Where a clause about one kind names another kind as its whole; and the kind it is about.
fn other_kind(clause: &str) -> Option<(usize, &'static str)> {
    let kind = KINDS.into_iter().find(|kind| clause.starts_with(kind))?;
    let share = clause.find("占")? + "占".len();
    let whole = clause.get(share..)?;
    let other = KINDS.into_iter().find(|other| whole.starts_with(other))?;
    (other != kind).then_some((share, kind))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::narrative::testing::findings;

    #[test]
    fn a_part_greater_than_the_whole_is_found() {
        let text = "2024年政府采购支出总额30.00万元。授予中小企合同金额。授予中小企业合同金额20.00万元，占政府采购支出总额的66.67%，其中：授予小微企业合同金额25.00万元。";
        let found = findings(RULE, text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, Severity::Error);
    }

    #[test]
    fn more_for_small_enterprises_than_for_medium_ones_is_found() {
        let text = "2024年度本部门面向中小企业预留政府采购项目预算金额20.00万元，面向小微企业预留政府采购项目预算金额12.00万元。在面向中小企业预留的政府采购项目中，由中小企业供应商中标的，采购金额18.00万元；在面向小微企业预留的政府采购项目中，由小微企业供应商中标的，采购金额11.00万元。";
        assert_eq!(findings(RULE, text), []);
        assert_eq!(findings(RULE, &text.replace("12.00", "21.00")).len(), 1);
        assert_eq!(findings(RULE, &text.replace("11.00", "19.00")).len(), 1);
    }

    #[test]
    fn a_wrong_whole_is_found() {
        let text = "货物采购授予中小企业合同金额占货物支出金额的50%；工程采购授予中小企业合同金额占货物支出金额的20%。";
        assert_eq!(
            findings(RULE, text),
            [(Severity::Warning, "货物".to_owned())]
        );
        assert_eq!(
            findings(
                RULE,
                &text.replace("占货物支出金额的20%", "占工程支出金额的20%")
            ),
            []
        );
    }
}
