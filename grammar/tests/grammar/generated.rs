//! The committed parser is the one that the grammar describes.

use std::path::{Path, PathBuf};
use std::process::Command;
use tree_sitter_generate::OptLevel;

fn committed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name);
    std::fs::read_to_string(path).expect("the file is committed")
}

fn output_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("the folder for test output can be made");
    folder
}

fn assert_same(folder: &Path, names: &[&str]) {
    for name in names {
        let generated = std::fs::read_to_string(folder.join(name)).expect("it has been generated");
        // Not assert_eq: a failure must not print half a megabyte.
        assert!(
            generated.replace("\r\n", "\n") == committed(name).replace("\r\n", "\n"),
            "src/{name} is out of date: run `tree-sitter generate --js-runtime native`"
        );
    }
}

#[test]
fn parser_is_generated_from_the_grammar() {
    let folder = output_folder("generated");
    let grammar = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/grammar.json");
    tree_sitter_generate::generate_parser_in_directory(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")),
        Some(folder.clone()),
        Some(grammar),
        tree_sitter::LANGUAGE_VERSION,
        None,
        None,
        true,
        OptLevel::default(),
        &mut Vec::new(),
    )
    .expect("the grammar has no conflict");
    assert_same(
        &folder,
        &["parser.c", "node-types.json", "tree_sitter/parser.h"],
    );
}

/// Reading grammar.js needs a JavaScript runtime, which only the command line
/// has built in; where it is not installed this says so and checks nothing.
#[test]
fn grammar_json_is_generated_from_grammar_js() {
    let folder = output_folder("evaluated");
    let run = Command::new("tree-sitter")
        .args(["generate", "--js-runtime", "native", "--output"])
        .arg(&folder)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    match run {
        Ok(status) => {
            assert!(status.success(), "grammar.js has no parser");
            assert_same(&folder, &["grammar.json", "parser.c"]);
        }
        Err(error) => eprintln!("not checked: the tree-sitter command line is missing ({error})"),
    }
}

/// A file that grows past this makes every build of every editor slow.
#[test]
fn parser_stays_small() {
    assert!(committed("parser.c").len() < 1_000_000);
}
