//! What the trees of whole documents must contain.

use crate::parsing::{nodes_of_kind, parse};
use crate::texts::documents;
use tree_sitter::{Node, Tree};

fn line(node: Node<'_>) -> usize {
    node.start_position().row + 1
}

/// Lines on which nodes of a kind begin.
fn lines(tree: &Tree, kind: &str) -> Vec<usize> {
    nodes_of_kind(tree, kind).into_iter().map(line).collect()
}

/// First line and number of rows of every table.
fn tables(tree: &Tree) -> Vec<(usize, usize)> {
    nodes_of_kind(tree, "table")
        .into_iter()
        .map(|table| {
            let mut cursor = table.walk();
            let rows = table
                .children(&mut cursor)
                .filter(|child| matches!(child.kind(), "row" | "pipe_row" | "delimiter_row"));
            (line(table), rows.count())
        })
        .collect()
}

fn document(start: &str) -> Option<Tree> {
    let (_, text) = documents().into_iter().find(|(name, _)| {
        name.rsplit(['/', '\\'])
            .next()
            .is_some_and(|file| file.starts_with(start))
    })?;
    Some(parse(&text))
}

/// The real documents are not part of the project: where they are missing, the
/// test that asks for one has nothing to read and says so.
fn real_document(start: &str) -> Option<Tree> {
    let tree = document(start);
    if tree.is_none() {
        eprintln!("not checked: {start} is not here");
    }
    tree
}

#[test]
fn narrative_budget() {
    let Some(tree) = real_document("000_") else {
        return;
    };
    assert_eq!(lines(&tree, "part"), [1, 47]);
    assert_eq!(lines(&tree, "glossary"), [83]);
    assert_eq!(nodes_of_kind(&tree, "glossary_entry").len(), 32);
    assert_eq!(tables(&tree), []);
    assert_eq!(
        lines(&tree, "heading_1"),
        [4, 43, 45, 50, 68, 74, 76, 78, 80]
    );
}

#[test]
fn markdown_budget_with_tables() {
    let Some(tree) = real_document("001_") else {
        return;
    };
    assert_eq!(lines(&tree, "cover_line"), [3, 5]);
    assert_eq!(lines(&tree, "toc_entry").last(), Some(&42));
    assert_eq!(lines(&tree, "part"), [44, 65, 376]);
    assert_eq!(
        tables(&tree),
        [
            (67, 35),
            (112, 22),
            (141, 22),
            (170, 39),
            (217, 22),
            (246, 28),
            (281, 3),
            (293, 2),
            (304, 4),
            (319, 8),
            (336, 4),
            (347, 9),
            (363, 3),
            (452, 28),
            (485, 28),
            (518, 31),
            (554, 31),
        ]
    );
    assert_eq!(lines(&tree, "interruption"), [104, 207]);
    assert_eq!(nodes_of_kind(&tree, "glossary_entry").len(), 12);
}

#[test]
fn plain_budget_with_tables() {
    let Some(tree) = real_document("002_") else {
        return;
    };
    assert_eq!(lines(&tree, "toc_entry").last(), Some(&41));
    assert_eq!(tables(&tree).len(), 19);
    assert_eq!(lines(&tree, "interruption"), [119, 158, 232]);
    assert_eq!(nodes_of_kind(&tree, "glossary_entry").len(), 12);
    let units = nodes_of_kind(&tree, "unit_caption");
    assert_eq!(
        units[0].end_position().row - units[0].start_position().row,
        1
    );
}

#[test]
fn narrative_final_account() {
    let Some(tree) = real_document("003_") else {
        return;
    };
    assert_eq!(lines(&tree, "unnumbered_heading"), [67]);
    assert_eq!(lines(&tree, "cell_list"), [202]);
    assert_eq!(tables(&tree), []);
    assert_eq!(lines(&tree, "heading_1").last(), Some(&140));
    assert_eq!(nodes_of_kind(&tree, "glossary_entry").len(), 16);
}

#[test]
fn budget_with_economic_tables() {
    let Some(tree) = real_document("004_") else {
        return;
    };
    assert_eq!(lines(&tree, "toc_entry").last(), Some(&30));
    assert_eq!(lines(&tree, "part"), [32, 64, 160]);
    assert_eq!(
        lines(&tree, "table"),
        [
            164, 208, 223, 242, 291, 310, 349, 391, 405, 420, 434, 450, 497
        ]
    );
    assert_eq!(lines(&tree, "interruption"), [274, 342, 371, 492]);
    assert_eq!(lines(&tree, "note").len(), 14);
    assert_eq!(nodes_of_kind(&tree, "glossary_entry").len(), 8);
}

#[test]
fn district_documents() {
    for start in [
        "putuo_caizheng_2025_yusuan.txt",
        "putuo_caizheng_2025_yusuan.pipe.md",
    ] {
        let Some(tree) = real_document(start) else {
            continue;
        };
        assert_eq!(lines(&tree, "toc_entry").len(), 16);
        assert_eq!(tables(&tree).len(), 9);
        assert_eq!(nodes_of_kind(&tree, "glossary_entry").len(), 4);
        assert_eq!(lines(&tree, "unnumbered_heading")[..4], [20, 35, 39, 44]);
    }
    let Some(tree) = real_document("putuo_shegong") else {
        return;
    };
    assert_eq!(lines(&tree, "part"), [31, 269]);
    assert_eq!(tables(&tree).len(), 10);
    assert_eq!(nodes_of_kind(&tree, "glossary_entry").len(), 11);
}
