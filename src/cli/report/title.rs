//! What a person calls a disclosure: 某某局 2025年预算.

use crate::audit::Locale;
use crate::cli::say;
use crate::document::{Disclosure, DocumentKind};

/// The organisation, the year and the kind, as far as they are known; else empty.
pub fn title(disclosure: &Disclosure, locale: Locale) -> String {
    let organisation = disclosure.organisation.as_ref();
    let organisation = organisation.map(|it| it.name.clone());
    let year = disclosure.fiscal_year.map(|year| match locale {
        Locale::Chinese => format!("{year}年"),
        Locale::English => format!("{year} "),
    });
    let kind = disclosure.kind.map(|kind| match kind {
        DocumentKind::Budget => say(locale, "预算", "budget"),
        DocumentKind::FinalAccount => say(locale, "决算", "final account"),
    });
    let rest = year.unwrap_or_default() + kind.unwrap_or_default();
    let parts = [organisation.unwrap_or_default(), rest.trim().to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Draft;

    #[test]
    fn a_disclosure_is_known_by_organisation_year_and_kind() {
        let draft = Draft::open("青禾县文化馆2025年度单位预算公开\n\n第一部分 概况\n\n正文。\n");
        let disclosure = &draft.disclosures[0].analysis.disclosure;
        assert_eq!(
            title(disclosure, Locale::Chinese),
            "青禾县文化馆 2025年预算"
        );
        let english = title(disclosure, Locale::English);
        assert_eq!(english, "青禾县文化馆 2025 budget");
    }
}
