//! Joint feasibility: identities that hold one by one and cannot hold together
//! (domain specification §6.5).
//!
//! The identities of one table are a linear system over the values that its figures had before
//! they were printed, and a printed figure is the interval of the values that print so
//! ([`Interval`]). Each identity narrows what its operands can be given the others (hull
//! consistency); where nothing is left of one of them, some figure is wrong though every sum is
//! within rounding by itself: 25.57 = 25.58 and 25.58 = 25.59, each by a unit of the last decimal.
//!
//! A narrower statement than that of a single identity needs more care with how tables come about.
//! Nothing is said
//! - of a table with a figure that takes part in a contradiction, or in something truncated: that
//!   is reported already, and would be the cause of this too;
//! - of a document that states its rounding, as in B115;
//! - where other ways to print explain the table: totals that add up what is printed, and figures
//!   that were all cut off and not rounded;
//! - of percentages and of identities between tables, which are printed by other hands;
//! - of tables with more operands than [`MOST_OPERANDS`].
//!
//! A table whose printed figures agree to the last digit is feasible: the printed values are a
//! solution. So only tables with a sum that is off by rounding are looked at, beginning there; and
//! none where no such sum narrows anything, as those of many parts do not.
//!
//! Propagation of bounds finds no gap that only several identities taken at once would show, and
//! it ends when its patience does. Both make it silent, never wrong.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::iter::once;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::audit::evaluate::linear;
use crate::audit::findings::states_rounding;
use crate::audit::identity::{Identity, Relation, Verdict};
use crate::audit::interval::{self, Interval};
use crate::audit::localise::{Locality, locality};
use crate::audit::place::Places;
use crate::audit::wording::round;
use crate::document::{Disclosure, Figure, FigureId};

/// Identities of one table that cannot all hold, though each of them can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The identities, the most local one first: indices. Without any of them the others can hold,
    /// unless there were too many to try.
    pub identities: Vec<usize>,
    /// The figures that could be wrong: with another number for one of them all identities of the
    /// table can hold. None when no single figure explains the conflict.
    pub suspects: Vec<Suspect>,
}

/// A figure that could be the wrong one of a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The figure.
    pub figure: FigureId,
    /// The only number that could be printed for it, in its unit; none when there are several.
    pub value: Option<Decimal>,
}

/// Tables whose identities have more operands than this, each counted as often as it takes part,
/// are not looked at.
const MOST_OPERANDS: usize = 3000;

/// How many operands are looked at for each operand of the table in one propagation.
const PATIENCE: usize = 16;

/// How many propagations may be spent on finding out which identities of a table are in conflict,
/// and how many on finding out which figures could be wrong.
const MOST_TRIALS: usize = 100;

/// How often totals of totals are followed when they add up what is printed: the levels of a table.
const LEVELS: usize = 6;

/// What is known of the tables that were looked at.
#[derive(Debug, Clone, Default)]
pub struct Feasibility {
    tables: BTreeMap<usize, Judged>,
}

/// The identities of a table that were looked at together, and their conflict when there is one.
#[derive(Debug, Clone)]
struct Judged {
    identities: Vec<usize>,
    conflict: Option<Conflict>,
}

impl Feasibility {
    /// The conflicts of tables whose identities cannot all hold although each of them does: at
    /// most one a table.
    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        let judged = self.tables.values();
        judged.filter_map(|judged| judged.conflict.as_ref())
    }

    /// What is known of a table that was looked at with the same identities, unless one of some
    /// figures takes part in them.
    fn unless_retyped(
        &self,
        table: usize,
        members: &[usize],
        identities: &[Arc<Identity>],
        retyped: &[FigureId],
    ) -> Option<Judged> {
        let known = self.tables.get(&table)?;
        let mut relations = members.iter().filter_map(|index| identities.get(*index));
        let stands = known.identities == members
            && relations.all(|identity| !identity.relation.involves(retyped));
        stands.then(|| known.clone())
    }
}

