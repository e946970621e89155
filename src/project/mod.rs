//! The project file `yusuan.toml`: what the people of a folder have agreed on.
//!
//! It holds the severities of the checks, how roundings are taken, names of subjects and terms
//! that only this place uses, and findings that were accepted with a reason. Suppression never
//! stands in the text, which will be published (domain specification §8.0). This room stands
//! between `audit` and `ide`: it judges findings and does not make them.

mod acceptance;
mod comparison;
mod edit;
mod finding_key;
mod policy;
mod reader;
mod schema;
mod selection;
mod storage;

#[cfg(test)]
mod tests;

pub use acceptance::{Accepted, Judged, Review, no_longer_occurs, review, review_of};
pub use comparison::{Digest, Mismatch, compare, digest, digest_of};
pub use edit::{Acceptance, with_accepted};
pub use finding_key::{FindingKey, document_name, key_at};
pub use policy::{Level, Policy, Rounding};
pub use reader::{Problem, read};
pub use schema::schema;
pub use selection::{Selection, is_draft_name, names_a_disclosure};
pub use storage::{FILE_NAME, Loaded, find, load, write};

use std::sync::Arc;

use crate::audit::Locale;
use crate::document::Conventions;

/// What a project file says.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// The language of messages.
    pub locale: Option<Locale>,
    /// How findings are graded.
    pub policy: Policy,
    /// Which files of a folder are checked.
    pub files: Selection,
    /// What changes how documents are read.
    pub conventions: Arc<Conventions>,
    /// The findings that were accepted, in the order of the file.
    pub accepted: Vec<Accepted>,
}

impl Project {
    /// The acceptances of a finding: indices into the list of the project.
    pub fn accepted_as(&self, key: &FindingKey) -> Vec<usize> {
        acceptance::matches_of(&self.accepted, key)
    }
}
