//! Lookups by code and by name.
//!
//! Wherever a method takes a `year`, it is the fiscal year of the document; `None` means the
//! newest catalogue known.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::economic::EconomicMapping;
use super::name::{class_stem, normalise_name};
use super::search::Initials;
use super::subject::{Classification, Confidence, Subject, SubjectLevel, Validity, YearBound};
use super::table;

/// Older catalogues were not collected, so nothing can be said about a code they may have had.
const FIRST_YEAR_COLLECTED: u16 = 2018;

/// The catalogue built into the program. Read on first use.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(Catalogue::embedded)
}

/// All subjects of all classifications, with the names they have had.
#[derive(Debug)]
pub struct Catalogue {
    functional: ClassificationTable,
    departmental_economic: ClassificationTable,
    government_economic: ClassificationTable,
    revenue: ClassificationTable,
    mappings: Vec<EconomicMapping>,
}

/// The subjects of one classification and the indexes over them.
#[derive(Debug)]
pub(super) struct ClassificationTable {
    /// Sorted by code; of one code, former names come before the current one.
    pub(super) subjects: Vec<Subject>,
    by_name: OnceLock<HashMap<String, Vec<usize>>>,
    /// Pinyin initials of the name of each subject, in the same order.
    pub(super) initials: OnceLock<Vec<Initials>>,
}

/// How a printed name relates to the names of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameVerdict<'catalogue> {
    /// A name of the code in that year, whatever the width of brackets and the blanks in it.
    Official,
    /// A name that the code has had, but no longer had in that year; or perhaps no longer had,
    /// when the year of the change is [not verified](YearBound::Unverified).
    Former {
        /// The name it had; its `until` says how long.
        former: &'catalogue Subject,
    },
    /// The name of the 类, with 支出, 事务 or 等 at its end left out or added. Accepted usage.
    WithoutSuffix,
    /// Not a name of the code.
    Other {
        /// The name in that year. Warn only if it [supports a warning](Subject::supports_warning).
        official: &'catalogue Subject,
    },
    /// The catalogue does not list the code.
    UnknownCode,
}

/// What the catalogue can say about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Knowledge {
    /// It lists the code.
    Known,
    /// It does not list the code, though it lists all codes below the same parent. Worth a hint,
    /// no more: the catalogue changes every year.
    UnknownUnderCompleteSection,
    /// It does not list the code, but cannot be expected to.
    Unknowable,
}

impl Catalogue {
    fn embedded() -> Self {
        Self {
            functional: ClassificationTable::new(Classification::Functional),
            departmental_economic: ClassificationTable::new(Classification::DepartmentalEconomic),
            government_economic: ClassificationTable::new(Classification::GovernmentEconomic),
            revenue: ClassificationTable::new(Classification::Revenue),
            mappings: table::mappings(),
        }
    }

    /// Every subject of a classification with every name, sorted by code.
    pub fn subjects(&self, classification: Classification) -> &[Subject] {
        &self.table(classification).subjects
    }

    /// Every name that `code` has had, former ones first. Empty when the code is not listed.
    pub fn subjects_for_code(&self, classification: Classification, code: &str) -> &[Subject] {
        self.table(classification).rows_of(code)
    }

    /// `code` with its name in `year`; if that is not known, with its current or else its last
    /// name. [`Subject::validity`] tells which. `None` when the code is not listed.
    pub fn subject(
        &self,
        classification: Classification,
        code: &str,
        year: Option<u16>,
    ) -> Option<&Subject> {
        best_in_year(self.subjects_for_code(classification, code), year)
    }

    /// The names that `code` had and has no more.
    pub fn former_names(&self, classification: Classification, code: &str) -> Vec<&Subject> {
        self.subjects_for_code(classification, code)
            .iter()
            .filter(|subject| !subject.is_current())
            .collect()
    }

    /// The subjects with a name, compared after [`normalise_name`]; those in force in `year`
    /// first, then former and later uses of the name. One name may have many codes: 行政运行.
    pub fn by_name(
        &self,
        classification: Classification,
        name: &str,
        year: Option<u16>,
    ) -> Vec<&Subject> {
        let mut found = self.table(classification).named(&normalise_name(name));
        found.sort_by_key(|subject| std::cmp::Reverse(subject.validity(year)));
        found
    }

