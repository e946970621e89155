//! How much of a draft was checked (domain specification §8.8: a clean report must never be
//! mistaken for a complete one).

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{Analysis, Message, Verdict};
use crate::document::{Figure, FigureId, StatementPlace, TableKind, Unit};
use crate::text::Span;

/// How often the identities of a rule held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// The printed numbers agree exactly.
    pub exact: usize,
    /// They agree within rounding.
    pub rounding: usize,
    /// They do not agree.
    pub inconsistent: usize,
    /// They could not be compared.
    pub blocked: usize,
}

/// What of a disclosure was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The printed numbers of tables, and those that take part in an identity.
    pub in_tables: (usize, usize),
    /// The amounts and percentages of the narrative, and those that take part in an identity.
    pub in_prose: (usize, usize),
    /// The identities by the code of the rule that declared them.
    pub identities: BTreeMap<&'static str, Tally>,
    /// Tables that were not recognised: title and place.
    pub unrecognised_tables: Vec<(String, Span)>,
    /// Sentences with amounts of which none takes part in an identity.
    pub unread_statements: Vec<Span>,
    /// The checks that were not run, with what is missing (B904).
    pub not_run: Vec<(Message, Span)>,
}

impl Analysis {
    /// The printed amounts and percentages that take part in no identity.
    pub fn unchecked_figures(&self) -> impl Iterator<Item = &Figure> {
        let linked = self.linked_figures();
        self.counted_figures()
            .filter(move |(id, _)| !linked.contains(id))
            .map(|(_, figure)| figure)
    }

    /// The figures that take part in an identity that was evaluated.
    fn linked_figures(&self) -> BTreeSet<FigureId> {
        let evaluated = self.identities.iter().zip(&self.verdicts);
        let evaluated = evaluated.filter(|(_, verdict)| **verdict != Verdict::Blocked);
        evaluated
            .flat_map(|(identity, _)| identity.operands())
            .collect()
    }

    /// The figures that could take part in an identity: amounts and percentages.
    fn counted_figures(&self) -> impl Iterator<Item = (FigureId, &Figure)> {
        let figures = (0..).map(FigureId).zip(&self.disclosure.figures);
        figures.filter(|(_, figure)| !matches!(figure.unit, Unit::Count | Unit::Unknown))
    }

    /// What of the disclosure was checked.
    pub fn coverage(&self) -> Coverage {
        let disclosure = &self.disclosure;
        let mut coverage = Coverage::default();
        let linked = self.linked_figures();
        for (identity, verdict) in self.identities.iter().zip(&self.verdicts) {
            let tally = coverage.identities.entry(identity.rule).or_default();
            match verdict {
                Verdict::Exact => tally.exact += 1,
                Verdict::Rounding { .. } => tally.rounding += 1,
                Verdict::Inconsistent { .. } => tally.inconsistent += 1,
                Verdict::Blocked => tally.blocked += 1,
            }
        }
        for (id, figure) in self.counted_figures() {
            let place = match figure.narrative {
                true => &mut coverage.in_prose,
                false => &mut coverage.in_tables,
            };
            place.0 += 1;
            place.1 += usize::from(linked.contains(&id));
        }
        let unrecognised = disclosure
            .tables
            .iter()
            .filter(|table| table.kind == TableKind::Unrecognised);
        coverage.unrecognised_tables = unrecognised
            .map(|table| (table.title.clone(), table.title_span.unwrap_or(table.span)))
            .collect();
        let unread = disclosure.statements.iter().filter(|statement| {
            let amount = |figure: FigureId| {
                let unit = disclosure.figure(figure).map(|figure| figure.unit);
                !matches!(unit, None | Some(Unit::Count | Unit::Unknown))
            };
            let mut mentions = statement.mentions.iter().map(|mention| mention.figure);
            statement.place == StatementPlace::Prose
                && mentions.clone().any(amount)
                && !mentions.any(|figure| linked.contains(&figure))
        });
        coverage.unread_statements = unread.map(|statement| statement.span).collect();
        let notes = self
            .findings
            .iter()
            .filter(|finding| finding.code == "B904");
        coverage.not_run = notes
            .map(|finding| (finding.message.clone(), finding.span))
            .collect();
        coverage
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::{Coverage, Draft};

    fn coverage(text: &str) -> Coverage {
        let draft = Draft::open(text);
        draft.disclosures[0].analysis.coverage()
    }

    #[test]
    fn what_takes_part_in_no_identity_is_counted_apart() {
        let coverage = coverage(
            "2024年部门支出预算总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
             合计\t\t9.00\t5.00\t4.00\n201\t一般公共服务支出\t9.00\t5.00\t4.00\n\n\
             2024年某某情况表\n\n单位：万元\n\n名称\t甲\n某项\t3.00\n\n\
             第一部分 说明\n\n一、其他\n\n另有捐赠12.00万元。\n",
        );
        assert_eq!(coverage.in_tables, (7, 6), "{coverage:?}");
        assert_eq!(coverage.in_prose, (1, 0));
        assert_eq!(coverage.unrecognised_tables.len(), 1);
        assert_eq!(coverage.unread_statements.len(), 1);
        let rows = coverage.identities.get("B101").expect("rows were added up");
        assert_eq!((rows.exact, rows.inconsistent), (2, 0));
    }
}
