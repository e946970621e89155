//! 与上年公开文件不一致。
//!
//! ## 检查什么
//! “比上年增加（减少）…”推算出的上年数，以及表中印出的上年数，应与同一单位上年同类公开文件中的数一致。
//!
//! ## 为什么
//! 读者会对照上年的文件；上年数取错，增减额和增减幅度就都错了。
//!
//! ## 例
//! 错：2025年支出预算250.00万元，比上年增加50.00万元（2024年文件中支出预算为210.00万元）。
//!
//! 对：2025年支出预算250.00万元，比上年增加40.00万元。
//!
//! ## 如何修改
//! 核对上年公开文件，改正增减额、增减幅度；口径确有调整的，在文中说明，并连同理由接受此问题。
//!
//! ## 不报的情形
//! 没有上年的文件，或同一单位、年度、种类的文件不止一个；差额在四舍五入范围内；上年文件没有唯一的对应数字。
//!
//! ## In English
//! What a document says or implies of the year before is what the document of that year printed.
//! Documents are matched by organisation, year and kind as they print them.

use crate::audit::Severity;
use crate::rules::{Basis, Check, Rule};

/// B801.
pub const RULE: Rule = Rule {
    code: "B801",
    name: "prior-year-document",
    title: "与上年公开文件",
    severity: Severity::Warning,
    source: include_str!("prior_year.rs"),
    basis: Basis::Figures,
    checks: &[Check::Comparison],
};
