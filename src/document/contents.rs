//! The table of contents beside the headings and tables of the body (domain specification §2.4).

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;

use crate::document::normalise::{is_han, normalise};
use crate::document::{Disclosure, Ordinal, OutlineKind, ordinal_of};
use crate::text::Span;

/// A line of the contents and what it stands for.
#[derive(Debug)]
pub struct ContentsEntry {
    /// The words with their number.
    pub span: Span,
    /// Its number.
    pub ordinal: Option<Ordinal>,
    /// What is compared: the words without number, year, organisation, 部门, 单位 and 说明.
    pub key: String,
    /// The title of the body that it announces: index into [`Contents::titles`].
    pub title: Option<usize>,
    /// The body has it in a place before the entries that the contents list before it.
    pub out_of_order: bool,
    /// The body has too many titles to look for a similar one.
    pub is_undecided: bool,
}

/// The title of a heading or a table of the body.
#[derive(Debug)]
pub struct ContentsTitle {
    /// What it is the title of.
    pub kind: OutlineKind,
    /// Where it stands.
    pub span: Span,
    /// What is compared.
    pub key: String,
    /// Its number.
    pub ordinal: Option<Ordinal>,
}

/// The contents and the body of a disclosure.
#[derive(Debug)]
pub struct Contents {
    /// The entries in order.
    pub entries: Vec<ContentsEntry>,
    /// The headings and tables of the body in order.
    pub titles: Vec<ContentsTitle>,
    empty_words: EmptyWords,
    /// What is compared of every line of the body, once it was asked for.
    lines: OnceLock<HashSet<String>>,
}

impl Contents {
    /// Matches the contents of a disclosure with its body.
    pub(super) fn of(disclosure: &Disclosure) -> Self {
        let empty_words = EmptyWords::of(disclosure);
        let titles: Vec<ContentsTitle> = disclosure
            .outline_nodes()
            .into_iter()
            .filter(|node| !matches!(node.kind, OutlineKind::Toc | OutlineKind::GlossaryEntry(_)))
            .map(|node| ContentsTitle {
                kind: node.kind,
                span: node.name_span,
                key: empty_words.key(&node.name),
                ordinal: ordinal_of(&node.name),
            })
            .collect();
        let entries = disclosure.toc.iter().map(|entry| {
            let words = disclosure.words(entry.title_span);
            ContentsEntry {
                span: entry.title_span,
                ordinal: ordinal_of(words),
                key: empty_words.key(words),
                title: None,
                out_of_order: false,
                is_undecided: false,
            }
        });
        let mut entries: Vec<ContentsEntry> = entries.collect();
        place_all(&mut entries, &titles);
        Self {
            entries,
            titles,
            empty_words,
            lines: OnceLock::new(),
        }
    }

    /// What of a title is compared.
    pub fn key(&self, words: &str) -> String {
        self.empty_words.key(words)
    }

    /// Whether an entry is the title of a group: the entries under it stand for it.
    pub fn is_group(&self, index: usize) -> bool {
        let form = |entry: &ContentsEntry| entry.ordinal.map(|ordinal| ordinal.form);
        let pair = self.entries.get(index).zip(self.entries.get(index + 1));
        pair.is_some_and(|(entry, next)| next.title.is_some() && form(next) > form(entry))
    }

    /// Whether the body of their disclosure has a line of the same words that is no heading to the
    /// parser.
    pub fn stands_in_body(&self, disclosure: &Disclosure, wanted: &str) -> bool {
        let lines = self.lines.get_or_init(|| {
            let lines = disclosure.lines();
            lines.map(|line| self.key(disclosure.words(line))).collect()
        });
        !wanted.is_empty() && lines.contains(wanted)
    }
}

/// Finds the title of each entry.
fn place_all(entries: &mut [ContentsEntry], titles: &[ContentsTitle]) {
    let titles = Titles::of(titles);
    let mut last = None;
    for entry in entries {
        let same = place(entry, &titles, last);
        if same && !entry.out_of_order {
            last = entry.title;
        }
    }
}

/// Finds the title of an entry: the same words after the last entry's title, then similar ones,
/// then the same words anywhere. Whether it is a title of the same words.
fn place(entry: &mut ContentsEntry, titles: &Titles<'_>, last: Option<usize>) -> bool {
    let from = last.map_or(0, |last| last + 1);
    let same = titles.same(&entry.key);
    let after = |titles: &[usize]| {
        let position = titles.partition_point(|title| *title < from);
        titles.get(position).copied()
    };
    if let Some(title) = after(same) {
        entry.title = Some(title);
        return true;
    }
    let similar = titles.similar(&entry.key);
    entry.is_undecided = similar.is_none();
    let similar = similar.unwrap_or_default();
    if let Some(title) = after(&similar) {
        entry.title = Some(title);
        return false;
    }
    entry.out_of_order = same.first().is_some_and(|title| Some(*title) != last);
    entry.title = same.first().or(similar.first()).copied();
    !same.is_empty()
}

