//! Verdicts → findings: what contradicts what, by how much, and what would mend it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::audit::agreement::agreement;
use crate::audit::bearings::Bearings;
use crate::audit::evaluate::Evaluator;
use crate::audit::explain::{explanation, is_plausible_slip};
use crate::audit::feasibility::Feasibility;
use crate::audit::finding::{Finding, Fix, Message, Related, Severity};
use crate::audit::identity::{Identity, Relation, Term, Verdict};
use crate::audit::localise::{Candidate, Cause, causes};
use crate::audit::place::Places;
use crate::audit::twin::Twins;
use crate::audit::wording::{in_style_of, printed, round, unit, with_decimals};
use crate::document::{Disclosure, FigureId};
use crate::rules;
use crate::text::Span;

mod impossible;

/// The most other figures that a finding names as possibly wrong.
const MOST_NAMED: usize = 3;

/// Everything that the verdicts of one disclosure give rise to.
pub fn findings(
    disclosure: &Disclosure,
    bearings: &Bearings,
    identities: &[Arc<Identity>],
    verdicts: &[Verdict],
    feasibility: &Feasibility,
) -> Vec<Finding> {
    let evaluator = Evaluator::new(disclosure);
    let twins = Twins::of(disclosure, bearings);
    let around = &bearings.around;
    let causes = causes(disclosure, &evaluator, &twins, around, identities, verdicts);
    let writer = Writer {
        disclosure,
        evaluator: &evaluator,
        identities,
        verdicts,
        places: &bearings.places,
        twins,
    };
    let mut findings: Vec<Finding> = causes
        .iter()
        .filter_map(|cause| writer.contradiction(cause))
        .collect();
    for (index, verdict) in verdicts.iter().enumerate() {
        findings.extend(writer.truncated(index, *verdict));
        findings.extend(writer.touching(index, *verdict));
    }
    if !states_rounding(disclosure) {
        findings.extend(writer.rounding(feasibility));
        let impossible = feasibility.conflicts();
        findings.extend(impossible.filter_map(|conflict| writer.impossible(conflict)));
    }
    findings
}

/// Whether a document says itself that its sums may be off by rounding.
pub fn states_rounding(disclosure: &Disclosure) -> bool {
    let mut tables = disclosure.tables.iter();
    tables.any(|table| table.states_rounding)
}

/// A sum that is off by rounding: its total, the identity, by how much, and whether rounding alone
/// hardly explains it.
type RoundingNote = (FigureId, usize, Decimal, bool);

struct Writer<'a> {
    disclosure: &'a Disclosure,
    evaluator: &'a Evaluator<'a>,
    identities: &'a [Arc<Identity>],
    verdicts: &'a [Verdict],
    places: &'a Places,
    twins: Twins<'a>,
}

