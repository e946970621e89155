//! The outline of a draft: disclosures, parts, sections, tables.

use crate::audit::{Draft, Locale, PlacedAnalysis};
use crate::document::{
    CellContent, Disclosure, DocumentKind, OutlineKind, OutlineNode, RowKind, Table,
};
use crate::ide::amount::unit_name;
use crate::ide::say;
use crate::text::Span;

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// One disclosure of a compendium.
    Disclosure,
    /// The table of contents.
    Toc,
    /// 第N部分.
    Part,
    /// A section.
    Section,
    /// A table.
    Table,
    /// The glossary.
    Glossary,
    /// An entry of the glossary.
    GlossaryEntry,
}

/// A node of the outline. Spans are of the whole draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The heading or title; never empty.
    pub name: String,
    /// What is worth knowing beside the name: 万元 · 12 行. May be empty.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Everything it covers.
    pub span: Span,
    /// The heading or title; lies inside `span`.
    pub selection_span: Span,
    /// What stands under it.
    pub children: Vec<Symbol>,
}

/// The outline of a draft. A compendium has a node for every disclosure at the top.
pub fn symbols(draft: &Draft, locale: Locale) -> Vec<Symbol> {
    match draft.disclosures.as_slice() {
        [only] => outline(only, locale),
        several => several
            .iter()
            .map(|placed| disclosure_symbol(placed, locale))
            .collect(),
    }
}

fn outline(placed: &PlacedAnalysis, locale: Locale) -> Vec<Symbol> {
    let disclosure = &placed.analysis.disclosure;
    let nodes = disclosure.outline.iter();
    nodes
        .map(|node| symbol(disclosure, placed.start, node, locale))
        .collect()
}

fn disclosure_symbol(placed: &PlacedAnalysis, locale: Locale) -> Symbol {
    let disclosure = &placed.analysis.disclosure;
    let span = Span::new(0, disclosure.text.trim_end().len());
    let named = disclosure.organisation.as_ref();
    let first_line = first_line(&disclosure.text);
    let name = match named {
        Some(organisation) => organisation.name.clone(),
        None => disclosure.words(first_line).to_owned(),
    };
    let selection = named.map_or(first_line, |organisation| organisation.span);
    Symbol {
        name: or_untitled(name, locale),
        detail: disclosure_detail(disclosure),
        kind: SymbolKind::Disclosure,
        span: span.offset_by(placed.start),
        selection_span: inside(selection, span).offset_by(placed.start),
        children: outline(placed, locale),
    }
}

fn disclosure_detail(disclosure: &Disclosure) -> String {
    let year = disclosure.fiscal_year.map(|year| format!("{year}年"));
    let kind = disclosure.kind.map(|kind| match kind {
        DocumentKind::Budget => "预算",
        DocumentKind::FinalAccount => "决算",
    });
    format!("{}{}", year.unwrap_or_default(), kind.unwrap_or_default())
}

fn first_line(text: &str) -> Span {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            return Span::new(start, start + words.len());
        }
        at += line.len();
    }
    Span::empty(0)
}

fn symbol(disclosure: &Disclosure, start: usize, node: &OutlineNode, locale: Locale) -> Symbol {
    let children = node.children.iter();
    Symbol {
        name: or_untitled(heading(&node.name), locale),
        detail: detail(disclosure, node.kind, locale),
        kind: symbol_kind(node.kind),
        span: node.span.offset_by(start),
        selection_span: inside(node.name_span, node.span).offset_by(start),
        children: children
            .map(|child| symbol(disclosure, start, child, locale))
            .collect(),
    }
}

/// What a node of the outline is as a symbol.
pub(super) fn symbol_kind(kind: OutlineKind) -> SymbolKind {
    match kind {
        OutlineKind::Toc => SymbolKind::Toc,
        OutlineKind::Part => SymbolKind::Part,
        OutlineKind::Section => SymbolKind::Section,
        OutlineKind::Table(_) => SymbolKind::Table,
        OutlineKind::Glossary => SymbolKind::Glossary,
        OutlineKind::GlossaryEntry(_) => SymbolKind::GlossaryEntry,
    }
}

fn detail(disclosure: &Disclosure, kind: OutlineKind, locale: Locale) -> String {
    let OutlineKind::Table(index) = kind else {
        return String::new();
    };
    let Some(table) = disclosure.tables.get(index) else {
        return String::new();
    };
    let unit = unit_name(table.unit);
    let rows = body_rows(table);
    let count = match (rows, locale) {
        (0, _) => say(locale, "空表", "empty").to_owned(),
        (1, Locale::English) => "1 row".to_owned(),
        (_, Locale::Chinese) => format!("{rows} 行"),
        (_, Locale::English) => format!("{rows} rows"),
    };
    if unit.is_empty() {
        return count;
    }
    format!("{unit} · {count}")
}

/// Rows of the body that hold anything.
pub(super) fn body_rows(table: &Table) -> usize {
    let holds_anything = |row: &&crate::document::Row| {
        let mut cells = row.cells.iter();
        cells.any(|cell| cell.content != CellContent::Blank)
    };
    let body = table.rows.iter().filter(|row| row.kind == RowKind::Body);
    body.filter(holds_anything).count()
}

/// A heading without the full stop that some documents print after it.
pub(super) fn heading(name: &str) -> String {
    name.trim_end_matches('。').to_owned()
}

/// The protocol refuses a symbol without a name.
fn or_untitled(name: String, locale: Locale) -> String {
    if name.trim().is_empty() {
        return say(locale, "（无标题）", "(untitled)").to_owned();
    }
    name
}

/// The protocol refuses a selection that is not inside the symbol.
fn inside(selection: Span, span: Span) -> Span {
    if span.contains_span(selection) {
        return selection;
    }
    Span::empty(span.start)
}
