//! Invented tables whose sums hold one by one, and ways to print that are all legitimate.

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

use super::*;
use crate::audit::{Analysis, Draft, Evaluator, Finding, Severity, Subject, Term, analyze};
use crate::document::CellContent;

/// The disclosure that a text holds.
fn read(text: &str) -> Disclosure {
    let draft = Draft::open(text);
    draft.disclosures[0].analysis.disclosure.clone()
}

/// Expenditure by subjects, one column.
fn chain(rows: &[(&str, &str, &str)]) -> Analysis {
    let rows: Vec<String> = rows
        .iter()
        .map(|(code, name, amount)| format!("{code}\t{name}\t{amount}"))
        .collect();
    analyze(read(&format!(
        "2024年一般公共预算支出预算表\n\n单位：万元\n\n科目编码\t科目名称\t预算数\n{}\n",
        rows.join("\n")
    )))
}

/// The errors and warnings of an analysis.
fn grave(analysis: &Analysis) -> Vec<&Finding> {
    let findings = analysis.findings.iter();
    findings
        .filter(|finding| finding.severity <= Severity::Warning)
        .filter(|finding| finding.code.starts_with("B1"))
        .collect()
}

fn words<'a>(analysis: &'a Analysis, finding: &Finding) -> &'a str {
    analysis.disclosure.words(finding.span)
}

#[test]
fn a_chain_that_drifts_cannot_hold() {
    let analysis = chain(&[
        ("合计", "", "9.55"),
        ("210", "卫生健康支出", "9.55"),
        ("21011", "行政事业单位医疗", "9.56"),
        ("2101101", "行政单位医疗", "9.57"),
    ]);
    assert!(
        !analysis.verdicts.iter().any(|it| it.is_contradiction()),
        "each by itself is within rounding"
    );
    let [finding] = grave(&analysis)[..] else {
        panic!("{:#?}", analysis.findings);
    };
    assert_eq!((finding.code, words(&analysis, finding)), ("B103", "9.57"));
    insta::assert_snapshot!(finding.message.chinese, @"“2101101 行政单位医疗” 9.57万元 可能有误：“21011 行政事业单位医疗” 9.56万元 与 9.57万元 相差 0.01万元，单看在四舍五入范围内，但与本表另一等式不能同时成立");
    insta::assert_snapshot!(finding.message.english, @"“2101101 行政单位医疗” 9.57万元 may be wrong: “21011 行政事业单位医疗” 9.56万元 and 9.57万元 differ by 0.01万元: within rounding by itself, but it cannot hold together with another identity of this table");
    let related: Vec<&str> = finding
        .related
        .iter()
        .map(|related| analysis.disclosure.words(related.span))
        .collect();
    assert_eq!(related, ["9.56", "9.55"]);
    assert!(
        analysis.findings.iter().all(|other| other.code != "B115"),
        "what is said of the conflict is not noted again"
    );
}

#[test]
fn a_chain_at_the_edge_holds() {
    let analysis = chain(&[
        ("合计", "", "9.55"),
        ("210", "卫生健康支出", "9.55"),
        ("21011", "行政事业单位医疗", "9.56"),
        ("2101101", "行政单位医疗", "9.55"),
    ]);
    assert_eq!(grave(&analysis), Vec::<&Finding>::new());
}

#[test]
fn two_ends_of_a_chain_are_both_named() {
    let analysis = chain(&[
        ("合计", "", "9.55"),
        ("210", "卫生健康支出", "9.56"),
        ("21011", "行政事业单位医疗", "9.57"),
    ]);
    let [finding] = grave(&analysis)[..] else {
        panic!("{:#?}", analysis.findings);
    };
    insta::assert_snapshot!(finding.message.chinese, @"“210 卫生健康支出” 9.56万元 与 9.57万元 相差 0.01万元，单看在四舍五入范围内，但与本表另一等式不能同时成立；可能有误的是 “合计” 9.55万元、“21011 行政事业单位医疗” 9.57万元");
}

#[test]
fn a_table_with_a_broken_sum_gets_no_second_finding() {
    let analysis = chain(&[
        ("合计", "", "19.55"),
        ("210", "卫生健康支出", "9.55"),
        ("21011", "行政事业单位医疗", "9.56"),
        ("2101101", "行政单位医疗", "9.57"),
    ]);
    let findings = grave(&analysis);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(findings[0].message.chinese.contains("不符"));
}

