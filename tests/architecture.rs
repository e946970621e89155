//! The invariants of ARCHITECTURE.md that the source itself can break.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "what panics here has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file under a folder of the project.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)
            .expect("a folder of the project")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).expect("a source file");
                found.push((path, source));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// The code of a file without comment lines.
fn code(source: &str) -> String {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Asserts that a word occurs in the code of one room only.
fn only_in(word: &str, rooms: &[&str]) {
    let mut inside = 0;
    for (path, source) in sources("src") {
        if !code(&source).contains(word) {
            continue;
        }
        let allowed = rooms
            .iter()
            .any(|room| path.to_string_lossy().contains(room));
        assert!(allowed, "{word} occurs in {}", path.display());
        inside += 1;
    }
    assert!(
        inside > 0,
        "{word} occurs nowhere: the test looks for the wrong word"
    );
}

#[test]
fn tree_sitter_types_stay_in_the_syntax() {
    only_in("tree_sitter", &["src/syntax/"]);
}

#[test]
fn protocol_types_stay_in_the_server() {
    only_in("ls_types", &["src/server/"]);
    only_in("tower_lsp_server", &["src/server/"]);
}

#[test]
fn ropes_stay_in_the_text() {
    only_in("ropey", &["src/text/"]);
}

#[test]
fn file_formats_stay_in_the_import() {
    only_in("quick_xml", &["src/import/"]);
    only_in("hayro_interpret", &["src/import/pdf/"]);
}

/// The rooms in the order of the data flow, each with the rooms it may not look into.
const FORBIDDEN: [(&str, &[&str]); 8] = [
    (
        "src/text/",
        &[
            "import", "syntax", "document", "subjects", "audit", "rules", "ide", "server", "cli",
        ],
    ),
    (
        "src/import/",
        &[
            "syntax", "document", "subjects", "audit", "rules", "project", "ide", "server", "cli",
        ],
    ),
    (
        "src/syntax/",
        &[
            "import", "document", "subjects", "audit", "rules", "ide", "server", "cli",
        ],
    ),
    (
        "src/subjects/",
        &[
            "import", "syntax", "document", "audit", "rules", "ide", "server", "cli",
        ],
    ),
    (
        "src/document/",
        &[
            "import", "audit", "rules", "project", "ide", "server", "cli",
        ],
    ),
    ("src/audit/", &["import", "project", "ide", "server", "cli"]),
    ("src/project/", &["import", "ide", "server", "cli"]),
    ("src/ide/", &["import", "server", "cli"]),
];

#[test]
fn data_flows_one_way() {
    for (path, source) in sources("src") {
        let path = path.to_string_lossy().into_owned();
        for (room, forbidden) in FORBIDDEN.iter().filter(|(room, _)| path.contains(room)) {
            for other in *forbidden {
                let import = format!("crate::{other}");
                assert!(
                    !code(&source).contains(&import),
                    "{path} ({room}) looks into {other}"
                );
            }
        }
    }
}

#[test]
fn no_file_holds_more_than_one_idea() {
    for (path, source) in sources("src") {
        let lines = source.lines().count();
        assert!(lines <= 900, "{} has {lines} lines", path.display());
    }
}
