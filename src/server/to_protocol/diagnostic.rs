//! Diagnostics.

use std::sync::Arc;

use tower_lsp_server::ls_types::{
    self as lsp, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, Location,
    NumberOrString, Uri,
};

use super::{Ranges, range};
use crate::audit::{Analysis, Draft, PlacedAnalysis, Severity};
use crate::ide;
use crate::project::Judged;
use crate::server::comparison::{Contradiction, name_of};
use crate::server::delivery::json;
use crate::server::session::View;
use crate::text::Position;

/// Who says so.
pub(super) const SOURCE: &str = "yusuan";

/// The diagnostics of a document that were made last, by disclosure: those of a disclosure that
/// stayed in its lines are not made again.
#[derive(Debug, Default)]
pub struct Diagnostics {
    revision: u64,
    disclosures: Vec<OfDisclosure>,
}

#[derive(Debug)]
struct OfDisclosure {
    analysis: Arc<Analysis>,
    /// Where the disclosure starts.
    start: Position,
    /// Its diagnostics as JSON, with commas between them.
    json: String,
}

impl Diagnostics {
    /// Those of a draft, in terms of the last ones.
    pub fn next(self, draft: &Draft, uri: &Uri, view: &View) -> Self {
        let start_of =
            |placed: &PlacedAnalysis| draft.text.position(placed.start, view.client.encoding);
        let is_current = self.revision == view.revision;
        let mut known = self.disclosures.into_iter();
        let stayed = draft.disclosures.iter().map(|placed| {
            known.next().filter(|known| {
                is_current
                    && Arc::ptr_eq(&known.analysis, &placed.analysis)
                    && known.start == start_of(placed)
            })
        });
        let stayed: Vec<Option<OfDisclosure>> = stayed.collect();
        let is_other = |number: usize| stayed.get(number).is_some_and(Option::is_none);
        let others = view.review_of(draft, uri, is_other).shown;
        let ranges = Ranges::of(draft, view.client.encoding);
        let made = |number: usize, placed: &PlacedAnalysis| {
            let from = others.partition_point(|it| it.disclosure < number);
            let own = others.iter().skip(from);
            let own = own.take_while(|it| it.disclosure == number);
            OfDisclosure {
                analysis: Arc::clone(&placed.analysis),
                start: start_of(placed),
                json: listed(own.filter_map(|own| judged_one(draft, &ranges, uri, view, own))),
            }
        };
        let placed = draft.disclosures.iter().enumerate();
        let disclosures = stayed.into_iter().zip(placed);
        let disclosures = disclosures
            .map(|(stayed, (number, placed))| stayed.unwrap_or_else(|| made(number, placed)));
        Self {
            revision: view.revision,
            disclosures: disclosures.collect(),
        }
    }

