//! This document's amounts for a subject, table by table.

use super::figures::column_name;
use crate::audit::Locale;
use crate::document::{CellContent, ColumnRole, Disclosure, Line, Side, Table};
use crate::ide::amount::unit_name;
use crate::ide::markdown::{escape, table as markdown_table};
use crate::ide::path::class_named;
use crate::ide::reference::{Reference, classification_of, classification_of_names, code_of_row};
use crate::ide::say;
use crate::ide::shadow::key;
use crate::subjects::Classification;

/// How many tables and lines of a table are shown.
const MOST_TABLES: usize = 8;
const MOST_LINES: usize = 4;

/// A heading and a small table for each table of the document with amounts for the subject.
pub(super) fn amounts(
    disclosure: &Disclosure,
    reference: &Reference,
    locale: Locale,
) -> Vec<String> {
    let mut sections = Vec::new();
    for table in &disclosure.tables {
        for side in &table.sides {
            sections.extend(of_side(disclosure, table, side, reference, locale));
        }
    }
    let left_out = sections.len().saturating_sub(MOST_TABLES);
    sections.truncate(MOST_TABLES);
    if left_out > 0 {
        sections.push(match locale {
            Locale::Chinese => format!("另见于 {left_out} 张表"),
            Locale::English => format!("and in {left_out} more tables"),
        });
    }
    sections
}

fn of_side(
    disclosure: &Disclosure,
    table: &Table,
    side: &Side,
    reference: &Reference,
    locale: Locale,
) -> Option<String> {
    let lines: Vec<&Line> = side
        .lines
        .iter()
        .filter(|line| speaks_of(disclosure, table, side, line, reference))
        .take(MOST_LINES)
        .collect();
    let columns: Vec<usize> = side
        .columns
        .clone()
        .filter(|column| is_number(table, *column))
        .filter(|column| lines.iter().any(|line| holds_figure(table, line, *column)))
        .collect();
    if columns.is_empty() {
        return None;
    }
    let head: Vec<String> = columns
        .iter()
        .filter_map(|column| table.columns.get(*column))
        .map(column_name)
        .collect();
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| cells(disclosure, table, line, &columns))
        .collect();
    let title = match table.title.is_empty() {
        true => say(locale, "（无标题的表）", "(table without a title)").to_owned(),
        false => escape(&table.title),
    };
    let unit = match unit_name(table.unit) {
        "" => String::new(),
        unit => format!("（{unit}）"),
    };
    Some(format!("{title}{unit}\n\n{}", markdown_table(&head, &rows)))
}

/// Whether a line of a table is about the subject: by code, or by name where no codes are printed.
fn speaks_of(
    disclosure: &Disclosure,
    table: &Table,
    side: &Side,
    line: &Line,
    reference: &Reference,
) -> bool {
    if reference.classification == Classification::GovernmentEconomic {
        let row = table.rows.get(line.row);
        let code =
            row.and_then(|row| code_of_row(disclosure, table, row, reference.classification));
        return code.is_some() && code == reference.code;
    }
    match (&line.code, &reference.code) {
        (Some(code), Some(wanted)) => {
            code == wanted && classification_of(table, side) == Some(reference.classification)
        }
        (None, _) if classification_of_names(table.kind) != Some(reference.classification) => false,
        (None, Some(code)) if reference.classification == Classification::Functional => {
            let class = class_named(&line.label, disclosure.fiscal_year);
            class.is_some_and(|class| class.code == code)
        }
        (None, _) => {
            let named = reference.names.last();
            named.is_some_and(|name| key(name) == key(&line.label))
        }
        (Some(_), None) => false,
    }
}

fn is_number(table: &Table, column: usize) -> bool {
    let role = table.columns.get(column).map(|column| &column.role);
    matches!(role, Some(ColumnRole::Amount(_) | ColumnRole::Percentage))
}

fn holds_figure(table: &Table, line: &Line, column: usize) -> bool {
    let row = table.rows.get(line.row);
    let cell = row.and_then(|row| row.cells.get(column));
    cell.is_some_and(|cell| matches!(cell.content, CellContent::Figure(_)))
}

fn cells(disclosure: &Disclosure, table: &Table, line: &Line, columns: &[usize]) -> Vec<String> {
    let row = table.rows.get(line.row);
    columns
        .iter()
        .map(|column| {
            let cell = row.and_then(|row| row.cells.get(*column));
            cell.map(|cell| disclosure.words(cell.span).to_owned())
                .unwrap_or_default()
        })
        .collect()
}
