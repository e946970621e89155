//! Where the lines of a paragraph were broken.

/// How much room the beginning of a line takes that cannot be broken, in sizes of the font: a
/// character or a number, with the brackets before it and the punctuation after it.
pub fn first_width(words: &str) -> f64 {
    // Letters are set apart to fill a line, and punctuation may hang over its end.
    let mut width = 1.2;
    let mut characters = words.chars().peekable();
    let mut is_inside = false;
    while let Some(character) = characters.next() {
        let (is_opening, is_closing) = ("“（《".contains(character), CLOSING.contains(character));
        width += if character.is_ascii() { 0.55 } else { 1.0 };
        is_inside |= !is_opening;
        let next = characters.peek().copied().unwrap_or(' ');
        let is_run = next.is_ascii_graphic() && (character.is_ascii_graphic() || is_closing);
        if is_inside && !is_run && !CLOSING.contains(next) {
            break;
        }
    }
    width
}

/// What does not begin a line.
const CLOSING: &str = "，。、；：！？）”》%％";

/// The dots of the table of contents, when they did not fit behind their title.
pub fn is_leader(words: &str) -> bool {
    let dots = words.trim_start_matches(|it: char| ".…·⋯".contains(it));
    dots.len() < words.len() && ends_with_leader(words) && before_page(dots).is_empty()
}

/// Whether a line is an entry of the table of contents: dots, and perhaps the page.
pub fn ends_with_leader(words: &str) -> bool {
    let dots = before_page(words)
        .chars()
        .rev()
        .take_while(|it| ".…·⋯".contains(*it));
    dots.count() >= 3
}

/// What stands before the number of a page at the end.
fn before_page(words: &str) -> &str {
    words.trim_end_matches(|it: char| it.is_ascii_digit() || it.is_whitespace())
}

/// Whether words begin with the number of an item or part.
pub fn begins_item(words: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let after = words.trim_start_matches(['（', '(', '第']);
    let in_bracket = after.len() < words.len();
    let is_digit = |it: char| it.is_ascii_digit();
    let rest = after.trim_start_matches(|it| is_digit(it) || NUMERALS.contains(it));
    if rest.len() == after.len() {
        return false;
    }
    let mut rest = rest.chars();
    match rest.next() {
        Some('、' | '．') => true,
        // 3.社会保障 and 3.2025年预算 but not 3.14.
        Some('.') => {
            let rest = rest.as_str();
            let number = rest.trim_start_matches(is_digit);
            rest.len() == number.len()
                || (rest.len() - number.len() == 4 && number.starts_with('年'))
        }
        Some('）' | ')' | '部') => in_bracket,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_did_not_fit_begins_the_next_line() {
        assert!(first_width("622.86万元") > 3.0);
        assert!(first_width("万元，") < 3.0);
        assert!(first_width("（项）”119.35万元") > 6.0);
        for words in [
            "4.社会保障",
            "（一）收入",
            "二、支出",
            "第二部分 概况",
            "8.2025年收支",
        ] {
            assert!(begins_item(words), "{words}");
        }
        for words in ["3.14万元", "12万元", "（款）", "一般公共预算", "第二季度"] {
            assert!(!begins_item(words), "{words}");
        }
    }

    #[test]
    fn entries_of_the_contents_are_whole_lines() {
        assert!(is_leader("……………… 12") && is_leader("........"));
        assert!(!is_leader("一、概况……… 12") && !is_leader("…"));
        assert!(ends_with_leader("一、概况……… 12") && !ends_with_leader("共计12.50"));
    }
}
