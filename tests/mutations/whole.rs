//! The whole mutation suite: every figure of every document, every kind of mutation.
//!
//! `cargo bench --bench mutations` prints the report; `.ci/mutations` writes it to
//! `docs/mutations.md`. Options after `--`:
//!
//! - `--write FILE`: write the report there.
//! - `--trials FILE`: write every detectable mutation with what came of it, as TAB text.
//! - `--only WORD`: only the documents whose name contains the word.
//! - `--stride N`: only every N-th figure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    reason = "what panics here has failed"
)]

mod documents;
mod missed;
mod outcome;
mod prospect;
mod report;
mod run;
mod site;
mod slip;
mod tally;
#[allow(dead_code, reason = "the fast subset uses the rest")]
mod targets;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;

use yusuan::audit::Places;
use yusuan::text::Span;

use documents::Document;
use prospect::Prospects;
use report::Report;
use run::Trial;

#[derive(Default)]
struct Options {
    write: Option<String>,
    trials: Option<String>,
    only: Option<String>,
    stride: Option<usize>,
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--write" => options.write = Some(value()?),
            "--trials" => options.trials = Some(value()?),
            "--only" => options.only = Some(value()?),
            "--stride" => options.stride = Some(value()?.parse()?),
            // Given by `cargo bench`.
            "--bench" => {}
            _ => return Err(format!("unknown option {argument}").into()),
        }
    }
    Ok(options)
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let mut report = Report::default();
    let mut list = String::new();
    let documents = documents::fixtures()
        .into_iter()
        .chain(documents::real_documents());
    for document in documents {
        let wanted = options.only.as_ref();
        if wanted.is_some_and(|word| !document.name.contains(word.as_str())) {
            continue;
        }
        let trials = run::trials(&document, 0, options.stride.unwrap_or(1).max(1));
        eprintln!("{}: {} mutations", document.name, trials.len());
        if options.trials.is_some() {
            list_trials(&mut list, &document, &trials)?;
        }
        report.add(&document, &trials);
    }
    let text = report.text();
    println!("{text}");
    if let Some(path) = options.write {
        fs::write(path, text)?;
    }
    if let Some(path) = options.trials {
        fs::write(path, list)?;
    }
    Ok(())
}

/// One line for each detectable mutation, for those who look for missing rules.
fn list_trials(
    list: &mut String,
    document: &Document,
    trials: &[Trial],
) -> Result<(), std::fmt::Error> {
    let prospects = Prospects::of(&document.draft);
    for trial in trials.iter().filter(|trial| trial.prospect.is_detectable()) {
        let site = &trial.site;
        let rules: Vec<&str> = prospects.rules(site).into_iter().collect();
        let outcome = &trial.outcome;
        let found: Vec<String> = outcome
            .found
            .iter()
            .map(|(code, line, words)| format!("{code}@{line} {words}"))
            .collect();
        let flag = |flag: bool, word: &'static str| if flag { word } else { "-" };
        writeln!(
            list,
            "{}\t{}\t{:?}\t{}\t{}\t{}\t{} → {}\t{}\t{}\t{}\t{}\t{}\t{}",
            document.name,
            document.draft.text.line_of(site.span.start) + 1,
            site.place,
            label(document, trial),
            trial.slip.name(),
            trial.prospect.name(),
            site.printed,
            trial.mutated,
            flag(outcome.detected, "detected"),
            flag(outcome.named, "named"),
            flag(outcome.restored, "restored"),
            outcome.noise,
            rules.join(" "),
            found.join(" ; "),
        )?;
    }
    Ok(())
}

/// The line and the column of a cell; the words before an amount.
fn label(document: &Document, trial: &Trial) -> String {
    let site = &trial.site;
    let Some(placed) = document.draft.disclosures.get(site.disclosure) else {
        return String::new();
    };
    let disclosure = &placed.analysis.disclosure;
    if let Some(figure) = site.figure.filter(|_| site.place.is_cell()) {
        return Places::of(disclosure).label(disclosure, figure);
    }
    let line = document.draft.text.line_of(site.span.start);
    let start = document.draft.text.line_span(line).start;
    let before = document.draft.text.slice(Span::new(start, site.span.start));
    let tail: Vec<char> = before.chars().rev().take(24).collect();
    tail.into_iter()
        .rev()
        .collect::<String>()
        .replace('\t', "→")
}
