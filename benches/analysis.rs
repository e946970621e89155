//! How long a full analysis takes: of every fixture and real document, and of one table that
//! grows.
//!
//! `cargo bench --bench analysis` prints the fastest of several runs. A word after `--` limits it
//! to the documents with that word in their names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::exit,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    reason = "what panics here has failed"
)]

#[allow(dead_code, reason = "the mutations use the rest")]
#[path = "../tests/mutations/documents.rs"]
mod documents;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use yusuan::audit::Draft;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const RUNS: usize = 20;

fn main() {
    println!(
        "{:>10} {:>10} {:>12}  document",
        "bytes", "ms", "ms per 45 KB"
    );
    let word = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let documents = documents::fixtures()
        .into_iter()
        .chain(documents::real_documents())
        .filter(|document| {
            word.as_ref()
                .is_none_or(|word| document.name.contains(word))
        });
    for document in documents {
        let text = document.draft.text.to_string();
        report(&document.name, &text);
    }
    if word.is_some() {
        return;
    }
    for rows in [1_000, 2_000, 4_000, 8_000, 16_000] {
        report(&format!("a table of {rows} rows"), &long_table(rows));
    }
}

fn report(name: &str, text: &str) {
    let fastest = (0..RUNS).map(|_| duration(text)).min().unwrap_or_default();
    let milliseconds = fastest.as_secs_f64() * 1000.0;
    let relative = milliseconds * 45_000.0 / text.len().max(1) as f64;
    println!(
        "{:>10} {milliseconds:>10.2} {relative:>12.2}  {name}",
        text.len()
    );
}

fn duration(text: &str) -> Duration {
    let start = Instant::now();
    let draft = Draft::open(text);
    let duration = start.elapsed();
    assert!(!draft.disclosures.is_empty(), "nothing was analysed");
    duration
}

/// A table of expenditure with classes of eleven sections of eleven items, all sums right.
fn long_table(rows: usize) -> String {
    const ITEMS: u64 = 11;
    let mut text = String::from(
        "某市某局2024年部门预算公开\n\n2024年一般公共预算支出预算表\n\n单位：万元\n\n\
         科目编码\t科目名称\t合计\t基本支出\t项目支出\n",
    );
    let mut row = |code: String, basic: u64, project: u64| {
        let _ = writeln!(
            text,
            "{code}\t科目{code}\t{}.00\t{basic}.00\t{project}.00",
            basic + project
        );
    };
    let mut count = 0;
    for class in (201..230).cycle() {
        if count >= rows {
            break;
        }
        row(format!("{class}"), 7 * ITEMS * ITEMS, 3 * ITEMS * ITEMS);
        for section in 1..=ITEMS {
            row(format!("{class}{section:02}"), 7 * ITEMS, 3 * ITEMS);
            for item in 1..=ITEMS {
                row(format!("{class}{section:02}{item:02}"), 7, 3);
            }
        }
        count += 1 + (ITEMS * (ITEMS + 1)) as usize;
    }
    text
}
