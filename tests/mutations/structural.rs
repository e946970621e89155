//! Mutations of the structure: rows, columns, units, names, years. Each has the code that must be
//! reported and the line where. Those whose rule is not in the registry yet are left out and
//! printed.

use yusuan::audit::Draft;
use yusuan::rules::rule;
use yusuan::text::{Edit, Span};

use crate::documents::{Document, fixtures};

/// A line by its beginning, the first one after a text that occurs before it.
#[derive(Debug, Clone, Copy)]
struct Line {
    after: &'static str,
    start: &'static str,
}

/// What is done to a document.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// The line is left out.
    Delete(Line),
    /// Two lines change places.
    Swap(Line, Line),
    /// Words of the line are others.
    Replace(Line, &'static str, &'static str),
}

/// A change and what must be said of it.
struct Expectation {
    what: &'static str,
    /// The start of the document's name.
    document: &'static str,
    change: Change,
    /// Any of these codes.
    codes: &'static [&'static str],
    /// On this line of the changed document.
    at: Line,
}

const fn line(after: &'static str, start: &'static str) -> Line {
    Line { after, start }
}

const EXPECTATIONS: [Expectation; 19] = [
    Expectation {
        what: "row deleted: an item of a functional class",
        document: "yunxi",
        change: Change::Delete(line("# 2024年预算支出总表", "2080505\t")),
        codes: &["B103"],
        at: line("# 2024年预算支出总表", "20805\t"),
    },
    Expectation {
        what: "row deleted: an item of the income table",
        document: "lanqiao-greening",
        change: Change::Delete(line("\n收入决算表", "2080505\t")),
        codes: &["B103"],
        at: line("\n收入决算表", "20805\t"),
    },
    Expectation {
        // The organisation's row stands between the total and the leaves.
        what: "row deleted: a leaf of a table without classes",
        document: "qinghe",
        change: Change::Delete(line("\n2026年部门支出预算表", "210\t11\t02")),
        codes: &["B108"],
        at: line("\n2026年部门支出预算表", "\t\t\t092"),
    },
    Expectation {
        what: "row deleted: a detail of an economic class",
        document: "qinghe",
        change: Change::Delete(line("\n一般公共预算基本支出表", "30113\t")),
        codes: &["B109"],
        at: line("\n一般公共预算基本支出表", "301\t"),
    },
    Expectation {
        what: "row deleted: a detail under an economic class without code",
        document: "yunxi",
        change: Change::Delete(line(
            "基本支出分经济科目表（不含上年结转）\n\n部",
            "取暖费\t",
        )),
        codes: &["B109"],
        at: line(
            "基本支出分经济科目表（不含上年结转）\n\n部",
            "商品和服务支出\t",
        ),
    },
    Expectation {
        what: "row deleted: a class of the summary",
        document: "lanqiao-greening",
        change: Change::Delete(line("\n收入支出决算总表", "\t\t九、卫生健康支出")),
        codes: &["B106"],
        at: line("\n收入支出决算总表", "本年收入合计"),
    },
    Expectation {
        what: "rows swapped: details of two economic classes",
        document: "yunxi",
        change: Change::Swap(
            line("基本支出分经济科目表（不含上年结转）\n\n部", "住房公积金\t"),
            line("基本支出分经济科目表（不含上年结转）\n\n部", "办公费\t"),
        ),
        codes: &["B109"],
        at: line(
            "基本支出分经济科目表（不含上年结转）\n\n部",
            "商品和服务支出\t",
        ),
    },
    Expectation {
        what: "rows swapped: the amounts of two items of different classes",
        document: "yunxi",
        change: Change::Swap(
            line(
                "基本支出分经济科目表（不含上年结转）\n\n部",
                "职业年金缴费\t",
            ),
            line("基本支出分经济科目表（不含上年结转）\n\n部", "退休费\t"),
        ),
        codes: &["B109"],
        at: line(
            "基本支出分经济科目表（不含上年结转）\n\n部",
            "工资福利支出\t",
        ),
    },
    Expectation {
        what: "column shifted: the total stands under a component",
        document: "yunxi",
        change: Change::Replace(
            line("# 2024年预算支出总表", "2011301\t"),
            "\t140.33\t140.33\t",
            "\t\t140.33\t140.33",
        ),
        // Two equal numbers can be moved in more than one way: the row is not moved but reported.
        codes: &["B903", "B112"],
        at: line("# 2024年预算支出总表", "2011301\t"),
    },
    Expectation {
        what: "column shifted: a component stands under another one",
        document: "lanqiao-greening",
        change: Change::Replace(
            line("\n支出决算表", "21011\t"),
            "\t29.85\t29.85\t",
            "\t29.85\t\t29.85",
        ),
        codes: &["B103", "B112"],
        at: line("\n支出决算表", "21011\t"),
    },
    Expectation {
        what: "unit line: 元 for 万元",
        document: "yunxi",
        change: Change::Replace(line("# 2024年预算支出总表", "单位：万元"), "万元", "元"),
        codes: &["B407"],
        at: line("# 2024年预算支出总表", "单位：元"),
    },
    Expectation {
        what: "unit line: 元 for 万元, a table of codes",
        document: "yunxi",
        change: Change::Replace(line("# 2024年预算收入总表", "单位：万元"), "万元", "元"),
        codes: &["B407"],
        at: line("# 2024年预算收入总表", "单位：元"),
    },
    Expectation {
        what: "organisation renamed in one caption",
        document: "qinghe",
        change: Change::Replace(
            line("\n2026年部门支出预算表", "部门名称："),
            "青禾县商务和投资促进中心",
            "青禾县教育考试院",
        ),
        codes: &["B402"],
        at: line("\n2026年部门支出预算表", "部门名称："),
    },
    Expectation {
        what: "year changed in one title",
        document: "qinghe",
        change: Change::Replace(line("部门预算表", "2026年部门支出预算表"), "2026", "2025"),
        codes: &["B401"],
        at: line("部门预算表", "2025年部门支出预算表"),
    },
    Expectation {
        what: "% dropped from a share",
        document: "yunxi",
        change: Change::Replace(
            line("支出结构情况", "2024年度云溪市投资促进中心"),
            "85.14%",
            "85.14",
        ),
        codes: &["B318"],
        at: line("支出结构情况", "2024年度云溪市投资促进中心"),
    },
    Expectation {
        what: "% dropped from the last share",
        document: "qinghe",
        change: Change::Replace(
            line("三、支出预算总体情况说明\n\n青", "禾县"),
            "17.37%",
            "17.37",
        ),
        codes: &["B318"],
        at: line("三、支出预算总体情况说明\n\n青", "禾县"),
    },
    Expectation {
        what: "glossary entry removed from a numbered list",
        document: "chengwan",
        change: Change::Delete(line("名词解释", "5.财政专户管理资金：")),
        codes: &["B508"],
        at: line("名词解释", "6.上级补助收入："),
    },
    Expectation {
        what: "glossary entry removed at the start of a numbered list",
        document: "chengwan",
        change: Change::Delete(line("名词解释", "2.一般公共预算：")),
        codes: &["B508"],
        at: line("名词解释", "3.政府性基金预算："),
    },
    Expectation {
        what: "row deleted: a project",
        document: "yunxi",
        change: Change::Delete(line(
            "# 2024年项目支出预算表（本年预算）",
            "招商推介活动经费",
        )),
        codes: &["B108"],
        // The row of the unit, below that of the department with the same name.
        at: line("5\t6\t7\n云溪", "云溪市投资促进中心\t"),
    },
];

