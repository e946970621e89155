//! Tables of Word as grids: merged cells count as all that they cover, the words in the first.

use super::paragraph::{self, NoteId};
use crate::import::writer::{MOST_PLACES, join_lines};
use crate::import::xml::Element;

/// The most columns of a table; Word allows 63.
const MOST_COLUMNS: usize = 512;

/// A table.
#[derive(Debug, Default)]
pub struct Grid {
    /// The words of the cells, row by row.
    pub rows: Vec<Vec<String>>,
    /// The footnotes its cells refer to.
    pub notes: Vec<NoteId>,
    /// Pages turned in it, by the row in which.
    pub page_turns: Vec<usize>,
    /// It holds changes that nobody has accepted.
    pub is_changed: bool,
    /// How many cells it has.
    cells: usize,
}

impl Grid {
    /// Whether it has more cells than a disclosure can hold. Its other rows were not read.
    pub fn is_overfull(&self) -> bool {
        self.cells > MOST_PLACES
    }
}

/// Reads a table. Rows that were deleted are left out.
pub fn grid(table: &Element) -> Grid {
    let mut grid = Grid::default();
    for row in rows(table) {
        if row.at(&["trPr", "del"]).is_some() {
            grid.is_changed = true;
            continue;
        }
        let cells = read_row(row, &mut grid);
        grid.cells += cells.len();
        grid.rows.push(cells);
        if grid.is_overfull() {
            break;
        }
    }
    grid
}

/// The content of a table of a single cell that holds further tables: a frame for the page.
pub fn framed(table: &Element) -> Option<&Element> {
    let mut cells = rows(table).flat_map(cells);
    let only = cells.next()?;
    let holds_table = only.child("tbl").is_some();
    (cells.next().is_none() && holds_table).then_some(only)
}

/// Rows and cells may stand in content controls and the like.
fn unwrapped<'element>(parent: &'element Element, name: &'static str) -> Vec<&'element Element> {
    let mut found = Vec::new();
    for child in parent.children() {
        match child.name.as_str() {
            it if it == name => found.push(child),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {
                found.extend(unwrapped(child, name));
            }
            _ => {}
        }
    }
    found
}

fn rows(table: &Element) -> impl Iterator<Item = &Element> {
    unwrapped(table, "tr").into_iter()
}

fn cells(row: &Element) -> impl Iterator<Item = &Element> {
    unwrapped(row, "tc").into_iter()
}

fn read_row(row: &Element, grid: &mut Grid) -> Vec<String> {
    let skipped = |name: &str| {
        let skipped = row.at(&["trPr", name]);
        skipped.and_then(|it| it.number("val")).unwrap_or(0)
    };
    let mut words = vec![String::new(); skipped("gridBefore").min(MOST_COLUMNS)];
    for cell in cells(row) {
        let properties = cell.child("tcPr");
        let merged = |name: &str| {
            let merged = properties.and_then(|it| it.child(name));
            merged.is_some_and(|it| it.attribute("val").is_none_or(|val| val == "continue"))
        };
        let span = properties.and_then(|it| it.child("gridSpan")?.number("val"));
        let is_covered = merged("vMerge") || merged("hMerge");
        let read = read_cell(cell, grid);
        words.push(if is_covered { String::new() } else { read });
        let further = span.unwrap_or(1).saturating_sub(1);
        let room = MOST_COLUMNS.saturating_sub(words.len());
        words.extend(std::iter::repeat_n(String::new(), further.min(room)));
    }
    let room = MOST_COLUMNS.saturating_sub(words.len());
    let after = skipped("gridAfter").min(room);
    words.extend(std::iter::repeat_n(String::new(), after));
    words.truncate(MOST_COLUMNS);
    words
}

/// The words of a cell on one line. Those of tables in it follow one another.
fn read_cell(cell: &Element, grid: &mut Grid) -> String {
    let mut lines = String::new();
    collect(cell, grid, &mut lines);
    join_lines(&lines)
}

fn collect(parent: &Element, grid: &mut Grid, lines: &mut String) {
    for child in parent.children() {
        match child.name.as_str() {
            "p" => {
                let words = paragraph::words(child);
                let row = grid.rows.len();
                let turns = words.pages_before + words.pages_within;
                grid.page_turns.extend(std::iter::repeat_n(row, turns));
                grid.notes.extend(words.notes);
                grid.is_changed |= words.is_changed;
                lines.push_str(&words.text);
                if !paragraph::runs_on(child) {
                    lines.push('\n');
                }
                for text_box in words.boxes {
                    collect(text_box, grid, lines);
                }
            }
            "tcPr" | "tblPr" | "tblGrid" | "trPr" | "del" | "moveFrom" | "sdtPr" => {}
            _ => collect(child, grid, lines),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    fn cell(properties: &str, words: &str) -> String {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"
        )
    }

    fn rows_of(rows: &[Vec<String>]) -> Vec<String> {
        let rows: String = rows
            .iter()
            .map(|cells| format!("<w:tr>{}</w:tr>", cells.concat()))
            .collect();
        let tree = xml::parse(&format!("<w:tbl>{rows}</w:tbl>")).unwrap();
        grid(&tree).rows.iter().map(|row| row.join("|")).collect()
    }

    #[test]
    fn merged_cells_keep_the_columns_in_place() {
        let rows = [
            vec![
                cell("<w:vMerge w:val='restart'/>", "科目"),
                cell("<w:gridSpan w:val='2'/>", "收入"),
            ],
            vec![
                cell("<w:vMerge/>", "covered"),
                cell("", "金额"),
                cell("", "其中"),
            ],
        ];
        assert_eq!(rows_of(&rows), ["科目|收入|", "|金额|其中"]);
    }

    #[test]
    fn an_absurd_span_is_bounded() {
        let rows = [vec![
            cell("<w:gridSpan w:val='4000000000'/>", "合计"),
            cell("", "7"),
        ]];
        let read = rows_of(&rows);
        assert_eq!(read.concat().matches('|').count(), MOST_COLUMNS - 1);
    }

    #[test]
    fn absurdly_many_cells_are_not_made() {
        let row = format!("<w:tr>{}</w:tr>", cell("<w:gridSpan w:val='512'/>", "7"));
        let tree = xml::parse(&format!("<w:tbl>{}</w:tbl>", row.repeat(5000))).unwrap();
        let grid = grid(&tree);
        assert!(grid.is_overfull());
        assert!(grid.rows.len() < 5000);
    }

    #[test]
    fn deleted_rows_are_left_out() {
        let row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>";
        let kept = "<w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p><w:r><w:t>新</w:t></w:r></w:p></w:tc></w:tr>";
        let tree = xml::parse(&format!("<w:tbl>{row}{kept}</w:tbl>")).unwrap();
        let grid = grid(&tree);
        assert!(grid.is_changed);
        assert_eq!(grid.rows, [["新"]]);
    }
}
