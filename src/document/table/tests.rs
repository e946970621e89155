//! Tables as they are printed, and what the reader makes of them.

use std::sync::Arc;

use crate::document::{
    CellContent, ColumnRole, Disclosure, Fund, LineKind, Nature, RowKind, Table, TableKind, Unit,
};
use crate::subjects::SubjectLevel;
use crate::syntax::Tree;
use crate::text::Text;

/// The disclosure that a text is.
fn read(source: &str) -> Disclosure {
    let text = Text::new(source);
    let tree = Tree::parse(&text).expect("a parser");
    Disclosure::read(Arc::from(source), &tree.blocks(source, text.span()))
}

/// The only table of a text; `→` stands for TAB.
fn only_table(source: &str) -> (Disclosure, Table) {
    let disclosure = read(&source.replace('→', "\t"));
    let table = disclosure.tables.first().expect("a table").clone();
    assert_eq!(disclosure.tables.len(), 1);
    (disclosure, table)
}

/// The printed value in a column of the row whose label is given.
fn value(disclosure: &Disclosure, table: &Table, label: &str, column: usize) -> Option<String> {
    let line = table
        .sides
        .iter()
        .flat_map(|side| &side.lines)
        .find(|line| line.label == label)?;
    match table.rows.get(line.row)?.cells.get(column)?.content {
        CellContent::Figure(id) => disclosure.figure(id).map(|figure| figure.value.to_string()),
        _ => None,
    }
}

const NATURES: &str = "\
2026年部门支出预算表

部门名称：云溪市档案馆

单位：万元

科目编码→→→单位代码→单位（科目名称）→合计→基本支出→→→项目支出→→→
类→款→项→→→→小计→人员经费→→公用经费→小计→其他运转类→特定目标类
→→→→→→→工资福利支出→对个人和家庭的补助→→→→
→→→→合计→30.00→20.00→12.00→3.00→5.00→10.00→4.00→6.00
→→→061→云溪市档案馆→30.00→20.00→12.00→3.00→5.00→10.00→4.00→6.00
201→26→04→→档案馆→30.00→20.00→12.00→3.00→5.00→10.00→4.00→6.00
";

#[test]
fn a_group_label_that_slipped_begins_at_its_subtotal() {
    let (_, table) = only_table(NATURES);
    assert_eq!(table.kind, TableKind::Expenditure);
    let nature = |column: usize| match &table.columns[column].role {
        ColumnRole::Amount(amount) => amount.nature,
        other => panic!("{other:?}"),
    };
    assert_eq!(nature(9), Some(Nature::Public));
    assert_eq!(nature(10), Some(Nature::Project));
    assert_eq!(table.columns[9].path, ["基本支出", "公用经费"]);
    let parts: Vec<(usize, Vec<usize>)> = table
        .compositions
        .iter()
        .map(|composition| (composition.total, composition.parts.clone()))
        .collect();
    assert_eq!(
        parts,
        [(6, vec![7, 8, 9]), (10, vec![11, 12]), (5, vec![6, 10])]
    );
}

#[test]
fn codes_in_three_columns_are_joined_and_organisations_are_no_subjects() {
    let (_, table) = only_table(NATURES);
    let kinds: Vec<(LineKind, Option<&str>)> = table.sides[0]
        .lines
        .iter()
        .map(|line| (line.kind, line.code.as_deref()))
        .collect();
    assert_eq!(
        kinds,
        [
            (LineKind::Total, None),
            (LineKind::Organisation, Some("061")),
            (LineKind::Subject(SubjectLevel::Item), Some("2012604")),
        ]
    );
}

#[test]
fn shifted_rows_are_moved_when_only_one_way_makes_them_hold() {
    let shifted = NATURES.replace(
        "→30.00→20.00→12.00→3.00→5.00→10.00→4.00→6.00",
        "→6.00→→→→6.00→→6.00→",
    );
    let (disclosure, table) = only_table(&shifted);
    assert_eq!(table.rows.iter().filter(|row| row.realigned).count(), 3);
    assert_eq!(
        value(&disclosure, &table, "档案馆", 10).as_deref(),
        Some("6.00")
    );
    assert_eq!(
        value(&disclosure, &table, "档案馆", 12).as_deref(),
        Some("6.00")
    );
    assert_eq!(value(&disclosure, &table, "档案馆", 9), None);
}

/// Found by fuzzing: the ways to move the rows of tables of hundreds of columns took seconds.
#[test]
fn rows_of_tables_wider_than_any_are_not_moved() {
    let shifted = NATURES.replace(
        "→30.00→20.00→12.00→3.00→5.00→10.00→4.00→6.00",
        "→6.00→→→→6.00→→6.00→",
    );
    let notes = "→备注".repeat(64);
    let wide = shifted.replace("项目支出→→→\n", &format!("项目支出→→→{notes}\n"));
    let (_, table) = only_table(&wide);
    assert!(table.columns.len() > 64);
    assert!(table.rows.iter().all(|row| !row.realigned));
}

#[test]
fn a_lone_row_with_few_numbers_is_not_moved() {
    let alone = NATURES.replace(
        "→→档案馆→30.00→20.00→12.00→3.00→5.00→10.00→4.00→6.00",
        "→→档案馆→6.00→→→→6.00→→6.00→",
    );
    let (_, table) = only_table(&alone);
    assert!(table.rows.iter().all(|row| !row.realigned));
}

