//! The language server over a pipe, as an editor talks to it.

mod actions;
mod capabilities;
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
mod workspace_symbols;
mod writing;
