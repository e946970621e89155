//! Letters that stand on one line, in segments between wide gaps.

use super::page::Letter;
use super::part::is_complete_amount;

/// A gap of this many sizes of the font parts two segments.
const WIDE_GAP: f64 = 1.2;

/// A gap of this many sizes of the font is a blank.
const GAP: f64 = 0.6;

/// The room that a full line of a cell leaves at most, in sizes of the font: its margins, and less
/// than a character.
const CELL_MARGINS: f64 = 2.4;

/// Letters of one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The segments from left to right; at least one.
    pub segments: Vec<Segment>,
    /// The line on which they stand.
    pub base: f64,
    /// The size of the largest letter.
    pub size: f64,
}

/// Words between wide gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// The words.
    pub words: String,
    /// The left edge.
    pub left: f64,
    /// The right edge.
    pub right: f64,
}

impl Line {
    /// The left edge.
    pub fn left(&self) -> f64 {
        self.segments.first().map_or(0.0, |segment| segment.left)
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.segments.last().map_or(0.0, |segment| segment.right)
    }

    /// The words, with a TAB at each wide gap.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.segments.iter().map(|it| it.words.as_str()).collect();
        words.join("\t")
    }
}

/// The lines of some letters, from the top.
pub fn lines(mut letters: Vec<Letter>) -> Vec<Line> {
    letters.sort_by(|one, other| one.base.total_cmp(&other.base));
    let mut lines = Vec::new();
    let mut current: Vec<Letter> = Vec::new();
    for letter in letters {
        let is_next = current
            .last()
            .is_some_and(|last| letter.base - last.base > last.size.min(letter.size) * 0.45);
        if is_next {
            lines.extend(line(std::mem::take(&mut current)));
        }
        current.push(letter);
    }
    lines.extend(line(current));
    lines
}

fn line(mut letters: Vec<Letter>) -> Option<Line> {
    letters.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut segments: Vec<Segment> = Vec::new();
    let mut before: Option<Letter> = None;
    let mut after_blank = false;
    let mut size: f64 = 0.0;
    let usual = usual_gap(&letters);
    for letter in letters {
        if letter.is_blank() {
            after_blank = true;
            continue;
        }
        if before
            .as_ref()
            .is_some_and(|before| is_shadow(before, &letter))
        {
            continue;
        }
        match segments.last_mut() {
            Some(segment) if letter.left - segment.right <= WIDE_GAP * letter.size => {
                let gap = letter.left - segment.right;
                let is_gap = gap > GAP * letter.size || parts_words(segment, &letter, gap, usual);
                if after_blank || is_gap {
                    segment.words.push(' ');
                }
                segment.words.push_str(&letter.words);
                segment.right = segment.right.max(letter.right);
            }
            _ => segments.push(Segment {
                words: letter.words.clone(),
                left: letter.left,
                right: letter.right,
            }),
        }
        after_blank = false;
        size = size.max(letter.size);
        before = Some(letter);
    }
    Some(Line {
        segments,
        base: before?.base,
        size,
    })
}

/// The same letter again in the same place makes it bold.
fn is_shadow(before: &Letter, letter: &Letter) -> bool {
    letter.words == before.words
        && letter.left - before.left < letter.size * 0.15
        && (letter.base - before.base).abs() < letter.size * 0.15
}

/// The gap between most letters of a line: what was set apart to fill it.
fn usual_gap(letters: &[Letter]) -> f64 {
    let pairs = letters.iter().zip(letters.iter().skip(1));
    let mut gaps: Vec<f64> = pairs.map(|(one, next)| next.left - one.right).collect();
    if gaps.len() < 4 {
        return 0.0;
    }
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(0.0).max(0.0)
}

