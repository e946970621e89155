use super::*;
use crate::ide::fixture::{at_cursor, budget_with, words};

#[track_caller]
fn shown(from: &str, to: &str) -> String {
    let (draft, offset) = at_cursor(&budget_with(from, to));
    let hover = hover(&draft, offset, Locale::Chinese).expect("a hover");
    let quoted: String = hover
        .links
        .iter()
        .map(|link| format!("\n→ {}：{}", link.label, words(&draft, link.span)))
        .collect();
    format!(
        "[{}]\n{}{quoted}",
        words(&draft, hover.span),
        hover.markdown
    )
}

#[test]
fn probe() {
    for (a, b) in [
        ("2011308\t招商引资", "2011$0308\t招商引资"),
        ("2011308\t招商引资", "2011308\t招商$0引资"),
        ("22102\t", "221$002\t"),
        ("科目2011308", "科目2011$0308"),
        ("商贸事务（款）", "商贸$0事务（款）"),
        ("招商引资（项）", "招商$0引资（项）"),
        ("机关运行经费预算", "机关运$0行经费预算"),
        ("“三公”经费预算", "“三$0公”经费预算"),
        ("其中：基本支出", "其中：基本$0支出"),
        ("\t基本支出\t", "\t基本$0支出\t"),
        ("占48%", "占4$08%"),
        ("250万元，", "250$0万元，"),
        ("230.00\t230.00", "23$00.00\t230.00"),
        ("反映用于招商引资的支出", "反映用于招$0商引资的支出"),
        ("本年收入\t", "本年$0收入\t"),
    ] {
        println!("=== {b}\n{}\n", shown(a, b));
    }
}
