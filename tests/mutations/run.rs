//! Makes the mutations of a document and collects what comes of them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::documents::Document;
use crate::outcome::{Outcome, edit, outcome};
use crate::prospect::{Prospect, Prospects};
use crate::site::{Site, sites};
use crate::slip::{Chance, SLIPS, Slip, mutated};

/// A mutation and what came of it.
pub struct Trial {
    /// Where.
    pub site: Site,
    /// What went wrong.
    pub slip: Slip,
    /// The number as printed after it.
    pub mutated: String,
    /// What can be expected.
    pub prospect: Prospect,
    /// What the audit said; nothing was tried when the value is the same.
    pub outcome: Outcome,
}

/// Makes every possible mutation of every `stride`-th site of a document, from the `first` one
/// on, on all processors.
pub fn trials(document: &Document, first: usize, stride: usize) -> Vec<Trial> {
    let prospects = Prospects::of(&document.draft);
    let sites: Vec<Site> = sites(&document.draft)
        .into_iter()
        .skip(first)
        .step_by(stride)
        .collect();
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut trials: Vec<Trial> = thread::scope(|scope| {
        let work = || {
            let mut own = Vec::new();
            while let Some(site) = sites.get(next.fetch_add(1, Ordering::Relaxed)) {
                let tried = SLIPS
                    .iter()
                    .filter_map(|slip| trial(document, &prospects, site, *slip));
                own.extend(tried);
            }
            own
        };
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker"))
            .collect()
    });
    trials.sort_by_key(|trial| (trial.site.span, trial.slip));
    trials
}

fn trial(document: &Document, prospects: &Prospects<'_>, site: &Site, slip: Slip) -> Option<Trial> {
    let mut chance = Chance::of(&document.name, site.span.start, slip);
    let mutated = mutated(&site.printed, slip, &site.neighbours, &mut chance)?;
    let prospect = prospects.of_mutation(site, &mutated);
    let outcome = match prospect {
        Prospect::Impossible => return None,
        Prospect::SameValue => Outcome::default(),
        _ => {
            let after = document.draft.edited(&[edit(site, &mutated)]);
            outcome(&document.draft, &after, site, &mutated)
        }
    };
    Some(Trial {
        site: site.clone(),
        slip,
        mutated,
        prospect,
        outcome,
    })
}
