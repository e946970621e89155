//! 财政拨款收支总表应与收支总表及各项资金的支出表一致。
//!
//! ## 检查什么
//! 财政拨款收支总表的三项资金收入与收支总表；一般公共预算栏的支出合计和各功能分类与一般公共预算支出表；政府性基金、国有资本经营预算栏与各自的表；没有单位资金时，两张总表的总计相等。决算各表同理。
//!
//! ## 为什么
//! 财政拨款是全部资金的一部分，其数字在总表和分表中各印一次。
//!
//! ## 例
//! 错：财政拨款收支总表一般公共预算支出 983.70，一般公共预算支出表合计 938.70。
//!
//! 对：两处都是 983.70。
//!
//! ## 如何修改
//! 核对一般公共预算支出表的合计与各科目，改正其中一张表。
//!
//! ## 不报的情形
//! 有单位资金、财政专户管理资金时总计不相等是正常的；有上年结转时，分表可能只含当年拨款，两种口径有一种成立即不报。
//!
//! ## In English
//! The summary of fiscal appropriations must agree with the summary of all money and with the
//! table of each fund.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnKey, Disclosure, FigureId, Fund, RowKey, TableKind};
use crate::rules::{Basis, Check, Rule};

use super::{FISCAL_FUNDS, Links, has_carry_over, has_other_funds, is_class};

/// B203.
pub const RULE: Rule = Rule {
    code: "B203",
    name: "fiscal-summary-and-fund-tables",
    title: "财政拨款收支总表与各分表",
    severity: Severity::Error,
    source: include_str!("fiscal_summary_and_fund_tables.rs"),
    basis: Basis::Figures,
    checks: &[Check::Identities(check)],
};

/// The tables of one kind of document that belong together.
struct Family {
    summary: TableKind,
    fiscal: TableKind,
    /// The expenditure table of each fund.
    spent: [(Fund, TableKind); 3],
}

const BUDGET: Family = Family {
    summary: TableKind::BudgetSummary,
    fiscal: TableKind::FiscalSummary,
    spent: [
        (Fund::GeneralPublicBudget, TableKind::GeneralExpenditure),
        (
            Fund::GovernmentFundBudget,
            TableKind::GovernmentFundExpenditure,
        ),
        (Fund::StateCapitalBudget, TableKind::StateCapital),
    ],
};

const FINAL_ACCOUNT: Family = Family {
    summary: TableKind::FinalSummary,
    fiscal: TableKind::FinalFiscalSummary,
    spent: [
        (
            Fund::GeneralPublicBudget,
            TableKind::FinalGeneralExpenditure,
        ),
        (Fund::GovernmentFundBudget, TableKind::FinalGovernmentFund),
        (Fund::StateCapitalBudget, TableKind::FinalStateCapital),
    ],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let mut links = Links::new(disclosure, RULE.code, found);
    for family in [BUDGET, FINAL_ACCOUNT] {
        incomes(&mut links, &family);
        totals(&mut links, &family);
        for (fund, table) in family.spent {
            spent(&mut links, &family, fund, table);
        }
    }
    income_of_government_funds(&mut links);
    final_income(&mut links);
}

fn incomes(links: &mut Links<'_>, family: &Family) {
    for fund in FISCAL_FUNDS {
        let row = RowKey::Income(fund);
        let left = links.cell(family.fiscal, &row, ColumnKey::Total);
        let right = links.cell(family.summary, &row, ColumnKey::Total);
        links.equal("财政拨款收支总表与收支总表的同一资金", left, right);
    }
}

/// Where all money is 财政拨款, both summaries end in the same total.
fn totals(links: &mut Links<'_>, family: &Family) {
    if has_other_funds(links.disclosure, family.summary)
        || has_carry_over(links.disclosure, family.summary)
    {
        return;
    }
    for row in [RowKey::GrandIncome, RowKey::GrandExpenditure] {
        let left = links.cell(family.fiscal, &row, ColumnKey::Total);
        let right = links.cell(family.summary, &row, ColumnKey::Total);
        links.equal("财政拨款收支总表与收支总表的总计", left, right);
    }
}

