//! Hover on amounts and percentages with identities.

use std::sync::Arc;

use super::{printed, with};
use crate::audit::{
    Analysis, Draft, Identity, Locale, PlacedAnalysis, Relation, Subject, Term, Verdict,
};
use crate::document::{CellContent, FigureId};
use crate::ide::fixture::{BUDGET, at_cursor};
use crate::ide::hover::hover;
use insta::assert_snapshot;

/// The fixture's draft with identities of the test's own, and the cursor on a cell.
fn draft_with(
    from: &str,
    to: &str,
    identities: impl Fn(&dyn Fn(&str) -> FigureId) -> Vec<(Relation, Verdict)>,
) -> (Draft, usize) {
    let (mut draft, offset) = at_cursor(&with(BUDGET, from, to));
    let placed = draft.disclosures.remove(0);
    let disclosure = placed.analysis.disclosure.clone();
    let figure = |row_and_column: &str| {
        if let Some(digits) = row_and_column.strip_prefix("prose@") {
            let mut figures = disclosure.figures.iter();
            let index = figures
                .position(|figure| figure.narrative && disclosure.words(figure.span) == digits);
            return FigureId(u32::try_from(index.unwrap()).unwrap());
        }
        let (row, column) = row_and_column.split_once('@').unwrap();
        let column: usize = column.parse().unwrap();
        let table = &disclosure.tables[1];
        let line = table.sides[0]
            .lines
            .iter()
            .find(|line| line.label == row)
            .unwrap();
        match table.rows[line.row].cells[column].content {
            CellContent::Figure(figure) => figure,
            other => panic!("{row_and_column}: {other:?}"),
        }
    };
    let (relations, verdicts): (Vec<_>, Vec<_>) = identities(&figure).into_iter().unzip();
    let identities = relations.into_iter().map(|relation| Identity {
        rule: "B101",
        relation,
        subject: Subject::words("行合计", "row total"),
        severity: None,
    });
    let analysis = Analysis {
        identities: identities.map(Arc::new).collect(),
        verdicts,
        findings: Vec::new(),
        disclosure: disclosure.clone(),
        ground: Default::default(),
    };
    draft.disclosures.push(PlacedAnalysis {
        start: placed.start,
        analysis: Arc::new(analysis),
        blocks: Arc::default(),
    });
    (draft, offset)
}

fn plus(figure: FigureId) -> Term {
    Term {
        figure,
        negative: false,
    }
}

#[test]
fn an_amount_shows_its_identities_with_their_numbers() {
    let (draft, offset) = draft_with(
        "20113\t商贸事务\t230.00\t100.00\t130.00",
        "20113\t商贸事务\t23$00.00\t100.00\t130.00",
        |figure| {
            let row = Relation::Sum {
                total: figure("商贸事务@2"),
                parts: vec![plus(figure("商贸事务@3")), plus(figure("商贸事务@4"))],
            };
            let column = Relation::Sum {
                total: figure("商贸事务@2"),
                parts: vec![plus(figure("行政运行@2")), plus(figure("招商引资@2"))],
            };
            let other = Relation::Equal {
                left: figure("合计@2"),
                right: figure("住房公积金@2"),
            };
            vec![
                (row, Verdict::Exact),
                (
                    column,
                    Verdict::Inconsistent {
                        residual: "5.00".parse().unwrap(),
                        bound: "0.015".parse().unwrap(),
                        likely: false,
                        truncated: false,
                    },
                ),
                (other, Verdict::Exact),
            ]
        },
    );
    let hover = hover(&draft, offset, Locale::Chinese).unwrap();
    assert_snapshot!(printed(&draft, &hover), @r#"
    [230.00]
    20113 商贸事务 · 合计：**230.00万元** = 2,300,000 元

    行合计 `B101`  
    230.00（20113 商贸事务） = 100.00（2011301 行政运行） + 130.00（2011308 招商引资）  
    ✗ 不符：相差 +5，尾差至多 ±0.015

    行合计 `B101`  
    230.00（合计） = 100.00（基本支出） + 130.00（项目支出）  
    ✓ 成立
    "#);
}

#[test]
fn rounding_is_told_from_contradiction() {
    let (draft, offset) = draft_with("\t120.00\t130.00", "\t120$0.00\t130.00", |figure| {
        let at_most = Relation::AtMost {
            bound: figure("合计@2"),
            parts: vec![figure("合计@3"), figure("合计@4")],
        };
        vec![(
            at_most,
            Verdict::Rounding {
                residual: "-0.01".parse().unwrap(),
                bound: "0.015".parse().unwrap(),
                improbable: false,
            },
        )]
    });
    let hover = hover(&draft, offset, Locale::English).unwrap();
    assert_snapshot!(printed(&draft, &hover), @r#"
    [120.00]
    合计 · 基本支出：**120.00万元** = 1,200,000 元

    row total `B101`  
    120.00（基本支出） + 130.00（项目支出） ≤ 250.00（合计）  
    ≈ within rounding: off by −0.01, up to ±0.015 possible
    "#);
}

#[test]
fn a_percentage_is_recomputed() {
    let (draft, offset) = draft_with("占52%", "占5$02%", |figure| {
        let share = Relation::Share {
            percent: figure("prose@52"),
            part: figure("prose@130"),
            whole: figure("prose@250"),
        };
        let list = Relation::SharesOfWhole {
            shares: vec![figure("prose@48"), figure("prose@52")],
        };
        vec![(share, Verdict::Exact), (list, Verdict::Blocked)]
    });
    let hover = hover(&draft, offset, Locale::Chinese).unwrap();
    assert_snapshot!(printed(&draft, &hover), @r#"
    [52%]
    项目支出：**52%**

    按印出的金额重算：52%

    行合计 `B101`  
    130（项目支出） ÷ 250（支出预算） = 52%  
    ✓ 成立

    行合计 `B101`  
    48% + 52% = 100%  
    — 未核对
    "#);
}

#[test]
fn a_change_is_recomputed_against_the_earlier_figure() {
    let from = "机关运行经费预算12万元，";
    let to = "机关运行经费预算12万元，比上年减少3万元，下降25$0%，";
    let (draft, offset) = draft_with(from, to, |figure| {
        let rate = Relation::Rate {
            percent: figure("prose@25"),
            current: figure("prose@12"),
            amount: figure("prose@3"),
            decrease: true,
        };
        let broken = Verdict::Inconsistent {
            residual: "5".parse().unwrap(),
            bound: "4.2".parse().unwrap(),
            likely: true,
            truncated: false,
        };
        vec![(rate, broken)]
    });
    let hover = hover(&draft, offset, Locale::Chinese).unwrap();
    assert_snapshot!(printed(&draft, &hover), @r#"
    [25%]
    机关运行经费预算：**25%**

    按印出的金额重算：20%

    行合计 `B101`  
    3（机关运行经费预算） ÷ (12（机关运行经费预算） + 3) = 25%  
    ✗ 不符：相差 +5，尾差至多 ±4.2（按补足末尾的零后的精度）
    "#);
}
