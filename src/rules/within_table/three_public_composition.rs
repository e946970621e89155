//! “三公”经费合计应等于出国费、接待费与公务用车费之和，公务用车费应等于购置费与运行维护费之和。
//!
//! ## 检查什么
//! 合计 = 因公出国（境）费 + 公务接待费 + 公务用车购置及运行费；公务用车购置及运行费 = 公务用车购置费 + 公务用车运行维护费。
//! 竖排（每项一行）和横排（每项一栏，次序不限，可分年度或分预算数、决算数）的表都核对。
//!
//! ## 为什么
//! “三公”经费是公开检查的重点，合计与分项不符最容易被发现。
//!
//! ## 例
//! 错：合计 5.00，因公出国（境）费 3.00，公务用车运行费 1.50，公务接待费 0.40。
//!
//! 对：合计 4.90。
//!
//! ## 如何修改
//! 核对各项，改正合计或有误的一项。
//!
//! ## 不报的情形
//! 购置费、运行费已含在公务用车购置及运行费中，不重复加入合计；表中同时列会议费、培训费的，合计不核对。
//!
//! ## In English
//! The three public expenses must add up: total = travel abroad + reception + vehicles, and
//! vehicles = purchase + running, in vertical and horizontal tables alike.

use crate::audit::{Identity, Severity};
use crate::document::{ColumnRole, Disclosure, LineKind, Table, TableKind};
use crate::rules::within_table::formula::{Formula, Position, amount_columns, body_rows, declare};
use crate::rules::{Basis, Check, Rule};

/// B110.
pub const RULE: Rule = Rule {
    code: "B110",
    name: "three-public-composition",
    title: "“三公”经费的组成",
    severity: Severity::Error,
    source: include_str!("three_public_composition.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    declare(disclosure, table, RULE.code, formulas, found);
}

/// What a row or a column of the table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expense {
    Total,
    TravelAbroad,
    Reception,
    Vehicles,
    VehiclePurchase,
    VehicleRunning,
    /// 会议费, 培训费: then the total is of more than three.
    Other,
}

/// The formulas of the total and of the vehicles.
pub fn formulas(table: &Table) -> Vec<Formula> {
    if !is_three_public(table) {
        return Vec::new();
    }
    if is_horizontal(table) {
        horizontal(table)
    } else {
        vertical(table)
    }
}

/// Whether the expenses are columns.
pub fn is_horizontal(table: &Table) -> bool {
    is_three_public(table)
        && (0..table.columns.len())
            .any(|column| expense_of_column(table, column) == Some(Expense::TravelAbroad))
}

fn is_three_public(table: &Table) -> bool {
    matches!(
        table.kind,
        TableKind::ThreePublic | TableKind::FinalThreePublic
    )
}

fn vertical(table: &Table) -> Vec<Formula> {
    let mut found = Vec::new();
    for side in &table.sides {
        let lines: Vec<(Expense, usize)> = side
            .lines
            .iter()
            .filter_map(|line| {
                let expense = match line.kind {
                    LineKind::Total | LineKind::GrandTotal => Some(Expense::Total),
                    _ => expense(&line.label),
                };
                Some((expense?, line.row))
            })
            .collect();
        for column in amount_columns(table, side) {
            let cells: Vec<(Expense, Position)> = lines
                .iter()
                .map(|(expense, row)| (*expense, Position::new(*row, column)))
                .collect();
            found.extend(sums(table, &cells));
        }
    }
    found
}

fn horizontal(table: &Table) -> Vec<Formula> {
    let mut groups: Vec<(String, Vec<(Expense, usize)>)> = Vec::new();
    for column in 0..table.columns.len() {
        let Some(expense) = expense_of_column(table, column) else {
            continue;
        };
        let group = group_of_column(table, column);
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, columns)) => columns.push((expense, column)),
            None => groups.push((group, vec![(expense, column)])),
        }
    }
    let mut found = Vec::new();
    for row in body_rows(table) {
        for (_, columns) in &groups {
            let cells: Vec<(Expense, Position)> = columns
                .iter()
                .map(|(expense, column)| (*expense, Position::new(row, *column)))
                .collect();
            found.extend(sums(table, &cells));
        }
    }
    found
}