/// A small gap parts Latin words and Chinese ones, but neither digits nor Chinese from digits,
/// which many programs set apart a little.
fn parts_words(segment: &Segment, letter: &Letter, gap: f64, usual: f64) -> bool {
    let is = |it: Option<char>, kind: fn(&char) -> bool| it.is_some_and(|it| kind(&it));
    let (end, start) = (
        segment.words.chars().next_back(),
        letter.words.chars().next(),
    );
    let latin = is(end, char::is_ascii_alphabetic) && is(start, char::is_ascii_alphabetic);
    let chinese = is(end, |it| !it.is_ascii()) && is(start, |it| !it.is_ascii());
    // 3. 2025年收支总表: not a number.
    let number = segment.words.strip_suffix('.');
    let item = number.is_some_and(|it| it.len() <= 2 && it.chars().all(|it| it.is_ascii_digit()));
    (latin || chinese || item) && gap - usual > 0.18 * letter.size
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellWords {
    /// The words, on one line.
    pub words: String,
    /// Whether the last line fills the width, so that it may go on.
    pub is_full: bool,
}

/// The words of a cell of a width: lines that a narrow column broke belong together, those of a
/// number too.
pub fn cell_words(letters: Vec<Letter>, width: f64) -> CellWords {
    let mut cell = CellWords::default();
    for line in lines(letters) {
        let words = line.words().replace('\t', " ");
        let is_latin = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphabetic());
        let are_words = is_latin(cell.words.chars().next_back()) && is_latin(words.chars().next());
        // A number below a whole amount is another one.
        let begins_number = words.starts_with(|it: char| it.is_ascii_digit());
        if are_words || (begins_number && is_complete_amount(&cell.words)) {
            cell.words.push(' ');
        }
        cell.words.push_str(&words);
        cell.is_full = width - (line.right() - line.left()) < CELL_MARGINS * line.size;
    }
    cell
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Letters of ten points from a place on, half as wide as high unless they are Chinese.
    pub fn letters(words: &str, left: f64, base: f64) -> Vec<Letter> {
        let mut left = left;
        let mut letters = Vec::new();
        for character in words.chars() {
            let width = if character.is_ascii() { 5.0 } else { 10.0 };
            letters.push(Letter {
                words: character.to_string(),
                left,
                right: left + width,
                base,
                size: 10.0,
            });
            left += width;
        }
        letters
    }

    #[test]
    fn letters_become_lines_and_segments() {
        let mut all = letters("单位：万元", 300.0, 20.4);
        all.extend(letters("第二段", 50.0, 40.0));
        all.extend(letters("部门：局", 50.0, 20.0));
        let words: Vec<String> = lines(all).iter().map(Line::words).collect();
        assert_eq!(words, ["部门：局\t单位：万元", "第二段"]);
        let words: Vec<String> = lines(letters("目 录", 50.0, 20.0))
            .iter()
            .map(Line::words)
            .collect();
        assert_eq!(words, ["目 录"]);
    }

    #[test]
    fn bold_letters_are_read_once_and_equal_digits_twice() {
        let mut all = letters("11万元", 50.0, 20.0);
        all.extend(letters("11万元", 50.4, 20.0));
        let words: Vec<String> = lines(all).iter().map(Line::words).collect();
        assert_eq!(words, ["11万元"]);
    }

    #[test]
    fn a_number_that_a_narrow_column_broke_is_one() {
        let mut all = letters("22,660,31", 50.0, 20.0);
        all.extend(letters("0.00", 60.0, 32.0));
        assert_eq!(cell_words(all, 70.0).words, "22,660,310.00");
        let mut all = letters("招商引资", 50.0, 20.0);
        all.extend(letters("中心", 60.0, 32.0));
        assert_eq!(cell_words(all, 60.0).words, "招商引资中心");
        let mut all = letters("7.00", 50.0, 20.0);
        all.extend(letters("8.00", 50.0, 32.0));
        assert_eq!(cell_words(all, 60.0).words, "7.00 8.00");
        assert!(cell_words(letters("招商引资", 50.0, 20.0), 50.0).is_full);
        assert!(!cell_words(letters("招商引资", 50.0, 20.0), 80.0).is_full);
    }
}
