//! Sentences as documents print them, with what they state.

use super::*;

/// Lines of prose by their looks: TAB for tables, a marker for list items, `一、` without an
/// amount for headings.
fn prose(text: &str) -> Vec<ProseLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let trimmed = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        if trimmed.is_empty() {
            continue;
        }
        let marker = paragraph::marker(trimmed);
        let is_heading = trimmed.starts_with('#')
            || marker.is_some_and(|marker| marker.kind == 1)
            || (trimmed.starts_with('第') && trimmed.contains("部分"));
        let kind = if line.contains('\t') {
            ProseKind::Barrier
        } else if is_heading {
            ProseKind::Heading
        } else if marker.is_some() {
            ProseKind::ListItem
        } else {
            ProseKind::Paragraph
        };
        lines.push(ProseLine {
            kind,
            span: Span::new(at, at + trimmed.len()),
        });
    }
    lines
}

/// What a text states, in words.
fn stated(text: &str) -> Vec<String> {
    let mut figures = Vec::new();
    let statements = read(text, &prose(text), &mut figures);
    describe(text, &figures, &statements)
}

fn describe(text: &str, figures: &[Figure], statements: &[Statement]) -> Vec<String> {
    let words = |id: FigureId| figures[id.0 as usize].span.get(text).unwrap().to_owned();
    let optional = |id: Option<FigureId>| id.map_or("?".to_owned(), words);
    let mut lines = Vec::new();
    for statement in statements {
        for list in &statement.enumerations {
            let items: Vec<String> = list
                .items
                .iter()
                .map(|item| format!("{} {}", item.label, words(item.figure)))
                .collect();
            let relation = if list.open { "≥" } else { "=" };
            let mark = if list.complete { "" } else { " (likely)" };
            lines.push(format!(
                "{} {relation} {}{mark}",
                words(list.head),
                items.join(" + ")
            ));
        }
        for share in &statement.shares {
            let closed = if share.closed { " closed" } else { "" };
            let (percent, part) = (words(share.percent), words(share.part));
            lines.push(format!(
                "{percent}% = {part} / {}{closed}",
                optional(share.whole)
            ));
        }
        for change in &statement.changes {
            lines.push(format!(
                "{} {:?} {} {}%",
                optional(change.current),
                change.direction,
                optional(change.amount),
                optional(change.percent)
            ));
        }
    }
    lines
}

#[track_caller]
fn assert_states(text: &str, expected: &[&str]) {
    assert_eq!(stated(text), expected, "{text}");
}

#[test]
fn items_of_a_list_may_be_paragraphs() {
    assert_states(
        "（1） 收入预算90.00万元，包括：\n1.一般公共预算收入80.00万元；\n2.事业收入10.00万元；\n3.其他收入0万元。\n\
         （二）支出预算90.00万元，包括：\n1.基本支出60.00万元。\n2.项目支出30.00万元。",
        &[
            "90.00 = 一般公共预算收入 80.00 + 事业收入 10.00 + 其他收入 0",
            "90.00 = 基本支出 60.00 + 项目支出 30.00",
        ],
    );
}

#[test]
fn items_may_stand_in_paragraphs_without_numbers() {
    assert_states(
        "青山县林业站2024年一般公共预算基本支出150.00万元,其中:\n\n人员经费130.00万元,主要包括:基本工资、津贴补贴、奖金等;\n\n\
         公用经费20.00万元,主要包括:办公费、水费等。\n\n另有往来款5.00万元。",
        &["150.00 = 人员经费 130.00 + 公用经费 20.00"],
    );
}

#[test]
fn items_have_lists_shares_and_sentences_of_their_own() {
    assert_states(
        "（一）支出总计400.00万元，包括：\n\n\
         1.基本支出150.00万元，占支出总计的37.50%。主要是为保障机构运转而发生的各项支出，其中：行政运行支出140.00万元；基本养老支出10.00万元。\n\
         2.项目支出250.00万元，主要包括农林水支出200.00万元；城乡社区支出50.00万元。占支出总计的62.50%。\n\n\
         3.经营支出0万元，占支出总计的0%。\n\n与上年相比，今年支出减少100.00万元，降低20.00%，主要原因：项目减少。",
        &[
            "400.00 = 基本支出 150.00 + 项目支出 250.00 + 经营支出 0",
            "37.50% = 150.00 / 400.00 closed",
            "150.00 = 行政运行支出 140.00 + 基本养老支出 10.00 (likely)",
            "250.00 ≥ 农林水支出 200.00 + 城乡社区支出 50.00 (likely)",
            "62.50% = 250.00 / 400.00 closed",
            "0% = 0 / 400.00 closed",
            "400.00 Down 100.00 20.00%",
        ],
    );
}

