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
            preferred: fix.is_unique || is_formal(finding.code),
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
        // The total and either line can be wrong.
        let wrong = "2024年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n\
            合计\t\t31.00\n201\t一般公共服务支出\t1$00.00\n208\t社会保障和就业支出\t19.00\n";
        let found = actions(wrong);
        assert!(found.iter().any(|action| action.diagnostic.is_some()));
        assert!(preferred(&found).is_empty(), "{found:#?}");
    }
}
