//! 已经停用或不规范的科目名称、术语。
//!
//! ## 检查什么
//! 没有编码的类级科目（收支总表各行）、文字和名词解释中的 类（款、项）路径、部门经济科目的名称，
//! 以及“用事业基金弥补收支差额”等旧术语。停用的名称和与现行名称只差一两个字的名称都报。
//!
//! ## 为什么
//! 旧名称说明模板没有随《政府收支分类科目》更新，读者无法与其他部门比较。
//!
//! ## 例
//! 错：（九）医疗卫生与计划生育支出。
//!
//! 对：（九）卫生健康支出。
//!
//! ## 如何修改
//! 改为现行名称（可一键修复）。
//!
//! ## 不报的情形
//! 类级科目省略“支出”；括号全半角。固定格式中没有金额的行只作提示。带编码的行由 B404 检查。
//!
//! ## In English
//! A subject or term that is no longer in use, or is not the official name.

use std::sync::LazyLock;

use crate::audit::{Finding, Severity};
use crate::document::{
    CellContent, Disclosure, Line, ProseKind, Side, Table, TableKind,
    normalise::{beginning_of, normalise},
};
use crate::rules::inspection::places;
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::subjects::{Classification, Subject, SubjectLevel, Validity, catalogue, normalise_name};
use crate::text::Span;

/// B406.
pub const RULE: Rule = Rule {
    code: "B406",
    name: "outdated-or-unofficial-name",
    title: "停用或不规范的名称",
    severity: Severity::Information,
    source: include_str!("outdated_name.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// Terms that went out of use, or never were in use, and what is said instead.
const TERMS: [(&str, &str); 6] = [
    ("用事业基金弥补收支差额", "使用非财政拨款结余"),
    ("公共财政预算", "一般公共预算"),
    ("一般公共预算服务支出", "一般公共服务支出"),
    ("国有资产经营预算", "国有资本经营预算"),
    ("其他商业流通事务服务支出", "其他商业流通事务支出"),
    ("社会保障与就业支出", "社会保障和就业支出"),
];

/// What follows the name of a class in a path.
const CLASS_MARKS: [&str; 2] = ["（类）", "(类)"];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let terms = TERMS.iter().map(|(outdated, _)| *outdated);
    Lexicon::new(terms.chain(CLASS_MARKS))
});

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let year = disclosure.catalogue_year();
    let functional = Classes::new(Classification::Functional, year);
    let economic = Classes::new(Classification::DepartmentalEconomic, year);
    for table in disclosure
        .tables
        .iter()
        .filter(|table| holds_subjects(table))
    {
        for side in &table.sides {
            for line in side.lines.iter().filter(|line| line.code.is_none()) {
                let official = functional
                    .meant(&line.label)
                    .or_else(|| economic.meant(&line.label));
                found.extend(
                    official.and_then(|official| in_line(disclosure, table, side, line, &official)),
                );
            }
        }
    }
    for line in &disclosure.prose {
        if line.kind != ProseKind::Barrier {
            in_words(disclosure, &functional, line.span, found);
        }
    }
    for entry in &disclosure.glossary {
        in_words(disclosure, &functional, entry.term_span, found);
        let term = normalise(disclosure.words(entry.term_span));
        if let Some(official) = economic.meant(&term) {
            found.push(finding(entry.term_span, &term, &official));
        }
    }
}

fn holds_subjects(table: &Table) -> bool {
    !matches!(
        table.kind,
        TableKind::ProjectTarget
            | TableKind::OverallTarget
            | TableKind::SelfEvaluation
            | TableKind::Projects
            | TableKind::ProjectsCarriedIn
            | TableKind::ThreePublic
            | TableKind::FinalThreePublic
    )
}

