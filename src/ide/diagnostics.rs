//! The findings of a draft as an editor or a report shows them.

use crate::audit::{Draft, Finding, Locale, Severity};
use crate::ide::typography::typeset;
use crate::project::{Judged, Problem, Review};
use crate::text::Span;

/// A finding in the language of the reader. Spans are of the whole draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the rule: `B103`.
    pub code: &'static str,
    /// The name of the rule: `code-rollup`.
    pub name: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// The wrong-looking printed number or words.
    pub span: Span,
    /// What contradicts what, and by how much.
    pub message: String,
    /// The operands or the other side.
    pub related: Vec<RelatedPlace>,
    /// What would mend it, when that is known.
    pub fix: Option<SuggestedFix>,
}

/// Another place that a diagnostic speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedPlace {
    /// Where, in the whole draft.
    pub span: Span,
    /// What stands there.
    pub message: String,
}

/// An edit that would mend a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedFix {
    /// What to replace, in the whole draft.
    pub span: Span,
    /// The new text.
    pub new_text: String,
    /// What it does.
    pub title: String,
    /// Nothing else would mend the diagnostic as well.
    pub is_unique: bool,
}

/// Every finding of the draft, disclosure by disclosure, by place.
pub fn diagnostics(draft: &Draft, locale: Locale) -> Vec<Diagnostic> {
    draft
        .disclosures
        .iter()
        .flat_map(|placed| {
            let findings = placed.analysis.findings.iter();
            findings.map(|finding| diagnostic(placed.start, finding, locale))
        })
        .collect()
}

/// The findings of the draft that a project shows, each as grave as it is there.
pub fn reviewed_diagnostics(draft: &Draft, review: &Review, locale: Locale) -> Vec<Diagnostic> {
    let shown = review.shown.iter();
    shown
        .filter_map(|judged| judged_diagnostic(draft, judged, locale))
        .collect()
}

/// A finding of the draft, as grave as a project makes it.
pub fn judged_diagnostic(draft: &Draft, judged: &Judged, locale: Locale) -> Option<Diagnostic> {
    let placed = draft.disclosures.get(judged.disclosure)?;
    let finding = placed.analysis.findings.get(judged.finding)?;
    Some(Diagnostic {
        severity: judged.severity,
        ..diagnostic(placed.start, finding, locale)
    })
}

/// What is wrong in a project file.
pub fn project_diagnostics(problems: &[Problem], locale: Locale) -> Vec<Diagnostic> {
    let problems = problems.iter().map(|problem| Diagnostic {
        code: PROJECT,
        name: PROJECT,
        severity: problem.severity,
        span: problem.span,
        message: problem.message.text(locale).to_owned(),
        related: Vec::new(),
        fix: None,
    });
    problems.collect()
}

/// The code of what is said of a project file.
const PROJECT: &str = "project";

/// A finding of the disclosure that starts at a byte of the draft.
pub(super) fn diagnostic(start: usize, finding: &Finding, locale: Locale) -> Diagnostic {
    let related = finding.related.iter().map(|related| RelatedPlace {
        span: related.span.offset_by(start),
        message: typeset(related.message.text(locale)),
    });
    let fix = finding.fix.as_ref().map(|fix| SuggestedFix {
        span: fix.span.offset_by(start),
        new_text: fix.new_text.clone(),
        title: fix.title.text(locale).to_owned(),
        is_unique: fix.is_unique,
    });
    Diagnostic {
        code: finding.code,
        name: finding.name,
        severity: finding.severity,
        span: finding.span.offset_by(start),
        message: typeset(finding.message.text(locale)),
        related: related.collect(),
        fix,
    }
}
