//! A draft that wants to act in the editor that shows it: links that run commands, HTML.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "what panics here has failed"
)]

use yusuan::audit::{Draft, Locale};
use yusuan::ide;
use yusuan::text::Span;

/// What the words of the draft want to be.
const HOSTILE: [&str; 5] = [
    "[点此](command:workbench.action.terminal.new)",
    "<script>alert(1)</script>",
    "![图](http://example.com/x.png)",
    "<img src=x onerror=a()>",
    "<command:run>",
];

/// A draft with these words wherever a hover may quote them.
fn draft(words: &str) -> String {
    format!(
        "云溪市投资促进中心2025年度单位预算公开\n\n第二部分 2025年单位预算表{words}\n\n\
         2025年预算支出总表\n\n单位：万元\n\n\
         科目编码\t科目名称{words}\t合计{words}\t基本支出\t项目支出\n\
         合计{words}\t\t130.00\t70.00\t50.00\n\
         207\t文化旅游体育与传媒支出{words}\t120.00\t70.00\t50.00\n\
         20701\t文化和旅游{words}\t120.00\t70.00\t50.00\n\n\
         2025年支出合计130.00万元，其中：{words}基本支出70.00万元，项目支出50.00万元。\n\n\
         第三部分 名词解释\n\n一、基本支出：指{words}为保障机构运转而发生的支出。\n\n\
         二、项目支出{words}：指支出。\n"
    )
}

/// Nothing of the words may act: no link and no picture with their target, no tag.
fn assert_harmless(markdown: &str) {
    // A `]` of the document is escaped, so that no link can follow it.
    let unescaped_link = markdown
        .match_indices("](")
        .filter(|(at, _)| !markdown[..*at].ends_with('\\'))
        .count();
    assert_eq!(unescaped_link, 0, "{markdown}");
    for tag in ["<script", "<img", "<command:"] {
        assert!(!markdown.contains(tag), "{markdown}");
    }
}

#[test]
fn nothing_that_a_hover_quotes_acts() {
    let mut quoted = 0;
    for words in HOSTILE {
        let draft = Draft::open(&draft(words));
        for offset in 0..draft.text.len() {
            for locale in [Locale::Chinese, Locale::English] {
                let Some(hover) = ide::hover(&draft, offset, locale) else {
                    continue;
                };
                let markdown = hover.with_links(|_| None);
                assert_harmless(&markdown);
                let escaped = ["\\[点此", "&lt;script", "!\\[图", "&lt;img", "&lt;command"];
                quoted += usize::from(escaped.iter().any(|it| markdown.contains(it)));
            }
        }
    }
    assert!(quoted > 0, "no hover quotes the words");
}

#[test]
fn nothing_that_a_completion_documents_acts() {
    for words in HOSTILE {
        let source = draft(words) + "\n基本";
        let draft = Draft::open(&source);
        for item in ide::completion(&draft, source.len(), Locale::Chinese).items {
            if let Some(documented) = &item.documentation {
                let text = ide::completion_documentation(
                    &draft,
                    source.len(),
                    documented,
                    Locale::Chinese,
                );
                assert_harmless(&text.unwrap_or_default());
            }
        }
    }
}

#[test]
fn hints_have_no_control_characters() {
    let source = draft("\u{1b}]0;标题\u{7}");
    let draft = Draft::open(&source);
    let whole = Span::new(0, source.len());
    for hint in ide::inlay_hints(&draft, whole, Locale::Chinese) {
        assert!(!hint.label.contains(char::is_control), "{hint:?}");
    }
}
