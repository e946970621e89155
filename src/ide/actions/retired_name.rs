//! A retired subject name, replaced everywhere in the document.

use super::Offer;
use super::selection::Selection;
use crate::audit::{Finding, Fix, Locale};
use crate::text::Edit;

/// The checks of names that subjects have no longer: beside a code, and elsewhere.
const RETIRED: [&str; 2] = ["B404", "B406"];

/// Replaces a name wherever the document prints it, when that is more than one place.
pub(super) fn offers<'draft>(selection: &Selection<'draft>) -> Vec<Offer<'draft>> {
    let mut offers = Vec::new();
    for finding in selection.findings() {
        let Some((old, fix)) = replaced(selection, finding) else {
            continue;
        };
        let findings = selection.place.analysis.findings.iter();
        let same = findings.filter_map(|other| replaced(selection, other));
        let mut edits: Vec<Edit> = same
            .filter(|(other, _)| *other == old)
            .map(|(_, fix)| Edit::new(fix.span, fix.new_text.clone()))
            .collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by_key(|edit| edit.span);
        if edits.len() > 1 {
            let title = match selection.locale {
                Locale::Chinese => {
                    format!("全文“{old}”改为“{}”（{} 处）", fix.new_text, edits.len())
                }
                Locale::English => format!(
                    "Change every “{old}” to “{}” ({} places)",
                    fix.new_text,
                    edits.len()
                ),
            };
            offers.push(Offer::mending(finding, title, edits));
        }
    }
    offers
}

/// The retired name of a finding, with its repair.
fn replaced<'draft>(
    selection: &Selection<'draft>,
    finding: &'draft Finding,
) -> Option<(&'draft str, &'draft Fix)> {
    let fix = finding.fix.as_ref()?;
    let old = selection.disclosure().words(fix.span);
    (RETIRED.contains(&finding.code) && !old.is_empty()).then_some((old, fix))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{after, titles};
    use crate::ide::fixture::BUDGET;

    #[test]
    fn every_place_gets_the_current_name() {
        let draft = BUDGET
            .replace("2024", "2025")
            .replace("负责全市", "文化体育与$0传媒支出（类）负责全市")
            .replace("3.一般公共服务（类）", "3.文化体育与传媒支出（类）");
        let title = "全文“文化体育与传媒支出”改为“文化旅游体育与传媒支出”（2 处）";
        let mended = after(&draft, title);
        assert_eq!(mended.matches("文化旅游体育与传媒支出").count(), 2);
        assert!(!mended.contains("文化体育与传媒"), "{mended}");
    }

    #[test]
    fn a_current_name_is_left_alone() {
        let draft = BUDGET.replacen("一般公共服务支出", "一般$0公共服务支出", 1);
        assert!(titles(&draft).is_empty());
    }
}
