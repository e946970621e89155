//! What is kept of a document: who, when, what kind, its key figures, and what it says of the
//! figures of other documents.

use std::collections::BTreeMap;

use crate::audit::{Draft, Interval, Message, PlacedAnalysis, line_label, printed};
use crate::document::{
    Change, ColumnKey, Direction, Disclosure, DocumentKind, FigureId, Indicator, RowKey, TableKind,
    Unit, bare_name,
};
use crate::project::{FindingKey, key_at};
use crate::text::{Lines, PositionEncoding, Span, Text};

/// What a figure stands for in every document that prints it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// An indicator, wherever it is printed.
    Indicator(Indicator),
    /// 合计 of a row of a table.
    Row(TableKind, RowKey),
}

/// A place in a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Where, in the whole draft.
    pub span: Span,
    /// The line, from one.
    pub line: u32,
}

/// A figure that a document prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Printed {
    /// What it stands for in yuan.
    pub interval: Interval,
    /// As it is printed, with its unit.
    pub words: Box<str>,
    /// Where.
    pub place: Place,
}

/// Which other document a claim is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// That of the year before.
    PriorYear,
    /// The budget of the same year.
    InitialBudget,
    /// That of a unit, by its name.
    Unit(String),
    /// Those of all units that the tables list.
    Project,
}

/// What a document says of a figure of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub about: About,
    pub key: Key,
    /// What it should be, in yuan.
    pub interval: Interval,
    /// What is said here.
    pub said: Message,
    pub place: Place,
    /// What names a finding at this place; without the check.
    pub finding: FindingKey,
}

/// What is kept of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// The name of the organisation without blanks and remarks.
    pub organisation: String,
    /// The fiscal year.
    pub year: u16,
    /// Budget or final account.
    pub kind: DocumentKind,
    /// By their keys. Those of a thousand documents are in memory at once.
    printed: Box<[(Key, Printed)]>,
    pub(super) claims: Box<[Claim]>,
    /// The organisations that its tables list, besides itself.
    pub(super) units: Vec<String>,
}

impl Digest {
    /// The figure that the document prints for a key.
    pub(super) fn printed(&self, key: &Key) -> Option<&Printed> {
        let at = self.printed.binary_search_by(|(known, _)| known.cmp(key));
        self.printed.get(at.ok()?).map(|(_, printed)| printed)
    }
}

/// Tables whose 合计 column is kept by rows.
const TABLES: [TableKind; 12] = [
    TableKind::BudgetSummary,
    TableKind::FiscalSummary,
    TableKind::Income,
    TableKind::Expenditure,
    TableKind::GeneralExpenditure,
    TableKind::Projects,
    TableKind::ThreePublic,
    TableKind::FinalSummary,
    TableKind::FinalFiscalSummary,
    TableKind::FinalIncome,
    TableKind::FinalExpenditure,
    TableKind::FinalThreePublic,
];

/// Names of money in which 预算 stands.
const MONEY: [&str; 3] = ["一般公共预算", "政府性基金预算", "国有资本经营预算"];

/// The digests of the documents of a draft; none of those that do not say who, when and what.
pub fn digest(draft: &Draft, file_name: &str) -> Vec<Digest> {
    let placed = draft.disclosures.iter();
    placed
        .filter_map(|placed| digest_of(&draft.text, placed, file_name))
        .collect()
}

/// The digest of a disclosure of a draft with a text.
pub fn digest_of(text: &Text, placed: &PlacedAnalysis, file_name: &str) -> Option<Digest> {
    Reader::new(text, placed, file_name)?.read()
}

struct Reader<'draft> {
    lines: Lines<'draft>,
    placed: &'draft PlacedAnalysis,
    disclosure: &'draft Disclosure,
    file_name: &'draft str,
}

impl<'draft> Reader<'draft> {
    fn new(
        text: &'draft Text,
        placed: &'draft PlacedAnalysis,
        file_name: &'draft str,
    ) -> Option<Self> {
        let disclosure = &placed.analysis.disclosure;
        disclosure.fiscal_year.and(disclosure.kind)?;
        let encoding = PositionEncoding::Utf8;
        Some(Self {
            lines: Lines::new(text, &disclosure.text, placed.start, encoding),
            placed,
            disclosure,
            file_name,
        })
    }

    fn read(self) -> Option<Digest> {
        let organisation = bare_name(&self.disclosure.organisation.as_ref()?.name);
        let mut claims = self.priors_of_sentences();
        claims.extend(self.priors_of_tables());
        if self.disclosure.kind == Some(DocumentKind::FinalAccount) {
            claims.extend(self.initial_budgets());
        }
        let units = self.units(&organisation);
        claims.extend(self.units_and_projects(&units));
        Some(Digest {
            year: self.disclosure.fiscal_year?,
            kind: self.disclosure.kind?,
            printed: self.printed_figures().into_iter().collect(),
            claims: claims.into(),
            units,
            organisation,
        })
    }

