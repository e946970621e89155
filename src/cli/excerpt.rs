//! The part of a line around something, as a terminal shows it.

use unicode_width::UnicodeWidthChar;

use super::output::is_hidden;

/// Stands where a line was cut.
const CUT: &str = "…";

/// Where TABs lead to: multiples of this many columns.
const TAB: usize = 4;

/// A line, or a part of it, with the columns that something takes up in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Before the thing.
    pub before: String,
    /// The thing.
    pub marked: String,
    /// After the thing.
    pub after: String,
    /// Columns before the thing.
    pub indent: usize,
    /// Columns of the thing; at least one.
    pub width: usize,
}

/// A character as it is shown.
struct Glyph {
    shown: String,
    width: usize,
}

/// The excerpt of `line` around the bytes from `start` to `end`, at most about `columns` wide.
pub fn excerpt(line: &str, start: usize, end: usize, columns: usize) -> Excerpt {
    // A line may hold megabytes, and as many findings: look no further than can be shown.
    let most = columns + 1;
    let shown = start.min(end)..end.max(start);
    let before = line.get(..shown.start).unwrap_or_default();
    let first = before.char_indices().rev().take(most).last();
    let from = first.map_or(shown.start, |(index, _)| index);
    let mut column = 0;
    let mut glyphs = |part: Option<&str>| -> Vec<Glyph> {
        let characters = part.unwrap_or_default().chars().take(most);
        characters
            .map(|character| {
                let glyph = glyph(character, column);
                column += glyph.width;
                glyph
            })
            .collect()
    };
    let before = glyphs(line.get(from..shown.start));
    let marked = glyphs(line.get(shown.clone()));
    let after = glyphs(line.get(shown.end..));
    // What comes before a figure names it: it gets the greater part of the room.
    let marked = cut_end(marked, columns.saturating_sub(2));
    let room = columns.saturating_sub(width(&marked));
    let behind = width(&after).min(room / 3);
    let before = cut_start(before, room - behind);
    let after = cut_end(after, room.saturating_sub(width(&before)));
    Excerpt {
        indent: width(&before),
        width: width(&marked).max(1),
        before: text(before),
        marked: text(marked),
        after: text(after).trim_end().to_owned(),
    }
}

fn glyph(character: char, column: usize) -> Glyph {
    let shown = match character {
        '\t' => " ".repeat(TAB - column % TAB),
        hidden if is_hidden(hidden) => hidden.escape_unicode().to_string(),
        other => {
            return Glyph {
                shown: other.to_string(),
                width: other.width().unwrap_or(0),
            };
        }
    };
    Glyph {
        width: shown.len(),
        shown,
    }
}

fn width(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(|glyph| glyph.width).sum()
}

fn text(glyphs: Vec<Glyph>) -> String {
    glyphs.into_iter().map(|glyph| glyph.shown).collect()
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
    for glyph in glyphs {
        if glyph.width > room {
            break;
        }
        room -= glyph.width;
        kept.push(glyph);
    }
    kept.push(Glyph {
        shown: CUT.to_owned(),
        width: 1,
    });
    kept
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn around(line: &str, words: &str, columns: usize) -> Excerpt {
        let start = line.find(words).unwrap();
        excerpt(line, start, start + words.len(), columns)
    }

    #[test]
    fn marks_stand_under_wide_characters() {
        let excerpt = around("行政运行\t130.00\t万元", "130.00", 80);
        assert_eq!(excerpt.before, "行政运行    ");
        assert_eq!((excerpt.indent, excerpt.width), (12, 6));
        let excerpt = around("共计𠮷一三〇万元", "一三〇", 80);
        assert_eq!((excerpt.indent, excerpt.width), (6, 6));
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let line = format!("{}130.00{}", "收入".repeat(90), "支出".repeat(90));
        let excerpt = around(&line, "130.00", 60);
        assert!(excerpt.before.starts_with('…') && excerpt.after.ends_with('…'));
        let shown = format!("{}{}{}", excerpt.before, excerpt.marked, excerpt.after);
        assert!((56..=60).contains(&shown.width()), "{shown}");
        assert_eq!(excerpt.before.width(), excerpt.indent);
        let excerpt = around(&line, &"收入".repeat(80), 60);
        assert!(excerpt.width <= 60 && excerpt.marked.ends_with('…'));
    }

    #[test]
    fn short_lines_are_whole() {
        let line = "一、基本支出 12 万元";
        let excerpt = around(line, "12", 60);
        let shown = format!("{}{}{}", excerpt.before, excerpt.marked, excerpt.after);
        assert_eq!(shown, line);
    }

    #[test]
    fn control_characters_are_shown_by_number() {
        let excerpt = around("合计\u{1b}[2J 130", "130", 60);
        assert_eq!(excerpt.before, "合计\\u{1b}[2J ");
        assert_eq!(excerpt.indent, excerpt.before.width());
    }

    #[test]
    fn nothing_is_marked_by_one_column() {
        let excerpt = excerpt("合计", 6, 6, 60);
        assert_eq!(
            (excerpt.indent, excerpt.width, excerpt.marked.as_str()),
            (4, 1, "")
        );
    }
}
