//! Markdown as hovers show it. Words of a document never act in it: they are escaped.

/// Words of a document as plain words of Markdown.
pub(super) fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.trim().chars() {
        match character {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '~' | '!' | '|' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            // A bare address, which many renderers turn into a link: broken before its path.
            ':' => escaped.push_str("&#58;"),
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    escape_list_marker(escaped)
}

/// A line that starts with `-`, `+` or `1.` would become a list.
fn escape_list_marker(line: String) -> String {
    if line.starts_with(['-', '+', '=']) {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.get(digits..) {
        Some(rest) if digits > 0 && rest.starts_with(['.', ')']) => {
            let number = line.get(..digits).unwrap_or_default();
            format!("{number}\\{rest}")
        }
        _ => line,
    }
}

/// A Markdown table with right-aligned cells; `head` and `rows` are escaped here.
pub(super) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let mut lines = vec![line_of_cells(head)];
    lines.push(format!("|{}", " ---: |".repeat(head.len())));
    lines.extend(rows.iter().map(|row| line_of_cells(row)));
    lines.join("\n")
}

fn line_of_cells(cells: &[String]) -> String {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(&escape(cell));
        line.push_str(" |");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_document_do_not_act() {
        assert_eq!(escape("<script>"), "&lt;script&gt;");
        assert_eq!(escape("[x](command:run)"), "\\[x\\](command&#58;run)");
        assert_eq!(escape("a|b\tc\nd"), "a\\|b c d");
        assert_eq!(escape("![i](data:x)"), "\\!\\[i\\](data&#58;x)");
        assert_eq!(
            escape("# 标题 **粗** `码`"),
            "\\# 标题 \\*\\*粗\\*\\* \\`码\\`"
        );
        assert_eq!(escape("1. 甲"), "1\\. 甲");
        assert_eq!(escape("- 甲"), "\\- 甲");
        assert_eq!(escape("-12.5"), "\\-12.5");
        assert_eq!(escape("&#60;b>"), "&amp;\\#60;b&gt;");
    }

    #[test]
    fn a_table_aligns_amounts_to_the_right() {
        let head = ["合计".to_owned(), "a|b".to_owned()];
        let rows = [vec!["1.00".to_owned(), String::new()]];
        assert_eq!(
            table(&head, &rows),
            "| 合计 | a\\|b |\n| ---: | ---: |\n| 1.00 |  |"
        );
    }
}