#[test]
fn several_lists_of_one_head_are_independent() {
    assert_states(
        "青山县林业站2024年财政拨款收支总预算90.00万元。其中：一般公共预算拨款80.00万元，政府性基金预算拨款10.00万元。其中：当年拨款收入85.00万元，上年结转收入5.00万元。支出包括：农林水支出70.00万元、住房保障支出20.00万元等。",
        &[
            "90.00 = 一般公共预算拨款 80.00 + 政府性基金预算拨款 10.00",
            "90.00 = 当年拨款收入 85.00 + 上年结转收入 5.00",
            "90.00 ≥ 农林水支出 70.00 + 住房保障支出 20.00",
        ],
    );
    assert_states(
        "本站人员编制为64名，其中，财政补助人员编制57名，经费自理人员编制7名;人员编制结构为:管理人员编制34名，专业技术人员编制27名，工勤人员编制3名。领导职数4名，其中：主任职数1名（正科级），副主任职数3名；内设机构领导职数19名，其中：正职8名，副职11名。",
        &[
            "64 = 财政补助人员编制 57 + 经费自理人员编制 7 (likely)",
            "64 = 管理人员编制 34 + 专业技术人员编制 27 + 工勤人员编制 3",
            "4 = 主任职数 1 + 副主任职数 3 (likely)",
            "19 = 正职 8 + 副职 11 (likely)",
        ],
    );
}

#[test]
fn a_change_behind_a_list_belongs_to_the_head() {
    assert_states(
        "2024年度青山县林业站预算收入总计359.95万元，其中：本年收入359.95万元，上年结转0万元，比上年减少10.85万元，下降2.93%，主要原因是基本预算增加29.21万元；同时项目经费较上年预算减少40.06万元，两项合计，预算收入减少10.85万元。；本年部门预算支出总计359.95万元，其中：本年预算安排359.95万元，上年结转0万元。",
        &[
            "359.95 = 本年收入 359.95 + 上年结转 0",
            "359.95 Down 10.85 2.93%",
            "359.95 = 本年预算 359.95 + 上年结转 0",
        ],
    );
}

#[test]
fn a_change_behind_one_item_belongs_to_the_item() {
    assert_states(
        "收入预算120.00万元，其中：财政拨款收入110.00万元，比2024年预算增加10.00万元，增长10.00%；事业收入10.00万元，与2024年预算持平。",
        &[
            "120.00 = 财政拨款收入 110.00 + 事业收入 10.00",
            "110.00 Up 10.00 10.00%",
            "10.00 Flat ? ?%",
        ],
    );
}

#[test]
fn a_parent_and_its_children_are_not_added_together() {
    assert_states(
        "2025年“三公”经费预算2.10万元比2024年增加1.25万元，主要原因是车辆维修。\n\n\
         其中：因公出国（境）费0万元，与上年预算数相同；公务接待费0万元，与上年预算数相同；公务用车购置及运行费2.10万元，与上年相比预算数增加1.25万元，主要原因是车辆维修，公务用车运行维护费2.10万元；公务用车购置费0万元，与上年预算数相同。",
        &[
            "2.10 Up 1.25 ?%",
            "2.10 = 因公出国(境)费 0 + 公务接待费 0 + 公务用车购置及运行费 2.10",
            "0 Flat ? ?%",
            "0 Flat ? ?%",
            "2.10 Up 1.25 ?%",
            "0 Flat ? ?%",
        ],
    );
}

#[test]
fn counts_and_amounts_of_projects_are_two_lists() {
    assert_states(
        "2024年二级项目4个，共计金额203.00万元。其中：其他运转类项目2个，涉及金额13.00万元；特定目标类项目2个，涉及金额190.00万元。",
        &[
            "4 = 其他运转类项目 2 + 特定目标类项目 2",
            "203.00 = 其他运转类项目 13.00 + 特定目标类项目 190.00",
        ],
    );
}

