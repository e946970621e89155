//! 标题和条目的序号缺号、重号或形式不一。
//!
//! ## 检查什么
//! 同一层的序号（一、二、……；（一）（二）……；1.2.……）应连续，形式相同。
//!
//! ## 为什么
//! 缺号可能漏了内容；形式不一会使层次看错。
//!
//! ## 例
//! 错：一、主要职责　2、机构设置　三、人员编制。
//!
//! 对：一、主要职责　二、机构设置　三、人员编制。
//!
//! ## 如何修改
//! 改正序号（可一键修复）。
//!
//! ## 不报的情形
//! 表格内的序号；名词解释的序号（B508）；序号写在段落中间的条目。
//!
//! ## In English
//! A gap, a repetition or another form in the numbers of headings and list items.

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, Ordinal, OrdinalForm, ProseKind, ordinal_of, print_ordinal};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B506.
pub const RULE: Rule = Rule {
    code: "B506",
    name: "numbering",
    title: "序号",
    severity: Severity::Information,
    source: include_str!("numbering.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// A line with a number, or one that ends every list (none).
#[derive(Debug, Clone, Copy)]
struct Item {
    ordinal: Ordinal,
    /// The number and its mark.
    span: Span,
}

/// A list that may go on.
struct List {
    form: OrdinalForm,
    last: Item,
    value: usize,
    length: usize,
}

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let items = items(disclosure);
    let mut lists: Vec<List> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(item) = item else {
            lists.clear();
            continue;
        };
        let later = items.get(index + 1..).unwrap_or_default();
        found.extend(read(disclosure, &mut lists, *item, later));
    }
}

/// The numbered lines of the narrative; none for a heading without a number and for a part.
fn items(disclosure: &Disclosure) -> Vec<Option<Item>> {
    let mut items = Vec::new();
    for line in &disclosure.prose {
        if line.kind == ProseKind::Barrier {
            continue;
        }
        let ordinal = ordinal_of(disclosure.words(line.span));
        match ordinal.filter(|ordinal| ordinal.form != OrdinalForm::Part) {
            Some(ordinal) => items.push(Some(Item {
                ordinal,
                span: Span::new(
                    line.span.start + ordinal.start,
                    line.span.start + ordinal.end,
                ),
            })),
            None if line.kind == ProseKind::Heading => items.push(None),
            None => {}
        }
    }
    items
}

fn read(
    disclosure: &Disclosure,
    lists: &mut Vec<List>,
    item: Item,
    later: &[Option<Item>],
) -> Option<Finding> {
    let Ordinal { form, value, .. } = item.ordinal;
    let Some(depth) = lists.iter().rposition(|list| list.form == form) else {
        return begin(disclosure, lists, item, later);
    };
    let children = lists.split_off(depth + 1);
    let list = lists.last_mut()?;
    let previous = (list.value, list.last);
    list.last = item;
    list.value = value;
    list.length = if value == 1 { 1 } else { list.length + 1 };
    let expected = previous.0 + 1;
    if value == expected || value == 1 {
        return None;
    }
    if value == previous.0 {
        return Some(repeated(disclosure, item, previous.1));
    }
    if value < expected {
        return None;
    }
    let written = written_between(disclosure, previous.1, item, expected);
    let by_child = children
        .iter()
        .any(|child| child.value == expected && child.length == 1);
    (!written && !by_child && value == expected + 1)
        .then(|| gap(disclosure, item, previous.1, expected))
}

/// The first item of a form that no open list has. A list begins with 1; another number goes on
/// with a list whose form changed.
fn begin(
    disclosure: &Disclosure,
    lists: &mut Vec<List>,
    item: Item,
    later: &[Option<Item>],
) -> Option<Finding> {
    let Ordinal { form, value, .. } = item.ordinal;
    let new = List {
        form,
        last: item,
        value,
        length: 1,
    };
    if value == 1 {
        lists.push(new);
        return None;
    }
    let depth = lists
        .iter()
        .rposition(|list| list.value + 1 == value && alike(list.form, form))?;
    let of_list = lists
        .get(depth)
        .map(|list| (list.form, list.length, list.last))?;
    let (usual, length, first) = of_list;
    if goes_on(later, usual, value + 1) {
        lists.truncate(depth + 1);
        let list = lists.last_mut()?;
        list.value = value;
        list.last = item;
        list.length += 1;
        return Some(other_form(disclosure, item, usual));
    }
    if length != 1 || usual == OrdinalForm::Chinese {
        return None;
    }
    lists.truncate(depth);
    lists.push(new);
    Some(other_form(disclosure, first, form))
}

