//! Small disclosures for tests, written out by hand.
//!
//! A header is a tree of labels: `科目编码#code 科目名称#name 本年收入{合计#total 一般公共预算}`.
//! A body row is a line of cells between `|`, the first of which says what the line is; as many
//! `>` as it is deep stand before it: `>> item | 2011301 | 行政运行 | 116.23`. `‖` separates the
//! sides of a table. Figures of sentences stand between `⟦label=` and `⟧`.

use std::sync::Arc;

use crate::document::{
    AmountColumn, Cell, CellContent, CodePart, Column, ColumnRole, Disclosure, DocumentKind,
    Figure, FigureId, Fund, HeaderNode, Line, LineKind, Mention, Period, Row, RowKind, Side,
    Statement, StatementPlace, Table, TableKind, Unit, normalise, number,
};
use crate::subjects::{Classification, SubjectLevel};
use crate::syntax::TableEncoding;
use crate::text::Span;

/// A disclosure under construction.
pub struct Fixture {
    text: String,
    kind: DocumentKind,
    unit: Unit,
    figures: Vec<Figure>,
    tables: Vec<Table>,
    statements: Vec<Statement>,
}

impl Fixture {
    /// A budget.
    pub fn budget() -> Self {
        Self::new(DocumentKind::Budget)
    }

    /// A final account.
    pub fn final_account() -> Self {
        Self::new(DocumentKind::FinalAccount)
    }

    fn new(kind: DocumentKind) -> Self {
        Self {
            text: String::new(),
            kind,
            unit: Unit::TenThousandYuan,
            figures: Vec::new(),
            tables: Vec::new(),
            statements: Vec::new(),
        }
    }

    /// Sets the unit of the tables that follow.
    pub fn unit(mut self, unit: Unit) -> Self {
        self.unit = unit;
        self
    }

    /// Adds a table.
    pub fn table(mut self, kind: TableKind, header: &str, body: &str) -> Self {
        let start = self.text.len();
        let mut reader = HeaderReader::default();
        let mut nodes = Vec::new();
        let mut sides = Vec::new();
        for side in header.split('‖') {
            let first = reader.columns.len();
            nodes.extend(reader.read(side));
            sides.push(Side {
                columns: first..reader.columns.len(),
                lines: Vec::new(),
            });
        }
        let mut table = Table {
            span: Span::empty(start),
            encoding: TableEncoding::Tab,
            label_span: None,
            organisation_span: None,
            period_span: None,
            title_span: None,
            title: String::new(),
            kind,
            unit: self.unit,
            unit_span: None,
            header: nodes,
            columns: reader.columns,
            sides,
            rows: Vec::new(),
            compositions: Vec::new(),
            notes: Vec::new(),
            states_no_data: false,
            states_rounding: false,
        };
        for line in body.lines().filter(|line| !line.trim().is_empty()) {
            self.row(&mut table, line);
        }
        table.span = Span::new(start, self.text.len());
        self.tables.push(table);
        self
    }

    /// Says that sums may be off by rounding.
    pub fn states_rounding(mut self) -> Self {
        self.tables.last_mut().unwrap().states_rounding = true;
        self
    }

    fn row(&mut self, table: &mut Table, printed: &str) {
        let start = self.text.len();
        let index = table.rows.len();
        let mut cells = Vec::new();
        let mut parts: Vec<&str> = printed.split('‖').collect();
        parts.resize(table.sides.len(), "");
        for (part, side) in parts.into_iter().zip(&mut table.sides) {
            let (kind, words) = part.split_once('|').unwrap_or((part, ""));
            let mut words: Vec<&str> = words.split('|').map(str::trim).collect();
            words.resize(side.columns.len(), "");
            let first = cells.len();
            for (word, column) in words.into_iter().zip(side.columns.clone()) {
                let role = &table.columns[column].role;
                cells.push(self.cell(word, role, table.unit));
            }
            let kind = kind.trim();
            if !kind.is_empty() {
                let line = self.line(
                    kind,
                    index,
                    &cells[first..],
                    table.columns.get(side.columns.clone()).unwrap(),
                    &side.lines,
                );
                side.lines.push(line);
            }
        }
        self.text.push('\n');
        table.rows.push(Row {
            span: Span::new(start, self.text.len() - 1),
            kind: RowKind::Body,
            cells,
            realigned: false,
        });
    }

