//! 同一指标在几处的数字相同。
//!
//! ## 检查什么
//! 文字中几次提到的同一指标（口径、年度相同），以及同一项目表中几次提到的同一费用，金额应相同；
//! 写明本年度的项目经费与项目支出表中该项目的金额应相同。
//!
//! ## 为什么
//! 一处改了，另一处没有改。
//!
//! ## 例
//! 错：项目概况写“外出招商经费65万元”，测算依据写“外出招商经费60万元”。
//!
//! 对：两处都写60万元。
//!
//! ## 如何修改
//! 核对哪一处是对的。
//!
//! ## 不报的情形
//! 预算与决算、本年与上年、金额与变动额；项目全周期与当年的金额。
//!
//! ## In English
//! One indicator is printed with different amounts in several places.

use std::collections::{HashMap, HashSet};

use crate::audit::{Identity, Relation, Severity, Subject};
use crate::document::normalise::end_of;
use crate::document::{
    ColumnKey, Disclosure, FigureId, FormContent, Mention, Quantity, Restatement, RowKey,
    Statement, StatementPlace, TableKind, Unit, printed_years,
};
use crate::rules::{Basis, Check, Rule};

/// B309.
pub const RULE: Rule = Rule {
    code: "B309",
    name: "repeated-indicator",
    title: "同一指标的数字",
    severity: Severity::Error,
    source: include_str!("repeated_indicator.rs"),
    basis: Basis::Statements,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    in_the_narrative(disclosure, found);
    costs(disclosure, found);
    in_project_tables(disclosure, found);
    of_projects(disclosure, found);
    inputs_of_projects(disclosure, found);
}

fn equal(left: FigureId, right: FigureId, label: &str, severity: Option<Severity>) -> Identity {
    Identity {
        rule: RULE.code,
        relation: Relation::Equal { left, right },
        subject: Subject::words(format!("两处“{label}”"), format!("“{label}” in two places")),
        severity,
    }
}

/// Every restatement with the first one of the same indicator.
fn in_the_narrative(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut firsts: Vec<&Restatement> = Vec::new();
    for restatement in &disclosure.restatements {
        if !is_definite(&restatement.indicator.quantity) {
            continue;
        }
        let first = firsts
            .iter()
            .find(|first| first.indicator == restatement.indicator);
        match first {
            Some(first) => found.push(equal(
                restatement.mention,
                first.mention,
                &restatement.label,
                None,
            )),
            None => firsts.push(restatement),
        }
    }
}

/// Quantities that mean the same wherever they are named.
fn is_definite(quantity: &Quantity) -> bool {
    matches!(
        quantity,
        Quantity::GrandIncome
            | Quantity::GrandExpenditure
            | Quantity::Nature(_)
            | Quantity::ThreePublic(_)
            | Quantity::ThreePublicBudget(_)
            | Quantity::OperatingFunds
            | Quantity::Function(_)
    )
}

/// Words that end the name of a cost of its own, and are no part of the accounts' vocabulary.
fn names_a_cost(label: &str) -> bool {
    let of_accounts = ["预算", "支出", "收入", "金额", "资金", "运行经费"];
    label.chars().count() > SHORTEST_NAME
        && label.ends_with('费')
        && of_accounts.iter().all(|word| !label.contains(word))
}

/// A cost that no table prints, named twice in the narrative: 中介机构服务费.
fn costs(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let restated: HashSet<FigureId> = disclosure
        .restatements
        .iter()
        .map(|restatement| restatement.mention)
        .collect();
    let mut firsts: HashMap<&str, &Mention> = HashMap::new();
    for statement in &disclosure.statements {
        if statement.place != StatementPlace::Prose {
            continue;
        }
        let changes = statement.changes.iter();
        let of_changes: HashSet<FigureId> = changes
            .flat_map(|change| [change.amount, change.prior])
            .flatten()
            .collect();
        for mention in &statement.mentions {
            let own = is_amount(disclosure, mention)
                && names_a_cost(&mention.label)
                && !restated.contains(&mention.figure)
                && !of_changes.contains(&mention.figure);
            if !own {
                continue;
            }
            match firsts.get(mention.label.as_str()) {
                Some(first) => found.push(equal(
                    mention.figure,
                    first.figure,
                    &mention.label,
                    Some(Severity::Warning),
                )),
                None => {
                    firsts.insert(&mention.label, mention);
                }
            }
        }
    }
}

