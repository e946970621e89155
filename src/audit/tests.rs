//! The engine on hand-made identities: soundness, merging, wording.

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

use super::*;
use crate::document::{CellContent, Disclosure, FigureId, RowKind};
use crate::rules::{Basis, Check, Rule};

fn identity(rule: &'static str, relation: Relation) -> Identity {
    Identity {
        rule,
        relation,
        subject: Subject::words("“测试”合计", "“测试” total"),
        severity: None,
    }
}

/// The disclosure that a text holds.
fn read(text: &str) -> Disclosure {
    let draft = Draft::open(text);
    draft.disclosures[0].analysis.disclosure.clone()
}

/// The figures of a text in order.
fn in_order<const COUNT: usize>(disclosure: &Disclosure) -> [FigureId; COUNT] {
    let mut figures: Vec<FigureId> = (0u32..)
        .map(FigureId)
        .take(disclosure.figures.len())
        .collect();
    figures.sort_by_key(|id| disclosure.figure(*id).unwrap().span);
    figures
        .try_into()
        .unwrap_or_else(|figures| panic!("{figures:?} of {}", disclosure.text))
}

/// The figure of a cell of the body of the first table.
fn cell(disclosure: &Disclosure, row: usize, column: usize) -> FigureId {
    try_cell(disclosure, row, column)
        .unwrap_or_else(|| panic!("no figure in row {row}, column {column}"))
}

fn try_cell(disclosure: &Disclosure, row: usize, column: usize) -> Option<FigureId> {
    let rows = disclosure.tables[0].rows.iter();
    let body: Vec<_> = rows.filter(|row| row.kind == RowKind::Body).collect();
    match body[row].cells[column].content {
        CellContent::Figure(id) => Some(id),
        _ => None,
    }
}

/// A table in 万元 under a header.
fn table(header: &str, rows: &[String]) -> Disclosure {
    let rows = rows.join("\n");
    read(&format!(
        "2024年项目情况表\n\n单位：万元\n\n{header}\n{rows}\n"
    ))
}

fn sum(rule: &'static str, total: FigureId, parts: &[FigureId]) -> Identity {
    let parts = parts
        .iter()
        .map(|figure| Term {
            figure: *figure,
            negative: false,
        })
        .collect();
    identity(rule, Relation::Sum { total, parts })
}

fn verdict(disclosure: &Disclosure, relation: Relation) -> Verdict {
    Evaluator::new(disclosure).evaluate(&identity("B000", relation))
}

fn round(value: Decimal, decimals: u32) -> Decimal {
    let mut value = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    value.rescale(decimals);
    value
}

/// Sums of a table with one column: the rows but the last are the details of the first.
fn column_sum(rows: &[&str]) -> (Disclosure, Relation) {
    let body: Vec<String> = rows.iter().map(|row| format!("行\t{row}")).collect();
    let disclosure = table("项目\t金额", &body);
    let parts: Vec<FigureId> = (1..rows.len())
        .filter_map(|row| try_cell(&disclosure, row, 1))
        .collect();
    let relation = sum("B000", cell(&disclosure, 0, 1), &parts).relation;
    (disclosure, relation)
}

#[test]
fn sums_are_exact_rounded_or_broken() {
    let judge = |rows: &[&str]| {
        let (disclosure, relation) = column_sum(rows);
        verdict(&disclosure, relation)
    };
    assert_eq!(judge(&["25.58", "2.06", "", "23.52"]), Verdict::Exact);
    let rounding = judge(&["25.57", "2.06", "23.52"]);
    assert_eq!(
        rounding,
        Verdict::Rounding {
            residual: Decimal::new(-1, 2),
            bound: Decimal::new(15, 3),
            improbable: false
        }
    );
    let broken = judge(&["25.56", "2.06", "23.52"]);
    assert!(broken.is_contradiction(), "{broken:?}");
}

