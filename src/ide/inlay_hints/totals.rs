//! ✓ or the residual after a total.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{HintKind, InlayHint, behind};
use crate::audit::{Analysis, Locale, Relation, Severity, Term, Verdict};
use crate::document::FigureId;
use crate::ide::amount::{grouped, unit_name};
use crate::ide::say;
use crate::text::Span;

/// The most parts that a tooltip adds up one by one.
const MOST_PARTS: usize = 8;

/// How a sum is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judgement {
    Exact,
    Rounded(Decimal),
    Wrong(Decimal),
}

impl Judgement {
    fn rank(self) -> u8 {
        match self {
            Self::Exact => 0,
            Self::Rounded(_) => 1,
            Self::Wrong(_) => 2,
        }
    }
}

/// One hint for each total inside `within`: its worst sum counts, of equal ones the longest.
pub(super) fn hints(analysis: &Analysis, within: Span, locale: Locale) -> Vec<InlayHint> {
    let disclosure = &analysis.disclosure;
    let mut worst: BTreeMap<FigureId, (Judgement, &[Term])> = BTreeMap::new();
    for (identity, verdict) in analysis.identities.iter().zip(&analysis.verdicts) {
        let Relation::Sum { total, parts } = &identity.relation else {
            continue;
        };
        let seen = disclosure.figure(*total).is_some_and(|figure| {
            within.touches(figure.span.end) || within.touches(figure.span.start)
        });
        let Some(judgement) = judgement(verdict).filter(|_| seen) else {
            continue;
        };
        if judgement == Judgement::Exact && !adds_up(analysis, parts) {
            continue;
        }
        let known = worst.entry(*total).or_insert((judgement, parts));
        let worse = (judgement.rank(), parts.len()) > (known.0.rank(), known.1.len());
        if worse {
            *known = (judgement, parts);
        }
    }
    let marks = Marks::of(analysis);
    let hints = worst.into_iter().filter_map(|(total, (judgement, parts))| {
        hint(analysis, &marks, total, judgement, parts, locale)
    });
    let mut hints: Vec<InlayHint> = hints.collect();
    hints.sort_by_key(|hint| hint.at);
    // 合计 and the only column that it is made of: one tick a row says it.
    hints.dedup_by(|hint, before| {
        let between = disclosure.words(Span::new(before.at, hint.at));
        (&hint.label, &hint.tooltip) == (&before.label, &before.tooltip)
            && !hint.tooltip.is_empty()
            && is_in_one_row(between)
    });
    hints
}

/// Whether only cells, and no words of a sentence, stand between two amounts.
fn is_in_one_row(between: &str) -> bool {
    let is_cell = |character: char| {
        character.is_ascii_digit() || matches!(character, '\t' | ' ' | '|' | '.' | ',' | '-')
    };
    between.contains(['\t', '|']) && between.chars().all(is_cell)
}

fn judgement(verdict: &Verdict) -> Option<Judgement> {
    match verdict {
        Verdict::Exact => Some(Judgement::Exact),
        Verdict::Rounding { residual, .. } => Some(Judgement::Rounded(*residual)),
        Verdict::Inconsistent { residual, .. } => Some(Judgement::Wrong(*residual)),
        Verdict::Blocked => None,
    }
}

/// Whether a sum has at least two parts that are not zero: else the total only repeats its part.
fn adds_up(analysis: &Analysis, parts: &[Term]) -> bool {
    let figures = parts
        .iter()
        .filter_map(|part| analysis.disclosure.figure(part.figure));
    figures.filter(|figure| !figure.value.is_zero()).count() > 1
}

