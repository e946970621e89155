//! Where a figure stands: table, row, column, or the words before it in a sentence.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use crate::audit::table_name;
use crate::document::{
    CellContent, Column, Disclosure, FigureId, FormContent, SelfEvaluation, Table,
};
use crate::ide::amount::unit_name;

/// Where a figure of a table stands.
#[derive(Clone, Copy)]
struct CellPlace {
    table: usize,
    row: usize,
    column: usize,
}

/// Names the figures of a disclosure.
pub(super) struct FigureNames<'document> {
    disclosure: &'document Disclosure,
    cells: HashMap<FigureId, CellPlace>,
    /// Points and the values of indicators, which are no money whatever the unit of the table is.
    points: HashSet<FigureId>,
    /// What a self-evaluation calls its figures: it may print one cell a line.
    evaluated: HashMap<FigureId, String>,
}

impl<'document> FigureNames<'document> {
    /// The names of the figures of a disclosure.
    pub fn of(disclosure: &'document Disclosure) -> Self {
        let mut cells = HashMap::new();
        for (table, content) in disclosure.tables.iter().enumerate() {
            for (row, line) in content.rows.iter().enumerate() {
                for (column, cell) in line.cells.iter().enumerate() {
                    if let CellContent::Figure(figure) = cell.content {
                        cells.insert(figure, CellPlace { table, row, column });
                    }
                }
            }
        }
        Self {
            disclosure,
            cells,
            points: points(disclosure),
            evaluated: evaluated(disclosure),
        }
    }

    /// The unit that a reader sees after a figure: none for points.
    pub fn unit(&self, id: FigureId) -> &'static str {
        match self.disclosure.figure(id) {
            Some(figure) if !self.points.contains(&id) => unit_name(figure.unit),
            _ => "",
        }
    }

    /// The value of a figure in the unit that it is printed in.
    pub fn value(&self, id: FigureId) -> Decimal {
        let figure = self.disclosure.figure(id);
        figure.map(|figure| figure.value).unwrap_or_default()
    }

    /// Whether a figure is a number of points, or the value of an indicator.
    pub fn is_points(&self, id: FigureId) -> bool {
        self.points.contains(&id)
    }

    /// The names of figures that are read together: only what tells them apart. Empty for a
    /// figure without a name.
    pub fn together(&self, figures: &[FigureId]) -> Vec<String> {
        let places: Vec<Option<CellPlace>> = figures
            .iter()
            .map(|figure| self.cells.get(figure).copied())
            .collect();
        let one_table = same(&places, |place| place.table);
        let one_row = one_table && same(&places, |place| place.row);
        let one_column = one_table && same(&places, |place| place.column);
        let figures = figures.iter().zip(places);
        figures
            .map(|(figure, place)| match place {
                None => self.label_in_prose(*figure),
                Some(place) if self.is_form(place) => self.label_in_form(*figure, place),
                Some(place) if one_row => self.column_name(place),
                Some(place) if one_column => self.row_name(place),
                Some(place) if one_table => join(&[self.row_name(place), self.column_name(place)]),
                Some(place) => self.full_name(place),
            })
            .collect()
    }

    fn is_form(&self, place: CellPlace) -> bool {
        let mut forms = self.disclosure.forms.iter();
        forms.any(|form| form.table == place.table)
    }

    /// The name of a figure of a form, else the words on its left: 市县（区）财政资金.
    fn label_in_form(&self, figure: FigureId, place: CellPlace) -> String {
        let named = self.evaluated.get(&figure).cloned();
        named.unwrap_or_else(|| self.label_beside(place))
    }

    fn label_beside(&self, place: CellPlace) -> String {
        let row = self
            .table(place)
            .and_then(|table| table.rows.get(place.row));
        let before = row.and_then(|row| row.cells.get(..place.column));
        let words = |span| self.disclosure.words(span).trim_end_matches(['：', ':']);
        let mut labels = before.unwrap_or_default().iter().rev();
        let label = labels.find(|cell| cell.content == CellContent::Text);
        label
            .map(|cell| words(cell.span).to_owned())
            .unwrap_or_default()
    }

    /// The name of a figure by itself: its row and column, or the words before it.
    pub fn alone(&self, figure: FigureId) -> String {
        match self.cells.get(&figure) {
            Some(place) if self.is_form(*place) => self.label_in_form(figure, *place),
            Some(place) => join(&[self.row_name(*place), self.column_name(*place)]),
            None => self.label_in_prose(figure),
        }
    }

    fn full_name(&self, place: CellPlace) -> String {
        let title = self.table(place).map(table_name);
        join(&[
            title.unwrap_or_default(),
            self.row_name(place),
            self.column_name(place),
        ])
    }

    fn table(&self, place: CellPlace) -> Option<&'document Table> {
        self.disclosure.tables.get(place.table)
    }

    fn row_name(&self, place: CellPlace) -> String {
        let line = self.table(place).and_then(|table| {
            let side = crate::ide::place::side_of(table, place.column)?;
            side.lines.iter().find(|line| line.row == place.row)
        });
        line.map(|line| match &line.code {
            Some(code) => format!("{code} {}", line.label).trim_end().to_owned(),
            None => line.label.clone(),
        })
        .unwrap_or_default()
    }

    fn column_name(&self, place: CellPlace) -> String {
        let column = self
            .table(place)
            .and_then(|table| table.columns.get(place.column));
        column.map(column_name).unwrap_or_default()
    }

    fn label_in_prose(&self, figure: FigureId) -> String {
        let mut mentions = self
            .disclosure
            .statements
            .iter()
            .flat_map(|statement| &statement.mentions);
        let mention = mentions.find(|mention| mention.figure == figure);
        mention
            .map(|mention| mention.label.clone())
            .unwrap_or_default()
    }

    /// The digits of a figure as printed; with `unit`, also a unit that is no unit of the table.
    pub fn printed(&self, figure: FigureId, unit: bool) -> String {
        let Some(figure) = self.disclosure.figure(figure) else {
            return "?".to_owned();
        };
        let digits = self.disclosure.words(figure.span);
        match unit {
            true => format!("{digits}{}", unit_name(figure.unit)),
            false => digits.to_owned(),
        }
    }
}

