//! 绩效自评表的计算。
//!
//! ## 检查什么
//! 执行率 = 执行金额 ÷ 下达金额；任务的得分 = 分值 × 执行率；得分不超过分值；总评价得分等于各项得分之和；部门年初预算的收入与支出相同；
//! “预算执行率”一行填写的完成值与支出决算和年初预算算出的执行率相符。
//!
//! ## 为什么
//! 自评表与决算不符，说明自评没有依据决算。
//!
//! ## 例
//! 错：年初预算725.39万元，支出423.59万元，预算执行率完成值100%。
//!
//! 对：预算执行率完成值58.39%。
//!
//! ## 如何修改
//! 按决算重算执行率和得分。
//!
//! ## 不报的情形
//! 截尾的得分；在四舍五入范围内的执行率。
//!
//! ## In English
//! Rates and scores of a self-evaluation follow from its figures, and from the final account.

use rust_decimal::Decimal;

use crate::audit::{Finding, Identity, Message, Relation, Severity, Term, in_yuan};
use crate::document::{Disclosure, FigureId, FormContent, Nature, Quantity, SelfEvaluation};
use crate::rules::{Check, Rule};

/// B704.
pub const RULE: Rule = Rule {
    code: "B704",
    name: "self-evaluation-arithmetic",
    title: "绩效自评表的计算",
    severity: Severity::Warning,
    source: include_str!("self_evaluation_arithmetic.rs"),
    check: Check::Both(declare, inspect),
};

fn evaluations(disclosure: &Disclosure) -> impl Iterator<Item = &SelfEvaluation> {
    disclosure
        .forms
        .iter()
        .filter_map(|form| match &form.content {
            FormContent::SelfEvaluation(evaluation) => Some(evaluation),
            _ => None,
        })
}

fn declare(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for evaluation in evaluations(disclosure) {
        for task in &evaluation.tasks {
            found.push(identity(
                Relation::Share {
                    percent: task.rate,
                    part: task.spent,
                    whole: task.granted,
                },
                format!("“{}”执行率", task.name),
                "The rate of a task",
            ));
            found.push(identity(
                Relation::Share {
                    percent: task.rate,
                    part: task.score,
                    whole: task.weight,
                },
                format!("“{}”得分占分值的比重与执行率", task.name),
                "The score of a task and its rate",
            ));
            let nature = nature_of(&task.name);
            let stated = nature.and_then(|nature| stated(disclosure, &Quantity::Nature(nature)));
            if let Some(stated) = stated {
                found.push(Identity {
                    rule: "B309",
                    severity: Some(Severity::Warning),
                    ..identity(
                        Relation::Equal {
                            left: task.spent,
                            right: stated,
                        },
                        format!("“{}”的执行金额与决算", task.name),
                        "The money spent and the final account",
                    )
                });
            }
        }
        if let [income, expenditure] = evaluation.budgets.as_slice() {
            found.push(identity(
                Relation::Equal {
                    left: income.figure,
                    right: expenditure.figure,
                },
                "部门年初预算的收入与支出".to_owned(),
                "Budgeted income and expenditure",
            ));
        }
        for indicator in &evaluation.indicators {
            found.push(identity(
                Relation::AtMost {
                    bound: indicator.weight,
                    parts: vec![indicator.score],
                },
                format!("“{}”的得分与分值", indicator.name),
                "The score of an indicator and its weight",
            ));
        }
        found.extend(scores(evaluation));
    }
}

fn identity(relation: Relation, chinese: String, english: &str) -> Identity {
    Identity {
        rule: RULE.code,
        relation,
        subject: Message::new(chinese, english),
        severity: None,
    }
}

/// The part of the basic expenditure that a task is named after.
fn nature_of(task: &str) -> Option<Nature> {
    if task.contains("人员经费") {
        Some(Nature::Personnel)
    } else if task.contains("公用经费") {
        Some(Nature::Public)
    } else {
        None
    }
}

/// What the narrative states for a quantity.
fn stated(disclosure: &Disclosure, quantity: &Quantity) -> Option<FigureId> {
    let mut restatements = disclosure.restatements.iter();
    let found = restatements.find(|restatement| restatement.indicator.quantity == *quantity)?;
    Some(found.mention)
}

fn scores(evaluation: &SelfEvaluation) -> Option<Identity> {
    let tasks = evaluation.tasks.iter().map(|task| task.score);
    let indicators = evaluation
        .indicators
        .iter()
        .map(|indicator| indicator.score);
    let parts: Vec<Term> = tasks
        .chain(indicators)
        .map(|figure| Term {
            figure,
            negative: false,
        })
        .collect();
    let total = evaluation.total_score?;
    (parts.len() > 1).then(|| {
        identity(
            Relation::Sum { total, parts },
            "总评价得分".to_owned(),
            "The total score",
        )
    })
}

/// Percentage points between the rate that is printed and the one that follows.
const TOLERANCE: u32 = 5;

fn inspect(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for evaluation in evaluations(disclosure) {
        found.extend(execution(disclosure, evaluation));
    }
}

/// The indicator 预算执行率 against the final account.
fn execution(disclosure: &Disclosure, evaluation: &SelfEvaluation) -> Option<Finding> {
    let indicator = evaluation
        .indicators
        .iter()
        .find(|indicator| indicator.name == "预算执行率")?;
    // 指标值, 全年完成值, 完成程度.
    let reached = disclosure.figure(*indicator.values.get(1)?)?;
    let budget = disclosure.figure(evaluation.budgets.last()?.figure)?;
    let actual = stated(disclosure, &Quantity::GrandExpenditure)?;
    let actual = disclosure.figure(actual)?;
    let rate = in_yuan(actual)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(in_yuan(budget)?)?;
    let distance = rate.checked_sub(reached.value)?.abs();
    if distance <= Decimal::from(TOLERANCE) {
        return None;
    }
    let rate = rate.round_dp(2);
    let finding = RULE.finding(
        indicator.name_span,
        format!(
            "预算执行率填写为{}%，按支出{}和年初预算{}计算为{rate}%",
            disclosure.words(reached.span),
            disclosure.words(actual.span),
            disclosure.words(budget.span)
        ),
        format!(
            "The execution rate is given as {}; it is {rate} %",
            reached.value
        ),
    );
    Some(
        finding
            .beside(reached.span, "完成值", "the value reached")
            .beside(actual.span, "支出决算", "the expenditure")
            .beside(budget.span, "年初预算", "the budget"),
    )
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn form(rate: &str, total: &str) -> String {
        format!(
            "某某局2023年度部门决算\n\n整体绩效自评表\n\n\
             部门年初预算收入金额（万元）\t100.00\n部门年初预算支出金额（万元）\t100.00\n\
             \t对应项目\t项目下达金额（万元）\t项目执行金额（万元）\t项目执行率\t分值\t得分\n\
             \t人员支出项目\t60.00\t30.00\t{rate}%\t20\t10\n\
             \t综合业务费\t40.00\t40.00\t100.00%\t20\t20\n\
             \t预算执行\t预算管理\t资金合规性\t=\t100\t%\t100\t1\t30\t30\n\
             \t预算执行\t预算管理\t信息公开性\t=\t100\t%\t100\t1\t30\t30\n\
             总评价得分\t{total}\n"
        )
    }

    #[test]
    fn a_wrong_rate_is_found() {
        assert_finds("B704", &form("⟦51.00⟧", "90"));
    }

    #[test]
    fn true_rates_and_scores_are_right() {
        assert_clean(&form("50.00", "90"));
    }
}
