//! What is known of the client and its user.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use tower_lsp_server::ls_types::{InitializeParams, Uri};

use super::capabilities::Client;
use super::comparison::{Comparisons, Contradiction, name_of};
use super::documentation::Documentation;
use super::projects::{Projects, path_of};
use super::settings::Settings;
use crate::audit::{Draft, Locale, Severity};
use crate::document::Conventions;
use crate::ide::{self, HintKind};
use crate::project::{self, Loaded, Policy, Project, Review};

/// What answers depend on besides the documents.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// What the client can do.
    pub client: Client,
    /// The language of messages.
    pub locale: Locale,
    /// The pages of the rules.
    pub documentation: Documentation,
    /// The project files of the workspace.
    pub projects: Arc<Projects>,
    /// The open documents beside each other.
    pub comparisons: Arc<Comparisons>,
    /// Counts the changes of settings and of project files.
    pub revision: u64,
    /// How findings are graded where no project file says it.
    policy: Policy,
    /// Everything that was set so far.
    settings: Settings,
    /// The language of the editor.
    editor_locale: Option<String>,
}

/// The view of a session, which changes with the settings.
#[derive(Debug, Default)]
pub struct Session {
    view: RwLock<Arc<View>>,
}

impl Session {
    /// What is known now.
    pub fn view(&self) -> Arc<View> {
        let view = self.view.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&view)
    }

    /// The number of the settings: another one after each change.
    pub fn revision(&self) -> u64 {
        self.view().revision
    }

    /// Takes what a client says of itself.
    pub fn begin(&self, params: &InitializeParams, settings: &Settings) {
        let projects = Arc::clone(&self.view().projects);
        projects.begin(params);
        let view = View {
            projects,
            client: Client::of(&params.capabilities),
            editor_locale: params.locale.clone(),
            ..View::default()
        };
        self.replace(view.with(settings));
    }

    /// Takes new settings. What they do not mention stays as it was: editors send what they know
    /// of, which may be less than what they were started with.
    pub fn set(&self, settings: &Settings) {
        let view = View::clone(&self.view());
        self.replace(view.with(settings));
    }

    /// Takes note that a project file has changed.
    pub fn renew(&self) {
        self.set(&Settings::default());
    }

    fn replace(&self, view: View) {
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
    }
}

impl View {
    /// Whether hints of a kind are wanted.
    pub fn shows(&self, kind: HintKind) -> bool {
        let hints = &self.settings.inlay_hints;
        let set = match kind {
            HintKind::Total => hints.totals,
            HintKind::Prior => hints.prior_year,
            HintKind::SubjectName => hints.subject_names,
        };
        set.unwrap_or(true)
    }

    /// The findings of a document under its project and the settings.
    pub fn diagnostics(&self, draft: &Draft, uri: &Uri) -> Vec<ide::Diagnostic> {
        ide::reviewed_diagnostics(draft, &self.review(draft, uri), self.locale)
    }

    /// What the project of a document and the settings make of its findings.
    pub fn review(&self, draft: &Draft, uri: &Uri) -> Review {
        self.review_of(draft, uri, |_| true)
    }

    /// The same of some of its disclosures, by their numbers.
    pub fn review_of(&self, draft: &Draft, uri: &Uri, some: impl Fn(usize) -> bool) -> Review {
        let path = path_of(uri).unwrap_or_default();
        let name = &name_of(uri);
        let Some(loaded) = self.projects.of(uri) else {
            return project::review_of(draft, some, &self.policy, &[], name);
        };
        let project = &loaded.project;
        let relative = relative(&loaded, &path);
        let chosen = relative.and_then(|path| project.files.decides(&path));
        if chosen == Some(false) {
            return Review::default();
        }
        let policy = project.policy.over(&self.policy);
        project::review_of(draft, some, &policy, &project.accepted, name)
    }

    /// Where a document contradicts other open ones, under its project and the settings.
    pub fn contradictions(&self, uri: &Uri) -> Vec<(Contradiction, Severity)> {
        let found = self.comparisons.of(uri);
        if found.is_empty() {
            return Vec::new();
        }
        let unset = Project::default();
        let loaded = self.projects.of(uri);
        let project = loaded.as_ref().map_or(&unset, |loaded| &loaded.project);
        let policy = project.policy.over(&self.policy);
        let shown = found.into_iter().filter_map(|found| {
            let known = !project.accepted_as(&found.mismatch.key).is_empty();
            let severity = policy.severity_of(found.mismatch.code, found.mismatch.severity);
            Some((found, severity.filter(|_| !known)?))
        });
        shown.collect()
    }

    /// What changes how a document is read.
    pub fn conventions(&self, uri: &Uri) -> Arc<Conventions> {
        let loaded = self.projects.of(uri);
        let agreed = loaded.map(|loaded| Arc::clone(&loaded.project.conventions));
        let agreed = agreed.unwrap_or_default();
        match self.settings.catalogue_year {
            Some(year) if agreed.catalogue_year.is_none() => Arc::new(Conventions {
                catalogue_year: Some(year),
                ..Conventions::clone(&agreed)
            }),
            _ => agreed,
        }
    }

    fn with(mut self, settings: &Settings) -> Self {
        self.settings = settings.clone().over(self.settings);
        let locale = self
            .settings
            .locale
            .as_ref()
            .or(self.editor_locale.as_ref());
        self.locale = locale_named(locale.map(String::as_str).unwrap_or_default());
        self.documentation = Documentation::find(&self.settings);
        self.policy = self.settings.policy();
        self.revision += 1;
        self
    }
}

/// The path of a document relative to its project; it may not be on the disk yet.
fn relative(loaded: &Loaded, path: &Path) -> Option<String> {
    let folder = path.parent()?.canonicalize().ok()?;
    loaded.relative(&folder.join(path.file_name()?))
}

/// English for `en`, `en-GB` and the like; Chinese for everything else.
fn locale_named(name: &str) -> Locale {
    let language = name.split(['-', '_', '.']).next().unwrap_or_default();
    match language.eq_ignore_ascii_case("en") {
        true => Locale::English,
        false => Locale::Chinese,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_english_is_english() {
        let english = ["en", "en-US", "EN_gb.UTF-8"].map(locale_named);
        assert_eq!(english, [Locale::English; 3]);
        let chinese = ["", "zh-cn", "enm", "de", "C"].map(locale_named);
        assert_eq!(chinese, [Locale::Chinese; 5]);
    }

    #[test]
    fn a_setting_outweighs_the_editor() {
        let session = Session::default();
        let params = InitializeParams {
            locale: Some("en".to_owned()),
            ..InitializeParams::default()
        };
        session.begin(&params, &Settings::default());
        assert_eq!(session.view().locale, Locale::English);
        let settings = Settings {
            locale: Some("zh-CN".to_owned()),
            ..Settings::default()
        };
        session.set(&settings);
        session.set(&Settings::default());
        assert_eq!(
            (session.view().locale, session.revision()),
            (Locale::Chinese, 3)
        );
    }
}
