//! The report of the whole run, as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::documents::Document;
use crate::missed::Missed;
use crate::prospect::{PROSPECTS, Prospect};
use crate::run::Trial;
use crate::site::Place;
use crate::slip::{SLIPS, Slip};
use crate::tally::Tally;
use crate::targets::{PROSE_TARGET, TABLE_TARGET, Thresholds};

/// Table figures or prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Tables,
    Prose,
}

impl Group {
    fn of(place: Place) -> Self {
        if place.is_cell() {
            Self::Tables
        } else {
            Self::Prose
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Tables => "table figures",
            Self::Prose => "amounts and percentages in prose",
        }
    }
}

/// Everything that is counted.
#[derive(Default)]
pub struct Report {
    /// Names in order, and whether they count for the targets.
    documents: Vec<(String, bool)>,
    detectable: BTreeMap<(Group, String, Slip), Tally>,
    prospects: BTreeMap<(Group, String, Prospect), Tally>,
    /// Detectable mutations by place, all of them and those that no rule could see.
    places: BTreeMap<Place, [Tally; 2]>,
    missed: Missed,
}

impl Report {
    /// Counts the mutations of a document.
    pub fn add(&mut self, document: &Document, trials: &[Trial]) {
        let name = &document.name;
        self.documents.push((name.clone(), document.counts));
        for trial in trials {
            let group = Group::of(trial.site.place);
            let prospect = (group, name.clone(), trial.prospect);
            self.prospects
                .entry(prospect)
                .or_default()
                .add(&trial.outcome);
            if !trial.prospect.is_detectable() {
                continue;
            }
            let detectable = (group, name.clone(), trial.slip);
            self.detectable
                .entry(detectable)
                .or_default()
                .add(&trial.outcome);
            if document.counts {
                let [all, unlinked] = self.places.entry(trial.site.place).or_default();
                all.add(&trial.outcome);
                if trial.prospect != Prospect::Linked {
                    unlinked.add(&trial.outcome);
                }
                if trial.site.place.is_cell() && !trial.outcome.detected {
                    let place = place_name(trial.site.place);
                    self.missed.add(document, trial, place);
                }
            }
        }
    }

    fn counts(&self, document: &str) -> bool {
        let mut documents = self.documents.iter();
        documents.any(|(name, counts)| name == document && *counts)
    }

    fn total(&self, wanted: impl Fn(Group, &str, Slip) -> bool) -> Tally {
        let mut total = Tally::default();
        for ((group, document, slip), tally) in &self.detectable {
            if wanted(*group, document, *slip) {
                total += *tally;
            }
        }
        total
    }

    /// The report.
    pub fn text(&self) -> String {
        let mut text = String::from(INTRODUCTION);
        self.targets(&mut text);
        for group in [Group::Tables, Group::Prose] {
            self.by_document(&mut text, group);
            self.by_slip(&mut text, group);
        }
        self.by_prospect(&mut text);
        self.by_place(&mut text);
        text.push_str(MISSED_INTRODUCTION);
        self.missed.write(&mut text);
        text
    }

    fn targets(&self, text: &mut String) {
        text.push_str("\n## Targets\n\nOver the documents marked with * below.\n\n");
        text.push_str("| | target | reached |\n| --- | ---: | ---: |\n");
        for (group, target) in [(Group::Tables, TABLE_TARGET), (Group::Prose, PROSE_TARGET)] {
            let tally = self.total(|own, name, _| own == group && self.counts(name));
            target_lines(text, group, target, &tally);
        }
        let noise = self
            .total(|_, name, _| self.counts(name))
            .noise_of_thousand();
        line(text, &["noise for a mutation", "≤ 0.100", &decimal(noise)]);
    }

    fn by_document(&self, text: &mut String, group: Group) {
        let _ = write!(
            text,
            "\n## {}, by document\n\n{HEAD}",
            capitalised(group.name())
        );
        for (name, counts) in &self.documents {
            let tally = self.total(|own, other, _| own == group && other == name);
            let mark = if *counts { " *" } else { "" };
            tally_line(text, &format!("{name}{mark}"), &tally);
        }
    }

    fn by_slip(&self, text: &mut String, group: Group) {
        let name = capitalised(group.name());
        let _ = write!(
            text,
            "\n## {name}, by kind of mutation (documents with *)\n\n{HEAD}"
        );
        for slip in SLIPS {
            let tally =
                self.total(|own, name, other| own == group && other == slip && self.counts(name));
            tally_line(text, slip.name(), &tally);
        }
        for (name, _) in &self.documents {
            for slip in SLIPS {
                let tally =
                    self.total(|own, other, kind| own == group && other == name && kind == slip);
                tally_line(text, &format!("{name}: {}", slip.name()), &tally);
            }
        }
    }

