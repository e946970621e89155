//! The part of a line around something, as a terminal shows it.

use unicode_width::UnicodeWidthChar;

use crate::cli::output::is_hidden;
use crate::text::Span;

/// Stands where a line was cut.
const CUT: &str = "…";

/// Where TABs lead to: multiples of this many columns.
const TAB: usize = 4;

/// Why something is underlined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What looks wrong.
    Finding,
    /// What it is measured against.
    Operand,
}

/// Characters beside each other that are underlined in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The characters as they are shown.
    pub words: String,
    /// The columns they take up.
    pub width: usize,
    /// How they are underlined.
    pub role: Option<Role>,
}

/// A character as it is shown.
struct Glyph {
    shown: String,
    width: usize,
    role: Option<Role>,
}

/// What is to be underlined in a line, as spans of the line.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// What the excerpt is made around.
    pub focus: Span,
    /// How the focus is underlined.
    pub role: Option<Role>,
    /// What else is underlined, where it is shown.
    pub operands: Vec<Span>,
}

impl Marks {
    fn role_at(&self, offset: usize) -> Option<Role> {
        if self.focus.contains(offset) {
            return self.role;
        }
        let is_operand = self.operands.iter().any(|it| it.contains(offset));
        is_operand.then_some(Role::Operand)
    }
}

/// The excerpt of `line` around the focus, at most about `columns` wide. An empty focus is marked
/// by one column.
pub fn excerpt(line: &str, marks: &Marks, columns: usize) -> Vec<Piece> {
    // A line may hold megabytes, and as many findings: look no further than can be shown.
    let most = columns + 1;
    let focus = marks.focus;
    let before = line.get(..focus.start).unwrap_or_default();
    let first = before.char_indices().rev().take(most).last();
    let from = first.map_or(focus.start, |(index, _)| index);
    let mut column = 0;
    let mut glyphs = |start: usize, part: Option<&str>| -> Vec<Glyph> {
        let characters = part.unwrap_or_default().char_indices().take(most);
        characters
            .map(|(index, character)| {
                let glyph = glyph(character, column, marks.role_at(start + index));
                column += glyph.width;
                glyph
            })
            .collect()
    };
    let before = glyphs(from, line.get(from..focus.start));
    let mut focused = glyphs(focus.start, line.get(focus.range()));
    let mut after = glyphs(focus.end, line.get(focus.end..));
    if focused.is_empty() {
        focused.push(empty_mark(&mut after, marks.role));
    }
    // What comes before a figure names it: it gets the greater part of the room.
    let focused = cut_end(focused, columns.saturating_sub(2));
    let room = columns.saturating_sub(width(&focused));
    let behind = width(&after).min(room / 3);
    let before = cut_start(before, room - behind);
    let mut after = cut_end(after, room.saturating_sub(width(&before)));
    while after.last().is_some_and(|it| it.shown.trim().is_empty()) {
        after.pop();
    }
    pieces(before.into_iter().chain(focused).chain(after))
}

/// What is marked where there is nothing: the next character, else a blank.
fn empty_mark(after: &mut Vec<Glyph>, role: Option<Role>) -> Glyph {
    let blank = Glyph {
        shown: " ".to_owned(),
        width: 1,
        role,
    };
    if after.is_empty() {
        return blank;
    }
    let next = after.remove(0);
    Glyph { role, ..next }
}

fn pieces(glyphs: impl Iterator<Item = Glyph>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for glyph in glyphs {
        match pieces.last_mut().filter(|piece| piece.role == glyph.role) {
            Some(piece) => {
                piece.words.push_str(&glyph.shown);
                piece.width += glyph.width;
            }
            None => pieces.push(Piece {
                words: glyph.shown,
                width: glyph.width,
                role: glyph.role,
            }),
        }
    }
    pieces
}

fn glyph(character: char, column: usize, role: Option<Role>) -> Glyph {
    let (shown, width) = match character {
        '\t' => (" ".repeat(TAB - column % TAB), TAB - column % TAB),
        hidden if is_hidden(hidden) => {
            let shown = hidden.escape_unicode().to_string();
            let width = shown.len();
            (shown, width)
        }
        other => (other.to_string(), other.width().unwrap_or(0)),
    };
    Glyph { shown, width, role }
}

fn width(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(|glyph| glyph.width).sum()
}

