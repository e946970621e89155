//! What is said of each finding, beside the draft.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::escape::escaped;
use super::marks::{MarkedFinding, PlaceId, Places};
use crate::audit::{Analysis, Draft, Finding, Locale, Severity};
use crate::cli::report::location::location;
use crate::cli::report::{CheckedFile, rule_title, severity_code, severity_name};
use crate::cli::say;
use crate::ide::Diagnostic;
use crate::text::Span;

/// The severities in the order of the list.
pub const SEVERITIES: [Severity; 4] = [
    Severity::Error,
    Severity::Warning,
    Severity::Information,
    Severity::Hint,
];

/// A finding with everything that the report says of it.
pub struct Card<'draft> {
    diagnostic: &'draft Diagnostic,
    mark: MarkedFinding,
    place: String,
    /// Where a reader finds it: `第 12 行`.
    line: String,
    /// The identity with its numbers; empty when there is none.
    identity: String,
    operands: Vec<Operand>,
}

/// Something that the finding is measured against.
struct Operand {
    place: PlaceId,
    /// Where a reader finds it: `第 12 行`.
    line: String,
    words: String,
}

/// Gathers what is said of the findings of a file, the gravest first; their places are added to
/// those of the file.
pub fn gather<'draft>(
    file: &CheckedFile<'draft>,
    places: &mut Places<'draft>,
    locale: Locale,
) -> Vec<Card<'draft>> {
    let mut ordered: Vec<&Diagnostic> = file.diagnostics.iter().collect();
    ordered.sort_by_key(|it| it.severity);
    let cards = ordered.into_iter().enumerate().map(|(index, diagnostic)| {
        let mark = MarkedFinding {
            number: index + 1,
            severity: diagnostic.severity,
            place: places.place(diagnostic.span),
        };
        let source = source(file.draft, diagnostic, locale);
        let identity = source
            .and_then(|(_, analysis, finding)| Some(analysis.expansion(finding.identity?, locale)));
        Card {
            diagnostic,
            mark,
            place: location(file.draft, diagnostic.span),
            line: file.line_name(diagnostic.span.start, locale),
            identity: identity.unwrap_or_default(),
            operands: operands(file, diagnostic, source, places, locale),
        }
    });
    cards.collect()
}

/// The marks of the findings.
pub fn marks(cards: &[Card<'_>]) -> Vec<MarkedFinding> {
    cards.iter().map(|card| card.mark).collect()
}

/// The finding that a diagnostic was made of, its analysis, and where that starts.
fn source<'draft>(
    draft: &'draft Draft,
    diagnostic: &Diagnostic,
    locale: Locale,
) -> Option<(usize, &'draft Analysis, &'draft Finding)> {
    let placed = draft.disclosure_at(diagnostic.span.start)?;
    let finding = placed.analysis.findings.iter().find(|finding| {
        finding.code == diagnostic.code
            && finding.span.offset_by(placed.start) == diagnostic.span
            && finding.message.text(locale) == diagnostic.message
    })?;
    Some((placed.start, &placed.analysis, finding))
}

/// The related places, then the figures of the identity that are not among them.
fn operands<'draft>(
    file: &CheckedFile<'draft>,
    diagnostic: &Diagnostic,
    source: Option<(usize, &Analysis, &Finding)>,
    places: &mut Places<'draft>,
    locale: Locale,
) -> Vec<Operand> {
    let mut operands = Vec::new();
    let mut named: BTreeSet<Span> = BTreeSet::from([diagnostic.span]);
    let mut name = |span: Span, words: String| {
        if named.insert(span) {
            operands.push(Operand {
                place: places.place(span),
                line: file.line_name(span.start, locale),
                words,
            });
        }
    };
    for related in &diagnostic.related {
        name(related.span, related.message.clone());
    }
    let identity = source.and_then(|(start, analysis, finding)| {
        let identity = analysis.identities.get(finding.identity?)?;
        Some((start, analysis, identity))
    });
    if let Some((start, analysis, identity)) = identity {
        for figure in identity.operands() {
            let span = analysis.disclosure.figure(figure).map(|it| it.span);
            if let Some(span) = span {
                let words = analysis.disclosure.words(span).to_owned();
                name(span.offset_by(start), words);
            }
        }
    }
    operands
}

