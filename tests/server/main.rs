//! The language server over a pipe, as an editor talks to it.

mod client;
mod diagnostics;
mod document;
mod features;
mod formatting;
mod process;
mod project;
mod reading;
mod session;
mod synchronisation;
