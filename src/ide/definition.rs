//! Where what stands under the cursor comes from: the cell that an amount restates, the parts of a
//! total, the glossary entry of a subject or term, the heading of a line of the contents.

use crate::audit::{Draft, Locale};
use crate::document::normalise::normalise;
use crate::document::{Disclosure, FigureId, OutlineKind, ordinal_of};
use crate::ide::figure::{figure_at, parts};
use crate::ide::hover;
use crate::ide::place::Place;
use crate::text::Span;

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What was asked about, in the whole draft.
    pub origin: Span,
    /// Where it comes from, the nearest source first.
    pub targets: Vec<Span>,
}

/// The source of what stands at `offset`, a byte offset of the draft.
pub fn definition(draft: &Draft, offset: usize) -> Option<Definition> {
    let place = Place::of(draft, offset)?;
    let (origin, targets) = of_contents(&place)
        .or_else(|| of_figure(&place))
        .or_else(|| of_words(draft, &place, offset))?;
    let targets = targets
        .into_iter()
        .filter(|target| !target.contains(place.offset));
    let targets: Vec<Span> = targets.map(|target| place.absolute(target)).collect();
    (!targets.is_empty()).then(|| Definition {
        origin: place.absolute(origin),
        targets,
    })
}

/// The cell that an amount of the narrative restates; the first part of a total.
fn of_figure(place: &Place) -> Option<(Span, Vec<Span>)> {
    let disclosure = place.disclosure();
    let (id, _, span) = figure_at(place)?;
    let source: FigureId = disclosure
        .restated(id)
        .or_else(|| parts(place.analysis, id).first().copied())?;
    Some((span, vec![disclosure.figure(source)?.span]))
}

/// The heading that a line of the contents announces.
fn of_contents(place: &Place) -> Option<(Span, Vec<Span>)> {
    let disclosure = place.disclosure();
    let entry = disclosure
        .toc
        .iter()
        .find(|entry| entry.span.touches(place.offset))?;
    let wanted = title(disclosure, entry.title_span);
    let nodes = disclosure.outline_nodes().into_iter();
    let heading = nodes
        .filter(|node| node.kind != OutlineKind::Toc)
        .find(|node| title(disclosure, node.name_span) == wanted)?;
    Some((entry.title_span, vec![heading.name_span]))
}

/// The words of a title without its number.
pub(super) fn title(disclosure: &Disclosure, span: Span) -> String {
    let words = disclosure.words(span).trim_start_matches(['#', ' ']);
    let start = ordinal_of(words).map_or(0, |ordinal| ordinal.end);
    normalise(words.get(start..).unwrap_or(words))
}

/// What a hover on the words quotes: glossary entries.
fn of_words(draft: &Draft, place: &Place, offset: usize) -> Option<(Span, Vec<Span>)> {
    let hover = hover(draft, offset, Locale::Chinese)?;
    let relative = |span: Span| {
        Span::new(
            span.start.saturating_sub(place.start),
            span.end.saturating_sub(place.start),
        )
    };
    let targets = hover.links.iter().map(|link| relative(link.span));
    Some((relative(hover.span), targets.collect()))
}

#[cfg(test)]
mod tests {
    use super::definition;
    use crate::ide::fixture::{BUDGET, at_cursor, with, words};

    fn targets(from: &str, to: &str) -> Vec<String> {
        let (draft, offset) = at_cursor(&with(BUDGET, from, to));
        let found = definition(&draft, offset);
        let targets = found.map(|found| found.targets).unwrap_or_default();
        let line = |span: crate::text::Span| {
            let line = draft.text.line_of(span.start);
            words(&draft, draft.text.line_span(line))
        };
        targets.into_iter().map(line).collect()
    }

    #[test]
    fn an_amount_in_prose_leads_to_the_cell_it_restates() {
        let found = targets("基本支出120万元", "基本支出1$020万元");
        assert_eq!(found, ["合计\t\t250.00\t120.00\t130.00"]);
    }

    #[test]
    fn a_total_leads_to_its_first_part() {
        let found = targets(
            "20113\t商贸事务\t230.00\t100.00",
            "20113\t商贸事务\t230.00\t10$00.00",
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("2011301"), "{found:?}");
    }

    #[test]
    fn a_term_leads_to_its_entry() {
        let found = targets("其中：基本支出", "其中：基本$0支出");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("1.基本支出："), "{found:?}");
    }

    #[test]
    fn plain_words_lead_nowhere() {
        assert!(targets("负责全市", "负责$0全市").is_empty());
    }
}
