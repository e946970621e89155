//! 标点重复、句末缺句号、金额后面多字。
//!
//! ## 检查什么
//! 连在一起的两个句读标点（。。、；。、，，）；重复的词（的的、万元万元）；
//! 以金额或百分比结束却没有句号的段落；“10.80万元住。”这样金额后面多出的一个字。
//!
//! ## 为什么
//! 多是拼接、删改时留下的，读者会怀疑是否漏了内容。
//!
//! ## 例
//! 错：结合实际作了预算。。
//!
//! 对：结合实际作了预算。
//!
//! ## 如何修改
//! 删去多余的标点或字，补上句号（可一键修复）。
//!
//! ## 不报的情形
//! 省略号；目录的引导线；引号、括号与标点相连；“万元整”“万元以内”等。
//!
//! ## In English
//! Doubled punctuation or words, a paragraph that ends with an amount but without a full stop,
//! and a stray character after an amount.

use std::sync::LazyLock;

use crate::audit::{Finding, Severity};
use crate::document::normalise::{fold, is_han};
use crate::document::{Disclosure, ProseKind};
use crate::rules::inspection::places;
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B605.
pub const RULE: Rule = Rule {
    code: "B605",
    name: "punctuation-duplicate",
    title: "标点重复或多余的字",
    severity: Severity::Information,
    source: include_str!("punctuation_duplicate.rs"),
    basis: Basis::Words,
    checks: &[
        Check::Lines(|| Some(&REPETITIONS), repetitions),
        Check::Lines(|| Some(&AMOUNTS), stray_characters),
        Check::Inspection(missing_stops),
    ],
};

/// Words that are never meant twice in a row.
const DOUBLED: [(&str, &str); 9] = [
    ("的的", "的"),
    ("万元万元", "万元"),
    ("主要主要", "主要"),
    ("情况情况", "情况"),
    ("其中其中", "其中"),
    ("增加增加", "增加"),
    ("减少减少", "减少"),
    ("原因原因", "原因"),
    ("年年度", "年度"),
];

static REPETITIONS: LazyLock<Lexicon> = LazyLock::new(|| {
    let marks = STOPS
        .iter()
        .flat_map(|first| STOPS.iter().map(move |second| format!("{first}{second}")));
    let doubled = DOUBLED.iter().map(|(pattern, _)| (*pattern).to_owned());
    Lexicon::new(marks.chain(doubled))
});

static AMOUNTS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(UNITS));

fn repetitions(disclosure: &Disclosure, line: Span, found: &mut Vec<Finding>) {
    let words = disclosure.words(line);
    found.extend(doubled_marks(words, line.start));
    for (pattern, once) in DOUBLED {
        found.extend(places(words, line.start, pattern).map(|span| doubled(pattern, span, once)));
    }
}

fn doubled(printed: &str, span: Span, once: &str) -> Finding {
    RULE.finding(
        span,
        format!("“{printed}”重复，应为“{once}”"),
        format!("“{printed}” is doubled: “{once}” is meant"),
    )
    .mended(span, once)
}

/// Runs of two and more marks that end or divide a sentence.
fn doubled_marks(words: &str, start: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut from = 0;
    while let Some(at) = words.get(from..).and_then(|rest| rest.find(is_stop)) {
        let at = from + at;
        let rest = words.get(at..).unwrap_or_default();
        let length = rest.len() - rest.trim_start_matches(is_stop).len();
        from = at + length;
        let run = rest.get(..length).unwrap_or_default();
        if run.chars().count() > 1 && !run.starts_with(['：', ':']) {
            let span = Span::new(start + at, start + from);
            findings.push(doubled(run, span, &strongest(run)));
        }
    }
    findings
}

/// Marks that end or divide a sentence.
const STOPS: [char; 9] = ['。', '，', '、', '；', '：', ',', ';', '！', '？'];

fn is_stop(character: char) -> bool {
    STOPS.contains(&character)
}

