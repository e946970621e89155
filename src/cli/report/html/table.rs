//! A table of a draft as a table of HTML.

use std::fmt::Write;

use super::draft::{without_blanks, without_hashes};
use super::escape::escaped;
use super::marks::Painter;
use crate::document::{ColumnRole, HeaderNode, LineKind, Row, RowKind, Table};
use crate::text::Span;

/// A table and where its disclosure starts.
#[derive(Clone, Copy)]
pub struct Placed<'draft> {
    /// The table.
    pub table: &'draft Table,
    /// The text of its disclosure.
    pub text: &'draft str,
    /// The byte offset of the disclosure in the draft.
    pub start: usize,
}

/// The most columns that a sheet of paper holds upright.
const MOST_COLUMNS: usize = 12;

/// Writes a table with the lines around it: label, title, unit, notes.
pub fn write(out: &mut String, placed: Placed<'_>, painter: &mut Painter<'_>) {
    let table = placed.table;
    let first = table
        .rows
        .first()
        .map_or(table.span.end, |row| row.span.start);
    let last = table.rows.last().map_or(first, |row| row.span.end);
    let last = last.clamp(first, table.span.end.max(first));
    let wide = if table.columns.len() > MOST_COLUMNS {
        " wide"
    } else {
        ""
    };
    let _ = writeln!(out, "<div class=\"table{wide}\">");
    placed.write_lines(out, Span::new(table.span.start, first), painter);
    if !table.rows.is_empty() {
        out.push_str("<div class=\"scroll\" tabindex=\"0\"");
        if !table.title.is_empty() {
            let title = escaped(&table.title);
            let _ = write!(out, " role=\"region\" aria-label=\"{title}\"");
        }
        out.push_str(">\n<table>\n");
        placed.write_rows(out, painter);
        out.push_str("</table>\n</div>\n");
    }
    placed.write_lines(out, Span::new(last, table.span.end), painter);
    out.push_str("</div>\n");
}

