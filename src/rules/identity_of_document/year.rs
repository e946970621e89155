//! 年度与文件的预算年度不一致。
//!
//! ## 检查什么
//! 封面、目录、标题、表名和“（2024年度）”中的年度应是本文件的年度；“比××年”应是上一年；
//! 以年度开头的数字句不应是别的年度；绩效目标表中单独写年度的单元格应是本年度；
//! “202 年度”这样缺一位的年度。
//!
//! ## 为什么
//! 年度不一致多半是沿用上年文件时没有改到的地方。
//!
//! ## 例
//! 错：2025年度的绩效目标表中，时效指标写“2024年”。
//!
//! 对：时效指标写“2025年”。
//!
//! ## 如何修改
//! 改为本文件的年度（比较的对象改为上一年），可一键修复。
//!
//! ## 不报的情形
//! 《》〔〕“”中的年度、立项依据、截至日期、变动原因中的上一年，以及执行情况、决算情况标题中的上一年。
//!
//! ## In English
//! A year in a title, a comparison or a target that is not the fiscal year of the document (or the
//! year before it, where that is meant).

use std::collections::BTreeMap;

use crate::audit::{Finding, Severity};
use crate::document::normalise::normalise;
use crate::document::{
    Disclosure, DocumentKind, HeaderNode, OutlineKind, PrintedYear, ProseKind, Table, TableKind,
    printed_years,
};
use crate::rules::inspection::sentence_around;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B401.
pub const RULE: Rule = Rule {
    code: "B401",
    name: "year",
    title: "年度不一致",
    severity: Severity::Warning,
    source: include_str!("year.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let titles = titles(disclosure);
    let Some(fiscal_year) = fiscal_year(disclosure, &titles) else {
        return;
    };
    for span in &titles {
        found.extend(in_title(disclosure, *span, fiscal_year));
    }
    for table in &disclosure.tables {
        found.extend(in_header(disclosure, table, fiscal_year));
        targets(disclosure, table, fiscal_year, found);
    }
    for line in &disclosure.prose {
        if matches!(line.kind, ProseKind::Paragraph | ProseKind::ListItem) {
            in_prose(disclosure, line.span, fiscal_year, found);
        }
    }
    truncated(disclosure, fiscal_year, found);
}

/// Everything that names the document or a part of it.
fn titles(disclosure: &Disclosure) -> Vec<Span> {
    let mut titles = disclosure.cover.to_vec();
    titles.extend(disclosure.toc.iter().map(|entry| entry.title_span));
    for node in disclosure.outline_nodes() {
        match node.kind {
            OutlineKind::Part | OutlineKind::Section | OutlineKind::Glossary => {
                titles.push(node.name_span);
            }
            OutlineKind::Table(index) => {
                let table = disclosure.tables.get(index);
                let lines = table.map(|table| [table.title_span, table.period_span]);
                titles.extend(lines.into_iter().flatten().flatten());
            }
            OutlineKind::Toc | OutlineKind::GlossaryEntry(_) => {}
        }
    }
    titles
}

/// The year that most titles carry: a cover that was not updated is the exception then.
fn fiscal_year(disclosure: &Disclosure, titles: &[Span]) -> Option<u16> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for year in titles
        .iter()
        .flat_map(|span| printed_years(disclosure.words(*span)))
    {
        *counts.entry(year.year).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let usual = counts.into_iter().max_by_key(|(_, count)| *count);
    match usual {
        Some((year, count)) if count >= 3 && count * 2 > total => Some(year),
        _ => disclosure.fiscal_year,
    }
}

/// Titles that speak of the year before.
const OF_THE_YEAR_BEFORE: [&str; 10] = [
    "执行", "决算", "完成", "回顾", "总结", "结转", "比", "上年", "自评", "评价",
];

fn in_title(disclosure: &Disclosure, span: Span, fiscal_year: u16) -> Option<Finding> {
    let words = disclosure.words(span);
    let years = printed_years(words);
    let wrong = years.iter().find(|year| year.year != fiscal_year)?;
    let prior = wrong.year + 1 == fiscal_year;
    let also_current = years.iter().any(|year| year.year == fiscal_year);
    let budget = disclosure.kind != Some(DocumentKind::FinalAccount);
    if also_current
        || (prior && budget && OF_THE_YEAR_BEFORE.iter().any(|word| words.contains(word)))
    {
        return None;
    }
    Some(finding(span.start, wrong, fiscal_year, "标题", "the title"))
}

fn finding(
    start: usize,
    year: &PrintedYear,
    meant: u16,
    place: &str,
    place_in_english: &str,
) -> Finding {
    let span = year.span.offset_by(start);
    let printed = year.year;
    RULE.finding(
        span,
        format!("{place}中的年度是{printed}年，按本文件的年度应为{meant}年"),
        format!("The year in {place_in_english} is {printed}; by the document's fiscal year it should be {meant}"),
    )
    .mended(span, meant.to_string())
}

/// A header that names years, but not the document's.
fn in_header(disclosure: &Disclosure, table: &Table, fiscal_year: u16) -> Option<Finding> {
    let mut labels = Vec::new();
    for node in &table.header {
        collect_labels(node, &mut labels);
    }
    let years: Vec<(usize, PrintedYear)> = labels
        .into_iter()
        .flat_map(|span| {
            let years = printed_years(disclosure.words(span));
            years.into_iter().map(move |year| (span.start, year))
        })
        .collect();
    let (start, first) = years.first()?;
    let current = years.iter().any(|(_, year)| year.year == fiscal_year);
    (!current).then(|| finding(*start, first, fiscal_year, "表头", "the header"))
}

fn collect_labels(node: &HeaderNode, labels: &mut Vec<Span>) {
    labels.extend(node.span);
    for child in &node.children {
        collect_labels(child, labels);
    }
}

/// Cells of target tables that hold a year and nothing else; one finding a row.
fn targets(disclosure: &Disclosure, table: &Table, fiscal_year: u16, found: &mut Vec<Finding>) {
    let of_targets = matches!(
        table.kind,
        TableKind::ProjectTarget | TableKind::OverallTarget | TableKind::SelfEvaluation
    );
    if !of_targets {
        return;
    }
    for row in &table.rows {
        let mut wrong = row.cells.iter().filter_map(|cell| {
            let words = disclosure.words(cell.span);
            let years = printed_years(words);
            let year = *years.first().filter(|year| year.end == words.len())?;
            let alone = year.span.start == 0 && year.year != fiscal_year;
            alone.then_some((cell.span.start, year))
        });
        let Some((start, year)) = wrong.next() else {
            continue;
        };
        let mut finding = finding(start, &year, fiscal_year, "绩效目标", "the target");
        for (start, year) in wrong {
            finding = finding.beside(year.span.offset_by(start), "同一行", "in the same row");
        }
        found.push(finding);
    }
}

/// What a sentence says of the change, when a year before it is what it is compared with.
const COMPARED: [&str; 10] = [
    "相比",
    "持平",
    "增加",
    "减少",
    "增长",
    "下降",
    "一致",
    "相同",
    "无增减",
    "上升",
];

/// What a year is said of, when it opens a statement about this year's figures.
const STATED: [&str; 16] = [
    "部门预算",
    "部门决算",
    "单位预算",
    "单位决算",
    "本部门",
    "“三公”",
    "三公经费",
    "财政拨款",
    "一般公共预算",
    "机关运行经费",
    "政府采购",
    "收入预算",
    "支出预算",
    "预算收入",
    "安排政府采购",
    "部门收入",
];

fn in_prose(disclosure: &Disclosure, line: Span, fiscal_year: u16, found: &mut Vec<Finding>) {
    let words = disclosure.words(line);
    for year in printed_years(words) {
        let before = words.get(..year.span.start).unwrap_or_default().trim_end();
        let after = words.get(year.end..).unwrap_or_default();
        if before.ends_with(['比', '较', '与', '同']) {
            let clause = after
                .split(['。', '；', ';', '：'])
                .next()
                .unwrap_or_default();
            let compared = COMPARED.iter().any(|word| clause.contains(word));
            let own_budget = year.year == fiscal_year && after.contains("预算");
            let prior = year.year + 1 == fiscal_year;
            if compared && !prior && !own_budget {
                found.push(finding(
                    line.start,
                    &year,
                    fiscal_year - 1,
                    "比较的对象",
                    "the comparison",
                ));
            }
            continue;
        }
        let opens =
            before.is_empty() || before.ends_with(['。', '；', '，', '、', '：', '.', '）']);
        let far = year.year > fiscal_year || year.year + 1 < fiscal_year;
        let stated = STATED.iter().any(|word| after.starts_with(word)) || names(disclosure, after);
        let sentence = sentence_around(words, year.span.start);
        if opens && far && stated && sentence.contains("万元") {
            found.push(finding(
                line.start,
                &year,
                fiscal_year,
                "本句",
                "this sentence",
            ));
        }
    }
}

/// Whether words start with the name of the organisation.
fn names(disclosure: &Disclosure, words: &str) -> bool {
    disclosure
        .organisation
        .as_ref()
        .is_some_and(|organisation| normalise(words).starts_with(&organisation.name))
}

/// 202 年度: a digit of the year is missing.
fn truncated(disclosure: &Disclosure, fiscal_year: u16, found: &mut Vec<Finding>) {
    for (at, _) in disclosure.text.match_indices("年度") {
        let before = disclosure.text.get(..at).unwrap_or_default();
        let digits = before.trim_end_matches(|last: char| last.is_whitespace() && last != '\n');
        let length = digits.len()
            - digits
                .trim_end_matches(|last: char| last.is_ascii_digit())
                .len();
        let run = digits.get(digits.len() - length..).unwrap_or_default();
        if length != 3 || !run.starts_with("20") || digits.ends_with('.') {
            continue;
        }
        let span = Span::new(digits.len() - length, at);
        let finding = RULE.finding(
            span,
            format!("年度“{run}”缺一位数字"),
            format!("A digit of the year “{run}” is missing"),
        );
        found.push(finding.mended(span, fiscal_year.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn a_year_in_one_title_is_found() {
        let draft = "云溪市档案馆\n2025年度部门预算公开\n\n第一部分 概况\n\n一、主要职责\n\n\
                     第二部分 2025年部门预算报表\n\n第三部分 ⟦2024⟧年度部门预算情况说明\n\n一、收入\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("第三部分 2025年度"));
    }

    #[test]
    fn a_comparison_is_with_the_year_before() {
        assert_reports(
            &RULE,
            "云溪市档案馆2025年部门预算\n\n一、支出\n\n支出预算9.00万元，比⟦2023⟧年增加1.00万元。\n\
             2025年收入9.00万元，与2024年持平，主要原因是2023年调整工资标准。\n\
             ⟦2022⟧年机关运行经费3.00万元。\n",
        );
    }

    #[test]
    fn a_year_alone_in_a_target_is_this_year() {
        let draft = "云溪市档案馆2025年部门预算\n\n云溪市市级预算部门项目支出绩效目标表\n\n（2025年度）\n\n\
                     项目名称→→修复经费→→→→\n绩效指标→一级指标→二级指标→三级指标→指标值→二级指标→三级指标→指标值\n\
                     →产出指标→时效指标→⟦2024⟧年→1年→时效指标→2024年→1年\n\
                     →→数量指标→修复卷数→2000卷→数量指标→修复卷数→2000卷\n";
        let found = assert_reports(&RULE, draft);
        assert_eq!(found[0].related.len(), 1);
    }

    #[test]
    fn a_digit_of_the_year_is_missing() {
        assert_reports(
            &RULE,
            "云溪市档案馆2025年部门预算\n\n⟦202 ⟧年度安排经费3.00万元。\n",
        );
    }

    #[test]
    fn other_years_have_their_place() {
        assert_silent(
            &RULE,
            "云溪市档案馆2025年部门预算\n\n一、2024年预算执行情况\n\n依据《2019年度办法》和〔2020〕3号，\
             截至2024年12月31日，拟从2020年起申请400.00万元。\n2024年工资标准调整，比2024年增加2.00万元。\n",
        );
    }
}
