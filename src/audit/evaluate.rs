//! Identity → verdict (domain specification §6).

use std::collections::{BTreeMap, HashMap};

use rust_decimal::{Decimal, RoundingStrategy};

use crate::audit::identity::{Identity, Relation, Term, Verdict};
use crate::audit::interval::{self, Dimension, Interval, dimension, from_base_unit};
use crate::document::{Disclosure, Figure, FigureId, Unit};

/// Values taken for figures instead of the printed ones: what if these were printed?
#[derive(Debug, Clone, Copy, Default)]
pub struct Assumptions<'a> {
    /// Those that are settled; they come before the one on trial.
    pub settled: Option<&'a BTreeMap<FigureId, Decimal>>,
    /// The figures on trial.
    pub tried: &'a [FigureId],
    /// The value that is tried for them.
    pub value: Decimal,
}

impl Assumptions<'_> {
    fn value_of(&self, figure: FigureId) -> Option<Decimal> {
        let settled = self.settled.and_then(|settled| settled.get(&figure));
        let tried = || self.tried.contains(&figure).then_some(self.value);
        settled.copied().or_else(tried)
    }

    /// Only what is settled.
    fn without_trial(self) -> Self {
        Self {
            settled: self.settled,
            ..Self::default()
        }
    }
}

/// Evaluates identities of one disclosure.
#[derive(Debug)]
pub struct Evaluator<'disclosure> {
    disclosure: &'disclosure Disclosure,
}

/// A number ready for arithmetic, in yuan for money.
#[derive(Debug, Clone, Copy)]
struct Operand {
    /// The printed value.
    point: Decimal,
    /// Half a unit of the last decimal printed.
    printed: Decimal,
    /// Half a unit of the last decimal, had dropped zeros been kept.
    effective: Decimal,
    dimension: Dimension,
    unit: Unit,
    decimals: u32,
}

impl Operand {
    fn printed(self) -> Option<Interval> {
        Interval::around(self.point, self.printed)
    }

    fn effective(self) -> Option<Interval> {
        Interval::around(self.point, self.effective)
    }
}

/// A residual with its bounds, in yuan for money.
#[derive(Debug, Clone, Copy)]
struct Balance {
    residual: Decimal,
    printed_bound: Decimal,
    effective_bound: Decimal,
    /// Addends that are not zero.
    addends: usize,
    /// A unit of the last decimal of the coarsest operand.
    unit_of_last_place: Decimal,
    /// The unit of the head.
    unit: Unit,
}

/// A sum of many parts under settled assumptions, kept so that a trial of another value need not
/// add up all of them again.
#[derive(Debug)]
pub struct WideSum {
    occurrences: HashMap<FigureId, Occurrences>,
    balance: Balance,
    one_sided: bool,
}

/// How often a figure takes part in a sum.
#[derive(Debug, Clone, Copy, Default)]
struct Occurrences {
    as_head: u32,
    added: u32,
    subtracted: u32,
}

/// Shorter sums are added up as fast as a [`WideSum`] is kept.
const FEWEST_PARTS_OF_WIDE_SUM: usize = 12;

impl<'disclosure> Evaluator<'disclosure> {
    /// An evaluator of the identities of a disclosure.
    pub fn new(disclosure: &'disclosure Disclosure) -> Self {
        Self { disclosure }
    }

    /// The decimals of a figure when dropped zeros are put back.
    pub fn decimals(&self, id: FigureId) -> u32 {
        self.disclosure.precision.decimals(id)
    }

    /// The decimals that most figures of its table, or of the narrative, are printed with.
    pub fn habit(&self, id: FigureId) -> Option<u32> {
        self.disclosure.precision.habit(id)
    }

    /// What the printed values say of an identity.
    pub fn evaluate(&self, identity: &Identity) -> Verdict {
        self.evaluate_assuming(identity, Assumptions::default())
    }

    /// What they would say under assumptions.
    pub fn evaluate_assuming(&self, identity: &Identity, assumed: Assumptions<'_>) -> Verdict {
        self.verdict(identity, assumed).unwrap_or(Verdict::Blocked)
    }

    /// The verdict on a list of shares when some of them were truncated and not rounded (§6.4).
    pub fn evaluate_with_truncation(&self, identity: &Identity) -> Verdict {
        let Relation::SharesOfWhole { shares } = &identity.relation else {
            return self.evaluate(identity);
        };
        self.shares_of_whole(shares, Assumptions::default(), true)
            .unwrap_or(Verdict::Blocked)
    }

