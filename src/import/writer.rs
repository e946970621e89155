//! Writes Yusuan text and its source map.

use super::source_map::{Place, SourceMap};
use super::{Imported, Note};
use crate::text::Span;

/// The most bytes of text, and the most places in it, that a file may come to.
const MOST_TEXT_BYTES: usize = 64 << 20;
/// See above.
pub const MOST_PLACES: usize = 2_000_000;

/// A text as it is written.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    map: SourceMap,
    notes: Vec<Note>,
}

impl Writer {
    /// A line. Words without anything visible make none.
    pub fn line(&mut self, words: &str, place: Place) {
        let words = words.trim_matches(is_blank);
        if words.is_empty() {
            return;
        }
        self.piece(words, place);
        self.text.push('\n');
    }

    /// A line that was broken in the original: its parts, each with its place.
    pub fn broken_line(&mut self, parts: Vec<(String, Place)>) {
        for (words, place) in parts {
            self.piece(&words, place);
        }
        self.text.push('\n');
    }

    /// A blank line, unless there is one already.
    pub fn blank_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A row of a table: its cells between TABs.
    pub fn row(&mut self, cells: impl IntoIterator<Item = (String, Place)>) {
        for (index, (words, place)) in cells.into_iter().enumerate() {
            if index > 0 {
                self.text.push('\t');
            }
            self.piece(&words, place);
        }
        self.text.push('\n');
    }

    /// Whether more was written than a disclosure can hold: whoever writes should stop.
    pub fn is_overfull(&self) -> bool {
        self.text.len() > MOST_TEXT_BYTES || self.map.entries().len() > MOST_PLACES
    }

    /// Something that the reader should know; said once.
    pub fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// What was written.
    pub fn finish(self) -> Imported {
        Imported {
            text: self.text,
            map: self.map,
            notes: self.notes,
        }
    }

    fn piece(&mut self, words: &str, place: Place) {
        let start = self.text.len();
        self.text.push_str(words);
        self.map.push(Span::new(start, self.text.len()), place);
    }
}

/// Blanks, of any width, and line ends.
pub fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}')
}

/// Joins the lines of a cell into one: what a narrow column broke belongs together. Two words of
/// letters or digits stay apart.
pub fn join_lines(words: &str) -> String {
    let mut joined = String::with_capacity(words.len());
    let lines = words.split([
        '\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ]);
    for line in lines {
        let line = line.trim_matches(is_blank);
        let apart = |side: Option<char>| side.is_some_and(|it| it.is_ascii_alphanumeric());
        if apart(joined.chars().next_back()) && apart(line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// The lines of a line that holds TABs, which in Yusuan text stand between cells and before the
/// page in the table of contents.
pub fn pieces(line: &str, is_contents: bool) -> Vec<String> {
    const LEADERS: [char; 4] = ['.', '…', '·', '⋯'];
    let line = line.trim_matches(is_blank);
    let head = line.trim_end_matches(|it: char| it.is_ascii_digit());
    let page = line.strip_prefix(head).unwrap_or_default();
    let title = head.trim_end_matches(|it| is_blank(it) || LEADERS.contains(&it));
    let leaders = head.strip_prefix(title).unwrap_or_default();
    let is_led = leaders.chars().filter(|it| LEADERS.contains(it)).count() >= 2;
    let is_entry = is_led || (is_contents && leaders.contains('\t'));
    if is_entry && !page.is_empty() && !title.is_empty() {
        return vec![format!("{}.....\t{page}", title.replace('\t', ""))];
    }
    let Some((head, last)) = line.rsplit_once('\t') else {
        return vec![line.to_owned()];
    };
    let unit: String = last.chars().filter(|it| !is_blank(*it)).collect();
    let units = ["单位：", "单位:", "金额单位"];
    match units.iter().any(|beginning| unit.starts_with(beginning)) {
        // The organisation to the left and the unit to the right.
        true => vec![head.replace('\t', " "), last.to_owned()],
        false => vec![line.replace('\t', " ")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_words_are_joined_but_not_numbers() {
        assert_eq!(join_lines("招商引资服务\n中心"), "招商引资服务中心");
        assert_eq!(join_lines(" 金额\r\n（万元） "), "金额（万元）");
        assert_eq!(join_lines("2025\n1,203.40"), "2025 1,203.40");
        assert_eq!(join_lines("\n\t"), "");
    }

    #[test]
    fn tabulators_only_stand_between_cells() {
        assert_eq!(
            pieces("部门：局\t\t单位：万元", false),
            ["部门：局 ", "单位：万元"]
        );
        assert_eq!(pieces("一、概况\t1", true), ["一、概况.....\t1"]);
        assert_eq!(pieces("一、概况......\t12", false), ["一、概况.....\t12"]);
        assert_eq!(pieces("一、概况……… 12", false), ["一、概况.....\t12"]);
        assert_eq!(pieces("1.\t机关运行经费", false), ["1. 机关运行经费"]);
        assert_eq!(pieces("表\t1", false), ["表 1"]);
        assert_eq!(pieces("共计12.50", false), ["共计12.50"]);
    }

    #[test]
    fn every_piece_has_its_place() {
        let cell = |column| Place::TableCell {
            page: None,
            table: 1,
            row: 1,
            column,
        };
        let mut writer = Writer::default();
        writer.line(
            "　单位：万元 ",
            Place::Paragraph {
                page: None,
                paragraph: 1,
            },
        );
        writer.blank_line();
        writer.blank_line();
        let cells = ["合计", "", "7"].into_iter().zip(1..);
        writer.row(cells.map(|(words, column)| (words.to_owned(), cell(column))));
        let imported = writer.finish();
        assert_eq!(imported.text, "单位：万元\n\n合计\t\t7\n");
        let at = imported.text.find('7').unwrap();
        assert_eq!(imported.map.place(at), Some(&cell(3)));
        assert_eq!(imported.map.place(at - 1), Some(&cell(2)));
    }
}
