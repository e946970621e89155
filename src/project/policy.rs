//! How findings are graded: by check, by family of checks, and by how roundings are taken.

use std::collections::BTreeMap;

use crate::audit::{Finding, Severity};
use crate::rules::RULES;

/// The check that notes sums which close only within the rounding of their operands.
const ROUNDING_NOTE: &str = "B115";

/// The level of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Its findings have this severity.
    Severity(Severity),
    /// It is switched off.
    Off,
}

impl Level {
    /// The names of the levels as they are written in settings.
    pub const NAMES: [&'static str; 5] = ["error", "warning", "information", "hint", "off"];

    /// The level of a name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "error" => Self::Severity(Severity::Error),
            "warning" => Self::Severity(Severity::Warning),
            "information" => Self::Severity(Severity::Information),
            "hint" => Self::Severity(Severity::Hint),
            "off" => Self::Off,
            _ => return None,
        })
    }
}

/// How sums are taken that close only within the rounding of their operands (domain
/// specification §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// They are noted, once a table.
    Note,
    /// They are errors: some offices want sums of printed numbers to close exactly.
    Strict,
    /// Nothing is said of them.
    Silent,
}

impl Rounding {
    /// The names as they are written in settings.
    pub const NAMES: [&'static str; 3] = ["note", "strict", "silent"];

    /// The rounding of a name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "note" => Self::Note,
            "strict" => Self::Strict,
            "silent" => Self::Silent,
            _ => return None,
        })
    }
}

/// How findings are graded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Levels by the code of a check (`B103`) or of a family (`B1`).
    pub levels: BTreeMap<String, Level>,
    /// How roundings are taken, when it is said.
    pub rounding: Option<Rounding>,
}

impl Policy {
    /// This policy, and another one where this says nothing.
    pub fn over(&self, other: &Self) -> Self {
        let mut levels = other.levels.clone();
        for (code, level) in &self.levels {
            // What is said of a family here outweighs what the other says of its checks.
            levels.retain(|known, _| !known.starts_with(code.as_str()));
            levels.insert(code.clone(), *level);
        }
        Self {
            levels,
            rounding: self.rounding.or(other.rounding),
        }
    }

    /// The severity of a finding; none when it is not wanted.
    pub fn severity(&self, finding: &Finding) -> Option<Severity> {
        self.severity_of(finding.code, finding.severity)
    }

    /// The severity of what a check says; none when it is not wanted.
    pub fn severity_of(&self, code: &str, unless_set: Severity) -> Option<Severity> {
        match self.level(code) {
            Some(Level::Severity(severity)) => Some(severity),
            Some(Level::Off) => None,
            None => Some(unless_set),
        }
    }

    fn level(&self, code: &str) -> Option<Level> {
        if let Some(level) = self.levels.get(code) {
            return Some(*level);
        }
        let rounding = self.rounding.filter(|_| code == ROUNDING_NOTE);
        match rounding {
            Some(Rounding::Strict) => return Some(Level::Severity(Severity::Error)),
            Some(Rounding::Silent) => return Some(Level::Off),
            Some(Rounding::Note) | None => {}
        }
        self.levels.get(family(code)?).copied()
    }
}

/// The code of the family of a check: `B1` of `B103`.
fn family(code: &str) -> Option<&str> {
    code.get(..2)
}

/// The codes of all families, in order.
pub(super) fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = RULES.iter().filter_map(|rule| family(rule.code)).collect();
    families.dedup();
    families
}

/// Whether a check or a family has this code.
pub(super) fn is_code(code: &str) -> bool {
    crate::rules::rule(code).is_some() || families().contains(&code)
}
