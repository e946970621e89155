//! A figure is made wrong and the audit is asked: the fast part of the mutation suite.
//!
//! The whole suite is `cargo bench --bench mutations`; `.ci/mutations` writes its report to
//! `docs/mutations.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "what panics here has failed"
)]

#[allow(dead_code, reason = "the whole run uses the rest")]
mod documents;
mod outcome;
#[allow(dead_code, reason = "the whole run uses the rest")]
mod prospect;
mod run;
mod site;
mod slip;
mod structural;
mod subset;
mod tally;
#[allow(dead_code, reason = "the whole run uses the rest")]
mod targets;
