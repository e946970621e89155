//! 完成预算的百分比。
//!
//! ## 检查什么
//! “年初预算为A，支出决算为B，完成年初预算的P%”中 P = B ÷ A；年初预算为0时不应有完成率；
//! “决算数大于（小于）预算数”“基本平衡”与两个数的关系相符。
//!
//! ## 为什么
//! 完成率是决算公开的必填项，常因预算数改动而没有重算。
//!
//! ## 例
//! 错：年初预算为0万元，支出决算为307.82万元，完成年初预算的95.89%。
//!
//! 对：年初预算为321.02万元，支出决算为307.82万元，完成年初预算的95.89%。
//!
//! ## 如何修改
//! 核对预算数和决算数，重算百分比；预算为0时不写完成率。
//!
//! ## 不报的情形
//! 以全年预算、调整预算为分母的完成率按各自的预算数计算；预算和决算都为0。
//!
//! ## In English
//! The completion rate of a final account is actual over budget, and the words agree with it.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::audit::{Finding, Identity, Relation, Severity, Subject};
use crate::document::{
    Disclosure, DocumentKind, Figure, FigureId, Mention, Statement, StatementPlace, Unit,
};
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B308.
pub const RULE: Rule = Rule {
    code: "B308",
    name: "completion-rate",
    title: "完成预算的百分比",
    severity: Severity::Error,
    source: include_str!("completion_rate.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Identities(declare), Check::Inspection(inspect)],
};

/// The budgets that a final account is measured against.
const BUDGETS: [&str; 3] = ["年初预算", "全年预算", "调整预算"];

/// A completion rate with the two figures it is made of.
struct Completion {
    percent: FigureId,
    budget: FigureId,
    actual: FigureId,
    name: &'static str,
}

fn completions(disclosure: &Disclosure) -> Vec<Completion> {
    disclosure
        .statements
        .iter()
        .filter(|statement| statement.place == StatementPlace::Prose)
        .flat_map(|statement| {
            statement
                .mentions
                .iter()
                .map(move |mention| (statement, mention))
        })
        .filter_map(|(statement, mention)| completion(disclosure, statement, mention))
        .collect()
}

fn completion(
    disclosure: &Disclosure,
    statement: &Statement,
    percent: &Mention,
) -> Option<Completion> {
    let figure = disclosure.figure(percent.figure)?;
    let rest = percent.label.strip_prefix("完成")?;
    let name = BUDGETS
        .into_iter()
        .find(|budget| rest.starts_with(budget))?;
    let money = |mention: &&Mention| {
        let figure = disclosure.figure(mention.figure);
        figure
            .is_some_and(|figure| figure.unit == Unit::TenThousandYuan || figure.unit == Unit::Yuan)
    };
    let before = || {
        let mentions = statement.mentions.iter().filter(money);
        mentions.filter(|mention| mention.label_span.start < percent.label_span.start)
    };
    let budget = before().rfind(|mention| mention.label.contains(name))?;
    let actual = before().rfind(|mention| mention.label.contains("决算"))?;
    (figure.unit == Unit::Percent && budget.figure != actual.figure).then_some(Completion {
        percent: percent.figure,
        budget: budget.figure,
        actual: actual.figure,
        name,
    })
}

fn declare(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for completion in completions(disclosure) {
        found.push(Identity {
            rule: RULE.code,
            relation: Relation::Share {
                percent: completion.percent,
                part: completion.actual,
                whole: completion.budget,
            },
            subject: Subject::words(
                format!("完成{}的百分比", completion.name),
                "The completion of the budget",
            ),
            severity: None,
        });
    }
}

fn inspect(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for completion in completions(disclosure) {
        found.extend(of_nothing(disclosure, &completion));
        found.extend(comparison(disclosure, &completion));
    }
    if disclosure.kind == Some(DocumentKind::FinalAccount) {
        found.extend(balance(disclosure));
    }
}

/// A rate of a budget of nothing.
fn of_nothing(disclosure: &Disclosure, completion: &Completion) -> Option<Finding> {
    let [percent, budget, actual] =
        [completion.percent, completion.budget, completion.actual].map(|id| disclosure.figure(id));
    let (percent, budget, actual) = (percent?, budget?, actual?);
    let nothing = budget.value.is_zero() && !percent.value.is_zero() && !actual.value.is_zero();
    nothing.then(|| {
        let finding = RULE.finding(
            percent.span,
            format!(
                "{}为0，不应有完成率{}%",
                completion.name,
                disclosure.words(percent.span)
            ),
            "The budget is zero: there is no completion rate".to_owned(),
        );
        finding.beside(budget.span, "预算数", "the budget")
    })
}

const GREATER: [&str; 3] = ["决算数大于", "决算数超", "决算大于"];
const LESS: [&str; 2] = ["决算数小于", "决算小于"];
const EQUAL: [&str; 3] = ["预算数持平", "预算持平", "决算数等于"];

/// 决算数大于预算数 in the same paragraph, where it is not.
fn comparison(disclosure: &Disclosure, completion: &Completion) -> Option<Finding> {
    let [percent, budget, actual] =
        [completion.percent, completion.budget, completion.actual].map(|id| disclosure.figure(id));
    let (percent, budget, actual) = (percent?, budget?, actual?);
    if budget.unit != actual.unit || budget.value.is_zero() {
        return None;
    }
    let rest = disclosure.text.get(percent.span.end..)?;
    let rest = rest.split('\n').next()?;
    // What follows another rate speaks of that one.
    let rest = rest.split("完成").next()?;
    let stated = |words: &[&'static str]| {
        words
            .iter()
            .find_map(|word| Some((rest.find(word)?, *word)))
    };
    let wrong = if actual.value > budget.value {
        stated(&LESS).or_else(|| stated(&EQUAL))
    } else if actual.value < budget.value {
        stated(&GREATER).or_else(|| stated(&EQUAL))
    } else {
        stated(&GREATER).or_else(|| stated(&LESS))
    };
    let (at, word) = wrong?;
    // 小于（大于） was not resolved at all: B602 says so.
    let after = rest.get(at + word.len()..)?;
    if after.starts_with(['（', '(', '/']) {
        return None;
    }
    let span = Span::new(percent.span.end + at, percent.span.end + at + word.len());
    let finding = RULE.finding(
        span,
        format!(
            "“{word}”与数字不符：决算数{}，预算数{}",
            disclosure.words(actual.span),
            disclosure.words(budget.span)
        ),
        format!("“{word}” contradicts the figures"),
    );
    Some(finding.at(Severity::Warning))
}

static BALANCE: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(["基本平衡", "基本持平"]));