    /// The value of one operand that an identity implies, in the unit of that figure and not
    /// rounded. Only the head of a percentage identity has one: the others would come out as
    /// coarse as the percentage is printed.
    pub fn implied(
        &self,
        identity: &Identity,
        figure: FigureId,
        assumed: Assumptions<'_>,
    ) -> Option<Decimal> {
        let unit = self.disclosure.figure(figure)?.unit;
        let base = match &identity.relation {
            Relation::Share { .. } | Relation::Rate { .. } => {
                let percentage = self.computed_percentage(&identity.relation, assumed)?;
                return (identity.relation.head() == Some(figure)).then_some(percentage);
            }
            Relation::SharesOfWhole { shares } => {
                let others = self.total(
                    shares
                        .iter()
                        .map(|share| (*share, false))
                        .filter(|(share, _)| *share != figure),
                    assumed,
                )?;
                interval::subtract(Decimal::ONE_HUNDRED, others)?
            }
            relation => {
                let (head, terms) = linear(relation)?;
                if head == figure {
                    self.total(terms.iter().copied(), assumed)?
                } else {
                    let mut own = terms.iter().filter(|(term, _)| *term == figure);
                    let (_, negative) = *own.next()?;
                    if own.next().is_some() {
                        return None;
                    }
                    let others = terms.iter().copied().filter(|(term, _)| *term != figure);
                    let rest = interval::subtract(
                        self.operand(head, assumed)?.point,
                        self.total(others, assumed)?,
                    )?;
                    match negative {
                        true => interval::subtract(Decimal::ZERO, rest)?,
                        false => rest,
                    }
                }
            }
        };
        from_base_unit(base, unit)
    }

    /// The computed side of an identity in the unit of its head: the sum of the parts, the other
    /// printing, the percentage.
    pub fn computed(&self, identity: &Identity) -> Option<Decimal> {
        let nothing = Assumptions::default();
        if let Relation::SharesOfWhole { shares } = &identity.relation {
            return self.total(shares.iter().map(|share| (*share, false)), nothing);
        }
        self.implied(identity, identity.relation.head()?, nothing)
    }

    /// The sum that an identity of many parts states, under settled assumptions; none for all
    /// others and when it cannot be evaluated.
    pub fn wide_sum(&self, identity: &Identity, settled: Assumptions<'_>) -> Option<WideSum> {
        let (parts, one_sided) = match &identity.relation {
            Relation::Sum { parts, .. } => (parts.len(), false),
            Relation::AtMost { parts, .. } => (parts.len(), true),
            _ => return None,
        };
        if parts < FEWEST_PARTS_OF_WIDE_SUM {
            return None;
        }
        let (head, terms) = linear(&identity.relation)?;
        let mut occurrences: HashMap<FigureId, Occurrences> = HashMap::new();
        occurrences.entry(head).or_default().as_head += 1;
        for (term, negative) in &terms {
            let own = occurrences.entry(*term).or_default();
            own.added += u32::from(!negative);
            own.subtracted += u32::from(*negative);
        }
        Some(WideSum {
            occurrences,
            balance: self.balance(head, &terms, settled)?,
            one_sided,
        })
    }

    /// [`Self::evaluate_assuming`] for a wide sum and what is on trial beside its own settled
    /// assumptions. None when that does not follow from what is kept.
    pub fn evaluate_wide(&self, sum: &WideSum, assumed: Assumptions<'_>) -> Option<Verdict> {
        let mut balance = sum.balance;
        for figure in assumed.tried {
            if let Some(occurrences) = sum.occurrences.get(figure) {
                let settled = assumed.without_trial();
                let (old, new) = (
                    self.operand(*figure, settled)?,
                    self.operand(*figure, assumed)?,
                );
                balance = balance.exchanged(*occurrences, old, new)?;
            }
        }
        balance.verdict(sum.one_sided)
    }

    /// [`Self::implied`] for a wide sum. None when that does not follow from what is kept.
    pub fn implied_by_wide(
        &self,
        sum: &WideSum,
        figure: FigureId,
        settled: Assumptions<'_>,
    ) -> Option<Decimal> {
        let own = self.operand(figure, settled)?;
        let residual = sum.balance.residual;
        let occurrences = sum.occurrences.get(&figure)?;
        let base = match (
            occurrences.as_head,
            occurrences.added,
            occurrences.subtracted,
        ) {
            (1, ..) => interval::subtract(own.point, residual)?,
            (_, 1, 0) => interval::add(own.point, residual)?,
            (_, 0, 1) => interval::subtract(own.point, residual)?,
            _ => return None,
        };
        from_base_unit(base, own.unit)
    }

