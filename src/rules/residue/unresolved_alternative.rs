//! 模板中“增加（减少）”一类的选择没有定下来。
//!
//! ## 检查什么
//! 一对反义词，后一个写在括号里或斜线后面：减少（增加）、大于（小于）、增长/下降。
//!
//! ## 为什么
//! 读者不知道是增加还是减少，说明这一句没有按实际情况改写。
//!
//! ## 例
//! 错：公务接待费比上年减少（增加）0万元，下降（增长）0%。
//!
//! 对：公务接待费与上年持平。
//!
//! ## 如何修改
//! 按数字留下一个词；没有变化时写“持平”。
//!
//! ## 不报的情形
//! 名称本身带括号的：维修（护）费、因公出国（境）费、退职（役）费、部门（单位）、机关（机构）。
//! 同一行的各处合并为一条。
//!
//! ## In English
//! An alternative of the template, such as 减少（增加）, was left unresolved.

use std::sync::LazyLock;

use crate::audit::{Finding, Severity};
use crate::document::Disclosure;
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B602.
pub const RULE: Rule = Rule {
    code: "B602",
    name: "unresolved-alternative",
    title: "没有选定的表述",
    severity: Severity::Warning,
    source: include_str!("unresolved_alternative.rs"),
    basis: Basis::Words,
    checks: &[Check::Lines(|| Some(&LEXICON), check)],
};

const UP: [&str; 12] = [
    "增加", "增长", "上升", "提高", "大于", "高于", "多于", "超过", "上涨", "盈余", "增", "升",
];
const DOWN: [&str; 12] = [
    "减少", "下降", "降低", "小于", "低于", "少于", "不足", "下跌", "赤字", "短缺", "减", "降",
];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let words = || UP.iter().chain(&DOWN);
    Lexicon::new(words().flat_map(|word| {
        let signs = ["（", "(", "/", "／"];
        signs.map(|sign| format!("{word}{sign}"))
    }))
});

fn check(disclosure: &Disclosure, line: Span, found: &mut Vec<Finding>) {
    let words = disclosure.words(line);
    let mut spans = alternatives(words).into_iter();
    let Some(first) = spans.next().map(|span| span.offset_by(line.start)) else {
        return;
    };
    let chosen = disclosure.words(first);
    let mut finding = RULE.finding(
        first,
        format!("“{chosen}”没有选定：应按实际留下一个词，没有变化时写“持平”"),
        format!("“{chosen}” is left open: keep the word that is true, or write 持平"),
    );
    for span in spans {
        finding = finding.beside(span.offset_by(line.start), "同一行", "in the same line");
    }
    found.push(finding);
}

/// The places where a word is followed by its opposite in brackets or after a stroke.
fn alternatives(words: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(at) = words
        .get(from..)
        .and_then(|rest| rest.find(['（', '(', '/', '／']))
    {
        let at = from + at;
        let rest = words.get(at..).unwrap_or_default();
        let sign = rest.chars().next().unwrap_or(' ');
        from = at + sign.len_utf8();
        let before = words.get(..at).unwrap_or_default();
        let inside = words.get(from..).unwrap_or_default();
        let Some((first, second)) = opposites(before, inside) else {
            continue;
        };
        let end = from + second.len();
        let closing = words.get(end..).and_then(|rest| rest.chars().next());
        let closed = match (sign, closing) {
            ('（' | '(', Some(bracket @ ('）' | ')'))) => Some(bracket.len_utf8()),
            ('/' | '／', _) if second.chars().count() > 1 => Some(0),
            _ => None,
        };
        if let Some(closed) = closed {
            spans.push(Span::new(at - first.len(), end + closed));
        }
    }
    spans
}

/// The word that `before` ends with and its opposite that `after` starts with.
fn opposites(before: &str, after: &str) -> Option<(&'static str, &'static str)> {
    let first_of =
        |words: &[&'static str]| words.iter().find(|word| before.ends_with(**word)).copied();
    let second_of =
        |words: &[&'static str]| words.iter().find(|word| after.starts_with(**word)).copied();
    first_of(&UP)
        .zip(second_of(&DOWN))
        .or_else(|| first_of(&DOWN).zip(second_of(&UP)))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn alternatives_are_found_once_a_line() {
        let found = assert_reports(
            &RULE,
            "比上年⟦减少（增加）⟧0万元，下降（增长）0%，决算数小于(大于)预算数。\n\
             支出⟦增加/减少⟧3万元。\n",
        );
        assert_eq!(found[0].related.len(), 2);
    }

    #[test]
    fn brackets_in_names_are_no_alternatives() {
        assert_silent(
            &RULE,
            "维修（护）费、因公出国（境）费、退职（役）费、部门（单位）、机关（机构）、减少（万元）。\n\
             增加（其中：人员2名）。增减变动情况、增收节支。\n",
        );
    }
}
