//! This document's amounts for a subject, table by table.

use super::figures::column_name;
use crate::audit::{Locale, table_name};
use crate::document::{CellContent, ColumnRole, Disclosure, Line, Side, Table, Unit};
use crate::ide::amount::unit_name;
use crate::ide::markdown::escape;
use crate::ide::path::is_called;
use crate::ide::reference::{Reference, classification_of, classification_of_names, is_income};
use crate::ide::say;
use crate::ide::shadow::key;
use crate::ide::typography::typeset;
use crate::subjects::{Classification, SubjectLevel};

/// How many lines of tables are shown.
const MOST_LINES: usize = 12;

/// A list of this document's amounts for the subject, a line for each place.
pub(super) fn amounts(
    disclosure: &Disclosure,
    reference: &Reference,
    locale: Locale,
) -> Option<String> {
    let mut found = Vec::new();
    for table in &disclosure.tables {
        for side in &table.sides {
            found.extend(of_side(disclosure, table, side, reference, locale));
        }
    }
    let units: Vec<Unit> = found.iter().map(|place| place.unit).collect();
    let first = units.first()?;
    let common = units.iter().all(|unit| unit == first);
    let own = |unit: Unit| match unit_name(unit) {
        "" => String::new(),
        name => say_unit(name, locale),
    };
    let mut lines = vec![format!(
        "{}{}",
        say(locale, "本文金额", "Amounts of this document"),
        if common { own(*first) } else { String::new() }
    )];
    lines.push(String::new());
    for place in found.iter().take(MOST_LINES) {
        let unit = if common {
            String::new()
        } else {
            own(place.unit)
        };
        let colon = say(locale, "：", ": ");
        lines.push(format!("- {}{unit}{colon}{}", place.name, place.amounts));
    }
    let left_out = found.len().saturating_sub(MOST_LINES);
    if left_out > 0 {
        lines.push(match locale {
            Locale::Chinese => format!("- 另有 {left_out} 处"),
            Locale::English => format!("- and {left_out} more"),
        });
    }
    Some(lines.join("\n"))
}

fn say_unit(name: &str, locale: Locale) -> String {
    match locale {
        Locale::Chinese => format!("（{name}）"),
        Locale::English => format!(" ({name})"),
    }
}

/// The amounts of one line of a table, as Markdown.
struct PlaceOfAmounts {
    /// The table; with the line's own name where several lines speak of the subject.
    name: String,
    unit: Unit,
    /// 合计 12.33，基本支出 12.33.
    amounts: String,
}

fn of_side(
    disclosure: &Disclosure,
    table: &Table,
    side: &Side,
    reference: &Reference,
    locale: Locale,
) -> Vec<PlaceOfAmounts> {
    let lines: Vec<&Line> = side
        .lines
        .iter()
        .filter(|line| speaks_of(disclosure, table, side, line, reference))
        .collect();
    let title = match table_name(table) {
        name if name.is_empty() => {
            say(locale, "（无标题的表）", "(table without a title)").to_owned()
        }
        name => escape(&typeset(&name)),
    };
    let several = lines.len() > 1;
    let places = lines.into_iter().filter_map(|line| {
        let amounts = amounts_of_line(disclosure, table, side, line, locale);
        let name = match several {
            true => format!("{title} · {}", escape(&line.label)),
            false => title.clone(),
        };
        (!amounts.is_empty()).then_some(PlaceOfAmounts {
            name,
            unit: table.unit,
            amounts,
        })
    });
    places.collect()
}

fn amounts_of_line(
    disclosure: &Disclosure,
    table: &Table,
    side: &Side,
    line: &Line,
    locale: Locale,
) -> String {
    let columns = side
        .columns
        .clone()
        .filter(|column| is_number(table, *column));
    let amounts = columns.filter_map(|column| {
        let cell = table.rows.get(line.row)?.cells.get(column)?;
        let CellContent::Figure(figure) = cell.content else {
            return None;
        };
        let figure = disclosure.figure(figure)?;
        let name = table.columns.get(column).map(column_name)?;
        let digits = escape(disclosure.words(figure.span));
        Some(
            format!("{} {digits}", escape(&typeset(&name)))
                .trim()
                .to_owned(),
        )
    });
    let amounts: Vec<String> = amounts.collect();
    amounts.join(say(locale, "，", ", "))
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
        (None, _)
            if is_income(table, side) && reference.classification == Classification::Functional =>
        {
            false
        }
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
