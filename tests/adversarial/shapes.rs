//! Drafts that nobody writes, of any size.

use std::fmt::Write;

/// A kind of draft that grows with a number.
pub struct Shape {
    /// What it is.
    pub name: &'static str,
    /// How large it is under `cargo test`.
    pub quick: usize,
    /// How large it is under `.ci/adversarial`.
    pub full: usize,
    /// The draft of a size.
    pub draft: fn(usize) -> String,
    /// What must have been read of it, as a count that the size gives.
    pub read: Reading,
}

/// What must have been read of a draft of a size.
pub enum Reading {
    /// So many rows in tables, at least.
    Rows(fn(usize) -> usize),
    /// So many nodes in the outline, at least.
    Outline(fn(usize) -> usize),
    /// So many entries of the glossary.
    Glossary(fn(usize) -> usize),
    /// So many numbers in sentences or tables, at least.
    Figures(fn(usize) -> usize),
    /// So many disclosures.
    Disclosures(fn(usize) -> usize),
    /// Nothing stands in it.
    Nothing,
}

const COVER: &str = "云溪市投资促进中心\n\n2025年度部门预算公开\n\n";
const NARRATIVE: &str = "第二部分 2025年部门预算情况说明\n\n一、收支情况\n\n";
const TABLES: &str = "第三部分 2025年部门预算表\n\n2025年预算支出总表\n\n单位：万元\n\n";

