//! The same thing printed elsewhere: what a wrong number should perhaps have been
//! (domain specification §6.6, c).

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::audit::place::{Place, Places, line_at};
use crate::document::{Disclosure, FigureId};

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
