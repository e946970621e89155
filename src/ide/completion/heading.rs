//! The headings that this kind of document still lacks, in their order (domain specification
//! §2.2, §7.2).

use super::fresh_line::{FreshLine, headings, marks_before};
use super::{CompletionKind, Proposal};
use crate::audit::Locale;
use crate::document::normalise::normalise;
use crate::document::{
    Disclosure, DocumentKind, OrdinalForm, OutlineNode, ordinal_of, print_ordinal,
};
use crate::ide::place::Place;
use crate::ide::{ordinal, say};

/// A heading of a complete document.
struct Heading {
    /// 第N部分, else a section of the part before it.
    part: bool,
    /// The title; `{年}` stands for the fiscal year with 年.
    title: &'static str,
    /// Words of which a heading has one when it says the same, normalised.
    any: &'static [&'static str],
    /// Words that it has not.
    none: &'static [&'static str],
}

const fn part(title: &'static str, any: &'static [&'static str]) -> Heading {
    Heading {
        part: true,
        title,
        any,
        none: &[],
    }
}

const fn section(
    title: &'static str,
    any: &'static [&'static str],
    none: &'static [&'static str],
) -> Heading {
    Heading {
        part: false,
        title,
        any,
        none,
    }
}

/// What sections of other money than the whole have in their headings.
const FUNDS: &[&str] = &["财政拨款", "一般公共预算", "政府性基金", "国有资本"];

const BUDGET: [Heading; 19] = [
    part("部门概况", &["概况"]),
    section("主要职责", &["职责", "职能"], &[]),
    section("机构设置", &["机构", "单位构成"], &["机关运行", "运转经费"]),
    part("{年}部门预算表", &["预算表", "预算报表", "公开表"]),
    part("{年}部门预算情况说明", &["情况说明"]),
    section("收支预算总体情况说明", &["收支", "变动情况"], &["财政拨款"]),
    section("收入预算情况说明", &["收入预算", "收入情况"], FUNDS),
    section(
        "支出预算情况说明",
        &["支出预算", "支出情况"],
        &[
            "财政拨款",
            "一般公共预算",
            "政府性基金",
            "国有资本",
            "三公",
            "政府采购",
            "项目",
        ],
    ),
    section("财政拨款收支预算总体情况说明", &["财政拨款收支"], &[]),
    section(
        "一般公共预算支出情况说明",
        &[
            "一般公共预算支出",
            "一般公共预算当年",
            "一般公共预算财政拨款支出",
        ],
        &["基本支出", "三公"],
    ),
    section("一般公共预算基本支出情况说明", &["基本支出"], &[]),
    section("“三公”经费预算情况说明", &["三公"], &[]),
    section("政府性基金预算支出情况说明", &["政府性基金"], &[]),
    section("国有资本经营预算支出情况说明", &["国有资本"], &[]),
    section("机关运行经费安排情况说明", &["机关运行", "运转经费"], &[]),
    section("政府采购安排情况说明", &["政府采购"], &[]),
    section("国有资产占有使用情况说明", &["国有资产"], &[]),
    section("预算绩效管理情况说明", &["绩效"], &[]),
    part("名词解释", &["名词解释"]),
];

