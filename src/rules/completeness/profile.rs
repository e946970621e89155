//! What a complete disclosure holds: topics, tables, terms (domain specification §7.2–§7.4,
//! Appendix C). Data, so that a layout is added without code.
//!
//! This is the national minimum. Layouts differ in where they say a thing, so a topic counts as
//! present when a heading names it or a sentence states it.

use crate::document::{Disclosure, DocumentKind, OutlineKind, ProseKind, TableKind};

/// A matter that a disclosure has to explain.
pub struct Topic {
    /// Its name in Chinese, for messages.
    pub name: &'static str,
    /// Its name in English, for messages.
    pub english: &'static str,
    /// Words of which one stands in a heading or in the narrative when the topic is treated.
    pub words: &'static [&'static str],
    /// It is required of budgets; every topic is required of final accounts.
    pub in_budgets: bool,
}

/// The required topics, glossary excluded.
pub const TOPICS: &[Topic] = &[
    Topic {
        name: "主要职责",
        english: "duties",
        words: &[
            "主要职责",
            "主要职能",
            "部门职责",
            "单位职责",
            "工作职责",
            "职能",
        ],
        in_budgets: true,
    },
    Topic {
        name: "机构设置",
        english: "organisation",
        words: &[
            "机构设置",
            "单位构成",
            "内设机构",
            "机构情况",
            "机构",
            "基本情况",
        ],
        in_budgets: true,
    },
    Topic {
        name: "收入情况说明",
        english: "income",
        words: &["收入"],
        in_budgets: true,
    },
    Topic {
        name: "支出情况说明",
        english: "expenditure",
        words: &["支出"],
        in_budgets: true,
    },
    Topic {
        name: "一般公共预算支出情况说明",
        english: "general public budget",
        words: &["一般公共预算"],
        in_budgets: true,
    },
    Topic {
        name: "基本支出情况说明",
        english: "basic expenditure",
        words: &["基本支出", "人员经费", "公用经费"],
        in_budgets: true,
    },
    Topic {
        name: "“三公”经费情况说明",
        english: "three public expenses",
        words: &["三公”经费", "三公\"经费", "三公经费", "三公"],
        in_budgets: true,
    },
    Topic {
        name: "机关运行经费情况说明",
        english: "operating funds",
        words: &["机关运行经费", "运转经费", "运行经费"],
        in_budgets: true,
    },
    Topic {
        name: "政府采购情况说明",
        english: "procurement",
        words: &["政府采购"],
        in_budgets: true,
    },
    Topic {
        name: "绩效情况说明",
        english: "performance",
        words: &["绩效"],
        in_budgets: true,
    },
    Topic {
        name: "国有资产占用情况说明",
        english: "state assets",
        words: &["国有资产", "车辆"],
        in_budgets: false,
    },
];

/// The topics required of a disclosure.
pub fn required_topics(disclosure: &Disclosure) -> impl Iterator<Item = &'static Topic> {
    let final_account = disclosure.kind == Some(DocumentKind::FinalAccount);
    TOPICS
        .iter()
        .filter(move |topic| topic.in_budgets || final_account)
}

/// Whether a heading names a topic or the narrative treats it; the glossary only defines words.
pub fn treats(disclosure: &Disclosure, topic: &Topic) -> bool {
    disclosure
        .prose
        .iter()
        .filter(|line| line.kind != ProseKind::Barrier)
        .any(|line| {
            let words = disclosure.words(line.span);
            topic.words.iter().any(|word| words.contains(word))
        })
}

/// Whether a disclosure shows itself to be whole: it has contents, or most topics. A draft of some
/// sections is not told what it lacks.
pub fn is_whole(disclosure: &Disclosure) -> bool {
    if !disclosure.toc.is_empty() {
        return true;
    }
    let required: Vec<&Topic> = required_topics(disclosure).collect();
    let treated = required
        .iter()
        .filter(|topic| treats(disclosure, topic))
        .count();
    let parts = disclosure
        .outline
        .iter()
        .filter(|node| matches!(node.kind, OutlineKind::Part | OutlineKind::Glossary))
        .count();
    parts >= 2 && treated * 4 >= required.len() * 3
}

/// The tables that the national rules require, with their usual names.
pub fn required_tables(kind: DocumentKind) -> &'static [(TableKind, &'static str)] {
    match kind {
        DocumentKind::Budget => &[
            (TableKind::BudgetSummary, "收支总表"),
            (TableKind::Income, "收入总表"),
            (TableKind::Expenditure, "支出总表"),
            (TableKind::FiscalSummary, "财政拨款收支总表"),
            (TableKind::GeneralExpenditure, "一般公共预算支出表"),
            (TableKind::BasicExpenditure, "一般公共预算基本支出表"),
            (TableKind::GovernmentFundExpenditure, "政府性基金预算支出表"),
            (TableKind::StateCapital, "国有资本经营预算支出表"),
            (TableKind::ThreePublic, "“三公”经费支出表"),
        ],
        DocumentKind::FinalAccount => &[
            (TableKind::FinalSummary, "收入支出决算总表"),
            (TableKind::FinalIncome, "收入决算表"),
            (TableKind::FinalExpenditure, "支出决算表"),
            (TableKind::FinalFiscalSummary, "财政拨款收入支出决算总表"),
            (
                TableKind::FinalGeneralExpenditure,
                "一般公共预算财政拨款支出决算表",
            ),
            (
                TableKind::FinalBasicExpenditure,
                "一般公共预算财政拨款基本支出决算表",
            ),
            (
                TableKind::FinalGovernmentFund,
                "政府性基金预算财政拨款收入支出决算表",
            ),
            (
                TableKind::FinalStateCapital,
                "国有资本经营预算财政拨款支出决算表",
            ),
            (TableKind::FinalThreePublic, "财政拨款“三公”经费支出决算表"),
        ],
    }
}

/// Terms that a glossary explains when the narrative uses them: the word looked for and the words
/// of which one must stand in a glossary term.
pub const TERMS: &[(&str, &[&str])] = &[
    ("基本支出", &["基本支出"]),
    ("项目支出", &["项目支出"]),
    ("“三公”经费", &["三公"]),
    ("机关运行经费", &["机关运行经费", "运转经费"]),
];