/// A column as a reader names it: its own label, with the group when the label alone says little.
pub(super) fn column_name(column: &Column) -> String {
    let labels: Vec<&String> = column
        .path
        .iter()
        .filter(|label| !label.is_empty())
        .collect();
    match labels.as_slice() {
        [.., group, own]
            if matches!(own.as_str(), "小计" | "合计" | "金额") || own.starts_with("其中") =>
        {
            format!("{group}·{own}")
        }
        [.., own] => (*own).clone(),
        [] => String::new(),
    }
}

/// What the self-evaluations of a disclosure count in points: weights, scores, indicator values.
fn points(disclosure: &Disclosure) -> HashSet<FigureId> {
    let mut points = HashSet::new();
    for form in evaluations(disclosure) {
        points.extend(form.tasks.iter().flat_map(|task| [task.weight, task.score]));
        points.extend(form.total_score);
        for indicator in &form.indicators {
            points.extend([indicator.weight, indicator.score]);
            points.extend(&indicator.values);
        }
    }
    points
}

/// The names of the figures of the self-evaluations: 企业扶持金得分.
fn evaluated(disclosure: &Disclosure) -> HashMap<FigureId, String> {
    let mut names = HashMap::new();
    for form in evaluations(disclosure) {
        let budgets = form.budgets.iter();
        names.extend(budgets.map(|field| (field.figure, field.label.clone())));
        for task in &form.tasks {
            let named = [
                (task.granted, "下达金额"),
                (task.spent, "执行金额"),
                (task.rate, "执行率"),
                (task.weight, "分值"),
                (task.score, "得分"),
            ];
            names.extend(named.map(|(figure, what)| (figure, format!("{}{what}", task.name))));
        }
        for indicator in &form.indicators {
            let name = &indicator.name;
            names.insert(indicator.weight, format!("{name}分值"));
            names.insert(indicator.score, format!("{name}得分"));
            let values = indicator.values.iter();
            names.extend(values.map(|figure| (*figure, name.clone())));
        }
    }
    names
}

fn evaluations(disclosure: &Disclosure) -> impl Iterator<Item = &SelfEvaluation> {
    let forms = disclosure.forms.iter();
    forms.filter_map(|form| match &form.content {
        FormContent::SelfEvaluation(evaluation) => Some(evaluation),
        _ => None,
    })
}

/// Names with dots between them; 合计 · 合计 is 合计.
fn join(names: &[String]) -> String {
    let mut named: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .collect();
    named.dedup();
    named.join(" · ")
}

fn same(places: &[Option<CellPlace>], of: impl Fn(CellPlace) -> usize) -> bool {
    let mut values = places.iter().map(|place| place.map(&of));
    let Some(first) = values.next().flatten() else {
        return false;
    };
    values.all(|value| value == Some(first))
}
