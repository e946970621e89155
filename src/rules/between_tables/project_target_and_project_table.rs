//! 项目绩效目标表与项目支出表一致。
//!
//! ## 检查什么
//! 绩效目标表的项目名称应与项目支出表相同，年度资金总额应与该项目的合计相同（换算单位后比较）。
//!
//! ## 为什么
//! 名称不同，读者无法把目标与资金对应起来。
//!
//! ## 例
//! 错：目标表写“驻外工作站服务和经费”，项目支出表写“驻外工作站服务和工作经费”。
//!
//! 对：两处名称相同。
//!
//! ## 如何修改
//! 按项目支出表改写名称或金额。
//!
//! ## 不报的情形
//! 实施期资金与年度资金不同；元与万元。
//!
//! ## In English
//! The target table of a project has the name and the money of the table of projects.

use crate::audit::{Finding, Identity, Relation, Severity, Subject, in_yuan};
use crate::document::{ColumnKey, Disclosure, FigureId, FormContent, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B213.
pub const RULE: Rule = Rule {
    code: "B213",
    name: "project-target-and-project-table",
    title: "项目绩效目标与项目支出表",
    severity: Severity::Error,
    source: include_str!("project_target_and_project_table.rs"),
    basis: Basis::Figures,
    checks: &[Check::Identities(declare), Check::Inspection(inspect)],
};

/// A project that has a target table.
struct Target<'a> {
    name: &'a str,
    span: Span,
    annual: Option<FigureId>,
}

fn targets(disclosure: &Disclosure) -> Vec<Target<'_>> {
    let mut targets = Vec::new();
    for form in &disclosure.forms {
        match &form.content {
            FormContent::Project(project) => {
                targets.extend(project.name.as_ref().map(|(name, span)| Target {
                    name,
                    span: *span,
                    annual: project.annual.total.or(project.life.total),
                }));
            }
            FormContent::ProjectList(list) => {
                let projects = list.iter().filter(|row| row.is_project);
                targets.extend(projects.map(|row| Target {
                    name: &row.name,
                    span: row.name_span,
                    annual: row.funds.total,
                }));
            }
            FormContent::Overall(_) | FormContent::SelfEvaluation(_) => {}
        }
    }
    targets
}

/// The projects of the table of projects with their money.
fn projects(disclosure: &Disclosure) -> Vec<(&str, FigureId)> {
    let rows = disclosure.index.rows(TableKind::Projects, ColumnKey::Total);
    rows.filter_map(|(row, figure)| match row {
        RowKey::Project(name) => Some((name.as_str(), figure)),
        _ => None,
    })
    .collect()
}

fn declare(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let projects = projects(disclosure);
    for target in targets(disclosure) {
        let same = projects.iter().find(|(name, _)| *name == target.name);
        if let (Some((name, cell)), Some(annual)) = (same, target.annual) {
            found.push(Identity {
                rule: RULE.code,
                relation: Relation::Equal {
                    left: annual,
                    right: *cell,
                },
                subject: Subject::words(
                    format!("绩效目标表与项目支出表的“{name}”"),
                    format!("“{name}” in its target table and in the table of projects"),
                ),
                severity: None,
            });
        }
    }
}

fn inspect(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let projects = projects(disclosure);
    let targets = targets(disclosure);
    let has_target = |name: &str| targets.iter().any(|target| target.name == name);
    let without_target: Vec<&(&str, FigureId)> = projects
        .iter()
        .filter(|(name, _)| !has_target(name))
        .collect();
    for target in &targets {
        let known = projects.iter().any(|(name, _)| *name == target.name);
        if known || without_target.is_empty() {
            continue;
        }
        found.extend(misnamed(disclosure, target, &without_target));
    }
}

/// A target whose name is no project's: the project without a target that is named alike, or that
/// has the same money.
fn misnamed(
    disclosure: &Disclosure,
    target: &Target<'_>,
    candidates: &[&(&str, FigureId)],
) -> Option<Finding> {
    let yuan = |figure: FigureId| disclosure.figure(figure).and_then(in_yuan);
    let annual = target.annual.and_then(yuan);
    let alike = candidates
        .iter()
        .find(|(name, _)| is_alike(name, target.name));
    let mut same_money = candidates
        .iter()
        .filter(|(_, figure)| annual.is_some() && yuan(*figure) == annual);
    let only = same_money.next().filter(|_| same_money.next().is_none());
    let (name, figure) = alike.or(only)?;
    let finding = RULE.finding(
        target.span,
        format!("项目支出表中没有“{}”，相应的项目是“{name}”", target.name),
        format!(
            "The table of projects has no “{}”; “{name}” is meant",
            target.name
        ),
    );
    let finding = finding.at(Severity::Warning).mended(target.span, *name);
    Some(match disclosure.figure(*figure) {
        Some(figure) => finding.beside(figure.span, "项目支出表", "the table of projects"),
        None => finding,
    })
}

/// The most characters that a misspelt name differs by.
const MOST_DIFFERENCES: usize = 2;

fn is_alike(one: &str, other: &str) -> bool {
    let long_enough = one.chars().count().min(other.chars().count()) > 2 * MOST_DIFFERENCES;
    long_enough
        && (one.contains(other) || other.contains(one) || distance(one, other) <= MOST_DIFFERENCES)
}

/// The edits of one character that make one name of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, character) in one.chars().enumerate() {
        let mut left = index + 1;
        let mut next = vec![left];
        for ((replaced, above), letter) in row.iter().zip(row.iter().skip(1)).zip(&other) {
            left = (replaced + usize::from(*letter != character))
                .min(above + 1)
                .min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(name: &str, annual: &str) -> String {
        format!(
            "某某局2025年部门预算\n\n2025年项目支出预算表\n\n单位：万元\n\n项目名称\t合计\t一般公共预算\n\
             合计\t60.00\t60.00\n服务站工作经费\t5.00\t5.00\n宣传推广活动经费\t55.00\t55.00\n\n\
             项目支出绩效目标表\n\n（2025年度）\n\n项目名称\t\t{name}\n\
             项目资金（元）\t实施期资金总额：\t55万元\t年度资金总额：\t{annual}\n"
        )
    }

    #[test]
    fn a_name_that_differs_is_found() {
        assert_finds("B213", &draft("⟦宣传推广经费⟧", "550,000"));
    }

    #[test]
    fn an_amount_that_differs_is_found() {
        assert_finds("B213", &draft("宣传推广活动经费", "⟦540,000⟧"));
    }

    #[test]
    fn the_same_name_and_money_are_right() {
        assert_clean(&draft("宣传推广活动经费", "550,000"));
    }
}