/// Looks at the tables of a disclosure. What is known of the same identities before some figures
/// were typed over is taken over for the tables without them.
pub fn feasibility(
    disclosure: &Disclosure,
    places: &Places,
    identities: &[Arc<Identity>],
    verdicts: &[Verdict],
    known: Option<(&Feasibility, &[FigureId])>,
) -> Feasibility {
    if states_rounding(disclosure) {
        return Feasibility::default();
    }
    let tables = tables_with_room_for_conflicts(disclosure, places, identities, verdicts);
    let mut systems: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, (identity, verdict)) in identities.iter().zip(verdicts).enumerate() {
        let head = identity.relation.head();
        if matches!(verdict, Verdict::Exact | Verdict::Rounding { .. })
            && let Some(table) = head.and_then(|head| places.table(head))
            && tables.contains(&table)
            && places.only_table(identity) == Some(table)
        {
            systems.entry(table).or_default().push(index);
        }
    }
    let locality = |identity: usize| locality(disclosure, identities, identity);
    let judged = |table: usize, members: Vec<usize>| {
        let known = known.and_then(|(known, retyped)| {
            known.unless_retyped(table, &members, identities, retyped)
        });
        known.unwrap_or_else(|| {
            let system = System::of(disclosure, identities, verdicts, &members);
            Judged {
                conflict: system.and_then(|system| system.conflict(locality)),
                identities: members,
            }
        })
    };
    let tables = systems.into_iter();
    Feasibility {
        tables: tables
            .map(|(table, members)| (table, judged(table, members)))
            .collect(),
    }
}

/// Tables with a sum that is off by enough of its rounding to narrow an operand, and without a
/// figure that contradicts anything.
fn tables_with_room_for_conflicts(
    disclosure: &Disclosure,
    places: &Places,
    identities: &[Arc<Identity>],
    verdicts: &[Verdict],
) -> BTreeSet<usize> {
    let with = |is_meant: fn(&Verdict) -> bool| {
        let meant = identities.iter().zip(verdicts);
        meant
            .filter(move |(_, verdict)| is_meant(verdict))
            .map(|(identity, _)| identity.as_ref())
    };
    let mut tables: BTreeSet<usize> = with(|verdict| matches!(verdict, Verdict::Rounding { .. }))
        .filter(|identity| narrows_something(disclosure, identity) == Some(true))
        .filter_map(|identity| places.only_table(identity))
        .collect();
    if tables.is_empty() {
        return tables;
    }
    for identity in with(|verdict| matches!(verdict, Verdict::Inconsistent { .. })) {
        for figure in identity.operands() {
            if let Some(table) = places.table(figure) {
                tables.remove(&table);
            }
        }
    }
    tables
}

/// Whether an identity narrows one of its operands, as far as they can be from their printed
/// values: the others must reach less far than that operand and the residual.
fn narrows_something(disclosure: &Disclosure, identity: &Identity) -> Option<bool> {
    let (head, parts) = linear(&identity.relation)?;
    let parts = parts.into_iter().map(|(part, negative)| (part, !negative));
    let (mut residual, mut widths, mut widest) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    for (id, negative) in once((head, false)).chain(parts) {
        let figure = disclosure.figure(id)?;
        let value = interval::in_yuan(figure)?;
        residual = match negative {
            true => interval::subtract(residual, value)?,
            false => interval::add(residual, value)?,
        };
        let half = interval::half_width(figure, figure.decimals)?;
        widths = interval::add(widths, half)?;
        widest = widest.max(half);
    }
    let reach = interval::add(interval::add(residual.abs(), widest)?, widest)?;
    Some(reach > widths)
}

/// How the figures of a table were made from their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printing {
    /// Each was rounded to the nearest.
    Rounded,
    /// Each was cut off after its last decimal.
    CutOff,
}

/// The identities of a table over its figures.
struct System<'a> {
    figures: Vec<&'a Figure>,
    ids: Vec<FigureId>,
    constraints: Vec<Constraint>,
    /// The constraints that each figure takes part in.
    around: Vec<Vec<usize>>,
}

/// `Σ terms = 0`, or `Σ terms ≥ 0`.
struct Constraint {
    /// The index of the identity.
    identity: usize,
    /// Places in [`System::figures`], the head first, and whether they are subtracted.
    terms: Vec<(usize, bool)>,
    one_sided: bool,
    /// The printed values fulfil it.
    is_exact: bool,
    /// The head is the sum of several others.
    is_total: bool,
}

