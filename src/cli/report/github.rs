//! Workflow commands: GitHub shows each finding beside its line.

use std::io;

use super::{CheckedFile, Output, Report, Settings, Totals, rule_title};
use crate::audit::{Locale, Severity};
use crate::ide::Diagnostic;
use crate::text::PositionEncoding;

/// A line for every finding.
pub struct GithubReport;

impl Report for GithubReport {
    type Part = String;

    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<String, String> {
        let commands = file.listed(settings).map(|diagnostic| {
            let title = rule_title(diagnostic.code, settings.locale);
            command(file, diagnostic, title, settings.locale)
        });
        Ok(commands.collect())
    }

    fn add(&mut self, part: String, output: &mut Output) -> io::Result<()> {
        output.write(&part)
    }

    fn finish(&mut self, totals: &Totals, output: &mut Output) -> io::Result<()> {
        let failures = totals.failures.iter();
        let commands: String = failures
            .map(|sentence| format!("::error::{}\n", data(sentence)))
            .collect();
        output.write(&commands)
    }
}

fn command(file: &CheckedFile<'_>, diagnostic: &Diagnostic, title: &str, locale: Locale) -> String {
    let text = &file.draft.text;
    let start = text.position(diagnostic.span.start, PositionEncoding::Utf16);
    let end = text.position(diagnostic.span.end, PositionEncoding::Utf16);
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let path = file.path.strip_prefix("./").unwrap_or(&file.path);
    let mut properties = format!("file={}", property(path));
    let mut message = diagnostic.message.clone();
    match file.original_place(diagnostic.span.start, locale) {
        // A Word, Excel or PDF file has no lines that could be shown.
        Some(place) => message = format!("{place}: {message}"),
        None => {
            let lines = format!(",line={},endLine={}", start.line + 1, end.line + 1);
            properties.push_str(&lines);
        }
    }
    // Columns are for a single line only, and the last one is part of the place.
    if file.map.is_none() && start.line == end.line {
        let last = end.character.max(start.character + 1);
        properties.push_str(&format!(",col={},endColumn={last}", start.character + 1));
    }
    let title = property(&format!("{} {title}", diagnostic.code));
    for place in &diagnostic.related {
        let line = file.line_name(place.span.start, locale);
        message.push_str(&format!("\n{line}: {}", place.message));
    }
    if let Some(fix) = &diagnostic.fix {
        message.push_str(&format!("\n→ {}", fix.title));
    }
    format!("::{name} {properties},title={title}::{}\n", data(&message))
}

/// The words of a command: what would end it is written by its number.
fn data(words: &str) -> String {
    words
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(words: &str) -> String {
    data(words).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Draft;
    use crate::text::{Span, Text};

    #[test]
    fn nothing_of_a_document_ends_a_command() {
        let file = CheckedFile {
            number: 0,
            path: "./甲,乙:丙.txt".to_owned(),
            name: String::new(),
            draft: &Draft::without_analysis(Text::new("合计\t130\n")),
            diagnostics: &[],
            map: None,
            notes: &[],
            encoding: None,
        };
        let diagnostic = Diagnostic {
            code: "B101",
            name: "row-components",
            severity: Severity::Error,
            span: Span::new(7, 10),
            message: "100%\n::error::x".to_owned(),
            related: Vec::new(),
            fix: None,
        };
        let line = command(&file, &diagnostic, "横向合计", Locale::Chinese);
        let expected = "::error file=甲%2C乙%3A丙.txt,line=1,endLine=1,col=4,endColumn=6,\
                        title=B101 横向合计::100%25%0A::error::x\n";
        assert_eq!(line, expected);
    }
}
