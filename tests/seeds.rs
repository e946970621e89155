//! The real documents, where `../shared` holds them: every finding that the specification expects
//! of the checks at its line, and no other error or warning (domain specification §10, §11).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use yusuan::audit::{Draft, Severity};

/// Findings as (code, line), sorted; lines count from one.
type Places = Vec<(String, usize)>;

/// The folder of real documents; none on a machine without it.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(folder);
    if !path.is_dir() {
        println!("skipped: {} is not here", path.display());
        return None;
    }
    Some(path)
}

fn documents(folder: &str) -> BTreeMap<String, Draft> {
    let Some(folder) = shared(folder) else {
        return BTreeMap::new();
    };
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, Draft::open(&fs::read_to_string(&path).unwrap()))
        })
        .collect()
}

fn places(draft: &Draft, wanted: impl Fn(&str, Severity) -> bool) -> Places {
    let mut places = Places::new();
    for placed in &draft.disclosures {
        for finding in &placed.analysis.findings {
            if wanted(finding.code, finding.severity) {
                let line = draft.text.line_of(placed.start + finding.span.start) + 1;
                places.push((finding.code.to_owned(), line));
            }
        }
    }
    places.sort();
    places
}

/// Errors and warnings of the arithmetic checks and of codes and names; those of form are compared
/// in `form_rules.rs`.
fn grave(draft: &Draft) -> Places {
    let of_figures = |code: &str| code < "B4" || matches!(code, "B404" | "B405");
    places(draft, |code, severity| {
        severity <= Severity::Warning && of_figures(code)
    })
}

fn expected(places: &[(&str, usize)]) -> Places {
    places
        .iter()
        .map(|(code, line)| ((*code).to_owned(), *line))
        .collect()
}

#[test]
fn errors_and_warnings_of_the_seeds_are_those_of_the_specification() {
    for (name, draft) in documents("seeds") {
        let expectation: &[(&str, usize)] = match name.get(..3) {
            Some("001") => &[("B302", 531)],
            Some("002") => &[("B113", 676)],
            _ => &[],
        };
        assert_eq!(grave(&draft), expected(expectation), "{name}");
    }
}

#[test]
fn rounding_is_noted_once_a_table_and_not_where_the_document_disclaims_it() {
    for (name, draft) in documents("seeds") {
        let rounding = places(&draft, |code, _| code == "B115");
        let tables = match name.get(..3) {
            Some("001") => 1,
            Some("002") => 4,
            _ => 0,
        };
        assert_eq!(rounding.len(), tables, "{name}: {rounding:?}");
    }
}

#[test]
fn the_samples_hold_inside_their_tables() {
    for (name, draft) in documents("samples") {
        assert_eq!(grave(&draft), Places::new(), "{name}");
    }
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
