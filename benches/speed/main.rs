//! How fast Yusuan is, beside a floor and a peer in the same run: `cargo bench --bench speed`.
//!
//! The machines that this runs on are shared, so times alone say little: what is compared are
//! medians of interleaved pairs. Options after `--`:
//!
//! - `--write FILE`: write the report there (`.ci/speed` writes docs/performance.md).
//! - `--peer PROGRAM`: a `typos-lsp`; without it the peer's columns are empty.
//! - `--edits N`: so many one-digit edits at each size (200).
//! - `--quick`: the smallest size and a tenth of the documents only.

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

mod batch;
mod client;
mod drafts;
mod features;
mod floor;
mod keystroke;
mod picture;
mod report;
mod times;

use std::path::PathBuf;

/// What was asked for.
pub struct Options {
    write: Option<PathBuf>,
    peer: Option<PathBuf>,
    edits: usize,
    quick: bool,
}

fn options() -> Options {
    let mut options = Options {
        write: None,
        peer: None,
        edits: 200,
        quick: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().expect("the option needs a value");
        match argument.as_str() {
            "--write" => options.write = Some(value().into()),
            "--peer" => options.peer = Some(value().into()),
            "--edits" => options.edits = value().parse().expect("a number"),
            "--quick" => options.quick = true,
            // Given by `cargo bench`.
            "--bench" => {}
            // This program is its own floor, and its own parser without an audit.
            "--floor" => floor::serve(),
            "--parse" => batch::parse_all(&value()),
            _ => panic!("unknown option {argument}"),
        }
    }
    options
}

fn main() {
    let options = options();
    let (name, draft) = drafts::draft();
    let sizes: &[usize] = if options.quick { &[1] } else { &[1, 10, 100] };
    let keystrokes: Vec<_> = sizes
        .iter()
        .map(|copies| keystroke::measure(&draft.repeat(*copies), &options))
        .collect();
    let text = report::Report {
        draft: (&name, draft.len()),
        keystrokes: &keystrokes,
        features: &[1, 100].map(|copies| features::measure(&draft.repeat(copies))),
        batch: &batch::measure(&draft, if options.quick { 100 } else { 1000 }),
        start: keystroke::start_up(),
    }
    .text();
    println!("{text}");
    if let Some(path) = options.write {
        let picture = path.with_file_name("images").join("performance.svg");
        std::fs::write(path, text).expect("the report is written");
        std::fs::write(picture, picture::growth(&keystrokes)).expect("the picture is written");
    }
}
