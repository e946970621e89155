//! The project files that apply to what is checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::arguments::ProjectArguments;
use super::inputs::Input;
use super::output::visible;
use super::reasons::read_reason;
use super::say;
use crate::audit::{Draft, Locale, Severity};
use crate::project::{self, Loaded, Problem, Project, Review};
use crate::text::PositionEncoding;

/// Where project files come from.
#[derive(Debug)]
enum Choice {
    /// The nearest one in the folder of each file or above it.
    Nearest,
    /// One for all files.
    Given(Arc<Loaded>),
    /// None.
    Without,
}

/// The project files that apply.
#[derive(Debug)]
pub struct Projects {
    choice: Choice,
    /// What was found for each folder, or why it cannot be read.
    by_folder: Mutex<BTreeMap<PathBuf, Found>>,
    locale: Locale,
}

type Found = Result<Option<Arc<Loaded>>, String>;

impl Projects {
    /// The project files that a command line asks for.
    ///
    /// # Errors
    /// When the file that it names cannot be applied.
    pub fn chosen(options: &ProjectArguments, locale: Locale) -> Result<Self, String> {
        let choice = match &options.config {
            _ if options.no_config => Choice::Without,
            Some(path) => Choice::Given(load(path, locale)?),
            None => Choice::Nearest,
        };
        Ok(Self {
            choice,
            by_folder: Mutex::default(),
            locale,
        })
    }

    /// Reads the project files of all inputs.
    ///
    /// # Errors
    /// When one has an error: what its writer meant is not known, and nothing should be checked
    /// otherwise than was meant.
    pub fn prepare(&self, inputs: &[Input]) -> Result<(), String> {
        for input in inputs {
            self.found(&folder_of(input))?;
        }
        for loaded in self.used() {
            let mut problems = loaded.problems.iter();
            if let Some(problem) = problems.find(|it| it.severity == Severity::Error) {
                return Err(sentence(&loaded, problem, self.locale));
            }
        }
        Ok(())
    }

    /// The project of an input.
    pub fn of(&self, input: &Input) -> Option<Arc<Loaded>> {
        self.found(&folder_of(input)).ok().flatten()
    }

    /// Whether a file of a folder is checked; none when its project does not say.
    pub fn decides(&self, file: &Path) -> Option<bool> {
        let loaded = self.found(file.parent()?).ok().flatten()?;
        let file = file.canonicalize().ok()?;
        let folder = loaded.path.canonicalize().ok()?;
        let relative = file.strip_prefix(folder.parent()?).ok()?;
        let parts = relative.iter().map(|part| part.to_string_lossy());
        let relative = parts.collect::<Vec<_>>().join("/");
        loaded.project.files.decides(&relative)
    }

    /// Every project file that was read, once.
    pub fn used(&self) -> Vec<Arc<Loaded>> {
        if let Choice::Given(loaded) = &self.choice {
            return vec![Arc::clone(loaded)];
        }
        let found = self.by_folder.lock();
        let found = found.unwrap_or_else(PoisonError::into_inner);
        let mut by_path = BTreeMap::new();
        for loaded in found.values().flatten().flatten() {
            by_path.insert(loaded.path.clone(), Arc::clone(loaded));
        }
        by_path.into_values().collect()
    }

    fn found(&self, folder: &Path) -> Found {
        match &self.choice {
            Choice::Given(loaded) => return Ok(Some(Arc::clone(loaded))),
            Choice::Without => return Ok(None),
            Choice::Nearest => {}
        }
        let mut known = self
            .by_folder
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(folder) {
            return found.clone();
        }
        let found = match project::find(folder, None) {
            None => Ok(None),
            Some(path) => {
                let mut read = known.values().flatten().flatten();
                match read.find(|loaded| loaded.path == path) {
                    Some(loaded) => Ok(Some(Arc::clone(loaded))),
                    None => load(&path, self.locale).map(Some),
                }
            }
        };
        known.insert(folder.to_owned(), found.clone());
        found
    }
}

