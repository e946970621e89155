//! A draft after edits equals the draft of the final text opened afresh: the tree, the model, the
//! findings.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    reason = "what panics here has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use yusuan::audit::Draft;
use yusuan::project::digest;
use yusuan::text::{Edit, Span};

/// The fixtures, and the real documents where they are.
fn documents() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        "tests/documents/clean",
        "tests/documents/planted",
        "../shared/seeds",
        "../shared/samples",
    ];
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| fs::read_dir(root.join(folder)).ok())
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !path.to_string_lossy().ends_with(".expected.tsv"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

/// What a typist types: digits, separators, line ends, headings, rows, odd characters.
const TYPED: [&str; 22] = [
    "",
    "1",
    "9",
    ".",
    ",",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "一、",
    "（二）",
    "第一部分 概况\n",
    "目 录\n",
    "合计\t1.00\t1.00\n",
    "| a | b |\n",
    "注：本表无数据\n",
    "第四部分 名词解释\n",
    "基本支出：指支出。\n",
    "单位：万元\n",
    "\u{0}",
    "\u{2028}",
    "𠮷个人〇",
];

/// An edit by fractions of the text, so that it fits any document.
#[derive(Debug, Clone)]
struct Typing {
    at: f64,
    removed: usize,
    typed: usize,
}

fn typing() -> impl Strategy<Value = Typing> {
    (
        0.0..1.0f64,
        prop_oneof![Just(0usize), 1usize..4, 1usize..400],
        0usize..TYPED.len(),
    )
        .prop_map(|(at, removed, typed)| Typing { at, removed, typed })
}

fn edit(draft: &Draft, typing: &Typing) -> Edit {
    let length = draft.text.len();
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of the length"
    )]
    let at = (length as f64 * typing.at) as usize;
    let span = draft
        .text
        .clamp_span(Span::new(at, (at + typing.removed).min(length)));
    Edit::new(span, TYPED[typing.typed])
}

