//! 文字说纳入编制范围的下属单位，表中没有。
//!
//! ## 检查什么
//! “某单位纳入部门预算编报范围”等句子中的单位名称，应出现在各表的单位行或单位名单中。
//!
//! ## 为什么
//! 部门公开应包括所属单位；表中只有本级，可能漏了单位，也可能文字没有更新。
//!
//! ## 例
//! 错：文字写“云溪市外资服务中心纳入部门预算编报范围”，各表只有“云溪市投资局（本级）”。
//!
//! 对：表中列出该单位，或文字说明其预算并入本级。
//!
//! ## 如何修改
//! 核对编制范围，改表或改文字。
//!
//! ## 不报的情形
//! 预算不单列、并入本级的单位；表中没有单位行的文件。
//!
//! ## In English
//! A unit that the text says is included is in none of the tables that list units.

use crate::audit::{Finding, Severity};
use crate::document::normalise::is_han;
use crate::document::{
    Disclosure, LineKind, ProseKind, bare_name, is_organisation_name, place_of, same_organisation,
};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B510.
pub const RULE: Rule = Rule {
    code: "B510",
    name: "affiliated-coverage",
    title: "下属单位未列入表",
    severity: Severity::Information,
    source: include_str!("affiliated_coverage.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// Words that say a unit is part of the department's budget.
const INCLUDED: [&str; 6] = [
    "编报范围",
    "编制范围",
    "纳入部门预算",
    "纳入部门决算",
    "纳入预算",
    "汇总范围",
];

/// Words that say a unit has no budget of its own.
const NOT_SEPARATE: [&str; 5] = ["不单列", "并入本级", "并入机关", "合并编制", "不单独编"];

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let Some(organisation) = &disclosure.organisation else {
        return;
    };
    let rows = organisation_rows(disclosure);
    if rows.is_empty() {
        return;
    }
    let listed = |name: &str| {
        disclosure
            .tables
            .iter()
            .any(|table| bare_words(disclosure, table.span).contains(&bare_name(name)))
    };
    for line in &disclosure.prose {
        let words = disclosure.words(line.span);
        let included = INCLUDED.iter().any(|word| words.contains(word))
            && !NOT_SEPARATE.iter().any(|word| words.contains(word));
        if line.kind == ProseKind::Barrier || !included {
            continue;
        }
        let mut reported: Vec<&str> = Vec::new();
        for (at, name) in units(words) {
            let own = same_organisation(name, &organisation.name);
            if own || listed(name) || reported.contains(&name) {
                continue;
            }
            reported.push(name);
            let span = Span::new(line.span.start + at, line.span.start + at + name.len());
            let finding = RULE.finding(
                span,
                format!("“{name}”纳入编制范围，但各表没有列出"),
                format!("“{name}” is said to be included, but no table lists it"),
            );
            found.push(rows.iter().take(2).fold(finding, |finding, row| {
                finding.beside(*row, "表中列出的单位", "a unit that a table lists")
            }));
        }
    }
}

/// The rows of units, one a name.
fn organisation_rows(disclosure: &Disclosure) -> Vec<Span> {
    let mut rows: Vec<Span> = disclosure
        .tables
        .iter()
        .flat_map(|table| &table.sides)
        .flat_map(|side| &side.lines)
        .filter(|line| line.kind == LineKind::Organisation)
        .filter(|line| is_organisation_name(&bare_name(&line.label)))
        .map(|line| line.label_span)
        .collect();
    rows.dedup_by_key(|span| bare_name(disclosure.words(*span)));
    rows
}

fn bare_words(disclosure: &Disclosure, span: Span) -> String {
    disclosure
        .words(span)
        .chars()
        .filter(|character| is_han(*character))
        .collect()
}

/// The names of units with a place of their own that clauses begin with.
fn units(words: &str) -> Vec<(usize, &str)> {
    let starts = std::iter::once(0).chain(
        words
            .char_indices()
            .filter(|(_, character)| "，。；：、,;:".contains(*character))
            .map(|(at, character)| at + character.len_utf8()),
    );
    let mut units = Vec::new();
    for start in starts {
        let rest = words.get(start..).unwrap_or_default();
        let run: usize = rest
            .chars()
            .take_while(|character| is_han(*character))
            .map(char::len_utf8)
            .sum();
        let run = rest.get(..run).unwrap_or_default();
        let ends = run
            .char_indices()
            .map(|(at, character)| at + character.len_utf8());
        let name = ends
            .filter_map(|end| Some((run.get(..end)?, run.get(end..)?)))
            .find(|(name, after)| {
                let complete = after.is_empty()
                    || ["纳入", "列入", "为", "和", "及", "与", "等"]
                        .iter()
                        .any(|next| after.starts_with(next));
                complete && is_organisation_name(name) && place_of(name).is_some()
            });
        units.extend(name.map(|(name, _)| (start, name)));
    }
    units
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    fn draft(sentence: &str, row: &str) -> String {
        format!(
            "云溪市投资局2024年部门预算\n\n第一部分 概况\n\n一、机构设置\n\n{sentence}\n\n第二部分 2024年部门预算表\n\n\
             2024年机关运行经费预算表\n\n部门名称：云溪市投资局\n\n单位：万元\n\n单位名称→合计→一般公共预算\n\
             部门合计→5.00→5.00\n云溪市投资局(本级)→5.00→5.00\n{row}"
        )
    }

    #[test]
    fn a_unit_that_no_table_lists_is_found() {
        let found = assert_reports(
            &RULE,
            &draft(
                "下设1个事业单位：⟦云溪市外资联络服务中心⟧纳入部门预算编报范围。",
                "",
            ),
        );
        assert!(!found[0].related.is_empty());
    }

    #[test]
    fn listed_and_merged_units_are_right() {
        assert_silent(
            &RULE,
            &draft(
                "下设1个事业单位：云溪市外资联络服务中心纳入部门预算编报范围。",
                "云溪市外资联络服务中心→0.00→0.00\n",
            ),
        );
        assert_silent(
            &RULE,
            &draft(
                "云溪市外资联络服务中心纳入部门预算编报范围，预算不单列，并入本级。",
                "",
            ),
        );
    }
}
