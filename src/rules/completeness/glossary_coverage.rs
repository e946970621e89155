//! 名词解释没有覆盖用到的科目和术语。
//!
//! ## 检查什么
//! 名词解释中有 类（款、项）条目（或有“逐一解释”的说明）时，文中和表中用到的项级科目、
//! 类级科目应有对应的条目；正文使用的基本支出、项目支出、“三公”经费、机关运行经费应有解释。
//!
//! ## 为什么
//! 专业名词应当解释；只留模板的例子等于没有解释。
//!
//! ## 例
//! 错：支出涉及208、210、212、215、221五类，名词解释只有模板的“财政事务（款）行政运行（项）”。
//!
//! 对：逐项解释用到的科目。
//!
//! ## 如何修改
//! 补上条目。
//!
//! ## 不报的情形
//! 名词解释只解释术语、不列科目的地区；没有名词解释的文件（B503）。
//!
//! ## In English
//! The glossary explains subjects, but not all that the document uses; or it lacks a basic term.

use std::collections::BTreeSet;

use crate::audit::{Finding, Severity};
use crate::document::normalise::normalise;
use crate::document::{Disclosure, GlossaryEntry, OutlineKind, ProseKind, number, subject_path};
use crate::rules::completeness::profile::{TERMS, is_whole};
use crate::rules::{Basis, Check, Rule};
use crate::subjects::{Classification, SubjectLevel, Validity, catalogue, normalise_name};
use crate::text::Span;

/// B507.
pub const RULE: Rule = Rule {
    code: "B507",
    name: "glossary-coverage",
    title: "名词解释不全",
    severity: Severity::Warning,
    source: include_str!("glossary_coverage.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    if disclosure.glossary.is_empty() {
        return;
    }
    found.extend(subjects(disclosure));
    found.extend(terms(disclosure));
}

/// The template's words for a glossary that explains every subject.
const EVERY_ITEM: &str = "逐一解释";

fn subjects(disclosure: &Disclosure) -> Option<Finding> {
    let paths: Vec<&GlossaryEntry> = disclosure
        .glossary
        .iter()
        .filter(|entry| !entry.path.is_empty())
        .collect();
    let last = paths.last()?;
    let explained = |names: &[String]| {
        paths.iter().any(|entry| {
            entry
                .path
                .iter()
                .zip(names)
                .all(|(one, other)| same_subject(one, other))
                && entry.path.len() >= names.len()
        })
    };
    let mut missing: Vec<String> = Vec::new();
    let items = used_items(disclosure);
    for path in &items {
        if !explained(path) {
            missing.extend(path.last().cloned());
        }
    }
    for class in used_classes(disclosure) {
        let known = explained(std::slice::from_ref(&class));
        let by_item = items.iter().any(|path| {
            path.first()
                .is_some_and(|first| same_subject(first, &class))
        });
        if !known && !by_item {
            missing.push(class);
        }
    }
    if missing.is_empty() {
        return None;
    }
    let names = missing.join("、");
    let instruction = disclosure.lines().find_map(|line| {
        let at = disclosure.words(line).find(EVERY_ITEM)?;
        Some(Span::new(
            line.start + at,
            line.start + at + EVERY_ITEM.len(),
        ))
    });
    Some(RULE.finding(
        instruction.unwrap_or(last.term_span),
        format!("名词解释没有解释用到的科目：{names}"),
        format!("The glossary does not explain subjects that are used: {names}"),
    ))
}

/// Equal but for 支出 at the end.
fn same_subject(one: &str, other: &str) -> bool {
    let bare = |name: &str| {
        let name = normalise_name(name);
        let name = name.strip_suffix("支出").unwrap_or(&name).to_owned();
        name.strip_suffix('等').unwrap_or(&name).to_owned()
    };
    bare(one) == bare(other)
}

