//! What could be wrong: for each figure of a group of broken identities the value that would mend
//! most of them. The candidates are kept up to date while causes are found and settled, so that
//! only what a cause touches is tried again.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use rust_decimal::Decimal;

use crate::audit::evaluate::{Assumptions, WideSum};
use crate::audit::explain::is_plausible_slip;
use crate::audit::identity::{Identity, Verdict};
use crate::audit::localise::{Candidate, Cause, Graph, Locality};
use crate::audit::wording::round;
use crate::document::FigureId;

/// The candidates of a group of broken identities.
pub struct Candidates<'a> {
    graph: &'a Graph<'a>,
    broken: BTreeSet<usize>,
    /// The values of the culprits that were found.
    settled: BTreeMap<FigureId, Decimal>,
    /// What wide sums come to with the settled values.
    wide: HashMap<usize, Option<WideSum>>,
    /// Figures that repeat others of their row, by the first of them.
    copies: BTreeMap<FigureId, Vec<FigureId>>,
    /// The first of the figures that a figure repeats.
    first_copy: HashMap<FigureId, FigureId>,
    found: BTreeMap<FigureId, Candidate>,
    /// The candidates by the identities that they mend.
    sets: HashMap<Rc<[usize]>, Explanations>,
    /// How many operands may still be looked at.
    patience: usize,
}

/// How many operands are looked at for each operand of the group, before what is left stays
/// without a cause. Tables with mistakes need a hundred at most; groups where everything
/// contradicts everything would take time that grows with the square of their size or worse.
const PATIENCE: usize = 1000;

/// More values than any figure could have had are not tried: those that most identities imply are.
const MOST_VALUES: usize = 32;

/// Where a set of identities comes: the larger ones first, then the more local ones, then those
/// that the first figures explain.
type Rank = (Reverse<usize>, Option<Locality>, FigureId, Rc<[usize]>);

/// The figures that explain one set of identities.
#[derive(Default)]
struct Explanations {
    figures: BTreeSet<FigureId>,
    /// The likeliest of them, once it was asked for.
    likeliest: Option<Option<Candidate>>,
    locality: Option<Locality>,
}

impl<'a> Candidates<'a> {
    /// Tries every figure of broken identities.
    pub fn of(graph: &'a Graph<'a>, broken: &[usize]) -> Self {
        let mut candidates = Self {
            graph,
            broken: broken.iter().copied().collect(),
            settled: BTreeMap::new(),
            wide: HashMap::new(),
            copies: BTreeMap::new(),
            first_copy: HashMap::new(),
            found: BTreeMap::new(),
            sets: HashMap::new(),
            patience: 0,
        };
        let identities = broken
            .iter()
            .filter_map(|index| graph.identities.get(*index));
        let operands: usize = identities.map(|identity| identity.operand_count()).sum();
        candidates.patience = operands.saturating_mul(PATIENCE);
        let figures = candidates.operands(broken.iter().copied());
        for figure in &figures {
            candidates.note_copies(*figure);
        }
        candidates.try_again(figures);
        candidates
    }

    /// The broken identities that have no cause yet, in the order of the graph.
    pub fn unexplained(&self) -> Vec<usize> {
        self.graph
            .by_locality(self.broken.iter().copied().collect())
    }

    /// The largest set of identities that only one figure explains, unless a larger set has a
    /// share in it; else the largest set. None when no single figure mends anything, or when
    /// patience is at its end.
    pub fn next_cause(&mut self) -> Option<Cause> {
        self.patience = self.patience.saturating_sub(self.sets.len());
        if self.patience == 0 {
            return None;
        }
        let mut order: Vec<Rank> = self
            .sets
            .iter()
            .filter_map(|(set, explanations)| {
                let first = *explanations.figures.first()?;
                Some((
                    Reverse(set.len()),
                    explanations.locality,
                    first,
                    Rc::clone(set),
                ))
            })
            .collect();
        order.sort();
        let mut larger: HashSet<usize> = HashSet::new();
        for (.., set) in &order {
            if !set.iter().any(|index| larger.contains(index)) {
                let (culprit, count) = self.likeliest(set);
                if culprit.is_some() {
                    return Some(Cause {
                        identities: self.graph.by_locality(set.to_vec()),
                        culprit,
                        is_unique: count == 1,
                        candidates: Vec::new(),
                    });
                }
            }
            larger.extend(set.iter());
        }
        let (.., set) = order.first()?;
        Some(Cause {
            identities: self.graph.by_locality(set.to_vec()),
            culprit: None,
            is_unique: false,
            candidates: self.explaining(set),
        })
    }

