//! The sum of selected figures, of the lines below a total, of the items of a list.

use super::Offer;
use rust_decimal::Decimal;

use super::amounts::{self, sum};
use super::selection::Selection;
use crate::audit::{Relation, Verdict, in_style_of};
use crate::document::{
    CellContent, ColumnRole, Figure, FigureId, Line, LineKind, Row, Side, Statement, Table, Unit,
};
use crate::ide::place::side_of;
use crate::ide::say;
use crate::text::{Edit, Span};

/// Computes the sum that belongs at the selection, when what is printed there differs.
pub(super) fn offer<'draft>(selection: &Selection<'draft>) -> Option<Offer<'draft>> {
    let (edit, value, count) = of_column(selection)
        .or_else(|| of_selected_amounts(selection))
        .or_else(|| of_list(selection))?;
    let title = format!(
        "{} {count} {}：{value}",
        say(selection.locale, "求和", "Add up"),
        say(selection.locale, "项", "items")
    );
    Some(Offer::rewrite(title, vec![edit]))
}

/// The edit, the sum as it is printed, and the number of addends.
type Sum = (Edit, String, usize);

/// The cell of a total: the blank one among the selected rows, or that of the cursor.
fn of_column(selection: &Selection) -> Option<Sum> {
    let (table, column, target) = target(selection)?;
    let side = side_of(table, column)?;
    let row = table.rows.get(target)?;
    let addends = match selected_rows(selection, table).as_slice() {
        rows if rows.len() > 1 => selected_lines(side, rows, target),
        _ => lines_below(side, target)?,
    };
    let figures: Vec<&Figure> = addends
        .iter()
        .filter_map(|line| figure(selection, table.rows.get(line.row)?, column))
        .collect();
    let count = figures.len();
    let (total, widest) = sum(figures)?;
    let differs = match row.cells.get(column)?.content {
        CellContent::Figure(id) => is_wrong(selection, id, total, widest, count),
        _ => true,
    };
    if !differs || !proven(selection, (table, target, column), side, &addends) {
        return None;
    }
    let value = in_style_of(selection.disclosure(), widest, total);
    let edit = selection.filled(table, row, column, &value)?;
    Some((edit, value, count))
}

/// Whether a printed total is not the sum: where the audit knows the sum it says so, elsewhere the
/// two differ by more than rounding.
fn is_wrong(
    selection: &Selection,
    id: FigureId,
    total: Decimal,
    widest: &Figure,
    count: usize,
) -> bool {
    let mut sums = sums_of(selection, id).peekable();
    if sums.peek().is_some() {
        return sums.all(Verdict::is_contradiction);
    }
    let printed = selection.disclosure().figure(id);
    printed.is_some_and(|printed| !nearly(printed.value, total, widest, count))
}

/// Whether rounding explains the difference of a total and the sum of its parts.
fn nearly(printed: Decimal, total: Decimal, widest: &Figure, count: usize) -> bool {
    let unit = Decimal::new(1, widest.decimals.min(LAST_DECIMAL));
    let tolerated = unit.checked_mul(Decimal::from(count));
    let difference = printed
        .checked_sub(total)
        .map(|difference| difference.abs());
    matches!((difference, tolerated), (Some(difference), Some(tolerated)) if difference <= tolerated)
}

/// What the evaluation says of the sums whose total is a figure.
fn sums_of<'draft>(
    selection: &Selection<'draft>,
    id: FigureId,
) -> impl Iterator<Item = Verdict> + 'draft {
    let identities = selection.place.analysis.identities_of(id);
    identities.filter_map(move |(_, identity, verdict)| match identity.relation {
        Relation::Sum { total, .. } if total == id => Some(verdict),
        _ => None,
    })
}

/// Whether the lines add up to the target in the other columns that print both, but for rounding:
/// rows that repeat what stands under them would be counted twice.
fn proven(
    selection: &Selection,
    (table, target, own): (&Table, usize, usize),
    side: &Side,
    addends: &[&Line],
) -> bool {
    let amounts = side.columns.clone().filter(|column| {
        let role = table.columns.get(*column).map(|column| &column.role);
        *column != own && matches!(role, Some(ColumnRole::Amount(_)))
    });
    let mut compared = amounts.filter_map(|column| {
        let total = figure(selection, table.rows.get(target)?, column)?;
        let figures = addends
            .iter()
            .filter_map(|line| figure(selection, table.rows.get(line.row)?, column));
        let (computed, widest) = sum(figures)?;
        Some(nearly(total.value, computed, widest, addends.len()))
    });
    compared.all(|agrees| agrees)
}

/// More decimals than money has.
const LAST_DECIMAL: u32 = 8;

