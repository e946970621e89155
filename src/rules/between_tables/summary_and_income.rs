//! 收支总表的收入一侧应与收入总表一致。
//!
//! ## 检查什么
//! 收支总表的本年收入合计、各项资金收入、上年结转，与收入总表合计行的对应各栏；决算的收入支出决算总表与收入决算表同理。
//!
//! ## 为什么
//! 同一数字印在两张表里，往往只改了其中一张。
//!
//! ## 例
//! 错：收支总表本年收入合计 359.95，收入总表合计 395.95。
//!
//! 对：两处都是 359.95。
//!
//! ## 如何修改
//! 以批复为准，改正其中一张表。
//!
//! ## 不报的情形
//! 收入总表的合计含上年结转时，与收入总计比较；一侧未印该项时不比较。
//!
//! ## In English
//! The income side of the summary must agree with the income table: total, money streams,
//! carry-over.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnKey, ColumnRole, Disclosure, Fund, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::{FISCAL_FUNDS, Links, only_table};

/// B201.
pub const RULE: Rule = Rule {
    code: "B201",
    name: "summary-and-income",
    title: "收支总表与收入总表",
    severity: Severity::Error,
    source: include_str!("summary_and_income.rs"),
    basis: Basis::Words,
    checks: &[Check::Identities(check)],
};

/// Money streams that both tables may print by themselves.
const FUNDS: [Fund; 10] = [
    Fund::GeneralPublicBudget,
    Fund::GovernmentFundBudget,
    Fund::StateCapitalBudget,
    Fund::SpecialAccountFunds,
    Fund::OwnFunds,
    Fund::InstitutionIncome,
    Fund::BusinessIncome,
    Fund::SuperiorSubsidyIncome,
    Fund::SubordinateRemittanceIncome,
    Fund::OtherIncome,
];

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut links = Links::new(disclosure, RULE.code, found);
    compare(&mut links, TableKind::BudgetSummary, TableKind::Income);
    compare(&mut links, TableKind::FinalSummary, TableKind::FinalIncome);
    let fiscal = FISCAL_FUNDS.map(|fund| {
        links.cell(
            TableKind::FinalSummary,
            &RowKey::Income(fund),
            ColumnKey::Total,
        )
    });
    let total = links.cell(
        TableKind::FinalIncome,
        &RowKey::Total,
        ColumnKey::Fund(Fund::FiscalAppropriation),
    );
    links.sum(
        "收入决算表“财政拨款收入”与收入支出决算总表的财政拨款各项",
        total,
        &fiscal,
    );
}

fn compare(links: &mut Links<'_>, summary: TableKind, income: TableKind) {
    let this_year = links.cell(income, &RowKey::Total, ColumnKey::CurrentYear);
    let total = links.cell(income, &RowKey::Total, ColumnKey::Total);
    let row = if this_year.is_none() && counts_carry_over(links.disclosure, income) {
        RowKey::GrandIncome
    } else {
        RowKey::CurrentIncome
    };
    let printed = links
        .cell(summary, &row, ColumnKey::Total)
        .or_else(|| links.cell(summary, &RowKey::GrandIncome, ColumnKey::Total));
    links.equal(
        "收支总表的收入合计与收入总表合计",
        printed,
        this_year.or(total),
    );
    for fund in FUNDS {
        let left = links.cell(summary, &RowKey::Income(fund), ColumnKey::Total);
        let right = links.cell(income, &RowKey::Total, ColumnKey::Fund(fund));
        links.equal("收支总表与收入总表的同一资金", left, right);
    }
    let carried = links.cell(summary, &RowKey::CarryIn, ColumnKey::Total);
    let column = links.cell(income, &RowKey::Total, ColumnKey::Fund(Fund::CarryIn));
    links.equal("收支总表与收入总表的上年结转", carried, column);
}

/// Whether 合计 of the income table counts 上年结转 in (national template, table 2).
fn counts_carry_over(disclosure: &Disclosure, income: TableKind) -> bool {
    let Some(table) = only_table(disclosure, income) else {
        return false;
    };
    table
        .compositions
        .iter()
        .flat_map(|composition| &composition.parts)
        .any(|part| {
            let role = table.columns.get(*part).map(|column| &column.role);
            matches!(role, Some(ColumnRole::Amount(amount)) if amount.fund == Some(Fund::CarryIn))
        })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(general: &str, total: &str) -> String {
        format!(
            "2026年预算收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t2026年\t项目\t2026年\n\
             一、一般公共预算\t30.00\t一、一般公共服务支出\t32.00\n\
             二、单位资金\t2.00\t二、外交支出\t\n\
             本年收入合计\t32.00\t本年支出合计\t32.00\n收入总计\t32.00\t支出总计\t32.00\n\n\
             2026年预算收入总表\n\n单位：万元\n\n项目\t\t本年收入\t\t\t上年结转\n\
             科目编码\t科目名称\t合计\t一般公共预算\t单位资金\t\n\
             合计\t\t{total}\t{general}\t2.00\t\n\
             201\t一般公共服务支出\t{total}\t{general}\t2.00\t\n"
        )
    }

    #[test]
    fn agreeing_tables_are_silent() {
        assert_clean(&draft("30.00", "32.00"));
    }

    #[test]
    fn a_money_stream_that_differs_is_found() {
        let text =
            draft("31.00", "33.00").replacen("一般公共预算\t30.00", "一般公共预算\t⟦30.00⟧", 0);
        let found = crate::audit::Draft::open(&text);
        let codes: Vec<&str> = found.disclosures[0]
            .analysis
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert!(codes.contains(&"B201"), "{codes:?}");
    }

    #[test]
    fn a_total_that_counts_carried_over_money_is_compared_with_the_grand_total() {
        assert_clean(
            "收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n\
             一、一般公共预算拨款收入\t30.00\t一、一般公共服务支出\t35.00\n\
             本年收入合计\t30.00\t本年支出合计\t35.00\n上年结转\t5.00\t结转下年\t\n\
             收入总计\t35.00\t支出总计\t35.00\n\n\
             收入总表\n\n单位：万元\n\n\
             科目编码\t科目名称\t合计\t上年结转\t一般公共预算拨款收入\n\
             201\t一般公共服务支出\t35.00\t5.00\t30.00\n\t合计\t35.00\t5.00\t30.00\n",
        );
    }

    #[test]
    fn one_wrong_total_is_named() {
        assert_finds(
            "B201",
            "2026年预算收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t2026年\t项目\t2026年\n\
             一、一般公共预算\t30.00\t一、一般公共服务支出\t30.00\n\
             本年收入合计\t30.00\t本年支出合计\t30.00\n收入总计\t30.00\t支出总计\t30.00\n\n\
             2026年预算收入总表\n\n单位：万元\n\n\
             科目编码\t科目名称\t合计\n\
             合计\t\t⟦39.00⟧\n",
        );
    }
}
