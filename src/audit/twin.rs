//! The same thing printed elsewhere: what a wrong number should perhaps have been
//! (domain specification §6.6, c).

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::audit::place::{Place, Places, line_at};
use crate::document::{CellContent, Disclosure, FigureId};

/// The figures of a disclosure by the name of what they say.
#[derive(Debug)]
pub struct Twins<'a> {
    disclosure: &'a Disclosure,
    places: &'a Places,
    by_name: HashMap<String, Vec<FigureId>>,
}

impl<'a> Twins<'a> {
    /// Files all figures by name.
    pub fn of(disclosure: &'a Disclosure, places: &'a Places) -> Self {
        let mut twins = Self {
            disclosure,
            places,
            by_name: HashMap::new(),
        };
        for index in 0..disclosure.figures.len() {
            let Ok(index) = u32::try_from(index) else {
                break;
            };
            let id = FigureId(index);
            if let Some(name) = twins.name(id) {
                twins.by_name.entry(name).or_default().push(id);
            }
        }
        twins
    }

    /// A figure of the same name in another table or sentence that has this value.
    pub fn elsewhere(&self, figure: FigureId, value: Decimal) -> Option<FigureId> {
        let unit = self.disclosure.figure(figure)?.unit;
        let home = home(self.places.place(figure)?);
        let named_alike = self.by_name.get(&self.name(figure)?)?;
        named_alike.iter().copied().find(|other| {
            self.disclosure
                .figure(*other)
                .is_some_and(|printed| printed.unit == unit && printed.value == value)
                && self
                    .places
                    .place(*other)
                    .is_some_and(|place| self::home(place) != home)
        })
    }

    /// The cell above or below, or of the other side of the table, when it prints the same number.
    /// Cells of one side and one row often do so rightly: a total of one component.
    pub fn beside(&self, figure: FigureId) -> Option<FigureId> {
        let Place::Cell { table, row, column } = self.places.place(figure)? else {
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
        let row = |figure| match self.places.place(figure) {
            Some(Place::Cell { table, row, .. }) => Some((table, row)),
            _ => None,
        };
        row(one).is_some() && row(one) == row(other)
    }

    /// The row of a cell or the indicator of an amount; none for totals, which are everywhere.
    fn name(&self, figure: FigureId) -> Option<String> {
        let name = match self.places.place(figure)? {
            Place::Cell { table, row, column } => {
                let table = self.disclosure.tables.get(table)?;
                line_at(table, row, column)?.label.clone()
            }
            Place::Mention { statement, mention } => self
                .disclosure
                .statements
                .get(statement)?
                .mentions
                .get(mention)?
                .label
                .clone(),
        };
        let says_nothing = name.is_empty() || name.ends_with("合计") || name.ends_with("总计");
        (!says_nothing).then_some(name)
    }
}

/// The table or the sentence of a place.
fn home(place: Place) -> (bool, usize) {
    match place {
        Place::Cell { table, .. } => (true, table),
        Place::Mention { statement, .. } => (false, statement),
    }
}
