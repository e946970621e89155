//! 科目编码与科目名称不一致。
//!
//! ## 检查什么
//! 表中每个科目编码旁边的名称是否为该年度政府收支分类科目的名称；同一编码在全文各表中的名称是否一致。
//!
//! ## 为什么
//! 编码与名称不一致，读者无法判断资金用在哪里；多半是增删科目时只改了一处。
//!
//! ## 例
//! 错：2101102 行政单位医疗。
//!
//! 对：2101101 行政单位医疗；2101102 事业单位医疗。
//!
//! ## 如何修改
//! 按当年科目改正编码或名称。
//!
//! ## 不报的情形
//! 括号全半角、空格、“其它”与“其他”之别；名称末尾的“支出”“事务”等省略；曾用名称；
//! 目录中依据不足的科目名称（只凭旧版或推断）。
//!
//! ## In English
//! The name printed beside a code is not the official name of the code in that year, or one code
//! has two names in the document. Only names that were seen in official or disclosed texts support
//! a warning.

use std::collections::BTreeMap;

use crate::audit::{Finding, Fix, Message, Related, Severity};
use crate::document::Disclosure;
use crate::rules::identity_of_document::printed_subject::{PrintedSubject, printed_subjects};
use crate::rules::within_table::formula::adds_up;
use crate::rules::{Basis, Check, Rule};
use crate::subjects::{Classification, NameVerdict, catalogue, normalise_name};
use crate::text::Span;

/// B404.
pub const RULE: Rule = Rule {
    code: "B404",
    name: "code-name",
    title: "科目编码与名称",
    severity: Severity::Warning,
    source: include_str!("code_name.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let mut by_code: BTreeMap<(Classification, String), Vec<(PrintedSubject, Judgement)>> =
        BTreeMap::new();
    for table in disclosure.tables.iter().filter(|table| adds_up(table)) {
        for subject in printed_subjects(disclosure, table) {
            if subject.name.is_empty() {
                continue;
            }
            let judgement = judge(&subject, disclosure);
            if let Judgement::Wrong(official) = judgement {
                found.push(unofficial(&subject, official));
            }
            let key = (subject.classification, subject.code.clone());
            by_code.entry(key).or_default().push((subject, judgement));
        }
    }
    for subjects in by_code.values() {
        inconstant(subjects, found);
    }
}

/// What the catalogue says of a name.
#[derive(Debug, Clone, Copy)]
enum Judgement<'name> {
    Fine,
    /// The official name.
    Wrong(&'name str),
    Unknown,
}

fn judge<'name>(subject: &PrintedSubject, disclosure: &'name Disclosure) -> Judgement<'name> {
    let name = subject.name.replace("其它", "其他");
    if let Some(agreed) = disclosure.conventions.subjects.get(&subject.code) {
        return match normalise_name(&name) == normalise_name(agreed) {
            true => Judgement::Fine,
            false => Judgement::Wrong(agreed),
        };
    }
    let year = disclosure.catalogue_year();
    match catalogue().name_verdict(subject.classification, &subject.code, &name, year) {
        NameVerdict::Official | NameVerdict::WithoutSuffix | NameVerdict::Former { .. } => {
            Judgement::Fine
        }
        NameVerdict::Other { official } if is_abbreviation(&name, official.name) => Judgement::Fine,
        NameVerdict::Other { official } if official.supports_warning() => {
            Judgement::Wrong(official.name)
        }
        NameVerdict::Other { .. } | NameVerdict::UnknownCode => Judgement::Unknown,
    }
}

/// A name that was cut off, or written without the words at its end that change nothing.
fn is_abbreviation(printed: &str, official: &str) -> bool {
    let (printed, official) = (normalise_name(printed), normalise_name(official));
    if printed.is_empty() {
        return false;
    }
    official.starts_with(&printed)
        || ["支出", "事务", "费用", "经费"]
            .iter()
            .any(|ending| printed.strip_suffix(ending) == Some(official.as_str()))
}