/// The cell to fill: table, column and row.
fn target<'draft>(selection: &Selection<'draft>) -> Option<(&'draft Table, usize, usize)> {
    let (table, number, row) = selection.place.row()?;
    let column = selection.column(row)?;
    let role = &table.columns.get(column)?.role;
    if !matches!(role, ColumnRole::Amount(_)) {
        return None;
    }
    let rows = selected_rows(selection, table);
    if rows.len() < 2 {
        return Some((table, column, number));
    }
    let mut blank = rows.into_iter().filter(|row| {
        let cell = table.rows.get(*row).and_then(|row| row.cells.get(column));
        cell.is_some_and(|cell| cell.content == CellContent::Blank)
    });
    let only = blank.next()?;
    blank.next().is_none().then_some((table, column, only))
}

fn selected_rows(selection: &Selection, table: &Table) -> Vec<usize> {
    let rows = table.rows.iter().enumerate();
    rows.filter(|(_, row)| selection.span.intersects(row.span))
        .map(|(index, _)| index)
        .collect()
}

/// The selected lines but the one to fill, those that contain other selected ones, and totals.
fn selected_lines<'a>(side: &'a Side, rows: &[usize], target: usize) -> Vec<&'a Line> {
    let chosen = |line: &Line| rows.contains(&line.row) && line.row != target && is_part(line);
    let lines = side.lines.iter().enumerate();
    lines
        .filter(|(_, line)| chosen(line))
        .filter(|(index, _)| {
            let mut others = side.lines.iter().filter(|line| chosen(line));
            !others.any(|other| other.parent == Some(*index))
        })
        .map(|(_, line)| line)
        .collect()
}

/// The lines that a line is the total of; none for a line that is no total.
fn lines_below(side: &Side, row: usize) -> Option<Vec<&Line>> {
    let index = side.lines.iter().position(|line| line.row == row)?;
    let own = side.lines.get(index)?;
    let parent = match own.kind {
        LineKind::Total => None,
        kind if is_total(kind) => return None,
        _ => Some(index),
    };
    let parts = side
        .lines
        .iter()
        .filter(|line| line.parent == parent && is_part(line) && line.row != row);
    Some(parts.collect())
}

fn is_part(line: &Line) -> bool {
    !is_total(line.kind) && line.kind != LineKind::OfWhich
}

fn is_total(kind: LineKind) -> bool {
    matches!(
        kind,
        LineKind::Total
            | LineKind::CurrentTotal
            | LineKind::GrandTotal
            | LineKind::CarryIn
            | LineKind::CarryOut
            | LineKind::SurplusUsed
            | LineKind::SurplusDistribution
    )
}

fn figure<'draft>(
    selection: &Selection<'draft>,
    row: &Row,
    column: usize,
) -> Option<&'draft Figure> {
    match row.cells.get(column)?.content {
        CellContent::Figure(id) => selection.disclosure().figure(id),
        _ => None,
    }
}

/// The amounts of a selected stretch of prose.
fn of_selected_amounts(selection: &Selection) -> Option<Sum> {
    let changes: Vec<_> = selection
        .statements()
        .flat_map(|statement| &statement.changes)
        .filter_map(|change| change.amount)
        .collect();
    let heads: Vec<_> = selection
        .statements()
        .flat_map(|statement| &statement.enumerations)
        .map(|enumeration| enumeration.head)
        .collect();
    let amounts: Vec<&Figure> = selection
        .figures()
        .into_iter()
        .filter(|(id, _)| !changes.contains(id) && !heads.contains(id))
        .map(|(_, figure)| figure)
        .filter(|figure| figure.narrative && is_money(figure.unit))
        .collect();
    let last = amounts.last().copied()?;
    let count = amounts.len();
    let (total, widest) = sum(amounts)?;
    let value = amounts::amount(selection.disclosure(), widest, total);
    let at = Span::empty(selection.end_of(last));
    Some((Edit::new(at, format!("，合计{value}")), value, count))
}

fn is_money(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Yuan | Unit::TenThousandYuan | Unit::HundredMillionYuan
    )
}

/// The head of a closed list that is not the sum of its items.
fn of_list(selection: &Selection) -> Option<Sum> {
    if !selection.span.is_empty() {
        return None;
    }
    let disclosure = selection.disclosure();
    let enumerations = selection
        .statements()
        .flat_map(|statement: &Statement| &statement.enumerations);
    for enumeration in enumerations.filter(|enumeration| !enumeration.open) {
        let head = disclosure.figure(enumeration.head)?;
        let items = enumeration.items.iter();
        let figures: Vec<&Figure> = items
            .filter_map(|item| disclosure.figure(item.figure))
            .collect();
        let near = figures
            .iter()
            .any(|figure| touches_amount(selection, figure))
            || touches_amount(selection, head);
        let Some((total, _)) = sum(figures.iter().copied()).filter(|_| near) else {
            continue;
        };
        let alike = figures.iter().all(|figure| figure.unit == head.unit);
        let broken = sums_of(selection, enumeration.head).any(Verdict::is_contradiction);
        if alike && broken && head.value != total {
            let value = in_style_of(disclosure, head, total);
            return Some((Edit::new(head.span, value.clone()), value, figures.len()));
        }
    }
    None
}

