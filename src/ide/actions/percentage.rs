//! The percentage that is not written yet: a share after a part, a rate after a change, a cell of
//! a column of rates (domain specification §5.1, §6.4).

use rust_decimal::Decimal;

use super::amounts::{percentage, percentage_digits};
use super::selection::Selection;
use super::{Offer, amounts};
use crate::audit::line_at;
use crate::document::{
    AmountColumn, CellContent, Change, ColumnRole, Direction, Figure, FigureId, LineKind, Period,
    Row, Statement, Table,
};
use crate::ide::amount::{percentage as share_of, percentage_of, yuan};
use crate::ide::place::side_of;
use crate::ide::say;
use crate::text::{Edit, Span};

/// The percentages that can be written at the selection.
pub(super) fn offers<'draft>(selection: &Selection<'draft>) -> Vec<Offer<'draft>> {
    let mut offers = Vec::new();
    for statement in selection.statements() {
        offers.extend(shares(selection, statement));
        let changes = statement.changes.iter();
        offers.extend(changes.filter_map(|change| rate(selection, statement, change)));
    }
    offers.extend(cell(selection));
    offers
}

/// The shares of the parts that the selection touches, where none is printed.
fn shares<'draft>(selection: &Selection<'draft>, statement: &Statement) -> Option<Offer<'draft>> {
    let disclosure = selection.disclosure();
    let mut edits = Vec::new();
    let mut written = String::new();
    for enumeration in &statement.enumerations {
        let whole = disclosure.figure(enumeration.head)?;
        if yuan(whole).is_none() || enumeration.items.len() < 2 {
            continue;
        }
        for item in &enumeration.items {
            let Some(part) = disclosure.figure(item.figure) else {
                continue;
            };
            let end = selection.end_of(part);
            let has_share = statement
                .shares
                .iter()
                .any(|share| share.part == item.figure);
            if has_share || !selection.touches(named_span(statement, item.figure, part, end)) {
                continue;
            }
            let Some(share) = share(part, whole) else {
                continue;
            };
            let rest = disclosure.text.get(end..).unwrap_or_default();
            // 占% was written and its number not yet.
            let begun = ["，占%", "，占％", "占%", "占％"]
                .into_iter()
                .find(|begun| rest.starts_with(begun));
            let edit = match begun {
                Some(begun) => {
                    let mark = begun.chars().next_back().map_or(0, char::len_utf8);
                    let at = end + begun.len() - mark;
                    Edit::new(Span::empty(at), percentage_digits(disclosure, share))
                }
                None => Edit::new(
                    Span::empty(end),
                    format!("，占{}", percentage(disclosure, share)),
                ),
            };
            written = percentage(disclosure, share);
            edits.push(edit);
        }
    }
    let what = say(selection.locale, "补上占比", "Write the share");
    let title = match edits.len() {
        0 => return None,
        1 => format!("{what}：{written}"),
        count => format!("{what}（{count} {}）", say(selection.locale, "项", "items")),
    };
    Some(Offer::rewrite(title, edits))
}

/// From the words that name an amount to its unit.
fn named_span(statement: &Statement, id: FigureId, figure: &Figure, end: usize) -> Span {
    let mut mentions = statement.mentions.iter();
    let mention = mentions.find(|mention| mention.figure == id);
    let start = mention.map_or(figure.span.start, |mention| mention.label_span.start);
    Span::new(start.min(figure.span.start), end)
}

fn share(part: &Figure, whole: &Figure) -> Option<Decimal> {
    let share = share_of(part, whole)?;
    // Nothing has a share that is worth a clause.
    let plausible = !part.approximate && !whole.approximate && !part.value.is_zero();
    (plausible && (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&share)).then_some(share)
}

