//! Yusuan (预算) reads a budget disclosure the way a compiler reads a program.
//!
//! Data flows one way: [`text`] → [`syntax`] → [`document`] → [`audit`] → [`project`] → [`ide`] →
//! [`server`] | [`cli`]; [`subjects`] is the catalogue that `document` and everything after it
//! may consult, and [`rules`] are the checks that `audit` runs. [`import`] stands
//! beside `text` and makes text of Word, Excel and PDF files. ARCHITECTURE.md tells the rest.

#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::string_slice,
        clippy::unreachable,
        clippy::cast_possible_truncation,
        reason = "what panics in a test has failed it"
    )
)]

pub mod audit;
pub mod cli;
pub mod document;
pub mod ide;
pub mod import;
pub mod project;
pub mod rules;
pub mod server;
pub mod subjects;
pub mod syntax;
pub mod text;
