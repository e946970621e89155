//! With how many decimals a number would have been printed, had its zeros been kept
//! (domain specification §6.2).

use std::collections::BTreeMap;

use crate::document::{CellContent, Figure, FigureId, Table, Unit};

/// The decimals of every figure of a disclosure when dropped zeros are put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precision {
    decimals: Vec<u32>,
    habits: Vec<Option<u32>>,
}

/// Fewer amounts than this do not show a habit.
const FEWEST_WITNESSES: usize = 3;

impl Precision {
    /// Looks at how the numbers of a disclosure are printed: those of a table together, those of
    /// the narrative together, by unit.
    pub fn of(tables: &[Table], figures: &[Figure]) -> Self {
        let mut decimals: Vec<u32> = figures.iter().map(|figure| figure.decimals).collect();
        let mut habits = vec![None; decimals.len()];
        for group in groups(tables, figures) {
            let members = || group.iter().filter_map(|id| figures.get(id.0 as usize));
            let Some(first) = members().next() else {
                continue;
            };
            let narrative = first.narrative;
            let Some(habit) = habit(members()).or_else(|| default_habit(narrative, first.unit))
            else {
                continue;
            };
            for id in &group {
                if let Some(own) = decimals.get_mut(id.0 as usize) {
                    *own = (*own).max(habit);
                }
                if let Some(own) = habits.get_mut(id.0 as usize) {
                    *own = Some(habit);
                }
            }
        }
        Self { decimals, habits }
    }

    /// The decimals of a figure, at least those that are printed.
    pub fn decimals(&self, id: FigureId) -> u32 {
        self.decimals.get(id.0 as usize).copied().unwrap_or(0)
    }

    /// The decimals that most figures of its kind are printed with; none when too few show it.
    pub fn habit(&self, id: FigureId) -> Option<u32> {
        self.habits.get(id.0 as usize).copied().flatten()
    }
}

/// Money figures that were printed by one habit: a table's, or the narrative's, of one unit.
fn groups(tables: &[Table], figures: &[Figure]) -> Vec<Vec<FigureId>> {
    let mut groups: BTreeMap<(usize, u8), Vec<FigureId>> = BTreeMap::new();
    let narrative = tables.len();
    for (index, figure) in figures.iter().enumerate() {
        if figure.narrative {
            file(&mut groups, narrative, index, figure);
        }
    }
    for (number, table) in tables.iter().enumerate() {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            let CellContent::Figure(id) = cell.content else {
                continue;
            };
            let figure = figures.get(id.0 as usize);
            let Some(figure) = figure.filter(|figure| !figure.narrative) else {
                continue;
            };
            file(&mut groups, number, id.0 as usize, figure);
        }
    }
    groups.into_values().collect()
}

fn file(
    groups: &mut BTreeMap<(usize, u8), Vec<FigureId>>,
    place: usize,
    index: usize,
    figure: &Figure,
) {
    let unit = match figure.unit {
        Unit::Yuan => 0,
        Unit::TenThousandYuan => 1,
        Unit::HundredMillionYuan => 2,
        Unit::Unknown => 3,
        Unit::ForeignMoney | Unit::Percent | Unit::PercentagePoint | Unit::Count => return,
    };
    if let Ok(index) = u32::try_from(index) {
        groups
            .entry((place, unit))
            .or_default()
            .push(FigureId(index));
    }
}

/// The decimals that most numbers have; of two equally frequent ones the greater.
fn habit<'figure>(figures: impl Iterator<Item = &'figure Figure>) -> Option<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for figure in figures.filter(|figure| !figure.value.is_zero() && !figure.approximate) {
        *counts.entry(figure.decimals).or_default() += 1;
    }
    let witnesses: usize = counts.values().sum();
    if witnesses < FEWEST_WITNESSES {
        return None;
    }
    counts
        .into_iter()
        .max_by_key(|(decimals, count)| (*count, *decimals))
        .map(|(decimals, _)| decimals)
}

/// What sentences usually print when there are too few numbers to see a habit.
fn default_habit(narrative: bool, unit: Unit) -> Option<u32> {
    match unit {
        Unit::TenThousandYuan if narrative => Some(2),
        Unit::HundredMillionYuan if narrative => Some(4),
        _ => None,
    }
}
