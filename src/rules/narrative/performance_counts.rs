//! 绩效目标的项目个数和金额。
//!
//! ## 检查什么
//! “公开项目绩效目标……涉及金额A，占项目支出总额的P%”中 P = A ÷ 支出总表的项目支出；
//! 全部项目都纳入绩效目标管理的，金额等于项目支出；覆盖率 = 实际编制数 ÷ 应编制数；
//! 自评等次的个数之和等于项目个数。
//!
//! ## 为什么
//! 绩效一段常沿用上年文字，个数和金额没有更新。
//!
//! ## 例
//! 错：应编制绩效目标的项目2个，实际编制1个，覆盖率100%。
//!
//! 对：应编制绩效目标的项目2个，实际编制2个，覆盖率100%。
//!
//! ## 如何修改
//! 按项目支出表和绩效目标表核对。
//!
//! ## 不报的情形
//! 决算的绩效金额与项目支出决算不同是正常的；只有部分项目公开绩效目标的。
//!
//! ## In English
//! Counts and amounts of performance targets agree with each other and with project expenditure.

use crate::audit::{Identity, Relation, Severity, Subject, Term};
use crate::document::{
    ColumnKey, Disclosure, DocumentKind, FigureId, Mention, Nature, RowKey, Statement,
    StatementPlace, TableKind, Unit,
};
use crate::rules::{Basis, Check, Rule};

/// B316.
pub const RULE: Rule = Rule {
    code: "B316",
    name: "performance-counts",
    title: "绩效目标的个数和金额",
    severity: Severity::Warning,
    source: include_str!("performance_counts.rs"),
    basis: Basis::Statements,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let project_expenditure = disclosure.index.unique(
        TableKind::Expenditure,
        &RowKey::Total,
        ColumnKey::Nature(Nature::Project),
    );
    let budget = disclosure.kind == Some(DocumentKind::Budget);
    for statement in &disclosure.statements {
        if statement.place != StatementPlace::Prose {
            continue;
        }
        let words = disclosure.words(statement.span);
        if !words.contains("绩效") {
            continue;
        }
        if let Some(projects) = project_expenditure.filter(|_| budget) {
            found.extend(share_of_projects(disclosure, statement, projects));
            found.extend(all_projects(disclosure, statement, projects));
        }
        found.extend(coverage(disclosure, statement));
        found.extend(grades(disclosure, statement));
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

fn with_unit(disclosure: &Disclosure, mention: &Mention, unit: Unit) -> bool {
    let figure = disclosure.figure(mention.figure);
    figure.is_some_and(|figure| figure.unit == unit && !figure.approximate)
}

/// 涉及项目金额203.00万元，占部门（单位）项目支出总额的100%.
fn share_of_projects(
    disclosure: &Disclosure,
    statement: &Statement,
    projects: FigureId,
) -> Option<Identity> {
    let share = statement.shares.iter().find(|share| {
        let percent = disclosure.figure(share.percent);
        let before = percent.and_then(|percent| disclosure.text.get(..percent.span.start));
        share.whole.is_none() && before.is_some_and(|before| before.ends_with("项目支出总额的"))
    })?;
    Some(identity(
        Relation::Share {
            percent: share.percent,
            part: share.part,
            whole: projects,
        },
        "公开绩效目标的金额占项目支出的比重",
        "The share of published targets in project expenditure",
    ))
}

/// Words that say that no project is left out.
const ALL: [&str; 3] = ["全面实施绩效目标管理", "所有项目", "全部项目"];

fn all_projects(
    disclosure: &Disclosure,
    statement: &Statement,
    projects: FigureId,
) -> Option<Identity> {
    let words = disclosure.words(statement.span);
    if !ALL.iter().any(|all| words.contains(all)) {
        return None;
    }
    let amount = statement.mentions.iter().find(|mention| {
        mention.label.contains("涉及") && with_unit(disclosure, mention, Unit::TenThousandYuan)
    })?;
    Some(identity(
        Relation::Equal {
            left: amount.figure,
            right: projects,
        },
        "纳入绩效管理的金额与项目支出",
        "The amount under performance management and project expenditure",
    ))
}

/// 应编制……2个，实际编制……2个，……覆盖率……为100%.
fn coverage(disclosure: &Disclosure, statement: &Statement) -> Option<Identity> {
    let count = |words: &str| {
        statement.mentions.iter().find(|mention| {
            mention.label.contains(words) && with_unit(disclosure, mention, Unit::Count)
        })
    };
    let done = count("实际编制")?;
    let due = statement.mentions.iter().find(|mention| {
        mention.label.contains("应编制")
            && mention.figure != done.figure
            && with_unit(disclosure, mention, Unit::Count)
    })?;
    let rate = statement.mentions.iter().find(|mention| {
        with_unit(disclosure, mention, Unit::Percent)
            && disclosure.words(statement.span).contains("覆盖率")
    })?;
    Some(identity(
        Relation::Share {
            percent: rate.figure,
            part: done.figure,
            whole: due.figure,
        },
        "绩效目标覆盖率",
        "The coverage of performance targets",
    ))
}

/// The grades of a self-evaluation.
const GRADES: [&str; 4] = ["\"优\"", "\"良\"", "\"合格\"", "\"不合格\""];

fn grades(disclosure: &Disclosure, statement: &Statement) -> Option<Identity> {
    let grade_of = |mention: &&Mention| GRADES.iter().any(|grade| mention.label.contains(grade));
    let graded: Vec<&Mention> = statement.mentions.iter().filter(grade_of).collect();
    if graded.len() != GRADES.len() {
        return None;
    }
    let first = graded.first()?;
    let evaluated = statement
        .mentions
        .iter()
        .take_while(|mention| mention.figure != first.figure)
        .filter(|mention| {
            let before = disclosure.figure(mention.figure).and_then(|figure| {
                let sentence = disclosure
                    .text
                    .get(statement.span.start..figure.span.start)?;
                sentence.rsplit(['；', '，', '：']).next()
            });
            before.is_some_and(|before| before.contains("自评"))
                && with_unit(disclosure, mention, Unit::Count)
        })
        .last()?;
    let parts = graded.iter().map(|mention| Term {
        figure: mention.figure,
        negative: false,
    });
    Some(identity(
        Relation::Sum {
            total: evaluated.figure,
            parts: parts.collect(),
        },
        "自评项目个数与各等次之和",
        "Evaluated projects and the sum of their grades",
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::narrative::testing::{findings, identities};

    #[test]
    fn a_coverage_that_is_not_reached_is_found() {
        let text = "根据预算绩效管理要求，2024年应编制绩效目标的项目共2个，实际编制绩效目标的项目共2个，涉及资金24.9万元，绩效目标覆盖率为100%。";
        assert_eq!(identities(RULE, text), 1);
        assert_eq!(findings(RULE, text), []);
        let found = findings(RULE, &text.replace("项目共2个，涉及", "项目共1个，涉及"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, Severity::Warning);
    }

    #[test]
    fn other_counts_are_not_compared() {
        assert_eq!(
            identities(RULE, "2024年编报绩效目标的项目4个，涉及金额598.46万元。"),
            0
        );
    }
}
