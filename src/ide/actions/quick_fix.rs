//! The repair of a finding.

use super::Offer;
use super::fix_all::is_formal;
use super::selection::Selection;
use crate::text::Edit;

/// The repairs of the findings that the selection touches. One is preferred only when no other
/// figure explains the contradiction, or when it concerns the form alone.
pub(super) fn offers<'draft>(selection: &Selection<'draft>) -> Vec<Offer<'draft>> {
    let mut offers = Vec::new();
    for finding in selection.findings() {
        let Some(fix) = &finding.fix else { continue };
        let title = fix.title.text(selection.locale);
        let edits = vec![Edit::new(fix.span, fix.new_text.clone())];
        offers.push(Offer {
            preferred: fix.is_unique || is_formal(finding),
            ..Offer::mending(finding, title, edits)
        });
    }
    only_one_is_preferred(&mut offers);
    offers
}

/// Two repairs at one place contradict one another: then neither is the one to take.
fn only_one_is_preferred(offers: &mut [Offer]) {
    let preferred = offers.iter().filter(|offer| offer.preferred).count();
    if preferred > 1 {
        for offer in offers {
            offer.preferred = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::CodeAction;
    use super::super::testing::{actions, after};
    use crate::ide::fixture::{BUDGET, with};

    fn preferred(actions: &[CodeAction]) -> Vec<&str> {
        let preferred = actions.iter().filter(|action| action.preferred);
        preferred.map(|action| action.title.as_str()).collect()
    }

    #[test]
    fn a_figure_that_nothing_else_explains_is_preferred() {
        let wrong = with(
            BUDGET,
            "20113\t商贸事务\t230.00\t100.00",
            "20113\t商贸事务\t23$01.00\t100.00",
        );
        let found = actions(&wrong);
        assert_eq!(preferred(&found), ["改为 230.00"]);
        assert!(found[0].diagnostic.is_some());
        assert!(after(&wrong, "改为 230.00").contains("商贸事务\t230.00\t100.00\t130.00"));
    }

    #[test]
    fn of_several_explanations_none_is_preferred() {
        // The total and either part can be wrong.
        let wrong = with(
            BUDGET,
            "“三公”经费预算0万元。",
            "会议费预算1$09万元，其中：甲会6万元，乙会5万元。",
        );
        let found = actions(&wrong);
        assert!(found.iter().any(|action| action.diagnostic.is_some()));
        assert!(preferred(&found).is_empty(), "{found:#?}");
    }
}