const FINAL_ACCOUNT: [Heading; 18] = [
    part("部门概况", &["概况"]),
    section("主要职责", &["职责", "职能"], &[]),
    section("机构设置", &["机构", "单位构成"], &["机关运行", "运转经费"]),
    part("{年}度部门决算表", &["决算表", "决算报表", "公开表"]),
    part("{年}度部门决算情况说明", &["情况说明"]),
    section("收入支出决算总体情况说明", &["收入支出", "收支"], FUNDS),
    section("收入决算情况说明", &["收入决算"], FUNDS),
    section(
        "支出决算情况说明",
        &["支出决算"],
        &[
            "财政拨款",
            "一般公共预算",
            "政府性基金",
            "国有资本",
            "三公",
            "收入",
        ],
    ),
    section(
        "财政拨款收入支出决算总体情况说明",
        &["财政拨款收入支出", "财政拨款收支"],
        &["政府性基金"],
    ),
    section(
        "一般公共预算财政拨款支出决算情况说明",
        &["一般公共预算财政拨款支出", "一般公共预算支出"],
        &["基本支出", "三公"],
    ),
    section(
        "一般公共预算财政拨款基本支出决算情况说明",
        &["基本支出"],
        &[],
    ),
    section("财政拨款“三公”经费支出决算情况说明", &["三公"], &[]),
    section("政府性基金预算收入支出决算情况说明", &["政府性基金"], &[]),
    section("国有资本经营预算支出决算情况说明", &["国有资本"], &[]),
    section("机关运行经费支出情况说明", &["机关运行", "运转经费"], &[]),
    section("政府采购支出情况说明", &["政府采购"], &[]),
    section("国有资产占有使用情况说明", &["国有资产"], &[]),
    part("名词解释", &["名词解释"]),
];

/// The missing headings: on a numbered line those of its form, on any other those that begin with
/// what was typed. Those that belong after the headings above come first.
pub(super) fn complete(place: &Place, line: &FreshLine, locale: Locale) -> Vec<Proposal> {
    let disclosure = place.disclosure();
    let expected: &[Heading] = match disclosure.kind {
        Some(DocumentKind::Budget) => &BUDGET,
        Some(DocumentKind::FinalAccount) => &FINAL_ACCOUNT,
        None => return Vec::new(),
    };
    let printed: Vec<(&OutlineNode, usize)> = headings(disclosure)
        .into_iter()
        .filter(|node| !line.span.contains_span(node.name_span))
        .filter_map(|node| Some((node, index_of(expected, node)?)))
        .collect();
    let above = line.headings_above(disclosure);
    let numbering = Numbering::of(disclosure, line, &above);
    let last = printed
        .iter()
        .filter(|(node, _)| node.name_span.end <= line.span.start)
        .map(|(_, index)| *index)
        .next_back();
    let own_part = part_of(expected, &above);
    let typed = line.typed(disclosure);
    let mut missing: Vec<(usize, &Heading)> = expected
        .iter()
        .enumerate()
        .filter(|(index, _)| printed.iter().all(|(_, other)| other != index))
        .filter(|(index, heading)| heading.part || part_at(expected, *index) == own_part)
        .filter(|(_, heading)| numbering.admits(heading))
        .filter(|(_, heading)| fits(disclosure, line, heading, typed))
        .collect();
    missing.sort_by_key(|(index, heading)| (heading.part, Some(*index) < last, *index));
    missing
        .into_iter()
        .map(|(_, heading)| {
            let title = title(disclosure, heading);
            let before = numbering.before(heading);
            Proposal {
                label: format!("{}{title}", numbering.number(heading)),
                kind: CompletionKind::Heading,
                detail: say(locale, "尚缺的标题", "missing heading").to_owned(),
                documentation: None,
                span: line.typed,
                new_text: format!("{before}{title}"),
                snippet: false,
            }
        })
        .collect()
}

fn title(disclosure: &Disclosure, heading: &Heading) -> String {
    let year = disclosure.fiscal_year.map(|year| format!("{year}年"));
    let title = heading.title.replace("{年}", &year.unwrap_or_default());
    // Without a year nothing is left of 年度 but 度.
    title.strip_prefix('度').map(str::to_owned).unwrap_or(title)
}

/// A number alone or nothing fits everything; words fit headings that begin with them.
fn fits(disclosure: &Disclosure, line: &FreshLine, heading: &Heading, typed: &str) -> bool {
    let title = title(disclosure, heading);
    let begun = title.starts_with(typed) || normalise(&title).contains(&normalise(typed));
    match typed.is_empty() {
        true => true,
        // A single character without a number may begin any sentence.
        false => begun && title != typed && (!line.number.is_empty() || typed.chars().count() > 1),
    }
}