#[test]
fn the_list_of_a_part_ends_where_its_sibling_starts() {
    assert_states(
        "支出合计150.00万元，其中：基本支出100.00万元，其中：人员经费80.00万元，公用经费20.00万元；项目支出50.00万元。",
        &[
            "150.00 = 基本支出 100.00 + 项目支出 50.00",
            "100.00 = 人员经费 80.00 + 公用经费 20.00",
        ],
    );
    assert_states(
        "基本支出100.00万元，其中：人员经费60.00万元；项目支出50.00万元。",
        &["100.00 ≥ 人员经费 60.00"],
    );
}

#[test]
fn the_next_total_is_no_item() {
    assert_states(
        "收入总计100.00万元，其中：财政拨款收入60.00万元，事业收入40.00万元；支出总计100.00万元，其中：基本支出70.00万元，项目支出30.00万元。",
        &[
            "100.00 = 财政拨款收入 60.00 + 事业收入 40.00",
            "100.00 = 基本支出 70.00 + 项目支出 30.00",
        ],
    );
}

#[test]
fn years_of_budget_and_account_are_lists_of_their_own() {
    assert_states(
        "一般公共预算支出年初预算为0万元，全年预算为30.00万元，支出决算为27.00万元。其中：\n\
         1、农林水支出（类）林业和草原（款）行政运行（项）。主要用于：人员支出。全年预算为20.00万元，支出决算为18.00万元。\n\
         2、住房保障支出（类）住房改革支出（款）住房公积金（项）。全年预算为10.00万元，支出决算为9.00万元。",
        &[
            "30.00 = 全年预算 20.00 + 全年预算 10.00 (likely)",
            "27.00 = 支出决算 18.00 + 支出决算 9.00 (likely)",
        ],
    );
}

#[test]
fn a_named_subject_finds_its_figure() {
    assert_states(
        "2024年收入合计100.00万元。\n\n2024年支出合计90.00万元。\n\n与上年相比，收入增加10.00万元，增长11.11%；支出减少10.00万元，下降10.00%。",
        &["100.00 Up 10.00 11.11%", "90.00 Down 10.00 10.00%"],
    );
    assert_states(
        "2024年收入总计100.00万元，支出总计100.00万元，与2023年相比，收、支总计各增加20.00万元，增长25.00%。",
        &["100.00 Up 20.00 25.00%", "100.00 Up 20.00 25.00%"],
    );
    // Two figures of that name: none is chosen.
    assert_states(
        "甲站2024年收入合计100.00万元。\n\n乙站2024年收入合计50.00万元。\n\n与上年相比，收入增加10.00万元，增长11.11%。",
        &["? Up 10.00 11.11%"],
    );
}

#[test]
fn a_bare_subject_means_the_figure_before_it() {
    assert_states(
        "2024年支出合计90.00万元。\n\n2024年政府性基金预算支出45.00万元。与上年相比，支出减少5.00万元，下降10.00%。",
        &["45.00 Down 5.00 10.00%"],
    );
}

#[test]
fn the_subject_of_a_part_is_not_looked_for_elsewhere() {
    assert_states(
        "2024年基本支出600.00万元。\n\n2024年一般公共预算支出800.00万元，比上年增加50.00万元，其中基本支出增加30.00万元，增长5.26%。",
        &["800.00 Up 50.00 ?%", "? Up 30.00 5.26%"],
    );
}

#[test]
fn a_share_in_an_inner_list_may_be_of_the_outer_figure() {
    let text = "支出合计1000.00万元，其中：基本支出600.00万元，占60.00%；项目支出400.00万元，占40.00%，其中：造林经费100.00万元，占WHAT%，管护经费300.00万元。";
    for (share, whole) in [("10.00", "1000.00"), ("25.00", "400.00"), ("12.00", "?")] {
        let stated = stated(&text.replace("WHAT", share));
        assert!(
            stated.contains(&format!("{share}% = 100.00 / {whole}")),
            "{stated:?}"
        );
    }
}

#[test]
fn items_that_overlap_are_added_only_where_they_fit() {
    assert_states(
        "政府采购支出总额100.00万元，其中：货物支出60.00万元、服务支出40.00万元、授予中小企业合同金额80.00万元。",
        &[],
    );
    assert_states(
        "支出合计100.00万元，其中：基本支出60.00万元，人员经费50.00万元，公用经费10.00万元，项目支出40.00万元。",
        &["100.00 = 基本支出 60.00 + 项目支出 40.00"],
    );
}

