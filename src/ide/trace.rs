//! What an amount is computed from, and what is computed from it: precedents and dependents, as
//! users of spreadsheets know them. The formulas are the identities of the audit.

use std::collections::BTreeSet;

use crate::audit::{
    Analysis, Draft, Place as FigurePlace, Places, Relation, column_label, line_at, table_name,
};
use crate::document::{Disclosure, Figure, FigureId, LineKind, Table, Unit};
use crate::ide::amount::unit_name;
use crate::ide::figure::figure_at;
use crate::ide::place::Place;
use crate::ide::typography::typeset;
use crate::text::Span;

/// The most characters of a sentence that say where an amount stands.
const LONGEST_DETAIL: usize = 30;

/// An amount that can be traced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedAmount {
    /// What it is, with its value: 基本支出合计 1,203.45 万元.
    pub name: String,
    /// Where it stands: the table, or the beginning of the sentence.
    pub detail: String,
    /// The row or sentence, in the whole draft.
    pub span: Span,
    /// The digits, in the whole draft.
    pub digits: Span,
}

/// The amount at `offset`, a byte offset of the draft.
pub fn traced_amount(draft: &Draft, offset: usize) -> Option<TracedAmount> {
    let place = Place::of(draft, offset)?;
    let (id, _, _) = figure_at(&place)?;
    Tracer::of(&place).amount(id)
}

/// What depends on the amount at `offset`: totals that it is part of, percentages computed with
/// it, amounts that restate it. In the order of the text.
pub fn dependents(draft: &Draft, offset: usize) -> Vec<TracedAmount> {
    traced(draft, offset, |(dependent, operand), id| {
        (operand == id).then_some(dependent)
    })
}

/// What the amount at `offset` is computed from: parts of a total, part and whole of a
/// percentage, the cell that an amount restates. In the order of the text.
pub fn operands(draft: &Draft, offset: usize) -> Vec<TracedAmount> {
    traced(draft, offset, |(dependent, operand), id| {
        (dependent == id).then_some(operand)
    })
}

/// The amounts at the other end of the dependencies of the amount at `offset`.
fn traced(
    draft: &Draft,
    offset: usize,
    other_end: impl Fn((FigureId, FigureId), FigureId) -> Option<FigureId>,
) -> Vec<TracedAmount> {
    let Some(place) = Place::of(draft, offset) else {
        return Vec::new();
    };
    let Some((id, _, _)) = figure_at(&place) else {
        return Vec::new();
    };
    let ends: BTreeSet<FigureId> = dependencies(place.analysis, id)
        .into_iter()
        .filter_map(|dependency| other_end(dependency, id))
        .filter(|end| *end != id)
        .collect();
    let tracer = Tracer::of(&place);
    let mut amounts: Vec<TracedAmount> = ends
        .into_iter()
        .filter_map(|end| tracer.amount(end))
        .collect();
    amounts.sort_by_key(|amount| amount.digits);
    amounts
}

/// Every dependent with an operand, in the identities of a figure and its restatements.
fn dependencies(analysis: &Analysis, id: FigureId) -> Vec<(FigureId, FigureId)> {
    let disclosure = &analysis.disclosure;
    let mut found = Vec::new();
    for (_, identity, _) in analysis.identities_of(id) {
        match &identity.relation {
            Relation::Sum { .. }
            | Relation::Share { .. }
            | Relation::Rate { .. }
            | Relation::Step { .. } => {
                let mut figures = identity.operands().into_iter();
                if let Some(head) = figures.next() {
                    found.extend(figures.map(|operand| (head, operand)));
                }
            }
            Relation::Equal { left, right } => found.extend(restated(disclosure, *left, *right)),
            // A bound is no result of what is inside of it, and shares are none of each other.
            Relation::AtMost { .. } | Relation::SharesOfWhole { .. } => {}
        }
    }
    let restatements = disclosure.restatements.iter();
    found.extend(restatements.filter_map(|it| Some((it.mention, it.cell?))));
    found
}

/// Of two printings the narrative restates the table, and the later one the earlier one.
fn restated(
    disclosure: &Disclosure,
    one: FigureId,
    other: FigureId,
) -> Option<(FigureId, FigureId)> {
    let key = |id| {
        let figure = disclosure.figure(id)?;
        Some((figure.narrative, figure.span))
    };
    Some(match key(one)? > key(other)? {
        true => (one, other),
        false => (other, one),
    })
}

/// Names amounts.
struct Tracer<'draft> {
    disclosure: &'draft Disclosure,
    start: usize,
    places: Places,
}

impl<'draft> Tracer<'draft> {
    fn of(place: &Place<'draft>) -> Self {
        Self {
            disclosure: place.disclosure(),
            start: place.start,
            places: Places::of(place.disclosure()),
        }
    }

