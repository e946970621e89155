//! Project files on the disk: the only input and output besides that of `server` and `cli`, which
//! both need it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::project::{Problem, Project, read};
use crate::text::{Text, decode};

/// The name of the project file.
pub const FILE_NAME: &str = "yusuan.toml";

/// A project file that was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it.
    pub text: Text,
    /// What it says.
    pub project: Project,
    /// What is wrong in it.
    pub problems: Vec<Problem>,
}

impl Loaded {
    /// A project file with this text.
    pub fn new(path: PathBuf, source: &str) -> Self {
        let (project, problems) = read(source);
        Self {
            path,
            text: Text::new(source),
            project,
            problems,
        }
    }

    /// The path of a file relative to the folder of the project, with `/` between its parts; none
    /// when the file is elsewhere.
    pub fn relative(&self, file: &Path) -> Option<String> {
        let relative = file.strip_prefix(self.path.parent()?).ok()?;
        let parts = relative.iter().map(|part| part.to_string_lossy());
        Some(parts.collect::<Vec<_>>().join("/"))
    }
}

/// The project file for the files of a folder: the nearest one in it or above it, up to `root`
/// where there is one. A link that leads out of `root`, or of its own folder when there is none,
/// is passed over.
pub fn find(folder: &Path, root: Option<&Path>) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let root = root.and_then(|root| root.canonicalize().ok());
    for above in folder.ancestors() {
        let candidate = above.join(FILE_NAME);
        let boundary = root.as_deref().unwrap_or(above);
        let inside = |target: PathBuf| target.is_file() && target.starts_with(boundary);
        if candidate.canonicalize().is_ok_and(inside) {
            return Some(candidate);
        }
        if root.as_deref() == Some(above) {
            return None;
        }
    }
    None
}

/// Reads a project file.
///
/// # Errors
/// When it cannot be read, or is no text.
pub fn load(path: &Path) -> io::Result<Loaded> {
    let decoded = decode(&fs::read(path)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
    Ok(Loaded::new(path.to_owned(), &decoded.text))
}

/// Writes a project file whole or not at all: beside it first, then in its place.
///
/// # Errors
/// When it cannot be written; the file is then as it was.
pub fn write(path: &Path, source: &str) -> io::Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = target.with_file_name(name);
    let written = write_beside(&beside, &target, source);
    if written.is_err() {
        // The reason for the failure matters more than what is left of it.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_beside(beside: &Path, target: &Path, source: &str) -> io::Result<()> {
    let mut file = fs::File::create_new(beside)?;
    if let Ok(known) = fs::metadata(target) {
        file.set_permissions(known.permissions())?;
    }
    file.write_all(source.as_bytes())?;
    file.sync_all()?;
    fs::rename(beside, target)
}