/// As many glyphs from the end as fit.
fn cut_start(mut glyphs: Vec<Glyph>, columns: usize) -> Vec<Glyph> {
    if width(&glyphs) <= columns {
        return glyphs;
    }
    glyphs.reverse();
    let mut kept = cut_end(glyphs, columns);
    kept.reverse();
    kept
}

/// As many glyphs from the start as fit, and a sign that more were there.
fn cut_end(glyphs: Vec<Glyph>, columns: usize) -> Vec<Glyph> {
    if width(&glyphs) <= columns {
        return glyphs;
    }
    let mut room = columns.saturating_sub(1);
    let mut kept = Vec::new();
    let mut role = None;
    for glyph in glyphs {
        role = glyph.role;
        if glyph.width > room {
            break;
        }
        room -= glyph.width;
        kept.push(glyph);
    }
    kept.push(Glyph {
        shown: CUT.to_owned(),
        width: 1,
        role,
    });
    kept
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn span(line: &str, words: &str) -> Span {
        let start = line.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn around(line: &str, focus: Span, columns: usize) -> Vec<Piece> {
        let marks = Marks {
            focus,
            role: Some(Role::Finding),
            operands: Vec::new(),
        };
        excerpt(line, &marks, columns)
    }

    /// The columns before the finding, and those of the finding.
    fn columns(pieces: &[Piece]) -> (usize, usize) {
        let at = pieces.iter().position(|it| it.role.is_some()).unwrap();
        (
            pieces[..at].iter().map(|it| it.width).sum(),
            pieces[at].width,
        )
    }

    fn words(pieces: &[Piece]) -> String {
        pieces.iter().map(|it| it.words.as_str()).collect()
    }

    #[test]
    fn marks_stand_under_wide_characters() {
        let line = "行政运行\t130.00\t万元";
        let pieces = around(line, span(line, "130.00"), 80);
        assert_eq!(pieces[0].words, "行政运行    ");
        assert_eq!(columns(&pieces), (12, 6));
        let line = "共计𠮷一三〇万元";
        let pieces = around(line, span(line, "一三〇"), 80);
        assert_eq!(columns(&pieces), (6, 6));
    }

    #[test]
    fn operands_of_the_line_are_underlined_as_well() {
        let line = "合计\t130.00\t70.00\t50.00";
        let marks = Marks {
            focus: span(line, "130.00"),
            role: Some(Role::Finding),
            operands: vec![span(line, "70.00"), span(line, "50.00")],
        };
        let pieces = excerpt(line, &marks, 80);
        let roles: Vec<Option<Role>> = pieces.iter().map(|it| it.role).collect();
        let (finding, operand) = (Some(Role::Finding), Some(Role::Operand));
        assert_eq!(roles, [None, finding, None, operand, None, operand]);
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let line = format!("{}130.00{}", "收入".repeat(90), "支出".repeat(90));
        let pieces = around(&line, span(&line, "130.00"), 60);
        let shown = words(&pieces);
        assert!(shown.starts_with('…') && shown.ends_with('…'));
        assert!((56..=60).contains(&shown.width()), "{shown}");
        assert_eq!(columns(&pieces).0, pieces[0].words.width());
        let pieces = around(&line, span(&line, &"收入".repeat(80)), 60);
        let marked = pieces.iter().find(|it| it.role.is_some()).unwrap();
        assert!(marked.width <= 60 && marked.words.ends_with('…'));
    }

    #[test]
    fn short_lines_are_whole() {
        let line = "一、基本支出 12 万元";
        assert_eq!(words(&around(line, span(line, "12"), 60)), line);
    }

    #[test]
    fn control_characters_are_shown_by_number() {
        let line = "合计\u{1b}[2J 130";
        let pieces = around(line, span(line, "130"), 60);
        assert_eq!(pieces[0].words, "合计\\u{1b}[2J ");
        assert_eq!(columns(&pieces).0, pieces[0].words.width());
    }

    #[test]
    fn nothing_is_marked_by_one_character() {
        assert_eq!(columns(&around("合计", Span::empty(6), 60)), (4, 1));
        assert_eq!(columns(&around("合计", Span::empty(0), 60)), (0, 2));
        assert_eq!(columns(&around("", Span::empty(0), 60)), (0, 1));
    }
}
