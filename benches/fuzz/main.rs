//! Fuzzing with the stable compiler: mutated documents, invented tables, edits, streams of
//! messages. `.ci/fuzz SECONDS` runs every target; one alone:
//! `cargo bench --bench fuzz -- --target analysis --seconds 60`.
//!
//! The cases follow from the seed alone: `--seed N --first CASE --cases 1` repeats one. A case
//! fails when anything panics (what the server would catch counts as well), when an invariant
//! does not hold, or when it takes more than [`PATIENCE`] of the processor. The input of a failed
//! case is written to `.cache/fuzz`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::exit,
    clippy::cast_possible_wrap,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    reason = "what panics here has failed"
)]

mod corpus;
mod messages;
mod mutation;
mod processor;
mod random;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use corpus::Corpus;
use processor::processor_time;
use random::Random;

/// How much processor time a case may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// After so many failures the rest says nothing new.
const MOST_FAILURES: usize = 20;

/// Every panic, also those that are caught further down.
static PANICS: AtomicUsize = AtomicUsize::new(0);
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

struct Options {
    targets: Vec<String>,
    limit: Duration,
    seed: u64,
    first: u64,
    cases: u64,
}

fn options() -> Options {
    let mut options = Options {
        targets: Vec::new(),
        limit: Duration::from_secs(20),
        seed: 1,
        first: 0,
        cases: u64::MAX,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().expect("the option needs a value");
        match argument.as_str() {
            "--target" => options.targets.push(value()),
            "--seconds" => options.limit = Duration::from_secs(value().parse().expect("a number")),
            "--seed" => options.seed = value().parse().expect("a number"),
            "--first" => options.first = value().parse().expect("a number"),
            "--cases" => options.cases = value().parse().expect("a number"),
            // Given by `cargo bench`.
            "--bench" => {}
            _ => panic!("unknown option {argument}"),
        }
    }
    options
}

fn main() {
    let options = options();
    let corpus = Corpus::read();
    std::panic::set_hook(Box::new(|panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        *LAST_PANIC.lock().expect("no panic while noting one") = panic.to_string();
    }));
    println!("| target | cases | seconds | failures | slowest case | most memory so far |");
    println!("|---|---:|---:|---:|---:|---:|");
    let mut failures = 0;
    for target in targets::TARGETS {
        let chosen = options.targets.iter().any(|name| name == target.name);
        if options.targets.is_empty() || chosen {
            failures += run(&target, &options, &corpus);
        }
    }
    if failures > 0 {
        std::process::exit(1);
    }
}

/// What is tried, and how.
pub struct Target {
    name: &'static str,
    /// The input of a case.
    input: fn(&mut Random, &Corpus) -> String,
    /// Panics when something does not hold; whatever else it needs at random is taken from here.
    check: fn(&str, &mut Random),
}

fn run(target: &Target, options: &Options, corpus: &Corpus) -> usize {
    let begun = Instant::now();
    let (mut cases, mut failures) = (0, 0);
    let (mut slowest, mut slowest_case) = (Duration::ZERO, 0);
    for case in options.first..options.first.saturating_add(options.cases) {
        if begun.elapsed() >= options.limit || failures == MOST_FAILURES {
            break;
        }
        let mut random = Random::new(options.seed, case);
        let input = (target.input)(&mut random, corpus);
        let panics = PANICS.load(Ordering::SeqCst);
        let before = processor_time();
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.check)(&input, &mut random)));
        let taken = processor_time().saturating_sub(before);
        cases += 1;
        if taken > slowest {
            (slowest, slowest_case) = (taken, case);
        }
        let panicked = outcome.is_err() || PANICS.load(Ordering::SeqCst) > panics;
        if panicked || taken > PATIENCE {
            failures += 1;
            report(
                target,
                options.seed,
                case,
                &input,
                panicked.then_some(()),
                taken,
            );
        }
    }
    println!(
        "| {} | {cases} | {} | {failures} | {:.0} ms (case {slowest_case}) | {} |",
        target.name,
        begun.elapsed().as_secs(),
        slowest.as_secs_f64() * 1e3,
        most_memory(),
    );
    failures
}

fn report(
    target: &Target,
    seed: u64,
    case: u64,
    input: &str,
    panicked: Option<()>,
    taken: Duration,
) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cache/fuzz");
    let path = folder.join(format!("{}-{seed}-{case}.txt", target.name));
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, input));
    let what = match panicked {
        Some(()) => LAST_PANIC
            .lock()
            .expect("no panic while noting one")
            .clone(),
        None => format!("took {taken:?}"),
    };
    let what: String = what.chars().take(2000).collect();
    eprintln!(
        "{} --seed {seed} --first {case} --cases 1: {what}\n  input: {} {written:?}",
        target.name,
        path.display()
    );
}

/// The most memory that this process has had, where the system tells it.
fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.map_or_else(
        || "?".to_owned(),
        |kilobytes| format!("{} MB", kilobytes / 1024),
    )
}
