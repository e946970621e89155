//! 金额栏中不能识别或书写不规范的数字。
//!
//! ## 检查什么
//! 金额栏里夹有文字的数字、一格两个数、千位分隔符位置不对的数；以万元为单位而小数多于两位的数；
//! 预算表中的负数（仅作提示）。
//!
//! ## 为什么
//! 这样的数无法核对，读者也无法确定其数值。
//!
//! ## 例
//! 错：6,31；1,2034.50；12.00 13.00；22.7134（万元）。
//!
//! 对：6.31；12,034.50；12.00；22.71（万元）。
//!
//! ## 如何修改
//! 对照原始报表改正数字。
//!
//! ## 不报的情形
//! 增减额、百分比栏和绩效目标表；带单位的数（5万元）；多数单元格是文字的栏（不是金额栏）。
//!
//! ## In English
//! A cell of an amount column holds digits that are no well-formed amount: misplaced separators,
//! two numbers, words around a number, or more than two decimals in 万元. Negative amounts in
//! budget tables are only noted.

use crate::audit::{Finding, Fix, Message, Severity, cell_label};
use crate::document::number::{digit, next_number};
use crate::document::{
    Cell, CellContent, ColumnRole, Disclosure, DocumentKind, Figure, Table, Unit,
};
use crate::rules::within_table::formula::{body_rows, is_known};
use crate::rules::{Basis, Check, Rule};

/// B114.
pub const RULE: Rule = Rule {
    code: "B114",
    name: "bad-number-cell",
    title: "不规范的数字",
    severity: Severity::Warning,
    source: include_str!("bad_number_cell.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableInspection(check)],
};

/// The decimals of amounts in 万元.
const DECIMALS_OF_TEN_THOUSANDS: u32 = 2;

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Finding>) {
    if !is_known(table) {
        return;
    }
    for column in 0..table.columns.len() {
        if is_amount_column(table, column) {
            check_column(disclosure, table, column, found);
        }
    }
}

/// Amounts without changes, most of whose cells are numbers.
fn is_amount_column(table: &Table, column: usize) -> bool {
    let role = table.columns.get(column).map(|column| &column.role);
    if !matches!(role, Some(ColumnRole::Amount(amount)) if !amount.change) {
        return false;
    }
    let contents = || {
        body_rows(table)
            .filter_map(|row| table.rows.get(row)?.cells.get(column))
            .map(|cell| cell.content)
    };
    let figures = contents().filter(|content| matches!(content, CellContent::Figure(_)));
    let words = contents().filter(|content| *content == CellContent::Text);
    words.count() <= figures.count()
}

fn check_column(disclosure: &Disclosure, table: &Table, column: usize, found: &mut Vec<Finding>) {
    let is_budget = disclosure.kind == Some(DocumentKind::Budget);
    for row in body_rows(table) {
        let Some(cell) = table.rows.get(row).and_then(|row| row.cells.get(column)) else {
            continue;
        };
        let words = disclosure.words(cell.span);
        let problem = match cell.content {
            CellContent::Blank => None,
            CellContent::Text => unreadable(words),
            CellContent::Figure(id) => disclosure
                .figure(id)
                .and_then(|figure| irregular(figure, disclosure.words(figure.span), is_budget)),
        };
        if let Some((severity, problem)) = problem {
            let label = cell_label(table, row, column);
            let fix = fix(disclosure, cell);
            found.push(finding(cell, severity, &label, words, &problem, fix));
        }
    }
}

fn finding(
    cell: &Cell,
    severity: Severity,
    label: &str,
    words: &str,
    problem: &Message,
    fix: Option<Fix>,
) -> Finding {
    Finding {
        code: RULE.code,
        name: RULE.name,
        severity,
        span: cell.span,
        message: Message::new(
            format!("{label} “{words}”{}", problem.chinese),
            format!("{label} “{words}” {}", problem.english),
        ),
        related: Vec::new(),
        fix,
        identity: None,
    }
}

/// An amount in 万元 with three decimals of which two neighbours are equal: one was typed twice.
fn fix(disclosure: &Disclosure, cell: &Cell) -> Option<Fix> {
    let CellContent::Figure(id) = cell.content else {
        return None;
    };
    let figure = disclosure.figure(id)?;
    let is_too_long = figure.unit == Unit::TenThousandYuan
        && figure.decimals == DECIMALS_OF_TEN_THOUSANDS + 1
        && figure.span == cell.span;
    let new_text = is_too_long
        .then(|| without_repeated_decimal(disclosure.words(cell.span)))
        .flatten()?;
    Some(Fix {
        span: cell.span,
        title: Message::new(
            format!("改为 {new_text}（去掉重复的一位小数）"),
            format!("Change to {new_text} (without the repeated decimal)"),
        ),
        new_text,
        is_unique: false,
    })
}

