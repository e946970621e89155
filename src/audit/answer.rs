//! Asking the rules, and what of their answers outlives an edit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use crate::audit::{Finding, Identity};
use crate::document::{Disclosure, FigureId, Table};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// What a check says of a disclosure, or of one table of it.
#[derive(Debug, Default, PartialEq)]
pub struct Answer {
    /// What must hold.
    pub identities: Vec<Arc<Identity>>,
    /// What it found by itself.
    pub findings: Vec<Finding>,
}

/// The answers of one check: one for each table, or one for the whole disclosure.
pub type Answers = Vec<Arc<Answer>>;

/// What most checks say of most tables.
static NOTHING: LazyLock<Arc<Answer>> = LazyLock::new(Arc::default);

/// What is different in a disclosure of the same words as an earlier one: digits of figures.
#[derive(Debug)]
pub struct Retyped {
    /// The figures that have other values.
    pub figures: Vec<FigureId>,
    /// The lines that they stand in.
    lines: Vec<Span>,
    /// The rows of tables that they stand in.
    rows: Vec<Span>,
    /// For each table, whether one of them stands in it.
    tables: Vec<bool>,
    /// One of them stands in a sentence.
    in_sentences: bool,
    /// Sentences or forms state something else of figures.
    pub statements: bool,
    /// One of them is above, at or below zero, and was not before.
    signs: bool,
}

impl Retyped {
    /// What differs between two disclosures of the same words ([`Disclosure::has_words_of`]).
    pub fn between(disclosure: &Disclosure, earlier: &Disclosure) -> Self {
        let figures = disclosure.figures_unlike(earlier);
        let spans: Vec<Span> = figures
            .iter()
            .filter_map(|figure| Some(disclosure.figure(*figure)?.span))
            .collect();
        let holds = |table: &Table| {
            let mut spans = spans.iter();
            spans.any(|span| table.span.start <= span.start && span.end <= table.span.end)
        };
        let rows = disclosure.tables.iter().filter(|table| holds(table));
        let rows = rows.flat_map(|table| &table.rows).map(|row| row.span);
        let has_other_sign = |figure: &FigureId| {
            let pair = disclosure.figure(*figure).zip(earlier.figure(*figure));
            pair.is_some_and(|(figure, earlier)| !figure.has_sign_of(earlier))
        };
        let is_narrative = |figure: &FigureId| {
            let figure = disclosure.figure(*figure);
            figure.is_some_and(|figure| figure.narrative)
        };
        Self {
            rows: rows
                .filter(|row| spans.iter().any(|span| row.contains_span(*span)))
                .collect(),
            lines: disclosure.lines_around(&spans),
            tables: disclosure.tables.iter().map(holds).collect(),
            in_sentences: figures.iter().any(is_narrative),
            statements: !disclosure.states_what(earlier),
            signs: figures.iter().any(has_other_sign),
            figures,
        }
    }

    /// Whether an answer points at a line or a row with other digits, which it may quote.
    fn is_quoted(&self, answer: &Answer) -> bool {
        let is_retyped = |span: Span| {
            let mut places = self.lines.iter().chain(&self.rows);
            places.any(|place| place.start <= span.end && span.start <= place.end)
        };
        answer.findings.iter().any(|finding| {
            let related = finding.related.iter().map(|related| related.span);
            let fix = finding.fix.iter().map(|fix| fix.span);
            is_retyped(finding.span) || related.chain(fix).any(is_retyped)
        })
    }
}

/// Asks a check; one that looks at lines by themselves, about some lines.
pub fn ask(disclosure: &Disclosure, check: Check, lines: &[Span]) -> Answers {
    match check {
        Check::Identities(declare) => {
            vec![declared(|found| declare(disclosure, found))]
        }
        Check::Inspection(inspect) => {
            vec![inspected(|found| inspect(disclosure, found))]
        }
        Check::TableIdentities(_) | Check::TableInspection(_) => disclosure
            .tables
            .iter()
            .map(|table| ask_of_table(disclosure, table, check))
            .collect(),
        Check::Lines(_, inspect) => vec![inspected(|found| {
            in_lines(disclosure, lines, inspect, found);
        })],
        Check::Evaluation | Check::Comparison => Vec::new(),
    }
}

