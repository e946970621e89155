//! The same thing printed elsewhere: what a wrong number should perhaps have been
//! (domain specification §6.6, c).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rust_decimal::Decimal;

use crate::audit::place::{Place, Places, line_at};
use crate::document::{CellContent, Disclosure, FigureId, Unit};

/// The figures of a disclosure by the name of what they say.
#[derive(Debug)]
pub struct Twins<'a> {
    disclosure: &'a Disclosure,
    places: &'a Places,
    /// By name, unit and value: the first figure, and the first one of another table or sentence.
    by_content: HashMap<(&'a str, Unit, Decimal), (FigureId, Option<FigureId>)>,
}

impl<'a> Twins<'a> {
    /// Files all figures by name and value.
    pub fn of(disclosure: &'a Disclosure, places: &'a Places) -> Self {
        let mut twins = Self {
            disclosure,
            places,
            by_content: HashMap::new(),
        };
        for (index, figure) in (0..).zip(&disclosure.figures) {
            let id = FigureId(index);
            if let Some(name) = twins.name(id) {
                twins.file((name, figure.unit, figure.value), id);
            }
        }
        twins
    }

    fn file(&mut self, content: (&'a str, Unit, Decimal), id: FigureId) {
        let home_of = |figure| self.places.place(figure).map(home);
        match self.by_content.entry(content) {
            Entry::Vacant(entry) => {
                entry.insert((id, None));
            }
            Entry::Occupied(mut entry) => {
                let (first, elsewhere) = entry.get_mut();
                if elsewhere.is_none() && home_of(*first) != home_of(id) {
                    *elsewhere = Some(id);
                }
            }
        }
    }

    /// A figure of the same name in another table or sentence that has this value.
    pub fn elsewhere(&self, figure: FigureId, value: Decimal) -> Option<FigureId> {
        let unit = self.disclosure.figure(figure)?.unit;
        let home = home(self.places.place(figure)?);
        let content = (self.name(figure)?, unit, value);
        let (first, elsewhere) = *self.by_content.get(&content)?;
        let is_elsewhere = |other: &FigureId| {
            self.places
                .place(*other)
                .is_some_and(|place| self::home(place) != home)
        };
        [Some(first), elsewhere]
            .into_iter()
            .flatten()
            .find(is_elsewhere)
    }

    /// The figures of the row that a figure stands in, in order; none for those in sentences.
    pub fn row_of(&self, figure: FigureId) -> impl Iterator<Item = FigureId> + '_ {
        let row = match self.places.place(figure) {
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
    fn name(&self, figure: FigureId) -> Option<&'a str> {
        let name = match self.places.place(figure)? {
            Place::Cell { table, row, column } => {
                let table = self.disclosure.tables.get(table)?;
                line_at(table, row, column)?.label.as_str()
            }
            Place::Mention { statement, mention } => self
                .disclosure
                .statements
                .get(statement)?
                .mentions
                .get(mention)?
                .label
                .as_str(),
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
