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
