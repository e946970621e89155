//! Fault localisation: which single figure explains the broken identities around it
//! (design: “The audit engine”).
//!
//! Broken identities that share a figure belong together. Within such a component, a figure
//! explains the identities that one other value of it would mend without breaking an identity
//! that holds. The figure that mends most is the explanation when it is the only one, the only one
//! whose value is printed elsewhere for the same thing, or the only one that a single slip of the
//! typist explains; otherwise the contradiction stays with the head of the most local identity and the figures that could
//! be wrong are named. An explained figure counts as mended when the rest is looked at, so that
//! independent errors in one component are told apart.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::audit::evaluate::{Assumption, Evaluator};
use crate::audit::explain::is_plausible_slip;
use crate::audit::identity::{Identity, Relation, Verdict};
use crate::audit::twin::Twins;
use crate::audit::wording::round;
use crate::document::{Disclosure, FigureId};

/// A value that would mend identities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The figure.
    pub figure: FigureId,
    /// Figures of the same row that repeat it and would change with it: a row with one component
    /// prints the same number twice.
    pub copies: Vec<FigureId>,
    /// The value, in its unit, with the decimals that it would be printed with.
    pub value: Decimal,
    /// The identities that it mends: indices, in order.
    pub mends: Vec<usize>,
    /// How many of the identities around the figure would then hold to the last digit.
    exact: usize,
    /// How many more that are than hold so as printed.
    gain: i32,
}

impl Candidate {
    /// The figure and its copies.
    pub fn figures(&self) -> impl Iterator<Item = FigureId> + '_ {
        std::iter::once(self.figure).chain(self.copies.iter().copied())
    }
}

/// A cause of broken identities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The broken identities that share it, the most local one first; never empty.
    pub identities: Vec<usize>,
    /// The only figure that explains them, or the likeliest one.
    pub culprit: Option<Candidate>,
    /// No other figure explains them as well as the culprit.
    pub is_unique: bool,
    /// When there is no such figure: those that could explain the first identity.
    pub candidates: Vec<Candidate>,
}

/// Groups the contradictions of an analysis by cause. Every contradiction is in exactly one.
pub fn causes(
    disclosure: &Disclosure,
    evaluator: &Evaluator<'_>,
    twins: &Twins<'_>,
    identities: &[Identity],
    verdicts: &[Verdict],
) -> Vec<Cause> {
    let graph = Graph {
        disclosure,
        evaluator,
        twins,
        identities,
        verdicts,
        around: identities_by_figure(identities),
    };
    let mut causes = Vec::new();
    for component in graph.components() {
        graph.explain(component, &mut causes);
    }
    causes
}

struct Graph<'a> {
    disclosure: &'a Disclosure,
    evaluator: &'a Evaluator<'a>,
    twins: &'a Twins<'a>,
    identities: &'a [Identity],
    verdicts: &'a [Verdict],
    /// The identities that each figure takes part in.
    around: BTreeMap<FigureId, Vec<usize>>,
}

/// The only explanation that gains most identities that hold to the last digit.
fn most_exact(explaining: &[&Candidate]) -> Option<Candidate> {
    let most = explaining.iter().map(|candidate| candidate.gain).max()?;
    let mut best = explaining.iter().filter(|candidate| candidate.gain == most);
    let first = best.next()?;
    best.next().is_none().then(|| (*first).clone())
}

