//! Markdown, for comments, mails and minutes. Whatever stands in a document is shown as it is:
//! no word of it becomes a link, a heading or HTML.

use std::fmt::Write;
use std::io;

use super::location::location;
use super::title::title;
use super::{CheckedFile, Counts, Output, Report, Settings, Totals, rule_title, severity_name};
use crate::audit::{Locale, Severity};
use crate::cli::say;
use crate::ide::Diagnostic;

/// The most operands that are listed for one finding.
const MOST_RELATED: usize = 24;

/// A table of the files, then their findings.
pub struct MarkdownReport {
    locale: Locale,
    parts: Vec<MarkdownPart>,
}

/// What is said of one file.
pub struct MarkdownPart {
    /// The name of the file, escaped.
    name: String,
    counts: Counts,
    /// The printed numbers, and those that were checked.
    figures: (usize, usize),
    words: String,
}

impl MarkdownReport {
    /// A report without findings.
    pub fn new(locale: Locale) -> Self {
        Self {
            locale,
            parts: Vec::new(),
        }
    }
}

impl Report for MarkdownReport {
    type Part = MarkdownPart;

    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<MarkdownPart, String> {
        let mut words = String::new();
        for severity in SEVERITIES {
            let findings = file.listed(settings).filter(|it| it.severity == severity);
            let findings: Vec<&Diagnostic> = findings.collect();
            if findings.is_empty() {
                continue;
            }
            let name = severity_name(severity, settings.locale);
            push(&mut words, format_args!("### {name}\n\n"));
            for diagnostic in findings {
                finding(&mut words, file, diagnostic, settings.locale);
            }
            words.push('\n');
        }
        let mut figures = (0, 0);
        for placed in &file.draft.disclosures {
            let coverage = placed.analysis.coverage();
            figures.0 += coverage.in_tables.0 + coverage.in_prose.0;
            figures.1 += coverage.in_tables.1 + coverage.in_prose.1;
            gaps(&mut words, file, placed.start, &coverage, settings.locale);
        }
        Ok(MarkdownPart {
            name: heading(file, settings.locale),
            counts: file.counts(settings),
            figures,
            words,
        })
    }

    fn add(&mut self, part: MarkdownPart, _: &mut Output) -> io::Result<()> {
        self.parts.push(part);
        Ok(())
    }

    fn finish(&mut self, totals: &Totals, output: &mut Output) -> io::Result<()> {
        let locale = self.locale;
        let title = say(locale, "预决算公开文本检查报告", "Budget disclosure check");
        let columns = say(
            locale,
            "| 文件 | 错误 | 警告 | 提示 | 核对的数字 |",
            "| File | Errors | Warnings | Notes | Numbers checked |",
        );
        let mut report = format!("# {title}\n\n{columns}\n| --- | --: | --: | --: | --: |\n");
        for part in &self.parts {
            let Counts {
                errors,
                warnings,
                notes,
            } = part.counts;
            let (all, checked) = part.figures;
            let name = &part.name;
            push(
                &mut report,
                format_args!("| {name} | {errors} | {warnings} | {notes} | {checked} / {all} |\n"),
            );
        }
        report.push('\n');
        if totals.accepted > 0 {
            let accepted = totals.accepted;
            let line = match locale {
                Locale::Chinese => format!("另有 {accepted} 个问题已接受。"),
                Locale::English => format!("{accepted} findings were accepted."),
            };
            push(&mut report, format_args!("{line}\n\n"));
        }
        if !totals.failures.is_empty() {
            let heading = say(locale, "无法检查", "Could not be checked");
            push(&mut report, format_args!("## {heading}\n\n"));
            for sentence in &totals.failures {
                push(&mut report, format_args!("- {}\n", escaped(sentence)));
            }
            report.push('\n');
        }
        for part in self.parts.iter().filter(|part| !part.words.is_empty()) {
            push(
                &mut report,
                format_args!("## {}\n\n{}", part.name, part.words),
            );
        }
        output.write(&format!("{}\n", report.trim_end()))
    }
}

const SEVERITIES: [Severity; 4] = [
    Severity::Error,
    Severity::Warning,
    Severity::Information,
    Severity::Hint,
];

