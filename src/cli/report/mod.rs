//! The forms of a report, one file a form.
//!
//! The part of a file is made beside its analysis, on any core; the parts are then taken in the
//! order of the files, and at the end comes what is known of all files together.

mod coverage;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod html;
mod json;
mod location;
mod markdown;
mod nothing;
mod sarif;
mod text;
mod title;
mod xlsx;

use std::collections::BTreeMap;
use std::io;

use super::output::Output;
use super::{original_place, say};
use crate::audit::{Draft, Locale, Severity};
use crate::ide::Diagnostic;
use crate::import::{Note, SourceMap};
use crate::text::SourceEncoding;

pub use github::GithubReport;
pub use gitlab::GitlabReport;
pub use html::HtmlReport;
pub use json::JsonReport;
pub use markdown::MarkdownReport;
pub use nothing::Nothing;
pub use sarif::SarifReport;
pub use text::TextReport;
pub use xlsx::XlsxReport;

/// What the reader asked for.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The language of the report.
    pub locale: Locale,
    /// Hints are listed as well, in the reports that leave them out otherwise.
    pub hints: bool,
    /// What was checked is listed as well, in the reports that leave it out otherwise.
    pub coverage: bool,
}

/// A file that was checked, as a report sees it.
pub struct CheckedFile<'file> {
    /// Its place among the files of the run, from 0.
    pub number: usize,
    /// The path as it was given; `-` for the standard input.
    pub path: String,
    /// The name to show.
    pub name: String,
    /// The text and its analysis.
    pub draft: &'file Draft,
    /// All findings, hints too, by place.
    pub diagnostics: &'file [Diagnostic],
    /// Where the text stands in a Word, Excel or PDF file.
    pub map: Option<&'file SourceMap>,
    /// What a reader should know of such a file.
    pub notes: &'file [Note],
    /// The encoding, when it is worth a word.
    pub encoding: Option<SourceEncoding>,
}

impl CheckedFile<'_> {
    /// The findings to list.
    pub fn listed(&self, settings: Settings) -> impl Iterator<Item = &Diagnostic> + Clone {
        let listed = move |it: &&Diagnostic| settings.hints || it.severity != Severity::Hint;
        self.diagnostics.iter().filter(listed)
    }

    /// Where in a Word, Excel or PDF file stands what is at a byte offset of its text; none for a
    /// text.
    pub fn original_place(&self, offset: usize, locale: Locale) -> Option<String> {
        original_place::of(self.map, offset, locale)
    }

    /// Where a reader finds what stands at a byte offset: `第 12 行`, or the place in the original.
    pub fn line_name(&self, offset: usize, locale: Locale) -> String {
        if let Some(place) = self.original_place(offset, locale) {
            return place;
        }
        let line = self.draft.text.line_of(offset) + 1;
        match locale {
            Locale::Chinese => format!("第 {line} 行"),
            Locale::English => format!("line {line}"),
        }
    }

    /// How many findings of each severity are listed.
    pub fn counts(&self, settings: Settings) -> Counts {
        let mut counts = Counts::default();
        for diagnostic in self.listed(settings) {
            counts.count(diagnostic.severity);
        }
        counts
    }
}

/// What is known of all files together.
#[derive(Debug, Default)]
pub struct Totals {
    /// How many files there were to check.
    pub files: usize,
    /// Their findings.
    pub counts: Counts,
    /// Sentences that name what could not be checked, and why.
    pub failures: Vec<String>,
    /// Findings that were accepted and are not listed.
    pub accepted: usize,
}

/// A form of report.
pub trait Report {
    /// What is said of one file.
    type Part: Send;

    /// Says what is to be said of a file.
    ///
    /// # Errors
    /// A sentence, when the file cannot be reported on.
    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<Self::Part, String>;

    /// Takes the parts, in the order of the files.
    ///
    /// # Errors
    /// When it cannot be written.
    fn add(&mut self, part: Self::Part, output: &mut Output) -> io::Result<()>;

    /// Ends the report.
    ///
    /// # Errors
    /// When it cannot be written.
    fn finish(&mut self, totals: &Totals, output: &mut Output) -> io::Result<()>;
}

/// How many findings of each severity there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Information, and hints where they are listed.
    pub notes: usize,
}

impl Counts {
    /// Counts one more finding.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Information | Severity::Hint => self.notes += 1,
        }
    }

    /// Adds the findings of another file.
    pub fn add(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }

    /// `错误 1，警告 0，提示 2`.
    pub fn words(self, locale: Locale) -> String {
        let Self {
            errors,
            warnings,
            notes,
        } = self;
        match locale {
            Locale::Chinese => format!("错误 {errors}，警告 {warnings}，提示 {notes}"),
            Locale::English => format!("{errors} errors, {warnings} warnings, {notes} notes"),
        }
    }

    /// Whether there is nothing to count.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// Findings by the code of their rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountsByRule(pub BTreeMap<&'static str, Counts>);

impl CountsByRule {
    /// Counts one more finding.
    pub fn count(&mut self, diagnostic: &Diagnostic) {
        let counts = self.0.entry(diagnostic.code).or_default();
        counts.count(diagnostic.severity);
    }

    /// Adds the findings of another file.
    pub fn add(&mut self, other: Self) {
        for (code, counts) in other.0 {
            self.0.entry(code).or_default().add(counts);
        }
    }
}

/// What a reader calls a severity.
fn severity_name(severity: Severity, locale: Locale) -> &'static str {
    let (chinese, english) = match severity {
        Severity::Error => ("错误", "error"),
        Severity::Warning => ("警告", "warning"),
        Severity::Information => ("提示", "information"),
        Severity::Hint => ("参考", "hint"),
    };
    say(locale, chinese, english)
}

/// What a program calls a severity, as the Language Server Protocol does.
fn severity_code(severity: Severity) -> &'static str {
    severity_name(severity, Locale::English)
}

/// The title of a rule in the language of the reader; what is no rule is said of a project file.
fn rule_title(code: &str, locale: Locale) -> &'static str {
    match crate::rules::rule(code) {
        Some(rule) => say(locale, rule.title, rule.name),
        None => say(locale, "项目文件", "project file"),
    }
}