impl Placed<'_> {
    /// The lines before and after the rows.
    fn write_lines(&self, out: &mut String, span: Span, painter: &mut Painter<'_>) {
        let words = span.get(self.text).unwrap_or_default();
        let mut start = span.start;
        for line in words.split_inclusive(['\n', '\r']) {
            let end = start + line.len();
            let shown = without_blanks(self.text, Span::new(start, end));
            start = end;
            if shown.is_empty() {
                continue;
            }
            let is = |span: Option<Span>| span.is_some_and(|span| span.intersects(shown));
            let class = if is(self.table.title_span) {
                "title"
            } else if is(self.table.unit_span) {
                "unit"
            } else {
                "line"
            };
            let _ = write!(out, "<p class=\"{class}\">");
            let shown = without_hashes(self.text, shown);
            painter.paint(out, shown.offset_by(self.start));
            out.push_str("</p>\n");
        }
    }

    fn write_rows(&self, out: &mut String, painter: &mut Painter<'_>) {
        let rows = &self.table.rows;
        let headers = rows.iter().take_while(|row| row.kind == RowKind::Header);
        let headers = headers.count();
        let (header, body) = rows.split_at(headers.min(rows.len()));
        if !header.is_empty() {
            out.push_str("<thead>\n");
            match self.table.header.is_empty() {
                true => header
                    .iter()
                    .for_each(|row| self.write_header_row(out, row, painter)),
                false => self.write_header_tree(out, painter),
            }
            out.push_str("</thead>\n");
        }
        out.push_str("<tbody>\n");
        let mut offset = body.first().map_or(0, |row| row.span.start);
        for (index, row) in body.iter().enumerate() {
            self.write_between(out, Span::new(offset, row.span.start), painter);
            self.write_row(out, headers + index, row, painter);
            offset = row.span.end.max(offset);
        }
        out.push_str("</tbody>\n");
    }

    /// Lines between rows that are no rows themselves; the line of dashes of a pipe table is none.
    fn write_between(&self, out: &mut String, span: Span, painter: &mut Painter<'_>) {
        let words = span.get(self.text).unwrap_or_default();
        if words
            .chars()
            .all(|it| it.is_whitespace() || "|-:+".contains(it))
        {
            return;
        }
        let columns = self.table.columns.len().max(1);
        let _ = write!(out, "<tr class=\"between\"><td colspan=\"{columns}\">");
        painter.paint(out, without_blanks(self.text, span).offset_by(self.start));
        out.push_str("</td></tr>\n");
    }

    fn write_header_row(&self, out: &mut String, row: &Row, painter: &mut Painter<'_>) {
        out.push_str("<tr>");
        for cell in &row.cells {
            out.push_str("<th scope=\"col\">");
            painter.paint(out, cell.span.offset_by(self.start));
            out.push_str("</th>");
        }
        out.push_str("</tr>\n");
    }

    /// The labels of the header, each over the columns that it covers.
    fn write_header_tree(&self, out: &mut String, painter: &mut Painter<'_>) {
        let depth = depth(&self.table.header);
        let mut level: Vec<&HeaderNode> = self.table.header.iter().collect();
        for row in 0..depth {
            out.push_str("<tr>");
            for node in &level {
                let columns = node.columns.len().max(1);
                let rows = if node.children.is_empty() {
                    depth - row
                } else {
                    1
                };
                let scope = if columns > 1 { "colgroup" } else { "col" };
                let _ = write!(out, "<th scope=\"{scope}\"");
                for (name, count) in [("colspan", columns), ("rowspan", rows)] {
                    if count > 1 {
                        let _ = write!(out, " {name}=\"{count}\"");
                    }
                }
                out.push('>');
                match node.span {
                    Some(span) => painter.paint(out, span.offset_by(self.start)),
                    None => out.push_str(&escaped(&node.label)),
                }
                out.push_str("</th>");
            }
            out.push_str("</tr>\n");
            level = level.into_iter().flat_map(|node| &node.children).collect();
        }
    }

    fn write_row(&self, out: &mut String, index: usize, row: &Row, painter: &mut Painter<'_>) {
        if row.kind == RowKind::Blank {
            return;
        }
        let class = match row.kind {
            RowKind::ColumnNumbers => " class=\"numbers\"",
            RowKind::RepeatedHeader | RowKind::Header => " class=\"repeated\"",
            RowKind::Body | RowKind::Blank => "",
        };
        let _ = write!(out, "<tr{class}>");
        for (column, cell) in row.cells.iter().enumerate() {
            let Look { tag, classes } = self.look(index, column);
            let _ = write!(out, "<{tag}");
            if !classes.is_empty() {
                let _ = write!(out, " class=\"{classes}\"");
            }
            out.push('>');
            painter.paint(out, cell.span.offset_by(self.start));
            let _ = write!(out, "</{}>", tag.split(' ').next().unwrap_or(tag));
        }
        out.push_str("</tr>\n");
    }

    fn look(&self, row: usize, column: usize) -> Look {
        let is_body = self.table.rows.get(row).map(|row| row.kind) == Some(RowKind::Body);
        if !is_body {
            return Look {
                tag: "td",
                classes: String::new(),
            };
        }
        let side = self
            .table
            .sides
            .iter()
            .find(|side| side.columns.contains(&column));
        let line = side.and_then(|side| {
            let at = side
                .lines
                .binary_search_by_key(&row, |line| line.row)
                .ok()?;
            Some((side, side.lines.get(at)?))
        });
        let total = line.is_some_and(|(_, line)| {
            matches!(
                line.kind,
                LineKind::Total | LineKind::CurrentTotal | LineKind::GrandTotal
            )
        });
        let mut classes = Vec::new();
        classes.extend(total.then(|| "total".to_owned()));
        let role = self.table.columns.get(column).map(|column| &column.role);
        let (tag, class) = match role {
            Some(ColumnRole::Amount(_) | ColumnRole::Percentage) => ("td", "amount"),
            Some(ColumnRole::Code(..) | ColumnRole::OrganisationCode) => ("td", "code"),
            Some(ColumnRole::LineNumber) => ("td", "number"),
            Some(ColumnRole::Name) => ("th scope=\"row\"", ""),
            Some(ColumnRole::Text | ColumnRole::GovernmentName) | None => ("td", ""),
        };
        if !class.is_empty() {
            classes.push(class.to_owned());
        }
        if let (Some(ColumnRole::Name), Some((side, line))) = (role, line) {
            let parents = std::iter::successors(line.parent, |parent| {
                side.lines.get(*parent).and_then(|line| line.parent)
            });
            classes.push(format!("under{}", parents.take(MOST_INDENT).count()));
        }
        Look {
            tag,
            classes: classes.join(" "),
        }
    }
}

/// The deepest indentation of a line under others.
const MOST_INDENT: usize = 6;

/// How a cell is written.
struct Look {
    tag: &'static str,
    /// `under2` is a label that is two lines below the top.
    classes: String,
}

fn depth(nodes: &[HeaderNode]) -> usize {
    let depths = nodes.iter().map(|node| 1 + depth(&node.children));
    depths.max().unwrap_or(0)
}
