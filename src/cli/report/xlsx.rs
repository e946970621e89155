//! A review sheet: a line for every finding, with a column for the decision of the reviewer.
//!
//! Every word is written as a string: no cell of the sheet is a formula or a link, whatever stands
//! in the document.

use std::io;

use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::location::location;
use super::title::title;
use super::{
    CheckedFile, Counts, Nothing, Output, Report, Settings, Totals, rule_title, severity_name,
};
use crate::audit::{Locale, Severity};
use crate::cli::output::visible;
use crate::cli::say;
use crate::ide::Diagnostic;

/// The most characters that a cell can hold.
const LONGEST: usize = 32_000;

/// The most lines that a sheet can hold, less its heading.
const MOST_LINES: usize = 1_048_000;

/// The most operands that are named for one finding.
const MOST_RELATED: usize = 24;

/// The review sheet, and a sheet of what was checked.
pub struct XlsxReport {
    locale: Locale,
    files: Vec<FileRows>,
}

/// What is said of one file.
pub struct FileRows {
    name: String,
    title: String,
    counts: Counts,
    coverage: CoverageRow,
    findings: Vec<FindingRow>,
    gaps: Vec<Gap>,
}

/// How much of a file was checked.
#[derive(Default)]
struct CoverageRow {
    in_tables: (usize, usize),
    in_prose: (usize, usize),
    unrecognised_tables: usize,
    unread_statements: usize,
}

/// Something that was not checked.
struct Gap {
    line: String,
    what: &'static str,
    words: String,
}

/// A line of the review sheet.
struct FindingRow {
    place: String,
    line: String,
    severity: Severity,
    code: &'static str,
    message: String,
    operands: String,
    printed: String,
    suggested: String,
}

impl XlsxReport {
    /// A report without findings.
    pub fn new(locale: Locale) -> Self {
        Self {
            locale,
            files: Vec::new(),
        }
    }
}

impl Report for XlsxReport {
    type Part = FileRows;

    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<FileRows, String> {
        let locale = settings.locale;
        let disclosures = file.draft.disclosures.iter();
        let titles: Vec<String> = disclosures
            .map(|placed| title(&placed.analysis.disclosure, locale))
            .collect();
        let title = match Nothing::of(file.draft) {
            Some(nothing) => nothing.words(locale).to_owned(),
            None => titles.join("；"),
        };
        let (coverage, gaps) = coverage(file, locale);
        Ok(FileRows {
            name: file.name.clone(),
            title,
            counts: file.counts(settings),
            coverage,
            findings: file
                .listed(settings)
                .map(|it| row(file, it, locale))
                .collect(),
            gaps,
        })
    }

    fn add(&mut self, part: FileRows, _: &mut Output) -> io::Result<()> {
        self.files.push(part);
        Ok(())
    }

    fn finish(&mut self, totals: &Totals, output: &mut Output) -> io::Result<()> {
        let bytes = workbook(self, totals).map_err(io::Error::other)?;
        output.write_bytes(&bytes)
    }
}

fn row(file: &CheckedFile<'_>, diagnostic: &Diagnostic, locale: Locale) -> FindingRow {
    let text = &file.draft.text;
    let words = |span| visible(text.slice(span).trim());
    let operands = diagnostic.related.iter().take(MOST_RELATED).map(|it| {
        let line = file.line_name(it.span.start, locale);
        format!("{line}: {}", visible(&it.message))
    });
    let mut operands: Vec<String> = operands.collect();
    if diagnostic.related.len() > MOST_RELATED {
        operands.push("…".to_owned());
    }
    FindingRow {
        place: location(file.draft, diagnostic.span),
        line: file.line_name(diagnostic.span.start, locale),
        severity: diagnostic.severity,
        code: diagnostic.code,
        message: visible(&diagnostic.message),
        operands: operands.join("\n"),
        printed: words(diagnostic.span),
        suggested: match &diagnostic.fix {
            Some(fix) if fix.span == diagnostic.span => visible(&fix.new_text),
            Some(fix) => visible(&fix.title),
            None => String::new(),
        },
    }
}

