//! Reports for programs: an object a line and file.

use serde::Serialize;

use super::coverage_report::CoverageRecord;
use super::original_place;
use crate::audit::{Locale, Severity};
use crate::ide::Diagnostic;
use crate::import::SourceMap;
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

/// The line of a file: all findings, with ranges that count from zero and in UTF-16 units, as the
/// Language Server Protocol does by default.
///
/// # Errors
/// Never, as far as is known: the report holds nothing that JSON cannot.
pub fn line(
    path: &str,
    text: &Text,
    map: Option<&SourceMap>,
    diagnostics: &[Diagnostic],
    coverage: Option<Vec<CoverageRecord>>,
) -> serde_json::Result<String> {
    let diagnostics = diagnostics.iter().map(|it| finding(text, map, it));
    let diagnostics = diagnostics.collect();
    let mut line = serde_json::to_string(&File {
        path,
        diagnostics,
        coverage,
    })?;
    line.push('\n');
    Ok(line)
}

fn finding<'finding>(
    text: &Text,
    map: Option<&SourceMap>,
    diagnostic: &'finding Diagnostic,
) -> Finding<'finding> {
    let place = |span: Span| original_place::of(map, span.start, Locale::Chinese);
    let related = diagnostic.related.iter().map(|related| Related {
        range: range(text, related.span),
        place: place(related.span),
        message: &related.message,
    });
    Finding {
        code: diagnostic.code,
        name: diagnostic.name,
        severity: severity(diagnostic.severity),
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

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "information",
        Severity::Hint => "hint",
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
