//! The numbers of a list of headings or items, counted anew.

use super::Offer;
use super::selection::Selection;
use crate::document::{Disclosure, Ordinal, OrdinalForm, ProseKind, ordinal_of, print_ordinal};
use crate::ide::say;
use crate::text::{Edit, Span};

/// The check of the numbers of headings and items.
const NUMBERING: &str = "B506";

/// A numbered line.
#[derive(Clone, Copy)]
struct Item {
    ordinal: Ordinal,
    /// The number with its mark.
    span: Span,
}

/// Counts the list anew in which a number is wrong.
pub(super) fn offer<'draft>(selection: &Selection<'draft>) -> Option<Offer<'draft>> {
    let disclosure = selection.disclosure();
    let finding = selection
        .findings()
        .find(|finding| finding.code == NUMBERING)?;
    let fix = finding.fix.as_ref()?;
    let form = ordinal_of(&fix.new_text)?.form;
    let list = list_around(disclosure, fix.span, form)?;
    let first = list.first()?.ordinal.value;
    let numbered = list.iter().zip(first..);
    let edits: Vec<Edit> = numbered
        .filter(|(item, value)| item.ordinal.form != form || item.ordinal.value != *value)
        .map(|(item, value)| Edit::new(item.span, printed(disclosure, *item, form, value)))
        .collect();
    let title = match edits.len() {
        0 => return None,
        count => format!(
            "{}（{count} {}）",
            say(selection.locale, "重排本级序号", "Number this list anew"),
            say(selection.locale, "处", "numbers")
        ),
    };
    Some(Offer::mending(finding, title, edits))
}

fn printed(disclosure: &Disclosure, item: Item, form: OrdinalForm, value: usize) -> String {
    let new = print_ordinal(form, value, disclosure.words(item.span));
    match item.ordinal.half_width {
        true => new.replace('（', "(").replace('）', ")"),
        false => new,
    }
}

/// The items of the list that the number at `wrong` belongs to: from the 1 before it to the next
/// 1, or to the number of a higher level.
fn list_around(disclosure: &Disclosure, wrong: Span, form: OrdinalForm) -> Option<Vec<Item>> {
    let items = items(disclosure);
    let own = items
        .iter()
        .position(|item| item.is_some_and(|item| item.span == wrong))?;
    let belongs = |item: &Item| item.span == wrong || item.ordinal.form == form;
    let within = |item: &&Option<Item>| {
        item.is_some_and(|item| item.span == wrong || item.ordinal.form >= form)
    };
    let mut list: Vec<Item> = Vec::new();
    for item in items.get(..own)?.iter().rev().take_while(within).flatten() {
        if belongs(item) {
            list.push(*item);
            if item.ordinal.value == 1 {
                break;
            }
        }
    }
    list.reverse();
    for item in items.get(own..)?.iter().take_while(within).flatten() {
        let begins_another = item.span != wrong && item.ordinal.value == 1;
        if belongs(item) && begins_another {
            break;
        }
        if belongs(item) {
            list.push(*item);
        }
    }
    Some(list)
}

/// The numbered lines; none for a heading without a number, which ends every list.
fn items(disclosure: &Disclosure) -> Vec<Option<Item>> {
    let lines = disclosure
        .prose
        .iter()
        .filter(|line| line.kind != ProseKind::Barrier);
    lines
        .filter_map(|line| match ordinal_of(disclosure.words(line.span)) {
            Some(ordinal) => Some(Some(Item {
                ordinal,
                span: Span::new(ordinal.start, ordinal.end).offset_by(line.span.start),
            })),
            None => (line.kind == ProseKind::Heading).then_some(None),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{after, titles};

    #[test]
    fn the_whole_list_is_counted_anew() {
        let draft = "第一部分 概况\n\n一、职责\n\n（一）甲事。\n\n二、机构\n\n（一）甲科。\n\n$0四、人员\n\n略。\n\n五、车辆\n\n略。\n\n第二部分 说明\n\n一、收入\n\n略。\n";
        let mended = after(draft, "重排本级序号（2 处）");
        let expected = draft.replace("$0四、", "三、").replace("五、", "四、");
        assert_eq!(mended, expected);
    }

    #[test]
    fn a_number_of_another_form_is_written_like_its_siblings() {
        let draft = "第一部分 概况\n\n一、主要职责\n（一）承担甲事。\n（二）承担乙事。\n$02、机构设置\n根据职责设科：\n(一)综合科\n负责综合。\n(二)业务科\n负责业务。\n三、人员编制\n64名。\n";
        // The repair of the finding does the same.
        assert_eq!(titles(draft), ["改为“二、”"]);
    }

    #[test]
    fn a_list_that_is_right_is_left_alone() {
        let draft = "第一部分 概况\n\n一、职责\n\n略。\n\n$0二、机构\n\n略。\n";
        assert!(titles(draft).is_empty());
    }
}
