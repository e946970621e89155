//! 模板中的占位文字没有换成实际内容。
//!
//! ## 检查什么
//! “某部门”“某单位”、XX、××、○○、下划线空格、花括号中的字段名和“待填”之类的占位文字。
//!
//! ## 为什么
//! 占位文字说明这一句是从模板抄来的，没有填写本部门的内容。
//!
//! ## 例
//! 错：纳入某部门2024年部门决算编制范围的预算单位包括……
//!
//! 对：纳入云溪市档案馆2024年部门决算编制范围的预算单位包括……
//!
//! ## 如何修改
//! 换成本部门的名称或数字。已知本部门名称时，“某部门”可以一键替换。
//!
//! ## 不报的情形
//! 500强；二〇二四年中的〇；Markdown 的分隔线；外文词中的字母。表单中的方框只作提示。
//!
//! ## In English
//! A placeholder of the template (某部门, XX, ××, ____, {…}) was never filled in.

use std::sync::LazyLock;

use crate::audit::{Finding, Severity};
use crate::document::Disclosure;
use crate::rules::inspection::places;
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B601.
pub const RULE: Rule = Rule {
    code: "B601",
    name: "placeholder",
    title: "未填写的占位文字",
    severity: Severity::Warning,
    source: include_str!("placeholder.rs"),
    basis: Basis::Words,
    checks: &[Check::Lines(|| Some(&LEXICON), check)],
};

/// Words that stand for a name or a text to come.
const WORDS: [&str; 7] = [
    "某部门",
    "某单位",
    "待填",
    "待补充",
    "此处填写",
    "请填写",
    "（单位名称）",
];

/// Signs that are written twice or more where something is to be filled in.
const SIGNS: [char; 8] = ['X', 'x', 'Ｘ', '×', '○', '◯', '＿', '＊'];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let words = WORDS.iter().map(|word| (*word).to_owned());
    let runs = SIGNS.iter().map(|sign| format!("{sign}{sign}"));
    let fields = ["___", "{", "｛", "□"].map(str::to_owned);
    Lexicon::new(words.chain(runs).chain(fields))
});

fn check(disclosure: &Disclosure, line: Span, found: &mut Vec<Finding>) {
    let words = disclosure.words(line);
    let mut spans: Vec<Span> = WORDS
        .iter()
        .flat_map(|word| places(words, line.start, word))
        .collect();
    spans.extend(runs_of_signs(words, line.start));
    spans.extend(blanks_to_fill(words, line.start));
    spans.extend(fields(words, line.start));
    spans.sort();
    let mut reported = 0;
    for span in spans {
        if span.start >= reported {
            found.push(finding(disclosure, span));
            reported = span.end;
        }
    }
    found.extend(box_to_tick(words, line.start));
}

fn finding(disclosure: &Disclosure, span: Span) -> Finding {
    let words = disclosure.words(span);
    let finding = RULE.finding(
        span,
        format!("“{words}”是模板的占位文字，应换成实际内容"),
        format!("“{words}” is a placeholder of the template: fill in what is meant"),
    );
    match &disclosure.organisation {
        Some(organisation) if matches!(words, "某部门" | "某单位") => {
            finding.mended(span, organisation.name.clone())
        }
        _ => finding,
    }
}

/// XX, ×××, ○○: two or more of one sign that touch no Latin letter or digit of a word.
fn runs_of_signs(words: &str, start: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut characters = words.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, character)) = characters.next() {
        if !SIGNS.contains(&character) {
            before = character;
            continue;
        }
        let mut end = at + character.len_utf8();
        let mut count = 1;
        while let Some((next, _)) = characters.next_if(|(_, next)| *next == character) {
            end = next + character.len_utf8();
            count += 1;
        }
        let after = words.get(end..).and_then(|rest| rest.chars().next());
        let latin = |neighbour: char| neighbour.is_ascii_alphanumeric();
        let of_a_year = |neighbour: char| "一二三四五六七八九年".contains(neighbour);
        let part_of_a_word = latin(before) || after.is_some_and(latin);
        let numeral = character == '○' && (of_a_year(before) || after.is_some_and(of_a_year));
        if count >= 2 && !part_of_a_word && !numeral {
            spans.push(Span::new(start + at, start + end));
        }
        before = character;
    }
    spans
}

/// ____ between words; a line of nothing else is a rule.
fn blanks_to_fill(words: &str, start: usize) -> Vec<Span> {
    if words.trim_matches(['_', ' ', '*', '-']).is_empty() {
        return Vec::new();
    }
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(at) = words.get(from..).and_then(|rest| rest.find("___")) {
        let at = from + at;
        let rest = words.get(at..).unwrap_or_default();
        let length = rest.len() - rest.trim_start_matches('_').len();
        spans.push(Span::new(start + at, start + at + length));
        from = at + length;
    }
    spans
}

/// {单位名称}, ${year}, {{…}}: the fields of a form letter.
fn fields(words: &str, start: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(opening) = words.get(from..).and_then(|rest| rest.find(['{', '｛'])) {
        let opening = from + opening;
        let rest = words.get(opening..).unwrap_or_default();
        let Some(closing) = rest.find(['}', '｝']) else {
            break;
        };
        let closed = rest.get(closing..).unwrap_or_default();
        let length = closing + closed.len() - closed.trim_start_matches(['}', '｝']).len();
        if closing <= LONGEST_FIELD {
            spans.push(Span::new(start + opening, start + opening + length));
        }
        from = opening + length;
    }
    spans
}

/// The bytes of the longest field name.
const LONGEST_FIELD: usize = 60;

/// □ in a sentence: a form that was not filled in.
fn box_to_tick(words: &str, start: usize) -> Option<Finding> {
    let at = words
        .find('□')
        .filter(|_| !words.contains(['■', '☑', '√']))?;
    let span = Span::new(start + at, start + at + '□'.len_utf8());
    let finding = RULE.finding(
        span,
        "这一行的方框都没有勾选".to_owned(),
        "None of the boxes of this line is ticked".to_owned(),
    );
    Some(finding.at(Severity::Hint))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn placeholders_are_found() {
        let draft = "云溪市档案馆2024年部门决算\n\n纳入⟦某部门⟧2024年编制范围的单位。\n\
                     购置设备⟦XXX⟧万元，接待⟦××⟧批次，名称⟦{单位全称}⟧，金额⟦____⟧元。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("纳入云溪市档案馆2024年"));
    }

    #[test]
    fn words_that_look_alike_are_none() {
        assert_silent(
            &RULE,
            "世界500强企业，某些工作，二○○九年，3×4米，尺码XXL。\n\n____\n",
        );
    }

    #[test]
    fn an_empty_box_is_a_hint() {
        let found = assert_reports(&RULE, "是否涉密：⟦□⟧是□否\n是否公开：■是□否\n");
        assert_eq!(found[0].severity, Severity::Hint);
    }
}
