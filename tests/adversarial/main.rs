//! Drafts of sizes and shapes that nobody writes: everything takes time in proportion to the
//! draft, and something is made of every draft.
//!
//! `cargo test` tries small sizes; `.ci/adversarial` the full ones, and prints a table.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    clippy::print_stdout,
    reason = "what panics here has failed"
)]

#[path = "../../benches/fuzz/processor.rs"]
mod processor;
mod shapes;

use std::time::Duration;

use processor::processor_time;
use shapes::{Reading, SHAPES, Shape};
use yusuan::audit::{Draft, Locale};
use yusuan::ide;
use yusuan::project::{self, Policy};
use yusuan::text::{Edit, Span};

/// How much larger the second draft is.
const GROWTH: usize = 4;

/// How much longer it may take: 4 when time is linear, 16 when it is quadratic.
const LIMIT: f64 = 8.0;

/// How often a shape is measured before it is judged. What is measured is the time of the processor;
/// a busy machine has less of its memory at hand all the same.
const ATTEMPTS: usize = 4;

/// What takes less than this for the large draft is not judged.
const TRIFLE: Duration = Duration::from_millis(50);

/// What is measured of a draft.
const STEPS: [&str; 9] = [
    "open",
    "edit",
    "diagnostics",
    "symbols",
    "folds",
    "tokens",
    "hints",
    "formatting",
    "lenses and links",
];

/// How long each step takes, and the draft.
fn measure(text: &str) -> ([Duration; STEPS.len()], Draft) {
    let mut times = [Duration::ZERO; STEPS.len()];
    let mut step = 0;
    let mut lap = |begun: Duration| {
        times[step] = processor_time().saturating_sub(begun);
        step += 1;
    };
    let begun = processor_time();
    let draft = Draft::open(text);
    lap(begun);
    let begun = processor_time();
    let end = Span::empty(draft.text.len());
    let edited = draft.edited(&[Edit::new(end, "1")]);
    lap(begun);
    drop(edited);
    let begun = processor_time();
    ide::diagnostics(&draft, Locale::Chinese);
    lap(begun);
    let begun = processor_time();
    ide::symbols(&draft, Locale::Chinese);
    lap(begun);
    let begun = processor_time();
    ide::folding(&draft, Locale::Chinese);
    lap(begun);
    let begun = processor_time();
    for placed in &draft.disclosures {
        let whole = Span::new(0, placed.analysis.disclosure.text.len());
        ide::semantic_tokens(&placed.analysis, whole);
    }
    lap(begun);
    let begun = processor_time();
    ide::inlay_hints(&draft, draft.text.span(), Locale::Chinese);
    lap(begun);
    let begun = processor_time();
    ide::formatting(&draft);
    lap(begun);
    let begun = processor_time();
    let review = project::review(&draft, &Policy::default(), &[], "draft.txt");
    let shown: Vec<ide::GravePlace> = ide::grave_places(&draft, &review).collect();
    ide::code_lenses(&draft, shown, Locale::Chinese);
    ide::document_links(&draft);
    lap(begun);
    (times, draft)
}

/// What was made of a draft is what its size says.
fn assert_read(shape: &Shape, size: usize, draft: &Draft) {
    let disclosures: Vec<_> = draft
        .disclosures
        .iter()
        .map(|placed| &placed.analysis.disclosure)
        .collect();
    let sum = |count: &dyn Fn(&yusuan::document::Disclosure) -> usize| -> usize {
        disclosures.iter().map(|disclosure| count(disclosure)).sum()
    };
    let (count, expected) = match shape.read {
        Reading::Rows(expected) => (
            sum(&|it| it.tables.iter().map(|table| table.rows.len()).sum()),
            expected(size),
        ),
        Reading::Outline(expected) => (sum(&|it| it.outline_nodes().len()), expected(size)),
        Reading::Glossary(expected) => (sum(&|it| it.glossary.len()), expected(size)),
        Reading::Figures(expected) => (sum(&|it| it.figures.len()), expected(size)),
        Reading::Disclosures(expected) => (disclosures.len(), expected(size)),
        Reading::Nothing => (sum(&|it| it.outline_nodes().len()), 0),
    };
    match shape.read {
        Reading::Nothing => assert_eq!(count, 0, "{}", shape.name),
        _ => assert!(
            count >= expected,
            "{}: {count} instead of {expected}",
            shape.name
        ),
    }
}

/// The steps that grow faster than the draft, with their times for the small and large one.
fn slow(small: &[Duration], large: &[Duration]) -> Vec<String> {
    STEPS
        .iter()
        .zip(small.iter().zip(large))
        .filter(|(_, (small, large))| {
            **large > TRIFLE && large.as_secs_f64() > LIMIT * small.as_secs_f64()
        })
        .map(|(step, (small, large))| format!("{step}: {small:.1?} → {large:.1?}"))
        .collect()
}

/// Judges a shape: nothing when it grows in proportion.
fn judge(shape: &Shape, size: usize) -> Option<String> {
    let (small_text, large_text) = ((shape.draft)(size / GROWTH), (shape.draft)(size));
    let (mut small, draft) = measure(&small_text);
    assert_read(shape, size / GROWTH, &draft);
    let (mut large, draft) = measure(&large_text);
    assert_read(shape, size, &draft);
    drop(draft);
    for _ in 1..ATTEMPTS {
        if slow(&small, &large).is_empty() {
            break;
        }
        keep_shortest(&mut small, &measure(&small_text).0);
        keep_shortest(&mut large, &measure(&large_text).0);
    }
    let (open, bytes) = (large[0].as_secs_f64(), large_text.len());
    let ratio = open / small[0].as_secs_f64();
    println!(
        "| {} | {size} | {:.2} MB | {open:.2} s | {ratio:.1} | {:.2} s |",
        shape.name,
        bytes as f64 / 1e6,
        large[2..].iter().sum::<Duration>().as_secs_f64(),
    );
    let slow = slow(&small, &large);
    (!slow.is_empty()).then(|| format!("{}: {}", shape.name, slow.join(", ")))
}

fn keep_shortest(times: &mut [Duration], others: &[Duration]) {
    for (time, other) in times.iter_mut().zip(others) {
        *time = (*time).min(*other);
    }
}

/// The shapes named in `YUSUAN_SHAPES`, or all; the full sizes where `YUSUAN_FULL_SIZES` is set.
#[test]
fn time_grows_with_the_draft() {
    let full = std::env::var_os("YUSUAN_FULL_SIZES").is_some();
    let wanted = std::env::var("YUSUAN_SHAPES").unwrap_or_default();
    let wanted: Vec<&str> = wanted.split(',').filter(|name| !name.is_empty()).collect();
    println!("| draft | size | text | analysis | ratio for 4 × | editor's questions |");
    println!("|---|---:|---:|---:|---:|---:|");
    let faults: Vec<String> = SHAPES
        .iter()
        .filter(|shape| wanted.is_empty() || wanted.contains(&shape.name))
        .filter_map(|shape| judge(shape, if full { shape.full } else { shape.quick }))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