impl Writer<'_> {
    /// The finding of a cause.
    fn contradiction(&self, cause: &Cause) -> Option<Finding> {
        let index = *cause.identities.first()?;
        let identity = self.identities.get(index)?;
        let head = identity.relation.head()?;
        let at = cause
            .culprit
            .as_ref()
            .map_or(head, |culprit| culprit.figure);
        let mending = match &cause.culprit {
            Some(culprit) => Some(culprit),
            None => cause
                .candidates
                .iter()
                .find(|candidate| candidate.figure == head),
        };
        let mut message = self.statement(index)?;
        if at != head {
            let label = self.named(at);
            message.chinese = format!("{} 可能有误：{}", label.chinese, message.chinese);
            message.english = format!("{} may be wrong: {}", label.english, message.english);
        }
        if let Some(mending) = mending {
            let value = self.styled(mending.figure, mending.value);
            let (here, here_english) = if at == head {
                ("", "")
            } else {
                ("此处", " here")
            };
            let agreeing = agreement(
                self.disclosure,
                self.places,
                self.identities,
                mending,
                cause,
            );
            message.chinese += &format!("；若{here}为 {value} 则{}成立", agreeing.chinese);
            message.english += &format!(
                "; {} would hold with {value}{here_english}",
                agreeing.english
            );
            if !mending.copies.is_empty() {
                message.chinese += "（同行相同的数一并改动）";
                message.english += " (with the same number in its row)";
            }
        }
        if cause.culprit.is_none() {
            append(&mut message, &self.also_possible(head, &cause.candidates));
        }
        let reason = explanation(
            self.disclosure,
            self.evaluator,
            self.places,
            &self.twins,
            identity,
            mending,
        );
        append(&mut message, &reason);
        let more = cause.identities.len() - 1;
        if more > 0 && cause.culprit.is_none() {
            message.chinese += &format!("（另有 {more} 处等式同时不成立）");
            message.english += &format!(" ({more} more identities break with it)");
        }
        Some(Finding {
            severity: self.severity(cause)?,
            span: self.disclosure.figure(at)?.span,
            message,
            related: self.with_twin(self.related(&cause.identities, at), mending),
            fix: mending.and_then(|mending| self.fix(mending, cause.is_unique)),
            ..blank(identity.rule, index)
        })
    }

    /// The gravest severity of the identities of a cause.
    fn severity(&self, cause: &Cause) -> Option<Severity> {
        let severities = cause.identities.iter().filter_map(|index| {
            let identity = self.identities.get(*index)?;
            Some(lowered(identity, self.verdicts.get(*index)?))
        });
        severities.min()
    }

    /// What an identity says and what the document prints instead.
    fn statement(&self, index: usize) -> Option<Message> {
        let identity = self.identities.get(index)?;
        let Some(Verdict::Inconsistent {
            residual, likely, ..
        }) = self.verdicts.get(index).copied()
        else {
            return None;
        };
        let head = identity.relation.head()?;
        let stated = printed(self.disclosure, head);
        let computed = self.computed(identity, head)?;
        let subject = self.subject(identity, head);
        let difference = self.difference(head, residual);
        let mut message = match &identity.relation {
            Relation::Sum { parts, .. } => {
                let parts = self.parts_phrase(identity.rule, head, parts);
                Message::new(
                    format!(
                        "{} {stated} 与{} {computed} 不符，相差 {difference}",
                        subject.chinese, parts.chinese
                    ),
                    format!(
                        "{} {stated} is not {} {computed}; difference {difference}",
                        subject.english, parts.english
                    ),
                )
            }
            Relation::AtMost { .. } => Message::new(
                format!(
                    "{} {stated} 小于其中各项之和 {computed}，超出 {difference}",
                    subject.chinese
                ),
                format!(
                    "{} {stated} is less than what is inside of it, {computed}; excess {difference}",
                    subject.english
                ),
            ),
            Relation::Equal { right, .. } => {
                let other = self.other_printing(head, *right);
                Message::new(
                    format!(
                        "{} {stated} 与 {other} 不符，相差 {difference}",
                        subject.chinese
                    ),
                    format!(
                        "{} {stated} is not {other}; difference {difference}",
                        subject.english
                    ),
                )
            }
            Relation::Share { .. } | Relation::Rate { .. } => {
                let figure = self.disclosure.figure(head)?;
                let value = round(self.evaluator.computed(identity)?, figure.decimals);
                let points = figure.value.checked_sub(value)?.abs();
                let points = with_decimals(points, figure.decimals);
                Message::new(
                    format!(
                        "{} {stated} 与按金额计算的 {computed} 不符，相差 {points} 个百分点",
                        subject.chinese
                    ),
                    format!(
                        "{} {stated} is not the {computed} that the amounts give; difference \
                         {points} points",
                        subject.english
                    ),
                )
            }
            Relation::SharesOfWhole { .. } => {
                let decimals = self.disclosure.figure(head)?.decimals;
                let sum = with_decimals(self.evaluator.computed(identity)?, decimals);
                let sum = format!("{sum}%");
                Message::new(
                    format!("{} 各项占比合计 {sum}，不等于 100%", subject.chinese),
                    format!("{}: the shares add up to {sum}, not 100%", subject.english),
                )
            }
            Relation::Step { .. } => Message::new(
                format!(
                    "{} {stated} 与上年数加减变动额所得 {computed} 不符，相差 {difference}",
                    subject.chinese
                ),
                format!(
                    "{} {stated} is not the prior figure with its change, {computed}; difference \
                     {difference}",
                    subject.english
                ),
            ),
        };
        if likely
            && !matches!(
                identity.relation,
                Relation::Share { .. } | Relation::Rate { .. }
            )
        {
            message.chinese += "（按补足省略的小数位计算）";
            message.english += " (with dropped zeros put back)";
        }
        Some(message)
    }

    /// What an identity is about; a figure that is compared with another table by its own name.
    fn subject(&self, identity: &Identity, head: FigureId) -> Message {
        let table = self.places.table(head);
        let mut others = identity.operands().into_iter();
        let is_across = others.any(|other| self.places.table(other) != table);
        let is_restated = matches!(identity.relation, Relation::Equal { .. });
        let name = match table {
            Some(_) if is_across => self.name_with_table(head),
            None if is_across && is_restated => self.places.label(self.disclosure, head),
            _ => String::new(),
        };
        match name.is_empty() {
            true => self.places.subject(self.disclosure, identity),
            false => Message::new(name.clone(), name),
        }
    }

    /// The other printing of a quantity, with its name when it stands in another table.
    fn other_printing(&self, head: FigureId, other: FigureId) -> String {
        let stated = printed(self.disclosure, other);
        let table = self.places.table(other);
        if table.is_none() || table == self.places.table(head) {
            return stated;
        }
        format!("{} {stated}", self.name_with_table(other))
    }

    /// What the parts of a sum are called; the tables that they stand in when those are others.
    fn parts_phrase(&self, rule: &str, head: FigureId, parts: &[Term]) -> Message {
        let home = self.places.table(head);
        let mut tables: Vec<String> = Vec::new();
        for part in parts {
            let table = self.places.table(part.figure);
            let name = self.places.table_name(self.disclosure, part.figure);
            if table.is_none() || table == home || name.is_empty() {
                return parts_phrase(rule, parts);
            }
            if !tables.contains(&name) {
                tables.push(name);
            }
        }
        match tables.as_slice() {
            [] => parts_phrase(rule, parts),
            [only] => Message::new(
                format!("{only}各项之和"),
                format!("the sum of the items of {only}"),
            ),
            several => Message::new(
                format!("{}之和", several.join("、")),
                format!("the sum of {}", several.join(", ")),
            ),
        }
    }

    /// A cell by its table, its row and its column.
    fn name_with_table(&self, figure: FigureId) -> String {
        let label = self.places.label(self.disclosure, figure);
        format!("{}{label}", self.places.table_name(self.disclosure, figure))
    }

    /// The computed side of an identity as the head would print it.
    fn computed(&self, identity: &Identity, head: FigureId) -> Option<String> {
        let figure = self.disclosure.figure(head)?;
        let value = self.evaluator.computed(identity)?;
        let value = match identity.relation {
            Relation::Share { .. } | Relation::Rate { .. } => round(value, figure.decimals),
            _ => value,
        };
        Some(self.styled(head, value))
    }

    /// A value printed like a figure, with its unit.
    fn styled(&self, like: FigureId, value: Decimal) -> String {
        let Some(figure) = self.disclosure.figure(like) else {
            return value.to_string();
        };
        let text = in_style_of(self.disclosure, figure, value);
        format!("{text}{}", unit(figure.unit))
    }

    /// The size of a residual with the decimals and the unit of a figure.
    fn difference(&self, like: FigureId, residual: Decimal) -> String {
        let Some(figure) = self.disclosure.figure(like) else {
            return residual.abs().to_string();
        };
        let number = in_style_of(self.disclosure, figure, residual.abs());
        format!("{number}{}", unit(figure.unit))
    }

    /// A figure by its name and its printed value.
    fn named(&self, figure: FigureId) -> Message {
        let label = self.places.label(self.disclosure, figure);
        let value = printed(self.disclosure, figure);
        let text = format!("{label} {value}").trim().to_owned();
        Message::new(text.clone(), text)
    }

    /// The other figures that could explain a contradiction by a slip of the typist or because they
    /// repeat the number of a neighbour.
    fn also_possible(&self, head: FigureId, candidates: &[Candidate]) -> Message {
        let mut others: Vec<&Candidate> = candidates
            .iter()
            .filter(|candidate| candidate.figure != head)
            .filter(|candidate| {
                let figure = self.disclosure.figure(candidate.figure);
                figure.is_some_and(|figure| is_plausible_slip(figure.value, candidate.value))
                    || self.twins.beside(candidate.figure).is_some()
            })
            .collect();
        others.truncate(MOST_NAMED);
        if others.is_empty() {
            return Message::new("", "");
        }
        let names: Vec<String> = others
            .iter()
            .map(|candidate| {
                let value = self.styled(candidate.figure, candidate.value);
                format!("{}（若为 {value}）", self.named(candidate.figure).chinese)
            })
            .collect();
        let english: Vec<String> = others
            .iter()
            .map(|candidate| {
                let value = self.styled(candidate.figure, candidate.value);
                format!("{} (if {value})", self.named(candidate.figure).english)
            })
            .collect();
        Message::new(
            format!("；也可能是 {}", names.join("、")),
            format!("; possibly also {}", english.join(", ")),
        )
    }

    /// The same thing printed elsewhere with the value that would mend, as further evidence.
    fn with_twin(&self, mut related: Vec<Related>, mending: Option<&Candidate>) -> Vec<Related> {
        let twin = mending
            .and_then(|mending| self.twins.elsewhere(mending.figure, mending.value))
            .filter(|twin| {
                let span = self.disclosure.figure(*twin).map(|figure| figure.span);
                !related.iter().any(|known| Some(known.span) == span)
            });
        if let Some((twin, figure)) = twin.and_then(|id| Some((id, self.disclosure.figure(id)?))) {
            let name = self.named_from(mending.map_or(twin, |mending| mending.figure), twin);
            related.push(Related {
                span: figure.span,
                message: Message::new(
                    format!("{}（另处）", name.chinese),
                    format!("{} (elsewhere)", name.english),
                ),
            });
        }
        related
    }

    /// Replaces the figure, and its copies with all that stands between them.
    fn fix(&self, mending: &Candidate, is_unique: bool) -> Option<Fix> {
        let figure = self.disclosure.figure(mending.figure)?;
        let value = in_style_of(self.disclosure, figure, mending.value);
        let title = Message::new(format!("改为 {value}"), format!("Change to {value}"));
        let mut span = figure.span;
        let mut new_text = value;
        for copy in &mending.copies {
            let copy = self.disclosure.figure(*copy)?;
            let between = Span::new(span.end, copy.span.start);
            new_text.push_str(self.disclosure.words(between));
            new_text.push_str(&in_style_of(self.disclosure, copy, mending.value));
            span = span.cover(copy.span);
        }
        Some(Fix {
            span,
            new_text,
            title,
            is_unique,
        })
    }

    /// Every operand of some identities but the figure of the finding.
    fn related(&self, identities: &[usize], at: FigureId) -> Vec<Related> {
        let mut seen = HashSet::from([at]);
        let mut related = Vec::new();
        for index in identities {
            let Some(identity) = self.identities.get(*index) else {
                continue;
            };
            for figure in identity.operands() {
                if !seen.insert(figure) {
                    continue;
                }
                if let Some(printed) = self.disclosure.figure(figure) {
                    related.push(Related {
                        span: printed.span,
                        message: self.named_from(at, figure),
                    });
                }
            }
        }
        related
    }

    /// A figure by its name and its printed value, with its table when another figure stands in
    /// a different one.
    fn named_from(&self, other: FigureId, figure: FigureId) -> Message {
        let mut message = self.named(figure);
        if self.places.table(figure) != self.places.table(other) {
            let table = self.places.table_name(self.disclosure, figure);
            message.chinese.insert_str(0, &table);
            message.english.insert_str(0, &table);
        }
        message
    }

    /// A percentage that was cut off and not rounded (domain specification §6.4).
    fn truncated(&self, index: usize, verdict: Verdict) -> Option<Finding> {
        let Verdict::Inconsistent {
            truncated: true, ..
        } = verdict
        else {
            return None;
        };
        let identity = self.identities.get(index)?;
        let head = identity.relation.head()?;
        let mut message = self.statement(index)?;
        message.chinese += "，似为截尾而非四舍五入";
        message.english += "; it seems truncated and not rounded";
        let value = round(
            self.evaluator.computed(identity)?,
            self.disclosure.figure(head)?.decimals,
        );
        let figure = self.disclosure.figure(head)?;
        let new_text = in_style_of(self.disclosure, figure, value);
        Some(Finding {
            severity: Severity::Information,
            span: figure.span,
            message,
            related: self.related(&[index], head),
            fix: Some(Fix {
                span: figure.span,
                title: Message::new(format!("改为 {new_text}"), format!("Change to {new_text}")),
                new_text,
                is_unique: false,
            }),
            ..blank(identity.rule, index)
        })
    }

    /// Two printings of one quantity that differ by a unit of the last decimal (§6.3). Inside a
    /// table they count as rounding like the sums.
    fn touching(&self, index: usize, verdict: Verdict) -> Option<Finding> {
        let Verdict::Rounding { residual, .. } = verdict else {
            return None;
        };
        let identity = self.identities.get(index)?;
        let Relation::Equal { left, right } = identity.relation else {
            return None;
        };
        let (one, other) = (
            self.disclosure.figure(left)?,
            self.disclosure.figure(right)?,
        );
        let same_form = one.decimals == other.decimals && one.unit == other.unit;
        if !same_form || self.places.only_table(identity).is_some() {
            return None;
        }
        let difference = self.difference(left, residual);
        let (stated, restated) = (
            printed(self.disclosure, left),
            printed(self.disclosure, right),
        );
        let subject = self.places.subject(self.disclosure, identity);
        Some(Finding {
            severity: Severity::Information,
            span: one.span,
            message: Message::new(
                format!(
                    "{} {stated} 与 {restated} 相差 {difference}（四舍五入范围内）",
                    subject.chinese
                ),
                format!(
                    "{} {stated} and {restated} differ by {difference} (within rounding)",
                    subject.english
                ),
            ),
            related: self.related(&[index], left),
            ..blank(identity.rule, index)
        })
    }

    /// One note a table about sums that are off by rounding (B115), without those that cannot
    /// hold together.
    fn rounding(&self, feasibility: &Feasibility) -> Vec<Finding> {
        let told: HashSet<usize> = feasibility
            .conflicts()
            .flat_map(|conflict| conflict.identities.iter().copied())
            .collect();
        let notes = self.notes_by_table(&told).into_values();
        notes
            .filter_map(|notes| self.rounding_of_table(notes))
            .collect()
    }

    /// The sums within each table that are off by rounding.
    fn notes_by_table(&self, told: &HashSet<usize>) -> BTreeMap<usize, Vec<RoundingNote>> {
        let mut by_table: BTreeMap<usize, Vec<RoundingNote>> = BTreeMap::new();
        for (index, verdict) in self.verdicts.iter().enumerate() {
            let Verdict::Rounding {
                residual,
                improbable,
                ..
            } = *verdict
            else {
                continue;
            };
            let Some(identity) = self
                .identities
                .get(index)
                .filter(|_| !told.contains(&index))
            else {
                continue;
            };
            let adds = !matches!(identity.relation, Relation::AtMost { .. });
            let Some(head) = identity.relation.head() else {
                continue;
            };
            if adds && let Some(table) = self.places.only_table(identity) {
                let notes = by_table.entry(table).or_default();
                notes.push((head, index, residual, improbable));
            }
        }
        by_table
    }

    fn rounding_of_table(&self, mut notes: Vec<RoundingNote>) -> Option<Finding> {
        notes.sort_by_key(|(head, index, ..)| {
            (
                self.disclosure.figure(*head).map(|figure| figure.span),
                *index,
            )
        });
        notes.dedup_by_key(|(head, ..)| *head);
        let (head, index, ..) = *notes.first()?;
        let all_improbable = notes.iter().all(|(.., improbable)| *improbable);
        let message = self.rounding_message(&notes, all_improbable)?;
        let figures = notes.iter().map(|(head, ..)| *head);
        let related = figures
            .filter(|figure| *figure != head)
            .filter_map(|figure| {
                Some(Related {
                    span: self.disclosure.figure(figure)?.span,
                    message: self.named(figure),
                })
            })
            .collect();
        Some(Finding {
            severity: if all_improbable {
                Severity::Hint
            } else {
                Severity::Information
            },
            span: self.disclosure.figure(head)?.span,
            message,
            related,
            ..blank("B115", index)
        })
    }

    fn rounding_message(&self, notes: &[RoundingNote], all_improbable: bool) -> Option<Message> {
        let (head, index, residual, _) = notes.first()?;
        let identity = self.identities.get(*index)?;
        let stated = printed(self.disclosure, *head);
        let computed = self.computed(identity, *head)?;
        let difference = self.difference(*head, *residual);
        let subject = self.places.subject(self.disclosure, identity);
        let (note, note_english) = if all_improbable {
            (
                "在四舍五入范围内，但仅由四舍五入造成的可能性很小",
                "possible by rounding, but unlikely",
            )
        } else {
            ("在四舍五入范围内", "within rounding")
        };
        let mut message = Message::new(
            format!(
                "{} {stated} 与 {computed} 相差 {difference}，{note}",
                subject.chinese
            ),
            format!(
                "{} {stated} and {computed} differ by {difference}, {note_english}",
                subject.english
            ),
        );
        let more = notes.len() - 1;
        if more > 0 {
            message.chinese += &format!("；本表另有 {more} 处尾差");
            message.english += &format!("; {more} more such differences in this table");
        }
        Some(message)
    }
}

