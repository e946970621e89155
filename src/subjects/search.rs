//! Finding subjects as one types: by digits, by characters, by pinyin initials.

use pinyin::ToPinyin;

use super::catalogue::Catalogue;
use super::name::normalise_name;
use super::subject::{Classification, Subject, Validity};

/// Characters of subject names that are read in two ways with different initials: the character
/// and the initial of the reading that the pinyin table does not give.
const SECOND_READINGS: [(char, u8); 4] = [
    ('行', b'h'), // 银行
    ('调', b't'), // 调整
    ('重', b'c'), // 重建
    ('长', b'c'), // 长江
];

/// A swap of two neighbouring letters is forgiven in queries of at least this many letters.
const LETTERS_FOR_SWAPS: usize = 4;

/// The pinyin initials of a name: for each character that has any, one or two lower-case letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Initials(Vec<[u8; 2]>);

impl Initials {
    fn of(name: &str) -> Self {
        Self(name.chars().filter_map(initials_of_character).collect())
    }

    /// The place at which `letters` occur in the initials.
    fn find(&self, letters: &[u8]) -> Option<usize> {
        self.0.windows(letters.len().max(1)).position(|window| {
            window
                .iter()
                .zip(letters)
                .all(|(initials, letter)| initials.contains(letter))
        })
    }
}

impl Catalogue {
    /// The subjects in force in `year` that fit what was typed, best first, one for each code:
    /// - digits: codes that start with them;
    /// - letters: names whose pinyin initials contain them, so that `zsyz` finds 招商引资;
    /// - anything else: names that contain it after [`normalise_name`].
    ///
    /// Names that start with the query come first, then in order of code. An empty query fits all.
    pub fn search(
        &self,
        classification: Classification,
        query: &str,
        year: Option<u16>,
    ) -> Vec<&Subject> {
        let query = normalise_name(query).to_ascii_lowercase();
        if query.bytes().all(|byte| byte.is_ascii_digit()) {
            return self
                .in_year(classification, year)
                .filter(|subject| subject.code.starts_with(&query))
                .collect();
        }
        if query.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return self.search_initials(classification, query.as_bytes(), year);
        }
        self.ranked(classification, year, |_, subject| {
            normalise_name(subject.name).find(&query)
        })
    }

    fn search_initials(
        &self,
        classification: Classification,
        letters: &[u8],
        year: Option<u16>,
    ) -> Vec<&Subject> {
        let found = self.ranked(classification, year, |initials, _| initials.find(letters));
        if !found.is_empty() || letters.len() < LETTERS_FOR_SWAPS {
            return found;
        }
        let swapped = neighbour_swaps(letters);
        self.ranked(classification, year, |initials, _| {
            swapped
                .iter()
                .filter_map(|letters| initials.find(letters))
                .min()
        })
    }

    /// The subjects for which `place` finds the query, those that start with it first.
    fn ranked(
        &self,
        classification: Classification,
        year: Option<u16>,
        place: impl Fn(&Initials, &Subject) -> Option<usize>,
    ) -> Vec<&Subject> {
        let table = self.table(classification);
        let initials = table.initials.get_or_init(|| all_initials(&table.subjects));
        let mut found: Vec<(bool, &Subject)> = table
            .subjects
            .iter()
            .zip(initials)
            .filter_map(|(subject, initials)| Some((place(initials, subject)? > 0, subject)))
            .filter(|(_, subject)| self.stands_for_its_code(subject, year))
            .collect();
        found.sort_by_key(|&(inside, subject)| (inside, subject.code));
        found.into_iter().map(|(_, subject)| subject).collect()
    }

    /// Whether `subject` is in force in `year` and is what its code is called then.
    fn stands_for_its_code(&self, subject: &Subject, year: Option<u16>) -> bool {
        subject.validity(year) > Validity::No
            && self.subject(subject.classification, subject.code, year) == Some(subject)
    }
}

fn all_initials(subjects: &[Subject]) -> Vec<Initials> {
    subjects
        .iter()
        .map(|subject| Initials::of(subject.name))
        .collect()
}