fn identities_by_figure(identities: &[Identity]) -> BTreeMap<FigureId, Vec<usize>> {
    let mut around: BTreeMap<FigureId, Vec<usize>> = BTreeMap::new();
    for (index, identity) in identities.iter().enumerate() {
        for figure in identity.operands() {
            let list = around.entry(figure).or_default();
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
    }
    around
}

impl Graph<'_> {
    fn is_broken(&self, index: usize) -> bool {
        self.verdicts
            .get(index)
            .is_some_and(|verdict| verdict.is_contradiction())
    }

    fn operands(&self, index: usize) -> Vec<FigureId> {
        self.identities
            .get(index)
            .map(Identity::operands)
            .unwrap_or_default()
    }

    fn around(&self, figure: FigureId) -> &[usize] {
        self.around.get(&figure).map_or(&[], Vec::as_slice)
    }

    /// The broken identities, those together that share a figure or are columns of one omission.
    fn components(&self) -> Vec<Vec<usize>> {
        let mut components = Vec::new();
        let mut seen = vec![false; self.identities.len()];
        for start in 0..self.identities.len() {
            if !self.is_broken(start) || seen.get(start).copied().unwrap_or(true) {
                continue;
            }
            let mut component = Vec::new();
            let mut open = vec![start];
            while let Some(index) = open.pop() {
                match seen.get_mut(index) {
                    Some(flag) if !*flag => *flag = true,
                    _ => continue,
                }
                component.push(index);
                for figure in self.operands(index) {
                    let neighbours = self.around(figure).iter().copied();
                    open.extend(neighbours.filter(|next| self.is_broken(*next)));
                }
                open.extend(self.columns_of_one_row(index));
            }
            component.sort_by_key(|index| self.locality(*index));
            components.push(component);
        }
        components
    }

    /// Broken sums of the same rule whose totals stand in one row that holds: a row that is
    /// missing from the details is missing in every column.
    fn columns_of_one_row(&self, index: usize) -> Vec<usize> {
        let Some((rule, total)) = self.sum_head(index) else {
            return Vec::new();
        };
        let holding = self
            .around(total)
            .iter()
            .copied()
            .filter(|next| !self.is_broken(*next) && self.sum_head(*next).is_some());
        holding
            .flat_map(|row| self.operands(row))
            .filter(|figure| *figure != total)
            .flat_map(|figure| self.around(figure).iter().map(move |next| (figure, *next)))
            .filter(|(figure, next)| {
                self.is_broken(*next) && self.sum_head(*next) == Some((rule, *figure))
            })
            .map(|(_, next)| next)
            .collect()
    }

    fn sum_head(&self, index: usize) -> Option<(&'static str, FigureId)> {
        let identity = self.identities.get(index)?;
        match identity.relation {
            Relation::Sum { total, .. } => Some((identity.rule, total)),
            _ => None,
        }
    }

    /// Explains a component, cause by cause: the certain ones first, because what they explain
    /// helps to judge the rest.
    fn explain(&self, component: Vec<usize>, causes: &mut Vec<Cause>) {
        let operands: usize = component
            .iter()
            .map(|index| self.operands(*index).len())
            .sum();
        if operands > MOST_OPERANDS {
            causes.extend(component.into_iter().map(|index| Cause {
                identities: vec![index],
                culprit: None,
                is_unique: false,
                candidates: Vec::new(),
            }));
            return;
        }
        let first = causes.len();
        let mut broken = component;
        let mut assumed: Vec<Assumption> = Vec::new();
        loop {
            let candidates = self.candidates(&broken, &assumed);
            let Some(cause) = self.next_cause(candidates) else {
                break;
            };
            broken.retain(|index| !cause.identities.contains(index));
            if let Some(culprit) = &cause.culprit {
                assumed.extend(culprit.figures().map(|figure| (figure, culprit.value)));
            }
            causes.push(cause);
        }
        let mut own = causes.split_off(first);
        self.unexplained(broken, &mut own);
        causes.append(&mut own);
    }

    /// The largest set of identities that only one figure explains, unless a larger set has a
    /// share in it; else the largest set.
    fn next_cause(&self, candidates: Vec<Candidate>) -> Option<Cause> {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for candidate in &candidates {
            if !sets.contains(&candidate.mends) {
                sets.push(candidate.mends.clone());
            }
        }
        sets.sort_by_key(|set| {
            let locality = set.iter().map(|index| self.locality(*index)).min();
            (Reverse(set.len()), locality)
        });
        let explaining = |set: &Vec<usize>| -> Vec<Candidate> {
            let with_set = candidates
                .iter()
                .filter(|candidate| candidate.mends == *set);
            with_set.cloned().collect()
        };
        let mut larger: Vec<usize> = Vec::new();
        for set in &sets {
            let separate = !set.iter().any(|index| larger.contains(index));
            let explanations = explaining(set);
            if let (true, Some(culprit)) = (separate, self.likeliest(&explanations)) {
                return Some(Cause {
                    identities: self.by_locality(set.clone()),
                    culprit: Some(culprit),
                    is_unique: explanations.len() == 1,
                    candidates: Vec::new(),
                });
            }
            larger.extend(set);
        }
        let set = sets.first()?;
        Some(Cause {
            identities: self.by_locality(set.clone()),
            culprit: None,
            is_unique: false,
            candidates: explaining(set),
        })
    }

    /// What no single figure mends: part of an uncertain cause that it touches, or causes of
    /// their own, each with everything that hangs together.
    fn unexplained(&self, mut broken: Vec<usize>, causes: &mut Vec<Cause>) {
        while let Some(index) = broken.first().copied() {
            let (together, apart) = self.touching(&[index], broken);
            broken = apart;
            let uncertain = causes
                .iter_mut()
                .find(|cause| cause.culprit.is_none() && self.touch(&cause.identities, &together));
            match uncertain {
                Some(cause) => cause.identities.extend(self.by_locality(together)),
                None => causes.push(Cause {
                    identities: self.by_locality(together),
                    culprit: None,
                    is_unique: false,
                    candidates: Vec::new(),
                }),
            }
        }
    }

    /// Whether identities of two groups share a figure.
    fn touch(&self, one: &[usize], other: &[usize]) -> bool {
        let figures: Vec<FigureId> = one.iter().flat_map(|index| self.operands(*index)).collect();
        other
            .iter()
            .flat_map(|index| self.operands(*index))
            .any(|figure| figures.contains(&figure))
    }

    /// Of several explanations the only one; or the only one whose value is printed elsewhere for
    /// the same thing, that has more decimals than its neighbours, that a single slip of the
    /// typist explains, that repeats the number of a neighbour, or that makes more identities hold to the last digit than the others.
    fn likeliest(&self, explaining: &[Candidate]) -> Option<Candidate> {
        if let [only] = explaining {
            return Some(only.clone());
        }
        let only = |is_likely: &dyn Fn(&Candidate) -> bool| {
            let mut likely = explaining.iter().filter(|candidate| is_likely(candidate));
            let first = likely.next()?;
            likely.next().is_none().then(|| first.clone())
        };
        let has_twin = |candidate: &Candidate| {
            let twin = self.twins.elsewhere(candidate.figure, candidate.value);
            twin.is_some()
        };
        let is_slip = |candidate: &Candidate| {
            self.disclosure
                .figure(candidate.figure)
                .is_some_and(|figure| is_plausible_slip(figure.value, candidate.value))
        };
        let is_too_fine = |candidate: &Candidate| self.is_too_fine(candidate);
        let is_copied = |candidate: &Candidate| self.twins.beside(candidate.figure).is_some();
        let with_slips: Vec<&Candidate> = explaining
            .iter()
            .filter(|candidate| is_slip(candidate))
            .collect();
        let likely = if with_slips.is_empty() {
            explaining.iter().collect()
        } else {
            with_slips
        };
        only(&has_twin)
            .or_else(|| only(&is_too_fine))
            .or_else(|| only(&is_slip))
            .or_else(|| only(&is_copied))
            .or_else(|| most_exact(&likely))
    }

    /// Whether a figure has more decimals than those around it, and would not have with the value.
    fn is_too_fine(&self, candidate: &Candidate) -> bool {
        let figure = self.disclosure.figure(candidate.figure);
        match (figure, self.evaluator.habit(candidate.figure)) {
            (Some(figure), Some(habit)) => {
                figure.decimals > habit && candidate.value.normalize().scale() <= habit
            }
            _ => false,
        }
    }

    /// The identities that share a figure with the seed, directly or over others, and the rest.
    fn touching(&self, seed: &[usize], broken: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
        let mut together = seed.to_vec();
        let mut apart: Vec<usize> = broken
            .into_iter()
            .filter(|index| !seed.contains(index))
            .collect();
        loop {
            let figures: Vec<FigureId> = together
                .iter()
                .flat_map(|index| self.operands(*index))
                .collect();
            let columns: Vec<usize> = together
                .iter()
                .flat_map(|index| self.columns_of_one_row(*index))
                .collect();
            let (near, far): (Vec<usize>, Vec<usize>) = apart.into_iter().partition(|index| {
                columns.contains(index)
                    || self
                        .operands(*index)
                        .iter()
                        .any(|figure| figures.contains(figure))
            });
            apart = far;
            if near.is_empty() {
                return (together, apart);
            }
            together.extend(near);
        }
    }

    fn by_locality(&self, mut identities: Vec<usize>) -> Vec<usize> {
        identities.sort_by_key(|index| self.locality(*index));
        identities
    }

    /// The best value of each figure that would mend at least one broken identity and break none.
    fn candidates(&self, broken: &[usize], assumed: &[Assumption]) -> Vec<Candidate> {
        let mut figures: Vec<FigureId> = broken
            .iter()
            .flat_map(|index| self.operands(*index))
            .filter(|figure| assumed.iter().all(|(known, _)| known != figure))
            .collect();
        figures.sort_unstable();
        figures.dedup();
        figures
            .into_iter()
            .filter_map(|figure| self.candidate(figure, broken, assumed))
            .collect()
    }

    fn candidate(
        &self,
        figure: FigureId,
        broken: &[usize],
        assumed: &[Assumption],
    ) -> Option<Candidate> {
        let alone = self.best_trial(&[figure], broken, assumed);
        let group = self.copies(figure);
        if group.len() < 2 {
            return alone;
        }
        let together = self.best_trial(&group, broken, assumed);
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

    /// A figure and those of its row that print the same number and are tied to it by identities
    /// that hold; the figure alone unless it is the first of them.
    fn copies(&self, figure: FigureId) -> Vec<FigureId> {
        let mut group = vec![figure];
        let mut next = 0;
        while let Some(member) = group.get(next).copied() {
            next += 1;
            for index in self
                .around(member)
                .iter()
                .filter(|index| !self.is_broken(**index))
            {
                for other in self.operands(*index) {
                    if !group.contains(&other) && self.is_copy(figure, other) {
                        group.push(other);
                    }
                }
            }
        }
        group.sort_unstable();
        if group.first() == Some(&figure) {
            group
        } else {
            vec![figure]
        }
    }

    fn is_copy(&self, figure: FigureId, other: FigureId) -> bool {
        let same_number = match (
            self.disclosure.figure(figure),
            self.disclosure.figure(other),
        ) {
            (Some(one), Some(other)) => one.value == other.value && one.unit == other.unit,
            _ => false,
        };
        same_number && self.twins.are_in_one_row(figure, other)
    }

    fn best_trial(
        &self,
        group: &[FigureId],
        broken: &[usize],
        assumed: &[Assumption],
    ) -> Option<Candidate> {
        let printed = self.disclosure.figure(*group.first()?)?;
        // Each value with the fewest figures that it is computed from.
        let mut values: Vec<(Decimal, usize)> = Vec::new();
        for figure in group {
            let decimals = self.evaluator.decimals(*figure);
            let around = self.around(*figure);
            let implied = broken
                .iter()
                .filter(|index| around.contains(index))
                .filter_map(|index| self.identities.get(*index))
                .filter_map(|identity| {
                    let value = self.evaluator.implied(identity, *figure, assumed)?;
                    Some((round(value, decimals), identity.operands().len()))
                });
            values.extend(implied);
        }
        values.retain(|(value, _)| {
            *value != printed.value
                && (!value.is_sign_negative() || printed.value.is_sign_negative())
        });
        values.sort_unstable();
        values.dedup_by_key(|(value, _)| *value);
        values
            .into_iter()
            .filter_map(|(value, operands)| {
                let candidate = self.trial(group, value, broken, assumed)?;
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
    fn trial(
        &self,
        group: &[FigureId],
        value: Decimal,
        broken: &[usize],
        assumed: &[Assumption],
    ) -> Option<Candidate> {
        let mut trial = assumed.to_vec();
        trial.extend(group.iter().map(|figure| (*figure, value)));
        let mut around: Vec<usize> = group
            .iter()
            .flat_map(|figure| self.around(*figure))
            .copied()
            .collect();
        around.sort_unstable();
        around.dedup();
        let mut mends = Vec::new();
        let mut exact = 0;
        let mut gain = 0;
        for index in around {
            let identity = self.identities.get(index)?;
            let before = self.before(index, identity, assumed);
            let after = self.evaluator.evaluate_assuming(identity, &trial);
            if broken.contains(&index) {
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

    /// The verdict without a trial.
    fn before(&self, index: usize, identity: &Identity, assumed: &[Assumption]) -> Verdict {
        match self.verdicts.get(index) {
            Some(verdict) if assumed.is_empty() => *verdict,
            _ => self.evaluator.evaluate_assuming(identity, assumed),
        }
    }

    /// The order from the most local identity to the widest.
    fn locality(&self, index: usize) -> (usize, usize, usize) {
        let Some(identity) = self.identities.get(index) else {
            return (usize::MAX, 0, index);
        };
        let rank = FROM_LOCAL_TO_WIDE
            .iter()
            .position(|code| *code == identity.rule)
            .unwrap_or(FROM_LOCAL_TO_WIDE.len());
        let start = identity
            .relation
            .head()
            .and_then(|head| self.disclosure.figure(head))
            .map_or(usize::MAX, |figure| figure.span.start);
        (rank, start, index)
    }
}

/// Larger components than any table has are reported without a search for the cause, whose cost
/// grows with the square of their size.
const MOST_OPERANDS: usize = 3000;

/// Rules from those that look at one row to those that look at the whole table.
const FROM_LOCAL_TO_WIDE: [&str; 14] = [
    "B101", "B111", "B110", "B103", "B109", "B107", "B106", "B108", "B102", "B105", "B104", "B302",
    "B304", "B303",
];
