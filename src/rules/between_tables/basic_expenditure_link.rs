//! 一般公共预算支出表的基本支出应等于基本支出经济科目表的合计。
//!
//! ## 检查什么
//! 基本支出合计；分列工资福利支出、对个人和家庭的补助、公用经费时，与经济分类的 301、303 及公用经费合计比较；决算表与人员经费、公用经费合计之和比较。
//!
//! ## 为什么
//! 基本支出按功能和按经济性质各列一次，总额应当相同。
//!
//! ## 例
//! 错：一般公共预算支出表基本支出 156.95，经济科目表合计 159.65。
//!
//! 对：两处都是 156.95。
//!
//! ## 如何修改
//! 核对经济科目表各款之和，改正其中一张表。
//!
//! ## 不报的情形
//! 差额在四舍五入范围之内的，见 B115。
//!
//! ## In English
//! Basic expenditure of the general public budget equals the total of its economic
//! classification.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnKey, Disclosure, Nature, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::Links;

/// B205.
pub const RULE: Rule = Rule {
    code: "B205",
    name: "basic-expenditure-link",
    title: "基本支出与经济科目表",
    severity: Severity::Error,
    source: include_str!("basic_expenditure_link.rs"),
    basis: Basis::Words,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut links = Links::new(disclosure, RULE.code, found);
    let general = |links: &Links<'_>, nature: Nature| {
        links.cell(
            TableKind::GeneralExpenditure,
            &RowKey::Total,
            ColumnKey::Nature(nature),
        )
    };
    let economic = |links: &Links<'_>, class: &str| {
        let row = RowKey::Economic(class.to_owned());
        links.cell(TableKind::BasicExpenditure, &row, ColumnKey::Total)
    };
    let of_basic = |links: &Links<'_>, column: ColumnKey| {
        links.cell(TableKind::BasicExpenditure, &RowKey::Total, column)
    };
    let basic = general(&links, Nature::Basic);
    let total = of_basic(&links, ColumnKey::Total);
    links.equal("基本支出与经济科目表合计", basic, total);
    let pairs = [
        (general(&links, Nature::Wages), economic(&links, "301")),
        (
            general(&links, Nature::IndividualsAndFamilies),
            economic(&links, "303"),
        ),
        (
            general(&links, Nature::Public),
            of_basic(&links, ColumnKey::Nature(Nature::Public)),
        ),
    ];
    for (function, economic) in pairs {
        links.equal("基本支出的构成与经济科目表", function, economic);
    }
    final_account(&mut links);
}

fn final_account(links: &mut Links<'_>) {
    let total = |links: &Links<'_>, nature: Nature| {
        links.cell(
            TableKind::FinalBasicExpenditure,
            &RowKey::Total,
            ColumnKey::Nature(nature),
        )
    };
    let basic = links.cell(
        TableKind::FinalGeneralExpenditure,
        &RowKey::Total,
        ColumnKey::Nature(Nature::Basic),
    );
    let parts = [
        total(links, Nature::Personnel),
        total(links, Nature::Public),
    ];
    links.sum("基本支出与人员经费、公用经费合计", basic, &parts);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(total: &str) -> String {
        format!(
            "2026年一般公共预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
             合计\t\t30.00\t20.00\t10.00\n\n\
             2026年一般公共预算基本支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n合计\t\t{total}\n"
        )
    }

    #[test]
    fn a_total_that_differs_is_found() {
        assert_clean(&draft("20.00"));
        assert_finds("B205", &draft("⟦22.00⟧"));
    }
}
