//! Hover on a subject: path, glossary, catalogue, and this document's amounts.

use super::Explanation;
use super::subject_amounts::amounts;
use super::term::quotation;
use crate::audit::Locale;
use crate::document::{Disclosure, GlossaryEntry};
use crate::ide::glossary::{entries_by_term, entry_for_path};
use crate::ide::markdown::escape;
use crate::ide::place::Place;
use crate::ide::reference::{Reference, exact_at, named_at, names_to_code};
use crate::ide::say;
use crate::ide::shadow::key;
use crate::subjects::{Classification, Confidence, NameVerdict, Subject, SubjectLevel, catalogue};
use crate::text::Span;

/// How many codes of an ambiguous name are listed.
const MOST_CANDIDATES: usize = 8;

/// The hover on a code, on a name in a table, on a path.
pub(super) fn hover_exact(place: &Place, locale: Locale) -> Option<Explanation> {
    explain(place.disclosure(), &exact_at(place)?, locale)
}

/// The hover on a subject's name in prose or in a label.
pub(super) fn hover_name(place: &Place, locale: Locale) -> Option<Explanation> {
    explain(place.disclosure(), &named_at(place)?, locale)
}

/// What the hover on a code says, without the places that it quotes.
pub(in crate::ide) fn subject_explanation(
    disclosure: &Disclosure,
    classification: Classification,
    code: &str,
    locale: Locale,
) -> Option<String> {
    let path = names_to_code(disclosure, classification, code);
    let (_, name) = path.last().filter(|(_, name)| !name.is_empty())?;
    let reference = Reference {
        span: Span::default(),
        classification,
        code: Some(code.to_owned()),
        names: vec![name.clone()],
    };
    Some(
        explain(disclosure, &reference, locale)?
            .sections
            .join("\n\n"),
    )
}

fn explain(disclosure: &Disclosure, reference: &Reference, locale: Locale) -> Option<Explanation> {
    let code = reference.code.as_deref();
    let path = match code {
        Some(code) => names_to_code(disclosure, reference.classification, code),
        None => Vec::new(),
    };
    let subject = code.and_then(|code| {
        catalogue().subject(reference.classification, code, disclosure.fiscal_year)
    });
    let entry = glossary_entry(disclosure, reference, &path);
    let mut sections = vec![title(reference, &path)];
    sections.push(kind_of_money(reference, subject));
    if let Some(entry) = entry {
        sections.push(quotation(disclosure, entry, locale));
    }
    sections.extend(amounts(disclosure, reference, locale));
    sections.push(built_in(disclosure, reference, subject, locale));
    sections.retain(|section| !section.is_empty());
    Some(Explanation {
        span: reference.span,
        sections,
        quoted: entry.map(|entry| entry.span).into_iter().collect(),
    })
}

/// 201 一般公共服务支出 › 20113 商贸事务 › **2011308 招商引资**（项）
fn title(reference: &Reference, path: &[(String, String)]) -> String {
    let mut steps: Vec<String> = path
        .iter()
        .map(|(code, name)| escape(&format!("{code} {name}")))
        .collect();
    if steps.is_empty() {
        steps = reference.names.iter().map(|name| escape(name)).collect();
    }
    let Some(own) = steps.pop() else {
        return String::new();
    };
    let level = reference
        .code
        .as_deref()
        .and_then(SubjectLevel::of_code)
        .map(|level| format!("（{level}）"));
    steps.push(format!("**{}**{}", own, level.unwrap_or_default()));
    steps.join(" › ")
}

fn kind_of_money(reference: &Reference, subject: Option<&Subject>) -> String {
    let fund = subject.and_then(|subject| subject.fund);
    match fund {
        Some(fund) => format!("{} · {}", reference.classification, fund.name()),
        None => reference.classification.to_string(),
    }
}

