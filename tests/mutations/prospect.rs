//! Whether a mutation can be noticed at all, judged without asking the findings.
//!
//! Only numbers as printed are looked at, and, to tell figures that no rule links from those that
//! one does, the declared identities of the unmutated document.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};
use yusuan::audit::{Analysis, Assumptions, Draft, Evaluator, Relation, Verdict};
use yusuan::document::number::number_at;
use yusuan::document::{Disclosure, Figure, FigureId, Unit};

use crate::site::{Place, Site};

/// What can be expected of a mutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prospect {
    /// The slip cannot happen to this number. Not counted at all.
    Impossible,
    /// Undetectable: the same value printed in another way.
    SameValue,
    /// Undetectable: fewer decimals are printed, and what is left is the rounded original.
    CoarserPrinting,
    /// Undetectable: the number bounds or estimates (约, ≥) and is no operand.
    Estimate,
    /// Undetectable: in a table without any other value than zero.
    BlankTable,
    /// Undetectable: in no identity, printed once in the document, and in no sum or ratio of the
    /// figures beside it.
    Alone,
    /// Undetectable: the mutated value holds in every identity of the figure within the rounding
    /// of the printed figures, and the figure is printed once, or is a cell that is off by one
    /// unit of its last decimal: two printings of one quantity may be (domain specification §6.3).
    InsideRounding,
    /// Detectable, but the document model has not read the number.
    Unread,
    /// Detectable, but no rule links the figure, though it is printed elsewhere or a sum or ratio
    /// of the figures beside it.
    InNoIdentity,
    /// Detectable, but only bounds (≤) or identities with wide rounding link the figure, though it
    /// is printed elsewhere or the bound is loose.
    LooselyLinked,
    /// Detectable: an identity of the figure no longer holds.
    Linked,
}

/// Every prospect that is counted, in the order of reports.
pub const PROSPECTS: [Prospect; 10] = [
    Prospect::SameValue,
    Prospect::CoarserPrinting,
    Prospect::Estimate,
    Prospect::BlankTable,
    Prospect::Alone,
    Prospect::InsideRounding,
    Prospect::Unread,
    Prospect::InNoIdentity,
    Prospect::LooselyLinked,
    Prospect::Linked,
];

impl Prospect {
    /// Whether a checker with every rule could notice the mutation.
    pub fn is_detectable(self) -> bool {
        self >= Self::Unread
    }

    /// How reports call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Impossible => "impossible",
            Self::SameValue => "same value",
            Self::CoarserPrinting => "rounded original",
            Self::Estimate => "estimate or bound",
            Self::BlankTable => "blank table",
            Self::Alone => "printed once, in no sum",
            Self::InsideRounding => "inside the rounding",
            Self::Unread => "not read",
            Self::InNoIdentity => "in no identity",
            Self::LooselyLinked => "loosely linked",
            Self::Linked => "linked",
        }
    }
}

/// What the unmutated document tells of its figures.
pub struct Prospects<'a> {
    draft: &'a Draft,
    disclosures: Vec<Known<'a>>,
}

struct Known<'a> {
    analysis: &'a Analysis,
    evaluator: Evaluator<'a>,
    identities_of: BTreeMap<FigureId, Vec<usize>>,
    /// How often each amount is printed, in yuan, and each percentage.
    printed: BTreeMap<(Measure, Decimal), usize>,
    blank_tables: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Measure {
    Money,
    Foreign,
    Percent,
    Count,
    Unknown,
}

impl<'a> Prospects<'a> {
    /// Looks at the unmutated document.
    pub fn of(draft: &'a Draft) -> Self {
        let disclosures = draft.disclosures.iter();
        Self {
            draft,
            disclosures: disclosures
                .map(|placed| Known::of(&placed.analysis))
                .collect(),
        }
    }

    /// What can be expected when the number of a site is replaced.
    pub fn of_mutation(&self, site: &Site, mutated: &str) -> Prospect {
        let (Some(before), Some(after)) = (number_at(&site.printed, 0), number_at(mutated, 0))
        else {
            return Prospect::Impossible;
        };
        if before.value == after.value {
            return Prospect::SameValue;
        }
        let rounded = rounded(before.value, after.decimals);
        if after.decimals < before.decimals && rounded == after.value {
            return Prospect::CoarserPrinting;
        }
        let Some(known) = self.disclosures.get(site.disclosure) else {
            return Prospect::Unread;
        };
        let Some(figure) = site.figure else {
            return Prospect::Unread;
        };
        known.prospect(site, figure, after.value)
    }

