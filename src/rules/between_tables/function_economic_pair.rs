//! 一般公共预算基本支出中，同一笔钱的功能科目与经济科目应一致。
//!
//! ## 检查什么
//! 养老保险缴费 2080505 与 30108、职业年金 2080506 与 30109、住房公积金 2210201 与 30113、
//! 医疗缴费 2101101 加 2101102 与 30110、公务员医疗补助 2101103 与 30111。
//!
//! ## 为什么
//! 这些功能科目只用于一种支出，在经济分类中是同一个数；不一致多是其中一张表没有同步更新。
//!
//! ## 例
//! 错：一般公共预算支出表 2210201 住房公积金 12.33，基本支出表 30113 住房公积金 13.23。
//!
//! 对：两处都是 12.33。
//!
//! ## 如何修改
//! 核对两张表中该项缴费的数字。
//!
//! ## 不报的情形
//! 功能科目没有印出（缴费列在事业运行等科目内）；该科目有项目支出；差额在百分之一以内时只作提示。
//! 医疗类科目不一致也只作提示。
//!
//! ## In English
//! In basic expenditure of the general public budget the subjects of social contributions have one
//! functional and one economic code each, with one amount.

use rust_decimal::Decimal;

use crate::audit::{Identity, Relation, Severity, Subject, Term};
use crate::document::{ColumnKey, Disclosure, FigureId, Nature, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::Links;

/// B210.
pub const RULE: Rule = Rule {
    code: "B210",
    name: "function-economic-pair",
    title: "功能科目与经济科目",
    severity: Severity::Information,
    source: include_str!("function_economic_pair.rs"),
    basis: Basis::Figures,
    checks: &[Check::Identities(check)],
};

/// An economic subject with the functional ones that pay for it alone (domain specification §4.1
/// CB-21), and whether hardly anything else could explain a difference.
struct Pair {
    economic: &'static str,
    functions: &'static [&'static str],
    strict: bool,
}

const PAIRS: [Pair; 5] = [
    Pair {
        economic: "30108",
        functions: &["2080505"],
        strict: true,
    },
    Pair {
        economic: "30109",
        functions: &["2080506"],
        strict: true,
    },
    Pair {
        economic: "30113",
        functions: &["2210201"],
        strict: true,
    },
    Pair {
        economic: "30110",
        functions: &["2101101", "2101102"],
        strict: false,
    },
    Pair {
        economic: "30111",
        functions: &["2101103"],
        strict: false,
    },
];

const TABLES: [(TableKind, TableKind); 2] = [
    (TableKind::GeneralExpenditure, TableKind::BasicExpenditure),
    (
        TableKind::FinalGeneralExpenditure,
        TableKind::FinalBasicExpenditure,
    ),
];

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let links = Links::new(disclosure, RULE.code, found);
    let mut identities = Vec::new();
    for (general, basic) in TABLES {
        for pair in &PAIRS {
            let functional = functional(&links, general, pair.functions);
            let both = functional.and_then(|functional| {
                let economic = economic(disclosure, basic, pair.economic)?;
                Some((functional, economic))
            });
            if let Some((functional, economic)) = both {
                identities.extend(identity(disclosure, pair, functional, economic));
            }
        }
    }
    found.extend(identities);
}

/// The basic expenditure of some functional subjects; none when one has a project part.
fn functional(links: &Links<'_>, table: TableKind, functions: &[&str]) -> Option<Vec<FigureId>> {
    let mut figures = Vec::new();
    for code in functions {
        let row = RowKey::Function((*code).to_owned());
        let project = links.cell(table, &row, ColumnKey::Nature(Nature::Project));
        let is_zero = |figure| {
            let figure = links.disclosure.figure(figure);
            figure.is_none_or(|figure| figure.value.is_zero())
        };
        if !project.is_none_or(is_zero) {
            return None;
        }
        figures.extend(links.cell(table, &row, ColumnKey::Nature(Nature::Basic)));
    }
    (!figures.is_empty()).then_some(figures)
}

/// The rows of an economic subject, one for each government subject beside it.
fn economic(disclosure: &Disclosure, table: TableKind, code: &str) -> Option<Vec<FigureId>> {
    let figures: Vec<FigureId> = disclosure
        .index
        .rows(table, ColumnKey::Total)
        .filter(|(row, _)| match row {
            RowKey::Economic(own) | RowKey::EconomicPair(own, _) => own == code,
            _ => false,
        })
        .map(|(_, figure)| figure)
        .collect();
    (!figures.is_empty()).then_some(figures)
}

/// The identity between the two sides; none when both have several figures, or one of them only zeros.
fn identity(
    disclosure: &Disclosure,
    pair: &Pair,
    functional: Vec<FigureId>,
    economic: Vec<FigureId>,
) -> Option<Identity> {
    let sum = |figures: &[FigureId]| -> Option<Decimal> {
        let values = figures.iter().filter_map(|id| disclosure.figure(*id));
        values
            .map(|figure| figure.value)
            .try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let (left, right) = (sum(&functional)?, sum(&economic)?);
    // A template that prints zero everywhere says nothing of the pair.
    if left.is_zero() || right.is_zero() {
        return None;
    }
    let allowed = left
        .abs()
        .max(right.abs())
        .checked_div(Decimal::ONE_HUNDRED)?;
    let grave = pair.strict && left.checked_sub(right)?.abs() > allowed;
    let relation = match (functional.as_slice(), economic.as_slice()) {
        ([left], [right]) => Relation::Equal {
            left: *left,
            right: *right,
        },
        ([total], parts) | (parts, [total]) => Relation::Sum {
            total: *total,
            parts: parts
                .iter()
                .map(|figure| Term {
                    figure: *figure,
                    negative: false,
                })
                .collect(),
        },
        _ => return None,
    };
    let subject = "同一支出的功能科目与经济科目";
    Some(Identity {
        rule: RULE.code,
        relation,
        subject: Subject::words(subject, subject),
        severity: grave.then_some(Severity::Warning),
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(functional: &str, economic: &str) -> String {
        format!(
            "2026年一般公共预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
             2210201\t住房公积金\t{functional}\n\n\
             2026年一般公共预算基本支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n30113\t住房公积金\t{economic}\n"
        )
    }

    #[test]
    fn one_contribution_has_one_amount() {
        assert_clean(&draft("12.33\t12.33\t", "12.33"));
        assert_finds("B210", &draft("12.33\t12.33\t", "⟦13.23⟧"));
    }

    #[test]
    fn a_subject_with_projects_is_not_compared() {
        assert_clean(&draft("13.33\t12.33\t1.00", "13.23"));
    }
}
