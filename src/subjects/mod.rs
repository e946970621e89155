//! The catalogue of subject codes (stand-in until the catalogue lands).

/// Which classification a code belongs to (domain specification §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Classification {
    /// 支出功能分类.
    Functional,
    /// 部门预算支出经济分类.
    DepartmentalEconomic,
    /// 政府预算支出经济分类.
    GovernmentEconomic,
    /// 收入分类.
    Revenue,
}

/// 类, 款, 项.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectLevel {
    /// 类.
    Class,
    /// 款.
    Section,
    /// 项.
    Item,
}