#[test]
fn many_halves_in_one_direction_are_improbable() {
    let mut rows = vec!["10.06"];
    rows.extend(["1.00"; 10]);
    rows.extend(["0.00"; 3]);
    let (disclosure, relation) = column_sum(&rows);
    let Verdict::Rounding { improbable, .. } = verdict(&disclosure, relation) else {
        panic!("the bound is 0.07");
    };
    assert!(improbable, "0.06 is more than 4 × 0.01 × √(11/12)");
    rows[0] = "10.03";
    let (disclosure, relation) = column_sum(&rows);
    let plausible = verdict(&disclosure, relation);
    assert!(
        matches!(
            plausible,
            Verdict::Rounding {
                improbable: false,
                ..
            }
        ),
        "{plausible:?}"
    );
}

#[test]
fn a_bound_is_broken_only_when_it_is_certainly_exceeded() {
    let judge = |bound: &str, part: &str| {
        let (disclosure, relation) = column_sum(&[bound, part]);
        let Relation::Sum { total, parts } = relation else {
            unreachable!()
        };
        let parts = parts.iter().map(|part| part.figure).collect();
        verdict(
            &disclosure,
            Relation::AtMost {
                bound: total,
                parts,
            },
        )
    };
    assert_eq!(judge("5.00", "3.00"), Verdict::Exact);
    assert!(matches!(judge("5.00", "5.01"), Verdict::Rounding { .. }));
    assert!(judge("5.00", "5.02").is_contradiction());
}

#[test]
fn two_printings_are_compared_in_yuan() {
    let disclosure = read("支出12,029,501.84元，即1,202.95万元，又称1,202.94万元，购车3辆。");
    let [yuan, ten_thousands, other, vehicles] = in_order(&disclosure);
    let equal = |left, right| verdict(&disclosure, Relation::Equal { left, right });
    assert!(matches!(
        equal(yuan, ten_thousands),
        Verdict::Rounding { .. }
    ));
    assert!(equal(yuan, other).is_contradiction());
    assert!(
        matches!(equal(ten_thousands, other), Verdict::Rounding { .. }),
        "they touch"
    );
    assert_eq!(
        equal(yuan, vehicles),
        Verdict::Blocked,
        "money and vehicles"
    );
}

#[test]
fn percentages_are_rounded_truncated_near_or_wrong() {
    let share = |percent: &str, part: &str, whole: &str| {
        let disclosure = read(&format!("{part}万元，占{whole}万元的{percent}%。"));
        let [part, whole, percent] = in_order(&disclosure);
        verdict(
            &disclosure,
            Relation::Share {
                percent,
                part,
                whole,
            },
        )
    };
    assert_eq!(share("71.65", "2106.66", "2940.05"), Verdict::Exact);
    let Verdict::Inconsistent {
        likely, truncated, ..
    } = share("71.73", "2106.66", "2940.05")
    else {
        panic!("71.73 is wrong");
    };
    assert!(!likely && !truncated);
    let truncated = share("99.86", "998.68", "1000.00");
    assert!(
        matches!(
            truncated,
            Verdict::Inconsistent {
                truncated: true,
                ..
            }
        ),
        "{truncated:?}"
    );
    assert!(!truncated.is_contradiction());
    let near = share("71.66", "2106.66", "2940.05");
    assert!(
        matches!(
            near,
            Verdict::Inconsistent {
                likely: true,
                truncated: false,
                ..
            }
        ),
        "{near:?}"
    );
    assert_eq!(share("0", "0", "156.95"), Verdict::Exact);
    assert_eq!(share("0", "0", "0"), Verdict::Exact);
}

