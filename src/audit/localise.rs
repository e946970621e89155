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

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::audit::bearings::Around;
use crate::audit::candidates::Candidates;
use crate::audit::evaluate::Evaluator;
use crate::audit::explain::is_plausible_slip;
use crate::audit::identity::{Identity, Relation, Verdict};
use crate::audit::twin::Twins;
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
    pub(super) exact: usize,
    /// How many more that are than hold so as printed.
    pub(super) gain: i32,
}

impl Candidate {
    /// A value for one figure.
    pub fn alone(figure: FigureId, value: Decimal) -> Self {
        Self {
            figure,
            copies: Vec::new(),
            value,
            mends: Vec::new(),
            exact: 0,
            gain: 0,
        }
    }

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
    around: &Around,
    identities: &[Arc<Identity>],
    verdicts: &[Verdict],
) -> Vec<Cause> {
    if !verdicts.iter().any(|verdict| verdict.is_contradiction()) {
        return Vec::new();
    }
    let graph = Graph {
        disclosure,
        evaluator,
        twins,
        identities,
        verdicts,
        around,
    };
    let mut causes = Vec::new();
    for component in graph.components() {
        graph.explain(component, &mut causes);
    }
    causes
}

/// Where an identity stands between the most local and the widest: the rank of its rule, the place
/// of its head, its index.
pub(super) type Locality = (usize, usize, usize);

/// Identities and the figures that tie them together.
pub(super) struct Graph<'a> {
    pub(super) disclosure: &'a Disclosure,
    pub(super) evaluator: &'a Evaluator<'a>,
    twins: &'a Twins<'a>,
    pub(super) identities: &'a [Arc<Identity>],
    pub(super) verdicts: &'a [Verdict],
    around: &'a Around,
}

/// The only explanation that gains most identities that hold to the last digit.
fn most_exact(explaining: &[&Candidate]) -> Option<Candidate> {
    let most = explaining.iter().map(|candidate| candidate.gain).max()?;
    let mut best = explaining.iter().filter(|candidate| candidate.gain == most);
    let first = best.next()?;
    best.next().is_none().then(|| (*first).clone())
}

