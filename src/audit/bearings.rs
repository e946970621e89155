//! Where figures stand, what they are called and which identities they take part in: all that does
//! not depend on their values, and outlives an edit of digits.

use std::collections::HashMap;
use std::sync::Arc;

use crate::audit::Identity;
use crate::audit::place::{Place, Places, line_at};
use crate::document::{Disclosure, FigureId};

/// The bearings of the figures of a disclosure.
#[derive(Debug, Default)]
pub struct Bearings {
    /// Where each figure stands.
    pub places: Places,
    /// Figures of the same name.
    pub namesakes: Namesakes,
    /// The identities that each figure takes part in.
    pub around: Around,
}

impl Bearings {
    /// Takes the bearings.
    pub fn of(disclosure: &Disclosure, identities: &[Arc<Identity>]) -> Self {
        let places = Places::of(disclosure);
        Self {
            namesakes: Namesakes::of(disclosure, &places),
            around: Around::of(identities),
            places,
        }
    }
}

/// Figures of the same name: the row of a cell, or the indicator of an amount.
#[derive(Debug, Default)]
pub struct Namesakes {
    /// For each figure, the place of its group; none for those without a name.
    groups: Vec<Option<usize>>,
    /// The figures of each name, in order.
    figures: Vec<Vec<FigureId>>,
}

/// A name that is printed more often says nothing.
const MOST_NAMESAKES: usize = 500;

impl Namesakes {
    fn of(disclosure: &Disclosure, places: &Places) -> Self {
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        let mut figures: Vec<Vec<FigureId>> = Vec::new();
        let ids = (0..).map(FigureId).zip(&disclosure.figures);
        let mut group = |id: FigureId| {
            let group = *by_name
                .entry(name(disclosure, places, id)?)
                .or_insert(figures.len());
            if group == figures.len() {
                figures.push(Vec::new());
            }
            figures.get_mut(group)?.push(id);
            Some(group)
        };
        let groups = ids.map(|(id, _)| group(id)).collect();
        Self { groups, figures }
    }

    /// The figures of the same name, the figure itself among them; none when there are too many.
    pub fn of_figure(&self, figure: FigureId) -> &[FigureId] {
        let group = self.groups.get(figure.0 as usize).copied().flatten();
        let figures = group.and_then(|group| self.figures.get(group));
        figures
            .filter(|figures| figures.len() <= MOST_NAMESAKES)
            .map_or(&[], Vec::as_slice)
    }
}

/// The row of a cell or the indicator of an amount; none for totals, which are everywhere.
fn name<'a>(disclosure: &'a Disclosure, places: &Places, figure: FigureId) -> Option<&'a str> {
    let name = match places.place(figure)? {
        Place::Cell { table, row, column } => {
            let table = disclosure.tables.get(table)?;
            line_at(table, row, column)?.label.as_str()
        }
        Place::Mention { statement, mention } => {
            let statement = disclosure.statements.get(statement)?;
            statement.mentions.get(mention)?.label.as_str()
        }
    };
    let says_nothing = name.is_empty() || name.ends_with("合计") || name.ends_with("总计");
    (!says_nothing).then_some(name)
}

/// The identities that each figure takes part in.
#[derive(Debug, Default)]
pub struct Around {
    /// The figures, each as often as there are identities around it, in order.
    figures: Vec<FigureId>,
    /// The index of an identity for each of them.
    identities: Vec<usize>,
}

impl Around {
    fn of(identities: &[Arc<Identity>]) -> Self {
        let mut pairs: Vec<(FigureId, usize)> = Vec::new();
        for (index, identity) in identities.iter().enumerate() {
            pairs.extend(identity.operands().into_iter().map(|it| (it, index)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let (figures, identities) = pairs.into_iter().unzip();
        Self {
            figures,
            identities,
        }
    }

    /// The identities around a figure, in order.
    pub fn get(&self, figure: FigureId) -> &[usize] {
        let start = self.figures.partition_point(|other| *other < figure);
        let end = self.figures.partition_point(|other| *other <= figure);
        self.identities.get(start..end).unwrap_or_default()
    }
}