#[test]
fn changes_use_the_same_numbers_above_and_below_the_line() {
    let rate = |current: &str, amount: &str, percent: &str, decrease: bool| {
        let disclosure = read(&format!(
            "{current}万元，变动{amount}万元，变动{percent}%。"
        ));
        let [current, amount, percent] = in_order(&disclosure);
        verdict(
            &disclosure,
            Relation::Rate {
                percent,
                current,
                amount,
                decrease,
            },
        )
    };
    assert_eq!(rate("359.95", "10.85", "2.93", true), Verdict::Exact);
    assert!(matches!(
        rate("22.71", "7.6", "50.29", false),
        Verdict::Rounding { .. }
    ));
    assert_eq!(rate("8", "2", "20", true), Verdict::Exact);
    let likely = rate("8", "2", "22", true);
    assert!(
        matches!(likely, Verdict::Inconsistent { likely: true, .. }),
        "{likely:?}"
    );
    let certain = rate("8", "2", "30", true);
    assert!(
        matches!(certain, Verdict::Inconsistent { likely: false, .. }),
        "{certain:?}"
    );
    assert_eq!(
        rate("2", "2", "100", false),
        Verdict::Blocked,
        "the base is zero"
    );
}

#[test]
fn shares_of_a_closed_list_may_miss_100_by_their_roundings() {
    let shares = |texts: [&str; 4]| {
        let [one, two, three, four] = texts;
        let disclosure = read(&format!("占{one}%，占{two}%，占{three}%，占{four}%。"));
        let shares = in_order::<4>(&disclosure).to_vec();
        verdict(&disclosure, Relation::SharesOfWhole { shares })
    };
    assert!(matches!(
        shares(["88.76", "5.96", "1.86", "3.43"]),
        Verdict::Rounding { .. }
    ));
    assert!(shares(["88.76", "5.96", "1.86", "3.46"]).is_contradiction());
    assert_eq!(shares(["0", "0", "0", "0"]), Verdict::Exact);
}

#[test]
fn dropped_zeros_make_a_sentence_likely_wrong_and_not_certainly() {
    let disclosure = read("共203万元，其中甲101.5万元，乙101.3万元。");
    let [total, one, other] = in_order(&disclosure);
    let relation = sum("B302", total, &[one, other]).relation;
    let verdict = verdict(&disclosure, relation);
    assert!(
        matches!(verdict, Verdict::Inconsistent { likely: true, .. }),
        "{verdict:?}"
    );
}

#[test]
fn estimates_and_endless_numbers_block() {
    let (mut disclosure, relation) = column_sum(&["3.00", "1.00", "1.00"]);
    disclosure.figures[1].approximate = true;
    assert_eq!(verdict(&disclosure, relation.clone()), Verdict::Blocked);
    disclosure.figures[1].approximate = false;
    disclosure.figures[1].value = Decimal::MAX;
    assert_eq!(verdict(&disclosure, relation), Verdict::Blocked);
}

/// A table of two rows of details under a total, with a total in every row.
const GRID: &str = "项目\t合计\t基本支出\t项目支出";

fn grid(rows: [&str; 3]) -> Disclosure {
    table(GRID, &rows.map(|row| row.replace('|', "\t")))
}

fn grid_rows(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for row in 0..3 {
        let at = |column| cell(disclosure, row, column);
        found.push(sum("B101", at(1), &[at(2), at(3)]));
    }
}

fn grid_columns(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for column in 1..4 {
        let at = |row| cell(disclosure, row, column);
        found.push(sum("B102", at(0), &[at(1), at(2)]));
    }
}

fn panics(_: &Disclosure, _: &mut Vec<Identity>) {
    panic!("a defect in a rule");
}

fn panics_while_inspecting(_: &Disclosure, _: &mut Vec<Finding>) {
    panic!("a defect in a rule");
}

fn declares(code: &'static str, check: fn(&Disclosure, &mut Vec<Identity>)) -> Rule {
    rule(code, [Check::Identities(check)])
}

fn rule<const N: usize>(code: &'static str, checks: [Check; N]) -> Rule {
    Rule {
        code,
        name: "test",
        title: "测试",
        severity: Severity::Error,
        source: "",
        basis: Basis::Figures,
        checks: Box::leak(Box::new(checks)),
    }
}