/// What each figure can be, by its place in the system.
type Domains = Vec<Interval>;

impl<'a> System<'a> {
    /// The linear identities among some; none when there are too many operands.
    fn of(
        disclosure: &'a Disclosure,
        identities: &[Arc<Identity>],
        verdicts: &[Verdict],
        members: &[usize],
    ) -> Option<Self> {
        let members = || {
            members
                .iter()
                .filter_map(|index| Some((*index, identities.get(*index)?, verdicts.get(*index)?)))
        };
        let operands: usize = members()
            .map(|(_, identity, _)| identity.operand_count())
            .sum();
        if operands > MOST_OPERANDS {
            return None;
        }
        let mut system = Self {
            figures: Vec::new(),
            ids: Vec::new(),
            constraints: Vec::new(),
            around: Vec::new(),
        };
        let mut known: BTreeMap<FigureId, usize> = BTreeMap::new();
        for (index, identity, verdict) in members() {
            let Some((head, parts)) = linear(&identity.relation) else {
                continue;
            };
            let signed = parts.into_iter().map(|(part, negative)| (part, !negative));
            let terms: Option<Vec<(usize, bool)>> = once((head, false))
                .chain(signed)
                .map(|(id, negative)| Some((system.place(disclosure, &mut known, id)?, negative)))
                .collect();
            let Some(terms) = terms else {
                continue;
            };
            for (place, _) in &terms {
                let around = system.around.get_mut(*place)?;
                if around.last() != Some(&system.constraints.len()) {
                    around.push(system.constraints.len());
                }
            }
            system.constraints.push(Constraint {
                identity: index,
                is_total: terms.len() > 2 && matches!(identity.relation, Relation::Sum { .. }),
                terms,
                one_sided: matches!(identity.relation, Relation::AtMost { .. }),
                is_exact: *verdict == Verdict::Exact,
            });
        }
        Some(system)
    }

    fn place(
        &mut self,
        disclosure: &'a Disclosure,
        known: &mut BTreeMap<FigureId, usize>,
        id: FigureId,
    ) -> Option<usize> {
        if let Some(place) = known.get(&id) {
            return Some(*place);
        }
        let figure = disclosure.figure(id).filter(|figure| !figure.approximate)?;
        let place = self.figures.len();
        known.insert(id, place);
        self.figures.push(figure);
        self.ids.push(id);
        self.around.push(Vec::new());
        Some(place)
    }

    /// What cannot hold together; none when everything can.
    fn conflict(&self, locality: impl Fn(usize) -> Locality) -> Option<Conflict> {
        let mut all: Vec<usize> = (0..self.constraints.len()).collect();
        let rounded = self.domains(Printing::Rounded)?;
        if self
            .narrowed(rounded.clone(), &all, self.inexact())
            .is_some()
        {
            return None;
        }
        let rounded = self.with_sums_of_printed(rounded);
        let cut_off = self.with_sums_of_printed(self.domains(Printing::CutOff)?);
        let mut trials = MOST_TRIALS;
        let mut is_impossible = |among: &[usize]| {
            let Some(left) = trials.checked_sub(1) else {
                return false;
            };
            trials = left;
            let is_impossible = |domains: &Domains| {
                let narrowed = self.narrowed(domains.clone(), among, among.to_vec());
                narrowed.is_none()
            };
            is_impossible(&rounded) && is_impossible(&cut_off)
        };
        if !is_impossible(&all) {
            return None;
        }
        let identity = |index: &usize| Some(self.constraints.get(*index)?.identity);
        all.sort_by_key(|index| identity(index).map(&locality));
        let together = smallest(&mut is_impossible, &[], false, &all);
        Some(Conflict {
            identities: together.iter().filter_map(identity).collect(),
            suspects: self.suspects(&together, &rounded),
        })
    }

    /// The constraints that the printed values do not fulfil to the last digit: the others narrow
    /// nothing by themselves.
    fn inexact(&self) -> Vec<usize> {
        let constraints = self.constraints.iter().enumerate();
        constraints
            .filter(|(_, constraint)| !constraint.is_exact)
            .map(|(index, _)| index)
            .collect()
    }

