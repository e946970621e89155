//! Reports for people at a terminal.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

use anstyle::{AnsiColor, Style};

use super::excerpt::{Marks, Role, excerpt};
use super::title::title;
use super::{
    CheckedFile, Counts, CountsByRule, Output, Report, Settings, Totals, coverage, rule_title,
    severity_name,
};
use crate::audit::{Draft, Locale, Severity};
use crate::cli::output::visible;
use crate::cli::say;
use crate::ide::{Diagnostic, RelatedPlace};
use crate::text::{PositionEncoding, Span};

/// Columns of an excerpt.
const COLUMNS: usize = 92;

/// The most lines that are shown for one finding, besides its own.
const MOST_LINES: usize = 12;

/// The most files of which the end of the report says what was not checked.
const MOST_FILES: usize = 20;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const OPERAND: Style = AnsiColor::Blue.on_default();
const FIX: Style = AnsiColor::Green.on_default();

/// The findings file by file, then what they amount to.
pub struct TextReport {
    rules: CountsByRule,
    gaps: Vec<String>,
    locale: Locale,
}

/// What is said of one file.
pub struct TextPart {
    words: String,
    rules: CountsByRule,
    /// What of it was not checked.
    gap: Option<String>,
}

impl TextReport {
    /// A report without findings.
    pub fn new(locale: Locale) -> Self {
        Self {
            rules: CountsByRule::default(),
            gaps: Vec::new(),
            locale,
        }
    }
}

impl Report for TextReport {
    type Part = TextPart;

    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<TextPart, String> {
        let locale = settings.locale;
        let mut words = String::new();
        let mut rules = CountsByRule::default();
        heading(&mut words, file, settings);
        for diagnostic in file.listed(settings) {
            finding(&mut words, file, diagnostic, locale);
            rules.count(diagnostic);
        }
        if settings.coverage {
            words.push_str(&coverage::text(&file.name, file.draft, locale));
        }
        Ok(TextPart {
            words,
            rules,
            gap: gap(&file.name, file.draft, locale),
        })
    }

    fn add(&mut self, part: TextPart, output: &mut Output) -> io::Result<()> {
        self.rules.add(part.rules);
        self.gaps.extend(part.gap);
        output.write(&part.words)
    }

    fn finish(&mut self, totals: &Totals, output: &mut Output) -> io::Result<()> {
        let mut words = String::new();
        summary_by_rule(&mut words, &self.rules, self.locale);
        summary_of_gaps(&mut words, &self.gaps, &totals.failures, self.locale);
        words.push_str(&summary(totals, self.locale));
        output.write(&words)
    }
}

/// `== 草稿.txt · 青禾县文化馆 2025年预算 · 错误 1，警告 0，提示 0`; nothing for a file of which
/// there is nothing to say.
fn heading(report: &mut String, file: &CheckedFile<'_>, settings: Settings) {
    let locale = settings.locale;
    if let Some(encoding) = file.encoding {
        let words = match locale {
            Locale::Chinese => format!("按 {encoding} 编码读取"),
            Locale::English => format!("read as {encoding}"),
        };
        push(report, format_args!("{}: {words}\n", file.name));
    }
    let counts = file.counts(settings);
    if counts.is_empty() {
        return;
    }
    let titles = match file.draft.disclosures.as_slice() {
        [] => String::new(),
        [one] => visible(&title(&one.analysis.disclosure, locale)),
        several => match locale {
            Locale::Chinese => format!("{} 份公开文本", several.len()),
            Locale::English => format!("{} disclosures", several.len()),
        },
    };
    let parts = [file.name.clone(), titles, counts.words(locale)];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    push(
        report,
        format_args!("{BOLD}== {}{BOLD:#}\n\n", parts.join(" · ")),
    );
}

