use super::*;
use crate::ide::fixture::{BUDGET, HENAN, at_cursor, with, words};

/// The first items for the fixture with `from` replaced by `to`, which holds the cursor.
#[track_caller]
fn offered(from: &str, to: &str) -> String {
    let (draft, offset) = at_cursor(&with(BUDGET, from, to));
    let list = completion(&draft, offset, Locale::Chinese);
    assert_eq!(list.incomplete, !list.items.is_empty());
    let items = list.items.iter().take(8);
    let lines = items.map(|item| {
        format!(
            "{} | {} | {:?} → {:?}",
            item.label,
            item.detail,
            words(&draft, item.span),
            item.new_text
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn probe() {
    for (a, b) in [
        ("2011308\t招商引资", "20113$0\n2011308\t招商引资"),
        ("2011308\t招商引资", "$0\n2011308\t招商引资"),
        ("2011308\t招商引资", "20113$0\t\t\t\t\n2011308\t招商引资"),
        ("2011308\t招商引资", "zsyz$0\n2011308\t招商引资"),
        ("2011308\t招商引资", "住房$0\n2011308\t招商引资"),
        (
            "2210201\t住房公积金\t20.00\t20.00\t\t\t\t\t",
            "2210201\t住房公积金\t20.00\t20.00\t\t\t\t\t\n208$0",
        ),
        ("2011308\t招商引资", "2011308\t$0\t"),
        ("2011308\t招商引资", "2011308\t招商$0\t"),
        ("2011308\t招商引资", "\t招商$0\t"),
        ("120万元，占48%", "120万元，一般公共服务支出（类）$0"),
        ("120万元，占48%", "一般公共服务支出（类）sm$0"),
        ("120万元，占48%", "一般公共服务支出（类）商贸事务(款)$0"),
        ("120万元，占48%", "一般公共$0"),
        ("2.“三公”经费", "4.$0\n2.“三公”经费"),
        ("反映用于招商引资的支出<b>[x](command:run)。", "反映\n$0"),
        (
            "反映用于招商引资的支出<b>[x](command:run)。",
            "反映\n4.zf$0",
        ),
        ("负责全市商事服务工作。", "负责$0"),
    ] {
        println!("=== {b:?}\n{}\n", offered(a, b));
    }
}
