//! 上年数为零时不应有增长百分比。
//!
//! ## 检查什么
//! 由本年数和变动额推出上年数。上年数为零而仍写了增长百分比（常见的是“增长100%”）的，报错。
//!
//! ## 为什么
//! 以零为基数的百分比没有意义。
//!
//! ## 例
//! 错：支出307.82万元，比上年增加307.82万元，增长100.00%。
//!
//! 对：支出307.82万元，比上年增加307.82万元。
//!
//! ## 如何修改
//! 删去百分比，说明上年没有这项收支；或者改正变动额。
//!
//! ## 不报的情形
//! 没有写百分比的。
//!
//! ## In English
//! A percentage is given for a change from nothing.

use rust_decimal::Decimal;

use crate::audit::{Finding, Severity};
use crate::document::{Change, Direction, Disclosure, Figure, Unit};
use crate::rules::{Basis, Check, Rule};

/// B306.
pub const RULE: Rule = Rule {
    code: "B306",
    name: "zero-base-percent",
    title: "以零为基数的百分比",
    severity: Severity::Error,
    source: include_str!("zero_base_percent.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let changes = disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.changes);
    for change in changes {
        found.extend(from_nothing(disclosure, change));
    }
}

fn from_nothing(disclosure: &Disclosure, change: &Change) -> Option<Finding> {
    let percent = disclosure.figure(change.percent?)?;
    let current = disclosure.figure(change.current?)?;
    let amount = disclosure.figure(change.amount?)?;
    let comparable = amount.unit == current.unit && !amount.approximate && !current.approximate;
    let moved = !amount.value.is_zero() && !percent.value.is_zero();
    if change.direction != Direction::Up || !comparable || !moved {
        return None;
    }
    let prior = current.value.checked_sub(amount.value)?;
    if prior.abs() > tolerance(current).checked_add(tolerance(amount))? {
        return None;
    }
    let finding = RULE.finding(
        percent.span,
        format!(
            "本年数与增加额相同，上年数为0，不应有百分比{}%",
            disclosure.words(percent.span)
        ),
        "The increase equals the figure, so the year before was zero: there is no percentage"
            .to_owned(),
    );
    Some(finding.beside(current.span, "本年数", "this year").beside(
        amount.span,
        "增加额",
        "the increase",
    ))
}

/// Half a unit of the last decimal, dropped zeros put back (domain specification §6.2).
fn tolerance(figure: &Figure) -> Decimal {
    let kept = match figure.unit {
        Unit::TenThousandYuan => 2,
        Unit::HundredMillionYuan => 4,
        _ => 0,
    };
    let scale = figure.decimals.max(kept).saturating_add(1);
    Decimal::new(5, scale.min(Decimal::MAX_SCALE))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn a_percentage_of_nothing_is_found() {
        assert_reports(
            &RULE,
            "2024年支出总计307.82万元，比上年增加307.82万元，增长⟦100.00⟧%。\n",
        );
    }

    #[test]
    fn amounts_of_any_number_of_decimals_are_compared() {
        let zeros = "0".repeat(3_000);
        let draft =
            format!("2024年支出总计8.{zeros}万元，比上年增加8.{zeros}万元，增长⟦100.00⟧%。\n");
        assert_reports(&RULE, &draft);
    }

    #[test]
    fn a_percentage_of_something_is_right() {
        assert_silent(
            &RULE,
            "2024年支出总计8万元，比上年增加7万元，增长700%。\n\n\
             2024年收入总计5.00万元，比上年增加5.00万元。\n",
        );
    }
}