    /// The rules whose identities hold a figure.
    pub fn rules(&self, site: &Site) -> BTreeSet<&'static str> {
        let placed = self.draft.disclosures.get(site.disclosure);
        let (Some(placed), Some(figure)) = (placed, site.figure) else {
            return BTreeSet::new();
        };
        let identities = placed.analysis.identities_of(figure);
        identities.map(|(_, identity, _)| identity.rule).collect()
    }
}

/// Whether a value with no more decimals differs from a figure by no more than a unit of its last
/// one. More decimals than a table prints are noticed by their form.
fn is_off_by_one_unit(figure: &Figure, mutated: Decimal) -> bool {
    if mutated.scale() > figure.decimals {
        return false;
    }
    let distance = figure.value.checked_sub(mutated).map(|gap| gap.abs());
    distance.is_some_and(|distance| distance <= Decimal::new(1, figure.decimals))
}

impl<'a> Known<'a> {
    fn of(analysis: &'a Analysis) -> Self {
        let disclosure = &analysis.disclosure;
        let mut identities_of: BTreeMap<FigureId, Vec<usize>> = BTreeMap::new();
        for (index, identity) in analysis.identities.iter().enumerate() {
            for figure in identity.operands() {
                identities_of.entry(figure).or_default().push(index);
            }
        }
        let mut printed = BTreeMap::new();
        for figure in &disclosure.figures {
            *printed.entry(quantity(figure)).or_default() += 1;
        }
        Self {
            analysis,
            evaluator: Evaluator::new(disclosure),
            identities_of,
            printed,
            blank_tables: blank_tables(disclosure),
        }
    }

    fn prospect(&self, site: &Site, id: FigureId, mutated: Decimal) -> Prospect {
        let Some(figure) = self.analysis.disclosure.figure(id) else {
            return Prospect::Unread;
        };
        if figure.approximate {
            return Prospect::Estimate;
        }
        if self
            .blank_tables
            .iter()
            .any(|table| self.is_in_table(figure, *table))
        {
            return Prospect::BlankTable;
        }
        let Some(identities) = self.identities_of.get(&id) else {
            let shows = self.is_printed_elsewhere(figure) || self.is_computable(site, id);
            return if shows {
                Prospect::InNoIdentity
            } else {
                Prospect::Alone
            };
        };
        let mut still_holds = true;
        let mut bound = false;
        let mut sum = false;
        for index in identities {
            let Some(identity) = self.analysis.identities.get(*index) else {
                continue;
            };
            let assumed = Assumptions {
                tried: &[id],
                value: mutated,
                ..Assumptions::default()
            };
            let verdict = self.evaluator.evaluate_assuming(identity, assumed);
            still_holds &= matches!(verdict, Verdict::Exact | Verdict::Rounding { .. });
            bound |= matches!(identity.relation, Relation::AtMost { .. });
            sum |= matches!(
                identity.relation,
                Relation::Sum { .. } | Relation::Equal { .. }
            );
        }
        if !still_holds {
            return Prospect::Linked;
        }
        if sum && site.place.is_cell() && is_off_by_one_unit(figure, mutated) {
            return Prospect::InsideRounding;
        }
        if bound || self.is_printed_elsewhere(figure) || self.is_computable(site, id) {
            return Prospect::LooselyLinked;
        }
        Prospect::InsideRounding
    }

    fn is_in_table(&self, figure: &Figure, table: usize) -> bool {
        let table = self.analysis.disclosure.tables.get(table);
        table.is_some_and(|table| table.span.contains_span(figure.span))
    }

    /// Zeros are printed everywhere and say nothing.
    fn is_printed_elsewhere(&self, figure: &Figure) -> bool {
        let times = self.printed.get(&quantity(figure)).copied().unwrap_or(0);
        !figure.value.is_zero() && times > 1
    }

