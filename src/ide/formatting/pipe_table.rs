//! Pipe tables whose bars stand below one another, Chinese characters two columns wide.

use unicode_width::UnicodeWidthStr;

use crate::text::{Edit, Span};

/// Wider cells stick out, so that one long sentence does not push every row off the screen.
const WIDEST_COLUMN: usize = 60;

/// The dashes of the narrowest delimiter.
const NARROWEST_COLUMN: usize = 3;

/// Blanks that may stand around the content of a cell.
const BLANKS: [char; 3] = [' ', '\u{3000}', '\u{A0}'];

/// To which side the cells of a column are pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Alignment {
    #[default]
    Left,
    Centre,
    Right,
}

/// A cell between two bars.
#[derive(Debug)]
struct PipeCell {
    /// Everything between the bars.
    whole: Span,
    /// The content; empty at the end of `whole` when there is none.
    content: Span,
    /// The columns that the content takes after the edits inside it.
    width: usize,
}

/// A line that begins with a bar.
#[derive(Debug)]
struct PipeRow {
    /// From the first bar to the end of the line.
    line: Span,
    cells: Vec<PipeCell>,
    /// No bar stands after the last cell.
    open: bool,
    /// The blanks after the last bar.
    trailing: Span,
    /// It is the row of dashes under the header.
    delimiter: bool,
}

/// The edits that align those lines of `rows` that lie `within` a span with the other ones, once
/// `inside` (in order) has been done to the contents of cells. Lines that do not begin with a bar
/// are left alone.
pub(super) fn alignment_edits(text: &str, rows: Span, inside: &[Edit], within: Span) -> Vec<Edit> {
    let table = read_rows(text, rows, inside);
    let alignments = alignments(text, &table);
    let widths = widths(&table);
    let mut edits = Vec::new();
    for row in table.iter().filter(|row| within.contains_span(row.line)) {
        for (index, cell) in row.cells.iter().enumerate() {
            let width = widths.get(index).copied().unwrap_or(NARROWEST_COLUMN);
            let alignment = alignments.get(index).copied().unwrap_or_default();
            let last_open = row.open && index + 1 == row.cells.len();
            if row.delimiter {
                replace(text, cell.content, &dashes(text, cell, width), &mut edits);
                pad(text, cell, (0, 0), last_open, &mut edits);
            } else {
                let padding = padding(width.saturating_sub(cell.width), alignment);
                pad(text, cell, padding, last_open, &mut edits);
            }
        }
        replace(text, row.trailing, "", &mut edits);
    }
    edits
}

fn read_rows(text: &str, rows: Span, inside: &[Edit]) -> Vec<PipeRow> {
    let mut table = Vec::new();
    let mut start = rows.start;
    for line in rows
        .get(text)
        .unwrap_or_default()
        .split_inclusive(['\n', '\r'])
    {
        let words = line.trim_end_matches(['\n', '\r']);
        let indent = words.len() - words.trim_start_matches(BLANKS).len();
        if words
            .get(indent..)
            .is_some_and(|rest| rest.starts_with('|'))
        {
            let span = Span::new(start + indent, start + words.len());
            table.push(read_row(text, span, inside));
        }
        start += line.len();
    }
    table
}

fn read_row(text: &str, line: Span, inside: &[Edit]) -> PipeRow {
    let words = line.get(text).unwrap_or_default();
    let mut bars = Vec::new();
    let mut before = ' ';
    for (at, character) in words.char_indices() {
        if character == '|' && before != '\\' {
            bars.push(line.start + at);
        }
        before = character;
    }
    let between = bars.windows(2).filter_map(|pair| match pair {
        [left, right] => Some(Span::new(left + 1, *right)),
        _ => None,
    });
    let mut cells: Vec<PipeCell> = between
        .map(|whole| read_cell(text, whole, inside))
        .collect();
    let after_last = bars.last().map_or(line.end, |bar| bar + 1);
    let rest = Span::new(after_last, line.end);
    let open = !rest
        .get(text)
        .unwrap_or_default()
        .trim_matches(BLANKS)
        .is_empty();
    if open {
        cells.push(read_cell(text, rest, inside));
    }
    PipeRow {
        line,
        delimiter: is_delimiter(text, &cells),
        cells,
        open,
        trailing: if open { Span::empty(line.end) } else { rest },
    }
}

