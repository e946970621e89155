//! 决算中的年初预算与预算公开文件不一致。
//!
//! ## 检查什么
//! 决算公开中的“年初预算”应与同一单位同一年度预算公开文件中的数一致。
//!
//! ## 为什么
//! 完成率以年初预算为分母；年初预算取错，完成率也就错了。
//!
//! ## 例
//! 错：机关运行经费年初预算为12.00万元，支出决算为11.40万元（预算公开文件中为15.00万元）。
//!
//! 对：机关运行经费年初预算为15.00万元，支出决算为11.40万元。
//!
//! ## 如何修改
//! 核对预算公开文件；用的是调整预算数的，改称“调整预算”或“全年预算”。
//!
//! ## 不报的情形
//! 没有该年度的预算公开文件，或不止一个；差额在四舍五入范围内；预算文件没有唯一的对应数字。
//!
//! ## In English
//! The initial budget that a final account names is the amount of the budget document of that
//! year.

use crate::audit::Severity;
use crate::rules::{Basis, Check, Rule};

/// B802.
pub const RULE: Rule = Rule {
    code: "B802",
    name: "initial-budget",
    title: "年初预算与预算公开文件",
    severity: Severity::Warning,
    source: include_str!("initial_budget.rs"),
    basis: Basis::Figures,
    checks: &[Check::Comparison],
};
