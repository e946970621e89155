//! Every text parses, in time proportional to its length.

use crate::parsing::{fault, parse};
use crate::texts::{any_text, cases, documents};
use proptest::prelude::*;
use std::time::{Duration, Instant};

#[track_caller]
fn assert_parses(text: &str) {
    if let Some(fault) = fault(&parse(text)) {
        panic!(
            "{fault} in {:?}",
            text.chars().take(300).collect::<String>()
        );
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn any_text_parses(text in any_text()) {
        prop_assert_eq!(fault(&parse(&text)), None);
    }

    #[test]
    fn any_unicode_parses(text in any::<String>()) {
        prop_assert_eq!(fault(&parse(&text)), None);
    }
}

#[test]
fn documents_parse() {
    for (name, text) in documents() {
        assert_eq!(fault(&parse(&text)), None, "{name}");
    }
}

/// A document cut anywhere is what an editor sees while it is typed.
#[test]
fn beginnings_of_documents_parse() {
    for (name, text) in documents() {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for end in ends.iter().step_by(1 + ends.len() / 60) {
            assert_eq!(fault(&parse(&text[..*end])), None, "{name} up to {end}");
        }
    }
}

#[test]
fn line_ends_do_not_matter() {
    for (name, text) in documents() {
        let text = text.replace("\r\n", "\n");
        let kinds = |text: &str| parse(text).root_node().to_sexp();
        assert_eq!(
            kinds(&text),
            kinds(&text.replace('\n', "\r\n")),
            "{name} with CR LF"
        );
        assert_eq!(
            kinds(&text),
            kinds(&text.replace('\n', "\r")),
            "{name} with CR"
        );
        assert_eq!(
            kinds(&text),
            kinds(text.trim_end_matches('\n')),
            "{name} without final line end"
        );
        assert_eq!(
            kinds(&text),
            kinds(&format!("\u{feff}{text}")),
            "{name} with a byte order mark"
        );
    }
}

#[test]
fn odd_texts_parse() {
    for text in [
        "",
        "\n",
        "\r",
        " ",
        "\t",
        "\0",
        "\0\n\0",
        "\u{feff}",
        "\u{2028}",
        "第",
        "（",
        "）（",
        "[bookmark:",
        "**",
        "**\n",
        "#",
        "# ",
        "- ",
        "|",
        "||",
        "\\|",
        "\t|",
        "# \t合计",
        "|\\|",
        "<b",
        "1.",
        "一、",
        "（一）",
        "①",
        "：",
        "目录",
        "目录\n",
        "目录\n.....3",
        "第一部分",
        "第一部分\n",
        "附件",
        "名词解释\n：",
        "名词解释\n一、",
        "名词解释\n1.\0：",
        "单位：万\n元",
        "单位：万\n",
        "部门：\t单位：元",
        "注：",
        "\t\t\t\n\t\t\n\t",
    ] {
        assert_parses(text);
    }
}

#[test]
fn a_table_of_only_tabs_parses() {
    assert_parses(&"\t\t\t\t\n".repeat(1000));
    assert_parses(&"\t\n".repeat(1000));
    assert_parses(&"\t".repeat(100_000));
}

/// Doubling the text must not do much more than double the time. Each shape is
/// a way in which looking ahead could become quadratic.
#[test]
fn time_is_linear() {
    type Shape = (&'static str, fn(usize) -> String);
    let shapes: &[Shape] = &[
        ("one line of words", |n| "财政拨款收入".repeat(n)),
        ("one line of brackets", |n| "（".repeat(n)),
        ("one line of amounts", |n| "1.5万元，".repeat(n)),
        ("one row", |n| "\t合计".repeat(n)),
        ("one pipe row", |n| "|1".repeat(n)),
        ("names in brackets", |n| "公用（室）经费".repeat(n)),
        ("unclosed bookmarks", |n| "[bookmark:".repeat(n)),
        ("unclosed tags", |n| "<bbbbbbbb".repeat(n)),
        ("digits", |n| "1".repeat(n)),
        ("blanks", |n| " ".repeat(n)),
        ("blank lines", |n| "\n".repeat(n)),
        ("blank lines in a table", |n| {
            format!("a\tb\n{}a\tb\n", "\n".repeat(n))
        }),
        ("blank lines behind short lines", |n| {
            format!("甲\n乙\n丙{}丁\n", "\n".repeat(n))
        }),
        ("short lines", |n| "某单位\n".repeat(n)),
        ("empty cells", |n| "\t\t\t\t\n".repeat(n)),
        ("cells of a list", |n| "\t合计\n".repeat(n)),
        ("table of contents", |n| {
            format!("目录\n{}", "一、概况.....3\n".repeat(n))
        }),
        ("dots in a table of contents", |n| {
            format!("目录\n{}", "..概..况....x\n".repeat(n))
        }),
        ("titles", |n| "2024年收支预算表\n".repeat(n)),
        ("glossary", |n| {
            format!("名词解释\n{}", "基本支出：指支出。\n".repeat(n))
        }),
    ];
    for (name, shape) in shapes {
        let time = |size: usize| {
            let text = shape(size);
            let start = Instant::now();
            assert_parses(&text);
            start.elapsed()
        };
        let small = time(20_000).max(Duration::from_millis(2));
        let large = time(160_000);
        assert!(
            large < small * 40,
            "{name}: {small:?} for one part, {large:?} for eight"
        );
    }
}

#[test]
fn five_megabytes_on_one_line_parse() {
    let sentence =
        "本年收入合计1,042.10万元，占100.00%；一般公共服务支出（类）商贸事务（款）2024年增加3人。";
    assert_parses(&sentence.repeat(5_000_000 / sentence.len()));
    assert_parses(&"合计\t1,042.10\t".repeat(5_000_000 / 16));
}
