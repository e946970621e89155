//! 预算写成决算，或部门写成单位。
//!
//! ## 检查什么
//! 预算公开的封面和标题出现“决算”（决算公开的标题出现“预算”而没有“决算”）；
//! 封面是部门预算，表名却是单位预算；部门预算的数字句以“本单位”为主语。
//!
//! ## 为什么
//! 标题写错种类，多半是沿用了另一份文件；部门汇总数与单位数不是一回事。
//!
//! ## 例
//! 错：决算公开的表名“2024年收入支出预算总表”。
//!
//! 对：2024年收入支出决算总表。
//!
//! ## 如何修改
//! 改正标题中的词（可一键修复）；确认数字是部门汇总数后，把“本单位”改为“本部门”。
//!
//! ## 不报的情形
//! 一般公共预算、政府性基金预算、国有资本经营预算、年初预算、预算绩效、预算单位、预决算等名称；
//! 上年决算情况的标题。
//!
//! ## In English
//! A title of a budget says 决算 (or the reverse), or 部门 and 单位 are mixed.

use crate::audit::{Finding, Severity};
use crate::document::{
    Disclosure, DocumentKind, OrdinalForm, OutlineKind, ProseKind, ordinal_of, printed_years,
};
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B403.
pub const RULE: Rule = Rule {
    code: "B403",
    name: "kind-role-wording",
    title: "预算与决算、部门与单位混用",
    severity: Severity::Warning,
    source: include_str!("kind_and_role_wording.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let titles = titles(disclosure);
    kinds(disclosure, &titles, found);
    roles(disclosure, &titles, found);
}

/// The lines that name the document, its parts, its first-level sections and its tables.
fn titles(disclosure: &Disclosure) -> Vec<Span> {
    let mut titles = disclosure.cover.to_vec();
    for node in disclosure.outline_nodes() {
        let named = match node.kind {
            OutlineKind::Part => true,
            OutlineKind::Table(index) => disclosure
                .tables
                .get(index)
                .is_some_and(|table| table.title_span.is_some()),
            OutlineKind::Section => ordinal_of(disclosure.words(node.name_span))
                .is_none_or(|ordinal| ordinal.form == OrdinalForm::Chinese),
            _ => false,
        };
        if named {
            titles.push(node.name_span);
        }
    }
    titles
}

fn kinds(disclosure: &Disclosure, titles: &[Span], found: &mut Vec<Finding>) {
    let Some(kind) = disclosure.kind else {
        return;
    };
    let (own, other) = match kind {
        DocumentKind::Budget => ("预算", "决算"),
        DocumentKind::FinalAccount => ("决算", "预算"),
    };
    let wrong: Vec<Span> = titles
        .iter()
        .filter_map(|title| word_of_other_kind(disclosure, *title, kind))
        .collect();
    let right = titles
        .iter()
        .filter(|title| disclosure.words(**title).contains(own))
        .count();
    // More wrong titles than right ones: the kind itself is in doubt, which is one finding.
    let shown = if wrong.len() > right.max(1) {
        1
    } else {
        wrong.len()
    };
    for span in wrong.iter().take(shown) {
        let finding = RULE.finding(
            *span,
            format!("本文件是{own}公开，标题中写的是“{other}”"),
            format!("This document is a disclosure of {own}, but the title says {other}"),
        );
        found.push(finding.mended(*span, own));
    }
}

/// Names that hold 预算 or 决算 in documents of either kind.
const NEUTRAL: [&str; 19] = [
    "一般公共预算",
    "政府性基金预算",
    "国有资本经营预算",
    "社会保险基金预算",
    "年初预算",
    "调整预算",
    "全年预算",
    "预决算",
    "预、决算",
    "预算绩效",
    "预算单位",
    "预算执行",
    "预算管理",
    "预算部门",
    "预算法",
    "预算数",
    "预算项目",
    "预算编制",
    "预算支出经济",
];

/// The word of the other kind in a title that has no word of its own kind.
fn word_of_other_kind(disclosure: &Disclosure, title: Span, kind: DocumentKind) -> Option<Span> {
    let words = disclosure.words(title);
    let (own, other) = match kind {
        DocumentKind::Budget => ("预算", "决算"),
        DocumentKind::FinalAccount => ("决算", "预算"),
    };
    if !words.contains(other) {
        return None;
    }
    let mut masked = words.to_owned();
    for name in NEUTRAL {
        masked = masked.replace(name, &" ".repeat(name.len()));
    }
    let at = masked.find(other)?;
    let prior = kind == DocumentKind::Budget
        && (words.contains("上年")
            || printed_years(words).iter().any(|year| {
                disclosure
                    .fiscal_year
                    .is_some_and(|fiscal| year.year < fiscal)
            }));
    (!masked.contains(own) && !prior)
        .then(|| Span::new(title.start + at, title.start + at + other.len()))
}

fn roles(disclosure: &Disclosure, titles: &[Span], found: &mut Vec<Finding>) {
    if !says(disclosure, titles, "部门") || says(disclosure, titles, "单位") {
        return;
    }
    let mut lines = disclosure
        .prose
        .iter()
        .filter(|line| line.kind == ProseKind::Paragraph)
        .filter_map(|line| own_unit(disclosure.words(line.span), line.span.start));
    let Some(first) = lines.next() else {
        return;
    };
    let finding = RULE.finding(
        first,
        format!(
            "部门公开的数字以“{}”为主语，应为“本部门”",
            shortened(disclosure.words(first))
        ),
        "The figures of a department are stated of 本单位 (this unit) instead of 本部门".to_owned(),
    );
    let finding = finding.at(Severity::Information).mended(first, "本部门");
    found.push(lines.fold(finding, |finding, span| {
        finding.beside(span, "同样的写法", "the same wording")
    }));
}

/// Whether the titles say 部门预算 (单位预算) rather than 部门（单位）预算.
fn says(disclosure: &Disclosure, titles: &[Span], role: &str) -> bool {
    titles.iter().any(|title| {
        let words = disclosure.words(*title);
        ["预算", "决算"]
            .iter()
            .any(|kind| words.contains(&format!("{role}{kind}")))
            && !words.contains("（单位")
            && !words.contains(&format!("{role}{}单位", "预算"))
            && !words.contains(&format!("{role}{}单位", "决算"))
    })
}

/// 2025年度本单位政府采购预算…: the subject of a statement of the year.
fn own_unit(words: &str, start: usize) -> Option<Span> {
    let year = printed_years(words).into_iter().next()?;
    let opens = year.span.start == 0;
    let after = words.get(year.end..)?;
    let subject = after.trim_start_matches(['，', ',']);
    let at = year.end + (after.len() - subject.len());
    let states = subject.strip_prefix("本单位")?.contains("万元");
    (opens && states).then(|| Span::new(start + at, start + at + "本单位".len()))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn a_title_of_the_other_kind_is_found() {
        let draft = "云溪市档案馆2024年度部门决算\n\n第一部分 概况\n\n第二部分 2024年度部门⟦预算⟧情况说明\n\n\
                     一、收入支出决算总体情况说明\n\n收入5.00万元，完成年初预算的90%。\n\n二、预算绩效情况\n\n\
                     三、一般公共预算财政拨款支出决算情况说明\n\n没有。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("2024年度部门决算情况说明"));
    }

    #[test]
    fn a_department_does_not_speak_as_a_unit() {
        let found = assert_reports(
            &RULE,
            "云溪市档案馆2025年部门预算\n\n一、采购\n\n2025年度⟦本单位⟧政府采购预算5.00万元。\n\
             2025年度，本单位编报项目共4个，涉及5.00万元。\n本单位没有车辆。\n",
        );
        assert_eq!(found[0].severity, Severity::Information);
        assert_eq!(found[0].related.len(), 1);
    }

    #[test]
    fn names_and_earlier_years_are_right() {
        assert_silent(
            &RULE,
            "云溪市档案馆2025年部门预算\n\n一、2023年决算情况\n\n略。\n\n二、预决算公开情况\n\n\
             本单位按时公开。\n",
        );
        assert_silent(
            &RULE,
            "云溪市档案馆2025年单位预算\n\n一、采购\n\n2025年度本单位政府采购预算5.00万元。\n",
        );
    }
}
