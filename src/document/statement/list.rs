//! Lists inside a figure, and which reading of the words is the right one
//! (domain specification §5.0, §5.3).
//!
//! Where the words allow one reading, that reading is taken. Where they allow several — does the
//! list go on after the semicolon? which of two amounts is divided? — the reading under which the
//! printed figures agree is taken, and none when none agrees: a wrong reading would accuse a
//! correct document.

use rust_decimal::Decimal;

use crate::document::statement::label;
use crate::document::statement::numeral::{Class, Numeral};
use crate::document::statement::role::Opening;
use crate::document::{Enumeration, EnumerationItem};
use crate::text::Span;

/// The name of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Normalised.
    pub(super) text: String,
    /// As printed.
    pub(super) span: Span,
    /// The words before the number say that it is the whole: 共计, 总额, ….
    pub(super) total: bool,
}

/// Amounts said of one thing: 项目2个，涉及金额13万元.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Numbers in order, with their names.
    pub(super) amounts: Vec<(usize, Name)>,
    /// The list it is an item of.
    pub(super) list: Option<usize>,
    /// Further clauses belong to it: a change, a reason, a use.
    pub(super) has_clauses: bool,
    /// A share is said of it.
    pub(super) has_share: bool,
}

impl Group {
    /// The numbers of a class.
    pub(super) fn of_class<'group>(
        &'group self,
        class: Class,
        numerals: &'group [Numeral],
    ) -> impl Iterator<Item = &'group (usize, Name)> + 'group {
        self.amounts.iter().filter(move |(numeral, _)| {
            numerals
                .get(*numeral)
                .is_some_and(|numeral| numeral.class == class)
        })
    }

    /// The name of the first number.
    pub(super) fn label(&self) -> &str {
        self.amounts
            .first()
            .map(|(_, name)| name.text.as_str())
            .unwrap_or_default()
    }
}

/// A list as it is read.
#[derive(Debug, Clone)]
pub(super) struct List {
    /// The figures that it may divide, the likeliest first; groups.
    pub(super) heads: Vec<usize>,
    /// The items; groups.
    pub(super) items: Vec<usize>,
    /// How it was opened; none for a bracket without such a word.
    pub(super) opening: Option<Opening>,
    /// 等 or 主要.
    pub(super) open: bool,
    /// The list may have ended before this item.
    pub(super) cut: Option<usize>,
    /// Something in the list was not understood.
    pub(super) doubtful: bool,
    /// Items before the first semicolon.
    pub(super) before_semicolon: usize,
    /// Items have changes of their own.
    pub(super) items_have_changes: bool,
    /// Its statement.
    pub(super) statement: usize,
    /// Its items are numbered or separate paragraphs.
    pub(super) numbered: bool,
}

impl List {
    /// A list without items.
    pub(super) fn new(heads: Vec<usize>, opening: Option<Opening>, statement: usize) -> Self {
        Self {
            heads,
            items: Vec::new(),
            opening,
            open: opening == Some(Opening::Mainly),
            cut: None,
            doubtful: opening.is_none(),
            before_semicolon: 0,
            items_have_changes: false,
            statement,
            numbered: false,
        }
    }
}

/// A possible reading of a list.
struct Reading<'list> {
    head: (&'list Numeral, &'list Name),
    items: Vec<(&'list Numeral, &'list Name)>,
}

/// The enumerations that a list states: one for each class of amounts in it.
pub(super) fn resolve(list: &List, groups: &[Group], numerals: &[Numeral]) -> Vec<Enumeration> {
    let Some(first) = list.items.first().and_then(|item| groups.get(*item)) else {
        return Vec::new();
    };
    let mut classes: Vec<Class> = Vec::new();
    for (numeral, _) in &first.amounts {
        let class = numerals.get(*numeral).map(|numeral| numeral.class);
        classes.extend(class.filter(|class| class.is_amount() && !classes.contains(class)));
    }
    classes
        .into_iter()
        .flat_map(|class| {
            let resolver = Resolver {
                list,
                groups,
                numerals,
                class,
            };
            resolver.enumerations()
        })
        .collect()
}

struct Resolver<'list> {
    list: &'list List,
    groups: &'list [Group],
    numerals: &'list [Numeral],
    class: Class,
}

impl<'list> Resolver<'list> {
    fn enumerations(&self) -> Vec<Enumeration> {
        let per_item = self
            .list
            .items
            .iter()
            .filter_map(|item| self.groups.get(*item))
            .map(|group| group.of_class(self.class, self.numerals).count());
        let (mut missing, mut several) = (false, false);
        for count in per_item {
            missing |= count == 0;
            several |= count > 1;
        }
        if several {
            return self.by_name();
        }
        if missing && matches!(self.class, Class::Count(_)) {
            return Vec::new();
        }
        let readings = self.readings();
        let sure = readings.len() == 1 && !missing && !self.is_doubtful();
        let chosen = match (sure, readings.into_iter().next()) {
            (true, reading) => reading,
            (false, _) => self.readings().into_iter().find(Reading::agrees),
        };
        chosen
            .and_then(|reading| self.enumeration(&reading))
            .into_iter()
            .collect()
    }

    fn is_doubtful(&self) -> bool {
        self.list.doubtful || self.is_short() || self.overlaps()
    }

    /// Two items behind a semicolon that no dictionary knows: the second may be a new sentence.
    fn is_short(&self) -> bool {
        let list = self.list;
        let groups = || list.items.iter().filter_map(|item| self.groups.get(*item));
        list.items.len() == 2
            && list.before_semicolon < 2
            && !list.numbered
            && !groups().all(|group| group.has_share)
            && !groups().all(|group| label::is_known(group.label()))
    }

