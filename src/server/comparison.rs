//! What the open documents say of each other.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp_server::ls_types::Uri;

use super::projects::path_of;
use crate::audit::{Analysis, Draft, PlacedAnalysis};
use crate::project::{Digest, Mismatch, compare, digest_of};

/// The open documents beside each other.
#[derive(Debug, Default)]
pub struct Comparisons {
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    /// By address, so that their order is always the same.
    documents: BTreeMap<String, Document>,
}

#[derive(Debug)]
struct Document {
    uri: Uri,
    draft: Arc<Draft>,
    /// The digests of its disclosures; none as long as there is nothing to compare them with.
    digests: Option<Vec<Kept>>,
    /// Counts the changes of what follows.
    generation: u64,
    contradictions: Vec<Contradiction>,
}

/// What is kept of a disclosure, as long as it stays where it is.
#[derive(Debug, Clone)]
struct Kept {
    analysis: Arc<Analysis>,
    start: usize,
    line: usize,
    digest: Option<Arc<Digest>>,
}

impl Kept {
    fn of(placed: &PlacedAnalysis, draft: &Draft, name: &str, known: Option<&Kept>) -> Self {
        let line = draft.text.line_of(placed.start);
        let stays = |known: &&Kept| {
            Arc::ptr_eq(&known.analysis, &placed.analysis)
                && (known.start, known.line) == (placed.start, line)
        };
        match known.filter(stays) {
            Some(known) => known.clone(),
            None => Self {
                analysis: Arc::clone(&placed.analysis),
                start: placed.start,
                line,
                digest: digest_of(&draft.text, placed, name).map(Arc::new),
            },
        }
    }
}

/// The digests of a draft; those of disclosures that stayed are taken over.
fn kept(draft: &Draft, uri: &Uri, known: &[Kept]) -> Vec<Kept> {
    let name = name_of(uri);
    let placed = draft.disclosures.iter().enumerate();
    placed
        .map(|(index, placed)| Kept::of(placed, draft, &name, known.get(index)))
        .collect()
}

/// A document contradicts another one.
#[derive(Debug, Clone)]
pub struct Contradiction {
    /// What contradicts what.
    pub mismatch: Mismatch,
    /// The other document.
    pub other: Uri,
    /// Its draft, in which the place of the other figure is.
    pub other_draft: Arc<Draft>,
}

impl Comparisons {
    /// Takes the newest analysis of a document; none for one that was closed. Gives the addresses
    /// of the other documents of which now something else is to be said.
    pub fn update(&self, uri: &Uri, draft: Option<&Arc<Draft>>) -> Vec<Uri> {
        let name = uri.as_str().to_owned();
        // The digests are made while the lock is free.
        let known = self.lock().digests_beside(&name, draft);
        let digests = draft
            .zip(known)
            .map(|(draft, known)| kept(draft, uri, &known));
        let mut shelf = self.lock();
        let known = shelf.documents.remove(&name);
        if let Some(draft) = draft {
            let earlier = known.as_ref().map(|known| in_list(&known.digests));
            let says_the_same = earlier == Some(in_list(&digests));
            let (generation, contradictions) = known.map_or_else(Default::default, |known| {
                (known.generation, known.contradictions)
            });
            shelf.documents.insert(
                name,
                Document {
                    uri: uri.clone(),
                    draft: Arc::clone(draft),
                    digests,
                    generation,
                    contradictions,
                },
            );
            if says_the_same && shelf.contradicts_nothing() {
                return Vec::new();
            }
        }
        let mut changed = shelf.compare();
        changed.retain(|other| other != uri);
        changed
    }

    /// What a document says against others.
    pub fn of(&self, uri: &Uri) -> Vec<Contradiction> {
        let shelf = self.lock();
        let document = shelf.documents.get(uri.as_str());
        document.map_or_else(Vec::new, |it| it.contradictions.clone())
    }

    /// The number of what a document says against others: another one after each change of it.
    pub fn generation(&self, uri: &Uri) -> u64 {
        let shelf = self.lock();
        let document = shelf.documents.get(uri.as_str());
        document.map_or(0, |it| it.generation)
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The digests among what is kept.
fn in_list(kept: &Option<Vec<Kept>>) -> Option<Vec<&Option<Arc<Digest>>>> {
    Some(kept.as_ref()?.iter().map(|kept| &kept.digest).collect())
}

impl Shelf {
    /// Whether no document contradicts another one.
    fn contradicts_nothing(&self) -> bool {
        let mut documents = self.documents.values();
        documents.all(|document| document.contradictions.is_empty())
    }

    /// The known digests of a document, when there is something to compare its draft with.
    fn digests_beside(&self, name: &str, draft: Option<&Arc<Draft>>) -> Option<Vec<Kept>> {
        let own = draft?.disclosures.len();
        let is_alone = own <= 1 && self.documents.keys().all(|other| other == name);
        if is_alone {
            return None;
        }
        let known = self.documents.get(name);
        Some(known.and_then(|it| it.digests.clone()).unwrap_or_default())
    }

    /// Compares all documents; gives those of which something else is said than before.
    fn compare(&mut self) -> Vec<Uri> {
        let mut owners = Vec::new();
        let mut digests: Vec<Arc<Digest>> = Vec::new();
        let is_alone = self.documents.len() <= 1;
        for (name, document) in &mut self.documents {
            if document.digests.is_none() && !is_alone {
                document.digests = Some(kept(&document.draft, &document.uri, &[]));
            }
            for digest in document.digests.iter().flatten() {
                if let Some(digest) = &digest.digest {
                    owners.push(name.clone());
                    digests.push(Arc::clone(digest));
                }
            }
        }
        let mut found: BTreeMap<String, Vec<Contradiction>> = BTreeMap::new();
        for mismatch in compare(&digests) {
            let other = owners.get(mismatch.other);
            let other = other.and_then(|name| self.documents.get(name));
            let (Some(owner), Some(other)) = (owners.get(mismatch.document), other) else {
                continue;
            };
            let contradiction = Contradiction {
                other: other.uri.clone(),
                other_draft: Arc::clone(&other.draft),
                mismatch,
            };
            found.entry(owner.clone()).or_default().push(contradiction);
        }
        let mut changed = Vec::new();
        for (name, document) in &mut self.documents {
            let now = found.remove(name).unwrap_or_default();
            let same = now.len() == document.contradictions.len()
                && now.iter().zip(&document.contradictions).all(is_same);
            document.contradictions = now;
            if !same {
                document.generation += 1;
                changed.push(document.uri.clone());
            }
        }
        changed
    }
}

fn is_same((one, other): (&Contradiction, &Contradiction)) -> bool {
    one.mismatch == other.mismatch && one.other == other.other
}

/// The last part of an address, as a person would name the file.
pub fn name_of(uri: &Uri) -> String {
    let path = path_of(uri).unwrap_or_default();
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.map_or_else(|| uri.as_str().to_owned(), |name| name.into_owned())
}
