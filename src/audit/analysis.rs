//! The analysis of one disclosure.

use crate::audit::{Finding, Identity, Verdict};
use crate::document::Disclosure;

/// A disclosure with everything the audit knows of it.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The document model.
    pub disclosure: Disclosure,
    /// Every identity that was declared.
    pub identities: Vec<Identity>,
    /// What each identity's evaluation says, in the order of `identities`.
    pub verdicts: Vec<Verdict>,
    /// The findings, by place.
    pub findings: Vec<Finding>,
}

/// Analyses a disclosure: a pure function.
pub fn analyze(disclosure: Disclosure) -> Analysis {
    Analysis {
        disclosure,
        identities: Vec::new(),
        verdicts: Vec::new(),
        findings: Vec::new(),
    }
}
