//! A file as it is edited: text, tree, and the analysis of every disclosure in it.

use std::sync::Arc;

use crate::audit::Analysis;
use crate::text::Text;

/// A disclosure of a draft and where it starts.
#[derive(Debug, Clone)]
pub struct PlacedAnalysis {
    /// The byte offset of the disclosure in the draft; its spans are relative to this.
    pub start: usize,
    /// The analysis.
    pub analysis: Arc<Analysis>,
}

/// A file as it is edited. Cheap to clone; never changed in place.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The text of the whole file.
    pub text: Text,
    /// The disclosures in order; most files hold one.
    pub disclosures: Vec<PlacedAnalysis>,
}

impl Draft {
    /// The disclosure that holds a byte offset of the draft; the last one before it otherwise.
    pub fn disclosure_at(&self, offset: usize) -> Option<&PlacedAnalysis> {
        let after = self
            .disclosures
            .partition_point(|placed| placed.start <= offset);
        self.disclosures.get(after.saturating_sub(1))
    }
}
