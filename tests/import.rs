//! Word, Excel and PDF files: what they become, and that they give the findings of their text.

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

use yusuan::audit::{Draft, Locale, Severity};
use yusuan::ide::{Diagnostic, diagnostics};
use yusuan::import::{ImportError, Imported, Note, Place, import};

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

/// The place of the first occurrence of some words.
#[track_caller]
fn place_of(imported: &Imported, words: &str) -> Place {
    let at = imported.text.find(words).expect("the words");
    imported.map.place(at).expect("a place").clone()
}

#[test]
fn word_shows_what_a_reader_sees() {
    let imported = office("features.docx");
    insta::assert_snapshot!("features_docx", imported.text);
    assert_eq!(imported.notes, [Note::TrackedChanges]);
    let cell = |row, column| Place::TableCell {
        page: None,
        table: 1,
        row,
        column,
    };
    assert_eq!(place_of(&imported, "2070109"), cell(6, 1));
    assert_eq!(place_of(&imported, "其中\t"), cell(1, 4));
    let paragraph = Place::Paragraph {
        page: None,
        paragraph: 4,
    };
    assert_eq!(place_of(&imported, "单位：万元"), paragraph);
    let note = Place::Footnote { note: 1 };
    assert_eq!(place_of(&imported, "注：不含上年结转"), note);
}

#[test]
fn excel_shows_what_its_cells_show() {
    let imported = office("formats.xlsx");
    insta::assert_snapshot!("formats_xlsx", imported.text);
    assert_eq!(
        imported.notes,
        [Note::HiddenSheets(vec!["底稿".to_owned()])]
    );
    let cell = Place::SheetCell {
        sheet: "预算支出总表".into(),
        row: 7,
        column: 3,
    };
    assert_eq!(place_of(&imported, "1,200.30"), cell);
}

#[test]
fn pdf_places_are_pages() {
    let imported = office("lanqiao-district-culture-budget-2025.planted.pdf");
    let place = place_of(&imported, "购房补贴\t1,834,560.00");
    // The row stands on the page after the one on which its table begins.
    assert!(
        matches!(
            place,
            Place::TableCell {
                page: Some(5),
                column: 4,
                table: 2,
                ..
            }
        ),
        "{place:?}"
    );
}

#[test]
fn every_place_of_a_text_is_known() {
    for name in [
        "qinghe-commerce-budget-2026.docx",
        "qinghe-commerce-budget-2026.xlsx",
        "jichuan-water-budget-2023.pdf",
    ] {
        let imported = office(name);
        let entries = imported.map.entries();
        assert!(entries.len() > 1000, "{name}");
        let ordered = entries
            .windows(2)
            .all(|pair| pair[0].0.end <= pair[1].0.start);
        assert!(ordered, "{name}: places overlap");
        // Between the entries stand TABs and line ends only.
        let mut rest = imported.text.clone().into_bytes();
        for (span, _) in entries {
            rest[span.start..span.end].fill(b'\n');
        }
        let between = String::from_utf8(rest).expect("whole characters");
        assert_eq!(between.trim(), "", "{name}");
    }
}

#[test]
fn files_with_macros_are_read_as_data() {
    let plain = office("features.docx");
    let macros = office("macros.docm");
    assert_eq!(macros.text, plain.text);
    assert_eq!(macros.notes, [Note::Macros, Note::TrackedChanges]);
    assert_eq!(office("macros.xlsm").text, office("formats.xlsx").text);
}

#[test]
fn encrypted_files_are_refused() {
    for name in ["encrypted.docx", "encrypted.xlsx"] {
        let bytes = fs::read(documents().join("office").join(name)).expect("a fixture");
        assert_eq!(import(&bytes), Err(ImportError::Encrypted), "{name}");
    }
}

/// Files of each kind to be spoilt.
fn small_files() -> Vec<Vec<u8>> {
    let names = [
        "features.docx",
        "formats.xlsx",
        "lanqiao-district-culture-budget-2025.planted.pdf",
    ];
    let read = |name| fs::read(documents().join("office").join(name)).expect("a fixture");
    names.map(read).into()
}

#[test]
fn files_that_are_cut_off_are_damaged() {
    for bytes in small_files() {
        for part in [1, 2, 3] {
            let cut = &bytes[..bytes.len() * part / 4];
            match import(cut) {
                Err(ImportError::Damaged(_) | ImportError::NoText) => {}
                // What a PDF holds can be found without its index; a zip archive ends with it.
                Ok(_) if cut.starts_with(b"%PDF") => {}
                other => panic!("{part}/4 of a file gave {other:?}"),
            }
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// Whatever happens to the bytes of a file, there is an answer.
    #[test]
    fn spoilt_files_have_an_answer(
        file in 0_usize..3,
        changes in proptest::collection::vec((proptest::num::usize::ANY, proptest::num::u8::ANY), 1..20),
    ) {
        let mut bytes = small_files().swap_remove(file);
        for (at, value) in changes {
            let at = at % bytes.len();
            bytes[at] = value;
        }
        let _ = import(&bytes);
    }
}
