//! The same thing printed elsewhere: what a wrong number should perhaps have been
//! (domain specification §6.6, c).

use rust_decimal::Decimal;

use crate::audit::bearings::Bearings;
use crate::audit::place::Place;
use crate::document::{CellContent, Disclosure, FigureId};

/// The figures of a disclosure by the name of what they say.
#[derive(Debug, Clone, Copy)]
pub struct Twins<'a> {
    disclosure: &'a Disclosure,
    bearings: &'a Bearings,
}

impl<'a> Twins<'a> {
    /// The twins of figures with these bearings.
    pub fn of(disclosure: &'a Disclosure, bearings: &'a Bearings) -> Self {
        Self {
            disclosure,
            bearings,
        }
    }

    /// A figure of the same name in another table or sentence that has this value.
    pub fn elsewhere(&self, figure: FigureId, value: Decimal) -> Option<FigureId> {
        let unit = self.disclosure.figure(figure)?.unit;
        let places = &self.bearings.places;
        let home = places.place(figure).map(home);
        let mut namesakes = self.bearings.namesakes.of_figure(figure).iter();
        let twin = namesakes.find(|other| {
            let printed = self.disclosure.figure(**other);
            printed.is_some_and(|other| other.unit == unit && other.value == value)
                && places.place(**other).map(self::home) != home
        });
        twin.copied()
    }

    /// The figures of the row that a figure stands in, in order; none for those in sentences.
    pub fn row_of(&self, figure: FigureId) -> impl Iterator<Item = FigureId> + '_ {
        let row = match self.bearings.places.place(figure) {
            Some(Place::Cell { table, row, .. }) => self
                .disclosure
                .tables
                .get(table)
                .and_then(|table| table.rows.get(row)),
            _ => None,
        };
        let cells = row.into_iter().flat_map(|row| &row.cells);
        cells.filter_map(|cell| match cell.content {
            CellContent::Figure(id) => Some(id),
            CellContent::Blank | CellContent::Text => None,
        })
    }

    /// The cell above or below, or of the other side of the table, when it prints the same number.
    /// Cells of one side and one row often do so rightly: a total of one component.
    pub fn beside(&self, figure: FigureId) -> Option<FigureId> {
        let Place::Cell { table, row, column } = self.bearings.places.place(figure)? else {
            return None;
        };
        let table = self.disclosure.tables.get(table)?;
        let side_of = |column: usize| {
            let mut sides = table.sides.iter();
            sides.position(|side| side.columns.contains(&column))
        };
        let in_row = table.rows.get(row)?.cells.iter().enumerate();
        let across = in_row
            .filter(|(other, _)| side_of(*other) != side_of(column))
            .map(|(_, cell)| cell);
        let rows = [row.checked_sub(1), row.checked_add(1)];
        let along = rows
            .into_iter()
            .flatten()
            .filter_map(|row| table.rows.get(row)?.cells.get(column));
        let printed = self.disclosure.figure(figure)?;
        along
            .chain(across)
            .filter_map(|cell| match cell.content {
                CellContent::Figure(other) => Some(other),
                CellContent::Blank | CellContent::Text => None,
            })
            .find(|other| {
                self.disclosure.figure(*other).is_some_and(|other| {
                    !other.value.is_zero()
                        && other.value == printed.value
                        && other.unit == printed.unit
                })
            })
    }

    /// Whether two figures stand in one row of one table.
    pub fn are_in_one_row(&self, one: FigureId, other: FigureId) -> bool {
        let row = |figure| match self.bearings.places.place(figure) {
            Some(Place::Cell { table, row, .. }) => Some((table, row)),
            _ => None,
        };
        row(one).is_some() && row(one) == row(other)
    }
}

/// The table or the sentence of a place.
fn home(place: Place) -> (bool, usize) {
    match place {
        Place::Cell { table, .. } => (true, table),
        Place::Mention { statement, .. } => (false, statement),
    }
}