fn finding(report: &mut String, file: &CheckedFile<'_>, diagnostic: &Diagnostic, locale: Locale) {
    let style = style(diagnostic.severity);
    let (name, text) = (&file.name, &file.draft.text);
    let place = match file.original_place(diagnostic.span.start, locale) {
        Some(place) => format!(" {place}"),
        None => {
            let place = text.position(diagnostic.span.start, PositionEncoding::Utf32);
            format!("{}:{}", place.line + 1, place.character + 1)
        }
    };
    let severity = severity_name(diagnostic.severity, locale);
    let rule = format!("{} {}", diagnostic.code, diagnostic.name);
    let message = visible(&diagnostic.message);
    push(
        report,
        format_args!(
            "{BOLD}{name}:{place}:{BOLD:#} {style}{severity}[{rule}]{style:#} {message}\n"
        ),
    );
    let own = text.line_of(diagnostic.span.start);
    let mut others: BTreeMap<usize, Vec<&RelatedPlace>> = BTreeMap::new();
    for place in &diagnostic.related {
        others
            .entry(text.line_of(place.span.start))
            .or_default()
            .push(place);
    }
    let beside = others.remove(&own).unwrap_or_default();
    let left_out = others.len().saturating_sub(MOST_LINES);
    let last = others.keys().take(MOST_LINES).next_back().copied();
    // Every line starts as wide as the greatest number of a line.
    let digits = match file.map {
        // The lines of an imported text are nowhere to be seen.
        Some(_) => 0,
        None => (last.unwrap_or(0).max(own) + 1).to_string().len(),
    };
    let shown = ShownLine {
        file,
        line: own,
        digits,
        style,
        locale,
    };
    shown.write(report, Some(diagnostic.span), &beside);
    for (line, places) in others.into_iter().take(MOST_LINES) {
        ShownLine { line, ..shown }.write(report, None, &places);
    }
    let margin = " ".repeat(digits);
    if left_out > 0 {
        let words = match locale {
            Locale::Chinese => format!("另有 {left_out} 行（--format json 列出全部）"),
            Locale::English => format!("{left_out} more lines (--format json lists all)"),
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

/// A line of the draft, to be shown with what is underlined in it.
#[derive(Clone, Copy)]
struct ShownLine<'file> {
    file: &'file CheckedFile<'file>,
    line: usize,
    /// The digits of the greatest number of a line beside it.
    digits: usize,
    /// That of the finding.
    style: Style,
    locale: Locale,
}

impl ShownLine<'_> {
    /// Writes the line, and below it the marks with what stands there.
    fn write(self, report: &mut String, finding: Option<Span>, operands: &[&RelatedPlace]) {
        let text = &self.file.draft.text;
        let line = text.line_span(self.line);
        let words = text.slice(line);
        // Blanks before the first word say nothing, and take room.
        let shown = words.trim_start();
        let start = line.start + (words.len() - shown.len());
        let inside = |span: Span| {
            let end = span.end.min(line.end).max(start);
            Span::new(span.start.clamp(start, end), end).relative_to(start)
        };
        let mut places: Vec<Span> = operands.iter().map(|it| inside(it.span)).collect();
        let (focus, role) = match finding {
            Some(span) => (inside(span), Role::Finding),
            None if places.is_empty() => return,
            None => (places.remove(0), Role::Operand),
        };
        let marks = Marks {
            focus,
            role: Some(role),
            operands: places,
        };
        let (mut above, mut below) = (String::new(), String::new());
        for piece in excerpt(shown, &marks, COLUMNS) {
            let (style, mark) = match piece.role {
                Some(Role::Finding) => (self.style, "^"),
                Some(Role::Operand) => (OPERAND, "-"),
                None => (Style::new(), " "),
            };
            let (words, marks) = (piece.words, mark.repeat(piece.width));
            push(&mut above, format_args!("{style}{words}{style:#}"));
            push(&mut below, format_args!("{style}{marks}{style:#}"));
        }
        let digits = self.digits;
        let number = match digits {
            0 => String::new(),
            _ => (self.line + 1).to_string(),
        };
        push(
            report,
            format_args!(" {DIM}{number:>digits$} |{DIM:#} {above}\n"),
        );
        let margin = " ".repeat(digits);
        push(
            report,
            format_args!(" {DIM}{margin} |{DIM:#} {}", below.trim_end()),
        );
        // What one mark stands for is said beside it, what several stand for below them.
        let beside = if operands.len() == 1 { " " } else { "\n" };
        for place in operands {
            let original = self.file.original_place(place.span.start, self.locale);
            let original = original.map(|place| place + " ").unwrap_or_default();
            let said = format!("{original}{}", visible(&place.message));
            report.push_str(beside);
            if operands.len() > 1 {
                push(report, format_args!(" {DIM}{margin} |{DIM:#} "));
            }
            push(report, format_args!("{OPERAND}{said}{OPERAND:#}"));
        }
        report.push('\n');
    }
}

fn summary_by_rule(report: &mut String, rules: &CountsByRule, locale: Locale) {
    if rules.0.is_empty() {
        return;
    }
    let heading = say(locale, "按规则", "By rule");
    push(report, format_args!("{BOLD}{heading}{BOLD:#}\n"));
    for (code, counts) in &rules.0 {
        let title = rule_title(code, locale);
        let counts = nonzero(*counts, locale);
        push(
            report,
            format_args!("  {code} {title}{DIM}: {counts}{DIM:#}\n"),
        );
    }
}

/// `错误 1，提示 2`: what there is.
fn nonzero(counts: Counts, locale: Locale) -> String {
    let words = [
        (counts.errors, Severity::Error),
        (counts.warnings, Severity::Warning),
        (counts.notes, Severity::Information),
    ];
    let words = words.into_iter().filter(|(count, _)| *count > 0);
    let words =
        words.map(|(count, severity)| format!("{} {count}", severity_name(severity, locale)));
    words.collect::<Vec<_>>().join(say(locale, "，", ", "))
}

fn summary_of_gaps(report: &mut String, gaps: &[String], failures: &[String], locale: Locale) {
    if gaps.is_empty() && failures.is_empty() {
        return;
    }
    let heading = say(
        locale,
        "没有核对的内容（--coverage 逐项列出）",
        "Not checked (--coverage lists it)",
    );
    push(report, format_args!("{BOLD}{heading}{BOLD:#}\n"));
    for line in failures.iter().chain(gaps).take(MOST_FILES) {
        push(report, format_args!("  {line}\n"));
    }
    let more = (failures.len() + gaps.len()).saturating_sub(MOST_FILES);
    if more > 0 {
        let words = match locale {
            Locale::Chinese => format!("另有 {more} 个文件"),
            Locale::English => format!("{more} more files"),
        };
        push(report, format_args!("  {words}\n"));
    }
}

/// What of a draft was not checked, in a line; none when everything that was read was checked.
fn gap(name: &str, draft: &Draft, locale: Locale) -> Option<String> {
    let (mut tables, mut sentences) = (0, 0);
    let (mut figures, mut checked) = (0, 0);
    for placed in &draft.disclosures {
        let coverage = placed.analysis.coverage();
        tables += coverage.unrecognised_tables.len();
        sentences += coverage.unread_statements.len();
        figures += coverage.in_tables.0 + coverage.in_prose.0;
        checked += coverage.in_tables.1 + coverage.in_prose.1;
    }
    if tables + sentences == 0 {
        return None;
    }
    Some(match locale {
        Locale::Chinese => format!(
            "{name}: {figures} 个数字中核对了 {checked} 个；没有识别的表 {tables} 张，没有核对的句子 {sentences} 句"
        ),
        Locale::English => format!(
            "{name}: {checked} of {figures} numbers checked; {tables} tables not recognised, {sentences} sentences not checked"
        ),
    })
}

/// The last line: `3 个文件，错误 1，警告 0，提示 2`.
fn summary(totals: &Totals, locale: Locale) -> String {
    let (files, counts) = (totals.files, totals.counts.words(locale));
    let mut line = match locale {
        Locale::Chinese => format!("{files} 个文件，{counts}"),
        Locale::English => {
            let noun = if files == 1 { "file" } else { "files" };
            format!("{files} {noun}: {counts}")
        }
    };
    let accepted = totals.accepted;
    if accepted > 0 {
        let more = match locale {
            Locale::Chinese => format!("；另有 {accepted} 个问题已接受"),
            Locale::English => format!("; {accepted} accepted"),
        };
        line.push_str(&more);
    }
    let failures = totals.failures.len();
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

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Information => AnsiColor::Cyan,
        Severity::Hint => AnsiColor::BrightBlack,
    };
    color.on_default().bold()
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
    use crate::text::Text;

    fn place(source: &str, words: &str) -> Span {
        let start = source.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    #[test]
    fn a_finding_is_shown_with_its_lines() {
        let source = "项目\t金额\t其中\n行政运行\t70.00\n一般行政\t50.00\n合计\t130.00\t30.00\n";
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
            related: vec![
                operand("70.00", "行政运行"),
                operand("50.00", "一般行政"),
                operand("\t30.00", "其中"),
            ],
            fix: Some(SuggestedFix {
                span: place(source, "130.00"),
                new_text: "120.00".to_owned(),
                title: "改为 120.00".to_owned(),
                is_unique: true,
            }),
        };
        let mut styled = String::new();
        let checked = CheckedFile {
            number: 0,
            path: "预算公开.txt".to_owned(),
            name: "预算公开.txt".to_owned(),
            draft: &Draft::without_analysis(Text::new(source)),
            diagnostics: &[],
            map: None,
            notes: &[],
            encoding: None,
        };
        finding(&mut styled, &checked, &diagnostic, Locale::Chinese);
        let expected = "\
预算公开.txt:4:4: 错误[B101 column-total] 合计 130.00，各行之和 120.00，相差 10.00
 4 | 合计    130.00  30.00
   |         ^^^^^^------- 其中
 2 | 行政运行    70.00
   |             ----- 行政运行
 3 | 一般行政    50.00
   |             ----- 一般行政
   = 建议：改为 120.00

";
        assert_eq!(strip_str(&styled).to_string(), expected);
    }

    #[test]
    fn the_summary_counts() {
        let mut totals = Totals {
            files: 3,
            failures: vec!["a.txt: 文件不存在".to_owned()],
            ..Totals::default()
        };
        let severities = [Severity::Error, Severity::Information, Severity::Hint];
        severities
            .into_iter()
            .for_each(|severity| totals.counts.count(severity));
        let line = summary(&totals, Locale::Chinese);
        assert_eq!(line, "3 个文件，错误 1，警告 0，提示 2；1 项无法检查\n");
        totals.failures.clear();
        totals.files = 1;
        let line = summary(&totals, Locale::English);
        assert_eq!(line, "1 file: 1 errors, 0 warnings, 2 notes\n");
    }
}