fn unofficial(subject: &PrintedSubject, official: &str) -> Finding {
    let mut message = Message::new(
        format!(
            "科目编码 {} 的名称是“{}”，此处为“{}”",
            subject.code, official, subject.name
        ),
        format!(
            "Subject {} is called “{}”; here it is “{}”",
            subject.code, official, subject.name
        ),
    );
    if let Some(code) = sibling_of_that_name(subject) {
        message.chinese += &format!("；“{}”的编码是 {code}", subject.name);
        message.english += &format!("; the code of “{}” is {code}", subject.name);
    }
    Finding {
        code: RULE.code,
        name: RULE.name,
        severity: RULE.severity,
        span: subject.name_span,
        message,
        related: vec![Related {
            span: subject.code_span,
            message: Message::new(
                format!("科目编码 {}", subject.code),
                format!("Subject code {}", subject.code),
            ),
        }],
        fix: Some(fix(subject.name_span, official)),
        identity: None,
    }
}

fn fix(span: Span, name: &str) -> Fix {
    Fix {
        span,
        new_text: name.to_owned(),
        title: Message::new(format!("改为 {name}"), format!("Change to {name}")),
        is_unique: false,
    }
}

/// The code beside this one that does have the printed name.
fn sibling_of_that_name(subject: &PrintedSubject) -> Option<&'static str> {
    let parent = subject.code.get(..subject.code.len().checked_sub(2)?)?;
    let mut siblings = catalogue()
        .by_name(subject.classification, &subject.name, None)
        .into_iter()
        .filter(|other| other.parent == Some(parent));
    let sibling = siblings.next()?;
    siblings
        .all(|other| other.code == sibling.code)
        .then_some(sibling.code)
}

/// One code with two names: those that the catalogue cannot judge are compared with the name that
/// the document uses most.
fn inconstant(subjects: &[(PrintedSubject, Judgement)], found: &mut Vec<Finding>) {
    let Some(usual) = usual_name(subjects) else {
        return;
    };
    for (subject, judgement) in subjects {
        let same = normalise_name(&subject.name) == normalise_name(&usual.name)
            || is_abbreviation(&subject.name, &usual.name)
            || is_abbreviation(&usual.name, &subject.name);
        if same || !matches!(judgement, Judgement::Unknown) {
            continue;
        }
        found.push(Finding {
            code: RULE.code,
            name: RULE.name,
            severity: RULE.severity,
            span: subject.name_span,
            message: Message::new(
                format!(
                    "科目编码 {} 在他处的名称是“{}”，此处为“{}”",
                    subject.code, usual.name, subject.name
                ),
                format!(
                    "Subject {} is called “{}” elsewhere; here it is “{}”",
                    subject.code, usual.name, subject.name
                ),
            ),
            related: vec![Related {
                span: usual.name_span,
                message: Message::new(usual.name.clone(), usual.name.clone()),
            }],
            fix: None,
            identity: None,
        });
    }
}

/// The name that the catalogue knows, or else the one that most tables print; the first one of
/// equally frequent ones.
fn usual_name<'subject>(
    subjects: &'subject [(PrintedSubject, Judgement)],
) -> Option<&'subject PrintedSubject> {
    let known = subjects
        .iter()
        .find(|(_, judgement)| matches!(judgement, Judgement::Fine));
    if let Some((subject, _)) = known {
        return Some(subject);
    }
    let count = |name: &str| {
        let name = normalise_name(name);
        subjects
            .iter()
            .filter(|(subject, _)| normalise_name(&subject.name) == name)
            .count()
    };
    let mut usual = &subjects.first()?.0;
    for (subject, _) in subjects {
        if count(&subject.name) > count(&usual.name) {
            usual = subject;
        }
    }
    Some(usual)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const HEADER: &str = "某某局2024年部门预算\n\n2024年一般公共预算支出预算表\n\n单位：万元\n\n\
        科目编码\t科目名称\t预算数\n合计\t\t5.00\n";

    #[test]
    fn a_name_of_another_code_is_found() {
        let finding = assert_finds(
            "B404",
            &format!(
                "{HEADER}2101102\t⟦行政单位医疗⟧\t2.00\n2101199\t其他行政事业单位医疗支出\t3.00\n"
            ),
        );
        assert!(finding.message.chinese.contains("2101101"), "{finding:?}");
    }

    #[test]
    fn brackets_blanks_and_shortened_names_are_accepted() {
        assert_clean(&format!(
            "{HEADER}201\t一般公共服务\t2.00\n208\t社会保障和就业支出\t3.00\n"
        ));
    }
}
