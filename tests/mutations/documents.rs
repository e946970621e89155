//! The documents that are mutated: our own clean drafts, and the real ones where they are.

use std::fs;
use std::path::{Path, PathBuf};

use yusuan::audit::Draft;

/// A document with its analysis before any mutation.
pub struct Document {
    /// How reports call it; real documents are numbered and not named.
    pub name: String,
    /// It counts for the targets: it has tables whose figures depend on each other.
    pub counts: bool,
    /// The document as it is printed.
    pub draft: Draft,
}

/// Our own drafts, in which every figure agrees with every other one.
pub fn fixtures() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/clean");
    files(&folder)
        .into_iter()
        .filter_map(|path| {
            let file = path.file_name()?.to_string_lossy().into_owned();
            let name = file.split('.').next()?.to_owned();
            let draft = open(&path)?;
            let counts = draft
                .disclosures
                .iter()
                .any(|placed| !placed.analysis.disclosure.tables.is_empty());
            Some(Document {
                name,
                counts,
                draft,
            })
        })
        .collect()
}

/// The real documents: those in the folder that `YUSUAN_SHARED` names, else beside the project.
pub fn real_documents() -> Vec<Document> {
    let shared = std::env::var_os("YUSUAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let mut documents = Vec::new();
    for path in files(&shared.join("seeds")) {
        let number: String = path
            .file_name()
            .map(|name| name.to_string_lossy().chars().take(3).collect())
            .unwrap_or_default();
        if let Some(draft) = open(&path) {
            documents.push(Document {
                counts: ["001", "002", "004"].contains(&number.as_str()),
                name: format!("seed {number}"),
                draft,
            });
        }
    }
    for (index, path) in files(&shared.join("samples")).iter().enumerate() {
        if let Some(draft) = open(path) {
            documents.push(Document {
                name: format!("sample {}", index + 1),
                counts: true,
                draft,
            });
        }
    }
    documents
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths
}

fn open(path: &Path) -> Option<Draft> {
    fs::read_to_string(path)
        .ok()
        .map(|source| Draft::open(&source))
}
