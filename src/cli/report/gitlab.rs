//! A code quality report: GitLab shows each finding beside its line in a merge request.

use std::io;

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{CheckedFile, Output, Report, Settings, Totals};
use crate::audit::Severity;

/// One array of all findings.
#[derive(Default)]
pub struct GitlabReport {
    issues: Vec<Issue>,
}

/// A finding in the terms of GitLab.
#[derive(Serialize)]
pub struct Issue {
    #[serde(rename = "type")]
    kind: &'static str,
    check_name: &'static str,
    description: String,
    categories: [&'static str; 1],
    severity: &'static str,
    fingerprint: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

/// Lines count from one.
#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Report for GitlabReport {
    type Part = Vec<Issue>;

    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<Vec<Issue>, String> {
        let text = &file.draft.text;
        let path = file.path.strip_prefix("./").unwrap_or(&file.path);
        let mut fingerprints = Fingerprints::default();
        let issues = file.listed(settings).map(|diagnostic| {
            let mut description = match &diagnostic.fix {
                Some(fix) => format!("{}（{}）", diagnostic.message, fix.title),
                None => diagnostic.message.clone(),
            };
            // A Word, Excel or PDF file has no lines that could be shown.
            let original = file.original_place(diagnostic.span.start, settings.locale);
            let line = |offset: usize| match file.map {
                Some(_) => 1,
                None => text.line_of(offset) + 1,
            };
            if let Some(place) = original {
                description = format!("{place}: {description}");
            }
            Issue {
                kind: "issue",
                check_name: diagnostic.code,
                description,
                categories: ["Bug Risk"],
                severity: severity(diagnostic.severity),
                fingerprint: fingerprints.next(path, file.draft, diagnostic),
                location: Location {
                    path: path.to_owned(),
                    lines: Lines {
                        begin: line(diagnostic.span.start),
                        end: line(diagnostic.span.end),
                    },
                },
            }
        });
        Ok(issues.collect())
    }

    fn add(&mut self, part: Vec<Issue>, _: &mut Output) -> io::Result<()> {
        self.issues.extend(part);
        Ok(())
    }

    fn finish(&mut self, _: &Totals, output: &mut Output) -> io::Result<()> {
        let mut report = serde_json::to_string_pretty(&self.issues)?;
        report.push('\n');
        output.write(&report)
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Information => "minor",
        Severity::Hint => "info",
    }
}