fn coverage(file: &CheckedFile<'_>, locale: Locale) -> (CoverageRow, Vec<Gap>) {
    let mut sum = CoverageRow::default();
    let mut gaps = Vec::new();
    for placed in &file.draft.disclosures {
        let coverage = placed.analysis.coverage();
        let line = |start: usize| file.line_name(placed.start + start, locale);
        sum.in_tables.0 += coverage.in_tables.0;
        sum.in_tables.1 += coverage.in_tables.1;
        sum.in_prose.0 += coverage.in_prose.0;
        sum.in_prose.1 += coverage.in_prose.1;
        sum.unrecognised_tables += coverage.unrecognised_tables.len();
        sum.unread_statements += coverage.unread_statements.len();
        for (title, span) in &coverage.unrecognised_tables {
            gaps.push(Gap {
                line: line(span.start),
                what: say(locale, "没有识别的表", "table not recognised"),
                words: visible(title),
            });
        }
        for span in &coverage.unread_statements {
            let sentence = file.draft.text.slice(span.offset_by(placed.start));
            gaps.push(Gap {
                line: line(span.start),
                what: say(locale, "没有核对的句子", "sentence not checked"),
                words: visible(&sentence),
            });
        }
        for (message, span) in &coverage.not_run {
            gaps.push(Gap {
                line: line(span.start),
                what: say(locale, "没有进行的检查", "check not run"),
                words: visible(message.text(locale)),
            });
        }
    }
    (sum, gaps)
}

fn workbook(report: &XlsxReport, totals: &Totals) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    review_sheet(workbook.add_worksheet(), report)?;
    file_sheet(workbook.add_worksheet(), report, totals)?;
    gap_sheet(workbook.add_worksheet(), report)?;
    workbook.save_to_buffer()
}

/// A column: its heading in both languages, and its width in characters.
type Heading = (&'static str, &'static str, usize);

const REVIEW: [Heading; 13] = [
    ("序号", "No.", 5),
    ("文件", "File", 20),
    ("位置", "Place", 24),
    ("行", "Line", 10),
    ("级别", "Severity", 8),
    ("规则", "Rule", 8),
    ("规则名称", "Rule title", 14),
    ("矛盾", "Contradiction", 42),
    ("相关内容", "Measured against", 34),
    ("现值", "Printed", 12),
    ("建议值", "Suggested", 12),
    ("审核意见", "Decision", 10),
    ("说明", "Remarks", 18),
];

const DECISION: u16 = 11;

fn review_sheet(sheet: &mut Worksheet, report: &XlsxReport) -> Result<(), XlsxError> {
    let locale = report.locale;
    sheet.set_name(say(locale, "审核表", "Review"))?;
    headings(sheet, &REVIEW, locale)?;
    let cell = cell_format();
    let centred = cell_format().set_align(FormatAlign::Center);
    let mut line = 0;
    let findings = report
        .files
        .iter()
        .flat_map(|file| file.findings.iter().map(move |finding| (file, finding)));
    for (file, finding) in findings.take(MOST_LINES) {
        line += 1;
        sheet.write_number_with_format(line, 0, f64::from(line), &centred)?;
        words(sheet, line, 3, &finding.line, &centred)?;
        let severity = severity_name(finding.severity, locale);
        let level = severity_format(finding.severity);
        words(sheet, line, 4, severity, &level)?;
        words(sheet, line, 5, finding.code, &centred)?;
        let title = rule_title(finding.code, locale);
        let texts: [(u16, &str); 9] = [
            (1, &file.name),
            (2, &finding.place),
            (6, title),
            (7, &finding.message),
            (8, &finding.operands),
            (9, &finding.printed),
            (10, &finding.suggested),
            (DECISION, ""),
            (12, ""),
        ];
        let mut lines = 1;
        for (column, text) in texts {
            words(sheet, line, column, text, &cell)?;
            lines = lines.max(lines_of(text, &REVIEW, column));
        }
        sheet.set_row_height(line, height(lines))?;
    }
    let last = line.max(1);
    let decisions = match locale {
        Locale::Chinese => ["已修改", "无需修改", "误报", "待核实"],
        Locale::English => ["mended", "correct as is", "false alarm", "to be checked"],
    };
    let decisions = DataValidation::new().allow_list_strings(&decisions)?;
    sheet.add_data_validation(1, DECISION, last, DECISION, &decisions)?;
    let columns = u16::try_from(REVIEW.len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, columns.saturating_sub(1))?;
    Ok(())
}

const FILES: [Heading; 11] = [
    ("文件", "File", 36),
    ("公开文本", "Disclosure", 36),
    ("错误", "Errors", 8),
    ("警告", "Warnings", 8),
    ("提示", "Notes", 8),
    ("表中数字", "Numbers in tables", 12),
    ("其中已核对", "Of which checked", 12),
    ("文字中的数字", "Numbers in the text", 14),
    ("其中已核对", "Of which checked", 12),
    ("没有识别的表", "Tables not recognised", 14),
    ("没有核对的句子", "Sentences not checked", 16),
];

