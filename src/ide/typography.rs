//! Names as a person would print them. Documents are compared in a folded form (domain
//! specification §2.9), and what is said of them is made of folded names: "三公"经费,
//! 因公出国(境)费. Readers see “三公”经费 and 因公出国（境）费.

/// Words with the quotation marks and brackets of Chinese text where they stand in Chinese words.
pub(super) fn typeset(words: &str) -> String {
    if !words.contains(['"', '(']) {
        return words.to_owned();
    }
    let characters: Vec<char> = words.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or_default();
    let mut result = String::with_capacity(words.len());
    // Outer quotation marks that are open, and what closes a folded one or a bracket.
    let mut depth = 0_usize;
    let mut closing = Vec::new();
    for (index, character) in characters.iter().copied().enumerate() {
        let before = index.checked_sub(1).map(at).unwrap_or_default();
        let is_due = closing
            .last()
            .is_some_and(|(folded, _)| *folded == character);
        match character {
            _ if is_due => result.extend(closing.pop().map(|(_, mark)| mark)),
            '"' if is_chinese(at(index + 1)) && rest(&characters, index).contains(&'"') => {
                let inner = depth > 0;
                result.push(if inner { '‘' } else { '“' });
                closing.push(('"', if inner { '’' } else { '”' }));
            }
            '(' if is_chinese(before)
                && is_chinese(at(index + 1))
                && rest(&characters, index).contains(&')') =>
            {
                result.push('（');
                closing.push((')', '）'));
            }
            other => {
                match other {
                    '“' => depth += 1,
                    '”' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                result.push(other);
            }
        }
    }
    result
}

/// What stands behind a place.
fn rest(characters: &[char], index: usize) -> &[char] {
    characters.get(index + 1..).unwrap_or_default()
}

fn is_chinese(character: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::typeset;

    #[test]
    fn folded_names_are_printed_as_chinese_text() {
        assert_eq!(typeset("\"三公\"经费预算数"), "“三公”经费预算数");
        assert_eq!(
            typeset("“\"三公\"经费”与因公出国(境)费"),
            "“‘三公’经费”与因公出国（境）费"
        );
        assert_eq!(typeset("住房保障支出(类)"), "住房保障支出（类）");
    }

    #[test]
    fn what_is_quoted_as_it_stands_stays() {
        for words in [
            "“(三)”的括号",
            "8 ÷ (8 + 2)",
            "甲(2024)",
            "“\"”重复",
            "甲(乙",
            "a(b)",
        ] {
            assert_eq!(typeset(words), words);
        }
    }
}