    /// The children of `code` in `year`, one subject for each code, sorted by code. Includes
    /// [synthesised](Confidence::Synthesised) ones.
    pub fn children(
        &self,
        classification: Classification,
        code: &str,
        year: Option<u16>,
    ) -> Vec<&Subject> {
        self.table(classification)
            .codes_with_prefix(code)
            .filter_map(|rows| best_in_year(rows, year))
            .filter(|subject| subject.parent == Some(code))
            .filter(|subject| subject.validity(year) > Validity::No)
            .collect()
    }

    /// The classes (类) of a classification in `year`, sorted by code.
    pub fn classes(&self, classification: Classification, year: Option<u16>) -> Vec<&Subject> {
        self.in_year(classification, year)
            .filter(|subject| subject.level == SubjectLevel::Class)
            .collect()
    }

    /// The path 类 › 款 › 项 to `code`, itself included when it is listed. Of an unlisted code,
    /// the ancestors that are.
    pub fn path(
        &self,
        classification: Classification,
        code: &str,
        year: Option<u16>,
    ) -> Vec<&Subject> {
        [
            SubjectLevel::Class,
            SubjectLevel::Section,
            SubjectLevel::Item,
        ]
        .into_iter()
        .filter_map(|level| code.get(..level.digits()))
        .filter_map(|ancestor| self.subject(classification, ancestor, year))
        .collect()
    }

    /// How the name that a document of `year` prints for `code` relates to the catalogue (check
    /// B404).
    pub fn name_verdict(
        &self,
        classification: Classification,
        code: &str,
        printed: &str,
        year: Option<u16>,
    ) -> NameVerdict<'_> {
        let rows = self.subjects_for_code(classification, code);
        let Some(official) = best_in_year(rows, year) else {
            return NameVerdict::UnknownCode;
        };
        let printed = normalise_name(printed);
        let same_name = rows
            .iter()
            .rfind(|subject| normalise_name(subject.name) == printed);
        if let Some(subject) = same_name {
            return if is_former(subject, year) {
                NameVerdict::Former { former: subject }
            } else {
                NameVerdict::Official
            };
        }
        let same_stem = rows
            .iter()
            .filter(|subject| subject.level == SubjectLevel::Class)
            .rfind(|subject| class_stem(&normalise_name(subject.name)) == class_stem(&printed));
        match same_stem {
            Some(subject) if is_former(subject, year) => NameVerdict::Former { former: subject },
            Some(_) => NameVerdict::WithoutSuffix,
            None => NameVerdict::Other { official },
        }
    }

    /// What the catalogue can say about `code` in `year` (check B405). A code that it lists for
    /// other years only counts as known: the years of its rows are not certain enough.
    pub fn known(
        &self,
        classification: Classification,
        code: &str,
        year: Option<u16>,
    ) -> Knowledge {
        let rows = self.subjects_for_code(classification, code);
        if rows
            .iter()
            .any(|subject| subject.confidence != Confidence::Synthesised)
        {
            return Knowledge::Known;
        }
        let collected = year.is_none_or(|year| year >= FIRST_YEAR_COLLECTED);
        let parent = match SubjectLevel::of_code(code) {
            Some(SubjectLevel::Section | SubjectLevel::Item) => code.get(..code.len() - 2),
            Some(SubjectLevel::Class) | None => None,
        };
        let complete = parent
            .and_then(|parent| self.subject(classification, parent, year))
            .is_some_and(Subject::items_complete);
        if collected && complete {
            Knowledge::UnknownUnderCompleteSection
        } else {
            Knowledge::Unknowable
        }
    }

    /// All pairs of departmental and government economic codes.
    pub fn mappings(&self) -> &[EconomicMapping] {
        &self.mappings
    }

    /// One subject for each code that a classification has in `year`, sorted by code.
    pub(super) fn in_year(
        &self,
        classification: Classification,
        year: Option<u16>,
    ) -> impl Iterator<Item = &Subject> {
        self.table(classification)
            .codes_with_prefix("")
            .filter_map(move |rows| best_in_year(rows, year))
            .filter(move |subject| subject.validity(year) > Validity::No)
    }

    pub(super) fn table(&self, classification: Classification) -> &ClassificationTable {
        match classification {
            Classification::Functional => &self.functional,
            Classification::DepartmentalEconomic => &self.departmental_economic,
            Classification::GovernmentEconomic => &self.government_economic,
            Classification::Revenue => &self.revenue,
        }
    }
}

impl ClassificationTable {
    fn new(classification: Classification) -> Self {
        Self {
            subjects: table::subjects(classification),
            by_name: OnceLock::new(),
            initials: OnceLock::new(),
        }
    }

