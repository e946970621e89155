//! What an editor may fold: the table of contents, parts, sections, tables, the rows under a
//! subject, the glossary and its entries.

use crate::audit::{Draft, Locale};
use crate::document::{Disclosure, LineKind, OutlineKind, OutlineNode, Side, Table};
use crate::ide::amount::unit_name;
use crate::ide::symbols::body_rows;
use crate::subjects::SubjectLevel;
use crate::text::Span;

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// The table of contents.
    Toc,
    /// A part or a section.
    Heading,
    /// A table.
    Table,
    /// The row of a class or section of subjects with the rows of what is in it.
    Rows,
    /// The glossary.
    Glossary,
    /// An entry of the glossary.
    GlossaryEntry,
}

/// A region of several lines. It ends with its last line that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// The region, in the whole draft; from its first line, which stays visible.
    pub span: Span,
    /// The first line.
    pub first_line: Span,
    /// What it is.
    pub kind: FoldKind,
    /// What may be shown in the place of what is folded: 12 行 · 万元.
    pub summary: Option<String>,
}

/// Every region of several lines, outer ones before those inside them.
pub fn folding(draft: &Draft, locale: Locale) -> Vec<Fold> {
    let mut folds = Vec::new();
    for placed in &draft.disclosures {
        let mut collector = Collector {
            disclosure: &placed.analysis.disclosure,
            start: placed.start,
            locale,
            folds: &mut folds,
        };
        collector.nodes(&placed.analysis.disclosure.outline);
    }
    folds
}

struct Collector<'draft> {
    disclosure: &'draft Disclosure,
    start: usize,
    locale: Locale,
    folds: &'draft mut Vec<Fold>,
}

impl Collector<'_> {
    fn nodes(&mut self, nodes: &[OutlineNode]) {
        for node in nodes {
            self.node(node);
            self.nodes(&node.children);
        }
    }

    fn node(&mut self, node: &OutlineNode) {
        let (kind, count) = match node.kind {
            OutlineKind::Toc => (FoldKind::Toc, Some(self.disclosure.toc.len())),
            OutlineKind::Part | OutlineKind::Section => (FoldKind::Heading, None),
            OutlineKind::Table(index) => return self.table(node, index),
            OutlineKind::Glossary => (FoldKind::Glossary, Some(node.children.len())),
            OutlineKind::GlossaryEntry(_) => (FoldKind::GlossaryEntry, None),
        };
        let summary = count.map(|count| match self.locale {
            Locale::Chinese => format!("… {count} 条"),
            Locale::English if count == 1 => "… 1 entry".to_owned(),
            Locale::English => format!("… {count} entries"),
        });
        self.fold(node.span, kind, summary);
    }

    fn table(&mut self, node: &OutlineNode, index: usize) {
        let Some(table) = self.disclosure.tables.get(index) else {
            return;
        };
        self.fold(
            node.span,
            FoldKind::Table,
            self.rows(body_rows(table), table),
        );
        // Where tables stand side by side a row belongs to both.
        if let [side] = table.sides.as_slice() {
            self.subjects(table, side);
        }
    }

    /// The rows of each class and section that has subjects in it.
    fn subjects(&mut self, table: &Table, side: &Side) {
        let ends = last_descendants(side);
        for (index, (line, end)) in side.lines.iter().zip(ends).enumerate() {
            let LineKind::Subject(SubjectLevel::Class | SubjectLevel::Section) = line.kind else {
                continue;
            };
            let row_of = |line: usize| side.lines.get(line).and_then(|it| table.rows.get(it.row));
            if let (Some(first), Some(last)) = (row_of(index), row_of(end)) {
                let summary = self.rows(end - index, table);
                self.fold(first.span.cover(last.span), FoldKind::Rows, summary);
            }
        }
    }

    /// … 12 行 · 万元.
    fn rows(&self, count: usize, table: &Table) -> Option<String> {
        let unit = unit_name(table.unit);
        let rows = match self.locale {
            Locale::Chinese => format!("… {count} 行"),
            Locale::English if count == 1 => "… 1 row".to_owned(),
            Locale::English => format!("… {count} rows"),
        };
        Some(match unit.is_empty() {
            true => rows,
            false => format!("{rows} · {unit}"),
        })
    }

    /// Adds a region without the blanks at its ends, when it still has a line end inside.
    fn fold(&mut self, span: Span, kind: FoldKind, summary: Option<String>) {
        let words = self.disclosure.words(span);
        let leading = words.len() - words.trim_start().len();
        let trimmed = words.trim();
        let Some(first) = trimmed.find(['\n', '\r']) else {
            return;
        };
        let start = span.start + leading;
        self.folds.push(Fold {
            span: Span::new(start, start + trimmed.len()).offset_by(self.start),
            first_line: Span::new(start, start + first).offset_by(self.start),
            kind,
            summary,
        });
    }
}

