//! The clause that compares two figures: 比上年增加46.00万元，增长20.00% (domain specification
//! §5.2).

use rust_decimal::Decimal;

use super::amounts::{amount, percentage};
use super::percentage::years;
use super::selection::Selection;
use super::{Offer, amounts};
use crate::audit::{Place as FigurePlace, Places, line_at};
use crate::document::{Disclosure, Figure, FigureId, Unit};
use crate::ide::amount::percentage_of;
use crate::ide::figure::{figure_at, same_quantity};
use crate::ide::say;
use crate::text::{Edit, Span};

/// Writes the clause behind two selected amounts, behind an amount whose table prints the year
/// before as well, or as a sentence below the table of a row with both years.
pub(super) fn offer<'draft>(selection: &Selection<'draft>) -> Option<Offer<'draft>> {
    let (at, before, clause, after) = of_two_amounts(selection)
        .or_else(|| of_restated_amount(selection))
        .or_else(|| of_row(selection))?;
    let title = format!(
        "{}：{clause}",
        say(selection.locale, "写增减情况", "Write the change")
    );
    let edit = Edit::new(Span::empty(at), format!("{before}{clause}{after}"));
    Some(Offer::rewrite(title, vec![edit]))
}

/// Where the clause goes, what stands before it, the clause, and what stands behind it.
type Clause = (usize, String, String, &'static str);

fn of_two_amounts(selection: &Selection) -> Option<Clause> {
    let selected = selection.figures();
    let [(_, one), (_, other)] = selected.as_slice() else {
        return None;
    };
    if !one.narrative || !other.narrative || is_compared(selection) {
        return None;
    }
    let disclosure = selection.disclosure();
    let earlier = |figure: &Figure| speaks_of_prior_year(disclosure, selection.span, figure);
    let (current, prior) = match (earlier(one), earlier(other)) {
        (true, false) => (*other, *one),
        _ => (*one, *other),
    };
    let clause = clause(disclosure, current, prior)?;
    let last = selection.end_of(other);
    Some((last, "，".to_owned(), clause, ""))
}

/// Whether a change is selected already.
fn is_compared(selection: &Selection) -> bool {
    let mut changes = selection
        .statements()
        .flat_map(|statement| &statement.changes);
    changes.any(|change| {
        let amount = change
            .amount
            .and_then(|id| selection.disclosure().figure(id));
        amount.is_some_and(|amount| selection.span.intersects(amount.span))
    })
}

/// Whether the words before an amount, within the selection, name the year before.
fn speaks_of_prior_year(disclosure: &Disclosure, selected: Span, figure: &Figure) -> bool {
    let before = disclosure.words(Span::new(selected.start, figure.span.start));
    let clause = before
        .rsplit(['，', '。', '；', '元'])
        .next()
        .unwrap_or(before);
    let prior = disclosure.fiscal_year.and_then(|year| year.checked_sub(1));
    let named = prior.is_some_and(|prior| clause.contains(&format!("{prior}年")));
    named || clause.contains("上年") || clause.contains("去年")
}

/// An amount of a sentence that restates a cell beside which the year before is printed.
fn of_restated_amount(selection: &Selection) -> Option<Clause> {
    let disclosure = selection.disclosure();
    let (id, current, _) = figure_at(&selection.place)?;
    let compared = disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.changes)
        .any(|change| change.current == Some(id) || change.amount == Some(id));
    if !current.narrative || compared || !selection.span.is_empty() {
        return None;
    }
    let prior = prior_of(selection, id)?;
    let clause = clause(disclosure, current, &prior)?;
    Some((selection.end_of(current), "，".to_owned(), clause, ""))
}

/// The year before of a quantity that a table prints for both years.
fn prior_of(selection: &Selection, id: FigureId) -> Option<Figure> {
    let disclosure = selection.disclosure();
    let places = Places::of(disclosure);
    let mut found: Option<Figure> = None;
    for other in same_quantity(selection.place.analysis, id) {
        let Some(FigurePlace::Cell { table, row, column }) = places.place(other) else {
            continue;
        };
        let table = disclosure.tables.get(table)?;
        let pair = years(selection, table, table.rows.get(row)?, column);
        let own = disclosure.figure(other)?;
        let Some((_, prior)) = pair.filter(|(current, _)| current.span == own.span) else {
            continue;
        };
        let agrees = found
            .as_ref()
            .is_none_or(|found| found.value == prior.value);
        if !agrees {
            return None;
        }
        found = Some(prior.clone());
    }
    found
}

/// A row with both years: a sentence in a line of its own below the table.
fn of_row(selection: &Selection) -> Option<Clause> {
    let disclosure = selection.disclosure();
    let (table, number, row) = selection.place.row()?;
    let column = selection.column(row)?;
    let (current, prior) = years(selection, table, row, column)?;
    let line = line_at(table, number, column)?;
    let clause = clause(disclosure, current, prior)?;
    let name = match line.label.is_empty() {
        true => return None,
        false => &line.label,
    };
    let year = disclosure.fiscal_year.map(|year| format!("{year}年"));
    let stated = amount(disclosure, current, current.value);
    let line_end = selection.line_end().repeat(2);
    let before = format!("{line_end}{}{name}{stated}，", year.unwrap_or_default());
    let last_row = table.rows.last()?.span.end;
    let end = table
        .notes
        .iter()
        .map(|note| note.end)
        .fold(last_row, usize::max);
    Some((end, before, clause, "。"))
}