    /// The candidates that mend a set of identities, in the order of their figures.
    fn explaining(&self, set: &[usize]) -> Vec<Candidate> {
        let explanations = self.sets.get(set);
        let figures = explanations.into_iter().flat_map(|it| &it.figures);
        figures
            .filter_map(|figure| self.found.get(figure).cloned())
            .collect()
    }

    /// The likeliest explanation of a set of identities, and how many there are.
    fn likeliest(&mut self, set: &[usize]) -> (Option<Candidate>, usize) {
        if let Some(explanations) = self.sets.get(set)
            && let Some(likeliest) = &explanations.likeliest
        {
            return (likeliest.clone(), explanations.figures.len());
        }
        let explaining = self.explaining(set);
        let likeliest = self.graph.likeliest(&explaining);
        if let Some(explanations) = self.sets.get_mut(set) {
            explanations.likeliest = Some(likeliest.clone());
        }
        (likeliest, explaining.len())
    }

    /// Takes a cause for granted: its identities are explained, and its culprit has its value.
    pub fn settle(&mut self, cause: &Cause) {
        let mut touched: BTreeSet<usize> = cause.identities.iter().copied().collect();
        for index in &cause.identities {
            self.broken.remove(index);
        }
        if let Some(culprit) = &cause.culprit {
            for figure in culprit.figures() {
                self.settled.entry(figure).or_insert(culprit.value);
                touched.extend(self.graph.around(figure));
            }
        }
        for index in &touched {
            self.wide.remove(index);
        }
        let mut figures = self.operands(touched.into_iter());
        let first = |figure: &FigureId| self.first_copy.get(figure).copied();
        let leaders: Vec<FigureId> = figures.iter().filter_map(first).collect();
        figures.extend(leaders);
        self.try_again(figures);
    }

    fn operands(&self, identities: impl Iterator<Item = usize>) -> BTreeSet<FigureId> {
        identities
            .flat_map(|index| self.graph.operands(index))
            .collect()
    }

    fn note_copies(&mut self, figure: FigureId) {
        let group = self.graph.copies(figure);
        if group.len() > 1 && group.first() == Some(&figure) {
            for copy in &group {
                self.first_copy.insert(*copy, figure);
            }
            self.copies.insert(figure, group);
        }
    }

    fn try_again(&mut self, figures: BTreeSet<FigureId>) {
        for figure in figures {
            if self.patience == 0 {
                return;
            }
            if let Some(old) = self.found.remove(&figure) {
                self.withdraw(figure, &old);
            }
            if let Some(candidate) = self.candidate(figure) {
                self.enter(figure, &candidate);
                self.found.insert(figure, candidate);
            }
        }
    }

    fn withdraw(&mut self, figure: FigureId, candidate: &Candidate) {
        let Some(explanations) = self.sets.get_mut(candidate.mends.as_slice()) else {
            return;
        };
        explanations.figures.remove(&figure);
        explanations.likeliest = None;
        if explanations.figures.is_empty() {
            self.sets.remove(candidate.mends.as_slice());
        }
    }

    fn enter(&mut self, figure: FigureId, candidate: &Candidate) {
        let set = candidate.mends.as_slice();
        if !self.sets.contains_key(set) {
            let locality = set.iter().map(|index| self.graph.locality(*index)).min();
            let explanations = Explanations {
                locality,
                ..Explanations::default()
            };
            self.sets.insert(Rc::from(set), explanations);
        }
        if let Some(explanations) = self.sets.get_mut(set) {
            explanations.figures.insert(figure);
            explanations.likeliest = None;
        }
    }

    /// The best value of a figure that would mend at least one broken identity and break none.
    fn candidate(&mut self, figure: FigureId) -> Option<Candidate> {
        let mut around = self.graph.around(figure).iter();
        let is_operand = around.any(|index| self.broken.contains(index));
        if !is_operand || self.settled.contains_key(&figure) {
            return None;
        }
        let alone = self.best_trial(&[figure]);
        let Some(group) = self.copies.get(&figure).cloned() else {
            return alone;
        };
        let together = self.best_trial(&group);
        let strength = |candidate: &Option<Candidate>| {
            candidate
                .as_ref()
                .map_or(0, |candidate| candidate.mends.len())
        };
        if strength(&together) > strength(&alone) {
            together
        } else {
            alone
        }
    }