    fn cell(&mut self, word: &str, role: &ColumnRole, unit: Unit) -> Cell {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\t');
        }
        let start = self.text.len();
        self.text.push_str(word);
        let span = Span::new(start, self.text.len());
        let is_number = matches!(role, ColumnRole::Amount(_) | ColumnRole::Percentage);
        let content = if number::is_blank(word) {
            CellContent::Blank
        } else if let Some(read) =
            number::number_at(word, 0).filter(|read| is_number && read.end == word.len())
        {
            let unit = match role {
                ColumnRole::Percentage => Unit::Percent,
                _ => unit,
            };
            CellContent::Figure(self.figure(read, span, unit, false))
        } else {
            CellContent::Text
        };
        Cell { span, content }
    }

    fn figure(
        &mut self,
        read: number::Number,
        span: Span,
        unit: Unit,
        narrative: bool,
    ) -> FigureId {
        self.figures.push(Figure {
            value: read.value,
            decimals: read.decimals,
            unit,
            span,
            approximate: false,
            narrative,
        });
        FigureId(u32::try_from(self.figures.len() - 1).unwrap())
    }

    fn line(
        &self,
        kind: &str,
        row: usize,
        cells: &[Cell],
        columns: &[Column],
        before: &[Line],
    ) -> Line {
        let depth = depth_of(kind);
        let find = |wanted: fn(&ColumnRole) -> bool| {
            columns
                .iter()
                .position(|column| wanted(&column.role))
                .map(|index| cells[index].span)
        };
        let words =
            |span: Option<Span>| span.map(|span| self.text[span.start..span.end].to_owned());
        let code_span =
            find(|role| matches!(role, ColumnRole::Code(..) | ColumnRole::OrganisationCode));
        let label_span = find(|role| *role == ColumnRole::Name).unwrap_or(cells[0].span);
        let parent = (depth > 0)
            .then(|| {
                (0..before.len())
                    .rev()
                    .find(|index| depth_in(before, *index) < depth)
            })
            .flatten();
        Line {
            row,
            kind: line_kind(kind.trim_start_matches('>').trim()),
            label: normalise::normalise(&words(Some(label_span)).unwrap()),
            label_span,
            code: words(code_span).filter(|code| !code.is_empty()),
            code_span,
            government: None,
            parent,
        }
    }

    /// Adds a sentence.
    pub fn sentence(mut self, marked: &str) -> Self {
        let start = self.text.len();
        let mut mentions = Vec::new();
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once('⟦') {
            self.text.push_str(before);
            let (figure, after) = after.split_once('⟧').unwrap();
            let (label, words) = figure.split_once('=').unwrap();
            let at = self.text.len();
            self.text.push_str(words);
            let unit = number::number_at(&format!("{words}{after}"), 0)
                .unwrap()
                .unit
                .unwrap_or(Unit::Unknown);
            let read = number::number_at(words, 0).unwrap();
            let id = self.figure(read, Span::new(at, self.text.len()), unit, true);
            mentions.push(Mention {
                figure: id,
                label: label.to_owned(),
                label_span: Span::empty(at),
            });
            rest = after;
        }
        self.text.push_str(rest);
        self.statements.push(Statement {
            span: Span::new(start, self.text.len()),
            place: StatementPlace::Prose,
            mentions,
            head: None,
            enumerations: Vec::new(),
            shares: Vec::new(),
            changes: Vec::new(),
        });
        self.text.push('\n');
        self
    }

    /// The disclosure.
    pub fn read(self) -> Disclosure {
        Disclosure {
            text: Arc::from(self.text),
            kind: Some(self.kind),
            fiscal_year: Some(2024),
            organisation: None,
            outline: Vec::new(),
            figures: self.figures,
            tables: self.tables,
            statements: self.statements,
            glossary: Vec::new(),
            cover: Vec::new(),
            toc: Vec::new(),
            prose: Vec::new(),
        }
    }
}

