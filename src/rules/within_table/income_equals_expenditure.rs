//! 收支总表两侧的总计应相等：收入总计等于支出总计。
//!
//! ## 检查什么
//! 比较左侧“收入总计”（总计、收入合计）与右侧“支出总计”的合计栏；两侧都按“预算数”“决算数”等分栏的，逐栏比较。
//!
//! ## 为什么
//! 计入上年结转、年终结转和结余分配之后，收支必须平衡。
//!
//! ## 例
//! 错：收入总计 4125.49，支出总计 4143.91。
//!
//! 对：收入总计 4143.91，支出总计 4143.91。
//!
//! ## 如何修改
//! 先核对两侧本年合计和结转（B105、B106），再改正总计。
//!
//! ## 不报的情形
//! “本年收入合计”与“本年支出合计”不相等是正常的：差额由结转和结余承担。
//!
//! ## In English
//! The grand totals of income and expenditure must be equal. The totals of the current year need
//! not be.

use crate::audit::{Identity, Relation, Severity, Subject};
use crate::document::{ColumnRole, Disclosure, Line, LineKind, Side, Table};
use crate::rules::within_table::formula::{Position, adds_up, amount_columns, is_summary};
use crate::rules::{Basis, Check, Rule};

/// B104.
pub const RULE: Rule = Rule {
    code: "B104",
    name: "income-equals-expenditure",
    title: "收支平衡",
    severity: Severity::Error,
    source: include_str!("income_equals_expenditure.rs"),
    basis: Basis::Words,
    checks: &[Check::TableIdentities(check)],
};

fn check(_: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    let [income, expenditure] = table.sides.as_slice() else {
        return;
    };
    if !adds_up(table) || !is_summary(table, income) || !is_summary(table, expenditure) {
        return;
    }
    let (Some(left), Some(right)) = (grand_total(income), grand_total(expenditure)) else {
        return;
    };
    for (left_column, right_column) in column_pairs(table, income, expenditure) {
        let pair = (
            Position::new(left.row, left_column).figure(table),
            Position::new(right.row, right_column).figure(table),
        );
        if let (Some(one), Some(other)) = pair {
            let relation = Relation::Equal {
                left: one,
                right: other,
            };
            let subject = format!("“{}”与“{}”", left.label, right.label);
            found.push(Identity {
                rule: RULE.code,
                relation,
                subject: Subject::words(subject.clone(), subject),
                severity: None,
            });
        }
    }
}

/// The only grand total of a side.
pub fn grand_total(side: &Side) -> Option<&Line> {
    let mut totals = side
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::GrandTotal);
    let total = totals.next()?;
    totals.next().is_none().then_some(total)
}

/// The columns that stand for the same amount on both sides.
fn column_pairs(table: &Table, income: &Side, expenditure: &Side) -> Vec<(usize, usize)> {
    let left = addable(table, income);
    let right = addable(table, expenditure);
    if let [column] = left.as_slice() {
        return total_column(table, &right)
            .map(|total| vec![(*column, total)])
            .unwrap_or_default();
    }
    let same_labels = left.len() == right.len()
        && left.iter().zip(&right).all(|(one, other)| {
            let label = |column: usize| {
                table
                    .columns
                    .get(column)
                    .and_then(|column| column.path.last())
            };
            label(*one) == label(*other)
        });
    if same_labels {
        return left.into_iter().zip(right).collect();
    }
    Vec::new()
}

fn addable(table: &Table, side: &Side) -> Vec<usize> {
    amount_columns(table, side)
        .into_iter()
        .filter(|column| {
            !matches!(
                table.columns.get(*column).map(|column| &column.role),
                Some(ColumnRole::Amount(amount)) if amount.of_which
            )
        })
        .collect()
}

/// The only column, or the one that the others add up to.
fn total_column(table: &Table, columns: &[usize]) -> Option<usize> {
    if let [only] = columns {
        return Some(*only);
    }
    let mut totals = table.compositions.iter().filter(|composition| {
        columns.contains(&composition.total)
            && !table
                .compositions
                .iter()
                .any(|outer| outer.parts.contains(&composition.total))
    });
    let total = totals.next()?.total;
    totals.next().is_none().then_some(total)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const HEADER: &str = "2024年预算收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t金额\t项目\t金额\n\
        一、一般公共预算\t30.00\t一、一般公共服务支出\t25.00\n\
        二、政府性基金预算\t\t二、外交支出\t\n";

    #[test]
    fn unequal_grand_totals_are_found() {
        let finding = assert_finds(
            "B104",
            &format!(
                "{HEADER}本年收入合计\t30.00\t本年支出合计\t25.00\n\
                 上年结转\t5.00\t年终结转\t9.00\n收入总计\t⟦35.00⟧\t支出总计\t34.00\n"
            ),
        );
        assert_eq!(finding.fix, None, "either side may be wrong");
    }

    #[test]
    fn current_totals_may_differ() {
        assert_clean(&format!(
            "{HEADER}本年收入合计\t30.00\t本年支出合计\t25.00\n\
             上年结转\t\t年终结转\t5.00\n收入总计\t30.00\t支出总计\t30.00\n"
        ));
    }
}
