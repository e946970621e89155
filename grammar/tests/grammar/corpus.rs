//! The cases of `test/corpus`, the same that `tree-sitter test` runs.

use crate::parsing::{fault, parse};
use std::collections::BTreeSet;
use std::path::Path;

struct Case {
    name: String,
    input: String,
    expected: String,
}

/// Cases of a corpus file: a name between rulers of `=`, the input, `---`, the tree.
fn cases(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let lines: Vec<&str> = file.split('\n').collect();
    let ruler = |line: &str, sign: char| line.len() >= 3 && line.chars().all(|c| c == sign);
    let mut at = 0;
    while at + 2 < lines.len() {
        assert!(
            ruler(lines[at], '='),
            "a case begins with a ruler: {}",
            lines[at]
        );
        let name = lines[at + 1].to_owned();
        let body = at + 3;
        let end = (body..lines.len())
            .find(|line| ruler(lines[*line], '=') && ruler(lines.get(line + 2).unwrap_or(&""), '='))
            .unwrap_or(lines.len());
        let divider = (body..end)
            .rev()
            .find(|line| ruler(lines[*line], '-'))
            .expect("a case has a divider");
        cases.push(Case {
            name,
            input: lines[body..divider].join("\n"),
            expected: lines[divider + 1..end].join("\n"),
        });
        at = end;
    }
    cases
}

fn corpus() -> Vec<(String, Vec<Case>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the corpus is there")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("the corpus is UTF-8");
            (path.display().to_string(), cases(&text))
        })
        .collect()
}

/// One space between all parts of an S-expression.
fn normalised(expression: &str) -> String {
    expression
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" )", ")")
}

#[test]
fn every_case_gives_its_tree() {
    let mut count = 0;
    for (file, cases) in corpus() {
        for case in cases {
            let tree = parse(&case.input);
            assert_eq!(fault(&tree), None, "{} in {file}", case.name);
            assert_eq!(
                normalised(&tree.root_node().to_sexp()),
                normalised(&case.expected),
                "{} in {file}",
                case.name
            );
            count += 1;
        }
    }
    assert!(count >= 40, "only {count} cases have been read");
}

#[test]
fn every_kind_occurs() {
    let mut seen = BTreeSet::new();
    for (_, cases) in corpus() {
        for case in cases {
            for word in case.expected.split(['(', ')', ' ', '\n']) {
                seen.insert(word.to_owned());
            }
        }
    }
    let language = tree_sitter::Language::from(tree_sitter_yusuan::LANGUAGE);
    let missing: Vec<_> = (0..language.node_kind_count() as u16)
        .filter(|id| language.node_kind_is_named(*id) && language.node_kind_is_visible(*id))
        .filter_map(|id| language.node_kind_for_id(id))
        .filter(|kind| *kind != "ERROR" && !seen.contains(*kind))
        .collect();
    assert!(missing.is_empty(), "no case of the corpus has {missing:?}");
}
