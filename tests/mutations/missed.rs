//! The detectable mutations of table figures that were not noticed, by what kind of cell it was.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use yusuan::audit::{Place, Places, line_at};
use yusuan::document::{AmountColumn, ColumnRole, Disclosure, FigureId, LineKind, Period};

use crate::documents::Document;
use crate::run::Trial;

/// What missed mutations have in common: document, place, column, row, what was expected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    document: String,
    place: String,
    column: String,
    row: &'static str,
    prospect: &'static str,
}

/// Missed mutations by class, with a few examples each.
#[derive(Default)]
pub struct Missed {
    classes: BTreeMap<Class, (usize, Vec<String>)>,
}

const MOST_EXAMPLES: usize = 3;

/// Classes with fewer mutations are only counted.
const FEWEST_SHOWN: usize = 3;

impl Missed {
    /// Files a mutation that was not noticed.
    pub fn add(&mut self, document: &Document, trial: &Trial, place: String) {
        let (column, row) = cell(document, trial);
        let class = Class {
            document: document.name.clone(),
            place,
            column,
            row,
            prospect: trial.prospect.name(),
        };
        let (count, examples) = self.classes.entry(class).or_default();
        *count += 1;
        let line = document.draft.text.line_of(trial.site.span.start) + 1;
        let known = |example: &String| example.starts_with(&format!("line {line}: "));
        if examples.len() < MOST_EXAMPLES && !examples.iter().any(known) {
            let (printed, mutated) = (&trial.site.printed, &trial.mutated);
            examples.push(format!("line {line}: {printed} → {mutated}"));
        }
    }

    /// The table of the report, the most frequent class first.
    pub fn write(&self, text: &mut String) {
        let mut classes: Vec<_> = self.classes.iter().collect();
        classes.sort_by_key(|(class, (count, _))| (std::cmp::Reverse(*count), *class));
        text.push_str("| document | place | column | row | why | missed | examples |\n");
        text.push_str("| --- | --- | --- | --- | --- | ---: | --- |\n");
        let mut rest = (0, 0);
        for (class, (count, examples)) in classes {
            if *count < FEWEST_SHOWN {
                rest = (rest.0 + 1, rest.1 + count);
                continue;
            }
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {count} | {} |",
                class.document,
                class.place,
                class.column,
                class.row,
                class.prospect,
                examples.join("; ")
            );
        }
        let (classes, count) = rest;
        let _ = writeln!(
            text,
            "| | {classes} classes with fewer than {FEWEST_SHOWN} | | | | {count} | |"
        );
    }
}

/// What the column and the row of a cell are.
fn cell(document: &Document, trial: &Trial) -> (String, &'static str) {
    let found = || {
        let placed = document.draft.disclosures.get(trial.site.disclosure)?;
        cell_of(&placed.analysis.disclosure, trial.site.figure?)
    };
    found().unwrap_or_default()
}

fn cell_of(disclosure: &Disclosure, figure: FigureId) -> Option<(String, &'static str)> {
    let Place::Cell { table, row, column } = Places::of(disclosure).place(figure)? else {
        return None;
    };
    let table = disclosure.tables.get(table)?;
    let line = line_at(table, row, column).map_or("", |line| line_name(line.kind));
    Some((column_name(&table.columns.get(column)?.role), line))
}

fn column_name(role: &ColumnRole) -> String {
    match role {
        ColumnRole::Amount(amount) => amount_name(amount),
        ColumnRole::Percentage => "percentage".to_owned(),
        ColumnRole::Text => "text".to_owned(),
        _ => "other".to_owned(),
    }
}

fn amount_name(amount: &AmountColumn) -> String {
    let mut words = Vec::new();
    if amount.period == Period::Prior {
        words.push("prior year".to_owned());
    }
    if amount.change {
        words.push("change".to_owned());
    }
    if amount.of_which {
        words.push("of which".to_owned());
    }
    if amount.total {
        words.push("total".to_owned());
    }
    words.extend(amount.fund.map(|fund| format!("{fund:?}")));
    words.extend(amount.nature.map(|nature| format!("{nature:?}")));
    if words.is_empty() {
        words.push("amount".to_owned());
    }
    words.join(", ")
}

fn line_name(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Subject(_) => "subject",
        LineKind::Organisation => "organisation",
        LineKind::Project => "project",
        LineKind::Group => "group",
        LineKind::Item => "item",
        LineKind::OfWhich => "of which",
        LineKind::Other => "other",
        _ => "total or carry-over",
    }
}
