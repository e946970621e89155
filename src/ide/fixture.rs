//! Drafts for the tests of this room: small, fictional, with the cursor written as `$0`.

use crate::audit::Draft;
use crate::text::Span;

/// The draft without its cursor, and where the cursor stood.
pub(super) fn at_cursor(marked: &str) -> (Draft, usize) {
    let offset = marked.find("$0").expect("the fixture has a cursor");
    let source = marked.replacen("$0", "", 1);
    (Draft::open(&source), offset)
}

/// The words of a span of the draft.
pub(super) fn words(draft: &Draft, span: Span) -> String {
    draft.text.slice(span).into_owned()
}

/// A small budget of a department that does not exist, with the cursor at the first place that
/// reads `before`, where it has its own `$0`.
pub(super) fn budget_with(from: &str, to: &str) -> String {
    assert!(BUDGET.contains(from), "the fixture lacks {from}");
    BUDGET.replacen(from, to, 1)
}

/// A budget with two tables, a narrative and a glossary.
pub(super) const BUDGET: &str = "\
2024年度云水市商事服务局部门预算公开

第一部分 概况

一、主要职责

负责全市商事服务工作。

第二部分 2024年部门预算表

2024年预算收入总表

部门名称：云水市商事服务局

单位：万元

项目\t\t本年收入\t\t\t\t\t\t上年结转
科目编码\t科目名称\t合计\t一般公共预算\t政府性基金\t国有资本经营预算\t财政专户管理资金\t单位资金\t
合计\t\t250.00\t250.00\t\t\t\t\t
201\t一般公共服务支出\t230.00\t230.00\t\t\t\t\t
20113\t商贸事务\t230.00\t230.00\t\t\t\t\t
2011301\t行政运行\t100.00\t100.00\t\t\t\t\t
2011308\t招商引资\t130.00\t130.00\t\t\t\t\t
221\t住房保障支出\t20.00\t20.00\t\t\t\t\t
22102\t住房改革支出\t20.00\t20.00\t\t\t\t\t
2210201\t住房公积金\t20.00\t20.00\t\t\t\t\t

2024年预算支出总表

部门名称：云水市商事服务局

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t250.00\t120.00\t130.00
201\t一般公共服务支出\t230.00\t100.00\t130.00
20113\t商贸事务\t230.00\t100.00\t130.00
2011301\t行政运行\t100.00\t100.00\t
2011308\t招商引资\t130.00\t\t130.00
221\t住房保障支出\t20.00\t20.00\t
22102\t住房改革支出\t20.00\t20.00\t
2210201\t住房公积金\t20.00\t20.00\t

第三部分 2024年部门预算情况说明

一、支出预算说明

2024年支出预算250万元，其中：基本支出120万元，占48%；项目支出130万元，占52%。

二、其他说明

机关运行经费预算12万元，“三公”经费预算0万元。科目2011308的预算为130万元。

第四部分 名词解释

1.基本支出：指为保障机构正常运转而发生的支出。
2.“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。
3.一般公共服务（类）商贸事务（款）招商引资（项）：反映用于招商引资的支出<b>[x](command:run)。
";
