//! Tables, whatever file they come from: rows of cells of equal width.

use super::source_map::Place;
use super::writer::{Writer, is_blank};

/// The most leading rows of a grid that may be lines above the table.
const MOST_CAPTION_ROWS: usize = 6;

/// A cell: its words on one line, and where it stands. A cell that another one covers is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it shows.
    pub words: String,
    /// Where it stands.
    pub place: Place,
}

impl Cell {
    fn is_empty(&self) -> bool {
        self.words.trim_matches(is_blank).is_empty()
    }
}

/// A row of cells.
pub type Row = Vec<Cell>;

/// Writes a grid: the rows above the table that hold its title, label, organisation or unit as
/// lines, then the table, then the notes in its last rows as lines.
pub fn write(writer: &mut Writer, rows: Vec<Row>) {
    let mut rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .collect();
    let table = rows.split_off(caption_rows(&rows));
    let notes = table
        .iter()
        .rev()
        .take_while(|row| is_note_row(row))
        .count();
    let (table, notes) = table.split_at(table.len() - notes);
    lines(writer, &rows);
    write_table(writer, table);
    lines(writer, notes);
}

fn lines(writer: &mut Writer, rows: &[Row]) {
    for cell in rows.iter().flatten() {
        writer.line(&cell.words, cell.place.clone());
    }
}

fn write_table(writer: &mut Writer, rows: &[Row]) {
    let width = rows.iter().map(filled_width).max();
    match width {
        None | Some(0) => {}
        // A column alone is no table to the grammar.
        Some(1) => lines(writer, rows),
        Some(width) => {
            writer.blank_line();
            for row in rows {
                writer.row(padded(row, width));
            }
            writer.blank_line();
        }
    }
}

/// Columns up to the last cell that holds something.
fn filled_width(row: &Row) -> usize {
    let last = row.iter().rposition(|cell| !cell.is_empty());
    last.map_or(0, |last| last + 1)
}

/// The cells of a row and as many empty ones as are lacking.
fn padded(row: &Row, width: usize) -> impl Iterator<Item = (String, Place)> {
    let last = row.last().map(|cell| cell.place.clone());
    let cells = row.iter().map(|cell| {
        (
            cell.words.trim_matches(is_blank).to_owned(),
            cell.place.clone(),
        )
    });
    let lacking = last.into_iter().cycle().map(|place| (String::new(), place));
    cells.chain(lacking).take(width)
}

/// How many leading rows stand above the table: cells alone in their row, down to the last row
/// that is the title, organisation, unit or the like. What stands alone below that heads columns.
fn caption_rows(rows: &[Row]) -> usize {
    let leading = rows
        .iter()
        .take(MOST_CAPTION_ROWS)
        .map(|row| {
            let mut filled = row.iter().filter(|cell| !cell.is_empty());
            let alone = filled.clone().nth(1).is_none();
            let captions = filled.all(|cell| is_caption(&cell.words));
            (alone, captions)
        })
        .take_while(|(alone, captions)| *alone || *captions);
    let last = leading
        .zip(1..)
        .filter(|((_, captions), _)| *captions)
        .last();
    last.map_or(0, |(_, count)| count)
}

/// Domain specification §2.5: the label, title, organisation, unit and period around a table.
pub fn is_caption(words: &str) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "单位",
        "金额单位",
        "部门",
        "部门名称",
        "编制部门",
        "编制单位",
        "单位名称",
        "公开部门",
        "公开单位",
        "填报部门",
        "填报单位",
        "日期",
    ];
    let words: String = words.chars().filter(|it| !is_blank(*it)).collect();
    if let Some((head, _)) = words.split_once(['：', ':']) {
        return BEGINNINGS.contains(&head);
    }
    // 2025年收支总表（不含上年结转）; （2025年度）.
    let title = words.split(['（', '(']).next().unwrap_or_default();
    let is_title = title.ends_with('表') && title.chars().count() > 3;
    let is_period = words.starts_with(['（', '(', '2'])
        && words.trim_end_matches(['）', ')']).ends_with("年度");
    if is_title || is_period {
        return true;
    }
    let is_label = |label: &str| {
        let number = words.strip_prefix(label);
        number.is_some_and(|number| {
            number
                .chars()
                .all(|it| it.is_ascii_digit() || "一二三四五六七八九十表".contains(it))
        })
    };
    ["公开", "预算公开表", "部门公开表", "附表", "表"]
        .into_iter()
        .any(is_label)
}

fn is_note_row(row: &Row) -> bool {
    let mut filled = row.iter().filter(|cell| !cell.is_empty());
    let first = filled.next();
    let words = first.map(|cell| cell.words.trim_matches(is_blank));
    filled.next().is_none()
        && words.is_some_and(|words| {
            ["注：", "注:", "说明：", "说明:", "备注：", "备注:"]
                .iter()
                .any(|beginning| words.starts_with(beginning))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows between line ends, cells between bars.
    fn grid(rows: &str) -> String {
        let place = |row, column| Place::TableCell {
            page: None,
            table: 1,
            row,
            column,
        };
        let rows = rows.lines().zip(1..).map(|(line, row)| {
            let cells = line.split('|').zip(1..);
            cells
                .map(|(words, column)| Cell {
                    words: words.to_owned(),
                    place: place(row, column),
                })
                .collect()
        });
        let mut writer = Writer::default();
        write(&mut writer, rows.collect());
        writer.finish().text
    }

    #[test]
    fn title_organisation_unit_and_notes_are_lines() {
        let text = grid(
            "2025年收支总表||\n部门：青禾县文化馆||单位：万元\n项目|金额|\n|\n合计|7.00|\n注：本表无数据||",
        );
        assert_eq!(
            text,
            "2025年收支总表\n部门：青禾县文化馆\n单位：万元\n\n项目\t金额\n合计\t7.00\n\n注：本表无数据\n"
        );
    }

    #[test]
    fn rows_are_of_equal_width() {
        assert_eq!(
            grid("项目|金额|备注\n合计"),
            "项目\t金额\t备注\n合计\t\t\n\n"
        );
    }

    #[test]
    fn a_column_alone_is_no_table() {
        assert_eq!(grid("一、收入\n二、支出"), "一、收入\n二、支出\n");
    }

    #[test]
    fn a_cell_over_all_columns_heads_them() {
        assert_eq!(
            grid("财政拨款“三公”经费||\n合计|因公出国|\n7.00|7.00|"),
            "财政拨款“三公”经费\t\n合计\t因公出国\n7.00\t7.00\n\n"
        );
        assert_eq!(
            grid("市文化馆|\n（2025年度）|\n项目|金额"),
            "市文化馆\n（2025年度）\n\n项目\t金额\n\n"
        );
    }

    #[test]
    fn a_form_is_no_caption() {
        assert_eq!(
            grid("项目名称|街道整治\n主管部门|局"),
            "项目名称\t街道整治\n主管部门\t局\n\n"
        );
    }
}
