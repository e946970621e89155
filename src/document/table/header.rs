//! The header of a table: its rows and the tree of its labels (domain specification §3.0).

use std::ops::Range;

use crate::document::HeaderNode;
use crate::document::normalise::normalise;
use crate::document::number::{Number, digit, is_blank, next_number};
use crate::text::Span;

/// A row as printed: cells by position with their words.
#[derive(Debug, Clone)]
pub struct PrintedRow<'text> {
    /// The line.
    pub span: Span,
    /// The cells.
    pub cells: Vec<PrintedCell<'text>>,
}

/// A cell as printed.
#[derive(Debug, Clone, Copy)]
pub struct PrintedCell<'text> {
    /// The words without surrounding blanks.
    pub words: &'text str,
    /// Where they stand.
    pub span: Span,
    /// The number that the words are, when they are nothing else.
    pub number: Option<Number>,
}

impl<'text> PrintedCell<'text> {
    /// A cell with words.
    pub fn new(words: &'text str, span: Span) -> Self {
        Self {
            words,
            span,
            number: number_of(words),
        }
    }

    /// A cell without words at a place.
    pub fn empty(place: usize) -> Self {
        Self {
            words: "",
            span: Span::empty(place),
            number: None,
        }
    }

    /// Whether the words are a number and nothing else (perhaps with a unit); a year is none.
    pub fn is_figure(&self) -> bool {
        self.number.is_some() && !is_year(self.words)
    }
}

fn number_of(words: &str) -> Option<Number> {
    let number = next_number(words, 0)?;
    let before = words.get(..number.start)?;
    let after = words.get(number.unit_end..)?;
    (before.trim().is_empty() && after.trim().is_empty()).then_some(number)
}

/// The most rows that a header has.
const MOST_HEADER_ROWS: usize = 4;

impl<'text> PrintedRow<'text> {
    /// The words of a cell; empty beyond the last cell.
    pub fn words(&self, column: usize) -> &'text str {
        self.cells.get(column).map_or("", |cell| cell.words)
    }

    /// Whether no cell has content.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.words.is_empty())
    }

    /// Whether the row numbers the columns: 1 2 3 … (栏次).
    pub fn numbers_columns(&self) -> bool {
        let words: Vec<&str> = self
            .filled()
            .map(|cell| cell.words)
            .filter(|words| *words != "栏次")
            .collect();
        words.len() >= 3
            && words
                .iter()
                .enumerate()
                .all(|(index, words)| words.parse::<usize>() == Ok(index + 1))
    }

    /// The cells that have words.
    pub fn filled(&self) -> impl Iterator<Item = &PrintedCell<'text>> {
        self.cells.iter().filter(|cell| !cell.words.is_empty())
    }

    /// The words of the cells that have any, normalised.
    pub fn labels(&self) -> Vec<String> {
        self.filled().map(|cell| normalise(cell.words)).collect()
    }

    /// Whether the row looks like one of the body: a figure, a code, an ordinal, or a total
    /// beside nothing but figures.
    fn starts_body(&self) -> bool {
        let mut filled = self.filled();
        let Some(first) = filled.next() else {
            return false;
        };
        if self.filled().any(PrintedCell::is_figure) || is_ordinal_label(first.words) {
            return true;
        }
        if self
            .filled()
            .any(|cell| is_ordinal_label(cell.words) && !cell.words.contains('年'))
        {
            return true;
        }
        is_total_label(first.words) && filled.all(|cell| cell.is_figure() || is_blank(cell.words))
    }
}

/// 2024年, 2024年度.
pub fn is_year(words: &str) -> bool {
    let year = words.trim_end_matches('度').strip_suffix('年');
    year.is_some_and(|year| year.len() == 4 && is_digits(year))
}

fn is_ordinal_label(words: &str) -> bool {
    super::lines::ordinal(&normalise(words)).is_some()
}

/// 合计, 总计 and the like, as the label of a row or column.
pub fn is_total_label(words: &str) -> bool {
    let label = normalise(words);
    ["合计", "总计", "小计"]
        .iter()
        .any(|total| label.ends_with(total))
}