/// The figure of a sentence by its label.
pub fn mentioned(disclosure: &Disclosure, label: &str) -> FigureId {
    disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.mentions)
        .find(|mention| mention.label == label)
        .unwrap_or_else(|| panic!("no mention of {label}"))
        .figure
}

/// How many lines a line is inside of.
fn depth_in(lines: &[Line], index: usize) -> usize {
    lines[index]
        .parent
        .map_or(0, |parent| 1 + depth_in(lines, parent))
}

fn depth_of(kind: &str) -> usize {
    kind.trim()
        .chars()
        .take_while(|character| *character == '>')
        .count()
}

fn line_kind(word: &str) -> LineKind {
    match word {
        "total" => LineKind::Total,
        "current" => LineKind::CurrentTotal,
        "carry-in" => LineKind::CarryIn,
        "carry-out" => LineKind::CarryOut,
        "surplus" => LineKind::SurplusUsed,
        "distribution" => LineKind::SurplusDistribution,
        "grand" => LineKind::GrandTotal,
        "organisation" => LineKind::Organisation,
        "project" => LineKind::Project,
        "class" => LineKind::Subject(SubjectLevel::Class),
        "section" => LineKind::Subject(SubjectLevel::Section),
        "item" => LineKind::Subject(SubjectLevel::Item),
        "group" => LineKind::Group,
        "entry" => LineKind::Item,
        "of-which" => LineKind::OfWhich,
        "other" => LineKind::Other,
        unknown => panic!("no line kind {unknown}"),
    }
}

#[derive(Default)]
struct HeaderReader {
    columns: Vec<Column>,
    path: Vec<String>,
}

impl HeaderReader {
    fn read(&mut self, side: &str) -> Vec<HeaderNode> {
        let mut rest = side.trim();
        let mut nodes = Vec::new();
        while !rest.is_empty() {
            let (node, after) = self.node(rest);
            nodes.push(node);
            rest = after.trim_start();
        }
        nodes
    }

    fn node<'text>(&mut self, text: &'text str) -> (HeaderNode, &'text str) {
        let end = text.find([' ', '{', '}']).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let (label, flag) = word.split_once('#').unwrap_or((word, ""));
        let first = self.columns.len();
        self.path.push(label.to_owned());
        let mut children = Vec::new();
        let mut rest = rest;
        if let Some(inside) = rest.strip_prefix('{') {
            rest = inside.trim_start();
            while !rest.starts_with('}') {
                let (child, after) = self.node(rest);
                children.push(child);
                rest = after.trim_start();
            }
            rest = &rest[1..];
        } else {
            self.columns.push(Column {
                path: self.path.clone(),
                role: role(flag, label),
            });
        }
        self.path.pop();
        let node = HeaderNode {
            label: label.to_owned(),
            span: None,
            columns: first..self.columns.len(),
            children,
        };
        (node, rest)
    }
}

fn role(flag: &str, label: &str) -> ColumnRole {
    let code = |classification| ColumnRole::Code(classification, CodePart::Whole);
    let amount = AmountColumn {
        fund: label.contains("结转").then_some(Fund::CarryIn),
        ..AmountColumn::default()
    };
    match flag {
        "code" => code(Classification::Functional),
        "economic" => code(Classification::DepartmentalEconomic),
        "government" => code(Classification::GovernmentEconomic),
        "name" => ColumnRole::Name,
        "government-name" => ColumnRole::GovernmentName,
        "organisation" => ColumnRole::OrganisationCode,
        "text" => ColumnRole::Text,
        "percent" => ColumnRole::Percentage,
        "total" => ColumnRole::Amount(AmountColumn {
            total: true,
            ..amount
        }),
        "of-which" => ColumnRole::Amount(AmountColumn {
            of_which: true,
            ..amount
        }),
        "change" => ColumnRole::Amount(AmountColumn {
            change: true,
            ..amount
        }),
        "prior" => ColumnRole::Amount(AmountColumn {
            period: Period::Prior,
            ..amount
        }),
        "" => ColumnRole::Amount(amount),
        unknown => panic!("no column role {unknown}"),
    }
}