#[test]
fn a_document_that_states_its_rounding_is_left_alone() {
    let text = "2024年一般公共预算支出预算表\n\n单位：万元\n\n科目编码\t科目名称\t预算数\n\
        合计\t\t9.55\n210\t卫生健康支出\t9.55\n21011\t行政事业单位医疗\t9.56\n\
        2101101\t行政单位医疗\t9.57\n\n注：本表因四舍五入可能存在尾差。\n";
    assert_eq!(grave(&analyze(read(text))), Vec::<&Finding>::new());
}

/// A table of amounts with the sums over its rows and columns.
struct Sheet {
    disclosure: Disclosure,
    identities: Vec<Arc<Identity>>,
}

/// A sum of cells: the total and the parts, by row and column.
type CellSum = ((usize, usize), Vec<(usize, usize)>);

impl Sheet {
    fn of(rows: &[Vec<String>], sums: &[CellSum]) -> Self {
        let lines: Vec<String> = rows
            .iter()
            .map(|row| format!("行\t{}", row.join("\t")))
            .collect();
        let disclosure = read(&format!(
            "2024年项目情况表\n\n单位：万元\n\n项目\t合计\t基本支出\t项目支出\n{}\n",
            lines.join("\n")
        ));
        let table = &disclosure.tables[0];
        let first = table.rows.len() - rows.len();
        let figure = |(row, column): (usize, usize)| match table.rows[first + row].cells[column + 1]
            .content
        {
            CellContent::Figure(id) => Some(id),
            CellContent::Blank | CellContent::Text => None,
        };
        let part = |cell: &(usize, usize)| {
            Some(Term {
                figure: figure(*cell)?,
                negative: false,
            })
        };
        let identities = sums
            .iter()
            .map(|(total, parts)| {
                Arc::new(Identity {
                    rule: "B101",
                    relation: Relation::Sum {
                        total: figure(*total).unwrap(),
                        parts: parts.iter().filter_map(part).collect(),
                    },
                    subject: Subject::words("", ""),
                    severity: None,
                })
            })
            .collect();
        Self {
            disclosure,
            identities,
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let evaluator = Evaluator::new(&self.disclosure);
        let identities = self.identities.iter();
        identities.map(|it| evaluator.evaluate(it)).collect()
    }

    fn conflicts(&self) -> Vec<Conflict> {
        let places = Places::of(&self.disclosure);
        let (identities, verdicts) = (&self.identities, self.verdicts());
        let known = feasibility(&self.disclosure, &places, identities, &verdicts, None);
        known.conflicts().cloned().collect()
    }
}

/// Rows and columns of two details and a total each.
fn square(cells: [[&str; 3]; 3]) -> Sheet {
    let rows: Vec<Vec<String>> = cells
        .iter()
        .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
        .collect();
    let mut sums: Vec<CellSum> = Vec::new();
    for line in 0..3 {
        sums.push(((line, 0), vec![(line, 1), (line, 2)]));
        sums.push(((0, line), vec![(1, line), (2, line)]));
    }
    Sheet::of(&rows, &sums)
}

#[test]
fn rows_and_columns_may_pull_in_opposite_directions() {
    let impossible = square([
        ["39.99", "19.99", "20.01"],
        ["19.99", "10.00", "10.00"],
        ["20.01", "10.00", "10.00"],
    ]);
    let verdicts = impossible.verdicts();
    assert!(!verdicts.iter().any(|verdict| verdict.is_contradiction()));
    let [conflict] = &impossible.conflicts()[..] else {
        panic!("rows and columns cannot all hold");
    };
    assert!(conflict.identities.len() > 1, "{conflict:?}");
    let possible = square([
        ["40.00", "19.99", "20.00"],
        ["20.01", "10.00", "10.00"],
        ["20.00", "10.00", "10.00"],
    ]);
    assert_eq!(possible.conflicts(), [], "the details can be at the edge");
}

#[test]
fn without_any_of_its_identities_a_conflict_goes_away() {
    let cells = [
        ["39.99", "19.99", "20.01"],
        ["19.99", "10.00", "10.00"],
        ["20.01", "10.00", "10.00"],
    ];
    let sheet = square(cells);
    let conflict = sheet.conflicts().remove(0);
    for left_out in &conflict.identities {
        let mut fewer = square(cells);
        fewer.identities = conflict
            .identities
            .iter()
            .filter(|index| *index != left_out)
            .map(|index| sheet.identities[*index].clone())
            .collect();
        assert_eq!(fewer.conflicts(), []);
    }
}

#[test]
fn larger_tables_than_the_stated_bound_are_left_alone() {
    let mut sheet = square([
        ["39.99", "19.99", "20.01"],
        ["19.99", "10.00", "10.00"],
        ["20.01", "10.00", "10.00"],
    ]);
    let again = sheet.identities.clone();
    while sheet.identities.len() * 3 <= MOST_OPERANDS {
        sheet.identities.extend(again.iter().cloned());
    }
    assert_eq!(sheet.conflicts(), []);
}

/// Yuan of the items, basic and project expenditure, by class and group.
type Items = Vec<Vec<Vec<[i64; 2]>>>;

fn items() -> impl Strategy<Value = Items> {
    let yuan = prop_oneof![1 => Just(0), 2 => 0i64..500, 6 => 0i64..50_000_000];
    let item = [yuan.clone(), yuan];
    let group = prop::collection::vec(item, 1..4);
    let class = prop::collection::vec(group, 1..4);
    prop::collection::vec(class, 1..4)
}

/// How a table was made.
#[derive(Debug, Clone, Copy)]
struct Making {
    /// The numbers are cut off and not rounded.
    cuts: bool,
    /// Totals of rows, then of columns, add up what is printed: of every total one bit.
    adds_printed: u64,
}

/// The lines of a table: the line whose part each is, and the yuan of its two columns.
fn lines(items: &Items) -> Vec<(Option<usize>, [i64; 2])> {
    fn with(lines: &mut Vec<(Option<usize>, [i64; 2])>, parent: Option<usize>) -> usize {
        lines.push((parent, [0, 0]));
        lines.len() - 1
    }
    let mut lines = Vec::new();
    let total = with(&mut lines, None);
    for class in items {
        let class_line = with(&mut lines, Some(total));
        for group in class {
            let group_line = with(&mut lines, Some(class_line));
            for item in group {
                let line = with(&mut lines, Some(group_line));
                for above in [total, class_line, group_line, line] {
                    for (sum, amount) in lines[above].1.iter_mut().zip(item) {
                        *sum += amount;
                    }
                }
            }
        }
    }
    lines
}

/// Prints a table in 万元 with two decimals.
fn sheet(items: &Items, making: Making) -> Sheet {
    let lines = lines(items);
    let strategy = match making.cuts {
        true => RoundingStrategy::ToZero,
        false => RoundingStrategy::MidpointAwayFromZero,
    };
    let print = |yuan: i64| {
        let mut value = Decimal::new(yuan, 4).round_dp_with_strategy(2, strategy);
        value.rescale(2);
        value
    };
    let children = |line: usize| -> Vec<usize> {
        (0..lines.len())
            .filter(|other| lines[*other].0 == Some(line))
            .collect()
    };
    let mut cells: Vec<[Decimal; 3]> = lines
        .iter()
        .map(|(_, [basic, project])| [print(basic + project), print(*basic), print(*project)])
        .collect();
    let mut sums: Vec<CellSum> = Vec::new();
    let mut adds = (0..64)
        .cycle()
        .map(|bit| (making.adds_printed >> bit) & 1 == 1);
    // From the items to the total: what is added up is printed before.
    for line in (0..lines.len()).rev() {
        let below = children(line);
        for column in [1, 2, 0] {
            if !below.is_empty() {
                let parts: Vec<(usize, usize)> = below.iter().map(|row| (*row, column)).collect();
                if adds.next() == Some(true) {
                    cells[line][column] = parts.iter().map(|(row, at)| cells[*row][*at]).sum();
                }
                sums.push(((line, column), parts));
            }
        }
        if adds.next() == Some(true) {
            cells[line][0] = cells[line][1] + cells[line][2];
        }
        sums.push(((line, 0), vec![(line, 1), (line, 2)]));
    }
    let rows: Vec<Vec<String>> = cells
        .iter()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect();
    Sheet::of(&rows, &sums)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_table_that_was_rounded_is_never_impossible(items in items()) {
        let rounded = sheet(&items, Making { cuts: false, adds_printed: 0 });
        prop_assert_eq!(rounded.conflicts(), []);
        let contradicts = rounded.verdicts().iter().any(|verdict| verdict.is_contradiction());
        prop_assert!(!contradicts, "every sum is within rounding");
    }

    #[test]
    fn nor_one_whose_totals_add_up_what_is_printed(items in items(), adds_printed: u64) {
        let sheet = sheet(&items, Making { cuts: false, adds_printed });
        prop_assert_eq!(sheet.conflicts(), []);
    }

    #[test]
    fn nor_one_that_was_cut_off(items in items(), adds_printed: u64) {
        for adds_printed in [0, adds_printed] {
            let sheet = sheet(&items, Making { cuts: true, adds_printed });
            prop_assert_eq!(sheet.conflicts(), []);
        }
    }
}