    fn amount(&self, id: FigureId) -> Option<TracedAmount> {
        let figure = self.disclosure.figure(id)?;
        let (label, detail, span) = match self.places.place(id) {
            Some(FigurePlace::Cell { table, row, column }) => {
                let table = self.disclosure.tables.get(table)?;
                let span = table.rows.get(row)?.span;
                (cell_name(table, row, column), table_name(table), span)
            }
            Some(FigurePlace::Mention { statement, mention }) => {
                let statement = self.disclosure.statements.get(statement)?;
                let label = statement.mentions.get(mention)?.label.clone();
                (label, self.beginning(statement.span), statement.span)
            }
            None => (String::new(), String::new(), figure.span),
        };
        Some(TracedAmount {
            name: format!("{} {}", typeset(&label), self.value(figure))
                .trim()
                .to_owned(),
            detail: typeset(&detail),
            span: span.cover(figure.span).offset_by(self.start),
            digits: figure.span.offset_by(self.start),
        })
    }

    /// The digits as printed with their unit: 1,203.45 万元, 48%.
    fn value(&self, figure: &Figure) -> String {
        let digits = self.disclosure.words(figure.span);
        let unit = unit_name(figure.unit);
        match figure.unit {
            Unit::Percent | Unit::PercentagePoint => format!("{digits}{unit}"),
            _ => format!("{digits} {unit}").trim_end().to_owned(),
        }
    }

    fn beginning(&self, sentence: Span) -> String {
        let words = self.disclosure.words(sentence);
        let mut characters = words.chars().filter(|character| !character.is_whitespace());
        let mut beginning: String = characters.by_ref().take(LONGEST_DETAIL).collect();
        if characters.next().is_some() {
            beginning.push('…');
        }
        beginning
    }
}

/// 基本支出合计; 201 一般公共服务支出 基本支出.
fn cell_name(table: &Table, row: usize, column: usize) -> String {
    let label = column_label(table, column);
    let Some(line) = line_at(table, row, column) else {
        return label;
    };
    let name = match &line.code {
        Some(code) => format!("{code} {}", line.label),
        None => line.label.clone(),
    };
    if name == label || name.is_empty() {
        return label;
    }
    match line.kind {
        LineKind::Total | LineKind::CurrentTotal | LineKind::GrandTotal => {
            format!("{label}{name}")
        }
        _ => format!("{name} {label}").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{TracedAmount, dependents, operands, traced_amount};
    use crate::audit::Draft;
    use crate::ide::fixture::{BUDGET, at_cursor, with, words};

    fn printed(draft: &Draft, amounts: &[TracedAmount]) -> Vec<String> {
        let lines = amounts.iter().map(|amount| {
            assert!(amount.span.contains_span(amount.digits));
            assert!(amount.name.contains(&words(draft, amount.digits)));
            format!("{} ({})", amount.name, amount.detail)
        });
        lines.collect()
    }

    #[test]
    fn a_total_is_traced_to_its_parts_and_to_what_restates_it() {
        let marked = with(
            BUDGET,
            "合计\t\t250.00\t120.00\t130.00",
            "合计\t\t250.00\t1$020.00\t130.00",
        );
        let (draft, offset) = at_cursor(&marked);
        let own = traced_amount(&draft, offset).unwrap();
        assert_eq!(own.name, "基本支出合计 120.00 万元");
        let parts = printed(&draft, &operands(&draft, offset));
        assert_eq!(
            parts,
            [
                "201 一般公共服务支出 基本支出 100.00 万元 (预算支出总表)",
                "221 住房保障支出 基本支出 20.00 万元 (预算支出总表)",
            ]
        );
        let uses = printed(&draft, &dependents(&draft, offset));
        assert_eq!(
            uses,
            [
                "合计 250.00 万元 (预算支出总表)",
                "基本支出 120 万元 (2024年支出预算250万元，其中：基本支出120万元，占4…)",
            ]
        );
    }

    #[test]
    fn a_percentage_is_traced_to_its_part_and_its_whole() {
        let (draft, offset) = at_cursor(&with(BUDGET, "占48%", "占4$08%"));
        let parts = operands(&draft, offset);
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["支出预算 250 万元", "基本支出 120 万元"]);
        assert!(dependents(&draft, offset).is_empty());
    }

    #[test]
    fn words_are_not_traced() {
        let (draft, offset) = at_cursor(&with(BUDGET, "负责全市", "负责$0全市"));
        assert_eq!(traced_amount(&draft, offset), None);
        assert!(operands(&draft, offset).is_empty());
        assert!(dependents(&Draft::open(""), 7).is_empty());
    }
}
