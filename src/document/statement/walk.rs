//! The walk through the clauses of one paragraph: which amount heads the sentence, which are
//! items of a list, to what a share or a change belongs (domain specification §5.0).

use std::ops::Range;

use crate::document::statement::clause::{Clause, Mark};
use crate::document::statement::label;
use crate::document::statement::list::{Group, List, Name};
use crate::document::statement::numeral::{Class, Numeral};
use crate::document::statement::reader::{ChangeDraft, Drafts, ShareDraft};
use crate::document::statement::role::{self, Movement, Opening, Role, Signal};
use crate::document::statement::shadow::Shadow;
use crate::document::{Direction, FigureId, Mention};

/// More amounts before a list are no head of it.
const MOST_AMOUNTS: usize = 32;

/// More figures that a list may divide are no choice.
const MOST_HEADS: usize = 4;

/// Lists inside lists of one segment; deeper ones start anew.
const MOST_LISTS: usize = 8;

/// The state of the walk. “Segment” is what stands between semicolons.
pub(super) struct Walk<'walk, 'text> {
    pub(super) shadow: &'walk Shadow<'text>,
    pub(super) drafts: &'walk mut Drafts,
    /// The index of the paragraph's first number.
    pub(super) first_numeral: usize,
    /// The statements of the paragraph: where each starts in the shadow.
    pub(super) sentences: &'walk [(usize, usize)],
    /// The figure that was spoken of before; 其中 at the start of a sentence divides it.
    pub(super) context: Option<usize>,
    /// The list whose item this paragraph is.
    pub(super) outer: Option<usize>,
    /// The first group of the segment.
    pub(super) lead: Option<usize>,
    /// The group of the last amount.
    pub(super) last: Option<usize>,
    /// The lists that are being filled, the innermost last.
    pub(super) stack: Vec<usize>,
    /// A list of an earlier segment that this segment may continue.
    pub(super) active: Option<usize>,
    /// The active list ended with a full stop.
    pub(super) active_stopped: bool,
    /// The lead continues the active list.
    pub(super) lead_is_item: bool,
    /// The next clause is the first one of its segment.
    pub(super) at_segment_start: bool,
    /// The clause is the first one of its segment.
    pub(super) opens_segment: bool,
    /// Inside a reason.
    pub(super) in_reason: bool,
    /// The sentence says with what is compared.
    pub(super) compared: bool,
    /// The subject that stands before a comparison without a number.
    pub(super) compared_subject: String,
    /// The sentence has a change.
    pub(super) has_change: bool,
    /// The last change of the segment, while a percentage may follow.
    pub(super) change: Option<usize>,
    /// 比上年A: the earlier figure of the next change.
    pub(super) earlier: Option<usize>,
    /// The list opened in this clause, and the byte after the opening words.
    pub(super) opened: Option<(usize, usize)>,
    /// The first group of the paragraph.
    pub(super) first_group: Option<usize>,
    /// A bracket: what it says belongs to the number before it.
    pub(super) in_bracket: bool,
}

