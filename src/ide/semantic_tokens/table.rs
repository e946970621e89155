//! The tokens of a table: codes, names of subjects, figures, the unit of the caption.

use crate::document::{CellContent, ColumnRole, Disclosure, LineKind, Row, RowKind, Table};
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
    for row in rows.take_while(|row| row.span.start < within.end) {
        if row.kind == RowKind::Body {
            row_tokens(disclosure, table, row, roles, tokens);
        }
    }
    for side in &table.sides {
        let names = side.lines.iter().filter(|line| is_subject(line.kind));
        for line in names {
            tokens.add(line.label_span, TokenKind::SubjectName);
        }
    }
}

fn is_subject(kind: LineKind) -> bool {
    matches!(kind, LineKind::Subject(_))
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
            (CellContent::Text, Some(ColumnRole::GovernmentName)) => {
                tokens.add(cell.span, TokenKind::SubjectName);
            }
            _ => {}
        }
    }
}

fn is_code(disclosure: &Disclosure, cell: Span) -> bool {
    let words = disclosure.words(cell);
    !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit())
}
