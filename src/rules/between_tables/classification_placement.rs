//! 科目用在不该用的表或列举中。
//!
//! ## 检查什么
//! 只属于政府性基金预算的功能科目不应出现在一般公共预算支出表；
//! 部门经济科目的列举中不应混入政府经济科目（办公经费）。
//!
//! ## 为什么
//! 资金性质与科目不符，或者两套经济分类混用，数字无法与总表对应。
//!
//! ## 例
//! 错：机关运行经费包括办公费9.96万元、办公经费19.94万元。
//!
//! 对：机关运行经费包括办公费9.96万元、差旅费19.94万元。
//!
//! ## 如何修改
//! 改用正确的科目，或移到相应的表。
//!
//! ## 不报的情形
//! 支出总表和政府性基金支出表中的基金科目；没有金额的行。
//!
//! ## In English
//! A subject stands in a table or a list to which its classification does not belong.

use crate::audit::{Finding, Severity};
use crate::document::{CellContent, Disclosure, Line, Statement, StatementPlace, Table, TableKind};
use crate::rules::{Basis, Check, Rule};
use crate::subjects::{Classification, catalogue};

/// B211.
pub const RULE: Rule = Rule {
    code: "B211",
    name: "classification-placement",
    title: "科目的归类",
    severity: Severity::Warning,
    source: include_str!("classification_placement.rs"),
    basis: Basis::Statements,
    checks: &[
        Check::TableInspection(in_a_table),
        Check::Inspection(in_sentences),
    ],
};

/// Functional sections that only government funds pay for (domain specification A.2).
const FUND_SECTIONS: [&str; 24] = [
    "20707", "20709", "20710", "20822", "20823", "21160", "21161", "21208", "21210", "21211",
    "21213", "21214", "21215", "21216", "21217", "21218", "21219", "21366", "21367", "21369",
    "21370", "22904", "22908", "22960",
];

fn in_a_table(disclosure: &Disclosure, table: &Table, found: &mut Vec<Finding>) {
    let general = matches!(
        table.kind,
        TableKind::GeneralExpenditure | TableKind::FinalGeneralExpenditure
    );
    let lines = table.sides.iter().flat_map(|side| &side.lines);
    for line in lines.filter(|_| general) {
        found.extend(of_a_fund(disclosure, table, line));
    }
}

fn in_sentences(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for statement in &disclosure.statements {
        found.extend(mixed(disclosure, statement));
    }
}

fn of_a_fund(disclosure: &Disclosure, table: &Table, line: &Line) -> Option<Finding> {
    let code = line.code.as_deref()?;
    let section = code.get(..5)?;
    let cells = &table.rows.get(line.row)?.cells;
    let has_money = cells.iter().any(|cell| match cell.content {
        CellContent::Figure(id) => disclosure
            .figure(id)
            .is_some_and(|figure| !figure.value.is_zero()),
        _ => false,
    });
    (FUND_SECTIONS.contains(&section) && has_money).then(|| {
        RULE.finding(
            line.code_span.unwrap_or(line.label_span),
            format!("{code} 是政府性基金预算的科目，不应列在一般公共预算支出表"),
            format!("{code} belongs to the government funds, not to the general public budget"),
        )
    })
}

/// The fewest departmental subjects of a list of them.
const FEWEST_SUBJECTS: usize = 3;

/// A government economic subject among departmental ones in one sentence.
fn mixed(disclosure: &Disclosure, statement: &Statement) -> Option<Finding> {
    if statement.place != StatementPlace::Prose {
        return None;
    }
    let year = disclosure.catalogue_year();
    let is_in =
        |classification, label: &str| !catalogue().by_name(classification, label, year).is_empty();
    let departmental = statement
        .mentions
        .iter()
        .filter(|mention| is_in(Classification::DepartmentalEconomic, &mention.label))
        .count();
    if departmental < FEWEST_SUBJECTS {
        return None;
    }
    let foreign = statement.mentions.iter().find(|mention| {
        is_in(Classification::GovernmentEconomic, &mention.label)
            && !is_in(Classification::DepartmentalEconomic, &mention.label)
    })?;
    let label = &foreign.label;
    let finding = RULE.finding(
        foreign.label_span,
        format!("“{label}”是政府经济科目，混在部门经济科目的列举中"),
        format!("“{label}” is a government economic subject in a list of departmental ones"),
    );
    Some(finding.at(Severity::Hint))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    fn table(title: &str, code: &str) -> String {
        format!(
            "某某局2024年部门预算\n\n2024年{title}\n\n单位：万元\n\n科目编码→科目名称→合计\n合计→→5.00\n\
             {code}→土地出让业务支出→5.00\n"
        )
    }

    #[test]
    fn a_fund_subject_among_general_ones_is_found() {
        assert_reports(&RULE, &table("一般公共预算支出预算表", "⟦2120806⟧"));
        assert_silent(&RULE, &table("政府性基金预算支出表", "2120806"));
    }

    #[test]
    fn two_classifications_in_one_list_are_found() {
        assert_reports(
            &RULE,
            "机关运行经费58.99万元。主要包括：办公费9.96万元、印刷费0.9万元、邮电费1.26万元、⟦办公经费⟧19.94万元。\n",
        );
        assert_silent(
            &RULE,
            "机关运行经费58.99万元。主要包括：办公费9.96万元、印刷费0.9万元、邮电费1.26万元。\n",
        );
    }
}
