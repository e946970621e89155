//! Any text parses, and after an edit the tree equals a fresh one.
//!
//! The input is two texts and a place: the first byte says where, in 256ths of
//! the first text, the second text is inserted; U+001E separates them.
//!
//! `cargo +nightly fuzz run grammar` in the project's root.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tree_sitter::{InputEdit, Parser, Point, Tree};

fuzz_target!(|data: &[u8]| {
    let Some((place, rest)) = data.split_first() else {
        return;
    };
    let Ok(texts) = std::str::from_utf8(rest) else {
        return;
    };
    let (text, inserted) = texts.split_once('\u{1e}').unwrap_or((texts, ""));

    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_yusuan::LANGUAGE.into())
        .expect("the grammar's ABI is one that the library loads");
    let mut tree = parser.parse(text, None).expect("nothing cancels the parse");
    assert_sound(&tree);

    let mut at = text.len() * usize::from(*place) / 256;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let edited = [&text[..at], inserted, &text[at..]].concat();
    let new_end = at + inserted.len();
    tree.edit(&InputEdit {
        start_byte: at,
        old_end_byte: at,
        new_end_byte: new_end,
        start_position: position(text, at),
        old_end_position: position(text, at),
        new_end_position: position(&edited, new_end),
    });
    let incremental = parser
        .parse(&edited, Some(&tree))
        .expect("nothing cancels the parse");
    let fresh = parser
        .parse(&edited, None)
        .expect("nothing cancels the parse");
    assert_sound(&incremental);
    assert_eq!(describe(&incremental), describe(&fresh));
});

fn assert_sound(tree: &Tree) {
    // Missing nodes count as errors.
    assert!(
        !tree.root_node().has_error(),
        "{}",
        tree.root_node().to_sexp()
    );
}

/// Every node with its kind and range.
fn describe(tree: &Tree) -> Vec<(u16, usize, usize)> {
    let mut nodes = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        nodes.push((node.kind_id(), node.start_byte(), node.end_byte()));
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return nodes;
            }
        }
    }
}

fn position(text: &str, byte: usize) -> Point {
    let before = &text.as_bytes()[..byte];
    let row = before.iter().filter(|byte| **byte == b'\n').count();
    let line = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    Point::new(row, byte - line)
}