/// Forms that are mistaken for one another: （1） and （一）, 2、 and 二、.
fn alike(one: OrdinalForm, other: OrdinalForm) -> bool {
    use OrdinalForm::{Arabic, BracketedArabic, BracketedChinese, Chinese};
    matches!(
        (one, other),
        (BracketedArabic, BracketedChinese)
            | (BracketedChinese, BracketedArabic)
            | (Arabic, Chinese)
            | (Chinese, Arabic)
    )
}

/// Whether the next item of a form continues with a value.
fn goes_on(later: &[Option<Item>], form: OrdinalForm, value: usize) -> bool {
    later
        .iter()
        .map_while(|item| item.as_ref())
        .find(|item| item.ordinal.form == form)
        .is_some_and(|item| item.ordinal.value == value)
}

/// Whether the number that seems to be missing stands inside a paragraph between two items.
fn written_between(disclosure: &Disclosure, from: Item, to: Item, value: usize) -> bool {
    let between = disclosure.words(Span::new(from.span.end, to.span.start));
    let form = to.ordinal.form;
    let printed = print_ordinal(form, value, disclosure.words(to.span));
    let half_width = printed.replace('（', "(").replace('）', ")");
    let bare = printed.trim_end_matches(['.', '、']);
    between.contains(&printed)
        || between.contains(&half_width)
        || (form == OrdinalForm::Arabic
            && [".", "、", "．"]
                .iter()
                .any(|mark| between.contains(&format!("{bare}{mark}"))))
}

fn corrected(disclosure: &Disclosure, item: Item, form: OrdinalForm, value: usize) -> String {
    let printed = disclosure.words(item.span);
    let new = print_ordinal(form, value, printed);
    if item.ordinal.half_width && form == item.ordinal.form {
        return new.replace('（', "(").replace('）', ")");
    }
    new
}

fn repeated(disclosure: &Disclosure, item: Item, previous: Item) -> Finding {
    let printed = disclosure.words(item.span);
    let right = corrected(disclosure, item, item.ordinal.form, item.ordinal.value + 1);
    RULE.finding(
        item.span,
        format!("序号“{printed}”重复，应为“{right}”"),
        format!("The number “{printed}” is repeated; “{right}” should follow"),
    )
    .beside(previous.span, "前一处", "the first one")
    .mended(item.span, right)
}

fn gap(disclosure: &Disclosure, item: Item, previous: Item, expected: usize) -> Finding {
    let printed = disclosure.words(item.span);
    let right = corrected(disclosure, item, item.ordinal.form, expected);
    RULE.finding(
        item.span,
        format!("序号“{printed}”之前缺“{right}”"),
        format!("“{right}” is missing before “{printed}”"),
    )
    .beside(previous.span, "前一项", "the item before")
    .mended(item.span, right)
}

fn other_form(disclosure: &Disclosure, item: Item, form: OrdinalForm) -> Finding {
    let printed = disclosure.words(item.span);
    let right = corrected(disclosure, item, form, item.ordinal.value);
    RULE.finding(
        item.span,
        format!("序号“{printed}”与同层的形式不一致，应为“{right}”"),
        format!("“{printed}” differs in form from its siblings; “{right}” is meant"),
    )
    .mended(item.span, right)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn another_form_is_found_where_it_stands() {
        let draft = "第一部分 概况\n\n一、主要职责\n（一）承担甲事。\n（二）承担乙事。\n⟦2、⟧ 机构设置\n\
                     根据职责设科：\n(一)综合科\n负责综合。\n(二)业务科\n负责业务。\n三、人员编制\n64名。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("二、 机构设置"));
        let draft = "一、总体情况\n\n其中：\n⟦（1）⟧ 收入预算5万元，包括：\n1.一般公共预算5万元；\n2.其他0万元。\n\
                     （二）支出预算5万元。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("（一） 收入预算"));
    }

    #[test]
    fn gaps_and_repetitions_are_found() {
        assert_reports(&RULE, "（一）甲工作。\n（二）乙工作。\n⟦（四）⟧丁工作。\n");
        assert_reports(
            &RULE,
            "一、甲情况\n\n略。\n\n二、乙情况\n\n略。\n\n⟦二、⟧丙情况\n\n略。\n",
        );
    }

    #[test]
    fn lists_in_lists_and_numbers_inside_paragraphs_are_right() {
        assert_silent(
            &RULE,
            "第一部分 概况\n\n一、甲\n（一）子。\n1.孙。\n2.孙。\n（二）子。\n1.孙。\n二、乙\n（一）子。\n\n\
             第二部分 说明\n\n一、丙\n（一）首先；（二）其次；\n（三）再次。\n",
        );
    }
}
