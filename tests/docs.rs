//! The pages of `docs/` as a site: every page is in the navigation, and links lead somewhere.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "what panics here has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use yusuan::rules::RULES;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The pages in a folder, with their paths below `docs`.
fn pages(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(docs().join(folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let pages = names.filter(|name| name.ends_with(".md") && name != "SUMMARY.md");
    pages.map(|name| format!("{folder}{name}")).collect()
}

/// The targets of the relative links of a page, without anchors.
fn links(page: &str) -> Vec<String> {
    let text = fs::read_to_string(docs().join(page)).expect("a page");
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split_once(')'));
    let targets = targets.filter_map(|(target, _)| target.split('#').next());
    let targets = targets.filter(|it| !it.is_empty() && !it.contains(':'));
    targets.map(str::to_owned).collect()
}

#[test]
fn every_page_is_in_the_navigation_once() {
    let listed = links("SUMMARY.md");
    let named: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(named.len(), listed.len(), "a page is listed twice");
    let mut all = pages("");
    all.extend(pages("checks/"));
    assert_eq!(named, all);
}

#[test]
fn the_navigation_names_the_checks_in_order() {
    let summary = fs::read_to_string(docs().join("SUMMARY.md")).expect("the navigation");
    let listed: Vec<&str> = summary
        .lines()
        .filter(|it| it.contains("(checks/"))
        .collect();
    let expected = RULES.iter().map(|it| {
        let (code, title) = (it.code, it.title);
        format!("  - [{code} {title}](checks/{code}.md)")
    });
    assert_eq!(listed, expected.collect::<Vec<_>>());
}

/// Links that leave `docs` are for readers of the repository, and `.ci/run` looks after them.
#[test]
fn links_between_pages_lead_somewhere() {
    for page in pages("").iter().chain(&pages("checks/")) {
        let folder = docs().join(page);
        let folder = folder.parent().expect("a folder");
        for link in links(page).iter().filter(|it| !it.starts_with("../")) {
            assert!(folder.join(link).exists(), "{page}: {link}");
        }
    }
}