    fn readings(&self) -> Vec<Reading<'list>> {
        let all = self.list.items.len();
        let ends = self.list.cut.into_iter().chain([all]);
        let mut readings = Vec::new();
        for end in ends {
            let items = self.items(self.list.items.get(..end).unwrap_or_default());
            for head in self.heads() {
                readings.push(Reading {
                    head,
                    items: items.clone(),
                });
            }
        }
        readings
    }

    fn heads(&self) -> Vec<(&'list Numeral, &'list Name)> {
        let mut heads: Vec<(&Numeral, &Name)> = Vec::new();
        for group in self
            .list
            .heads
            .iter()
            .filter_map(|head| self.groups.get(*head))
        {
            heads.extend(self.amounts(group));
        }
        // 编制3辆，实有2辆，其中：… — what there is is divided, not what is allowed.
        let actual = heads
            .iter()
            .rev()
            .find(|(_, name)| name.text.starts_with("实有"));
        match actual {
            Some(actual) => vec![*actual],
            None => heads,
        }
    }

    fn amounts(
        &self,
        group: &'list Group,
    ) -> impl Iterator<Item = (&'list Numeral, &'list Name)> + 'list {
        let numerals = self.numerals;
        group
            .of_class(self.class, numerals)
            .filter_map(|(numeral, name)| Some((numerals.get(*numeral)?, name)))
    }

    /// The items at the top level: a child is not added beside its parent.
    fn items(&self, items: &[usize]) -> Vec<(&'list Numeral, &'list Name)> {
        let all: Vec<(&Numeral, &Name)> = items
            .iter()
            .filter_map(|item| self.groups.get(*item))
            .flat_map(|group| self.amounts(group))
            .collect();
        let children: Vec<&str> = all
            .iter()
            .flat_map(|(_, name)| label::children(&name.text))
            .copied()
            .collect();
        all.into_iter()
            .filter(|(_, name)| !children.contains(&label::key(&name.text)))
            .collect()
    }

    /// Items of which one may be inside another: contracts with small enterprises beside goods,
    /// 人员经费 beside 基本支出. Vehicles are listed so by the template and are no doubt.
    fn overlaps(&self) -> bool {
        if self.list.items.len() < 2 {
            return false;
        }
        let labels = || {
            let groups = self
                .list
                .items
                .iter()
                .filter_map(|item| self.groups.get(*item));
            groups.map(Group::label)
        };
        let children: Vec<&str> = labels()
            .filter(|label| !label::is_vehicle_parent(label))
            .flat_map(label::children)
            .copied()
            .collect();
        labels().any(|label| label::is_overlapping(label) || children.contains(&label::key(label)))
    }

    /// 全年预算A，支出决算B，其中：… every item with both: one list for each name.
    fn by_name(&self) -> Vec<Enumeration> {
        if self.list.cut.is_some() || self.list.doubtful {
            return Vec::new();
        }
        let mut enumerations = Vec::new();
        for head in self.heads() {
            let head_name = &head.1.text;
            let mut items = Vec::new();
            for group in self
                .list
                .items
                .iter()
                .filter_map(|item| self.groups.get(*item))
            {
                let mut same = self
                    .amounts(group)
                    .filter(|(_, name)| name.text == *head_name);
                match (same.next(), same.next()) {
                    (Some(item), None) => items.push(item),
                    _ => break,
                }
            }
            if items.len() == self.list.items.len() && !head_name.is_empty() {
                let reading = Reading { head, items };
                enumerations.extend(self.enumeration(&reading));
            }
        }
        enumerations
    }

    fn enumeration(&self, reading: &Reading<'_>) -> Option<Enumeration> {
        let mut operands = reading
            .items
            .iter()
            .map(|(item, _)| *item)
            .chain([reading.head.0]);
        if operands.any(|operand| operand.approximate) || reading.items.is_empty() {
            return None;
        }
        let items: Option<Vec<EnumerationItem>> = reading
            .items
            .iter()
            .map(|(item, name)| {
                Some(EnumerationItem {
                    label: name.text.clone(),
                    figure: item.figure?,
                })
            })
            .collect();
        Some(Enumeration {
            head: reading.head.0.figure?,
            items: items?,
            open: self.list.open || reading.items.len() == 1,
            complete: self.says_complete(reading),
        })
    }

    /// Whether words say that the parts are all there are, so that a missing amount is certain.
    fn says_complete(&self, reading: &Reading<'_>) -> bool {
        let list = self.list;
        let shares = list
            .items
            .iter()
            .filter_map(|item| self.groups.get(*item))
            .all(|group| group.has_share);
        shares
            || list.opening == Some(Opening::Includes)
            || reading.head.1.total
            || label::are_family(reading.items.iter().map(|(_, name)| name.text.as_str()))
            || self.class == Class::Count('辆')
    }
}

impl Reading<'_> {
    /// Whether the printed figures agree exactly or by rounding (domain specification §6.1).
    fn agrees(&self) -> bool {
        if self.items.is_empty() {
            return false;
        }
        let decimals = self.items.iter().map(|(item, _)| item.decimals);
        let decimals = decimals.chain([self.head.0.decimals]).max().unwrap_or(0);
        let mut parts = self.items.iter().map(|(item, _)| item.value);
        let rest = parts.try_fold(self.head.0.value, Decimal::checked_sub);
        let Some(residual) = rest.map(|rest| rest.abs()) else {
            return false;
        };
        if matches!(self.head.0.class, Class::Count(_)) {
            return residual.is_zero();
        }
        let operands = i64::try_from(self.items.len() + 1).unwrap_or(i64::MAX);
        let bound = Decimal::new(5, decimals.min(20) + 1).checked_mul(Decimal::from(operands));
        bound.is_some_and(|bound| residual <= bound)
    }
}