/// A finding of a rule with everything yet to fill in.
fn blank(rule: &'static str, identity: usize) -> Finding {
    Finding {
        code: rule,
        name: rules::rule(rule).map_or("", |rule| rule.name),
        severity: Severity::Error,
        span: Span::empty(0),
        message: Message::new("", ""),
        related: Vec::new(),
        fix: None,
        identity: Some(identity),
    }
}

/// The severity of a broken identity, lowered by the rules of domain specification §6.
fn lowered(identity: &Identity, verdict: &Verdict) -> Severity {
    let own = identity
        .severity
        .or_else(|| rules::rule(identity.rule).map(|rule| rule.severity))
        .unwrap_or(Severity::Error);
    match verdict {
        Verdict::Inconsistent { likely: true, .. } => own.max(Severity::Warning),
        _ => own,
    }
}

fn append(message: &mut Message, more: &Message) {
    message.chinese += &more.chinese;
    message.english += &more.english;
}

/// What the parts of a rule's sums are called.
fn parts_phrase(rule: &str, parts: &[Term]) -> Message {
    let subtracts = parts.iter().any(|part| part.negative);
    let (chinese, english) = match rule {
        "B101" if subtracts => (
            "本年数减上年数所得",
            "this year's figure less the prior one",
        ),
        "B101" => ("各列之和", "the sum of its columns"),
        "B102" => ("各行之和", "the sum of the rows"),
        "B103" => ("下级科目之和", "the sum of its subordinate subjects"),
        "B105" => (
            "本年合计与结转之和",
            "this year's total with the carry-over",
        ),
        "B108" => ("所属单位或项目之和", "the sum of its units or projects"),
        "B109" => ("所属经济科目之和", "the sum of its economic subjects"),
        "B111" => (
            "年初结转加收入减支出所得",
            "opening balance plus income less expenditure",
        ),
        _ => ("各项之和", "the sum of its items"),
    };
    Message::new(chinese, english)
}
