//! Texts for the properties: whole documents, and texts made of the pieces that
//! the scanner looks for.

use proptest::prelude::*;
use std::path::Path;

/// Pieces of disclosures, put together without sense.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\t",
    "\t\t",
    " ",
    "  ",
    "\u{3000}",
    "\u{a0}",
    "第一部分",
    "第二部分 概况\n",
    "第十二部分",
    "第",
    "部分",
    "附件",
    "附件：",
    "附件1 2024年",
    "目录\n",
    "# 目 录\n",
    "一、",
    "二、",
    "十一、",
    "（一）",
    "(二)",
    "（",
    "）",
    "(",
    ")",
    "1.",
    "2、",
    "3．",
    "10.",
    "1.5",
    "（1）",
    "2）",
    "①",
    "⑳",
    "# ",
    "## ",
    "### ",
    "#",
    "- ",
    "* ",
    "**",
    "__",
    "<b>",
    "</b>",
    "<p>",
    "<",
    ">",
    "[bookmark: _GoBack]",
    "[bookmark:",
    "[",
    "]",
    "|",
    "\\|",
    "|---|---|\n",
    "| 合计 | 1 |\n",
    "名词解释",
    "名词解释\n",
    "基本支出",
    "基本支出：指",
    "：",
    ":",
    "是指",
    "指",
    "是",
    "反映",
    "“三公”经费",
    "2024年",
    "2024年度",
    "（2024年度）\n",
    "2024年5月26日",
    "2024-05-26",
    "20240111171542",
    "2024年部门收支预算表\n",
    "支出表",
    "表",
    "表一",
    "预算公开表1\n",
    "公开01表",
    "部门名称：甲中心",
    "部门：",
    "单位：万元\n",
    "单位：万",
    "元",
    "单位：",
    "金额单位 ： 万 元",
    "注：本表无数据\n",
    "说明：",
    "本表",
    "收入\t支出\n",
    "合计\t\t100.00\t\n",
    "201\t",
    "2011301\t行政运行\t1\n",
    "30101元",
    "0",
    "12",
    "359.95万元",
    "1,042.10",
    "1，234",
    "-3",
    "3.5%",
    "５％",
    "58.34",
    "12辆",
    "0台（套）",
    "一般公共服务支出（类）",
    "商贸事务（款）",
    "事业运行（项）",
    "政府办公厅（室）及相关机构事务（款）",
    "（类）",
    "阳办发〔2019〕16号",
    "1-2",
    "2023/2024",
    ".....",
    "……",
    "···",
    "....\t3\n",
    "。",
    "，",
    "；",
    "、",
    ",",
    ";",
    "说明",
    "情况说明\n",
    "主要职责\n",
    "本年收入",
    "- 3 -\n",
    "第 3 页\n",
    "→",
    "个",
    "人",
    "〇",
    "零",
    "百",
    "𠮷",
    "𰻝",
    "\u{feff}",
    "\0",
    "\u{2028}",
    "\u{85}",
    "\u{200b}",
    "\u{b}",
    "\u{7f}",
    "A4",
    "OA系统",
    "%",
    "/",
    "\t合计\n",
    "\t\n",
    "\t\n\n",
];

/// That many cases, or as many as `PROPTEST_CASES` asks for.
pub fn cases(count: u32) -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(count),
    }
}

/// Any text made of such pieces and a few arbitrary characters.
pub fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

/// What an edit may insert.
pub fn any_insertion() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..4).prop_map(|pieces| pieces.concat())
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,8}".prop_map(String::from),
    ]
}

/// The grammar's own sample and, where present, the documents of the project
/// and the real documents kept beside it.
pub fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = Vec::new();
    for folder in [
        "test/documents",
        "../tests/documents/clean",
        "../tests/documents/planted",
        "../../shared/seeds",
        "../../../shared/seeds",
        "../../shared/samples",
        "../../../shared/samples",
    ] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let text = path
                .extension()
                .is_some_and(|end| end == "txt" || end == "md");
            if let (true, Ok(content)) = (text, std::fs::read_to_string(&path)) {
                documents.push((path.display().to_string(), content));
            }
        }
    }
    documents.sort();
    documents
}
