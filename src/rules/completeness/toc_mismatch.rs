//! 目录与正文标题对不上。
//!
//! ## 检查什么
//! 目录的条目正文没有；正文的一级标题目录没有；顺序不同。
//!
//! ## 为什么
//! 目录是公开内容的清单，对不上说明增删内容后没有更新。
//!
//! ## 例
//! 错：目录有“九、政府采购情况”，正文没有这一节。
//!
//! 对：补上这一节，或从目录删去。
//!
//! ## 如何修改
//! 更新目录或正文。
//!
//! ## 不报的情形
//! 序号、年度、单位名称、“部门/单位”“情况说明”的差别；缺少的表（B502）和部分（B501）。
//!
//! ## In English
//! An entry of the contents has no heading in the body, a heading is not in the contents, or their
//! order differs.

use std::collections::{BTreeMap, HashSet};

use crate::audit::{Finding, Severity};
use crate::document::{
    Contents, ContentsEntry, Disclosure, OrdinalForm, OutlineKind, OutlineNode, ordinal_of,
};
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B505.
pub const RULE: Rule = Rule {
    code: "B505",
    name: "toc-mismatch",
    title: "目录与正文不一致",
    severity: Severity::Information,
    source: include_str!("toc_mismatch.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    if disclosure.toc.is_empty() {
        return;
    }
    let contents = disclosure.contents();
    for (index, entry) in contents.entries.iter().enumerate() {
        found.extend(without_heading(disclosure, contents, index, entry));
    }
    let listed = Listed::of(contents);
    for part in &disclosure.outline {
        found.extend(unlisted(contents, &listed, part));
    }
}

/// What the contents list.
struct Listed<'a> {
    /// The titles of the body, by where they stand, with the first entry of each.
    titles: BTreeMap<Span, usize>,
    /// The words of the entries.
    keys: HashSet<&'a str>,
}

impl<'a> Listed<'a> {
    fn of(contents: &'a Contents) -> Self {
        let mut titles = BTreeMap::new();
        for (index, entry) in contents.entries.iter().enumerate() {
            if let Some(title) = entry.title.and_then(|title| contents.titles.get(title)) {
                titles.entry(title.span).or_insert(index);
            }
        }
        let keys = contents.entries.iter().map(|entry| entry.key.as_str());
        Self {
            titles,
            keys: keys.collect(),
        }
    }
}

fn without_heading(
    disclosure: &Disclosure,
    contents: &Contents,
    index: usize,
    entry: &ContentsEntry,
) -> Option<Finding> {
    let words = shortened(disclosure.words(entry.span));
    if entry.out_of_order {
        return Some(RULE.finding(
            entry.span,
            format!("“{words}”在目录中的顺序与正文不同"),
            format!("“{words}” stands elsewhere in the body than in the contents"),
        ));
    }
    let part = entry
        .ordinal
        .is_some_and(|ordinal| ordinal.form == OrdinalForm::Part);
    let table = words.trim_end_matches(['）', ')', '…']).ends_with('表');
    let decided = entry.title.is_some() || entry.is_undecided;
    let answered = decided || part || table || entry.key.is_empty();
    if answered || contents.is_group(index) || contents.stands_in_body(disclosure, &entry.key) {
        return None;
    }
    Some(RULE.finding(
        entry.span,
        format!("目录中的“{words}”正文没有对应的标题"),
        format!("“{words}” of the contents has no heading in the body"),
    ))
}

/// The first-level headings of a part that the contents leave out although they list others of it.
fn unlisted(contents: &Contents, listed: &Listed<'_>, part: &OutlineNode) -> Vec<Finding> {
    let is_part = |ordinal: Option<crate::document::Ordinal>| {
        ordinal.is_some_and(|ordinal| ordinal.form == OrdinalForm::Part)
    };
    if !is_part(ordinal_of(&part.name)) {
        return Vec::new();
    }
    let Some(start) = listed.titles.get(&part.name_span) else {
        return Vec::new();
    };
    let sections: Vec<&ContentsEntry> = contents
        .entries
        .iter()
        .skip(start + 1)
        .take_while(|entry| !is_part(entry.ordinal))
        .filter(|entry| {
            entry
                .ordinal
                .is_some_and(|ordinal| ordinal.form == OrdinalForm::Chinese)
        })
        .collect();
    if sections.is_empty() {
        return Vec::new();
    }
    part.children
        .iter()
        .filter(|node| node.kind == OutlineKind::Section)
        .filter(|node| {
            ordinal_of(&node.name).is_some_and(|ordinal| ordinal.form == OrdinalForm::Chinese)
        })
        .filter(|node| {
            let key = contents.key(&node.name);
            let is_listed = listed.titles.contains_key(&node.name_span);
            !is_listed && !listed.keys.contains(key.as_str())
        })
        .map(|node| {
            let words = shortened(&node.name);
            RULE.finding(
                node.name_span,
                format!("正文标题“{words}”目录没有列出"),
                format!("The heading “{words}” is not in the contents"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    fn draft(toc: &str, body: &str) -> String {
        format!(
            "云溪市档案馆\n2024年度部门预算公开\n\n目 录\n\n第一部分 概况\n{toc}第二部分 名词解释\n\n\
             第一部分 概况\n\n{body}\n第二部分 名词解释\n\n1.基本支出：指开支。\n"
        )
    }

    #[test]
    fn entries_without_headings_are_found() {
        assert_reports(
            &RULE,
            &draft(
                "一、本部门职责\n⟦二、政府采购情况⟧\n",
                "一、部门职责\n\n略。\n",
            ),
        );
    }

    #[test]
    fn headings_without_entries_are_found() {
        assert_reports(
            &RULE,
            &draft(
                "一、本部门职责\n",
                "一、部门职责\n\n略。\n\n⟦二、政府采购情况⟧\n\n略。\n",
            ),
        );
    }

    #[test]
    fn the_order_is_that_of_the_body() {
        assert_reports(
            &RULE,
            &draft(
                "一、政府采购情况\n⟦二、国有资产占用情况⟧\n",
                "一、国有资产占用情况\n\n略。\n\n二、政府采购情况\n\n略。\n",
            ),
        );
    }

    #[test]
    fn years_names_and_roles_make_no_difference() {
        assert_silent(
            &RULE,
            &draft(
                "一、主要职责.....1\n二、机构设置情况→2\n",
                "一、云溪市档案馆主要职责\n\n略。\n\n二、机构设置\n\n略。\n",
            ),
        );
    }
}
