//! What a person calls a place in a draft: `预算支出总表 “合计”基本支出`, `第三部分 › 一、收入情况`.

use crate::audit::{Draft, cell_label, line_label, table_name};
use crate::document::{Disclosure, OutlineKind, Table};
use crate::text::Span;

/// The name of a place; empty where there is none. The span is of the whole draft.
pub fn location(draft: &Draft, span: Span) -> String {
    let Some(placed) = draft.disclosure_at(span.start) else {
        return String::new();
    };
    let disclosure = &placed.analysis.disclosure;
    let span = span.relative_to(placed.start);
    let table = disclosure
        .tables
        .iter()
        .find(|table| table.span.touches(span.start));
    match table {
        Some(table) => in_table(table, span),
        None => in_sections(disclosure, span),
    }
}

fn in_table(table: &Table, span: Span) -> String {
    let cell = cell_name(table, span).unwrap_or_default();
    [table_name(table), cell]
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the cell is called; the whole line where the span is no cell of an amount.
fn cell_name(table: &Table, span: Span) -> Option<String> {
    let (row, line) = table
        .rows
        .iter()
        .enumerate()
        .find(|(_, row)| row.span.touches(span.start))?;
    let mut cells = line.cells.iter();
    let column = cells.position(|cell| cell.span.contains_span(span))?;
    let in_side = table
        .sides
        .iter()
        .find(|side| side.columns.contains(&column))?;
    let own = in_side.lines.iter().find(|line| line.row == row)?;
    // The label of a line is named by itself, not by its column.
    Some(match own.label_span.intersects(span) {
        true => line_label(own),
        false => cell_label(table, row, column),
    })
}

/// The headings over a place, from the part down.
fn in_sections(disclosure: &Disclosure, span: Span) -> String {
    let mut names = Vec::new();
    let mut nodes = &*disclosure.outline;
    while let Some(node) = nodes.iter().find(|node| node.span.touches(span.start)) {
        if !matches!(node.kind, OutlineKind::Table(_)) {
            names.push(node.name.as_str());
        }
        nodes = &node.children;
    }
    names.join(" › ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAFT: &str = "\
第一部分 预算表

2025年预算支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t120.00\t70.00\t50.00
207\t文化旅游体育与传媒支出\t120.00\t70.00\t50.00

第二部分 情况说明

一、支出情况

支出预算88.00万元。
";

    fn place_of(words: &str) -> String {
        let draft = Draft::open(DRAFT);
        let start = DRAFT.find(words).expect("words of the draft");
        location(&draft, Span::new(start, start + words.len()))
    }

    #[test]
    fn cells_lines_and_sections_have_names() {
        assert_eq!(place_of("70.00"), "预算支出总表 “合计”基本支出");
        let line = "预算支出总表 “207 文化旅游体育与传媒支出”";
        assert_eq!(place_of("文化旅游体育与传媒支出"), line);
        assert_eq!(place_of("88.00"), "第二部分 情况说明 › 一、支出情况");
    }
}
