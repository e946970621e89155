//! `yusuan check --coverage`: how much of a draft was checked.

use std::fmt::Write;

use serde::Serialize;

use crate::audit::{Coverage, Draft, Locale};
use crate::cli::output::visible;
use crate::cli::say;
use crate::text::Span;

/// The coverage of every disclosure of a draft, for people.
pub fn text(name: &str, draft: &Draft, locale: Locale) -> String {
    let mut report = String::new();
    for placed in &draft.disclosures {
        let line = |span: Span| draft.text.line_of(placed.start + span.start) + 1;
        let coverage = placed.analysis.coverage();
        // Writing to a string does not fail.
        let _ = write_coverage(
            &mut report,
            name,
            draft,
            placed.start,
            &coverage,
            line,
            locale,
        );
    }
    report
}

fn write_coverage(
    out: &mut String,
    name: &str,
    draft: &Draft,
    start: usize,
    coverage: &Coverage,
    line: impl Fn(Span) -> usize,
    locale: Locale,
) -> std::fmt::Result {
    let words = |chinese, english| say(locale, chinese, english);
    let first = line(Span::empty(0));
    writeln!(out, "{name}:{first}: {}", words("核对范围", "coverage"))?;
    let (tables, prose) = (coverage.in_tables, coverage.in_prose);
    writeln!(
        out,
        "  {} {} · {} {}",
        words("表中数字", "numbers in tables"),
        tables.0,
        words("参加核对", "of which checked"),
        tables.1
    )?;
    writeln!(
        out,
        "  {} {} · {} {}",
        words(
            "文字中的金额和百分比",
            "amounts and percentages in the text"
        ),
        prose.0,
        words("参加核对", "of which checked"),
        prose.1
    )?;
    writeln!(
        out,
        "  {}",
        words(
            "各项勾稽（规则：成立 / 尾差 / 不符 / 未比较）",
            "identities (rule: exact / rounding / inconsistent / not compared)",
        )
    )?;
    for (rule, tally) in &coverage.identities {
        writeln!(
            out,
            "    {rule}: {} / {} / {} / {}",
            tally.exact, tally.rounding, tally.inconsistent, tally.blocked
        )?;
    }
    for (title, span) in &coverage.unrecognised_tables {
        let title = visible(title);
        let said = words("没有识别的表", "table not recognised");
        writeln!(out, "  {}: {said} {title}", line(*span))?;
    }
    for span in &coverage.unread_statements {
        let sentence = draft.text.slice(span.offset_by(start));
        let sentence: String = sentence.chars().take(LONGEST_SENTENCE).collect();
        let sentence = visible(&sentence.replace('\n', " "));
        let said = words("没有核对的句子", "sentence not checked");
        writeln!(out, "  {}: {said} {sentence}", line(*span))?;
    }
    for (message, span) in &coverage.not_run {
        writeln!(out, "  {}: {}", line(*span), visible(message.text(locale)))?;
    }
    Ok(())
}

/// The characters of a sentence that are shown.
const LONGEST_SENTENCE: usize = 40;

/// The coverage of one disclosure, for programs. Lines count from one.
#[derive(Serialize)]
pub struct CoverageRecord {
    figures: Figures,
    identities: Vec<Identities>,
    #[serde(rename = "unrecognisedTables")]
    unrecognised_tables: Vec<Place>,
    #[serde(rename = "unreadStatements")]
    unread_statements: Vec<Place>,
    #[serde(rename = "notRun")]
    not_run: Vec<Place>,
}

#[derive(Serialize)]
struct Figures {
    tables: usize,
    #[serde(rename = "tablesChecked")]
    tables_checked: usize,
    prose: usize,
    #[serde(rename = "proseChecked")]
    prose_checked: usize,
}

#[derive(Serialize)]
struct Identities {
    rule: &'static str,
    exact: usize,
    rounding: usize,
    inconsistent: usize,
    blocked: usize,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    text: String,
}

/// The coverage of every disclosure of a draft, for programs.
pub fn records(draft: &Draft, locale: Locale) -> Vec<CoverageRecord> {
    let disclosures = draft.disclosures.iter();
    disclosures
        .map(|placed| {
            let coverage = placed.analysis.coverage();
            let place = |text: &str, span: Span| Place {
                line: draft.text.line_of(placed.start + span.start) + 1,
                text: text.to_owned(),
            };
            let identities = coverage.identities.iter().map(|(rule, tally)| Identities {
                rule,
                exact: tally.exact,
                rounding: tally.rounding,
                inconsistent: tally.inconsistent,
                blocked: tally.blocked,
            });
            let tables = coverage.unrecognised_tables.iter();
            let unread = coverage.unread_statements.iter();
            let not_run = coverage.not_run.iter();
            CoverageRecord {
                figures: Figures {
                    tables: coverage.in_tables.0,
                    tables_checked: coverage.in_tables.1,
                    prose: coverage.in_prose.0,
                    prose_checked: coverage.in_prose.1,
                },
                identities: identities.collect(),
                unrecognised_tables: tables.map(|(title, span)| place(title, *span)).collect(),
                unread_statements: unread
                    .map(|span| {
                        let sentence = draft.text.slice(span.offset_by(placed.start));
                        place(&sentence, *span)
                    })
                    .collect(),
                not_run: not_run
                    .map(|(message, span)| place(message.text(locale), *span))
                    .collect(),
            }
        })
        .collect()
}
