//! 成本指标不超过项目资金。
//!
//! ## 检查什么
//! 绩效目标表中以金额表示的成本指标（≤6万元）不应大于同一期间的资金总额。
//!
//! ## 为什么
//! 成本上限大于资金，指标不起约束作用，多是沿用上年的数字。
//!
//! ## 例
//! 错：资金总额5万元，成本指标≤10万元。
//!
//! 对：资金总额5万元，成本指标≤5万元。
//!
//! ## 如何修改
//! 按资金总额改写指标值。
//!
//! ## 不报的情形
//! 单价指标（763元/人/月）；等于或小于资金总额的指标。
//!
//! ## In English
//! A cost that a project may reach is greater than the money it has.

use crate::audit::{Finding, Severity, in_yuan};
use crate::document::{CostLimit, Disclosure, FormContent, ProjectForm};
use crate::rules::{Basis, Check, Rule};

/// B702.
pub const RULE: Rule = Rule {
    code: "B702",
    name: "cost-indicator-and-funds",
    title: "成本指标与资金",
    severity: Severity::Warning,
    source: include_str!("cost_indicator_and_funds.rs"),
    basis: Basis::Figures,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for form in &disclosure.forms {
        let FormContent::Project(project) = &form.content else {
            continue;
        };
        let mut exceeding = project
            .cost_limits
            .iter()
            .filter(|limit| exceeds(disclosure, project, limit));
        let Some(first) = exceeding.next() else {
            continue;
        };
        let words = disclosure.words(first.span);
        let finding = RULE.finding(
            first.span,
            format!("成本指标“{words}”大于项目的资金总额"),
            format!("The cost “{words}” is greater than the money of the project"),
        );
        let finding = exceeding.fold(finding, |finding, limit| {
            finding.beside(limit.span, "同样大于资金总额", "is greater too")
        });
        let funds = if first.annual {
            &project.annual
        } else {
            &project.life
        };
        let total = funds.total.and_then(|total| disclosure.figure(total));
        found.push(match total {
            Some(total) => finding.beside(total.span, "资金总额", "the money"),
            None => finding,
        });
    }
}

fn exceeds(disclosure: &Disclosure, project: &ProjectForm, limit: &CostLimit) -> bool {
    let funds = if limit.annual {
        &project.annual
    } else {
        &project.life
    };
    let total = funds.total.and_then(|total| disclosure.figure(total));
    let total = total.and_then(in_yuan);
    total.is_some_and(|total| limit.yuan > total)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    fn form(limit: &str) -> String {
        format!(
            "项目支出绩效目标表\n\n（2025年度）\n\n项目名称→→宣传经费\n\
             项目资金（元）→实施期资金总额：→5万元→年度资金总额：→5万元\n\
             →成本指标→控制在预算内→{limit}→成本指标→控制在预算内→≤5万元\n"
        )
    }

    #[test]
    fn a_limit_above_the_money_is_found() {
        assert_reports(&RULE, &form("⟦≤10万元⟧"));
    }

    #[test]
    fn limits_within_and_prices_are_right() {
        assert_silent(&RULE, &form("≤5万元"));
        assert_silent(&RULE, &form("763元/人/月"));
    }
}