/// The titles of the body, to be looked up by their words.
struct Titles<'a> {
    /// The titles of the same words, in order.
    by_key: BTreeMap<&'a str, Vec<usize>>,
    /// Every pair of characters with the words that hold it, by pair.
    pairs: OnceCell<Vec<(Pair, &'a str)>>,
    /// How many titles were compared.
    compared: Cell<usize>,
}

/// Two characters that stand beside each other.
type Pair = (char, char);

impl<'a> Titles<'a> {
    fn of(titles: &'a [ContentsTitle]) -> Self {
        let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, title) in titles.iter().enumerate() {
            by_key.entry(&title.key).or_default().push(index);
        }
        Self {
            by_key,
            pairs: OnceCell::new(),
            compared: Cell::new(0),
        }
    }

    /// The titles with the same words, in order.
    fn same(&self, key: &str) -> &[usize] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// The titles with similar words, in order; none when too much was compared already.
    fn similar(&self, key: &str) -> Option<Vec<usize>> {
        let mut others: Vec<&str> = Vec::new();
        for pair in distinct_pairs(key) {
            let known = others.len();
            others.extend(self.holding(pair));
            self.compared
                .set(self.compared.get() + others.len() - known);
            if self.compared.get() > MOST_COMPARISONS {
                return None;
            }
        }
        others.sort_unstable();
        others.dedup();
        let similar = others.iter().filter(|other| similar(other, key));
        let mut titles: Vec<usize> = similar
            .flat_map(|other| self.same(other))
            .copied()
            .collect();
        titles.sort_unstable();
        Some(titles)
    }

    /// The words that hold a pair of characters.
    fn holding(&self, pair: Pair) -> impl Iterator<Item = &'a str> + '_ {
        let pairs = self.pairs.get_or_init(|| {
            let keys = self.by_key.keys();
            let mut pairs: Vec<(Pair, &str)> = keys
                .flat_map(|key| {
                    distinct_pairs(key)
                        .into_iter()
                        .map(move |pair| (pair, *key))
                })
                .collect();
            pairs.sort_unstable();
            pairs
        });
        let first = pairs.partition_point(|(other, _)| *other < pair);
        let pairs = pairs.iter().skip(first);
        let same = pairs.take_while(move |(other, _)| *other == pair);
        same.map(|(_, key)| *key)
    }
}

/// More comparisons than the contents of any disclosure need: hundreds of entries with hundreds of
/// titles.
const MOST_COMPARISONS: usize = 1_000_000;

/// The words that say nothing in the titles of a disclosure: its organisation and its year.
#[derive(Debug)]
struct EmptyWords(Vec<String>);

/// Words that say nothing in any title.
static EMPTY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = ["部门", "单位", "本", "情况", "说明", "的"];
    AhoCorasick::builder().prefilter(false).build(words).ok()
});

impl EmptyWords {
    fn of(disclosure: &Disclosure) -> Self {
        let name = disclosure.organisation.iter();
        let name = name.map(|organisation| organisation.name.clone());
        let years = disclosure.fiscal_year.into_iter();
        let years = years.flat_map(|year| [format!("{year}年度"), format!("{year}年")]);
        Self(name.chain(years).filter(|word| !word.is_empty()).collect())
    }

    /// The Chinese characters of a title without its number and without empty words.
    fn key(&self, words: &str) -> String {
        let start = ordinal_of(words).map_or(0, |ordinal| ordinal.end);
        let mut title = normalise(words.get(start..).unwrap_or(words));
        if let Some(numbered) = title.strip_prefix('表') {
            title = numbered.trim_start_matches(is_table_number).to_owned();
        }
        for word in &self.0 {
            if title.contains(word) {
                title = title.replace(word, "");
            }
        }
        let mut key = String::with_capacity(title.len());
        let mut rest = 0;
        let hits = EMPTY
            .iter()
            .flat_map(|automaton| automaton.find_iter(&title));
        for hit in hits {
            key.extend(chinese(title.get(rest..hit.start())));
            rest = hit.end();
        }
        key.extend(chinese(title.get(rest..)));
        key
    }
}

fn chinese(words: Option<&str>) -> impl Iterator<Item = char> + '_ {
    let characters = words.unwrap_or_default().chars();
    characters.filter(|character| is_han(*character))
}

fn is_table_number(character: char) -> bool {
    "一二三四五六七八九十".contains(character) || character.is_ascii_digit()
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
    let mut second: Vec<Pair> = pairs(long).collect();
    second.sort_unstable();
    let is_shared = |pair: &Pair| second.binary_search(pair).is_ok();
    let (first, shared) = (pairs(short).count(), pairs(short).filter(is_shared).count());
    first > 0 && shared * 2 * 10 >= (first + second.len()) * SIMILAR
}

/// The neighbouring characters of a text.
fn pairs(words: &str) -> impl Iterator<Item = Pair> + '_ {
    words.chars().zip(words.chars().skip(1))
}

fn distinct_pairs(words: &str) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = pairs(words).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Tenths of the pairs of characters that similar titles share.
const SIMILAR: usize = 6;