/// Writes the list of a file's findings.
pub fn write(out: &mut String, file: usize, cards: &[Card<'_>], locale: Locale) {
    for severity in SEVERITIES {
        let of_severity = cards.iter().filter(|it| it.mark.severity == severity);
        let count = of_severity.clone().count();
        if count == 0 {
            continue;
        }
        let (code, name) = (severity_code(severity), severity_name(severity, locale));
        let _ = write!(
            out,
            "<section class=\"group\" data-severity=\"{code}\">\n\
             <h3><span class=\"badge {code}\">{name}</span> {count}</h3>\n<ol>\n"
        );
        for card in of_severity {
            card.write(out, file, locale);
        }
        out.push_str("</ol>\n</section>\n");
    }
}

impl Card<'_> {
    fn write(&self, out: &mut String, file: usize, locale: Locale) {
        let Diagnostic { code, .. } = self.diagnostic;
        let number = self.mark.number;
        let severity = severity_code(self.mark.severity);
        let said = severity_name(self.mark.severity, locale);
        let place = match self.place.is_empty() {
            false => escaped(&self.place),
            true => escaped(&self.line),
        };
        let _ = write!(
            out,
            "<li class=\"card\" id=\"f{file}-{number}\" data-code=\"{code}\" \
             data-severity=\"{severity}\" data-place=\"{}\">\n\
             <button type=\"button\" aria-expanded=\"false\" aria-controls=\"d{file}-{number}\">\
             <span class=\"number {severity}\"><span class=\"said\">{said} </span>{number}</span>\
             <span class=\"place\">{place}</span>\
             <span class=\"message\">{}</span></button>\n\
             <div class=\"detail\" id=\"d{file}-{number}\">\n",
            self.mark.place.class(),
            escaped(&self.diagnostic.message),
        );
        self.write_detail(out, file, locale);
        out.push_str("</div>\n</li>\n");
    }

    fn write_detail(&self, out: &mut String, file: usize, locale: Locale) {
        let words = |chinese, english| say(locale, chinese, english);
        if let Some(fix) = &self.diagnostic.fix {
            let label = words("建议：", "Suggestion: ");
            let title = escaped(&fix.title);
            let _ = writeln!(out, "<p class=\"fix\">{label}{title}</p>");
        }
        if !self.identity.is_empty() {
            let label = words("勾稽关系", "Identity");
            let identity = escaped(&self.identity);
            let _ = writeln!(
                out,
                "<p class=\"label\">{label}</p>\n<p class=\"identity\">{identity}</p>"
            );
        }
        if !self.operands.is_empty() {
            let label = words("相关内容", "Measured against");
            let _ = writeln!(
                out,
                "<p class=\"label\">{label}</p>\n<ol class=\"operands\">"
            );
            for operand in &self.operands {
                operand.write(out);
            }
            out.push_str("</ol>\n");
        }
        let (code, name) = (self.diagnostic.code, self.diagnostic.name);
        let title = rule_title(code, locale);
        let line = &self.line;
        let rule = match locale {
            Locale::Chinese => format!("{code} {title}（{name}）· {line}"),
            Locale::English => format!("{code} {title} · {line}"),
        };
        let link = words("在文中查看", "Show in the draft");
        let number = self.mark.number;
        let _ = writeln!(
            out,
            "<p class=\"rule\">{} <a class=\"show\" href=\"#m{file}-{number}\">{link}</a></p>",
            escaped(&rule)
        );
    }
}

impl Operand {
    fn write(&self, out: &mut String) {
        let line = escaped(&self.line);
        let _ = writeln!(
            out,
            "<li data-place=\"{}\"><button type=\"button\">{} \
             <span class=\"line\">{line}</span></button></li>",
            self.place.class(),
            escaped(&self.words),
        );
    }
}
