//! Government economic subjects beside departmental ones: those that the departmental subject of
//! the row maps to (domain specification §A.4).

use std::collections::HashSet;

use super::Proposal;
use super::candidates::{Candidate, candidate, candidates};
use super::subject_code::code_proposal;
use super::subject_name::name_proposal;
use super::table_cursor::TableCursor;
use crate::document::{CodePart, ColumnRole, Disclosure};
use crate::ide::place::Place;
use crate::ide::reference::code_of_row;
use crate::subjects::{Classification, SubjectLevel, catalogue, normalise_name};

const GOVERNMENT: Classification = Classification::GovernmentEconomic;
const DEPARTMENTAL: Classification = Classification::DepartmentalEconomic;

/// The subjects for a government column; none in other columns.
pub(super) fn government(place: &Place, cursor: &TableCursor) -> Option<Vec<Proposal>> {
    let role = cursor.role()?;
    let names = match role {
        ColumnRole::GovernmentName => true,
        ColumnRole::Code(GOVERNMENT, CodePart::Whole) => false,
        _ => return None,
    };
    let found = match code_on_line(place, cursor, names) {
        Some(own) => vec![own],
        None => mapped_then_all(place, cursor),
    };
    let proposals = found.into_iter().map(|candidate| match names {
        true => name_proposal(place, cursor, &candidate),
        false => code_proposal(place, cursor, candidate),
    });
    let mut proposals: Vec<Proposal> = proposals.collect();
    if names {
        let mut seen = HashSet::new();
        proposals.retain(|proposal| seen.insert(proposal.label.clone()));
    }
    Some(proposals)
}

/// In the name column, the subject whose code the line already prints.
fn code_on_line(place: &Place, cursor: &TableCursor, names: bool) -> Option<Candidate> {
    if !names {
        return None;
    }
    let code = cursor.code(place.disclosure(), GOVERNMENT)?;
    candidate(place.disclosure(), GOVERNMENT, code, &HashSet::new())
}

fn mapped_then_all(place: &Place, cursor: &TableCursor) -> Vec<Candidate> {
    let disclosure = place.disclosure();
    let typed = cursor.typed(place);
    let fitting = candidates(disclosure, GOVERNMENT, None, &HashSet::new(), typed);
    let used = codes_used(disclosure);
    let mut mapped: Vec<&str> = departmental_code(disclosure, cursor)
        .map(|code| {
            let mappings = catalogue().government_codes_for(&code, None);
            mappings.iter().map(|mapping| mapping.government).collect()
        })
        .unwrap_or_default();
    // A document speaks of organs (501 …) or of institutions (505 …), seldom of both.
    mapped.sort_by_key(|code| {
        let class = code.get(..SubjectLevel::Class.digits()).unwrap_or(code);
        (
            !used.contains(*code),
            !used.iter().any(|used| used.starts_with(class)),
        )
    });
    let rank = |code: &str| {
        let mapped = mapped.iter().position(|mapped| *mapped == code);
        (mapped.unwrap_or(usize::MAX), !used.contains(code))
    };
    let mut ranked: Vec<Candidate> = fitting
        .into_iter()
        .map(|candidate| Candidate {
            used: used.contains(&candidate.code),
            ..candidate
        })
        .collect();
    ranked.sort_by_key(|candidate| rank(&candidate.code));
    ranked
}

fn departmental_code(disclosure: &Disclosure, cursor: &TableCursor) -> Option<String> {
    if let Some(code) = cursor.code(disclosure, DEPARTMENTAL) {
        return Some(code);
    }
    let (column, _) = cursor
        .columns()
        .find(|(_, column)| column.role == ColumnRole::Name)?;
    let name = normalise_name(cursor.words(disclosure, column));
    let found = catalogue().by_name(DEPARTMENTAL, &name, disclosure.catalogue_year());
    found.first().map(|subject| subject.code.to_owned())
}

/// The government codes that the document's tables print.
fn codes_used(disclosure: &Disclosure) -> HashSet<String> {
    let rows = disclosure
        .tables
        .iter()
        .flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    rows.filter_map(|(table, row)| code_of_row(disclosure, table, row, GOVERNMENT))
        .collect()
}
