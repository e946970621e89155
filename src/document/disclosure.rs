//! A whole disclosure.

use std::sync::{Arc, OnceLock};

use crate::document::indicator::Printings;
use crate::document::{
    Contents, Conventions, Figure, FigureId, FigureIndex, Form, GlossaryEntry, Precision,
    ProseLine, Restatement, Shared, Statement, Table,
};
use crate::text::Span;

/// Budget or final account (domain specification §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// 预算.
    Budget,
    /// 决算.
    FinalAccount,
}

/// The organisation that discloses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The name, normalised.
    pub name: String,
    /// Where it was read.
    pub span: Span,
}

/// What a node of the outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineKind {
    /// The table of contents.
    Toc,
    /// 第N部分, 附件.
    Part,
    /// A section of any level.
    Section,
    /// A table; the index into [`Disclosure::tables`].
    Table(usize),
    /// The glossary.
    Glossary,
    /// A glossary entry; the index into [`Disclosure::glossary`].
    GlossaryEntry(usize),
}

/// A node of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineNode {
    /// What it is.
    pub kind: OutlineKind,
    /// The name as an outline shows it.
    pub name: String,
    /// Everything it covers.
    pub span: Span,
    /// The heading or title.
    pub name_span: Span,
    /// What stands under it.
    pub children: Vec<OutlineNode>,
}

/// A disclosure: one document of one organisation for one year. Every span is relative to `text`.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// The text of this disclosure alone.
    pub text: Arc<str>,
    /// Budget or final account; none when title and tables do not say it or disagree.
    pub kind: Option<DocumentKind>,
    /// The fiscal year.
    pub fiscal_year: Option<u16>,
    /// The organisation.
    pub organisation: Option<Organisation>,
    /// Parts, sections, tables, glossary.
    pub outline: Shared<OutlineNode>,
    /// Every printed number of tables and sentences.
    pub figures: Vec<Figure>,
    /// The tables in order.
    pub tables: Shared<Table>,
    /// The sentences with amounts, in order.
    pub statements: Shared<Statement>,
    /// The glossary.
    pub glossary: Shared<GlossaryEntry>,
    /// The cover lines: title, year, organisation.
    pub cover: Shared<Span>,
    /// The entries of the table of contents.
    pub toc: Shared<TocEntry>,
    /// Every line of prose and every heading in order; tables and the glossary are barriers.
    pub prose: Shared<ProseLine>,
    /// The figures of the tables by what they stand for.
    pub index: Arc<FigureIndex>,
    /// With how many decimals its figures are printed.
    pub precision: Arc<Precision>,
    /// The amounts of the narrative whose words name a quantity, with the cells they restate; by
    /// the amounts.
    pub restatements: Shared<Restatement>,
    /// The tables that are forms, read by their labels.
    pub forms: Shared<Form>,
    /// What is agreed for the documents of its folder.
    pub conventions: Arc<Conventions>,
    /// The table of contents beside the body, once it was asked for.
    pub(crate) contents: Arc<OnceLock<Contents>>,
    /// The cells that print each indicator, once they were asked for.
    pub(crate) printings: Arc<OnceLock<Printings>>,
}

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocEntry {
    /// The whole line.
    pub span: Span,
    /// The words with their ordinal, without leader and page.
    pub title_span: Span,
    /// The page number, when there is one.
    pub page_span: Option<Span>,
}

impl Disclosure {
    /// The year of the catalogue that its subjects are judged by.
    pub fn catalogue_year(&self) -> Option<u16> {
        self.conventions.catalogue_year.or(self.fiscal_year)
    }

    /// The figure of an id; none for an id of another disclosure.
    pub fn figure(&self, id: FigureId) -> Option<&Figure> {
        self.figures.get(id.0 as usize)
    }

    /// The cell that an amount of the narrative restates.
    pub fn restated(&self, mention: FigureId) -> Option<FigureId> {
        self.restatement_of(mention)?.cell
    }

    /// What an amount of the narrative restates.
    pub fn restatement_of(&self, mention: FigureId) -> Option<&Restatement> {
        let before = self
            .restatements
            .partition_point(|restatement| restatement.mention < mention);
        let found = self.restatements.get(before)?;
        (found.mention == mention).then_some(found)
    }

    /// The table in which a figure stands.
    pub fn table_of(&self, figure: FigureId) -> Option<&Table> {
        let at = self.figure(figure)?.span.start;
        let after = self.tables.partition_point(|table| table.span.start <= at);
        let table = self.tables.get(after.checked_sub(1)?)?;
        (at < table.span.end).then_some(table)
    }

    /// The words of a span; empty when the span is not one of this text.
    pub fn words(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Every line of the text in order, without its line end.
    pub fn printed_lines(&self) -> impl Iterator<Item = Span> + '_ {
        let mut start = 0;
        self.text.split_inclusive('\n').map(move |line| {
            let span = Span::new(start, start + line.trim_end_matches(['\n', '\r']).len());
            start += line.len();
            span
        })
    }

    /// The line that holds a byte of the text, without its line end.
    pub fn printed_line(&self, at: usize) -> Span {
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |line_end| line_end + 1);
        let after = self.text.get(at..).unwrap_or_default();
        let end = at + after.find('\n').unwrap_or(after.len());
        let line = self.words(Span::new(start, end));
        Span::new(start, start + line.trim_end_matches('\r').len())
    }

    /// Every line of the text in order, without its line end and without the table of contents.
    pub fn lines(&self) -> impl Iterator<Item = Span> + '_ {
        self.printed_lines()
            .filter(|line| !self.is_of_contents(*line))
    }

    /// Whether a line holds an entry of the table of contents.
    pub fn is_of_contents(&self, line: Span) -> bool {
        let after = self
            .toc
            .partition_point(|entry| entry.span.end <= line.start);
        let next = self.toc.get(after);
        next.is_some_and(|entry| entry.span.intersects(line))
    }

    /// The table of contents beside the headings and tables of the body.
    pub fn contents(&self) -> &Contents {
        self.contents.get_or_init(|| Contents::of(self))
    }

    /// Every node of the outline, each before what stands under it.
    pub fn outline_nodes(&self) -> Vec<&OutlineNode> {
        let mut nodes = Vec::new();
        let mut open: Vec<&OutlineNode> = self.outline.iter().rev().collect();
        while let Some(node) = open.pop() {
            nodes.push(node);
            open.extend(node.children.iter().rev());
        }
        nodes
    }
}
