//! Terms, names, units, headings, tables and sentences.

use super::*;
use crate::document::{DocumentKind, TableKind, Unit};
use crate::ide::fixture::{BUDGET, at_cursor, with, words};
use crate::text::Edit;

/// The items of a kind where `from` of the fixture is replaced by `to`, which holds the cursor.
#[track_caller]
fn items(
    fixture: &str,
    from: &str,
    to: &str,
    kind: CompletionKind,
) -> (Draft, Vec<CompletionItem>) {
    let (draft, offset) = at_cursor(&with(fixture, from, to));
    let mut items = completion(&draft, offset, Locale::Chinese).items;
    for item in &items {
        assert!(item.span.touches(offset), "{item:?}");
        assert!(!words(&draft, item.span).contains('\n'), "{item:?}");
    }
    items.retain(|item| item.kind == kind);
    (draft, items)
}

#[track_caller]
fn labels(fixture: &str, from: &str, to: &str, kind: CompletionKind) -> Vec<String> {
    let (_, items) = items(fixture, from, to, kind);
    items.into_iter().map(|item| item.label).collect()
}

/// The text after the first item of a kind was taken.
#[track_caller]
fn taken(fixture: &str, from: &str, to: &str, kind: CompletionKind) -> String {
    let (draft, items) = items(fixture, from, to, kind);
    let item = items.first().expect("an item");
    let after = draft.text.apply(&Edit::new(item.span, item.plain_text()));
    after.slice(after.span()).into_owned()
}

const SENTENCE: &str = "负责全市商事服务工作。";

#[test]
fn a_term_is_completed_from_two_characters() {
    let term = CompletionKind::Term;
    assert_eq!(labels(BUDGET, SENTENCE, "安排基本$0", term), ["基本支出"]);
    assert!(labels(BUDGET, SENTENCE, "安排机关运$0", term).contains(&"机关运行经费".to_owned()));
    assert!(labels(BUDGET, SENTENCE, "安排机$0", term).is_empty());
    let after = taken(BUDGET, SENTENCE, "压减“三公$0”。", term);
    assert!(after.contains("压减“三公”经费。"), "{after}");
}

#[test]
fn the_organisation_is_completed_in_sentences_and_on_its_line() {
    let name = CompletionKind::OrganisationName;
    let organisation = ["云水市商事服务局"];
    assert_eq!(labels(BUDGET, SENTENCE, "由云水$0", name), organisation);
    let line = "部门名称：云水市商事服务局";
    assert_eq!(labels(BUDGET, line, "部门名称：$0", name), organisation);
    assert!(labels(BUDGET, line, "部门名称：云水市商事服务局$0", name).is_empty());
}

#[test]
fn units_follow_numbers_once_they_are_begun() {
    let unit = CompletionKind::Unit;
    assert_eq!(labels(BUDGET, SENTENCE, "支出120万$0", unit), ["万元"]);
    assert_eq!(labels(BUDGET, SENTENCE, "支出120.5wy$0", unit), ["万元"]);
    assert_eq!(labels(BUDGET, "单位：万元", "单位：亿$0", unit), ["亿元"]);
    let money = labels(BUDGET, "单位：万元", "单位：$0", unit);
    assert_eq!(money, ["万元", "亿元", "元"]);
    for quiet in ["支出120$0", "支出120万$0元", "支出120万元$0", "支出万$0"] {
        assert!(labels(BUDGET, SENTENCE, quiet, unit).is_empty(), "{quiet}");
    }
}

