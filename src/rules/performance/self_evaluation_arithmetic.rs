//! 绩效自评表的计算。
//!
//! ## 检查什么
//! 执行率 = 执行金额 ÷ 下达金额；得分 = 分值 × 执行率（完成程度）；得分不超过分值；各项分值合计100；
//! 总评价得分等于各项得分之和；部门年初预算的收入与支出相同；
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

use crate::audit::{Finding, Identity, Relation, Severity, Subject, Term, in_yuan};
use crate::document::{
    Disclosure, Figure, FigureId, FormContent, Nature, Quantity, SelfEvaluation,
};
use crate::rules::{Basis, Check, Rule};

/// B704.
pub const RULE: Rule = Rule {
    code: "B704",
    name: "self-evaluation-arithmetic",
    title: "绩效自评表的计算",
    severity: Severity::Warning,
    source: include_str!("self_evaluation_arithmetic.rs"),
    basis: Basis::Figures,
    checks: &[Check::Identities(declare), Check::Inspection(inspect)],
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
        subject: Subject::words(chinese, english),
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
        let rows = rows(disclosure, evaluation);
        match whole_weight(disclosure, evaluation, &rows) {
            Some(finding) => found.push(finding),
            None => found.extend(degrees(disclosure, evaluation, &rows)),
        }
    }
}

/// A row with a weight and a score, and which part of the weight was reached.
struct Scored<'a> {
    weight: &'a Figure,
    score: &'a Figure,
    /// 完成程度 as printed, or the 执行率 of a task.
    degree: &'a Figure,
    reached: Decimal,
}

impl Scored<'_> {
    /// Whether the score is the weight times the part reached, rounded or cut off.
    fn agrees(&self) -> bool {
        let unit = Decimal::new(1, self.score.decimals.clamp(1, 20));
        let computed = self.weight.value.checked_mul(self.reached);
        let difference = computed.and_then(|computed| computed.checked_sub(self.score.value));
        difference.is_none_or(|difference| difference.abs() <= unit)
    }
}

fn rows<'a>(disclosure: &'a Disclosure, evaluation: &SelfEvaluation) -> Vec<Scored<'a>> {
    let row = |weight, score, degree, of: Decimal| {
        let degree = disclosure.figure(degree)?;
        Some(Scored {
            weight: disclosure.figure(weight)?,
            score: disclosure.figure(score)?,
            degree,
            reached: degree.value.checked_div(of)?,
        })
    };
    let tasks = evaluation
        .tasks
        .iter()
        .map(|task| row(task.weight, task.score, task.rate, Decimal::ONE_HUNDRED));
    let indicators = evaluation.indicators.iter().map(|indicator| {
        let degree = indicator.values.last()?;
        row(indicator.weight, indicator.score, *degree, Decimal::ONE)
    });
    tasks.chain(indicators).flatten().collect()
}

/// Every row has a weight, and all of them make 100.
fn whole_weight(
    disclosure: &Disclosure,
    evaluation: &SelfEvaluation,
    rows: &[Scored<'_>],
) -> Option<Finding> {
    let every = evaluation.tasks.len() + evaluation.indicators.len();
    let sum = rows
        .iter()
        .try_fold(Decimal::ZERO, |sum, row| sum.checked_add(row.weight.value))?;
    let missing = Decimal::ONE_HUNDRED.checked_sub(sum)?;
    if rows.len() != every || every < FEWEST_ROWS || missing.is_zero() {
        return None;
    }
    let mut doubtful = rows.iter().filter(|row| !row.agrees());
    let only = doubtful.next().filter(|_| doubtful.next().is_none());
    let total = disclosure.figure(evaluation.total_score?)?;
    let span = only.map_or(total.span, |row| row.weight.span);
    let finding = RULE.finding(
        span,
        format!("各项分值合计{}，应为100", sum.normalize()),
        format!("The weights add up to {}, not to 100", sum.normalize()),
    );
    let mended = only.and_then(|row| row.weight.value.checked_add(missing));
    Some(match mended.filter(|value| value.is_sign_positive()) {
        Some(value) => finding.mended(span, value.normalize().to_string()),
        None => finding,
    })
}

/// Fewer rows are not the whole form.
const FEWEST_ROWS: usize = 4;

/// Where weights and scores add up, the part reached is what the score says.
fn degrees(
    disclosure: &Disclosure,
    evaluation: &SelfEvaluation,
    rows: &[Scored<'_>],
) -> Vec<Finding> {
    let total = evaluation
        .total_score
        .and_then(|total| disclosure.figure(total));
    let sum = rows
        .iter()
        .try_fold(Decimal::ZERO, |sum, row| sum.checked_add(row.score.value));
    if total.is_none_or(|total| Some(total.value) != sum) {
        return Vec::new();
    }
    let of_indicators = rows.iter().skip(evaluation.tasks.len());
    of_indicators
        .filter(|row| !row.agrees() && row.weight.value > Decimal::ZERO)
        .map(|row| wrong_degree(disclosure, row))
        .collect()
}

fn wrong_degree(disclosure: &Disclosure, row: &Scored<'_>) -> Finding {
    let [weight, score, degree] =
        [row.weight, row.score, row.degree].map(|figure| disclosure.words(figure.span));
    let finding = RULE.finding(
        row.degree.span,
        format!("完成程度{degree}与得分{score}不符：分值{weight}乘以完成程度应为得分"),
        format!("The score {score} is not the weight {weight} times the degree {degree}"),
    );
    let finding = finding
        .beside(row.weight.span, "分值", "the weight")
        .beside(row.score.span, "得分", "the score");
    match row.score.value.checked_div(row.weight.value) {
        Some(reached) => {
            let reached = reached.round_dp(2).normalize();
            finding.mended(row.degree.span, reached.to_string())
        }
        None => finding,
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
    fn weights_that_do_not_make_a_hundred_are_found() {
        let wrong = form("50.00", "90").replacen("\t1\t30\t30", "\t1\t⟦35⟧\t30", 1);
        assert_finds("B704", &wrong);
    }

    #[test]
    fn a_degree_that_does_not_give_the_score_is_found() {
        let wrong = form("50.00", "90").replacen("\t1\t30\t30", "\t⟦0.1⟧\t30\t30", 1);
        assert_finds("B704", &wrong);
    }

    #[test]
    fn true_rates_and_scores_are_right() {
        assert_clean(&form("50.00", "90"));
    }
}
