//! Reads the paragraphs of a disclosure one after the other; lists may run over several of them.

use std::collections::HashMap;

use crate::document::statement::clause::{self, Bracket, Clause, Mark};
use crate::document::statement::list::{Group, List};
use crate::document::statement::numeral::{self, Numeral};
use crate::document::statement::paragraph::{self, Marker, Paragraph};
use crate::document::statement::role::{self, Opening, Signal};
use crate::document::statement::shadow::Shadow;
use crate::document::statement::walk::Walk;
use crate::document::{Direction, Figure, ProseKind, Statement, StatementPlace};
use crate::text::Span;

/// What was read and is not bound yet. Numbers, groups and lists refer to one another by index.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) numerals: Vec<Numeral>,
    pub(super) groups: Vec<Group>,
    pub(super) lists: Vec<List>,
    pub(super) shares: Vec<ShareDraft>,
    pub(super) changes: Vec<ChangeDraft>,
    pub(super) statements: Vec<Statement>,
    /// The first number of the section that is being read.
    pub(super) section: usize,
}

/// A share whose whole is not known yet.
pub(super) struct ShareDraft {
    /// The number of the percentage.
    pub(super) percent: usize,
    /// The number before it, when the share is said of that.
    pub(super) part: Option<usize>,
    /// The group of the part.
    pub(super) group: Option<usize>,
    /// The name of the part, when it has one of its own.
    pub(super) subject: String,
    /// The first number of its section.
    pub(super) section: usize,
    /// The words for the whole; empty for the head of the list.
    pub(super) whole: String,
    /// Its statement.
    pub(super) statement: usize,
}

/// A change whose current figure is not known yet.
pub(super) struct ChangeDraft {
    pub(super) span: Span,
    pub(super) statement: usize,
    /// Groups that may have changed, the likeliest first.
    pub(super) current: Vec<usize>,
    /// What changed, when it is named.
    pub(super) subject: String,
    /// Figures named before this number are nearer than those after it.
    pub(super) before: usize,
    /// The first number of its section.
    pub(super) section: usize,
    /// It stands inside a list: its subject is a part of something.
    pub(super) in_list: bool,
    /// It is said of every amount of the group.
    pub(super) each: bool,
    pub(super) direction: Direction,
    pub(super) amount: Option<usize>,
    pub(super) percent: Option<usize>,
    pub(super) percent_direction: Option<Direction>,
    pub(super) prior: Option<usize>,
}

/// A list whose items are the paragraphs that follow.
struct Pending {
    list: usize,
    opener: Option<u8>,
    item: Option<u8>,
    ordinal: Option<u32>,
    /// The items have no markers; they end with a paragraph that ends with a full stop.
    plain: bool,
    /// Paragraphs since the last item.
    idle: u32,
}

/// More paragraphs between two items of a list mean that the list has ended.
const MOST_IDLE: u32 = 4;

/// Lists inside lists inside lists; deeper ones are not followed.
const MOST_PENDING: usize = 6;

/// Reads paragraphs.
pub(super) struct Reader<'reader> {
    text: &'reader str,
    place: StatementPlace,
    figures: &'reader mut Vec<Figure>,
    drafts: Drafts,
    pending: Vec<Pending>,
    context: Option<usize>,
}

impl<'reader> Reader<'reader> {
    pub(super) fn new(
        text: &'reader str,
        place: StatementPlace,
        figures: &'reader mut Vec<Figure>,
    ) -> Self {
        Self {
            text,
            place,
            figures,
            drafts: Drafts::default(),
            pending: Vec::new(),
            context: None,
        }
    }

    /// Everything that was read.
    pub(super) fn finish(self) -> Drafts {
        self.drafts
    }

    /// Reads the next paragraph.
    pub(super) fn read(&mut self, paragraph: &Paragraph) {
        if matches!(paragraph.kind, ProseKind::Barrier | ProseKind::Heading) {
            self.drafts.section = self.drafts.numerals.len();
        }
        if paragraph.kind == ProseKind::Barrier {
            self.pending.clear();
            self.context = None;
            return;
        }
        let shadow = Shadow::of(self.text, &paragraph.pieces);
        let numerals = numeral::read(&shadow, self.figures);
        let clauses = clause::split(&shadow.words, &numerals.list, &numerals.grouped);
        let marker = paragraph::marker(&shadow.words);
        let says_amounts = !numerals.list.is_empty();
        let outer = self.outer_list(paragraph.kind, marker, says_amounts);
        let first_numeral = self.drafts.numerals.len();
        self.drafts.numerals.extend(numerals.list);

        let start = marker.map_or(0, |marker| marker.length);
        let sentences = self.add_statements(&shadow, &clauses.list);
        let divides_before = divides_before(&shadow.words, start);
        if !divides_before {
            self.context = None;
        }
        let first_list = self.drafts.lists.len();
        let first_group = self.drafts.groups.len();
        let mut walk = self.walk(&shadow, first_numeral, &sentences, outer);
        walk.run(&clauses.list);
        let (context, lead) = (walk.context, walk.first_group);
        self.context = context;
        if let Some(outer) = outer {
            self.add_item(outer, lead);
        }
        if ends_open(&shadow.words, &clauses.list) {
            self.start_pending(first_list, marker);
        }
        self.close_plain(&shadow.words);
        let hosts = self.hosts(first_group);
        for bracket in &clauses.brackets {
            self.bracket(&shadow, first_numeral, &sentences, bracket, &hosts);
        }
    }