#[test]
fn missing_headings_come_in_their_order_with_the_next_number() {
    let heading = CompletionKind::Heading;
    let after_duties = format!("{SENTENCE}\n\n$0");
    assert_eq!(
        labels(BUDGET, SENTENCE, &after_duties, heading),
        ["二、机构设置"]
    );
    let last = "科目2011308的预算为130万元。\n";
    let numbered = format!("{last}\n三、$0\n");
    let (_, items) = items(BUDGET, last, &numbered, heading);
    let written: Vec<&str> = items.iter().map(|item| item.new_text.as_str()).collect();
    // 支出预算说明 stands above; what belongs before it comes after what belongs here.
    assert_eq!(written.first(), Some(&"财政拨款收支预算总体情况说明"));
    assert!(written.contains(&"收支预算总体情况说明"), "{written:?}");
    assert!(written.contains(&"政府采购安排情况说明"), "{written:?}");
    assert!(!written.contains(&"支出预算情况说明"), "{written:?}");
    let typed = format!("{last}\n政府采$0\n");
    assert_eq!(
        labels(BUDGET, last, &typed, heading),
        ["三、政府采购安排情况说明"]
    );
}

#[test]
fn a_missing_part_is_numbered_as_a_part() {
    let without = BUDGET.split("第四部分").next().unwrap();
    let last = "科目2011308的预算为130万元。\n";
    let next = format!("{last}\n第四部分$0\n");
    let after = taken(without, last, &next, CompletionKind::Heading);
    assert!(after.contains("\n第四部分 名词解释\n"), "{after}");
}

#[test]
fn markdown_headings_keep_their_marks() {
    let draft = "# 2024年度云水市甲局部门预算公开\n\n## 第一部分 部门概况\n\n### 一、主要职责\n\n承担甲事。\n\n$0\n\n## 第二部分 2024年部门预算表\n";
    let after = taken(draft, "承担甲事", "承担乙事", CompletionKind::Heading);
    assert!(after.contains("\n### 二、机构设置\n"), "{after}");
}

#[test]
fn sentences_quiet_places_and_other_lists_offer_no_headings() {
    for (from, to) in [
        (SENTENCE, "负责$0全市"),
        (SENTENCE, "负$0"),
        (SENTENCE, "（一）$0"),
        ("2.“三公”", "2.$0\n3.“三公”"),
        ("1.基本支出", "$01.基本支出"),
    ] {
        assert!(
            labels(BUDGET, from, to, CompletionKind::Heading).is_empty(),
            "{to}"
        );
    }
}

/// Both kinds of document, with nothing but their first lines.
fn beginning(kind: DocumentKind, existing: &str) -> String {
    let word = match kind {
        DocumentKind::Budget => "预算",
        DocumentKind::FinalAccount => "决算",
    };
    format!(
        "云水市甲局2024年度部门{word}公开\n\n第一部分 部门{word}表\n\n{existing}$0\n\n第二部分 名词解释\n"
    )
}

#[test]
fn every_table_is_read_as_what_it_was_offered_as() {
    let pipes = "2024年项目清单\n\n| 名称 | 金额 |\n| --- | --- |\n| 甲 | 1.00 |\n\n说明如下：\n\n";
    for kind in [DocumentKind::Budget, DocumentKind::FinalAccount] {
        for existing in ["", pipes] {
            let (draft, offset) = at_cursor(&beginning(kind, existing));
            let mut offered = completion(&draft, offset, Locale::Chinese).items;
            offered.retain(|item| item.kind == CompletionKind::TableSkeleton);
            assert_eq!(offered.len(), 9, "{kind:?} {existing}");
            for item in offered {
                let after = draft.text.apply(&Edit::new(item.span, item.plain_text()));
                let text = after.slice(after.span()).into_owned();
                let read = Draft::open(&text);
                let disclosure = &read.disclosures[0].analysis.disclosure;
                let table = disclosure.tables.last().expect("a table");
                assert_ne!(table.kind, TableKind::Unrecognised, "{text}");
                assert_eq!(table.unit, Unit::TenThousandYuan, "{text}");
                let amounts = table
                    .columns
                    .iter()
                    .filter(|column| matches!(column.role, crate::document::ColumnRole::Amount(_)));
                assert!(amounts.count() > 0, "{text}\n{:#?}", table.columns);
                let again = completion(&read, offset, Locale::Chinese).items;
                assert!(
                    again.iter().all(|again| again.label != item.label),
                    "{text}"
                );
            }
        }
    }
}