fn index_of(expected: &[Heading], node: &OutlineNode) -> Option<usize> {
    let name = normalise(&node.name);
    expected.iter().position(|heading| {
        heading.any.iter().any(|word| name.contains(word))
            && !heading.none.iter().any(|word| name.contains(word))
            && (heading.part == is_part(node) || heading.title == "名词解释")
    })
}

fn is_part(node: &OutlineNode) -> bool {
    form_of(node) == Some(OrdinalForm::Part)
}

fn form_of(node: &OutlineNode) -> Option<OrdinalForm> {
    ordinal_of(&node.name).map(|ordinal| ordinal.form)
}

/// The part that a heading is of: an index into the expected ones.
fn part_at(expected: &[Heading], index: usize) -> Option<usize> {
    expected
        .iter()
        .enumerate()
        .take(index + 1)
        .rfind(|(_, heading)| heading.part)
        .map(|(part, _)| part)
}

/// The part that the line is in.
fn part_of(expected: &[Heading], above: &[&OutlineNode]) -> Option<usize> {
    let part = above.iter().rev().find(|node| is_part(node))?;
    index_of(expected, part)
}

/// How the next heading is numbered.
struct Numbering {
    /// What is printed before sections and parts, when the line has no number of its own.
    section: String,
    part: String,
    marks: [String; 2],
    /// The form of the number that the line has.
    own: Option<OrdinalForm>,
    /// The form of the numbers of sections.
    form: OrdinalForm,
    /// The line has Markdown marks.
    marked: bool,
}

impl Numbering {
    fn of(disclosure: &Disclosure, line: &FreshLine, above: &[&OutlineNode]) -> Self {
        let all = headings(disclosure);
        let sections = |node: &&&OutlineNode| {
            matches!(
                form_of(node),
                Some(OrdinalForm::Chinese | OrdinalForm::BracketedChinese)
            )
        };
        let form = all
            .iter()
            .filter(|node| !line.span.contains_span(node.name_span))
            .find(sections)
            .and_then(|node| form_of(node))
            .unwrap_or(OrdinalForm::Chinese);
        let of_part = above.iter().rposition(|node| is_part(node));
        let siblings = above
            .get(of_part.map_or(0, |at| at + 1)..)
            .unwrap_or_default();
        let last = siblings
            .iter()
            .rev()
            .find(|node| form_of(node) == Some(form));
        let next = last.and_then(|node| {
            let number = ordinal_of(&node.name)?;
            ordinal::next(node.name.get(number.start..number.end)?)
        });
        let parts = above.iter().filter(|node| is_part(node)).count();
        let marks = |node: Option<&&OutlineNode>| {
            node.map(|node| marks_before(disclosure, node.name_span).to_owned())
                .unwrap_or_default()
        };
        Self {
            section: next.unwrap_or_else(|| print_ordinal(form, 1, "")),
            part: format!("{} ", print_ordinal(OrdinalForm::Part, parts + 1, "")),
            marks: [
                marks(all.iter().find(|node| form_of(node) == Some(form))),
                marks(all.iter().find(|node| is_part(node))),
            ],
            own: ordinal_of(line.number).map(|ordinal| ordinal.form),
            form,
            marked: !line.marks.is_empty(),
        }
    }

    /// Whether a heading may stand behind the number of the line.
    fn admits(&self, heading: &Heading) -> bool {
        match self.own {
            None => true,
            Some(OrdinalForm::Part) => heading.part,
            Some(form) => !heading.part && form == self.form,
        }
    }

    /// The number that the heading gets; empty when the line has one.
    fn number(&self, heading: &Heading) -> &str {
        match (self.own, heading.part) {
            (Some(_), _) => "",
            (None, true) => &self.part,
            (None, false) => &self.section,
        }
    }

    /// Everything that is written before the title.
    fn before(&self, heading: &Heading) -> String {
        let marks = match (self.own.is_some() || self.marked, heading.part) {
            (true, _) => "",
            (false, true) => &self.marks[1],
            (false, false) => &self.marks[0],
        };
        let blank = match self.own {
            Some(OrdinalForm::Part) => " ",
            _ => "",
        };
        format!("{marks}{blank}{}", self.number(heading))
    }
}