fn heading(file: &CheckedFile<'_>, locale: Locale) -> String {
    let titles: Vec<String> = match file.draft.disclosures.as_slice() {
        [one] => vec![title(&one.analysis.disclosure, locale)],
        _ => Vec::new(),
    };
    let names = std::iter::once(file.name.clone()).chain(titles);
    let names: Vec<String> = names.filter(|it| !it.is_empty()).collect();
    escaped(&names.join(" · "))
}

fn finding(words: &mut String, file: &CheckedFile<'_>, diagnostic: &Diagnostic, locale: Locale) {
    let line = |offset: usize| file.line_name(offset, locale);
    let place = escaped(&location(file.draft, diagnostic.span));
    let place = format!("{} {place}", line(diagnostic.span.start));
    let (code, rule) = (diagnostic.code, rule_title(diagnostic.code, locale));
    let message = escaped(&diagnostic.message);
    push(
        words,
        format_args!("- **{}** {message} — {code} {rule}\n", place.trim_end()),
    );
    for related in diagnostic.related.iter().take(MOST_RELATED) {
        let message = escaped(&related.message);
        let message = message.trim_end();
        push(
            words,
            format_args!("  - {} {message}\n", line(related.span.start)),
        );
    }
    let more = diagnostic.related.len().saturating_sub(MOST_RELATED);
    if more > 0 {
        push(words, format_args!("  - … {more}\n"));
    }
    if let Some(fix) = &diagnostic.fix {
        let label = say(locale, "建议：", "Suggestion: ");
        push(words, format_args!("  - {label}{}\n", escaped(&fix.title)));
    }
}

fn gaps(
    words: &mut String,
    file: &CheckedFile<'_>,
    start: usize,
    coverage: &crate::audit::Coverage,
    locale: Locale,
) {
    if coverage.unrecognised_tables.is_empty() && coverage.unread_statements.is_empty() {
        return;
    }
    let heading = say(locale, "没有核对的内容", "Not checked");
    push(words, format_args!("### {heading}\n\n"));
    let line = |offset: usize| file.line_name(start + offset, locale);
    for (title, span) in &coverage.unrecognised_tables {
        let said = say(locale, "没有识别的表", "table not recognised");
        let line = line(span.start);
        push(words, format_args!("- {line} {said} {}\n", escaped(title)));
    }
    for span in &coverage.unread_statements {
        let said = say(locale, "没有核对的句子", "sentence not checked");
        let sentence = file.draft.text.slice(span.offset_by(start));
        let line = line(span.start);
        push(
            words,
            format_args!("- {line} {said} {}\n", escaped(&sentence)),
        );
    }
    words.push('\n');
}

/// Words that mean nothing to Markdown: on one line, every sign escaped.
fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            // A sign that links people and issues on forges.
            '@' => safe.push_str("&#64;"),
            '#' => safe.push_str("&#35;"),
            // An address becomes a link by itself.
            ':' => safe.push_str("&#58;"),
            '\n' | '\r' | '\t' => safe.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '+' | '!' | '|' | '~'
            | '$' | '=' => {
                safe.push('\\');
                safe.push(character);
            }
            hidden if crate::cli::output::is_hidden(hidden) => {
                let number = hidden.escape_unicode().to_string();
                safe.push_str(&number.replace('{', "\\{").replace('}', "\\}"));
            }
            other => safe.push(other),
        }
    }
    safe.replace("www.", "www&#46;")
}

fn push(report: &mut String, words: std::fmt::Arguments) {
    // Writing to a string does not fail.
    let _ = report.write_fmt(words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_document_is_markup() {
        assert_eq!(escaped("<b>|*x*|"), "&lt;b&gt;\\|\\*x\\*\\|");
        assert_eq!(escaped("[甲](http://x)"), "\\[甲\\]\\(http&#58;//x\\)");
        assert_eq!(escaped("# 甲\n@乙\t`丙`"), "&#35; 甲 &#64;乙 \\`丙\\`");
        assert_eq!(escaped("\u{202e}1"), "\\u\\{202e\\}1");
        assert_eq!(escaped("一、收入130.00万元"), "一、收入130.00万元");
    }
}
