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