/// The folder of a file as it was named; the current one for the standard input.
fn folder_of(input: &Input) -> PathBuf {
    match input {
        Input::Standard => PathBuf::from("."),
        Input::File(path) => folder(path).to_owned(),
    }
}

/// The folder of a file; the current one when only the file is named.
pub fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn load(path: &Path, locale: Locale) -> Result<Arc<Loaded>, String> {
    project::load(path).map(Arc::new).map_err(|error| {
        let name = visible(&path.display().to_string());
        format!("{name}: {}", read_reason(&error, locale))
    })
}

/// A path as a reader here would name it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let here = here.unwrap_or_default();
    let near = path.strip_prefix(".").or_else(|_| path.strip_prefix(&here));
    near.unwrap_or(path).display().to_string()
}

/// What is wrong in a project file, with its place.
pub fn sentence(loaded: &Loaded, problem: &Problem, locale: Locale) -> String {
    let place = loaded
        .text
        .position(problem.span.start, PositionEncoding::Utf32);
    format!(
        "{}:{}:{}: {}{}",
        visible(&shown(&loaded.path)),
        place.line + 1,
        place.character + 1,
        visible(problem.message.text(locale)),
        say(
            locale,
            "；请先改正，或用 --no-config 不使用项目文件",
            "; mend it, or use no project file with --no-config"
        )
    )
}

/// Analyses a file under its project, and judges its findings.
pub fn examine(loaded: Option<&Loaded>, path: &str, source: &str) -> (Draft, Review) {
    let unset = Project::default();
    let project = loaded.map_or(&unset, |loaded| &loaded.project);
    let draft = Draft::open_under(source, Arc::clone(&project.conventions));
    let review = project::review(&draft, &project.policy, &project.accepted, file_name(path));
    (draft, review)
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    let name = Path::new(path).file_name().and_then(|name| name.to_str());
    name.unwrap_or(path)
}

/// What became of the accepted findings of each project.
#[derive(Debug, Default)]
pub struct Occurrences {
    accepted: usize,
    /// The acceptances that have a finding, and the documents that were looked at, by the path of
    /// the project file.
    by_project: BTreeMap<PathBuf, (BTreeSet<usize>, BTreeSet<String>)>,
}

impl Occurrences {
    /// Those of one file.
    pub fn of(loaded: Option<&Loaded>, review: &Review) -> Self {
        let mut occurrences = Self {
            accepted: review.accepted,
            ..Self::default()
        };
        // A project without acceptances need not know of its documents.
        if let Some(loaded) = loaded.filter(|loaded| !loaded.project.accepted.is_empty()) {
            let seen = (review.occurring.clone(), review.documents.clone());
            occurrences.by_project.insert(loaded.path.clone(), seen);
        }
        occurrences
    }

    /// Adds those of another file.
    pub fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        for (path, (occurring, documents)) in other.by_project {
            let known = self.by_project.entry(path).or_default();
            known.0.extend(occurring);
            known.1.extend(documents);
        }
    }

    /// Takes note of findings between documents that were accepted.
    pub fn note(&mut self, loaded: Option<&Loaded>, accepted: usize, occurring: BTreeSet<usize>) {
        self.accepted += accepted;
        if let Some(loaded) = loaded
            && let Some(known) = self.by_project.get_mut(&loaded.path)
        {
            known.0.extend(occurring);
        }
    }

    /// How many findings were accepted.
    pub fn accepted(&self) -> usize {
        self.accepted
    }

    /// The acceptances of a project whose finding no longer occurs.
    pub fn no_longer(&self, loaded: &Loaded) -> Vec<Problem> {
        let Some((occurring, documents)) = self.by_project.get(&loaded.path) else {
            return Vec::new();
        };
        project::no_longer_occurs(&loaded.project.accepted, occurring, documents)
    }
}
