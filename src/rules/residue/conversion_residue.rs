//! 文件转换时留下的标记。
//!
//! ## 检查什么
//! `[bookmark: …]`、`PAGEREF`、`HYPERLINK` 等域代码，`<b>`、`<p>`、`&nbsp;` 等网页标记，换页符。
//!
//! ## 为什么
//! 读者会看到这些标记，复制和检索也会出错。
//!
//! ## 例
//! 错：`[bookmark: _GoBack]`2024年机关运行经费……
//!
//! 对：2024年机关运行经费……
//!
//! ## 如何修改
//! 删去标记（可一键修复）。
//!
//! ## 不报的情形
//! Markdown 的标题、粗体、表格和注释。同一行的各处合并为一条。
//!
//! ## In English
//! Markup that a conversion left in the text: bookmarks, field codes, HTML tags, form feeds.

use crate::audit::{Finding, Severity};
use crate::document::Disclosure;
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B604.
pub const RULE: Rule = Rule {
    code: "B604",
    name: "conversion-residue",
    title: "转换残留的标记",
    severity: Severity::Information,
    source: include_str!("conversion_residue.rs"),
    basis: Basis::Words,
    checks: &[Check::Lines(|| None, check)],
};

/// HTML elements that conversions leave behind.
const ELEMENTS: [&str; 20] = [
    "b", "i", "u", "p", "br", "span", "div", "font", "strong", "em", "sup", "sub", "a", "table",
    "tr", "td", "th", "tbody", "o:p", "img",
];

/// Entities that conversions leave behind.
const ENTITIES: [&str; 6] = ["&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#160;"];

fn check(disclosure: &Disclosure, line: Span, found: &mut Vec<Finding>) {
    found.extend(finding(disclosure.words(line), line.start));
}

fn finding(words: &str, start: usize) -> Option<Finding> {
    let spans = residue(words);
    let first = spans.first()?;
    let last = spans.last()?;
    let mark = shortened(first.get(words)?);
    let mut cleaned = String::new();
    let mut kept = first.start;
    for span in &spans {
        cleaned.push_str(words.get(kept..span.start).unwrap_or_default());
        kept = span.end;
    }
    let title = match spans.len() {
        1 => (format!("删去“{mark}”"), format!("Remove “{mark}”")),
        count => (
            format!("删去本行 {count} 处转换标记"),
            format!("Remove {count} marks of the conversion from this line"),
        ),
    };
    let finding = RULE.finding(
        first.offset_by(start),
        format!("“{mark}”是文件转换留下的标记，应删去"),
        format!("“{mark}” was left by a conversion: remove it"),
    );
    let finding = finding
        .mended(first.cover(*last).offset_by(start), cleaned)
        .titled(title.0, title.1);
    Some(spans.iter().skip(1).fold(finding, |finding, span| {
        finding.beside(span.offset_by(start), "同一行", "in the same line")
    }))
}

/// The residue of a line, in order and apart from each other.
fn residue(words: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(rest) = words.get(from..)
        && let Some(ahead) = rest.bytes().position(|byte| FIRST.contains(&byte))
    {
        from += ahead;
        let length = rest.get(ahead..).and_then(residue_length);
        if let Some(length) = length {
            spans.push(Span::new(from, from + length));
        }
        from += length.unwrap_or(1);
    }
    spans
}

/// What residue begins with: each a character of one byte.
const FIRST: &[u8] = b"\x0c[<&PHT";

fn residue_length(rest: &str) -> Option<usize> {
    match rest.chars().next()? {
        '\u{c}' => Some(1),
        '[' => {
            let closing = rest.find(']')?;
            let field = ["[bookmark:", "[image:", "[footnote:"]
                .iter()
                .any(|opening| rest.starts_with(opening));
            field.then_some(closing + 1)
        }
        '<' => {
            let closing = rest.find('>')?;
            let inner = rest.get(1..closing)?.trim_start_matches('/');
            let name: String = inner
                .chars()
                .take_while(|next| next.is_ascii_alphanumeric() || *next == ':')
                .collect();
            let after = inner.get(name.len()..)?.chars().next();
            let ends = matches!(after, None | Some(' ' | '/'));
            (ends && ELEMENTS.contains(&name.to_ascii_lowercase().as_str())).then_some(closing + 1)
        }
        '&' => ENTITIES
            .iter()
            .find(|entity| rest.starts_with(**entity))
            .map(|entity| entity.len()),
        'P' | 'H' | 'T' => field_code(rest),
        _ => None,
    }
}

/// `PAGEREF _Toc123 \h`, `HYPERLINK \l "_Toc123"`, `TOC \o "1-3"`.
fn field_code(rest: &str) -> Option<usize> {
    let code = [
        "PAGEREF _",
        "PAGEREF \\",
        "HYPERLINK \\",
        "HYPERLINK \"",
        "TOC \\",
    ]
    .iter()
    .find(|code| rest.starts_with(**code))?;
    let after = rest.get(code.len()..)?;
    let argument: usize = after
        .chars()
        .take_while(|next| next.is_ascii() && *next != '\t' && *next != '\n')
        .map(char::len_utf8)
        .sum();
    Some(code.len() + argument)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn marks_of_a_conversion_are_found_and_removed() {
        let draft = "⟦[bookmark: _GoBack]⟧2024年机关运行经费。\n\
                     目标：⟦<p>⟧举办<b>三场</b>活动。</p>\n\
                     第一部分⟦PAGEREF _Toc12 \\h ⟧三\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).starts_with("2024年机关"));
        assert!(mended(draft, &found[1]).contains("目标：举办三场活动。\n"));
    }

    #[test]
    fn markdown_and_comparisons_are_none() {
        assert_silent(
            &RULE,
            "# 标题\n\n**粗体** [链接](a) | 表 |\n\n满意度<90%，人数>5，预算<执行。\n<!-- 注释 -->\n",
        );
    }
}
