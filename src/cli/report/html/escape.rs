//! Words of a document in HTML: whatever they are, they are shown and never read as markup.

use crate::cli::output::is_hidden;

/// Words between tags, or between the quotation marks of an attribute.
pub fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\r' | '\t' => safe.push(' '),
            // What turns the direction of writing, or cannot be seen, is shown by its number.
            hidden if is_hidden(hidden) => safe.extend(hidden.escape_unicode()),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_markup() {
        assert_eq!(
            escaped("</script><img src=x onerror=\"a('b')\">&amp;"),
            "&lt;/script&gt;&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;"
        );
        assert_eq!(escaped("合\t计\u{0}\u{202e}"), "合 计\\u{0}\\u{202e}");
    }
}
