//! One row of the catalogue.

use std::fmt;

/// One of the parallel ways to classify public money (domain specification §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Classification {
    /// 支出功能分类: what expenditure is for. Codes of 3, 5 or 7 digits starting with 2.
    Functional,
    /// 部门预算支出经济分类: what a department spends on. Codes of 3 or 5 digits starting with 3.
    DepartmentalEconomic,
    /// 政府预算支出经济分类: the same seen from the government. Codes starting with 5.
    GovernmentEconomic,
    /// 收入分类: where revenue comes from. Codes starting with 1.
    Revenue,
}

impl Classification {
    /// All classifications.
    pub const ALL: [Self; 4] = [
        Self::Functional,
        Self::DepartmentalEconomic,
        Self::GovernmentEconomic,
        Self::Revenue,
    ];

    /// The classification whose codes look like `code`, by its first digit.
    pub fn of_code(code: &str) -> Option<Self> {
        match code.as_bytes().first()? {
            b'1' => Some(Self::Revenue),
            b'2' => Some(Self::Functional),
            b'3' => Some(Self::DepartmentalEconomic),
            b'5' => Some(Self::GovernmentEconomic),
            _ => None,
        }
    }

    /// The Chinese name to show to a reader.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Functional => "支出功能分类",
            Self::DepartmentalEconomic => "部门预算支出经济分类",
            Self::GovernmentEconomic => "政府预算支出经济分类",
            Self::Revenue => "收入分类",
        }
    }
}

impl fmt::Display for Classification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The level of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectLevel {
    /// 类: 3 digits.
    Class,
    /// 款: 5 digits.
    Section,
    /// 项: 7 digits.
    Item,
}

impl SubjectLevel {
    /// The level of a code, by its number of digits; `None` when it is not a code.
    pub fn of_code(code: &str) -> Option<Self> {
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match code.len() {
            3 => Some(Self::Class),
            5 => Some(Self::Section),
            7 => Some(Self::Item),
            _ => None,
        }
    }

    /// Number of digits of a code of this level.
    pub const fn digits(self) -> usize {
        match self {
            Self::Class => 3,
            Self::Section => 5,
            Self::Item => 7,
        }
    }

    /// 类, 款 or 项.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Class => "类",
            Self::Section => "款",
            Self::Item => "项",
        }
    }
}

impl fmt::Display for SubjectLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// How well it is known that a code has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// Printed so in a disclosure or an official text of 2018 or later.
    Seen,
    /// Found only in the edition of 2009; that the name still holds is from memory.
    SeenIn2009Edition,
    /// From memory of the published catalogue.
    Recalled,
    /// In no source: concluded from how codes are formed (domain specification §A.2).
    Synthesised,
}

/// The budget whose money a subject may carry (domain specification §1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BudgetFund {
    /// 一般公共预算.
    General,
    /// 政府性基金预算.
    GovernmentFund,
    /// 国有资本经营预算.
    StateCapital,
    /// 社会保险基金预算.
    SocialInsurance,
    /// More than one: a 类 whose 款 belong to different budgets.
    Mixed,
}

impl BudgetFund {
    /// The Chinese name to show to a reader.
    pub const fn name(self) -> &'static str {
        match self {
            Self::General => "一般公共预算",
            Self::GovernmentFund => "政府性基金预算",
            Self::StateCapital => "国有资本经营预算",
            Self::SocialInsurance => "社会保险基金预算",
            Self::Mixed => "多本预算共用",
        }
    }
}

/// Whether the catalogue lists every child of a subject. A judgement, not a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemsCompleteness {
    /// Every child in force is listed.
    Complete,
    /// Some children are missing.
    Partial,
    /// There are or may be children; none is listed.
    NoneListed,
    /// The subject has no children.
    NoneExist,
}

/// One end of the years in which a name was in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum YearBound {
    /// No change is known on this side.
    Open,
    /// The first or last catalogue year, inclusive.
    Year(u16),
    /// There was a change, in a year that could not be verified.
    Unverified,
}

impl YearBound {
    /// The year, if it is known.
    pub const fn year(self) -> Option<u16> {
        match self {
            Self::Year(year) => Some(year),
            Self::Open | Self::Unverified => None,
        }
    }
}

/// Whether a name was in force in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Validity {
    /// It was not.
    No,
    /// The year of a change is not verified.
    Possibly,
    /// It was, as far as is known.
    Yes,
}

/// A code with one of the names it has had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The classification that the code belongs to.
    pub classification: Classification,
    /// 科目编码: 3, 5 or 7 digits.
    pub code: &'static str,
    /// 科目名称, with full-width brackets.
    pub name: &'static str,
    /// Level of the code.
    pub level: SubjectLevel,
    /// Code one level up; `None` for a 类.
    pub parent: Option<&'static str>,
    /// The budget it may carry; `None` in the economic classifications, which serve all budgets.
    pub fund: Option<BudgetFund>,
    /// First catalogue year of this name.
    pub since: YearBound,
    /// Last catalogue year of this name; [`YearBound::Open`] when it is in force.
    pub until: YearBound,
    /// How well it is known that the code has this name.
    pub confidence: Confidence,
    /// Whether its children are all listed; `None` where that was not judged.
    pub items: Option<ItemsCompleteness>,
}

impl Subject {
    /// Whether the name is in force in the newest catalogue known.
    pub fn is_current(&self) -> bool {
        self.until == YearBound::Open
    }

    /// Whether every child in force is listed in the catalogue.
    pub fn items_complete(&self) -> bool {
        self.items == Some(ItemsCompleteness::Complete)
    }

    /// Whether a document that prints another name may be warned about it.
    pub fn supports_warning(&self) -> bool {
        self.confidence == Confidence::Seen
    }

    /// Whether the name was in force in the catalogue of `year`; today when `None`.
    pub fn validity(&self, year: Option<u16>) -> Validity {
        let Some(year) = year else {
            return if self.is_current() {
                Validity::Yes
            } else {
                Validity::No
            };
        };
        let since = bound_validity(self.since, |since| since <= year);
        let until = bound_validity(self.until, |until| year <= until);
        since.min(until)
    }
}

fn bound_validity(bound: YearBound, holds: impl Fn(u16) -> bool) -> Validity {
    match bound {
        YearBound::Open => Validity::Yes,
        YearBound::Unverified => Validity::Possibly,
        YearBound::Year(year) if holds(year) => Validity::Yes,
        YearBound::Year(_) => Validity::No,
    }
}
