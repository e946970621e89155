//! What the tests of this family share: one rule run over a small text.

use crate::audit::{Draft, Severity, analyze_with};
use crate::rules::Rule;

/// The findings of one rule: severity and the words they stand on.
pub fn findings(rule: Rule, text: &str) -> Vec<(Severity, String)> {
    let mut found = Vec::new();
    for placed in &Draft::open(text).disclosures {
        let disclosure = placed.analysis.disclosure.clone();
        let analysis = analyze_with(disclosure, &[rule]);
        for finding in &analysis.findings {
            let words = analysis.disclosure.words(finding.span).to_owned();
            found.push((finding.severity, words));
        }
    }
    found
}

/// How many identities one rule declares.
pub fn identities(rule: Rule, text: &str) -> usize {
    Draft::open(text)
        .disclosures
        .iter()
        .map(|placed| {
            let disclosure = placed.analysis.disclosure.clone();
            analyze_with(disclosure, &[rule]).identities.len()
        })
        .sum()
}
