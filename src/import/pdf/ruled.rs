//! Tables by their ruling lines.

use super::page::Rule;

/// Lines this near to each other are one, and lines this near to touching touch.
const NEAR: f64 = 3.0;

/// The most different lines of a page that are looked at; a drawing has more.
const MOST_LINES: usize = 3000;

/// The most cells of a table on a page.
const MOST_CELLS: usize = 40_000;

/// A ruled table.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruled {
    /// Where columns begin, and where the last one ends.
    pub columns: Vec<f64>,
    /// Where rows begin, and where the last one ends.
    pub rows: Vec<f64>,
    /// For each cell, row by row, the one that holds its words: another one when they are merged.
    heads: Vec<usize>,
}

impl Ruled {
    /// How many columns it has.
    pub fn width(&self) -> usize {
        self.columns.len().saturating_sub(1)
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// The row and column, from zero, of the cell at a point; none outside.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let column = interval(&self.columns, x)?;
        let row = interval(&self.rows, y)?;
        let head = self.heads.get(row * self.width() + column)?;
        Some((head / self.width(), head % self.width()))
    }

    /// How wide a cell is, with all the columns that it covers.
    pub fn cell_width(&self, row: usize, column: usize) -> f64 {
        let start = row * self.width();
        let head = self.heads.get(start + column);
        let covered = (column..self.width())
            .take_while(|column| self.heads.get(start + column) == head)
            .count();
        let edge = |index: usize| self.columns.get(index).copied().unwrap_or_default();
        edge(column + covered) - edge(column)
    }

    /// The upper edge.
    pub fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or_default()
    }
}

fn interval(edges: &[f64], value: f64) -> Option<usize> {
    let after = edges.partition_point(|edge| *edge <= value);
    (after > 0 && after < edges.len()).then(|| after - 1)
}

/// The tables that the lines of a page rule, from the top.
pub fn tables(rules: &[Rule]) -> Vec<Ruled> {
    let mut lines = joined(rules, true);
    lines.extend(joined(rules, false));
    if lines.len() > MOST_LINES {
        return Vec::new();
    }
    let mut tables: Vec<Ruled> = connected(&lines)
        .into_iter()
        .filter_map(|group| table(&group))
        .collect();
    tables.sort_by(|one, other| one.top().total_cmp(&other.top()));
    tables
}

/// Lines of one direction: pieces of the same line are put together.
fn joined(rules: &[Rule], is_level: bool) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules
        .iter()
        .filter(|rule| rule.is_level == is_level)
        .copied()
        .collect();
    rules.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut lines: Vec<Rule> = Vec::new();
    let mut near: Vec<Rule> = Vec::new();
    for rule in rules {
        if near.first().is_some_and(|first| rule.at - first.at > NEAR) {
            lines.extend(overlapping(&mut near));
        }
        near.push(rule);
    }
    lines.extend(overlapping(&mut near));
    lines
}

fn overlapping(near: &mut Vec<Rule>) -> Vec<Rule> {
    near.sort_by(|one, other| one.start.total_cmp(&other.start));
    let mut lines: Vec<Rule> = Vec::new();
    for rule in near.drain(..) {
        match lines.last_mut() {
            Some(line) if rule.start <= line.end + NEAR => line.end = line.end.max(rule.end),
            _ => lines.push(rule),
        }
    }
    lines
}

/// Lines that touch each other, directly or through others.
fn connected(lines: &[Rule]) -> Vec<Vec<Rule>> {
    let mut groups: Vec<usize> = (0..lines.len()).collect();
    for (index, line) in lines.iter().enumerate() {
        for (other_index, other) in lines.iter().enumerate().skip(index + 1) {
            if touch(line, other) {
                let (one, two) = (root(&groups, index), root(&groups, other_index));
                if let Some(group) = groups.get_mut(one.max(two)) {
                    *group = one.min(two);
                }
            }
        }
    }
    let mut found: Vec<Vec<Rule>> = vec![Vec::new(); lines.len()];
    for (index, line) in lines.iter().enumerate() {
        if let Some(group) = found.get_mut(root(&groups, index)) {
            group.push(*line);
        }
    }
    found.retain(|group| !group.is_empty());
    found
}

/// The first member of a group. Every member points to an earlier one.
fn root(groups: &[usize], index: usize) -> usize {
    let mut here = index;
    while let Some(next) = groups.get(here).filter(|next| **next != here) {
        here = *next;
    }
    here
}

fn touch(one: &Rule, other: &Rule) -> bool {
    let reaches = |line: &Rule, at: f64| (line.start - NEAR..=line.end + NEAR).contains(&at);
    one.is_level != other.is_level && reaches(one, other.at) && reaches(other, one.at)
}

