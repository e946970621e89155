//! The numbers before entries and lines: 16. 十六、 （三） — read, and counted on.

const DIGITS: &str = "一二三四五六七八九";

/// The bytes of the number that the words start with, with the mark after it; 0 without a number.
pub(super) fn length(words: &str) -> usize {
    let inner = words.strip_prefix(['（', '(']);
    let rest = inner.unwrap_or(words);
    let after = rest.trim_start_matches(is_numeral);
    if after.len() == rest.len() {
        return 0;
    }
    let ended = match inner {
        Some(_) => after.strip_prefix(['）', ')']),
        None => after.strip_prefix(['.', '、', '．']),
    };
    ended.map_or(0, |after| words.len() - after.len())
}

/// The number after a number with its marks, written in the same way; none when it is no number.
pub(super) fn next(printed: &str) -> Option<String> {
    let numeral = printed.trim_matches(|character| !is_numeral(character));
    let (before, after) = printed.split_once(numeral)?;
    let next = match numeral.parse::<u32>() {
        Ok(number) => number.checked_add(1)?.to_string(),
        Err(_) => chinese(value(numeral)? + 1)?,
    };
    Some(format!("{before}{next}{after}"))
}

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || character == '十' || DIGITS.contains(character)
}

/// 二十一 is 21; up to 99.
fn value(words: &str) -> Option<usize> {
    let digit = |words: &str| {
        let mut characters = words.chars();
        let only = characters.next()?;
        let found = DIGITS.chars().position(|digit| digit == only)?;
        characters.next().is_none().then_some(found + 1)
    };
    let Some((tens, ones)) = words.split_once('十') else {
        return digit(words);
    };
    let tens = if tens.is_empty() { 1 } else { digit(tens)? };
    let ones = if ones.is_empty() { 0 } else { digit(ones)? };
    Some(tens * 10 + ones)
}

fn chinese(value: usize) -> Option<String> {
    let digit = |value: usize| DIGITS.chars().nth(value.checked_sub(1)?);
    let mut words = String::new();
    match value / 10 {
        0 => {}
        1 => words.push('十'),
        tens => {
            words.push(digit(tens)?);
            words.push('十');
        }
    }
    words.extend(digit(value % 10));
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_go_both_ways() {
        for number in 1..100 {
            let words = chinese(number).unwrap();
            assert_eq!(value(&words), Some(number), "{words}");
        }
        assert_eq!(value("二十一"), Some(21));
        assert_eq!(value("甲"), None);
        assert_eq!(value("一二"), None);
        assert_eq!(chinese(100), None);
    }

    #[test]
    fn the_next_number_is_written_as_the_one_before() {
        assert_eq!(next("16.").as_deref(), Some("17."));
        assert_eq!(next("十九、").as_deref(), Some("二十、"));
        assert_eq!(next("（三）").as_deref(), Some("（四）"));
        assert_eq!(next("4294967295."), None);
        assert_eq!(next("九十九、"), None);
        assert_eq!(next(""), None);
        assert_eq!(next("、"), None);
    }

    #[test]
    fn a_number_is_not_the_beginning_of_a_name() {
        let number = |words: &'static str| words.get(..length(words)).unwrap();
        assert_eq!(number("16.教育"), "16.");
        assert_eq!(number("二十一、教育"), "二十一、");
        assert_eq!(number("（一）教育"), "（一）");
        assert_eq!(number("一般公共服务"), "");
        assert_eq!(number("（一类）"), "");
        assert_eq!(number(""), "");
    }
}
