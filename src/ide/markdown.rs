//! Markdown as hovers show it. Words of a document never act in it: they are escaped.

/// Words of a document as a line of plain words of Markdown.
pub(super) fn escape(words: &str) -> String {
    let words = escape_inside_a_line(words);
    match line_marker(&words).and_then(|at| words.split_at_checked(at)) {
        Some((before, after)) => format!("{before}\\{after}"),
        None => words,
    }
}

/// Where the mark stands that would make the line a heading or an item of a list.
fn line_marker(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = line.len() - rest.len();
    let mark = rest.chars().next()?;
    let after = rest.get(mark.len_utf8()..)?;
    let alone = after.is_empty() || after.starts_with(' ');
    let acts = match mark {
        '#' | '=' => digits == 0,
        '-' | '+' => digits == 0 && (alone || after.starts_with(mark)),
        '.' | ')' => digits > 0 && alone,
        _ => false,
    };
    acts.then_some(digits)
}

fn escape_inside_a_line(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.trim().chars() {
        match character {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' => {
                escaped.push('\\');
                escaped.push(character);
            }
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    // A bare address would become a link.
    escaped.replace("://", ":\\/\\/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_document_do_not_act() {
        assert_eq!(escape("<script>"), "&lt;script&gt;");
        assert_eq!(escape("[x](command:run)"), "\\[x\\](command:run)");
        assert_eq!(escape("![i](data:x)"), "!\\[i\\](data:x)");
        assert_eq!(escape("见 http://a.cn"), "见 http:\\/\\/a.cn");
        assert_eq!(escape("a|b\tc\nd"), "a\\|b c d");
        assert_eq!(escape("**粗** `码`"), "\\*\\*粗\\*\\* \\`码\\`");
        assert_eq!(escape("&#60;b>"), "&amp;#60;b&gt;");
    }

    #[test]
    fn a_line_does_not_become_a_list_or_heading() {
        for line in ["# 标题", "- 甲", "+ 甲", "---", "==="] {
            assert_eq!(escape(line), format!("\\{line}"));
        }
        assert_eq!(escape("1. 甲"), "1\\. 甲");
        assert_eq!(escape("12)"), "12\\)");
        for line in ["-12.5", "1.00", "2024年", "甲 # 乙", "20.5%"] {
            assert_eq!(escape(line), line);
        }
    }
}
