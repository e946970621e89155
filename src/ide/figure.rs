//! The figure under a cursor, and the figures that print the same quantity.

use std::collections::BTreeSet;

use crate::audit::{Analysis, Relation};
use crate::document::{CellContent, Figure, FigureId};
use crate::ide::amount::unit_name;
use crate::ide::place::Place;
use crate::text::Span;

/// The figure under the cursor: its digits, its unit, or the cell it fills.
pub(super) fn figure_at<'draft>(place: &Place<'draft>) -> Option<(FigureId, &'draft Figure, Span)> {
    let disclosure = place.disclosure();
    let figures = disclosure.figures.iter().enumerate();
    for (index, figure) in figures {
        let span = with_unit(place, figure);
        if span.contains(place.offset) {
            return Some((FigureId(u32::try_from(index).ok()?), figure, span));
        }
    }
    let (_, _, row) = place.row()?;
    let cell = row
        .cells
        .iter()
        .find(|cell| cell.span.touches(place.offset))?;
    let CellContent::Figure(id) = cell.content else {
        return None;
    };
    Some((id, disclosure.figure(id)?, cell.span))
}

fn with_unit(place: &Place, figure: &Figure) -> Span {
    let text: &str = &place.disclosure().text;
    let unit = unit_name(figure.unit);
    let after = text.get(figure.span.end..).unwrap_or_default();
    if !unit.is_empty() && after.starts_with(unit) {
        return Span::new(figure.span.start, figure.span.end + unit.len());
    }
    figure.span
}

/// A figure and all others that print the same quantity: what the identities hold equal.
pub(super) fn same_quantity(analysis: &Analysis, figure: FigureId) -> BTreeSet<FigureId> {
    let mut same = BTreeSet::from([figure]);
    let mut open = vec![figure];
    while let Some(figure) = open.pop() {
        for (_, identity, _) in analysis.identities_of(figure) {
            if let Relation::Equal { left, right } = &identity.relation {
                let other = if *left == figure { *right } else { *left };
                if same.insert(other) {
                    open.push(other);
                }
            }
        }
    }
    same
}

/// The parts of a figure that is a sum; empty for one that is none.
pub(super) fn parts(analysis: &Analysis, figure: FigureId) -> Vec<FigureId> {
    analysis
        .identities_of(figure)
        .find_map(|(_, identity, _)| match &identity.relation {
            Relation::Sum { total, parts } if *total == figure => {
                Some(parts.iter().map(|part| part.figure).collect())
            }
            _ => None,
        })
        .unwrap_or_default()
}