    /// What each figure stands for, in its base unit; none when the numbers are too long for exact
    /// arithmetic.
    fn domains(&self, printing: Printing) -> Option<Domains> {
        let domain = |figure: &&Figure| {
            let rounded = Interval::of(figure, figure.decimals)?;
            match printing {
                Printing::Rounded => Some(rounded),
                Printing::CutOff => cut_off(figure, rounded),
            }
        };
        self.figures.iter().map(domain).collect()
    }

    /// The domains when totals may add up what is printed: then a total is off by as much as its
    /// parts together.
    fn with_sums_of_printed(&self, mut domains: Domains) -> Domains {
        for _ in 0..LEVELS {
            let mut is_wider = false;
            let totals = self.constraints.iter();
            for total in totals.filter(|constraint| constraint.is_total && constraint.is_exact) {
                is_wider |= total.widen_head(&mut domains) == Some(true);
            }
            if !is_wider {
                break;
            }
        }
        domains
    }

    /// The domains after some constraints have narrowed them as far as they do, beginning with
    /// others; none when nothing is left of a figure.
    fn narrowed(
        &self,
        mut domains: Domains,
        among: &[usize],
        begin: Vec<usize>,
    ) -> Option<Domains> {
        let mut is_idle = vec![false; self.constraints.len()];
        let mut mark = |index: usize, idle: bool| {
            let known = is_idle.get_mut(index);
            known.is_some_and(|known| std::mem::replace(known, idle))
        };
        for index in among {
            mark(*index, true);
        }
        for index in &begin {
            mark(*index, false);
        }
        let mut waiting = VecDeque::from(begin);
        let operands: usize = self.constraints.iter().map(|it| it.terms.len()).sum();
        let mut patience = operands.saturating_mul(PATIENCE);
        while let Some(index) = waiting.pop_front() {
            let Some(constraint) = self.constraints.get(index) else {
                continue;
            };
            let Some(left) = patience.checked_sub(constraint.terms.len()) else {
                break;
            };
            patience = left;
            let Narrowing::Possible(narrower) = constraint.narrow(&mut domains) else {
                return None;
            };
            let places = narrower.iter();
            for next in places.filter_map(|place| self.around.get(*place)).flatten() {
                // Only what takes part and does not wait already.
                let was_idle = *next != index && mark(*next, false);
                if was_idle {
                    waiting.push_back(*next);
                }
            }
            mark(index, true);
        }
        Some(domains)
    }

    /// The figures of some constraints that could be the only wrong one of the table.
    fn suspects(&self, together: &[usize], domains: &Domains) -> Vec<Suspect> {
        let all: Vec<usize> = (0..self.constraints.len()).collect();
        let constraints = together
            .iter()
            .filter_map(|index| self.constraints.get(*index));
        let places: BTreeSet<usize> = constraints
            .flat_map(|constraint| constraint.terms.iter().map(|(place, _)| *place))
            .collect();
        let suspect = |place: usize| {
            let mut domains = domains.clone();
            let domain = domains.get_mut(place)?;
            *domain = Interval::around(domain.low, Decimal::from(ANY_AMOUNT))?;
            let domains = self.narrowed(domains, &all, all.clone())?;
            Some(Suspect {
                figure: *self.ids.get(place)?,
                value: only_printing(self.figures.get(place)?, *domains.get(place)?),
            })
        };
        places
            .into_iter()
            .take(MOST_TRIALS)
            .filter_map(suspect)
            .collect()
    }
}

/// More yuan than any figure of a table.
const ANY_AMOUNT: u64 = 10_000_000_000_000_000;

/// What a constraint leaves of its operands.
enum Narrowing {
    /// Nothing of one of them.
    Impossible,
    /// Less of these.
    Possible(Vec<usize>),
}

