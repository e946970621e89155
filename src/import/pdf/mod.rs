//! PDF: letters with positions become lines and, by ruling lines or by columns, tables. Only the
//! text layer is read; scanned pages hold none.
//!
//! Positions are in points (1/72 inch), from the upper left corner of the page as it is shown.

#![expect(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    reason = "places on a page are no amounts"
)]

mod assembly;
mod columns;
mod guard;
mod lines;
mod page;
mod part;
mod ruled;
mod wrap;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{InterpreterCache, InterpreterSettings, RenderContent};

use super::{ImportError, Imported, Note};
use assembly::Assembly;
use page::Letter;

/// The most pages that are read.
const MOST_PAGES: usize = 2000;

/// Reads a file.
///
/// # Errors
/// When it is encrypted, damaged, out of all proportion, or holds no text.
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    guard::check(bytes)?;
    // The reader of the format is careful, but not ours.
    let read = catch_unwind(AssertUnwindSafe(|| read_pages(bytes)));
    read.unwrap_or_else(|_| Err(ImportError::Damaged("PDF".to_owned())))
}

fn read_pages(bytes: &[u8]) -> Result<Imported, ImportError> {
    let file = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ImportError::Encrypted,
        LoadPdfError::Invalid => ImportError::Damaged("PDF".to_owned()),
    })?;
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let cache = InterpreterCache::new();
    let mut assembly = Assembly::default();
    let mut without_text = Vec::new();
    let mut unknown = 0;
    for (page, number) in file.pages().iter().zip(1..).take(MOST_PAGES) {
        let content = page::read(page, file.xref(), &cache, settings.clone());
        unknown += content.unknown;
        if content.letters.iter().all(Letter::is_blank) {
            without_text.push(number);
        }
        assembly.add_page(number, content);
        if assembly.is_overfull() {
            return Err(ImportError::Overblown);
        }
    }
    let mut imported = assembly.finish();
    if imported.text.trim().is_empty() {
        return Err(ImportError::NoText);
    }
    if !without_text.is_empty() {
        imported.notes.push(Note::PagesWithoutText(without_text));
    }
    if unknown > 0 {
        imported.notes.push(Note::UnknownCharacters(unknown));
    }
    Ok(imported)
}
