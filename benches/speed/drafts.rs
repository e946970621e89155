//! What is measured on: one draft, and compendia of many.

use std::fs;
use std::path::{Path, PathBuf};

/// The draft that is repeated. A real one where there is one beside the project, so that what is
/// measured is what happens; else the longest of our own.
pub fn draft() -> (String, String) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let longest = [
        project.join("../shared/seeds"),
        project.join("tests/documents/clean"),
    ]
    .iter()
    .map(|folder| documents(folder))
    .find(|documents| !documents.is_empty())
    .and_then(|documents| documents.into_iter().max_by_key(|(_, text)| text.len()));
    let (path, text) = longest.expect("a draft");
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    (name.unwrap_or_default(), text)
}

/// The drafts of a folder, by name.
pub fn documents(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut documents: Vec<(PathBuf, String)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.path(), fs::read_to_string(entry.path()).ok()?)))
        .collect();
    documents.sort();
    documents
}

/// A one-digit edit: line and UTF-16 column of the digit, the digit, and another one.
#[derive(Clone, Copy)]
pub struct DigitEdit {
    /// The line, from zero.
    pub line: usize,
    /// The column in UTF-16 units, from zero.
    pub character: usize,
    /// What stands there.
    pub printed: char,
    /// What is typed.
    pub typed: char,
}

/// So many edits at figures spread over a text by a fixed pseudo-random walk.
pub fn edits(text: &str, count: usize) -> Vec<DigitEdit> {
    let places: Vec<DigitEdit> = text.split('\n').enumerate().flat_map(digits).collect();
    let mut state = 0x2026_1121_u64;
    (0..count)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            places[usize::try_from(state >> 33).unwrap_or_default() % places.len()]
        })
        .collect()
}

/// The first digits of the figures with decimals of a line.
fn digits((line, text): (usize, &str)) -> Vec<DigitEdit> {
    let characters: Vec<char> = text.chars().collect();
    let mut column = 0;
    let mut found = Vec::new();
    for (index, character) in characters.iter().enumerate() {
        let decimals = characters.get(index + 1..index + 3);
        let figure = decimals.is_some_and(|next| next[0] == '.' && next[1].is_ascii_digit());
        if character.is_ascii_digit() && figure {
            let typed = if *character == '7' { '3' } else { '7' };
            found.push(DigitEdit {
                line,
                character: column,
                printed: *character,
                typed,
            });
        }
        column += character.len_utf16();
    }
    found
}
