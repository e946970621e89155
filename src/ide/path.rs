//! 类/款/项 paths in prose: 一般公共服务支出（类）商贸事务（款）招商引资（项）.

use std::sync::OnceLock;

use crate::document::normalise::fold;
use crate::subjects::{
    Classification, NameVerdict, Subject, SubjectLevel, catalogue, normalise_name,
};
use crate::text::Span;

/// A name with its level, as printed in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// 类, 款 or 项.
    pub level: SubjectLevel,
    /// The name, without the bracketed level.
    pub name: Span,
    /// The name and the bracketed level.
    pub span: Span,
}

/// A path as printed: at most one step a level, levels descending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrintedPath {
    /// The steps from the top.
    pub steps: Vec<Step>,
}

impl PrintedPath {
    /// From the first name to the last bracket.
    pub fn span(&self) -> Span {
        let spans = self.steps.iter().map(|step| step.span);
        spans.reduce(Span::cover).unwrap_or_default()
    }

    /// The names from the top, up to and with the step over `offset`; all when there is none.
    pub fn names_to<'text>(
        &self,
        line: &'text str,
        start: usize,
        offset: usize,
    ) -> Vec<&'text str> {
        let over = self
            .steps
            .iter()
            .position(|step| step.span.contains(offset));
        let count = over.map_or(self.steps.len(), |index| index + 1);
        let steps = self.steps.iter().take(count);
        steps
            .filter_map(|step| step.name.relative_to(start).get(line))
            .collect()
    }

    /// The level of the first step.
    pub fn top(&self) -> Option<SubjectLevel> {
        self.steps.first().map(|step| step.level)
    }
}

/// The paths of a line that starts at `start`.
pub(super) fn paths(line: &str, start: usize) -> Vec<PrintedPath> {
    let mut found: Vec<PrintedPath> = Vec::new();
    let mut from = 0;
    for (bracket, after, level) in brackets(line) {
        let words = line.get(from..bracket).unwrap_or_default();
        let one_name = !words.trim().contains(ends_a_name_but_blank);
        let continued = found.last_mut().filter(|path| {
            let last = path.steps.last();
            one_name && last.is_some_and(|last| last.level < level && last.span.end == start + from)
        });
        let name = match &continued {
            Some(_) => trimmed(words, start + from),
            None => name_at_end(words, start + from, level),
        };
        from = after;
        if name.is_empty() {
            continue;
        }
        let step = Step {
            level,
            name,
            span: Span::new(name.start, start + after),
        };
        match continued {
            Some(path) => path.steps.push(step),
            None => found.push(PrintedPath { steps: vec![step] }),
        }
    }
    found
}

/// Every （类）, （款）, （项）: where it starts, where it ends, what it says.
fn brackets(line: &str) -> Vec<(usize, usize, SubjectLevel)> {
    let characters: Vec<(usize, char)> = line.char_indices().collect();
    let of_window = |window: &[(usize, char)]| {
        let [(open, opening), (_, word), (close, closing)] = window else {
            return None;
        };
        if fold(*opening) != '(' || fold(*closing) != ')' {
            return None;
        }
        let level = level_named(*word)?;
        Some((*open, close + closing.len_utf8(), level))
    };
    characters.windows(3).filter_map(of_window).collect()
}

fn level_named(word: char) -> Option<SubjectLevel> {
    match word {
        '类' => Some(SubjectLevel::Class),
        '款' => Some(SubjectLevel::Section),
        '项' => Some(SubjectLevel::Item),
        _ => None,
    }
}

fn trimmed(words: &str, start: usize) -> Span {
    let leading = words.len() - words.trim_start().len();
    Span::new(start + leading, start + leading + words.trim().len())
}

/// The name that `words` ends with: what follows the last mark that no name holds, less the words
/// before a name that the catalogue knows (用于一般公共服务支出).
fn name_at_end(words: &str, start: usize, level: SubjectLevel) -> Span {
    let cut = words
        .char_indices()
        .rev()
        .find(|(_, character)| ends_a_name(*character))
        .map_or(0, |(at, character)| at + character.len_utf8());
    let candidate = trimmed(words.get(cut..).unwrap_or_default(), start + cut);
    let Some(name) = candidate.relative_to(start).get(words) else {
        return candidate;
    };
    let known = name
        .char_indices()
        .find(|(at, _)| name.get(*at..).is_some_and(|rest| is_known(rest, level)));
    known.map_or(candidate, |(at, _)| {
        Span::new(candidate.start + at, candidate.end)
    })
}

fn ends_a_name(character: char) -> bool {
    fold(character).is_whitespace() || ends_a_name_but_blank(character)
}

/// Conversions leave blanks inside names, but only those of a path are sure to go on after one.
fn ends_a_name_but_blank(character: char) -> bool {
    let folded = fold(character);
    folded.is_ascii_digit()
        || matches!(
            folded,
            '。' | ',' | ';' | ':' | '、' | '.' | '"' | '\'' | '*' | '[' | ']' | '|' | '-'
        )
}