/// A number with one digit fewer after its point; none unless exactly one digit is repeated.
fn without_repeated_decimal(words: &str) -> Option<String> {
    let point = words.find(['.', '．'])?;
    let (whole, decimals) = words.split_at(point);
    let decimals: Vec<char> = decimals.chars().collect();
    let mut results: Vec<String> = Vec::new();
    for (index, pair) in decimals.windows(2).enumerate() {
        if let [one, other] = pair
            && one == other
        {
            let kept = decimals.iter().enumerate();
            let kept = kept.filter(|(at, _)| *at != index).map(|(_, digit)| digit);
            let shorter: String = whole.chars().chain(kept.copied()).collect();
            if !results.contains(&shorter) {
                results.push(shorter);
            }
        }
    }
    match results.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Digits that are no number.
fn unreadable(words: &str) -> Option<(Severity, Message)> {
    if !words.chars().any(|character| digit(character).is_some()) {
        return None;
    }
    let first = next_number(words, 0);
    let second = first.and_then(|number| next_number(words, number.end));
    let message = if words.contains([',', '，']) && !words.contains(' ') {
        Message::new("千位分隔符位置不对", "has misplaced separators")
    } else if second.is_some() {
        Message::new("不是一个数", "is not one number")
    } else {
        Message::new("不能识别为金额", "cannot be read as an amount")
    };
    Some((RULE.severity, message))
}

/// A number in a form that amounts do not have.
fn irregular(figure: &Figure, words: &str, is_budget: bool) -> Option<(Severity, Message)> {
    if has_long_first_group(words) {
        let message = Message::new("千位分隔符位置不对", "has misplaced separators");
        return Some((RULE.severity, message));
    }
    if figure.unit == Unit::TenThousandYuan && figure.decimals > DECIMALS_OF_TEN_THOUSANDS {
        let message = Message::new(
            "以万元为单位，小数多于两位",
            "has more than two decimals in 万元",
        );
        return Some((RULE.severity, message));
    }
    if is_budget && figure.value.is_sign_negative() && !figure.value.is_zero() {
        let message = Message::new("预算数为负", "is negative in a budget");
        return Some((Severity::Information, message));
    }
    None
}

/// More than three digits before the first separator: 1234,567.
fn has_long_first_group(words: &str) -> bool {
    let Some((first, _)) = words.split_once([',', '，']) else {
        return false;
    };
    first
        .chars()
        .filter(|character| digit(*character).is_some())
        .count()
        > 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_finds, assert_notes};

    const HEADER: &str = "某某局2024年部门预算\n\n2024年一般公共预算支出预算表\n\n单位：万元\n\n\
        科目编码\t科目名称\t预算数\n";

    #[test]
    fn misplaced_separators_are_found_and_nothing_is_added_with_them() {
        assert_finds(
            "B114",
            &format!(
                "{HEADER}合计\t\t16.31\n201\t一般公共服务支出\t10.00\n\
                 208\t社会保障和就业支出\t⟦6,31⟧\n"
            ),
        );
    }

    #[test]
    fn decimals_beyond_two_are_found() {
        assert_finds(
            "B114",
            &format!(
                "{HEADER}合计\t\t16.31\n201\t一般公共服务支出\t10.00\n\
                 208\t社会保障和就业支出\t⟦6.3123⟧\n"
            ),
        );
    }

    #[test]
    fn a_decimal_typed_twice_can_be_taken_out() {
        let finding = assert_finds(
            "B114",
            &format!(
                "{HEADER}合计\t\t16.31\n201\t一般公共服务支出\t10.00\n\
                 208\t社会保障和就业支出\t⟦6.311⟧\n"
            ),
        );
        assert_eq!(finding.fix.map(|fix| fix.new_text), Some("6.31".to_owned()));
        assert_eq!(without_repeated_decimal("14.112").as_deref(), Some("14.12"));
        assert_eq!(without_repeated_decimal("14.123"), None);
        assert_eq!(without_repeated_decimal("115.12"), None);
    }

    #[test]
    fn negative_amounts_of_a_budget_are_noted() {
        let text = format!(
            "{HEADER}合计\t\t4.00\n201\t一般公共服务支出\t10.00\n\
             208\t社会保障和就业支出\t-6.00\n"
        );
        assert_notes("B114", Severity::Information, 1, &text);
    }

    #[test]
    fn words_are_told_from_digits() {
        assert_eq!(unreadable("合计"), None);
        assert!(unreadable("12.00 13.00").is_some());
        assert!(has_long_first_group("1234,567.00"));
        assert!(!has_long_first_group("1,234,567.00"));
    }
}
