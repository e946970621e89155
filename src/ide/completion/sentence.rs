//! Standard sentences with the figures of the tables in them: “三公” expenses, operating funds,
//! procurement (domain specification §5.1).

use rust_decimal::Decimal;

use super::documentation::Documented;
use super::fresh_line::FreshLine;
use super::{CompletionKind, Proposal};
use crate::audit::Locale;
use crate::document::normalise::normalise;
use crate::document::{
    CellContent, ColumnKey, ColumnRole, Disclosure, DocumentKind, FigureId, Fund, LineKind, RowKey,
    Table, TableKind, ThreePublicItem, Unit,
};
use crate::ide::actions::change_clause::clause;
use crate::ide::amount::unit_name;
use crate::ide::place::Place;
use crate::ide::say;

/// A sentence that a section begins with.
struct Sentence {
    /// What it is about.
    label: &'static str,
    /// The words that its heading has.
    topic: &'static str,
    /// The whole sentence; the cursor goes to `$0`.
    text: String,
}

/// The sentences for the section of the line: on a blank line under their own heading, elsewhere
/// once their first words are typed.
pub(super) fn complete(place: &Place, line: &FreshLine, locale: Locale) -> Vec<Proposal> {
    let disclosure = place.disclosure();
    if !line.number.is_empty() || !line.marks.is_empty() {
        return Vec::new();
    }
    let typed = normalise(line.typed(disclosure)).replace('"', "");
    let heading = line
        .headings_above(disclosure)
        .last()
        .map(|node| normalise(&node.name));
    let under = |topic: &str| heading.as_ref().is_some_and(|name| name.contains(topic));
    let fits = |topic: &str| match typed.is_empty() {
        true => under(topic),
        false => {
            typed.chars().count() > 1 && (topic.starts_with(&typed) || typed.starts_with(topic))
        }
    };
    if !TOPICS.iter().any(|topic| fits(topic)) {
        return Vec::new();
    }
    let sentences = [
        three_public(disclosure),
        operating_funds(disclosure),
        procurement(disclosure),
    ];
    sentences
        .into_iter()
        .flatten()
        .filter(|sentence| fits(sentence.topic))
        .map(|sentence| Proposal {
            label: sentence.text.replace("$0", "…"),
            kind: CompletionKind::Sentence,
            detail: format!(
                "{} · {}",
                sentence.label,
                say(locale, "按表中数字填好", "with the figures of the tables")
            ),
            documentation: Some(Documented::Written(sentence.text.replace("$0", "…"))),
            span: line.typed,
            new_text: sentence.text,
            snippet: true,
        })
        .collect()
}

/// The words of the headings, normalised and without quotation marks.
const TOPICS: [&str; 3] = ["三公", "机关运行经费", "政府采购"];

/// 预算 or 支出决算.
fn measure(disclosure: &Disclosure) -> &'static str {
    match disclosure.kind {
        Some(DocumentKind::FinalAccount) => "支出决算",
        _ => "预算",
    }
}

fn year(disclosure: &Disclosure) -> String {
    let year = disclosure.fiscal_year.map(|year| format!("{year}年"));
    year.unwrap_or_default()
}

/// An amount as its table prints it, with its unit.
fn printed(disclosure: &Disclosure, id: FigureId) -> Option<String> {
    let figure = disclosure.figure(id)?;
    let digits = disclosure.words(figure.span);
    let unit = unit_name(figure.unit);
    (!unit.is_empty()).then(|| format!("{digits}{unit}"))
}

fn three_public(disclosure: &Disclosure) -> Option<Sentence> {
    let kind = match disclosure.kind? {
        DocumentKind::Budget => TableKind::ThreePublic,
        DocumentKind::FinalAccount => TableKind::FinalThreePublic,
    };
    let find_in = |item: ThreePublicItem, column: ColumnKey| {
        let row = RowKey::ThreePublic(item);
        disclosure.index.unique(kind, &row, column)
    };
    let find = |item: ThreePublicItem| find_in(item, ColumnKey::Total);
    let total = find(ThreePublicItem::Total)?;
    let prior = find_in(ThreePublicItem::Total, ColumnKey::Prior);
    let unit = disclosure.figure(total)?.unit;
    // A blank cell is zero.
    let amount = |item| match find(item) {
        Some(id) => printed(disclosure, id),
        None => zero(unit),
    };
    // With the year before the change is stated and its reason asked for; the cursor goes there.
    let change = prior.and_then(|prior| {
        let (current, prior) = (disclosure.figure(total)?, disclosure.figure(prior)?);
        clause(disclosure, current, prior)
    });
    let (change, end) = match change {
        Some(change) => (format!("，{change}，主要原因是$0。"), ""),
        None => ("，".to_owned(), "$0"),
    };
    let text = format!(
        "{}“三公”经费{}{}{change}其中：因公出国（境）费{}，公务用车购置及运行维护费{}（公务用车购置费{}，\
         公务用车运行维护费{}），公务接待费{}。{end}",
        year(disclosure),
        measure(disclosure),
        printed(disclosure, total)?,
        amount(ThreePublicItem::OverseasTravel)?,
        amount(ThreePublicItem::Vehicles)?,
        amount(ThreePublicItem::VehiclePurchase)?,
        amount(ThreePublicItem::VehicleRunning)?,
        amount(ThreePublicItem::OfficialReception)?,
    );
    Some(Sentence {
        label: "“三公”经费",
        topic: "三公",
        text,
    })
}