/// The sums among the cells of one column or of one row.
fn sums(table: &Table, cells: &[(Expense, Position)]) -> Vec<Formula> {
    let only = |wanted: Expense| {
        let mut matching = cells.iter().filter(|(expense, _)| *expense == wanted);
        let first = matching.next()?;
        matching.next().is_none().then_some(first.1)
    };
    let mut found = Vec::new();
    let parts: Vec<Position> = [Expense::VehiclePurchase, Expense::VehicleRunning]
        .into_iter()
        .filter_map(only)
        .collect();
    let vehicles = only(Expense::Vehicles);
    if let (Some(vehicles), [_, _]) = (vehicles, parts.as_slice()) {
        found.push(Formula::sum(vehicles, parts.iter().copied()));
    }
    let more = cells.iter().any(|(expense, _)| *expense == Expense::Other);
    let required = (
        only(Expense::Total),
        only(Expense::TravelAbroad),
        only(Expense::Reception),
    );
    let (Some(total), Some(travel), Some(reception), false) =
        (required.0, required.1, required.2, more)
    else {
        return found;
    };
    // A blank sum of the vehicles is reported by itself; the total then has their parts.
    let printed = vehicles.filter(|vehicles| vehicles.figure(table).is_some());
    let mut all = vec![travel, reception];
    match printed {
        Some(vehicles) => all.push(vehicles),
        None => all.extend(parts),
    }
    found.push(Formula::sum(total, all));
    found
}

fn expense_of_column(table: &Table, column: usize) -> Option<Expense> {
    let column = table.columns.get(column)?;
    if !matches!(&column.role, ColumnRole::Amount(amount) if !amount.change) {
        return None;
    }
    let own: Vec<&String> = column
        .path
        .iter()
        .filter(|label| !is_measure(label))
        .collect();
    let named = own.iter().rev().find_map(|label| expense(label));
    match named {
        Some(expense) => Some(expense),
        None => own
            .last()
            .is_some_and(|label| is_total(label))
            .then_some(Expense::Total),
    }
}

/// What the columns of one set of expenses have in common: the year, the measure.
fn group_of_column(table: &Table, column: usize) -> String {
    let Some(column) = table.columns.get(column) else {
        return String::new();
    };
    column
        .path
        .iter()
        .filter(|label| expense(label).is_none() && !is_total(label))
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("/")
}

/// The expense that a label names.
fn expense(label: &str) -> Option<Expense> {
    let vehicle = label.contains("车");
    if label.contains("会议费") || label.contains("培训费") {
        Some(Expense::Other)
    } else if label.contains("出国") {
        Some(Expense::TravelAbroad)
    } else if label.contains("接待") {
        Some(Expense::Reception)
    } else if vehicle && label.contains("购置") && label.contains("运行") {
        Some(Expense::Vehicles)
    } else if label.ends_with("购置费") {
        Some(Expense::VehiclePurchase)
    } else if label.contains("运行") && !label.contains("机关") {
        Some(Expense::VehicleRunning)
    } else if label.contains("三公") && label.contains("合计") {
        Some(Expense::Total)
    } else {
        None
    }
}

fn is_total(label: &str) -> bool {
    matches!(label, "合计" | "小计" | "总计")
}

fn is_measure(label: &str) -> bool {
    label.ends_with("预算数") || label.ends_with("决算数") || label.ends_with("执行数")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    #[test]
    fn horizontal_tables_are_checked_in_any_order() {
        assert_finds(
            "B110",
            "2024年一般公共预算“三公”经费预算表\n\n单位：万元\n\n\
             “三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n\
             \t\t小计\t公务用车购置费\t公务用车运行费\t\n\
             ⟦5.10⟧\t3.00\t1.50\t\t1.50\t0.50\n",
        );
    }

    #[test]
    fn vertical_tables_do_not_add_the_parts_of_vehicles_twice() {
        let text = "2024年财政拨款安排“三公”经费支出预算表\n\n单位：万元\n\n\
             项目\t2024年预算数\t\t\t\n\
             \t合计\t一般公共预算\t政府性基金预算\t国有资本经营预算\n\
             因公出国（境）费\t\t\t\t\n\
             公务接待费\t2.00\t2.00\t\t\n\
             公务用车购置及运行费\t3.00\t3.00\t\t\n\
             ①公务用车购置费\t\t\t\t\n\
             ②公务用车运行维护费\t3.00\t3.00\t\t\n";
        assert_clean(&format!("{text}合计\t5.00\t5.00\t\t\n"));
        assert_finds("B110", &format!("{text}合计\t⟦8.00⟧\t8.00\t\t\n"));
    }
}