    fn walk<'walk, 'text>(
        &'walk mut self,
        shadow: &'walk Shadow<'text>,
        first_numeral: usize,
        sentences: &'walk [(usize, usize)],
        outer: Option<usize>,
    ) -> Walk<'walk, 'text> {
        Walk {
            shadow,
            drafts: &mut self.drafts,
            first_numeral,
            sentences,
            context: self.context,
            outer,
            lead: None,
            last: None,
            stack: Vec::new(),
            active: None,
            active_stopped: false,
            lead_is_item: false,
            at_segment_start: true,
            opens_segment: true,
            in_reason: false,
            compared: false,
            compared_subject: String::new(),
            has_change: false,
            change: None,
            earlier: None,
            opened: None,
            first_group: None,
            in_bracket: false,
        }
    }

    /// One statement a sentence; those that state nothing are dropped in the end.
    fn add_statements(&mut self, shadow: &Shadow<'_>, clauses: &[Clause]) -> Vec<(usize, usize)> {
        let mut sentences = Vec::new();
        let mut start = None;
        for clause in clauses {
            let first = *start.get_or_insert(clause.range.start);
            let words = shadow
                .words
                .get(first..clause.range.end)
                .unwrap_or_default();
            let blank = words.len() - words.trim_start_matches([';', ',', '、']).len();
            if clause.mark != Mark::Stop {
                continue;
            }
            sentences.push((first, self.drafts.statements.len()));
            self.drafts.statements.push(Statement {
                span: shadow.span(first + blank, clause.range.end),
                place: self.place,
                mentions: Vec::new(),
                head: None,
                enumerations: Vec::new(),
                shares: Vec::new(),
                changes: Vec::new(),
            });
            start = None;
        }
        sentences
    }

    /// The groups and changes of the numbers of this paragraph, for the brackets behind them.
    fn hosts(&self, first_group: usize) -> HashMap<usize, usize> {
        let groups = self.drafts.groups.iter().enumerate().skip(first_group);
        groups
            .flat_map(|(index, group)| {
                group
                    .amounts
                    .iter()
                    .map(move |(numeral, _)| (*numeral, index))
            })
            .collect()
    }

    fn bracket(
        &mut self,
        shadow: &Shadow<'_>,
        first_numeral: usize,
        sentences: &[(usize, usize)],
        bracket: &Bracket,
        hosts: &HashMap<usize, usize>,
    ) {
        let host = bracket.host.map(|host| first_numeral + host);
        let group = host.and_then(|host| Some((host, *hosts.get(&host)?)));
        let group = group.and_then(|(host, group)| self.host_group(host, group));
        let change = host.and_then(|host| {
            let changes = self.drafts.changes.iter().rev().take(8);
            let at = changes
                .take_while(|change| change.amount != Some(host))
                .count();
            let index = self.drafts.changes.len().checked_sub(at + 1)?;
            let found = self.drafts.changes.get(index)?;
            (found.amount == Some(host)).then_some(index)
        });
        let after = sentences.partition_point(|(start, _)| *start <= bracket.range.start);
        let statement = sentences
            .get(after.saturating_sub(1))
            .map_or(0, |(_, statement)| *statement);
        let list = group.map(|group| {
            self.drafts
                .lists
                .push(List::new(vec![group], None, statement));
            self.drafts.lists.len() - 1
        });
        let mut walk = self.walk(shadow, first_numeral, sentences, None);
        walk.context = None;
        walk.in_bracket = true;
        walk.lead = group;
        walk.last = group;
        walk.stack = list.into_iter().collect();
        walk.change = change;
        walk.run(&bracket.clauses);
    }