    /// What is published: all of them, and what contradicts other documents, as the parameters of
    /// `textDocument/publishDiagnostics`.
    pub fn parameters(&self, draft: &Draft, uri: &Uri, version: i32, view: &View) -> String {
        let against_others = listed(against_others(draft, uri, view));
        let own = self.disclosures.iter().map(|own| own.json.as_str());
        let all: Vec<&str> = own.chain([against_others.as_str()]).collect();
        let all = all.into_iter().filter(|json| !json.is_empty());
        let uri = json(uri);
        let mut parameters = format!(r#"{{"uri":{uri},"version":{version},"diagnostics":["#);
        for (index, some) in all.enumerate() {
            if index > 0 {
                parameters.push(',');
            }
            parameters.push_str(some);
        }
        parameters.push_str("]}");
        parameters
    }
}

/// Values as JSON, with commas between them.
fn listed(values: impl Iterator<Item = lsp::Diagnostic>) -> String {
    let values: Vec<String> = values.map(|value| json(&value)).collect();
    values.join(",")
}

fn judged_one(
    draft: &Draft,
    ranges: &Ranges<'_>,
    uri: &Uri,
    view: &View,
    judged: &Judged,
) -> Option<lsp::Diagnostic> {
    let found = ide::judged_diagnostic(draft, judged, view.locale)?;
    Some(diagnostic(ranges, uri, view, &found))
}

fn against_others(draft: &Draft, uri: &Uri, view: &View) -> impl Iterator<Item = lsp::Diagnostic> {
    let found = view.contradictions(uri).into_iter();
    found.map(|(it, severity)| contradiction(draft, view, &it, severity))
}

/// Every finding of a draft, and what contradicts other documents.
pub fn diagnostics(draft: &Draft, uri: &Uri, view: &View) -> Vec<lsp::Diagnostic> {
    let review = view.review(draft, uri);
    let ranges = Ranges::of(draft, view.client.encoding);
    let own = review.shown.iter();
    own.filter_map(|judged| judged_one(draft, &ranges, uri, view, judged))
        .chain(against_others(draft, uri, view))
        .collect()
}

/// A contradiction with another document.
pub fn contradiction(
    draft: &Draft,
    view: &View,
    found: &Contradiction,
    severity: Severity,
) -> lsp::Diagnostic {
    let Contradiction {
        mismatch,
        other,
        other_draft,
    } = found;
    let message = mismatch.message(&name_of(other));
    let place = DiagnosticRelatedInformation {
        location: Location {
            uri: other.clone(),
            range: range(&other_draft.text, mismatch.other_span, view.client.encoding),
        },
        message: other_draft.text.slice(mismatch.other_span).into_owned(),
    };
    lsp::Diagnostic {
        range: range(&draft.text, mismatch.span, view.client.encoding),
        severity: Some(self::severity(severity)),
        code: Some(NumberOrString::String(mismatch.code.to_owned())),
        code_description: code_description(view, mismatch.code),
        source: Some(SOURCE.to_owned()),
        message: message.text(view.locale).to_owned(),
        related_information: view.client.related_information.then(|| vec![place]),
        ..lsp::Diagnostic::default()
    }
}

/// A finding.
pub fn diagnostic(
    ranges: &Ranges<'_>,
    uri: &Uri,
    view: &View,
    diagnostic: &ide::Diagnostic,
) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range: ranges.range(diagnostic.span),
        severity: Some(severity(diagnostic.severity)),
        code: Some(NumberOrString::String(diagnostic.code.to_owned())),
        code_description: code_description(view, diagnostic.code),
        source: Some(SOURCE.to_owned()),
        message: diagnostic.message.clone(),
        related_information: related(ranges, uri, view, diagnostic),
        tags: None,
        data: data(ranges, view, diagnostic),
    }
}

pub(super) fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

fn code_description(view: &View, code: &str) -> Option<CodeDescription> {
    let page = view.documentation.page(code);
    let page = page.filter(|_| view.client.code_description);
    page.map(|href| CodeDescription { href })
}

fn related(
    ranges: &Ranges<'_>,
    uri: &Uri,
    view: &View,
    diagnostic: &ide::Diagnostic,
) -> Option<Vec<DiagnosticRelatedInformation>> {
    if !view.client.related_information || diagnostic.related.is_empty() {
        return None;
    }
    let places = diagnostic.related.iter();
    let places = places.map(|place| DiagnosticRelatedInformation {
        location: Location {
            uri: uri.clone(),
            range: ranges.range(place.span),
        },
        message: place.message.clone(),
    });
    Some(places.collect())
}

/// The name of the rule, and the suggested repair where there is one:
/// `{"name": "code-rollup", "fix": {"range": …, "newText": "1,203.45", "title": "改为 1,203.45"}}`.
fn data(
    ranges: &Ranges<'_>,
    view: &View,
    diagnostic: &ide::Diagnostic,
) -> Option<serde_json::Value> {
    if !view.client.diagnostic_data {
        return None;
    }
    let fix = diagnostic.fix.as_ref().map(|fix| {
        serde_json::json!({
            "range": ranges.range(fix.span),
            "newText": fix.new_text,
            "title": fix.title,
        })
    });
    Some(serde_json::json!({ "name": diagnostic.name, "fix": fix }))
}