/// The mark of a run that ends the sentence most; the first when all divide alike.
fn strongest(run: &str) -> String {
    let rank = |mark: &char| match mark {
        '。' | '！' | '？' => 0,
        '；' | ';' => 1,
        _ => 2,
    };
    run.chars()
        .min_by_key(rank)
        .map(String::from)
        .unwrap_or_default()
}

/// What a stray character follows.
const UNITS: [&str; 2] = ["万元", "%"];

/// 10.80万元住。: one character between an amount and the end of its clause.
fn stray_characters(disclosure: &Disclosure, line: Span, found: &mut Vec<Finding>) {
    let (words, start) = (disclosure.words(line), line.start);
    for unit in UNITS {
        for (at, _) in words.match_indices(unit) {
            let digit_before = words
                .get(..at)
                .and_then(|before| before.chars().next_back())
                .is_some_and(|before| before.is_ascii_digit());
            let stray_at = at + unit.len();
            let mut after = words.get(stray_at..).unwrap_or_default().chars();
            let (Some(stray), Some(stop)) = (after.next(), after.next()) else {
                continue;
            };
            let meant = !is_han(stray) || AFTER_AMOUNT.contains(stray) || !is_stop(stop);
            if digit_before && !meant {
                let span = Span::new(start + stray_at, start + stray_at + stray.len_utf8());
                let finding = RULE.finding(
                    span,
                    format!("金额后面的“{stray}”是多余的字"),
                    format!("“{stray}” after the amount is a stray character"),
                );
                found.push(finding.mended(span, ""));
            }
        }
    }
}

/// Characters that may stand alone between an amount and the end of its clause.
const AFTER_AMOUNT: &str = "整等内外中余多上下者的后前间时止含即或和";

/// Paragraphs that end with an amount where a heading, a list item or a table follows.
fn missing_stops(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for (index, line) in disclosure.prose.iter().enumerate() {
        let sentence = matches!(line.kind, ProseKind::Paragraph | ProseKind::ListItem);
        let continued = disclosure
            .prose
            .get(index + 1)
            .is_some_and(|next| next.kind == ProseKind::Paragraph);
        let words = disclosure.words(line.span);
        if !sentence || continued || !ends_with_amount(words) || amounts(words) < 2 {
            continue;
        }
        let Some((last, _)) = words.char_indices().next_back() else {
            continue;
        };
        let end = line.span.end;
        let finding = RULE.finding(
            Span::new(line.span.start + last, end),
            "段落以金额结束，缺少句号".to_owned(),
            "The paragraph ends with an amount: a full stop is missing".to_owned(),
        );
        found.push(finding.mended(Span::empty(end), "。"));
    }
}

fn ends_with_amount(words: &str) -> bool {
    let before = words
        .strip_suffix("万元")
        .or_else(|| words.strip_suffix(['元', '%', '％']));
    before.is_some_and(|before| before.ends_with(|last: char| fold(last).is_ascii_digit()))
}

fn amounts(words: &str) -> usize {
    words.matches('元').count() + words.matches(['%', '％']).count()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn doubled_marks_are_found() {
        let draft = "作了预算⟦。。⟧\n减少10.85万元⟦。；⟧本年支出，其中⟦,,⟧完成⟦的的⟧任务。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[1]).contains("10.85万元。本年支出"));
    }

    #[test]
    fn a_stray_character_after_an_amount_is_found() {
        let draft = "医疗0.46万元；住房公积金10.80万元⟦住⟧。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("10.80万元。"));
    }

    #[test]
    fn a_paragraph_without_a_full_stop_before_a_heading_is_found() {
        let draft = "一、支出情况\n\n教育支出10.00万元，占90%；其他支出1.00万元，占10⟦%⟧\n\n二、收入情况\n\n没有。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("占10%。\n"));
    }

    #[test]
    fn ellipses_quotes_and_page_breaks_are_right() {
        assert_silent(
            &RULE,
            "一、支出情况\n\n逐一列出……。“过紧日子”，共5万元整。上限3万元内。教育支出10.00万元；\n\n\
             占90%。卫生支出1.00万元，占10%\n\n健康支出3.00万元。\n",
        );
    }
}
