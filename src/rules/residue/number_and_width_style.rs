//! 数字和标点的写法不一致。
//!
//! ## 检查什么
//! 正文中三位以上小数的万元金额；同一张表里有的千位分隔、有的不分隔；中文中的半角逗号、
//! 分号、冒号（每段提示一次）；同一列序号的括号有全角有半角。
//!
//! ## 为什么
//! 万元金额的惯例是两位小数；写法混杂多半是从不同文件拼接来的。
//!
//! ## 例
//! 错：财政拨款支出减少294.561万元。
//!
//! 对：财政拨款支出减少294.56万元。
//!
//! ## 如何修改
//! 统一写法。半角标点可一键改为全角；小数位数请按数据来源改。
//!
//! ## 不报的情形
//! 编码、日期、外文；以元为单位的金额；表格内的标点。
//!
//! ## In English
//! Amounts in 万元 with three or more decimals, mixed thousands separators in one table, half-width
//! punctuation in Chinese text, mixed brackets in one numbered list.

use crate::audit::{Finding, Severity};
use crate::document::normalise::is_han;
use crate::document::{
    CellContent, Disclosure, OrdinalForm, ProseKind, RowKind, Table, Unit, number, ordinal_of,
};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B606.
pub const RULE: Rule = Rule {
    code: "B606",
    name: "number-and-width-style",
    title: "数字与全半角写法",
    severity: Severity::Information,
    source: include_str!("number_and_width_style.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// The decimals of an amount in 万元.
const USUAL_DECIMALS: u32 = 2;

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let mut list = BracketStyle::default();
    for line in &disclosure.prose {
        if line.kind == ProseKind::Barrier {
            continue;
        }
        let words = disclosure.words(line.span);
        found.extend(many_decimals(words, line.span.start));
        // One hint a paragraph: the bracket of its number before its punctuation.
        let hint = list
            .next(words, line.span.start)
            .or_else(|| half_width(words, line.span.start));
        found.extend(hint);
    }
    for table in &disclosure.tables {
        found.extend(mixed_separators(disclosure, table));
    }
}

fn many_decimals(words: &str, start: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut from = 0;
    while let Some(printed) = number::next_number(words, from) {
        from = printed.end;
        let usual = printed.decimals <= USUAL_DECIMALS;
        if usual || printed.unit != Some(Unit::TenThousandYuan) {
            continue;
        }
        let span = Span::new(start + printed.start, start + printed.end);
        let digits = words.get(printed.start..printed.end).unwrap_or_default();
        findings.push(RULE.finding(
            span,
            format!(
                "{digits}万元有{}位小数，万元金额一般保留两位",
                printed.decimals
            ),
            format!(
                "{digits}万元 has {} decimals; two are usual",
                printed.decimals
            ),
        ));
    }
    findings
}

/// One hint a paragraph, with the paragraph's marks in full width as the fix.
fn half_width(words: &str, start: usize) -> Option<Finding> {
    let marks: Vec<(usize, char)> = words
        .char_indices()
        .filter(|(_, character)| full_width(*character).is_some())
        .filter(|(at, _)| between_chinese(words, *at))
        .collect();
    let (first, mark) = marks.first()?;
    let (last, _) = marks.last()?;
    let mut corrected = String::new();
    for (at, character) in words.char_indices() {
        if at < *first || at > *last {
            continue;
        }
        let replaced = marks.iter().any(|(mark, _)| *mark == at);
        let full = full_width(character).filter(|_| replaced);
        corrected.push(full.unwrap_or(character));
    }
    let finding = RULE.finding(
        Span::new(start + first, start + first + mark.len_utf8()),
        format!("中文段落中有{}处半角标点", marks.len()),
        format!(
            "{} half-width punctuation marks in Chinese text",
            marks.len()
        ),
    );
    let whole = Span::new(start + first, start + last + mark.len_utf8());
    let finding = finding.at(Severity::Hint).mended(whole, corrected);
    let count = marks.len();
    Some(finding.titled(
        format!("本段半角标点改为全角（{count} 处）"),
        format!("Use full-width punctuation in this paragraph ({count} places)"),
    ))
}

fn full_width(character: char) -> Option<char> {
    match character {
        ',' => Some('，'),
        ';' => Some('；'),
        ':' => Some('：'),
        _ => None,
    }
}

/// Chinese text on one side, and no Latin text on the other.
fn between_chinese(words: &str, at: usize) -> bool {
    let before = words
        .get(..at)
        .and_then(|before| before.chars().next_back());
    let after = words.get(at + 1..).and_then(|after| after.chars().next());
    let chinese = |side: Option<char>| {
        side.is_some_and(|side| is_han(side) || "“”（）《》。%".contains(side))
    };
    let latin = |side: Option<char>| {
        side.is_some_and(|side| {
            side.is_ascii_alphanumeric() && !side.is_ascii_digit() || side == '/'
        })
    };
    (chinese(before) || chinese(after)) && !latin(before) && !latin(after)
}

/// The brackets of the numbered list that is being read.
#[derive(Default)]
struct BracketStyle {
    half_width: Option<bool>,
    reported: bool,
}

impl BracketStyle {
    /// Reads a line; a finding for the first item of a list whose brackets differ.
    fn next(&mut self, words: &str, start: usize) -> Option<Finding> {
        let ordinal = ordinal_of(words)?;
        let form = ordinal.form;
        if form != OrdinalForm::BracketedChinese {
            if matches!(form, OrdinalForm::Part | OrdinalForm::Chinese) {
                *self = Self::default();
            }
            return None;
        }
        if ordinal.value == 1 {
            *self = Self::default();
        }
        let usual = *self.half_width.get_or_insert(ordinal.half_width);
        if usual == ordinal.half_width || self.reported {
            return None;
        }
        self.reported = true;
        let span = Span::new(start + ordinal.start, start + ordinal.end);
        let printed = words.get(ordinal.start..ordinal.end)?;
        let finding = RULE.finding(
            span,
            format!("“{printed}”的括号与前面的序号全半角不一致"),
            format!("The brackets of “{printed}” differ in width from those of the items before"),
        );
        let corrected: String = printed
            .chars()
            .map(|character| match (character, usual) {
                ('(', false) => '（',
                (')', false) => '）',
                ('（', true) => '(',
                ('）', true) => ')',
                _ => character,
            })
            .collect();
        Some(finding.at(Severity::Hint).mended(span, corrected))
    }
}

/// Thousands are separated in some cells of a table and not in others.
fn mixed_separators(disclosure: &Disclosure, table: &Table) -> Option<Finding> {
    let mut grouped = Vec::new();
    let mut plain = Vec::new();
    let body = table.rows.iter().filter(|row| row.kind == RowKind::Body);
    for cell in body.flat_map(|row| &row.cells) {
        let CellContent::Figure(id) = cell.content else {
            continue;
        };
        let Some(figure) = disclosure.figure(id).filter(|figure| !figure.narrative) else {
            continue;
        };
        let digits = disclosure.words(figure.span);
        let whole = digits.split('.').next().unwrap_or_default();
        if digits.contains([',', '，']) {
            grouped.push(figure.span);
        } else if whole.trim_start_matches('-').len() > 3 && figure.decimals > 0 {
            plain.push(figure.span);
        }
    }
    let (odd, usual) = if grouped.len() < plain.len() {
        (grouped.first()?, plain.first()?)
    } else {
        (plain.first()?, grouped.first()?)
    };
    let printed = disclosure.words(*odd);
    let finding = RULE.finding(
        *odd,
        format!("{printed}的千位分隔与本表其他金额不一致"),
        format!("{printed} is grouped unlike the other amounts of this table"),
    );
    Some(finding.beside(
        *usual,
        "本表其他金额的写法",
        "how other amounts are written",
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn three_decimals_are_found_in_ten_thousand_yuan_only() {
        assert_reports(&RULE, "减少⟦294.561⟧万元，价值512838.855元，增长3.125%。\n");
    }

    #[test]
    fn half_width_marks_are_one_hint_a_paragraph() {
        let draft = "支出359.95万元⟦,⟧比上年减少10.85万元,下降2.93%;合计1,042.10万元。\n";
        let found = assert_reports(&RULE, draft);
        assert_eq!(found[0].severity, Severity::Hint);
        assert!(
            mended(draft, &found[0])
                .contains("359.95万元，比上年减少10.85万元，下降2.93%；合计1,042.10万元")
        );
    }

    #[test]
    fn brackets_of_one_list_are_alike() {
        assert_reports(
            &RULE,
            "（一）办公室。\n（二）投资科。\n⟦(三)⟧促进科。\n(四)合作科。\n",
        );
    }

    #[test]
    fn separators_of_one_table_are_alike() {
        assert_reports(
            &RULE,
            "2024年预算支出总表\n\n单位：万元\n\n科目编码→科目名称→合计→基本支出→项目支出\n\
             合计→→3,000.00→1,500.00→1,500.00\n201→一般公共服务支出→3,000.00→1,500.00→⟦1500.00⟧\n",
        );
    }

    #[test]
    fn codes_latin_text_and_ratios_are_no_matter_of_width() {
        assert_silent(
            &RULE,
            "网址http://a.b，使用OA,PPT；比例1:2，数量1,042.10。\n（一）甲。\n（二）乙。\n",
        );
    }
}
