//! “三公”经费各项不应小于经济分类表中的同名科目。
//!
//! ## 检查什么
//! 基本支出经济科目表的 30212、30217、30231、31013 不超过“三公”经费表的同一项；支出经济分类汇总表包含全部支出，应与“三公”经费表相等。
//!
//! ## 为什么
//! 基本支出中的“三公”经费是全部“三公”经费的一部分，部分不能大于整体。
//!
//! ## 例
//! 错：经济科目表公务接待费 8.31，“三公”经费表公务接待费 0.30。
//!
//! 对：经济科目表 0.30，“三公”经费表 0.30 或更多。
//!
//! ## 如何修改
//! 核对两张表的口径和数字。
//!
//! ## 不报的情形
//! “三公”经费大于基本支出中的同名科目（其余由项目支出安排）。
//!
//! ## In English
//! A “three public” item is at least what the economic classification of basic expenditure shows
//! for it, and equal to what the classification of all expenditure shows.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnKey, Disclosure, FigureId, Fund, RowKey, TableKind, ThreePublicItem};
use crate::rules::{Basis, Check, Rule};

use super::Links;

/// B207.
pub const RULE: Rule = Rule {
    code: "B207",
    name: "three-public-and-economic",
    title: "“三公”经费与经济分类",
    severity: Severity::Error,
    source: include_str!("three_public_and_economic.rs"),
    basis: Basis::Words,
    checks: &[Check::Identities(check)],
};

/// The economic subject of each item (domain specification §4.1 CB-16).
const ITEMS: [(ThreePublicItem, &str); 4] = [
    (ThreePublicItem::OverseasTravel, "30212"),
    (ThreePublicItem::OfficialReception, "30217"),
    (ThreePublicItem::VehicleRunning, "30231"),
    (ThreePublicItem::VehiclePurchase, "31013"),
];

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut links = Links::new(disclosure, RULE.code, found);
    for (table, basic) in [
        (TableKind::ThreePublic, TableKind::BasicExpenditure),
        (
            TableKind::FinalThreePublic,
            TableKind::FinalBasicExpenditure,
        ),
    ] {
        for (item, code) in ITEMS {
            let bound = printed(&links, table, item);
            let row = RowKey::Economic(code.to_owned());
            let part = links.cell(basic, &row, ColumnKey::Total);
            links.at_most("“三公”经费与基本支出的同一科目", part, bound);
        }
    }
    for (item, code) in ITEMS {
        let printed = printed(&links, TableKind::ThreePublic, item);
        let pairs = pairs_of(disclosure, code);
        links.sum("“三公”经费与支出经济分类汇总表", printed, &pairs);
    }
}

fn printed(links: &Links<'_>, table: TableKind, item: ThreePublicItem) -> Option<FigureId> {
    let row = RowKey::ThreePublic(item);
    let general = ColumnKey::Fund(Fund::GeneralPublicBudget);
    links
        .cell(table, &row, ColumnKey::Total)
        .or_else(|| links.cell(table, &row, general))
}

/// The rows of a departmental subject in the summary of all expenditure.
fn pairs_of(disclosure: &Disclosure, code: &str) -> Vec<Option<FigureId>> {
    disclosure
        .index
        .rows(TableKind::EconomicSummary, ColumnKey::Total)
        .filter(|(row, _)| matches!(row, RowKey::EconomicPair(own, _) if own == code))
        .map(|(_, figure)| Some(figure))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(reception: &str) -> String {
        format!(
            "2026年一般公共预算基本支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n30217\t公务接待费\t{reception}\n\n\
             2026年一般公共预算“三公”经费预算表\n\n单位：万元\n\n\
             合计\t因公出国（境）费\t公务接待费\n2.00\t\t2.00\n"
        )
    }

    #[test]
    fn a_part_may_be_smaller_but_not_larger_than_the_whole() {
        assert_clean(&draft("2.00"));
        assert_clean(&draft("0.50"));
        assert_finds("B207", &draft("⟦8.31⟧"));
    }
}
