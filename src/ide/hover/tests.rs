mod amounts;

use super::*;
use crate::ide::fixture::{BUDGET, HENAN, at_cursor, with, words};
use insta::assert_snapshot;

/// The hover of a fixture in which `from` is replaced by `to`, which holds the cursor.
#[track_caller]
fn shown(fixture: &str, from: &str, to: &str) -> String {
    let (draft, offset) = at_cursor(&with(fixture, from, to));
    let hover = hover(&draft, offset, Locale::Chinese).expect("a hover");
    printed(&draft, &hover)
}

fn printed(draft: &Draft, hover: &Hover) -> String {
    let links = hover.links.iter();
    let links = links.map(|link| format!("\n→ {}：{}", link.label, words(draft, link.span)));
    let links: String = links.collect();
    format!("[{}]\n{}{links}", words(draft, hover.span), hover.markdown)
}

#[track_caller]
fn same_text(fixture: &str, one: (&str, &str), other: (&str, &str)) {
    let text = |(from, to)| {
        let (draft, offset) = at_cursor(&with(fixture, from, to));
        hover(&draft, offset, Locale::Chinese)
            .expect("a hover")
            .markdown
    };
    assert_eq!(text(one), text(other));
}

#[track_caller]
fn silent(from: &str, to: &str) {
    let (draft, offset) = at_cursor(&with(BUDGET, from, to));
    assert_eq!(hover(&draft, offset, Locale::Chinese), None);
}

