//! Reports for programs: an object a line and file.

use std::io;

use serde::Serialize;

use super::coverage::{self, CoverageRecord};
use super::{CheckedFile, Output, Report, Settings, Totals, severity_code};
use crate::audit::Locale;
use crate::ide::Diagnostic;
use crate::text::{Position, PositionEncoding, Span, Text};

#[derive(Serialize)]
struct File<'file> {
    path: &'file str,
    diagnostics: Vec<Finding<'file>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Vec<CoverageRecord>>,
}

#[derive(Serialize)]
struct Finding<'finding> {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: &'finding str,
    range: Range,
    /// The place in a Word, Excel or PDF file; the range is of the text that `import` gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    related: Vec<Related<'finding>>,
    fix: Option<Fix<'finding>>,
}

#[derive(Serialize)]
struct Related<'finding> {
    range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    message: &'finding str,
}

#[derive(Serialize)]
struct Fix<'finding> {
    range: Range,
    #[serde(rename = "newText")]
    new_text: &'finding str,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    character: u32,
}

/// All findings, with ranges that count from zero and in UTF-16 units, as the Language Server
/// Protocol does by default.
#[derive(Default)]
pub struct JsonReport;

impl Report for JsonReport {
    type Part = String;

    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<String, String> {
        let coverage = settings.coverage;
        let coverage = coverage.then(|| coverage::records(file.draft, settings.locale));
        let record = File {
            path: &file.path,
            diagnostics: file
                .diagnostics
                .iter()
                .map(|it| finding(file, it))
                .collect(),
            coverage,
        };
        let mut line = serde_json::to_string(&record).map_err(|error| error.to_string())?;
        line.push('\n');
        Ok(line)
    }

    fn add(&mut self, part: String, output: &mut Output) -> io::Result<()> {
        output.write(&part)
    }

    fn finish(&mut self, _: &Totals, _: &mut Output) -> io::Result<()> {
        Ok(())
    }
}

fn finding<'finding>(
    file: &CheckedFile<'_>,
    diagnostic: &'finding Diagnostic,
) -> Finding<'finding> {
    let text = &file.draft.text;
    let place = |span: Span| file.original_place(span.start, Locale::Chinese);
    let related = diagnostic.related.iter().map(|related| Related {
        range: range(text, related.span),
        place: place(related.span),
        message: &related.message,
    });
    Finding {
        code: diagnostic.code,
        name: diagnostic.name,
        severity: severity_code(diagnostic.severity),
        message: &diagnostic.message,
        range: range(text, diagnostic.span),
        place: place(diagnostic.span),
        related: related.collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            range: range(text, fix.span),
            new_text: &fix.new_text,
        }),
    }
}

fn range(text: &Text, span: Span) -> Range {
    let place = |offset| {
        let Position { line, character } = text.position(offset, PositionEncoding::Utf16);
        Place { line, character }
    };
    Range {
        start: place(span.start),
        end: place(span.end),
    }
}
