//! Names in the name column of a table of subjects.

use super::candidates::{Candidate, candidates};
use super::subject_code::{codes_of_side, parent_of_next};
use super::table_cursor::TableCursor;
use super::{CompletionKind, MOST_ITEMS, Proposal};
use crate::document::ColumnRole;
use crate::ide::place::Place;
use crate::ide::reference::{classification_of, classification_of_names, subject_lines};
use crate::subjects::{Classification, catalogue, normalise_name};

/// The names for a name column: of the code on the line, else of the likeliest subjects.
pub(super) fn complete(place: &Place, cursor: &TableCursor) -> Option<Vec<Proposal>> {
    if *cursor.role()? != ColumnRole::Name {
        return None;
    }
    let disclosure = place.disclosure();
    let typed = cursor.typed(place);
    let found = match classification_of(cursor.table, cursor.side) {
        Some(classification) => match cursor.code(disclosure, classification) {
            Some(code) => names_of_code(place, cursor, classification, &code),
            None => {
                let above = cursor.code_above();
                let parent =
                    parent_of_next(disclosure.catalogue_year(), classification, typed, above);
                let present = codes_of_side(place, cursor);
                candidates(disclosure, classification, parent, &present, typed)
                    .take(MOST_ITEMS)
                    .collect()
            }
        },
        None => names_without_codes(place, cursor, typed)?,
    };
    let proposals = found.into_iter();
    Some(
        proposals
            .map(|candidate| name_proposal(place, cursor, &candidate))
            .collect(),
    )
}

/// What the document's other rows call the code, then what the catalogue does.
fn names_of_code(
    place: &Place,
    cursor: &TableCursor,
    classification: Classification,
    code: &str,
) -> Vec<Candidate> {
    let disclosure = place.disclosure();
    let own_line = place.line();
    let printed = subject_lines(disclosure, classification)
        .filter(|(_, line)| line.code.as_deref() == Some(code))
        .filter(|(_, line)| !line.label.is_empty() && !own_line.touches(line.label_span.start))
        .map(|(_, line)| (line.label.clone(), true));
    let listed = catalogue().subject(classification, code, disclosure.catalogue_year());
    let listed = listed.map(|subject| (subject.name.to_owned(), false));
    let mut names: Vec<(String, bool)> = Vec::new();
    for (name, used) in printed.chain(listed) {
        let known = names
            .iter()
            .any(|(other, _)| normalise_name(other) == normalise_name(&name));
        if !known {
            names.push((name, used));
        }
    }
    let typed = normalise_name(cursor.typed(place));
    names.sort_by_key(|(name, _)| !normalise_name(name).contains(&typed));
    let names = names.into_iter();
    names
        .map(|(name, used)| Candidate {
            classification,
            code: code.to_owned(),
            name,
            used,
        })
        .collect()
}

/// Economic subjects in a table that prints no codes: the details of the class above come first.
fn names_without_codes(place: &Place, cursor: &TableCursor, typed: &str) -> Option<Vec<Candidate>> {
    let classification = classification_of_names(cursor.table.kind)?;
    if classification != Classification::DepartmentalEconomic {
        return None;
    }
    let disclosure = place.disclosure();
    let above = cursor.side.lines.iter().rev();
    let mut above = above.filter(|line| line.row < cursor.row);
    let code = above.find_map(|line| {
        let found = catalogue().by_name(classification, &line.label, disclosure.catalogue_year());
        found.first().map(|subject| subject.code)
    });
    let parent = parent_of_next(disclosure.catalogue_year(), classification, typed, code);
    let present = codes_of_side(place, cursor);
    let found = candidates(disclosure, classification, parent, &present, typed);
    Some(found.take(MOST_ITEMS).collect())
}

/// A name alone.
pub(super) fn name_proposal(
    place: &Place,
    cursor: &TableCursor,
    candidate: &Candidate,
) -> Proposal {
    Proposal {
        label: candidate.name.clone(),
        kind: CompletionKind::SubjectName,
        detail: format!(
            "{} {}",
            candidate.code,
            candidate.ancestry(place.disclosure())
        ),
        documentation: candidate.documented(),
        span: cursor.replaced(place),
        new_text: candidate.name.clone(),
        snippet: false,
    }
}
