//! 相关的增减额互相一致。
//!
//! ## 检查什么
//! 收入总计与支出总计相同时，两者比上年的变动额应相同；总数与各分项都写明了比上年的增减（或持平）的，
//! 各分项的增减额相加（增加为正、减少为负）应等于总数的增减额；原因中分项列出增减额并写了“合计”的，
//! 各项相加应等于合计。
//!
//! ## 为什么
//! 同一变动在一段话里写了两次，只改了一处。
//!
//! ## 例
//! 错：基本预算增加29.21万元，项目经费减少41.06万元，两项合计减少10.85万元。
//!
//! 对：基本预算增加29.21万元，项目经费减少40.06万元，两项合计减少10.85万元。
//!
//! ## 如何修改
//! 核对各项变动额。
//!
//! ## 不报的情形
//! 只说了一项变动的原因；没有“合计”的原因。
//!
//! ## In English
//! Changes that belong together agree: those of equal totals, and the parts that a reason adds up.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::audit::{Identity, Relation, Severity, Subject, Term};
use crate::document::{
    Change, Direction, Disclosure, Enumeration, FigureId, Quantity, Scope, Statement, Unit,
};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B307.
pub const RULE: Rule = Rule {
    code: "B307",
    name: "change-coherence",
    title: "变动额之间的关系",
    severity: Severity::Warning,
    source: include_str!("change_coherence.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let changes = changes(disclosure);
    for scope in [Scope::All, Scope::FiscalAppropriation] {
        found.extend(equal_totals(disclosure, &changes, scope));
    }
    for statement in &disclosure.statements {
        found.extend(reasons(disclosure, statement));
        let lists = statement.enumerations.iter().filter(|list| !list.open);
        found.extend(lists.filter_map(|list| parts_changed(&changes, list)));
    }
}

/// The change of a total and those of its parts, where each part says how it changed.
fn parts_changed(changes: &Changes<'_>, list: &Enumeration) -> Option<Identity> {
    let (up, total) = change(changes, list.head)?;
    let mut parts = Vec::new();
    for item in &list.items {
        match movement(changes, item.figure)? {
            Movement::Flat => {}
            Movement::By(direction, figure) => parts.push(Term {
                figure,
                negative: direction != up,
            }),
        }
    }
    let sum = Relation::Sum { total, parts };
    let is_sum = matches!(&sum, Relation::Sum { parts, .. } if !parts.is_empty());
    is_sum.then(|| {
        identity(
            sum,
            "总数的变动额与各分项的变动额",
            "The change of a total and those of its parts",
        )
    })
}

/// How a figure changed.
enum Movement {
    Flat,
    By(Direction, FigureId),
}

/// The only movement that is said of a figure.
fn movement(changes: &Changes<'_>, current: FigureId) -> Option<Movement> {
    let of_figure = changes.get(&current)?;
    let only = of_figure.only?;
    match only.direction {
        Direction::Flat => Some(Movement::Flat),
        direction => Some(Movement::By(direction, only.amount?)),
    }
}

fn identity(relation: Relation, chinese: &str, english: &str) -> Identity {
    Identity {
        rule: RULE.code,
        relation,
        subject: Subject::words(chinese, english),
        severity: None,
    }
}

/// The change of the income and that of the expenditure, where both totals are the same.
fn equal_totals(disclosure: &Disclosure, changes: &Changes<'_>, scope: Scope) -> Option<Identity> {
    let change_of = |wanted: [Quantity; 2]| {
        let mut restatements = disclosure.restatements.iter();
        let total = restatements.find(|restatement| {
            restatement.indicator.scope == scope
                && wanted.contains(&restatement.indicator.quantity)
                && change(changes, restatement.mention).is_some()
        })?;
        Some((total.mention, change(changes, total.mention)?))
    };
    let (income, (up, left)) = change_of([Quantity::GrandIncome, Quantity::Income])?;
    let (expenditure, (also_up, right)) =
        change_of([Quantity::GrandExpenditure, Quantity::Expenditure])?;
    let (income, expenditure) = (disclosure.figure(income)?, disclosure.figure(expenditure)?);
    let same = income.value == expenditure.value && income.unit == expenditure.unit;
    (same && up == also_up && left != right).then(|| {
        identity(
            Relation::Equal {
                left: right,
                right: left,
            },
            "支出总计与收入总计的变动额",
            "The changes of expenditure and income",
        )
    })
}

/// What is said of the changes of each figure.
type Changes<'a> = HashMap<FigureId, ChangesOfFigure<'a>>;

struct ChangesOfFigure<'a> {
    /// The change, when there is one only.
    only: Option<&'a Change>,
    /// The direction and the amount of the first one with an amount.
    stated: Option<(Direction, FigureId)>,
}

fn changes(disclosure: &Disclosure) -> Changes<'_> {
    let mut changes = Changes::new();
    for change in disclosure.statements.iter().flat_map(|it| &it.changes) {
        let Some(current) = change.current else {
            continue;
        };
        let stated = change.amount.map(|amount| (change.direction, amount));
        match changes.entry(current) {
            Entry::Vacant(entry) => {
                let only = Some(change);
                entry.insert(ChangesOfFigure { only, stated });
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                known.only = None;
                known.stated = known.stated.or(stated);
            }
        }
    }
    changes
}

