//! Reads a table: from the rows of the syntax to header, columns, sides, lines and figures.

use std::ops::Range;

use crate::document::normalise::normalise;
use crate::document::number::{Number, digit, is_blank};
use crate::document::{
    Cell, CellContent, Column, ColumnRole, Figure, FigureId, HeaderNode, Row, RowKind, Side, Table,
    TableKind, Unit,
};
use crate::syntax;
use crate::text::Span;

use super::alignment::{Fit, Layout};
use super::columns::{ColumnContent, ColumnContext, column, side_starts};
use super::composition::{Composition, compositions};
use super::header::{PrintedCell, PrintedRow, header_length, header_tree, path_to, repeats_header};
use super::kind::kind_of_title;
use super::lines::{LineContext, lines};

/// What the reader knows of the disclosure around the table.
#[derive(Debug, Clone, Copy)]
pub struct TableContext<'a> {
    /// The document is a final account.
    pub final_account: bool,
    /// The fiscal year.
    pub fiscal_year: Option<u16>,
    /// The organisation's name, normalised; empty when unknown.
    pub organisation: &'a str,
}

/// Reads a table and adds its figures to `figures`.
pub fn read_table(
    text: &str,
    table: &syntax::Table,
    context: TableContext<'_>,
    figures: &mut Vec<Figure>,
) -> Table {
    let words = |span: Option<Span>| {
        span.map(|span| normalise(slice(text, span)))
            .unwrap_or_default()
    };
    let title = words(table.title);
    let kind = kind_of_title(&title, context.final_account);
    let notes: String = table
        .notes
        .iter()
        .map(|note| normalise(slice(text, *note)))
        .collect();
    let own_organisation = words(table.organisation);
    let organisation = own_organisation
        .split_once(':')
        .map_or(context.organisation, |(_, name)| name);
    let unit = unit_of_caption(&words(table.unit));
    let first_figure = figures.len();
    let mut reader = TableReader {
        text,
        kind,
        unit,
        context: TableContext {
            organisation,
            ..context
        },
        figures,
    };
    let body = if is_form(kind) {
        reader.read_form(&table.rows)
    } else {
        reader.read_rows(&table.rows)
    };
    Table {
        span: table.span,
        encoding: table.encoding,
        label_span: table.label,
        organisation_span: table.organisation,
        period_span: table.period,
        title_span: table.title,
        title,
        kind,
        unit,
        unit_span: table.unit,
        header: body.header,
        columns: body.columns,
        sides: body.sides,
        rows: body.rows,
        figures: first_figure..figures.len(),
        compositions: body.compositions,
        states_no_data: NO_DATA.iter().any(|words| notes.contains(words)),
        states_rounding: notes.contains("四舍五入"),
        notes: table.notes.clone(),
    }
}

/// Notes that say a table is empty on purpose (domain specification §7.3).
const NO_DATA: [&str; 4] = ["本表无数据", "本表为空", "无数据", "空表"];

/// Tables that are forms: labels and values side by side, no columns to add up.
fn is_form(kind: TableKind) -> bool {
    matches!(
        kind,
        TableKind::OverallTarget | TableKind::ProjectTarget | TableKind::SelfEvaluation
    )
}

fn slice(text: &str, span: Span) -> &str {
    span.get(text).unwrap_or_default()
}

/// The measure unit that a caption (or a label with a bracketed unit) states.
fn unit_of_caption(caption: &str) -> Unit {
    if caption.contains("万元") {
        Unit::TenThousandYuan
    } else if caption.contains("亿元") {
        Unit::HundredMillionYuan
    } else if caption.contains('元') {
        Unit::Yuan
    } else {
        Unit::Unknown
    }
}

#[derive(Default)]
struct Body {
    header: Vec<HeaderNode>,
    columns: Vec<Column>,
    sides: Vec<Side>,
    rows: Vec<Row>,
    compositions: Vec<Composition>,
}

struct TableReader<'a> {
    text: &'a str,
    kind: TableKind,
    unit: Unit,
    context: TableContext<'a>,
    figures: &'a mut Vec<Figure>,
}

/// A header as one piece of the table prints it, with the columns that it names.
struct HeaderReading {
    tree: Vec<HeaderNode>,
    columns: Vec<Column>,
    sides: Vec<Range<usize>>,
    compositions: Vec<Composition>,
}

