//! 科目编码的位数或写法不对。
//!
//! ## 检查什么
//! 功能分类编码应为 3、5、7 位（类、款、项），经济分类编码应为 3、5 位（类、款）；编码栏里不应有字母等其他字符；
//! 印有类、款各级的表中，项级科目的款级不应缺失。目录已列全的款下没有的编码仅作提示。
//!
//! ## 为什么
//! 编码错位、漏位会使科目无法汇总和查对。
//!
//! ## 例
//! 错：210110 事业单位医疗。
//!
//! 对：2101102 事业单位医疗。
//!
//! ## 如何修改
//! 按当年政府收支分类科目改正编码。
//!
//! ## 不报的情形
//! 部门、单位、项目代码；分成类、款、项几栏印出的编码中尚未印到的各级；地方自设的编码（只作提示）。
//!
//! ## In English
//! A subject code must have 3, 5 or 7 digits (economic: 3 or 5), and its section must be printed
//! where the table prints sections. Codes that the catalogue does not list under a section that
//! it lists completely are only hinted at.

use crate::audit::{Finding, Message, Severity};
use crate::document::{Disclosure, LineKind, Side, Table, TableKind};
use crate::rules::identity_of_document::printed_subject::{PrintedSubject, printed_subjects};
use crate::rules::within_table::formula::adds_up;
use crate::rules::{Basis, Check, Rule};
use crate::subjects::{Classification, Knowledge, SubjectLevel, catalogue};
use crate::text::Span;

/// B405.
pub const RULE: Rule = Rule {
    code: "B405",
    name: "code-form",
    title: "科目编码的写法",
    severity: Severity::Warning,
    source: include_str!("code_form.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let mut unknown: Vec<String> = Vec::new();
    for table in disclosure.tables.iter().filter(|table| adds_up(table)) {
        if matches!(
            table.kind,
            TableKind::Projects | TableKind::ProjectsCarriedIn | TableKind::OperatingFunds
        ) {
            continue;
        }
        for subject in printed_subjects(disclosure, table) {
            if let Some(finding) = malformed(&subject) {
                found.push(finding);
            } else if is_unknown(disclosure, &subject) && !unknown.contains(&subject.code) {
                unknown.push(subject.code.clone());
                found.push(unlisted(&subject));
            }
        }
        for side in &table.sides {
            missing_sections(table, side, found);
        }
    }
}

fn finding(severity: Severity, span: Span, chinese: String, english: String) -> Finding {
    Finding {
        code: RULE.code,
        name: RULE.name,
        severity,
        span,
        message: Message::new(chinese, english),
        related: Vec::new(),
        fix: None,
        identity: None,
    }
}

/// A code with a wrong number of digits, or with something else than digits in it.
fn malformed(subject: &PrintedSubject) -> Option<Finding> {
    let code = &subject.code;
    let first = first_digit(subject.classification);
    // Codes of organisations and words of merged cells stand in these columns too.
    if !code.starts_with(first) {
        return None;
    }
    let digits = code.chars().filter(char::is_ascii_digit).count();
    let is_code = digits == code.chars().count();
    if !is_code && (digits < 2 || !code.is_ascii()) {
        return None;
    }
    let economic = first != '2' && first != '1';
    let fits = match digits {
        3 | 5 => true,
        7 => !economic,
        _ => false,
    };
    // Revenue codes also have levels of one and nine digits.
    if is_code && (fits || subject.classification == Classification::Revenue) {
        return None;
    }
    let (lengths, lengths_english) = if economic {
        ("3 位或 5 位数字", "3 or 5 digits")
    } else {
        ("3 位、5 位或 7 位数字", "3, 5 or 7 digits")
    };
    Some(finding(
        RULE.severity,
        subject.code_span,
        format!("科目编码 {code} 应为 {lengths}"),
        format!("Subject code {code} should have {lengths_english}"),
    ))
}

fn first_digit(classification: Classification) -> char {
    match classification {
        Classification::Functional => '2',
        Classification::DepartmentalEconomic => '3',
        Classification::GovernmentEconomic => '5',
        Classification::Revenue => '1',
    }
}

fn is_unknown(disclosure: &Disclosure, subject: &PrintedSubject) -> bool {
    if disclosure.conventions.subjects.contains_key(&subject.code) {
        return false;
    }
    let known = catalogue().known(
        subject.classification,
        &subject.code,
        disclosure.catalogue_year(),
    );
    SubjectLevel::of_code(&subject.code).is_some()
        && known == Knowledge::UnknownUnderCompleteSection
}

fn unlisted(subject: &PrintedSubject) -> Finding {
    finding(
        Severity::Hint,
        subject.code_span,
        format!("目录中没有科目编码 {}，请核对年度科目", subject.code),
        format!("Subject code {} is not in the catalogue", subject.code),
    )
}

/// Items without their section, in a table that prints the sections of most items.
fn missing_sections(table: &Table, side: &Side, found: &mut Vec<Finding>) {
    if table.kind == TableKind::Unrecognised {
        return;
    }
    let items = side.lines.iter().filter(|line| {
        line.kind == LineKind::Subject(SubjectLevel::Item)
            && line
                .code
                .as_deref()
                .is_some_and(|code| code.starts_with('2'))
    });
    let (with, without): (Vec<_>, Vec<_>) = items.partition(|line| {
        line.parent
            .and_then(|parent| side.lines.get(parent))
            .is_some_and(|parent| parent.kind == LineKind::Subject(SubjectLevel::Section))
    });
    if with.len() <= 2 * without.len() {
        return;
    }
    for line in without {
        let code = line.code.as_deref().unwrap_or_default();
        let section = code
            .get(..SubjectLevel::Section.digits())
            .unwrap_or_default();
        found.push(finding(
            RULE.severity,
            line.code_span.unwrap_or(line.label_span),
            format!("项级科目 {code} 没有对应的款级科目 {section}"),
            format!("Item {code} is printed without its section {section}"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::Severity;
    use crate::rules::testing::{assert_clean, assert_finds, assert_notes};

    const HEADER: &str = "某某局2024年部门预算\n\n2024年一般公共预算支出预算表\n\n单位：万元\n\n\
        科目编码\t科目名称\t预算数\n合计\t\t5.00\n";

    #[test]
    fn a_code_of_six_digits_is_found() {
        assert_finds(
            "B405",
            &format!(
                "{HEADER}2080505\t机关事业单位基本养老保险缴费支出\t5.00\n⟦210110⟧\t事业单位医疗\t\n"
            ),
        );
    }

    #[test]
    fn leaves_alone_need_no_sections() {
        assert_clean(&format!(
            "{HEADER}2080505\t机关事业单位基本养老保险缴费支出\t2.00\n2101102\t事业单位医疗\t3.00\n"
        ));
    }

    #[test]
    fn an_unlisted_code_is_a_hint_at_most() {
        let text = format!("{HEADER}2080598\t某项支出\t5.00\n");
        assert_notes("B405", Severity::Hint, 1, &text);
    }
}
