//! Which lines of a side are inside which, found in one pass.

use crate::document::{Line, LineKind, Side};

/// The lines of a side by the line and by the organisation that they are inside of.
#[derive(Debug)]
pub struct Nesting<'side> {
    side: &'side Side,
    children: Vec<Vec<usize>>,
    organisations: Vec<Option<usize>>,
}

impl<'side> Nesting<'side> {
    /// Looks at every line once.
    pub fn of(side: &'side Side) -> Self {
        let mut children = vec![Vec::new(); side.lines.len()];
        let mut organisations = Vec::with_capacity(side.lines.len());
        let mut organisation = None;
        for (index, line) in side.lines.iter().enumerate() {
            let parent = line.parent.and_then(|parent| children.get_mut(parent));
            if let Some(inside) = parent {
                inside.push(index);
            }
            organisations.push(organisation);
            if line.kind == LineKind::Organisation {
                organisation = Some(index);
            }
        }
        Self {
            side,
            children,
            organisations,
        }
    }

    /// The lines directly inside another one, with their places.
    pub fn inside(&self, parent: usize) -> impl Iterator<Item = (usize, &'side Line)> + '_ {
        let children = self.children.get(parent).into_iter().flatten();
        children.filter_map(|index| Some((*index, self.side.lines.get(*index)?)))
    }

    /// The lines directly inside another one, of some kinds.
    pub fn children(&self, parent: usize, is_wanted: fn(LineKind) -> bool) -> Vec<&'side Line> {
        self.inside(parent)
            .map(|(_, line)| line)
            .filter(|line| is_wanted(line.kind))
            .collect()
    }

    /// The last line of an organisation before a line.
    pub fn organisation_before(&self, index: usize) -> Option<usize> {
        self.organisations.get(index).copied().flatten()
    }
}