impl HeaderReading {
    fn layout(&self) -> Layout<'_> {
        Layout {
            columns: &self.columns,
            compositions: &self.compositions,
        }
    }
}

impl<'a> TableReader<'a> {
    fn printed(&self, rows: &[syntax::Row]) -> Vec<PrintedRow<'a>> {
        rows.iter()
            .map(|row| PrintedRow {
                span: row.span,
                cells: row
                    .cells
                    .iter()
                    .map(|span| PrintedCell::new(slice(self.text, *span), *span))
                    .collect(),
            })
            .collect()
    }

    /// A form has no columns: every cell that is a number is a figure.
    fn read_form(&mut self, rows: &[syntax::Row]) -> Body {
        let printed = self.printed(rows);
        let mut unit = self.unit;
        let rows = printed
            .iter()
            .map(|row| {
                unit = row
                    .cells
                    .iter()
                    .fold(unit, |unit, cell| unit_of_label(cell.words).unwrap_or(unit));
                let cells = row
                    .cells
                    .iter()
                    .map(|cell| self.form_cell(*cell, unit))
                    .collect();
                let kind = if row.is_blank() {
                    RowKind::Blank
                } else {
                    RowKind::Body
                };
                Row {
                    span: row.span,
                    kind,
                    cells,
                    realigned: false,
                }
            })
            .collect();
        Body {
            rows,
            ..Body::default()
        }
    }

    fn form_cell(&mut self, cell: PrintedCell<'_>, unit: Unit) -> Cell {
        let content = match cell.number {
            Some(number) if !is_date_or_code(cell.words) => {
                CellContent::Figure(self.figure(cell.span, number, unit))
            }
            _ if cell.words.is_empty() => CellContent::Blank,
            _ => CellContent::Text,
        };
        Cell {
            span: cell.span,
            content,
        }
    }

    fn read_rows(&mut self, rows: &[syntax::Row]) -> Body {
        let printed = self.printed(rows);
        let length = header_length(&printed);
        let (header, rest) = printed.split_at(length);
        let width = printed.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let kinds = row_kinds(rest, header);
        let body: Vec<&PrintedRow<'_>> = rest
            .iter()
            .zip(&kinds)
            .filter(|(_, kind)| **kind == RowKind::Body)
            .map(|(row, _)| row)
            .collect();
        let reading = self.best_header(header, rest, &kinds, &body, width);
        let mut rows: Vec<Row> = header
            .iter()
            .map(|row| words_row(row, RowKind::Header))
            .collect();
        let mut body_cells = Vec::new();
        let printed_cells: Vec<&[PrintedCell<'_>]> =
            body.iter().map(|row| row.cells.as_slice()).collect();
        let mut realigned_rows = reading.layout().realigned_rows(&printed_cells).into_iter();
        for (row, kind) in rest.iter().zip(kinds) {
            if kind != RowKind::Body {
                rows.push(words_row(row, kind));
                continue;
            }
            let moved = realigned_rows.next().flatten();
            let realigned = moved.is_some();
            let mut cells = moved.unwrap_or_else(|| row.cells.clone());
            let end = cells.last().map_or(row.span.end, |cell| cell.span.end);
            cells.resize(width.max(cells.len()), PrintedCell::empty(end));
            let index = rows.len();
            rows.push(Row {
                realigned,
                ..self.body_row(row.span, &cells, &reading.columns)
            });
            body_cells.push((index, cells));
        }
        let sides = reading
            .sides
            .iter()
            .map(|columns| Side {
                columns: columns.clone(),
                lines: lines(
                    &body_cells,
                    columns.clone(),
                    LineContext {
                        kind: self.kind,
                        organisation: self.context.organisation,
                        columns: &reading.columns,
                    },
                ),
            })
            .collect();
        Body {
            header: reading.tree,
            compositions: settled(&reading.compositions, &rows, self.figures),
            columns: reading.columns,
            sides,
            rows,
        }
    }

    /// The header that fits most body rows: as printed at the top, or as repeated after a page
    /// break, where a conversion lost a column in one of them.
    fn best_header(
        &self,
        header: &[PrintedRow<'_>],
        rest: &[PrintedRow<'_>],
        kinds: &[RowKind],
        body: &[&PrintedRow<'_>],
        width: usize,
    ) -> HeaderReading {
        let mut best = self.header_reading(header, body, width);
        let mut fits = fitting_rows(&best, body);
        for repeated in repeated_headers(rest, kinds) {
            let reading = self.header_reading(repeated, body, width);
            let fitting = fitting_rows(&reading, body);
            if fitting > fits {
                (best, fits) = (reading, fitting);
            }
        }
        best
    }

    fn header_reading(
        &self,
        header: &[PrintedRow<'_>],
        body: &[&PrintedRow<'_>],
        width: usize,
    ) -> HeaderReading {
        let tree = header_tree(header, width);
        let context = ColumnContext {
            kind: self.kind,
            fiscal_year: self.context.fiscal_year,
        };
        let columns: Vec<Column> = (0..width)
            .map(|index| column(path_to(&tree, index), column_content(body, index), context))
            .collect();
        let starts = side_starts(&columns);
        let ends = starts.iter().skip(1).copied().chain([width]);
        let sides: Vec<Range<usize>> = starts
            .iter()
            .copied()
            .zip(ends)
            .map(|(start, end)| start..end)
            .collect();
        let compositions = sides
            .iter()
            .flat_map(|side| compositions(&tree, &columns, side))
            .collect();
        HeaderReading {
            tree,
            columns,
            sides,
            compositions,
        }
    }

    fn body_row(&mut self, span: Span, cells: &[PrintedCell<'_>], columns: &[Column]) -> Row {
        let cells = cells
            .iter()
            .enumerate()
            .map(|(index, cell)| {
                let role = columns.get(index).map(|column| &column.role);
                Cell {
                    span: cell.span,
                    content: self.content(*cell, role),
                }
            })
            .collect();
        Row {
            span,
            kind: RowKind::Body,
            cells,
            realigned: false,
        }
    }

    fn content(&mut self, cell: PrintedCell<'_>, role: Option<&ColumnRole>) -> CellContent {
        let unit = match role {
            Some(ColumnRole::Amount(_)) => self.unit,
            Some(ColumnRole::Percentage) => Unit::Percent,
            _ if cell.words.is_empty() => return CellContent::Blank,
            _ => return CellContent::Text,
        };
        if is_blank(cell.words) {
            return CellContent::Blank;
        }
        match cell.number {
            Some(number) => CellContent::Figure(self.figure(cell.span, number, unit)),
            None => CellContent::Text,
        }
    }

    /// Adds the figure of a cell that is a number, in `unit` unless it is printed with its own.
    fn figure(&mut self, cell: Span, number: Number, unit: Unit) -> FigureId {
        let id = FigureId(u32::try_from(self.figures.len()).unwrap_or(u32::MAX));
        self.figures.push(Figure {
            value: number.value,
            decimals: number.decimals,
            unit: number.unit.unwrap_or(unit),
            span: Span::new(cell.start + number.start, cell.start + number.end),
            approximate: false,
            narrative: false,
        });
        id
    }
}

/// 项目资金（元）, 金额（万元）: the unit of the cells beside and below a label of a form.
fn unit_of_label(words: &str) -> Option<Unit> {
    let label = normalise(words);
    if label.ends_with("(万元)") {
        return Some(Unit::TenThousandYuan);
    }
    label.ends_with("(元)").then_some(Unit::Yuan)
}

/// Timestamps, codes and years are no figures: eight digits or more, or 2024年.
fn is_date_or_code(words: &str) -> bool {
    let digits = words
        .chars()
        .filter(|character| digit(*character).is_some())
        .count();
    let plain = words.chars().all(|character| digit(character).is_some());
    (plain && (digits >= 8 || words.starts_with('0') && digits > 1))
        || words.ends_with('年')
        || words.contains('/')
        || words.contains(':')
}

fn words_row(row: &PrintedRow<'_>, kind: RowKind) -> Row {
    let cells = row
        .cells
        .iter()
        .map(|cell| Cell {
            span: cell.span,
            content: if cell.words.is_empty() {
                CellContent::Blank
            } else {
                CellContent::Text
            },
        })
        .collect();
    Row {
        span: row.span,
        kind,
        cells,
        realigned: false,
    }
}

fn row_kinds(rows: &[PrintedRow<'_>], header: &[PrintedRow<'_>]) -> Vec<RowKind> {
    let header: Vec<Vec<String>> = header.iter().map(PrintedRow::labels).collect();
    let mut in_repeated = false;
    rows.iter()
        .map(|row| {
            let kind = if row.is_blank() {
                RowKind::Blank
            } else if row.numbers_columns() {
                RowKind::ColumnNumbers
            } else if repeats_header(row, &header) || (in_repeated && names_columns(row)) {
                RowKind::RepeatedHeader
            } else {
                RowKind::Body
            };
            in_repeated = kind == RowKind::RepeatedHeader;
            kind
        })
        .collect()
}

/// Words only, in two cells or more: a further row of a repeated header.
fn names_columns(row: &PrintedRow<'_>) -> bool {
    row.filled().count() >= 2 && !row.filled().any(PrintedCell::is_figure)
}

/// The runs of repeated header rows.
fn repeated_headers<'rows, 'text>(
    rows: &'rows [PrintedRow<'text>],
    kinds: &[RowKind],
) -> Vec<&'rows [PrintedRow<'text>]> {
    let mut runs = Vec::new();
    let mut start = None;
    for (index, kind) in kinds.iter().chain([&RowKind::Blank]).enumerate() {
        match (kind, start) {
            (RowKind::RepeatedHeader, None) => start = Some(index),
            (RowKind::RepeatedHeader, Some(_)) => {}
            (_, Some(from)) => {
                runs.extend(rows.get(from..index));
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// How many body rows the columns' compositions prove, and how many merely fit.
fn fitting_rows(reading: &HeaderReading, body: &[&PrintedRow<'_>]) -> (usize, usize) {
    let layout = reading.layout();
    let fits = body
        .iter()
        .filter(|row| layout.fit(&row.cells) == Fit::Holds);
    let totals: Vec<usize> = reading
        .compositions
        .iter()
        .map(|composition| composition.total)
        .collect();
    fits.fold((0, 0), |(proved, fitting), row| {
        let proves = totals
            .iter()
            .filter_map(|total| row.cells.get(*total))
            .any(PrintedCell::is_figure);
        (proved + usize::from(proves), fitting + 1)
    })
}

fn column_content(body: &[&PrintedRow<'_>], column: usize) -> ColumnContent {
    let mut content = ColumnContent::default();
    for cell in body
        .iter()
        .filter_map(|row| row.cells.get(column))
        .filter(|cell| !is_blank(cell.words))
    {
        if cell.is_figure() {
            content.figures += 1;
        } else {
            content.words += 1;
        }
    }
    content
}

/// Settles the doubtful parts by the figures: they are left out when that makes more rows hold.
fn settled(compositions: &[Composition], rows: &[Row], figures: &[Figure]) -> Vec<Composition> {
    compositions
        .iter()
        .map(|composition| {
            let without: Vec<usize> = composition
                .parts
                .iter()
                .copied()
                .filter(|part| !composition.doubtful.contains(part))
                .collect();
            let kept = rows_that_hold(composition.total, &composition.parts, rows, figures);
            let left = rows_that_hold(composition.total, &without, rows, figures);
            let parts = if left > kept {
                without
            } else {
                composition.parts.clone()
            };
            Composition {
                total: composition.total,
                parts,
                doubtful: Vec::new(),
            }
        })
        .collect()
}

fn rows_that_hold(total: usize, parts: &[usize], rows: &[Row], figures: &[Figure]) -> usize {
    let value = |row: &Row, column: usize| match row.cells.get(column).map(|cell| cell.content) {
        Some(CellContent::Figure(id)) => figures.get(id.0 as usize).map(|figure| figure.value),
        _ => None,
    };
    rows.iter()
        .filter(|row| row.kind == RowKind::Body)
        .filter(|row| {
            let sum = parts
                .iter()
                .filter_map(|part| value(row, *part))
                .try_fold(rust_decimal::Decimal::ZERO, |sum, part| {
                    sum.checked_add(part)
                });
            value(row, total).is_some() && value(row, total) == sum
        })
        .count()
}
