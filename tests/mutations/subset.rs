//! Some figures of our own drafts, with the thresholds that hold today.

use yusuan::audit::Draft;

use crate::documents::fixtures;
use crate::outcome::edit;
use crate::run::trials;
use crate::tally::Tally;
use crate::targets::{PROSE_NOW, TABLE_NOW, Thresholds};

/// Every so many figures; a prime, so that all columns of a table have their turn.
const STRIDE: usize = 37;

fn assert_reached(what: &str, tally: &Tally, thresholds: Thresholds) {
    println!("{what}: {tally:?}");
    assert!(tally.mutations > 0, "{what}");
    let reached = Thresholds {
        detected: tally.detected_of_thousand(),
        named: tally.named_of_thousand(),
        restored: tally.restored_of_thousand(),
        noise: tally.noise_of_thousand(),
    };
    assert!(
        reached.detected >= thresholds.detected,
        "{what}: {reached:?}"
    );
    assert!(reached.named >= thresholds.named, "{what}: {reached:?}");
    assert!(
        reached.restored >= thresholds.restored,
        "{what}: {reached:?}"
    );
    assert!(reached.noise <= thresholds.noise, "{what}: {reached:?}");
}

#[test]
fn wrong_figures_are_detected_named_and_restored() {
    let mut tables = Tally::default();
    let mut prose = Tally::default();
    for (index, document) in fixtures().iter().enumerate() {
        for trial in trials(document, index, STRIDE) {
            if !trial.prospect.is_detectable() {
                continue;
            }
            if trial.site.place.is_cell() {
                tables.add(&trial.outcome);
            } else {
                prose.add(&trial.outcome);
            }
        }
    }
    assert_reached("table figures", &tables, TABLE_NOW);
    assert_reached("prose", &prose, PROSE_NOW);
}

#[test]
fn a_mutated_draft_equals_the_draft_of_the_mutated_text() {
    for document in fixtures() {
        for trial in trials(&document, 11, 401) {
            let edited = document.draft.edited(&[edit(&trial.site, &trial.mutated)]);
            let fresh = Draft::open(&edited.text.to_string());
            assert_eq!(edited.disclosures.len(), fresh.disclosures.len());
            for (edited, fresh) in edited.disclosures.iter().zip(&fresh.disclosures) {
                assert_eq!(edited.start, fresh.start);
                assert_eq!(edited.analysis.findings, fresh.analysis.findings);
            }
        }
    }
}
