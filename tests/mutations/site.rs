//! Where a mutation can be made: every figure of the tables, every amount and percentage of the
//! prose, and the printed numbers that the document model does not know.

use yusuan::audit::Draft;
use yusuan::document::number::{next_number, number_at};
use yusuan::document::{CellContent, Disclosure, Figure, FigureId, RowKind, TableKind, Unit};
use yusuan::text::Span;

/// What kind of place a figure stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A cell of a table that is a number.
    Cell(TableKind),
    /// The words of a cell (target tables).
    CellText(TableKind),
    /// A sentence.
    Prose,
}

impl Place {
    /// Whether it counts as a table figure in reports.
    pub fn is_cell(self) -> bool {
        matches!(self, Self::Cell(_))
    }
}

/// A printed number that can be mutated.
#[derive(Debug, Clone)]
pub struct Site {
    /// What kind of place it is.
    pub place: Place,
    /// The index of its disclosure in the draft.
    pub disclosure: usize,
    /// Its figure; none when the document model has not read it.
    pub figure: Option<FigureId>,
    /// The number in the draft.
    pub span: Span,
    /// The number as printed.
    pub printed: String,
    /// Numbers beside it that it could be taken for, with another value.
    pub neighbours: Vec<String>,
    /// The lists of figures that it stands in, as they are printed: its row and its column, or
    /// its line. What a reader could add up.
    pub lists: Vec<Vec<FigureId>>,
}

/// Every site of a draft, by place.
pub fn sites(draft: &Draft) -> Vec<Site> {
    let mut sites = Vec::new();
    for (index, placed) in draft.disclosures.iter().enumerate() {
        let reader = Reader {
            disclosure: &placed.analysis.disclosure,
            index,
            start: placed.start,
        };
        let mut own = reader.cells();
        own.extend(reader.sentences());
        let unread = reader.unread(&own);
        own.extend(unread);
        own.sort_by_key(|site| site.span);
        own.dedup_by_key(|site| site.span);
        sites.extend(own);
    }
    sites
}

struct Reader<'a> {
    disclosure: &'a Disclosure,
    index: usize,
    start: usize,
}

