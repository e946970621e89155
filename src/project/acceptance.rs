//! Findings that were accepted, each with a reason.

use std::collections::BTreeSet;

use crate::audit::{Draft, Message, Severity};
use crate::project::{FindingKey, Policy, Problem, document_name, key_at};
use crate::rules::{Check, rule};
use crate::text::Span;

/// A finding that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Which finding.
    pub key: FindingKey,
    /// Why.
    pub reason: String,
    /// Its entry in the project file.
    pub span: Span,
}

/// A finding of a draft that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Index into [`Draft::disclosures`].
    pub disclosure: usize,
    /// Index into the findings of its analysis.
    pub finding: usize,
    /// How grave it is under the policy.
    pub severity: Severity,
}

/// What a project makes of the findings of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// The findings that are shown, in the order of the draft.
    pub shown: Vec<Judged>,
    /// How many findings were accepted.
    pub accepted: usize,
    /// The acceptances that have a finding: indices into the list of the project.
    pub occurring: BTreeSet<usize>,
    /// The names of the documents of the draft.
    pub documents: BTreeSet<String>,
}

/// Judges the findings of a draft.
pub fn review(draft: &Draft, policy: &Policy, accepted: &[Accepted], file_name: &str) -> Review {
    review_of(draft, |_| true, policy, accepted, file_name)
}

/// Judges the findings of some disclosures of a draft, by their numbers.
pub fn review_of(
    draft: &Draft,
    chosen: impl Fn(usize) -> bool,
    policy: &Policy,
    accepted: &[Accepted],
    file_name: &str,
) -> Review {
    let mut review = Review::default();
    let disclosures = draft.disclosures.iter().enumerate();
    for (disclosure, placed) in disclosures.filter(|(number, _)| chosen(*number)) {
        let name = document_name(&placed.analysis.disclosure, file_name);
        let concerned =
            |entry: &Accepted, code: &str| entry.key.check == code && entry.key.document == name;
        for (index, finding) in placed.analysis.findings.iter().enumerate() {
            let is_candidate = accepted.iter().any(|entry| concerned(entry, finding.code));
            if is_candidate {
                let key = key_at(placed, finding.code, finding.span, file_name);
                let known: Vec<usize> = matches_of(accepted, &key);
                if !known.is_empty() {
                    review.accepted += 1;
                    review.occurring.extend(known);
                    continue;
                }
            }
            if let Some(severity) = policy.severity(finding) {
                review.shown.push(Judged {
                    disclosure,
                    finding: index,
                    severity,
                });
            }
        }
        review.documents.insert(name);
    }
    review
}

/// The acceptances of a finding: indices into the list.
pub(super) fn matches_of(accepted: &[Accepted], key: &FindingKey) -> Vec<usize> {
    let entries = accepted.iter().enumerate();
    entries
        .filter(|(_, entry)| entry.key == *key)
        .map(|(index, _)| index)
        .collect()
}

/// The acceptances whose document was looked at and whose finding is no longer there. Nothing is
/// said of checks that compare documents: the other document may not have been looked at.
pub fn no_longer_occurs(
    accepted: &[Accepted],
    occurring: &BTreeSet<usize>,
    documents: &BTreeSet<String>,
) -> Vec<Problem> {
    let entries = accepted.iter().enumerate();
    entries
        .filter(|(_, entry)| !compares(&entry.key.check))
        .filter(|(index, entry)| {
            documents.contains(&entry.key.document) && !occurring.contains(index)
        })
        .map(|(_, entry)| Problem {
            span: entry.span,
            severity: Severity::Information,
            message: Message::new(
                format!(
                    "已接受的问题 {} 在“{}”中不再出现（{}），可以删去这一条",
                    entry.key.check, entry.key.document, entry.key.words
                ),
                format!(
                    "The accepted finding {} no longer occurs in “{}” ({}); this entry can go",
                    entry.key.check, entry.key.document, entry.key.words
                ),
            ),
        })
        .collect()
}

/// Whether a check compares documents.
fn compares(code: &str) -> bool {
    rule(code).is_some_and(|rule| matches!(rule.checks, [Check::Comparison]))
}
