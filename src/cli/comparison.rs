//! What the documents of a run say of each other.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::Input;
use super::output::visible;
use super::projects::Projects;
use crate::audit::{Locale, Severity};
use crate::ide::Diagnostic;
use crate::project::{Digest, Mismatch, compare};
use crate::text::Text;

/// The digests of the documents of a run, in the order of the files.
#[derive(Debug, Default)]
pub struct Digests {
    by_file: BTreeMap<usize, Vec<Digest>>,
}

/// The contradictions of a file with other ones.
#[derive(Debug)]
pub struct Compared {
    /// Which file.
    pub file: usize,
    /// Its text, for excerpts.
    pub text: Text,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// How many contradictions were accepted.
    pub accepted: usize,
    /// The acceptances of its project that are needed.
    pub occurring: BTreeSet<usize>,
}

impl Digests {
    /// Keeps those of a file.
    pub fn add(&mut self, file: usize, digests: Vec<Digest>) {
        self.by_file.insert(file, digests);
    }

    /// Compares all of them. Files with contradictions are read again for their excerpts: what is
    /// kept of each is small.
    pub fn compare(self, inputs: &[Input], projects: &Projects, locale: Locale) -> Vec<Compared> {
        let mut files = Vec::new();
        let mut digests = Vec::new();
        for (file, own) in self.by_file {
            for digest in own {
                files.push(file);
                digests.push(digest);
            }
        }
        let mut by_file: BTreeMap<usize, Vec<Mismatch>> = BTreeMap::new();
        for mismatch in compare(&digests) {
            if let Some(file) = files.get(mismatch.document) {
                by_file.entry(*file).or_default().push(mismatch);
            }
        }
        let name = |document: usize| {
            let file = files.get(document).and_then(|file| inputs.get(*file));
            file.map(|input| input.name(locale)).unwrap_or_default()
        };
        let files = by_file.into_iter().filter_map(|(file, mismatches)| {
            let input = inputs.get(file)?;
            Some(compared(file, input, &mismatches, projects, locale, &name))
        });
        files.collect()
    }
}

fn compared(
    file: usize,
    input: &Input,
    mismatches: &[Mismatch],
    projects: &Projects,
    locale: Locale,
    name: &dyn Fn(usize) -> String,
) -> Compared {
    let project = projects.of(input);
    let source = match input {
        // What was read from the standard input is gone.
        Input::Standard => String::new(),
        Input::File(_) => input.read(locale).map(|it| it.text).unwrap_or_default(),
    };
    let text = Text::new(&source);
    let mut result = Compared {
        file,
        diagnostics: Vec::new(),
        accepted: 0,
        occurring: BTreeSet::new(),
        text,
    };
    for mismatch in mismatches {
        let project = project.as_ref().map(|loaded| &loaded.project);
        let known = project.iter().flat_map(|it| it.accepted_as(&mismatch.key));
        let before = result.occurring.len();
        result.occurring.extend(known);
        if result.occurring.len() > before {
            result.accepted += 1;
            continue;
        }
        let severity = match project {
            Some(project) => project.policy.severity_of(mismatch.code, mismatch.severity),
            None => Some(mismatch.severity),
        };
        if let Some(severity) = severity {
            let other = visible(&name(mismatch.other));
            result
                .diagnostics
                .push(diagnostic(mismatch, severity, &other, locale));
        }
    }
    result
}

fn diagnostic(mismatch: &Mismatch, severity: Severity, other: &str, locale: Locale) -> Diagnostic {
    Diagnostic {
        code: mismatch.code,
        name: mismatch.name,
        severity,
        span: mismatch.span,
        message: mismatch.message(other).text(locale).to_owned(),
        related: Vec::new(),
        fix: None,
    }
}
