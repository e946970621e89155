//! The checks of identity, completeness and form (families 4 to 7 of domain specification §8) on
//! whole documents: silence on the clean ones, and the expected code at the expected line after a
//! mutation. The real ones are compared in `seeds.rs`.

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

use yusuan::audit::{Draft, Finding};

/// The checks under test.
const CODES: [&str; 25] = [
    "B401", "B402", "B403", "B406", "B407", "B408", "B409", "B501", "B502", "B503", "B504", "B505",
    "B506", "B507", "B508", "B509", "B510", "B601", "B602", "B603", "B604", "B605", "B606", "B607",
    "B703",
];

/// The findings of these checks with their lines, which count from one.
fn findings(draft: &Draft) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    for placed in &draft.disclosures {
        for finding in &placed.analysis.findings {
            if CODES.contains(&finding.code) {
                let line = draft.text.line_of(placed.start + finding.span.start) + 1;
                found.push((line, finding.clone()));
            }
        }
    }
    found
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn open(path: &Path) -> Draft {
    Draft::open(&fs::read_to_string(path).expect("a document"))
}

fn documents(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(project(folder))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}

#[test]
fn clean_documents_are_silent() {
    let paths = documents("tests/documents/clean");
    assert!(!paths.is_empty());
    for path in paths {
        let found = findings(&open(&path));
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}

/// Applies a mutation to every line it fits, one at a time, and asserts that a check reports it.
/// The mutation gives the new line; the finding is expected so many lines further on.
fn assert_mutations_found(
    code: &str,
    name: &str,
    fewest: usize,
    mutate: impl Fn(&[&str], usize) -> Option<String>,
) {
    let mut tried = 0;
    for path in documents("tests/documents/clean") {
        if !path.to_string_lossy().contains(name) {
            continue;
        }
        let source = fs::read_to_string(&path).expect("a document");
        let lines: Vec<&str> = source.split('\n').collect();
        for index in 0..lines.len() {
            let Some(mutated) = mutate(&lines, index) else {
                continue;
            };
            let mut draft: Vec<&str> = lines.clone();
            draft[index] = &mutated;
            let found = findings(&Draft::open(&draft.join("\n")));
            let reported = found
                .iter()
                .any(|(line, finding)| finding.code == code && *line == index + 1);
            assert!(
                reported,
                "{}:{} {mutated}: {found:#?}",
                path.display(),
                index + 1
            );
            tried += 1;
        }
    }
    assert!(tried >= fewest, "only {tried} mutations of {code}");
}

#[test]
fn a_year_changed_in_one_title_is_found() {
    assert_mutations_found("B401", "qinghe", 5, |lines, index| {
        let title = lines[index].trim_start_matches(['#', ' ']);
        let dated = title.starts_with("20") && !title.contains('\t') && !title.contains('。');
        let table = title.ends_with('表') || title.ends_with("）");
        let year: u16 = title.get(..4)?.parse().ok()?;
        // Contents entries are titles too, but a target table names no year.
        (dated && table)
            .then(|| lines[index].replacen(&year.to_string(), &(year + 1).to_string(), 1))
    });
}

#[test]
fn an_organisation_renamed_in_one_caption_is_found() {
    assert_mutations_found("B402", "qinghe", 10, |lines, index| {
        let (label, name) = lines[index].split_once('：')?;
        let caption = ["部门名称", "编制部门", "部门"].contains(&label.trim());
        let place: String = name.trim().chars().take(3).collect();
        caption.then(|| format!("{label}：{place}教育考试院"))
    });
}

#[test]
fn a_unit_line_that_lost_its_ten_thousand_is_found() {
    assert_mutations_found("B407", "yunxi", 5, |lines, index| {
        let unit = lines[index].trim() == "单位：万元";
        // A table without a figure gives no evidence.
        let figures = lines[index + 1..]
            .iter()
            .take_while(|line| !line.starts_with("#") && !line.contains("名称："))
            .any(|line| line.contains('\t') && line.contains('.'));
        (unit && figures).then(|| "单位：元".to_owned())
    });
}

#[test]
fn an_empty_table_without_its_statement_is_found() {
    let mut tried = 0;
    for path in documents("tests/documents/clean") {
        let source = fs::read_to_string(&path).expect("a document");
        for statement in ["注：本表无数据\n", "注：本表无数据。\n"] {
            for (at, _) in source.match_indices(statement) {
                let mut draft = source.clone();
                draft.replace_range(at..at + statement.len(), "\n");
                let found = findings(&Draft::open(&draft));
                let reported = found.iter().any(|(_, finding)| finding.code == "B504");
                assert!(reported, "{} {at}: {found:#?}", path.display());
                tried += 1;
            }
        }
    }
    assert!(tried >= 4, "only {tried} statements");
}

#[test]
fn a_glossary_entry_removed_is_found_where_entries_are_numbered() {
    let path = documents("tests/documents/clean")
        .into_iter()
        .find(|path| path.to_string_lossy().contains("chengwan"))
        .expect("the document");
    let source = fs::read_to_string(path).expect("a document");
    let lines: Vec<&str> = source.split('\n').collect();
    let start = lines
        .iter()
        .position(|line| line.ends_with("名词解释"))
        .expect("a glossary");
    let mut tried = 0;
    for index in start + 3..lines.len() - 2 {
        if !lines[index].contains('：') || !lines[index + 1].contains('：') {
            continue;
        }
        let mut draft = lines.clone();
        draft.remove(index);
        let found = findings(&Draft::open(&draft.join("\n")));
        let reported = found
            .iter()
            .any(|(line, finding)| finding.code == "B508" && *line == index + 1);
        assert!(reported, "{}: {found:#?}", lines[index]);
        tried += 1;
    }
    assert!(tried > 20);
}

#[test]
fn a_part_removed_is_found() {
    let mut tried = 0;
    for path in documents("tests/documents/clean") {
        let source = fs::read_to_string(&path).expect("a document");
        if source.matches("第二部分").count() == 0 {
            continue;
        }
        let draft = source.replace("第二部分", "");
        let found = findings(&Draft::open(&draft));
        let reported = found.iter().any(|(_, finding)| finding.code == "B501");
        assert!(reported, "{}: {found:#?}", path.display());
        tried += 1;
    }
    assert!(tried >= 5, "only {tried} documents");
}
