//! The analysis of one disclosure.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::audit::answer::{Answers, Retyped, ask, ask_again, guarded};
use crate::audit::bearings::Bearings;
use crate::audit::evaluate::Evaluator;
use crate::audit::expansion::expansion;
use crate::audit::feasibility::{Feasibility, feasibility};
use crate::audit::findings::findings;
use crate::audit::identity::Relation;
use crate::audit::{Finding, Identity, Locale, Message, Verdict};
use crate::document::{Disclosure, FigureId, Shared};
use crate::rules::lexicon::Lexicon;
use crate::rules::{Check, LEXICONS, RULES, Rule};
use crate::text::Span;

/// A disclosure with everything the audit knows of it.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The document model.
    pub disclosure: Disclosure,
    /// Every identity that was declared.
    pub identities: Shared<Arc<Identity>>,
    /// What each identity's evaluation says, in the order of `identities`.
    pub verdicts: Vec<Verdict>,
    /// The findings, by place.
    pub findings: Vec<Finding>,
    /// What the analysis after an edit may take over.
    pub(crate) ground: Ground,
}

/// What an analysis rests on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ground {
    /// What each check of the rules said by itself, in their order.
    answers: Vec<Answers>,
    /// Where figures stand and what ties them.
    bearings: Arc<Bearings>,
    /// What is known of the tables as a whole.
    feasibility: Feasibility,
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
            .filter(move |(_, (identity, _))| identity.relation.involves(&[figure]))
            .map(|(index, (identity, verdict))| (index, &**identity, *verdict))
    }

    /// What an identity is about, in words.
    pub fn subject(&self, identity: &Identity) -> Message {
        let places = &self.ground.bearings.places;
        places.subject(&self.disclosure, identity)
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
    let mut lines = LEXICONS.lines(&disclosure).into_iter();
    asked(disclosure, RULES, |_, _| lines.next().unwrap_or_default())
}

/// Analyses a disclosure with some rules. A rule that panics costs its own answers only.
pub fn analyze_with(disclosure: Disclosure, rules: &[Rule]) -> Analysis {
    asked(disclosure, rules, |disclosure, lexicon| {
        lexicon.lines(disclosure)
    })
}

/// Asks all checks of some rules, on all cores. The lines with words of the lexicons are asked for
/// in the order of the checks.
fn asked(
    disclosure: Disclosure,
    rules: &[Rule],
    mut lines_with: impl FnMut(&Disclosure, &Lexicon) -> Vec<Span>,
) -> Analysis {
    let mut lines_for = |check: Check| match check {
        Check::Lines(lexicon, _) => match lexicon() {
            Some(lexicon) => lines_with(&disclosure, lexicon),
            None => disclosure.printed_lines().collect(),
        },
        _ => Vec::new(),
    };
    let questions: Vec<(Check, Vec<Span>)> = checks(rules)
        .map(|(_, check)| (check, lines_for(check)))
        .collect();
    let answers = questions
        .into_par_iter()
        .map(|(check, lines)| ask(&disclosure, check, &lines))
        .collect();
    conclude(disclosure, answers, None)
}

/// Analyses a disclosure with all rules, after an edit of one that was analysed. The result is
/// that of [`analyze`]; what the edit cannot concern is taken over where it changed no words.
pub fn analyze_after(disclosure: Disclosure, earlier: &Analysis) -> Analysis {
    let was_asked_all = earlier.ground.answers.len() == checks(RULES).count();
    if !was_asked_all || !disclosure.has_words_of(&earlier.disclosure) {
        return analyze(disclosure);
    }
    let retyped = Retyped::between(&disclosure, &earlier.disclosure);
    let answers = checks(RULES)
        .zip(&earlier.ground.answers)
        .map(|((rule, check), known)| ask_again(&disclosure, rule, check, known, &retyped))
        .collect();
    conclude(disclosure, answers, Some((earlier, &retyped)))
}

/// Every check of some rules.
fn checks(rules: &[Rule]) -> impl Iterator<Item = (&Rule, Check)> {
    rules
        .iter()
        .flat_map(|rule| rule.checks.iter().map(move |check| (rule, *check)))
}

/// Evaluates what the rules declare, and adds what follows to what they found.
fn conclude(
    disclosure: Disclosure,
    answers: Vec<Answers>,
    earlier: Option<(&Analysis, &Retyped)>,
) -> Analysis {
    let all = || answers.iter().flatten();
    let earlier = earlier.filter(|(earlier, _)| earlier.declares(&answers));
    let identities = match earlier {
        Some((earlier, _)) => earlier.identities.clone(),
        None => without_repetitions(all().flat_map(|answer| &answer.identities)).into(),
    };
    let bearings = match earlier {
        Some((earlier, retyped)) if !retyped.statements => Arc::clone(&earlier.ground.bearings),
        _ => Arc::new(Bearings::of(&disclosure, &identities)),
    };
    let known = earlier.map(|(earlier, retyped)| (earlier.verdicts.as_slice(), retyped));
    let verdicts = evaluate(&Evaluator::new(&disclosure), &identities, known);
    let known = earlier.map(|(earlier, retyped)| (&earlier.ground.feasibility, &*retyped.figures));
    let feasibility: Feasibility = guarded(|found| {
        *found = feasibility(&disclosure, &bearings.places, &identities, &verdicts, known);
    });
    let mut all_findings: Vec<Finding> =
        all().flat_map(|answer| &answer.findings).cloned().collect();
    all_findings.extend(guarded(|found: &mut Vec<Finding>| {
        *found = findings(&disclosure, &bearings, &identities, &verdicts, &feasibility);
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
        ground: Ground {
            answers,
            bearings,
            feasibility,
        },
    }
}

impl Analysis {
    /// Whether some answers declare the same as those of this analysis.
    fn declares(&self, answers: &[Answers]) -> bool {
        let mut pairs = self
            .ground
            .answers
            .iter()
            .flatten()
            .zip(answers.iter().flatten());
        pairs.all(|(known, answer)| {
            Arc::ptr_eq(known, answer) || known.identities == answer.identities
        })
    }
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

/// Two rules may declare the same relation (a table of one organisation): the first one keeps it.
fn without_repetitions<'a>(
    identities: impl Iterator<Item = &'a Arc<Identity>>,
) -> Vec<Arc<Identity>> {
    let mut seen: HashSet<&Relation> = HashSet::new();
    identities
        .filter(|identity| seen.insert(&identity.relation))
        .cloned()
        .collect()
}

/// Shares are judged first: a list with truncated ones may add up to less than 100 %. Verdicts on
/// the same identities are taken over where none of their figures was typed over.
fn evaluate(
    evaluator: &Evaluator<'_>,
    identities: &[Arc<Identity>],
    known: Option<(&[Verdict], &Retyped)>,
) -> Vec<Verdict> {
    let is_list = |identity: &Identity| matches!(identity.relation, Relation::SharesOfWhole { .. });
    let stands = |index: usize, identity: &Identity| {
        let (verdicts, retyped) = known?;
        let concerned = is_list(identity) || identity.relation.involves(&retyped.figures);
        verdicts.get(index).filter(|_| !concerned).copied()
    };
    let mut verdicts: Vec<Verdict> = identities
        .iter()
        .enumerate()
        .map(|(index, identity)| match stands(index, identity) {
            Some(verdict) => verdict,
            None => evaluator.evaluate(identity),
        })
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