fn analyze_grid(rows: [&str; 3]) -> Analysis {
    let rules = [declares("B101", grid_rows), declares("B102", grid_columns)];
    analyze_with(grid(rows), &rules)
}

#[test]
fn a_wrong_detail_is_found_where_row_and_column_cross() {
    let analysis = analyze_grid([
        "总|100.00|60.00|40.00",
        "甲|70.00|45.00|30.00",
        "乙|30.00|20.00|10.00",
    ]);
    let [finding] = analysis.findings.as_slice() else {
        panic!("one cause, one finding: {:#?}", analysis.findings);
    };
    assert_eq!(analysis.disclosure.words(finding.span), "45.00");
    assert_eq!(finding.code, "B101");
    assert_eq!(finding.fix.as_ref().unwrap().new_text, "40.00");
    assert_eq!(
        finding.related.len(),
        4,
        "the other operands of row and column"
    );
    insta::assert_snapshot!(finding.message.chinese, @"“甲”基本支出 45.00万元 可能有误：“测试”合计 70.00万元 与各列之和 75.00万元 不符，相差 5.00万元；若此处为 40.00万元 则本行和本列均成立；可能有一位数字输错");
}

#[test]
fn a_wrong_total_of_row_and_column_carries_the_value_that_mends_both() {
    let analysis = analyze_grid([
        "总|110.00|60.00|40.00",
        "甲|70.00|40.00|30.00",
        "乙|30.00|20.00|10.00",
    ]);
    let [finding] = analysis.findings.as_slice() else {
        panic!("one cause, one finding: {:#?}", analysis.findings);
    };
    assert_eq!(analysis.disclosure.words(finding.span), "110.00");
    assert_eq!(finding.fix.as_ref().unwrap().new_text, "100.00");
    insta::assert_snapshot!(finding.message.chinese, @"“测试”合计 110.00万元 与各列之和 100.00万元 不符，相差 10.00万元；若为 100.00万元 则本行和本列均成立；可能有一位数字输错");
}

#[test]
fn two_independent_errors_are_two_findings() {
    let analysis = analyze_grid([
        "总|100.00|60.00|40.00",
        "甲|70.00|45.00|30.00",
        "乙|30.00|22.00|10.00",
    ]);
    let places: Vec<&str> = analysis
        .findings
        .iter()
        .map(|finding| analysis.disclosure.words(finding.span))
        .collect();
    assert_eq!(places, ["45.00", "22.00"]);
}

#[test]
fn a_missing_row_is_one_finding_for_all_columns() {
    let analysis = analyze_grid([
        "总|120.00|75.00|45.00",
        "甲|70.00|40.00|30.00",
        "乙|30.00|20.00|10.00",
    ]);
    let [finding] = analysis.findings.as_slice() else {
        panic!("one cause, one finding: {:#?}", analysis.findings);
    };
    assert_eq!(analysis.disclosure.words(finding.span), "120.00");
    assert_eq!(finding.fix, None, "no single number mends it");
}

#[test]
fn a_sum_alone_is_reported_on_its_total_and_names_likely_slips() {
    let rules = [declares("B302", |disclosure, found| {
        let [total, parts @ ..] = in_order::<4>(disclosure);
        found.push(sum("B302", total, &parts));
    })];
    let disclosure = read("共计130万元，其中外出65万元，会议45万元，接待25万元。");
    let analysis = analyze_with(disclosure, &rules);
    let [finding] = analysis.findings.as_slice() else {
        panic!("{:#?}", analysis.findings);
    };
    assert_eq!(analysis.disclosure.words(finding.span), "130");
    assert_eq!(finding.fix.as_ref().unwrap().new_text, "135");
    insta::assert_snapshot!(finding.message.chinese, @"“测试”合计 130万元 与各项之和 135万元 不符，相差 5万元；若为 135万元 则成立；也可能是 “外出” 65万元（若为 60万元）、“会议” 45万元（若为 40万元）、“接待” 25万元（若为 20万元）；可能有一位数字输错");
    insta::assert_snapshot!(finding.message.english, @"“测试” total 130万元 is not the sum of its items 135万元; difference 5万元; it would hold with 135万元; possibly also “外出” 65万元 (if 60万元), “会议” 45万元 (if 40万元), “接待” 25万元 (if 20万元); one digit may be wrong");
}