    /// The figures of the tables; where no table prints an indicator, the only amount that the
    /// narrative states for it.
    fn printed_figures(&self) -> BTreeMap<Key, Printed> {
        let mut found = BTreeMap::new();
        for (indicator, figure) in self.disclosure.printed_indicators() {
            self.put(&mut found, Key::Indicator(indicator), figure);
        }
        for (key, figures) in self.disclosure.index.entries() {
            let kept = TABLES.contains(&key.table) && key.column == ColumnKey::Total;
            if let ([figure], true) = (figures, kept) {
                self.put(&mut found, Key::Row(key.table, key.row.clone()), *figure);
            }
        }
        let mut stated: BTreeMap<&Indicator, Vec<FigureId>> = BTreeMap::new();
        for restatement in &self.disclosure.restatements {
            let mentions = stated.entry(&restatement.indicator).or_default();
            mentions.push(restatement.mention);
        }
        for (indicator, mentions) in stated {
            let key = Key::Indicator(indicator.clone());
            let Some((first, others)) = mentions.split_first() else {
                continue;
            };
            let value = |id: &FigureId| self.disclosure.figure(*id).map(|it| (it.value, it.unit));
            let agree = others.iter().all(|other| value(other) == value(first));
            if agree && !found.contains_key(&key) {
                self.put(&mut found, key, *first);
            }
        }
        found
    }

    fn put(&self, found: &mut BTreeMap<Key, Printed>, key: Key, figure: FigureId) {
        if let (Some(interval), Some(place)) = (self.interval(figure), self.place(figure)) {
            let words = printed(self.disclosure, figure).into();
            found.insert(
                key,
                Printed {
                    interval,
                    words,
                    place,
                },
            );
        }
    }

    /// Money in yuan.
    fn interval(&self, id: FigureId) -> Option<Interval> {
        let figure = self.disclosure.figure(id)?;
        let money = matches!(
            figure.unit,
            Unit::Yuan | Unit::TenThousandYuan | Unit::HundredMillionYuan
        );
        if !money || figure.approximate {
            return None;
        }
        Interval::of(figure, self.disclosure.precision.decimals(id))
    }

    fn place(&self, id: FigureId) -> Option<Place> {
        let span = self
            .disclosure
            .figure(id)?
            .span
            .offset_by(self.placed.start);
        Some(Place {
            span,
            line: self.lines.position(span.start).line.saturating_add(1),
        })
    }

    fn claim(
        &self,
        about: About,
        key: Key,
        at: FigureId,
        interval: Interval,
        said: Message,
    ) -> Option<Claim> {
        let span = self.disclosure.figure(at)?.span;
        Some(Claim {
            about,
            key,
            interval,
            said,
            place: self.place(at)?,
            finding: key_at(self.placed, "", span, self.file_name),
        })
    }

    /// 比上年增加…: what the sentences imply of the year before.
    fn priors_of_sentences(&self) -> Vec<Claim> {
        let statements = self.disclosure.statements.iter();
        let changes = statements.flat_map(|statement| &statement.changes);
        changes.filter_map(|change| self.prior(change)).collect()
    }

    fn prior(&self, change: &Change) -> Option<Claim> {
        let current = change.current?;
        if self.names_another_measure(self.disclosure.words(change.span)) {
            return None;
        }
        let restatement = self.disclosure.restatement_of(current)?;
        let key = Key::Indicator(restatement.indicator.clone());
        let now = format!(
            "“{}”{}",
            restatement.label,
            printed(self.disclosure, current)
        );
        if let Some(prior) = change.prior {
            let words = printed(self.disclosure, prior);
            let said = Message::new(
                format!("{now}，上年为 {words}"),
                format!("{now}; the year before {words}"),
            );
            return self.claim(About::PriorYear, key, prior, self.interval(prior)?, said);
        }
        let whole = self.interval(current)?;
        if change.direction == Direction::Flat {
            let said = Message::new(
                format!("{now}，与上年持平"),
                format!("{now}, as in the year before"),
            );
            return self.claim(About::PriorYear, key, current, whole, said);
        }
        let amount = change.amount?;
        let moved = self.interval(amount)?;
        let (verb, english, prior) = match change.direction {
            Direction::Up => ("增加", "more", whole.minus(moved)?),
            _ => ("减少", "less", whole.plus(moved)?),
        };
        let by = printed(self.disclosure, amount);
        let said = Message::new(
            format!("{now}，比上年{verb} {by}"),
            format!("{now}, {by} {english} than the year before"),
        );
        self.claim(About::PriorYear, key, amount, prior, said)
    }