/// Asks a check again after digits were typed over, as far as that can matter.
pub fn ask_again(
    disclosure: &Disclosure,
    rule: &Rule,
    check: Check,
    known: &Answers,
    retyped: &Retyped,
) -> Answers {
    match check {
        Check::Lines(lexicon, inspect) => {
            let lexicon = lexicon();
            let worth = |line: &&Span| {
                lexicon.is_none_or(|lexicon| lexicon.speaks_of(disclosure.words(**line)))
            };
            let lines: Vec<Span> = retyped.lines.iter().filter(worth).copied().collect();
            let again = |answer: &Arc<Answer>| {
                let elsewhere = |finding: &&Finding| {
                    let mut lines = retyped.lines.iter();
                    lines.all(|line| !line.touches(finding.span.start))
                };
                let kept = answer.findings.iter().filter(elsewhere).cloned();
                let found: Vec<Finding> =
                    guarded(|found| in_lines(disclosure, &lines, inspect, found));
                Arc::new(Answer {
                    findings: kept.chain(found).collect(),
                    ..Answer::default()
                })
            };
            known.iter().map(again).collect()
        }
        Check::TableIdentities(_) | Check::TableInspection(_) => {
            let tables = disclosure.tables.iter().zip(&retyped.tables);
            let tables = tables.zip(known);
            tables
                .map(
                    |((table, holds), known)| match *holds || retyped.is_quoted(known) {
                        true => unless_same(known, ask_of_table(disclosure, table, check)),
                        false => Arc::clone(known),
                    },
                )
                .collect()
        }
        _ => {
            let stands = match rule.basis {
                Basis::Words => true,
                Basis::Statements => !retyped.statements,
                Basis::Signs => !retyped.statements && !retyped.signs,
                Basis::Sentences => !retyped.statements && !retyped.in_sentences,
                Basis::Figures => false,
            };
            if stands && !known.iter().any(|answer| retyped.is_quoted(answer)) {
                return known.clone();
            }
            let answers = ask(disclosure, check, &[]).into_iter();
            let pairs = answers.zip(known);
            pairs
                .map(|(answer, known)| unless_same(known, answer))
                .collect()
        }
    }
}

fn ask_of_table(disclosure: &Disclosure, table: &Table, check: Check) -> Arc<Answer> {
    match check {
        Check::TableIdentities(declare) => declared(|found| declare(disclosure, table, found)),
        Check::TableInspection(inspect) => inspected(|found| inspect(disclosure, table, found)),
        _ => Arc::clone(&NOTHING),
    }
}

fn declared(declare: impl FnOnce(&mut Vec<Identity>)) -> Arc<Answer> {
    let identities: Vec<Identity> = guarded(declare);
    shared(Answer {
        identities: identities.into_iter().map(Arc::new).collect(),
        ..Answer::default()
    })
}

fn inspected(inspect: impl FnOnce(&mut Vec<Finding>)) -> Arc<Answer> {
    shared(Answer {
        findings: guarded(inspect),
        ..Answer::default()
    })
}

fn shared(answer: Answer) -> Arc<Answer> {
    if answer == **NOTHING {
        return Arc::clone(&NOTHING);
    }
    Arc::new(answer)
}

/// An answer; the known one when it says the same, so that what follows from it stands as well.
fn unless_same(known: &Arc<Answer>, answer: Arc<Answer>) -> Arc<Answer> {
    match *known == answer {
        true => Arc::clone(known),
        false => answer,
    }
}

fn in_lines(
    disclosure: &Disclosure,
    lines: &[Span],
    inspect: fn(&Disclosure, Span, &mut Vec<Finding>),
    found: &mut Vec<Finding>,
) {
    for line in lines {
        inspect(disclosure, *line, found);
    }
}

/// What a step yields; nothing when it panics.
pub fn guarded<T: Default>(step: impl FnOnce(&mut T)) -> T {
    catch_unwind(AssertUnwindSafe(|| {
        let mut results = T::default();
        step(&mut results);
        results
    }))
    .unwrap_or_default()
}
