//! The project files of the workspace: those on the disk, and those that are open.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp_server::ls_types::{InitializeParams, Uri};

use super::guard::log;
use crate::project::{self, FILE_NAME, Loaded};
use crate::text::{Edit, Text};

/// The project files of the workspace.
#[derive(Debug, Default)]
pub struct Projects {
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    roots: Vec<PathBuf>,
    /// What was found for the files of a folder.
    by_folder: HashMap<PathBuf, Option<Arc<Loaded>>>,
    open: HashMap<Uri, OpenFile>,
}

/// A project file that is open in the editor.
#[derive(Debug, Clone)]
pub struct OpenFile {
    /// The version that the client gave to the text.
    pub version: i32,
    /// What stands in it.
    pub loaded: Arc<Loaded>,
}

/// Where a project file is, or where one would be made.
#[derive(Debug, Clone)]
pub enum Home {
    /// There is one.
    Known(Arc<Loaded>),
    /// There is none yet.
    New(PathBuf),
}

/// Whether a document is a project file.
pub fn is_project_file(uri: &Uri) -> bool {
    let name = uri.as_str().rsplit('/').next();
    name == Some(FILE_NAME)
}

impl Projects {
    /// Takes the folders of the workspace.
    pub fn begin(&self, params: &InitializeParams) {
        let folders = params.workspace_folders.iter().flatten();
        let mut roots: Vec<PathBuf> = folders.filter_map(|it| path_of(&it.uri)).collect();
        #[expect(deprecated, reason = "older clients send nothing else")]
        let root = params.root_uri.as_ref().filter(|_| roots.is_empty());
        roots.extend(root.and_then(path_of));
        self.lock().roots = roots;
    }

    /// The project of a document; none for one that is in no folder.
    pub fn of(&self, uri: &Uri) -> Option<Arc<Loaded>> {
        let path = path_of(uri)?;
        let mut shelf = self.lock();
        let found = shelf.found(path.parent()?)?;
        Some(shelf.newest(found))
    }

    /// Where the project file of a document is, or where it would be made: in the folder of the
    /// workspace, or beside the document.
    pub fn home(&self, uri: &Uri) -> Option<Home> {
        if let Some(loaded) = self.of(uri) {
            return Some(Home::Known(loaded));
        }
        let path = path_of(uri)?;
        let shelf = self.lock();
        let folder = shelf.root_of(&path).or(path.parent())?;
        Some(Home::New(folder.join(FILE_NAME)))
    }

    /// Opens a project file, or replaces the text of an open one.
    pub fn open(&self, uri: Uri, version: i32, source: &str) {
        let path = path_of(&uri).unwrap_or_else(|| PathBuf::from(FILE_NAME));
        let loaded = Arc::new(Loaded::new(path, source));
        let mut shelf = self.lock();
        shelf.by_folder.clear();
        shelf.open.insert(uri, OpenFile { version, loaded });
    }

    /// Applies changes to an open project file; none when it is not open.
    pub fn change<'edit, T>(
        &self,
        uri: &Uri,
        version: i32,
        changes: impl IntoIterator<Item = &'edit T>,
        edit_of: impl Fn(&Text, &'edit T) -> Edit,
    ) -> Option<()>
    where
        T: 'edit,
    {
        let mut shelf = self.lock();
        let file = shelf.open.get_mut(uri)?;
        let mut text = file.loaded.text.clone();
        for change in changes {
            text = text.apply(&edit_of(&text, change));
        }
        let path = file.loaded.path.clone();
        file.loaded = Arc::new(Loaded::new(path, &text.to_string()));
        file.version = version;
        Some(())
    }

    /// Closes a project file: what stands on the disk applies again.
    pub fn close(&self, uri: &Uri) {
        let mut shelf = self.lock();
        shelf.open.remove(uri);
        shelf.by_folder.clear();
    }

    /// Forgets what was read from the disk.
    pub fn forget(&self) {
        self.lock().by_folder.clear();
    }

    /// An open project file.
    pub fn open_file(&self, uri: &Uri) -> Option<OpenFile> {
        self.lock().open.get(uri).cloned()
    }

    /// The open project file at a path, with its address.
    pub fn open_at(&self, path: &Path) -> Option<(Uri, OpenFile)> {
        let shelf = self.lock();
        let mut open = shelf.open.iter();
        let (uri, file) = open.find(|(_, file)| same_file(&file.loaded.path, path))?;
        Some((uri.clone(), file.clone()))
    }

    /// The addresses of the open project files.
    pub fn open_uris(&self) -> Vec<Uri> {
        self.lock().open.keys().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn found(&mut self, folder: &Path) -> Option<Arc<Loaded>> {
        if let Some(found) = self.by_folder.get(folder) {
            return found.clone();
        }
        let found = project::find(folder, self.root_of(folder));
        let loaded = found.and_then(|path| match project::load(&path) {
            Ok(loaded) => {
                tell(&loaded);
                Some(Arc::new(loaded))
            }
            Err(error) => {
                let path = path.display();
                log(format_args!(
                    "yusuan: {path}: 无法读取 (cannot read): {error}"
                ));
                None
            }
        });
        self.by_folder.insert(folder.to_owned(), loaded.clone());
        loaded
    }

    /// The text in the editor, where the file is open there.
    fn newest(&self, found: Arc<Loaded>) -> Arc<Loaded> {
        let mut open = self.open.values();
        let open = open.find(|file| same_file(&file.loaded.path, &found.path));
        open.map_or(found, |file| Arc::clone(&file.loaded))
    }

    /// The innermost folder of the workspace around a path.
    fn root_of(&self, path: &Path) -> Option<&Path> {
        let around = self.roots.iter().filter(|root| path.starts_with(root));
        let innermost = around.max_by_key(|root| root.components().count());
        innermost.map(PathBuf::as_path)
    }
}

/// Writes to the standard error what is wrong in a project file that may not be open; an open one
/// has diagnostics.
fn tell(loaded: &Loaded) {
    for problem in &loaded.problems {
        let line = loaded.text.line_of(problem.span.start) + 1;
        let path = loaded.path.display();
        log(format_args!(
            "yusuan: {path}:{line}: {}",
            problem.message.chinese
        ));
    }
}

/// The path of a document on the disk.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    let on_disk = uri.as_str().starts_with("file:");
    let path = on_disk.then(|| uri.to_file_path()).flatten()?;
    Some(path.into_owned())
}

fn same_file(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
