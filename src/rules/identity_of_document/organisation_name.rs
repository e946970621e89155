//! 文中的单位名称与公开主体不一致。
//!
//! ## 检查什么
//! 部分标题、表上方的“部门名称”，以及数字句的主语（截至……，某单位资产总额……；
//! 某单位2024年预算……）应是公开主体或其所属单位。
//!
//! ## 为什么
//! 主语是别的单位，多半是沿用其他单位或改革前的文字，数字也可能没有更新。
//!
//! ## 例
//! 错：云溪市档案馆的预算中写“截至2023年12月31日，云溪市方志服务中心资产总额……”。
//!
//! 对：截至2023年12月31日，云溪市档案馆资产总额……
//!
//! ## 如何修改
//! 核对数字属于哪个单位，改正名称。可一键改为公开主体的名称。
//!
//! ## 不报的情形
//! 职责中的上级和合作单位；所属单位；简称、（本级）、编码前缀、名称中的空格。
//!
//! ## In English
//! A title, a caption or the subject of a sentence with figures names another organisation than the
//! one that discloses.

use std::sync::LazyLock;

use crate::audit::{Finding, Severity};
use crate::document::normalise::{is_han, normalise};
use crate::document::{
    Disclosure, LineKind, Organisation, OutlineKind, ProseKind, Table, bare_name,
    is_organisation_name, is_plain_organisation_name, organisation_in_title, place_of,
    printed_years, same_organisation,
};
use crate::rules::inspection::sentence_around;
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B402.
pub const RULE: Rule = Rule {
    code: "B402",
    name: "organisation-name",
    title: "单位名称不一致",
    severity: Severity::Warning,
    source: include_str!("organisation_name.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let Some(organisation) = &disclosure.organisation else {
        return;
    };
    let known = Names {
        organisation,
        affiliated: affiliated(disclosure),
    };
    for node in disclosure.outline_nodes() {
        if node.kind == OutlineKind::Part {
            found.extend(in_title(disclosure, &known, node.name_span));
        }
    }
    for table in &disclosure.tables {
        found.extend(in_caption(disclosure, &known, table));
    }
    for line in &disclosure.prose {
        if matches!(line.kind, ProseKind::Paragraph | ProseKind::ListItem) {
            found.extend(subjects(disclosure, &known, line.span));
        }
    }
}

/// The names that may stand in the document.
struct Names<'a> {
    organisation: &'a Organisation,
    affiliated: Vec<String>,
}

impl Names<'_> {
    fn know(&self, name: &str) -> bool {
        same_organisation(name, &self.organisation.name)
            || self
                .affiliated
                .iter()
                .any(|affiliated| same_organisation(name, affiliated))
    }
}

