//! The table of contents beside the headings and tables of the body (domain specification §2.4).

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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
    /// The body has too many titles to look for a similar one.
    pub is_undecided: bool,
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
    let titles = Titles::of(&nodes);
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
            is_undecided: false,
        };
        let same = place(&mut entry, &titles, last);
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
fn place(entry: &mut Entry, titles: &Titles<'_>, last: Option<usize>) -> bool {
    let from = last.map_or(0, |last| last + 1);
    let same = titles.same(&entry.key);
    let after = |nodes: &[usize]| {
        let position = nodes.partition_point(|node| *node < from);
        nodes.get(position).copied()
    };
    if let Some(node) = after(same) {
        entry.node = Some(node);
        return true;
    }
    let similar = titles.similar(&entry.key);
    entry.is_undecided = similar.is_none();
    let similar = similar.unwrap_or_default();
    if let Some(node) = after(&similar) {
        entry.node = Some(node);
        return false;
    }
    entry.out_of_order = same.first().is_some_and(|node| Some(*node) != last);
    entry.node = same.first().or(similar.first()).copied();
    !same.is_empty()
}

/// The titles of the body, to be looked up by their words.
struct Titles<'a> {
    /// The nodes of the same words, in order.
    by_key: BTreeMap<&'a str, Vec<usize>>,
    /// The words that hold a pair of characters, once similar ones were asked for.
    by_pair: OnceCell<HashMap<(char, char), Vec<&'a str>>>,
    /// How many titles were compared.
    compared: Cell<usize>,
}

impl<'a> Titles<'a> {
    fn of(nodes: &'a [Node<'_>]) -> Self {
        let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, node) in nodes.iter().enumerate() {
            by_key.entry(&node.key).or_default().push(index);
        }
        Self {
            by_key,
            by_pair: OnceCell::new(),
            compared: Cell::new(0),
        }
    }

    /// The nodes with the same words, in order.
    fn same(&self, key: &str) -> &[usize] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// The nodes with similar words, in order; none when too much was compared already.
    fn similar(&self, key: &str) -> Option<Vec<usize>> {
        let by_pair = self.by_pair.get_or_init(|| {
            let mut by_pair: HashMap<(char, char), Vec<&str>> = HashMap::new();
            for other in self.by_key.keys().copied() {
                for pair in pairs(other).collect::<BTreeSet<_>>() {
                    by_pair.entry(pair).or_default().push(other);
                }
            }
            by_pair
        });
        let mut seen: HashSet<&str> = HashSet::new();
        let mut nodes = Vec::new();
        for pair in pairs(key).collect::<BTreeSet<_>>() {
            for other in by_pair.get(&pair).into_iter().flatten() {
                self.compared.set(self.compared.get() + 1);
                if self.compared.get() > MOST_COMPARISONS {
                    return None;
                }
                if seen.insert(other) && similar(other, key) {
                    nodes.extend(self.same(other));
                }
            }
        }
        nodes.sort_unstable();
        Some(nodes)
    }
}

/// More comparisons than the contents of any disclosure need: hundreds of entries with hundreds of
/// titles.
const MOST_COMPARISONS: usize = 1_000_000;

/// Words that say nothing in a title.
const EMPTY: [&str; 6] = ["部门", "单位", "本", "情况", "说明", "的"];

static EMPTY_WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(EMPTY).ok());

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
    if let Some(empty_words) = EMPTY_WORDS.as_ref() {
        title = empty_words.replace_all(&title, &[""; EMPTY.len()]);
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
    let mut second: Vec<(char, char)> = pairs(long).collect();
    second.sort_unstable();
    let is_shared = |pair: &(char, char)| second.binary_search(pair).is_ok();
    let (first, shared) = (pairs(short).count(), pairs(short).filter(is_shared).count());
    first > 0 && shared * 2 * 10 >= (first + second.len()) * SIMILAR
}

/// The neighbouring characters of a text.
fn pairs(words: &str) -> impl Iterator<Item = (char, char)> + '_ {
    words.chars().zip(words.chars().skip(1))
}

/// Tenths of the pairs of characters that similar titles share.
const SIMILAR: usize = 6;