#[test]
fn tables_are_offered_among_tables_or_by_their_title() {
    let skeleton = CompletionKind::TableSkeleton;
    let after_duties = format!("{SENTENCE}\n\n$0");
    assert!(labels(BUDGET, SENTENCE, &after_duties, skeleton).is_empty());
    let by_title = format!("{SENTENCE}\n\n财政拨款$0");
    assert_eq!(
        labels(BUDGET, SENTENCE, &by_title, skeleton),
        ["2024年财政拨款收支总表"]
    );
    let part = "第三部分 2024年部门预算情况说明";
    let before = format!("$0\n\n{part}");
    let offered = labels(BUDGET, part, &before, skeleton);
    assert!(
        !offered.contains(&"2024年部门支出总表".to_owned()),
        "{offered:?}"
    );
    assert_eq!(
        offered.first().map(String::as_str),
        Some("2024年部门收支总表")
    );
}

const FIGURES: &str = "2024年度云水市甲局部门预算公开\n\n第一部分 部门预算表\n\n\
    2024年财政拨款“三公”经费支出预算表\n\n单位：万元\n\n项目\t合计\t一般公共预算\n\
    因公出国（境）费\t\t\n公务接待费\t0.98\t0.98\n公务用车购置及运行费\t2.73\t2.73\n\
    ①公务用车购置费\t\t\n②公务用车运行维护费\t2.73\t2.73\n合计\t3.71\t3.71\n\n\
    2024年机关运行经费预算表\n\n单位：万元\n\n单位名称\t合计\t一般公共预算\n合计\t25.54\t25.54\n云水市甲局\t25.54\t25.54\n\n\
    2024年政府采购预算表\n\n单位：万元\n\n项目\t合计\t货物\t工程\t服务\n合计\t29.87\t3.15\t0.00\t26.72\n设备更新\t29.87\t3.15\t0.00\t26.72\n\n\
    第二部分 部门预算情况说明\n\n一、“三公”经费预算情况说明\n\n此处一。\n\n二、机关运行经费安排情况说明\n\n此处二。\n\n三、政府采购安排情况说明\n\n此处三。\n";

#[test]
fn sentences_hold_the_figures_of_the_tables() {
    let sentence = CompletionKind::Sentence;
    let three_public = taken(FIGURES, "此处一。", "$0", sentence);
    assert!(
        three_public.contains(
            "2024年“三公”经费预算3.71万元，其中：因公出国（境）费0万元，公务用车购置及运行维护费2.73万元（公务用车购置费0万元，公务用车运行维护费2.73万元），公务接待费0.98万元。\n"
        ),
        "{three_public}"
    );
    let operating = taken(FIGURES, "此处二。", "机关运$0", sentence);
    assert!(
        operating.contains("\n2024年机关运行经费预算25.54万元，。\n"),
        "{operating}"
    );
    let procurement = taken(FIGURES, "此处三。", "$0", sentence);
    assert!(
        procurement.contains("2024年政府采购预算总额29.87万元，其中：政府采购货物预算3.15万元、政府采购工程预算0.00万元、政府采购服务预算26.72万元。\n"),
        "{procurement}"
    );
}

