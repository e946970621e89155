//! Reads the embedded tables. A malformed row is skipped; a test proves that there is none.

use super::economic::{EconomicMapping, UnitKind};
use super::subject::{
    BudgetFund, Classification, Confidence, ItemsCompleteness, Subject, SubjectLevel, YearBound,
};

const MAPPING: &str = include_str!("data/economic_mapping.tsv");

const fn source(classification: Classification) -> &'static str {
    match classification {
        Classification::Functional => include_str!("data/functional.tsv"),
        Classification::DepartmentalEconomic => include_str!("data/departmental_economic.tsv"),
        Classification::GovernmentEconomic => include_str!("data/government_economic.tsv"),
        Classification::Revenue => include_str!("data/revenue.tsv"),
    }
}

/// The subjects of one classification, sorted by code, former names before the current one.
pub(super) fn subjects(classification: Classification) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = rows(source(classification))
        .filter_map(|row| subject(classification, row))
        .collect();
    subjects.sort_by_key(|subject| subject.code);
    subjects
}

/// The pairs of departmental and government economic codes.
pub(super) fn mappings() -> Vec<EconomicMapping> {
    rows(MAPPING).filter_map(mapping).collect()
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().skip(1)
}

fn subject(classification: Classification, row: &'static str) -> Option<Subject> {
    let mut cells = row.split('\t');
    let mut cell = || cells.next();
    let subject = Subject {
        classification,
        code: cell()?,
        name: cell()?,
        level: level(cell()?)?,
        parent: cell().map(|code| (!code.is_empty()).then_some(code))?,
        fund: fund(cell()?)?,
        since: year_bound(cell()?)?,
        until: year_bound(cell()?)?,
        confidence: confidence(cell()?)?,
        items: items(cell()?)?,
    };
    let code_fits = SubjectLevel::of_code(subject.code) == Some(subject.level);
    let complete = code_fits && !subject.name.is_empty() && cells.next().is_none();
    complete.then_some(subject)
}

fn mapping(row: &'static str) -> Option<EconomicMapping> {
    let mut cells = row.split('\t');
    Some(EconomicMapping {
        departmental: cells.next()?,
        government: cells.next()?,
        unit_kind: match cells.next()? {
            "administrative" => Some(UnitKind::Administrative),
            "institution" => Some(UnitKind::Institution),
            "any" => None,
            _ => return None,
        },
        confidence: confidence(cells.next()?)?,
    })
}

fn level(cell: &str) -> Option<SubjectLevel> {
    match cell {
        "类" => Some(SubjectLevel::Class),
        "款" => Some(SubjectLevel::Section),
        "项" => Some(SubjectLevel::Item),
        _ => None,
    }
}

fn fund(cell: &str) -> Option<Option<BudgetFund>> {
    let fund = match cell {
        "" => return Some(None),
        "general" => BudgetFund::General,
        "government-fund" => BudgetFund::GovernmentFund,
        "state-capital" => BudgetFund::StateCapital,
        "social-insurance" => BudgetFund::SocialInsurance,
        "mixed" => BudgetFund::Mixed,
        _ => return None,
    };
    Some(Some(fund))
}

fn year_bound(cell: &str) -> Option<YearBound> {
    match cell {
        "" => Some(YearBound::Open),
        "?" => Some(YearBound::Unverified),
        year => year.parse().ok().map(YearBound::Year),
    }
}

fn confidence(cell: &str) -> Option<Confidence> {
    match cell {
        "seen" => Some(Confidence::Seen),
        "seen-2009" => Some(Confidence::SeenIn2009Edition),
        "recall" => Some(Confidence::Recalled),
        "pattern" => Some(Confidence::Synthesised),
        _ => None,
    }
}