fn is_known(name: &str, level: SubjectLevel) -> bool {
    if level == SubjectLevel::Class {
        return class_named(name, None).is_some();
    }
    let found = catalogue().by_name(Classification::Functional, name, None);
    found.iter().any(|subject| subject.level == level)
}

/// The class that a document calls so, with or without 支出 at the end.
pub(super) fn class_named(name: &str, year: Option<u16>) -> Option<&'static Subject> {
    let functional = Classification::Functional;
    let mut codes = class_codes().iter();
    let code = codes.find(|code| is_called(functional, code, name, year))?;
    catalogue().subject(functional, code, year)
}

/// The codes of all classes; gathered once, because names are compared with them often.
fn class_codes() -> &'static [&'static str] {
    static CODES: OnceLock<Vec<&'static str>> = OnceLock::new();
    CODES.get_or_init(|| {
        let subjects = catalogue().subjects(Classification::Functional).iter();
        let classes = subjects.filter(|subject| subject.level == SubjectLevel::Class);
        let mut codes: Vec<&'static str> = classes.map(|class| class.code).collect();
        codes.dedup();
        codes
    })
}

/// Whether a name is one of a code: its official one, a former one, or that of a class without
/// 支出 at the end.
pub(super) fn is_called(
    classification: Classification,
    code: &str,
    name: &str,
    year: Option<u16>,
) -> bool {
    let verdict = catalogue().name_verdict(classification, code, name, year);
    matches!(
        verdict,
        NameVerdict::Official | NameVerdict::Former { .. } | NameVerdict::WithoutSuffix
    )
}

/// The code of a path of names that starts at `top`; none when the catalogue does not know it or
/// knows several.
pub(super) fn resolve(
    names: &[&str],
    top: SubjectLevel,
    year: Option<u16>,
) -> Option<&'static Subject> {
    let (first, below) = names.split_first()?;
    let first = match top {
        SubjectLevel::Class => class_named(first, year)?,
        level => only_named(first, level, year)?,
    };
    below
        .iter()
        .try_fold(first, |parent, name| child_named(parent, name, year))
}

/// The child of a subject that has a name.
pub(super) fn child_named(
    parent: &Subject,
    name: &str,
    year: Option<u16>,
) -> Option<&'static Subject> {
    let wanted = normalise_name(name);
    let children = catalogue().children(parent.classification, parent.code, year);
    let same_name = children
        .iter()
        .find(|child| normalise_name(child.name) == wanted);
    same_name.copied().or_else(|| {
        let mut children = children.into_iter();
        children.find(|child| is_called(child.classification, child.code, name, year))
    })
}

/// The only functional subject of a level with a name.
fn only_named(name: &str, level: SubjectLevel, year: Option<u16>) -> Option<&'static Subject> {
    let found = catalogue().by_name(Classification::Functional, name, year);
    let mut of_level = found.into_iter().filter(|subject| subject.level == level);
    let only = of_level.next()?;
    of_level
        .all(|other| other.code == only.code)
        .then_some(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(line: &str) -> Vec<Vec<&str>> {
        paths(line, 0)
            .iter()
            .map(|path| path.names_to(line, 0, usize::MAX))
            .collect()
    }

    #[test]
    fn a_path_is_read_from_its_brackets() {
        assert_eq!(
            printed("16.一般公共服务支出（类）商贸事务（款）事业运行(项)：反映"),
            [["一般公共服务支出", "商贸事务", "事业运行"]]
        );
        assert_eq!(
            printed("用于一般公共服务（类）政府办公厅（室）及相关机构事务 （款）"),
            [["一般公共服务", "政府办公厅（室）及相关机构事务"]]
        );
    }

    #[test]
    fn two_paths_of_a_line_stay_apart() {
        assert_eq!(
            printed("教育支出（类）10万元，其中：商贸事务（款）招商引资（项）2万元；抚恤（款）"),
            [vec!["教育支出"], vec!["商贸事务", "招商引资"], vec!["抚恤"]]
        );
    }

    #[test]
    fn brackets_without_a_name_are_no_path() {
        assert!(printed("（类）（款）").is_empty());
        assert!(printed("（一类）甲（种）").is_empty());
    }

    #[test]
    fn paths_are_resolved_with_shortened_class_names() {
        let code = |names: &[&str], top| resolve(names, top, Some(2024)).map(|found| found.code);
        let class = SubjectLevel::Class;
        assert_eq!(
            code(&["一般公共服务", "商贸事务", "招商引资"], class),
            Some("2011308")
        );
        assert_eq!(
            code(&["商业服务业", "商业流通事务", "事业运行"], class),
            Some("2160250")
        );
        assert_eq!(
            code(&["商贸事务", "事业运行"], SubjectLevel::Section),
            Some("2011350")
        );
        assert_eq!(code(&["事业运行"], SubjectLevel::Item), None);
        assert_eq!(code(&["一般公共服务", "没有这个"], class), None);
    }
}
