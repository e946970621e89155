//! A sheet: what its cells show, as tables.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::styles::Styles;
use super::{MOST_TEXT_BYTES, is_on, rich_text};
use crate::import::grid::{self, Cell, Row};
use crate::import::source_map::Place;
use crate::import::writer::{MOST_PLACES, Writer, is_blank, join_lines};
use crate::import::xml::{self, Element, XmlError};
use crate::import::{ImportError, Note};

/// The most rows and columns that Excel has.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// The most merged areas of a sheet.
const MOST_MERGED: usize = 100_000;

/// An area of cells: rows and columns, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    rows: (usize, usize),
    columns: (usize, usize),
}

/// A sheet as it is read.
pub struct SheetReader<'book> {
    name: Arc<str>,
    strings: &'book [String],
    styles: &'book Styles,
    /// Words by row and column.
    rows: BTreeMap<usize, BTreeMap<usize, String>>,
    row: usize,
    bytes: usize,
    hides: bool,
}

impl<'book> SheetReader<'book> {
    /// A sheet that is about to be read.
    pub fn new(name: &str, strings: &'book [String], styles: &'book Styles) -> Self {
        Self {
            name: Arc::from(name),
            strings,
            styles,
            rows: BTreeMap::new(),
            row: 0,
            bytes: 0,
            hides: false,
        }
    }

    /// Reads the content of its part and writes its tables.
    ///
    /// # Errors
    /// When it is not well formed or too large.
    pub fn read(
        mut self,
        content: &str,
        part: &str,
        writer: &mut Writer,
    ) -> Result<(), ImportError> {
        let hidden = hidden_columns(content).map_err(|error| error.within(part))?;
        let merged = merged_areas(content).map_err(|error| error.within(part))?;
        let read = xml::each_child_of(content, "sheetData", |row| self.add_row(&row));
        read.map_err(|error| error.within(part))?;
        self.take_away_covered(&merged);
        self.take_away_columns(&hidden);
        if self.hides {
            writer.note(Note::HiddenCells(self.name.to_string()));
        }
        self.write(writer)
    }

    fn add_row(&mut self, row: &Element) -> Result<(), XmlError> {
        self.row = row.number("r").unwrap_or(self.row + 1);
        if self.row == 0 || self.row > MOST_ROWS {
            return Ok(());
        }
        let is_hidden = is_on(row, "hidden");
        let mut column = 0;
        for cell in row.children_named("c") {
            let named = cell.attribute("r").and_then(column_of);
            column = named.unwrap_or(column + 1);
            let words = join_lines(&self.shown(cell));
            if words.is_empty() || column > MOST_COLUMNS {
                continue;
            }
            if is_hidden {
                self.hides = true;
                return Ok(());
            }
            self.bytes += words.len();
            if self.bytes > MOST_TEXT_BYTES {
                return Err(XmlError::Overblown);
            }
            self.rows.entry(self.row).or_default().insert(column, words);
        }
        Ok(())
    }

    /// What a cell shows.
    fn shown(&self, cell: &Element) -> String {
        let value = cell.child("v").map(Element::text).unwrap_or_default();
        match cell.attribute("t").unwrap_or("n") {
            "s" => {
                let index = value.trim().parse::<usize>().ok();
                let words = index.and_then(|index| self.strings.get(index));
                words.cloned().unwrap_or_default()
            }
            "inlineStr" => cell.child("is").map(rich_text).unwrap_or_default(),
            "b" => (if value.trim() == "1" { "TRUE" } else { "FALSE" }).to_owned(),
            "n" => self.number(cell, value.trim()),
            "d" => value.split('T').next().unwrap_or_default().to_owned(),
            _ => value,
        }
    }

    fn number(&self, cell: &Element, value: &str) -> String {
        if value.is_empty() {
            return String::new();
        }
        let number = Decimal::from_str(value).or_else(|_| Decimal::from_scientific(value));
        match number {
            Ok(number) => self.styles.show(cell.number("s"), number),
            Err(_) => value.to_owned(),
        }
    }

