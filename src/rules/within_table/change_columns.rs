//! Columns that compare two years: 增减额 = this year − the year before, 增减% = 增减额 / the year
//! before (domain specification §3.3, table 5). Part of check B101.

use crate::audit::{Evaluator, Identity, Relation};
use crate::document::{AmountColumn, ColumnRole, Period, Side, Table};
use crate::rules::within_table::formula::{
    Formula, Position, body_rows, is_known, mostly_hold, of_head,
};

/// Where a side compares two years.
#[derive(Debug, Clone, Copy)]
struct Comparison {
    current: usize,
    prior: usize,
    change: usize,
}

/// Declares the changes of a table. Which columns are compared follows from the figures: the
/// first pair of a current and a prior column whose differences are mostly printed so.
pub fn declare(
    evaluator: &Evaluator<'_>,
    table: &Table,
    rule: &'static str,
    found: &mut Vec<Identity>,
) {
    if !is_known(table) {
        return;
    }
    for side in &table.sides {
        let proven = comparisons(table, side)
            .into_iter()
            .map(|comparison| (comparison, differences(table, comparison, rule)))
            .find(|(_, identities)| mostly_hold(evaluator, identities));
        let Some((comparison, identities)) = proven else {
            continue;
        };
        found.extend(identities);
        let Some(percentage) = percentage_column(table, side) else {
            continue;
        };
        let rates = rates(table, comparison, percentage, rule);
        if mostly_hold(evaluator, &rates) {
            found.extend(rates);
        }
    }
}

/// Every pair of years that the only column of changes could compare.
fn comparisons(table: &Table, side: &Side) -> Vec<Comparison> {
    let amounts: Vec<(usize, AmountColumn)> = side
        .columns
        .clone()
        .filter_map(|index| match table.columns.get(index)?.role {
            ColumnRole::Amount(amount) => Some((index, amount)),
            _ => None,
        })
        .collect();
    let mut changes = amounts.iter().filter(|(_, amount)| amount.change);
    let (Some((change, _)), None) = (changes.next(), changes.next()) else {
        return Vec::new();
    };
    let current = compared(&amounts, Period::Current);
    let prior = compared(&amounts, Period::Prior);
    let pairs = current
        .iter()
        .flat_map(|current| prior.iter().map(move |prior| (*current, *prior)));
    pairs
        .map(|(current, prior)| Comparison {
            current,
            prior,
            change: *change,
        })
        .collect()
}

/// The columns of a year that a change can be about: its totals, or all when it has none.
fn compared(amounts: &[(usize, AmountColumn)], period: Period) -> Vec<usize> {
    let of_year = || {
        amounts.iter().filter(move |(_, amount)| {
            amount.period == period && !amount.change && !amount.of_which
        })
    };
    let has_total = of_year().any(|(_, amount)| amount.total);
    of_year()
        .filter(|(_, amount)| amount.total || !has_total)
        .map(|(index, _)| *index)
        .collect()
}

fn differences(table: &Table, comparison: Comparison, rule: &'static str) -> Vec<Identity> {
    body_rows(table)
        .filter_map(|row| {
            let formula = Formula {
                total: Position::new(row, comparison.change),
                parts: vec![
                    (Position::new(row, comparison.current), false),
                    (Position::new(row, comparison.prior), true),
                ],
            };
            formula.identity(table, rule)
        })
        .collect()
}

fn percentage_column(table: &Table, side: &Side) -> Option<usize> {
    let mut columns = side.columns.clone().filter(|index| {
        table.columns.get(*index).is_some_and(|column| {
            let is_change = column
                .path
                .iter()
                .any(|label| label.contains("增减") || label.contains("增长"));
            column.role == ColumnRole::Percentage && is_change
        })
    });
    let only = columns.next()?;
    columns.next().is_none().then_some(only)
}

fn rates(
    table: &Table,
    comparison: Comparison,
    percentage: usize,
    rule: &'static str,
) -> Vec<Identity> {
    let figure = |row, column| Position::new(row, column).figure(table);
    body_rows(table)
        .filter_map(|row| {
            let relation = Relation::Share {
                percent: figure(row, percentage)?,
                part: figure(row, comparison.change)?,
                whole: figure(row, comparison.prior)?,
            };
            Some(of_head(rule, relation))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn draft(change: &str, percentage: &str) -> String {
        format!(
            "2023年一般公共预算支出表\n\n单位：万元\n\n\
             科目编码\t科目名称\t2022年执行数\t2023年预算数\t\t\t2023年预算数比2022年执行数\t\n\
             \t\t\t小计\t基本支出\t项目支出\t增减额\t增减%\n\
             201\t一般公共服务支出\t200.00\t210.00\t200.00\t10.00\t10.00\t5.00\n\
             208\t社会保障和就业支出\t40.00\t30.00\t30.00\t\t{change}\t{percentage}\n\
             210\t卫生健康支出\t\t3.00\t3.00\t\t3.00\t\n\
             \t合计\t240.00\t243.00\t233.00\t10.00\t3.00\t1.25\n"
        )
    }

    #[test]
    fn changes_and_rates_that_agree_are_no_errors() {
        assert_clean(&draft("-10.00", "-25.00"));
    }

    #[test]
    fn a_wrong_change_is_found() {
        assert_finds("B101", &draft("⟦-11.00⟧", "-25.00"));
    }

    #[test]
    fn a_wrong_rate_is_found() {
        assert_finds("B101", &draft("-10.00", "⟦-35.00⟧"));
    }

    #[test]
    fn changes_of_another_meaning_are_left_alone() {
        assert_clean(
            &draft("-10.00", "-25.00")
                .replace("\t3.00\t1.25", "\t1.00\t9.00")
                .replace("\t10.00\t5.00\n", "\t7.00\t8.00\n")
                .replace("-10.00\t-25.00", "5.00\t6.00"),
        );
    }
}
