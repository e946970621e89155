//! What a selection grows to: word or number, clause or cell, line or row, table, section, part,
//! disclosure, draft.

use crate::audit::Draft;
use crate::document::{OutlineNode, Row};
use crate::ide::figure::figure_at;
use crate::ide::place::Place;
use crate::text::Span;

/// Marks that end a clause.
const CLAUSE_ENDS: [char; 11] = [
    '，', '；', '。', '：', '、', '！', '？', ',', ';', '\t', '|',
];

/// Marks that end a sentence.
const SENTENCE_ENDS: [char; 3] = ['。', '！', '？'];

/// The spans around `offset`, each inside the next and smaller than it; the last one is the whole
/// draft.
pub fn selection_ranges(draft: &Draft, offset: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    if let Some(place) = Place::of(draft, offset) {
        spans.extend(around(&place));
        if draft.disclosures.len() > 1 {
            let text: &str = &place.disclosure().text;
            spans.push(place.absolute(Span::new(0, text.trim_end().len())));
        }
    }
    spans.push(draft.text.span());
    spans.retain(|span| span.touches(draft.text.clamp(offset)));
    spans.sort_by_key(|span| span.len());
    let mut chain: Vec<Span> = Vec::new();
    for span in spans {
        let grows = chain
            .last()
            .is_none_or(|last| span != *last && span.contains_span(*last));
        if grows {
            chain.push(span);
        }
    }
    chain
}

fn around(place: &Place) -> Vec<Span> {
    let disclosure = place.disclosure();
    let near = place.near();
    let mut spans = vec![
        word(place, near),
        between(place, near, &CLAUSE_ENDS),
        sentence(place, near),
        trimmed(place, place.line()),
    ];
    if let Some((_, figure, with_unit)) = figure_at(place) {
        spans.push(with_unit);
        spans.push(figure.span);
    }
    if let Some((_, _, row)) = place.row() {
        spans.extend(cell(row, place.offset));
        spans.push(row.span);
    }
    enclosing(&disclosure.outline, place.offset, &mut spans);
    spans.retain(|span| !span.is_empty() && span.touches(place.offset));
    spans.into_iter().map(|span| place.absolute(span)).collect()
}

fn cell(row: &Row, offset: usize) -> Option<Span> {
    let mut cells = row.cells.iter().map(|cell| cell.span);
    cells.find(|span| !span.is_empty() && span.touches(offset))
}

/// Outline nodes that hold the offset.
fn enclosing(nodes: &[OutlineNode], offset: usize, spans: &mut Vec<Span>) {
    for node in nodes.iter().filter(|node| node.span.touches(offset)) {
        spans.push(node.span);
        spans.push(node.name_span);
        enclosing(&node.children, offset, spans);
    }
}

/// What runs of characters belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Digits,
    Letters,
    Other,
    None,
}

fn class(character: char) -> Class {
    match character {
        '0'..='9' | '０'..='９' | '.' | '．' | ',' => Class::Digits,
        _ if character.is_ascii_alphabetic() => Class::Letters,
        _ if character.is_alphanumeric() => Class::Other,
        _ => Class::None,
    }
}

/// The run of characters of one class at the cursor; the one before it when nothing follows.
fn word(place: &Place, near: Span) -> Span {
    let words = place.disclosure().words(near);
    let at = place.offset - near.start;
    let (before, after) = words.split_at_checked(at).unwrap_or((words, ""));
    let here = after.chars().next().map_or(Class::None, class);
    let wanted = match here {
        Class::None => before.chars().next_back().map_or(Class::None, class),
        here => here,
    };
    if wanted == Class::None {
        return Span::empty(place.offset);
    }
    let same = |character: &char| class(*character) == wanted;
    let back: usize = before
        .chars()
        .rev()
        .take_while(same)
        .map(char::len_utf8)
        .sum();
    let on: usize = after.chars().take_while(same).map(char::len_utf8).sum();
    Span::new(place.offset - back, place.offset + on)
}

