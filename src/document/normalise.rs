//! The normalised shadow of printed words, for matching only (domain specification §2.9).

/// The end of a text, of at most so many bytes: what stands right before a place, without reading a
/// line of any length again for each place in it.
pub fn end_of(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}

/// The beginning of a text, of at most so many bytes.
pub fn beginning_of(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Normalises printed words: half-width forms, one kind of quotation mark and dash, no markup,
/// and no blanks except between two Latin letters or digits.
pub fn normalise(printed: &str) -> String {
    let mut result = String::with_capacity(printed.len());
    let mut rest = printed.chars();
    let mut blank = false;
    loop {
        let here = rest.as_str();
        let after = here.trim_start_matches(is_han);
        if let Some(plain) = here.get(..here.len() - after.len())
            && !plain.is_empty()
        {
            result.push_str(plain);
            rest = after.chars();
            blank = false;
            continue;
        }
        let Some(character) = rest.next() else {
            return result;
        };
        if matches!(character, '*' | '<' | '#')
            && let Some(after) = MARKUP.iter().find_map(|markup| here.strip_prefix(markup))
        {
            rest = after.chars();
            continue;
        }
        let character = fold(character);
        if character == ' ' {
            blank = true;
            continue;
        }
        let separates = blank && is_latin(character) && result.ends_with(is_latin);
        if separates {
            result.push(' ');
        }
        blank = false;
        result.push(character);
    }
}

/// Markup that conversions leave in the text.
const MARKUP: [&str; 7] = ["**", "<b>", "</b>", "<p>", "</p>", "#", "<br>"];

/// The plain form of a character.
pub fn fold(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        '\u{3000}' | '\u{A0}' | '\t' | '\r' | '\n' => ' ',
        '⻔' => '门',
        '⻋' => '车',
        '“' | '”' | '〝' | '〞' => '"',
        '‘' | '’' => '\'',
        '—' | '–' | '−' => '-',
        other => other,
    }
}

fn is_latin(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

/// Whether a character is a Chinese one (not a bracket or punctuation mark).
pub fn is_han(character: char) -> bool {
    matches!(character,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_chinese_characters_go_and_between_digits_stay() {
        assert_eq!(normalise("政府性 基金 预 算"), "政府性基金预算");
        assert_eq!(normalise("金额单位 ： 万 元"), "金额单位:万元");
        assert_eq!(normalise("1 2"), "1 2");
    }

    #[test]
    fn brackets_quotes_and_markup_have_one_form() {
        assert_eq!(normalise("**“三公”经费：**"), "\"三公\"经费:");
        assert_eq!(normalise("因公出国（境）费"), normalise("因公出国(境)费"));
        assert_eq!(normalise("### ２０２４年 预算"), "2024年预算");
    }
}
