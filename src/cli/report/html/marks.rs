//! The places of a draft that a report points to, and the words of the draft with those places
//! marked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::escape::escaped;
use crate::audit::{Draft, Locale, Severity};
use crate::cli::report::severity_name;
use crate::text::{Span, Text};

/// A place of the draft, by its number among those of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(usize);

impl PlaceId {
    /// The class of the elements at the place, unique in its file.
    pub fn class(self) -> String {
        format!("p{}", self.0)
    }
}

/// The places that a report points to.
pub struct Places<'draft> {
    text: &'draft Text,
    ids: BTreeMap<Span, PlaceId>,
    spans: Vec<Span>,
}

impl<'draft> Places<'draft> {
    /// No places yet.
    pub fn of(draft: &'draft Draft) -> Self {
        Self {
            text: &draft.text,
            ids: BTreeMap::new(),
            spans: Vec::new(),
        }
    }

    /// The place of a span of the draft. Of a span that runs over several lines, the first line
    /// with words is marked.
    pub fn place(&mut self, span: Span) -> PlaceId {
        let span = first_line(self.text, span);
        let next = PlaceId(self.spans.len());
        let id = *self.ids.entry(span).or_insert(next);
        if id == next {
            self.spans.push(span);
        }
        id
    }
}

fn first_line(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let skipped = words.len() - words.trim_start().len();
    // A span of blanks alone stays where it is.
    let start = match skipped == words.len() {
        true => span.start,
        false => span.start + skipped,
    };
    let line = text.line_span(text.line_of(start));
    Span::new(start, span.end.min(line.end))
}

/// A finding that is marked in the draft.
#[derive(Debug, Clone, Copy)]
pub struct MarkedFinding {
    /// Its number in its file, from 1.
    pub number: usize,
    /// How grave it is.
    pub severity: Severity,
    /// Where it is.
    pub place: PlaceId,
}

/// The words between two ends of places.
#[derive(Default)]
struct Stretch {
    places: Vec<PlaceId>,
    unchecked: bool,
}

/// Writes words of the draft with its places marked. Words are best given in their order: a place
/// in words that are never written is marked where the words after it begin.
pub struct Painter<'draft> {
    text: &'draft Text,
    file: usize,
    locale: Locale,
    spans: Vec<Span>,
    findings: BTreeMap<PlaceId, Vec<MarkedFinding>>,
    /// By their start; each ends where the next one starts.
    stretches: BTreeMap<usize, Stretch>,
    /// The empty places by offset.
    points: BTreeMap<usize, Vec<PlaceId>>,
    /// Places by their end, for those that nothing was written for.
    by_end: Vec<PlaceId>,
    passed: usize,
    painted: BTreeSet<PlaceId>,
}

impl<'draft> Painter<'draft> {
    /// A painter for the places of a file. `unchecked` are the numbers that take part in no check.
    pub fn new(
        places: Places<'draft>,
        findings: &[MarkedFinding],
        unchecked: &[Span],
        file: usize,
        locale: Locale,
    ) -> Self {
        let Places { text, spans, .. } = places;
        let mut by_place: BTreeMap<PlaceId, Vec<MarkedFinding>> = BTreeMap::new();
        for finding in findings {
            by_place.entry(finding.place).or_default().push(*finding);
        }
        let mut points: BTreeMap<usize, Vec<PlaceId>> = BTreeMap::new();
        for (index, span) in spans.iter().enumerate().filter(|(_, span)| span.is_empty()) {
            points.entry(span.start).or_default().push(PlaceId(index));
        }
        let mut by_end: Vec<PlaceId> = (0..spans.len()).map(PlaceId).collect();
        by_end.sort_by_key(|id| spans.get(id.0).map(|span| (span.end, span.start)));
        Self {
            text,
            file,
            locale,
            findings: by_place,
            stretches: stretches(&spans, unchecked),
            points,
            by_end,
            passed: 0,
            painted: BTreeSet::new(),
            spans,
        }
    }

