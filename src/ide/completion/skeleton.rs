//! Tables without their figures: title, unit line, header rows, total (domain specification
//! §3.1–§3.2).

use super::documentation::Documented;
use super::fresh_line::{FreshLine, marks_before};
use super::{CompletionKind, Proposal};
use crate::audit::Locale;
use crate::document::normalise::normalise;
use crate::document::{Disclosure, DocumentKind, TableKind};
use crate::ide::place::Place;
use crate::ide::say;
use crate::syntax::TableEncoding;

/// A table of the national template.
struct Skeleton {
    kind: TableKind,
    /// The title without the year.
    title: &'static str,
    /// Header rows and body rows, cells between pipes; the cursor goes to `$0`.
    rows: &'static [&'static str],
}

const BY_SUBJECT: &[&str] = &["科目编码|科目名称|合计|基本支出|项目支出", "合计||$0||"];

const BUDGET: [Skeleton; 9] = [
    Skeleton {
        kind: TableKind::BudgetSummary,
        title: "部门收支总表",
        rows: &[
            "收入||支出|",
            "项目|预算数|项目|预算数",
            "一、一般公共预算拨款收入|$0|一、一般公共服务支出|",
            "二、政府性基金预算拨款收入||二、外交支出|",
            "三、国有资本经营预算拨款收入||三、国防支出|",
            "本年收入合计||本年支出合计|",
            "上年结转||结转下年|",
            "收入总计||支出总计|",
        ],
    },
    Skeleton {
        kind: TableKind::Income,
        title: "部门收入总表",
        rows: &[
            "科目编码|科目名称|合计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|单位资金",
            "合计||$0|||||",
        ],
    },
    Skeleton {
        kind: TableKind::Expenditure,
        title: "部门支出总表",
        rows: BY_SUBJECT,
    },
    Skeleton {
        kind: TableKind::FiscalSummary,
        title: "财政拨款收支总表",
        rows: &[
            "收入||支出||||",
            "项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算",
            "一、本年收入|$0|一、本年支出||||",
            "（一）一般公共预算拨款||（一）一般公共服务支出||||",
            "（二）政府性基金预算拨款||（二）外交支出||||",
            "（三）国有资本经营预算拨款||（三）国防支出||||",
            "二、上年结转||二、结转下年||||",
            "收入总计||支出总计||||",
        ],
    },
    Skeleton {
        kind: TableKind::GeneralExpenditure,
        title: "一般公共预算支出表",
        rows: BY_SUBJECT,
    },
    Skeleton {
        kind: TableKind::BasicExpenditure,
        title: "一般公共预算基本支出表",
        rows: &["科目编码|科目名称|合计|人员经费|公用经费", "合计||$0||"],
    },
    Skeleton {
        kind: TableKind::GovernmentFundExpenditure,
        title: "政府性基金预算支出表",
        rows: BY_SUBJECT,
    },
    Skeleton {
        kind: TableKind::StateCapital,
        title: "国有资本经营预算支出表",
        rows: BY_SUBJECT,
    },
    Skeleton {
        kind: TableKind::ThreePublic,
        title: "一般公共预算“三公”经费支出表",
        rows: &[
            "项目|合计|一般公共预算|政府性基金预算|国有资本经营预算",
            "因公出国（境）费|$0|||",
            "公务接待费||||",
            "公务用车购置及运行费||||",
            "①公务用车购置费||||",
            "②公务用车运行维护费||||",
            "合计||||",
        ],
    },
];

const FINAL_ACCOUNT: [Skeleton; 9] = [
    Skeleton {
        kind: TableKind::FinalSummary,
        title: "收入支出决算总表",
        rows: &[
            "收入||支出|",
            "项目|决算数|项目|决算数",
            "一、一般公共预算财政拨款收入|$0|一、一般公共服务支出|",
            "二、政府性基金预算财政拨款收入||二、外交支出|",
            "三、国有资本经营预算财政拨款收入||三、国防支出|",
            "本年收入合计||本年支出合计|",
            "使用非财政拨款结余||结余分配|",
            "年初结转和结余||年末结转和结余|",
            "总计||总计|",
        ],
    },
    Skeleton {
        kind: TableKind::FinalIncome,
        title: "收入决算表",
        rows: &[
            "科目编码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入",
            "合计||$0||||||",
        ],
    },
    Skeleton {
        kind: TableKind::FinalExpenditure,
        title: "支出决算表",
        rows: &[
            "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出",
            "合计||$0|||||",
        ],
    },
    Skeleton {
        kind: TableKind::FinalFiscalSummary,
        title: "财政拨款收入支出决算总表",
        rows: &[
            "收入||支出||||",
            "项目|金额|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款",
            "一、一般公共预算财政拨款|$0|一、一般公共服务支出||||",
            "二、政府性基金预算财政拨款||二、外交支出||||",
            "三、国有资本经营预算财政拨款||三、国防支出||||",
            "本年收入合计||本年支出合计||||",
            "年初财政拨款结转和结余||年末财政拨款结转和结余||||",
            "总计||总计||||",
        ],
    },
    Skeleton {
        kind: TableKind::FinalGeneralExpenditure,
        title: "一般公共预算财政拨款支出决算表",
        rows: BY_SUBJECT,
    },
    Skeleton {
        kind: TableKind::FinalBasicExpenditure,
        title: "一般公共预算财政拨款基本支出决算表",
        rows: &["科目编码|科目名称|合计|人员经费|公用经费", "合计||$0||"],
    },
    Skeleton {
        kind: TableKind::FinalGovernmentFund,
        title: "政府性基金预算财政拨款收入支出决算表",
        rows: &[
            "科目编码|科目名称|年初结转和结余|本年收入|本年支出|年末结转和结余",
            "合计||$0|||",
        ],
    },
    Skeleton {
        kind: TableKind::FinalStateCapital,
        title: "国有资本经营预算财政拨款支出决算表",
        rows: BY_SUBJECT,
    },
    Skeleton {
        kind: TableKind::FinalThreePublic,
        title: "财政拨款“三公”经费支出决算表",
        rows: &[
            "合计||因公出国（境）费||公务用车购置及运行维护费||||||公务接待费|",
            "||||小计||公务用车购置费||公务用车运行维护费|||",
            "预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数",
            "$0|||||||||||",
        ],
    },
];