impl Constraint {
    /// Takes from every operand what the others do not allow for.
    fn narrow(&self, domains: &mut Domains) -> Narrowing {
        let mut narrower = Vec::new();
        let Some(sum) = self.sum(domains) else {
            return Narrowing::Possible(narrower);
        };
        for (place, negative) in &self.terms {
            let Some(domain) = domains.get_mut(*place) else {
                continue;
            };
            let own = counted(*domain, *negative);
            let Some(allowed) = own.and_then(|own| self.allowed(sum, own)) else {
                continue;
            };
            if allowed.low > allowed.high {
                return Narrowing::Impossible;
            }
            if let Some(narrowed) = counted(allowed, *negative)
                && narrowed != *domain
            {
                *domain = narrowed;
                narrower.push(*place);
            }
        }
        Narrowing::Possible(narrower)
    }

    /// What is left of an operand as it counts in the sum; the wrong way round when nothing is.
    fn allowed(&self, sum: Interval, own: Interval) -> Option<Interval> {
        let (least, greatest) = (
            interval::subtract(own.high, sum.high)?,
            interval::subtract(own.low, sum.low)?,
        );
        Some(Interval {
            low: own.low.max(least),
            high: match self.one_sided {
                true => own.high,
                false => own.high.min(greatest),
            },
        })
    }

    fn sum(&self, domains: &Domains) -> Option<Interval> {
        let mut sum = Interval::exact(Decimal::ZERO);
        for (place, negative) in &self.terms {
            sum = sum.plus(counted(*domains.get(*place)?, *negative)?)?;
        }
        Some(sum)
    }

    /// Lets the head be whatever the others add up to as well; whether that is more.
    fn widen_head(&self, domains: &mut Domains) -> Option<bool> {
        let (head, _) = *self.terms.first()?;
        let own = *domains.get(head)?;
        let sum = self.sum(domains)?;
        let parts = Interval {
            low: interval::subtract(own.high, sum.high)?,
            high: interval::subtract(own.low, sum.low)?,
        };
        let wider = Interval {
            low: own.low.min(parts.low),
            high: own.high.max(parts.high),
        };
        *domains.get_mut(head)? = wider;
        Some(wider != own)
    }
}

/// A domain as it counts in a sum.
fn counted(domain: Interval, negative: bool) -> Option<Interval> {
    match negative {
        false => Some(domain),
        true => Interval::exact(Decimal::ZERO).minus(domain),
    }
}

/// What a figure stands for that was cut off after its last decimal; the bounds themselves are
/// taken in (domain specification §6.1).
fn cut_off(figure: &Figure, rounded: Interval) -> Option<Interval> {
    let half = interval::half_width(figure, figure.decimals)?;
    let (low, high) = (
        interval::add(rounded.low, half)?,
        interval::add(rounded.high, half)?,
    );
    let away_from_zero = Interval { low, high };
    Some(match figure.value {
        value if value.is_zero() => Interval {
            low: interval::subtract(rounded.low, half)?,
            high,
        },
        value if value.is_sign_positive() => away_from_zero,
        _ => Interval {
            low: interval::subtract(rounded.low, half)?,
            high: interval::subtract(rounded.high, half)?,
        },
    })
}

/// The only number that would be printed like a figure for every value of an interval.
fn only_printing(figure: &Figure, domain: Interval) -> Option<Decimal> {
    let value = interval::from_base_unit(domain.low, figure.unit)?;
    let value = round(value, figure.decimals);
    let printed = Figure {
        value,
        ..figure.clone()
    };
    let rounded = Interval::of(&printed, figure.decimals)?;
    let is_inside = rounded.low < domain.low && domain.high < rounded.high;
    (is_inside && value != figure.value).then_some(value)
}

/// A smallest set of identities that cannot hold together, of those that come first where there
/// are several: the wider half is given up first (Junker's QuickXplain).
fn smallest(
    is_impossible: &mut impl FnMut(&[usize]) -> bool,
    given: &[usize],
    is_new: bool,
    among: &[usize],
) -> Vec<usize> {
    if is_new && is_impossible(given) {
        return Vec::new();
    }
    if among.len() < 2 {
        return among.to_vec();
    }
    let (local, wide) = among.split_at(among.len() / 2);
    let with_local = [given, local].concat();
    let of_wide = smallest(is_impossible, &with_local, true, wide);
    let with_wide = [given, &of_wide].concat();
    let of_local = smallest(is_impossible, &with_wide, !of_wide.is_empty(), local);
    [of_local, of_wide].concat()
}

#[cfg(test)]
mod tests;
