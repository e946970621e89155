use super::*;
use crate::ide::fixture::{BUDGET, HENAN, PIPES, at_cursor, with, words};
use insta::assert_snapshot;

/// The items for a fixture in which `from` is replaced by `to`, which holds the cursor.
#[track_caller]
fn items(fixture: &str, from: &str, to: &str) -> (Draft, CompletionList) {
    let (draft, offset) = at_cursor(&with(fixture, from, to));
    let list = completion(&draft, offset, Locale::Chinese);
    for item in &list.items {
        assert!(item.span.touches(offset), "{item:?}");
        let typed = words(&draft, Span::new(item.span.start, offset));
        assert!(item.filter_text.starts_with(&typed), "{item:?}");
        assert!(!words(&draft, item.span).contains('\n'));
    }
    (draft, list)
}

/// The first items, one a line.
#[track_caller]
fn offered(fixture: &str, from: &str, to: &str) -> String {
    let (draft, list) = items(fixture, from, to);
    assert_eq!(list.incomplete, !list.items.is_empty());
    let items = list.items.iter().take(6);
    let lines = items.map(|item| {
        let replaced = words(&draft, item.span);
        format!(
            "{} | {} | {replaced:?} → {:?}",
            item.label, item.detail, item.new_text
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The text of the line after the first item was taken.
#[track_caller]
fn taken(fixture: &str, from: &str, to: &str) -> String {
    let (draft, list) = items(fixture, from, to);
    let item = list.items.first().expect("an item");
    let edit = crate::text::Edit::new(item.span, item.plain_text());
    let after = draft.text.apply(&edit);
    let line = after.line_span(after.line_of(item.span.start));
    after.slice(line).into_owned()
}

#[track_caller]
fn labels(fixture: &str, from: &str, to: &str) -> Vec<String> {
    let (_, list) = items(fixture, from, to);
    list.items.into_iter().map(|item| item.label).collect()
}

/// The row before which the tests write a line.
const ROW: &str = "2011308\t招商引资";

fn before_row(line: &str) -> String {
    format!("{line}\n{ROW}")
}

#[test]
fn after_a_section_its_items_come_first() {
    assert_snapshot!(offered(BUDGET, ROW, &before_row("20113$0")), @r#"
    2011302 一般行政管理事务 | 一般公共服务支出 › 商贸事务 | "20113" → "2011302\t一般行政管理事务\t"
    2011303 机关服务 | 一般公共服务支出 › 商贸事务 | "20113" → "2011303\t机关服务\t"
    2011304 对外贸易管理 | 一般公共服务支出 › 商贸事务 | "20113" → "2011304\t对外贸易管理\t"
    2011305 国际经济合作 | 一般公共服务支出 › 商贸事务 | "20113" → "2011305\t国际经济合作\t"
    2011306 外资管理 | 一般公共服务支出 › 商贸事务 | "20113" → "2011306\t外资管理\t"
    2011307 国内贸易管理 | 一般公共服务支出 › 商贸事务 | "20113" → "2011307\t国内贸易管理\t"
    "#);
    let all = labels(BUDGET, ROW, &before_row("20113$0"));
    for code in ["2011301", "2011302", "2011308", "2011350", "2011399"] {
        assert!(
            all.iter().any(|label| label.starts_with(code)),
            "{code}: {all:?}"
        );
    }
}

#[test]
fn a_blank_line_below_a_row_offers_the_next_items() {
    assert_snapshot!(offered(BUDGET, ROW, &before_row("$0")), @r#"
    2011302 一般行政管理事务 | 一般公共服务支出 › 商贸事务 | "" → "2011302\t一般行政管理事务\t"
    2011303 机关服务 | 一般公共服务支出 › 商贸事务 | "" → "2011303\t机关服务\t"
    2011304 对外贸易管理 | 一般公共服务支出 › 商贸事务 | "" → "2011304\t对外贸易管理\t"
    2011305 国际经济合作 | 一般公共服务支出 › 商贸事务 | "" → "2011305\t国际经济合作\t"
    2011306 外资管理 | 一般公共服务支出 › 商贸事务 | "" → "2011306\t外资管理\t"
    2011307 国内贸易管理 | 一般公共服务支出 › 商贸事务 | "" → "2011307\t国内贸易管理\t"
    "#);
}

#[test]
fn a_new_section_is_offered_itself_before_its_items() {
    let labels = labels(BUDGET, ROW, &before_row("20805$0"));
    assert_eq!(labels[0], "20805 行政事业单位养老支出");
    assert_eq!(labels[1], "2080501 行政单位离退休");
}

#[test]
fn codes_are_found_by_name_and_by_initials() {
    let by_name = offered(BUDGET, ROW, &before_row("引资$0"));
    let by_initials = offered(BUDGET, ROW, &before_row("yz$0"));
    assert!(by_name.starts_with("2011308 招商引资"), "{by_name}");
    assert!(by_initials.contains("2011308 招商引资"), "{by_initials}");
    assert_eq!(
        taken(BUDGET, ROW, &before_row("zsyz$0")),
        "2011308\t招商引资\t"
    );
}

#[test]
fn a_code_fills_the_blank_name_and_keeps_a_written_one() {
    let row = "2011308\t招商引资\t130.00\t130.00\t\t\t\t\t";
    assert_eq!(
        taken(BUDGET, row, "2013299$0\t\t1.00\t\t\t\t\t\t"),
        "2013299\t其他组织事务支出\t1.00\t\t\t\t\t\t"
    );
    assert_eq!(
        taken(BUDGET, row, "2013299$0\t甲\t1.00\t\t\t\t\t\t"),
        "2013299\t甲\t1.00\t\t\t\t\t\t"
    );
}

#[test]
fn the_name_of_a_code_is_the_official_one() {
    assert_eq!(
        taken(BUDGET, ROW, "2011308\t招商$0"),
        "2011308\t招商引资\t130.00\t130.00\t\t\t\t\t"
    );
    let row = "2011308\t招商引资\t130.00\t130.00\t\t\t\t\t";
    assert_eq!(taken(BUDGET, row, "\tzs$0\t130.00"), "\t招商引资\t130.00");
}

#[test]
fn pipe_tables_are_completed_too() {
    assert_eq!(
        taken(PIPES, "| 2011308 | 招商引资 |", "| zsyz$0 |  |"),
        "| 2011308 | 招商引资 | 130.00 |"
    );
    assert_eq!(
        taken(PIPES, "| 2011308 | 招商引资 |", "| 2011308 | $0 |"),
        "| 2011308 | 招商引资 | 130.00 |"
    );
}

#[test]
fn parts_of_a_code_get_their_own_digits() {
    let row = "208\t05\t05\t\t机关";
    assert_snapshot!(offered(HENAN, row, "208\t05\t$0\t\t机关"), @r#"
    01 行政单位离退休 | 2080501 | "" → "01"
    02 事业单位离退休 | 2080502 | "" → "02"
    03 离退休人员管理机构 | 2080503 | "" → "03"
    05 机关事业单位基本养老保险缴费支出 | 2080505 | "" → "05"
    06 机关事业单位职业年金缴费支出 | 2080506 | "" → "06"
    07 对机关事业单位基本养老保险基金的补助 | 2080507 | "" → "07"
    "#);
    assert_snapshot!(offered(HENAN, row, "208\t0$0\t05\t\t机关"), @r#"
    01 人力资源和社会保障管理事务 | 20801 | "0" → "01"
    02 民政管理事务 | 20802 | "0" → "02"
    04 补充全国社会保障基金 | 20804 | "0" → "04"
    05 行政事业单位养老支出 | 20805 | "0" → "05"
    06 企业改革补助 | 20806 | "0" → "06"
    07 就业补助 | 20807 | "0" → "07"
    "#);
    assert_snapshot!(offered(HENAN, row, "社会$0\t05\t05\t\t机关"), @r#"
    208 社会保障和就业支出 | 208 | "社会" → "208"
    209 社会保险基金支出 | 209 | "社会" → "209"
    "#);
    assert_eq!(
        taken(HENAN, row, "208\t05\tnj$0\t\t机关"),
        "208\t05\t06\t\t机关事业单位基本养老保险缴费支出\t20.00\t20.00\t"
    );
}

#[test]
fn a_departmental_column_gets_departmental_codes() {
    let row = "30201\t办公费\t50502\t商品和服务支出";
    assert_snapshot!(offered(HENAN, row, &format!("$0\n{row}")), @r#"
    30202 印刷费 | 商品和服务支出 | "" → "30202\t印刷费\t"
    30203 咨询费 | 商品和服务支出 | "" → "30203\t咨询费\t"
    30204 手续费 | 商品和服务支出 | "" → "30204\t手续费\t"
    30205 水费 | 商品和服务支出 | "" → "30205\t水费\t"
    30206 电费 | 商品和服务支出 | "" → "30206\t电费\t"
    30207 邮电费 | 商品和服务支出 | "" → "30207\t邮电费\t"
    "#);
    let labels = labels(HENAN, row, &format!("3020$0\n{row}"));
    assert!(
        labels.iter().all(|label| label.starts_with("3020")),
        "{labels:?}"
    );
}

#[test]
fn a_government_column_gets_what_the_departmental_code_maps_to() {
    let row = "30201\t办公费\t50502\t商品和服务支出";
    assert_snapshot!(offered(HENAN, row, "30201\t办公费\t$0\t"), @r#"
    50502 商品和服务支出 | 对事业单位经常性补助 | "\t" → "50502\t商品和服务支出"
    50201 办公经费 | 机关商品和服务支出 | "\t" → "50201\t办公经费"
    50501 工资福利支出 | 对事业单位经常性补助 | "\t" → "50501\t工资福利支出"
    501 机关工资福利支出 | 政府预算支出经济分类 | "\t" → "501\t机关工资福利支出"
    50101 工资奖金津补贴 | 机关工资福利支出 | "\t" → "50101\t工资奖金津补贴"
    50102 社会保障缴费 | 机关工资福利支出 | "\t" → "50102\t社会保障缴费"
    "#);
    let names = labels(HENAN, row, "30201\t办公费\t50502\t$0");
    assert_eq!(names, ["商品和服务支出"]);
    // The document has an institution's subjects (505), so this one is likelier than 50201.
    assert_eq!(
        labels(HENAN, row, "30201\t办公费\t$0\t")[0],
        "50502 商品和服务支出"
    );
}

#[test]
fn a_summary_gets_the_next_class_with_its_ordinal() {
    let row = "\t\t（八）社会保障和就业支出";
    assert_snapshot!(offered(HENAN, row, "\t\t$0"), @r#"
    国防支出 | 203 | "" → "（三）国防支出"
    公共安全支出 | 204 | "" → "（三）公共安全支出"
    教育支出 | 205 | "" → "（三）教育支出"
    科学技术支出 | 206 | "" → "（三）科学技术支出"
    文化旅游体育与传媒支出 | 207 | "" → "（三）文化旅游体育与传媒支出"
    社会保障和就业支出 | 208 | "" → "（三）社会保障和就业支出"
    "#);
    assert_eq!(
        taken(HENAN, row, "\t\t（八）sh$0"),
        "\t\t（八）社会保障和就业支出\t20.00"
    );
    let income = labels(HENAN, "\t\t（八）", "（三）$0\t\t（八）");
    assert!(income.is_empty(), "{income:?}");
}

#[test]
fn after_a_class_come_its_sections_and_after_a_section_its_items() {
    let sentence = "负责全市";
    assert_snapshot!(offered(BUDGET, sentence, "用于一般公共服务支出（类）$0"), @r#"
    商贸事务（款） | 20113 | "" → "商贸事务（款）"
    人大事务（款） | 20101 | "" → "人大事务（款）"
    政协事务（款） | 20102 | "" → "政协事务（款）"
    政府办公厅（室）及相关机构事务（款） | 20103 | "" → "政府办公厅（室）及相关机构事务（款）"
    发展与改革事务（款） | 20104 | "" → "发展与改革事务（款）"
    统计信息事务（款） | 20105 | "" → "统计信息事务（款）"
    "#);
    assert_snapshot!(offered(BUDGET, sentence, "用于一般公共服务(类)商贸事务(款)$0"), @r#"
    行政运行(项) | 2011301 | "" → "行政运行(项)"
    招商引资(项) | 2011308 | "" → "招商引资(项)"
    一般行政管理事务(项) | 2011302 | "" → "一般行政管理事务(项)"
    机关服务(项) | 2011303 | "" → "机关服务(项)"
    对外贸易管理(项) | 2011304 | "" → "对外贸易管理(项)"
    国际经济合作(项) | 2011305 | "" → "国际经济合作(项)"
    "#);
    assert_eq!(
        taken(BUDGET, sentence, "一般公共服务支出（类）sm$0"),
        "一般公共服务支出（类）商贸事务（款）商事服务工作。"
    );
    assert_eq!(
        taken(BUDGET, sentence, "一般公共服务支出（类）sm$0（款）"),
        "一般公共服务支出（类）商贸事务（款）商事服务工作。"
    );
    assert!(labels(BUDGET, sentence, "抚恤（款）死亡抚恤（项）$0").is_empty());
}

#[test]
fn a_path_begins_with_a_class() {
    assert_eq!(
        labels(BUDGET, "负责全市", "用于社会保障$0"),
        ["社会保障和就业支出（类）"]
    );
    assert!(labels(BUDGET, "负责全市", "负责$0").is_empty());
}

#[test]
fn the_glossary_gets_entries_for_the_subjects_it_lacks() {
    let last = "[x](command:run)。\n";
    assert_snapshot!(offered(BUDGET, last, "。\n$0\n"), @r#"
    一般公共服务支出（类）商贸事务（款）行政运行（项） | 2011301 表中已用，名词解释未列 | "" → "4.一般公共服务支出（类）商贸事务（款）行政运行（项）：反映$0。"
    住房保障支出（类）住房改革支出（款）住房公积金（项） | 2210201 表中已用，名词解释未列 | "" → "4.住房保障支出（类）住房改革支出（款）住房公积金（项）：反映$0。"
    一般公共服务支出（类） | 201 | "" → "一般公共服务支出（类）"
    住房保障支出（类） | 221 | "" → "住房保障支出（类）"
    外交支出（类） | 202 | "" → "外交支出（类）"
    国防支出（类） | 203 | "" → "国防支出（类）"
    "#);
    assert_eq!(
        taken(BUDGET, last, "。\n4.zfgjj$0\n"),
        "4.住房保障支出（类）住房改革支出（款）住房公积金（项）：反映。"
    );
    assert_eq!(
        taken(BUDGET, last, "。\n  **四、zfgjj$0\n"),
        "  **四、住房保障支出（类）住房改革支出（款）住房公积金（项）：反映。"
    );
    let between = labels(BUDGET, "2.“三公”", "2.$0\n3.“三公”");
    assert_eq!(
        between[0],
        "一般公共服务支出（类）商贸事务（款）行政运行（项）"
    );
}

#[test]
fn a_snippet_does_not_run_what_a_document_prints() {
    let odd = BUDGET.replace("2210201\t住房公积金", "2210201\t住房$1{a}\\金");
    let (_, list) = items(&odd, "[x](command:run)。\n", "。\n4.住房$0\n");
    let item = list.items.first().unwrap();
    assert!(item.snippet);
    assert!(
        item.new_text
            .contains("住房\\$1{a\\}\\\\金（项）：反映$0。"),
        "{item:?}"
    );
    assert!(
        item.plain_text().contains("住房$1{a}\\金（项）：反映。"),
        "{item:?}"
    );
}

#[test]
fn headers_and_prose_offer_nothing() {
    for (from, to) in [
        ("科目编码\t", "科目$0编码\t"),
        ("负责全市", "$0负责全市"),
        ("130.00\t130.00", "130$0.00\t130.00"),
    ] {
        assert!(labels(BUDGET, from, to).is_empty(), "{to}");
    }
}

#[test]
fn no_offset_of_a_draft_is_an_error() {
    for fixture in [BUDGET, HENAN, PIPES] {
        let draft = Draft::open(fixture);
        for offset in (0..fixture.len() + 9).step_by(7) {
            for item in completion(&draft, offset, Locale::English).items {
                let offset = crate::ide::place::boundary(fixture, offset);
                assert!(item.span.touches(offset), "{offset}: {item:?}");
            }
        }
    }
    assert!(
        completion(&Draft::open(""), 0, Locale::Chinese)
            .items
            .is_empty()
    );
}