/// The required tables that the document lacks: on a blank line of the part of tables, elsewhere
/// once the beginning of their title is typed.
pub(super) fn complete(place: &Place, line: &FreshLine, locale: Locale) -> Vec<Proposal> {
    let disclosure = place.disclosure();
    let skeletons = match disclosure.kind {
        Some(DocumentKind::Budget) => &BUDGET,
        Some(DocumentKind::FinalAccount) => &FINAL_ACCOUNT,
        None => return Vec::new(),
    };
    if !line.number.is_empty() || (line.is_blank() && !among_tables(disclosure, line)) {
        return Vec::new();
    }
    let typed = normalise(line.typed(disclosure));
    let typed_enough = typed.is_empty() || typed.chars().count() > 1;
    skeletons
        .iter()
        .filter(|skeleton| {
            let mut tables = disclosure.tables.iter();
            !tables.any(|table| table.kind == skeleton.kind && !table.rows.is_empty())
        })
        .map(|skeleton| (skeleton, title(disclosure, skeleton)))
        .filter(|(skeleton, title)| {
            let begun = |title: &str| normalise(title).starts_with(&typed);
            typed_enough && (begun(title) || begun(skeleton.title))
        })
        .map(|(skeleton, title)| {
            let new_text = written(disclosure, line, skeleton, &title);
            Proposal {
                detail: say(locale, "表样：标题、单位、表头", "title, unit and header").to_owned(),
                kind: CompletionKind::TableSkeleton,
                documentation: Some(Documented::Written(new_text.replace("$0", ""))),
                span: line.typed,
                new_text,
                label: title,
                snippet: true,
            }
        })
        .collect()
}

fn title(disclosure: &Disclosure, skeleton: &Skeleton) -> String {
    let year = disclosure.fiscal_year.map(|year| match disclosure.kind {
        Some(DocumentKind::FinalAccount) => format!("{year}年度"),
        _ => format!("{year}年"),
    });
    format!("{}{}", year.unwrap_or_default(), skeleton.title)
}

/// Whether the last part above holds the tables; so it is in a document without parts.
fn among_tables(disclosure: &Disclosure, line: &FreshLine) -> bool {
    let above = line.headings_above(disclosure);
    above
        .last()
        .is_none_or(|heading| heading.name.contains('表'))
}

/// The table in the way of the other tables of the document.
fn written(disclosure: &Disclosure, line: &FreshLine, skeleton: &Skeleton, title: &str) -> String {
    let end = match disclosure.text.contains("\r\n") {
        true => "\r\n",
        false => "\n",
    };
    let tables = || disclosure.tables.iter();
    let pipes = tables().filter(|table| table.encoding == TableEncoding::Pipe);
    let as_pipes = pipes.count() * 2 > disclosure.tables.len();
    let marks = tables()
        .find_map(|table| table.title_span)
        .filter(|_| line.marks.is_empty())
        .map(|title| marks_before(disclosure, title))
        .unwrap_or_default();
    let organisation = disclosure.organisation.as_ref().filter(|_| {
        let named = tables().any(|table| table.organisation_span.is_some());
        named || disclosure.tables.is_empty()
    });
    let mut text = format!("{marks}{title}{end}{end}");
    if let Some(organisation) = organisation {
        text.push_str(&format!(
            "部门名称：{}{end}{end}",
            escaped(&organisation.name)
        ));
    }
    text.push_str(&format!("单位：万元{end}{end}"));
    let rows = skeleton.rows.iter().enumerate().map(|(index, row)| {
        if !as_pipes {
            return row.replace('|', "\t");
        }
        let cells = row.replace('|', " | ");
        let columns = row.split('|').count();
        let rule = match index {
            0 => format!("{end}|{}", " --- |".repeat(columns)),
            _ => String::new(),
        };
        format!("| {cells} |{rule}")
    });
    text.push_str(&rows.collect::<Vec<_>>().join(end));
    text
}

/// Words of the document in the syntax of snippets.
fn escaped(words: &str) -> String {
    words
        .replace('\\', "\\\\")
        .replace('$', "\\$")
        .replace('}', "\\}")
}