    fn rows_of(&self, code: &str) -> &[Subject] {
        let start = self.subjects.partition_point(|subject| subject.code < code);
        let rest = self.subjects.get(start..).unwrap_or_default();
        let count = rest.partition_point(|subject| subject.code == code);
        rest.get(..count).unwrap_or_default()
    }

    /// The rows of each code that starts with `prefix`.
    fn codes_with_prefix(&self, prefix: &str) -> impl Iterator<Item = &[Subject]> {
        let start = self
            .subjects
            .partition_point(|subject| subject.code < prefix);
        let rest = self.subjects.get(start..).unwrap_or_default();
        let count = rest.partition_point(|subject| subject.code.starts_with(prefix));
        rest.get(..count)
            .unwrap_or_default()
            .chunk_by(|one, other| one.code == other.code)
    }

    fn named(&self, normalised: &str) -> Vec<&Subject> {
        let by_name = self.by_name.get_or_init(|| index_by_name(&self.subjects));
        by_name
            .get(normalised)
            .into_iter()
            .flatten()
            .filter_map(|&index| self.subjects.get(index))
            .collect()
    }
}

fn index_by_name(subjects: &[Subject]) -> HashMap<String, Vec<usize>> {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, subject) in subjects.iter().enumerate() {
        by_name
            .entry(normalise_name(subject.name))
            .or_default()
            .push(index);
    }
    by_name
}

/// Of the names of one code, the one most probably in force in `year`.
fn best_in_year(rows: &[Subject], year: Option<u16>) -> Option<&Subject> {
    // The last of several equals wins, which is the newest.
    rows.iter()
        .max_by_key(|subject| (subject.validity(year), subject.is_current()))
}

