//! What is agreed for the documents of a folder, and no document says itself.

use std::collections::BTreeMap;

/// What is agreed for the documents of a folder: it changes how they are read and judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conventions {
    /// The year of the catalogue of subjects, when it is not the fiscal year of the document.
    pub catalogue_year: Option<u16>,
    /// Names of subjects that only this place uses, by their codes.
    pub subjects: BTreeMap<String, String>,
    /// Explanations of terms that only this place uses.
    pub terms: BTreeMap<String, String>,
}
