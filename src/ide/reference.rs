//! Which subject the cursor is on: a code, a name in a table, a path, a code or name in prose.

use std::collections::HashMap;

use crate::document::{ColumnRole, Disclosure, Line, LineKind, Row, Side, Table, TableKind};
use crate::ide::glossary::SHORTEST_TERM;
use crate::ide::path::{class_named, paths, resolve};
use crate::ide::place::{Place, side_of};
use crate::ide::shadow::{Shadow, key};
use crate::subjects::{Classification, Subject, SubjectLevel, catalogue};
use crate::text::Span;

/// A subject that a document speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// The words that name it, relative to the disclosure.
    pub span: Span,
    /// Which classification it belongs to.
    pub classification: Classification,
    /// Its code; none when only its name is known, and that has several codes or none.
    pub code: Option<String>,
    /// The printed names that lead to it, itself last; empty when only the code is printed.
    pub names: Vec<String>,
}

/// The subject of a table row or path or code under the cursor.
pub(super) fn exact_at(place: &Place) -> Option<Reference> {
    if place.row().is_some() {
        return in_table(place);
    }
    in_path(place).or_else(|| code_in_prose(place))
}

/// The subject whose name the cursor is on, in prose or in a label.
pub(super) fn named_at(place: &Place) -> Option<Reference> {
    let disclosure = place.disclosure();
    let line = place.near();
    let shadow = Shadow::of(disclosure.words(line), line.start);
    let index = [
        Classification::Functional,
        Classification::DepartmentalEconomic,
    ]
    .map(|classification| {
        (
            classification,
            codes_by_printed_name(disclosure, classification),
        )
    });
    let (span, (classification, name, code)) =
        shadow.longest(place.offset, SHORTEST_TERM, |name| {
            index.iter().find_map(|(classification, printed)| {
                if !printed.contains_key(name) && !is_unmistakable(name) {
                    return None;
                }
                let code = only_code(disclosure, *classification, printed, name)?;
                Some((*classification, name.to_owned(), code))
            })
        })?;
    let listed = code
        .as_deref()
        .and_then(|code| catalogue().subject(classification, code, disclosure.catalogue_year()));
    let name = listed.map_or(name, |subject| subject.name.to_owned());
    Some(Reference {
        span,
        classification,
        code,
        names: vec![name],
    })
}

/// Whether words are the name of a subject even where no table of the document has it: 产业发展 and
/// its like are ordinary words, too.
fn is_unmistakable(name: &str) -> bool {
    name.ends_with("支出") || name.chars().count() >= LONG_NAME
}

/// The characters from which a subject's name is no ordinary word.
const LONG_NAME: usize = 7;

/// `Some(Some(code))` for a name with one code, `Some(None)` for a name with several. The codes
/// that the document prints with the name go before those of the catalogue.
fn only_code(
    disclosure: &Disclosure,
    classification: Classification,
    printed: &HashMap<String, Vec<&str>>,
    name: &str,
) -> Option<Option<String>> {
    let mut codes = printed.get(&key(name)).cloned().unwrap_or_default();
    if codes.is_empty() {
        let found = catalogue().by_name(classification, name, disclosure.catalogue_year());
        codes = found.iter().map(|found| found.code).collect();
    }
    codes.sort_unstable();
    codes.dedup();
    match codes.as_slice() {
        [] => None,
        [only] => Some(Some((*only).to_owned())),
        _ => Some(None),
    }
}

fn codes_by_printed_name(
    disclosure: &Disclosure,
    classification: Classification,
) -> HashMap<String, Vec<&str>> {
    let mut codes: HashMap<String, Vec<&str>> = HashMap::new();
    for (_, line) in subject_lines(disclosure, classification) {
        if let Some(code) = &line.code {
            codes.entry(key(&line.label)).or_default().push(code);
        }
    }
    codes
}

/// Every line with a code of a classification, with its table.
pub(super) fn subject_lines(
    disclosure: &Disclosure,
    classification: Classification,
) -> impl Iterator<Item = (&Table, &Line)> {
    disclosure.tables.iter().flat_map(move |table| {
        let sides = table
            .sides
            .iter()
            .filter(move |side| classification_of(table, side) == Some(classification));
        sides.flat_map(move |side| {
            let lines = side.lines.iter().filter(|line| is_subject(line));
            lines.map(move |line| (table, line))
        })
    })
}

