//! Every query, tried on one sample.

use crate::parsing::{fault, parse};
use tree_sitter::{Language, Query, QueryCursor, StreamingIterator};

fn sample() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/test/queries/sample.txt");
    std::fs::read_to_string(path).expect("the sample is there")
}

/// `name text` for every capture, in the order of the text; only the first line
/// of what is longer.
fn captures(query: &str) -> Vec<String> {
    let language = Language::from(tree_sitter_yusuan::LANGUAGE);
    let query = Query::new(&language, query).expect("the query fits the grammar");
    let text = sample();
    let tree = parse(&text);
    assert_eq!(fault(&tree), None);
    let mut cursor = QueryCursor::new();
    let mut found = Vec::new();
    let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
    while let Some((matched, index)) = captures.next() {
        let capture = matched.captures()[*index];
        let node = &text[capture.node.byte_range()];
        let name = query.capture_names()[capture.index as usize];
        found.push(format!(
            "{name} {}",
            node.lines().next().unwrap_or_default()
        ));
    }
    found
}

#[track_caller]
fn assert_captures(query: &str, expected: &[&str]) {
    let found = captures(query);
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

#[test]
fn highlights() {
    assert_captures(
        tree_sitter_yusuan::HIGHLIGHTS_QUERY,
        &[
            "markup.heading.1 云溪市招商中心2024年度部门预算",
            "constant 2024年度",
            "markup.heading.2 目 录",
            "markup.list 第一部分",
            "markup.link.label 概况",
            "punctuation.delimiter .....",
            "markup.link 1",
            "markup.heading.1 第一部分 概况",
            "markup.list 第一部分",
            "markup.heading.2 ## 一、收入说明",
            "punctuation.special ##",
            "markup.list 一、",
            "number 359.95",
            "type 万元",
            "number 3.5%",
            "tag 用于教育支出（类）",
            "markup.heading.3 （一）车辆情况",
            "markup.list （一）",
            "markup.heading.4 1.现有车辆",
            "markup.list 1.",
            "markup.heading.5 （1）公务用车",
            "markup.list （1）",
            "markup.heading.6 ①其他",
            "markup.list ①",
            "number 2",
            "type 辆",
            "markup.heading.2 ## 编制说明",
            "punctuation.special ##",
            "markup.heading.1 第二部分 报表",
            "markup.list 第二部分",
            "label 预算公开表1",
            "number 1",
            "markup.heading 2024年收支总表",
            "constant 2024年",
            "attribute 部门名称：云溪市招商中心",
            "attribute 单位：万元",
            "attribute （2024年度）",
            "constant 2024年度",
            "constant 2011301",
            "punctuation.delimiter \t",
            "punctuation.delimiter \t",
            "number 12.50",
            "comment 注：本表无数据",
            "punctuation.delimiter |",
            "punctuation.delimiter |",
            "punctuation.delimiter |---|",
            "punctuation.delimiter \t",
            "punctuation.delimiter \t",
            "markup.heading.2 名词解释",
            "markup.list 1.",
            "punctuation.special **",
            "markup.strong 基本支出",
            "punctuation.special **",
            "punctuation.delimiter ：",
            "constant 2024年4月18日",
        ],
    );
}

#[test]
fn folds() {
    assert_captures(
        tree_sitter_yusuan::FOLDS_QUERY,
        &[
            "fold 目 录",
            "fold 第一部分 概况",
            "fold ## 一、收入说明",
            "fold （一）车辆情况",
            "fold 1.现有车辆",
            "fold （1）公务用车",
            "fold ①其他",
            "fold ## 编制说明",
            "fold 第二部分 报表",
            "fold 预算公开表1",
            "fold | 项目 |",
            "fold 名词解释",
        ],
    );
}

#[test]
fn locals() {
    assert_captures(
        tree_sitter_yusuan::LOCALS_QUERY,
        &[
            "local.scope 云溪市招商中心2024年度部门预算",
            "local.scope 第一部分 概况",
            "local.definition.namespace 概况",
            "local.scope ## 一、收入说明",
            "local.definition.namespace 收入说明",
            "local.reference 用于教育支出（类）",
            "local.scope （一）车辆情况",
            "local.definition.namespace 车辆情况",
            "local.scope 1.现有车辆",
            "local.definition.namespace 现有车辆",
            "local.scope （1）公务用车",
            "local.definition.namespace 公务用车",
            "local.scope ①其他",
            "local.definition.namespace 其他",
            "local.scope ## 编制说明",
            "local.definition.namespace 编制说明",
            "local.scope 第二部分 报表",
            "local.definition.namespace 报表",
            "local.scope 预算公开表1",
            "local.definition.type 2024年收支总表",
            "local.scope | 项目 |",
            "local.scope 名词解释",
            "local.definition.namespace 名词解释",
            "local.definition.constant 基本支出",
        ],
    );
}

#[test]
fn outline() {
    assert_captures(
        tree_sitter_yusuan::OUTLINE_QUERY,
        &[
            "item 第一部分 概况",
            "name 第一部分 概况",
            "item ## 一、收入说明",
            "name ## 一、收入说明",
            "item （一）车辆情况",
            "name （一）车辆情况",
            "item 1.现有车辆",
            "name 1.现有车辆",
            "item （1）公务用车",
            "name （1）公务用车",
            "item ①其他",
            "name ①其他",
            "item ## 编制说明",
            "name ## 编制说明",
            "item 第二部分 报表",
            "name 第二部分 报表",
            "item 预算公开表1",
            "name 2024年收支总表",
            "item 名词解释",
            "name 名词解释",
            "item 1.**基本支出**：指2024年4月18日的支出。",
            "name 基本支出",
        ],
    );
}
