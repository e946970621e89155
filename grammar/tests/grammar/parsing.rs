//! Parsing, and what the suites ask of a tree.

use tree_sitter::{InputEdit, Node, Parser, Point, Tree, TreeCursor};

pub fn parser() -> Parser {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_yusuan::LANGUAGE.into())
        .expect("the grammar's ABI is one that the library loads");
    parser
}

pub fn parse(text: &str) -> Tree {
    parser()
        .parse(text, None)
        .expect("nothing cancels the parse")
}

/// Every node, named or not, with its kind, field, range and position.
pub fn nodes(tree: &Tree) -> Vec<String> {
    let mut lines = Vec::new();
    let mut cursor = tree.walk();
    visit(&mut cursor, &mut |cursor, depth| {
        let node = cursor.node();
        lines.push(format!(
            "{:depth$}{} {} {:?} {:?}-{:?}",
            "",
            cursor.field_name().unwrap_or("-"),
            node.kind(),
            node.byte_range(),
            node.start_position(),
            node.end_position(),
        ));
    });
    lines
}

/// The first `ERROR` or missing node.
pub fn fault(tree: &Tree) -> Option<String> {
    let mut found = None;
    let mut cursor = tree.walk();
    visit(&mut cursor, &mut |cursor, _| {
        let node = cursor.node();
        if found.is_none() && (node.is_error() || node.is_missing()) {
            found = Some(format!("{} {:?}", node.kind(), node.range()));
        }
    });
    found
}

/// The nodes of a kind, in the order of the text.
pub fn nodes_of_kind<'tree>(tree: &'tree Tree, kind: &str) -> Vec<Node<'tree>> {
    let mut found = Vec::new();
    let mut cursor = tree.walk();
    visit(&mut cursor, &mut |cursor, _| {
        if cursor.node().kind() == kind {
            found.push(cursor.node());
        }
    });
    found
}

fn visit<'tree>(cursor: &mut TreeCursor<'tree>, each: &mut impl FnMut(&TreeCursor<'tree>, usize)) {
    let mut depth = 0;
    loop {
        each(cursor, depth);
        if cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
            depth -= 1;
        }
    }
}

/// Replaces `removed` (byte range on character boundaries) by `inserted`.
pub fn edit(text: &mut String, tree: &mut Tree, removed: std::ops::Range<usize>, inserted: &str) {
    let start_position = position(text, removed.start);
    let old_end_position = position(text, removed.end);
    text.replace_range(removed.clone(), inserted);
    let new_end_byte = removed.start + inserted.len();
    tree.edit(&InputEdit {
        start_byte: removed.start,
        old_end_byte: removed.end,
        new_end_byte,
        start_position,
        old_end_position,
        new_end_position: position(text, new_end_byte),
    });
}

/// Tree-sitter's position: it counts line feeds only.
fn position(text: &str, byte: usize) -> Point {
    let before = &text.as_bytes()[..byte];
    let row = before.iter().filter(|byte| **byte == b'\n').count();
    let line = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    Point::new(row, byte - line)
}
