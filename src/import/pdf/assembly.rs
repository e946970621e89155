//! Pages put together: broken lines become paragraphs, tables go on over pages.

use std::collections::BTreeMap;

use super::columns;
use super::lines::{self, CellWords, Line};
use super::page::{Content, Letter};
use super::part::Part;
use super::ruled::{self, Ruled};
use super::wrap::{begins_item, ends_with_leader, first_width, is_leader};
use crate::import::grid;
use crate::import::source_map::Place;
use crate::import::writer::{MOST_PLACES, Writer, pieces};
use crate::import::{Imported, Note};

/// The parts of the height of a page in which its number stands.
const TOP: f64 = 0.1;
const BOTTOM: f64 = 0.88;

/// Pages as they are put together.
#[derive(Debug, Default)]
pub struct Assembly {
    writer: Writer,
    /// The lines of a paragraph that may go on.
    paragraph: Vec<(String, Place)>,
    /// The room that its last line leaves.
    room: Room,
    /// The table that may go on.
    table: Option<Part>,
    tables: usize,
    /// The pages with tables without upright lines.
    without_lines: Vec<usize>,
    /// The left margin of the page before.
    left: Option<f64>,
}

/// Something on a page.
enum Block {
    Line(Line),
    Ruled(Ruled, Vec<Vec<CellWords>>),
    Columns(Vec<Vec<CellWords>>),
}

/// Whether a line could have gone on.
#[derive(Debug, Default)]
enum Room {
    /// It ends a paragraph: a heading, or the organisation and the unit.
    #[default]
    Ends,
    /// It may have been broken: this much room is left, in sizes of the font.
    Left(f64),
}

/// Where the text of a page begins and ends.
struct Margins {
    left: f64,
    right: f64,
}

impl Margins {
    /// Whether a line takes up most of the width: a shorter one was not broken.
    fn are_filled_by(&self, line: &Line) -> bool {
        line.right() - line.left() > (self.right - self.left) * 0.6
    }
}

impl Assembly {
    /// Adds a page.
    pub fn add_page(&mut self, page: usize, content: Content) {
        let (width, height) = (content.width, content.height);
        let mut blocks = blocks(content);
        drop_page_number(&mut blocks, height);
        let margins = margins(&blocks, width, self.left);
        self.left = Some(margins.left);
        let mut line_number = 0;
        for block in blocks {
            match block {
                Block::Line(line) => {
                    line_number += 1;
                    let place = Place::PageLine {
                        page,
                        line: line_number,
                    };
                    self.line(&line, place, &margins);
                }
                Block::Ruled(table, cells) => self.table(page, table.columns, cells),
                Block::Columns(cells) => {
                    self.without_lines.push(page);
                    self.table(page, Vec::new(), cells);
                }
            }
        }
    }

    /// Whether more was read than a disclosure can hold.
    pub fn is_overfull(&self) -> bool {
        let cells = self.table.as_ref().map_or(0, Part::cell_count);
        self.writer.is_overfull() || cells > MOST_PLACES
    }

    /// The text of all pages.
    pub fn finish(mut self) -> Imported {
        self.end_paragraph();
        self.end_table();
        if !self.without_lines.is_empty() {
            self.without_lines.dedup();
            self.writer
                .note(Note::TablesWithoutLines(self.without_lines));
        }
        self.writer.finish()
    }

    fn line(&mut self, line: &Line, place: Place, margins: &Margins) {
        self.end_table();
        let goes_on = match self.room {
            Room::Ends => false,
            Room::Left(room) => {
                let is_indented = line.left() > margins.left + line.size * 0.8;
                let words = line.words();
                let is_new = begins_item(&words)
                    || grid::is_caption(&words)
                    || self.begins_heading(line, margins);
                !is_indented && !is_new && first_width(&line.words()) > room
            }
        };
        let goes_on = goes_on || is_leader(&line.words());
        if !goes_on {
            self.end_paragraph();
        }
        self.paragraph.push((line.words(), place));
        let room = (margins.right - line.right()) / line.size.max(1.0);
        let is_whole = pieces(&line.words(), false).len() == 1;
        let may_go_on = margins.are_filled_by(line) && is_whole;
        self.room = match may_go_on && !ends_with_leader(&line.words()) {
            true => Room::Left(room),
            false => Room::Ends,
        };
    }

