//! Which files to check, and their contents.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::output::visible;
use super::projects::Projects;
use super::reasons::read_reason;
use super::say;
use crate::audit::Locale;
use crate::import::{self, ImportError, MOST_BYTES, Note, SourceMap};
use crate::project::{is_draft_name, names_a_disclosure};
use crate::text::{DecodeError, SourceEncoding, decode};

/// The text of an input.
#[derive(Debug)]
pub struct Source {
    /// The text.
    pub text: String,
    /// The encoding of a text file.
    pub encoding: Option<SourceEncoding>,
    /// Where the text stands in a Word, Excel or PDF file.
    pub map: Option<SourceMap>,
    /// What a reader should know of such a file.
    pub notes: Vec<Note>,
}

/// Something to check.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Input {
    /// `-`.
    Standard,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// What is named on the command line; `-` is the standard input.
    pub fn named(path: &Path) -> Self {
        match path.as_os_str() == "-" {
            true => Self::Standard,
            false => Self::File(path.to_owned()),
        }
    }

    /// The path as it was given; `-` for the standard input.
    pub fn path(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The name to show.
    pub fn name(&self, locale: Locale) -> String {
        match self {
            Self::Standard => say(locale, "标准输入", "standard input").to_owned(),
            Self::File(path) => visible(&path.display().to_string()),
        }
    }

    /// Whether this is the file at a path, however it is written.
    pub fn is_file(&self, path: &Path) -> bool {
        match self {
            Self::Standard => false,
            Self::File(own) => match (std::fs::canonicalize(own), std::fs::canonicalize(path)) {
                (Ok(own), Ok(other)) => own == other,
                _ => own == path,
            },
        }
    }

    /// Reads the content: decodes a text, imports a Word, Excel or PDF file. The error is a
    /// sentence.
    ///
    /// # Errors
    /// When it cannot be read, is too large, or holds no text.
    pub fn read(&self, locale: Locale) -> Result<Source, String> {
        let bytes = match self {
            Self::Standard => up_to_limit(io::stdin()),
            Self::File(path) => File::open(path).and_then(up_to_limit),
        };
        let bytes = bytes.map_err(|error| read_reason(&error, locale))?;
        let is_too_large = u64::try_from(bytes.len()).map_or(true, |length| length > MOST_BYTES);
        if is_too_large {
            return Err(import_reason(&ImportError::TooLarge, locale));
        }
        if import::is_importable(&self.path(), &bytes) {
            return imported(&bytes).map_err(|error| import_reason(&error, locale));
        }
        let decoded = decode(&bytes).map_err(|error| decode_reason(error, locale))?;
        Ok(Source {
            text: decoded.text,
            encoding: Some(decoded.encoding),
            map: None,
            notes: Vec::new(),
        })
    }
}

/// The bytes of a file; of one that is too large only so many that this is known.
fn up_to_limit(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn imported(bytes: &[u8]) -> Result<Source, ImportError> {
    let imported = import::import(bytes)?;
    Ok(Source {
        text: imported.text,
        encoding: None,
        map: Some(imported.map),
        notes: imported.notes,
    })
}

/// What was found to check, and what could not be looked at.
#[derive(Debug, Default)]
pub struct Inputs {
    /// What to check, in order, nothing twice.
    pub found: Vec<Input>,
    /// Folders in which nothing was found to check.
    pub empty_folders: Vec<PathBuf>,
    /// Sentences that name what could not be looked at.
    pub failures: Vec<String>,
}

/// Finds what to check: every file named or listed, and in folders those named like disclosures.
/// Ignore files count (`.gitignore`, `.ignore`), but not for what is named. Links in a folder that
/// lead out of it are passed over: what is outside was not asked for.
pub fn find(
    named: &[PathBuf],
    listed: Vec<PathBuf>,
    projects: &Projects,
    locale: Locale,
) -> Inputs {
    let mut inputs = Inputs::default();
    for path in named.iter().cloned().chain(listed) {
        match path.is_dir() {
            true => search(&path, projects, &mut inputs, locale),
            false => inputs.found.push(Input::named(&path)),
        }
    }
    let mut seen = HashSet::new();
    inputs.found.retain(|input| seen.insert(input.clone()));
    inputs
}

fn search(folder: &Path, projects: &Projects, inputs: &mut Inputs, locale: Locale) {
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false).sort_by_file_path(Path::cmp);
    let before = (inputs.found.len(), inputs.failures.len());
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.path_is_symlink() && leads_out(entry.path(), folder) => {}
            Ok(entry) => {
                let is_file = !is_no_file(entry.path());
                let named = || entry.file_name().to_str().is_some_and(is_disclosure);
                if is_file && projects.decides(entry.path()).unwrap_or_else(named) {
                    inputs.found.push(Input::File(entry.into_path()));
                }
            }
            Err(error) => inputs.failures.push(walk_failure(&error, folder, locale)),
        }
    }
    if (inputs.found.len(), inputs.failures.len()) == before {
        inputs.empty_folders.push(folder.to_owned());
    }
}

/// Whether a link leads to a file outside of a folder. One that leads nowhere does not.
fn leads_out(link: &Path, folder: &Path) -> bool {
    match (link.canonicalize(), folder.canonicalize()) {
        (Ok(target), Ok(folder)) => !target.starts_with(folder),
        _ => false,
    }
}

/// Whether there is something other than a file: a folder, or a pipe that may never say anything.
/// Of a link it counts what it leads to.
fn is_no_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|it| !it.is_file())
}

/// Whether a file in a folder is checked, by its name.
fn is_disclosure(name: &str) -> bool {
    is_draft_name(name) || import::is_importable_name(name) && names_a_disclosure(name)
}

fn walk_failure(error: &ignore::Error, folder: &Path, locale: Locale) -> String {
    let name = visible(&path_of(error).unwrap_or(folder).display().to_string());
    match error.io_error() {
        Some(reason) => format!("{name}: {}", read_reason(reason, locale)),
        None => format!("{name}: {}", visible(&error.to_string())),
    }
}

/// The path that the walker speaks of.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

fn import_reason(error: &ImportError, locale: Locale) -> String {
    say(locale, error.to_string(), error.english())
}

fn decode_reason(error: DecodeError, locale: Locale) -> String {
    if locale == Locale::Chinese {
        return error.to_string();
    }
    match error {
        DecodeError::Binary => "not a text file".to_owned(),
        DecodeError::Malformed(encoding) => {
            format!("not valid {encoding}, though its byte order mark says so")
        }
        DecodeError::Unrecognised => "neither UTF-8 nor GB18030/GBK".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disclosures_are_known_by_name() {
        for name in [
            "a.yusuan",
            "a.yusuan.txt",
            "A.Yusuan.MD",
            "某单位2024年部门预算公开.txt",
            "单位决算.md",
            "某局2025年部门预算.xlsx",
        ] {
            assert!(is_disclosure(name), "{name}");
        }
        for name in [
            "README.md",
            "~$预算公开.docx",
            "通知.docx",
            "notes.txt",
            "部门预算.csv",
            "yusuan",
        ] {
            assert!(!is_disclosure(name), "{name}");
        }
    }
}