fn read_cell(text: &str, whole: Span, inside: &[Edit]) -> PipeCell {
    let words = whole.get(text).unwrap_or_default();
    let content = words.trim_matches(BLANKS);
    let leading = words.len() - words.trim_start_matches(BLANKS).len();
    let start = whole.start + leading;
    let content = Span::new(start, start + content.len());
    PipeCell {
        whole,
        content,
        width: width_after(text, content, inside),
    }
}

/// The width of a content after the edits inside it.
fn width_after(text: &str, content: Span, inside: &[Edit]) -> usize {
    let first = inside.partition_point(|edit| edit.span.start < content.start);
    let own = inside.get(first..).unwrap_or_default().iter();
    let mut at = content.start;
    let mut width = 0;
    for edit in own.take_while(|edit| edit.span.end <= content.end) {
        width += text.get(at..edit.span.start).unwrap_or_default().width();
        width += edit.new_text.width();
        at = edit.span.end;
    }
    width + text.get(at..content.end).unwrap_or_default().width()
}

fn is_delimiter(text: &str, cells: &[PipeCell]) -> bool {
    let is_dashes = |cell: &PipeCell| {
        let words = cell.content.get(text).unwrap_or_default();
        let dashes = words.strip_prefix(':').unwrap_or(words);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    !cells.is_empty() && cells.iter().all(is_dashes)
}

/// What the first row of dashes says of each column.
fn alignments(text: &str, table: &[PipeRow]) -> Vec<Alignment> {
    let Some(row) = table.iter().find(|row| row.delimiter) else {
        return Vec::new();
    };
    let cells = row.cells.iter().map(|cell| {
        let words = cell.content.get(text).unwrap_or_default();
        match (words.starts_with(':'), words.ends_with(':')) {
            (true, true) => Alignment::Centre,
            (false, true) => Alignment::Right,
            _ => Alignment::Left,
        }
    });
    cells.collect()
}

fn widths(table: &[PipeRow]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in table {
        for (index, cell) in row.cells.iter().enumerate() {
            if widths.len() <= index {
                widths.push(NARROWEST_COLUMN);
            }
            if let Some(width) = widths.get_mut(index).filter(|_| !row.delimiter) {
                *width = (*width).max(cell.width.min(WIDEST_COLUMN));
            }
        }
    }
    widths
}

fn dashes(text: &str, cell: &PipeCell, width: usize) -> String {
    let words = cell.content.get(text).unwrap_or_default();
    let (left, right) = (words.starts_with(':'), words.ends_with(':'));
    let dashes = width - usize::from(left) - usize::from(right);
    let colon = |there: bool| if there { ":" } else { "" };
    format!("{}{}{}", colon(left), "-".repeat(dashes), colon(right))
}

/// The blanks before and after a content that is so many columns too narrow.
fn padding(missing: usize, alignment: Alignment) -> (usize, usize) {
    match alignment {
        Alignment::Left => (0, missing),
        Alignment::Centre => (missing / 2, missing - missing / 2),
        Alignment::Right => (missing, 0),
    }
}

/// Puts so many blanks around a content, besides the one next to each bar.
fn pad(text: &str, cell: &PipeCell, padding: (usize, usize), open: bool, edits: &mut Vec<Edit>) {
    let (left, right) = padding;
    let before = Span::new(cell.whole.start, cell.content.start);
    let after = Span::new(cell.content.end, cell.whole.end);
    if cell.content.is_empty() {
        replace(text, cell.whole, &" ".repeat(left + right + 2), edits);
        return;
    }
    replace(text, before, &" ".repeat(left + 1), edits);
    let blanks = if open { 0 } else { right + 1 };
    replace(text, after, &" ".repeat(blanks), edits);
}

/// Replaces what differs: a run of blanks or dashes grows or shrinks at its end.
fn replace(text: &str, span: Span, wanted: &str, edits: &mut Vec<Edit>) {
    let printed = span.get(text).unwrap_or_default();
    if printed == wanted {
        return;
    }
    let common = printed
        .bytes()
        .zip(wanted.bytes())
        .take_while(|(left, right)| left == right && left.is_ascii())
        .count();
    let rest = wanted.get(common..).unwrap_or_default();
    edits.push(Edit::new(Span::new(span.start + common, span.end), rest));
}
