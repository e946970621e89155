//! The open documents: their newest text, and their newest analysis.
//!
//! Every method is synchronous and short, and takes the one lock once. A handler that changes a
//! document does so before its first `await`, so the order of the changes is that of the messages.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tower_lsp_server::ls_types::Uri;

use crate::audit::Draft;
use crate::text::{Edit, Text};

/// The state of one document that was analysed.
#[derive(Debug, Clone, Default)]
pub struct Analysed {
    /// Counts the states of all documents; none has number 0.
    pub state: u64,
    /// The version that the client gave to the text.
    pub version: i32,
    /// The analysis; none when it failed.
    pub draft: Option<Arc<Draft>>,
}

/// What an analysis needs.
#[derive(Debug)]
pub struct Job {
    /// The state to analyse.
    pub state: u64,
    /// Its version.
    pub version: i32,
    /// Its text.
    pub text: Text,
    /// An earlier analysis, and what happened to its text since.
    pub earlier: Option<(Arc<Draft>, Vec<Edit>)>,
}

/// Names one opening of a document: after closing and opening again it is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    uri: Uri,
    number: u64,
}

impl Opening {
    /// The address of the document.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }
}

/// What became of a change.
#[derive(Debug, PartialEq, Eq)]
pub enum Change {
    /// It was applied, and an analysis is under way that will see it.
    Applied,
    /// It was applied, and nobody analyses the document yet.
    NeedsAnalysis(Opening),
    /// It was made to an older version than the one known.
    Outdated,
    /// The document is not open.
    NotOpen,
}

/// The state of a document as far as diagnostics go.
#[derive(Debug)]
pub enum Newest {
    /// The newest text is analysed.
    Analysed(Analysed),
    /// Its analysis is under way.
    UnderWay,
    /// The document is not open.
    NotOpen,
}

/// The open documents.
#[derive(Debug, Default)]
pub struct Documents {
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    counter: u64,
    documents: HashMap<Uri, Document>,
}

#[derive(Debug)]
struct Document {
    opening: u64,
    state: u64,
    version: i32,
    text: Text,
    /// What happened since the text of the newest analysis, or of the one under way.
    edits: Vec<Edit>,
    /// An analysis is under way, and will look for newer states when it is done.
    busy: bool,
    analysed: watch::Sender<Analysed>,
}

impl Documents {
    /// Opens a document, or replaces the text of an open one.
    pub fn open(&self, uri: Uri, version: i32, source: &str) -> Opening {
        let mut shelf = self.lock();
        let number = shelf.next();
        let document = Document {
            opening: number,
            state: number,
            version,
            text: Text::new(source),
            edits: Vec::new(),
            busy: true,
            analysed: watch::Sender::default(),
        };
        shelf.documents.insert(uri.clone(), document);
        Opening { uri, number }
    }

    /// Applies a change: `edits` turns the text before each edit into that edit.
    pub fn change<'edit, T>(
        &self,
        uri: &Uri,
        version: i32,
        changes: impl IntoIterator<Item = &'edit T>,
        edit_of: impl Fn(&Text, &'edit T) -> Edit,
    ) -> Change
    where
        T: 'edit,
    {
        let mut shelf = self.lock();
        let state = shelf.next();
        let Some(document) = shelf.documents.get_mut(uri) else {
            return Change::NotOpen;
        };
        if version < document.version {
            return Change::Outdated;
        }
        for change in changes {
            let edit = edit_of(&document.text, change);
            document.text = document.text.apply(&edit);
            document.edits.push(edit);
        }
        document.state = state;
        document.version = version;
        if std::mem::replace(&mut document.busy, true) {
            return Change::Applied;
        }
        Change::NeedsAnalysis(Opening {
            uri: uri.clone(),
            number: document.opening,
        })
    }

    /// Has every document analysed anew, and tells for which of them nobody does so yet.
    pub fn renew(&self) -> Vec<Opening> {
        let mut shelf = self.lock();
        let uris: Vec<Uri> = shelf.documents.keys().cloned().collect();
        let mut waiting = Vec::new();
        for uri in uris {
            let state = shelf.next();
            if let Some(document) = shelf.documents.get_mut(&uri) {
                document.state = state;
                let number = document.opening;
                if !std::mem::replace(&mut document.busy, true) {
                    waiting.push(Opening { uri, number });
                }
            }
        }
        waiting
    }

    /// Closes a document. Requests that wait for its analysis get no answer.
    pub fn close(&self, uri: &Uri) {
        self.lock().documents.remove(uri);
    }

    /// The newest state, when it was not analysed yet. When there is none the document rests: the
    /// next change is told to start an analysis.
    pub fn next_job(&self, opening: &Opening) -> Option<Job> {
        let mut shelf = self.lock();
        let document = shelf.opened(opening)?;
        let analysed = document.analysed.borrow().clone();
        if analysed.state == document.state {
            document.busy = false;
            return None;
        }
        let edits = std::mem::take(&mut document.edits);
        Some(Job {
            state: document.state,
            version: document.version,
            text: document.text.clone(),
            earlier: analysed.draft.map(|draft| (draft, edits)),
        })
    }

