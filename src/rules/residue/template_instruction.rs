//! 模板的填写说明留在了正文里。
//!
//! ## 检查什么
//! 写给填表人看的话（逐一解释、如持平、不涉及的不列、仍保留该表格式、请根据实际填写），
//! 以及程序填入的“主要是0等”“原因是0”“主要用于0等”。
//!
//! ## 为什么
//! 这些话不是公开的内容；“原因是0”说明没有写原因。
//!
//! ## 例
//! 错：上级补助收入0万元，主要是0等收入。
//!
//! 对：上级补助收入0万元。
//!
//! ## 如何修改
//! 删去说明；把“0”换成实际内容，没有内容的删去整句。
//!
//! ## 不报的情形
//! “主要是0.5万元……”等真正的金额。同一行的各处合并为一条。
//!
//! ## In English
//! An instruction of the template, or a zero filled in where words belong (主要是0等), was left in
//! the text.

use std::sync::LazyLock;

use crate::audit::{Finding, Severity};
use crate::document::Disclosure;
use crate::rules::inspection::places;
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B603.
pub const RULE: Rule = Rule {
    code: "B603",
    name: "template-instruction",
    title: "残留的填写说明",
    severity: Severity::Warning,
    source: include_str!("template_instruction.rs"),
    basis: Basis::Words,
    checks: &[Check::Lines(|| Some(&LEXICON), check)],
};

/// Words that speak to whoever fills in the template.
const INSTRUCTIONS: [&str; 20] = [
    "逐一解释",
    "如持平",
    "如无变化",
    "不涉及的不列",
    "不涉及的可不列",
    "如不涉及",
    "仍保留该表格式",
    "作下述说明",
    "作如下说明：",
    "根据实际情况填写",
    "据实填写",
    "据实填列",
    "按实际情况填写",
    "按实际填写",
    "可根据实际",
    "可自行增减",
    "此行可删除",
    "删除此",
    "参照以下格式",
    "（示例）",
];

/// Words after which a reason or a purpose belongs, not a zero.
const BEFORE_ZERO: [&str; 9] = [
    "主要是",
    "主要用于",
    "主要为",
    "原因是",
    "原因为",
    "主要为参加",
    "主要包括",
    "用于",
    "原因：",
];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let instructions = INSTRUCTIONS.iter().map(|words| (*words).to_owned());
    Lexicon::new(instructions.chain(BEFORE_ZERO.iter().map(|words| format!("{words}0"))))
});

fn check(disclosure: &Disclosure, line: Span, found: &mut Vec<Finding>) {
    let (words, start) = (disclosure.words(line), line.start);
    let instructions = INSTRUCTIONS
        .iter()
        .flat_map(|pattern| places(words, 0, pattern))
        .map(|span| (span, false));
    let zeros = zeros(words).into_iter().map(|span| (span, true));
    let mut all: Vec<(Span, bool)> = instructions.chain(zeros).collect();
    all.sort();
    let mut all = all.into_iter();
    let Some((span, zero)) = all.next() else {
        return;
    };
    let printed = span.get(words).unwrap_or_default();
    let mut finding = finding(printed, span.offset_by(start), zero);
    for (span, _) in all {
        finding = finding.beside(span.offset_by(start), "同一行", "in the same line");
    }
    found.push(finding);
}

fn finding(words: &str, span: Span, zero: bool) -> Finding {
    if zero {
        return RULE.finding(
            span,
            format!("“{words}”：应写文字的地方填了0，应写明内容或删去"),
            format!("“{words}”: a zero where words belong; say what is meant or remove it"),
        );
    }
    RULE.finding(
        span,
        format!("“{words}”是写给填表人的说明，不应公开"),
        format!("“{words}” is an instruction of the template and should not be published"),
    )
}

/// 主要是0等, 原因是0: a zero that is neither part of a number nor followed by a unit.
fn zeros(words: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for pattern in BEFORE_ZERO {
        for (at, _) in words.match_indices(pattern) {
            let zero = at + pattern.len();
            let Some(after) = words.get(zero..).and_then(|rest| rest.strip_prefix('0')) else {
                continue;
            };
            let length = match after.chars().next() {
                Some('等') => "等".len(),
                Some('团') => "团".len(),
                None | Some('。' | '，' | '；' | ',' | ';' | '、' | '）') => 0,
                _ => continue,
            };
            let span = Span::new(at, zero + 1 + length);
            match spans.iter_mut().find(|other| other.end == span.end) {
                Some(other) => other.start = other.start.min(span.start),
                None => spans.push(span),
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn instructions_and_zeros_are_found() {
        let found = assert_reports(
            &RULE,
            "事业收入0万元，⟦主要是0等⟧收入。\n\
             小于预算数的⟦原因是0⟧。团组0个，主要为参加0团等，主要用于0等。\n",
        );
        assert_eq!(found[1].related.len(), 2);
        assert_reports(&RULE, "（部门决算涉及的全部项级科目，⟦逐一解释⟧）……\n");
    }

    #[test]
    fn amounts_are_no_instructions() {
        assert_silent(
            &RULE,
            "主要是0.5万元设备购置费，主要用于08号楼，原因是0个项目结转，主要用于培训。\n",
        );
    }
}
