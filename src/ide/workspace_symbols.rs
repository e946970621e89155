//! Headings, tables and glossary entries of all drafts, by what was typed of their names.

use std::sync::Arc;

use crate::audit::Draft;
use crate::document::normalise::fold;
use crate::document::{Disclosure, OutlineNode, partition};
use crate::ide::SymbolKind;
use crate::ide::symbols::{heading, symbol_kind};
use crate::syntax::Tree;
use crate::text::{Span, Text};

/// A symbol that was found. Spans are of the whole draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSymbol {
    /// The heading, title or term.
    pub name: String,
    /// The heading above it, or the organisation; empty when there is none.
    pub container: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Where its name is printed.
    pub span: Span,
    /// The query stands in the name as it was typed, and not only its characters in order.
    pub literal: bool,
}

/// The symbols of a draft that fit a query, at most `most`. The characters of the query occur in
/// the name in this order; an empty query fits every name.
pub fn workspace_symbols(draft: &Draft, query: &str, most: usize) -> Vec<FoundSymbol> {
    let query = SymbolQuery::new(query);
    let mut found = Vec::new();
    for placed in &draft.disclosures {
        let disclosure = &placed.analysis.disclosure;
        collect(disclosure, placed.start, &query, most, &mut found);
    }
    found
}

/// The symbols of a text that nobody has open, at most `most`: it is read and not checked.
pub fn symbols_of_text(text: &Text, most: usize) -> Vec<FoundSymbol> {
    let tree = Tree::parse(text);
    let nodes = tree.as_ref().map(Tree::top_nodes).unwrap_or_default();
    let all = SymbolQuery::new("");
    let mut found = Vec::new();
    for span in partition(text, &nodes) {
        let own: Arc<str> = Arc::from(text.slice(span).as_ref());
        let blocks = tree.as_ref().map(|tree| tree.blocks(&own, span));
        let disclosure = Disclosure::read(own, &blocks.unwrap_or_default());
        collect(&disclosure, span.start, &all, most, &mut found);
    }
    found
}

fn collect(
    disclosure: &Disclosure,
    start: usize,
    query: &SymbolQuery,
    most: usize,
    found: &mut Vec<FoundSymbol>,
) {
    let organisation = disclosure.organisation.as_ref();
    let container = organisation.map_or("", |organisation| &organisation.name);
    collect_nodes(&disclosure.outline, start, container, query, most, found);
}

fn collect_nodes(
    nodes: &[OutlineNode],
    start: usize,
    container: &str,
    query: &SymbolQuery,
    most: usize,
    found: &mut Vec<FoundSymbol>,
) {
    for node in nodes {
        if found.len() >= most {
            return;
        }
        let name = heading(&node.name);
        if let Some(literal) = query.fits(&name) {
            found.push(FoundSymbol {
                container: container.to_owned(),
                kind: symbol_kind(node.kind),
                span: node.name_span.offset_by(start),
                literal,
                name,
            });
        }
        collect_nodes(&node.children, start, &node.name, query, most, found);
    }
}

/// What was typed of a name.
#[derive(Debug, Clone)]
pub struct SymbolQuery(Vec<char>);

impl SymbolQuery {
    /// A query as it was typed.
    pub fn new(typed: &str) -> Self {
        Self(folded(typed).collect())
    }

    /// Whether a name fits; true where the query stands in it as a whole.
    pub fn fits(&self, name: &str) -> Option<bool> {
        let Self(query) = self;
        if name.is_empty() {
            return None;
        }
        let mut wanted = query.iter();
        let mut next = wanted.next();
        for character in folded(name) {
            if Some(&character) == next {
                next = wanted.next();
            }
        }
        if next.is_some() {
            return None;
        }
        let name: Vec<char> = folded(name).collect();
        let literal = query.is_empty() || name.windows(query.len()).any(|window| window == query);
        Some(literal)
    }
}

/// Characters as they are compared: half-width, small, without blanks.
fn folded(words: &str) -> impl Iterator<Item = char> {
    let characters = words.chars().map(fold).filter(|it| *it != ' ');
    characters.map(|character| character.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{symbols_of_text, workspace_symbols};
    use crate::audit::Draft;
    use crate::ide::fixture::BUDGET;
    use crate::text::Text;

    fn found(query: &str) -> Vec<(String, bool)> {
        let draft = Draft::open(BUDGET);
        let found = workspace_symbols(&draft, query, 100).into_iter();
        found.map(|it| (it.name, it.literal)).collect()
    }

    #[test]
    fn characters_fit_in_their_order() {
        let named = |name: &str, literal| (name.to_owned(), literal);
        assert_eq!(found("支出总表"), [named("2024年预算支出总表", true)]);
        assert_eq!(
            found("预总表"),
            [
                named("2024年预算收入总表", false),
                named("2024年预算支出总表", false)
            ]
        );
        assert_eq!(
            found("２０２４ 年预算收"),
            [named("2024年预算收入总表", true)]
        );
        assert!(found("总表预").is_empty());
    }

    #[test]
    fn a_closed_text_has_the_symbols_of_the_open_draft() {
        let closed = symbols_of_text(&Text::new(BUDGET), 100);
        assert_eq!(closed, workspace_symbols(&Draft::open(BUDGET), "", 100));
        assert_eq!(symbols_of_text(&Text::new(BUDGET), 3).len(), 3);
    }

    #[test]
    fn an_empty_query_fits_all_and_the_container_is_named() {
        let draft = Draft::open(BUDGET);
        let all = workspace_symbols(&draft, "", 100);
        assert!(all.len() > 8);
        let table = all
            .iter()
            .find(|it| it.name == "2024年预算支出总表")
            .unwrap();
        assert_eq!(table.container, "第二部分 2024年部门预算表");
        assert_eq!(all[0].container, "云水市商事服务局");
        assert_eq!(workspace_symbols(&draft, "", 3).len(), 3);
    }
}