#[test]
fn a_wrong_figure_is_not_taken_for_a_shifted_row() {
    let wrong = NATURES.replace("→→→→合计→30.00→20.00", "→→→→合计→31.00→20.00");
    let (disclosure, table) = only_table(&wrong);
    assert!(table.rows.iter().all(|row| !row.realigned));
    assert_eq!(
        value(&disclosure, &table, "合计", 5).as_deref(),
        Some("31.00")
    );
}

#[test]
fn two_tables_side_by_side_have_lines_of_their_own() {
    let (disclosure, table) = only_table(
        "\
2026年预算收支总表
单位：万元
收入→→支出→→→
项目→2026年→项目→2026年合计→当年预算安排→上年结转安排
一、一般公共预算→8.00→一、一般公共服务支出→7.00→7.00→
二、单位资金→1.00→八、社会保障和就业支出→2.00→1.00→1.00
本年收入合计→9.00→本年支出合计→9.00→8.00→1.00
上年结转→→年终结转→→→
收入总计→9.00→支出总计→9.00→8.00→1.00
",
    );
    let labels = |side: usize| -> Vec<(LineKind, &str)> {
        table.sides[side]
            .lines
            .iter()
            .map(|line| (line.kind, line.label.as_str()))
            .collect()
    };
    assert_eq!(
        labels(0),
        [
            (LineKind::Item, "一般公共预算"),
            (LineKind::Item, "单位资金"),
            (LineKind::CurrentTotal, "本年收入合计"),
            (LineKind::CarryIn, "上年结转"),
            (LineKind::GrandTotal, "收入总计"),
        ]
    );
    assert_eq!(labels(1)[1], (LineKind::Item, "社会保障和就业支出"));
    assert_eq!(table.sides[0].lines[1].parent, Some(2));
    assert_eq!(
        value(&disclosure, &table, "社会保障和就业支出", 5).as_deref(),
        Some("1.00")
    );
}

#[test]
fn page_breaks_and_repeated_headers_do_not_end_a_table() {
    let (disclosure, table) = only_table(
        "\
2026年部门支出预算总表
单位：元
科目编码→科目名称→合计→基本支出→项目支出
201→一般公共服务支出→300→100→200

20126→档案事务→300→100→200

科目编码→科目名称→合计→基本支出→项目支出
2012604→档案馆→300→100→200
→合计→300→100→200
",
    );
    assert_eq!(table.unit, Unit::Yuan);
    let repeated = table
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::RepeatedHeader)
        .count();
    assert_eq!(repeated, 1);
    let parents: Vec<Option<usize>> = table.sides[0]
        .lines
        .iter()
        .map(|line| line.parent)
        .collect();
    assert_eq!(parents, [None, Some(0), Some(1), None]);
    assert_eq!(
        value(&disclosure, &table, "合计", 2).as_deref(),
        Some("300")
    );
}

#[test]
fn carried_over_money_beside_the_group_of_this_year_is_not_part_of_it() {
    let (_, table) = only_table(
        "\
2026年预算收入总表
单位：万元
项目→→本年收入→→→上年结转
科目编码→科目名称→合计→一般公共预算→单位资金→
合计→→5.00→3.00→2.00→1.00
201→一般公共服务支出→5.00→3.00→2.00→1.00
",
    );
    assert_eq!(table.compositions.len(), 1);
    assert_eq!(table.compositions[0].parts, [3, 4]);
    match &table.columns[5].role {
        ColumnRole::Amount(amount) => assert_eq!(amount.fund, Some(Fund::CarryIn)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_figures_decide_whether_a_flat_total_holds_carried_over_money() {
    let table = |total: &str| {
        only_table(&format!(
            "\
收入总表
单位：万元
科目编码→科目名称→合计→上年结转→一般公共预算拨款收入→其他收入
201→一般公共服务支出→{total}→1.00→3.00→2.00
→合计→{total}→1.00→3.00→2.00
"
        ))
        .1
    };
    assert_eq!(table("6.00").compositions[0].parts, [3, 4, 5]);
    assert_eq!(table("5.00").compositions[0].parts, [4, 5]);
}

#[test]
fn columns_of_paired_measures_are_added_measure_by_measure() {
    let (_, table) = only_table(
        "\
财政拨款“三公”经费支出决算表
单位：万元
合计→→因公出国（境）费→→公务用车购置及运行维护费→→→→→→公务接待费→
→→→→小计→→公务用车购置费→→公务用车运行维护费→→→
预算数→决算数→预算数→决算数→预算数→决算数→预算数→决算数→预算数→决算数→预算数→决算数
6.00→5.00→1.00→1.00→4.00→3.00→1.00→1.00→3.00→2.00→1.00→1.00
",
    );
    assert_eq!(table.kind, TableKind::FinalThreePublic);
    let mut parts: Vec<(usize, Vec<usize>)> = table
        .compositions
        .iter()
        .map(|composition| (composition.total, composition.parts.clone()))
        .collect();
    parts.sort();
    assert_eq!(
        parts,
        [
            (0, vec![2, 4, 10]),
            (1, vec![3, 5, 11]),
            (4, vec![6, 8]),
            (5, vec![7, 9]),
        ]
    );
}

#[test]
fn pipe_tables_read_like_tables_of_tabs() {
    let (disclosure, table) = only_table(
        "\
2026年部门支出预算总表
单位：元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 201 | 一般公共服务支出 | 1,300.50 |  | 1,300.50 |
|  | 合计 | 1,300.50 |  | 1,300.50 |
",
    );
    assert_eq!(table.columns.len(), 5);
    assert_eq!(
        value(&disclosure, &table, "合计", 2).as_deref(),
        Some("1300.50")
    );
    assert_eq!(value(&disclosure, &table, "合计", 3), None);
}
