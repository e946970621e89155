//! The tree after any edits is the tree of the final text.

use crate::parsing::{edit, fault, nodes, parse, parser};
use crate::texts::{any_insertion, any_text, cases, documents};
use proptest::prelude::*;
use tree_sitter::{Parser, Tree};

/// An edit by proportions of the text, so that it fits a text of any length.
#[derive(Clone, Debug)]
struct Change {
    at: f64,
    removed: usize,
    inserted: String,
}

fn any_change() -> impl Strategy<Value = Change> {
    (
        0.0..1.0f64,
        prop_oneof![4 => 0..4usize, 1 => 0..200usize],
        any_insertion(),
    )
        .prop_map(|(at, removed, inserted)| Change {
            at,
            removed,
            inserted,
        })
}

/// Makes the change and parses again from the old tree.
fn apply(parser: &mut Parser, text: &mut String, tree: &mut Tree, change: &Change) {
    let mut start = (text.len() as f64 * change.at) as usize;
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = text[start..]
        .char_indices()
        .nth(change.removed)
        .map_or(text.len(), |(at, _)| start + at);
    edit(text, tree, start..end, &change.inserted);
    *tree = parser
        .parse(&*text, Some(tree))
        .expect("nothing cancels the parse");
}

fn check(text: &str, changes: &[Change]) -> Result<(), TestCaseError> {
    let mut parser = parser();
    let mut text = text.to_owned();
    let mut tree = parse(&text);
    for change in changes {
        apply(&mut parser, &mut text, &mut tree, change);
        prop_assert_eq!(fault(&tree), None);
        let fresh = nodes(&parse(&text));
        let difference = nodes(&tree)
            .into_iter()
            .zip(&fresh)
            .find(|(old, new)| old != *new);
        prop_assert_eq!(difference, None, "after {:?} in {:?}", change, text);
        prop_assert_eq!(nodes(&tree).len(), fresh.len());
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn edits_of_any_text(text in any_text(), changes in prop::collection::vec(any_change(), 1..6)) {
        check(&text, &changes)?;
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn edits_of_documents(
        document in any::<prop::sample::Index>(),
        changes in prop::collection::vec(any_change(), 1..6),
    ) {
        let documents = documents();
        prop_assert!(!documents.is_empty());
        let (_, text) = document.get(&documents);
        check(text, &changes)?;
    }
}

/// Each inserts text behind a block or phrase that the old tree had ended, or
/// takes away what ended it.
#[test]
fn ended_blocks_go_on() {
    for (before, after) in [
        (
            "一、甲\n说明。\n\n\n二、乙\n",
            "一、甲\n说明。\n\n\n续说明。\n二、乙\n",
        ),
        (
            "甲\t乙\n\n\n正文。\n",
            "甲\t乙\n\n\n注：本表无数据\n正文。\n",
        ),
        ("甲\t乙\n\n\n正文。\n", "甲\t乙\n\n\n丙\t丁\n正文。\n"),
        ("表一\n\n\n正文。\n", "表一\n\n\n2024年收支预算表\n正文。\n"),
        (
            "目录\n一、甲\n\n\n正文。\n",
            "目录\n一、甲\n\n\n二、乙\n正文。\n",
        ),
        (
            "名词解释\n\n\n第二部分\n",
            "名词解释\n\n\n基本支出：指支出。\n第二部分\n",
        ),
        ("第一部分\n\n正文。\n", "第一部分\n概况\n正文。\n"),
        ("单位：万\n正文。\n", "单位：万\n元\n正文。\n"),
        ("\t甲\n\t乙\n\n\n正文。\n", "\t甲\n\t乙\n\n\n\t丙\n正文。\n"),
        ("本年 5   户外。\n", "本年 5   万元外。\n"),
        ("合计   \t1\n", "合计   数\t1\n"),
        (
            "教育支出（类）  普通教育\n",
            "教育支出（类）  普通教育（款）\n",
        ),
        ("1.基本支出  为乙\n", "名词解释\n1.基本支出  ：为乙\n"),
        ("某局\n一、甲\n", "某局\n2024年部门预算\n一、甲\n"),
    ] {
        for (from, to) in [(before, after), (after, before)] {
            let same = |(a, b): &(char, char)| a == b;
            let head: usize = from
                .chars()
                .zip(to.chars())
                .take_while(same)
                .map(|(a, _)| a.len_utf8())
                .sum();
            let tail: usize = from[head..]
                .chars()
                .rev()
                .zip(to[head..].chars().rev())
                .take_while(same)
                .map(|(a, _)| a.len_utf8())
                .sum();
            let mut text = from.to_owned();
            let mut tree = parse(&text);
            edit(
                &mut text,
                &mut tree,
                head..from.len() - tail,
                &to[head..to.len() - tail],
            );
            let edited = parser()
                .parse(&text, Some(&tree))
                .expect("nothing cancels the parse");
            assert_eq!(text, to);
            assert_eq!(nodes(&edited), nodes(&parse(&text)), "{from:?} to {to:?}");
        }
    }
}
