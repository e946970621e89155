//! This document's amounts for a subject, table by table.

use super::figures::column_name;
use crate::audit::Locale;
use crate::document::{CellContent, ColumnRole, Disclosure, Line, Side, Table};
use crate::ide::amount::unit_name;
use crate::ide::markdown::{escape, table as markdown_table};
use crate::ide::path::is_called;
use crate::ide::reference::{Reference, classification_of, classification_of_names};
use crate::ide::say;
use crate::ide::shadow::key;
use crate::subjects::{Classification, SubjectLevel};

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
        .collect();
    let left_out = lines.len().saturating_sub(MOST_LINES);
    let lines = lines.get(..MOST_LINES.min(lines.len()))?;
    let columns: Vec<usize> = side
        .columns
        .clone()
        .filter(|column| is_number(table, *column))
        .filter(|column| lines.iter().any(|line| holds_figure(table, line, *column)))
        .collect();
    if columns.is_empty() {
        return None;
    }
    let mut head: Vec<String> = columns
        .iter()
        .filter_map(|column| table.columns.get(*column))
        .map(column_name)
        .collect();
    let mut rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| cells(disclosure, table, line, &columns))
        .collect();
    // Several lines about one subject are told apart by what they are called themselves.
    if lines.len() > 1 {
        head.insert(0, String::new());
        for (row, line) in rows.iter_mut().zip(lines) {
            row.insert(0, line.label.clone());
        }
    }
    let title = match table.title.is_empty() {
        true => say(locale, "（无标题的表）", "(table without a title)").to_owned(),
        false => escape(&table.title),
    };
    let unit = match unit_name(table.unit) {
        "" => String::new(),
        unit => format!("（{unit}）"),
    };
    let mut section = format!("{title}{unit}\n\n{}", markdown_table(&head, &rows));
    if left_out > 0 {
        section.push_str(&match locale {
            Locale::Chinese => format!("\n\n另有 {left_out} 行"),
            Locale::English => format!("\n\nand {left_out} more rows"),
        });
    }
    Some(section)
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
        return speaks_of_government_subject(line, reference);
    }
    match (&line.code, &reference.code) {
        (Some(code), Some(wanted)) => {
            code == wanted && classification_of(table, side) == Some(reference.classification)
        }
        (None, _) if classification_of_names(table.kind) != Some(reference.classification) => false,
        (None, Some(code)) if reference.classification == Classification::Functional => {
            SubjectLevel::of_code(code) == Some(SubjectLevel::Class)
                && is_called(
                    reference.classification,
                    code,
                    &line.label,
                    disclosure.fiscal_year,
                )
        }
        (None, _) => {
            let named = reference.names.last();
            named.is_some_and(|name| key(name) == key(&line.label))
        }
        (Some(_), None) => false,
    }
}

/// A government subject stands beside the departmental one, as a code or as a name alone.
fn speaks_of_government_subject(line: &Line, reference: &Reference) -> bool {
    let Some(printed) = &line.government else {
        return false;
    };
    let name = reference.names.last();
    reference.code.as_ref() == Some(printed) || name.is_some_and(|name| key(name) == key(printed))
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