fn in_line(
    disclosure: &Disclosure,
    table: &Table,
    side: &Side,
    line: &Line,
    official: &str,
) -> Option<Finding> {
    let row = table.rows.get(line.row)?;
    let cells = row.cells.get(side.columns.clone()).unwrap_or_default();
    let carries_money = cells.iter().any(|cell| match cell.content {
        CellContent::Figure(id) => disclosure
            .figure(id)
            .is_some_and(|figure| !figure.value.is_zero()),
        _ => false,
    });
    let finding = finding(line.label_span, &line.label, official);
    let printed = disclosure.words(line.label_span);
    let finding = match places(printed, line.label_span.start, &line.label).next() {
        Some(span) => Finding { span, ..finding }.mended(span, official),
        None => finding,
    };
    Some(if carries_money {
        finding
    } else {
        finding.at(Severity::Hint)
    })
}

/// Terms, and the class names of 类/款/项 paths, in a line of words.
fn in_words(disclosure: &Disclosure, functional: &Classes, line: Span, found: &mut Vec<Finding>) {
    let words = disclosure.words(line);
    if !LEXICON.speaks_of(words) {
        return;
    }
    for (outdated, current) in TERMS {
        let mut spans = places(words, line.start, outdated);
        let Some(first) = spans.next() else {
            continue;
        };
        let finding = finding(first, outdated, current).mended(first, current);
        found.push(spans.fold(finding, |finding, span| {
            finding.beside(span, "同一段", "in the same paragraph")
        }));
    }
    for (at, mark) in CLASS_MARKS
        .iter()
        .flat_map(|mark| words.match_indices(mark).map(move |(at, _)| (at, mark)))
    {
        let after = words.get(at + mark.len()..).unwrap_or_default();
        found.extend(class_of_path(disclosure, functional, line, at));
        found.extend(later_names(disclosure, line.start + at + mark.len(), after));
    }
}

/// The class of a path, which ends at a byte of the line.
fn class_of_path(
    disclosure: &Disclosure,
    functional: &Classes,
    line: Span,
    end: usize,
) -> Option<Finding> {
    let words = disclosure.words(line).get(..end)?;
    let start = words
        .rfind(|before: char| !crate::document::normalise::is_han(before))
        .and_then(|last| Some(last + words.get(last..)?.chars().next()?.len_utf8()))
        .unwrap_or(0);
    let name = words.get(start..)?;
    let official = functional.meant(name)?;
    let span = Span::new(line.start + start, line.start + end);
    Some(finding(span, name, &official).mended(span, official))
}

/// No name of a subject has more bytes: a line may be of any length.
const LONGEST_NAME: usize = 300;

/// 款 and 项 of a path that had their names in other years only.
fn later_names(disclosure: &Disclosure, start: usize, after: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut from = 0;
    for (level, marks) in [
        (SubjectLevel::Section, ["（款）", "(款)"]),
        (SubjectLevel::Item, ["（项）", "(项)"]),
    ] {
        let rest = beginning_of(after.get(from..).unwrap_or_default(), LONGEST_NAME);
        let Some((at, mark)) = marks.iter().find_map(|mark| Some((rest.find(mark)?, mark))) else {
            break;
        };
        let name = rest.get(..at).unwrap_or_default();
        if name.contains(['。', '；', '，', '：']) {
            break;
        }
        let span = Span::new(start + from, start + from + at);
        if let Some(current) = renamed(name, level, disclosure.fiscal_year) {
            findings.push(finding(span, name, current).mended(span, current));
        }
        from += at + mark.len();
    }
    findings
}

/// The current name of a subject that is known only by a name it no longer has.
fn renamed(name: &str, level: SubjectLevel, year: Option<u16>) -> Option<&'static str> {
    let subjects = catalogue().by_name(Classification::Functional, name, year);
    let of_level: Vec<&&Subject> = subjects
        .iter()
        .filter(|subject| subject.level == level)
        .collect();
    let first = of_level.first()?;
    let given_up = of_level
        .iter()
        .all(|subject| subject.validity(year) == Validity::No);
    let current = catalogue().subject(Classification::Functional, first.code, year)?;
    (given_up && current.supports_warning() && current.name != first.name).then_some(current.name)
}

