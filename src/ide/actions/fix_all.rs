//! All formal findings of a file that can be mended without touching a number (domain
//! specification §2.9, §8.6): width, doubled marks, what a conversion left.

use super::{ActionKind, CodeAction};
use crate::audit::{Draft, Locale};
use crate::document::{Figure, Unit};
use crate::ide::diagnostics::Diagnostic;
use crate::text::Edit;
use rust_decimal::Decimal;

/// The checks whose repairs concern the form alone: conversion residue, doubled and missing
/// punctuation, width. Placeholders are not among them: only the preparer knows what belongs there.
const FORMAL: [&str; 3] = ["B604", "B605", "B606"];

/// Whether the findings of a check concern the form alone.
pub(super) fn is_formal(code: &str) -> bool {
    FORMAL.contains(&code)
}

/// Mends every formal finding among those that are shown at once; none when there is nothing to
/// mend. What would change a printed number, its unit or its decimals is left as it is.
pub fn fix_all(draft: &Draft, shown: &[Diagnostic], locale: Locale) -> Option<CodeAction> {
    let mut edits = formal_edits(shown);
    if !keeps_numbers(draft, &edits) {
        edits.retain(|edit| keeps_numbers(draft, std::slice::from_ref(edit)));
    }
    // Two edits may be harmless alone and not together.
    if edits.is_empty() || !keeps_numbers(draft, &edits) {
        return None;
    }
    let title = match locale {
        Locale::Chinese => format!("改正全文 {} 处格式问题（不动数字）", edits.len()),
        Locale::English => format!(
            "Mend {} formal findings of the file (numbers stay)",
            edits.len()
        ),
    };
    Some(CodeAction {
        title,
        kind: ActionKind::FixAll,
        edits,
        diagnostic: None,
        preferred: false,
    })
}

/// The repairs in order; of two that overlap the first one.
fn formal_edits(shown: &[Diagnostic]) -> Vec<Edit> {
    let formal = shown.iter().filter(|found| is_formal(found.code));
    let fixes = formal.filter_map(|found| found.fix.as_ref());
    let mut edits: Vec<Edit> = fixes
        .map(|fix| Edit::new(fix.span, fix.new_text.clone()))
        .collect();
    edits.sort_by_key(|edit| edit.span);
    let mut end = None;
    edits.retain(|edit| {
        let apart = end.is_none_or(|end| edit.span.start > end);
        if apart {
            end = Some(edit.span.end);
        }
        apart
    });
    edits
}

fn keeps_numbers(draft: &Draft, edits: &[Edit]) -> bool {
    // From the end, so that no edit moves another one.
    let backwards: Vec<Edit> = edits.iter().rev().cloned().collect();
    numbers(&draft.edited(&backwards)) == numbers(draft)
}

/// Every number of a draft as it was understood.
fn numbers(draft: &Draft) -> Vec<(Decimal, u32, Unit)> {
    let disclosures = draft.disclosures.iter();
    let figures = disclosures.flat_map(|placed| &placed.analysis.disclosure.figures);
    let mut numbers: Vec<&Figure> = figures.collect();
    numbers.sort_by_key(|figure| (figure.value, figure.decimals));
    let facts = numbers
        .into_iter()
        .map(|figure| (figure.value, figure.decimals, figure.unit));
    facts.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::applied;
    use super::CodeAction;
    use crate::audit::{Draft, Locale};
    use crate::ide::diagnostics::diagnostics;
    use crate::ide::fixture::{BUDGET, with};

    fn fix_all(draft: &Draft) -> Option<CodeAction> {
        let shown = diagnostics(draft, Locale::Chinese);
        super::fix_all(draft, &shown, Locale::Chinese)
    }

    #[test]
    fn marks_are_mended_and_numbers_and_placeholders_stay() {
        let odd = with(
            BUDGET,
            "2024年支出预算250万元，其中：",
            "2024年支出预算250万元,比上年增加XX万元，，其中：",
        );
        let draft = Draft::open(&odd);
        let action = fix_all(&draft).expect("something to mend");
        let after = applied(&draft, &action);
        assert!(
            after.contains("预算250万元，比上年增加XX万元，其中：基本支出120万元"),
            "{after}"
        );
        assert!(!after.contains("<b>"), "{after}");
        let again = fix_all(&Draft::open(&after));
        assert_eq!(again, None);
    }

    #[test]
    fn what_is_not_shown_is_not_mended() {
        let draft = Draft::open(BUDGET);
        assert!(fix_all(&draft).is_some());
        assert_eq!(super::fix_all(&draft, &[], Locale::Chinese), None);
    }

    #[test]
    fn nothing_is_offered_for_a_clean_draft() {
        let clean = BUDGET.replace("<b>", "");
        assert_eq!(fix_all(&Draft::open(&clean)), None);
    }
}