fn hint(
    analysis: &Analysis,
    marks: &Marks,
    total: FigureId,
    judgement: Judgement,
    parts: &[Term],
    locale: Locale,
) -> Option<InlayHint> {
    let figure = analysis.disclosure.figure(total)?;
    let label = match judgement {
        Judgement::Exact => "✓".to_owned(),
        Judgement::Rounded(residual) => {
            let residual = amount(residual, figure.decimals);
            format!("✓ {} {residual}", say(locale, "尾差", "rounding"))
        }
        Judgement::Wrong(residual) => wrong(residual, figure.decimals, locale),
    };
    let is_wrong = matches!(judgement, Judgement::Wrong(_));
    if !is_wrong && marks.hold(figure.span) {
        return None;
    }
    Some(InlayHint {
        at: behind(&analysis.disclosure, figure),
        label,
        kind: HintKind::Total,
        tooltip: tooltip(analysis, parts, unit_name(figure.unit), locale),
    })
}

fn wrong(residual: Decimal, decimals: u32, locale: Locale) -> String {
    let amount = amount(residual, decimals);
    match (residual.is_sign_negative(), locale) {
        (true, Locale::Chinese) => format!("✗ 比各项之和少 {amount}"),
        (false, Locale::Chinese) => format!("✗ 比各项之和多 {amount}"),
        (true, Locale::English) => format!("✗ {amount} less than its parts"),
        (false, Locale::English) => format!("✗ {amount} more than its parts"),
    }
}

/// A difference without its sign, with the decimals that the total is printed with.
fn amount(residual: Decimal, decimals: u32) -> String {
    let mut amount = residual.abs().normalize();
    amount.rescale(amount.scale().max(decimals));
    grouped(amount)
}

/// Where errors and warnings stand: a tick beside them would contradict them.
struct Marks {
    /// The start of each, in order, with the furthest end of those up to it.
    ends: Vec<(usize, usize)>,
}

impl Marks {
    fn of(analysis: &Analysis) -> Self {
        let findings = analysis.findings.iter();
        let grave = findings.filter(|finding| finding.severity <= Severity::Warning);
        let mut ends: Vec<(usize, usize)> = grave
            .map(|finding| (finding.span.start, finding.span.end))
            .collect();
        ends.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut ends {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { ends }
    }

    /// Whether one of them holds a figure.
    fn hold(&self, figure: Span) -> bool {
        let after = self
            .ends
            .partition_point(|(start, _)| *start <= figure.start);
        let last = after.checked_sub(1).and_then(|index| self.ends.get(index));
        last.is_some_and(|(_, end)| figure.end <= *end)
    }
}

/// 各项之和：319.23 + 0.26 = 319.49 万元.
fn tooltip(analysis: &Analysis, parts: &[Term], unit: &str, locale: Locale) -> String {
    let disclosure = &analysis.disclosure;
    let mut sum = Some(Decimal::ZERO);
    let mut words = String::new();
    let mut counted = 0;
    for part in parts {
        let Some(figure) = disclosure.figure(part.figure) else {
            return String::new();
        };
        let value = part.counted(figure.value);
        sum = sum.and_then(|sum| sum.checked_add(value));
        if figure.value.is_zero() {
            continue;
        }
        counted += 1;
        match (words.is_empty(), part.negative) {
            (true, false) => {}
            (true, true) => words.push('−'),
            (false, true) => words.push_str(" − "),
            (false, false) => words.push_str(" + "),
        }
        words.push_str(disclosure.words(figure.span));
    }
    // Parts in another unit than the total are not added up here.
    let units = parts
        .iter()
        .filter_map(|part| disclosure.figure(part.figure))
        .map(|figure| unit_name(figure.unit));
    let (Some(sum), true) = (sum, units.into_iter().all(|own| own == unit)) else {
        return String::new();
    };
    let sum = grouped(sum);
    match (counted > MOST_PARTS, locale) {
        (false, Locale::Chinese) => format!("各项之和：{words} = {sum}{unit}"),
        (false, Locale::English) => format!("Sum of its parts: {words} = {sum} {unit}"),
        (true, Locale::Chinese) => format!("{counted} 项之和 = {sum}{unit}"),
        (true, Locale::English) => format!("Sum of {counted} parts = {sum} {unit}"),
    }
}
