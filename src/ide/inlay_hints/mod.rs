//! What an editor shows between the characters: whether a total holds, the year before that a
//! change implies, and the name of a code that stands alone.
//!
//! A right document shall stay quiet: a tick says something only where there was something to add
//! up, and a figure that a finding marks has none.

mod priors;
mod subject_names;
mod totals;

use crate::audit::{Draft, Locale};
use crate::document::{Disclosure, Figure};
use crate::ide::amount::unit_name;
use crate::text::Span;

/// What a hint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// ✓ or the residual after a total.
    Total,
    /// The year before that a change implies.
    Prior,
    /// The name of a subject whose code stands alone.
    SubjectName,
}

/// Words to be shown at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// The byte after which they are shown, in the whole draft.
    pub at: usize,
    /// The words.
    pub label: String,
    /// What they are about.
    pub kind: HintKind,
    /// How they come about, for those who point at them; may be empty.
    pub tooltip: String,
}

/// The hints of a part of the draft, in order.
pub fn inlay_hints(draft: &Draft, within: Span, locale: Locale) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for placed in &draft.disclosures {
        let end = placed.start + placed.analysis.disclosure.text.len();
        if end < within.start || within.end < placed.start {
            continue;
        }
        let own = Span::new(
            within.start.saturating_sub(placed.start),
            within.end.saturating_sub(placed.start),
        );
        let mut found = totals::hints(&placed.analysis, own, locale);
        found.extend(priors::hints(&placed.analysis.disclosure, own, locale));
        found.extend(subject_names::hints(&placed.analysis.disclosure, own));
        found.retain(|hint| own.touches(hint.at));
        hints.extend(found.into_iter().map(|hint| InlayHint {
            at: hint.at + placed.start,
            ..hint
        }));
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

/// Behind the digits of a figure and the unit that is printed after them.
fn behind(disclosure: &Disclosure, figure: &Figure) -> usize {
    let after = disclosure.text.get(figure.span.end..).unwrap_or_default();
    let unit = unit_name(figure.unit);
    match after.starts_with(unit) {
        true => figure.span.end + unit.len(),
        false => figure.span.end,
    }
}

#[cfg(test)]
mod tests {
    use super::{HintKind, InlayHint, inlay_hints};
    use crate::audit::{Draft, Locale};
    use crate::ide::fixture::{BUDGET, with};
    use crate::text::Span;

    /// Each hint with the words before it.
    fn hints(text: &str) -> Vec<(String, InlayHint)> {
        let draft = Draft::open(text);
        let all = inlay_hints(&draft, draft.text.span(), Locale::Chinese);
        all.into_iter()
            .map(|hint| {
                let before: String = text[..hint.at].chars().rev().take(8).collect();
                (before.chars().rev().collect(), hint)
            })
            .collect()
    }

    fn of_kind(text: &str, kind: HintKind) -> Vec<String> {
        let mut found = hints(text);
        found.retain(|(_, hint)| hint.kind == kind);
        let lines = found
            .iter()
            .map(|(before, hint)| format!("{before}[{}]", hint.label));
        lines.collect()
    }

    #[test]
    fn totals_of_several_parts_are_ticked_and_others_are_left_alone() {
        let ticked = of_kind(BUDGET, HintKind::Total);
        assert!(ticked.iter().all(|it| it.ends_with("[✓]")), "{ticked:?}");
        assert!(ticked.iter().any(|it| it.contains("230.00[")), "{ticked:?}");
        // 221 has one section, and that one item: nothing is added up.
        assert!(
            !ticked.iter().any(|it| it.contains("\t20.00[")),
            "{ticked:?}"
        );
        // The unit belongs to the amount.
        assert!(
            ticked.iter().any(|it| it.ends_with("250万元[✓]")),
            "{ticked:?}"
        );
    }

    #[test]
    fn a_total_that_fails_tells_how_far_it_is_from_its_parts() {
        let wrong = with(
            BUDGET,
            "商贸事务\t230.00\t100.00\t130.00",
            "商贸事务\t231.00\t100.00\t130.00",
        );
        let wrong = hints(&wrong);
        let hint = wrong
            .iter()
            .find(|(_, hint)| hint.label == "✗ 比各项之和多 1.00")
            .unwrap_or_else(|| panic!("{wrong:?}"));
        assert!(hint.1.tooltip.contains(" = 230"), "{hint:?}");
    }

    #[test]
    fn a_figure_that_a_finding_marks_has_no_tick() {
        let marked = |text: &str| {
            let draft = Draft::open(text);
            let analysis = &draft.disclosures[0].analysis;
            let spans: Vec<Span> = analysis
                .findings
                .iter()
                .filter(|finding| finding.severity <= crate::audit::Severity::Warning)
                .map(|finding| finding.span)
                .collect();
            spans
        };
        let wrong = with(BUDGET, "支出预算250万元，", "支出预算251万元，");
        let spans = marked(&wrong);
        assert!(!spans.is_empty());
        for (_, hint) in hints(&wrong) {
            let ticked = hint.label.starts_with('✓');
            let on_it = spans.iter().any(|span| span.touches(hint.at));
            assert!(!(ticked && on_it), "{hint:?}");
        }
    }

    #[test]
    fn a_change_tells_the_year_before() {
        let text = with(
            BUDGET,
            "2024年支出预算250万元，",
            "2024年支出预算250万元，比上年增加50万元，增长25%，",
        );
        assert_eq!(
            of_kind(&text, HintKind::Prior),
            ["上年增加50万元[上年 200万元]"]
        );
    }

    #[test]
    fn a_code_without_its_name_is_named() {
        let text = with(
            BUDGET,
            "2024年支出预算250万元，",
            "2024年支出预算250万元，主要用于2011308，其中2011301行政运行，合同编号2999999，",
        );
        assert_eq!(
            of_kind(&text, HintKind::SubjectName),
            ["于2011308[招商引资]", "目2011308[招商引资]"]
        );
        let nameless = with(
            BUDGET,
            "2011308\t招商引资\t130.00\t\t130.00",
            "2011308\t\t130.00\t\t130.00",
        );
        let named = of_kind(&nameless, HintKind::SubjectName);
        assert!(
            named.iter().any(|it| it.ends_with("2011308[招商引资]")),
            "{named:?}"
        );
    }

    #[test]
    fn only_what_is_seen_is_given() {
        let draft = Draft::open(BUDGET);
        assert!(inlay_hints(&draft, Span::new(0, 100), Locale::Chinese).is_empty());
    }
}
