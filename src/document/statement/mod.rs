//! What the sentences of the narrative state (domain specification §5).

mod binding;
mod clause;
mod label;
mod list;
mod numeral;
mod paragraph;
mod reader;
mod role;
mod shadow;
mod walk;

#[cfg(test)]
mod tests;

use crate::document::{Figure, FigureId, ProseKind, ProseLine};
use crate::text::Span;

/// Reads the narrative of a disclosure: adds a figure for every amount, percentage and count, and
/// returns the sentences that state something, in order.
///
/// Lines that a page break cut in two are joined; no sentence and no list crosses a
/// [`ProseKind::Barrier`].
pub fn read(text: &str, lines: &[ProseLine], figures: &mut Vec<Figure>) -> Vec<Statement> {
    let mut reader = reader::Reader::new(text, StatementPlace::Prose, figures);
    for paragraph in paragraph::join(text, lines) {
        reader.read(&paragraph);
    }
    binding::bind(reader.finish())
}

/// Reads the free text of a table cell (project tables) in the same way.
pub fn read_cell(text: &str, cell: Span, figures: &mut Vec<Figure>) -> Vec<Statement> {
    let mut reader = reader::Reader::new(text, StatementPlace::TableCell, figures);
    reader.read(&paragraph::Paragraph {
        kind: ProseKind::Paragraph,
        pieces: vec![cell],
    });
    binding::bind(reader.finish())
}

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementPlace {
    /// In the narrative.
    Prose,
    /// In the free text of a table cell (project tables); its contradictions are warnings.
    TableCell,
}

/// A sentence with amounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The sentence, perhaps over a page break.
    pub span: Span,
    /// Where it stands.
    pub place: StatementPlace,
    /// Every amount and percentage in order, with what it is said of.
    pub mentions: Vec<Mention>,
    /// The first amount before 其中 / 包括; an index into `mentions`.
    pub head: Option<usize>,
    /// 其中 and 包括 lists.
    pub enumerations: Vec<Enumeration>,
    /// 占…% clauses.
    pub shares: Vec<Share>,
    /// 比上年增加… clauses.
    pub changes: Vec<Change>,
}

/// An amount with what it is said of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The number.
    pub figure: FigureId,
    /// The indicator before the number, normalised: 基本支出, 因公出国（境）费, ….
    pub label: String,
    /// The words of the indicator.
    pub label_span: Span,
}

/// A list inside a figure: 其中：…, 包括…
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enumeration {
    /// The figure that the list decomposes.
    pub head: FigureId,
    /// The items at the top level: a sub-item whose parent is listed too is not repeated here.
    pub items: Vec<EnumerationItem>,
    /// 等, 主要: the list may be incomplete (Σ ≤ head instead of Σ = head).
    pub open: bool,
    /// The words say plainly that the parts are all there are: 共计…其中, 包括, parts that the
    /// law divides such a figure into. Otherwise a sum that fails is likely and not certain: 其中
    /// may list a choice.
    pub complete: bool,
}

/// One item of an [`Enumeration`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumerationItem {
    /// The item's name, normalised.
    pub label: String,
    /// Its amount.
    pub figure: FigureId,
}

/// A share: part, percent, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The printed percentage.
    pub percent: FigureId,
    /// The amount of which the percentage is said.
    pub part: FigureId,
    /// The amount of which it is a share; none when the document does not say it uniquely.
    pub whole: Option<FigureId>,
    /// Shares of one list carry the same number.
    pub list: u32,
    /// The list is closed: its shares add up to 100 %.
    pub closed: bool,
}

/// Which way a figure moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// 增加, 增长, 上升, 提高.
    Up,
    /// 减少, 下降, 降低.
    Down,
    /// 持平, 与上年相同, 无增减变动.
    Flat,
}

/// A change against an earlier figure: 比上年减少10.85万元，下降2.93%.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The clause.
    pub span: Span,
    /// The figure that changed (the head of the sentence); none when it is not unique.
    pub current: Option<FigureId>,
    /// The direction of the amount.
    pub direction: Direction,
    /// The amount of the change, printed without sign.
    pub amount: Option<FigureId>,
    /// The direction of the percentage, where it has a verb of its own.
    pub percent_direction: Option<Direction>,
    /// The percentage of the change.
    pub percent: Option<FigureId>,
    /// The earlier figure, when it is printed too.
    pub prior: Option<FigureId>,
}