impl Reader<'_> {
    fn cells(&self) -> Vec<Site> {
        let mut sites = Vec::new();
        for table in &self.disclosure.tables {
            let grid: Vec<Vec<Option<FigureId>>> = table
                .rows
                .iter()
                .filter(|row| row.kind == RowKind::Body)
                .map(|row| {
                    let content = row.cells.iter().map(|cell| cell.content);
                    content
                        .map(|content| match content {
                            CellContent::Figure(figure) => Some(figure),
                            CellContent::Blank | CellContent::Text => None,
                        })
                        .collect()
                })
                .collect();
            for (row, cells) in grid.iter().enumerate() {
                for (column, figure) in cells.iter().enumerate() {
                    let Some(figure) = figure else { continue };
                    let in_row: Vec<FigureId> = cells.iter().flatten().copied().collect();
                    let in_column: Vec<FigureId> = grid
                        .iter()
                        .filter_map(|cells| cells.get(column).copied().flatten())
                        .collect();
                    let beside = [
                        cells
                            .get(column + 1..)
                            .into_iter()
                            .flatten()
                            .flatten()
                            .next(),
                        cells
                            .get(..column)
                            .into_iter()
                            .flatten()
                            .flatten()
                            .next_back(),
                        grid.get(row + 1).and_then(|row| row.get(column)?.as_ref()),
                        row.checked_sub(1)
                            .and_then(|above| grid.get(above)?.get(column)?.as_ref()),
                    ];
                    sites.extend(self.site(
                        Place::Cell(table.kind),
                        *figure,
                        beside.into_iter().flatten().copied(),
                        vec![in_row, in_column],
                    ));
                }
            }
        }
        sites
    }

    /// The amounts and percentages of sentences, those in cells too.
    fn sentences(&self) -> Vec<Site> {
        let mut narrative: Vec<(FigureId, &Figure)> = (0u32..)
            .zip(&self.disclosure.figures)
            .filter(|(_, figure)| figure.narrative && is_amount_or_percentage(figure.unit))
            .map(|(id, figure)| (FigureId(id), figure))
            .collect();
        narrative.sort_by_key(|(_, figure)| figure.span);
        let mut sites = Vec::new();
        for (at, (id, figure)) in narrative.iter().enumerate() {
            let same_unit = |other: &&(FigureId, &Figure)| other.1.unit == figure.unit;
            let before = narrative
                .get(..at)
                .into_iter()
                .flatten()
                .rev()
                .find(same_unit);
            let after = narrative
                .get(at + 1..)
                .into_iter()
                .flatten()
                .find(same_unit);
            let line = self.line_around(figure.span);
            let in_line: Vec<FigureId> = narrative
                .iter()
                .filter(|(_, other)| line.contains_span(other.span))
                .map(|(other, _)| *other)
                .collect();
            let table = self
                .disclosure
                .tables
                .iter()
                .find(|table| table.span.contains_span(figure.span));
            let place = table.map_or(Place::Prose, |table| Place::CellText(table.kind));
            let beside = before.into_iter().chain(after).map(|(other, _)| *other);
            sites.extend(self.site(place, *id, beside, vec![in_line]));
        }
        sites
    }

    fn site(
        &self,
        place: Place,
        id: FigureId,
        beside: impl Iterator<Item = FigureId>,
        lists: Vec<Vec<FigureId>>,
    ) -> Option<Site> {
        let figure = self.disclosure.figure(id)?;
        let neighbours = beside
            .filter_map(|other| self.disclosure.figure(other))
            .filter(|other| other.value != figure.value)
            .map(|other| self.disclosure.words(other.span).to_owned())
            .collect();
        Some(Site {
            place,
            disclosure: self.index,
            figure: Some(id),
            span: figure.span.offset_by(self.start),
            printed: self.disclosure.words(figure.span).to_owned(),
            neighbours,
            lists,
        })
    }

    fn line_around(&self, span: Span) -> Span {
        let text = &self.disclosure.text;
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end..]
            .find('\n')
            .map_or(text.len(), |at| span.end + at);
        Span::new(start, end)
    }

    /// Numbers with a unit of money or a percent sign, and cells that are a number with decimals
    /// or separators, that no known figure covers. The glossary defines and states nothing.
    fn unread(&self, known: &[Site]) -> Vec<Site> {
        let text = &*self.disclosure.text;
        let mut found = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.len());
            start += line.len();
            let is_row = line.contains('\t') || line.trim_start().starts_with('|');
            if is_row {
                found.extend(numeric_cells(line).map(|cell| (cell.offset_by(span.start), true)));
            } else {
                found.extend(amounts(line).map(|amount| (amount.offset_by(span.start), false)));
            }
        }
        let covered = |span: Span| {
            let any_figure = |figure: &Figure| figure.span.intersects(span);
            self.disclosure.figures.iter().any(any_figure)
                || known
                    .iter()
                    .any(|site| site.span.intersects(span.offset_by(self.start)))
        };
        let in_glossary = |span: Span| {
            let entries = &self.disclosure.glossary;
            entries.iter().any(|entry| entry.span.contains_span(span))
        };
        found
            .into_iter()
            .filter(|(span, _)| !covered(*span) && !in_glossary(*span))
            .map(|(span, is_cell)| Site {
                place: if is_cell {
                    Place::Cell(TableKind::Unrecognised)
                } else {
                    Place::Prose
                },
                disclosure: self.index,
                figure: None,
                span: span.offset_by(self.start),
                printed: self.disclosure.words(span).to_owned(),
                neighbours: Vec::new(),
                lists: Vec::new(),
            })
            .collect()
    }
}

fn is_amount_or_percentage(unit: Unit) -> bool {
    match unit {
        Unit::Yuan
        | Unit::TenThousandYuan
        | Unit::HundredMillionYuan
        | Unit::ForeignMoney
        | Unit::Percent
        | Unit::PercentagePoint => true,
        Unit::Count | Unit::Unknown => false,
    }
}

fn numeric_cells(line: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    line.split(['\t', '|']).filter_map(move |cell| {
        let at = start + (cell.len() - cell.trim_start().len());
        start += cell.len() + 1;
        let words = cell.trim();
        let number = number_at(words, 0)?;
        let is_amount = number.end == words.len() && (number.decimals > 0 || number.grouped);
        is_amount.then(|| Span::new(at, at + words.len()))
    })
}

fn amounts(line: &str) -> impl Iterator<Item = Span> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let number = next_number(line, from)?;
            from = number.end;
            if number.unit.is_some_and(is_amount_or_percentage) {
                return Some(Span::new(number.start, number.end));
            }
        }
    })
}