    /// Of a merged area only the first cell is seen.
    fn take_away_covered(&mut self, merged: &[Area]) {
        for area in merged {
            for (row, cells) in self.rows.range_mut(area.rows.0..=area.rows.1) {
                let first = (area.rows.0, area.columns.0);
                let (from, to) = area.columns;
                cells.retain(|column, _| !(from..=to).contains(column) || (*row, *column) == first);
            }
        }
    }

    fn take_away_columns(&mut self, hidden: &[(usize, usize)]) {
        let is_hidden = |column: usize| {
            hidden
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&column))
        };
        for cells in self.rows.values_mut() {
            let before = cells.len();
            cells.retain(|column, _| !is_hidden(*column));
            self.hides |= cells.len() < before;
        }
    }

    /// Writes the tables: one, unless a blank row and a title part them.
    fn write(self, writer: &mut Writer) -> Result<(), ImportError> {
        let mut tables: Vec<Vec<usize>> = Vec::new();
        let mut before = None;
        for (row, cells) in self.rows.iter().filter(|(_, cells)| !cells.is_empty()) {
            let after_blank = before.is_none_or(|before| before + 1 < *row);
            let mut words = cells.values();
            let title = words.next().filter(|_| words.next().is_none());
            let is_title = title.is_some_and(|words| grid::is_caption(words));
            before = Some(*row);
            match tables.last_mut() {
                Some(table) if !(after_blank && is_title) => table.push(*row),
                _ => tables.push(vec![*row]),
            }
        }
        for table in tables {
            let rows = self.table(&table)?;
            writer.blank_line();
            grid::write(writer, rows);
        }
        Ok(())
    }

    fn table(&self, rows: &[usize]) -> Result<Vec<Row>, ImportError> {
        let cells = || rows.iter().filter_map(|row| self.rows.get(row));
        let columns = || cells().flat_map(BTreeMap::keys).copied();
        let (Some(first), Some(last)) = (columns().min(), columns().max()) else {
            return Ok(Vec::new());
        };
        let is_absurd = |width: usize| width.saturating_mul(rows.len()) > MOST_PLACES;
        if is_absurd(last - first + 1) {
            return Err(ImportError::Overblown);
        }
        let table = rows.iter().zip(cells()).map(|(row, cells)| {
            let row_of = (first..=last).map(|column| Cell {
                words: cells.get(&column).cloned().unwrap_or_default(),
                place: Place::SheetCell {
                    sheet: Arc::clone(&self.name),
                    row: *row,
                    column,
                },
            });
            row_of.collect()
        });
        Ok(table.collect())
    }
}

fn merged_areas(content: &str) -> Result<Vec<Area>, XmlError> {
    let mut areas = Vec::new();
    xml::each_child_of(content, "mergeCells", |merged| {
        if areas.len() >= MOST_MERGED {
            return Err(XmlError::Overblown);
        }
        areas.extend(merged.attribute("ref").and_then(area));
        Ok(())
    })?;
    Ok(areas)
}

fn hidden_columns(content: &str) -> Result<Vec<(usize, usize)>, XmlError> {
    let mut hidden = Vec::new();
    xml::each_child_of(content, "cols", |columns| {
        if is_on(&columns, "hidden") {
            hidden.extend(columns.number("min").zip(columns.number("max")));
        }
        Ok::<(), XmlError>(())
    })?;
    Ok(hidden)
}

/// `B3:D7`.
fn area(reference: &str) -> Option<Area> {
    let (from, to) = reference.split_once(':')?;
    let (first, last) = (row_of(from)?, row_of(to)?);
    let (left, right) = (column_of(from)?, column_of(to)?);
    (first <= last && left <= right).then_some(Area {
        rows: (first, last),
        columns: (left, right),
    })
}

fn row_of(reference: &str) -> Option<usize> {
    let digits = reference.trim_start_matches(|it: char| !it.is_ascii_digit());
    digits.parse().ok()
}