    fn verdict(&self, identity: &Identity, assumed: Assumptions<'_>) -> Option<Verdict> {
        match &identity.relation {
            Relation::Share { .. } | Relation::Rate { .. } => {
                self.percentage(&identity.relation, assumed)
            }
            Relation::SharesOfWhole { shares } => self.shares_of_whole(shares, assumed, false),
            relation => {
                let (head, terms) = linear(relation)?;
                let balance = self.balance(head, &terms, assumed)?;
                let one_sided = matches!(relation, Relation::AtMost { .. });
                let verdict = balance.verdict(one_sided)?;
                Some(match relation {
                    Relation::Equal { left, right } => {
                        self.with_truncation(verdict, *left, *right, assumed)
                    }
                    _ => verdict,
                })
            }
        }
    }

    /// An amount that was converted from 元 to 万元 may have been cut off and not rounded (§6.1).
    fn with_truncation(
        &self,
        verdict: Verdict,
        left: FigureId,
        right: FigureId,
        assumed: Assumptions<'_>,
    ) -> Verdict {
        let Verdict::Inconsistent {
            residual,
            bound,
            likely,
            ..
        } = verdict
        else {
            return verdict;
        };
        let cut_off = || {
            let (left, right) = (self.operand(left, assumed)?, self.operand(right, assumed)?);
            let (coarse, fine) = match left.effective > right.effective {
                true => (left, right),
                false => (right, left),
            };
            let lost = interval::subtract(fine.point.abs(), coarse.point.abs())?;
            let place = interval::add(coarse.effective, coarse.effective)?;
            let same_sign = fine.point.is_sign_negative() == coarse.point.is_sign_negative();
            let finer = fine.effective < coarse.effective;
            Some(finer && same_sign && !lost.is_sign_negative() && lost < place)
        };
        Verdict::Inconsistent {
            residual,
            bound,
            likely,
            truncated: cut_off() == Some(true),
        }
    }

    fn balance(
        &self,
        head: FigureId,
        terms: &[(FigureId, bool)],
        assumed: Assumptions<'_>,
    ) -> Option<Balance> {
        let head = self.operand(head, assumed)?;
        let mut balance = Balance {
            residual: head.point,
            printed_bound: head.printed,
            effective_bound: head.effective,
            addends: 0,
            unit_of_last_place: head.effective,
            unit: head.unit,
        };
        for (term, negative) in terms {
            let operand = self.operand(*term, assumed)?;
            if operand.dimension != head.dimension {
                return None;
            }
            balance.residual = match negative {
                true => interval::add(balance.residual, operand.point)?,
                false => interval::subtract(balance.residual, operand.point)?,
            };
            balance.printed_bound = interval::add(balance.printed_bound, operand.printed)?;
            balance.effective_bound = interval::add(balance.effective_bound, operand.effective)?;
            balance.addends += usize::from(!operand.point.is_zero());
            balance.unit_of_last_place = balance.unit_of_last_place.max(operand.effective);
        }
        balance.unit_of_last_place =
            interval::add(balance.unit_of_last_place, balance.unit_of_last_place)?;
        Some(balance)
    }

    fn shares_of_whole(
        &self,
        shares: &[FigureId],
        assumed: Assumptions<'_>,
        truncation: bool,
    ) -> Option<Verdict> {
        let mut sum = Decimal::ZERO;
        let mut bound = Decimal::ZERO;
        for share in shares {
            let operand = self.operand(*share, assumed)?;
            if operand.dimension != Dimension::Percent {
                return None;
            }
            sum = interval::add(sum, operand.point)?;
            // A truncated share is off by up to a whole unit of its last decimal.
            let halves = if truncation { 3 } else { 1 };
            for _ in 0..halves {
                bound = interval::add(bound, operand.printed)?;
            }
        }
        // Shares of nothing are printed as 0 %.
        if sum.is_zero() {
            return Some(Verdict::Exact);
        }
        let balance = Balance {
            residual: interval::subtract(sum, Decimal::ONE_HUNDRED)?,
            printed_bound: bound,
            effective_bound: bound,
            addends: 0,
            unit_of_last_place: Decimal::ZERO,
            unit: Unit::Percent,
        };
        balance.verdict(false)
    }

