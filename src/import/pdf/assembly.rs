//! Pages put together: broken lines become paragraphs, tables go on over pages.

use std::collections::BTreeMap;

use super::columns;
use super::lines::{self, Line};
use super::page::{Content, Letter};
use super::ruled::{self, Ruled};
use crate::import::Imported;
use crate::import::grid::{self, Cell, Row};
use crate::import::source_map::Place;
use crate::import::writer::{Writer, pieces};

/// How near the columns of a table and its continuation stand.
const NEAR: f64 = 4.0;

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
    /// The left margin of the page before.
    left: Option<f64>,
}

/// Something on a page.
enum Block {
    Line(Line),
    Ruled(Ruled, Vec<Vec<String>>),
    Columns(Vec<Vec<String>>),
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
                Block::Ruled(table, cells) => self.table(page, Some(table.columns), cells),
                Block::Columns(cells) => self.table(page, None, cells),
            }
        }
    }

    /// The text of all pages.
    pub fn finish(mut self) -> Imported {
        self.end_paragraph();
        self.end_table();
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

    fn table(&mut self, page: usize, columns: Option<Vec<f64>>, cells: Vec<Vec<String>>) {
        self.end_paragraph();
        let columns = columns.unwrap_or_default();
        let mut part = Part {
            columns,
            rows: Vec::new(),
        };
        let goes_on = self
            .table
            .as_ref()
            .is_some_and(|table| table.goes_on(&part));
        if !goes_on {
            self.end_table();
            self.tables += 1;
        }
        let before = self.table.as_ref().map_or(0, |table| table.rows.len());
        let table = self.tables;
        // Double lines have nothing between them.
        let filled = cells
            .into_iter()
            .filter(|cells| cells.iter().any(|words| !words.is_empty()));
        for (cells, row) in filled.zip(before + 1..) {
            let cells = cells.into_iter().zip(1..).map(|(words, column)| Cell {
                words,
                place: Place::TableCell {
                    page: Some(page),
                    table,
                    row,
                    column,
                },
            });
            part.rows.push(cells.collect());
        }
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

/// How much room the beginning of a line takes that cannot be broken, in sizes of the font: a
/// character or a number, with the brackets before it and the punctuation after it.
fn first_width(words: &str) -> f64 {
    // Letters are set apart to fill a line, and punctuation may hang over its end.
    let mut width = 1.2;
    let mut characters = words.chars().peekable();
    let mut is_inside = false;
    while let Some(character) = characters.next() {
        let (is_opening, is_closing) = ("“（《".contains(character), CLOSING.contains(character));
        width += if character.is_ascii() { 0.55 } else { 1.0 };
        is_inside |= !is_opening;
        let next = characters.peek().copied().unwrap_or(' ');
        let is_run = next.is_ascii_graphic() && (character.is_ascii_graphic() || is_closing);
        if is_inside && !is_run && !CLOSING.contains(next) {
            break;
        }
    }
    width
}

/// What does not begin a line.
const CLOSING: &str = "，。、；：！？）”》%％";

/// The dots of the table of contents, when they did not fit behind their title.
fn is_leader(words: &str) -> bool {
    let dots = words.trim_start_matches(|it: char| ".…·⋯".contains(it));
    dots.len() < words.len() && ends_with_leader(words) && before_page(dots).is_empty()
}

/// Whether a line is an entry of the table of contents: dots, and perhaps the page.
fn ends_with_leader(words: &str) -> bool {
    let dots = before_page(words)
        .chars()
        .rev()
        .take_while(|it| ".…·⋯".contains(*it));
    dots.count() >= 3
}

/// What stands before the number of a page at the end.
fn before_page(words: &str) -> &str {
    words.trim_end_matches(|it: char| it.is_ascii_digit() || it.is_whitespace())
}

/// Whether words begin with the number of an item or part.
fn begins_item(words: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let after = words.trim_start_matches(['（', '(', '第']);
    let in_bracket = after.len() < words.len();
    let is_digit = |it: char| it.is_ascii_digit();
    let rest = after.trim_start_matches(|it| is_digit(it) || NUMERALS.contains(it));
    if rest.len() == after.len() {
        return false;
    }
    let mut rest = rest.chars();
    match rest.next() {
        Some('、' | '．') => true,
        // 3.社会保障 and 3.2025年预算 but not 3.14.
        Some('.') => {
            let rest = rest.as_str();
            let number = rest.trim_start_matches(is_digit);
            rest.len() == number.len()
                || (rest.len() - number.len() == 4 && number.starts_with('年'))
        }
        Some('）' | ')' | '部') => in_bracket,
        _ => false,
    }
}

/// The part of a table on one page or several.
#[derive(Debug)]
struct Part {
    /// The edges of its columns; none when it has no ruling lines.
    columns: Vec<f64>,
    rows: Vec<Row>,
}

impl Part {
    /// Whether another part continues this one: the same columns, or fewer since cells are merged.
    fn goes_on(&self, next: &Part) -> bool {
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
    fn append(&mut self, mut next: Part) {
        if next.columns.len() > self.columns.len() {
            widen(&mut self.rows, &self.columns, &next.columns);
            self.columns = next.columns;
        } else {
            widen(&mut next.rows, &next.columns, &self.columns);
        }
        let mut rows = next.rows.into_iter().peekable();
        if let Some(last) = self.rows.last_mut()
            && let Some(rest) = rows.next_if(|first| is_rest_of(last, first))
        {
            for (cell, more) in last.iter_mut().zip(rest) {
                cell.words.push_str(&more.words);
            }
        }
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

/// Whether a row is the rest of one that the end of the page broke: words that go on, or a number
/// after its point, and no first cell.
fn is_rest_of(last: &Row, row: &Row) -> bool {
    let mut pairs = last.iter().zip(row);
    let begins = row.first().is_none_or(|cell| !cell.words.is_empty());
    let filled = row.iter().any(|cell| !cell.words.is_empty());
    filled
        && !begins
        && pairs.all(|(before, cell)| {
            cell.words.is_empty()
                || is_cut_number(&before.words)
                || (!before.words.is_empty()
                    && !cell.words.contains(|it: char| it.is_ascii_digit()))
        })
}

/// Whether an amount lacks the rest of its thousands or decimals.
fn is_cut_number(words: &str) -> bool {
    let is_number = words.starts_with(|it: char| it.is_ascii_digit())
        && words
            .chars()
            .all(|it| it.is_ascii_digit() || ",.".contains(it));
    let decimals = words.rsplit('.').next().filter(|_| words.contains('.'));
    let last_group = words.rsplit(',').next().filter(|_| words.contains(','));
    is_number
        && match (decimals, last_group) {
            (Some(decimals), _) => decimals.len() < 2,
            (None, Some(group)) => group.len() <= 3,
            (None, None) => false,
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

fn words_of(table: &Ruled, mut cells: BTreeMap<(usize, usize), Vec<Letter>>) -> Vec<Vec<String>> {
    let mut words = |row, column| {
        let letters = cells.remove(&(row, column));
        letters.map(lines::cell_words).unwrap_or_default()
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
    fn a_table_goes_on_over_pages() {
        let row = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
        let mut assembly = Assembly::default();
        let head = vec![row(&["科目", "金额"]), row(&["207", "文化旅游体育"])];
        assembly.table(1, Some(vec![10.0, 60.0, 200.0]), head);
        let rest = vec![
            row(&["", "与传媒支出", ""]),
            row(&["合计", "120.00", "70.00"]),
        ];
        assembly.table(2, Some(vec![11.0, 60.0, 120.0, 199.0]), rest);
        let imported = assembly.finish();
        assert_eq!(
            imported.text,
            "科目\t金额\t\n207\t文化旅游体育与传媒支出\t\n合计\t120.00\t70.00\n\n"
        );
    }

    #[test]
    fn numbers_cut_by_the_end_of_a_page_are_known() {
        for words in ["1,402,318.", "596,736.0", "22,660,", "22,660"] {
            assert!(is_cut_number(words), "{words}");
        }
        for words in ["1,402,318.00", "2080505", "合计", "", "支出1."] {
            assert!(!is_cut_number(words), "{words}");
        }
    }

    #[test]
    fn a_number_that_did_not_fit_begins_the_next_line() {
        assert!(first_width("622.86万元") > 3.0);
        assert!(first_width("万元，") < 3.0);
        assert!(first_width("（项）”119.35万元") > 6.0);
        for words in [
            "4.社会保障",
            "（一）收入",
            "二、支出",
            "第二部分 概况",
            "8.2025年收支",
        ] {
            assert!(begins_item(words), "{words}");
        }
        for words in ["3.14万元", "12万元", "（款）", "一般公共预算", "第二季度"] {
            assert!(!begins_item(words), "{words}");
        }
    }

    #[test]
    fn entries_of_the_contents_are_whole_lines() {
        assert!(is_leader("……………… 12") && is_leader("........"));
        assert!(!is_leader("一、概况……… 12") && !is_leader("…"));
        assert!(ends_with_leader("一、概况……… 12") && !ends_with_leader("共计12.50"));
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
}