impl Line {
    /// The line with its line end.
    fn full_span(self, text: &str) -> Option<Span> {
        let from = text.find(self.after)? + self.after.len();
        let start = if text[from..].starts_with(self.start) {
            from
        } else {
            from + text[from..].find(&format!("\n{}", self.start))? + 1
        };
        let end = text[start..]
            .find('\n')
            .map_or(text.len(), |at| start + at + 1);
        Some(Span::new(start, end))
    }
}

impl Change {
    fn edits(self, text: &str) -> Option<Vec<Edit>> {
        match self {
            Self::Delete(line) => Some(vec![Edit::new(line.full_span(text)?, "")]),
            Self::Swap(one, other) => {
                let (one, other) = (one.full_span(text)?, other.full_span(text)?);
                let (first, second) = (one.min(other), one.max(other));
                // The later line first, so that the earlier one stays where it is.
                Some(vec![
                    Edit::new(second, &text[first.range()]),
                    Edit::new(first, &text[second.range()]),
                ])
            }
            Self::Replace(line, from, to) => {
                let span = line.full_span(text)?;
                let start = span.start + text[span.range()].find(from)?;
                Some(vec![Edit::new(Span::new(start, start + from.len()), to)])
            }
        }
    }
}

fn find(documents: &[Document], name: &str) -> Draft {
    let mut documents = documents.iter();
    let document = documents.find(|document| document.name.starts_with(name));
    document.expect("a fixture").draft.clone()
}

/// Codes and lines, which count from one, of the findings that were not there before.
fn new_findings(before: &Draft, after: &Draft) -> Vec<(&'static str, usize)> {
    let places = |draft: &Draft| -> Vec<(&'static str, usize, String)> {
        let mut places = Vec::new();
        for placed in &draft.disclosures {
            for finding in &placed.analysis.findings {
                let line = draft.text.line_of(placed.start + finding.span.start);
                let words = draft.text.slice(draft.text.line_span(line)).into_owned();
                places.push((finding.code, line + 1, words));
            }
        }
        places
    };
    let mut known = places(before);
    let mut found = places(after);
    found.retain(|(code, _, words)| {
        let same = |(other, _, known): &(&str, usize, String)| other == code && known == words;
        match known.iter().position(same) {
            Some(index) => {
                known.swap_remove(index);
                false
            }
            None => true,
        }
    });
    found
        .into_iter()
        .map(|(code, line, _)| (code, line))
        .collect()
}

#[test]
fn structural_mutations_are_reported_where_they_are() {
    let documents = fixtures();
    let mut wrong = String::new();
    let mut tried = 0;
    for expectation in &EXPECTATIONS {
        let what = expectation.what;
        if !expectation.codes.iter().any(|code| rule(code).is_some()) {
            println!("left out, no rule {:?} yet: {what}", expectation.codes);
            continue;
        }
        let before = find(&documents, expectation.document);
        let source = before.text.to_string();
        let edits = expectation.change.edits(&source).expect(what);
        let after = before.edited(&edits);
        let text = after.text.to_string();
        let at = expectation.at.full_span(&text).expect(what);
        let line = after.text.line_of(at.start) + 1;
        let found = new_findings(&before, &after);
        let mut codes = expectation.codes.iter();
        if !codes.any(|code| found.contains(&(code, line))) {
            let codes = expectation.codes;
            wrong.push_str(&format!(
                "{what}: {codes:?} at {line} is not in {found:?}\n"
            ));
        }
        tried += 1;
    }
    println!("{tried} structural mutations tried");
    assert!(wrong.is_empty(), "\n{wrong}");
}