    /// Whether a line that follows the end of a sentence is a heading: short, and no sentence.
    fn begins_heading(&self, line: &Line, margins: &Margins) -> bool {
        const ENDS: [char; 6] = ['。', '；', '：', '！', '？', '”'];
        let before = self.paragraph.last();
        let after_sentence = before.is_some_and(|(words, _)| words.ends_with(ENDS));
        after_sentence && !margins.are_filled_by(line) && !line.words().ends_with(ENDS)
    }

    fn end_paragraph(&mut self) {
        self.room = Room::Ends;
        let paragraph = std::mem::take(&mut self.paragraph);
        match paragraph.as_slice() {
            [] => {}
            [(words, place)] => {
                for piece in pieces(words, false) {
                    self.writer.line(&piece, place.clone());
                }
            }
            [(_, place), .., (last, _)] if is_leader(last) => {
                let words: String = paragraph.iter().map(|(words, _)| words.as_str()).collect();
                for piece in pieces(&words, false) {
                    self.writer.line(&piece, place.clone());
                }
            }
            _ => {
                let parts = paragraph
                    .into_iter()
                    .map(|(words, place)| (words.replace('\t', " "), place));
                self.writer.broken_line(parts.collect());
            }
        }
    }

    fn table(&mut self, page: usize, columns: Vec<f64>, cells: Vec<Vec<CellWords>>) {
        self.end_paragraph();
        let empty = Part::new(columns.clone(), Vec::new(), |_, _| Place::PageLine {
            page,
            line: 0,
        });
        let goes_on = self
            .table
            .as_ref()
            .is_some_and(|table| table.goes_on(&empty));
        if !goes_on {
            self.end_table();
            self.tables += 1;
        }
        let before = self.table.as_ref().map_or(0, |table| table.rows.len());
        let table = self.tables;
        let part = Part::new(columns, cells, |row, column| Place::TableCell {
            page: Some(page),
            table,
            row: before + row,
            column,
        });
        match &mut self.table {
            Some(table) => table.append(part),
            None => self.table = Some(part),
        }
    }

    fn end_table(&mut self) {
        if let Some(table) = self.table.take() {
            grid::write(&mut self.writer, table.rows);
        }
    }
}

/// What stands on a page, from the top.
fn blocks(content: Content) -> Vec<Block> {
    let tables = ruled::tables(&content.rules);
    let mut cells: Vec<BTreeMap<(usize, usize), Vec<Letter>>> = vec![BTreeMap::new(); tables.len()];
    let mut outside = Vec::new();
    for letter in content.letters {
        let (x, y) = (
            f64::midpoint(letter.left, letter.right),
            letter.base - letter.size * 0.35,
        );
        let inside = tables
            .iter()
            .zip(&mut cells)
            .find_map(|(table, cells)| Some((table.cell_at(x, y)?, cells)));
        match inside {
            Some((cell, cells)) => cells.entry(cell).or_default().push(letter),
            None => outside.push(letter),
        }
    }
    let mut placed: Vec<(f64, Block)> = Vec::new();
    for (table, cells) in tables.into_iter().zip(cells) {
        if cells.is_empty() {
            continue;
        }
        let words = words_of(&table, cells);
        placed.push((table.top(), Block::Ruled(table, words)));
    }
    let tops: Vec<f64> = placed.iter().map(|(top, _)| *top).collect();
    place_lines(&lines::lines(outside), &tops, &mut placed);
    placed.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    placed.into_iter().map(|(_, block)| block).collect()
}

fn words_of(
    table: &Ruled,
    mut cells: BTreeMap<(usize, usize), Vec<Letter>>,
) -> Vec<Vec<CellWords>> {
    let mut words = |row, column| {
        let letters = cells.remove(&(row, column)).unwrap_or_default();
        lines::cell_words(letters, table.cell_width(row, column))
    };
    (0..table.height())
        .map(|row| {
            (0..table.width())
                .map(|column| words(row, column))
                .collect()
        })
        .collect()
}

