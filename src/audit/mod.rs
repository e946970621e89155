//! The audit: identities between printed figures, their evaluation, and findings.
//!
//! Rules declare identities; this room evaluates them by interval arithmetic
//! (domain specification §6), merges findings that share a cause, and says what would mend them.

mod analysis;
mod draft;
mod finding;
mod identity;
mod interval;

pub use analysis::{Analysis, analyze};
pub use draft::{Draft, PlacedAnalysis};
pub use finding::{Finding, Fix, Locale, Message, Related, Severity};
pub use identity::{Identity, Relation, Term, Verdict};
pub use interval::Interval;
