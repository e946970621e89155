//! Reads a disclosure: from the blocks of the syntax to tables, statements, glossary, outline.

use std::sync::Arc;

use crate::document::form::read_forms;
use crate::document::glossary::read_entry;
use crate::document::identity::read_identity;
use crate::document::indicator::{Narrative, bind};
use crate::document::normalise::normalise;
use crate::document::{
    CellContent, Conventions, Disclosure, DocumentKind, Figure, FigureIndex, GlossaryEntry,
    Organisation, OutlineKind, OutlineNode, Precision, ProseKind, ProseLine, Shared, Statement,
    StatementPlace, Table, TableContext, TocEntry, read_table, statement,
};
use crate::syntax::{self, Block, CellList, Heading, TableEncoding};
use crate::text::Span;

impl Disclosure {
    /// Reads a disclosure from its own text and its blocks, whose spans are relative to it.
    pub fn read(text: Arc<str>, blocks: &[Block]) -> Self {
        Self::read_under(text, blocks, Arc::default())
    }

    /// Reads a disclosure of a folder with conventions.
    pub fn read_under(text: Arc<str>, blocks: &[Block], conventions: Arc<Conventions>) -> Self {
        Self::read_beside(text, blocks, conventions, None)
    }

    /// Reads the disclosure again after characters were typed over others and left the blocks as
    /// they were. The result is that of a fresh reading; what the edit cannot concern is taken over.
    pub fn reread(&self, text: Arc<str>, blocks: &[Block]) -> Self {
        match self.with_cell_retyped(&text, blocks) {
            Some(disclosure) => disclosure,
            None => Self::read_beside(text, blocks, Arc::clone(&self.conventions), Some(self)),
        }
    }

    fn read_beside(
        text: Arc<str>,
        blocks: &[Block],
        conventions: Arc<Conventions>,
        earlier: Option<&Disclosure>,
    ) -> Self {
        let identity = read_identity(&text, blocks);
        let organisation = identity.organisation.clone();
        let mut reader = DisclosureReader {
            text: &text,
            context: table_context(identity.kind, identity.fiscal_year, organisation.as_ref()),
            earlier: earlier.filter(|earlier| {
                earlier.kind == identity.kind
                    && earlier.fiscal_year == identity.fiscal_year
                    && earlier.organisation == organisation
            }),
            figures: Vec::new(),
            tables: Vec::new(),
            glossary: Vec::new(),
            prose: Vec::new(),
            cover: Vec::new(),
            toc: Vec::new(),
        };
        let outline = reader.read(blocks);
        let DisclosureReader {
            mut figures,
            tables,
            glossary,
            prose,
            cover,
            toc,
            ..
        } = reader;
        let index = Arc::new(FigureIndex::new(&tables));
        let mut statements = statement::read(&text, &prose, &mut figures);
        statements.extend(cell_statements(&text, &tables, &mut figures));
        let forms = read_forms(&text, &tables, &figures);
        let precision = Arc::new(Precision::of(&tables, &figures));
        let disclosure = Self {
            text: Arc::clone(&text),
            kind: identity.kind,
            fiscal_year: identity.fiscal_year,
            organisation: identity.organisation,
            outline: outline.into(),
            figures,
            tables: tables.into(),
            statements: statements.into(),
            glossary: glossary.into(),
            cover: cover.into(),
            toc: toc.into(),
            prose: prose.into(),
            index,
            precision,
            restatements: Shared::default(),
            forms: forms.into(),
            conventions,
            contents: Arc::default(),
            printings: Arc::default(),
        };
        disclosure.with_restatements()
    }

    /// Binds the amounts of the narrative to the cells that they restate.
    fn with_restatements(self) -> Self {
        let restatements = bind(&Narrative {
            text: &self.text,
            final_account: self.kind == Some(DocumentKind::FinalAccount),
            fiscal_year: self.fiscal_year,
            prose: &self.prose,
            statements: &self.statements,
            figures: &self.figures,
            index: &self.index,
        });
        Self {
            restatements: restatements.into(),
            ..self
        }
    }
}

/// What the tables of a disclosure are read in the light of.
pub(super) fn table_context(
    kind: Option<DocumentKind>,
    fiscal_year: Option<u16>,
    organisation: Option<&Organisation>,
) -> TableContext<'_> {
    TableContext {
        final_account: kind == Some(DocumentKind::FinalAccount),
        fiscal_year,
        organisation: organisation.map_or("", |organisation| &organisation.name),
    }
}

/// The statements in the free text of table cells (project tables).
fn cell_statements(text: &str, tables: &[Table], figures: &mut Vec<Figure>) -> Vec<Statement> {
    tables
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.content == CellContent::Text && cell.span.len() > SHORTEST_STATEMENT)
        .flat_map(|cell| statement::read_cell(text, cell.span, figures))
        .inspect(|statement| debug_assert_eq!(statement.place, StatementPlace::TableCell))
        .collect()
}

/// The bytes of the shortest cell that can state a sum: 共5万元，其中A 2万元，B 3万元.
const SHORTEST_STATEMENT: usize = 36;

struct DisclosureReader<'a> {
    text: &'a str,
    context: TableContext<'a>,
    /// An earlier reading of the same blocks in the same context.
    earlier: Option<&'a Disclosure>,
    figures: Vec<Figure>,
    tables: Vec<Table>,
    glossary: Vec<GlossaryEntry>,
    prose: Vec<ProseLine>,
    cover: Vec<Span>,
    toc: Vec<TocEntry>,
}

