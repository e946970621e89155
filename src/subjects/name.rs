//! Comparing subject names as they are printed.

/// A name with everything folded that printing varies without meaning: widths of brackets,
/// digits, letters and punctuation, shapes of quotation marks, blanks and line ends, and 其它 for
/// 其他. For comparison only, never for display (domain specification §2.9, check B404).
pub fn normalise_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '它' if folded.ends_with('其') => folded.push('他'),
            '\u{4e00}'..='\u{9fff}' => folded.push(character),
            blank if is_blank(blank) => {}
            other => folded.push(fold(other)),
        }
    }
    folded
}

/// What is left of the name of a 类 without the endings that documents drop or add: 支出, 事务, 等.
/// Takes and returns a normalised name.
pub(super) fn class_stem(name: &str) -> &str {
    let stem = name
        .strip_suffix("支出")
        .or_else(|| name.strip_suffix("事务"))
        .unwrap_or(name);
    let stem = stem.strip_suffix('等').unwrap_or(stem);
    if stem.is_empty() { name } else { stem }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}')
}

fn fold(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => full_to_half_width(character),
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        '“' | '”' | '〝' | '〞' | '「' | '」' | '『' | '』' => '"',
        '⻔' => '门',
        '⻋' => '车',
        other => other,
    }
}

/// The half-width form of a full-width character of the block U+FF01 to U+FF5E.
fn full_to_half_width(character: char) -> char {
    let half_width = u32::from(character).saturating_sub(0xfee0);
    char::from_u32(half_width).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_does_not_matter() {
        for printed in [
            "维修(护)费",
            "维修（护）费",
            "维修 （护） 费",
            "维修（护\n）费",
            "维修\u{3000}(护）费",
        ] {
            assert_eq!(
                normalise_name(printed),
                normalise_name("维修（护）费"),
                "{printed}"
            );
        }
        assert_eq!(normalise_name("其它支出"), normalise_name("其他支出"));
        assert_eq!(normalise_name("“三公”经费"), normalise_name("\"三公\"经费"));
        assert_ne!(normalise_name("住房公积金"), normalise_name("住房保障支出"));
    }

    #[test]
    fn classes_are_known_by_their_stem() {
        assert_eq!(class_stem("商业服务业等支出"), class_stem("商业服务业"));
        assert_eq!(class_stem("城乡社区支出"), class_stem("城乡社区事务"));
        assert_ne!(class_stem("教育支出"), class_stem("外交支出"));
        assert_eq!(class_stem("支出"), "支出");
    }
}