fn touches_amount(selection: &Selection, figure: &Figure) -> bool {
    selection.touches(Span::new(figure.span.start, selection.end_of(figure)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{after, titles};
    use crate::ide::fixture::{BUDGET, PIPES, with};

    /// A table that no check knows.
    const LIST: &str = "2024年物资情况表\n\n单位：万元\n\n序号\t名称\t金额\n1\t甲物资\t100.00\n2\t乙物资\t20.50\n合计\t\t$0\n";

    #[test]
    fn a_blank_total_is_the_sum_of_its_lines() {
        assert!(after(LIST, "求和 2 项：120.50").contains("合计\t\t120.50\n"));
        let draft = with(
            BUDGET,
            "20113\t商贸事务\t230.00\t100.00\t130.00",
            "20113\t商贸事务\t230.00\t$0\t130.00",
        );
        // One line below has an amount here: nothing to add up.
        assert!(
            titles(&draft)
                .iter()
                .all(|title| !title.starts_with("求和"))
        );
    }

    #[test]
    fn what_the_repair_of_a_finding_writes_is_not_offered_twice() {
        let draft = with(
            BUDGET,
            "合计\t\t250.00\t120.00\t130.00",
            "合计\t\t250.00\t$0\t130.00",
        );
        assert_eq!(titles(&draft), ["填入 120.00"]);
    }

    #[test]
    fn selected_rows_fill_the_blank_among_them() {
        let draft = with(
            PIPES,
            "| 20113 | 商贸事务 | 230.00 |\n| 2011301 | 行政运行 | 100.00 |\n| 2011308 | 招商引资 | 130.00 |",
            "| 20113 | 商贸事务 | $0 |\n| 2011301 | 行政运行 | 100.00 |\n| 2011308 | 招商引资 | 13$00.00 |",
        );
        let mended = after(&draft, "求和 2 项：230.00");
        assert!(mended.contains("| 20113 | 商贸事务 | 230.00"), "{mended}");
    }

    #[test]
    fn selected_amounts_are_added_up_behind_them() {
        let draft = with(
            BUDGET,
            "机关运行经费预算12万元，“三公”经费预算0万元。",
            "$0甲费预算12万元，乙费预算0.5万元$0。",
        );
        let mended = after(&draft, "求和 2 项：12.5万元");
        assert!(
            mended.contains("乙费预算0.5万元，合计12.5万元。"),
            "{mended}"
        );
    }

    #[test]
    fn the_head_of_a_list_becomes_its_sum() {
        // The tables say that the item is wrong; the preparer may know better.
        let draft = with(BUDGET, "项目支出130万元", "项目支出13$07万元");
        assert!(after(&draft, "求和 2 项：257").contains("支出预算257万元，其中"));
    }

    #[test]
    fn rows_that_repeat_others_are_not_counted_twice() {
        let list = LIST
            .replace("金额\n", "金额\t其他\n")
            .replace("100.00", "100.00\t1.00")
            .replace("20.50", "20.50\t1.00")
            .replace("$0", "$0\t1.00");
        // The other column is 1.00 and not 2.00: the second line repeats the first.
        assert!(titles(&list).iter().all(|title| !title.starts_with("求和")));
    }

    #[test]
    fn a_printed_total_is_replaced_only_beyond_rounding() {
        let close = LIST.replace("$0", "12$00.51");
        assert!(titles(&close).is_empty());
        let wrong = LIST.replace("$0", "12$05.00");
        assert!(after(&wrong, "求和 2 项：120.50").contains("合计\t\t120.50\n"));
    }

    #[test]
    fn a_sum_that_is_right_is_not_offered() {
        for (from, to) in [
            ("支出预算250万元", "支出预算2$050万元"),
            ("合计\t\t250.00\t120.00", "合计\t\t250.00\t1$020.00"),
            // Off by rounding.
            (
                "201\t一般公共服务支出\t230.00\t230.00",
                "201\t一般公共服务支出\t23$00.00\t230.00",
            ),
        ] {
            assert!(titles(&with(BUDGET, from, to)).is_empty(), "{to}");
        }
    }
}