/// What stands between two marks around the cursor.
fn between(place: &Place, near: Span, marks: &[char]) -> Span {
    let words = place.disclosure().words(near);
    let at = place.offset - near.start;
    let (before, after) = words.split_at_checked(at).unwrap_or((words, ""));
    let start = before.rfind(marks).map_or(0, |mark| {
        let length = before.get(mark..).and_then(|rest| rest.chars().next());
        mark + length.map_or(0, char::len_utf8)
    });
    let end = after.find(marks).map_or(words.len(), |mark| at + mark);
    trimmed(place, Span::new(near.start + start, near.start + end))
}

/// The sentence with its mark.
fn sentence(place: &Place, near: Span) -> Span {
    let span = between(place, near, &SENTENCE_ENDS);
    let text: &str = &place.disclosure().text;
    let mark = text.get(span.end..).and_then(|rest| rest.chars().next());
    let mark = mark.filter(|mark| SENTENCE_ENDS.contains(mark));
    Span::new(span.start, span.end + mark.map_or(0, char::len_utf8))
}

/// A span without the blanks at its ends.
fn trimmed(place: &Place, span: Span) -> Span {
    let words = place.disclosure().words(span);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::selection_ranges;
    use crate::audit::Draft;
    use crate::ide::fixture::{BUDGET, PIPES, at_cursor, with, words};

    /// What is selected step by step; of more than one line the first.
    fn steps(from: &str, to: &str) -> Vec<String> {
        let (draft, offset) = at_cursor(&with(BUDGET, from, to));
        let spans = selection_ranges(&draft, offset).into_iter();
        spans
            .map(|span| {
                words(&draft, span)
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn a_number_in_a_table_grows_to_its_part() {
        let steps = steps("商贸事务\t230.00\t100.00", "商贸事务\t230.00\t10$00.00");
        assert_eq!(
            steps,
            [
                "100.00",
                "20113\t商贸事务\t230.00\t100.00\t130.00",
                "2024年预算支出总表",
                "第二部分 2024年部门预算表",
                "2024年度云水市商事服务局部门预算公开",
            ]
        );
    }

    #[test]
    fn an_amount_in_prose_grows_over_clause_and_sentence() {
        let steps = steps("基本支出120万元", "基本支出1$020万元");
        assert_eq!(
            steps[..5],
            [
                "120",
                "120万元",
                "基本支出120万元",
                "2024年支出预算250万元，其中：基本支出120万元，占48%；项目支出130万元，占52%。",
                "一、支出预算说明",
            ]
        );
        assert_eq!(steps[5], "第三部分 2024年部门预算情况说明");
    }

    #[test]
    fn a_cell_of_a_pipe_table_grows_to_its_row() {
        let (draft, offset) = at_cursor(&with(PIPES, "商贸事务", "商贸$0事务"));
        let spans = selection_ranges(&draft, offset);
        let steps: Vec<_> = spans
            .iter()
            .take(2)
            .map(|span| words(&draft, *span))
            .collect();
        assert_eq!(steps, ["商贸事务", "| 20113 | 商贸事务 | 230.00 |"]);
    }

    #[test]
    fn nothing_has_one_selection() {
        let draft = Draft::open("");
        assert_eq!(selection_ranges(&draft, 7), [draft.text.span()]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_selection_lies_inside_the_next(at in any::<prop::sample::Index>(), pipes: bool) {
            let draft = Draft::open(if pipes { PIPES } else { BUDGET });
            let offset = draft.text.clamp(at.index(draft.text.len() + 1));
            let spans = selection_ranges(&draft, offset);
            prop_assert_eq!(spans.last(), Some(&draft.text.span()));
            prop_assert!(spans.iter().all(|span| span.touches(offset)));
            prop_assert!(spans.windows(2).all(|pair| pair[1].contains_span(pair[0]) && pair[0] != pair[1]));
        }
    }
}
