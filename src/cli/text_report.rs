//! Reports for people.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::excerpt::{Excerpt, excerpt};
use super::output::visible;
use super::say;
use crate::audit::{Locale, Severity};
use crate::ide::{Diagnostic, RelatedPlace};
use crate::text::{PositionEncoding, Span, Text};

/// Columns of an excerpt.
const COLUMNS: usize = 92;

/// Columns of the excerpt of a related place.
const RELATED_COLUMNS: usize = 48;

/// The most related places that are listed one by one.
const MOST_RELATED: usize = 24;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const FIX: Style = AnsiColor::Green.on_default();

/// How many findings of each severity there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Information, and hints where they are listed.
    pub notes: usize,
    /// Findings that were accepted and are not listed.
    pub accepted: usize,
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
        self.accepted += other.accepted;
    }
}

/// The findings of a file, with styles.
pub fn file<'finding>(
    name: &str,
    text: &Text,
    diagnostics: impl IntoIterator<Item = &'finding Diagnostic>,
    locale: Locale,
) -> String {
    let mut report = String::new();
    for diagnostic in diagnostics {
        finding(&mut report, name, text, diagnostic, locale);
    }
    report
}

/// The last line: `3 个文件，错误 1，警告 0，提示 2`.
pub fn summary(files: usize, failures: usize, counts: Counts, locale: Locale) -> String {
    let Counts {
        errors,
        warnings,
        notes,
        accepted,
    } = counts;
    let mut line = match locale {
        Locale::Chinese => format!("{files} 个文件，错误 {errors}，警告 {warnings}，提示 {notes}"),
        Locale::English => {
            let noun = if files == 1 { "file" } else { "files" };
            format!("{files} {noun}: {errors} errors, {warnings} warnings, {notes} notes")
        }
    };
    if accepted > 0 {
        let more = match locale {
            Locale::Chinese => format!("；另有 {accepted} 个问题已接受"),
            Locale::English => format!("; {accepted} accepted"),
        };
        line.push_str(&more);
    }
    if failures > 0 {
        let more = match locale {
            Locale::Chinese => format!("；{failures} 项无法检查"),
            Locale::English => format!("; {failures} could not be checked"),
        };
        line.push_str(&more);
    }
    line.push('\n');
    line
}

fn finding(report: &mut String, name: &str, text: &Text, diagnostic: &Diagnostic, locale: Locale) {
    let style = style(diagnostic.severity);
    let place = text.position(diagnostic.span.start, PositionEncoding::Utf32);
    let (line, column) = (place.line + 1, place.character + 1);
    let severity = severity(diagnostic.severity, locale);
    let rule = format!("{} {}", diagnostic.code, diagnostic.name);
    let message = visible(&diagnostic.message);
    push(
        report,
        format_args!(
            "{BOLD}{name}:{line}:{column}:{BOLD:#} {style}{severity}[{rule}]{style:#} {message}\n"
        ),
    );
    // Every line starts as wide as the number of the line.
    let margin = " ".repeat(line.to_string().len());
    let Excerpt {
        before,
        marked,
        after,
        indent,
        width,
    } = excerpt_of(text, diagnostic.span, COLUMNS);
    let (blank, mark) = (" ".repeat(indent), "^".repeat(width));
    push(
        report,
        format_args!(
            " {DIM}{line} |{DIM:#} {before}{style}{marked}{style:#}{after}\n \
             {DIM}{margin} |{DIM:#} {blank}{style}{mark}{style:#}\n"
        ),
    );
    for place in diagnostic.related.iter().take(MOST_RELATED) {
        related(report, &margin, text, place, locale);
    }
    let more = diagnostic.related.len().saturating_sub(MOST_RELATED);
    if more > 0 {
        let words = match locale {
            Locale::Chinese => format!("另有 {more} 处（--format json 列出全部）"),
            Locale::English => format!("{more} more places (--format json lists all)"),
        };
        push(report, format_args!(" {margin} {DIM}= {words}{DIM:#}\n"));
    }
    if let Some(fix) = &diagnostic.fix {
        let label = say(locale, "建议：", "suggestion: ");
        let title = visible(&fix.title);
        push(
            report,
            format_args!(" {margin} {DIM}={DIM:#} {FIX}{label}{title}{FIX:#}\n"),
        );
    }
    report.push('\n');
}

