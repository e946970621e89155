//! 增减的方向与金额不一致。
//!
//! ## 检查什么
//! “增加”与“下降”同用；写“持平”“一致”却有变动额；“增加0万元”“减少0万元”；
//! 增加额大于本年数（上年数成了负数）。
//!
//! ## 为什么
//! 方向错了，读者得到相反的结论。
//!
//! ## 例
//! 错：公务接待费2万元，比上年增加0万元。
//!
//! 对：公务接待费2万元，与上年持平。
//!
//! ## 如何修改
//! 核对上年数，改正动词或金额；没有变化的写“持平”。
//!
//! ## 不报的情形
//! “增长37.91万元”这样用“增长”带金额的写法；新增单位的增加额等于本年数。
//!
//! ## In English
//! The verb of a change contradicts its amount: up and down together, no change with an amount,
//! an increase of nothing, or one greater than the figure itself.

use rust_decimal::Decimal;

use crate::audit::{Finding, Severity};
use crate::document::{Change, Direction, Disclosure, Figure};
use crate::rules::{Basis, Check, Rule};

/// B305.
pub const RULE: Rule = Rule {
    code: "B305",
    name: "change-direction",
    title: "增减方向",
    severity: Severity::Warning,
    source: include_str!("change_direction.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for statement in &disclosure.statements {
        let contradiction = statement
            .changes
            .iter()
            .find_map(|change| contradiction(disclosure, change));
        found.extend(contradiction);
    }
}

/// What is wrong with a change; one finding a sentence, since a sentence repeats its pattern.
fn contradiction(disclosure: &Disclosure, change: &Change) -> Option<Finding> {
    let figure = |id| disclosure.figure(id);
    if let (Some(percent), Some(of_percent)) = (change.percent, change.percent_direction)
        && change.direction != of_percent
        && change.amount.is_some()
    {
        return Some(report(
            figure(percent)?,
            "金额和百分比的增减方向相反",
            "Amount and percentage change in opposite directions",
        ));
    }
    let amount = figure(change.amount?)?;
    match change.direction {
        Direction::Flat => Some(report(
            amount,
            "写了没有变化，又写了变动额；没有变化时只写“持平”",
            "An amount is given for a change that is said to be none",
        )),
        _ if amount.value.is_zero() => Some(report(
            amount,
            "变动额为0；没有变化时写“持平”",
            "The change is zero: say that there is none",
        )),
        Direction::Up if exceeds(amount, figure(change.current?)?) => Some(report(
            amount,
            "增加额大于本年数，上年数成了负数",
            "The increase is greater than the figure: the year before would be negative",
        )),
        Direction::Up | Direction::Down => None,
    }
}

/// Whether an increase is certainly greater than the figure that it led to.
fn exceeds(amount: &Figure, current: &Figure) -> bool {
    if amount.unit != current.unit || amount.approximate || current.approximate {
        return false;
    }
    let places = amount.decimals.min(current.decimals);
    let unit_of_last_place = Decimal::new(1, places.min(Decimal::MAX_SCALE));
    amount
        .value
        .checked_sub(current.value)
        .is_some_and(|excess| excess > unit_of_last_place)
}

fn report(figure: &Figure, chinese: &str, english: &str) -> Finding {
    RULE.finding(figure.span, chinese.to_owned(), english.to_owned())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn verbs_that_contradict_their_amounts_are_found() {
        assert_reports(
            &RULE,
            "2024年公务接待费2.00万元，比上年增加1.00万元，下降⟦50.00⟧%。\n\n\
             2024年机关运行经费5.00万元，比上年增加⟦0⟧万元。\n\n\
             2024年公用经费5.00万元，比上年增加⟦7.00⟧万元。\n",
        );
    }

    #[test]
    fn amounts_of_any_number_of_decimals_are_compared() {
        let zeros = "0".repeat(3_000);
        let draft = format!("2024年公用经费5.{zeros}万元，比上年增加⟦7.{zeros}⟧万元。\n");
        assert_reports(&RULE, &draft);
    }

    #[test]
    fn a_new_unit_and_plain_changes_are_right() {
        assert_silent(
            &RULE,
            "2024年公务接待费2.00万元，比上年增加2.00万元。\n\n\
             2024年机关运行经费5.00万元，比上年减少7.00万元，下降58.33%。\n\n\
             2024年公用经费5.00万元，与上年持平。\n",
        );
    }
}
