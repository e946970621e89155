//! Documents made odd.

use crate::corpus::boundary;
use crate::{Corpus, Random};

/// What is inserted: what means something to the grammar, the tables, and the rules.
const WORDS: [&str; 64] = [
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "|",
    "| --- | ---: |\n",
    "||||||\n",
    "\\|",
    "（",
    "）",
    "(",
    ")",
    "“",
    "”",
    "《",
    "》",
    "一、",
    "（一）",
    "1.",
    "1. ",
    "（1）",
    "①",
    "十万一、",
    "第一部分 概况\n",
    "第二部分 2025年部门预算表\n",
    "目 录\n",
    "附件1\n",
    "单位：万元\n",
    "单位：元\n",
    "金额单位：亿元\n",
    "名词解释\n",
    "基本支出：指支出。\n",
    "合计",
    "总计\t1.00\n",
    "小计",
    "其中：",
    "其中：基本支出",
    "科目编码\t科目名称\t合计\n",
    "2010301\t行政运行\t1.00\n",
    "301\t工资福利支出",
    "30201",
    "2025年",
    "2024年度部门决算",
    "比上年增加",
    "减少3.2%",
    "增长100%",
    "持平",
    "，占",
    "万元",
    "万元。",
    "亿元",
    "、",
    "0",
    "-0.00",
    "－1.5",
    "1,234.56",
    "1，234．56",
    "99999999999999.99",
    "999999999999999999999999999999",
    "0.0000000000000000000000000001",
    "注：本表无数据，故为空表。\n",
    "# ",
    "```\n",
];

/// A document, or a passage of one, after a few mutations.
pub fn document(random: &mut Random, corpus: &Corpus) -> String {
    let most = random.one_of(&[&600, &3_000, &12_000]);
    let mut text = match random.below(6) {
        0 => String::new(),
        1 => corpus.document(random).to_owned(),
        _ => corpus.passage(random, *most).to_owned(),
    };
    for _ in 0..random.small(16) {
        mutate(&mut text, random, corpus);
    }
    text
}

/// A table of any form, with cells of any form.
pub fn table(random: &mut Random, corpus: &Corpus) -> String {
    let mut text = String::from("2025年预算支出总表\n\n单位：万元\n\n");
    let columns = 1 + random.small(12);
    let separator = random.one_of(&["\t", "\t", " | ", "|", "  "]);
    let heads = [
        "科目编码",
        "科目名称",
        "合计",
        "小计",
        "基本支出",
        "项目支出",
        "项目",
        "金额",
        "",
        "类",
        "款",
        "项",
    ];
    for row in 0..random.small(24) {
        if separator.contains('|') && row == 1 && !random.once_in(4) {
            text.push_str(&"| --- ".repeat(columns));
            text.push('\n');
        }
        let columns = columns + usize::from(random.once_in(9)) * random.small(4);
        for column in 0..columns {
            if column > 0 || separator.contains('|') {
                text.push_str(separator);
            }
            match row {
                0 | 1 if random.once_in(1 + row) => text.push_str(random.one_of(&heads)),
                _ => text.push_str(&cell(random, corpus)),
            }
        }
        text.push_str(random.one_of(&["\n", "\n", "\n", "\r\n", "|\n", "\t\n"]));
    }
    for _ in 0..random.small(4) {
        mutate(&mut text, random, corpus);
    }
    text
}

fn cell(random: &mut Random, corpus: &Corpus) -> String {
    match random.below(8) {
        0 => String::new(),
        1 | 2 => number(random),
        3 => format!("{}.{:02}", random.small(100_000), random.below(100)),
        4 => random
            .one_of(&[
                "201", "20103", "2010301", "301", "30101", "50101", "合计", "—", "-",
            ])
            .to_owned(),
        5 => random.one_of(&WORDS).trim_end().to_owned(),
        6 => corpus.passage(random, 40).replace(['\n', '\t'], ""),
        _ => random.character().to_string(),
    }
}

/// Signs, digits, separators, units, in an order that may make no number.
fn number(random: &mut Random) -> String {
    let pieces = [
        "-",
        "－",
        "+",
        "1",
        "23",
        "456",
        "０",
        "７",
        ",",
        "，",
        ".",
        "．",
        "。",
        "00",
        "%",
        "％",
        "万元",
        "亿",
        "元",
        " ",
        "\u{3000}",
        "e9",
        "一",
        "百",
        "(",
        ")",
        "9999999999",
    ];
    (0..1 + random.small(10))
        .map(|_| random.one_of(&pieces))
        .collect()
}

/// Changes a text somewhere.
pub fn mutate(text: &mut String, random: &mut Random, corpus: &Corpus) {
    let (start, end) = range(text, random);
    match random.below(10) {
        0 => text.replace_range(start..end, ""),
        1 => text.insert_str(start, random.one_of(&WORDS)),
        2 => text.insert(start, random.character()),
        3 => text.replace_range(start..end, corpus.passage(random, 2_000)),
        4 => text.insert_str(start, &random.one_of(&WORDS).repeat(random.small(200))),
        5 => {
            let piece = text[start..end].to_owned();
            text.insert_str(start, &piece.repeat(random.small(5)));
        }
        6 => text.replace_range(start..end, &text[start..end].replace('\t', " | ")),
        7 => text.replace_range(start..end, &text[start..end].replace(['\n', '|'], "\t")),
        8 => text.replace_range(start..end, &number(random)),
        _ => {
            let digits: Vec<usize> = text
                .match_indices(|it: char| it.is_ascii_digit())
                .map(|(at, _)| at)
                .collect();
            if let Some(at) = digits.get(random.below(digits.len())) {
                text.replace_range(
                    *at..*at + 1,
                    random.one_of(&["0", "9", "", ".", "12", "\t"]),
                );
            }
        }
    }
}

/// A range of a text, short ones more often.
pub fn range(text: &str, random: &mut Random) -> (usize, usize) {
    let start = boundary(text, random.below(text.len() + 1));
    let end = boundary(
        text,
        start + random.small(text.len() - start + 1).min(2_000),
    );
    (start, end)
}