fn glossary_entry<'document>(
    disclosure: &'document Disclosure,
    reference: &Reference,
    path: &[(String, String)],
) -> Option<&'document GlossaryEntry> {
    if reference.classification == Classification::Functional {
        let names: Vec<String> = match path.is_empty() {
            false => path.iter().map(|(_, name)| name.clone()).collect(),
            true => reference.names.clone(),
        };
        if let Some(entry) = entry_for_path(disclosure, &names) {
            return Some(entry);
        }
    }
    let own = path.last().map(|(_, name)| name);
    let name = own.or(reference.names.last())?;
    entries_by_term(disclosure).get(&key(name)).copied()
}

/// What the catalogue says, marked as not from the document.
fn built_in(
    disclosure: &Disclosure,
    reference: &Reference,
    subject: Option<&Subject>,
    locale: Locale,
) -> String {
    let mark = say(
        locale,
        "内置科目目录（非本文内容）",
        "built-in catalogue (not from this document)",
    );
    match (subject, &reference.code) {
        (Some(subject), _) => {
            let confidence = confidence(subject.confidence, locale);
            let name = named_otherwise(disclosure, reference, subject, locale);
            format!("_{mark}：{name}{confidence}_")
        }
        (None, Some(_)) => {
            let unknown = say(
                locale,
                "未收录此编码（目录并不完整）",
                "does not list this code (it is not complete)",
            );
            format!("_{mark}：{unknown}_")
        }
        (None, None) => candidates(disclosure, reference, mark),
    }
}

/// The name of the catalogue where the document prints another one, and whether that one was
/// its name once.
fn named_otherwise(
    disclosure: &Disclosure,
    reference: &Reference,
    subject: &Subject,
    locale: Locale,
) -> String {
    let Some(printed) = reference.names.last().filter(|name| *name != subject.name) else {
        return String::new();
    };
    let (code, name) = (subject.code, escape(subject.name));
    let year = disclosure.catalogue_year();
    let verdict = catalogue().name_verdict(subject.classification, code, printed, year);
    match (verdict, locale) {
        (NameVerdict::Former { .. }, Locale::Chinese) => {
            format!("“{}”是旧名，现名“{name}”，", escape(printed))
        }
        (NameVerdict::Former { .. }, Locale::English) => {
            format!("“{}” is a former name, today “{name}”, ", escape(printed))
        }
        (_, Locale::Chinese) => format!("{code} 名为“{name}”，"),
        (_, Locale::English) => format!("{code} is named “{name}”, "),
    }
}

fn candidates(disclosure: &Disclosure, reference: &Reference, mark: &str) -> String {
    let Some(name) = reference.names.last() else {
        return String::new();
    };
    let year = disclosure.fiscal_year;
    let mut found = catalogue().by_name(reference.classification, name, year);
    found.dedup_by_key(|subject| subject.code);
    if found.is_empty() {
        return String::new();
    }
    let more = if found.len() > MOST_CANDIDATES {
        "…"
    } else {
        ""
    };
    let lines: Vec<String> = found
        .iter()
        .take(MOST_CANDIDATES)
        .map(|subject| {
            let path = catalogue().path(subject.classification, subject.code, year);
            let names: Vec<&str> = path.iter().map(|step| step.name).collect();
            format!("- {} {}", subject.code, names.join(" › "))
        })
        .collect();
    format!("_{mark}_\n\n{}{more}", lines.join("\n"))
}

fn confidence(confidence: Confidence, locale: Locale) -> &'static str {
    match confidence {
        Confidence::Seen => say(
            locale,
            "见于 2018 年以来的公开文本",
            "seen in published texts since 2018",
        ),
        Confidence::SeenIn2009Edition => say(
            locale,
            "仅见于 2009 年版目录，现名尚未核对",
            "seen in the 2009 edition only; today's name is not verified",
        ),
        Confidence::Recalled => say(
            locale,
            "尚未与公开文本核对",
            "not yet compared with published texts",
        ),
        Confidence::Synthesised => say(
            locale,
            "按编码规律推得，尚未核对",
            "concluded from how codes are formed; not verified",
        ),
    }
}
