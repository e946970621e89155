//! Binds shares to their whole and changes to the figure that changed. What is not unique stays
//! unbound: silence is better than a guess (domain specification §5.0).

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use crate::document::statement::label;
use crate::document::statement::list::{self, Name};
use crate::document::statement::numeral::{Class, Numeral};
use crate::document::statement::reader::{ChangeDraft, Drafts, ShareDraft};
use crate::document::{Change, Direction, Enumeration, FigureId, Share, Statement, Unit};

/// Turns drafts into statements; those that state nothing are left out.
pub(super) fn bind(drafts: Drafts) -> Vec<Statement> {
    let enumerations: Vec<Vec<Enumeration>> = drafts
        .lists
        .iter()
        .map(|list| list::resolve(list, &drafts.groups, &drafts.numerals))
        .collect();
    let binder = Binder {
        names: names(&drafts),
        stated: stated(&enumerations),
        values: values(&drafts),
        drafts: &drafts,
    };
    let shares = binder.shares();
    let changes: Vec<(usize, Change)> = drafts
        .changes
        .iter()
        .flat_map(|draft| {
            binder
                .changes(draft)
                .into_iter()
                .map(|change| (draft.statement, change))
        })
        .collect();
    let heads = heads(&drafts);
    let places: Vec<usize> = drafts.lists.iter().map(|list| list.statement).collect();
    let mut statements = drafts.statements;
    for (place, stated) in places.into_iter().zip(enumerations) {
        if let Some(statement) = statements.get_mut(place) {
            statement.enumerations.extend(stated);
        }
    }
    for (place, share) in shares {
        if let Some(statement) = statements.get_mut(place) {
            statement.shares.push(share);
        }
    }
    for (place, change) in changes {
        if let Some(statement) = statements.get_mut(place) {
            statement.changes.push(change);
        }
    }
    for statement in &mut statements {
        statement.mentions.sort_by_key(|mention| mention.figure);
        statement.head = statement
            .mentions
            .iter()
            .position(|mention| heads.contains(&mention.figure));
    }
    statements.retain(|statement| {
        !statement.mentions.is_empty()
            || !statement.changes.is_empty()
            || !statement.enumerations.is_empty()
    });
    statements
}

/// The figures that are amounts of something, and no shares or changes.
fn heads(drafts: &Drafts) -> HashSet<FigureId> {
    drafts
        .groups
        .iter()
        .flat_map(|group| &group.amounts)
        .filter_map(|(numeral, _)| drafts.numerals.get(*numeral)?.figure)
        .collect()
}

/// Every amount by the key of its name and its class.
fn names(drafts: &Drafts) -> HashMap<(&str, Class), Vec<usize>> {
    let mut names: HashMap<(&str, Class), Vec<usize>> = HashMap::new();
    for (index, name) in drafts.groups.iter().flat_map(|group| &group.amounts) {
        if let Some(numeral) = drafts.numerals.get(*index) {
            let key = (label::key(&name.text), numeral.class);
            names.entry(key).or_default().push(*index);
        }
    }
    names.values_mut().for_each(|places| {
        places.sort_unstable();
        places.dedup();
    });
    names
}

/// The enumeration of a list that has a figure among its items.
fn stated(enumerations: &[Vec<Enumeration>]) -> HashMap<(usize, FigureId), &Enumeration> {
    let mut stated = HashMap::new();
    for (list, all) in enumerations.iter().enumerate() {
        for enumeration in all {
            for item in &enumeration.items {
                stated.insert((list, item.figure), enumeration);
            }
        }
    }
    stated
}

fn values(drafts: &Drafts) -> HashMap<FigureId, Decimal> {
    let numerals = drafts.numerals.iter();
    numerals
        .filter_map(|numeral| Some((numeral.figure?, numeral.value)))
        .collect()
}

/// Whether a percentage is that of a part, as far as its own decimals say.
fn is_share(part: &Numeral, whole: Decimal, percent: &Numeral) -> bool {
    is_percentage(percent, part.value, Some(whole)) != Some(false)
}

