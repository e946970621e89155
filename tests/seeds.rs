//! The real documents, where `../shared` holds them: every finding on them is in the reviewed list
//! (`tests/reviewed.tsv`), and nothing else is found (domain specification §10, §11).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    reason = "what panics here has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use yusuan::audit::{Draft, Severity};

/// Findings as (line, code, severity), sorted; lines count from one.
type Places = Vec<(usize, String, String)>;

/// The reviewed findings of each document, by the start of its name.
fn reviewed() -> BTreeMap<&'static str, Places> {
    let mut reviewed: BTreeMap<&str, Places> = BTreeMap::new();
    for row in include_str!("reviewed.tsv").lines() {
        if row.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = row.split('\t').collect();
        let [document, line, code, severity, why @ ..] = cells.as_slice() else {
            panic!("a row is document, line, code, severity and reason: {row}");
        };
        let grave = matches!(*severity, "error" | "warning");
        assert!(!grave || !why.is_empty(), "say why it is true: {row}");
        reviewed.entry(document).or_default().push((
            line.parse().expect("a line number"),
            (*code).to_owned(),
            (*severity).to_owned(),
        ));
    }
    reviewed
}

/// The documents of a folder beside the project, by name; none on a machine without it.
fn documents(folder: &str) -> BTreeMap<String, Draft> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(folder);
    if !path.is_dir() {
        println!("skipped: ../shared/{folder} is not here");
        return BTreeMap::new();
    }
    fs::read_dir(path)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("a document");
            (name.into_owned(), Draft::open(&text))
        })
        .collect()
}

fn name_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "information",
        Severity::Hint => "hint",
    }
}

/// Every finding but the hints that come once a paragraph and the notes of checks not run.
fn found(draft: &Draft) -> Places {
    let mut places = Places::new();
    for placed in &draft.disclosures {
        for finding in &placed.analysis.findings {
            let note = matches!(finding.code, "B606" | "B904");
            if note && finding.severity == Severity::Hint {
                continue;
            }
            let line = draft.text.line_of(placed.start + finding.span.start) + 1;
            let severity = name_of(finding.severity).to_owned();
            places.push((line, finding.code.to_owned(), severity));
        }
    }
    places.sort();
    places
}

#[test]
fn every_finding_on_the_real_documents_is_reviewed() {
    let reviewed = reviewed();
    let mut differences = Vec::new();
    for folder in ["seeds", "samples"] {
        for (name, draft) in documents(folder) {
            let Some((_, expected)) = reviewed.iter().find(|(start, _)| name.starts_with(**start))
            else {
                panic!("{name} is new: review its findings");
            };
            let mut expected = expected.clone();
            expected.sort();
            let found = found(&draft);
            for (list, other, sign) in [(&found, &expected, '+'), (&expected, &found, '-')] {
                for (line, code, severity) in list.iter().filter(|place| !other.contains(place)) {
                    differences.push(format!("{sign} {name}:{line} {code} {severity}"));
                }
            }
            if found.len() != expected.len() && differences.is_empty() {
                differences.push(format!("{name}: a finding is there twice"));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_table_of_the_seeds_is_recognised() {
    for (name, draft) in documents("seeds") {
        assert!(
            draft.tree().is_some_and(yusuan::syntax::Tree::is_sound),
            "{name}"
        );
        for placed in &draft.disclosures {
            for table in &placed.analysis.disclosure.tables {
                let unrecognised = table.kind == yusuan::document::TableKind::Unrecognised;
                assert!(!unrecognised, "{name}: {}", table.title);
            }
        }
    }
}