impl Graph<'_> {
    fn is_broken(&self, index: usize) -> bool {
        self.verdicts
            .get(index)
            .is_some_and(|verdict| verdict.is_contradiction())
    }

    pub(super) fn operands(&self, index: usize) -> Vec<FigureId> {
        self.identities
            .get(index)
            .map(|identity| identity.operands())
            .unwrap_or_default()
    }

    /// The identities that a figure takes part in, in order.
    pub(super) fn around(&self, figure: FigureId) -> &[usize] {
        self.around.get(figure)
    }

    /// The broken identities, those together that share a figure or are columns of one omission.
    fn components(&self) -> Vec<Vec<usize>> {
        let broken = (0..self.identities.len()).filter(|index| self.is_broken(*index));
        let mut components = self.groups(broken.collect());
        for component in &mut components {
            component.sort_by_key(|index| self.locality(*index));
        }
        components
    }

    /// Broken identities, those together that share a figure or are columns of one omission, in
    /// the order of the first of each.
    fn groups(&self, broken: Vec<usize>) -> Vec<Vec<usize>> {
        let mut left: HashSet<usize> = broken.iter().copied().collect();
        let mut figures_seen: HashSet<FigureId> = HashSet::new();
        let mut rows_seen: HashSet<(&str, usize)> = HashSet::new();
        let mut groups = Vec::new();
        for seed in broken {
            if !left.remove(&seed) {
                continue;
            }
            let mut together = vec![seed];
            let mut next = 0;
            while let Some(index) = together.get(next).copied() {
                next += 1;
                let mut near = self.columns_of_one_row(index, &mut rows_seen);
                for figure in self.operands(index) {
                    if figures_seen.insert(figure) {
                        near.extend(self.around(figure));
                    }
                }
                together.extend(near.into_iter().filter(|other| left.remove(other)));
            }
            groups.push(together);
        }
        groups
    }

    /// Broken sums of the same rule whose totals stand in one row that holds: a row that is
    /// missing from the details is missing in every column. Nothing for rows that were seen.
    fn columns_of_one_row(
        &self,
        index: usize,
        rows_seen: &mut HashSet<(&'static str, usize)>,
    ) -> Vec<usize> {
        let Some((rule, total)) = self.sum_head(index) else {
            return Vec::new();
        };
        self.around(total)
            .iter()
            .copied()
            .filter(|row| !self.is_broken(*row) && self.sum_head(*row).is_some())
            .filter(|row| rows_seen.insert((rule, *row)))
            .flat_map(|row| self.operands(row))
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
            .filter_map(|index| self.identities.get(*index))
            .map(|identity| identity.operand_count())
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
        let mut candidates = Candidates::of(self, &component);
        let mut own = Vec::new();
        while let Some(cause) = candidates.next_cause() {
            candidates.settle(&cause);
            own.push(cause);
        }
        self.unexplained(candidates.unexplained(), &mut own);
        causes.append(&mut own);
    }

    /// What no single figure mends: part of an uncertain cause that it touches, or causes of
    /// their own, each with everything that hangs together.
    fn unexplained(&self, broken: Vec<usize>, causes: &mut Vec<Cause>) {
        // The first uncertain cause that each figure is part of.
        let mut uncertain: HashMap<FigureId, usize> = HashMap::new();
        for (position, cause) in causes.iter().enumerate() {
            if cause.culprit.is_none() {
                self.note_operands(&cause.identities, position, &mut uncertain);
            }
        }
        for together in self.groups(broken) {
            let operands = together.iter().flat_map(|index| self.operands(*index));
            let first = operands
                .filter_map(|figure| uncertain.get(&figure).copied())
                .min();
            let together = self.by_locality(together);
            let position = first.unwrap_or(causes.len());
            self.note_operands(&together, position, &mut uncertain);
            match causes.get_mut(position) {
                Some(cause) => cause.identities.extend(together),
                None => causes.push(Cause {
                    identities: together,
                    culprit: None,
                    is_unique: false,
                    candidates: Vec::new(),
                }),
            }
        }
    }

    /// Notes that the operands of some identities are part of a cause, unless of an earlier one.
    fn note_operands(
        &self,
        identities: &[usize],
        position: usize,
        noted: &mut HashMap<FigureId, usize>,
    ) {
        for figure in identities.iter().flat_map(|index| self.operands(*index)) {
            let first = noted.entry(figure).or_insert(position);
            *first = position.min(*first);
        }
    }

    /// Of several explanations the only one; or the only one whose value is printed elsewhere for
    /// the same thing, that has more decimals than its neighbours, that a single slip of the
    /// typist explains, that repeats the number of a neighbour, or that makes more identities hold to the last digit than the others.
    pub(super) fn likeliest(&self, explaining: &[Candidate]) -> Option<Candidate> {
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

    pub(super) fn by_locality(&self, mut identities: Vec<usize>) -> Vec<usize> {
        identities.sort_by_key(|index| self.locality(*index));
        identities
    }

    /// A figure and those of its row that print the same number and are tied to it by identities
    /// that hold; the figure alone unless it is the first of them.
    pub(super) fn copies(&self, figure: FigureId) -> Vec<FigureId> {
        let mut peers: Vec<FigureId> = self
            .twins
            .row_of(figure)
            .filter(|other| *other != figure && self.is_copy(figure, *other))
            .collect();
        let mut group = vec![figure];
        let mut next = 0;
        while let Some(member) = group.get(next).copied() {
            next += 1;
            let (tied, untied): (Vec<FigureId>, Vec<FigureId>) = peers
                .into_iter()
                .partition(|other| self.are_tied(member, *other));
            group.extend(tied);
            peers = untied;
        }
        group.sort_unstable();
        if group.first() == Some(&figure) {
            group
        } else {
            vec![figure]
        }
    }

    /// Whether two figures take part in one identity that holds.
    fn are_tied(&self, one: FigureId, other: FigureId) -> bool {
        let others = self.around(other);
        self.around(one)
            .iter()
            .any(|index| others.binary_search(index).is_ok() && !self.is_broken(*index))
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

    pub(super) fn locality(&self, index: usize) -> Locality {
        locality(self.disclosure, self.identities, index)
    }
}

/// The order from the most local identity to the widest.
pub(super) fn locality(
    disclosure: &Disclosure,
    identities: &[Arc<Identity>],
    index: usize,
) -> Locality {
    let Some(identity) = identities.get(index) else {
        return (usize::MAX, 0, index);
    };
    let rank = FROM_LOCAL_TO_WIDE
        .iter()
        .position(|code| *code == identity.rule)
        .unwrap_or(FROM_LOCAL_TO_WIDE.len());
    let start = identity
        .relation
        .head()
        .and_then(|head| disclosure.figure(head))
        .map_or(usize::MAX, |figure| figure.span.start);
    (rank, start, index)
}

/// Larger components than any table has are reported without a search for the cause, whose cost
/// grows with the square of their size.
const MOST_OPERANDS: usize = 3000;

/// Rules from those that look at one row to those that look at the whole table.
const FROM_LOCAL_TO_WIDE: [&str; 14] = [
    "B101", "B111", "B110", "B103", "B109", "B107", "B106", "B108", "B102", "B105", "B104", "B302",
    "B304", "B303",
];