/// The rate of a change whose amount is printed.
fn rate<'draft>(
    selection: &Selection<'draft>,
    statement: &Statement,
    change: &Change,
) -> Option<Offer<'draft>> {
    let disclosure = selection.disclosure();
    let amount = disclosure.figure(change.amount?)?;
    let current = disclosure.figure(change.current?)?;
    if change.percent.is_some() || !selection.touches(statement.span) {
        return None;
    }
    // The change of another amount of the sentence is not meant by the cursor.
    let several = statement.changes.len() > 1;
    if several && !selection.touches(change.span) {
        return None;
    }
    let prior = match change.direction {
        Direction::Up => yuan(current)?.checked_sub(yuan(amount)?)?,
        Direction::Down => yuan(current)?.checked_add(yuan(amount)?)?,
        Direction::Flat => return None,
    };
    if prior <= Decimal::ZERO || amount.approximate || current.approximate {
        return None;
    }
    let rate = percentage_of(yuan(amount)?, prior)?;
    let verb = match change.direction {
        Direction::Down => "下降",
        _ => "增长",
    };
    let words = format!("{verb}{}", amounts::percentage(disclosure, rate));
    let title = format!(
        "{}：{words}",
        say(
            selection.locale,
            "补上增减百分比",
            "Write the rate of change"
        )
    );
    let at = Span::empty(selection.end_of(amount));
    Some(Offer::rewrite(
        title,
        vec![Edit::new(at, format!("，{words}"))],
    ))
}

/// The blank cell of a column of changes, rates or shares.
fn cell<'draft>(selection: &Selection<'draft>) -> Option<Offer<'draft>> {
    let disclosure = selection.disclosure();
    let (table, number, row) = selection.place.row()?;
    let column = selection.column(row)?;
    let blank = row.cells.get(column)?.content == CellContent::Blank;
    if !blank {
        return None;
    }
    let role = &table.columns.get(column)?.role;
    let words = match role {
        ColumnRole::Amount(amount) if amount.change => {
            let (current, prior) = years(selection, table, row, column)?;
            let difference = current.value.checked_sub(prior.value)?;
            crate::audit::in_style_of(disclosure, widest(current, prior), difference)
        }
        ColumnRole::Percentage if is_share(table, column) => {
            let whole = total_of_column(selection, table, number, column)?;
            let part = only_amount(selection, table, row, column)?;
            percentage_digits(disclosure, share(part, whole)?)
        }
        ColumnRole::Percentage => {
            let (current, prior) = years(selection, table, row, column)?;
            let difference = current.value.checked_sub(prior.value)?;
            if prior.value <= Decimal::ZERO {
                return None;
            }
            percentage_digits(disclosure, percentage_of(difference, prior.value)?)
        }
        _ => return None,
    };
    let title = format!("{} {words}", say(selection.locale, "填入", "Insert"));
    let edit = selection.filled(table, row, column, &words)?;
    Some(Offer::rewrite(title, vec![edit]))
}

fn widest<'a>(one: &'a Figure, other: &'a Figure) -> &'a Figure {
    match one.decimals >= other.decimals {
        true => one,
        false => other,
    }
}

fn is_share(table: &Table, column: usize) -> bool {
    let column = table.columns.get(column);
    column.is_some_and(|column| column.path.iter().any(|label| label.contains('占')))
}

/// The figures of this year and of the year before in a row: the total columns of the two years,
/// or their only columns.
pub(super) fn years<'draft>(
    selection: &Selection<'draft>,
    table: &Table,
    row: &Row,
    column: usize,
) -> Option<(&'draft Figure, &'draft Figure)> {
    let side = side_of(table, column)?;
    let of = |period: Period| {
        let figures = side.columns.clone().filter_map(|index| {
            let ColumnRole::Amount(amount) = table.columns.get(index)?.role else {
                return None;
            };
            let own = amount.period == period && !amount.change && !amount.of_which;
            own.then(|| Some((amount, figure(selection, row, index)?)))?
        });
        let figures: Vec<(AmountColumn, &'draft Figure)> = figures.collect();
        let mut totals = figures.iter().filter(|(amount, _)| amount.total);
        match (figures.as_slice(), totals.next(), totals.next()) {
            ([(_, only)], _, _) => Some(*only),
            (_, Some((_, total)), None) => Some(*total),
            _ => None,
        }
    };
    let (current, prior) = (of(Period::Current)?, of(Period::Prior)?);
    (current.unit == prior.unit).then_some((current, prior))
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

/// The only amount of the side before a column of shares.
fn amount_column(table: &Table, column: usize) -> Option<usize> {
    let side = side_of(table, column)?;
    let mut amounts = side.columns.clone().filter(|index| {
        let role = table.columns.get(*index).map(|column| &column.role);
        matches!(role, Some(ColumnRole::Amount(amount)) if !amount.change && !amount.of_which)
    });
    let only = amounts.next()?;
    amounts.next().is_none().then_some(only)
}

fn only_amount<'draft>(
    selection: &Selection<'draft>,
    table: &Table,
    row: &Row,
    column: usize,
) -> Option<&'draft Figure> {
    figure(selection, row, amount_column(table, column)?)
}

