//! What is selected, and what stands there.

use crate::audit::{Draft, Finding, Locale};
use crate::document::number::number_at;
use crate::document::{Disclosure, Figure, FigureId, Row, Statement, Table};
use crate::ide::place::{Place, boundary};
use crate::syntax::TableEncoding;
use crate::text::{Edit, Span};

/// A selection in one disclosure of a draft.
pub(super) struct Selection<'draft> {
    /// Where it starts.
    pub place: Place<'draft>,
    /// What is selected, relative to the disclosure; empty for a cursor.
    pub span: Span,
    /// The language of titles.
    pub locale: Locale,
}

impl<'draft> Selection<'draft> {
    /// A selection of the draft; what lies outside the disclosure of its start is left out.
    pub fn of(draft: &'draft Draft, span: Span, locale: Locale) -> Option<Self> {
        let place = Place::of(draft, span.start)?;
        let text: &str = &place.disclosure().text;
        let end = boundary(text, span.end.saturating_sub(place.start));
        Some(Self {
            span: Span::new(place.offset, end),
            place,
            locale,
        })
    }

    /// The disclosure.
    pub fn disclosure(&self) -> &'draft Disclosure {
        self.place.disclosure()
    }

    /// Whether the selection touches a span, at its ends too.
    pub fn touches(&self, span: Span) -> bool {
        span.start <= self.span.end && self.span.start <= span.end
    }

    /// The findings that the selection touches, at their place or at that of their repair.
    pub fn findings(&self) -> impl Iterator<Item = &'draft Finding> {
        let findings = self.place.analysis.findings.iter();
        findings.filter(|finding| {
            let fix = finding.fix.as_ref();
            self.touches(finding.span) || fix.is_some_and(|fix| self.touches(fix.span))
        })
    }

    /// The statements that the selection touches.
    pub fn statements(&self) -> impl Iterator<Item = &'draft Statement> {
        let statements = self.disclosure().statements.iter();
        statements.filter(|statement| self.touches(statement.span))
    }

    /// The figures that are selected whole, in order.
    pub fn figures(&self) -> Vec<(FigureId, &'draft Figure)> {
        let figures = (0u32..).map(FigureId).zip(&self.disclosure().figures);
        let mut selected: Vec<_> = figures
            .filter(|(_, figure)| self.span.contains_span(figure.span))
            .collect();
        selected.sort_by_key(|(_, figure)| figure.span);
        selected
    }

    /// The byte after a figure of a sentence and its unit.
    pub fn end_of(&self, figure: &Figure) -> usize {
        let number = number_at(&self.disclosure().text, figure.span.start);
        let end = number.map_or(figure.span.end, |number| number.unit_end);
        end.max(figure.span.end)
    }

    /// The column of the cell in which the selection starts, blanks around its words included.
    pub fn column(&self, row: &Row) -> Option<usize> {
        let at = self.place.offset;
        let cells = || row.cells.iter().enumerate();
        if let Some((column, _)) = cells().find(|(_, cell)| cell.span.touches(at)) {
            return Some(column);
        }
        let (column, cell) = cells().rev().find(|(_, cell)| cell.span.end <= at)?;
        let between = self.disclosure().words(Span::new(cell.span.end, at));
        let separated = between.contains(['|', '\t']);
        let column = column + usize::from(separated);
        (column < row.cells.len()).then_some(column)
    }

    /// The edit that writes words into a cell, between blanks where pipes divide the cells; none
    /// where the cells of the row were moved.
    pub fn filled(&self, table: &Table, row: &Row, column: usize, words: &str) -> Option<Edit> {
        let cell = row.cells.get(column).filter(|_| !row.realigned)?;
        if table.encoding != TableEncoding::Pipe || !cell.span.is_empty() {
            return Some(Edit::new(cell.span, words));
        }
        let after = self.disclosure().text.get(cell.span.start..row.span.end)?;
        let blanks = after.len() - after.trim_start_matches(' ').len();
        let whole = Span::new(cell.span.start, cell.span.start + blanks);
        Some(Edit::new(whole, format!(" {words} ")))
    }

    /// How the lines of the text end.
    pub fn line_end(&self) -> &'static str {
        match self.disclosure().text.contains("\r\n") {
            true => "\r\n",
            false => "\n",
        }
    }
}
