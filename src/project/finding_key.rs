//! What names a finding by its content, so that it is known again after edits elsewhere.

use crate::audit::{PlacedAnalysis, cell_label};
use crate::document::normalise::normalise;
use crate::document::{Disclosure, DocumentKind, Table, bare_name};
use crate::text::Span;

/// The most characters of a sentence that a key keeps.
const LONGEST_TEXT: usize = 120;

/// What names a finding: the document, the check, and the words that it is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingKey {
    /// Organisation, year and kind: `青禾县文化馆 2025年 预算`; the name of the file when the
    /// document does not say them.
    pub document: String,
    /// The code of the check.
    pub check: String,
    /// The table with row and column, or the sentence, normalised.
    pub text: String,
    /// The flagged words, normalised.
    pub words: String,
}

/// The key of what a check says of a span, which is relative to the disclosure.
pub fn key_at(placed: &PlacedAnalysis, check: &str, span: Span, file_name: &str) -> FindingKey {
    let disclosure = &placed.analysis.disclosure;
    FindingKey {
        document: document_name(disclosure, file_name),
        check: check.to_owned(),
        text: cell_text(disclosure, span).unwrap_or_else(|| sentence(disclosure, span)),
        words: shortened(&normalise(disclosure.words(span))),
    }
}

/// What names a document: organisation, year and kind, whatever its file is called; the name of
/// the file when the document does not say them.
pub fn document_name(disclosure: &Disclosure, file_name: &str) -> String {
    let kind = match disclosure.kind {
        Some(DocumentKind::Budget) => "预算",
        Some(DocumentKind::FinalAccount) => "决算",
        None => return file_name.to_owned(),
    };
    match (&disclosure.organisation, disclosure.fiscal_year) {
        (Some(organisation), Some(year)) => {
            format!("{} {year}年 {kind}", bare_name(&organisation.name))
        }
        _ => file_name.to_owned(),
    }
}

/// Table, row and column of a span in a cell; the words of the row when it is in no one cell.
fn cell_text(disclosure: &Disclosure, span: Span) -> Option<String> {
    let table = table_at(disclosure, span)?;
    let holds = |whole: Span| whole.start <= span.start && span.end <= whole.end;
    let row = table.rows.iter().position(|row| holds(row.span))?;
    let cells = &table.rows.get(row)?.cells;
    let column = cells.iter().position(|cell| holds(cell.span));
    let label = column.map(|column| cell_label(table, row, column));
    let label = match label {
        Some(label) if !label.is_empty() => label,
        _ => disclosure.words(table.rows.get(row)?.span).to_owned(),
    };
    let title = crate::audit::table_name(table);
    Some(shortened(&normalise(&format!("{title}：{label}"))))
}

fn table_at(disclosure: &Disclosure, span: Span) -> Option<&Table> {
    disclosure
        .tables
        .iter()
        .find(|table| table.span.start <= span.start && span.end <= table.span.end)
}

/// The sentence around a span, normalised; at most its line.
fn sentence(disclosure: &Disclosure, span: Span) -> String {
    const ENDS: [char; 5] = ['\n', '\r', '。', '；', ';'];
    let before = disclosure.words(Span::new(0, span.start));
    let after = disclosure.words(Span::new(span.end, disclosure.text.len()));
    let start = before
        .char_indices()
        .rfind(|(_, character)| ENDS.contains(character))
        .map_or(0, |(at, character)| at + character.len_utf8());
    let end = after.find(ENDS).unwrap_or(after.len());
    let sentence = Span::new(start, span.end + end);
    shortened(&normalise(disclosure.words(sentence)))
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}