fn initials_of_character(character: char) -> Option<[u8; 2]> {
    if character.is_ascii_alphanumeric() {
        let letter = u8::try_from(character.to_ascii_lowercase()).ok()?;
        return Some([letter; 2]);
    }
    let first = *character.to_pinyin()?.plain().as_bytes().first()?;
    let second = SECOND_READINGS
        .iter()
        .find(|(other, _)| *other == character)
        .map_or(first, |&(_, second)| second);
    Some([first, second])
}

/// `letters` with each pair of different neighbours swapped in turn.
fn neighbour_swaps(letters: &[u8]) -> Vec<Vec<u8>> {
    (1..letters.len())
        .map(|second| {
            let mut swapped = letters.to_vec();
            swapped.swap(second - 1, second);
            swapped
        })
        .filter(|swapped| swapped != letters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::catalogue;
    use super::*;

    #[track_caller]
    fn finds(query: &str, code: &str) {
        let classification = Classification::of_code(code).unwrap();
        let found = catalogue().search(classification, query, Some(2024));
        let codes: Vec<_> = found.iter().map(|subject| subject.code).collect();
        assert!(codes.contains(&code), "{query}: {codes:?}");
        let mut once = codes.clone();
        once.dedup();
        assert_eq!(codes, once);
    }

    #[track_caller]
    fn misses(query: &str, code: &str) {
        let classification = Classification::of_code(code).unwrap();
        let found = catalogue().search(classification, query, Some(2024));
        assert!(found.iter().all(|subject| subject.code != code), "{query}");
    }

    #[test]
    fn digits_find_codes_below_them() {
        let found = catalogue().search(Classification::Functional, "20113", Some(2024));
        assert_eq!(found.first().map(|subject| subject.name), Some("商贸事务"));
        assert!(
            found
                .iter()
                .all(|subject| subject.code.starts_with("20113"))
        );
        finds("20113", "2011308");
        finds("２０１１３", "2011308");
        misses("20114", "2011308");
    }

    #[test]
    fn characters_find_names_that_contain_them() {
        finds("招商", "2011308");
        finds("引资", "2011308");
        finds("维修(护)", "30213");
        misses("招商", "2011307");
    }

    #[test]
    fn initials_find_names() {
        finds("zsyz", "2011308");
        finds("ZSYZ", "2011308");
        finds("syz", "2011308");
        finds("zfgjj", "2210201");
        finds("zfgjj", "30113");
        misses("zsyz", "2011307");
    }

    #[test]
    fn one_swap_of_letters_is_forgiven() {
        finds("zszy", "2011308");
        misses("zyzs", "2011308");
    }

    #[test]
    fn both_readings_of_a_character_count() {
        finds("zhjzjhfcj", "22407");
        finds("zhjzjhfzj", "22407");
    }

    #[test]
    fn names_that_start_with_the_query_come_first() {
        let found = catalogue().search(Classification::DepartmentalEconomic, "zfgjj", Some(2024));
        assert_eq!(found.first().map(|subject| subject.code), Some("30113"));
        let found = catalogue().search(Classification::Functional, "公安", Some(2024));
        assert_eq!(found.first().map(|subject| subject.code), Some("20402"));
    }

    #[test]
    fn retired_names_are_not_offered() {
        let names = |year| -> Vec<&str> {
            let found = catalogue().search(Classification::Functional, "wsjk", year);
            found.iter().map(|subject| subject.name).collect()
        };
        assert!(names(Some(2024)).contains(&"卫生健康支出"));
        let found = catalogue().search(Classification::Functional, "计划生育支出", Some(2024));
        assert!(found.is_empty(), "{found:?}");
        let found = catalogue().search(Classification::Functional, "计划生育支出", Some(2017));
        assert_eq!(found.first().map(|subject| subject.code), Some("210"));
    }

    #[test]
    fn odd_queries_are_harmless() {
        for query in [
            "",
            " ",
            "?",
            "\u{0}",
            "201x",
            "招商a",
            "𠮷",
            &"z".repeat(10_000),
        ] {
            catalogue().search(Classification::Functional, query, None);
        }
        let all = catalogue().search(Classification::Functional, "", None);
        assert!(all.len() > 1500);
    }
}