    /// A group of the host alone: a bracket speaks of the number before it and no other. A share
    /// in the bracket is a share of the list that the host is an item of.
    fn host_group(&mut self, host: usize, group: usize) -> Option<usize> {
        let known = self.drafts.groups.get(group)?;
        let amount = known.amounts.iter().find(|(numeral, _)| *numeral == host)?;
        let alone = Group {
            amounts: vec![amount.clone()],
            list: known.list,
            ..Group::default()
        };
        self.drafts.groups.push(alone);
        Some(self.drafts.groups.len() - 1)
    }

    /// The list that this paragraph is an item of. Lists that it ends are closed.
    fn outer_list(
        &mut self,
        kind: ProseKind,
        marker: Option<Marker>,
        says_amounts: bool,
    ) -> Option<usize> {
        if let Some(depth) = self.matching(marker, says_amounts) {
            self.pending.truncate(depth + 1);
            let pending = self.pending.last_mut()?;
            pending.idle = 0;
            pending.item = marker.map(|marker| marker.kind);
            pending.ordinal = marker.and_then(|marker| marker.ordinal);
            pending.plain = marker.is_none();
            return Some(pending.list);
        }
        if kind == ProseKind::Heading {
            self.pending.clear();
            return None;
        }
        while let Some(pending) = self.pending.last_mut() {
            let ended = match marker {
                Some(marker) => pending.opener.is_some_and(|opener| marker.kind <= opener),
                None => pending.plain || pending.item.is_none() || pending.idle >= MOST_IDLE,
            };
            if !ended {
                pending.idle += 1;
                break;
            }
            self.pending.pop();
        }
        None
    }

    /// The innermost list that the marker continues or starts.
    fn matching(&self, marker: Option<Marker>, says_amounts: bool) -> Option<usize> {
        let found = self.pending.iter().enumerate().rev().find(|(_, pending)| {
            let Some(marker) = marker else {
                return pending.item.is_none() && (pending.plain || pending.ordinal.is_none());
            };
            match pending.item {
                Some(kind) => {
                    let follows = match (pending.ordinal, marker.ordinal) {
                        (Some(before), Some(ordinal)) => ordinal == before + 1,
                        (before, ordinal) => before == ordinal,
                    };
                    kind == marker.kind && follows
                }
                None => {
                    !pending.plain
                        && pending.opener != Some(marker.kind)
                        && marker.ordinal.is_none_or(|ordinal| ordinal == 1)
                }
            }
        });
        let (depth, _) = found?;
        let innermost = depth + 1 == self.pending.len();
        (marker.is_some() || (innermost && says_amounts)).then_some(depth)
    }

    fn add_item(&mut self, list: usize, lead: Option<usize>) {
        let Some(list) = self.drafts.lists.get_mut(list) else {
            return;
        };
        list.numbered = true;
        match lead {
            Some(lead) => list.items.push(lead),
            None => list.doubtful = true,
        }
    }

    /// The paragraph ends with “其中：” or “包括：”: its items follow.
    fn start_pending(&mut self, first_list: usize, marker: Option<Marker>) {
        let last = self
            .drafts
            .lists
            .len()
            .checked_sub(1)
            .filter(|last| *last >= first_list);
        let Some(list) = last else { return };
        let is_empty = self
            .drafts
            .lists
            .get(list)
            .is_some_and(|list| list.items.is_empty());
        if !is_empty || self.pending.len() >= MOST_PENDING {
            return;
        }
        self.pending.push(Pending {
            list,
            opener: marker.map(|marker| marker.kind),
            item: None,
            ordinal: None,
            plain: false,
            idle: 0,
        });
    }

    /// An item without marker that ends its sentence is the last one.
    fn close_plain(&mut self, words: &str) {
        let goes_on = words.ends_with([';', ',', '、', ':']);
        if !goes_on && self.pending.last().is_some_and(|pending| pending.plain) {
            self.pending.pop();
        }
    }
}

/// Whether the paragraph starts by dividing the figure of the paragraph before: “其中：…”.
fn divides_before(words: &str, start: usize) -> bool {
    let first = role::signals(words, start..words.len().min(start + 24))
        .into_iter()
        .next();
    first.is_some_and(|(range, signal)| {
        range.start == start
            && matches!(
                signal,
                Signal::Opening(Opening::OfWhich | Opening::Includes | Opening::Mainly)
            )
    })
}

/// Whether the last clause opens a list and nothing follows.
fn ends_open(words: &str, clauses: &[Clause]) -> bool {
    let last = clauses.iter().rev().find(|clause| !clause.range.is_empty());
    words.ends_with(':')
        && last.is_some_and(|clause| {
            let signals = role::signals(words, clause.range.clone());
            matches!(signals.last(), Some((_, Signal::Opening(_))))
        })
}
