//! The headings and tables of the drafts in the folders of the workspace that are not open.
//!
//! They are read when somebody searches, and again only when their files have changed. Ignore
//! files count, and links are not followed. A search waits for new files only so long; what is
//! missing then is found by the next one, which the next letter brings.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use ignore::WalkBuilder;
use tower_lsp_server::ls_types::{SymbolInformation, Uri};

use super::projects::Projects;
use super::session::View;
use super::to_protocol;
use crate::ide::{SymbolQuery, symbols_of_text};
use crate::project::is_draft_name;
use crate::text::{Text, decode};

/// The most files that are looked into; a folder of disclosures has some dozens.
const MOST_FILES: usize = 500;

/// The most files that a folder is searched through for drafts.
const MOST_ENTRIES: usize = 50_000;

/// The largest file that is read, in bytes. A disclosure has 50 000.
const LARGEST: u64 = 4 << 20;

/// The most symbols of one file.
const MOST_SYMBOLS: usize = 500;

/// How long a search reads files that it does not know.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long the list of the files counts: a search is a letter at a time.
const LISTED_FOR: Duration = Duration::from_secs(2);

/// The drafts of the workspace that are not open.
#[derive(Debug, Default)]
pub struct ClosedDrafts {
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    listed: Option<(Instant, Arc<[PathBuf]>)>,
    files: HashMap<PathBuf, Known>,
}

/// A file as it was read.
#[derive(Debug)]
struct Known {
    modified: Option<SystemTime>,
    length: u64,
    symbols: Arc<[SymbolInformation]>,
}

impl ClosedDrafts {
    /// The symbols that fit a query, with whether the query stands in the name as it was typed;
    /// in the order of the paths. Reads files: not for the protocol's task.
    pub fn symbols(
        &self,
        view: &View,
        open: &HashSet<PathBuf>,
        query: &str,
    ) -> Vec<(bool, SymbolInformation)> {
        let query = SymbolQuery::new(query);
        let paths = self.listed(&view.projects);
        let begun = Instant::now();
        let mut found = Vec::new();
        for path in paths.iter().filter(|path| !open.contains(*path)) {
            let Some(symbols) = self.symbols_of(path, view, begun) else {
                continue;
            };
            let fitting = symbols
                .iter()
                .filter_map(|symbol| Some((query.fits(&symbol.name)?, symbol.clone())));
            found.extend(fitting);
        }
        found
    }

    /// Looks for the files anew at the next search: the folders have changed.
    pub fn forget_list(&self) {
        self.lock().listed = None;
    }

    /// The files, which are looked for anew from time to time; what is known of others is forgotten.
    fn listed(&self, projects: &Projects) -> Arc<[PathBuf]> {
        if let Some((at, paths)) = &self.lock().listed
            && at.elapsed() < LISTED_FOR
        {
            return Arc::clone(paths);
        }
        let paths: Arc<[PathBuf]> = drafts_of(projects).into();
        let mut shelf = self.lock();
        let kept: HashSet<&PathBuf> = paths.iter().collect();
        shelf.files.retain(|path, _| kept.contains(path));
        shelf.listed = Some((Instant::now(), Arc::clone(&paths)));
        paths
    }

    /// The symbols of a file; none when it cannot be read, or not yet.
    fn symbols_of(
        &self,
        path: &Path,
        view: &View,
        begun: Instant,
    ) -> Option<Arc<[SymbolInformation]>> {
        let facts = std::fs::symlink_metadata(path).ok()?;
        let (modified, length) = (facts.modified().ok(), facts.len());
        if let Some(known) = self.lock().files.get(path)
            && (known.modified, known.length) == (modified, length)
        {
            return Some(Arc::clone(&known.symbols));
        }
        if !facts.is_file() || length > LARGEST || begun.elapsed() > PATIENCE {
            return None;
        }
        let symbols = read(path, view).unwrap_or_default();
        let known = Known {
            modified,
            length,
            symbols: Arc::clone(&symbols),
        };
        self.lock().files.insert(path.to_owned(), known);
        Some(symbols)
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(path: &Path, view: &View) -> Option<Arc<[SymbolInformation]>> {
    let decoded = decode(&std::fs::read(path).ok()?).ok()?;
    let uri = Uri::from_file_path(path)?;
    let text = Text::new(&decoded.text);
    let found = symbols_of_text(&text, MOST_SYMBOLS);
    Some(to_protocol::found_symbols(&text, &uri, view, found).into())
}

/// The files of the workspace that are named like drafts, in order, as the project files choose.
fn drafts_of(projects: &Projects) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for root in projects.roots() {
        let mut walk = WalkBuilder::new(&root);
        walk.require_git(false)
            .follow_links(false)
            .sort_by_file_path(Path::cmp);
        let entries = walk.build().take(MOST_ENTRIES).flatten();
        let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        let drafts = files
            .map(ignore::DirEntry::into_path)
            .filter(|path| is_draft(projects, path));
        paths.extend(drafts.take(MOST_FILES.saturating_sub(paths.len())));
    }
    // A folder of the workspace may lie in another one.
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    paths
}

fn is_draft(projects: &Projects, path: &Path) -> bool {
    let named = || {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(is_draft_name)
    };
    projects.decides(path).unwrap_or_else(named)
}