#[test]
fn templates_reasons_and_estimates_state_nothing() {
    for text in [
        "2022年公务接待费比上年减少（增加）0万元，下降（增长）0%，主要是0等原因。",
        "机关运行经费20.00万元，主要原因是人员经费增加5.00万元，增长30%。",
        "驻点经费每年共95万元，其中甲站每年约20万元，乙站、丙站各每年约10万元。",
        "编制绩效目标的项目覆盖率为100%。",
        "截至2023年12月31日，占有使用价值50万元（原值）以上的通用设备0台（套）。",
    ] {
        assert_states(text, &[]);
    }
}

#[test]
fn of_several_readings_only_one_that_agrees_is_taken() {
    let text = "专项经费共计100万元，其中，调研40万元，印刷20万元；举办培训班LAST万元。";
    assert_states(
        &text.replace("LAST", "40"),
        &["100 = 调研 40 + 印刷 20 + 举办培训班 40"],
    );
    assert_states(&text.replace("LAST", "35"), &[]);
}

#[test]
fn brackets_divide_the_number_before_them() {
    assert_states(
        "共有车辆2辆（一般公务用车2辆，其他用车0辆），价值51.28万元，比上年减少10.00万元（下降16.32%）。",
        &["2 = 一般公务用车 2 + 其他用车 0", "51.28 Down 10.00 16.32%"],
    );
}

#[test]
fn a_list_does_not_cross_a_table() {
    assert_states(
        "收入预算90.00万元，包括：\n科目\t金额\n1.一般公共预算收入80.00万元；\n2.事业收入10.00万元。",
        &[],
    );
}

#[test]
fn every_figure_is_printed_where_it_says() {
    let text = "１.公务接待费 ２.50 万元，占２５％，\n\n与上年\n持平。";
    let mut figures = Vec::new();
    let statements = read(text, &prose(text), &mut figures);
    let printed: Vec<&str> = figures
        .iter()
        .map(|figure| figure.span.get(text).unwrap())
        .collect();
    assert_eq!(printed, ["２.50", "２５"]);
    let labels: Vec<&str> = statements
        .iter()
        .flat_map(|statement| &statement.mentions)
        .map(|mention| mention.label.as_str())
        .collect();
    assert_eq!(labels, ["公务接待费", "公务接待费"]);
    assert!(figures.iter().all(|figure| figure.narrative));
}

#[test]
fn a_long_line_is_read_in_linear_time() {
    let units = [
        "公务接待费1万元，其中：",
        "甲1万元，其中：乙1万元，其中：",
        "甲1万元，占5%，乙2万元，",
        "甲1万元，比上年增加1万元，增长5%，",
        "甲1万元，占甲的5%；",
        "其中：甲1万元（下降5%）；",
        "（",
        "占5%与上年",
        "一、（1）",
        "，。；",
        "包括：\n\n",
        "1.甲1万元，包括：\n（1）乙2万元，其中：\n",
    ];
    for unit in units {
        let text = unit.repeat(100_000 / unit.len());
        let start = std::time::Instant::now();
        read(&text, &prose(&text), &mut Vec::new());
        assert!(
            start.elapsed().as_secs() < 10,
            "{unit}: {:?}",
            start.elapsed()
        );
    }
}

/// The lists that the specification says must hold (§10), as `head = items` without decimals of
/// their own: seed, head, number of items.
const HOLDING: [(&str, &str, usize); 31] = [
    ("000", "543.75", 10),
    ("000", "543.75", 2),
    ("000", "64", 2),
    ("000", "64", 3),
    ("000", "19", 2),
    ("000", "4", 2),
    ("000", "8", 3),
    ("000", "8", 2),
    ("000", "58.99", 11),
    ("000", "863467.08", 2),
    ("000", "2", 2),
    ("001", "359.95", 2),
    ("001", "359.95", 4),
    ("001", "156.95", 2),
    ("001", "14.00", 3),
    ("001", "203.00", 2),
    ("001", "4", 2),
    ("002", "353.49", 4),
    ("002", "236.49", 2),
    ("002", "2.10", 3),
    ("002", "1.55", 3),
    ("002", "1", 7),
    ("003", "423.59", 8),
    ("003", "423.59", 5),
    ("003", "169.49", 5),
    ("003", "254.10", 2),
    ("003", "169.49", 2),
    ("004", "1042.10", 2),
    ("004", "983.70", 2),
    ("004", "883.70", 2),
    ("004", "67.61", 3),
];

