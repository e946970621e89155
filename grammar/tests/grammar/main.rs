//! The suites of the grammar, in one binary because linking costs more than running.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_arithmetic,
    clippy::print_stderr,
    reason = "what panics here has failed"
)]

mod corpus;
mod documents;
mod generated;
mod incremental;
mod parsing;
mod queries;
mod texts;
mod total;
