use super::*;
use crate::audit::{Draft, Locale};

/// A budget of a library: its total, and the sentence about it.
fn budget(organisation: &str, year: u16, total: &str, sentence: &str) -> String {
    format!(
        "{organisation}{year}年度单位预算公开\n\n第一部分 {year}年单位预算表\n\n\
         {year}年预算支出总表\n\n部门名称：{organisation}\n\n单位：万元\n\n\
         科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
         合计\t\t{total}\t{total}\t\n\
         207\t文化旅游体育与传媒支出\t{total}\t{total}\t\n\
         20701\t文化和旅游\t{total}\t{total}\t\n\
         2070104\t图书馆\t{total}\t{total}\t\n\n\
         第二部分 {year}年单位预算情况说明\n\n一、支出预算说明\n\n{sentence}\n"
    )
}

/// The final account of the library for 2024.
fn final_account(sentence: &str) -> String {
    format!(
        "青禾县图书馆2024年度单位决算公开\n\n第一部分 2024年度单位决算表\n\n\
         支出决算表\n\n编制单位：青禾县图书馆\n\n单位：万元\n\n\
         科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n\
         合计\t\t190.00\t190.00\t\n\
         207\t文化旅游体育与传媒支出\t190.00\t190.00\t\n\
         20701\t文化和旅游\t190.00\t190.00\t\n\
         2070104\t图书馆\t190.00\t190.00\t\n\n\
         第二部分 2024年度单位决算情况说明\n\n一、支出决算说明\n\n{sentence}\n"
    )
}

/// A budget of the department with the library and another unit in it.
const DEPARTMENT: &str = "\
青禾县文化局2025年度部门预算公开

第一部分 2025年部门预算表

2025年预算支出总表

部门名称：青禾县文化局

单位：万元

单位代码\t单位名称\t合计\t基本支出\t项目支出
\t合计\t300.00\t300.00\t
031001\t青禾县文化局（本级）\t50.00\t50.00\t
031002\t青禾县图书馆\t250.00\t250.00\t
";

/// What is said when drafts are compared: the check, the flagged words, the other line, the
/// message.
fn said(sources: &[&str]) -> Vec<(&'static str, String, u32, String)> {
    let drafts: Vec<Draft> = sources.iter().map(|source| Draft::open(source)).collect();
    let digests: Vec<Digest> = drafts
        .iter()
        .flat_map(|draft| digest(draft, "a.txt"))
        .collect();
    assert_eq!(
        digests.len(),
        sources.len(),
        "a document was not recognised"
    );
    let found = compare(&digests).into_iter().map(|mismatch| {
        let words = drafts[mismatch.document].text.slice(mismatch.span);
        let message = mismatch.message("另一份").text(Locale::Chinese).to_owned();
        (
            mismatch.code,
            words.into_owned(),
            mismatch.other_line,
            message,
        )
    });
    found.collect()
}

const LIBRARY: &str = "青禾县图书馆";

#[test]
fn the_year_before_is_that_of_its_document() {
    let last = budget(LIBRARY, 2024, "210.00", "2024年支出预算210万元。");
    let now = |change: &str| {
        let sentence = format!("2025年支出预算250万元，{change}。");
        said(&[&last, &budget(LIBRARY, 2025, "250.00", &sentence)])
    };
    assert_eq!(now("比上年增加40万元，增长19.05%"), []);
    let found = now("比上年增加50万元，增长25%");
    let message = "“支出预算”250万元，比上年增加 50万元，与另一份 第 12 行印出的 210.00万元 不一致";
    assert_eq!(found, [("B801", "50".to_owned(), 12, message.to_owned())]);
    assert_eq!(now("与上年持平").len(), 1);
    let within_rounding = budget(LIBRARY, 2024, "209.996", "2024年支出预算210.00万元。");
    let sentence = "2025年支出预算250.00万元，比上年增加40.00万元，增长19.05%。";
    let now = budget(LIBRARY, 2025, "250.00", sentence);
    assert_eq!(said(&[&within_rounding, &now]), []);
}

#[test]
fn other_years_and_organisations_and_doubles_are_not_compared() {
    let sentence = "2025年支出预算250万元，比上年增加50万元，增长25%。";
    let now = budget(LIBRARY, 2025, "250.00", sentence);
    let two_years_ago = budget(LIBRARY, 2023, "210.00", "无。");
    let another = budget("青禾县博物馆", 2024, "210.00", "无。");
    assert_eq!(said(&[&now, &two_years_ago, &another]), []);
    let last = budget(LIBRARY, 2024, "210.00", "无。");
    assert_eq!(said(&[&now, &last]).len(), 1);
    assert_eq!(said(&[&now, &last, &last]), []);
}

