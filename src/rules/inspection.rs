//! What the checks that look at words share: building a finding, and reading drafts in tests.

use crate::audit::{Finding, Fix, Message, Related, Severity};
use crate::document::normalise::{beginning_of, end_of};
use crate::rules::Rule;
use crate::text::Span;

impl Rule {
    /// A finding of this rule at its usual severity.
    pub(crate) fn finding(&self, span: Span, chinese: String, english: String) -> Finding {
        Finding {
            code: self.code,
            name: self.name,
            severity: self.severity,
            span,
            message: Message::new(chinese, english),
            related: Vec::new(),
            fix: None,
            identity: None,
        }
    }
}

impl Finding {
    /// The same finding at another severity.
    pub(crate) fn at(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same finding with another place that it speaks of.
    pub(crate) fn beside(mut self, span: Span, chinese: &str, english: &str) -> Self {
        self.related.push(Related {
            span,
            message: Message::new(chinese, english),
        });
        self
    }

    /// The same finding with the edit that mends it.
    pub(crate) fn mended(mut self, span: Span, new_text: impl Into<String>) -> Self {
        let new_text = new_text.into();
        let shown = shortened(&new_text);
        let title = if new_text.is_empty() {
            Message::new("删去", "Remove")
        } else if span.is_empty() {
            Message::new(format!("补上“{shown}”"), format!("Add “{shown}”"))
        } else {
            Message::new(format!("改为“{shown}”"), format!("Change to “{shown}”"))
        };
        self.fix = Some(Fix {
            span,
            new_text,
            title,
            is_unique: false,
        });
        self
    }

    /// The same finding with other words for what its edit does: where the new text says little.
    pub(crate) fn titled(mut self, chinese: String, english: String) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.title = Message::new(chinese, english);
        }
        self
    }
}

/// Where a pattern occurs in words that start at `start` of the disclosure.
pub(crate) fn places<'a>(
    words: &'a str,
    start: usize,
    pattern: &'a str,
) -> impl Iterator<Item = Span> + 'a {
    words
        .match_indices(pattern)
        .map(move |(at, found)| Span::new(start + at, start + at + found.len()))
}

/// The first words of a text, for messages.
pub(crate) fn shortened(words: &str) -> String {
    const MOST: usize = 20;
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= MOST {
        return flat;
    }
    flat.chars().take(MOST).chain(['…']).collect()
}

/// How far a clause is looked for on each side of a place, in bytes: a line may be of any length.
const LONGEST_CLAUSE: usize = 2000;

/// The clause of a text around a byte: between two of `。；;` or line ends, and near.
pub(crate) fn sentence_around(text: &str, at: usize) -> &str {
    let ends = ['。', '；', ';', '\n'];
    let before = end_of(text.get(..at).unwrap_or_default(), LONGEST_CLAUSE);
    let start = before
        .rfind(ends)
        .and_then(|end| Some(end + before.get(end..)?.chars().next()?.len_utf8()))
        .unwrap_or(0);
    let start = at.saturating_sub(before.len()) + start;
    let after = beginning_of(text.get(at..).unwrap_or_default(), LONGEST_CLAUSE);
    let end = at + after.find(ends).unwrap_or(after.len());
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod reading {
    //! Drafts in tests, read without the other rules.

    use std::sync::Arc;

    use super::*;
    use crate::audit::analyze_with;
    use crate::document::Disclosure;
    use crate::syntax::Tree;
    use crate::text::Text;

    /// The findings of one rule in a draft; `→` stands for TAB.
    pub(crate) fn findings(rule: &Rule, draft: &str) -> Vec<Finding> {
        let source = draft.replace('→', "\t");
        let text = Text::new(&source);
        let tree = Tree::parse(&text).expect("a parser");
        let blocks = tree.blocks(&source, text.span());
        let disclosure = Disclosure::read(Arc::from(source), &blocks);
        analyze_with(disclosure, std::slice::from_ref(rule)).findings
    }

    /// Asserts that a rule reports the places between `⟦` and `⟧`, in order, and nothing else.
    #[track_caller]
    pub(crate) fn assert_reports(rule: &Rule, marked: &str) -> Vec<Finding> {
        let draft = marked.replace(['⟦', '⟧'], "");
        let expected: Vec<&str> = marked
            .split('⟦')
            .skip(1)
            .map(|rest| rest.split('⟧').next().unwrap_or_default())
            .collect();
        let mut starts = Vec::new();
        let mut removed = 0;
        for (at, _) in marked.match_indices('⟦') {
            starts.push(at - removed);
            removed += '⟦'.len_utf8() + '⟧'.len_utf8();
        }
        let tabs = |at: usize| {
            let before = draft.get(..at).unwrap_or_default();
            at - before.matches('→').count() * ('→'.len_utf8() - 1)
        };
        let expected: Vec<(usize, String)> = starts
            .iter()
            .zip(expected)
            .map(|(at, words)| (tabs(*at), words.replace('→', "\t")))
            .collect();
        let source = draft.replace('→', "\t");
        let mut found = findings(rule, &draft);
        found.sort_by_key(|finding| finding.span);
        let reported: Vec<(usize, String)> = found
            .iter()
            .map(|finding| {
                let words = finding.span.get(&source).expect("words");
                (finding.span.start, words.to_owned())
            })
            .collect();
        assert_eq!(reported, expected, "{found:#?}");
        found
    }

    /// Asserts that a rule reports nothing in a draft.
    #[track_caller]
    pub(crate) fn assert_silent(rule: &Rule, draft: &str) {
        let found = findings(rule, draft);
        assert!(found.is_empty(), "{found:#?}");
    }

    /// A draft after the fix of a finding.
    pub(crate) fn mended(draft: &str, finding: &Finding) -> String {
        let mut source = draft.replace(['⟦', '⟧'], "").replace('→', "\t");
        let fix = finding.fix.as_ref().expect("a fix");
        source.replace_range(fix.span.range(), &fix.new_text);
        source
    }
}