fn items(cell: &str) -> Option<Option<ItemsCompleteness>> {
    let items = match cell {
        "" => return Some(None),
        "complete" => ItemsCompleteness::Complete,
        "partial" => ItemsCompleteness::Partial,
        "none-listed" => ItemsCompleteness::NoneListed,
        "none-exist" => ItemsCompleteness::NoneExist,
        _ => return None,
    };
    Some(Some(items))
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    #[test]
    fn every_row_is_read() {
        for classification in Classification::ALL {
            let expected = rows(source(classification)).count();
            assert_eq!(subjects(classification).len(), expected, "{classification}");
            assert!(expected > 80, "{classification}");
        }
        assert_eq!(mappings().len(), rows(MAPPING).count());
    }

    #[test]
    fn malformed_rows_are_skipped() {
        for row in [
            "",
            "201",
            "201\t支出\t款\t\t\t\t\trecall\t",
            "20\t支出\t类\t\t\t\t\trecall\t",
        ] {
            assert_eq!(subject(Classification::Functional, row), None, "{row}");
        }
        assert_eq!(mapping("30101\t50101\tnobody\tseen"), None);
    }

    #[test]
    fn every_code_belongs_to_its_parent() {
        for classification in Classification::ALL {
            let subjects = subjects(classification);
            let codes: HashSet<_> = subjects.iter().map(|subject| subject.code).collect();
            let current: HashSet<_> = subjects
                .iter()
                .filter(|subject| subject.is_current())
                .map(|subject| subject.code)
                .collect();
            for subject in &subjects {
                assert_eq!(Classification::of_code(subject.code), Some(classification));
                let Some(parent) = subject.parent else {
                    assert_eq!(subject.level, SubjectLevel::Class, "{subject:?}");
                    continue;
                };
                assert!(subject.code.starts_with(parent), "{subject:?}");
                assert_eq!(parent.len() + 2, subject.code.len(), "{subject:?}");
                assert!(codes.contains(parent), "{subject:?}");
                assert!(
                    !subject.is_current() || current.contains(parent),
                    "{subject:?}"
                );
            }
        }
    }

    #[test]
    fn a_code_has_one_current_name_and_no_name_twice() {
        for classification in Classification::ALL {
            let mut current: HashMap<_, usize> = HashMap::new();
            let mut names = HashSet::new();
            for subject in subjects(classification) {
                assert!(names.insert((subject.code, subject.name)), "{subject:?}");
                if subject.is_current() {
                    *current.entry(subject.code).or_default() += 1;
                }
            }
            assert!(current.values().all(|&count| count == 1));
        }
    }

    #[test]
    fn names_and_years_are_plausible() {
        for subject in Classification::ALL.into_iter().flat_map(subjects) {
            assert!(!subject.name.contains(char::is_whitespace), "{subject:?}");
            assert!(!subject.name.contains(['(', ')']), "{subject:?}");
            let economic = matches!(
                subject.classification,
                Classification::DepartmentalEconomic | Classification::GovernmentEconomic
            );
            assert_eq!(subject.fund.is_none(), economic, "{subject:?}");
            let years = [subject.since.year(), subject.until.year()];
            assert!(
                years
                    .iter()
                    .flatten()
                    .all(|year| (2009..2030).contains(year)),
                "{subject:?}"
            );
            if let [Some(since), Some(until)] = years {
                assert!(since <= until, "{subject:?}");
            }
        }
    }

    #[test]
    fn the_mapping_joins_known_codes_once() {
        let codes = |classification| -> HashSet<&str> {
            subjects(classification)
                .iter()
                .map(|subject| subject.code)
                .collect()
        };
        let departmental = codes(Classification::DepartmentalEconomic);
        let government = codes(Classification::GovernmentEconomic);
        let mut seen = HashSet::new();
        for mapping in mappings() {
            assert!(departmental.contains(mapping.departmental), "{mapping:?}");
            assert!(government.contains(mapping.government), "{mapping:?}");
            assert!(
                seen.insert((mapping.departmental, mapping.unit_kind)),
                "{mapping:?}"
            );
        }
    }
}
