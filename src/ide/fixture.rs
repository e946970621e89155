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

/// A fixture in which the first `from` reads `to`.
#[track_caller]
pub(super) fn with(fixture: &str, from: &str, to: &str) -> String {
    assert!(fixture.contains(from), "the fixture lacks {from}");
    fixture.replacen(from, to, 1)
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

/// A budget with codes in three columns, a two-sided table and economic subjects.
pub(super) const HENAN: &str = "\
2024年度云水市商务服务中心部门预算公开

第一部分 2024年部门预算表

部门支出总体情况表

部门名称：云水市商务服务中心

单位：万元

科目编码\t\t\t单位代码\t单位（科目名称）\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t\t
\t\t\t\t合计\t80.00\t70.00\t10.00
\t\t\t091\t云水市商务服务中心\t80.00\t70.00\t10.00
201\t13\t50\t\t事业运行\t60.00\t50.00\t10.00
208\t05\t05\t\t机关事业单位基本养老保险缴费支出\t20.00\t20.00\t

财政拨款收支总体情况表

部门名称：云水市商务服务中心

单位：万元

收入\t\t支出\t
项目\t金额\t项目\t金额
一、本年收入\t80.00\t一、本年支出\t80.00
（一）一般公共预算拨款\t80.00\t（一）一般公共服务支出\t60.00
（二）政府性基金预算拨款\t\t（二）外交支出\t
\t\t（八）社会保障和就业支出\t20.00
收入合计\t80.00\t支出合计\t80.00

一般公共预算基本支出表

部门名称：云水市商务服务中心

单位：万元

部门预算支出经济分类科目\t\t政府预算支出经济分类科目编码\t\t本年一般公共预算基本支出\t\t
科目编码\t科目名称\t科目编码\t科目名称\t合计\t人员经费\t公用经费
\t\t\t合计\t70.00\t65.00\t5.00
301\t工资福利支出\t\t\t65.00\t65.00\t
30101\t基本工资\t50501\t工资福利支出\t65.00\t65.00\t
302\t商品和服务支出\t\t\t5.00\t\t5.00
30201\t办公费\t50502\t商品和服务支出\t5.00\t\t5.00
";

/// A Markdown table.
pub(super) const PIPES: &str = "\
# 2024年度云水市商事服务局部门预算公开

## 2024年预算支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 |
| --- | --- | ---: |
| | 合计 | 230.00 |
| 201 | 一般公共服务支出 | 230.00 |
| 20113 | 商贸事务 | 230.00 |
| 2011301 | 行政运行 | 100.00 |
| 2011308 | 招商引资 | 130.00 |
";