fn assert_same(edited: &Draft, fresh: &Draft) -> Result<(), TestCaseError> {
    prop_assert_eq!(edited.text.to_string(), fresh.text.to_string());
    let outline = |draft: &Draft| draft.tree().map(yusuan::syntax::Tree::outline);
    prop_assert_eq!(outline(edited), outline(fresh));
    prop_assert!(fresh.tree().is_some_and(yusuan::syntax::Tree::is_sound));
    prop_assert_eq!(edited.disclosures.len(), fresh.disclosures.len());
    prop_assert_eq!(digest(edited, "草稿.txt"), digest(fresh, "草稿.txt"));
    for (edited, fresh) in edited.disclosures.iter().zip(&fresh.disclosures) {
        prop_assert_eq!(edited.start, fresh.start);
        prop_assert_eq!(&edited.analysis.findings, &fresh.analysis.findings);
        prop_assert_eq!(&edited.analysis.identities, &fresh.analysis.identities);
        prop_assert_eq!(&edited.analysis.verdicts, &fresh.analysis.verdicts);
        prop_assert_eq!(
            &edited.analysis.disclosure.tables,
            &fresh.analysis.disclosure.tables
        );
        prop_assert_eq!(
            &edited.analysis.disclosure.figures,
            &fresh.analysis.disclosure.figures
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn edits_one_by_one_equal_a_fresh_analysis(
        which in 0usize..1000,
        typings in prop::collection::vec(typing(), 1..6),
    ) {
        let documents = documents();
        let source = &documents[which % documents.len()];
        let mut draft = Draft::open(source);
        for typing in &typings {
            draft = draft.edited(&[edit(&draft, typing)]);
        }
        assert_same(&draft, &Draft::open(&draft.text.to_string()))?;
    }

    #[test]
    fn edits_of_a_compendium_keep_its_disclosures_apart(
        typings in prop::collection::vec(typing(), 1..4),
    ) {
        let documents = documents();
        let compendium = documents.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("\n");
        let mut draft = Draft::open(&compendium);
        for typing in &typings {
            draft = draft.edited(&[edit(&draft, typing)]);
        }
        assert_same(&draft, &Draft::open(&draft.text.to_string()))?;
    }

    #[test]
    fn digits_typed_over_equal_a_fresh_analysis(
        which in 0usize..1000,
        digits in prop::collection::vec((0.0..1.0f64, 0u8..10), 1..4),
    ) {
        let documents = documents();
        let pair = [0, 1].map(|next| documents[(which + next) % documents.len()].as_str());
        let mut draft = Draft::open(&pair.join("\n"));
        for (at, digit) in digits {
            // What is found once outlives the edit.
            let kept = digest(&draft, "草稿.txt");
            prop_assert!(kept.len() <= draft.disclosures.len());
            draft = draft.edited(typed_over(&draft, at, digit).as_slice());
        }
        assert_same(&draft, &Draft::open(&draft.text.to_string()))?;
    }

    #[test]
    fn other_characters_of_as_many_bytes_equal_a_fresh_analysis(
        which in 0usize..1000,
        typings in prop::collection::vec((typing(), 1usize..9), 1..4),
        characters in prop::collection::vec(prop::sample::select(vec!['7', '\t', '|', 'é', '支', '𠮷']), 8),
    ) {
        let documents = documents();
        let mut draft = Draft::open(&documents[which % documents.len()]);
        for (typing, removed) in typings {
            let span = edit(&draft, &Typing { removed, ..typing }).span;
            draft = draft.edited(&[Edit::new(span, of_length(span.len(), &characters))]);
        }
        assert_same(&draft, &Draft::open(&draft.text.to_string()))?;
    }
}

/// Some of the characters, in order, that have so many bytes together.
fn of_length(length: usize, characters: &[char]) -> String {
    let mut text = String::new();
    for character in characters.iter().chain(&['0'; 8]) {
        if text.len() + character.len_utf8() <= length {
            text.push(*character);
        }
    }
    text
}

/// A comparison of concrete trees does not tell that a separator is gone when it was typed over
/// together with what stands before it.
#[test]
fn a_separator_typed_over_is_gone() {
    let table = "2026年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
                 合计\t\t23.41\t23.41\t\n221\t住房保障支出\t23.41\t23.41\t\n\
                 22102\t住房改革支出\t23.41\t23.41\t\n2210201\t住房公积金\t23.41\t23.41\t\n";
    let draft = Draft::open(table);
    let at = table.find("出\t23.41\t23.41\t\n2210201").unwrap();
    let edited = draft.edited(&[Edit::new(Span::new(at, at + 4), "𠮷")]);
    assert_same(&edited, &Draft::open(&edited.text.to_string())).unwrap();
}

/// Where disclosures begin follows from the numbers of parts, which no structure shows.
#[test]
fn the_number_of_a_part_typed_over_begins_a_disclosure() {
    let parts = "青禾县文化馆2026年部门预算\n\n第一部分 概况\n\n第二部分 预算表\n\n第三部分 情况说明\n\n\
                 第四部分 名词解释\n";
    let draft = Draft::open(parts);
    let at = parts.find("三").unwrap();
    let edited = draft.edited(&[Edit::new(Span::new(at, at + 3), "一")]);
    assert_same(&edited, &Draft::open(&edited.text.to_string())).unwrap();
    assert_eq!((draft.disclosures.len(), edited.disclosures.len()), (1, 2));
}

/// Another digit for one of a figure, by fractions of the draft.
fn typed_over(draft: &Draft, at: f64, digit: u8) -> Option<Edit> {
    let start = edit(
        draft,
        &Typing {
            at,
            removed: 0,
            typed: 0,
        },
    )
    .span
    .start;
    let placed = draft.disclosure_at(start)?;
    let disclosure = &placed.analysis.disclosure;
    let mut figures: Vec<Span> = disclosure
        .figures
        .iter()
        .map(|figure| figure.span)
        .collect();
    figures.sort_unstable();
    let next = figures.partition_point(|span| span.start + placed.start < start);
    let span = figures.get(next)?;
    let place = span
        .range()
        .rfind(|place| disclosure.text.as_bytes()[*place].is_ascii_digit())?;
    let place = Span::new(place, place + 1).offset_by(placed.start);
    Some(Edit::new(place, digit.to_string()))
}