fn related(report: &mut String, margin: &str, text: &Text, place: &RelatedPlace, locale: Locale) {
    let line = text.line_of(place.span.start) + 1;
    let number = match locale {
        Locale::Chinese => format!("第 {line} 行"),
        Locale::English => format!("line {line}"),
    };
    let message = visible(&place.message);
    let Excerpt {
        before,
        marked,
        after,
        ..
    } = excerpt_of(text, place.span, RELATED_COLUMNS);
    push(
        report,
        format_args!(
            " {margin} {DIM}={DIM:#} {number} {message} {DIM}| {before}{DIM:#}{BOLD}{marked}{BOLD:#}{DIM}{after}{DIM:#}\n"
        ),
    );
}

/// The line on which a span starts, around the part of the span on that line.
fn excerpt_of(text: &Text, span: Span, columns: usize) -> Excerpt {
    let line = text.line_span(text.line_of(span.start));
    let inside =
        Span::new(span.start.min(line.end), span.end.min(line.end)).relative_to(line.start);
    let words = text.slice(line);
    // Blanks before the first word say nothing, and take room.
    let shown = words.trim_start();
    let inside = inside.relative_to(words.len() - shown.len());
    excerpt(shown, inside.start, inside.end, columns)
}

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Information => AnsiColor::Cyan,
        Severity::Hint => AnsiColor::BrightBlack,
    };
    color.on_default().bold()
}

fn severity(severity: Severity, locale: Locale) -> &'static str {
    let (chinese, english) = match severity {
        Severity::Error => ("错误", "error"),
        Severity::Warning => ("警告", "warning"),
        Severity::Information => ("提示", "information"),
        Severity::Hint => ("参考", "hint"),
    };
    say(locale, chinese, english)
}

fn push(report: &mut String, words: std::fmt::Arguments) {
    // Writing to a string does not fail.
    let _ = report.write_fmt(words);
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;
    use crate::ide::SuggestedFix;

    fn place(source: &str, words: &str) -> Span {
        let start = source.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    #[test]
    fn a_finding_is_shown_with_its_line() {
        let source = "项目\t金额\n行政运行\t70.00\n一般行政\t50.00\n合计\t130.00\n";
        let operand = |words: &str, message: &str| RelatedPlace {
            span: place(source, words),
            message: message.to_owned(),
        };
        let diagnostic = Diagnostic {
            code: "B101",
            name: "column-total",
            severity: Severity::Error,
            span: place(source, "130.00"),
            message: "合计 130.00，各行之和 120.00，相差 10.00".to_owned(),
            related: vec![operand("70.00", "行政运行"), operand("50.00", "一般行政")],
            fix: Some(SuggestedFix {
                span: place(source, "130.00"),
                new_text: "120.00".to_owned(),
                title: "改为 120.00".to_owned(),
                is_unique: true,
            }),
        };
        let styled = file(
            "预算公开.txt",
            &Text::new(source),
            [&diagnostic],
            Locale::Chinese,
        );
        let expected = "\
预算公开.txt:4:4: 错误[B101 column-total] 合计 130.00，各行之和 120.00，相差 10.00
 4 | 合计    130.00
   |         ^^^^^^
   = 第 2 行 行政运行 | 行政运行    70.00
   = 第 3 行 一般行政 | 一般行政    50.00
   = 建议：改为 120.00

";
        assert_eq!(strip_str(&styled).to_string(), expected);
    }

    #[test]
    fn the_summary_counts() {
        let mut counts = Counts::default();
        let severities = [Severity::Error, Severity::Information, Severity::Hint];
        severities
            .into_iter()
            .for_each(|severity| counts.count(severity));
        let line = summary(3, 1, counts, Locale::Chinese);
        assert_eq!(line, "3 个文件，错误 1，警告 0，提示 2；1 项无法检查\n");
        let line = summary(1, 0, counts, Locale::English);
        assert_eq!(line, "1 file: 1 errors, 0 warnings, 2 notes\n");
    }
}