#[test]
fn a_final_account_is_stated_from_its_own_table() {
    let (draft, offset) = at_cursor(&beginning(DocumentKind::FinalAccount, ""));
    let mut offered = completion(&draft, offset, Locale::Chinese).items;
    offered.retain(|item| item.label.contains("三公"));
    let item = offered.first().expect("the table");
    let filled = item.new_text.replace(
        "$0\t\t\t\t\t\t\t\t\t\t\t",
        "4.00\t3.40\t\t\t3.00\t2.50\t\t\t3.00\t2.50\t1.00\t0.90",
    );
    let text = draft.text.apply(&Edit::new(item.span, filled));
    let section =
        "第二部分 部门决算情况说明\n\n一、“三公”经费支出决算情况说明\n\n此处。\n\n第三部分";
    let text = text.slice(text.span()).replace("第二部分", section);
    let written = taken(&text, "此处。", "$0", CompletionKind::Sentence);
    let sentence = "2024年“三公”经费支出决算3.40万元，其中：因公出国（境）费0万元，公务用车购置及运行维护费2.50万元（公务用车购置费0万元，公务用车运行维护费2.50万元），公务接待费0.90万元。";
    assert!(written.contains(sentence), "{written}");
}

#[test]
fn with_the_year_before_the_change_is_stated_too() {
    let table = "2024年一般公共预算“三公”经费支出表\n\n单位：万元\n\n\
        2023年预算数\t\t\t\t\t\t2024年预算数\t\t\t\t\t\n\
        合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n\
        \t\t小计\t公务用车购置费\t公务用车运行费\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t\n\
        4.00\t\t3.00\t\t3.00\t1.00\t3.71\t\t2.73\t\t2.73\t0.98\n\n2024年机关运行";
    let (before, rest) = FIGURES.split_once("2024年财政拨款“三公”").unwrap();
    let (_, rest) = rest.split_once("2024年机关运行").unwrap();
    let draft = format!("{before}{table}{rest}");
    let written = taken(&draft, "此处一。", "$0", CompletionKind::Sentence);
    let sentence = "“三公”经费预算3.71万元，比上年减少0.29万元，下降7.25%，主要原因是。其中：因公出国（境）费0万元，";
    assert!(written.contains(sentence), "{written}");
}

#[test]
fn what_is_written_from_the_tables_agrees_with_them() {
    let written = taken(FIGURES, "此处一。", "$0", CompletionKind::Sentence);
    let draft = Draft::open(&written);
    let findings = &draft.disclosures[0].analysis.findings;
    let grave: Vec<_> = findings
        .iter()
        .filter(|finding| finding.severity == crate::audit::Severity::Error)
        .collect();
    assert!(grave.is_empty(), "{grave:#?}");
}

#[test]
fn sentences_without_figures_or_elsewhere_are_not_offered() {
    let sentence = CompletionKind::Sentence;
    assert!(labels(FIGURES, "此处二。", "三$0", sentence).is_empty());
    assert!(labels(FIGURES, "此处二。", "此处$0二。", sentence).is_empty());
    let without = FIGURES.replace("25.54", "");
    assert!(labels(&without, "此处二。", "$0", sentence).is_empty());
}

#[test]
fn documentation_is_made_on_demand() {
    let (draft, offset) = at_cursor(&with(BUDGET, SENTENCE, "安排基本$0"));
    let list = completion(&draft, offset, Locale::Chinese);
    let term = list
        .items
        .iter()
        .find(|item| item.label == "基本支出")
        .unwrap();
    let documented = term.documentation.as_ref().unwrap();
    let own = completion_documentation(&draft, offset, documented, Locale::Chinese);
    assert_eq!(own.as_deref(), Some("> 指为保障机构正常运转而发生的支出。"));
    let built_in = Documented::Term("机关运行经费".to_owned());
    let built_in = completion_documentation(&draft, offset, &built_in, Locale::Chinese);
    assert!(built_in.unwrap().ends_with("_内置说明_"));
    let subject = Documented::Subject(
        crate::subjects::Classification::Functional,
        "2011308".to_owned(),
    );
    let subject = completion_documentation(&draft, offset, &subject, Locale::Chinese).unwrap();
    assert!(
        subject.contains("**2011308 招商引资**") && subject.contains("本文金额（万元）"),
        "{subject}"
    );
    let unknown = Documented::Term("无此名词".to_owned());
    assert_eq!(
        completion_documentation(&draft, offset, &unknown, Locale::Chinese),
        None
    );
}