    /// Keeps an analysis, and wakes those who wait for it. Gives the one that was kept before.
    pub fn keep(&self, opening: &Opening, analysed: Analysed) -> Option<Analysed> {
        let mut shelf = self.lock();
        let document = shelf.opened(opening)?;
        Some(document.analysed.send_replace(analysed))
    }

    /// The newest analysis, if it is of the newest text.
    pub fn newest(&self, uri: &Uri) -> Newest {
        let shelf = self.lock();
        let Some(document) = shelf.documents.get(uri) else {
            return Newest::NotOpen;
        };
        let analysed = document.analysed.borrow().clone();
        match analysed.state == document.state {
            true => Newest::Analysed(analysed),
            false => Newest::UnderWay,
        }
    }

    /// The analysis of the text as it is now, or of a newer one, once there is one. To be called
    /// before the first `await` of a handler; the future it gives may then be awaited.
    pub fn analysed(&self, uri: &Uri) -> impl Future<Output = Option<Analysed>> + use<> {
        let shelf = self.lock();
        let document = shelf.documents.get(uri);
        let wanted = document.map(|document| (document.state, document.analysed.subscribe()));
        drop(shelf);
        async move {
            let (state, mut receiver) = wanted?;
            let analysed = receiver.wait_for(|analysed| analysed.state >= state).await;
            analysed.ok().map(|analysed| analysed.clone())
        }
    }

    /// The addresses of the open documents.
    pub fn open_uris(&self) -> Vec<Uri> {
        self.lock().documents.keys().cloned().collect()
    }

    /// A panic under the lock leaves a document at worst between two edits of one change; the
    /// other documents are whole.
    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn next(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    fn opened(&mut self, opening: &Opening) -> Option<&mut Document> {
        let document = self.documents.get_mut(&opening.uri)?;
        (document.opening == opening.number).then_some(document)
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn uri() -> Uri {
        Uri::from_str("untitled:Untitled-1").unwrap()
    }

    fn append(text: &Text, words: &&str) -> Edit {
        Edit::new(crate::text::Span::empty(text.len()), *words)
    }

    fn finish(documents: &Documents, opening: &Opening, job: &Job) {
        let draft = match &job.earlier {
            Some((draft, edits)) => draft.edited(edits),
            None => Draft::open(&job.text.to_string()),
        };
        let analysed = Analysed {
            state: job.state,
            version: job.version,
            draft: Some(Arc::new(draft)),
        };
        documents.keep(opening, analysed);
    }

    #[test]
    fn changes_during_an_analysis_wait_for_one_more() {
        let documents = Documents::default();
        let opening = documents.open(uri(), 1, "一");
        let job = documents.next_job(&opening).unwrap();
        let changed = |version, words| documents.change(&uri(), version, &[words], append);
        assert_eq!(changed(2, "二"), Change::Applied);
        assert_eq!(changed(3, "三"), Change::Applied);
        finish(&documents, &opening, &job);
        assert!(matches!(documents.newest(&uri()), Newest::UnderWay));

        let job = documents.next_job(&opening).unwrap();
        assert_eq!(job.earlier.as_ref().unwrap().1.len(), 2);
        finish(&documents, &opening, &job);
        let Newest::Analysed(analysed) = documents.newest(&uri()) else {
            panic!("not analysed");
        };
        assert_eq!(analysed.version, 3);
        assert_eq!(analysed.draft.unwrap().text.to_string(), "一二三");
        assert!(documents.next_job(&opening).is_none());
        assert_eq!(changed(4, "四"), Change::NeedsAnalysis(opening));
    }

    #[test]
    fn an_older_version_changes_nothing() {
        let documents = Documents::default();
        let opening = documents.open(uri(), 5, "一");
        let changed = documents.change(&uri(), 4, &["二"], append);
        assert_eq!(changed, Change::Outdated);
        assert_eq!(documents.next_job(&opening).unwrap().text.to_string(), "一");
    }

    #[test]
    fn an_analysis_of_a_closed_document_is_dropped() {
        let documents = Documents::default();
        let first = documents.open(uri(), 1, "一");
        let job = documents.next_job(&first).unwrap();
        documents.close(&uri());
        let second = documents.open(uri(), 1, "二");
        finish(&documents, &first, &job);
        assert!(matches!(documents.newest(&uri()), Newest::UnderWay));
        assert!(documents.next_job(&first).is_none());
        assert!(documents.next_job(&second).is_some());
        assert_eq!(
            documents.change(&uri(), 2, &["三"], append),
            Change::Applied
        );
    }
}
