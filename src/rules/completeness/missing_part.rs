//! “第N部分”缺号或重号。
//!
//! ## 检查什么
//! 正文各部分的编号应从一连续；目录列出的部分正文都有。有标题而没有“第二部分”字样的，报在标题上。
//!
//! ## 为什么
//! 缺一个部分，可能漏了整章内容（例如公开表）；缺编号则目录对不上。
//!
//! ## 例
//! 错：第一部分、第三部分、第四部分。
//!
//! 对：第一部分、第二部分、第三部分、第四部分。
//!
//! ## 如何修改
//! 补上缺少的部分或编号。标题在的，可一键补上编号。
//!
//! ## 不报的情形
//! 不分部分的文件；各部分都没有编号的文件。
//!
//! ## In English
//! The sequence 第一部分, 第二部分 … has a gap or a repetition, or a part of the contents is missing.

use crate::audit::{Finding, Severity};
use crate::document::{
    Contents, Disclosure, Ordinal, OrdinalForm, OutlineKind, OutlineNode, ordinal_of,
    print_ordinal, printed_years,
};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B501.
pub const RULE: Rule = Rule {
    code: "B501",
    name: "missing-part",
    title: "缺少部分",
    severity: Severity::Warning,
    source: include_str!("missing_part.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// A numbered part of the body.
struct Part<'a> {
    number: usize,
    marker: Span,
    node: &'a OutlineNode,
}

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let parts = parts(disclosure);
    if parts.len() < 2 {
        return;
    }
    let contents = disclosure.contents();
    for (part, next) in parts.iter().zip(parts.iter().skip(1)) {
        if part.number == next.number {
            let name = print_ordinal(OrdinalForm::Part, part.number, "");
            let finding = RULE.finding(
                next.marker,
                format!("“{name}”重复"),
                format!("{name} (part {}) occurs twice", part.number),
            );
            found.push(finding.beside(part.marker, "前一处", "the first one"));
        }
    }
    let listed = contents
        .entries
        .iter()
        .filter_map(|entry| part_number(entry.ordinal));
    let last = parts.iter().map(|part| part.number).chain(listed).max();
    for number in 1..=last.unwrap_or(0).min(MOST_PARTS) {
        if parts.iter().all(|part| part.number != number) {
            found.extend(missing(disclosure, contents, &parts, number));
        }
    }
}

/// More parts than any disclosure has: a number beyond it is misread.
const MOST_PARTS: usize = 12;

fn part_number(ordinal: Option<Ordinal>) -> Option<usize> {
    ordinal
        .filter(|ordinal| ordinal.form == OrdinalForm::Part)
        .map(|ordinal| ordinal.value)
}

fn parts(disclosure: &Disclosure) -> Vec<Part<'_>> {
    disclosure
        .outline_nodes()
        .into_iter()
        .filter(|node| node.kind != OutlineKind::Toc)
        .filter_map(|node| {
            let ordinal = ordinal_of(disclosure.words(node.name_span))?;
            Some(Part {
                number: part_number(Some(ordinal))?,
                marker: Span::new(
                    node.name_span.start + ordinal.start,
                    node.name_span.start + ordinal.end,
                ),
                node,
            })
        })
        .collect()
}

fn missing(
    disclosure: &Disclosure,
    contents: &Contents,
    parts: &[Part<'_>],
    number: usize,
) -> Option<Finding> {
    let name = print_ordinal(OrdinalForm::Part, number, "");
    let entry = contents
        .entries
        .iter()
        .find(|entry| part_number(entry.ordinal) == Some(number));
    let key = entry.map(|entry| entry.key.as_str());
    if let Some(heading) = unnumbered(disclosure, contents, parts, number, key) {
        let listed = key.is_some();
        let finding = RULE.finding(
            heading,
            format!("这一标题前缺少“{name}”"),
            format!("{name} (part {number}) is missing before this heading"),
        );
        let finding = finding.mended(Span::empty(heading.start), format!("{name} "));
        // The contents prove which part it is: only its number was left out.
        return Some(if listed {
            finding.at(Severity::Information)
        } else {
            finding
        });
    }
    let next = parts.iter().find(|part| part.number > number);
    let place = next
        .map(|part| part.marker)
        .or(entry.map(|entry| entry.span))?;
    let finding = RULE.finding(
        place,
        format!("缺少“{name}”"),
        format!("{name} (part {number}) is missing"),
    );
    Some(match (entry, next) {
        (Some(entry), Some(_)) => finding.beside(entry.span, "目录", "the contents"),
        _ => finding,
    })
}

/// Words that end the title of a part.
const TITLES: [&str; 6] = ["说明", "报表", "决算表", "预算表", "概况", "名词解释"];

/// A heading without number where the part belongs: the one that the contents name, or the title
/// of a part with the year.
fn unnumbered(
    disclosure: &Disclosure,
    contents: &Contents,
    parts: &[Part<'_>],
    number: usize,
    key: Option<&str>,
) -> Option<Span> {
    let from = parts
        .iter()
        .filter(|part| part.number < number)
        .map(|part| part.node.span.start)
        .max()
        .unwrap_or(0);
    let to = parts
        .iter()
        .filter(|part| part.number > number)
        .map(|part| part.node.span.start)
        .min()
        .unwrap_or(disclosure.text.len());
    contents
        .titles
        .iter()
        .filter(|title| (from..to).contains(&title.span.start) && title.ordinal.is_none())
        .filter(|title| titles_a_part(disclosure, title.kind))
        .find(|title| {
            let words = disclosure.words(title.span);
            match key {
                Some(key) => title.key == key,
                None => {
                    !printed_years(words).is_empty()
                        && TITLES.iter().any(|title| words.trim_end().ends_with(title))
                }
            }
        })
        .map(|title| title.span)
}

/// A heading, or a title that the parser took for that of a table without rows.
fn titles_a_part(disclosure: &Disclosure, kind: OutlineKind) -> bool {
    match kind {
        OutlineKind::Section | OutlineKind::Part => true,
        OutlineKind::Table(index) => disclosure
            .tables
            .get(index)
            .is_some_and(|table| table.rows.is_empty()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn a_gap_is_found_at_the_next_part() {
        assert_reports(
            &RULE,
            "第一部分 云溪市档案馆概况\n\n一、职责\n\n略。\n\n⟦第三部分⟧ 2024年度部门预算情况说明\n\n一、收入\n\n略。\n",
        );
    }

    #[test]
    fn a_heading_without_its_number_is_found() {
        let draft = "第一部分 概况\n\n一、职责\n\n略。\n\n⟦2022年度部门决算情况说明⟧\n\n一、收入\n\n略。\n\n\
                     第三部分 名词解释\n\n1.基本支出：指开支。\n";
        let found = assert_reports(&RULE, draft);
        assert_eq!(found[0].severity, Severity::Warning);
        assert!(mended(draft, &found[0]).contains("第二部分 2022年度"));
    }

    #[test]
    fn a_number_twice_is_found() {
        assert_reports(
            &RULE,
            "第一部分 概况\n\n一、职责\n\n略。\n\n第二部分 说明\n\n一、收入\n\n略。\n\n⟦第二部分⟧ 名词解释\n\n1.基本支出：指开支。\n",
        );
    }

    #[test]
    fn documents_without_parts_are_right() {
        assert_silent(&RULE, "一、职责\n\n略。\n\n二、收入\n\n略。\n");
        assert_silent(
            &RULE,
            "第一部分 概况\n\n一、职责\n\n略。\n\n第二部分 说明\n\n一、收入\n\n略。\n\n附件：表\n",
        );
    }
}
