//! The document model of our own fixtures, as snapshots that a person can read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "what panics here has failed"
)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use yusuan::audit::Draft;
use yusuan::document::{
    AmountColumn, CellContent, ColumnRole, Disclosure, Line, Period, RowKind, Side, Table,
};

/// The model of a disclosure in a few lines a table.
fn describe(disclosure: &Disclosure) -> String {
    let mut out = String::new();
    let organisation = disclosure
        .organisation
        .as_ref()
        .map_or("", |organisation| &organisation.name);
    writeln!(
        out,
        "{:?} {:?} {organisation}",
        disclosure.kind, disclosure.fiscal_year
    )
    .unwrap();
    for table in &disclosure.tables {
        describe_table(disclosure, table, &mut out);
    }
    out
}

fn describe_table(disclosure: &Disclosure, table: &Table, out: &mut String) {
    writeln!(
        out,
        "\n{} — {:?}, {:?}, {:?}",
        table.title, table.kind, table.unit, table.encoding
    )
    .unwrap();
    for (index, column) in table.columns.iter().enumerate() {
        writeln!(
            out,
            "  {index} {}: {}",
            column.path.join(" › "),
            role(&column.role)
        )
        .unwrap();
    }
    for composition in &table.compositions {
        writeln!(out, "  {} = Σ {:?}", composition.total, composition.parts).unwrap();
    }
    for kind in [
        RowKind::Header,
        RowKind::ColumnNumbers,
        RowKind::RepeatedHeader,
        RowKind::Blank,
    ] {
        let count = table.rows.iter().filter(|row| row.kind == kind).count();
        if count > 0 {
            writeln!(out, "  {count} × {kind:?}").unwrap();
        }
    }
    for side in &table.sides {
        for line in &side.lines {
            describe_line(disclosure, table, side, line, out);
        }
    }
    let figures = table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| matches!(cell.content, CellContent::Figure(_)))
        .count();
    writeln!(out, "  {figures} figures").unwrap();
}

fn role(role: &ColumnRole) -> String {
    let ColumnRole::Amount(AmountColumn {
        total,
        of_which,
        change,
        period,
        fund,
        nature,
    }) = role
    else {
        return format!("{role:?}");
    };
    let mut words = vec!["Amount".to_owned()];
    words.extend(total.then(|| "total".to_owned()));
    words.extend(of_which.then(|| "of which".to_owned()));
    words.extend(change.then(|| "change".to_owned()));
    words.extend((*period == Period::Prior).then(|| "prior".to_owned()));
    words.extend(fund.map(|fund| format!("{fund:?}")));
    words.extend(nature.map(|nature| format!("{nature:?}")));
    words.join(" ")
}

fn describe_line(
    disclosure: &Disclosure,
    table: &Table,
    side: &Side,
    line: &Line,
    out: &mut String,
) {
    let cells = table.rows[line.row]
        .cells
        .get(side.columns.clone())
        .unwrap_or_default();
    let amounts: Vec<String> = cells
        .iter()
        .filter_map(|cell| match cell.content {
            CellContent::Figure(id) => disclosure.figure(id).map(|figure| figure.value.to_string()),
            _ => None,
        })
        .collect();
    let parent = line
        .parent
        .and_then(|parent| side.lines.get(parent))
        .map_or("", |parent| &parent.label);
    let code = line.code.as_deref().unwrap_or_default();
    writeln!(
        out,
        "  · {:?} {code} {} ({parent}) {}",
        line.kind,
        line.label,
        amounts.join(" ")
    )
    .unwrap();
}

/// The clean fixtures by name.
fn clean_documents() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/clean");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .split_once('.')
                .unwrap()
                .0
                .to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

#[test]
fn models_of_the_clean_documents() {
    for (name, source) in clean_documents() {
        let draft = Draft::open(&source);
        let model: Vec<String> = draft
            .disclosures
            .iter()
            .map(|placed| describe(&placed.analysis.disclosure))
            .collect();
        insta::assert_snapshot!(name, model.join("\n---\n"));
    }
}

/// The semantic index of a disclosure, a line a figure.
fn describe_index(disclosure: &Disclosure) -> String {
    let mut out = String::new();
    for (key, figures) in disclosure.index.entries() {
        let values: Vec<String> = figures
            .iter()
            .filter_map(|id| disclosure.figure(*id))
            .map(|figure| figure.value.to_string())
            .collect();
        writeln!(
            out,
            "{:?} {:?} {:?} = {}",
            key.table,
            key.row,
            key.column,
            values.join(" | ")
        )
        .unwrap();
    }
    out
}

#[test]
fn figures_of_the_clean_documents_by_meaning() {
    for (name, source) in clean_documents() {
        let draft = Draft::open(&source);
        let index: Vec<String> = draft
            .disclosures
            .iter()
            .map(|placed| describe_index(&placed.analysis.disclosure))
            .collect();
        insta::assert_snapshot!(format!("index-{name}"), index.join("\n---\n"));
    }
}