fn finding(span: Span, printed: &str, official: &str) -> Finding {
    RULE.finding(
        span,
        format!("“{printed}”是停用或不规范的名称，现行名称为“{official}”"),
        format!("“{printed}” is outdated or unofficial; the name in use is “{official}”"),
    )
}

/// The fewest characters of a name that is recognised although it is misspelt.
const SHORTEST_MISSPELT: usize = 6;

/// The classes of a classification by their names.
struct Classes {
    classification: Classification,
    year: Option<u16>,
    /// Names in force.
    current: Vec<Class>,
    /// Names given up.
    former: Vec<Class>,
}

/// A name of a class.
struct Class {
    name: Spelling,
    code: &'static str,
}

impl Classes {
    fn new(classification: Classification, year: Option<u16>) -> Self {
        let (former, current) = catalogue()
            .subjects(classification)
            .iter()
            .filter(|subject| subject.level == SubjectLevel::Class)
            .partition::<Vec<&Subject>, _>(|subject| subject.validity(year) == Validity::No);
        let classes = |subjects: Vec<&Subject>| {
            let class = |subject: &Subject| Class {
                name: Spelling::new(normalise_name(subject.name)),
                code: subject.code,
            };
            subjects.into_iter().map(class).collect()
        };
        Self {
            classification,
            year,
            current: classes(current),
            former: classes(former),
        }
    }

    /// The official name of the class that a printed name means, when it is not that name: a
    /// former one, one with 事务 for 支出, or one that differs by one character or by their order.
    fn meant(&self, printed: &str) -> Option<String> {
        let printed = normalise_name(printed);
        let named = |class: &&Class| is_name(&printed, &class.name.text);
        if self.current.iter().any(|class| named(&class)) {
            return None;
        }
        if let Some(class) = self.former.iter().find(named) {
            return self.official(class.code);
        }
        let affairs = printed.contains("事务");
        let without_affairs = printed.replace("事务", "");
        let renamed = self
            .current
            .iter()
            .find(|class| affairs && is_name(&without_affairs, &class.name.text));
        let class = renamed.or_else(|| self.misspelt(&printed, &without_affairs))?;
        let of_another_subject = !catalogue()
            .by_name(self.classification, &printed, self.year)
            .is_empty();
        if of_another_subject {
            return None;
        }
        self.official(class.code)
    }

    /// The class whose name differs a little from a printed one, with or without 支出, 事务 left
    /// out or not.
    fn misspelt(&self, printed: &str, without_affairs: &str) -> Option<&Class> {
        let mut spellings = Vec::new();
        let names = [printed, without_affairs];
        let different = if printed == without_affairs { 1 } else { 2 };
        for name in names.into_iter().take(different) {
            for ending in ["", "支出"] {
                let signature = signature(name) | signature(ending);
                if !self.has_similar(signature) {
                    continue;
                }
                let spelling = Spelling::new(format!("{name}{ending}"));
                if spelling.characters.len() >= SHORTEST_MISSPELT {
                    spellings.push(spelling);
                }
            }
        }
        self.current.iter().find(|class| {
            class.name.characters.len() >= SHORTEST_MISSPELT
                && spellings
                    .iter()
                    .any(|spelling| spelling.differs_little(&class.name))
        })
    }

    /// Whether a class in force may differ by at most one character from a name with a signature.
    fn has_similar(&self, signature: u64) -> bool {
        let mut signatures = self.current.iter().map(|class| class.name.signature);
        signatures.any(|other| (signature ^ other).count_ones() <= 1)
    }

    fn official(&self, code: &str) -> Option<String> {
        let subject = catalogue().subject(self.classification, code, self.year)?;
        Some(subject.name.to_owned())
    }
}

/// Equal, or equal but for 支出 at the end.
fn is_name(printed: &str, name: &str) -> bool {
    printed == name || name.strip_suffix("支出") == Some(printed)
}

/// A name with its characters, taken apart once for many comparisons.
struct Spelling {
    text: String,
    signature: u64,
    characters: Vec<char>,
    sorted: Vec<char>,
}