fn total_of_column<'draft>(
    selection: &Selection<'draft>,
    table: &Table,
    row: usize,
    column: usize,
) -> Option<&'draft Figure> {
    let amounts = amount_column(table, column)?;
    let side = side_of(table, column)?;
    let own = line_at(table, row, column)?;
    let mut totals = side
        .lines
        .iter()
        .filter(|line| matches!(line.kind, LineKind::Total | LineKind::GrandTotal));
    let total = totals.next()?;
    let single = totals.next().is_none();
    let row = table.rows.get(total.row)?;
    (single && own.row != total.row)
        .then(|| figure(selection, row, amounts))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{after, titles};
    use crate::ide::fixture::{BUDGET, with};

    #[test]
    fn a_part_gets_its_share() {
        let draft = with(BUDGET, "项目支出130万元，占52%。", "项目支出13$00万元。");
        assert!(after(&draft, "补上占比：52%").contains("项目支出130万元，占52%。"));
    }

    #[test]
    fn a_share_that_was_begun_gets_its_number() {
        let draft = with(
            BUDGET,
            "项目支出130万元，占52%。",
            "项目支出13$00万元，占%。",
        );
        assert!(after(&draft, "补上占比").contains("项目支出130万元，占52%。"));
    }

    #[test]
    fn a_change_gets_its_rate() {
        let draft = with(
            BUDGET,
            "2024年支出预算250万元，",
            "2024年支出预算250万元，比上年减少5$00万元，",
        );
        let mended = after(&draft, "补上增减百分比：下降17%");
        assert!(
            mended.contains("比上年减少50万元，下降17%，其中："),
            "{mended}"
        );
    }

    #[test]
    fn printed_percentages_and_plain_amounts_are_left_alone() {
        for (from, to) in [
            ("基本支出120万元，占48%", "基本支出12$00万元，占48%"),
            ("经费预算12万元", "经费预算1$02万元"),
            ("负责全市", "负责$0全市"),
        ] {
            assert!(titles(&with(BUDGET, from, to)).is_empty(), "{to}");
        }
    }

    #[test]
    fn a_blank_cell_of_shares_is_filled() {
        let shares = "2025年部门预算公开\n\n2025年支出结构表\n\n单位：万元\n\n\
            项目\t金额\t占比%\n基本支出\t120.00\t$0\n项目支出\t130.00\t52.00\n合计\t250.00\t100.00\n";
        assert!(after(shares, "填入 48.00").contains("基本支出\t120.00\t48.00\n"));
        let total = shares
            .replace("$0", "48.00")
            .replace("250.00\t100.00", "250.00\t$0");
        assert!(titles(&total).is_empty());
    }

    const YEARS: &str = "2025年部门预算公开\n\n一般公共预算支出表\n\n单位：万元\n\n\
        科目编码\t科目名称\t2024年执行数\t2025年预算数\t2025年预算数比2024年执行数\t\n\
        \t\t\t\t增减额\t增减%\n\
        合计\t\t250.00\t300.00\t50.00\t20.00\n\
        201\t一般公共服务支出\t230.00\t276.00\t$0\t\n\
        20113\t商贸事务\t230.00\t276.00\t46.00\t20.00\n";

    #[test]
    fn a_blank_cell_of_a_comparison_is_filled() {
        assert!(after(YEARS, "填入 46.00").contains("276.00\t46.00\t\n"));
        let rate = YEARS.replace("276.00\t$0\t", "276.00\t46.00\t$0");
        assert!(after(&rate, "填入 20.00").contains("276.00\t46.00\t20.00\n"));
    }
}