impl Walk<'_, '_> {
    /// Walks through clauses in order.
    pub(super) fn run(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            self.clause(clause);
            match clause.mark {
                Mark::Comma | Mark::Colon => {}
                Mark::Semicolon => self.end_segment(false),
                Mark::Stop => self.end_segment(true),
            }
        }
    }

    fn words(&self, range: Range<usize>) -> &str {
        self.shadow.words.get(range).unwrap_or_default()
    }

    fn numeral(&self, index: usize) -> Option<&Numeral> {
        self.drafts.numerals.get(index)
    }

    fn clause(&mut self, clause: &Clause) {
        self.opened = None;
        self.leave_reason_to_compare(clause);
        let mut signals = role::signals(&self.shadow.words, clause.range.clone())
            .into_iter()
            .peekable();
        let mut from = clause.range.start;
        let mut said = false;
        for offset in &clause.numerals {
            let index = self.first_numeral + offset;
            let Some(numeral) = self.numeral(index).cloned() else {
                continue;
            };
            while let Some((range, signal)) =
                signals.next_if(|(range, _)| range.start < numeral.digits.start)
            {
                self.signal(range.clone(), signal);
                from = range.end.max(from);
            }
            let before = from..numeral.digits.start;
            said |= self.number(index, &numeral, before);
            from = numeral.end;
            self.opened = None;
        }
        for (range, signal) in signals {
            self.signal(range, signal);
        }
        self.end_clause(clause, from, said);
    }

    /// “…；与上年相比，…” starts anew after a reason.
    fn leave_reason_to_compare(&mut self, clause: &Clause) {
        self.opens_segment = std::mem::take(&mut self.at_segment_start);
        let starts = self.in_reason && self.opens_segment;
        let found = || role::comparison(self.words(clause.range.clone()));
        if starts && found().is_some_and(|found| found.start == 0) {
            self.in_reason = false;
        }
    }

    fn signal(&mut self, range: Range<usize>, signal: Signal) {
        match signal {
            Signal::Reason => {
                self.in_reason = true;
                self.mark_clauses();
            }
            Signal::Opening(opening) => self.open(range, opening),
        }
    }

    /// The current group has clauses of its own.
    fn mark_clauses(&mut self) {
        if let Some(group) = self.last.and_then(|last| self.drafts.groups.get_mut(last)) {
            group.has_clauses = true;
        }
    }

    fn open(&mut self, range: Range<usize>, opening: Opening) {
        if self.in_reason && (self.has_change || opening != Opening::OfWhich) {
            return;
        }
        self.in_reason = false;
        if opening != Opening::Mainly {
            self.leave_cut_list();
        }
        let filled = self.stack.last().copied().filter(|list| {
            let list = self.drafts.lists.get(*list);
            list.is_some_and(|list| !list.items.is_empty())
        });
        let heads = match filled {
            // “A，其中：B，包括C” divides B; “A，其中：B，其中：C” may divide A or B.
            Some(list) => {
                let mut heads: Vec<usize> = self.last.into_iter().collect();
                let outer = self
                    .drafts
                    .lists
                    .get(list)
                    .filter(|_| opening == Opening::OfWhich);
                heads.extend(outer.iter().flat_map(|list| &list.heads).take(MOST_HEADS));
                heads
            }
            None => {
                if let Some(list) = self.stack.pop() {
                    self.drafts
                        .lists
                        .get(list)
                        .map(|list| list.heads.clone())
                        .unwrap_or_default()
                } else {
                    self.lead.or(self.context).into_iter().collect()
                }
            }
        };
        if self.stack.len() >= MOST_LISTS {
            self.stack.clear();
        }
        let statement = self.statement(range.start);
        self.drafts
            .lists
            .push(List::new(heads, Some(opening), statement));
        let list = self.drafts.lists.len() - 1;
        self.stack.push(list);
        self.opened = Some((list, range.end));
        self.mark_clauses();
    }

    /// A segment that divides its own figure is a sentence of its own, not the next item of a
    /// list whose items stand between commas.
    fn leave_cut_list(&mut self) {
        let Some((active, lead)) = self.active.zip(self.lead).filter(|_| self.lead_is_item) else {
            return;
        };
        let Some(list) = self.drafts.lists.get_mut(active) else {
            return;
        };
        if list.cut.is_some() && list.items.last() == Some(&lead) {
            list.items.pop();
            if list.cut == Some(list.items.len()) {
                list.cut = None;
            }
            self.active = None;
            self.lead_is_item = false;
            if let Some(group) = self.drafts.groups.get_mut(lead) {
                group.list = None;
            }
            self.context = Some(lead);
        }
    }

    /// Reads a number; whether it says something of a figure.
    fn number(&mut self, index: usize, numeral: &Numeral, before: Range<usize>) -> bool {
        let role = role::role(self.words(before.clone()), numeral);
        let name = self.name(before.clone());
        if let Some(figure) = numeral.figure {
            let said_of = match role {
                Role::Amount | Role::Earlier | Role::Other => None,
                Role::Share { .. } | Role::Change(_) | Role::Unchanged => self.said_of(),
            };
            self.mention(
                figure,
                said_of.as_ref().unwrap_or(&name),
                numeral.digits.start,
            );
        }
        match role {
            Role::Amount => self.amount(index, numeral, name),
            Role::Share { subject, whole } => self.share(index, numeral, &subject, &whole),
            Role::Change(movement) => {
                self.change(index, numeral, &movement, before.start..numeral.end)
            }
            Role::Unchanged => self.unchanged(before.start..numeral.end, Some(index)),
            Role::Earlier => {
                self.earlier = Some(index);
                self.compared |= !self.in_reason;
                true
            }
            Role::Other => {
                self.not_understood(numeral.class);
                false
            }
        }
    }

    /// What a share or a change is said of: the amount before it.
    fn said_of(&self) -> Option<Name> {
        let group = self.last.or(self.lead).or(self.context)?;
        let (_, name) = self.drafts.groups.get(group)?.amounts.last()?;
        Some(name.clone()).filter(|name| !name.text.is_empty())
    }

    fn name(&self, before: Range<usize>) -> Name {
        let words = self.words(before.clone());
        let (start, end) = label::name_in(words);
        let end = end.max(start);
        Name {
            text: words.get(start..end).unwrap_or_default().to_owned(),
            span: self.shadow.span(before.start + start, before.start + end),
            total: label::says_total(words),
        }
    }

    fn statement(&self, at: usize) -> usize {
        let after = self.sentences.partition_point(|(start, _)| *start <= at);
        self.sentences
            .get(after.saturating_sub(1))
            .map_or(0, |(_, statement)| *statement)
    }

    fn mention(&mut self, figure: FigureId, name: &Name, at: usize) {
        let statement = self.statement(at);
        if let Some(statement) = self.drafts.statements.get_mut(statement) {
            statement.mentions.push(Mention {
                figure,
                label: name.text.clone(),
                label_span: name.span,
            });
        }
    }

    /// An amount of money inside a list that is no item: the list cannot be trusted.
    fn not_understood(&mut self, class: Class) {
        if self.in_reason || !matches!(class, Class::Money(_) | Class::Bare) {
            return;
        }
        let list = self
            .stack
            .last()
            .copied()
            .or(self.active.filter(|_| self.lead_is_item));
        if let Some(list) = list.and_then(|list| self.drafts.lists.get_mut(list)) {
            list.doubtful = true;
        }
    }

    fn amount(&mut self, index: usize, numeral: &Numeral, name: Name) -> bool {
        if self.in_reason && !self.leaves_reason(&name) {
            return false;
        }
        self.change = None;
        if self.extend_item(index, numeral, &name) {
            return true;
        }
        self.leave_foreign_lists(&name);
        let list = self.stack.last().copied();
        match (list, self.lead) {
            (Some(list), _) => self.item(list, index, name),
            (None, Some(lead)) => self.extend_lead(lead, index, numeral, name),
            (None, None) => self.start_segment(index, numeral, name),
        }
        true
    }

    /// After a semicolon a named amount ends the reason of the item before it.
    fn leaves_reason(&mut self, name: &Name) -> bool {
        let starts = self.lead.is_none() && !name.text.is_empty() && !self.in_bracket;
        if starts {
            self.in_reason = false;
        }
        starts
    }

    /// 项目支出 is never an item of 基本支出: the inner list has ended.
    fn leave_foreign_lists(&mut self, name: &Name) {
        while let Some(list) = self.stack.last().copied() {
            if !self.is_foreign(list, name) {
                return;
            }
            self.stack.pop();
            if self.stack.is_empty() {
                self.lead = None;
            }
        }
    }

    fn is_foreign(&self, list: usize, name: &Name) -> bool {
        let Some(list) = self.drafts.lists.get(list) else {
            return true;
        };
        list.heads
            .iter()
            .filter_map(|head| self.drafts.groups.get(*head))
            .flat_map(|group| &group.amounts)
            .any(|(_, head)| label::are_siblings(&head.text, &name.text))
    }

    fn new_group(&mut self, index: usize, name: Name, list: Option<usize>) -> usize {
        self.drafts.groups.push(Group {
            amounts: vec![(index, name)],
            list,
            ..Group::default()
        });
        let group = self.drafts.groups.len() - 1;
        self.first_group = self.first_group.or(Some(group));
        self.last = Some(group);
        group
    }

    fn item(&mut self, list: usize, index: usize, name: Name) {
        let group = self.new_group(index, name, Some(list));
        if let Some(list) = self.drafts.lists.get_mut(list) {
            list.items.push(group);
            list.before_semicolon += 1;
        }
    }

    /// 项目2个，涉及金额13万元: one item with a count and an amount.
    fn extend_item(&mut self, index: usize, numeral: &Numeral, name: &Name) -> bool {
        let Some((list, last)) = self.stack.last().copied().zip(self.last) else {
            return false;
        };
        let Some(group) = self
            .drafts
            .groups
            .get(last)
            .filter(|group| group.list == Some(list))
        else {
            return false;
        };
        let is_new = group
            .of_class(numeral.class, &self.drafts.numerals)
            .next()
            .is_none();
        if !is_new || !is_same_thing(name) {
            return false;
        }
        let label = group.label().to_owned();
        if let Some(group) = self.drafts.groups.get_mut(last) {
            group.amounts.push((
                index,
                Name {
                    text: label,
                    ..name.clone()
                },
            ));
        }
        true
    }

    fn extend_lead(&mut self, lead: usize, index: usize, numeral: &Numeral, name: Name) {
        let class = numeral.class;
        let Some(group) = self.drafts.groups.get(lead) else {
            return;
        };
        if group.amounts.len() >= MOST_AMOUNTS {
            return;
        }
        let repeats = group
            .of_class(class, &self.drafts.numerals)
            .next()
            .is_some();
        if repeats
            && self.lead_is_item
            && let Some(list) = self.active.and_then(|list| self.drafts.lists.get_mut(list))
        {
            list.doubtful = true;
        }
        let label = group.label().to_owned();
        let name = match self.lead_is_item && is_same_thing(&name) {
            true => Name {
                text: label,
                ..name
            },
            false => name,
        };
        if let Some(group) = self.drafts.groups.get_mut(lead) {
            group.amounts.push((index, name));
        }
        self.last = Some(lead);
    }

    fn start_segment(&mut self, index: usize, numeral: &Numeral, name: Name) {
        let joined = self
            .active
            .filter(|list| self.continues(*list, numeral, &name));
        self.lead_is_item = joined.is_some();
        self.active = joined;
        let list = joined.or(self.outer.filter(|_| self.first_group.is_none()));
        let group = self.new_group(index, name, list);
        self.lead = Some(group);
        let Some(list) = joined.and_then(|list| self.drafts.lists.get_mut(list)) else {
            if !self.in_bracket {
                self.context = Some(group);
            }
            return;
        };
        let is_ambiguous = self.active_stopped || list.before_semicolon > 1;
        if is_ambiguous && list.cut.is_none() {
            list.cut = Some(list.items.len());
        }
        list.items.push(group);
        self.active_stopped = false;
    }

    /// Whether an amount after a semicolon or full stop may be the next item of a list.
    fn continues(&self, list: usize, numeral: &Numeral, name: &Name) -> bool {
        let Some(known) = self.drafts.lists.get(list) else {
            return false;
        };
        let fits = known
            .items
            .first()
            .and_then(|item| self.drafts.groups.get(*item))
            .is_some_and(|group| {
                group
                    .of_class(numeral.class, &self.drafts.numerals)
                    .next()
                    .is_some()
            });
        fits && !name.text.is_empty() && !self.is_foreign(list, name)
    }

    fn share(&mut self, index: usize, numeral: &Numeral, subject: &str, whole: &str) -> bool {
        if self.in_reason {
            return false;
        }
        let group = self.last;
        if let Some(group) = group.and_then(|group| self.drafts.groups.get_mut(group)) {
            group.has_share |= subject.is_empty();
        }
        let statement = self.statement(numeral.digits.start);
        let part = group
            .and_then(|group| self.drafts.groups.get(group))
            .and_then(|group| group.amounts.last())
            .map(|(numeral, _)| *numeral);
        self.drafts.shares.push(ShareDraft {
            percent: index,
            part: part.filter(|_| subject.is_empty()),
            group: group.filter(|_| subject.is_empty()),
            subject: subject_name(subject),
            section: self.drafts.section,
            whole: whole.to_owned(),
            statement,
        });
        true
    }

    fn change(
        &mut self,
        index: usize,
        numeral: &Numeral,
        movement: &Movement,
        at: Range<usize>,
    ) -> bool {
        if self.in_reason && self.speaks_again_of(&movement.subject) {
            self.in_reason = false;
            self.compared = true;
        }
        if self.in_reason {
            return false;
        }
        if numeral.class == Class::Percent
            && let Some(change) = self
                .change
                .and_then(|change| self.drafts.changes.get_mut(change))
            && change.percent.is_none()
        {
            change.percent = Some(index);
            change.percent_direction = Some(movement.direction);
            let end = self.shadow.span(at.start, at.end);
            change.span = change.span.cover(end);
            return true;
        }
        if !movement.compared && !self.compared {
            self.not_understood(numeral.class);
            return false;
        }
        let draft = self.draft_change(movement.direction, &movement.subject, movement.each, at);
        let (amount, percent) = match numeral.class {
            Class::Percent => (None, Some(index)),
            _ => (Some(index), None),
        };
        self.push_change(ChangeDraft {
            amount,
            percent,
            percent_direction: percent.map(|_| movement.direction),
            prior: self.earlier,
            ..draft
        });
        true
    }

    /// “…原因是…；政府性基金预算增加A”: a segment that starts with the name of a figure of the
    /// sentence is no reason any more.
    fn speaks_again_of(&self, subject: &str) -> bool {
        let starts = self.opens_segment && self.has_change && !self.in_bracket;
        let group = self.context.and_then(|group| self.drafts.groups.get(group));
        let name = subject_name(subject);
        starts
            && !name.is_empty()
            && group.is_some_and(|group| {
                let mut names = group.amounts.iter().map(|(_, name)| name);
                names.any(|known| label::key(&known.text) == label::key(&name))
            })
    }

    fn push_change(&mut self, draft: ChangeDraft) {
        self.earlier = None;
        self.drafts.changes.push(draft);
        self.change = Some(self.drafts.changes.len() - 1);
        self.has_change = true;
        self.mark_clauses();
    }

    fn unchanged(&mut self, at: Range<usize>, amount: Option<usize>) -> bool {
        if self.in_reason {
            return false;
        }
        let subject = std::mem::take(&mut self.compared_subject);
        let draft = self.draft_change(Direction::Flat, &subject, false, at);
        self.push_change(ChangeDraft {
            amount,
            prior: self.earlier,
            ..draft
        });
        true
    }

    fn draft_change(
        &mut self,
        direction: Direction,
        subject: &str,
        each: bool,
        at: Range<usize>,
    ) -> ChangeDraft {
        let subject = match subject_name(subject) {
            own if own.is_empty() => subject_name(&self.compared_subject),
            own => own,
        };
        ChangeDraft {
            span: self.shadow.span(at.start, at.end),
            statement: self.statement(at.start),
            current: self.changed(),
            subject,
            section: self.drafts.section,
            in_list: !self.stack.is_empty(),
            before: self.drafts.groups.last().map_or(0, latest_amount),
            each,
            direction,
            amount: None,
            percent: None,
            percent_direction: None,
            prior: None,
        }
    }

    /// The figures that a change may be said of, the likeliest first. Behind one item it is said
    /// of that item; behind several, of the head of the sentence.
    fn changed(&mut self) -> Vec<usize> {
        // “其中，A…。与上年持平。”: of A or of the figure that it is a part of?
        let is_unclear = self.lead.is_none() && self.active.is_some();
        let head = self.lead.or(self.context).filter(|_| !is_unclear);
        let Some(list) = self
            .stack
            .last()
            .copied()
            .and_then(|list| self.drafts.lists.get_mut(list))
        else {
            return head.into_iter().collect();
        };
        if list.items.is_empty() {
            return head.into_iter().collect();
        }
        if list.items.len() == 1 || list.items_have_changes {
            list.items_have_changes = true;
            return self.last.into_iter().collect();
        }
        list.heads
            .first()
            .copied()
            .into_iter()
            .chain(self.last)
            .collect()
    }

    fn end_clause(&mut self, clause: &Clause, from: usize, said: bool) {
        let rest = self.words(from..clause.range.end);
        let is_open = !clause.numerals.is_empty() && rest.starts_with('等');
        let unchanged = !said && role::says_unchanged(self.words(clause.range.clone()));
        let compared = role::comparison(self.words(clause.range.clone()));
        if is_open && !self.in_reason {
            let list = self
                .stack
                .last()
                .copied()
                .or(self.active.filter(|_| self.lead_is_item));
            if let Some(list) = list.and_then(|list| self.drafts.lists.get_mut(list)) {
                list.open = true;
            }
        }
        if let Some(found) = compared {
            self.compared |= !self.in_reason;
            if clause.numerals.is_empty() && !self.in_reason {
                let ahead = clause.range.start..clause.range.start + found.start;
                self.compared_subject = self.words(ahead).to_owned();
            }
        }
        if unchanged {
            self.unchanged(clause.range.clone(), None);
        }
        if let Some((list, after)) = self.opened.take() {
            let names_only = after < clause.range.end && clause.mark != Mark::Colon;
            if names_only && self.stack.last() == Some(&list) {
                self.stack.pop();
            }
        } else if clause.numerals.is_empty() && !clause.range.is_empty() && !self.in_reason {
            self.leave_list_of_names();
        }
    }

    /// 主要包括：工资、津贴，…: a list of names without amounts ends with its clause.
    fn leave_list_of_names(&mut self) {
        let top = self
            .stack
            .last()
            .and_then(|list| self.drafts.lists.get(*list));
        if top.is_some_and(|list| list.items.is_empty()) && !self.in_bracket {
            self.stack.pop();
        }
    }

    fn end_segment(&mut self, stopped: bool) {
        let says_something = self.lead.is_some() || !self.stack.is_empty();
        if says_something && !self.lead_is_item {
            self.active_stopped = false;
            let first = self.stack.iter().copied().find(|list| {
                let list = self.drafts.lists.get(*list);
                list.is_some_and(|list| !list.items.is_empty())
            });
            self.active = first;
        }
        if stopped {
            let goes_on = self
                .active
                .and_then(|list| self.drafts.lists.get(list))
                .is_some_and(|list| {
                    let last = list
                        .items
                        .last()
                        .and_then(|item| self.drafts.groups.get(*item));
                    list.items.len() == 1 || last.is_some_and(|group| group.has_clauses)
                });
            if !goes_on {
                self.active = None;
            }
            self.in_reason = false;
            self.compared = false;
            self.has_change = false;
        }
        self.active_stopped |= stopped;
        self.at_segment_start = true;
        self.compared_subject.clear();
        self.stack.clear();
        self.lead = None;
        if stopped {
            self.last = self.context;
        }
        self.lead_is_item = false;
        self.change = None;
        self.earlier = None;
    }
}

fn latest_amount(group: &Group) -> usize {
    group.amounts.last().map_or(0, |(numeral, _)| numeral + 1)
}

/// 涉及金额: the amount of what was named just before.
fn is_same_thing(name: &Name) -> bool {
    const WORDS: [&str; 8] = [
        "涉及", "共计", "合计", "金额", "资金", "价值", "累计", "预算",
    ];
    name.text.is_empty() || WORDS.iter().any(|word| name.text.starts_with(word))
}

/// The name of what changed; empty when the words name nothing of their own.
fn subject_name(words: &str) -> String {
    let (start, end) = label::name_in(words);
    let name = words.get(start..end.max(start)).unwrap_or_default();
    if label::is_generic(name) {
        return String::new();
    }
    name.to_owned()
}