/// The direction and the amount of the change of a figure.
fn change(changes: &Changes<'_>, current: FigureId) -> Option<(Direction, FigureId)> {
    changes.get(&current)?.stated
}

/// An amount of a reason with its verb.
struct Signed {
    figure: FigureId,
    span: Span,
    up: bool,
}

/// 基本预算增加29.21万元；项目经费减少40.06万元，两项合计，预算收入减少10.85万元: the parts of
/// every sum that the reason of a change draws.
fn reasons(disclosure: &Disclosure, statement: &Statement) -> Vec<Identity> {
    let words = disclosure.words(statement.span);
    let Some(reason) = words.find("原因") else {
        return Vec::new();
    };
    let signed: Vec<Signed> = statement
        .mentions
        .iter()
        .filter_map(|mention| signed(disclosure, mention.figure))
        .filter(|signed| signed.span.start > statement.span.start + reason)
        .collect();
    let sum_at = signed
        .iter()
        .zip(signed.iter().skip(1))
        .position(|(one, next)| {
            let between = Span::new(one.span.end, next.span.start);
            let between = disclosure.words(between);
            ["项合计", "，合计", ",合计", "合计，", "共计"]
                .iter()
                .any(|sum| between.contains(sum))
        });
    let split = sum_at.and_then(|last| signed.split_at_checked(last + 1));
    let Some((parts, [total, ..])) = split else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if parts.len() >= 2 {
        let terms = parts.iter().map(|part| Term {
            figure: part.figure,
            negative: part.up != total.up,
        });
        found.push(identity(
            Relation::Sum {
                total: total.figure,
                parts: terms.collect(),
            },
            "原因中各项变动额的合计",
            "The sum of the changes that the reason gives",
        ));
    }
    let own = statement.changes.iter().find(|change| {
        let up = change.direction == Direction::Up;
        change.amount.is_some() && up == total.up
    });
    if let Some(own) = own.and_then(|change| change.amount) {
        found.push(identity(
            Relation::Equal {
                left: own,
                right: total.figure,
            },
            "变动额与原因中的合计",
            "The change and the sum in its reason",
        ));
    }
    found
}

const UP: [&str; 5] = ["增加", "增长", "上升", "增", "调增"];
const DOWN: [&str; 6] = ["减少", "下降", "降低", "减", "调减", "压减"];

/// An amount of money with the verb right before it.
fn signed(disclosure: &Disclosure, id: FigureId) -> Option<Signed> {
    let figure = disclosure.figure(id)?;
    let money = matches!(figure.unit, Unit::Yuan | Unit::TenThousandYuan);
    let before = disclosure.text.get(..figure.span.start)?.trim_end();
    let before = before.strip_suffix(['了', '约']).unwrap_or(before);
    let ends = |verbs: &[&str]| verbs.iter().any(|verb| before.ends_with(verb));
    let (up, down) = (ends(&UP), ends(&DOWN));
    (money && !figure.approximate && (up || down)).then_some(Signed {
        figure: id,
        span: figure.span,
        up,
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::narrative::testing::{findings, identities};

    const REASON: &str = "2024年度预算收入总计359.95万元，比上年减少10.85万元，下降2.93%，主要原因是基本预算增加29.21万元；同时项目经费较上年预算减少40.06万元，两项合计，预算收入减少10.85万元。";

    #[test]
    fn parts_of_a_reason_add_up() {
        assert_eq!(identities(RULE, REASON), 2);
        assert_eq!(findings(RULE, REASON), []);
        let found = findings(RULE, &REASON.replace("40.06", "41.06"));
        assert_eq!(
            found.first().map(|found| found.0),
            Some(Severity::Warning),
            "{found:?}"
        );
    }

    #[test]
    fn the_changes_of_parts_add_up_to_that_of_the_total() {
        let text = "2025年“三公”经费预算6.31万元，比上年减少1.27万元，下降16.75%，其中：因公出国（境）费0万元，与上年持平；公务接待费0.46万元，比上年减少0.22万元，下降32.35%；公务用车购置及运行维护费5.85万元，比上年减少1.05万元，下降15.22%。";
        assert_eq!(identities(RULE, text), 1);
        assert_eq!(findings(RULE, text), []);
        let found = findings(RULE, &text.replace("0.22", "0.12"));
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_part_that_does_not_say_how_it_changed_ends_the_sum() {
        let text = "2025年“三公”经费预算6.31万元，比上年减少1.27万元，下降16.75%，其中：公务接待费0.46万元；公务用车购置及运行维护费5.85万元，比上年减少1.05万元，下降15.22%。";
        assert_eq!(identities(RULE, text), 0);
    }

    #[test]
    fn a_reason_without_a_sum_is_not_added_up() {
        let text = "2024年度收入总计10.00万元，比上年减少3.00万元，下降23.08%，主要原因是基本预算增加1.00万元，项目经费减少2.00万元。";
        assert_eq!(identities(RULE, text), 0);
    }
}
