//! Everywhere that what stands under the cursor is printed: the same quantity, the same subject,
//! the same term.

use crate::audit::Draft;
use crate::ide::figure::{figure_at, parts, same_quantity};
use crate::ide::place::Place;
use crate::ide::reference::{exact_at, subject_lines};
use crate::text::Span;

/// Whether a place says what something is, or uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The glossary entry; the total of parts.
    Write,
    /// Any other place.
    Read,
}

/// A place that prints something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The place, in the whole draft.
    pub span: Span,
    /// What it does there.
    pub role: Role,
}

/// Every place that prints what stands at `offset`, a byte offset of the draft, in order. Of a
/// total, the places of its parts too.
pub fn occurrences(draft: &Draft, offset: usize) -> Vec<Occurrence> {
    let Some(place) = Place::of(draft, offset) else {
        return Vec::new();
    };
    let mut found = of_figure(&place)
        .or_else(|| of_term(&place))
        .or_else(|| of_subject(&place))
        .unwrap_or_default();
    for occurrence in &mut found {
        occurrence.span = place.absolute(occurrence.span);
    }
    found.sort();
    found.dedup_by_key(|occurrence| occurrence.span);
    found
}

fn of_figure(place: &Place) -> Option<Vec<Occurrence>> {
    let (id, _, _) = figure_at(place)?;
    let analysis = place.analysis;
    let mut figures: Vec<_> = same_quantity(analysis, id).into_iter().collect();
    figures.extend(parts(analysis, id));
    let occurrence = |id| {
        let is_total = !parts(analysis, id).is_empty();
        Some(Occurrence {
            span: place.disclosure().figure(id)?.span,
            role: if is_total { Role::Write } else { Role::Read },
        })
    };
    Some(figures.into_iter().filter_map(occurrence).collect())
}

/// Every row of a subject, by its code.
fn of_subject(place: &Place) -> Option<Vec<Occurrence>> {
    let reference = exact_at(place)?;
    let code = reference.code?;
    let lines = subject_lines(place.disclosure(), reference.classification);
    let rows = lines.filter(|(_, line)| line.code.as_deref() == Some(code.as_str()));
    let rows = rows.map(|(_, line)| Occurrence {
        span: line.code_span.unwrap_or(line.label_span),
        role: Role::Read,
    });
    Some(rows.collect())
}

/// Every place where the words of a glossary entry stand, when the cursor is on some of them.
fn of_term(place: &Place) -> Option<Vec<Occurrence>> {
    let disclosure = place.disclosure();
    let text: &str = &disclosure.text;
    let near = place.near();
    let mut entries: Vec<(&str, Span)> = disclosure
        .glossary
        .iter()
        .map(|entry| (disclosure.words(entry.term_span), entry.term_span))
        .filter(|(words, _)| !words.is_empty())
        .collect();
    // The longest term under the cursor is meant.
    entries.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    let line = disclosure.words(near);
    let (words, term) = entries.into_iter().find(|(words, _)| {
        line.match_indices(words).any(|(at, _)| {
            let start = near.start + at;
            (start..=start + words.len()).contains(&place.offset)
        })
    })?;
    let places = text.match_indices(words).map(|(at, _)| {
        let span = Span::new(at, at + words.len());
        let role = if span == term {
            Role::Write
        } else {
            Role::Read
        };
        Occurrence { span, role }
    });
    Some(places.collect())
}

#[cfg(test)]
mod tests {
    use super::{Role, occurrences};
    use crate::ide::fixture::{BUDGET, at_cursor, with, words};

    fn found(from: &str, to: &str) -> Vec<(String, Role)> {
        let (draft, offset) = at_cursor(&with(BUDGET, from, to));
        let all = occurrences(&draft, offset).into_iter();
        all.map(|it| (words(&draft, it.span), it.role)).collect()
    }

    #[test]
    fn a_restated_amount_is_found_with_its_cell() {
        let found = found("基本支出120万元", "基本支出1$020万元");
        let printed: Vec<&str> = found.iter().map(|(words, _)| words.as_str()).collect();
        assert_eq!(printed, ["120.00", "120"]);
        assert_eq!(found[0].1, Role::Write);
    }

    #[test]
    fn a_code_is_found_in_every_table() {
        let found = found(
            "2011308\t招商引资\t130.00\t130.00",
            "2011$0308\t招商引资\t130.00\t130.00",
        );
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_term_is_found_with_its_entry() {
        let found = found("其中：基本支出", "其中：基本$0支出");
        let written: Vec<_> = found
            .iter()
            .filter(|(_, role)| *role == Role::Write)
            .collect();
        assert_eq!(written.len(), 1, "{found:?}");
        assert!(found.len() > 2, "{found:?}");
    }
}
