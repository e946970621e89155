//! Our own fixture documents: the clean ones stay silent, the planted mistakes are found where
//! they stand, and nothing else is reported.

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

use yusuan::audit::{Draft, Finding, Severity};

/// A finding as the tests compare it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    code: String,
    line: String,
    message: String,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/documents")
        .join(name)
}

/// The drafts of a folder, by name.
fn drafts(name: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder(name))
        .expect("the fixtures")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !path.to_string_lossy().ends_with(".expected.tsv"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

fn open(path: &Path) -> Draft {
    Draft::open(&fs::read_to_string(path).expect("a fixture"))
}

/// The findings at error or warning level, with the line they sit on.
fn grave_findings(draft: &Draft) -> Vec<Found> {
    let mut found = Vec::new();
    for placed in &draft.disclosures {
        let grave = |finding: &&Finding| finding.severity <= Severity::Warning;
        for finding in placed.analysis.findings.iter().filter(grave) {
            let line = draft.text.line_of(placed.start + finding.span.start);
            found.push(Found {
                code: finding.code.to_owned(),
                line: draft
                    .text
                    .slice(draft.text.line_span(line))
                    .replace('\t', "→"),
                message: finding.message.chinese.clone(),
            });
        }
    }
    found.sort();
    found
}

#[test]
fn clean_documents_are_silent() {
    let mut noise = String::new();
    for path in drafts("clean") {
        for found in grave_findings(&open(&path)) {
            noise.push_str(&format!("{}: {found:?}\n", path.display()));
        }
    }
    assert!(noise.is_empty(), "{noise}");
}

#[test]
fn every_document_is_understood() {
    for path in drafts("clean") {
        let draft = open(&path);
        assert!(
            draft.tree().is_some_and(yusuan::syntax::Tree::is_sound),
            "{}",
            path.display()
        );
        assert_eq!(draft.disclosures.len(), 1, "{}", path.display());
        let disclosure = &draft.disclosures[0].analysis.disclosure;
        assert!(disclosure.kind.is_some(), "{}", path.display());
        assert!(disclosure.fiscal_year.is_some(), "{}", path.display());
        assert!(disclosure.organisation.is_some(), "{}", path.display());
        assert!(!disclosure.glossary.is_empty(), "{}", path.display());
        assert!(!disclosure.statements.is_empty(), "{}", path.display());
    }
}

/// A line of an `.expected.tsv`: the finding, and the other places where one may report it.
struct Expectation {
    places: Vec<(String, String)>,
    description: String,
}

fn expectations(path: &Path) -> Vec<Expectation> {
    let name = path.file_name().expect("a name").to_string_lossy();
    let (stem, _) = name.split_once(".yusuan").expect("a fixture's name");
    let list = fs::read_to_string(path.with_file_name(format!("{stem}.expected.tsv")))
        .expect("the list of expected findings");
    list.lines()
        .skip(1)
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let mut places = vec![(columns[0].to_owned(), columns[1].to_owned())];
            for also in columns.get(3).iter().flat_map(|also| also.split(" ; ")) {
                if let Some((code, fragment)) = also.trim().split_once(' ') {
                    places.push((code.to_owned(), fragment.trim().to_owned()));
                }
            }
            Expectation {
                places,
                description: columns[2].to_owned(),
            }
        })
        .collect()
}

impl Expectation {
    fn matches(&self, found: &Found) -> bool {
        self.places
            .iter()
            .any(|(code, fragment)| *code == found.code && found.line.contains(fragment))
    }
}

#[test]
fn planted_mistakes_are_found_and_nothing_else() {
    let mut wrong = String::new();
    let mut planted = 0;
    for folder in ["planted", "demo"] {
        for path in drafts(folder) {
            let found = grave_findings(&open(&path));
            let expected = expectations(&path);
            planted += expected.len();
            for expectation in &expected {
                if !found.iter().any(|found| expectation.matches(found)) {
                    let (code, fragment) = &expectation.places[0];
                    wrong.push_str(&format!(
                        "{}: missing {code} at {fragment}: {}\n",
                        path.display(),
                        expectation.description
                    ));
                }
            }
            for found in &found {
                if !expected
                    .iter()
                    .any(|expectation| expectation.matches(found))
                {
                    wrong.push_str(&format!("{}: unexpected {found:?}\n", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "of {planted} planted mistakes:\n{wrong}");
}
