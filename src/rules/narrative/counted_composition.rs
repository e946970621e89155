//! 人员、车辆、机构的数目互相一致。
//!
//! ## 检查什么
//! 公务用车实有数不超过编制数，在编人数不超过编制数；整体绩效目标表填写的内设职能部门数、
//! 所属预算单位数、编制数，与文字说明一致。各类之和由 B302 检查。
//!
//! ## 为什么
//! 超编，或者绩效目标表照抄模板的0。
//!
//! ## 例
//! 错：文中内设4个科室，绩效目标表写“内设职能部门数 0个”。
//!
//! 对：两处都是4个。
//!
//! ## 如何修改
//! 核对数目。
//!
//! ## 不报的情形
//! 没有写编制数；决算中保有量与实有数的口径不同。
//!
//! ## In English
//! Counts of staff, vehicles and organisations agree: held with allowed, the form with the text.

use rust_decimal::Decimal;

use crate::audit::{Finding, Identity, Relation, Severity, Subject};
use crate::document::{Disclosure, Field, FigureId, FormContent, StatementPlace, Unit};
use crate::rules::{Basis, Check, Rule};

/// B314.
pub const RULE: Rule = Rule {
    code: "B314",
    name: "counted-composition",
    title: "人员、车辆、机构的数目",
    severity: Severity::Warning,
    source: include_str!("counted_composition.rs"),
    basis: Basis::Figures,
    checks: &[Check::Identities(declare), Check::Inspection(inspect)],
};

fn declare(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for statement in &disclosure.statements {
        if statement.place != StatementPlace::Prose {
            continue;
        }
        let count = |wanted: fn(&str) -> bool| -> Option<FigureId> {
            let mention = statement
                .mentions
                .iter()
                .find(|mention| wanted(&mention.label))?;
            let figure = disclosure.figure(mention.figure)?;
            (figure.unit == Unit::Count).then_some(mention.figure)
        };
        let pairs = [
            (
                count(|label| label == "实有"),
                count(|label| label.ends_with("公务用车编制")),
                "公务用车的实有数与编制数",
                "Vehicles held and allowed",
            ),
            (
                count(|label| label.ends_with("在编") || label.ends_with("在编人数")),
                count(|label| label.ends_with("编制人") || label.ends_with("人员编制")),
                "在编人数与编制数",
                "Staff in post and posts",
            ),
        ];
        for (held, allowed, chinese, english) in pairs {
            if let (Some(held), Some(allowed)) = (held, allowed) {
                found.push(Identity {
                    rule: RULE.code,
                    relation: Relation::AtMost {
                        bound: allowed,
                        parts: vec![held],
                    },
                    subject: Subject::words(chinese, english),
                    severity: None,
                });
            }
        }
    }
    for form in &disclosure.forms {
        if let FormContent::Overall(form) = &form.content {
            found.extend(posts(&form.counts));
        }
    }
}

/// 在编人员数 ≤ 核定的人员编制数.
fn posts(counts: &[Field]) -> Option<Identity> {
    let field = |label: &str| counts.iter().find(|field| field.label.contains(label));
    Some(Identity {
        rule: RULE.code,
        relation: Relation::AtMost {
            bound: field("编制数")?.figure,
            parts: vec![field("在编人员数")?.figure],
        },
        subject: Subject::words("在编人数与编制数", "Staff in post and posts"),
        severity: None,
    })
}

/// Fields of the form with the words that the text states the same thing with.
const STATED: [(&str, &str); 2] = [("内设职能部门数", "内设"), ("所属预算单位数", "下设")];

fn inspect(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for form in &disclosure.forms {
        let FormContent::Overall(form) = &form.content else {
            continue;
        };
        let mut wrong = form
            .counts
            .iter()
            .filter_map(|field| Some((field, contradicted(disclosure, field)?)));
        let Some((field, stated)) = wrong.next() else {
            continue;
        };
        let (Some(printed), Some(other)) =
            (disclosure.figure(field.figure), disclosure.figure(stated))
        else {
            continue;
        };
        let finding = RULE.finding(
            printed.span,
            format!(
                "{}为{}，文字说明为{}",
                field.label,
                disclosure.words(printed.span),
                disclosure.words(other.span)
            ),
            format!("The form says {}, the text {}", printed.value, other.value),
        );
        let finding = finding.beside(other.span, "文字说明", "the text");
        found.push(wrong.fold(finding, |finding, (field, _)| {
            finding.beside(
                field.label_span,
                "与文字说明也不符",
                "differs from the text too",
            )
        }));
    }
}

/// The count of the text that a field contradicts: only a field of 0 is certain to be left over,
/// since offices may be counted in several ways.
fn contradicted(disclosure: &Disclosure, field: &Field) -> Option<FigureId> {
    let printed = disclosure.figure(field.figure)?;
    let (_, words) = STATED
        .iter()
        .find(|(label, _)| field.label.contains(label))?;
    if printed.value != Decimal::ZERO {
        return None;
    }
    let mentions = disclosure
        .statements
        .iter()
        .filter(|statement| statement.place == StatementPlace::Prose)
        .flat_map(|statement| &statement.mentions);
    let stated = mentions
        .filter(|mention| mention.label.ends_with(words))
        .find(|mention| {
            let figure = disclosure.figure(mention.figure);
            figure.is_some_and(|figure| figure.unit == Unit::Count && !figure.value.is_zero())
        })?;
    Some(stated.figure)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(allowed: &str, offices: &str) -> String {
        format!(
            "某某局2025年部门预算\n\n第一部分 概况\n\n一、机构\n\n某某局内设4个行政科室。\n\n二、车辆\n\n\
             截至2024年12月31日，共有公务用车编制{allowed}辆，实有2辆。\n\n第二部分 报表\n\n\
             整体支出绩效目标申报表\n\n（2025年度）\n\n部门名称\t某某局\n内设职能部门数\t{offices}个\n"
        )
    }

    #[test]
    fn more_vehicles_than_allowed_are_found() {
        assert_finds("B314", &draft("⟦1⟧", "4"));
    }

    #[test]
    fn a_form_that_says_nothing_of_the_offices_is_found() {
        assert_finds("B314", &draft("2", "⟦0⟧"));
    }

    #[test]
    fn counts_that_agree_are_right() {
        assert_clean(&draft("3", "4"));
    }
}
