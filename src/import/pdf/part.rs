//! Tables that go on over pages.

use super::lines::CellWords;
use super::wrap;
use crate::import::grid::{Cell, Row};
use crate::import::source_map::Place;

/// How near the columns of a table and its continuation stand.
const NEAR: f64 = 4.0;

/// The part of a table on one page or several.
#[derive(Debug)]
pub struct Part {
    /// The edges of its columns; none when it has no ruling lines.
    columns: Vec<f64>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Whether the words of each cell of the last row fill it, so that they may have been broken.
    is_full: Vec<bool>,
}

impl Part {
    /// A part of rows, whose cells are placed by the functions of row and column, which count
    /// from one.
    pub fn new(
        columns: Vec<f64>,
        cells: Vec<Vec<CellWords>>,
        place: impl Fn(usize, usize) -> Place,
    ) -> Self {
        // Double lines have nothing between them.
        let filled = |row: &Vec<CellWords>| row.iter().any(|cell| !cell.words.is_empty());
        let cells: Vec<Vec<CellWords>> = cells.into_iter().filter(filled).collect();
        let last = cells.last().into_iter().flatten();
        let is_full = last.map(|cell| cell.is_full).collect();
        let rows = cells.into_iter().zip(1..).map(|(cells, row)| {
            let cells = cells.into_iter().zip(1..).map(|(cell, column)| Cell {
                words: cell.words,
                place: place(row, column),
            });
            cells.collect()
        });
        Self {
            columns,
            rows: rows.collect(),
            is_full,
        }
    }

    /// How many cells it has.
    pub fn cell_count(&self) -> usize {
        self.rows.len() * self.rows.first().map_or(0, Vec::len)
    }

    /// Whether another part continues this one: the same columns, or fewer since cells are merged.
    pub fn goes_on(&self, next: &Part) -> bool {
        let ends = |part: &Part| {
            part.columns
                .first()
                .copied()
                .zip(part.columns.last().copied())
        };
        let (Some(ours), Some(theirs)) = (ends(self), ends(next)) else {
            return false;
        };
        let same_ends = (ours.0 - theirs.0).abs() <= NEAR && (ours.1 - theirs.1).abs() <= NEAR;
        same_ends
            && (contains(&self.columns, &next.columns) || contains(&next.columns, &self.columns))
    }

    /// Adds the rows of a part that continues this one.
    pub fn append(&mut self, mut next: Part) {
        if next.columns.len() != self.columns.len() {
            // What fills which column is not known any more.
            self.is_full.clear();
        }
        if next.columns.len() > self.columns.len() {
            widen(&mut self.rows, &self.columns, &next.columns);
            self.columns = next.columns;
        } else {
            widen(&mut next.rows, &next.columns, &self.columns);
        }
        let mut rows = next.rows.into_iter().peekable();
        if let Some(last) = self.rows.last_mut()
            && let Some(rest) = rows.next_if(|first| is_rest_of(last, &self.is_full, first))
        {
            for (cell, more) in last.iter_mut().zip(rest) {
                cell.words.push_str(&more.words);
            }
        }
        self.is_full = next.is_full;
        self.rows.extend(rows);
    }
}

/// Whether every edge stands near one of others.
fn contains(edges: &[f64], fewer: &[f64]) -> bool {
    let is_near = |edge: &f64| edges.iter().any(|other| (edge - other).abs() <= NEAR);
    fewer.iter().all(is_near)
}

/// Gives rows the columns of the other part of their table.
fn widen(rows: &mut [Row], columns: &[f64], wanted: &[f64]) {
    if columns.len() == wanted.len() {
        return;
    }
    for row in rows {
        let cells = std::mem::take(row);
        let Some(first) = cells.first().map(|cell| cell.place.clone()) else {
            continue;
        };
        let mut cells = cells.into_iter().zip(columns).peekable();
        let edges = wanted.iter().take(wanted.len().saturating_sub(1));
        *row = edges
            .map(|edge| {
                let own = cells.next_if(|(_, left)| (**left - edge).abs() <= NEAR);
                own.map_or_else(
                    || Cell {
                        words: String::new(),
                        place: first.clone(),
                    },
                    |(cell, _)| cell,
                )
            })
            .collect();
    }
}