/// The units that tables list, that more than one caption names, and that the text says belong to
/// the department.
fn affiliated(disclosure: &Disclosure) -> Vec<String> {
    let mut names: Vec<String> = disclosure
        .tables
        .iter()
        .flat_map(|table| &table.sides)
        .flat_map(|side| &side.lines)
        .filter(|line| matches!(line.kind, LineKind::Organisation | LineKind::Other))
        .map(|line| bare_name(&line.label))
        .filter(|name| is_organisation_name(name))
        .collect();
    let captions: Vec<String> = disclosure
        .tables
        .iter()
        .filter_map(|table| {
            Some(bare_name(
                disclosure.words(caption_name(disclosure, table)?),
            ))
        })
        .collect();
    for caption in &captions {
        if captions.iter().filter(|other| *other == caption).count() > 1 {
            names.push(caption.clone());
        }
    }
    for line in &disclosure.prose {
        let words = disclosure.words(line.span);
        if BELONGING.speaks_of(words) {
            names.extend(names_in(words));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Sentences that list the units of a department.
static BELONGING: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::new([
        "下设",
        "所属",
        "下属",
        "编制范围",
        "编报范围",
        "预算单位",
        "二级",
    ])
});

/// Every name of an organisation in words, cut at punctuation.
fn names_in(words: &str) -> Vec<String> {
    words
        .split(|character: char| !is_han(character) && !"（）()".contains(character))
        .flat_map(|run| {
            let run = run.split('(').next().unwrap_or(run);
            let ends = run
                .char_indices()
                .map(|(at, character)| at + character.len_utf8());
            ends.filter_map(|end| run.get(..end))
                .filter(|name| is_plain_organisation_name(name))
        })
        .map(bare_name)
        .collect()
}

fn in_title(disclosure: &Disclosure, known: &Names<'_>, span: Span) -> Option<Finding> {
    let words = disclosure.words(span);
    let title = normalise(words);
    let title = title
        .split_once("部分")
        .map_or(title.as_str(), |(_, rest)| rest);
    let name = organisation_in_title(title.trim_start_matches(['、', ':', ' ']))?;
    if known.know(&name) {
        return None;
    }
    Some(report(
        known,
        place_in(words, span.start, &name).unwrap_or(span),
        &name,
    ))
}

fn in_caption(disclosure: &Disclosure, known: &Names<'_>, table: &Table) -> Option<Finding> {
    let span = caption_name(disclosure, table)?;
    let name = bare_name(disclosure.words(span));
    let named = name.chars().count() >= 4 && !known.know(&name);
    named.then(|| report(known, span, &name))
}

/// The name in 部门名称：….
fn caption_name(disclosure: &Disclosure, table: &Table) -> Option<Span> {
    let line = table.organisation_span?;
    let words = disclosure.words(line);
    let colon = words.find(['：', ':'])?;
    let sign = words.get(colon..)?.chars().next()?;
    let name = words.get(colon + sign.len_utf8()..)?;
    let name = name.split(['\t', '|']).next()?.trim();
    let name = name.split("单位：").next()?.trim_end();
    let blanks = words.get(colon + sign.len_utf8()..)?;
    let start = line.start + colon + sign.len_utf8() + (blanks.len() - blanks.trim_start().len());
    Some(Span::new(start, start + name.len()))
}

/// Where a normalised name is printed in words.
fn place_in(words: &str, start: usize, name: &str) -> Option<Span> {
    let at = words.find(name)?;
    Some(Span::new(start + at, start + at + name.len()))
}

fn report(known: &Names<'_>, span: Span, name: &str) -> Finding {
    let own = &known.organisation.name;
    RULE.finding(
        span,
        format!("“{name}”不是公开主体“{own}”，也不是其所属单位"),
        format!("“{name}” is neither the disclosing organisation “{own}” nor one of its units"),
    )
    .beside(
        known.organisation.span,
        "公开主体",
        "the disclosing organisation",
    )
    .mended(span, own.clone())
}

/// What follows the subject of a sentence with figures.
const PREDICATES: [&str; 34] = [
    "部门",
    "单位",
    "本级",
    "共有",
    "资产",
    "使用",
    "占有",
    "占用",
    "所有",
    "财政拨款",
    "预算",
    "决算",
    "收入",
    "支出",
    "一般",
    "“三公”",
    "三公",
    "机关运行",
    "政府采购",
    "政府性",
    "国有资本",
    "整体",
    "纳入",
    "实际编制",
    "应编制",
    "年初",
    "安排",
    "基本支出",
    "项目支出",
    "人员经费",
    "共",
    "总",
    "年度",
    "应",
];

/// The clauses of a line whose subject is another organisation and that state a figure.
fn subjects(disclosure: &Disclosure, known: &Names<'_>, line: Span) -> Vec<Finding> {
    let words = disclosure.words(line);
    let mut findings = Vec::new();
    if !has_digit(words) {
        return findings;
    }
    for start in clause_starts(words) {
        let clause = words.get(start..).unwrap_or_default();
        let Some(name) = subject_of(clause, known) else {
            continue;
        };
        let sentence = sentence_around(words, start);
        if has_digit(sentence) {
            let span = Span::new(line.start + start, line.start + start + name.len());
            findings.push(report(known, span, name));
        }
    }
    findings
}

fn has_digit(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit())
}

