//! The audit: identities between printed figures, their evaluation, and findings.
//!
//! Rules declare identities; this room evaluates them by interval arithmetic
//! (domain specification §6), merges findings that share a cause, and says what would mend them.

mod agreement;
mod analysis;
mod answer;
mod bearings;
mod candidates;
mod coverage;
mod draft;
mod evaluate;
mod expansion;
mod explain;
mod feasibility;
mod finding;
mod findings;
mod identity;
mod interval;
mod localise;
mod place;
mod twin;
mod wording;

pub use analysis::{Analysis, analyze, analyze_after, analyze_with};
pub use coverage::{Coverage, Tally};
pub use draft::{Draft, PlacedAnalysis};
pub use evaluate::{Assumptions, Evaluator};
pub use expansion::expansion;
pub use finding::{Finding, Fix, Locale, Message, Related, Severity};
pub use identity::{Identity, Relation, Subject, Term, Verdict};
pub use interval::{Interval, in_yuan};
pub use place::{Place, Places, cell_label, column_label, line_at, line_label, table_name};
pub use wording::{in_style_of, printed, round, with_decimals};

#[cfg(test)]
mod tests;