/// The table of lines that touch. A frame around words, or a cross, is none.
fn table(lines: &[Rule]) -> Option<Ruled> {
    let (level, upright): (Vec<Rule>, Vec<Rule>) = lines.iter().partition(|line| line.is_level);
    if level.len() < 2 || upright.is_empty() {
        return None;
    }
    // Tables may be open to the left and right, or above and below.
    let columns = edges(&upright, &level);
    let rows = edges(&level, &upright);
    let (width, height) = (columns.len() - 1, rows.len() - 1);
    if width < 2 || height < 1 || width.saturating_mul(height) > MOST_CELLS {
        return None;
    }
    let mut table = Ruled {
        columns,
        rows,
        heads: (0..width * height).collect(),
    };
    table.merge(&level, &upright);
    Some(table)
}

/// Where the lines stand, and where those across begin and end.
fn edges(lines: &[Rule], across: &[Rule]) -> Vec<f64> {
    let mut edges: Vec<f64> = lines.iter().map(|line| line.at).collect();
    let starts = across.iter().map(|line| line.start);
    let ends = across.iter().map(|line| line.end);
    edges.extend(starts.reduce(f64::min));
    edges.extend(ends.reduce(f64::max));
    edges.sort_by(f64::total_cmp);
    edges.dedup_by(|next, before| *next - *before <= NEAR);
    edges
}

impl Ruled {
    /// Cells without a line between them are one; the words stand in the first.
    fn merge(&mut self, level: &[Rule], upright: &[Rule]) {
        let (width, height) = (self.width(), self.height());
        let has = |lines: &[Rule], at: f64, along: f64| {
            lines.iter().any(|line| {
                (line.at - at).abs() <= NEAR && line.start <= along && along <= line.end
            })
        };
        let middle = |edges: &[f64], index: usize| {
            let edge = |index: usize| edges.get(index).copied().unwrap_or_default();
            f64::midpoint(edge(index), edge(index + 1))
        };
        for row in 0..height {
            for column in 0..width {
                let cell = row * width + column;
                let (x, y) = (middle(&self.columns, column), middle(&self.rows, row));
                let edge = |edges: &[f64], index: usize| edges.get(index + 1).copied();
                let right = edge(&self.columns, column).filter(|_| column + 1 < width);
                if right.is_some_and(|right| !has(upright, right, y)) {
                    self.join(cell, cell + 1);
                }
                let below = edge(&self.rows, row).filter(|_| row + 1 < height);
                if below.is_some_and(|below| !has(level, below, x)) {
                    self.join(cell, cell + width);
                }
            }
        }
        let heads = (0..self.heads.len()).map(|cell| root(&self.heads, cell));
        self.heads = heads.collect();
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (root(&self.heads, one), root(&self.heads, other));
        if let Some(head) = self.heads.get_mut(one.max(other)) {
            *head = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: f64, start: f64, end: f64) -> Rule {
        Rule {
            is_level: true,
            at,
            start,
            end,
        }
    }

    fn upright(at: f64, start: f64, end: f64) -> Rule {
        Rule {
            is_level: false,
            ..level(at, start, end)
        }
    }

    #[test]
    fn lines_in_pieces_rule_a_table() {
        // Two rows of three columns; the first two cells of the first row are merged.
        let rules = [
            level(10.0, 0.0, 100.0),
            level(10.5, 100.0, 300.0),
            level(30.0, 0.0, 300.0),
            level(50.0, 0.0, 300.0),
            upright(0.0, 10.0, 50.0),
            upright(100.0, 30.0, 50.0),
            upright(200.0, 10.0, 29.0),
            upright(200.0, 31.0, 50.0),
            upright(300.0, 10.0, 50.0),
        ];
        let tables = tables(&rules);
        assert_eq!(tables.len(), 1);
        let table = &tables[0];
        assert_eq!((table.width(), table.height()), (3, 2));
        assert_eq!(table.cell_at(150.0, 20.0), Some((0, 0)));
        assert_eq!(table.cell_at(150.0, 40.0), Some((1, 1)));
        assert_eq!(table.cell_at(250.0, 20.0), Some((0, 2)));
        assert_eq!(table.cell_at(350.0, 20.0), None);
        assert_eq!(
            (table.cell_width(0, 0), table.cell_width(1, 0)),
            (200.0, 100.0)
        );
    }

    #[test]
    fn a_table_may_be_open_at_its_sides() {
        let rules = [
            level(10.0, 0.0, 200.0),
            level(30.0, 0.0, 200.0),
            upright(100.0, 10.0, 30.0),
        ];
        assert_eq!(tables(&rules).first().map(Ruled::width), Some(2));
    }

    #[test]
    fn frames_and_underlines_are_no_tables() {
        let frame = [
            level(10.0, 0.0, 200.0),
            level(300.0, 0.0, 200.0),
            upright(0.0, 10.0, 300.0),
            upright(200.0, 10.0, 300.0),
        ];
        assert_eq!(tables(&frame), []);
        assert_eq!(
            tables(&[level(10.0, 0.0, 200.0), level(40.0, 0.0, 200.0)]),
            []
        );
    }
}
