//! Typed nodes of a draft (domain specification §2).

use crate::text::Span;

/// One block of a draft, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A title line before the first part: title, year, organisation.
    CoverLine(Span),
    /// The table of contents.
    Toc(Toc),
    /// 第N部分 with everything under it, or an attachment (附件：…).
    Part(Part),
    /// A heading of level 1 (一、) to 5 (①), or a Markdown heading, with everything under it.
    Section(Section),
    /// The glossary (名词解释), as a part or as a section.
    Glossary(Glossary),
    /// A table whose rows are lines.
    Table(Table),
    /// A table printed one cell a line (domain specification §2.6, form 2).
    CellList(CellList),
    /// One line of prose.
    Paragraph(Paragraph),
    /// One line of prose that starts with a number or a bullet.
    ListItem(Paragraph),
    /// 注：… outside a table.
    Note(Note),
}

/// A heading line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The whole line without its line end.
    pub span: Span,
    /// 第一部分, 一、, （一）, 1. …; none for a heading without a number.
    pub marker: Option<Span>,
    /// The words after the marker; empty when the heading is its marker alone.
    pub title: Span,
}

/// A part: 第N部分.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// From the heading to the end of the last block.
    pub span: Span,
    /// The heading.
    pub heading: Heading,
    /// The blocks under the heading.
    pub blocks: Vec<Block>,
}

/// A section and everything under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// From the heading to the end of the last block.
    pub span: Span,
    /// 1 (一、) to 5 (①); 0 for a Markdown heading without a number.
    pub level: u8,
    /// The heading.
    pub heading: Heading,
    /// The blocks under the heading.
    pub blocks: Vec<Block>,
}

/// The table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toc {
    /// From the heading (目录) to the last entry.
    pub span: Span,
    /// The line 目录.
    pub heading: Span,
    /// The entries in order.
    pub entries: Vec<TocEntry>,
}

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocEntry {
    /// The whole line.
    pub span: Span,
    /// The words, with the ordinal, without leader and page.
    pub title: Span,
    /// The page number, when there is one.
    pub page: Option<Span>,
}

/// The glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glossary {
    /// From the heading to the end of the last entry.
    pub span: Span,
    /// The heading.
    pub heading: Heading,
    /// The entries in order.
    pub entries: Vec<GlossaryEntry>,
    /// Lines that are no entry (an introduction, a template instruction).
    pub blocks: Vec<Block>,
}

/// An entry of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// The whole entry.
    pub span: Span,
    /// The number before the term.
    pub number: Option<Span>,
    /// The term or the 类/款/项 path, without bold markers.
    pub term: Span,
    /// The explanation; empty when the entry has none.
    pub definition: Span,
}

/// How the rows of a table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableEncoding {
    /// Cells separated by TAB.
    Tab,
    /// Markdown pipe table.
    Pipe,
    /// One cell a line.
    CellPerLine,
}

/// A table with the lines around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// From the label or title to the last note.
    pub span: Span,
    /// How the rows are written.
    pub encoding: TableEncoding,
    /// 预算公开表1 and the like.
    pub label: Option<Span>,
    /// The title without Markdown markers.
    pub title: Option<Span>,
    /// 部门名称：….
    pub organisation: Option<Span>,
    /// 单位：万元, perhaps broken over two lines.
    pub unit: Option<Span>,
    /// （2024年度）.
    pub period: Option<Span>,
    /// Every row line, header rows too; delimiter rows of pipe tables are left out.
    pub rows: Vec<Row>,
    /// 注：…, 本表无数据.
    pub notes: Vec<Span>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line without its line end.
    pub span: Span,
    /// One span for every cell by position, without surrounding blanks; an empty cell has an
    /// empty span at its place.
    pub cells: Vec<Span>,
}

/// A table printed one cell a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellList {
    /// The whole block.
    pub span: Span,
    /// The rows rebuilt from the runs of lines.
    pub rows: Vec<Row>,
}

/// A line of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The line without its line end and without surrounding blanks.
    pub span: Span,
}

/// A note line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line without its line end.
    pub span: Span,
}
