//! Where a figure stands, and what a person calls it.

use crate::audit::Message;
use crate::audit::identity::{Identity, Subject};
use crate::document::{CellContent, Column, ColumnRole, Disclosure, FigureId, Line, Table};

/// Where a figure is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a cell: indices of the table, its row and its column.
    Cell {
        /// Index into [`Disclosure::tables`].
        table: usize,
        /// Index into [`Table::rows`].
        row: usize,
        /// Index into [`Table::columns`].
        column: usize,
    },
    /// In a sentence: indices of the statement and the mention in it.
    Mention {
        /// Index into [`Disclosure::statements`].
        statement: usize,
        /// Index into the mentions of the statement.
        mention: usize,
    },
}

/// The places of all figures of a disclosure.
#[derive(Debug, Clone, Default)]
pub struct Places {
    places: Vec<Option<Place>>,
}

impl Places {
    /// Finds the place of every figure.
    pub fn of(disclosure: &Disclosure) -> Self {
        let mut places = vec![None; disclosure.figures.len()];
        let mut put = |id: FigureId, place: Place| {
            if let Some(slot) = places.get_mut(id.0 as usize) {
                *slot = Some(place);
            }
        };
        for (number, statement) in disclosure.statements.iter().enumerate() {
            for (index, mention) in statement.mentions.iter().enumerate() {
                let place = Place::Mention {
                    statement: number,
                    mention: index,
                };
                put(mention.figure, place);
            }
        }
        for (number, table) in disclosure.tables.iter().enumerate() {
            for (row, cells) in table.rows.iter().enumerate() {
                for (column, cell) in cells.cells.iter().enumerate() {
                    if let CellContent::Figure(id) = cell.content {
                        let place = Place::Cell {
                            table: number,
                            row,
                            column,
                        };
                        put(id, place);
                    }
                }
            }
        }
        Self { places }
    }

    /// The place of a figure, where it has a known one.
    pub fn place(&self, id: FigureId) -> Option<Place> {
        self.places.get(id.0 as usize).copied().flatten()
    }

    /// The table that a figure stands in.
    pub fn table(&self, id: FigureId) -> Option<usize> {
        match self.place(id)? {
            Place::Cell { table, .. } => Some(table),
            Place::Mention { .. } => None,
        }
    }

    /// The table that all operands of an identity stand in.
    pub fn only_table(&self, identity: &Identity) -> Option<usize> {
        let table = self.table(identity.relation.head()?)?;
        let mut operands = identity.operands().into_iter();
        operands
            .all(|figure| self.table(figure) == Some(table))
            .then_some(table)
    }

    /// The name of the table that a figure stands in; empty when it stands in none.
    pub fn table_name(&self, disclosure: &Disclosure, id: FigureId) -> String {
        self.table(id)
            .and_then(|table| disclosure.tables.get(table))
            .map(table_name)
            .unwrap_or_default()
    }

    /// What an identity is about, in words.
    pub fn subject(&self, disclosure: &Disclosure, identity: &Identity) -> Message {
        match &identity.subject {
            Subject::Words(words) => words.clone(),
            Subject::Head => {
                let head = identity.relation.head();
                let label = head.map(|head| self.label(disclosure, head));
                let label = label.unwrap_or_default();
                Message::new(label.clone(), label)
            }
        }
    }

    /// What a person calls a figure: row and column of a cell, the indicator of an amount in a
    /// sentence; empty when it has no name.
    pub fn label(&self, disclosure: &Disclosure, id: FigureId) -> String {
        match self.place(id) {
            Some(Place::Cell { table, row, column }) => disclosure
                .tables
                .get(table)
                .map(|table| cell_label(table, row, column))
                .unwrap_or_default(),
            Some(Place::Mention { statement, mention }) => disclosure
                .statements
                .get(statement)
                .and_then(|statement| statement.mentions.get(mention))
                .filter(|mention| !mention.label.is_empty())
                .map(|mention| format!("“{}”", mention.label))
                .unwrap_or_default(),
            None => String::new(),
        }
    }
}

/// What a person calls a table: its title without the organisation, the year and what is said in
/// brackets at its end; empty when it has no title.
pub fn table_name(table: &Table) -> String {
    let title = table.title.as_str();
    let mut start = 0;
    for (at, _) in title.match_indices('年') {
        let before = title.get(..at).unwrap_or_default();
        let is_year = before
            .chars()
            .rev()
            .take(4)
            .filter(char::is_ascii_digit)
            .count()
            == 4;
        if is_year {
            start = at + '年'.len_utf8();
        }
    }
    let name = title.get(start..).unwrap_or_default();
    let name = name.strip_prefix('度').unwrap_or(name);
    let end = name.find(['(', '（']).unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default().trim();
    if name.is_empty() {
        title.to_owned()
    } else {
        name.to_owned()
    }
}

/// What a person calls a cell: `“208 社会保障和就业支出”基本支出`.
pub fn cell_label(table: &Table, row: usize, column: usize) -> String {
    let line = line_at(table, row, column);
    let mut label = line.map(line_label).unwrap_or_default();
    let side_has_more = table
        .sides
        .iter()
        .find(|side| side.columns.contains(&column))
        .is_some_and(|side| {
            let columns = table.columns.get(side.columns.clone()).unwrap_or_default();
            columns
                .iter()
                .filter(|column| is_amount(column))
                .nth(1)
                .is_some()
        });
    if side_has_more || label.is_empty() {
        let column = column_label(table, column);
        // 合计 of the line 合计 is “合计”, not “合计”合计.
        if line.is_none_or(|line| line.label != column) {
            label.push_str(&column);
        }
    }
    label
}

/// What a person calls a line: its code and its name, in quotation marks.
pub fn line_label(line: &Line) -> String {
    match (&line.code, line.label.is_empty()) {
        (Some(code), false) => format!("“{code} {}”", line.label),
        (Some(code), true) => format!("“{code}”"),
        (None, false) => format!("“{}”", line.label),
        (None, true) => String::new(),
    }
}

/// What a person calls a column: its lowest label, with the one above when it is only a total.
pub fn column_label(table: &Table, column: usize) -> String {
    let Some(column) = table.columns.get(column) else {
        return String::new();
    };
    let mut labels = column.path.iter().rev().filter(|label| !label.is_empty());
    let Some(lowest) = labels.next() else {
        return String::new();
    };
    let says_little = matches!(
        lowest.as_str(),
        "合计" | "小计" | "总计" | "金额" | "预算数" | "决算数"
    );
    match labels.next() {
        Some(above) if says_little => format!("{above}{lowest}"),
        _ => lowest.clone(),
    }
}

/// The line of a cell's side.
pub fn line_at(table: &Table, row: usize, column: usize) -> Option<&Line> {
    let side = table
        .sides
        .iter()
        .find(|side| side.columns.contains(&column))?;
    // Lines are in the order of the rows.
    let index = side
        .lines
        .binary_search_by_key(&row, |line| line.row)
        .ok()?;
    side.lines.get(index)
}

fn is_amount(column: &Column) -> bool {
    matches!(column.role, ColumnRole::Amount(_))
}
