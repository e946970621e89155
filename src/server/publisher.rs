//! Pushes diagnostics to clients that do not pull them: one task for all documents, so that what
//! it sends about a document keeps its order.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::mpsc;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::notification::{Notification, PublishDiagnostics};
use tower_lsp_server::ls_types::{Diagnostic, PublishDiagnosticsParams, Uri};

use super::acceptance;
use super::delivery::{Outbox, json};
use super::documents::{Analysed, Documents, Newest};
use super::guard::{LONGEST_AT_ONCE, soon};
use super::session::Session;
use super::to_protocol;

/// Sends the diagnostics of the newest version of every document whose address it receives, and
/// an empty list for one that was closed.
pub async fn publish(
    client: Client,
    outbox: Outbox,
    documents: Arc<Documents>,
    session: Arc<Session>,
    mut changed: mpsc::UnboundedReceiver<Uri>,
) {
    let mut published: HashMap<Uri, (u64, u64, u64)> = HashMap::new();
    let mut made: HashMap<Uri, to_protocol::Diagnostics> = HashMap::new();
    let mut projects: HashMap<Uri, (i32, Vec<Diagnostic>)> = HashMap::new();
    while let Some(uri) = changed.recv().await {
        publish_projects(&outbox, &documents, &session, &mut projects).await;
        match documents.newest(&uri) {
            Newest::UnderWay => {}
            Newest::NotOpen => {
                made.remove(&uri);
                if published.remove(&uri).is_some() {
                    send(&outbox, uri, Vec::new(), None).await;
                }
            }
            Newest::Analysed(analysed) => {
                let generation = session.view().comparisons.generation(&uri);
                let now = (analysed.state, session.revision(), generation);
                if published.get(&uri) == Some(&now) {
                    continue;
                }
                let known = made.remove(&uri).unwrap_or_default();
                let next = diagnostics(&client, &session, &uri, analysed, known).await;
                let Some((parameters, own)) = next else {
                    continue;
                };
                made.insert(uri.clone(), own);
                if is_newest(&documents, &uri, now.0) {
                    published.insert(uri.clone(), now);
                    outbox.notify(PublishDiagnostics::METHOD, &parameters).await;
                }
            }
        }
    }
}

/// Sends what is wrong in the open project files, where that has changed: which acceptances are
/// needed depends on the open documents.
async fn publish_projects(
    outbox: &Outbox,
    documents: &Documents,
    session: &Session,
    published: &mut HashMap<Uri, (i32, Vec<Diagnostic>)>,
) {
    let view = session.view();
    let open = view.projects.open_uris();
    let mut closed: Vec<Uri> = published.keys().cloned().collect();
    closed.retain(|uri| !open.contains(uri));
    for uri in closed {
        published.remove(&uri);
        send(outbox, uri, Vec::new(), None).await;
    }
    for uri in open {
        let Some(file) = view.projects.open_file(&uri) else {
            continue;
        };
        let problems = acceptance::problems(&file.loaded, documents, &view);
        let list = to_protocol::project_problems(&file.loaded.text, &view, &problems);
        let now = (file.version, list);
        if published.get(&uri) != Some(&now) {
            let (version, list) = now.clone();
            published.insert(uri.clone(), now);
            send(outbox, uri, list, Some(version)).await;
        }
    }
}

/// Sends a list. Every list goes the same way, so that an older one comes before a newer one.
async fn send(outbox: &Outbox, uri: Uri, diagnostics: Vec<Diagnostic>, version: Option<i32>) {
    let parameters = PublishDiagnosticsParams::new(uri, diagnostics, version);
    outbox
        .notify(PublishDiagnostics::METHOD, &json(&parameters))
        .await;
}

/// Whether no change came while the list was made. The next analysis brings the next list.
fn is_newest(documents: &Documents, uri: &Uri, state: u64) -> bool {
    matches!(documents.newest(uri), Newest::Analysed(analysed) if analysed.state == state)
}

/// The diagnostics of a document and what is to be published of them, in terms of those made before; none when they could not be made.
async fn diagnostics(
    client: &Client,
    session: &Arc<Session>,
    uri: &Uri,
    analysed: Analysed,
    known: to_protocol::Diagnostics,
) -> Option<(String, to_protocol::Diagnostics)> {
    let (draft, version) = (analysed.draft?, analysed.version);
    let is_short = draft.text.len() <= LONGEST_AT_ONCE;
    let (session, uri) = (Arc::clone(session), uri.clone());
    let make = move || {
        let view = session.view();
        let own = known.next(&draft, &uri, &view);
        (own.parameters(&draft, &uri, version, &view), own)
    };
    soon(client, "诊断", is_short, make).await
}