/// All shapes.
pub const SHAPES: [Shape; 24] = [
    Shape {
        name: "one line of sentences",
        quick: 100_000,
        full: 5_000_000,
        draft: |size| {
            let sentence = "其中，基本支出12.50万元，项目支出7.50万元，比上年增长3.2%。";
            let sentences = sentence.repeat(size / sentence.len());
            format!("{COVER}{NARRATIVE}2025年支出合计20.00万元。{sentences}\n")
        },
        read: Reading::Figures(|size| size / 100),
    },
    Shape {
        name: "one sentence of amounts",
        quick: 100_000,
        full: 5_000_000,
        draft: |size| {
            let amount = "办公费1.00万元、";
            let amounts = amount.repeat(size / amount.len());
            format!("{COVER}{NARRATIVE}2025年支出合计20.00万元，其中：{amounts}\n")
        },
        read: Reading::Figures(|size| size / 40),
    },
    Shape {
        name: "one line of words",
        quick: 400_000,
        full: 5_000_000,
        draft: |size| format!("{COVER}{NARRATIVE}{}\n", "预算".repeat(size / 6)),
        read: Reading::Outline(|_| 2),
    },
    Shape {
        name: "one number",
        quick: 400_000,
        full: 5_000_000,
        draft: |size| format!("{COVER}{NARRATIVE}支出{}万元。\n", "9".repeat(size)),
        read: Reading::Outline(|_| 2),
    },
    Shape {
        name: "one line of single digits",
        quick: 100_000,
        full: 5_000_000,
        draft: |size| format!("{COVER}{NARRATIVE}{}\n", "1 ".repeat(size / 2)),
        read: Reading::Outline(|_| 2),
    },
    Shape {
        name: "rows without codes",
        quick: 1_500,
        full: 100_000,
        draft: |size| {
            let mut rows = String::new();
            for row in 0..size {
                let _ = writeln!(rows, "项目{row}\t3.00\t1.00\t2.00");
            }
            let (whole, basic, project) = (3 * size, size, 2 * size);
            format!(
                "{COVER}{TABLES}项目\t合计\t基本支出\t项目支出\n\
                 合计\t{whole}.00\t{basic}.00\t{project}.00\n{rows}"
            )
        },
        read: Reading::Rows(|size| size),
    },
    Shape {
        name: "rows with codes",
        quick: 1_500,
        full: 100_000,
        draft: |size| {
            let mut rows = String::new();
            for row in 0..size {
                let (class, item) = (201 + row / 2_500 % 30, row % 2_500);
                let code = format!("{class}{:02}{:02}", 1 + item / 50, 1 + item % 50);
                let _ = writeln!(rows, "{code}\t科目{row}\t3.00\t1.00\t2.00");
            }
            format!(
                "{COVER}{TABLES}科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
                 合计\t\t{}.00\t{size}.00\t{}.00\n{rows}",
                3 * size,
                2 * size
            )
        },
        read: Reading::Rows(|size| size),
    },
    Shape {
        name: "rows that are all the same",
        quick: 1_500,
        full: 100_000,
        draft: |size| {
            let rows = "2010301\t行政运行\t3.00\t1.00\t2.00\n".repeat(size);
            format!("{COVER}{TABLES}科目编码\t科目名称\t合计\t基本支出\t项目支出\n{rows}")
        },
        read: Reading::Rows(|size| size),
    },
    Shape {
        name: "rows of a pipe table",
        quick: 1_500,
        full: 100_000,
        draft: |size| {
            let mut rows = String::new();
            for row in 0..size {
                let _ = writeln!(rows, "| 项目{row} | 3.00 | 1.00 | 2.00 |");
            }
            format!(
                "{COVER}{TABLES}| 项目 | 合计 | 基本支出 | 项目支出 |\n\
                 | --- | ---: | ---: | ---: |\n{rows}"
            )
        },
        read: Reading::Rows(|size| size),
    },
    Shape {
        name: "columns",
        quick: 400,
        full: 10_000,
        draft: |size| {
            let mut heads = String::from("项目\t合计");
            for column in 0..size {
                let _ = write!(heads, "\t栏{column}");
            }
            let cells = "\t1.00".repeat(size);
            let rows = format!("甲\t{size}.00{cells}\n").repeat(3);
            format!("{COVER}{TABLES}{heads}\n{rows}")
        },
        read: Reading::Figures(|size| 3 * size),
    },
    Shape {
        name: "cells of a line",
        quick: 20_000,
        full: 1_000_000,
        draft: |size| format!("{COVER}{TABLES}甲{}\n", "\t1".repeat(size)),
        read: Reading::Outline(|_| 2),
    },
    Shape {
        name: "headings",
        quick: 3_000,
        full: 100_000,
        draft: |size| {
            let mut headings = String::new();
            for heading in 0..size {
                let _ = writeln!(headings, "{}. 标题{heading}\n\n正文。\n", 1 + heading % 90);
            }
            format!("{COVER}{NARRATIVE}{headings}")
        },
        read: Reading::Outline(|size| size),
    },
    Shape {
        name: "headings of every level",
        quick: 3_000,
        full: 100_000,
        draft: |size| {
            let mut headings = String::new();
            for heading in 0..size {
                let mark = ["一、", "（一）", "1. ", "（1）", "①"][heading % 5];
                let _ = writeln!(headings, "{mark}标题{heading}\n");
            }
            format!("{COVER}{NARRATIVE}{headings}")
        },
        read: Reading::Outline(|size| size / 5),
    },
    Shape {
        name: "parts",
        quick: 2_000,
        full: 50_000,
        draft: |size| format!("{COVER}{}", "第一部分 概况\n\n正文。\n\n".repeat(size)),
        read: Reading::Outline(|size| size),
    },
    Shape {
        name: "table of contents",
        quick: 400,
        full: 50_000,
        draft: |size| {
            let mut entries = String::new();
            for entry in 0..size {
                let _ = writeln!(entries, "第一部分 标题{entry}.....{entry}");
            }
            format!("{COVER}目 录\n\n{entries}\n{NARRATIVE}")
        },
        read: Reading::Outline(|_| 1),
    },
    Shape {
        name: "nested brackets",
        quick: 100_000,
        full: 5_000_000,
        draft: |size| {
            let (open, close) = ("（".repeat(size / 6), "）".repeat(size / 6));
            format!("{COVER}{NARRATIVE}支出{open}1.00万元{close}。\n")
        },
        read: Reading::Outline(|_| 2),
    },
    Shape {
        name: "brackets that stay open",
        quick: 100_000,
        full: 5_000_000,
        draft: |size| format!("{COVER}{NARRATIVE}{}\n", "（其中：1.00".repeat(size / 16)),
        read: Reading::Outline(|_| 2),
    },
    Shape {
        name: "a table of only tabs",
        quick: 4_000,
        full: 100_000,
        draft: |size| format!("{COVER}{TABLES}{}", "\t\t\t\t\t\n".repeat(size)),
        read: Reading::Outline(|_| 1),
    },
    Shape {
        name: "glossary",
        quick: 1_500,
        full: 50_000,
        draft: |size| {
            let mut entries = String::new();
            for entry in 0..size {
                let _ = writeln!(entries, "{}、名词{entry}：指第{entry}项支出。\n", 1 + entry);
            }
            format!("{COVER}{NARRATIVE}项目支出1.00万元。\n\n第四部分 名词解释\n\n{entries}")
        },
        read: Reading::Glossary(|size| size),
    },
    Shape {
        name: "sums",
        quick: 600,
        full: 20_000,
        draft: |size| {
            let mut sums = String::new();
            for sum in 0..size {
                let (one, other) = (sum % 97, sum % 89);
                let _ = writeln!(
                    sums,
                    "项目{sum}支出{}.00万元，其中：基本支出{one}.00万元，项目支出{other}.00万元。\n",
                    one + other
                );
            }
            format!("{COVER}{NARRATIVE}{sums}")
        },
        read: Reading::Figures(|size| 3 * size),
    },
    Shape {
        name: "tables that all differ from the text",
        quick: 150,
        full: 5_000,
        draft: |size| {
            let mut tables = String::new();
            for table in 0..size {
                let _ = writeln!(
                    tables,
                    "表{}：支出表{table}\n\n单位：万元\n\n项目\t合计\t基本支出\t项目支出\n\
                     合计\t9.00\t4.00\t6.00\n甲\t3.00\t1.00\t2.00\n乙\t7.00\t3.00\t4.00\n",
                    1 + table
                );
            }
            format!("{COVER}{NARRATIVE}2025年支出合计20.00万元。\n\n{TABLES}{tables}")
        },
        read: Reading::Rows(|size| 3 * size),
    },
    Shape {
        name: "mistakes",
        quick: 200,
        full: 2_000,
        draft: |size| {
            let rows = "甲\t9.00\t1.00\t2.00\n".repeat(size);
            format!("{COVER}{TABLES}项目\t合计\t基本支出\t项目支出\n合计\t1.00\t2.00\t3.00\n{rows}")
        },
        read: Reading::Rows(|size| size),
    },
    Shape {
        name: "disclosures",
        quick: 60,
        full: 3_000,
        draft: |size| {
            let mut all = String::new();
            for one in 0..size {
                let _ = write!(
                    all,
                    "云溪市第{one}中学2025年度部门预算公开\n\n目 录\n\n第一部分 概况.....1\n\n\
                     第一部分 概况\n\n本单位负责教学。\n\n{TABLES}\
                     项目\t合计\t基本支出\t项目支出\n合计\t3.00\t1.00\t2.00\n\n"
                );
            }
            all
        },
        read: Reading::Disclosures(|size| size),
    },
    Shape {
        name: "blank lines",
        quick: 50_000,
        full: 5_000_000,
        draft: |size| "\n".repeat(size),
        read: Reading::Nothing,
    },
];
