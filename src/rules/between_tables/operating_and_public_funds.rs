//! 机关运行经费不应大于公用经费。
//!
//! ## 检查什么
//! 机关运行经费表的合计与基本支出经济科目表（决算为基本支出决算表）的公用经费合计。
//!
//! ## 为什么
//! 机关运行经费是行政单位和参照公务员法管理单位的公用经费，是全部公用经费的一部分或全部。
//!
//! ## 例
//! 错：机关运行经费 27.11，公用经费 22.71。
//!
//! 对：机关运行经费 22.71，公用经费 22.71。
//!
//! ## 如何修改
//! 核对机关运行经费的口径。
//!
//! ## 不报的情形
//! 部门有事业单位时，机关运行经费小于公用经费是正常的。
//!
//! ## In English
//! The operating funds of organs are at most the public funds of all units.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnKey, Disclosure, Nature, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::Links;

/// B208.
pub const RULE: Rule = Rule {
    code: "B208",
    name: "operating-and-public-funds",
    title: "机关运行经费与公用经费",
    severity: Severity::Warning,
    source: include_str!("operating_and_public_funds.rs"),
    basis: Basis::Words,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut links = Links::new(disclosure, RULE.code, found);
    let own_table = links.cell(TableKind::OperatingFunds, &RowKey::Total, ColumnKey::Total);
    let beside = links.cell(
        TableKind::ThreePublic,
        &RowKey::OperatingFunds,
        ColumnKey::Total,
    );
    let public = links.cell(
        TableKind::BasicExpenditure,
        &RowKey::Total,
        ColumnKey::Nature(Nature::Public),
    );
    links.at_most("机关运行经费与公用经费", own_table.or(beside), public);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(operating: &str) -> String {
        format!(
            "2026年一般公共预算基本支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t人员经费\t公用经费\n\
             合计\t\t30.00\t20.00\t10.00\n\n\
             2026年机关运行经费预算表\n\n单位：万元\n\n单位名称\t合计\n部门合计\t{operating}\n"
        )
    }

    #[test]
    fn operating_funds_may_be_less_but_not_more() {
        assert_clean(&draft("10.00"));
        assert_clean(&draft("7.00"));
        assert_finds("B208", &draft("⟦17.00⟧"));
    }
}
