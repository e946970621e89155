//! What is said of identities that hold one by one and cannot hold together
//! (domain specification §6.5).

use super::{MOST_NAMED, Writer, append, blank, lowered};
use crate::audit::feasibility::{Conflict, Suspect};
use crate::audit::finding::{Finding, Message};
use crate::audit::identity::{Identity, Verdict};
use crate::audit::localise::Candidate;
use crate::audit::wording::printed;
use crate::document::FigureId;

impl Writer<'_> {
    /// The finding of a conflict: on the only figure that could be wrong, else on the head of the
    /// most local identity that is off by rounding, and under the code of that identity.
    pub(super) fn impossible(&self, conflict: &Conflict) -> Option<Finding> {
        let culprit = match conflict.suspects.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        let index = self.spokesman(conflict, culprit.map(|suspect| suspect.figure))?;
        let identity = self.identities.get(index)?;
        let head = identity.relation.head()?;
        let at = culprit.map_or(head, |suspect| suspect.figure);
        let mut message = self.impossibility(identity, head, conflict.identities.len())?;
        if at != head {
            let label = self.named(at);
            message.chinese = format!("{} 可能有误：{}", label.chinese, message.chinese);
            message.english = format!("{} may be wrong: {}", label.english, message.english);
        }
        let fix = culprit.and_then(|suspect| {
            let mending = Candidate::alone(suspect.figure, suspect.value?);
            self.fix(&mending, true)
        });
        if let Some(fix) = &fix {
            message.chinese += &format!("；若此处为 {} 则均可成立", fix.new_text);
            message.english += &format!("; all of them can with {} here", fix.new_text);
        } else if culprit.is_none() {
            append(&mut message, &self.suspected(&conflict.suspects));
        }
        let mut identities = conflict.identities.clone();
        identities.sort_by_key(|other| *other != index);
        Some(Finding {
            severity: lowered(identity, self.verdicts.get(index)?),
            span: self.disclosure.figure(at)?.span,
            message,
            related: self.related(&identities, at),
            fix,
            ..blank(identity.rule, index)
        })
    }

    /// The identity of a conflict that is told of: the most local one that is off by rounding and
    /// that the culprit takes part in, where there are such.
    fn spokesman(&self, conflict: &Conflict, culprit: Option<FigureId>) -> Option<usize> {
        let is_rounding = |index: &usize| {
            let verdict = self.verdicts.get(*index);
            matches!(verdict, Some(Verdict::Rounding { .. }))
        };
        let has_culprit = |index: &usize| {
            let identity = self.identities.get(*index);
            culprit
                .zip(identity)
                .is_some_and(|(culprit, identity)| identity.operands().contains(&culprit))
        };
        let rounding = || conflict.identities.iter().copied().filter(is_rounding);
        rounding().find(has_culprit).or_else(|| rounding().next())
    }

    /// What an identity says that is off by rounding, and that it cannot hold together with others.
    fn impossibility(&self, identity: &Identity, head: FigureId, count: usize) -> Option<Message> {
        let stated = printed(self.disclosure, head);
        let computed = self.computed(identity, head)?;
        let subject = self.subject(identity, head);
        let residual = {
            let computed = self.evaluator.computed(identity)?;
            self.disclosure.figure(head)?.value.checked_sub(computed)?
        };
        let difference = self.difference(head, residual);
        let (others, others_english) = match count.saturating_sub(1) {
            1 => ("另一等式".to_owned(), "another identity".to_owned()),
            more => (
                format!("另 {more} 处等式"),
                format!("{more} other identities"),
            ),
        };
        Some(Message::new(
            format!(
                "{} {stated} 与 {computed} 相差 {difference}，单看在四舍五入范围内，但与本表\
                 {others}不能同时成立",
                subject.chinese
            ),
            format!(
                "{} {stated} and {computed} differ by {difference}: within rounding by itself, \
                 but it cannot hold together with {others_english} of this table",
                subject.english
            ),
        ))
    }

    /// The figures that could be the wrong one, unless there are too many to name.
    fn suspected(&self, suspects: &[Suspect]) -> Message {
        if suspects.is_empty() || suspects.len() > MOST_NAMED {
            return Message::new("", "");
        }
        let names = suspects.iter().map(|suspect| self.named(suspect.figure));
        let (chinese, english): (Vec<String>, Vec<String>) =
            names.map(|name| (name.chinese, name.english)).unzip();
        Message::new(
            format!("；可能有误的是 {}", chinese.join("、")),
            format!("; possibly wrong: {}", english.join(", ")),
        )
    }
}
