//! 同一项目在部门和单位公开文件中的金额不一致。
//!
//! ## 检查什么
//! 部门项目支出表中的项目，与其所属单位同年同类公开文件项目支出表中的同名项目，金额应一致。
//!
//! ## 为什么
//! 同一个项目只有一个批复数。
//!
//! ## 例
//! 错：部门表中“古籍修复”20.00万元，单位表中“古籍修复”12.00万元。
//!
//! ## 如何修改
//! 核对项目批复数，改正其中一份文件。
//!
//! ## 不报的情形
//! 同名项目在任何一份文件中不止一个；单位没有列在部门的表中；差额在四舍五入范围内。
//!
//! ## In English
//! A project of a unit has one amount, in the document of the unit and in that of its department.

use crate::audit::Severity;
use crate::rules::{Basis, Check, Rule};

/// B804.
pub const RULE: Rule = Rule {
    code: "B804",
    name: "same-project",
    title: "同一项目在两份文件中",
    severity: Severity::Warning,
    source: include_str!("same_project.rs"),
    basis: Basis::Figures,
    checks: &[Check::Comparison],
};
