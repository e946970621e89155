//! What the tests of the rules share: drafts with the expected place between `⟦` and `⟧`.

use crate::audit::{Draft, Finding, Severity};
use crate::text::Span;

/// Opens a draft without its markers; the place between them, if there are any.
fn open(marked: &str) -> (Draft, Option<Span>) {
    let start = marked.find('⟦');
    let plain = marked.replacen('⟦', "", 1);
    let end = plain.find('⟧');
    let plain = plain.replacen('⟧', "", 1);
    let span = start.zip(end).map(|(start, end)| Span::new(start, end));
    (Draft::open(&plain), span)
}

/// The findings of a draft with their place in it.
fn findings(draft: &Draft) -> Vec<(Span, Finding)> {
    draft
        .disclosures
        .iter()
        .flat_map(|placed| {
            let findings = placed.analysis.findings.iter();
            findings.map(|finding| (finding.span.offset_by(placed.start), finding.clone()))
        })
        .collect()
}

/// The only error or warning of a draft is one of a rule, at the marked place.
#[track_caller]
pub fn assert_finds(code: &str, marked: &str) -> Finding {
    let (draft, span) = open(marked);
    let grave: Vec<(Span, Finding)> = findings(&draft)
        .into_iter()
        .filter(|(_, finding)| finding.severity <= Severity::Warning)
        .collect();
    let [(at, finding)] = grave.as_slice() else {
        panic!("expected one finding: {grave:#?}");
    };
    assert_eq!(
        (finding.code, draft.text.slice(*at).as_ref(), Some(*at)),
        (
            code,
            span.map(|span| draft.text.slice(span))
                .unwrap_or_default()
                .as_ref(),
            span
        ),
        "{finding:#?}"
    );
    finding.clone()
}

/// The draft has findings of a rule at one severity, so many.
#[track_caller]
pub fn assert_notes(code: &str, severity: Severity, count: usize, text: &str) -> Vec<Finding> {
    let (draft, _) = open(text);
    let found: Vec<Finding> = findings(&draft)
        .into_iter()
        .map(|(_, finding)| finding)
        .filter(|finding| finding.code == code)
        .collect();
    assert_eq!(found.len(), count, "{found:#?}");
    assert!(found.iter().all(|finding| finding.severity == severity));
    found
}

/// The draft has no error and no warning.
#[track_caller]
pub fn assert_clean(text: &str) {
    let (draft, _) = open(text);
    let grave: Vec<(Span, Finding)> = findings(&draft)
        .into_iter()
        .filter(|(_, finding)| finding.severity <= Severity::Warning)
        .collect();
    assert!(grave.is_empty(), "{grave:#?}");
    let tables = draft
        .disclosures
        .iter()
        .map(|placed| placed.analysis.identities.len());
    assert!(tables.sum::<usize>() > 0, "nothing was checked");
}

/// Documents whose figures all agree: one wrong digit in any cell is one finding there, or one
/// that names the cell among what it adds up.
#[test]
fn one_wrong_digit_is_one_finding_that_shows_the_cell() {
    for name in [
        "yunxi-investment-budget-2024.yusuan.md",
        "lanqiao-district-culture-budget-2025.yusuan.md",
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/documents/clean")
            .join(name);
        let draft = Draft::open(&std::fs::read_to_string(path).unwrap());
        let mut there = 0;
        let mut tried = 0;
        for (span, wrong) in wrong_digits(&draft) {
            tried += 1;
            let edited = draft.edited(&[crate::text::Edit::new(span, wrong.clone())]);
            let grave: Vec<(Span, Finding)> = findings(&edited)
                .into_iter()
                .filter(|(_, finding)| finding.severity <= Severity::Warning)
                .collect();
            let [(at, finding)] = grave.as_slice() else {
                panic!("{wrong} at {span:?} of {name}: {grave:#?}");
            };
            let start = at.start - finding.span.start;
            let related = finding
                .related
                .iter()
                .any(|related| related.span.offset_by(start) == span);
            assert!(*at == span || related, "{wrong} at {span:?}: {finding:#?}");
            there += usize::from(*at == span);
        }
        assert!(tried > 5 && 10 * there >= 9 * tried, "{there} of {tried}");
    }
}

/// Every eleventh figure of the tables that two identities or more speak of, with its first digit
/// raised by four.
fn wrong_digits(draft: &Draft) -> Vec<(Span, String)> {
    let placed = &draft.disclosures[0];
    let disclosure = &placed.analysis.disclosure;
    let in_tables = (0u32..)
        .zip(&disclosure.figures)
        .filter(|(_, figure)| !figure.narrative && !figure.value.is_zero())
        .filter(|(index, _)| {
            let id = crate::document::FigureId(*index);
            placed.analysis.identities_of(id).count() > 1
        });
    in_tables
        .step_by(11)
        .map(|(_, figure)| {
            let words = disclosure.words(figure.span);
            let digit = words.chars().next().and_then(|first| first.to_digit(10));
            let other = 1 + (digit.unwrap() + 3) % 9;
            let wrong = format!("{other}{}", words.get(1..).unwrap());
            (figure.span.offset_by(placed.start), wrong)
        })
        .collect()
}
