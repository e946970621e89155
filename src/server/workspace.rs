//! What is asked of the client about its workspace: its settings, and to watch project files.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{ConfigurationItem, Registration, Uri};

use super::analysis::Analyst;
use super::documents::Documents;
use super::guard::log;
use super::session::Session;
use super::settings::Settings;
use crate::project::FILE_NAME;

/// How long a client may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The part of the client's settings that is ours.
const SECTION: &str = "yusuan";

/// Keeps documents and diagnostics true to the settings and the project files.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The client.
    pub client: Client,
    /// Its settings.
    pub session: Arc<Session>,
    /// The open documents.
    pub documents: Arc<Documents>,
    /// Who analyses them.
    pub analyst: Analyst,
    /// Where the publisher is told what has changed.
    pub changed: mpsc::UnboundedSender<Uri>,
}

impl Workspace {
    /// Asks to be told of changes, and for the settings. Runs beside the protocol's task: the
    /// client may have to answer other things first.
    pub async fn begin(self) {
        let client = self.session.view().client;
        let mut wanted = Vec::new();
        if client.registers_settings {
            wanted.push(Registration {
                id: "yusuan.settings".to_owned(),
                method: "workspace/didChangeConfiguration".to_owned(),
                register_options: Some(json!({ "section": SECTION })),
            });
        }
        if client.watches_files {
            let watchers = json!([{ "globPattern": format!("**/{FILE_NAME}") }]);
            wanted.push(Registration {
                id: "yusuan.project".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: Some(json!({ "watchers": watchers })),
            });
        }
        if !wanted.is_empty() {
            let registered = timeout(PATIENCE, self.client.register_capability(wanted)).await;
            if let Ok(Err(error)) = registered {
                log(format_args!("yusuan: 未能注册 (not registered): {error}"));
            }
        }
        self.pull_settings().await;
    }

    /// Asks for the settings and takes them.
    pub async fn pull_settings(self) {
        if !self.session.view().client.tells_settings {
            return;
        }
        let item = ConfigurationItem {
            scope_uri: None,
            section: Some(SECTION.to_owned()),
        };
        let told = timeout(PATIENCE, self.client.configuration(vec![item])).await;
        let Ok(Ok(values)) = told else {
            log(format_args!(
                "yusuan: 客户端没有告知设置 (the client did not tell its settings)"
            ));
            return;
        };
        if let Some(settings) = values.first().and_then(read) {
            self.session.set(&settings);
            self.refresh();
        }
    }

    /// Takes note that a project file has changed.
    pub fn project_changed(&self) {
        self.session.renew();
        self.refresh();
    }

    /// Makes everything that is shown anew, after the settings have changed.
    pub fn refresh(&self) {
        for opening in self.documents.renew() {
            self.analyst.start(opening);
        }
        let projects = self.session.view().projects.open_uris();
        for uri in self.documents.open_uris().into_iter().chain(projects) {
            // Nobody receives when the client pulls.
            let _ = self.changed.send(uri);
        }
        let can = self.session.view().client;
        let client = self.client.clone();
        // A client that does not answer asks again when it likes.
        tokio::spawn(async move {
            let diagnostics = async {
                if can.refreshes_diagnostics {
                    let _ = timeout(PATIENCE, client.workspace_diagnostic_refresh()).await;
                }
            };
            let lenses = async {
                if can.refreshes_lenses {
                    let _ = timeout(PATIENCE, client.code_lens_refresh()).await;
                }
            };
            let hints = async {
                if can.refreshes_hints {
                    let _ = timeout(PATIENCE, client.inlay_hint_refresh()).await;
                }
            };
            tokio::join!(diagnostics, lenses, hints);
        });
    }
}

/// Reads settings; wrong ones are told on the standard error and change nothing.
pub fn read(value: &Value) -> Option<Settings> {
    match Settings::read(value) {
        Ok(settings) => settings,
        Err(error) => {
            log(format_args!("yusuan: 设置无效 (invalid settings): {error}"));
            None
        }
    }
}
