//! The lines above a line that it may stand inside of, found without looking at all of them again.

use std::collections::{BTreeMap, HashMap};

use crate::document::{Line, LineKind};

use super::lines::Ordinal;

/// Longer codes have nothing inside of them: what is so long is no code.
const LONGEST_CODE: usize = 64;

/// What matters of the lines read so far; lines are named by their index.
#[derive(Debug, Default)]
pub struct Landmarks {
    subjects: HashMap<String, usize>,
    organisations: HashMap<String, usize>,
    first_organisation: Option<usize>,
    last_organisation: Option<usize>,
    /// The last total or group, and what an item after it is inside of.
    boundary: Option<(usize, Option<usize>)>,
    /// The last line with each form of number, and without one.
    by_ordinal: BTreeMap<Option<Ordinal>, usize>,
}

impl Landmarks {
    /// Takes note of a line.
    pub fn note(&mut self, index: usize, line: &Line, ordinal: Option<Ordinal>) {
        let code = line.code.clone().filter(|code| code.len() <= LONGEST_CODE);
        match line.kind {
            LineKind::Subject(_) => self.subjects.extend(code.map(|code| (code, index))),
            LineKind::Organisation => {
                self.organisations.extend(code.map(|code| (code, index)));
                self.first_organisation.get_or_insert(index);
                self.last_organisation = Some(index);
            }
            _ => {}
        }
        match line.kind {
            LineKind::GrandTotal | LineKind::Total => self.boundary = Some((index, None)),
            LineKind::CurrentTotal if ordinal.is_none() => self.boundary = Some((index, None)),
            LineKind::Group => self.boundary = Some((index, Some(index))),
            LineKind::OfWhich | LineKind::Other => {}
            _ => {
                self.by_ordinal.insert(ordinal, index);
            }
        }
    }

    /// The last organisation.
    pub fn last_organisation(&self) -> Option<usize> {
        self.last_organisation
    }

    /// The last subject whose code the code of a subject begins with.
    pub fn subject_around(&self, code: &str) -> Option<usize> {
        last_around(&self.subjects, code)
    }

    /// The last organisation whose code another one's begins with; the first organisation for one
    /// without a code.
    pub fn organisation_around(&self, code: Option<&str>) -> Option<usize> {
        match code {
            Some(code) => last_around(&self.organisations, code),
            None => self.first_organisation,
        }
    }

    /// What an item is inside of: the nearest line before it whose number is of an outer form, or
    /// the group that it follows; nothing beyond a total.
    pub fn item_around(&self, ordinal: Option<Ordinal>) -> Option<usize> {
        let outer = self.by_ordinal.range(..ordinal).map(|(_, index)| *index);
        match (outer.max(), self.boundary) {
            (Some(outer), Some((boundary, around))) if outer < boundary => around,
            (Some(outer), _) => Some(outer),
            (None, boundary) => boundary?.1,
        }
    }
}

fn last_around(lines: &HashMap<String, usize>, code: &str) -> Option<usize> {
    let shorter = code
        .char_indices()
        .take_while(|(end, _)| *end <= LONGEST_CODE);
    shorter
        .filter_map(|(end, _)| lines.get(code.get(..end)?).copied())
        .max()
}