/// The column of a fund against the table of that fund.
fn spent(links: &mut Links<'_>, family: &Family, fund: Fund, table: TableKind) {
    let column = ColumnKey::Fund(fund);
    let total = links.cell(table, &RowKey::Total, ColumnKey::Total);
    let spent = links
        .cell(family.fiscal, &RowKey::CurrentExpenditure, column)
        .or_else(|| links.cell(family.fiscal, &RowKey::GrandExpenditure, column));
    let subject = "财政拨款收支总表与该项资金支出表";
    if carries_over(links, family.fiscal, fund) && !same(links, spent, total) {
        let received = links.cell(family.fiscal, &RowKey::Income(fund), ColumnKey::Total);
        if same(links, received, total) {
            links.equal(subject, received, total);
        }
        return;
    }
    links.equal(subject, spent, total);
    links.rows(
        subject,
        (family.fiscal, column),
        (table, ColumnKey::Total),
        is_class,
    );
}

fn carries_over(links: &Links<'_>, fiscal: TableKind, fund: Fund) -> bool {
    links
        .cell(fiscal, &RowKey::CarriedIn(fund), ColumnKey::Total)
        .is_some()
        || has_carry_over(links.disclosure, fiscal)
}

/// Whether two cells print the same value: only then is it known which of two readings applies.
fn same(links: &Links<'_>, left: Option<FigureId>, right: Option<FigureId>) -> bool {
    let value = |id: Option<FigureId>| links.disclosure.figure(id?).map(|figure| figure.value);
    value(left).is_some() && value(left) == value(right)
}

fn income_of_government_funds(links: &mut Links<'_>) {
    let row = RowKey::Income(Fund::GovernmentFundBudget);
    let left = links.cell(TableKind::FiscalSummary, &row, ColumnKey::Total);
    let right = links.cell(
        TableKind::GovernmentFundIncome,
        &RowKey::Total,
        ColumnKey::Total,
    );
    links.equal("财政拨款收支总表与政府性基金收入表", left, right);
}

/// Final accounts print what was received, carried in and carried out too.
fn final_income(links: &mut Links<'_>) {
    let fiscal = TableKind::FinalFiscalSummary;
    let received = links.cell(fiscal, &RowKey::CurrentIncome, ColumnKey::Total);
    let column = ColumnKey::Fund(Fund::FiscalAppropriation);
    let income = links.cell(TableKind::FinalIncome, &RowKey::Total, column);
    links.equal(
        "财政拨款收入支出决算总表与收入决算表的财政拨款收入",
        received,
        income,
    );
    for (fund, table) in [
        (Fund::GovernmentFundBudget, TableKind::FinalGovernmentFund),
        (Fund::StateCapitalBudget, TableKind::FinalStateCapital),
    ] {
        let subject = "财政拨款收入支出决算总表与该项资金收支表";
        let received = links.cell(fiscal, &RowKey::Income(fund), ColumnKey::Total);
        let printed = links.cell(table, &RowKey::Total, ColumnKey::Income);
        links.equal(subject, received, printed);
        let carried = links.cell(fiscal, &RowKey::CarriedIn(fund), ColumnKey::Total);
        let printed = links.cell(table, &RowKey::Total, ColumnKey::Fund(Fund::CarryIn));
        links.equal(subject, carried, printed);
        let left = links.cell(fiscal, &RowKey::CarryOut, ColumnKey::Fund(fund));
        let printed = links.cell(table, &RowKey::Total, ColumnKey::CarryOut);
        links.equal(subject, left, printed);
    }
    for row in [RowKey::CarryIn, RowKey::CarryOut] {
        let part = links.cell(fiscal, &row, ColumnKey::Total);
        let bound = links.cell(TableKind::FinalSummary, &row, ColumnKey::Total);
        links.at_most("财政拨款结转不超过全部结转", part, bound);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(spent: &str, carried: &str) -> String {
        let income = if carried.is_empty() { "30.00" } else { "25.00" };
        format!(
            "2026年财政拨款收支总表\n\n单位：万元\n\n收入\t\t支出\t\t\n\
             项目\t金额\t项目\t小计\t一般公共预算\n\
             一、一般公共预算\t{income}\t一、一般公共服务支出\t30.00\t30.00\n\
             本年收入合计\t{income}\t本年支出合计\t30.00\t30.00\n\
             上年财政拨款结转\t{carried}\t年终结转\t\t\n\
             一、一般公共预算\t{carried}\t\t\t\n\
             收入总计\t30.00\t支出总计\t30.00\t30.00\n\n\
             2026年一般公共预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n合计\t\t{spent}\n"
        )
    }

    #[test]
    fn a_fund_table_that_differs_is_found() {
        assert_clean(&draft("30.00", ""));
        assert_finds("B203", &draft("⟦33.00⟧", ""));
    }

    #[test]
    fn with_carried_over_money_either_reading_is_right() {
        assert_clean(&draft("30.00", "5.00"));
        assert_clean(&draft("25.00", "5.00"));
    }
}
