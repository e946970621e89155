//! Compares what documents say of each other.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::audit::{Message, Severity};
use crate::document::DocumentKind;
use crate::project::FindingKey;
use crate::project::comparison::digest::{About, Claim, Digest, Printed};
use crate::rules::between_documents::{initial_budget, prior_year, same_project, unit_total};
use crate::text::Span;

/// Two documents that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The code of the check.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How grave it is where nothing else is agreed.
    pub severity: Severity,
    /// The document that says something of another: index into what was compared.
    pub document: usize,
    /// Where it does, in its draft.
    pub span: Span,
    /// The other document.
    pub other: usize,
    /// Where it prints the figure, in its draft.
    pub other_span: Span,
    /// The line of that, from one.
    pub other_line: u32,
    /// What names the finding.
    pub key: FindingKey,
    said: Message,
    printed: String,
}

impl Mismatch {
    /// What contradicts what; `name` is that of the other file.
    pub fn message(&self, name: &str) -> Message {
        let Self {
            said,
            printed,
            other_line,
            ..
        } = self;
        Message::new(
            format!(
                "{}，与{name} 第 {other_line} 行印出的 {printed} 不一致",
                said.chinese
            ),
            format!(
                "{} does not agree with {printed}, printed in {name}, line {other_line}",
                said.english
            ),
        )
    }
}

/// Who, when, what kind.
type Name<'digest> = (&'digest str, u16, DocumentKind);

/// Every contradiction between documents, in the order of the documents. A document is compared
/// with another one only when that is the only one of its organisation, year and kind.
pub fn compare<D: Borrow<Digest>>(digests: &[D]) -> Vec<Mismatch> {
    let digests: Vec<&Digest> = digests.iter().map(Borrow::borrow).collect();
    let mut by_name: BTreeMap<(&str, u16, bool), Vec<usize>> = BTreeMap::new();
    for (index, digest) in digests.iter().enumerate() {
        let budget = digest.kind == DocumentKind::Budget;
        let name = (digest.organisation.as_str(), digest.year, budget);
        by_name.entry(name).or_default().push(index);
    }
    let only = |(organisation, year, kind): Name| {
        let name = (organisation, year, kind == DocumentKind::Budget);
        match by_name.get(&name).map(Vec::as_slice) {
            Some([index]) => Some(*index),
            _ => None,
        }
    };
    let mut found = Vec::new();
    for (index, digest) in digests.iter().enumerate() {
        for claim in digest.claims.iter() {
            for name in others(digest, claim) {
                let other = only(name).filter(|other| *other != index);
                let printed = other.and_then(|other| {
                    let printed = digests.get(other)?.printed(&claim.key)?;
                    Some((other, printed))
                });
                if let Some((other, printed)) = printed {
                    found.extend(mismatch(index, claim, other, printed));
                }
            }
        }
    }
    found
}

/// The documents that a claim is about.
fn others<'digest>(digest: &'digest Digest, claim: &'digest Claim) -> Vec<Name<'digest>> {
    let Digest {
        organisation,
        year,
        kind,
        units,
        ..
    } = digest;
    match &claim.about {
        About::PriorYear => vec![(organisation, year.saturating_sub(1), *kind)],
        About::InitialBudget => vec![(organisation, *year, DocumentKind::Budget)],
        About::Unit(unit) => vec![(unit, *year, *kind)],
        About::Project => units
            .iter()
            .map(|unit| (unit.as_str(), *year, *kind))
            .collect(),
    }
}

fn mismatch(document: usize, claim: &Claim, other: usize, printed: &Printed) -> Option<Mismatch> {
    if claim.interval.intersects(printed.interval) {
        return None;
    }
    let rule = match claim.about {
        About::PriorYear => &prior_year::RULE,
        About::InitialBudget => &initial_budget::RULE,
        About::Unit(_) => &unit_total::RULE,
        About::Project => &same_project::RULE,
    };
    Some(Mismatch {
        code: rule.code,
        name: rule.name,
        severity: rule.severity,
        document,
        span: claim.place.span,
        other,
        other_span: printed.place.span,
        other_line: printed.place.line,
        key: FindingKey {
            check: rule.code.to_owned(),
            ..claim.finding.clone()
        },
        said: claim.said.clone(),
        printed: printed.words.to_string(),
    })
}