/// How many rows at the top are the header.
pub fn header_length(rows: &[PrintedRow<'_>]) -> usize {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut named = vec![false; width];
    for (index, row) in rows.iter().take(MOST_HEADER_ROWS + 1).enumerate() {
        let lone_label = row.filled().count() == 1 && !row.words(0).is_empty();
        let every_column_named = named.iter().all(|named| *named);
        let body = row.starts_body() || row.is_blank() || index == MOST_HEADER_ROWS;
        if body || (lone_label && index > 0 && every_column_named) {
            return index;
        }
        mark_named(row, &mut named);
    }
    rows.len().min(MOST_HEADER_ROWS)
}

/// A label names the columns up to the next label of its row.
fn mark_named(row: &PrintedRow<'_>, named: &mut [bool]) {
    let mut inside = false;
    for (column, named) in named.iter_mut().enumerate() {
        inside |= !row.words(column).is_empty();
        *named |= inside;
    }
}

/// Whether a body row repeats a header row, given by its labels, even shifted by a cell.
pub fn repeats_header(row: &PrintedRow<'_>, header: &[Vec<String>]) -> bool {
    let words = row.labels();
    !words.is_empty()
        && header
            .iter()
            .any(|labels| *labels == words || (words.len() >= 3 && nearly_equal(labels, &words)))
}

/// The same labels but for one that a conversion lost or added.
fn nearly_equal(labels: &[String], words: &[String]) -> bool {
    let (longer, shorter) = if labels.len() >= words.len() {
        (labels, words)
    } else {
        (words, labels)
    };
    if longer.len() - shorter.len() != 1 || shorter.len() < 3 {
        return false;
    }
    let mut rest = longer.iter();
    shorter.iter().all(|label| rest.any(|other| other == label))
}

/// The tree of a header's labels.
pub fn header_tree(rows: &[PrintedRow<'_>], width: usize) -> Vec<HeaderNode> {
    let starts: Vec<Vec<usize>> = (0..rows.len()).map(|row| label_starts(rows, row)).collect();
    nodes(rows, &starts, 0, 0..width)
}

/// The columns where the labels of a header row start. A wide label that stands one column left
/// of its own 小计 is moved to it: group labels slip in conversions, leaf labels do not
/// (domain specification §3.0).
fn label_starts(rows: &[PrintedRow<'_>], row: usize) -> Vec<usize> {
    let Some(labels) = rows.get(row) else {
        return Vec::new();
    };
    let printed: Vec<usize> = (0..labels.cells.len())
        .filter(|column| !labels.words(*column).is_empty())
        .collect();
    let Some(below) = rows.get(row + 1) else {
        return printed;
    };
    let subtotal = |column: usize| is_total_label(below.words(column));
    let mut previous_has_subtotal = false;
    let mut starts = Vec::with_capacity(printed.len());
    for (index, start) in printed.iter().copied().enumerate() {
        let end = printed
            .get(index + 1)
            .copied()
            .unwrap_or(labels.cells.len());
        let slipped = previous_has_subtotal
            && end > start + 1
            && !below.words(start).is_empty()
            && !subtotal(start)
            && subtotal(start + 1);
        let start = if slipped { start + 1 } else { start };
        previous_has_subtotal = subtotal(start);
        starts.push(start);
    }
    starts
}

fn nodes(
    rows: &[PrintedRow<'_>],
    starts: &[Vec<usize>],
    level: usize,
    columns: Range<usize>,
) -> Vec<HeaderNode> {
    let Some(row) = rows.get(level) else {
        return Vec::new();
    };
    let mut labels: Vec<(usize, PrintedCell<'_>)> = Vec::new();
    let cells = row.cells.iter().filter(|cell| !cell.words.is_empty());
    for (start, cell) in starts.get(level).into_iter().flatten().zip(cells) {
        if columns.contains(start) {
            labels.push((*start, *cell));
        }
    }
    let mut result = Vec::new();
    let first = labels.first().map_or(columns.end, |(start, _)| *start);
    result.extend(nodes(rows, starts, level + 1, columns.start..first));
    for (index, (start, cell)) in labels.iter().enumerate() {
        let end = labels
            .get(index + 1)
            .map_or(columns.end, |(start, _)| *start);
        result.push(HeaderNode {
            label: normalise(cell.words),
            span: Some(cell.span),
            columns: *start..end,
            children: nodes(rows, starts, level + 1, *start..end),
        });
    }
    result
}

/// The labels from the top of the header down to a column.
pub fn path_to(nodes: &[HeaderNode], column: usize) -> Vec<String> {
    let mut path = Vec::new();
    let mut level = nodes;
    while let Some(node) = level.iter().find(|node| node.columns.contains(&column)) {
        if !node.label.is_empty() {
            path.push(node.label.clone());
        }
        level = &node.children;
    }
    path
}

/// Whether a word is made of digits alone.
pub fn is_digits(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|character| digit(character).is_some())
}