impl DisclosureReader<'_> {
    fn read(&mut self, blocks: &[Block]) -> Vec<OutlineNode> {
        blocks
            .iter()
            .filter_map(|block| self.read_block(block))
            .collect()
    }

    fn read_block(&mut self, block: &Block) -> Option<OutlineNode> {
        match block {
            Block::CoverLine(span) => {
                self.cover.push(*span);
                self.prose(ProseKind::Barrier, *span);
            }
            Block::Note(note) => self.prose(ProseKind::Barrier, note.span),
            Block::Paragraph(line) => self.prose(ProseKind::Paragraph, line.span),
            Block::ListItem(line) => self.prose(ProseKind::ListItem, line.span),
            Block::Toc(toc) => {
                self.prose(ProseKind::Barrier, toc.span);
                self.toc.extend(toc.entries.iter().map(|entry| TocEntry {
                    span: entry.span,
                    title_span: entry.title,
                    page_span: entry.page,
                }));
                return Some(self.node(OutlineKind::Toc, toc.span, toc.heading, Vec::new()));
            }
            Block::Part(part) => {
                return Some(self.headed(
                    OutlineKind::Part,
                    part.span,
                    &part.heading,
                    &part.blocks,
                ));
            }
            Block::Section(section) => {
                return Some(self.headed(
                    OutlineKind::Section,
                    section.span,
                    &section.heading,
                    &section.blocks,
                ));
            }
            Block::Glossary(glossary) => return Some(self.read_glossary(glossary)),
            Block::Table(table) => return Some(self.read_table(table)),
            Block::CellList(list) => return Some(self.read_table(&table_of(self.text, list))),
        }
        None
    }

    fn prose(&mut self, kind: ProseKind, span: Span) {
        self.prose.push(ProseLine { kind, span });
    }

    fn node(
        &self,
        kind: OutlineKind,
        span: Span,
        name_span: Span,
        children: Vec<OutlineNode>,
    ) -> OutlineNode {
        let name = name_span.get(self.text).unwrap_or_default();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        OutlineNode {
            kind,
            name: name.trim_start_matches(['#', ' ']).replace("**", ""),
            span: trimmed(self.text, span),
            name_span,
            children,
        }
    }

    fn headed(
        &mut self,
        kind: OutlineKind,
        span: Span,
        heading: &Heading,
        blocks: &[Block],
    ) -> OutlineNode {
        self.prose(ProseKind::Heading, heading.span);
        let children = self.read(blocks);
        self.node(kind, span, heading.span, children)
    }

    fn read_glossary(&mut self, glossary: &syntax::Glossary) -> OutlineNode {
        self.prose(ProseKind::Barrier, glossary.span);
        let mut children = Vec::new();
        for entry in &glossary.entries {
            let index = self.glossary.len();
            self.glossary.push(read_entry(self.text, entry));
            children.push(self.node(
                OutlineKind::GlossaryEntry(index),
                entry.span,
                entry.term,
                Vec::new(),
            ));
        }
        self.node(
            OutlineKind::Glossary,
            glossary.span,
            glossary.heading.span,
            children,
        )
    }

    fn read_table(&mut self, table: &syntax::Table) -> OutlineNode {
        self.prose(ProseKind::Barrier, table.span);
        let index = self.tables.len();
        let read = match self.known_table(index, table.span) {
            Some(known) => known,
            None => read_table(self.text, table, self.context, &mut self.figures),
        };
        let name_span = table
            .title
            .or(table.label)
            .unwrap_or_else(|| first_line(table));
        let kind = OutlineKind::Table(index);
        self.tables.push(read);
        self.node(kind, table.span, name_span, Vec::new())
    }

    /// The table of an earlier reading, with its figures, when its text is the same.
    fn known_table(&mut self, index: usize, span: Span) -> Option<Table> {
        let earlier = self.earlier?;
        let table = earlier.tables.get(index)?;
        let same = table.span == span
            && table.figures.start == self.figures.len()
            && span.get(self.text) == span.get(&earlier.text);
        if !same {
            return None;
        }
        let figures = earlier.figures.get(table.figures.clone())?;
        self.figures.extend_from_slice(figures);
        Some(table.clone())
    }
}

fn first_line(table: &syntax::Table) -> Span {
    table.rows.first().map_or(table.span, |row| row.span)
}

/// A span without the blank lines that a block may end with.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.get(text).unwrap_or_default();
    Span::new(span.start, span.start + words.trim_end().len())
}

/// A table printed one cell a line, as a table: its first lone cell that ends in 表 is the title.
pub(super) fn table_of(text: &str, list: &CellList) -> syntax::Table {
    let title = list
        .rows
        .iter()
        .take(3)
        .filter(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count() == 1)
        .flat_map(|row| &row.cells)
        .find(|cell| normalise(cell.get(text).unwrap_or_default()).ends_with('表'))
        .copied();
    syntax::Table {
        span: list.span,
        encoding: TableEncoding::CellPerLine,
        label: None,
        title,
        organisation: None,
        unit: None,
        period: None,
        rows: list.rows.clone(),
        notes: Vec::new(),
    }
}
