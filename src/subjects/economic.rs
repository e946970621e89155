//! From the departmental to the government economic classification (domain specification §A.4).

use super::catalogue::Catalogue;
use super::subject::Confidence;

/// The kind of unit whose expenditure is classified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// 机关: an administrative organ, or an institution run under the Civil Servant Law.
    Administrative,
    /// 事业单位: a public institution.
    Institution,
}

/// A departmental economic code and the government economic code it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EconomicMapping {
    /// 部门预算支出经济分类 code.
    pub departmental: &'static str,
    /// 政府预算支出经济分类 code.
    pub government: &'static str,
    /// The kind of unit it applies to; `None` for every kind.
    pub unit_kind: Option<UnitKind>,
    /// How well the pair is known.
    pub confidence: Confidence,
}

impl Catalogue {
    /// What `departmental_code` becomes for a unit of kind `unit_kind`, or for any kind when
    /// `None`. Empty when no mapping is known.
    pub fn government_codes_for(
        &self,
        departmental_code: &str,
        unit_kind: Option<UnitKind>,
    ) -> Vec<&EconomicMapping> {
        self.mappings()
            .iter()
            .filter(|mapping| mapping.departmental == departmental_code)
            .filter(|mapping| applies(mapping, unit_kind))
            .collect()
    }

    /// What becomes `government_code` for a unit of kind `unit_kind`, or for any kind when `None`.
    pub fn departmental_codes_for(
        &self,
        government_code: &str,
        unit_kind: Option<UnitKind>,
    ) -> Vec<&EconomicMapping> {
        self.mappings()
            .iter()
            .filter(|mapping| mapping.government == government_code)
            .filter(|mapping| applies(mapping, unit_kind))
            .collect()
    }
}

fn applies(mapping: &EconomicMapping, unit_kind: Option<UnitKind>) -> bool {
    match (mapping.unit_kind, unit_kind) {
        (Some(of_mapping), Some(wanted)) => of_mapping == wanted,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue;
    use super::*;

    fn government(code: &str, unit_kind: Option<UnitKind>) -> Vec<&'static str> {
        let mappings = catalogue().government_codes_for(code, unit_kind);
        mappings.iter().map(|mapping| mapping.government).collect()
    }

    #[test]
    fn organs_and_institutions_differ() {
        // The examples of domain specification §A.4: organ, institution.
        let examples = [
            ("30101", "50101", "50501"),
            ("30114", "50199", "50501"),
            ("30110", "50102", "50501"),
            ("30113", "50103", "50501"),
            ("30201", "50201", "50502"),
            ("30239", "50201", "50502"),
            ("30215", "50202", "50502"),
            ("30216", "50203", "50502"),
            ("30218", "50204", "50502"),
            ("30227", "50205", "50502"),
            ("30217", "50206", "50502"),
            ("30212", "50207", "50502"),
            ("30231", "50208", "50502"),
            ("30213", "50209", "50502"),
            ("30299", "50299", "50502"),
            ("30302", "50905", "50905"),
            ("30305", "50901", "50901"),
            ("30308", "50902", "50902"),
            ("30310", "50903", "50903"),
            ("30399", "50999", "50999"),
        ];
        for (code, organ, institution) in examples {
            assert_eq!(
                government(code, Some(UnitKind::Administrative)),
                [organ],
                "{code}"
            );
            assert_eq!(
                government(code, Some(UnitKind::Institution)),
                [institution],
                "{code}"
            );
        }
    }

    #[test]
    fn performance_pay_is_for_institutions_only() {
        assert!(government("30107", Some(UnitKind::Administrative)).is_empty());
        assert_eq!(government("30107", None), ["50501"]);
    }

    #[test]
    fn an_unknown_kind_yields_both() {
        assert_eq!(government("30201", None), ["50201", "50502"]);
        assert!(government("39999999", None).is_empty());
    }

    #[test]
    fn the_mapping_is_read_backwards_too() {
        let back = catalogue().departmental_codes_for("50206", None);
        let codes: Vec<_> = back.iter().map(|mapping| mapping.departmental).collect();
        assert_eq!(codes, ["30217"]);
    }
}
