//! 整体绩效目标的资金与收支总表一致。
//!
//! ## 检查什么
//! 整体绩效目标表的资金总额与支出总计，基本支出、项目支出与支出总表；
//! “整体……绩效目标，涉及部门预算资金”一句中的金额也一样核对。
//!
//! ## 为什么
//! 整体绩效目标覆盖部门的全部预算。
//!
//! ## 例
//! 错：支出总计359.95万元，整体绩效目标涉及部门预算资金203万元，其中基本支出0万元。
//!
//! 对：涉及部门预算资金359.95万元，其中基本支出156.95万元，项目支出203万元。
//!
//! ## 如何修改
//! 按收支总表、支出总表改写。
//!
//! ## 不报的情形
//! 只说项目绩效目标的句子。
//!
//! ## In English
//! The overall target covers the whole budget: its money is that of the summaries.

use crate::audit::{Identity, Relation, Severity, Subject};
use crate::document::{
    ColumnKey, Disclosure, FigureId, FormContent, Mention, Nature, RowKey, Statement,
    StatementPlace, TableKind, Unit,
};
use crate::rules::{Basis, Check, Rule};

/// B212.
pub const RULE: Rule = Rule {
    code: "B212",
    name: "overall-target-and-totals",
    title: "整体绩效目标与收支总表",
    severity: Severity::Warning,
    source: include_str!("overall_target_and_totals.rs"),
    basis: Basis::Statements,
    checks: &[Check::Identities(check)],
};

/// The cells that the overall target restates.
struct Totals {
    expenditure: Option<FigureId>,
    basic: Option<FigureId>,
    project: Option<FigureId>,
}

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let cell = |table, row: &RowKey, column| disclosure.index.unique(table, row, column);
    let nature = |nature| {
        cell(
            TableKind::Expenditure,
            &RowKey::Total,
            ColumnKey::Nature(nature),
        )
    };
    let totals = Totals {
        expenditure: cell(
            TableKind::BudgetSummary,
            &RowKey::GrandExpenditure,
            ColumnKey::Total,
        )
        .or_else(|| cell(TableKind::Expenditure, &RowKey::Total, ColumnKey::Total)),
        basic: nature(Nature::Basic),
        project: nature(Nature::Project),
    };
    for form in &disclosure.forms {
        if let FormContent::Overall(form) = &form.content {
            equal(form.by_source.total, totals.expenditure, found);
            equal(form.basic, totals.basic, found);
            equal(form.project, totals.project, found);
        }
    }
    for statement in &disclosure.statements {
        in_words(disclosure, statement, &totals, found);
    }
}

fn equal(left: Option<FigureId>, right: Option<FigureId>, found: &mut Vec<Identity>) {
    if let (Some(left), Some(right)) = (left, right) {
        found.push(Identity {
            rule: RULE.code,
            relation: Relation::Equal { left, right },
            subject: Subject::words(
                "整体绩效目标与收支总表",
                "The overall target and the summaries",
            ),
            severity: None,
        });
    }
}

/// 编报……整体……绩效目标，涉及部门预算资金A，其中基本支出B，项目支出C: the sum is told first, and
/// its parts only where the sum is right.
fn in_words(
    disclosure: &Disclosure,
    statement: &Statement,
    totals: &Totals,
    found: &mut Vec<Identity>,
) {
    let words = disclosure.words(statement.span);
    let overall = words.contains("整体") && words.contains("绩效目标") && !words.contains("自评");
    if statement.place != StatementPlace::Prose || !overall {
        return;
    }
    let amount = statement
        .mentions
        .iter()
        .find(|mention| mention.label.starts_with("涉及") && is_money(disclosure, mention));
    equal(
        amount.map(|mention| mention.figure),
        totals.expenditure,
        found,
    );
}

fn is_money(disclosure: &Disclosure, mention: &Mention) -> bool {
    disclosure
        .figure(mention.figure)
        .is_some_and(|figure| figure.unit == Unit::TenThousandYuan && !figure.approximate)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(amount: &str) -> String {
        format!(
            "某某局2024年部门预算\n\n第一部分 情况说明\n\n一、绩效\n\n\
             2024年编报部门整体支出绩效目标，涉及部门预算资金{amount}万元。\n\n第二部分 报表\n\n\
             2024年部门支出预算总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
             合计\t\t359.95\t156.95\t203.00\n201\t一般公共服务支出\t359.95\t156.95\t203.00\n"
        )
    }

    #[test]
    fn an_overall_target_of_a_part_is_found() {
        assert_finds("B212", &draft("⟦203⟧"));
    }

    #[test]
    fn an_overall_target_of_everything_is_right() {
        assert_clean(&draft("359.95"));
    }
}
