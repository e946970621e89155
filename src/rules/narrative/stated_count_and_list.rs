//! 写明的个数与列出的个数不同。
//!
//! ## 检查什么
//! “内设机构8个，包括……”“内设4个科室，分别为……”后面用顿号列出的名称，个数应与写明的相同。
//!
//! ## 为什么
//! 机构改革后只改了个数或只改了名单。
//!
//! ## 例
//! 错：内设机构3个，包括办公室、投资科。
//!
//! 对：内设机构2个，包括办公室、投资科。
//!
//! ## 如何修改
//! 核对名单和个数。
//!
//! ## 不报的情形
//! 以“等”结尾的名单；名称中还有名单的。
//!
//! ## In English
//! A stated number of things and the list of their names differ.

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, Figure, StatementPlace, Unit};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B315.
pub const RULE: Rule = Rule {
    code: "B315",
    name: "stated-count-and-list",
    title: "个数与名单",
    severity: Severity::Warning,
    source: include_str!("stated_count_and_list.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for statement in &disclosure.statements {
        if statement.place != StatementPlace::Prose {
            continue;
        }
        for mention in &statement.mentions {
            let figure = disclosure.figure(mention.figure);
            found.extend(figure.and_then(|figure| differing(disclosure, figure)));
        }
    }
}

/// What may stand between the count and the list.
const OPENINGS: [&str; 7] = [
    "包括",
    "分别为",
    "分别是",
    "分别有",
    "即",
    "具体为",
    "具体包括",
];

fn differing(disclosure: &Disclosure, figure: &Figure) -> Option<Finding> {
    if figure.unit != Unit::Count || figure.approximate || figure.decimals != 0 {
        return None;
    }
    let rest = disclosure.text.get(figure.span.end..)?;
    let rest = rest.split(['。', '\n', '；']).next()?;
    let (between, list) = OPENINGS
        .iter()
        .find_map(|opening| rest.split_once(opening))?;
    // 8个，包括: a unit, at most a noun, and a comma.
    let near = between.chars().count() <= LONGEST_NOUN && !between.contains(['、', '：']);
    let list = list.trim_start_matches(['：', ':', '，', ' ']);
    let open =
        list.contains('等') || list.contains('和') || list.contains(['：', ':', '0', '1', '2']);
    if !near || list.is_empty() || open || list.contains(['，', ',']) {
        return None;
    }
    let names: Vec<&str> = list.split('、').collect();
    let stated: usize = disclosure.words(figure.span).parse().ok()?;
    if names.len() == stated || names.len() < 2 {
        return None;
    }
    let start = figure.span.end + rest.find(list)?;
    let finding = RULE.finding(
        figure.span,
        format!("写明{stated}个，列出了{}个", names.len()),
        format!("{stated} are stated and {} are listed", names.len()),
    );
    let listed = Span::new(start, start + list.len());
    Some(finding.beside(listed, "名单", "the list"))
}

/// The characters of the words between a count and its list: 个内设科室，.
const LONGEST_NOUN: usize = 12;

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn a_list_of_another_length_is_found() {
        assert_reports(&RULE, "某某中心内设机构⟦3⟧个，包括办公室、投资科。\n");
        assert_reports(
            &RULE,
            "某某局内设⟦4⟧个行政科室，分别为办公室、投资科、合作科。\n",
        );
    }

    #[test]
    fn equal_and_open_lists_are_right() {
        assert_silent(
            &RULE,
            "某某中心内设机构2个，包括办公室、投资科。下属单位5个，包括档案馆、图书馆等。\n",
        );
    }
}
