//! 部门表中单位的合计与该单位公开文件不一致。
//!
//! ## 检查什么
//! 部门的收入表、支出表按单位列示时，每个单位的合计应与该单位同年同类公开文件中同一张表的合计一致；
//! 部门合计等于各单位之和由表内检查（B108）核对。
//!
//! ## 为什么
//! 部门的数由各单位汇总而成；单位改了数而部门没有重新汇总，两份公开文件就会矛盾。
//!
//! ## 例
//! 错：部门支出表中“某县图书馆”合计80.00万元，该馆支出表合计82.00万元。
//!
//! ## 如何修改
//! 核对单位批复数，重新汇总部门表或改正单位文件。
//!
//! ## 不报的情形
//! 单位没有自己的公开文件，或不止一个；部门本级的行；差额在四舍五入范围内。
//!
//! ## In English
//! The total of a unit in the table of its department is the total of the unit's own document.

use crate::audit::Severity;
use crate::rules::{Basis, Check, Rule};

/// B803.
pub const RULE: Rule = Rule {
    code: "B803",
    name: "unit-total",
    title: "部门表与单位公开文件",
    severity: Severity::Warning,
    source: include_str!("unit_total.rs"),
    basis: Basis::Figures,
    checks: &[Check::Comparison],
};