#[test]
fn a_code_shows_path_glossary_catalogue_and_amounts() {
    assert_snapshot!(shown(BUDGET, "2011308\t招商引资", "2011$0308\t招商引资"), @r#"
    [2011308]
    201 一般公共服务支出 › 20113 商贸事务 › **2011308 招商引资**（项）

    支出功能分类 · 一般公共预算

    > 反映用于招商引资的支出&lt;b&gt;\[x\](command:run)。

    本文金额（万元）

    - 预算收入总表：本年收入·合计 130.00，一般公共预算 130.00
    - 预算支出总表：合计 130.00，项目支出 130.00

    _内置科目目录（非本文内容）：见于 2018 年以来的公开文本_
    → 本文第 58 行：3.一般公共服务（类）商贸事务（款）招商引资（项）：反映用于招商引资的支出<b>[x](command:run)。
    "#);
}

#[test]
fn name_path_and_code_in_prose_show_the_same_as_the_code() {
    let code = ("2011308\t招商引资", "2011$0308\t招商引资");
    same_text(BUDGET, code, ("2011308\t招商引资", "2011308\t招商$0引资"));
    same_text(BUDGET, code, ("招商引资（项）", "招商引$0资（项）"));
    same_text(BUDGET, code, ("科目2011308", "科目$02011308"));
}

#[test]
fn a_step_of_a_path_shows_the_path_to_it() {
    assert_snapshot!(shown(BUDGET, "商贸事务（款）", "商贸$0事务（款）"), @r#"
    [一般公共服务（类）商贸事务（款）]
    201 一般公共服务支出 › **20113 商贸事务**（款）

    支出功能分类 · 一般公共预算

    本文金额（万元）

    - 预算收入总表：本年收入·合计 230.00，一般公共预算 230.00
    - 预算支出总表：合计 230.00，基本支出 100.00，项目支出 130.00

    _内置科目目录（非本文内容）：见于 2018 年以来的公开文本_
    "#);
}

#[test]
fn a_code_in_three_columns_is_one_code() {
    assert_snapshot!(shown(HENAN, "201\t13\t50", "201\t1$03\t50"), @r#"
    [201	13	50]
    201 一般公共服务支出 › 20113 商贸事务 › **2011350 事业运行**（项）

    支出功能分类 · 一般公共预算

    本文金额（万元）

    - 部门支出总体情况表：合计 60.00，基本支出 50.00，项目支出 10.00

    _内置科目目录（非本文内容）：见于 2018 年以来的公开文本_
    "#);
    let whole = ("201\t13\t50", "201\t1$03\t50");
    same_text(HENAN, whole, ("201\t13\t50", "20$01\t13\t50"));
    same_text(HENAN, whole, ("事业运行\t60.00", "事业$0运行\t60.00"));
}

#[test]
fn economic_codes_of_both_classifications_are_told_apart() {
    assert_snapshot!(shown(HENAN, "30201\t办公费", "302$001\t办公费"), @r#"
    [30201]
    302 商品和服务支出 › **30201 办公费**（款）

    部门预算支出经济分类

    本文金额（万元）

    - 一般公共预算基本支出表：本年一般公共预算基本支出·合计 5.00，公用经费 5.00

    _内置科目目录（非本文内容）：见于 2018 年以来的公开文本_
    "#);
    assert_snapshot!(shown(HENAN, "50502\t商品", "50$0502\t商品"), @r#"
    [50502]
    505 对事业单位经常性补助 › **50502 商品和服务支出**（款）

    政府预算支出经济分类

    本文金额（万元）

    - 一般公共预算基本支出表：本年一般公共预算基本支出·合计 5.00，公用经费 5.00

    _内置科目目录（非本文内容）：见于 2018 年以来的公开文本_
    "#);
    let code = ("50502\t商品", "50$0502\t商品");
    same_text(
        HENAN,
        code,
        ("商品和服务支出\t5.00", "商品$0和服务支出\t5.00"),
    );
}

#[test]
fn a_class_in_a_summary_table_is_known_by_its_name() {
    assert_snapshot!(shown(HENAN, "（一）一般公共服务支出", "（一）一般$0公共服务支出"), @r#"
    [（一）一般公共服务支出]
    **201 一般公共服务支出**（类）

    支出功能分类 · 一般公共预算

    本文金额（万元）

    - 财政拨款收支总体情况表：支出·金额 60.00

    _内置科目目录（非本文内容）：见于 2018 年以来的公开文本_
    "#);
}

#[test]
fn a_term_shows_the_entry_of_the_document() {
    assert_snapshot!(shown(BUDGET, "“三公”经费预算", "“三$0公”经费预算"), @r#"
    [“三公”经费]
    **“三公”经费**

    > 指因公出国（境）费、公务用车购置及运行费和公务接待费。
    → 本文第 57 行：2.“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。
    "#);
    let in_prose = ("其中：基本支出", "其中：基本$0支出");
    same_text(BUDGET, in_prose, ("\t基本支出\t", "\t基$0本支出\t"));
}

#[test]
fn a_term_without_an_entry_shows_the_built_in_explanation() {
    assert_snapshot!(shown(BUDGET, "机关运行经费预算", "机关运$0行经费预算"), @r#"
    [机关运行经费]
    **机关运行经费**

    行政单位和参照公务员法管理的事业单位用财政拨款安排的公用经费，用于办公、差旅、会议、维修、水电等日常运转。

    _内置说明（非本文内容）_
    "#);
}

#[test]
fn a_term_explained_inside_another_entry_is_found() {
    let nested = with(
        BUDGET,
        "购置及运行费和公务接待费。",
        "购置及运行费。其中，因公出国（境）费用反映住宿费；公务接待费反映各类公务接待支出。",
    );
    assert_snapshot!(shown(&nested, "负责全市", "公务接$0待费"), @r#"
    [公务接待费]
    **公务接待费**

    > 反映各类公务接待支出。
    → 本文第 57 行：2.“三公”经费：指因公出国（境）费、公务用车购置及运行费。其中，因公出国（境）费用反映住宿费；公务接待费反映各类公务接待支出。
    "#);
    let text = shown(&nested, "负责全市", "因公出国(境$0)费");
    assert!(text.contains("> 反映住宿费"), "{text}");
}

#[test]
fn an_amount_in_prose_is_shown_in_other_units() {
    assert_snapshot!(shown(BUDGET, "支出预算250万元", "支出预算2$050万元"), @r#"
    [250万元]
    支出预算：**250万元** = 2,500,000 元

    “支出预算” `B302`  
    250（支出预算） = 120（基本支出） + 130（项目支出）  
    ✓ 成立

    “支出预算”与2024年预算支出总表 `B301`  
    250（支出预算） = 250.00（预算支出总表 · 合计）  
    ✓ 成立

    “基本支出”占比 `B303`  
    120（基本支出） ÷ 250（支出预算） = 48%  
    ✓ 成立

    “项目支出”占比 `B303`  
    130（项目支出） ÷ 250（支出预算） = 52%  
    ✓ 成立
    "#);
    same_text(
        BUDGET,
        ("支出预算250万元", "支出预算2$050万元"),
        ("支出预算250万元", "支出预算250万$0元"),
    );
}

#[test]
fn a_name_in_prose_shows_the_subject_that_the_tables_print() {
    assert_snapshot!(shown(BUDGET, "负责全市", "负责住房改$0革支出等"), @r#"
    [住房改革支出]
    221 住房保障支出 › **22102 住房改革支出**（款）

    支出功能分类 · 一般公共预算

    本文金额（万元）

    - 预算收入总表：本年收入·合计 20.00，一般公共预算 20.00
    - 预算支出总表：合计 20.00，基本支出 20.00

    _内置科目目录（非本文内容）：见于 2018 年以来的公开文本_
    "#);
}

#[test]
fn a_name_of_many_subjects_lists_them() {
    let text = shown(BUDGET, "负责全市", "负责一般行政$0管理事务等");
    assert!(
        text.contains("- 2010102 一般公共服务支出 › 人大事务 › 一般行政管理事务"),
        "{text}"
    );
    assert!(!text.contains("2024年预算支出总表"), "{text}");
}

#[test]
fn ordinary_words_are_no_subjects() {
    silent("负责全市", "负责产业$0发展等");
    silent("负责全市", "负责机关$0服务等");
}

#[test]
fn words_of_the_document_do_not_act_in_a_hover() {
    let named = with(
        BUDGET,
        "2011301\t行政运行",
        "2011301\t<i>行[政](command:a)|运*行*",
    );
    let text = shown(&named, "2011301\t", "20113$001\t");
    let name = "&lt;i&gt;行\\[政\\](command:a)\\|运\\*行\\*";
    assert!(text.contains(name), "{text}");
    let (draft, offset) = at_cursor(&with(BUDGET, "2011308\t", "2011$0308\t"));
    let markdown = hover(&draft, offset, Locale::Chinese).unwrap().markdown;
    assert!(
        markdown.contains("&lt;b&gt;\\[x\\](command:run)"),
        "{markdown}"
    );
    assert!(!markdown.contains("<b>") && !markdown.contains("[x]("));
}

#[test]
fn links_stand_below_and_only_where_they_lead_somewhere() {
    let (draft, offset) = at_cursor(&with(BUDGET, "其中：基本支出", "其中：基$0本支出"));
    let hover = hover(&draft, offset, Locale::English).unwrap();
    let linked = hover.with_links(|span| Some(format!("file:///a%20b#{}", span.start)));
    let start = hover.links[0].span.start;
    assert!(
        linked.ends_with(&format!("](<file:///a%20b#{start}>)")),
        "{linked}"
    );
    let named = hover.with_links(|_| None);
    assert!(named.ends_with("of this document"), "{named}");
}

#[test]
fn plain_words_have_no_hover() {
    silent("负责全市", "负$0责全市");
    silent("一、主要职责\n", "一、主要职责\n$0");
    silent("科目2011308", "电话20113$008123，科目2011308");
    silent("科目2011308", "第30$01号");
}

#[test]
fn no_offset_of_a_draft_is_an_error() {
    for fixture in [BUDGET, HENAN] {
        let draft = Draft::open(fixture);
        // Also inside characters and beyond the end.
        for offset in (0..fixture.len() + 9).step_by(4) {
            if let Some(hover) = hover(&draft, offset, Locale::Chinese) {
                let offset = crate::ide::place::boundary(fixture, offset);
                assert!(hover.span.touches(offset), "{offset}");
                assert!(!words(&draft, hover.span).is_empty());
            }
        }
    }
    assert_eq!(hover(&Draft::open(""), 0, Locale::Chinese), None);
}
