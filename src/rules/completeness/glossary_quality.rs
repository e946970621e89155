//! 名词解释的条目本身有问题。
//!
//! ## 检查什么
//! 条目没有冒号、没有解释、重复、序号不连续；科目条目的类在文中没有用到（多半是模板的例子）。
//!
//! ## 为什么
//! 条目不完整读者看不懂；无关的条目说明模板没有改。
//!
//! ## 例
//! 错：其他支出（类）其他支出（款）其他支出（项）反映……
//!
//! 对：其他支出（类）其他支出（款）其他支出（项）：反映……
//!
//! ## 如何修改
//! 补上冒号（可一键修复）或解释，删去重复和无关的条目。
//!
//! ## 不报的情形
//! “**一般公共预算**是指……”这样用“是指”连接的条目；两个“事业运行”的解释相同。
//!
//! ## In English
//! An entry of the glossary without a colon or an explanation, twice, out of sequence, or of a class
//! that the document does not use.

use std::collections::HashMap;

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, GlossaryEntry, LineKind, ProseKind, ordinal_of, print_ordinal};
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};
use crate::subjects::{Classification, Subject, catalogue};
use crate::text::Span;

/// B508.
pub const RULE: Rule = Rule {
    code: "B508",
    name: "glossary-quality",
    title: "名词解释条目",
    severity: Severity::Information,
    source: include_str!("glossary_quality.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let mut terms: HashMap<&str, &GlossaryEntry> = HashMap::new();
    let mut before = None;
    for entry in &disclosure.glossary {
        found.extend(without_explanation(disclosure, entry));
        found.extend(without_colon(disclosure, entry));
        let first = *terms.entry(&entry.term).or_insert(entry);
        found.extend(repeated(disclosure, entry, first));
        found.extend(out_of_sequence(disclosure, entry, before));
        before = Some(entry);
    }
    unused(disclosure, found);
}

fn without_explanation(disclosure: &Disclosure, entry: &GlossaryEntry) -> Option<Finding> {
    let explained = !disclosure.words(entry.definition_span).trim().is_empty();
    if explained || entry.term.is_empty() {
        return None;
    }
    let term = shortened(disclosure.words(entry.term_span));
    Some(RULE.finding(
        entry.term_span,
        format!("“{term}”没有解释"),
        format!("“{term}” is not explained"),
    ))
}

/// A term that runs into its explanation.
fn without_colon(disclosure: &Disclosure, entry: &GlossaryEntry) -> Option<Finding> {
    let definition = disclosure.words(entry.definition_span).trim_start();
    let around = Span::new(entry.term_span.start, entry.definition_span.start);
    let between = disclosure.words(Span::new(entry.term_span.end, entry.definition_span.start));
    let before = disclosure.words(Span::new(entry.span.start, entry.term_span.start));
    let divided = disclosure.words(around).contains(['：', ':', '\n', '，']);
    let bold = between.contains('*') || before.contains('*');
    let linked = ["是", "指", "为", "包括", "包含"]
        .iter()
        .any(|link| definition.starts_with(link));
    if definition.is_empty() || divided || bold || linked {
        return None;
    }
    let term = shortened(disclosure.words(entry.term_span));
    let finding = RULE.finding(
        entry.term_span,
        format!("“{term}”与解释之间缺少冒号"),
        format!("A colon is missing between “{term}” and its explanation"),
    );
    Some(finding.mended(Span::empty(entry.term_span.end), "："))
}

fn repeated(
    disclosure: &Disclosure,
    entry: &GlossaryEntry,
    first: &GlossaryEntry,
) -> Option<Finding> {
    if entry.term.is_empty() || first.span == entry.span {
        return None;
    }
    let term = shortened(disclosure.words(entry.term_span));
    let finding = RULE.finding(
        entry.term_span,
        format!("“{term}”解释了两次"),
        format!("“{term}” is explained twice"),
    );
    Some(finding.beside(first.term_span, "前一处", "the first one"))
}

/// The number of an entry does not follow that of the entry before.
fn out_of_sequence(
    disclosure: &Disclosure,
    entry: &GlossaryEntry,
    before: Option<&GlossaryEntry>,
) -> Option<Finding> {
    let number = |entry: &GlossaryEntry| ordinal_of(disclosure.words(entry.span));
    let previous = number(before?)?;
    let own = number(entry)?;
    let follows = own.value == previous.value + 1 || own.value == 1;
    if follows || own.form != previous.form {
        return None;
    }
    let span = Span::new(entry.span.start + own.start, entry.span.start + own.end);
    let printed = disclosure.words(span);
    let right = print_ordinal(own.form, previous.value + 1, printed);
    let finding = RULE.finding(
        span,
        format!("名词解释的序号“{printed}”不连续，应为“{right}”"),
        format!("The number “{printed}” of this entry should be “{right}”"),
    );
    Some(finding.mended(span, right))
}

/// Entries of classes that neither a table nor a sentence uses, when the document uses others.
fn unused(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let classes = catalogue().classes(Classification::Functional, disclosure.fiscal_year);
    let is_used = |class: &&Subject| is_used(disclosure, class);
    let mut uses_some = None;
    for entry in &disclosure.glossary {
        let Some(class) = entry.path.first() else {
            continue;
        };
        let bare = class.strip_suffix("支出").unwrap_or(class);
        let mut meant = classes
            .iter()
            .copied()
            .filter(|subject| subject.name.starts_with(bare));
        if meant.any(|subject| is_used(&subject)) {
            continue;
        }
        if !*uses_some.get_or_insert_with(|| classes.iter().any(is_used)) {
            return;
        }
        let term = shortened(class);
        let finding = RULE.finding(
            entry.term_span,
            format!("文中没有用到“{term}（类）”，这一条可能是模板的例子"),
            format!("The document does not use the class “{term}”: this entry may be the template's example"),
        );
        found.push(finding.at(Severity::Hint));
    }
}

fn is_used(disclosure: &Disclosure, class: &Subject) -> bool {
    let bare = class.name.strip_suffix("支出").unwrap_or(class.name);
    let coded = disclosure
        .tables
        .iter()
        .flat_map(|table| &table.sides)
        .flat_map(|side| &side.lines)
        .any(|line| {
            let code = line.code.as_deref().unwrap_or_default();
            matches!(line.kind, LineKind::Subject(_)) && code.starts_with(class.code)
                || line.label == class.name
                || line.label == bare
        });
    // Short names such as 其他 and 教育 are words of any sentence.
    let named = [
        format!("{bare}支出"),
        format!("{bare}（类）"),
        format!("{bare}(类)"),
    ];
    coded
        || disclosure.prose.iter().any(|line| {
            let words = disclosure.words(line.span);
            line.kind != ProseKind::Barrier
                && words.contains(bare)
                && named.iter().any(|name| words.contains(name))
        })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn an_entry_without_colon_is_found() {
        let draft = "第一部分 名词解释\n\n1.基本支出：指开支。\n\
                     2.⟦其他支出（类）其他支出（款）其他支出（项）⟧反映除上述项目以外的支出。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("其他支出（项）：反映"));
    }

    #[test]
    fn repeated_and_misnumbered_entries_are_found() {
        assert_reports(
            &RULE,
            "第一部分 名词解释\n\n一、基本支出：指开支。\n\n二、项目支出：指支出。\n\n⟦四、⟧⟦基本支出⟧：指开支。\n",
        );
    }

    #[test]
    fn an_entry_of_an_unused_class_is_a_hint() {
        let found = assert_reports(
            &RULE,
            "第一部分 说明\n\n一、支出\n\n卫生健康支出4.09万元，住房保障支出10.8万元。\n\n第二部分 名词解释\n\n\
             1.⟦一般公共服务（类）财政事务（款）行政运行（项）⟧：反映基本支出。\n\
             2.住房保障支出（类）住房改革支出（款）住房公积金（项）：反映住房公积金。\n",
        );
        assert_eq!(found[0].severity, Severity::Hint);
    }

    #[test]
    fn terms_that_a_verb_links_are_right() {
        assert_silent(
            &RULE,
            "## 第一部分 名词解释\n\n**一、基本支出：**指开支。\n\n**二、一般公共预算**是指收支预算。\n\n\
             ### **三、财政专户管理资金：**\n\n专指教育收费。\n",
        );
    }
}
