//! The checks of identity, completeness and form (families 4 to 7 of domain specification §8) on
//! whole documents: the findings of §10 on the real ones, silence on the clean ones, and the
//! expected code at the expected line after a mutation.

use std::fs;
use std::path::{Path, PathBuf};

use yusuan::audit::{Draft, Finding, Severity};

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

/// Codes with their lines.
type Lines = [(&'static str, &'static [usize])];

/// What the specification expects of each real document, by the start of its name.
const EXPECTED: [(&str, &Lines); 8] = [
    (
        "000_",
        &[
            ("B402", &[79, 81]),
            ("B406", &[110, 111, 115]),
            ("B501", &[47]),
            ("B506", &[14, 52]),
            ("B508", &[117]),
            ("B604", &[75, 102, 107, 108]),
            ("B607", &[73, 73, 75]),
        ],
    ),
    (
        "001_",
        &[
            ("B406", &[405]),
            ("B408", &[594]),
            ("B409", &[622]),
            ("B503", &[614]),
            // Lines 12 and 26 carry the same tags as 9 and 42.
            ("B604", &[9, 12, 26, 42, 505]),
            ("B605", &[380, 422, 424]),
            ("B606", &[401, 405, 413, 415, 418, 422, 424]),
            ("B607", &[61, 602]),
        ],
    ),
    (
        "002_",
        &[
            ("B401", &[572]),
            ("B407", &[93]),
            ("B409", &[711]),
            ("B510", &[81]),
            // A doubled comma in a cell.
            ("B605", &[499]),
            ("B607", &[75, 691]),
            ("B703", &[671, 675, 676]),
        ],
    ),
    (
        "003_",
        &[
            ("B501", &[67]),
            ("B503", &[159, 199]),
            ("B507", &[198]),
            ("B508", &[197]),
            ("B601", &[63]),
            ("B602", &[128, 130, 132]),
            (
                "B603",
                &[75, 77, 79, 81, 83, 85, 87, 128, 130, 132, 134, 151, 198],
            ),
            ("B605", &[93, 114]),
            ("B606", &[110]),
        ],
    ),
    (
        "004_",
        &[
            ("B406", &[150, 183, 184, 186, 258, 260, 263, 264, 266]),
            ("B607", &[48, 54]),
        ],
    ),
    (
        "putuo_caizheng_2025_yusuan.txt",
        &[("B403", &[248]), ("B504", &[190]), ("B607", &[56, 243])],
    ),
    (
        "putuo_caizheng_2025_yusuan.pipe.md",
        &[("B403", &[257]), ("B504", &[197]), ("B607", &[56, 252])],
    ),
    (
        "putuo_shegong_2024_juesuan.txt",
        &[("B501", &[42]), ("B603", &[257, 267])],
    ),
];

#[test]
fn the_real_documents_have_the_findings_of_the_specification() {
    let paths: Vec<PathBuf> = ["../shared/seeds", "../shared/samples"]
        .into_iter()
        .flat_map(documents)
        .collect();
    if paths.is_empty() {
        println!("skipped: ../shared is not here");
    }
    for path in paths {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let Some((_, expected)) = EXPECTED.iter().find(|(start, _)| name.starts_with(start)) else {
            panic!("{name} is new: say what is expected of it");
        };
        let mut expected: Vec<(String, usize)> = expected
            .iter()
            .flat_map(|(code, lines)| lines.iter().map(|line| ((*code).to_owned(), *line)))
            .collect();
        expected.sort();
        // Half-width punctuation is a hint a paragraph, compared where the specification lists it.
        let mut found: Vec<(String, usize)> = findings(&open(&path))
            .into_iter()
            .filter(|(_, finding)| {
                let width = finding.code == "B606" && finding.severity == Severity::Hint;
                !width || name.starts_with("001_")
            })
            .map(|(line, finding)| (finding.code.to_owned(), line))
            .collect();
        found.sort();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn severities_are_those_of_the_specification() {
    let Some(path) = documents("../shared/seeds")
        .into_iter()
        .find(|path| path.to_string_lossy().contains("004_"))
    else {
        println!("skipped: ../shared is not here");
        return;
    };
    let found = findings(&open(&path));
    let lines = |severity| -> Vec<usize> {
        found
            .iter()
            .filter(|(_, finding)| finding.code == "B406" && finding.severity == severity)
            .map(|(line, _)| *line)
            .collect()
    };
    assert_eq!(lines(Severity::Information), [150, 183, 263]);
    assert_eq!(lines(Severity::Hint), [184, 186, 258, 260, 264, 266]);
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