fn zero(unit: Unit) -> Option<String> {
    let unit = unit_name(unit);
    (!unit.is_empty()).then(|| format!("0{unit}"))
}

fn operating_funds(disclosure: &Disclosure) -> Option<Sentence> {
    let cell = operating_funds_cell(disclosure)?;
    let text = format!(
        "{}机关运行经费{}{}，$0。",
        year(disclosure),
        measure(disclosure),
        printed(disclosure, cell)?
    );
    Some(Sentence {
        label: "机关运行经费",
        topic: "机关运行经费",
        text,
    })
}

/// The total of the table of operating funds, or its column in the table of “三公” expenses.
fn operating_funds_cell(disclosure: &Disclosure) -> Option<FigureId> {
    let index = &disclosure.index;
    let total = ColumnKey::Total;
    let general = ColumnKey::Fund(Fund::GeneralPublicBudget);
    index
        .unique(TableKind::OperatingFunds, &RowKey::Total, total)
        .or_else(|| index.unique(TableKind::OperatingFunds, &RowKey::Total, general))
        .or_else(|| index.unique(TableKind::ThreePublic, &RowKey::OperatingFunds, total))
        .or_else(|| index.unique(TableKind::FinalThreePublic, &RowKey::OperatingFunds, total))
}

fn procurement(disclosure: &Disclosure) -> Option<Sentence> {
    let mut tables = disclosure
        .tables
        .iter()
        .filter(|table| table.kind == TableKind::Procurement);
    let table = tables.next()?;
    if tables.next().is_some() {
        return None;
    }
    let total = cell(table, None)?;
    let kinds = ["货物", "工程", "服务"].map(|kind| cell(table, Some(kind)));
    let [goods, works, services] = kinds;
    let kinds = [goods?, works?, services?];
    let value = |id| disclosure.figure(id).map(|figure| figure.value);
    let sum = kinds
        .iter()
        .try_fold(Decimal::ZERO, |sum, id| sum.checked_add(value(*id)?));
    if sum != value(total) {
        return None;
    }
    let [goods, works, services] = kinds.map(|id| printed(disclosure, id));
    let text = format!(
        "{}政府采购{}总额{}，其中：政府采购货物{measure}{}、政府采购工程{measure}{}、政府采购服务{measure}{}。$0",
        year(disclosure),
        measure(disclosure),
        printed(disclosure, total)?,
        goods?,
        works?,
        services?,
        measure = measure(disclosure),
    );
    Some(Sentence {
        label: "政府采购",
        topic: "政府采购",
        text,
    })
}

/// The figure of the total row for a kind of procurement, whether kinds are columns or rows; the
/// total of all without a kind.
fn cell(table: &Table, kind: Option<&str>) -> Option<FigureId> {
    let side = table.sides.first()?;
    let amounts = |wanted: &dyn Fn(&str) -> bool| {
        let mut columns = side.columns.clone().filter(|index| {
            let column = table.columns.get(*index);
            column.is_some_and(|column| {
                matches!(column.role, ColumnRole::Amount(_)) && wanted(&column.path.concat())
            })
        });
        let only = columns.next()?;
        columns.next().is_none().then_some(only)
    };
    let total_row = side
        .lines
        .iter()
        .find(|line| line.kind == LineKind::Total)?;
    let (row, column) = match kind {
        Some(kind) => match amounts(&|label| label.contains(kind)) {
            Some(column) => (total_row.row, column),
            None => {
                let line = side.lines.iter().find(|line| line.label.contains(kind))?;
                (line.row, amounts(&|_| true)?)
            }
        },
        None => {
            let total = amounts(&|label| label.contains("合计") || label.contains("金额"));
            (total_row.row, total.or_else(|| amounts(&|_| true))?)
        }
    };
    match table.rows.get(row)?.cells.get(column)?.content {
        CellContent::Figure(id) => Some(id),
        _ => None,
    }
}