#[test]
fn rounding_is_one_note_a_table_and_silent_when_the_table_says_so() {
    let rows = [
        "总|100.02|60.01|40.01",
        "甲|70.00|40.00|30.00",
        "乙|30.01|20.01|10.00",
    ];
    let analysis = analyze_grid(rows);
    let [finding] = analysis.findings.as_slice() else {
        panic!("one note: {:#?}", analysis.findings);
    };
    assert_eq!(
        (finding.code, finding.severity),
        ("B115", Severity::Information)
    );
    insta::assert_snapshot!(finding.message.chinese, @"“测试”合计 100.02万元 与 100.01万元 相差 0.01万元，在四舍五入范围内；本表另有 1 处尾差");
    let mut disclosure = grid(rows);
    let mut tables = disclosure.tables.to_vec();
    tables[0].states_rounding = true;
    disclosure.tables = tables.into();
    let rules = [declares("B101", grid_rows), declares("B102", grid_columns)];
    assert_eq!(analyze_with(disclosure, &rules).findings, []);
}

#[test]
fn a_rule_that_panics_costs_its_own_answers_only() {
    let rules = [
        declares("B000", panics),
        rule("B001", [Check::Inspection(panics_while_inspecting)]),
        rule(
            "B002",
            [
                Check::Identities(panics),
                Check::Inspection(panics_while_inspecting),
            ],
        ),
        declares("B101", grid_rows),
        rule(
            "B003",
            [
                Check::Identities(grid_columns),
                Check::Inspection(panics_while_inspecting),
            ],
        ),
    ];
    let analysis = analyze_with(
        grid([
            "总|101.00|60.00|40.00",
            "甲|70.00|40.00|30.00",
            "乙|30.00|20.00|10.00",
        ]),
        &rules,
    );
    assert_eq!(analysis.identities.len(), 6);
    assert_eq!(analysis.findings.len(), 1);
}

#[test]
fn identities_are_written_out_for_hovers() {
    let (disclosure, relation) = column_sum(&["25.57", "2.06", "23.52"]);
    let identity = identity("B103", relation);
    insta::assert_snapshot!(expansion(&identity, &disclosure, Locale::Chinese), @"25.57 = 2.06 + 23.52 − 0.01（四舍五入）");
    insta::assert_snapshot!(expansion(&identity, &disclosure, Locale::English), @"25.57 = 2.06 + 23.52 − 0.01 (rounding)");
}

fn amounts() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(0i64..100_000_000_000, 1..12)
}

