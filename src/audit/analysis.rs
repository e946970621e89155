//! The analysis of one disclosure.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::audit::evaluate::Evaluator;
use crate::audit::expansion::expansion;
use crate::audit::findings::findings;
use crate::audit::identity::Relation;
use crate::audit::{Finding, Identity, Locale, Verdict};
use crate::document::{Disclosure, FigureId};
use crate::rules::{Basis, Check, RULES, Rule};
use crate::text::Span;

/// A disclosure with everything the audit knows of it.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The document model.
    pub disclosure: Disclosure,
    /// Every identity that was declared.
    pub identities: Vec<Identity>,
    /// What each identity's evaluation says, in the order of `identities`.
    pub verdicts: Vec<Verdict>,
    /// The findings, by place.
    pub findings: Vec<Finding>,
    /// What each rule of words said by itself, in the order of the rules; nothing for the others.
    pub(crate) answers: Vec<Arc<Answer>>,
}

/// What a rule says of a disclosure.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    identities: Vec<Identity>,
    findings: Vec<Finding>,
}

impl Analysis {
    /// The identities that a figure takes part in, with their places in
    /// [`Analysis::identities`] and what their evaluation says.
    pub fn identities_of(
        &self,
        figure: FigureId,
    ) -> impl Iterator<Item = (usize, &Identity, Verdict)> {
        self.identities
            .iter()
            .zip(&self.verdicts)
            .enumerate()
            .filter(move |(_, (identity, _))| identity.operands().contains(&figure))
            .map(|(index, (identity, verdict))| (index, identity, *verdict))
    }

    /// An identity with its printed numbers: `25.57 = 2.06 + 23.52 − 0.01（四舍五入）`; empty for
    /// the index of another analysis.
    pub fn expansion(&self, identity: usize, locale: Locale) -> String {
        self.identities
            .get(identity)
            .map(|identity| expansion(identity, &self.disclosure, locale))
            .unwrap_or_default()
    }
}

/// Analyses a disclosure with all rules: a pure function.
pub fn analyze(disclosure: Disclosure) -> Analysis {
    analyze_with(disclosure, RULES)
}

/// Analyses a disclosure with all rules, after an edit of one that was analysed. The result is
/// that of [`analyze`]; what rules of words said is taken over where the edit changed no words.
pub fn analyze_after(disclosure: Disclosure, earlier: &Analysis) -> Analysis {
    if !disclosure.has_words_of(&earlier.disclosure) || earlier.answers.len() != RULES.len() {
        return analyze(disclosure);
    }
    let changed = disclosure.lines_unlike(&earlier.disclosure);
    let answers = RULES
        .iter()
        .zip(&earlier.answers)
        .map(|(rule, known)| match (rule.check, rule.basis) {
            (Check::Lines(lexicon, inspect), Basis::Words) => {
                let lexicon = lexicon();
                let worth = |line: &&Span| {
                    lexicon.is_none_or(|lexicon| lexicon.speaks_of(disclosure.words(**line)))
                };
                let lines = changed.iter().filter(worth).copied();
                Arc::new(known.with_lines(&changed, in_lines(&disclosure, lines, inspect)))
            }
            (_, Basis::Words) => Arc::clone(known),
            (_, Basis::Figures) => Arc::new(answer(&disclosure, rule)),
        })
        .collect();
    conclude(disclosure, RULES, answers)
}

/// Analyses a disclosure with some rules. A rule that panics costs its own answers only.
pub fn analyze_with(disclosure: Disclosure, rules: &[Rule]) -> Analysis {
    let answers = rules
        .iter()
        .map(|rule| Arc::new(answer(&disclosure, rule)))
        .collect();
    conclude(disclosure, rules, answers)
}

fn answer(disclosure: &Disclosure, rule: &Rule) -> Answer {
    let identities =
        |declare: fn(&Disclosure, &mut Vec<Identity>)| guarded(|found| declare(disclosure, found));
    let findings =
        |inspect: fn(&Disclosure, &mut Vec<Finding>)| guarded(|found| inspect(disclosure, found));
    match rule.check {
        Check::Identities(declare) => Answer {
            identities: identities(declare),
            ..Answer::default()
        },
        Check::Inspection(inspect) => Answer {
            findings: findings(inspect),
            ..Answer::default()
        },
        Check::Both(declare, inspect) => Answer {
            identities: identities(declare),
            findings: findings(inspect),
        },
        Check::Lines(lexicon, inspect) => {
            let lines = match lexicon() {
                Some(lexicon) => lexicon.lines(disclosure),
                None => disclosure.printed_lines().collect(),
            };
            Answer {
                findings: in_lines(disclosure, lines.into_iter(), inspect),
                ..Answer::default()
            }
        }
        Check::Evaluation | Check::Comparison => Answer::default(),
    }
}

