//! The tokens of a table: codes, names of subjects, figures, the unit of the caption.

use crate::document::{CellContent, ColumnRole, Disclosure, Line, LineKind, Row, RowKind, Table};
use crate::text::Span;

use super::{Collector, TokenKind, TokenRole, figure_and_unit, years};

/// Units of money in a caption, longer ones first.
const CAPTION_UNITS: [&str; 3] = ["万元", "亿元", "元"];

/// Adds the tokens of a table.
pub(super) fn collect(
    disclosure: &Disclosure,
    table: &Table,
    roles: &[TokenRole],
    tokens: &mut Collector,
) {
    for caption in table.period_span.iter().chain(&table.unit_span) {
        years(disclosure, *caption, tokens);
    }
    if let Some(unit) = table.unit_span.and_then(|span| unit_in(disclosure, span)) {
        tokens.add(unit, TokenKind::Unit);
    }
    let within = tokens.within;
    let first = table
        .rows
        .partition_point(|row| row.span.end <= within.start);
    let rows = table.rows.get(first..).unwrap_or_default().iter();
    let mut end = first;
    for row in rows.take_while(|row| row.span.start < within.end) {
        if row.kind == RowKind::Body {
            row_tokens(disclosure, table, row, roles, tokens);
        }
        end += 1;
    }
    for side in &table.sides {
        let after = side.lines.partition_point(|line| line.row < first);
        let lines = side.lines.get(after..).unwrap_or_default().iter();
        for line in lines.take_while(|line| line.row < end) {
            if let LineKind::Subject(_) = line.kind {
                subject_names(table, line, tokens);
            }
        }
    }
}

/// The name of a subject, and of the government economic subject beside it.
fn subject_names(table: &Table, line: &Line, tokens: &mut Collector) {
    tokens.add(line.label_span, TokenKind::SubjectName);
    let Some(row) = table.rows.get(line.row) else {
        return;
    };
    for (cell, column) in row.cells.iter().zip(&table.columns) {
        if column.role == ColumnRole::GovernmentName && cell.content == CellContent::Text {
            tokens.add(cell.span, TokenKind::SubjectName);
        }
    }
}

fn unit_in(disclosure: &Disclosure, caption: Span) -> Option<Span> {
    let words = disclosure.words(caption);
    CAPTION_UNITS.iter().find_map(|unit| {
        let start = caption.start + words.rfind(unit)?;
        Some(Span::new(start, start + unit.len()))
    })
}

fn row_tokens(
    disclosure: &Disclosure,
    table: &Table,
    row: &Row,
    roles: &[TokenRole],
    tokens: &mut Collector,
) {
    for (index, cell) in row.cells.iter().enumerate() {
        match (cell.content, table.columns.get(index).map(|it| &it.role)) {
            (CellContent::Figure(id), _) => {
                let role = roles.get(id.0 as usize).copied().unwrap_or_default();
                if let Some(figure) = disclosure.figure(id) {
                    figure_and_unit(disclosure, figure, role, tokens);
                }
            }
            (CellContent::Text, Some(ColumnRole::Code(..))) if is_code(disclosure, cell.span) => {
                tokens.add(cell.span, TokenKind::Code);
            }
            _ => {}
        }
    }
}

fn is_code(disclosure: &Disclosure, cell: Span) -> bool {
    let words = disclosure.words(cell);
    !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit())
}
