//! The entries that the glossary lacks, for all subjects of the tables at once.

use super::Offer;
use super::selection::Selection;
use crate::document::{Disclosure, OutlineKind};
use crate::ide::completion::glossary_entry::{lacking, path_words};
use crate::ide::{ordinal, say};
use crate::text::{Edit, Span};

/// The check of subjects that the glossary does not explain.
const COVERAGE: &str = "B507";

/// Writes the beginning of each entry below the last one: number, path, 反映.
pub(super) fn offer<'draft>(selection: &Selection<'draft>) -> Option<Offer<'draft>> {
    let disclosure = selection.disclosure();
    let finding = selection
        .findings()
        .find(|finding| finding.code == COVERAGE);
    if finding.is_none() && !touches_glossary(selection) {
        return None;
    }
    let missing = lacking(disclosure);
    let (at, mut marker, between) = end_of_entries(disclosure)?;
    let mut text = String::new();
    for (_, names) in &missing {
        marker = ordinal::next(&marker).unwrap_or_default();
        text.push_str(&between);
        text.push_str(&format!("{marker}{}：反映。", path_words(names)));
    }
    if missing.is_empty() {
        return None;
    }
    let title = format!(
        "{}（{} {}）",
        say(
            selection.locale,
            "补上名词解释缺少的科目",
            "Begin the missing glossary entries"
        ),
        missing.len(),
        say(selection.locale, "项", "subjects")
    );
    let edits = vec![Edit::new(Span::empty(at), text)];
    Some(match finding {
        Some(finding) => Offer::mending(finding, title, edits),
        None => Offer::rewrite(title, edits),
    })
}

/// A glossary that explains subjects is to explain all of them; in one of terms alone the heading
/// is the place to ask at.
fn touches_glossary(selection: &Selection) -> bool {
    let disclosure = selection.disclosure();
    let of_subjects = disclosure
        .glossary
        .iter()
        .any(|entry| !entry.path.is_empty());
    let nodes = disclosure.outline_nodes();
    let mut glossaries = nodes
        .into_iter()
        .filter(|node| node.kind == OutlineKind::Glossary);
    glossaries.any(|node| {
        let asked = if of_subjects {
            node.span
        } else {
            node.name_span
        };
        selection.touches(asked)
    })
}

/// The end of the last entry, the number before it, and what stands between two entries.
fn end_of_entries(disclosure: &Disclosure) -> Option<(usize, String, String)> {
    let last = disclosure.glossary.last()?;
    let marker = disclosure.words(Span::new(last.span.start, last.term_span.start));
    let marker =
        marker.trim_matches(|character: char| character.is_whitespace() || character == '*');
    let printed = disclosure.words(last.span);
    let end = last.span.start + printed.trim_end().len();
    let before = disclosure.glossary.iter().rev().nth(1);
    let between = before.map(|before| {
        let end = before.span.start + disclosure.words(before.span).trim_end().len();
        disclosure.words(Span::new(end, last.span.start)).to_owned()
    });
    // Something else than blanks between two entries is no separator.
    let between = between
        .filter(|words| !words.is_empty() && words.trim().is_empty())
        .unwrap_or_else(|| "\n".to_owned());
    Some((end, marker.to_owned(), between))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{after, titles};
    use crate::ide::fixture::{BUDGET, with};

    #[test]
    fn every_subject_of_the_tables_gets_an_entry() {
        let draft = with(BUDGET, "3.一般公共服务（类）", "3.一般$0公共服务（类）");
        let mended = after(&draft, "补上名词解释缺少的科目（2 项）");
        let end = "(command:run)。\n\
            4.一般公共服务支出（类）商贸事务（款）行政运行（项）：反映。\n\
            5.住房保障支出（类）住房改革支出（款）住房公积金（项）：反映。\n";
        assert!(mended.ends_with(end), "{mended}");
    }

    #[test]
    fn in_a_glossary_of_terms_the_heading_is_asked() {
        let terms = BUDGET.split("3.一般公共服务（类）").next().unwrap();
        let inside = with(terms, "1.基本支出：", "1.基本$0支出：");
        assert!(titles(&inside).is_empty());
        let heading = with(terms, "第四部分 名词", "第四部分 $0名词");
        assert_eq!(titles(&heading), ["补上名词解释缺少的科目（3 项）"]);
    }

    #[test]
    fn elsewhere_and_in_a_full_glossary_nothing_is_offered() {
        let elsewhere = with(BUDGET, "负责全市", "负责$0全市");
        assert!(titles(&elsewhere).is_empty());
        let draft = with(BUDGET, "3.一般公共服务（类）", "3.一般$0公共服务（类）");
        let full = after(&draft, "补上名词解释");
        let full = full.replacen("3.一般公共", "3.一般$0公共", 1);
        assert!(titles(&full).iter().all(|title| !title.starts_with("补上")));
    }
}
