//! 合计与分项之和有尾差，但在四舍五入的范围之内。
//!
//! ## 检查什么
//! 每个印出的数按其小数位视为四舍五入的结果。合计与分项之和的差不超过各数舍入误差（末位的一半）之和时，
//! 可能只是尾差，每张表汇总提示一次；分项很多而差额接近上限时，注明不大可能只由四舍五入造成。
//! 各自在范围之内、合在一起却不能同时成立的等式（如上下级 9.55、9.56、9.57 逐级相差 0.01）不是尾差，由等式所属的检查报告。
//!
//! ## 为什么
//! 尾差不是错误，但读者会核对；附注“可能存在四舍五入尾数误差”可以免去疑问。
//!
//! ## 例
//! 9.56 印作 9.55：2.13 + 7.43 = 9.56，合计 9.55，相差 0.01。
//!
//! ## 如何修改
//! 一般不必修改；可在表下加注说明。
//!
//! ## 不报的情形
//! 文中任何一张表的附注已说明四舍五入。
//!
//! ## In English
//! Sums that are off by no more than the rounding of their operands are no errors; they are noted
//! once a table, and not at all when the document has a rounding disclaimer. The audit itself
//! raises this note when it evaluates the identities of the other checks. Sums that hold one by one
//! and cannot hold together, such as 9.55 = 9.56 and 9.56 = 9.57 for one quantity, are no rounding:
//! they are reported under the check that one of them belongs to.

use crate::audit::Severity;
use crate::rules::{Basis, Check, Rule};

/// B115.
pub const RULE: Rule = Rule {
    code: "B115",
    name: "rounding-note",
    title: "四舍五入尾差",
    severity: Severity::Information,
    source: include_str!("rounding_note.rs"),
    basis: Basis::Figures,
    checks: &[Check::Evaluation],
};

#[cfg(test)]
mod tests {
    use crate::audit::Severity;
    use crate::rules::testing::assert_notes;

    const TABLE: &str = "2024年一般公共预算支出预算表\n\n单位：万元\n\n科目编码\t科目名称\t预算数\n\
        合计\t\t9.55\n210\t卫生健康支出\t9.55\n21011\t行政事业单位医疗\t9.55\n\
        2101101\t行政单位医疗\t2.13\n2101102\t事业单位医疗\t7.43\n";

    #[test]
    fn rounding_is_noted_once_a_table() {
        assert_notes("B115", Severity::Information, 1, TABLE);
    }

    #[test]
    fn a_disclaimer_silences_the_note() {
        let text = format!("{TABLE}\n注：报表金额单位转换时可能存在四舍五入尾数误差。\n");
        assert_notes("B115", Severity::Information, 0, &text);
    }
}