/// The fewest characters of a name that two cells share by more than chance.
const SHORTEST_NAME: usize = 4;

/// A cost named in several cells of one project table.
fn in_project_tables(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for table in &disclosure.tables {
        if table.kind != TableKind::ProjectTarget {
            continue;
        }
        let mut firsts: Vec<&Mention> = Vec::new();
        let statements = disclosure.statements.iter().filter(|statement| {
            statement.place == StatementPlace::TableCell
                && table.span.start <= statement.span.start
                && statement.span.end <= table.span.end
        });
        for mention in statements.flat_map(|statement| &statement.mentions) {
            if !is_amount(disclosure, mention) || mention.label.chars().count() < SHORTEST_NAME {
                continue;
            }
            match firsts.iter().find(|first| first.label == mention.label) {
                Some(first) => {
                    found.push(equal(first.figure, mention.figure, &mention.label, None))
                }
                None => firsts.push(mention),
            }
        }
    }
}

fn is_amount(disclosure: &Disclosure, mention: &Mention) -> bool {
    disclosure.figure(mention.figure).is_some_and(|figure| {
        !figure.approximate && matches!(figure.unit, Unit::Yuan | Unit::TenThousandYuan)
    })
}

/// The money of a project in the fiscal year, in words and in the table of projects.
fn of_projects(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for statement in &disclosure.statements {
        if statement.place != StatementPlace::TableCell {
            continue;
        }
        for mention in &statement.mentions {
            let row = RowKey::Project(mention.label.clone());
            let cell = disclosure
                .index
                .unique(TableKind::Projects, &row, ColumnKey::Total);
            let of_this_year =
                is_amount(disclosure, mention) && names_the_year(disclosure, statement, mention);
            if let Some(cell) = cell.filter(|_| of_this_year) {
                let severity = Some(Severity::Warning);
                found.push(equal(mention.figure, cell, &mention.label, severity));
            }
        }
    }
}

/// The money that a cost indicator repeats, and the money of its project.
fn inputs_of_projects(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for form in &disclosure.forms {
        let FormContent::ProjectList(list) = &form.content else {
            continue;
        };
        for project in list.iter().filter(|project| project.is_project) {
            let Some(total) = project.funds.total else {
                continue;
            };
            let severity = Some(Severity::Warning);
            let inputs = project.inputs.iter();
            found.extend(inputs.map(|input| equal(input.figure, total, &input.label, severity)));
        }
    }
}

/// How far before the words, in bytes, a year is looked for.
const LONGEST_CLAUSE: usize = 2000;

/// Whether the fiscal year stands right before the words.
fn names_the_year(disclosure: &Disclosure, statement: &Statement, mention: &Mention) -> bool {
    let before = disclosure
        .text
        .get(statement.span.start..mention.label_span.start);
    let Some(before) = before else {
        return false;
    };
    let before = end_of(before, LONGEST_CLAUSE);
    let years = printed_years(before);
    years.last().is_some_and(|year| {
        Some(year.year) == disclosure.fiscal_year
            && before.get(year.end..).is_some_and(str::is_empty)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::narrative::testing::{findings, identities};

    #[test]
    fn two_amounts_of_one_indicator_are_found() {
        let text = "2024年机关运行经费预算58.99万元。\n\n三、其他\n\n2024年机关运行经费预算59.88万元，用于办公。\n";
        assert_eq!(identities(RULE, text), 1);
        assert!(!findings(RULE, text).is_empty());
        assert_eq!(findings(RULE, &text.replace("59.88", "58.99")), []);
    }

    #[test]
    fn this_year_and_the_year_before_are_two_indicators() {
        let text = "某某局2024年部门预算\n\n第一部分 情况说明\n\n一、机关运行经费\n\n2024年机关运行经费预算58.99万元。2023年机关运行经费79.46万元。\n";
        assert_eq!(identities(RULE, text), 0);
    }
}