    /// Whether a list that the figure stands in shows a sum with it, or its line a ratio: one
    /// figure that is the sum of others that stand side by side.
    fn is_computable(&self, site: &Site, id: FigureId) -> bool {
        let disclosure = &self.analysis.disclosure;
        site.lists.iter().any(|list| {
            let Some(at) = list.iter().position(|other| *other == id) else {
                return false;
            };
            let Some(own) = disclosure.figure(id) else {
                return false;
            };
            let measure = quantity(own).0;
            let figures: Vec<&Figure> = list
                .iter()
                .filter_map(|other| disclosure.figure(*other))
                .collect();
            let alike: Vec<(Decimal, bool)> = figures
                .iter()
                .enumerate()
                .filter(|(_, figure)| quantity(figure).0 == measure)
                .map(|(index, figure)| (quantity(figure).1, index == at))
                .collect();
            let in_prose = site.place == Place::Prose;
            shows_sum(&alike) || (in_prose && shows_ratio(&figures, at))
        })
    }
}

/// An amount in yuan, a percentage, a count.
fn quantity(figure: &Figure) -> (Measure, Decimal) {
    let (measure, factor) = match figure.unit {
        Unit::Yuan => (Measure::Money, 1),
        Unit::TenThousandYuan => (Measure::Money, 10_000),
        Unit::HundredMillionYuan => (Measure::Money, 100_000_000),
        Unit::ForeignMoney => (Measure::Foreign, 1),
        Unit::Percent | Unit::PercentagePoint => (Measure::Percent, 1),
        Unit::Count => (Measure::Count, 1),
        Unit::Unknown => (Measure::Unknown, 1),
    };
    let value = figure.value.checked_mul(Decimal::from(factor));
    (measure, value.unwrap_or(figure.value).normalize())
}

fn blank_tables(disclosure: &Disclosure) -> Vec<usize> {
    let tables = disclosure.tables.iter().enumerate();
    tables
        .filter(|(_, table)| {
            let mut inside = disclosure
                .figures
                .iter()
                .filter(|figure| table.span.contains_span(figure.span));
            inside.all(|figure| figure.value.is_zero())
        })
        .map(|(index, _)| index)
        .collect()
}

/// Whether some number of a list is the sum of a run of two or more others that are not zero,
/// and the marked number is that sum or stands in that run.
fn shows_sum(list: &[(Decimal, bool)]) -> bool {
    for start in 0..list.len() {
        let mut sum = Decimal::ZERO;
        let mut marked = false;
        let mut addends = 0;
        for (end, (value, is_marked)) in list.iter().enumerate().skip(start) {
            let Some(next) = sum.checked_add(*value) else {
                break;
            };
            sum = next;
            marked |= is_marked;
            addends += usize::from(!value.is_zero());
            if addends < 2 {
                continue;
            }
            let outside = list
                .iter()
                .enumerate()
                .filter(|(at, _)| *at < start || *at > end);
            for (_, (total, total_is_marked)) in outside {
                if *total == sum && (marked || *total_is_marked) {
                    return true;
                }
            }
        }
    }
    false
}

/// Whether a percentage of a line is a share or a change that two amounts of the line give, and
/// the figure is one of the three.
fn shows_ratio(line: &[&Figure], at: usize) -> bool {
    for (index, percent) in line.iter().enumerate() {
        if percent.unit != Unit::Percent || percent.value.is_zero() {
            continue;
        }
        for (first, one) in line.iter().enumerate() {
            for (second, other) in line.iter().enumerate() {
                let involved = [index, first, second].contains(&at);
                if first != second && involved && is_ratio(percent, one, other) {
                    return true;
                }
            }
        }
    }
    false
}

fn is_ratio(percent: &Figure, part: &Figure, whole: &Figure) -> bool {
    let ((Measure::Money, part), (Measure::Money, whole)) = (quantity(part), quantity(whole))
    else {
        return false;
    };
    [Decimal::ZERO, part, -part].into_iter().any(|change| {
        let base = whole.checked_add(change).filter(|base| !base.is_zero());
        let ratio = base
            .and_then(|base| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base))
            .map(|ratio| rounded(ratio, percent.decimals));
        ratio == Some(percent.value)
    })
}

fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}