/// 与年初预算相比……基本平衡, where the self-evaluation prints a budget that is far off.
fn balance(disclosure: &Disclosure) -> Vec<Finding> {
    let Some(budget) = stated_budget(disclosure) else {
        return Vec::new();
    };
    let lines = BALANCE.lines(disclosure).into_iter();
    lines
        .filter_map(|line| unbalanced(disclosure, line, budget))
        .collect()
}

/// The money that the self-evaluation of the whole department is about (组织对……整体绩效自评，
/// 涉及资金): the budget of the year.
fn stated_budget(disclosure: &Disclosure) -> Option<&Figure> {
    let mut statements = disclosure.statements.iter();
    let statement =
        statements.find(|statement| disclosure.words(statement.span).contains("整体绩效自评"))?;
    let mention = statement
        .mentions
        .iter()
        .find(|mention| mention.label.contains("资金"))?;
    disclosure.figure(mention.figure)
}

fn unbalanced(disclosure: &Disclosure, line: Span, budget: &Figure) -> Option<Finding> {
    let words = disclosure.words(line);
    let (at, word) = ["基本平衡", "基本持平"]
        .into_iter()
        .find_map(|word| Some((words.find(word)?, word)))?;
    let clause = words.get(..at)?;
    let clause = clause.rsplit('。').next()?;
    if !clause.contains("预算") {
        return None;
    }
    let inside = |figure: &&Figure| line.start <= figure.span.start && figure.span.end <= line.end;
    let actual = disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.mentions)
        .filter_map(|mention| disclosure.figure(mention.figure))
        .filter(inside)
        .find(|figure| figure.unit == budget.unit)?;
    let distance = actual.value.checked_sub(budget.value)?.abs();
    let allowed = budget.value.checked_mul(Decimal::new(5, 2))?;
    (distance > allowed).then(|| {
        let span = Span::new(line.start + at, line.start + at + word.len());
        let finding = RULE.finding(
            span,
            format!(
                "“{word}”与数字不符：支出{}，预算{}",
                disclosure.words(actual.span),
                disclosure.words(budget.span)
            ),
            format!("“{word}” contradicts the figures"),
        );
        finding
            .at(Severity::Warning)
            .beside(actual.span, "支出", "the expenditure")
            .beside(budget.span, "预算", "the budget")
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::narrative::testing::findings;

    #[test]
    fn a_wrong_rate_is_found() {
        let text = "2024年度支出年初预算为52.00万元，支出决算为51.32万元，完成年初预算的89.69%。";
        let found = findings(RULE, text);
        assert!(
            found.contains(&(Severity::Error, "89.69".to_owned())),
            "{found:?}"
        );
    }

    #[test]
    fn a_rate_of_nothing_and_a_wrong_comparison_are_found() {
        let text = "2024年度支出年初预算为0万元，支出决算为5.00万元，完成年初预算的95.89%。";
        assert_eq!(
            findings(RULE, text),
            [(Severity::Error, "95.89".to_owned())]
        );
        let text = "2024年度支出年初预算为50.00万元，支出决算为40.00万元，完成年初预算的80.00%，决算数大于预算数的主要原因是增加工作。";
        assert_eq!(
            findings(RULE, text),
            [(Severity::Warning, "决算数大于".to_owned())]
        );
    }

    #[test]
    fn a_true_rate_is_right() {
        let text = "2024年度支出年初预算为52.00万元，支出决算为51.32万元，完成年初预算的98.69%，决算数小于预算数的主要原因是节约。";
        assert_eq!(findings(RULE, text), []);
    }
}