fn file_sheet(
    sheet: &mut Worksheet,
    report: &XlsxReport,
    totals: &Totals,
) -> Result<(), XlsxError> {
    let locale = report.locale;
    sheet.set_name(say(locale, "文件", "Files"))?;
    headings(sheet, &FILES, locale)?;
    let cell = cell_format();
    let mut line = 0;
    for file in report.files.iter().take(MOST_LINES) {
        line += 1;
        words(sheet, line, 0, &file.name, &cell)?;
        words(sheet, line, 1, &file.title, &cell)?;
        let lines = lines_of(&file.name, &FILES, 0).max(lines_of(&file.title, &FILES, 1));
        sheet.set_row_height(line, height(lines))?;
        let coverage = &file.coverage;
        let numbers = [
            file.counts.errors,
            file.counts.warnings,
            file.counts.notes,
            coverage.in_tables.0,
            coverage.in_tables.1,
            coverage.in_prose.0,
            coverage.in_prose.1,
            coverage.unrecognised_tables,
            coverage.unread_statements,
        ];
        for (column, count) in (2..).zip(numbers) {
            number(sheet, line, column, count, &cell)?;
        }
    }
    for sentence in &totals.failures {
        line += 1;
        words(sheet, line, 0, sentence, &cell)?;
        words(
            sheet,
            line,
            1,
            say(locale, "无法检查", "not checked"),
            &cell,
        )?;
    }
    Ok(())
}

const GAPS: [Heading; 4] = [
    ("文件", "File", 36),
    ("行", "Line", 12),
    ("情况", "What", 18),
    ("内容", "Words", 90),
];

fn gap_sheet(sheet: &mut Worksheet, report: &XlsxReport) -> Result<(), XlsxError> {
    sheet.set_name(say(report.locale, "没有核对的内容", "Not checked"))?;
    headings(sheet, &GAPS, report.locale)?;
    let cell = cell_format();
    let gaps = report
        .files
        .iter()
        .flat_map(|file| file.gaps.iter().map(move |gap| (file, gap)));
    let mut line = 0;
    for (file, gap) in gaps.take(MOST_LINES) {
        line += 1;
        words(sheet, line, 0, &file.name, &cell)?;
        words(sheet, line, 1, &gap.line, &cell)?;
        words(sheet, line, 2, gap.what, &cell)?;
        words(sheet, line, 3, &gap.words, &cell)?;
        let lines = lines_of(&file.name, &GAPS, 0).max(lines_of(&gap.words, &GAPS, 3));
        sheet.set_row_height(line, height(lines))?;
    }
    Ok(())
}

fn headings(sheet: &mut Worksheet, headings: &[Heading], locale: Locale) -> Result<(), XlsxError> {
    let format = cell_format()
        .set_bold()
        .set_background_color(Color::RGB(0xE8_ED_F3))
        .set_align(FormatAlign::Center);
    for (column, (chinese, english, width)) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, say(locale, *chinese, *english), &format)?;
        sheet.set_column_width(column, f64::from(u8::try_from(*width).unwrap_or(u8::MAX)))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn cell_format() -> Format {
    Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0xBF_C7_D1))
}

fn severity_format(severity: Severity) -> Format {
    let color = match severity {
        Severity::Error => Color::RGB(0xF8_D7_D4),
        Severity::Warning => Color::RGB(0xFC_EB_C8),
        Severity::Information => Color::RGB(0xD6_E8_F7),
        Severity::Hint => Color::RGB(0xEE_EE_EE),
    };
    cell_format()
        .set_align(FormatAlign::Center)
        .set_background_color(color)
}

/// How many lines the words take up in a column.
fn lines_of(words: &str, headings: &[Heading], column: u16) -> usize {
    let width = headings.get(usize::from(column)).map_or(1, |it| it.2);
    // What a column holds is a little less than its width; it is cut at whole characters.
    let room = width.saturating_sub(2).max(1);
    let lines = words
        .split('\n')
        .map(|line| line.width_cjk().div_ceil(room));
    lines.map(|lines| lines.max(1)).sum()
}

/// The height of a row in points; a row cannot be higher than 409 points.
#[expect(clippy::float_arithmetic, reason = "a height is no amount")]
fn height(lines: usize) -> f64 {
    const LINE: f64 = 15.0;
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    (LINE * f64::from(lines) + 3.0).min(409.0)
}

/// Writes words as a string, never as anything else.
fn words(
    sheet: &mut Worksheet,
    line: u32,
    column: u16,
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let kept: String = words.chars().take(LONGEST).collect();
    // Even when somebody edits the cell it stays a string.
    match kept.starts_with(['=', '+', '-', '@']) {
        true => {
            let quoted = format.clone().set_quote_prefix();
            sheet.write_string_with_format(line, column, kept, &quoted)?;
        }
        false => {
            sheet.write_string_with_format(line, column, kept, format)?;
        }
    }
    Ok(())
}

fn number(
    sheet: &mut Worksheet,
    line: u32,
    column: u16,
    count: usize,
    format: &Format,
) -> Result<(), XlsxError> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    sheet.write_number_with_format(line, column, f64::from(count), format)?;
    Ok(())
}