    /// Whether words compare with something that the document of the same kind does not print:
    /// a budget with what was spent, a final account with a budget.
    fn names_another_measure(&self, words: &str) -> bool {
        let others: &[&str] = match self.disclosure.kind {
            Some(DocumentKind::FinalAccount) => &["预算"],
            _ => &["执行", "决算", "完成数"],
        };
        // 一般公共预算 and its like name money, no budget of the year before.
        let words = MONEY
            .iter()
            .fold(words.to_owned(), |words, name| words.replace(name, ""));
        others.iter().any(|other| words.contains(other))
    }

    /// The labels above a cell.
    fn header_of(&self, id: FigureId) -> Option<&'draft [String]> {
        let span = self.disclosure.figure(id)?.span;
        let table = self.disclosure.table_of(id)?;
        let holds = |whole: Span| whole.start <= span.start && span.end <= whole.end;
        let row = table.rows.iter().find(|row| holds(row.span))?;
        let column = row.cells.iter().position(|cell| holds(cell.span))?;
        Some(&table.columns.get(column)?.path)
    }

    /// Columns of the year before.
    fn priors_of_tables(&self) -> Vec<Claim> {
        let entries = self.disclosure.index.entries();
        let priors = entries
            .filter(|(key, _)| key.column == ColumnKey::Prior && TABLES.contains(&key.table));
        priors
            .filter_map(|(key, figures)| {
                let [figure] = figures else {
                    return None;
                };
                let header = self.header_of(*figure)?;
                if header.iter().any(|label| self.names_another_measure(label)) {
                    return None;
                }
                let words = printed(self.disclosure, *figure);
                let said = Message::new(
                    format!("上年数 {words}"),
                    format!("The figure of the year before, {words},"),
                );
                let interval = self.interval(*figure)?;
                let key = Key::Row(key.table, key.row.clone());
                self.claim(About::PriorYear, key, *figure, interval, said)
            })
            .collect()
    }

    /// 年初预算为…: what the budget of the year printed.
    fn initial_budgets(&self) -> Vec<Claim> {
        let named = self.disclosure.initial_budgets().into_iter();
        named
            .filter_map(|named| {
                let words = printed(self.disclosure, named.mention);
                let label = named.label;
                let said = Message::new(
                    format!("“{label}” {words}"),
                    format!("The initial budget “{label}”, {words},"),
                );
                let interval = self.interval(named.mention)?;
                let key = Key::Indicator(named.indicator);
                self.claim(About::InitialBudget, key, named.mention, interval, said)
            })
            .collect()
    }

    /// The organisations that the tables list, besides the one that discloses.
    fn units(&self, own: &str) -> Vec<String> {
        let entries = self.disclosure.index.entries();
        let mut units: Vec<String> = entries
            .filter_map(|(key, _)| match &key.row {
                RowKey::Organisation(name) => Some(bare_name(name)),
                _ => None,
            })
            .filter(|name| name != own && !name.is_empty())
            .collect();
        units.sort();
        units.dedup();
        units
    }

    fn units_and_projects(&self, units: &[String]) -> Vec<Claim> {
        if units.is_empty() {
            return Vec::new();
        }
        let entries = self.disclosure.index.entries();
        let totals = entries
            .filter(|(key, _)| key.column == ColumnKey::Total && TABLES.contains(&key.table));
        totals
            .filter_map(|(key, figures)| {
                let [figure] = figures else {
                    return None;
                };
                let (about, row) = match &key.row {
                    RowKey::Organisation(name) => {
                        let unit = bare_name(name);
                        units.contains(&unit).then_some(())?;
                        (About::Unit(unit), RowKey::Total)
                    }
                    RowKey::Project(name) => (About::Project, RowKey::Project(name.clone())),
                    _ => return None,
                };
                let words = printed(self.disclosure, *figure);
                let label = self.row_label(*figure).unwrap_or_default();
                let said = Message::new(format!("{label}合计 {words}"), format!("{label} {words}"));
                let interval = self.interval(*figure)?;
                self.claim(about, Key::Row(key.table, row), *figure, interval, said)
            })
            .collect()
    }

    /// The label of the line of a cell.
    fn row_label(&self, id: FigureId) -> Option<String> {
        let span = self.disclosure.figure(id)?.span;
        let table = self.disclosure.table_of(id)?;
        let row = table
            .rows
            .iter()
            .position(|row| row.span.start <= span.start && span.end <= row.span.end)?;
        let mut lines = table.sides.iter().flat_map(|side| &side.lines);
        lines.find(|line| line.row == row).map(line_label)
    }
}