/// Whether the code of a line is one of a subject: departments and projects have codes as well.
fn is_subject(line: &Line) -> bool {
    let other = matches!(line.kind, LineKind::Organisation | LineKind::Project);
    line.code.is_some() && !other
}

/// The name that the document prints for a code, where it prints one.
pub(super) fn printed_name<'document>(
    disclosure: &'document Disclosure,
    classification: Classification,
    code: &str,
) -> Option<&'document str> {
    let mut lines = subject_lines(disclosure, classification);
    let named =
        lines.find(|(_, line)| line.code.as_deref() == Some(code) && !line.label.is_empty());
    named.map(|(_, line)| line.label.as_str())
}

/// The classification of the codes that a side's lines carry.
pub(super) fn classification_of(table: &Table, side: &Side) -> Option<Classification> {
    let columns = table.columns.get(side.columns.clone())?;
    columns.iter().find_map(|column| match column.role {
        ColumnRole::Code(classification, _) => Some(classification),
        _ => None,
    })
}

/// The classification of the names in a table that prints no codes.
pub(super) fn classification_of_names(kind: TableKind) -> Option<Classification> {
    match kind {
        TableKind::BasicExpenditure
        | TableKind::FinalBasicExpenditure
        | TableKind::EconomicSummary => Some(Classification::DepartmentalEconomic),
        TableKind::BudgetSummary
        | TableKind::FiscalSummary
        | TableKind::FinalSummary
        | TableKind::FinalFiscalSummary
        | TableKind::Income
        | TableKind::Expenditure
        | TableKind::GeneralExpenditure => Some(Classification::Functional),
        _ => None,
    }
}

fn in_table(place: &Place) -> Option<Reference> {
    let (table, index, row) = place.row()?;
    let column = row
        .cells
        .iter()
        .position(|cell| !cell.span.is_empty() && cell.span.touches(place.offset))?;
    let side = side_of(table, column)?;
    let line = side.lines.iter().find(|line| line.row == index)?;
    if matches!(line.kind, LineKind::Organisation | LineKind::Project) {
        return None;
    }
    let cell = row.cells.get(column)?.span;
    match &table.columns.get(column)?.role {
        ColumnRole::Code(classification, _) => {
            let own = classification_of(table, side) == Some(*classification);
            let code = match own {
                true => line.code.clone()?,
                false => code_of_row(place.disclosure(), table, row, *classification)?,
            };
            let label = (own && !line.label.is_empty()).then(|| line.label.clone());
            Some(Reference {
                span: line.code_span.filter(|_| own).unwrap_or(cell),
                classification: *classification,
                code: Some(code),
                names: label.into_iter().collect(),
            })
        }
        ColumnRole::Name => subject_of_label(place.disclosure(), table, side, line),
        ColumnRole::GovernmentName => {
            let classification = Classification::GovernmentEconomic;
            let name = place.disclosure().words(cell).to_owned();
            let printed = code_of_row(place.disclosure(), table, row, classification);
            let known = || only_code(place.disclosure(), classification, &HashMap::new(), &name);
            let code = printed.or_else(|| known()?);
            Some(Reference {
                span: cell,
                classification,
                code,
                names: vec![name],
            })
        }
        _ => None,
    }
}

fn subject_of_label(
    disclosure: &Disclosure,
    table: &Table,
    side: &Side,
    line: &Line,
) -> Option<Reference> {
    let reference = |classification, code| Reference {
        span: line.label_span,
        classification,
        code,
        names: vec![line.label.clone()],
    };
    if let (Some(code), Some(classification)) = (&line.code, classification_of(table, side)) {
        return Some(reference(classification, Some(code.clone())));
    }
    let classification = classification_of_names(table.kind)?;
    if classification == Classification::Functional {
        if is_income(table, side) {
            return None;
        }
        let class = class_named(&line.label, disclosure.catalogue_year())?;
        return Some(reference(classification, Some(class.code.to_owned())));
    }
    let printed = codes_by_printed_name(disclosure, classification);
    let code = only_code(disclosure, classification, &printed, &line.label)?;
    Some(reference(classification, code))
}

