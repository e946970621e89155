//! Files in which there is nothing to check.

use crate::audit::{Draft, Locale};
use crate::cli::say;
use crate::document::Disclosure;

/// Why there was nothing to check in a file, so that no findings do not pass for a good result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nothing {
    /// It holds no words.
    Empty,
    /// Nothing in it is known from disclosures, and no amount stands in it.
    Unfamiliar,
}

impl Nothing {
    /// Of a draft; none when there is something to check, and for what is no draft.
    pub fn of(draft: &Draft) -> Option<Self> {
        if draft.text.to_string().trim().is_empty() {
            return Some(Self::Empty);
        }
        let says_nothing =
            |it: &Disclosure| it.kind.is_none() && it.figures.is_empty() && it.tables.is_empty();
        let mut disclosures = draft.disclosures.iter();
        let unfamiliar =
            disclosures.len() > 0 && disclosures.all(|it| says_nothing(&it.analysis.disclosure));
        unfamiliar.then_some(Self::Unfamiliar)
    }

    /// A sentence without its end.
    pub fn words(self, locale: Locale) -> &'static str {
        let (chinese, english) = match self {
            Self::Empty => (
                "文件是空的，没有可核对的内容",
                "the file is empty, nothing to check",
            ),
            Self::Unfamiliar => (
                "没有认出预算、决算公开的内容，没有可核对的数字",
                "not recognised as a budget or a final account, no figures to check",
            ),
        };
        say(locale, chinese, english)
    }
}
