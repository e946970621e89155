//! What the audit says of a mutated document.

use yusuan::audit::{Draft, Finding, Severity};
use yusuan::document::number::number_at;
use yusuan::text::{Edit, Span};

use crate::site::Site;

/// What came of one mutation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// A new error or warning.
    pub detected: bool,
    /// One of them is on exactly the mutated number.
    pub named: bool,
    /// Its fix gives the original value back.
    pub restored: bool,
    /// New errors and warnings elsewhere.
    pub noise: usize,
    /// The new errors and warnings: code, line counted from one, and their words.
    pub found: Vec<(&'static str, usize, String)>,
}

/// An error or warning, where it is in the draft.
struct Placed<'a> {
    finding: &'a Finding,
    start: usize,
}

impl Placed<'_> {
    fn span(&self) -> Span {
        self.finding.span.offset_by(self.start)
    }
}

fn grave(draft: &Draft) -> Vec<Placed<'_>> {
    let mut found = Vec::new();
    for placed in &draft.disclosures {
        let findings = placed.analysis.findings.iter();
        let grave = findings.filter(|finding| finding.severity <= Severity::Warning);
        found.extend(grave.map(|finding| Placed {
            finding,
            start: placed.start,
        }));
    }
    found
}

/// Replaces the number of a site.
pub fn edit(site: &Site, mutated: &str) -> Edit {
    Edit::new(site.span, mutated)
}

/// Compares the errors and warnings before and after a mutation.
pub fn outcome(before: &Draft, after: &Draft, site: &Site, mutated: &str) -> Outcome {
    let edit = edit(site, mutated);
    let mut known: Vec<(&str, Span)> = grave(before)
        .iter()
        .map(|placed| (placed.finding.code, moved(placed.span(), &edit)))
        .collect();
    let mut outcome = Outcome::default();
    for placed in grave(after) {
        let key = (placed.finding.code, placed.span());
        if let Some(index) = known.iter().position(|other| *other == key) {
            known.swap_remove(index);
            continue;
        }
        outcome.detected = true;
        if placed.span() == edit.new_span() {
            outcome.named = true;
            outcome.restored |= restores(placed.finding, &site.printed);
        } else {
            outcome.noise += 1;
        }
        let line = after.text.line_of(placed.span().start) + 1;
        let words = placed.finding.message.chinese.clone();
        outcome.found.push((placed.finding.code, line, words));
    }
    outcome
}

/// Where a span is after an edit.
fn moved(span: Span, edit: &Edit) -> Span {
    if span == edit.span {
        return edit.new_span();
    }
    let shift = |offset: usize| {
        if offset >= edit.span.end {
            offset - edit.span.len() + edit.new_text.len()
        } else {
            offset
        }
    };
    Span::new(shift(span.start), shift(span.end))
}

fn restores(finding: &Finding, original: &str) -> bool {
    let Some(fix) = finding.fix.as_ref().filter(|fix| fix.span == finding.span) else {
        return false;
    };
    let value = |text: &str| number_at(text, 0).map(|number| number.value);
    value(&fix.new_text).is_some() && value(&fix.new_text) == value(original)
}
