//! Analyses documents off the protocol's task: a lone edit at once, a burst of edits as few times
//! as the machine manages, without any waiting by the clock.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::Uri;

use super::documents::{Analysed, Documents, Job, Opening};
use super::guard::guarded;
use super::session::Session;
use crate::audit::Draft;
use crate::document::Conventions;

/// Runs the analyses.
#[derive(Debug, Clone)]
pub struct Analyst {
    client: Client,
    documents: Arc<Documents>,
    session: Arc<Session>,
    /// One permit for each core, so that many documents opened at once do not starve the one that
    /// is edited.
    cores: Arc<Semaphore>,
    finished: mpsc::UnboundedSender<Uri>,
}

impl Analyst {
    /// An analyst who sends the address of every document that was analysed to `finished`.
    pub fn new(
        client: Client,
        documents: Arc<Documents>,
        session: Arc<Session>,
        finished: mpsc::UnboundedSender<Uri>,
    ) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            client,
            documents,
            session,
            cores: Arc::new(Semaphore::new(cores)),
            finished,
        }
    }

    /// Analyses a document until its newest text is analysed. At most one of these runs for an
    /// opening: [`Documents`] tells when to start one.
    pub fn start(&self, opening: Opening) {
        let analyst = self.clone();
        tokio::spawn(async move { analyst.run(opening).await });
    }

    async fn run(self, opening: Opening) {
        // The job is fetched after the wait for a core, so that it is the newest.
        while let Ok(_core) = self.cores.acquire().await
            && let Some(job) = self.documents.next_job(&opening)
        {
            let (state, version) = (job.state, job.version);
            let conventions = self.session.view().conventions(opening.uri());
            let analysis = move || analyse(job, conventions);
            let draft = guarded(&self.client, "分析", analysis).await;
            let draft = draft.map(Arc::new);
            let others = self.compare(opening.uri(), draft.as_ref()).await;
            let analysed = Analysed {
                state,
                version,
                draft,
            };
            self.documents.keep(&opening, analysed);
            // Nobody receives when the session is at its end.
            for uri in std::iter::once(opening.uri().clone()).chain(others) {
                let _ = self.finished.send(uri);
            }
        }
    }

    /// Compares a document with the other open ones, before anyone is answered from its analysis.
    /// Gives those of which something else is said now.
    async fn compare(&self, uri: &Uri, draft: Option<&Arc<Draft>>) -> Vec<Uri> {
        let comparisons = Arc::clone(&self.session.view().comparisons);
        let (uri, draft) = (uri.clone(), draft.cloned());
        let compared = guarded(&self.client, "比较", move || {
            comparisons.update(&uri, draft.as_ref())
        });
        compared.await.unwrap_or_default()
    }
}

fn analyse(job: Job, conventions: Arc<Conventions>) -> Draft {
    match job.earlier {
        Some((draft, edits)) if edits.is_empty() => draft.under(conventions),
        Some((draft, edits)) => draft.edited(&edits).under(conventions),
        None => Draft::open_under(&job.text.to_string(), conventions),
    }
}