/// Lines outside of ruled tables, and the tables without upright lines among them. None of these
/// reaches over a ruled one.
fn place_lines(lines: &[Line], tops: &[f64], placed: &mut Vec<(f64, Block)>) {
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let next_top = tops.iter().filter(|top| **top > first.base);
        let next_top = next_top.copied().reduce(f64::min);
        let before = rest.partition_point(|line| next_top.is_none_or(|top| line.base < top));
        let together = rest.get(..before).unwrap_or(rest);
        let rows = columns::rows_of_table(together);
        let (block, taken) = match together.get(..rows) {
            Some(table) if rows > 0 => (Block::Columns(columns::cells(table)), rows),
            _ => (Block::Line(first.clone()), 1),
        };
        placed.push((first.base - first.size, block));
        rest = rest.get(taken..).unwrap_or_default();
    }
}

/// The number of the page, above or below everything else.
fn drop_page_number(blocks: &mut Vec<Block>, height: f64) {
    let is_number = |block: &Block| match block {
        Block::Line(line) => {
            let is_outside = line.base < height * TOP || line.base > height * BOTTOM;
            is_outside && is_page_number(&line.words())
        }
        _ => false,
    };
    if blocks.last().is_some_and(is_number) {
        blocks.pop();
    }
    if blocks.first().is_some_and(is_number) {
        blocks.remove(0);
    }
}

/// `12`, `- 12 -`, `第 12 页`, `第12页 共30页`, `12/30`.
fn is_page_number(words: &str) -> bool {
    let mut digits = 0;
    let all = words.chars().all(|it| {
        digits += usize::from(it.is_ascii_digit());
        it.is_ascii_digit() || it.is_whitespace() || "-—–－·•第页共/，,".contains(it)
    });
    all && (1..=8).contains(&digits)
}

/// The margins of a page, from its lines. When all are short the left one is as before.
fn margins(blocks: &[Block], width: f64, before: Option<f64>) -> Margins {
    let lines = || {
        blocks.iter().filter_map(|block| match block {
            Block::Line(line) => Some(line),
            _ => None,
        })
    };
    let right = lines().map(Line::right).reduce(f64::max);
    let wide = lines().filter(|line| line.right() - line.left() > width * 0.5);
    let left = wide.map(Line::left).reduce(f64::min);
    Margins {
        left: left.or(before).unwrap_or(0.0),
        right: right.unwrap_or(width).max(width * 0.6),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::letters;
    use super::*;

    fn page(lines: &[(&str, f64)]) -> Content {
        let mut content = Content {
            width: 300.0,
            height: 400.0,
            ..Content::default()
        };
        for (index, (words, left)) in lines.iter().enumerate() {
            let base = 60.0 + 20.0 * index as f64;
            content.letters.extend(letters(words, *left, base));
        }
        content
    }

    fn assembled(pages: Vec<Content>) -> Imported {
        let mut assembly = Assembly::default();
        for (content, number) in pages.into_iter().zip(1..) {
            assembly.add_page(number, content);
        }
        assembly.finish()
    }

    #[test]
    fn broken_lines_become_a_paragraph_also_over_pages() {
        let full = "支出预算一千二百三十四万元其中基本支出十二";
        let mut first = page(&[("一、支出", 70.0), (full, 50.0)]);
        let mut number = letters("- 1 -", 140.0, 390.0);
        first.letters.append(&mut number);
        let second = page(&[("万元。", 50.0), ("二、收入", 70.0)]);
        let imported = assembled(vec![first, second]);
        assert_eq!(imported.text, format!("一、支出\n{full}万元。\n二、收入\n"));
        let at = imported.text.find("万元。").unwrap();
        assert_eq!(
            imported.map.place(at),
            Some(&Place::PageLine { page: 2, line: 1 })
        );
    }

    #[test]
    fn page_numbers_are_known() {
        for words in ["12", "- 3 -", "— 3 —", "第 3 页 共 20 页", "3/20"] {
            assert!(is_page_number(words), "{words}");
        }
        for words in ["2025年", "合计 12.50", "第一部分", ""] {
            assert!(!is_page_number(words), "{words}");
        }
    }
    #[test]
    fn a_table_without_lines_is_told() {
        let mut content = page(&[]);
        for (row, amount) in ["1.00", "2.00", "3.00"].into_iter().enumerate() {
            let base = 60.0 + 20.0 * row as f64;
            content.letters.extend(letters("行政运行", 50.0, base));
            content.letters.extend(letters(amount, 200.0, base));
        }
        let imported = assembled(vec![content]);
        assert!(
            imported.text.contains("行政运行\t2.00\n"),
            "{}",
            imported.text
        );
        assert_eq!(imported.notes, [Note::TablesWithoutLines(vec![1])]);
    }
}
