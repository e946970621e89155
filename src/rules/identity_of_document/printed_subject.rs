//! The codes and names of subjects as the tables print them.

use crate::document::{CodePart, ColumnRole, Disclosure, Line, Table, normalise};
use crate::subjects::Classification;
use crate::text::Span;

/// A code with the name printed beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedSubject {
    /// The classification of the column that the code stands in.
    pub classification: Classification,
    /// The code, joined from its parts, normalised; it may be malformed.
    pub code: String,
    /// Where the code is printed.
    pub code_span: Span,
    /// The name as printed; empty when there is none.
    pub name: String,
    /// Where the name is printed.
    pub name_span: Span,
    /// The kind of code column was a run of parts.
    pub in_parts: bool,
}

/// Every code of the code columns of a table, with its name.
pub fn printed_subjects(disclosure: &Disclosure, table: &Table) -> Vec<PrintedSubject> {
    let printed = |classification: &Classification| {
        let mut roles = table.columns.iter().map(|column| &column.role);
        roles.any(|role| matches!(role, ColumnRole::Code(of, _) if of == classification))
    };
    let classifications: Vec<Classification> =
        Classification::ALL.into_iter().filter(printed).collect();
    let mut found = Vec::new();
    for side in &table.sides {
        for line in &side.lines {
            for classification in &classifications {
                found.extend(subject_of(
                    disclosure,
                    table,
                    side.columns.clone(),
                    line,
                    *classification,
                ));
            }
        }
    }
    found
}

fn subject_of(
    disclosure: &Disclosure,
    table: &Table,
    columns: std::ops::Range<usize>,
    line: &Line,
    classification: Classification,
) -> Option<PrintedSubject> {
    let cells = &table.rows.get(line.row)?.cells;
    let mut code = String::new();
    let mut code_span: Option<Span> = None;
    let mut in_parts = false;
    let government = classification == Classification::GovernmentEconomic;
    let mut name_span = (!government).then_some(line.label_span);
    for column in columns {
        let (Some(printed), Some(cell)) = (table.columns.get(column), cells.get(column)) else {
            continue;
        };
        let words = || normalise::normalise(disclosure.words(cell.span));
        match printed.role {
            ColumnRole::Code(of, part) if of == classification => {
                let words = words();
                if words.is_empty() {
                    continue;
                }
                in_parts |= part != CodePart::Whole;
                code.push_str(&words);
                code_span = Some(code_span.map_or(cell.span, |span| span.cover(cell.span)));
            }
            ColumnRole::GovernmentName if government && !words().is_empty() => {
                name_span = Some(cell.span);
            }
            _ => {}
        }
    }
    let name_span = name_span.unwrap_or(Span::empty(line.label_span.end));
    let name = if government {
        disclosure.words(name_span).to_owned()
    } else {
        line.label.clone()
    };
    Some(PrintedSubject {
        classification,
        code,
        code_span: code_span?,
        name,
        name_span,
        in_parts,
    })
}