#[test]
fn the_initial_budget_is_that_of_the_budget() {
    let budget = budget(LIBRARY, 2024, "210.00", "2024年支出预算210万元。");
    let settled = |initial: &str, rate: &str| {
        final_account(&format!(
            "本年支出年初预算为{initial}万元，支出决算为190.00万元，完成年初预算的{rate}%。"
        ))
    };
    let found = said(&[&budget, &settled("200.00", "95")]);
    let codes: Vec<_> = found
        .iter()
        .map(|(code, words, ..)| (*code, words.as_str()))
        .collect();
    assert_eq!(codes, [("B802", "200.00")], "{found:?}");
    assert_eq!(said(&[&budget, &settled("210.00", "90.48")]), []);
}

#[test]
fn a_unit_has_the_total_that_its_department_lists() {
    let unit = |total: &str| budget(LIBRARY, 2025, total, "无。");
    assert_eq!(said(&[DEPARTMENT, &unit("250.00")]), []);
    let found = said(&[DEPARTMENT, &unit("252.00")]);
    let message = "“031002 青禾县图书馆”合计 250.00万元，与另一份 第 12 行印出的 252.00万元 不一致";
    assert_eq!(
        found,
        [("B803", "250.00".to_owned(), 12, message.to_owned())]
    );
}

/// A budget of a unit or a department with its projects.
fn with_projects(organisation: &str, rows: &str) -> String {
    format!(
        "{organisation}2025年度部门预算公开\n\n第一部分 2025年部门预算表\n\n\
         2025年项目支出预算表\n\n部门名称：{organisation}\n\n单位：万元\n\n\
         项目名称\t合计\t一般公共预算\t政府性基金\t国有资本经营预算\n{rows}"
    )
}

#[test]
fn a_project_has_one_amount_in_department_and_unit() {
    let department = with_projects(
        "青禾县文化局",
        "青禾县文化局\t30.00\t30.00\t\t\n青禾县图书馆\t30.00\t30.00\t\t\n\
         古籍修复经费\t20.00\t20.00\t\t\n流动书车经费\t10.00\t10.00\t\t\n",
    );
    let unit = |amount: &str| {
        with_projects(
            LIBRARY,
            &format!(
                "青禾县图书馆\t30.00\t30.00\t\t\n\
                 古籍修复经费\t{amount}\t{amount}\t\t\n流动书车经费\t10.00\t10.00\t\t\n"
            ),
        )
    };
    assert_eq!(said(&[&department, &unit("20.00")]), []);
    let found = said(&[&department, &unit("12.00")]);
    let told: Vec<_> = found
        .iter()
        .map(|(code, words, ..)| (*code, words.as_str()))
        .collect();
    assert_eq!(told, [("B804", "20.00")], "{found:?}");
}

/// The “三公” table of the library for 2025, with the year before beside it.
fn three_public(year: u16, header: &str, prior: &str, current: &str) -> String {
    format!(
        "青禾县图书馆{year}年度部门预算公开\n\n第一部分 {year}年部门预算表\n\n\
         {year}年一般公共预算“三公”经费支出表\n\n部门名称：青禾县图书馆\n\n单位：万元\n\n\
         项目\t{header}\t{year}年预算数\n合计\t{prior}\t{current}\n\
         因公出国（境）费\t\t\n公务接待费\t{prior}\t{current}\n公务用车购置及运行费\t\t\n"
    )
}

#[test]
fn a_column_of_the_year_before_is_that_of_its_document() {
    let last = three_public(2024, "2023年预算数", "4.00", "5.00");
    let found = said(&[&last, &three_public(2025, "2024年预算数", "6.00", "5.50")]);
    let told: Vec<_> = found
        .iter()
        .map(|(code, words, ..)| (*code, words.as_str()))
        .collect();
    assert_eq!(told, [("B801", "6.00"), ("B801", "6.00")], "{found:?}");
    assert_eq!(
        said(&[&last, &three_public(2025, "2024年预算数", "5.00", "5.50")]),
        []
    );
    // What was spent is in no budget.
    assert_eq!(
        said(&[&last, &three_public(2025, "2024年执行数", "6.00", "5.50")]),
        []
    );
}

#[test]
fn a_budget_is_not_compared_with_what_was_spent() {
    let last = budget(LIBRARY, 2024, "210.00", "2024年支出预算210万元。");
    let sentence = "2025年支出预算250万元，比2024年执行数增加50万元，增长25%。";
    assert_eq!(
        said(&[&last, &budget(LIBRARY, 2025, "250.00", sentence)]),
        []
    );
}