    fn best_trial(&mut self, group: &[FigureId]) -> Option<Candidate> {
        let graph = self.graph;
        let printed = graph.disclosure.figure(*group.first()?)?;
        // Each value with the fewest figures that it is computed from.
        let mut values: Vec<(Decimal, usize)> = Vec::new();
        for figure in group {
            let decimals = graph.evaluator.decimals(*figure);
            for index in graph.around(*figure) {
                if !self.broken.contains(index) {
                    continue;
                }
                if let Some(identity) = graph.identities.get(*index)
                    && let Some(value) = self.implied(*index, identity, *figure)
                {
                    values.push((round(value, decimals), identity.operand_count()));
                }
            }
        }
        values.retain(|(value, _)| {
            *value != printed.value
                && (!value.is_sign_negative() || printed.value.is_sign_negative())
        });
        values.sort_unstable();
        let implied = match values.len() > MOST_VALUES {
            true => values.clone(),
            false => Vec::new(),
        };
        values.dedup_by_key(|(value, _)| *value);
        if values.len() > MOST_VALUES {
            let times = |value: Decimal| {
                let from = implied.partition_point(|(other, _)| *other < value);
                let to = implied.partition_point(|(other, _)| *other <= value);
                to - from
            };
            values.sort_by_key(|(value, _)| Reverse(times(*value)));
            values.truncate(MOST_VALUES);
            values.sort_unstable();
        }
        values
            .into_iter()
            .filter_map(|(value, operands)| {
                let candidate = self.trial(group, value)?;
                let is_slip = is_plausible_slip(printed.value, value);
                let strength = (candidate.mends.len(), is_slip, candidate.exact);
                // A sum of few rounded figures tells more exactly than a sum of many.
                Some((strength, Reverse(operands), candidate))
            })
            .max_by_key(|(strength, operands, _)| (*strength, *operands))
            .map(|(_, _, candidate)| candidate)
    }

    /// What would happen if a figure and its copies had another value; none when something that
    /// holds breaks.
    fn trial(&mut self, group: &[FigureId], value: Decimal) -> Option<Candidate> {
        let graph = self.graph;
        let mut around: Vec<usize> = group
            .iter()
            .flat_map(|figure| graph.around(*figure))
            .copied()
            .collect();
        around.sort_unstable();
        around.dedup();
        let mut mends = Vec::new();
        let mut exact = 0;
        let mut gain = 0;
        for index in around {
            let identity = graph.identities.get(index)?;
            let before = self.verdict(index, identity, &[], Decimal::ZERO);
            let after = self.verdict(index, identity, group, value);
            if self.broken.contains(&index) {
                if matches!(after, Verdict::Exact | Verdict::Rounding { .. }) {
                    mends.push(index);
                }
            } else if after.is_contradiction() && !before.is_contradiction() {
                return None;
            }
            exact += usize::from(after == Verdict::Exact);
            gain += i32::from(after == Verdict::Exact) - i32::from(before == Verdict::Exact);
        }
        let (figure, copies) = group.split_first()?;
        (!mends.is_empty()).then(|| Candidate {
            figure: *figure,
            copies: copies.to_vec(),
            value,
            mends,
            exact,
            gain,
        })
    }

    /// The verdict on an identity with what is settled and a value on trial.
    fn verdict(
        &mut self,
        index: usize,
        identity: &Identity,
        tried: &[FigureId],
        value: Decimal,
    ) -> Verdict {
        self.keep_wide(index, identity);
        let assumed = Assumptions {
            settled: Some(&self.settled),
            tried,
            value,
        };
        if tried.is_empty()
            && self.settled.is_empty()
            && let Some(verdict) = self.graph.verdicts.get(index)
        {
            return *verdict;
        }
        let evaluator = self.graph.evaluator;
        let wide = self.wide.get(&index).and_then(Option::as_ref);
        if let Some(verdict) = wide.and_then(|sum| evaluator.evaluate_wide(sum, assumed)) {
            self.patience = self.patience.saturating_sub(1 + tried.len());
            return verdict;
        }
        self.patience = self.patience.saturating_sub(identity.operand_count());
        evaluator.evaluate_assuming(identity, assumed)
    }

    /// The value of a figure that an identity implies with what is settled.
    fn implied(&mut self, index: usize, identity: &Identity, figure: FigureId) -> Option<Decimal> {
        self.keep_wide(index, identity);
        let settled = Assumptions {
            settled: Some(&self.settled),
            ..Assumptions::default()
        };
        let evaluator = self.graph.evaluator;
        let wide = self.wide.get(&index).and_then(Option::as_ref);
        wide.and_then(|sum| evaluator.implied_by_wide(sum, figure, settled))
            .or_else(|| evaluator.implied(identity, figure, settled))
    }

    fn keep_wide(&mut self, index: usize, identity: &Identity) {
        let settled = Assumptions {
            settled: Some(&self.settled),
            ..Assumptions::default()
        };
        let evaluator = self.graph.evaluator;
        self.wide
            .entry(index)
            .or_insert_with(|| evaluator.wide_sum(identity, settled));
    }
}
