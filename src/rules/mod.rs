//! The checks of domain specification §8: one file a check, named after it.
//!
//! Arithmetic checks only declare identities; the others inspect the [`Disclosure`].

pub mod completeness;
pub mod identity_of_document;
pub(crate) mod inspection;
pub mod performance;
pub mod residue;

use crate::audit::{Finding, Identity, Severity};
use crate::document::Disclosure;

/// What a rule does.
#[derive(Clone, Copy)]
pub enum Check {
    /// Declares what must hold between figures; the audit evaluates it.
    Identities(fn(&Disclosure, &mut Vec<Identity>)),
    /// Looks at the document and reports what it finds.
    Inspection(fn(&Disclosure, &mut Vec<Finding>)),
    /// Raised by the audit itself when it evaluates identities of other rules (B115).
    Evaluation,
}

/// A check of the catalogue.
#[derive(Clone, Copy)]
pub struct Rule {
    /// `B103`; stable for ever.
    pub code: &'static str,
    /// `code-rollup`.
    pub name: &'static str,
    /// The title in Chinese.
    pub title: &'static str,
    /// The severity of a plain violation.
    pub severity: Severity,
    /// The source file, whose leading doc comment is the user documentation.
    pub source: &'static str,
    /// What it does.
    pub check: Check,
}

/// Every check, by code.
pub const RULES: &[Rule] = &[
    residue::placeholder::RULE,
    residue::unresolved_alternative::RULE,
    residue::template_instruction::RULE,
    residue::conversion_residue::RULE,
    residue::punctuation_duplicate::RULE,
    residue::number_and_width_style::RULE,
    residue::likely_typo::RULE,
];

/// The check of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}
