//! Findings: data that an editor, a terminal or a report can render.

use crate::text::Span;

/// How grave a finding is (domain specification §8.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A certain contradiction.
    Error,
    /// Very likely wrong, or a formal requirement.
    Warning,
    /// Rounding, style with effect.
    Information,
    /// Shown in reports; off by default in problem lists.
    Hint,
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// zh-CN.
    #[default]
    Chinese,
    /// en.
    English,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// zh-CN.
    pub chinese: String,
    /// en.
    pub english: String,
}

impl Message {
    /// A message in both languages.
    pub fn new(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            chinese: chinese.into(),
            english: english.into(),
        }
    }

    /// The text in one language.
    pub fn text(&self, locale: Locale) -> &str {
        match locale {
            Locale::Chinese => &self.chinese,
            Locale::English => &self.english,
        }
    }
}

/// Another place that a finding speaks of: an operand, the other printing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What stands there.
    pub message: Message,
}

/// An edit that would mend a finding. A suggestion: the tool does not know which side is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// The new text.
    pub new_text: String,
    /// What it does: 改为 1,203.45.
    pub title: Message,
    /// Nothing else would mend the finding as well: no other figure explains what contradicts it.
    pub is_unique: bool,
}

/// A finding. Spans are relative to the disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The code of the rule: `B103`.
    pub code: &'static str,
    /// The name of the rule: `code-rollup`.
    pub name: &'static str,
    /// How grave it is here.
    pub severity: Severity,
    /// The wrong-looking printed number or words.
    pub span: Span,
    /// What contradicts what, and by how much.
    pub message: Message,
    /// The operands or the other side.
    pub related: Vec<Related>,
    /// What would mend it, when that is known.
    pub fix: Option<Fix>,
    /// The broken identity: index into [`crate::audit::Analysis::identities`].
    pub identity: Option<usize>,
}
