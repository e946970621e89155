//! 金额的单位或小数点错位。
//!
//! ## 检查什么
//! 文字中通常以万元计的指标写成了“元”，金额又小得不合理（不到1000元）；
//! 与表中同一数字相差10倍、100倍、1万倍的，由 B301 报告并说明。
//!
//! ## 为什么
//! 漏了“万”字，数字缩小一万倍。
//!
//! ## 例
//! 错：机关运行经费229.43元。
//!
//! 对：机关运行经费229.43万元。
//!
//! ## 如何修改
//! 改正单位。
//!
//! ## 不报的情形
//! 资产总额等以元计的金额。
//!
//! ## In English
//! An amount in 元 that can only be meant in 万元.

use rust_decimal::Decimal;

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, Restatement, Unit};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B317.
pub const RULE: Rule = Rule {
    code: "B317",
    name: "magnitude-slip",
    title: "金额的数量级",
    severity: Severity::Warning,
    source: include_str!("magnitude_slip.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Inspection(check)],
};

/// Amounts in 元 below this are no amounts of a department.
const LEAST_IN_YUAN: u32 = 1000;

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let in_ten_thousand = disclosure
        .restatements
        .iter()
        .filter(|restatement| unit_of(disclosure, restatement) == Some(Unit::TenThousandYuan))
        .count();
    // A document that counts in 元 throughout may have small amounts.
    if in_ten_thousand < 2 {
        return;
    }
    for restatement in &disclosure.restatements {
        found.extend(slip(disclosure, restatement));
    }
}

fn unit_of(disclosure: &Disclosure, restatement: &Restatement) -> Option<Unit> {
    Some(disclosure.figure(restatement.mention)?.unit)
}

fn slip(disclosure: &Disclosure, restatement: &Restatement) -> Option<Finding> {
    let figure = disclosure.figure(restatement.mention)?;
    let small = figure.value.abs() < Decimal::from(LEAST_IN_YUAN) && !figure.value.is_zero();
    // A cell to compare with tells more: B301 reports it.
    if figure.unit != Unit::Yuan || !small || restatement.cell.is_some() {
        return None;
    }
    let finding = RULE.finding(
        figure.span,
        format!(
            "“{}”{}元，疑为万元",
            restatement.label,
            disclosure.words(figure.span)
        ),
        format!(
            "“{}” is given in 元; 万元 is probably meant",
            restatement.label
        ),
    );
    Some(finding.mended(Span::empty(figure.span.end), "万"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn a_small_amount_in_yuan_is_found() {
        let draft =
            "2024年收入总计359.95万元，支出总计359.95万元。\n\n2024年机关运行经费预算⟦22.71⟧元。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("22.71万元"));
    }

    #[test]
    fn assets_in_yuan_are_right() {
        assert_silent(
            &RULE,
            "2024年收入总计359.95万元，支出总计359.95万元。\n\n资产总额863467.08元。\n",
        );
    }
}