fn in_lines(
    disclosure: &Disclosure,
    lines: impl Iterator<Item = Span>,
    inspect: fn(&str, usize, &mut Vec<Finding>),
) -> Vec<Finding> {
    guarded(|found| {
        for line in lines {
            inspect(disclosure.words(line), line.start, found);
        }
    })
}

impl Answer {
    /// The answer with other findings in some lines.
    fn with_lines(&self, lines: &[Span], findings: Vec<Finding>) -> Self {
        let elsewhere =
            |finding: &&Finding| lines.iter().all(|line| !line.touches(finding.span.start));
        let kept = self.findings.iter().filter(elsewhere).cloned();
        Self {
            findings: kept.chain(findings).collect(),
            ..Self::default()
        }
    }
}

/// Evaluates what the rules declare, and adds what follows to what they found.
fn conclude(disclosure: Disclosure, rules: &[Rule], answers: Vec<Arc<Answer>>) -> Analysis {
    let declared = answers.iter().flat_map(|answer| &answer.identities);
    let inspected = answers.iter().flat_map(|answer| &answer.findings);
    let mut all_findings: Vec<Finding> = inspected.cloned().collect();
    let identities = without_repetitions(declared);
    let evaluator = Evaluator::new(&disclosure);
    let verdicts = evaluate(&evaluator, &identities);
    all_findings.extend(guarded(|found| {
        found.extend(findings(&disclosure, &evaluator, &identities, &verdicts));
    }));
    drop_superseded(&mut all_findings);
    all_findings.sort_by(|one, other| {
        (one.span, one.code, &one.message.chinese).cmp(&(
            other.span,
            other.code,
            &other.message.chinese,
        ))
    });
    Analysis {
        disclosure,
        identities,
        verdicts,
        findings: all_findings,
        answers: reusable(rules, answers),
    }
}

/// The answers that may outlive an edit: the others would take up memory for nothing.
fn reusable(rules: &[Rule], answers: Vec<Arc<Answer>>) -> Vec<Arc<Answer>> {
    let nothing = Arc::default();
    let answers = rules.iter().zip(answers);
    answers
        .map(|(rule, answer)| match rule.basis {
            Basis::Words => answer,
            Basis::Figures => Arc::clone(&nothing),
        })
        .collect()
}

/// Of two checks that see one cause in the same words, the first knows more of it.
const SUPERSEDES: [(&str, &str); 1] = [("B310", "B406")];

fn drop_superseded(findings: &mut Vec<Finding>) {
    for (knowing, general) in SUPERSEDES {
        let places: Vec<Span> = findings
            .iter()
            .filter(|finding| finding.code == knowing)
            .map(|finding| finding.span)
            .collect();
        if places.is_empty() {
            continue;
        }
        findings.retain(|finding| {
            finding.code != general || places.iter().all(|place| !place.intersects(finding.span))
        });
    }
}

/// What a step yields; nothing when it panics.
fn guarded<T>(step: impl FnOnce(&mut Vec<T>)) -> Vec<T> {
    catch_unwind(AssertUnwindSafe(|| {
        let mut results = Vec::new();
        step(&mut results);
        results
    }))
    .unwrap_or_default()
}

/// Two rules may declare the same relation (a table of one organisation): the first one keeps it.
fn without_repetitions<'a>(identities: impl Iterator<Item = &'a Identity>) -> Vec<Identity> {
    let mut kept: Vec<Identity> = Vec::new();
    let mut by_head: std::collections::BTreeMap<Option<FigureId>, Vec<usize>> =
        std::collections::BTreeMap::new();
    for identity in identities {
        let known = by_head.entry(identity.relation.head()).or_default();
        let repeats = known
            .iter()
            .filter_map(|index| kept.get(*index))
            .any(|other| other.relation == identity.relation);
        if !repeats {
            known.push(kept.len());
            kept.push(identity.clone());
        }
    }
    kept
}

/// Shares are judged first: a list with truncated ones may add up to less than 100 %.
fn evaluate(evaluator: &Evaluator<'_>, identities: &[Identity]) -> Vec<Verdict> {
    let mut verdicts: Vec<Verdict> = identities
        .iter()
        .map(|identity| evaluator.evaluate(identity))
        .collect();
    let truncated: Vec<FigureId> = identities
        .iter()
        .zip(&verdicts)
        .filter(|(_, verdict)| {
            matches!(
                verdict,
                Verdict::Inconsistent {
                    truncated: true,
                    ..
                }
            )
        })
        .filter_map(|(identity, _)| identity.relation.head())
        .collect();
    for (identity, verdict) in identities.iter().zip(&mut verdicts) {
        let Relation::SharesOfWhole { shares } = &identity.relation else {
            continue;
        };
        if shares.iter().any(|share| truncated.contains(share)) {
            *verdict = evaluator.evaluate_with_truncation(identity);
        }
    }
    verdicts
}