/// Whether a name was given up before `year`. One that came later counts as official: documents
/// are often written with the newer catalogue at hand.
fn is_former(subject: &Subject, year: Option<u16>) -> bool {
    match (subject.until, year) {
        (YearBound::Open, _) => false,
        (YearBound::Year(until), Some(year)) => until < year,
        (YearBound::Year(_) | YearBound::Unverified, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Classification::{DepartmentalEconomic, Functional, GovernmentEconomic, Revenue};

    fn name(code: &str, year: Option<u16>) -> Option<&'static str> {
        let classification = Classification::of_code(code)?;
        let subject = catalogue().subject(classification, code, year)?;
        Some(subject.name)
    }

    #[track_caller]
    fn verdict(code: &str, printed: &str, year: u16) -> NameVerdict<'static> {
        let classification = Classification::of_code(code).unwrap();
        catalogue().name_verdict(classification, code, printed, Some(year))
    }

    #[track_caller]
    fn is_other_than(verdict: NameVerdict, official: &str) {
        match verdict {
            NameVerdict::Other { official: subject } => assert_eq!(subject.name, official),
            verdict => panic!("{verdict:?}"),
        }
    }

    #[track_caller]
    fn is_former(verdict: NameVerdict, until: YearBound) {
        match verdict {
            NameVerdict::Former { former } => assert_eq!(former.until, until),
            verdict => panic!("{verdict:?}"),
        }
    }

    #[test]
    fn codes_have_names() {
        assert_eq!(name("201", None), Some("一般公共服务支出"));
        assert_eq!(name("2011308", Some(2024)), Some("招商引资"));
        assert_eq!(
            name("2080505", None),
            Some("机关事业单位基本养老保险缴费支出")
        );
        assert_eq!(name("30239", None), Some("其他交通费用"));
        assert_eq!(name("50201", None), Some("办公经费"));
        assert_eq!(name("10101", None), Some("增值税"));
        for unknown in ["", "2", "29", "2999999", "20113080", "招商", "3０1"] {
            for classification in Classification::ALL {
                assert_eq!(
                    catalogue().subject(classification, unknown, None),
                    None,
                    "{unknown}"
                );
            }
        }
    }

    #[test]
    fn names_depend_on_the_year() {
        assert_eq!(name("210", Some(2018)), Some("医疗卫生与计划生育支出"));
        assert_eq!(name("210", Some(2019)), Some("卫生健康支出"));
        assert_eq!(name("215", Some(2019)), Some("资源勘探信息等支出"));
        assert_eq!(name("215", Some(2020)), Some("资源勘探工业信息等支出"));
        assert_eq!(name("20805", Some(2019)), Some("行政事业单位离退休"));
        assert_eq!(name("20805", None), Some("行政事业单位养老支出"));
        // The year of this change is not known: the current name is the better guess.
        assert_eq!(name("2010604", Some(2020)), Some("预算改革业务"));
        // Retired: the last name, and the caller can tell.
        let retired = catalogue()
            .subject(Functional, "20115", Some(2024))
            .unwrap();
        assert_eq!(retired.validity(Some(2024)), Validity::No);
        assert_eq!(retired.until, YearBound::Year(2018));
    }

    #[test]
    fn every_row_is_a_name_of_its_code() {
        for classification in Classification::ALL {
            for subject in catalogue().subjects(classification) {
                let rows = catalogue().subjects_for_code(classification, subject.code);
                assert!(rows.contains(subject));
                let verdict =
                    catalogue().name_verdict(classification, subject.code, subject.name, None);
                if subject.is_current() {
                    assert_eq!(verdict, NameVerdict::Official, "{subject:?}");
                } else {
                    assert_eq!(
                        verdict,
                        NameVerdict::Former { former: subject },
                        "{subject:?}"
                    );
                }
                let named = catalogue().by_name(classification, subject.name, None);
                assert!(named.contains(&subject));
            }
        }
    }

    #[test]
    fn official_names_are_accepted_however_printed() {
        for (code, printed) in [
            ("30213", "维修(护)费"),
            ("30212", "因公出国(境) 费用"),
            ("2080505", "机关事业单位基本养老保\n险缴费支出"),
            ("2089999", "其它社会保障和就业支出"),
            ("210", "卫生健康支出"),
        ] {
            assert_eq!(
                verdict(code, printed, 2024),
                NameVerdict::Official,
                "{printed}"
            );
        }
    }

    #[test]
    fn class_names_may_lose_their_ending() {
        for (code, printed) in [
            ("201", "一般公共服务"),
            ("216", "商业服务业"),
            ("216", "商业服务业等"),
            ("212", "城乡社区事务"),
            ("213", "农林水"),
            ("227", "预备费支出"),
        ] {
            assert_eq!(
                verdict(code, printed, 2024),
                NameVerdict::WithoutSuffix,
                "{printed}"
            );
        }
        is_other_than(verdict("22102", "住房改革", 2024), "住房改革支出");
    }

    #[test]
    fn retired_names_are_told_from_wrong_ones() {
        is_former(
            verdict("210", "医疗卫生与计划生育支出", 2024),
            YearBound::Year(2018),
        );
        is_former(
            verdict("207", "文化体育与传媒", 2024),
            YearBound::Year(2018),
        );
        is_former(
            verdict("2010604", "预算编制业务", 2024),
            YearBound::Unverified,
        );
        let before = verdict("210", "医疗卫生与计划生育支出", 2018);
        assert_eq!(before, NameVerdict::Official);
        assert_eq!(verdict("210", "卫生健康支出", 2018), NameVerdict::Official);
        is_other_than(verdict("22102", "住房保障支出", 2024), "住房改革支出");
        is_other_than(verdict("30101", "津贴补贴", 2024), "基本工资");
        assert_eq!(verdict("2999999", "支出", 2024), NameVerdict::UnknownCode);
    }

    #[test]
    fn only_names_seen_lately_support_a_warning() {
        for (code, supported) in [
            ("2011308", true),
            ("22102", true),
            ("2013804", false),
            ("202", false),
        ] {
            let subject = catalogue().subject(Functional, code, Some(2024)).unwrap();
            assert_eq!(subject.supports_warning(), supported, "{subject:?}");
        }
    }

    #[test]
    fn former_names_are_listed() {
        let former = catalogue().former_names(Functional, "210");
        let names: Vec<_> = former.iter().map(|subject| subject.name).collect();
        assert_eq!(names, ["医疗卫生与计划生育支出"]);
        assert!(catalogue().former_names(Functional, "201").is_empty());
    }

    #[test]
    fn names_lead_back_to_codes() {
        let codes = |classification, name, year| -> Vec<&str> {
            let found = catalogue().by_name(classification, name, year);
            found.iter().map(|subject| subject.code).collect()
        };
        assert_eq!(codes(Functional, "招商引资", None), ["2011308"]);
        assert_eq!(codes(DepartmentalEconomic, "维修（护)费", None), ["30213"]);
        assert_eq!(codes(GovernmentEconomic, "机关工资福利支出", None), ["501"]);
        assert_eq!(codes(Revenue, "税收收入", None), ["101"]);
        assert!(codes(Functional, "行政运行", None).len() > 50);
        let year = Some(2024);
        let found = catalogue().by_name(Functional, "事业运行", year);
        let validities: Vec<_> = found.iter().map(|subject| subject.validity(year)).collect();
        assert!(validities.is_sorted_by(|one, other| one >= other));
        assert!(codes(Functional, "不存在的科目", None).is_empty());
    }

    #[test]
    fn children_follow_the_year() {
        let children = |classification, code, year| -> Vec<&str> {
            let found = catalogue().children(classification, code, year);
            found.iter().map(|subject| subject.code).collect()
        };
        let items = children(Functional, "20113", Some(2024));
        for code in ["2011301", "2011302", "2011308", "2011350", "2011399"] {
            assert!(items.contains(&code), "{code}");
        }
        assert!(items.iter().all(|code| code.len() == 7) && items.is_sorted());
        let sections = |year| children(Functional, "201", Some(year));
        assert!(sections(2018).contains(&"20115") && !sections(2024).contains(&"20115"));
        assert!(!sections(2018).contains(&"20138") && sections(2024).contains(&"20138"));
        assert!(children(DepartmentalEconomic, "301", None).contains(&"30113"));
        assert!(children(Functional, "2011308", None).is_empty());
    }

    #[test]
    fn paths_lead_from_class_to_item() {
        let path = |code, year| -> Vec<&str> {
            let path = catalogue().path(Functional, code, year);
            path.iter().map(|subject| subject.name).collect()
        };
        assert_eq!(
            path("2011308", None),
            ["一般公共服务支出", "商贸事务", "招商引资"]
        );
        assert_eq!(path("210", Some(2017)), ["医疗卫生与计划生育支出"]);
        assert_eq!(path("2011377", None), ["一般公共服务支出", "商贸事务"]);
        assert!(path("招商引资", None).is_empty());
    }

    #[test]
    fn unknown_codes_are_judged_only_below_complete_sections() {
        let known = |code: &str, year| {
            let classification = Classification::of_code(code).unwrap();
            catalogue().known(classification, code, Some(year))
        };
        assert_eq!(known("2011308", 2024), Knowledge::Known);
        assert_eq!(known("20115", 2024), Knowledge::Known);
        assert_eq!(
            known("2011377", 2024),
            Knowledge::UnknownUnderCompleteSection
        );
        assert_eq!(known("30177", 2024), Knowledge::UnknownUnderCompleteSection);
        assert_eq!(known("2011377", 2015), Knowledge::Unknowable);
        assert_eq!(known("2013877", 2024), Knowledge::Unknowable);
        assert_eq!(known("29901", 2024), Knowledge::Unknowable);
        assert_eq!(known("277", 2024), Knowledge::Unknowable);
        assert_eq!(known("2０1", 2024), Knowledge::Unknowable);
    }

    #[test]
    fn synthesised_subjects_say_so() {
        let synthesised: Vec<_> = catalogue()
            .subjects(Functional)
            .iter()
            .filter(|subject| subject.confidence == Confidence::Synthesised)
            .collect();
        assert!(!synthesised.is_empty());
        for subject in synthesised {
            assert!(!subject.supports_warning());
            let siblings = catalogue().children(Functional, subject.parent.unwrap(), None);
            assert!(siblings.contains(&subject));
            assert!(
                siblings.iter().any(|sibling| sibling.name == "行政运行"),
                "{subject:?}"
            );
            let known = catalogue().known(Functional, subject.code, Some(2024));
            assert_eq!(known, Knowledge::Unknowable, "{subject:?}");
        }
    }

    #[test]
    fn fund_only_sections_are_marked() {
        use crate::subjects::BudgetFund;
        // Domain specification §A.2, government-fund-only sections.
        for code in [
            "20707", "20822", "21160", "21208", "21213", "21369", "21460", "22904", "22960",
            "23204",
        ] {
            let subject = catalogue().subject(Functional, code, None).unwrap();
            assert_eq!(subject.fund, Some(BudgetFund::GovernmentFund), "{code}");
        }
        let land = catalogue().subject(Functional, "2120899", None).unwrap();
        assert_eq!(land.fund, Some(BudgetFund::GovernmentFund));
        let trade = catalogue().subject(Functional, "2011308", None).unwrap();
        assert_eq!(trade.fund, Some(BudgetFund::General));
    }
}