/// The column of a reference: 3 of `C7`.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.chars().filter(|it| !is_blank(*it) && *it != '$');
    let mut column: usize = 0;
    for letter in letters.take_while(char::is_ascii_alphabetic) {
        let value = u32::from(letter.to_ascii_uppercase()) - u32::from('A') + 1;
        let value = usize::try_from(value).ok()?;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    (column > 0).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(content: &str) -> Result<crate::import::Imported, ImportError> {
        let styles = Styles::of(None, false);
        let strings = ["项目".to_owned(), "金额\n（万元）".to_owned()];
        let mut writer = Writer::default();
        let content = format!("<worksheet>{content}</worksheet>");
        SheetReader::new("收支", &strings, &styles).read(&content, "sheet1.xml", &mut writer)?;
        Ok(writer.finish())
    }

    #[test]
    fn references_are_read() {
        assert_eq!(column_of("C7"), Some(3));
        assert_eq!(column_of("AB12"), Some(28));
        assert_eq!(column_of("7"), None);
        assert_eq!(column_of(&"Z".repeat(50)), None);
        assert_eq!(area("B3:A1"), None);
        assert_eq!(row_of("C7"), Some(7));
    }

    #[test]
    fn cells_stand_in_their_columns() {
        let imported = sheet(
            "<sheetData><row r='2'><c r='B2' t='s'><v>0</v></c><c r='D2' t='s'><v>1</v></c></row>\
             <row r='3'><c r='B3' t='inlineStr'><is><r><t>合</t></r><r><t>计</t></r></is></c>\
             <c r='C3' t='b'><v>1</v></c><c r='D3'><v>1.5E2</v></c></row></sheetData>",
        )
        .unwrap();
        assert_eq!(imported.text, "项目\t\t金额（万元）\n合计\tTRUE\t150\n\n");
        let at = imported.text.find("150").unwrap();
        let expected = Place::SheetCell {
            sheet: "收支".into(),
            row: 3,
            column: 4,
        };
        assert_eq!(imported.map.place(at), Some(&expected));
    }

    #[test]
    fn covered_and_hidden_cells_are_not_seen() {
        let imported = sheet(
            "<cols><col min='3' max='3' hidden='1'/></cols><sheetData>\
             <row r='1'><c t='n'><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>\
             <row r='2' hidden='1'><c><v>5</v></c></row>\
             <row r='3'><c><v>6</v></c><c><v>7</v></c></row></sheetData>\
             <mergeCells><mergeCell ref='A1:B1'/></mergeCells>",
        )
        .unwrap();
        assert_eq!(imported.text, "1\t\t\t4\n6\t7\t\t\n\n");
        assert_eq!(imported.notes, [Note::HiddenCells("收支".to_owned())]);
    }

    #[test]
    fn a_blank_row_and_a_title_begin_a_table() {
        let cell = |row: usize, column: &str, words: &str| {
            format!("<c r='{column}{row}' t='str'><v>{words}</v></c>")
        };
        let row = |row: usize, cells: &[(&str, &str)]| {
            let cells: String = cells.iter().map(|(c, w)| cell(row, c, w)).collect();
            format!("<row r='{row}'>{cells}</row>")
        };
        let rows = [
            row(1, &[("A", "收入总表")]),
            row(2, &[("A", "项目"), ("B", "7")]),
            row(4, &[("A", "合计"), ("B", "7")]),
            row(6, &[("A", "支出总表")]),
            row(7, &[("A", "项目"), ("B", "8")]),
        ];
        let imported = sheet(&format!("<sheetData>{}</sheetData>", rows.concat())).unwrap();
        assert_eq!(
            imported.text,
            "收入总表\n\n项目\t7\n合计\t7\n\n支出总表\n\n项目\t8\n\n"
        );
    }

    #[test]
    fn cells_far_apart_do_not_fill_the_memory() {
        let rows: String = (1..=200)
            .map(|row| format!("<row r='{row}'><c r='A{row}'><v>1</v></c></row>"))
            .collect();
        let far = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>";
        let read = sheet(&format!("<sheetData>{rows}{far}</sheetData>"));
        assert_eq!(read, Err(ImportError::Overblown));
    }
}
