//! Names in the name column of a table of subjects.

use super::candidates::{Candidate, candidate, candidates, used_codes};
use super::subject_code::{codes_of_side, parent_of_next};
use super::table_cursor::TableCursor;
use super::{CompletionKind, Proposal};
use crate::audit::Locale;
use crate::document::ColumnRole;
use crate::ide::place::Place;
use crate::ide::reference::{classification_of, classification_of_names};
use crate::subjects::{Classification, catalogue};

/// The names for a name column: of the code on the line, else of the likeliest subjects.
pub(super) fn complete(
    place: &Place,
    cursor: &TableCursor,
    locale: Locale,
) -> Option<Vec<Proposal>> {
    if *cursor.role()? != ColumnRole::Name {
        return None;
    }
    let disclosure = place.disclosure();
    let typed = cursor.typed(place);
    let found = match classification_of(cursor.table, cursor.side) {
        Some(classification) => match cursor.code(disclosure, classification) {
            Some(code) => {
                let used = used_codes(disclosure, classification);
                candidate(disclosure, classification, code, &used)
                    .into_iter()
                    .collect()
            }
            None => {
                let above = cursor.code_above();
                let parent = parent_of_next(disclosure.fiscal_year, classification, typed, above);
                let present = codes_of_side(cursor);
                candidates(disclosure, classification, parent, &present, typed)
            }
        },
        None => names_without_codes(place, cursor, typed)?,
    };
    let proposals = found.into_iter();
    Some(
        proposals
            .map(|candidate| name_proposal(place, cursor, &candidate, locale))
            .collect(),
    )
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
        let found = catalogue().by_name(classification, &line.label, disclosure.fiscal_year);
        found.first().map(|subject| subject.code)
    });
    let parent = parent_of_next(disclosure.fiscal_year, classification, typed, code);
    let present = codes_of_side(cursor);
    Some(candidates(
        disclosure,
        classification,
        parent,
        &present,
        typed,
    ))
}

/// A name alone.
pub(super) fn name_proposal(
    place: &Place,
    cursor: &TableCursor,
    candidate: &Candidate,
    locale: Locale,
) -> Proposal {
    Proposal {
        label: candidate.name.clone(),
        kind: CompletionKind::SubjectName,
        detail: format!(
            "{} {}",
            candidate.code,
            candidate.ancestry(place.disclosure())
        ),
        documentation: candidate.documentation(place.disclosure(), locale),
        span: cursor.replaced(place),
        new_text: candidate.name.clone(),
        snippet: false,
    }
}
