//! What is known of the client and its user.

use std::sync::{Arc, PoisonError, RwLock};

use tower_lsp_server::ls_types::InitializeParams;

use super::capabilities::Client;
use super::documentation::Documentation;
use super::settings::Settings;
use crate::audit::Locale;
use crate::ide::HintKind;

/// What answers depend on besides the documents.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// What the client can do.
    pub client: Client,
    /// The language of messages.
    pub locale: Locale,
    /// The pages of the rules.
    pub documentation: Documentation,
    /// Counts the changes of settings.
    pub revision: u64,
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
        let view = View {
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
        };
        set.unwrap_or(true)
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
        self.revision += 1;
        self
    }
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