/// Whether a printed percentage is that of a part of a whole, to the last decimal but one unit;
/// none when the numbers are too long.
fn is_percentage(percent: &Numeral, part: Decimal, whole: Option<Decimal>) -> Option<bool> {
    let computed = part
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(whole?)?;
    let difference = computed.checked_sub(percent.value)?.abs();
    Some(difference <= Decimal::new(1, percent.decimals.min(20)))
}

struct Binder<'drafts> {
    drafts: &'drafts Drafts,
    names: HashMap<(&'drafts str, Class), Vec<usize>>,
    stated: HashMap<(usize, FigureId), &'drafts Enumeration>,
    values: HashMap<FigureId, Decimal>,
}

impl<'drafts> Binder<'drafts> {
    fn numeral(&self, index: usize) -> Option<&'drafts Numeral> {
        self.drafts.numerals.get(index)
    }

    /// The figure of a number that can be an operand.
    fn operand(&self, index: usize) -> Option<FigureId> {
        self.numeral(index)
            .filter(|numeral| !numeral.approximate && !numeral.value.is_sign_negative())
            .and_then(|numeral| numeral.figure)
    }

    /// The only value that the text from the number `from` on gives for a name, as the last
    /// number before `before`.
    fn named(&self, name: &str, class: Class, from: usize, before: usize) -> Option<usize> {
        let all = self.names.get(&(label::key(name), class))?;
        let same = all.get(all.partition_point(|index| *index < from)..)?;
        let first = self.numeral(*same.first()?)?;
        let is_unique = same.len() <= MOST_PRINTINGS
            && same.iter().all(|index| {
                self.numeral(*index)
                    .is_some_and(|numeral| numeral.value == first.value && !numeral.approximate)
            });
        if !is_unique {
            return None;
        }
        let nearest = same.iter().rev().find(|index| **index < before);
        nearest.or_else(|| same.first()).copied()
    }

    fn shares(&self) -> Vec<(usize, Share)> {
        let mut shares: Vec<(usize, Share)> = Vec::new();
        for (order, draft) in self.drafts.shares.iter().enumerate() {
            shares.extend(
                self.share(draft, order)
                    .map(|share| (draft.statement, share)),
            );
        }
        let mut closed: HashMap<u32, usize> = HashMap::new();
        for (_, share) in shares.iter().filter(|(_, share)| share.closed) {
            *closed.entry(share.list).or_default() += 1;
        }
        for (_, share) in &mut shares {
            let items = usize::try_from(share.list)
                .ok()
                .and_then(|list| self.drafts.lists.get(list))
                .map(|list| list.items.len());
            share.closed &= closed.get(&share.list).copied() == items;
        }
        shares
    }

    fn share(&self, draft: &ShareDraft, order: usize) -> Option<Share> {
        let percent = self.operand(draft.percent)?;
        let part = match draft.part {
            Some(part) => part,
            None => self.part_by_name(draft)?,
        };
        let part_figure = self.operand(part)?;
        let class = self.numeral(part)?.class;
        let list = draft
            .group
            .and_then(|group| self.drafts.groups.get(group))
            .and_then(|group| group.list);
        let stated = list.and_then(|list| self.stated.get(&(list, part_figure)).copied());
        let head = list.and_then(|list| self.divided(list, stated, part, draft.percent));
        let is_head = head.is_some_and(|(_, name)| means(&draft.whole, name));
        let whole = match head {
            Some((head, _)) if is_head => Some(head),
            _ if draft.whole.is_empty() => None,
            _ => {
                let (start, end) = label::name_in(&draft.whole);
                let name = draft.whole.get(start..end.max(start)).unwrap_or_default();
                let from = if label::is_known(name) {
                    0
                } else {
                    draft.section
                };
                self.named(name, class, from, draft.percent)
                    .and_then(|index| self.operand(index))
            }
        };
        let value = whole.and_then(|whole| self.value(whole));
        let is_zero = value.is_some_and(|value| value.is_zero());
        let complete = stated.is_some_and(|list| !list.open && list.items.len() > 1);
        let fresh = self.drafts.lists.len() + order;
        Some(Share {
            percent,
            part: part_figure,
            whole: whole.filter(|whole| *whole != part_figure),
            list: u32::try_from(list.unwrap_or(fresh)).unwrap_or(u32::MAX),
            closed: is_head && complete && !is_zero,
        })
    }

    fn part_by_name(&self, draft: &ShareDraft) -> Option<usize> {
        if draft.subject.is_empty() {
            return None;
        }
        let classes = [
            Class::Money(Unit::TenThousandYuan),
            Class::Money(Unit::Yuan),
        ];
        classes
            .into_iter()
            .find_map(|class| self.named(&draft.subject, class, draft.section, draft.percent))
    }

    /// The figure of which an item's share is said: the one that its list divides. Inside another
    /// list it may be the figure that the outer list divides; then the percentage tells.
    fn divided(
        &self,
        list: usize,
        stated: Option<&Enumeration>,
        part: usize,
        percent: usize,
    ) -> Option<(FigureId, &'drafts Name)> {
        let part = self.numeral(part)?;
        let own = self.head(list, stated, part.class);
        let outer = self.outer_head(list, part.class);
        let (Some(own), Some(outer)) = (own, outer) else {
            return own;
        };
        let percent = self.numeral(percent)?;
        let fits = |head: &(FigureId, &Name)| {
            self.value(head.0)
                .is_some_and(|whole| is_share(part, whole, percent))
        };
        [own, outer].into_iter().find(fits)
    }

    /// The head of the list that the head of a list is an item of.
    fn outer_head(&self, list: usize, class: Class) -> Option<(FigureId, &'drafts Name)> {
        let head = self.drafts.lists.get(list)?.heads.first()?;
        let outer = self.drafts.groups.get(*head)?.list?;
        self.head(outer, None, class)
    }

    fn value(&self, figure: FigureId) -> Option<Decimal> {
        self.values.get(&figure).copied()
    }

    /// The figure that a list divides.
    fn head(
        &self,
        list: usize,
        stated: Option<&Enumeration>,
        class: Class,
    ) -> Option<(FigureId, &'drafts Name)> {
        let list = self.drafts.lists.get(list)?;
        let amounts = list
            .heads
            .iter()
            .filter_map(|group| self.drafts.groups.get(*group))
            .flat_map(|group| group.of_class(class, &self.drafts.numerals));
        let mut heads = amounts.filter_map(|(numeral, name)| Some((self.operand(*numeral)?, name)));
        if let Some(stated) = stated {
            return heads.find(|(figure, _)| *figure == stated.head);
        }
        let only = heads.next()?;
        heads.next().is_none().then_some(only)
    }

    fn changes(&self, draft: &ChangeDraft) -> Vec<Change> {
        let change = Change {
            span: draft.span,
            current: None,
            direction: draft.direction,
            amount: draft.amount.and_then(|index| self.operand(index)),
            percent_direction: draft.percent_direction,
            percent: draft.percent.and_then(|index| self.operand(index)),
            prior: draft.prior.and_then(|index| self.operand(index)),
        };
        if draft.each {
            let all = self.candidates(draft);
            return all
                .into_iter()
                .map(|(index, _)| Change {
                    current: self.operand(index),
                    ..change.clone()
                })
                .collect();
        }
        let current = self.current(draft).and_then(|index| self.operand(index));
        vec![Change { current, ..change }]
    }

    /// The amounts that may have changed.
    fn candidates(&self, draft: &ChangeDraft) -> Vec<(usize, &'drafts Name)> {
        let class = draft
            .amount
            .and_then(|index| self.numeral(index))
            .map(|numeral| numeral.class);
        let groups = draft
            .current
            .iter()
            .filter_map(|group| self.drafts.groups.get(*group));
        groups
            .flat_map(|group| &group.amounts)
            .filter(|(index, _)| {
                self.numeral(*index).is_some_and(|numeral| match class {
                    Some(class) => numeral.class == class,
                    None => matches!(numeral.class, Class::Money(_)),
                })
            })
            .map(|(index, name)| (*index, name))
            .collect()
    }

    fn current(&self, draft: &ChangeDraft) -> Option<usize> {
        let candidates = self.candidates(draft);
        if !draft.subject.is_empty() {
            let mut same = candidates
                .iter()
                .filter(|(_, name)| label::key(&name.text) == label::key(&draft.subject));
            return match (same.next(), same.next()) {
                (Some((index, _)), None) => Some(*index),
                (Some(_), Some(_)) => None,
                (None, _) => self.current_by_name(draft, &candidates),
            };
        }
        let groups_agree = draft.current.len() > 1;
        match candidates.as_slice() {
            [(index, _)] => Some(*index),
            [(first, _), (second, _)] if groups_agree => {
                let prefers_second = !self.agrees(draft, *first) && self.agrees(draft, *second);
                Some(if prefers_second { *second } else { *first })
            }
            _ => settled(&candidates),
        }
    }

    /// The figure of the section that a change names: 收入减少…. Behind “政府性基金预算支出A。” the
    /// bare 支出 means A.
    fn current_by_name(&self, draft: &ChangeDraft, candidates: &[(usize, &Name)]) -> Option<usize> {
        if let [(index, name)] = candidates
            && name.text.ends_with(&draft.subject)
        {
            return Some(*index);
        }
        let whose = |(_, name): &(usize, &Name)| name.text.contains(label::key(&draft.subject));
        if candidates.first().is_some_and(whose)
            && let Some(settled) = settled(candidates)
        {
            return Some(settled);
        }
        if draft.in_list || !label::is_known(&draft.subject) {
            return None;
        }
        let amount = draft.amount.and_then(|index| self.numeral(index));
        let class = amount.map_or(Class::Money(Unit::TenThousandYuan), |amount| amount.class);
        self.named(&draft.subject, class, draft.section, draft.before)
    }

    /// Whether the printed percentage is that of the change against the earlier figure.
    fn agrees(&self, draft: &ChangeDraft, current: usize) -> bool {
        let values = || {
            let current = self.numeral(current)?.value;
            let amount = self.numeral(draft.amount?)?.value;
            let percent = self.numeral(draft.percent?)?;
            let prior = match draft.direction {
                Direction::Down => current.checked_add(amount),
                _ => current.checked_sub(amount),
            };
            is_percentage(percent, amount, prior)
        };
        values().unwrap_or(true)
    }
}

/// 年初预算为A，支出决算为B: what is compared with the year before is B.
fn settled(candidates: &[(usize, &Name)]) -> Option<usize> {
    let mut settled = candidates
        .iter()
        .filter(|(_, name)| name.text.ends_with("决算") || name.text.ends_with("决算数"));
    let (only, _) = settled.next()?;
    let others = candidates.iter().filter(|(index, _)| index != only);
    let all_budgets = others.clone().count() > 0
        && others
            .map(|(_, name)| name)
            .all(|name| name.text.contains("预算"));
    (settled.next().is_none() && all_budgets).then_some(*only)
}

/// A name that is printed more often is not searched.
const MOST_PRINTINGS: usize = 64;

/// Whether the words for a whole mean the head of the list.
fn means(whole: &str, head: &Name) -> bool {
    const GENERAL: [&str; 9] = [
        "",
        "总支出",
        "总收入",
        "总额",
        "总计",
        "总预算",
        "全部支出",
        "总数",
        "合计",
    ];
    if GENERAL.contains(&whole) {
        return true;
    }
    let (start, end) = label::name_in(whole);
    let name = whole.get(start..end.max(start)).unwrap_or_default();
    !name.is_empty() && label::key(name) == label::key(&head.text)
}