/// Where clauses begin: at the line's start, after a mark, after a year.
fn clause_starts(words: &str) -> Vec<usize> {
    let mut starts = vec![words.len() - words.trim_start().len()];
    let marks = words
        .char_indices()
        .filter(|(_, character)| is_mark(*character))
        .map(|(at, character)| at + character.len_utf8());
    starts.extend(marks);
    starts.extend(printed_years(words).iter().map(|year| year.end));
    starts.sort_unstable();
    starts.dedup();
    starts
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '，' | '。' | '；' | '：' | ',' | ';' | ':' | '、'
    )
}

/// How many characters the name of an organisation has that a clause starts with.
const SHORTEST_NAME: usize = 6;
const LONGEST_NAME: usize = 30;

/// The foreign organisation that a clause starts with: a name with a place of its own or of the
/// document's organisation, before a word that figures are stated of.
fn subject_of<'a>(clause: &'a str, known: &Names<'_>) -> Option<&'a str> {
    let mut subject = None;
    let characters = clause.char_indices();
    let characters = characters.take_while(|(_, character)| is_han(*character));
    for (length, (at, character)) in (1..=LONGEST_NAME).zip(characters) {
        let end = at + character.len_utf8();
        let name = clause.get(..end)?;
        if length < SHORTEST_NAME || !is_plain_organisation_name(name) {
            continue;
        }
        let after = clause.get(end..)?;
        let states = PREDICATES
            .iter()
            .any(|predicate| after.starts_with(predicate))
            || after.starts_with("20");
        if states {
            subject = Some(name);
            break;
        }
    }
    let name = subject?;
    let own_place = place_of(&known.organisation.name).unwrap_or_default();
    let short_place = own_place.trim_end_matches(['省', '市', '县', '区', '旗']);
    let placed =
        place_of(name).is_some() || (!short_place.is_empty() && name.starts_with(short_place));
    (placed && !known.know(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    const COVER: &str = "第一部分 云溪市投资促进中心概况\n\n一、主要职责\n\n（一）配合云溪市商务局工作。\n\n\
                         第二部分 云溪市投资促进中心2024年度部门预算情况说明\n\n一、资产\n\n";

    #[test]
    fn the_subject_of_figures_is_the_organisation() {
        let draft = format!(
            "{COVER}截至2023年12月31日，⟦云溪市商贸物流服务中心⟧部门资产总额863467.08元。\n\
             根据要求，⟦云溪商贸物流服务中心⟧2024年应编制绩效目标的项目2个。\n"
        );
        let found = assert_reports(&RULE, &draft);
        assert!(mended(&draft, &found[0]).contains("31日，云溪市投资促进中心部门资产"));
    }

    #[test]
    fn captions_name_the_organisation() {
        let table = "科目编码→科目名称→合计\n合计→→5.00\n201→一般公共服务支出→5.00\n\n";
        let caption = |title: &str, name: &str| {
            format!("2024年{title}\n\n部门名称：{name}\n\n单位：万元\n\n{table}")
        };
        let own = "云溪市投资促进中心";
        assert_reports(
            &RULE,
            &format!(
                "{COVER}{}{}{}{}",
                caption("收支预算总表", own),
                caption("预算收入总表", own),
                caption("预算支出总表", "⟦云溪市档案馆⟧"),
                caption("政府性基金预算支出表", "云溪市投资促进 中心（本级）")
            ),
        );
    }

    #[test]
    fn superiors_units_and_short_forms_are_right() {
        assert_silent(
            &RULE,
            &format!(
                "{COVER}下设1个事业单位：云溪市外资联络服务中心纳入部门预算编报范围。\n\
                 云溪市外资联络服务中心2024年支出3.00万元。投资促进中心共有车辆2辆。\n\
                 主要原因是云溪市商务局批复，减少5.00万元。云溪市财政局核定5.00万元。\n"
            ),
        );
    }
}
