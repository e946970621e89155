//! Analyses documents: a lone edit at once, a burst of edits as few times as the machine manages,
//! without any waiting by the clock.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::Uri;

use super::documents::{Analysed, Documents, Job, Opening};
use super::guard::{LONGEST_AT_ONCE, at_once, soon, told};
use super::progress;
use super::session::Session;
use crate::audit::{Draft, Locale};
use crate::document::Conventions;
use crate::text::Edit;

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
            let view = self.session.view();
            let conventions = view.conventions(opening.uri());
            let comparisons = Arc::clone(&view.comparisons);
            let uri = opening.uri().clone();
            // One piece of work: handing it on to another thread takes as long as a keystroke does.
            let analysis = soon(&self.client, "分析", job.is_small(), move || {
                let draft = Arc::new(analyse(job, conventions));
                let others = at_once(|| comparisons.update(&uri, Some(&draft)));
                (draft, others)
            });
            let title = match view.locale {
                Locale::Chinese => "正在核对",
                Locale::English => "Checking",
            };
            let can_show = view.client.shows_progress;
            let analysis = progress::shown(&self.client, can_show, title, analysis).await;
            let (draft, others) = match analysis {
                Some((draft, others)) => (Some(draft), others),
                None => (
                    None,
                    at_once(|| view.comparisons.update(opening.uri(), None)),
                ),
            };
            let others = told(&self.client, "比较", others).await.unwrap_or_default();
            let analysed = Analysed {
                state,
                version,
                draft,
            };
            let earlier = self.documents.keep(&opening, analysed);
            // Nobody receives when the session is at its end.
            for uri in std::iter::once(opening.uri().clone()).chain(others) {
                let _ = self.finished.send(uri);
            }
            // Nobody waits for the earlier analysis to be taken down.
            tokio::task::yield_now().await;
            drop(earlier);
        }
    }
}

impl Job {
    /// Whether the analysis takes less time than another thread does to wake up: a few edits of a
    /// short text that was analysed.
    fn is_small(&self) -> bool {
        let is_edited = |(_, edits): &(_, Vec<Edit>)| !edits.is_empty();
        self.text.len() <= LONGEST_AT_ONCE && self.earlier.as_ref().is_some_and(is_edited)
    }
}

fn analyse(job: Job, conventions: Arc<Conventions>) -> Draft {
    match job.earlier {
        Some((draft, edits)) if edits.is_empty() => draft.under(conventions),
        Some((draft, edits)) => draft.edited(&edits).under(conventions),
        None => Draft::open_under(&job.text.to_string(), conventions),
    }
}
