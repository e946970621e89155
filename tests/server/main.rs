//! The language server over a pipe, as an editor talks to it.

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

mod actions;
mod client;
mod diagnostics;
mod document;
mod faults;
mod features;
mod formatting;
mod process;
mod project;
mod reading;
mod rename;
mod session;
mod synchronisation;
mod writing;