    fn percentage(&self, relation: &Relation, assumed: Assumptions<'_>) -> Option<Verdict> {
        let printed = self.operand(relation.head()?, assumed)?;
        if printed.dimension != Dimension::Percent {
            return None;
        }
        let [one, other] = self.percentage_operands(relation, assumed)?;
        let nothing = match relation {
            Relation::Share { .. } => one.point.is_zero() || other.point.is_zero(),
            _ => other.point.is_zero(),
        };
        // 0 % of nothing is what templates print (§6.4).
        if nothing && printed.point.is_zero() {
            return Some(Verdict::Exact);
        }
        let interval_of = |one: Option<Interval>, other: Option<Interval>| match relation {
            Relation::Share { .. } => one?.percent_of(other?),
            Relation::Rate { decrease, .. } => Interval::rate_of_change(one?, other?, *decrease),
            _ => None,
        };
        let likely = interval_of(one.effective(), other.effective())?;
        let certain = interval_of(one.printed(), other.printed());
        let computed = self.computed_percentage(relation, assumed)?;
        printed.percentage_verdict(computed, likely, certain)
    }

    /// The printed percentage's computed value, in percent.
    fn computed_percentage(
        &self,
        relation: &Relation,
        assumed: Assumptions<'_>,
    ) -> Option<Decimal> {
        let [one, other] = self.percentage_operands(relation, assumed)?;
        match relation {
            Relation::Share { .. } => interval::percent(one.point, other.point),
            Relation::Rate { decrease, .. } => {
                let prior = if *decrease {
                    interval::add(one.point, other.point)?
                } else {
                    interval::subtract(one.point, other.point)?
                };
                interval::percent(other.point, prior)
            }
            _ => None,
        }
    }

    /// Part and whole, or current figure and amount of the change.
    fn percentage_operands(
        &self,
        relation: &Relation,
        assumed: Assumptions<'_>,
    ) -> Option<[Operand; 2]> {
        let (one, other) = match relation {
            Relation::Share { part, whole, .. } => (*part, *whole),
            Relation::Rate {
                current, amount, ..
            } => (*current, *amount),
            _ => return None,
        };
        let operands = [self.operand(one, assumed)?, self.operand(other, assumed)?];
        let [one, other] = operands;
        (one.dimension == other.dimension).then_some(operands)
    }

    /// The signed sum of the points of some figures, in the base unit.
    fn total(
        &self,
        mut terms: impl Iterator<Item = (FigureId, bool)>,
        assumed: Assumptions<'_>,
    ) -> Option<Decimal> {
        terms.try_fold(Decimal::ZERO, |sum, (term, negative)| {
            let point = self.operand(term, assumed)?.point;
            if negative {
                interval::subtract(sum, point)
            } else {
                interval::add(sum, point)
            }
        })
    }

    /// A figure as an operand; none when it bounds or estimates, or has too many digits.
    fn operand(&self, id: FigureId, assumed: Assumptions<'_>) -> Option<Operand> {
        let printed = self.disclosure.figure(id)?;
        if printed.approximate {
            return None;
        }
        let figure = match assumed.value_of(id) {
            None => printed.clone(),
            Some(value) => Figure {
                value,
                decimals: printed.decimals.max(value.scale()),
                ..printed.clone()
            },
        };
        let effective_decimals = self.disclosure.precision.decimals(id).max(figure.decimals);
        Some(Operand {
            point: interval::in_base_unit(figure.value, figure.unit)?,
            printed: interval::half_width(&figure, figure.decimals)?,
            effective: interval::half_width(&figure, effective_decimals)?,
            dimension: dimension(figure.unit),
            unit: figure.unit,
            decimals: figure.decimals,
        })
    }
}

impl Balance {
    /// The balance with another number for a figure.
    fn exchanged(mut self, occurrences: Occurrences, old: Operand, new: Operand) -> Option<Self> {
        let Occurrences {
            as_head,
            added,
            subtracted,
        } = occurrences;
        let times = |difference: Decimal, count: u32| difference.checked_mul(Decimal::from(count));
        let change = interval::subtract(new.point, old.point)?;
        self.residual = interval::add(self.residual, times(change, as_head + subtracted)?)?;
        self.residual = interval::subtract(self.residual, times(change, added)?)?;
        let parts = added + subtracted;
        let printed = interval::subtract(new.printed, old.printed)?;
        self.printed_bound = interval::add(self.printed_bound, times(printed, as_head + parts)?)?;
        let effective = interval::subtract(new.effective, old.effective)?;
        self.effective_bound =
            interval::add(self.effective_bound, times(effective, as_head + parts)?)?;
        if old.point.is_zero() != new.point.is_zero() {
            self.addends = match new.point.is_zero() {
                true => self.addends.checked_sub(parts as usize)?,
                false => self.addends.checked_add(parts as usize)?,
            };
        }
        let place = |operand: Operand| interval::add(operand.effective, operand.effective);
        // The coarsest operand may have become finer: who is next is not kept.
        if new.effective < old.effective && place(old)? == self.unit_of_last_place {
            return None;
        }
        self.unit_of_last_place = self.unit_of_last_place.max(place(new)?);
        Some(self)
    }

