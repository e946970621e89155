//! Words that lead somewhere: addresses on the web, and lines of the contents to their headings.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::audit::{Draft, PlacedAnalysis};
use crate::document::{OutlineKind, OutlineNode};
use crate::ide::definition::title;
use crate::text::Span;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address on the web.
    Address(String),
    /// A heading of the draft.
    Heading(Span),
}

/// Words that lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// The words, in the whole draft.
    pub span: Span,
    /// Where they lead.
    pub target: LinkTarget,
}

/// The links of a draft: of each disclosure the contents, then the addresses.
pub fn document_links(draft: &Draft) -> Vec<DocumentLink> {
    let disclosures = draft.disclosures.iter();
    disclosures
        .flat_map(|placed| {
            let mut links = contents(placed);
            links.extend(addresses(placed));
            links
        })
        .collect()
}

/// The lines of the contents whose heading is known.
fn contents(placed: &PlacedAnalysis) -> Vec<DocumentLink> {
    let disclosure = &placed.analysis.disclosure;
    if disclosure.toc.is_empty() {
        return Vec::new();
    }
    let mut headings: HashMap<String, &OutlineNode> = HashMap::new();
    for node in disclosure.outline_nodes() {
        if !matches!(node.kind, OutlineKind::Toc | OutlineKind::GlossaryEntry(_)) {
            let name = title(disclosure, node.name_span);
            headings.entry(name).or_insert(node);
        }
    }
    let entries = disclosure.toc.iter();
    entries
        .filter_map(|entry| {
            let heading = headings.get(&title(disclosure, entry.title_span))?;
            Some(DocumentLink {
                span: entry.title_span.offset_by(placed.start),
                target: LinkTarget::Heading(heading.name_span.offset_by(placed.start)),
            })
        })
        .collect()
}

/// What an address begins with.
static BEGINNINGS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(["http://", "https://", "www."]).ok());

/// Marks that end a sentence and not an address.
const TRAILING: [char; 8] = ['.', ',', ';', ':', '!', '?', '\'', '"'];

fn addresses(placed: &PlacedAnalysis) -> Vec<DocumentLink> {
    let text: &str = &placed.analysis.disclosure.text;
    let mut links: Vec<DocumentLink> = Vec::new();
    let Some(beginnings) = BEGINNINGS.as_ref() else {
        return links;
    };
    let mut read = 0;
    for hit in beginnings.find_iter(text) {
        let before = text
            .get(..hit.start())
            .and_then(|it| it.chars().next_back());
        let inside_word = before.is_some_and(|before| before.is_ascii_alphanumeric());
        if hit.start() < read || inside_word {
            continue;
        }
        let rest = text.get(hit.start()..).unwrap_or_default();
        let length = rest
            .find(|it: char| !is_of_address(it))
            .unwrap_or(rest.len());
        let address = rest
            .get(..length)
            .unwrap_or_default()
            .trim_end_matches(TRAILING);
        if address.len() <= hit.len() {
            continue;
        }
        read = hit.start() + address.len();
        let target = match address.starts_with("www.") {
            true => format!("http://{address}"),
            false => address.to_owned(),
        };
        links.push(DocumentLink {
            span: Span::new(hit.start(), read).offset_by(placed.start),
            target: LinkTarget::Address(target),
        });
    }
    links
}

fn is_of_address(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:/?#[@!$&'*+,;=%".contains(character)
}

#[cfg(test)]
mod tests {
    use super::{LinkTarget, document_links};
    use crate::audit::Draft;
    use crate::ide::fixture::{BUDGET, with, words};

    fn links(source: &str) -> Vec<(String, String)> {
        let draft = Draft::open(source);
        let links = document_links(&draft).into_iter();
        links
            .map(|link| {
                let target = match link.target {
                    LinkTarget::Address(address) => address,
                    LinkTarget::Heading(span) => words(&draft, span),
                };
                (words(&draft, link.span), target)
            })
            .collect()
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        let source = with(
            BUDGET,
            "负责全市商事服务工作。",
            "公开于https://www.example.gov.cn/a?b=1。另见（www.example.cn）和http://。",
        );
        let expected = [
            (
                "https://www.example.gov.cn/a?b=1",
                "https://www.example.gov.cn/a?b=1",
            ),
            ("www.example.cn", "http://www.example.cn"),
        ];
        assert_eq!(
            links(&source),
            expected.map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
    }

    #[test]
    fn a_line_of_the_contents_leads_to_its_heading() {
        let contents =
            "目录\n\n第一部分 概况……1\n\n一、主要职责……1\n\n第九部分 没有……9\n\n第一部分 概况\n";
        let source = with(BUDGET, "第一部分 概况\n", contents);
        let expected = [
            ("第一部分 概况", "第一部分 概况"),
            ("一、主要职责", "一、主要职责"),
        ];
        assert_eq!(
            links(&source),
            expected.map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
    }

    #[test]
    fn words_lead_nowhere() {
        assert!(links(BUDGET).is_empty());
        assert!(links("").is_empty());
    }
}