    fn by_prospect(&self, text: &mut String) {
        text.push_str(PROSPECTS_INTRODUCTION);
        text.push_str(
            "| what can be expected | counted | table figures | detected | prose | detected |\n",
        );
        text.push_str("| --- | --- | ---: | ---: | ---: | ---: |\n");
        for prospect in PROSPECTS {
            let tally = |group: Group| {
                let mut total = Tally::default();
                for ((own, document, other), tally) in &self.prospects {
                    if *own == group && *other == prospect && self.counts(document) {
                        total += *tally;
                    }
                }
                total
            };
            let (tables, prose) = (tally(Group::Tables), tally(Group::Prose));
            let counted = if prospect.is_detectable() {
                "yes"
            } else {
                "apart"
            };
            line(
                text,
                &[
                    prospect.name(),
                    counted,
                    &tables.mutations.to_string(),
                    &tables.detected.to_string(),
                    &prose.mutations.to_string(),
                    &prose.detected.to_string(),
                ],
            );
        }
    }

    fn by_place(&self, text: &mut String) {
        text.push_str(PLACES_INTRODUCTION);
        text.push_str(
            "| place | mutations | detected | named | restored | not linked | of them detected |\n",
        );
        text.push_str("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (place, [all, unlinked]) in &self.places {
            line(
                text,
                &[
                    &place_name(*place),
                    &all.mutations.to_string(),
                    &percent(all.detected_of_thousand()),
                    &percent(all.named_of_thousand()),
                    &percent(all.restored_of_thousand()),
                    &unlinked.mutations.to_string(),
                    &unlinked.detected.to_string(),
                ],
            );
        }
    }
}

const INTRODUCTION: &str = "\
# Mutations

What Yusuan notices when one figure is wrong. Written by `.ci/mutations`; do not edit.

Every figure of every table and every amount and percentage of the prose is changed in turn, in one way of each
kind: a digit changed, two digits transposed, a digit dropped, a digit doubled, the decimal point moved by one
place, the number of the neighbouring cell (in prose: of the amount before or after it). The errors and warnings
are compared with those before the change.

- *detected*: a new error or warning, of the detectable mutations;
- *named*: one of them is on exactly the changed number, of those detected;
- *restored*: its fix gives the original value back, of those detected;
- *noise*: new errors and warnings elsewhere, for each mutation.

Seeds and samples are real documents that are not part of the repository.
";

const PROSPECTS_INTRODUCTION: &str = "
## What can be noticed at all (documents with *)

Mutations that no checker can notice are counted apart, and the rates above leave them out: the value is the same;
fewer decimals are printed and the rest is the rounded original; the number is an estimate; the table is blank; the
number is printed once and is in no identity, sum or ratio with the figures beside it; every identity of the number
holds within the rounding of the printed figures, and the number is printed once or, in a cell that is added up, off
by one unit of its last decimal (two printings of one quantity may differ so). Mutations of numbers that the
model has not read, that no rule links, or that only a loose identity links, though they are printed elsewhere or
are in a visible sum or ratio, count as detectable: these rules are missing.

";

const PLACES_INTRODUCTION: &str = "
## Where figures are linked (documents with *)

The detectable mutations by place, and those among them that no identity can see: not read, in no identity, or
loosely linked.

";

const MISSED_INTRODUCTION: &str = "
## What was missed in tables (documents with *)

The detectable mutations of table figures without a new error or warning, by document and kind of cell. *Loosely
linked* are mostly numbers changed by so little that every sum still holds within the rounding of what is printed;
they count as detectable because the number is printed elsewhere or is bounded by another one.

";

const HEAD: &str = "\
| | mutations | detected | named | restored | noise |
| --- | ---: | ---: | ---: | ---: | ---: |
";

fn target_lines(text: &mut String, group: Group, target: Thresholds, tally: &Tally) {
    let rows = [
        ("detected", target.detected, tally.detected_of_thousand()),
        ("named", target.named, tally.named_of_thousand()),
        ("restored", target.restored, tally.restored_of_thousand()),
    ];
    for (what, target, reached) in rows {
        let target = match target {
            0 => "–".to_owned(),
            target => format!("≥ {}", percent(target)),
        };
        let name = format!("{}: {what}", group.name());
        line(text, &[&name, &target, &percent(reached)]);
    }
}

fn tally_line(text: &mut String, name: &str, tally: &Tally) {
    if tally.mutations == 0 {
        return;
    }
    line(
        text,
        &[
            name,
            &tally.mutations.to_string(),
            &percent(tally.detected_of_thousand()),
            &percent(tally.named_of_thousand()),
            &percent(tally.restored_of_thousand()),
            &decimal(tally.noise_of_thousand()),
        ],
    );
}

fn line(text: &mut String, cells: &[&str]) {
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

fn percent(of_thousand: usize) -> String {
    format!("{}.{} %", of_thousand / 10, of_thousand % 10)
}

fn decimal(of_thousand: usize) -> String {
    format!("{}.{:03}", of_thousand / 1000, of_thousand % 1000)
}

fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn place_name(place: Place) -> String {
    match place {
        Place::Cell(kind) => format!("cells: {kind:?}"),
        Place::CellText(kind) => format!("words in cells: {kind:?}"),
        Place::Prose => "prose".to_owned(),
    }
}