/// The paths of the items that the narrative names with 类, 款 and 项, and of the item codes in
/// tables.
fn used_items(disclosure: &Disclosure) -> Vec<Vec<String>> {
    let mut items: BTreeSet<Vec<String>> = BTreeSet::new();
    for line in &disclosure.prose {
        if line.kind == ProseKind::Barrier {
            continue;
        }
        let words = normalise(disclosure.words(line.span));
        for (at, _) in words.match_indices("(类)") {
            let before = words.get(..at).unwrap_or_default();
            let start = before
                .rfind(|character: char| !crate::document::normalise::is_han(character))
                .map_or(0, |last| {
                    last + before
                        .get(last..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(1, char::len_utf8)
                });
            let path = subject_path(words.get(start..).unwrap_or_default());
            if path.len() == 3 && path.iter().all(|name| name.chars().count() <= 30) {
                items.insert(path);
            }
        }
    }
    let lines = disclosure
        .tables
        .iter()
        .flat_map(|table| &table.sides)
        .flat_map(|side| &side.lines);
    for code in lines.filter_map(|line| line.code.as_deref()) {
        if SubjectLevel::of_code(code) != Some(SubjectLevel::Item) || !code.starts_with('2') {
            continue;
        }
        let path = catalogue().path(Classification::Functional, code, disclosure.fiscal_year);
        if path.len() == 3 {
            items.insert(path.iter().map(|subject| subject.name.to_owned()).collect());
        }
    }
    items.into_iter().collect()
}

/// The classes that the narrative prints with an amount.
fn used_classes(disclosure: &Disclosure) -> Vec<String> {
    let year = disclosure.fiscal_year;
    let classes = catalogue().classes(Classification::Functional, year);
    let mut used = Vec::new();
    for class in classes {
        let name = class.name;
        if class.validity(year) == Validity::No || GENERAL.contains(&name) {
            continue;
        }
        let printed = disclosure.prose.iter().any(|line| {
            let words = disclosure.words(line.span);
            line.kind != ProseKind::Barrier
                && words.contains(name)
                && words.match_indices(name).any(|(at, _)| {
                    let after = words.get(at + name.len()..).unwrap_or_default();
                    number::number_at(after, 0).is_some_and(|printed| !printed.value.is_zero())
                })
        });
        if printed {
            used.push(name.to_owned());
        }
    }
    used
}

/// Names of classes that mean other things in sentences as well.
const GENERAL: [&str; 2] = ["其他支出", "转移性支出"];

/// The basic terms that the narrative states amounts of and the glossary leaves out.
fn terms(disclosure: &Disclosure) -> Option<Finding> {
    if !is_whole(disclosure) {
        return None;
    }
    let glossary = disclosure
        .outline_nodes()
        .into_iter()
        .find(|node| node.kind == OutlineKind::Glossary)?;
    let missing: Vec<&str> = TERMS
        .iter()
        .filter(|(term, _)| {
            disclosure.prose.iter().any(|line| {
                let words = disclosure.words(line.span);
                line.kind != ProseKind::Barrier && words.contains(term) && words.contains("万元")
            })
        })
        .filter(|(_, words)| {
            !disclosure
                .glossary
                .iter()
                .any(|entry| words.iter().any(|word| entry.term.contains(word)))
        })
        .map(|(term, _)| *term)
        .collect();
    if missing.is_empty() {
        return None;
    }
    let names = missing.join("、");
    let finding = RULE.finding(
        glossary.name_span,
        format!("名词解释没有解释正文使用的{names}"),
        format!("The glossary does not explain terms that the narrative uses: {names}"),
    );
    Some(finding.at(Severity::Information))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn classes_in_use_are_explained_when_subjects_are() {
        let found = assert_reports(
            &RULE,
            "第一部分 说明\n\n一、支出情况\n\n城乡社区支出121.66万元，卫生健康支出0万元，住房保障支出10.8万元。\n\n\
             第二部分 名词解释\n\n1.一般公共服务（类）财政事务（款）行政运行（项）：反映行政单位的支出。\n\
             2.⟦住房保障支出（类）住房改革支出（款）住房公积金（项）⟧：反映缴存的住房公积金。\n",
        );
        assert!(found[0].message.chinese.ends_with("：城乡社区支出"));
    }

    #[test]
    fn items_of_the_narrative_are_explained() {
        assert_reports(
            &RULE,
            "第一部分 说明\n\n一、支出情况\n\n卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）3万元。\n\n\
             第二部分 名词解释\n\n1.⟦住房保障支出（类）住房改革支出（款）住房公积金（项）⟧：反映住房公积金。\n",
        );
    }

    #[test]
    fn glossaries_of_terms_are_right() {
        assert_silent(
            &RULE,
            "第一部分 说明\n\n一、支出情况\n\n城乡社区支出121.66万元。\n\n第二部分 名词解释\n\n1.基本支出：指开支。\n",
        );
    }
}
