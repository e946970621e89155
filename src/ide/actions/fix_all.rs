//! All formal findings of a file that can be mended without touching a number (domain
//! specification §2.9, §8.6): width, doubled marks, what a conversion left.

use super::{ActionKind, CodeAction};
use crate::audit::{Draft, Finding, Locale};
use crate::document::{Figure, Unit};
use crate::text::Edit;
use rust_decimal::Decimal;

/// The checks whose repairs concern the form alone: conversion residue, doubled and missing
/// punctuation, width. Placeholders are not among them: only the preparer knows what belongs there.
const FORMAL: [&str; 3] = ["B604", "B605", "B606"];

/// Whether a finding concerns the form alone.
pub(super) fn is_formal(finding: &Finding) -> bool {
    FORMAL.contains(&finding.code)
}

/// Mends every formal finding of the draft at once; none when there is nothing to mend. What
/// would change a printed number, its unit or its decimals is left as it is.
pub fn fix_all(draft: &Draft, locale: Locale) -> Option<CodeAction> {
    let mut edits = formal_edits(draft);
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
fn formal_edits(draft: &Draft) -> Vec<Edit> {
    let mut edits = Vec::new();
    for placed in &draft.disclosures {
        let findings = placed.analysis.findings.iter();
        for finding in findings.filter(|finding| is_formal(finding)) {
            if let Some(fix) = &finding.fix {
                edits.push(Edit::new(
                    fix.span.offset_by(placed.start),
                    fix.new_text.clone(),
                ));
            }
        }
    }
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
    use super::fix_all;
    use crate::audit::{Draft, Locale};
    use crate::ide::fixture::{BUDGET, with};

    #[test]
    fn marks_are_mended_and_numbers_and_placeholders_stay() {
        let odd = with(
            BUDGET,
            "2024年支出预算250万元，其中：",
            "2024年支出预算250万元,比上年增加XX万元，，其中：",
        );
        let draft = Draft::open(&odd);
        let action = fix_all(&draft, Locale::Chinese).expect("something to mend");
        let after = applied(&draft, &action);
        assert!(
            after.contains("预算250万元，比上年增加XX万元，其中：基本支出120万元"),
            "{after}"
        );
        assert!(!after.contains("<b>"), "{after}");
        let again = fix_all(&Draft::open(&after), Locale::Chinese);
        assert_eq!(again, None);
    }

    #[test]
    fn nothing_is_offered_for_a_clean_draft() {
        let clean = BUDGET.replace("<b>", "");
        assert_eq!(fix_all(&Draft::open(&clean), Locale::Chinese), None);
    }
}