    /// Writes the words of a span.
    pub fn paint(&mut self, out: &mut String, span: Span) {
        self.catch_up(out, span.start);
        let mut start = span.start;
        while start < span.end {
            let next = self.stretches.range(start + 1..).next();
            let end = next.map_or(span.end, |(end, _)| (*end).min(span.end));
            let stretch = self.stretches.range(..=start).next_back();
            let (places, unchecked) = stretch
                .map(|(_, stretch)| (stretch.places.clone(), stretch.unchecked))
                .unwrap_or_default();
            self.write(out, Span::new(start, end), &places, unchecked);
            self.write_points(out, end);
            start = end;
        }
        self.write_points(out, span.end);
    }

    /// Marks every place that ends before an offset and was not written.
    fn catch_up(&mut self, out: &mut String, offset: usize) {
        while let Some(id) = self.by_end.get(self.passed).copied() {
            if self.spans.get(id.0).is_none_or(|span| span.end > offset) {
                return;
            }
            self.passed += 1;
            if !self.painted.contains(&id) {
                self.write(out, Span::empty(offset), &[id], false);
            }
        }
    }

    /// Marks what is left at the end of the draft.
    pub fn finish(&mut self, out: &mut String) {
        self.catch_up(out, usize::MAX);
    }

    fn write_points(&mut self, out: &mut String, offset: usize) {
        for id in self.points.get(&offset).cloned().unwrap_or_default() {
            if !self.painted.contains(&id) {
                self.write(out, Span::empty(offset), &[id], false);
            }
        }
    }

    fn write(&mut self, out: &mut String, span: Span, places: &[PlaceId], unchecked: bool) {
        let words = match span.is_empty() {
            true => String::new(),
            false => escaped(&self.text.slice(span)),
        };
        if places.is_empty() && !unchecked {
            out.push_str(&words);
            return;
        }
        let mut classes: Vec<String> = places.iter().map(|id| id.class()).collect();
        if unchecked {
            classes.push("unchecked".to_owned());
        }
        if span.is_empty() {
            classes.push("point".to_owned());
        }
        let new = places.iter().filter(|id| !self.painted.contains(id));
        let new: Vec<PlaceId> = new.copied().collect();
        self.painted.extend(places);
        // The shortest place is the most precise: its findings come first.
        let mut inner: Vec<PlaceId> = places.to_vec();
        inner.sort_by_key(|id| self.spans.get(id.0).map(|span| span.len()));
        let findings = inner
            .iter()
            .filter_map(|id| self.findings.get(id))
            .flatten();
        let findings: Vec<MarkedFinding> = findings.copied().collect();
        let Some(gravest) = findings.iter().map(|it| it.severity).min() else {
            // Writing to a string does not fail.
            let _ = write!(out, "<span class=\"{}\">{words}</span>", classes.join(" "));
            return;
        };
        classes.push(format!("found {}", super::class(gravest)));
        let started = findings.iter().filter(|it| new.contains(&it.place));
        let started: Vec<MarkedFinding> = started.copied().collect();
        let link = Link {
            file: self.file,
            classes: &classes.join(" "),
            findings: &findings,
            started: &started,
            words: &words,
        };
        link.write(out, self.locale);
    }
}

/// Words of a finding, as a link to what is said of it.
struct Link<'words> {
    file: usize,
    classes: &'words str,
    findings: &'words [MarkedFinding],
    /// Those of the findings that begin here.
    started: &'words [MarkedFinding],
    words: &'words str,
}