/// Of tables printed side by side the first is the income: its lines name money, and
/// 国有资本经营预算 is no 国有资本经营预算支出.
pub(super) fn is_income(table: &Table, side: &Side) -> bool {
    let first = table.sides.first();
    table.sides.len() > 1 && first.is_some_and(|first| first.columns == side.columns)
}

/// The code of a classification that a row prints, joined from its parts.
pub(super) fn code_of_row(
    disclosure: &Disclosure,
    table: &Table,
    row: &Row,
    wanted: Classification,
) -> Option<String> {
    let cells = row.cells.iter().zip(&table.columns);
    let parts = cells.filter_map(|(cell, column)| match column.role {
        ColumnRole::Code(classification, _) if classification == wanted => {
            Some(disclosure.words(cell.span).trim())
        }
        _ => None,
    });
    let code: String = parts.collect();
    SubjectLevel::of_code(&code).map(|_| code)
}

fn in_path(place: &Place) -> Option<Reference> {
    let disclosure = place.disclosure();
    let line = place.near();
    let words = disclosure.words(line);
    let path = paths(words, line.start)
        .into_iter()
        .find(|path| path.span().contains(place.offset))?;
    let names = path.names_to(words, line.start, place.offset);
    let found = resolve(&names, path.top()?, disclosure.catalogue_year());
    let covered = path
        .steps
        .iter()
        .take(names.len())
        .map(|step| step.span)
        .reduce(Span::cover)?;
    Some(Reference {
        span: covered,
        classification: Classification::Functional,
        code: found.map(|found| found.code.to_owned()),
        names: names.into_iter().map(str::to_owned).collect(),
    })
}

/// A code in prose: digits alone, of a length that codes have, which the document's tables or the
/// catalogue know. Three digits are too common to be taken for a code without 科目 or 类 beside.
fn code_in_prose(place: &Place) -> Option<Reference> {
    code_in_line(place.disclosure(), place.near(), place.offset)
}

/// The code over an offset of a line of prose.
pub(super) fn code_in_line(
    disclosure: &Disclosure,
    line: Span,
    offset: usize,
) -> Option<Reference> {
    let words = disclosure.words(line);
    let at = offset.checked_sub(line.start)?;
    let digits = digits_around(words, at)?;
    let code = digits.get(words)?;
    let level = SubjectLevel::of_code(code)?;
    let before = words.get(..digits.start)?;
    let after = words.get(digits.end..)?;
    let said = after.trim_start().starts_with('类') || before.trim_end().ends_with("科目");
    if level == SubjectLevel::Class && !said {
        return None;
    }
    let classification = Classification::of_code(code)?;
    let printed = printed_name(disclosure, classification, code);
    let listed = catalogue().subject(classification, code, disclosure.catalogue_year());
    if printed.is_none() && listed.is_none() {
        return None;
    }
    Some(Reference {
        span: digits.offset_by(line.start),
        classification,
        code: Some(code.to_owned()),
        names: Vec::new(),
    })
}

fn digits_around(words: &str, at: usize) -> Option<Span> {
    let before = words.get(..at)?;
    let after = words.get(at..)?;
    let part_of_number =
        |character: char| character.is_ascii_alphanumeric() || ".,%".contains(character);
    let left = before.trim_end_matches(|character: char| character.is_ascii_digit());
    let right = after.trim_start_matches(|character: char| character.is_ascii_digit());
    let span = Span::new(left.len(), words.len() - right.len());
    let alone = !left.ends_with(part_of_number) && !right.starts_with(part_of_number);
    (alone && span.contains(at)).then_some(span)
}

/// The names from the class down to a code: the document's where it prints them, else the
/// catalogue's.
pub(super) fn names_to_code(
    disclosure: &Disclosure,
    classification: Classification,
    code: &str,
) -> Vec<(String, String)> {
    let levels = [
        SubjectLevel::Class,
        SubjectLevel::Section,
        SubjectLevel::Item,
    ];
    let ancestors = levels
        .into_iter()
        .filter_map(|level| code.get(..level.digits()));
    ancestors
        .map(|ancestor| {
            let printed = printed_name(disclosure, classification, ancestor);
            let listed = || {
                let subject =
                    catalogue().subject(classification, ancestor, disclosure.catalogue_year());
                subject.map(|subject: &Subject| subject.name)
            };
            let name = printed.or_else(listed).unwrap_or_default();
            (ancestor.to_owned(), name.to_owned())
        })
        .collect()
}