    /// A one-sided balance is broken only when the head is certainly exceeded.
    fn verdict(&self, one_sided: bool) -> Option<Verdict> {
        let distance = self.residual.abs();
        if distance.is_zero() || (one_sided && self.residual.is_sign_positive()) {
            return Some(Verdict::Exact);
        }
        let residual = from_base_unit(self.residual, self.unit)?;
        if distance <= self.effective_bound {
            return Some(Verdict::Rounding {
                residual,
                bound: from_base_unit(self.effective_bound, self.unit)?,
                improbable: !one_sided && self.is_improbable(distance),
            });
        }
        let likely = distance <= self.printed_bound;
        let bound = if likely {
            self.effective_bound
        } else {
            self.printed_bound
        };
        Some(Verdict::Inconsistent {
            residual,
            bound: from_base_unit(bound, self.unit)?,
            likely,
            truncated: false,
        })
    }

    /// `|r| > 4 ulp √((n+1)/12)` with six or more addends, squared to stay exact.
    fn is_improbable(&self, distance: Decimal) -> bool {
        if self.addends < 6 {
            return false;
        }
        let square = |value: Decimal| value.checked_mul(value);
        let scale = Decimal::from(16 * (self.addends as u64 + 1));
        let left = square(distance).and_then(|square| square.checked_mul(Decimal::from(12)));
        let right = square(self.unit_of_last_place).and_then(|square| square.checked_mul(scale));
        matches!((left, right), (Some(left), Some(right)) if left > right)
    }
}

impl Operand {
    /// A printed percentage against the computed one (domain specification §6.4).
    fn percentage_verdict(
        self,
        computed: Decimal,
        likely: Interval,
        certain: Option<Interval>,
    ) -> Option<Verdict> {
        let printed = self.printed()?;
        let residual = interval::subtract(self.point, computed)?.round_dp(self.decimals + 2);
        if printed.intersects(likely) {
            let rounded = computed
                .round_dp_with_strategy(self.decimals, RoundingStrategy::MidpointAwayFromZero);
            return Some(if rounded == self.point {
                Verdict::Exact
            } else {
                Verdict::Rounding {
                    residual,
                    bound: likely.distance(self.point),
                    improbable: false,
                }
            });
        }
        let unit_of_last_place = interval::add(self.printed, self.printed)?;
        let away_from_zero = if self.point.is_sign_negative() {
            interval::subtract(self.point, unit_of_last_place)?
        } else {
            interval::add(self.point, unit_of_last_place)?
        };
        let truncated = Interval::new(self.point, away_from_zero).intersects(likely);
        let is_certain = certain.is_some_and(|certain| !printed.intersects(certain));
        let close = likely.distance(self.point) <= unit_of_last_place;
        Some(Verdict::Inconsistent {
            residual,
            bound: self.printed,
            likely: !is_certain || close,
            truncated,
        })
    }
}

/// Head and signed terms of the relations that are sums.
pub(super) fn linear(relation: &Relation) -> Option<(FigureId, Vec<(FigureId, bool)>)> {
    match relation {
        Relation::Sum { total, parts } => {
            let signed = |part: &Term| (part.figure, part.negative);
            Some((*total, parts.iter().map(signed).collect()))
        }
        Relation::AtMost { bound, parts } => {
            Some((*bound, parts.iter().map(|part| (*part, false)).collect()))
        }
        Relation::Equal { left, right } => Some((*left, vec![(*right, false)])),
        Relation::Step {
            current,
            prior,
            amount,
            decrease,
        } => Some((*current, vec![(*prior, false), (*amount, *decrease)])),
        Relation::Share { .. } | Relation::SharesOfWhole { .. } | Relation::Rate { .. } => None,
    }
}
