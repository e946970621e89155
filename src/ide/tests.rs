//! Outline, folding and diagnostics.

use std::sync::Arc;

use super::fixture::{BUDGET, HENAN, words};
use super::*;
use crate::audit::{Analysis, Draft, Finding, Fix, Message, PlacedAnalysis, Related, Severity};
use crate::text::Span;
use insta::assert_snapshot;

fn outline(draft: &Draft, symbols: &[Symbol], depth: usize, lines: &mut Vec<String>) {
    for symbol in symbols {
        assert!(symbol.span.contains_span(symbol.selection_span));
        assert!(!symbol.name.is_empty());
        lines.push(format!(
            "{}{:?} {} | {} | {}",
            "  ".repeat(depth),
            symbol.kind,
            symbol.name,
            symbol.detail,
            words(draft, symbol.selection_span)
        ));
        outline(draft, &symbol.children, depth + 1, lines);
    }
}

fn outline_of(source: &str) -> String {
    let draft = Draft::open(source);
    let mut lines = Vec::new();
    outline(&draft, &symbols(&draft, Locale::Chinese), 0, &mut lines);
    lines.join("\n")
}

#[test]
fn the_outline_shows_parts_sections_tables_and_entries() {
    assert_snapshot!(outline_of(BUDGET), @r#"
    Part 第一部分 概况 |  | 第一部分 概况
      Section 一、主要职责 |  | 一、主要职责
    Part 第二部分 2024年部门预算表 |  | 第二部分 2024年部门预算表
      Table 2024年预算收入总表 | 万元 · 8 行 | 2024年预算收入总表
      Table 2024年预算支出总表 | 万元 · 8 行 | 2024年预算支出总表
    Part 第三部分 2024年部门预算情况说明 |  | 第三部分 2024年部门预算情况说明
      Section 一、支出预算说明 |  | 一、支出预算说明
      Section 二、其他说明 |  | 二、其他说明
    Glossary 第四部分 名词解释 |  | 第四部分 名词解释
      GlossaryEntry 基本支出 |  | 基本支出
      GlossaryEntry “三公”经费 |  | “三公”经费
      GlossaryEntry 一般公共服务（类）商贸事务（款）招商引资（项） |  | 一般公共服务（类）商贸事务（款）招商引资（项）
    "#);
}

#[test]
fn a_compendium_has_a_symbol_for_each_disclosure() {
    let second = HENAN.replace("云水市", "石桥县");
    let both = format!("{BUDGET}\n{second}");
    let draft = Draft::open(&both);
    assert_eq!(draft.disclosures.len(), 2);
    let symbols = symbols(&draft, Locale::Chinese);
    let tops = symbols.iter();
    let tops: Vec<String> = tops
        .map(|symbol| {
            assert_eq!(symbol.kind, SymbolKind::Disclosure);
            let place = words(&draft, symbol.selection_span);
            format!("{} | {} | {place}", symbol.name, symbol.detail)
        })
        .collect();
    assert_snapshot!(tops.join("\n"), @r#"
    云水市商事服务局 | 2024年预算 | 云水市商事服务局
    石桥县商务服务中心 | 2024年预算 | 石桥县商务服务中心
    "#);
    assert!(symbols[1].span.start >= BUDGET.len());
    assert!(
        symbols[1]
            .children
            .iter()
            .all(|child| symbols[1].span.contains_span(child.span))
    );
}

#[test]
fn folds_end_before_blank_lines() {
    let draft = Draft::open(BUDGET);
    let folds = folding(&draft, Locale::Chinese).into_iter().map(|fold| {
        let text = words(&draft, fold.span);
        assert_eq!(text, text.trim());
        assert!(text.contains('\n'));
        let first = text.lines().next().unwrap_or_default().trim_end();
        let last = text.lines().last().unwrap_or_default();
        format!("{:?}: {first} … {last}", fold.kind)
    });
    let folds: Vec<String> = folds.collect();
    assert_snapshot!(folds.join("\n"), @r#"
    Heading: 第一部分 概况 … 负责全市商事服务工作。
    Heading: 一、主要职责 … 负责全市商事服务工作。
    Heading: 第二部分 2024年部门预算表 … 2210201	住房公积金	20.00	20.00
    Table: 2024年预算收入总表 … 2210201	住房公积金	20.00	20.00
    Rows: 201	一般公共服务支出	230.00	230.00 … 2011308	招商引资	130.00	130.00
    Rows: 20113	商贸事务	230.00	230.00 … 2011308	招商引资	130.00	130.00
    Rows: 221	住房保障支出	20.00	20.00 … 2210201	住房公积金	20.00	20.00
    Rows: 22102	住房改革支出	20.00	20.00 … 2210201	住房公积金	20.00	20.00
    Table: 2024年预算支出总表 … 2210201	住房公积金	20.00	20.00
    Rows: 201	一般公共服务支出	230.00	100.00	130.00 … 2011308	招商引资	130.00		130.00
    Rows: 20113	商贸事务	230.00	100.00	130.00 … 2011308	招商引资	130.00		130.00
    Rows: 221	住房保障支出	20.00	20.00 … 2210201	住房公积金	20.00	20.00
    Rows: 22102	住房改革支出	20.00	20.00 … 2210201	住房公积金	20.00	20.00
    Heading: 第三部分 2024年部门预算情况说明 … 机关运行经费预算12万元，“三公”经费预算0万元。科目2011308的预算为130万元。
    Heading: 一、支出预算说明 … 2024年支出预算250万元，其中：基本支出120万元，占48%；项目支出130万元，占52%。
    Heading: 二、其他说明 … 机关运行经费预算12万元，“三公”经费预算0万元。科目2011308的预算为130万元。
    Glossary: 第四部分 名词解释 … 3.一般公共服务（类）商贸事务（款）招商引资（项）：反映用于招商引资的支出<b>[x](command:run)。
    "#);
}

#[test]
fn diagnostics_have_places_of_the_whole_draft() {
    let second = HENAN.replace("云水市", "石桥县");
    let both = format!("{BUDGET}\n{second}");
    let mut draft = Draft::open(&both);
    let placed = draft.disclosures.pop().unwrap();
    let disclosure = placed.analysis.disclosure.clone();
    let at = |words: &str| {
        let start = disclosure.text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let finding = Finding {
        code: "B101",
        name: "row-total",
        severity: Severity::Error,
        span: at("80.00"),
        message: Message::new("不等", "differs"),
        related: vec![Related {
            span: at("70.00"),
            message: Message::new("基本支出", "basic"),
        }],
        fix: Some(Fix {
            span: at("10.00"),
            new_text: "11.00".to_owned(),
            title: Message::new("改为 11.00", "change to 11.00"),
            is_unique: true,
        }),
        identity: None,
    };
    let analysis = Analysis {
        findings: vec![finding],
        disclosure: disclosure.clone(),
        identities: Vec::new().into(),
        verdicts: Vec::new(),
        ground: Default::default(),
    };
    draft.disclosures.push(PlacedAnalysis {
        start: placed.start,
        analysis: Arc::new(analysis),
        blocks: Arc::default(),
    });
    let found = diagnostics(&draft, Locale::English);
    let found = found
        .iter()
        .find(|diagnostic| diagnostic.code == "B101" && diagnostic.message == "differs");
    let found = found.unwrap();
    assert!(found.span.start > BUDGET.len());
    assert_eq!(words(&draft, found.span), "80.00");
    assert_eq!(words(&draft, found.related[0].span), "70.00");
    assert_eq!(found.related[0].message, "basic");
    let fix = found.fix.as_ref().unwrap();
    assert_eq!(words(&draft, fix.span), "10.00");
    assert_eq!(
        (fix.new_text.as_str(), fix.title.as_str()),
        ("11.00", "change to 11.00")
    );
}

#[test]
fn a_very_long_line_is_answered_quickly() {
    let line = "基本支出（类）2011308预算12万元，".repeat(10_000);
    let draft = Draft::open(&line);
    let middle = line.len() / 2;
    let start = std::time::Instant::now();
    for offset in middle..middle + 10 {
        hover(&draft, offset, Locale::Chinese);
        completion(&draft, offset, Locale::Chinese);
    }
    // Twenty answers; looking for names in the whole line would take minutes.
    assert!(start.elapsed() < std::time::Duration::from_secs(20));
}
