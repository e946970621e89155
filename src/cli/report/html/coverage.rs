//! What of a draft was checked, above the draft.

use std::fmt::Write;

use super::escape::escaped;
use super::marks::{PlaceId, Places};
use crate::audit::{Coverage, Locale, PlacedAnalysis};
use crate::cli::report::{CheckedFile, rule_title, title};
use crate::cli::say;
use crate::text::Span;

/// The characters of a sentence that are shown.
const LONGEST: usize = 60;

/// What of a disclosure was checked, and where the rest stands.
pub struct Checked {
    title: String,
    coverage: Coverage,
    tables: Vec<Gap>,
    sentences: Vec<Gap>,
    not_run: Vec<Gap>,
}

/// Something that was not checked.
struct Gap {
    place: PlaceId,
    /// Where a reader finds it: `第 12 行`.
    line: String,
    words: String,
}

/// Gathers what of each disclosure was checked; the places of the rest are added to those of the
/// file.
pub fn gather<'draft>(
    file: &CheckedFile<'draft>,
    places: &mut Places<'draft>,
    locale: Locale,
) -> Vec<Checked> {
    let disclosures = file.draft.disclosures.iter();
    disclosures
        .map(|placed| checked(file, placed, places, locale))
        .collect()
}

fn checked<'draft>(
    file: &CheckedFile<'draft>,
    placed: &PlacedAnalysis,
    places: &mut Places<'draft>,
    locale: Locale,
) -> Checked {
    let coverage = placed.analysis.coverage();
    let mut gap = |span: Span, words: &str| Gap {
        place: places.place(span.offset_by(placed.start)),
        line: file.line_name(placed.start + span.start, locale),
        words: words.to_owned(),
    };
    let nameless = say(locale, "没有标题的表", "a table without a title");
    let tables = coverage.unrecognised_tables.iter().map(|(title, span)| {
        let title = if title.is_empty() { nameless } else { title };
        gap(*span, title)
    });
    let tables = tables.collect();
    let sentences = coverage.unread_statements.iter().map(|span| {
        let words = placed.analysis.disclosure.words(*span);
        let mut shown: String = words.chars().take(LONGEST).collect();
        if shown.len() < words.len() {
            shown.push('…');
        }
        gap(*span, &shown)
    });
    let sentences = sentences.collect();
    let not_run = coverage.not_run.iter();
    let not_run = not_run.map(|(message, span)| gap(*span, message.text(locale)));
    let not_run = not_run.collect();
    Checked {
        title: title::title(&placed.analysis.disclosure, locale),
        coverage,
        tables,
        sentences,
        not_run,
    }
}

/// The numbers of tables and of the text: how many there are, and how many were checked.
pub fn numbers(checked: &[Checked]) -> ((usize, usize), (usize, usize)) {
    let mut sum = ((0, 0), (0, 0));
    for Checked { coverage, .. } in checked {
        sum.0.0 += coverage.in_tables.0;
        sum.0.1 += coverage.in_tables.1;
        sum.1.0 += coverage.in_prose.0;
        sum.1.1 += coverage.in_prose.1;
    }
    sum
}

/// How many tables were not recognised, and how many sentences were not checked.
pub fn gaps(checked: &[Checked]) -> (usize, usize) {
    let tables = checked.iter().map(|it| it.tables.len()).sum();
    let sentences = checked.iter().map(|it| it.sentences.len()).sum();
    (tables, sentences)
}

/// Writes what was checked, disclosure by disclosure.
pub fn write(out: &mut String, checked: &[Checked], locale: Locale) {
    if checked.is_empty() {
        return;
    }
    let words = |chinese, english| say(locale, chinese, english);
    let heading = words("核对范围", "What was checked");
    let _ = writeln!(out, "<section class=\"coverage\">\n<h3>{heading}</h3>");
    for one in checked {
        if checked.len() > 1 && !one.title.is_empty() {
            let _ = writeln!(out, "<h4>{}</h4>", escaped(&one.title));
        }
        let coverage = &one.coverage;
        out.push_str("<div class=\"meters\">\n");
        meter(
            out,
            words("表中的数字", "Numbers in tables"),
            coverage.in_tables,
            locale,
        );
        let prose = words(
            "文字中的金额和百分比",
            "Amounts and percentages in the text",
        );
        meter(out, prose, coverage.in_prose, locale);
        out.push_str("</div>\n");
        list(
            out,
            words("没有识别的表", "Tables not recognised"),
            &one.tables,
        );
        let sentences = words("没有核对的句子", "Sentences not checked");
        list(out, sentences, &one.sentences);
        list(out, words("没有进行的检查", "Checks not run"), &one.not_run);
        rules(out, coverage, locale);
    }
    out.push_str("</section>\n");
}

fn meter(out: &mut String, label: &str, (all, checked): (usize, usize), locale: Locale) {
    let said = match locale {
        Locale::Chinese => format!("{all} 个，核对了 {checked} 个"),
        Locale::English => format!("{checked} of {all} checked"),
    };
    let most = all.max(1);
    let _ = writeln!(
        out,
        "<p class=\"meter\"><span>{label}</span> \
         <meter min=\"0\" max=\"{most}\" value=\"{checked}\" aria-label=\"{label}\">{said}</meter> \
         <span>{said}</span></p>"
    );
}

fn list(out: &mut String, heading: &str, gaps: &[Gap]) {
    if gaps.is_empty() {
        return;
    }
    let count = gaps.len();
    let _ = writeln!(out, "<details>\n<summary>{heading} {count}</summary>\n<ul>");
    for gap in gaps {
        let line = escaped(&gap.line);
        let _ = writeln!(
            out,
            "<li data-place=\"{}\"><button type=\"button\" class=\"go\">{}</button> \
             <span class=\"line\">{line}</span></li>",
            gap.place.class(),
            escaped(&gap.words)
        );
    }
    out.push_str("</ul>\n</details>\n");
}

fn rules(out: &mut String, coverage: &Coverage, locale: Locale) {
    if coverage.identities.is_empty() {
        return;
    }
    let words = |chinese, english| say(locale, chinese, english);
    let (summary, rule) = (
        words("各项勾稽", "Identities by rule"),
        words("规则", "Rule"),
    );
    let columns = [
        words("成立", "Exact"),
        words("尾差", "Rounding"),
        words("不符", "Inconsistent"),
        words("未比较", "Not compared"),
    ];
    let columns = columns.map(|column| format!("<th scope=\"col\">{column}</th>"));
    let _ = writeln!(
        out,
        "<details>\n<summary>{summary}</summary>\n<table class=\"rules\">\n<thead><tr>\
         <th scope=\"col\">{rule}</th>{}</tr></thead>\n<tbody>",
        columns.concat()
    );
    for (code, tally) in &coverage.identities {
        let counts = [
            tally.exact,
            tally.rounding,
            tally.inconsistent,
            tally.blocked,
        ];
        let counts = counts.map(|count| format!("<td>{count}</td>"));
        let title = rule_title(code, locale);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{code} {title}</th>{}</tr>",
            counts.concat()
        );
    }
    out.push_str("</tbody>\n</table>\n</details>\n");
}