/// The last line inside each line; the line itself when it has none.
fn last_descendants(side: &Side) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..side.lines.len()).collect();
    for index in (0..side.lines.len()).rev() {
        let own = ends.get(index).copied().unwrap_or(index);
        let parent = side.lines.get(index).and_then(|line| line.parent);
        if let Some(end) = parent.and_then(|parent| ends.get_mut(parent)) {
            *end = (*end).max(own);
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::{FoldKind, folding};
    use crate::audit::{Draft, Locale};
    use crate::ide::fixture::{BUDGET, PIPES, words};

    /// First and last line of every fold of a kind, with what is shown in its place.
    fn folds(source: &str, kind: FoldKind) -> Vec<(String, String, String)> {
        let draft = Draft::open(source);
        let folds = folding(&draft, Locale::Chinese).into_iter();
        folds
            .filter(|fold| fold.kind == kind)
            .map(|fold| {
                let all = words(&draft, fold.span);
                let last = all.lines().next_back().unwrap_or_default().to_owned();
                (
                    words(&draft, fold.first_line),
                    last,
                    fold.summary.unwrap_or_default(),
                )
            })
            .collect()
    }

    fn expected(folds: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
        let folds = folds.iter();
        folds
            .map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned()))
            .collect()
    }

    #[test]
    fn tables_fold_below_their_titles() {
        let last = "2210201\t住房公积金\t20.00\t20.00\t";
        let tables = folds(BUDGET, FoldKind::Table);
        assert_eq!(tables.len(), 2);
        assert_eq!(tables[1].0, "2024年预算支出总表");
        assert_eq!(tables[1].1.trim_end(), last.trim_end());
        assert_eq!(tables[1].2, "… 8 行 · 万元");
    }

    #[test]
    fn subjects_fold_with_what_is_in_them() {
        let rows = folds(PIPES, FoldKind::Rows);
        let last = "| 2011308 | 招商引资 | 130.00 |";
        assert_eq!(
            rows,
            expected(&[
                ("| 201 | 一般公共服务支出 | 230.00 |", last, "… 3 行 · 万元"),
                ("| 20113 | 商贸事务 | 230.00 |", last, "… 2 行 · 万元"),
            ])
        );
    }

    #[test]
    fn the_glossary_folds_and_its_entries_of_one_line_do_not() {
        let glossary = folds(BUDGET, FoldKind::Glossary);
        assert_eq!(glossary.len(), 1);
        assert_eq!(
            (glossary[0].0.as_str(), glossary[0].2.as_str()),
            ("第四部分 名词解释", "… 3 条")
        );
        assert!(folds(BUDGET, FoldKind::GlossaryEntry).is_empty());
    }

    #[test]
    fn folds_lie_inside_one_another() {
        let draft = Draft::open(BUDGET);
        let folds = folding(&draft, Locale::English);
        assert!(folds.len() > 8);
        for (index, one) in folds.iter().enumerate() {
            for other in &folds[index + 1..] {
                let apart = !one.span.intersects(other.span);
                assert!(
                    apart || one.span.contains_span(other.span),
                    "{one:?} {other:?}"
                );
            }
        }
    }
}