impl Spelling {
    fn new(text: String) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut sorted = characters.clone();
        sorted.sort_unstable();
        Self {
            signature: signature(&text),
            text,
            characters,
            sorted,
        }
    }

    /// The same characters in another order, or one character more or less.
    fn differs_little(&self, other: &Self) -> bool {
        let (one, other_one) = (&self.characters, &other.characters);
        match one.len().abs_diff(other_one.len()) {
            0 => self.sorted == other.sorted && self.text != other.text,
            1 if one.len() < other_one.len() => lacks_one(one, other_one),
            1 => lacks_one(other_one, one),
            _ => false,
        }
    }
}

/// A set of the characters of a name, in which some share a bit: names of the same characters have
/// the same, and one character more sets one bit more at the most.
fn signature(name: &str) -> u64 {
    let bits = name
        .chars()
        .map(|character| 1 << (u32::from(character) % 64));
    bits.fold(0, |signature, bit: u64| signature | bit)
}

/// Whether a name is another one without one of its characters.
fn lacks_one(short: &[char], long: &[char]) -> bool {
    let same = short
        .iter()
        .zip(long)
        .take_while(|(one, other)| one == other);
    let same = same.count();
    short.get(same..) == long.get(same + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn former_and_misspelt_names_are_found() {
        let classes = Classes::new(Classification::Functional, Some(2024));
        let name = |printed| classes.meant(printed);
        for (printed, official) in [
            ("医疗卫生与计划生育支出", "卫生健康支出"),
            ("资源勘探信息等", "资源勘探工业信息等支出"),
            ("城乡社区事务", "城乡社区支出"),
            ("农林水事务支出", "农林水支出"),
            ("文化体育旅游与传媒支出", "文化旅游体育与传媒支出"),
            ("商业服务业", "商业服务业等支出"),
        ] {
            assert_eq!(name(printed).as_deref(), Some(official), "{printed}");
        }
        for printed in [
            "一般公共服务",
            "商业服务业等",
            "国有资本经营预算",
            "其他支出",
            "其他收入",
            "合计",
            "财政事务",
            "灾害防治及应急管理",
            "教育",
            "住房改革支出",
            "一般公共预算",
        ] {
            assert_eq!(name(printed), None, "{printed}");
        }
        assert_eq!(
            Classes::new(Classification::DepartmentalEconomic, None)
                .meant("对个人和家庭补助")
                .as_deref(),
            Some("对个人和家庭的补助")
        );
    }

    #[test]
    fn rows_without_money_are_hints() {
        let draft = "2024年部门收支预算表\n\n单位：万元\n\n收入→→支出→\n项目→金额→项目→金额\n\
                     一、一般公共预算→8.00→一、一般公共服务→3.00\n→→十二、⟦城乡社区事务⟧→5.00\n\
                     →→十三、⟦农林水事务⟧→\n收入总计→8.00→支出总计→8.00\n";
        let found = assert_reports(&RULE, draft);
        assert_eq!(found[0].severity, Severity::Information);
        assert_eq!(found[1].severity, Severity::Hint);
        assert!(mended(draft, &found[0]).contains("十二、城乡社区支出\t5.00"));
    }

    #[test]
    fn paths_and_terms_are_found() {
        assert_reports(
            &RULE,
            "第一部分 概况\n\n一、支出\n\n用于⟦一般公共预算服务支出⟧319.49万元。\n\
             ⟦商业服务业⟧（类）商业流通事务（款）事业运行（项）3.00万元。\n\n\
             第二部分 名词解释\n\n1.⟦用事业基金弥补收支差额⟧：指弥补当年收支缺口的资金。\n\
             2.⟦对个人和家庭补助⟧：反映用于个人和家庭的支出。\n",
        );
    }

    #[test]
    fn names_in_use_are_right() {
        assert_silent(
            &RULE,
            "第一部分 概况\n\n一、支出\n\n一般公共服务（类）商贸事务（款）招商引资（项）3.00万元。\n\n\
             第二部分 名词解释\n\n1.资本性支出：反映资本性支出。\n2.使用非财政拨款结余：指弥补收支的资金。\n",
        );
    }
}