impl Link<'_> {
    fn write(&self, out: &mut String, locale: Locale) {
        let file = self.file;
        let names = self
            .findings
            .iter()
            .map(|it| format!("{file}-{}", it.number));
        let names: Vec<String> = names.collect();
        let first = names.first().map(String::as_str).unwrap_or_default();
        // What goes on with a finding is no further stop of the keyboard.
        let attributes = if self.started.is_empty() {
            " tabindex=\"-1\""
        } else {
            ""
        };
        let numbers = self.started.iter().map(|it| {
            let severity = severity_name(it.severity, locale);
            let number = it.number;
            format!(
                "<span class=\"said\"> {severity}</span> <span id=\"m{file}-{number}\">{number}</span>"
            )
        });
        let mut numbers: String = numbers.collect();
        if !numbers.is_empty() {
            numbers = format!("<sup>{numbers}</sup>");
        }
        let _ = write!(
            out,
            "<a class=\"{}\" href=\"#f{first}\" data-findings=\"{}\"{attributes}>{}{numbers}</a>",
            self.classes,
            names.join(" "),
            self.words,
        );
    }
}

/// What covers each stretch of the text between two ends of spans.
fn stretches(spans: &[Span], unchecked: &[Span]) -> BTreeMap<usize, Stretch> {
    let mut stretches: BTreeMap<usize, Stretch> = BTreeMap::new();
    stretches.insert(0, Stretch::default());
    for span in spans
        .iter()
        .chain(unchecked)
        .filter(|span| !span.is_empty())
    {
        stretches.entry(span.start).or_default();
        stretches.entry(span.end).or_default();
    }
    for (index, span) in spans.iter().enumerate() {
        for (_, stretch) in stretches.range_mut(span.start..span.end) {
            stretch.places.push(PlaceId(index));
        }
    }
    for span in unchecked {
        for (_, stretch) in stretches.range_mut(span.start..span.end) {
            stretch.unchecked = true;
        }
    }
    // Empty places inside others are ends of stretches too, so that they are met.
    for span in spans.iter().filter(|span| span.is_empty()) {
        let before = stretches.range(..=span.start).next_back();
        let copied = before.map(|(_, stretch)| Stretch {
            places: stretch.places.clone(),
            unchecked: stretch.unchecked,
        });
        if let Some(copied) = copied {
            stretches.entry(span.start).or_insert(copied);
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "支出合计130.00万元，其中：<b>";

    fn painted(marks: &[(&str, Option<Severity>)], spans: &[Span]) -> String {
        let draft = Draft::open(SOURCE);
        let mut places = Places::of(&draft);
        let mut findings = Vec::new();
        for (number, (words, severity)) in marks.iter().enumerate() {
            let start = SOURCE.find(words).unwrap();
            let place = places.place(Span::new(start, start + words.len()));
            findings.extend(severity.map(|severity| MarkedFinding {
                number: number + 1,
                severity,
                place,
            }));
        }
        let mut painter = Painter::new(places, &findings, &[], 0, Locale::Chinese);
        let mut out = String::new();
        for span in spans {
            painter.paint(&mut out, *span);
        }
        painter.finish(&mut out);
        out
    }

    #[test]
    fn words_without_marks_are_escaped_words() {
        let all = [Span::new(0, SOURCE.len())];
        let expected = "支出合计130.00万元，其中：&lt;b&gt;";
        assert_eq!(painted(&[], &all), expected);
    }

    #[test]
    fn places_inside_each_other_are_marked_apart() {
        let all = [Span::new(0, SOURCE.len())];
        let marks = [("合计130.00万元", None), ("130.00", Some(Severity::Error))];
        assert_eq!(
            painted(&marks, &all),
            "支出<span class=\"p0\">合计</span>\
             <a class=\"p0 p1 found error\" href=\"#f0-2\" data-findings=\"0-2\">130.00\
             <sup><span class=\"said\"> 错误</span> <span id=\"m0-2\">2</span></sup></a>\
             <span class=\"p0\">万元</span>，其中：&lt;b&gt;"
        );
    }

    #[test]
    fn a_place_that_is_not_written_is_marked_after_it() {
        let after = SOURCE.find('，').unwrap();
        let spans = [Span::new(0, 6), Span::new(after, SOURCE.len())];
        let painted = painted(&[("130.00", None)], &spans);
        let expected = "支出<span class=\"p0 point\"></span>，其中：&lt;b&gt;";
        assert_eq!(painted, expected);
    }
}