/// The clause; none for amounts that cannot be compared.
pub(in crate::ide) fn clause(
    disclosure: &Disclosure,
    current: &Figure,
    prior: &Figure,
) -> Option<String> {
    let money = [Unit::Yuan, Unit::TenThousandYuan, Unit::HundredMillionYuan];
    let comparable = current.unit == prior.unit
        && money.contains(&current.unit)
        && !current.approximate
        && !prior.approximate
        && prior.value >= Decimal::ZERO;
    if !comparable {
        return None;
    }
    let before = year_before(disclosure);
    let difference = current.value.checked_sub(prior.value)?;
    if difference.is_zero() {
        return Some(format!("与{before}持平"));
    }
    let (verb, rate_verb) = match difference.is_sign_negative() {
        true => ("减少", "下降"),
        false => ("增加", "增长"),
    };
    let like = match current.decimals >= prior.decimals {
        true => current,
        false => prior,
    };
    let size = amounts::amount(disclosure, like, difference.abs());
    let mut clause = format!("比{before}{verb}{size}");
    // From nothing there is no rate (domain specification §6.4).
    if let Some(rate) = percentage_of(difference.abs(), prior.value) {
        clause.push_str(&format!("，{rate_verb}{}", percentage(disclosure, rate)));
    }
    Some(clause)
}

/// What the document mostly calls the year before: 上年, or the year by its number.
fn year_before(disclosure: &Disclosure) -> String {
    let prior = disclosure.fiscal_year.and_then(|year| year.checked_sub(1));
    let Some(prior) = prior else {
        return "上年".to_owned();
    };
    let named = format!("{prior}年");
    let text: &str = &disclosure.text;
    let by_number = text.matches(&format!("比{named}")).count();
    match by_number > text.matches("比上年").count() {
        true => named,
        false => "上年".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{after, titles};
    use crate::ide::fixture::{BUDGET, with};

    #[test]
    fn two_selected_amounts_are_compared() {
        let draft = with(
            BUDGET,
            "2024年支出预算250万元，",
            "$02024年支出预算250万元，2023年预算200万元$0，",
        );
        let mended = after(&draft, "写增减情况：比上年增加50万元，增长25%");
        assert!(
            mended.contains("2023年预算200万元，比上年增加50万元，增长25%，其中"),
            "{mended}"
        );
        let draft = with(
            BUDGET,
            "2024年支出预算250万元，",
            "$0上年支出预算260.5万元，2024年支出预算250万元$0，",
        );
        let mended = after(&draft, "写增减情况");
        assert!(
            mended.contains("250万元，比上年减少10.5万元，下降4%，其中"),
            "{mended}"
        );
    }

    #[test]
    fn no_change_and_no_base_have_no_rate() {
        let flat = with(BUDGET, "预算12万元，", "预算$012万元，上年12万元$0，");
        assert!(after(&flat, "写增减情况").contains("上年12万元，与上年持平，"));
        let new = with(BUDGET, "预算12万元，", "预算$012万元，上年0万元$0，");
        assert!(after(&new, "写增减情况").contains("上年0万元，比上年增加12万元，“三公”"));
    }

    const YEARS: &str = "2025年云水市商事服务局部门预算公开\n\n第一部分 预算表\n\n一般公共预算支出表\n\n单位：万元\n\n\
        科目编码\t科目名称\t2024年执行数\t2025年预算数\n\
        合计\t\t250.00\t300.00\n\
        201\t一般公共服务支出\t250.00\t300.00\n\
        20113\t商贸事务\t250.00\t30$00.00\n\n\
        第二部分 说明\n\n一、支出\n\n略。\n";

    #[test]
    fn a_row_with_both_years_becomes_a_sentence() {
        let mended = after(YEARS, "写增减情况：比上年增加50.00万元，增长20.00%");
        let sentence =
            "300.00\n\n2025年商贸事务300.00万元，比上年增加50.00万元，增长20.00%。\n\n第二部分";
        assert!(mended.contains(sentence), "{mended}");
    }

    #[test]
    fn an_amount_that_restates_a_cell_is_compared_with_the_year_before() {
        let draft = YEARS
            .replace("$0", "")
            .replace("略。", "2025年一般公共预算支出30$00.00万元。");
        let mended = after(&draft, "写增减情况");
        let sentence = "一般公共预算支出300.00万元，比上年增加50.00万元，增长20.00%。";
        assert!(mended.contains(sentence), "{mended}");
        let compared = draft.replace("万元。", "万元，比上年增加50.00万元，增长20.00%。");
        assert!(titles(&compared).is_empty());
    }

    #[test]
    fn an_amount_alone_is_not_compared() {
        let alone = with(BUDGET, "经费预算12万元", "经费预算$012万元$0");
        assert!(
            titles(&alone)
                .iter()
                .all(|title| !title.starts_with("写增减"))
        );
    }
}