/// Reads the narrative of the seeds, where they are at hand.
#[test]
fn the_lists_of_the_seeds_hold() {
    let folder = std::env::var("YUSUAN_SHARED").map_or_else(
        |_| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        std::path::PathBuf::from,
    );
    let Ok(entries) = std::fs::read_dir(folder.join("seeds")) else {
        println!("skipped: {} has no seeds", folder.display());
        return;
    };
    let mut read_lists: Vec<(String, String, usize)> = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        let seed: String = path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .chars()
            .take(3)
            .collect();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut figures = Vec::new();
        let statements = read(&text, &prose(&text), &mut figures);
        for list in statements
            .iter()
            .flat_map(|statement| &statement.enumerations)
        {
            let head = &figures[list.head.0 as usize];
            let printed = head.span.get(&text).unwrap().to_owned();
            assert!(holds(list, &figures), "{seed}: {printed} {:?}", list.items);
            read_lists.push((seed.clone(), printed, list.items.len()));
        }
    }
    for (seed, head, items) in HOLDING {
        let expected = (seed.to_owned(), head.to_owned(), items);
        assert!(read_lists.contains(&expected), "not read: {expected:?}");
    }
}

/// Σ = head (Σ ≤ head for an open list) within half of the last printed place of every number.
fn holds(list: &Enumeration, figures: &[Figure]) -> bool {
    use rust_decimal::Decimal;
    let head = &figures[list.head.0 as usize];
    let items = || {
        list.items
            .iter()
            .map(|item| &figures[item.figure.0 as usize])
    };
    let sum: Decimal = items().map(|item| item.value).sum();
    let half = |figure: &Figure| match figure.unit {
        crate::document::Unit::Count => Decimal::ZERO,
        _ => Decimal::new(5, figure.decimals.max(2) + 1),
    };
    let bound: Decimal = items().map(half).sum::<Decimal>() + half(head);
    let residual = head.value - sum;
    residual >= -bound && (list.open || residual <= bound)
}

#[test]
fn the_cell_that_does_not_add_up_is_read() {
    let text = "推介经费共计130万元，其中，外出推介65万元，客商接待20万元，资料编印费12万元，信息宣传经费13万元，专题培训25万元。";
    let mut figures = Vec::new();
    let statements = read_cell(text, Span::new(0, text.len()), &mut figures);
    let list = &statements[0].enumerations[0];
    assert_eq!(statements[0].place, StatementPlace::TableCell);
    assert!(list.complete && !list.open && !holds(list, &figures));
    let items: Vec<&str> = list.items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(
        items,
        [
            "外出推介",
            "客商接待",
            "资料编印费",
            "信息宣传经费",
            "专题培训"
        ]
    );
}

/// Pieces that sentences are made of, put together in any order.
const PIECES: [&str; 36] = [
    "2024年",
    "基本支出",
    "项目支出",
    "“三公”经费",
    "公务接待费",
    "1.",
    "（一）",
    "一、",
    "万元",
    "12.30万元",
    "1,042.10 万元",
    "0万元",
    "５辆",
    "2个",
    "占",
    "40.00%",
    "比上年",
    "与2023年相比",
    "增加",
    "下降",
    "持平",
    "其中：",
    "其中，",
    "主要包括",
    "包括：",
    "主要原因是",
    "等",
    "，",
    "、",
    "；",
    "。",
    "（",
    "）",
    "\n",
    "\n\n",
    "\t",
];

proptest::proptest! {
    #[test]
    fn any_text_is_read(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let mut figures = Vec::new();
        let statements = read(&text, &prose(&text), &mut figures);
        for figure in &figures {
            let printed = figure.span.get(&text).unwrap_or_default();
            let number = crate::document::number::number_at(printed, 0);
            proptest::prop_assert!(
                printed.contains('\n') || number.is_some_and(|number| number.value == figure.value),
                "{printed:?} is not {}", figure.value
            );
        }
        for statement in &statements {
            proptest::prop_assert!(statement.span.get(&text).is_some());
            let used = statement.mentions.iter().map(|mention| mention.figure);
            let lists = statement.enumerations.iter().flat_map(|list| {
                list.items.iter().map(|item| item.figure).chain([list.head])
            });
            for id in used.chain(lists) {
                proptest::prop_assert!((id.0 as usize) < figures.len());
            }
            for list in &statement.enumerations {
                let head = &figures[list.head.0 as usize];
                proptest::prop_assert!(!list.items.iter().any(|item| item.figure == list.head));
                proptest::prop_assert!(
                    list.items.iter().all(|item| figures[item.figure.0 as usize].unit == head.unit)
                );
            }
        }
    }
}
