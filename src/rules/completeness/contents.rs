//! The table of contents beside the headings and tables of the body (domain specification §2.4).

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::document::normalise::{is_han, normalise};
use crate::document::{Disclosure, Ordinal, OutlineKind, OutlineNode, ordinal_of};
use crate::text::Span;

/// A line of the contents and what it stands for.
pub struct Entry {
    /// The words with their number.
    pub span: Span,
    /// Its number.
    pub ordinal: Option<Ordinal>,
    /// What is compared: the words without number, year, organisation, 部门, 单位 and 说明.
    pub key: String,
    /// The node of the body that it announces: index into the body's nodes.
    pub node: Option<usize>,
    /// The body has it in a place before the entries that the contents list before it.
    pub out_of_order: bool,
}

/// The contents and the body of a disclosure.
pub struct Contents<'a> {
    /// The entries in order.
    pub entries: Vec<Entry>,
    /// The headings and tables of the body in order.
    pub nodes: Vec<Node<'a>>,
    disclosure: &'a Disclosure,
    /// What is compared of every line of the body, once it was asked for.
    lines: OnceCell<HashSet<String>>,
}

/// A heading or a table of the body.
pub struct Node<'a> {
    /// The node of the outline.
    pub outline: &'a OutlineNode,
    /// What is compared.
    pub key: String,
    /// Its number.
    pub ordinal: Option<Ordinal>,
}

impl Contents<'_> {
    /// Whether an entry is the title of a group: the entries under it stand for it.
    pub fn is_group(&self, index: usize) -> bool {
        let form = |entry: &Entry| entry.ordinal.map(|ordinal| ordinal.form);
        let pair = self.entries.get(index).zip(self.entries.get(index + 1));
        pair.is_some_and(|(entry, next)| next.node.is_some() && form(next) > form(entry))
    }

    /// Whether the body has a line of the same words that is no heading to the parser.
    pub fn stands_in_body(&self, wanted: &str) -> bool {
        let lines = self.lines.get_or_init(|| {
            let lines = self.disclosure.lines();
            lines
                .map(|line| key(self.disclosure, self.disclosure.words(line)))
                .collect()
        });
        !wanted.is_empty() && lines.contains(wanted)
    }
}

/// Matches the contents with the body.
pub fn read(disclosure: &Disclosure) -> Contents<'_> {
    let nodes: Vec<Node<'_>> = disclosure
        .outline_nodes()
        .into_iter()
        .filter(|node| !matches!(node.kind, OutlineKind::Toc | OutlineKind::GlossaryEntry(_)))
        .map(|outline| Node {
            outline,
            key: key(disclosure, &outline.name),
            ordinal: ordinal_of(&outline.name),
        })
        .collect();
    let mut last = None;
    let mut entries = Vec::new();
    for entry in &disclosure.toc {
        let words = disclosure.words(entry.title_span);
        let mut entry = Entry {
            span: entry.title_span,
            ordinal: ordinal_of(words),
            key: key(disclosure, words),
            node: None,
            out_of_order: false,
        };
        let same = place(&mut entry, &nodes, last);
        if same && !entry.out_of_order {
            last = entry.node;
        }
        entries.push(entry);
    }
    Contents {
        entries,
        nodes,
        disclosure,
        lines: OnceCell::new(),
    }
}

/// Finds the node of an entry: the same words after the last entry's node, then similar ones,
/// then the same words anywhere. Whether it is a node of the same words.
fn place(entry: &mut Entry, nodes: &[Node<'_>], last: Option<usize>) -> bool {
    let from = last.map_or(0, |last| last + 1);
    let after = |wanted: &dyn Fn(&Node<'_>) -> bool| {
        let position = nodes.iter().skip(from).position(wanted)?;
        Some(from + position)
    };
    let same = |node: &Node<'_>| node.key == entry.key;
    let alike = |node: &Node<'_>| similar(&node.key, &entry.key);
    let (node, equal, out_of_order) = if let Some(node) = after(&same) {
        (Some(node), true, false)
    } else if let Some(node) = after(&alike) {
        (Some(node), false, false)
    } else {
        match nodes.iter().position(same) {
            Some(node) => (Some(node), true, Some(node) != last),
            None => (nodes.iter().position(alike), false, false),
        }
    };
    entry.node = node;
    entry.out_of_order = out_of_order;
    equal
}

/// What of a title is compared.
pub fn key(disclosure: &Disclosure, words: &str) -> String {
    let start = ordinal_of(words).map_or(0, |ordinal| ordinal.end);
    let mut title = normalise(words.get(start..).unwrap_or(words));
    if let Some(rest) = title.strip_prefix('表') {
        title = rest
            .trim_start_matches(|character: char| {
                "一二三四五六七八九十".contains(character) || character.is_ascii_digit()
            })
            .to_owned();
    }
    if let Some(organisation) = &disclosure.organisation {
        title = title.replace(&organisation.name, "");
    }
    if let Some(year) = disclosure.fiscal_year {
        title = title
            .replace(&format!("{year}年度"), "")
            .replace(&format!("{year}年"), "");
    }
    for word in ["部门", "单位", "本", "情况", "说明", "的"] {
        title = title.replace(word, "");
    }
    title.retain(is_han);
    title
}

/// Whether two keys mean the same title: one contains the other, or they share most pairs of
/// characters.
fn similar(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.chars().count() >= 4 && long.contains(short) {
        return true;
    }
    let pairs =
        |words: &str| -> Vec<(char, char)> { words.chars().zip(words.chars().skip(1)).collect() };
    let (first, second) = (pairs(short), pairs(long));
    let shared = first.iter().filter(|pair| second.contains(pair)).count();
    !first.is_empty() && shared * 2 * 10 >= (first.len() + second.len()) * SIMILAR
}

/// Tenths of the pairs of characters that similar titles share.
const SIMILAR: usize = 6;