/// Whether a row is the rest of one that the end of the page broke: all its words go on where
/// words filled their cell.
fn is_rest_of(last: &Row, is_full: &[bool], row: &Row) -> bool {
    let count = |row: &Row| row.iter().filter(|cell| !cell.words.is_empty()).count();
    let numbers_rows = |row: &Row| row.first().is_some_and(|cell| is_number(&cell.words));
    let mut cells = last
        .iter()
        .zip(row)
        .zip(is_full)
        .filter(|((_, more), _)| !more.words.is_empty());
    // When every cell of many goes on, that is no chance.
    let are_many = count(row) >= 3;
    (are_many || count(row) < count(last).max(2))
        && last.len() == is_full.len()
        && (are_many || !(numbers_rows(last) && numbers_rows(row)))
        && cells.all(|((before, more), is_full)| {
            *is_full
                && !before.words.is_empty()
                && !is_complete_amount(&before.words)
                && !wrap::begins_item(&more.words)
        })
}

fn is_number(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|it| it.is_ascii_digit())
}

/// `1,402,318.00`: nothing can be lacking at its end.
pub fn is_complete_amount(words: &str) -> bool {
    let decimals = words.rsplit_once('.').map(|(_, decimals)| decimals);
    decimals.is_some_and(|decimals| {
        let digits = decimals.trim_end_matches(['%', '％']);
        digits.len() >= 2 && digits.chars().all(|it| it.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(columns: &[f64], rows: &[&[&str]]) -> Part {
        let cells = rows.iter().map(|row| {
            let cells = row.iter().map(|words| CellWords {
                words: words.trim_end_matches('|').to_owned(),
                is_full: words.ends_with('|'),
            });
            cells.collect()
        });
        Part::new(columns.to_vec(), cells.collect(), |row, column| {
            Place::TableCell {
                page: None,
                table: 1,
                row,
                column,
            }
        })
    }

    fn rows(part: &Part) -> Vec<String> {
        let words = |row: &Row| {
            row.iter()
                .map(|cell| cell.words.clone())
                .collect::<Vec<_>>()
        };
        part.rows.iter().map(|row| words(row).join(" ")).collect()
    }

    #[test]
    fn a_row_that_the_page_broke_is_one() {
        let columns = [10.0, 60.0, 200.0, 300.0];
        let mut first = part(&columns, &[&["207", "文化旅游体育|", "1,402,318.|"]]);
        let next = part(
            &[11.0, 60.0, 200.0, 299.0],
            &[&["", "与传媒支出", "00"], &["合计", "", "7.00"]],
        );
        assert!(first.goes_on(&next));
        first.append(next);
        assert_eq!(
            rows(&first),
            ["207 文化旅游体育与传媒支出 1,402,318.00", "合计  7.00"]
        );
    }

    #[test]
    fn a_row_of_its_own_stays_one() {
        let columns = [10.0, 60.0, 200.0];
        for (last, next) in [
            (["", "二十九、其他支出|"], ["", "三十、转移性支出"]),
            (["行政运行|", "70.00|"], ["", "50.00"]),
            (["1|", "文化馆|"], ["2", "图书馆"]),
            (["行政运行", "70.00"], ["事业", ""]),
        ] {
            let mut first = part(&columns, &[&last]);
            first.append(part(&columns, &[&next]));
            assert_eq!(first.rows.len(), 2, "{next:?}");
        }
    }

    #[test]
    fn merged_columns_keep_their_place() {
        let mut head = part(&[10.0, 60.0, 200.0], &[&["科目", "金额"]]);
        let rest = part(&[11.0, 60.0, 120.0, 199.0], &[&["合计", "120.00", "70.00"]]);
        assert!(head.goes_on(&rest));
        head.append(rest);
        assert_eq!(rows(&head), ["科目 金额 ", "合计 120.00 70.00"]);
        let other = part(&[10.0, 80.0, 120.0, 199.0], &[&["合计", "120.00", "70.00"]]);
        assert!(!head.goes_on(&other));
    }
}
