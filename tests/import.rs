//! Word, Excel and PDF files: what they become, and that they give the findings of their text.

use std::fs;
use std::path::{Path, PathBuf};

use yusuan::audit::{Draft, Locale, Severity};
use yusuan::ide::{Diagnostic, diagnostics};
use yusuan::import::{Imported, import};

fn documents() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

fn office(name: &str) -> Imported {
    let path = documents().join("office").join(name);
    import(&fs::read(&path).expect("a fixture")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A finding by its code and the words it is about.
fn findings(text: &str) -> Vec<String> {
    let draft = Draft::open(text);
    let grave = |it: &&Diagnostic| matches!(it.severity, Severity::Error | Severity::Warning);
    let all = diagnostics(&draft, Locale::Chinese);
    let words = |it: &Diagnostic| draft.text.slice(it.span).trim().to_owned();
    let found = all.iter().filter(grave);
    let mut found: Vec<String> = found
        .map(|it| format!("{} {}", it.code, words(it)))
        .collect();
    found.sort();
    found
}

/// The drafts of a folder that were written to files of a kind: the draft and the file.
fn pairs(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut pairs = Vec::new();
    for entry in fs::read_dir(documents().join(folder)).expect("the drafts") {
        let path = entry.expect("a draft").path();
        let name = path.file_name().and_then(|it| it.to_str()).expect("a name");
        let Some((stem, _)) = name.split_once(".yusuan.") else {
            continue;
        };
        let file = format!("{stem}{ending}");
        if documents().join("office").join(&file).exists() {
            pairs.push((path, file));
        }
    }
    pairs.sort();
    pairs
}

#[track_caller]
fn gives_the_findings_of_its_text(folder: &str, ending: &str, least: usize) {
    let pairs = pairs(folder, ending);
    assert!(pairs.len() >= least, "{} files {ending}", pairs.len());
    let mut differences = String::new();
    for (draft, file) in pairs {
        let expected = findings(&fs::read_to_string(draft).expect("a draft"));
        let imported = findings(&office(&file).text);
        let lacking = expected.iter().filter(|it| !imported.contains(it));
        lacking.for_each(|it| differences += &format!("{file}: lacks {it}\n"));
        let more = imported.iter().filter(|it| !expected.contains(it));
        more.for_each(|it| differences += &format!("{file}: has {it}\n"));
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn clean_drafts_in_word_are_silent() {
    gives_the_findings_of_its_text("clean", ".docx", 3);
}

#[test]
fn planted_mistakes_are_found_in_word() {
    gives_the_findings_of_its_text("planted", ".planted.docx", 8);
}

#[test]
fn clean_drafts_in_excel_are_silent() {
    gives_the_findings_of_its_text("clean", ".xlsx", 3);
}

#[test]
fn planted_mistakes_are_found_in_excel() {
    gives_the_findings_of_its_text("planted", ".planted.xlsx", 7);
}

#[test]
fn clean_drafts_in_pdf_are_silent() {
    gives_the_findings_of_its_text("clean", ".pdf", 1);
}

#[test]
fn planted_mistakes_are_found_in_pdf() {
    gives_the_findings_of_its_text("planted", ".planted.pdf", 1);
}
