//! Fault localisation: which single figure explains the broken identities around it
//! (design: “The audit engine”).
//!
//! Broken identities that share a figure belong together. Within such a component, a figure
//! explains the identities that one other value of it would mend without breaking an identity
//! that holds. The figure that mends most is the explanation when it is the only one, or the only
//! one that a single slip of the typist explains; otherwise the contradiction stays with the head of the most local identity and the figures that could
//! be wrong are named. An explained figure counts as mended when the rest is looked at, so that
//! independent errors in one component are told apart.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::audit::evaluate::{Assumption, Evaluator};
use crate::audit::explain::is_plausible_slip;
use crate::audit::identity::{Identity, Relation, Verdict};
use crate::audit::wording::round;
use crate::document::{Disclosure, FigureId};

/// A value that would mend identities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The figure.
    pub figure: FigureId,
    /// The value, in its unit, with the decimals that it would be printed with.
    pub value: Decimal,
    /// The identities that it mends: indices, in order.
    pub mends: Vec<usize>,
    /// How many of the identities around the figure would then hold to the last digit.
    exact: usize,
}

/// A cause of broken identities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The broken identities that share it, the most local one first; never empty.
    pub identities: Vec<usize>,
    /// The only figure that explains them.
    pub culprit: Option<Candidate>,
    /// When there is no such figure: those that could explain the first identity.
    pub candidates: Vec<Candidate>,
}

/// Groups the contradictions of an analysis by cause. Every contradiction is in exactly one.
pub fn causes(
    disclosure: &Disclosure,
    evaluator: &Evaluator<'_>,
    identities: &[Identity],
    verdicts: &[Verdict],
) -> Vec<Cause> {
    let graph = Graph::new(disclosure, evaluator, identities, verdicts);
    let mut causes = Vec::new();
    for component in graph.components() {
        graph.explain(component, &mut causes);
    }
    causes
}

struct Graph<'a> {
    disclosure: &'a Disclosure,
    evaluator: &'a Evaluator<'a>,
    identities: &'a [Identity],
    verdicts: &'a [Verdict],
    /// The identities that each figure takes part in.
    around: BTreeMap<FigureId, Vec<usize>>,
}

impl<'a> Graph<'a> {
    fn new(
        disclosure: &'a Disclosure,
        evaluator: &'a Evaluator<'a>,
        identities: &'a [Identity],
        verdicts: &'a [Verdict],
    ) -> Self {
        let mut around: BTreeMap<FigureId, Vec<usize>> = BTreeMap::new();
        for (index, identity) in identities.iter().enumerate() {
            for figure in identity.operands() {
                let list = around.entry(figure).or_default();
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
        }
        Self {
            disclosure,
            evaluator,
            identities,
            verdicts,
            around,
        }
    }

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

    /// Explains a component, cause by cause.
    fn explain(&self, component: Vec<usize>, causes: &mut Vec<Cause>) {
        let mut broken = component;
        let mut assumed: Vec<Assumption> = Vec::new();
        while !broken.is_empty() {
            let candidates = self.candidates(&broken, &assumed);
            let Some(best) = self.best_set(&candidates) else {
                causes.push(Cause {
                    identities: broken,
                    culprit: None,
                    candidates: Vec::new(),
                });
                return;
            };
            let mut explaining: Vec<Candidate> = candidates
                .into_iter()
                .filter(|candidate| candidate.mends == best)
                .collect();
            if explaining.len() > 1 {
                // Of several values, the one that a single slip of the typist explains.
                let mut slips = explaining
                    .iter()
                    .filter(|candidate| self.is_slip(candidate));
                if let (Some(slip), None) = (slips.next().cloned(), slips.next()) {
                    explaining = vec![slip];
                }
            }
            if explaining.len() == 1 {
                broken.retain(|index| !best.contains(index));
                let culprit = explaining.pop();
                if let Some(culprit) = &culprit {
                    assumed.push((culprit.figure, culprit.value));
                }
                causes.push(Cause {
                    identities: self.by_locality(best),
                    culprit,
                    candidates: Vec::new(),
                });
                continue;
            }
            // Without a certain value the rest of the component cannot be judged on its own,
            // except where it does not touch this cause.
            let (mut together, apart) = self.touching(&best, broken);
            together.sort_by_key(|index| (!best.contains(index), self.locality(*index)));
            causes.push(Cause {
                identities: together,
                culprit: None,
                candidates: explaining,
            });
            broken = apart;
        }
    }

    fn is_slip(&self, candidate: &Candidate) -> bool {
        self.disclosure
            .figure(candidate.figure)
            .is_some_and(|figure| is_plausible_slip(figure.value, candidate.value))
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

    /// The largest set of identities that one figure mends; of equal ones the most local.
    fn best_set(&self, candidates: &[Candidate]) -> Option<Vec<usize>> {
        candidates
            .iter()
            .min_by_key(|candidate| {
                let locality = candidate.mends.iter().map(|index| self.locality(*index));
                (std::cmp::Reverse(candidate.mends.len()), locality.min())
            })
            .map(|candidate| candidate.mends.clone())
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
        let printed = self.disclosure.figure(figure)?;
        let decimals = self.evaluator.decimals(figure);
        let mut values: Vec<Decimal> = broken
            .iter()
            .filter(|index| self.around(figure).contains(index))
            .filter_map(|index| self.identities.get(*index))
            .filter_map(|identity| self.evaluator.implied(identity, figure, assumed))
            .map(|value| round(value, decimals))
            .filter(|value| !value.is_sign_negative() || printed.value.is_sign_negative())
            .filter(|value| *value != printed.value)
            .collect();
        values.sort_unstable();
        values.dedup();
        values
            .into_iter()
            .filter_map(|value| self.trial(figure, value, broken, assumed))
            .max_by_key(|candidate| (candidate.mends.len(), candidate.exact))
    }

    /// What would happen if a figure had another value; none when something that holds breaks.
    fn trial(
        &self,
        figure: FigureId,
        value: Decimal,
        broken: &[usize],
        assumed: &[Assumption],
    ) -> Option<Candidate> {
        let mut trial = assumed.to_vec();
        trial.push((figure, value));
        let mut mends = Vec::new();
        let mut exact = 0;
        for index in self.around(figure) {
            let identity = self.identities.get(*index)?;
            let after = self.evaluator.evaluate_assuming(identity, &trial);
            if broken.contains(index) {
                if matches!(after, Verdict::Exact | Verdict::Rounding { .. }) {
                    mends.push(*index);
                }
            } else if after.is_contradiction() && self.holds(identity, assumed) {
                return None;
            }
            exact += usize::from(after == Verdict::Exact);
        }
        (!mends.is_empty()).then_some(Candidate {
            figure,
            value,
            mends,
            exact,
        })
    }

    fn holds(&self, identity: &Identity, assumed: &[Assumption]) -> bool {
        let before = self.evaluator.evaluate_assuming(identity, assumed);
        !before.is_contradiction()
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

/// Rules from those that look at one row to those that look at the whole table.
const FROM_LOCAL_TO_WIDE: [&str; 14] = [
    "B101", "B111", "B110", "B103", "B109", "B107", "B106", "B108", "B102", "B105", "B104", "B302",
    "B304", "B303",
];
