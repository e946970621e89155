//! Document symbols and folds.

use tower_lsp_server::ls_types::{
    self as lsp, DocumentSymbol, DocumentSymbolResponse, FoldingRange, FoldingRangeKind, Location,
    SymbolInformation, Uri,
};

use super::{Ranges, range};
use crate::audit::Draft;
use crate::ide::{Fold, FoldKind, FoundSymbol, Symbol, SymbolKind};
use crate::server::session::View;
use crate::text::Text;

/// The outline: a tree where the client knows trees, else a list.
pub fn symbols(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    symbols: Vec<Symbol>,
) -> DocumentSymbolResponse {
    let ranges = Ranges::of(draft, view.client.encoding);
    if view.client.nested_symbols {
        let symbols = symbols.into_iter();
        return DocumentSymbolResponse::Nested(symbols.map(|it| nested(&ranges, it)).collect());
    }
    let mut list = Vec::new();
    for symbol in symbols {
        flatten(&ranges, uri, symbol, None, &mut list);
    }
    DocumentSymbolResponse::Flat(list)
}

#[expect(deprecated, reason = "the field has a successor, but no default")]
fn nested(ranges: &Ranges<'_>, symbol: Symbol) -> DocumentSymbol {
    let children = symbol.children.into_iter();
    let children: Vec<_> = children.map(|child| nested(ranges, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: Some(symbol.detail).filter(|detail| !detail.is_empty()),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: ranges.range(symbol.span),
        selection_range: ranges.range(symbol.selection_span),
        children: (!children.is_empty()).then_some(children),
    }
}

#[expect(deprecated, reason = "the field has a successor, but no default")]
fn flatten(
    ranges: &Ranges<'_>,
    uri: &Uri,
    symbol: Symbol,
    container: Option<&str>,
    list: &mut Vec<SymbolInformation>,
) {
    list.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location {
            uri: uri.clone(),
            range: ranges.range(symbol.span),
        },
        container_name: container.map(str::to_owned),
    });
    for child in symbol.children {
        flatten(ranges, uri, child, Some(&symbol.name), list);
    }
}

/// The symbols of a text that fit a query.
#[expect(deprecated, reason = "the field has a successor, but no default")]
pub fn found_symbols(
    text: &Text,
    uri: &Uri,
    view: &View,
    found: Vec<FoundSymbol>,
) -> Vec<SymbolInformation> {
    let found = found.into_iter().map(|symbol| SymbolInformation {
        name: symbol.name,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location {
            uri: uri.clone(),
            range: range(text, symbol.span, view.client.encoding),
        },
        container_name: Some(symbol.container).filter(|container| !container.is_empty()),
    });
    found.collect()
}

fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Disclosure => lsp::SymbolKind::PACKAGE,
        SymbolKind::Toc => lsp::SymbolKind::ENUM,
        SymbolKind::Part => lsp::SymbolKind::MODULE,
        SymbolKind::Section => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Table => lsp::SymbolKind::ARRAY,
        SymbolKind::Glossary => lsp::SymbolKind::CLASS,
        SymbolKind::GlossaryEntry => lsp::SymbolKind::KEY,
    }
}

/// The folds, the longest ones when the client does not take them all.
pub fn folding(draft: &Draft, view: &View, mut folds: Vec<Fold>) -> Vec<FoldingRange> {
    if let Some(most) = view.client.most_folds
        && folds.len() > most
    {
        folds.sort_by_key(|fold| std::cmp::Reverse(fold.span.len()));
        folds.truncate(most);
        folds.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end)));
    }
    let ranges = Ranges::of(draft, view.client.encoding);
    let folds = folds
        .into_iter()
        .map(|fold| folding_range(&ranges, view, fold));
    folds
        .filter(|fold| fold.start_line < fold.end_line)
        .collect()
}

fn folding_range(ranges: &Ranges<'_>, view: &View, fold: Fold) -> FoldingRange {
    let range = ranges.range(fold.span);
    let inside_lines = !view.client.folds_lines_only;
    // The whole first line stays visible, not only the part before the fold.
    let visible = ranges.range(fold.first_line).end;
    FoldingRange {
        start_line: range.start.line,
        start_character: inside_lines.then_some(visible.character),
        end_line: range.end.line,
        end_character: inside_lines.then_some(range.end.character),
        kind: folding_kind(fold.kind),
        collapsed_text: fold.summary.filter(|_| view.client.collapsed_text),
    }
}

/// The kinds that clients have commands for: “fold all regions” folds the tables, “fold all block
/// comments” the entries of the glossary, and “fold imports” the table of contents.
fn folding_kind(kind: FoldKind) -> Option<FoldingRangeKind> {
    match kind {
        FoldKind::Toc => Some(FoldingRangeKind::Imports),
        FoldKind::Table => Some(FoldingRangeKind::Region),
        FoldKind::GlossaryEntry => Some(FoldingRangeKind::Comment),
        FoldKind::Heading | FoldKind::Glossary | FoldKind::Rows => None,
    }
}
