//! Headings, tables and glossary entries of all drafts, by what was typed of their names.

use crate::audit::{Draft, PlacedAnalysis};
use crate::document::OutlineNode;
use crate::document::normalise::fold;
use crate::ide::SymbolKind;
use crate::ide::symbols::{heading, symbol_kind};
use crate::text::Span;

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
    let query: Vec<char> = folded(query).collect();
    let mut found = Vec::new();
    for placed in &draft.disclosures {
        let disclosure = &placed.analysis.disclosure;
        let organisation = disclosure.organisation.as_ref();
        let container = organisation.map_or("", |organisation| &organisation.name);
        collect(
            placed,
            &disclosure.outline,
            container,
            &query,
            most,
            &mut found,
        );
    }
    found
}

fn collect(
    placed: &PlacedAnalysis,
    nodes: &[OutlineNode],
    container: &str,
    query: &[char],
    most: usize,
    found: &mut Vec<FoundSymbol>,
) {
    for node in nodes {
        if found.len() >= most {
            return;
        }
        if let Some(literal) = fits(&node.name, query) {
            found.push(FoundSymbol {
                name: heading(&node.name),
                container: container.to_owned(),
                kind: symbol_kind(node.kind),
                span: node.name_span.offset_by(placed.start),
                literal,
            });
        }
        collect(placed, &node.children, &node.name, query, most, found);
    }
}

/// Whether a name fits; true where the query stands in it as a whole.
fn fits(name: &str, query: &[char]) -> Option<bool> {
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

/// Characters as they are compared: half-width, small, without blanks.
fn folded(words: &str) -> impl Iterator<Item = char> {
    let characters = words.chars().map(fold).filter(|it| *it != ' ');
    characters.map(|character| character.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::workspace_symbols;
    use crate::audit::Draft;
    use crate::ide::fixture::BUDGET;

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