proptest! {
    /// True values in thousandths of a fen, printed with two decimals.
    #[test]
    fn truly_additive_numbers_are_never_contradictory(values in amounts(), decimals in 0u32..4) {
        let exact: Vec<Decimal> = values.iter().map(|value| Decimal::new(*value, 5)).collect();
        let total: Decimal = exact.iter().copied().sum();
        let mut rows = vec![round(total, decimals).to_string()];
        rows.extend(exact.iter().map(|value| round(*value, decimals).to_string()));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let (disclosure, relation) = column_sum(&rows);
        let verdict = verdict(&disclosure, relation);
        prop_assert!(matches!(verdict, Verdict::Exact | Verdict::Rounding { .. }), "{verdict:?}");
    }

    #[test]
    fn true_percentages_are_never_contradictory(part in 0i64..10_000_000, rest in 1i64..10_000_000, decimals in 0u32..3, decrease: bool) {
        let value = |value: i64| Decimal::new(value, 4);
        let whole = value(part + rest);
        let share = round(value(part) / whole * Decimal::ONE_HUNDRED, decimals);
        let prior = if decrease { whole + value(part) } else { whole - value(part) };
        let rate = round(value(part) / prior * Decimal::ONE_HUNDRED, decimals);
        let disclosure = read(&format!(
            "{}万元，{}万元，{share}%，{rate}%。",
            round(value(part), 2), round(whole, 2)
        ));
        let [part, whole, share_percent, rate_percent] = in_order(&disclosure);
        let share = verdict(&disclosure, Relation::Share {
            percent: share_percent, part, whole,
        });
        prop_assert!(!matches!(share, Verdict::Inconsistent { .. }), "{share:?}");
        let rate = verdict(&disclosure, Relation::Rate {
            percent: rate_percent, current: whole, amount: part, decrease,
        });
        prop_assert!(!matches!(rate, Verdict::Inconsistent { .. }), "{rate:?}");
    }

    /// However a grid is filled: every contradiction is told, none twice, and the same again.
    #[test]
    fn merging_loses_no_operand_and_analysis_is_pure(cells in prop::collection::vec(0i64..30, 9)) {
        let row = |at: usize| {
            let number = |index: usize| Decimal::new(cells[at * 3 + index] * 100, 2);
            format!("行|{}|{}|{}", number(0), number(1), number(2))
        };
        let rows = [row(0), row(1), row(2)];
        let rows = [rows[0].as_str(), rows[1].as_str(), rows[2].as_str()];
        let analysis = analyze_grid(rows);
        let broken: Vec<usize> = (0..analysis.identities.len())
            .filter(|index| analysis.verdicts[*index].is_contradiction())
            .collect();
        prop_assert!(analysis.findings.len() <= broken.len());
        for index in broken {
            let spans: Vec<_> = analysis.identities[index].operands().iter()
                .map(|figure| analysis.disclosure.figure(*figure).unwrap().span)
                .collect();
            let told = analysis.findings.iter().any(|finding| {
                spans.iter().all(|span| {
                    finding.span == *span || finding.related.iter().any(|related| related.span == *span)
                })
            });
            prop_assert!(told, "identity {index} is not told");
        }
        prop_assert_eq!(analyze_grid(rows).findings, analysis.findings);
    }
}

/// The messages of the errors of a draft.
fn errors_of(draft: &str) -> Vec<String> {
    let draft = crate::audit::Draft::open(draft);
    let analyses = draft.disclosures.iter().map(|placed| &placed.analysis);
    analyses
        .flat_map(|analysis| &analysis.findings)
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.message.chinese.clone())
        .collect()
}

#[test]
fn tables_that_differ_are_named() {
    let errors = errors_of(
        "2026年一般公共预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
         \t合计\t30.00\t20.00\t10.00\n201\t一般公共服务支出\t30.00\t20.00\t10.00\n\n\
         2026年一般公共预算基本支出表（按经济分类）\n\n单位：万元\n\n科目编码\t科目名称\t合计\n\
         \t合计\t21.00\n301\t工资福利支出\t21.00\n30101\t基本工资\t21.00\n",
    );
    insta::assert_snapshot!(errors.join("\n"), @"一般公共预算支出表“合计”基本支出 20.00万元 与 一般公共预算基本支出表“合计” 21.00万元 不符，相差 1.00万元");
}

#[test]
fn a_number_copied_from_its_neighbour_is_explained() {
    let errors = errors_of(
        "2026年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
         \t合计\t100.00\t63.00\t37.00\n201\t一般公共服务支出\t60.00\t40.00\t20.00\n\
         208\t社会保障和就业支出\t17.00\t40.00\t8.00\n210\t卫生健康支出\t23.00\t14.00\t9.00\n",
    );
    insta::assert_snapshot!(errors.join("\n"), @"“208 社会保障和就业支出”基本支出 40.00万元 可能有误：“208 社会保障和就业支出”合计 17.00万元 与各列之和 48.00万元 不符，相差 31.00万元；若此处为 9.00万元 则本行和本列均成立；与相邻的“201 一般公共服务支出”基本支出 相同，可能是误抄");
}
