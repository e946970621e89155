//! `yusuan explain`.

use std::fmt::Write;
use std::process::ExitCode;

use anstyle::Style;

use super::output::{Output, tell, visible};
use super::{FAILED, say};
use crate::audit::{Locale, Severity};
use crate::rules::{self, RULES, Rule};
use crate::subjects::{Classification, Confidence, Subject, SubjectLevel, catalogue, term, terms};

/// The most subjects of one name that are explained, and the most suggestions.
const MOST: usize = 8;

const BOLD: Style = Style::new().bold();

/// Explains rules, subjects and terms; all rules are listed when none is named. The status is 2
/// when something is not known.
pub fn run(queries: &[String], locale: Locale, output: &mut Output) -> ExitCode {
    if queries.is_empty() {
        return written(output.write(&list_of_rules("", locale)), true, locale);
    }
    let mut all_known = true;
    let mut explanations = Vec::new();
    for query in queries {
        match explain(query.trim(), locale) {
            Some(explanation) => explanations.push(explanation),
            None => {
                all_known = false;
                tell(format_args!("{}", unknown(query.trim(), locale)));
            }
        }
    }
    written(output.write(&explanations.join("\n")), all_known, locale)
}

fn written(written: std::io::Result<()>, all_known: bool, locale: Locale) -> ExitCode {
    if let Err(error) = written {
        return super::standard_output_failed(&error, locale);
    }
    match all_known {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(FAILED),
    }
}

fn explain(query: &str, locale: Locale) -> Option<String> {
    explain_rule(query)
        .or_else(|| explain_family(query, locale))
        .or_else(|| explain_code(query, locale))
        .or_else(|| explain_term(query))
        .or_else(|| explain_name(query, locale))
}

/// The rules whose codes begin so.
fn list_of_rules(beginning: &str, locale: Locale) -> String {
    let mut list = String::new();
    for rule in RULES.iter().filter(|it| it.code.starts_with(beginning)) {
        let severity = match rule.severity {
            Severity::Error => say(locale, "错误", "error"),
            Severity::Warning => say(locale, "警告", "warning"),
            Severity::Information => say(locale, "提示", "information"),
            Severity::Hint => say(locale, "参考", "hint"),
        };
        push(
            &mut list,
            format_args!("{}  {severity}  {} {}\n", rule.code, rule.title, rule.name),
        );
    }
    list
}

/// A rule by its code or its name.
fn explain_rule(query: &str) -> Option<String> {
    let code = query.to_ascii_uppercase();
    let named = |rule: &&Rule| rule.name.eq_ignore_ascii_case(query);
    let rule = rules::rule(&code).or_else(|| RULES.iter().find(named))?;
    Some(plain(&rules::documentation(rule)))
}

/// The rules of a family, as `yusuan.toml` names it: `B5`.
fn explain_family(query: &str, locale: Locale) -> Option<String> {
    if query.len() != 2 {
        return None;
    }
    let list = list_of_rules(&query.to_ascii_uppercase(), locale);
    (!list.is_empty()).then_some(list)
}

/// Markdown as a terminal shows it best: headings bold and without marks, code without backticks.
fn plain(markdown: &str) -> String {
    let mut plain = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        let heading = line.trim_start_matches('#');
        if in_code {
            push(&mut plain, format_args!("    {line}\n"));
        } else if heading.len() < line.len() && heading.starts_with(' ') {
            let heading = heading.trim().replace('`', "");
            push(&mut plain, format_args!("{BOLD}{heading}{BOLD:#}\n"));
        } else {
            push(
                &mut plain,
                format_args!("{}\n", line.replace("**", "").replace('`', "")),
            );
        }
    }
    plain
}

fn explain_code(query: &str, locale: Locale) -> Option<String> {
    SubjectLevel::of_code(query)?;
    let classifications = Classification::ALL.into_iter();
    let subjects = classifications
        .filter_map(|classification| catalogue().subject(classification, query, None));
    let explanations: Vec<String> = subjects.map(|it| explain_subject(it, locale)).collect();
    (!explanations.is_empty()).then(|| explanations.join("\n"))
}

fn explain_name(query: &str, locale: Locale) -> Option<String> {
    let classifications = Classification::ALL.into_iter();
    let subjects: Vec<&Subject> = classifications
        .flat_map(|classification| catalogue().by_name(classification, query, None))
        .collect();
    let shown = subjects.iter().take(MOST);
    let mut explanations: Vec<String> = shown.map(|it| explain_subject(it, locale)).collect();
    if subjects.len() > MOST {
        let codes = subjects.iter().skip(MOST).map(|subject| subject.code);
        let codes: Vec<&str> = codes.collect();
        let label = say(locale, "同名科目还有：", "Also: ");
        explanations.push(format!("{label}{}\n", codes.join(" ")));
    }
    (!explanations.is_empty()).then(|| explanations.join("\n"))
}

fn explain_subject(subject: &Subject, locale: Locale) -> String {
    let mut words = String::new();
    let Subject {
        classification,
        code,
        name,
        level,
        ..
    } = *subject;
    push(
        &mut words,
        format_args!("{BOLD}{code} {name}{BOLD:#}（{level}）\n"),
    );
    let path = catalogue().path(classification, code, None);
    let path: Vec<String> = path
        .iter()
        .map(|step| format!("{} {}", step.code, step.name))
        .collect();
    if path.len() > 1 {
        push(&mut words, format_args!("{}\n", path.join(" › ")));
    }
    let kind = classification.name();
    let fund = subject
        .fund
        .map(|fund| format!("，{}", fund.name()))
        .unwrap_or_default();
    push(&mut words, format_args!("{kind}{fund}\n"));
    if !subject.is_current() {
        let note = say(locale, "该名称已不再使用", "The name is no longer in use");
        push(&mut words, format_args!("{note}\n"));
    }
    former_names(&mut words, subject, locale);
    mappings(&mut words, subject, locale);
    children(&mut words, subject, locale);
    push(
        &mut words,
        format_args!("{}\n", source(subject.confidence, locale)),
    );
    words
}

fn former_names(words: &mut String, subject: &Subject, locale: Locale) {
    let former = catalogue().former_names(subject.classification, subject.code);
    let former: Vec<&str> = former
        .iter()
        .map(|it| it.name)
        .filter(|it| *it != subject.name)
        .collect();
    if !former.is_empty() {
        let label = say(locale, "曾用名称：", "Former names: ");
        push(words, format_args!("{label}{}\n", former.join("、")));
    }
}

fn mappings(words: &mut String, subject: &Subject, locale: Locale) {
    if subject.classification != Classification::DepartmentalEconomic {
        return;
    }
    let mut codes: Vec<&str> = catalogue()
        .government_codes_for(subject.code, None)
        .iter()
        .map(|mapping| mapping.government)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let named = codes.into_iter().map(|code| {
        let subject = catalogue().subject(Classification::GovernmentEconomic, code, None);
        format!(
            "{code} {}",
            subject.map(|subject| subject.name).unwrap_or_default()
        )
    });
    let named: Vec<String> = named.collect();
    if !named.is_empty() {
        let label = say(
            locale,
            "对应政府经济分类：",
            "Government economic classification: ",
        );
        push(words, format_args!("{label}{}\n", named.join("、")));
    }
}

fn children(words: &mut String, subject: &Subject, locale: Locale) {
    let children = catalogue().children(subject.classification, subject.code, None);
    if children.is_empty() {
        return;
    }
    push(
        words,
        format_args!("{}\n", say(locale, "下级科目：", "Below it:")),
    );
    for child in children {
        push(words, format_args!("  {} {}\n", child.code, child.name));
    }
}

/// How far the catalogue can be trusted here.
fn source(confidence: Confidence, locale: Locale) -> &'static str {
    let (chinese, english) = match confidence {
        Confidence::Seen => (
            "来源：2018 年以来的公开文件",
            "Source: documents of 2018 or later",
        ),
        Confidence::SeenIn2009Edition => (
            "来源：2009 年版科目，现行名称未经核实",
            "Source: the edition of 2009; not verified since",
        ),
        Confidence::Recalled => ("来源：未经核实", "Source: not verified"),
        Confidence::Synthesised => (
            "来源：按编码规则推出，未经核实",
            "Source: concluded from how codes are formed",
        ),
    };
    say(locale, chinese, english)
}

fn explain_term(query: &str) -> Option<String> {
    let term = term(query)?;
    let mut words = format!("{BOLD}{}{BOLD:#}\n{}\n", term.name, term.explanation);
    if !term.synonyms.is_empty() {
        push(
            &mut words,
            format_args!("又称：{}\n", term.synonyms.join("、")),
        );
    }
    Some(words)
}

fn unknown(query: &str, locale: Locale) -> String {
    let shown = visible(query);
    let mut words = match locale {
        Locale::Chinese => format!("错误：没有找到“{shown}”"),
        Locale::English => format!("error: nothing known of “{shown}”"),
    };
    let suggestions = suggestions(query);
    if !suggestions.is_empty() {
        words.push_str(say(locale, "\n相近的有：", "\nSimilar: "));
        words.push_str(&suggestions.join("、"));
    }
    words
}

/// What was perhaps meant: rules of the same beginning, subjects under the same parent or with
/// the words in their names, terms with the words.
fn suggestions(query: &str) -> Vec<String> {
    if query.is_empty() {
        return Vec::new();
    }
    let mut found = similar_rules(query);
    found.extend(similar_codes(query));
    let has_words = |name: &str| name.contains(query) || query.contains(name);
    let terms = terms().iter().filter(|term| has_words(term.name));
    found.extend(terms.map(|term| term.name.to_owned()));
    if !query.bytes().all(|byte| byte.is_ascii_digit()) {
        let classifications = Classification::ALL.into_iter();
        let named = classifications.flat_map(|it| catalogue().search(it, query, None));
        found.extend(named.take(MOST).map(named_code));
    }
    found.truncate(MOST);
    found
}

fn similar_rules(query: &str) -> Vec<String> {
    let code = query.to_ascii_uppercase();
    let family = code.get(..2).unwrap_or(&code);
    let query = query.to_ascii_lowercase();
    let similar = |rule: &&Rule| {
        let by_code = family.starts_with('B') && rule.code.starts_with(family);
        by_code || rule.name.contains(&query) || rule.title.contains(&query)
    };
    let rules = RULES.iter().filter(similar);
    rules
        .map(|rule| format!("{} {}", rule.code, rule.title))
        .collect()
}

/// The codes of the same 款, or else of the same 类, the most alike first.
fn similar_codes(query: &str) -> Vec<String> {
    if !query.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let beginnings = [5, 3].into_iter().filter_map(|length| query.get(..length));
    for beginning in beginnings {
        let classification = Classification::of_code(beginning);
        let mut listed = classification
            .map(|it| catalogue().search(it, beginning, None))
            .unwrap_or_default();
        listed.sort_by_key(|subject| different_digits(subject.code, query));
        if !listed.is_empty() {
            return listed.into_iter().map(named_code).collect();
        }
    }
    Vec::new()
}

fn different_digits(code: &str, query: &str) -> usize {
    let pairs = code.bytes().zip(query.bytes());
    let different = pairs.filter(|(one, other)| one != other).count();
    different + code.len().abs_diff(query.len())
}

fn named_code(subject: &Subject) -> String {
    format!("{} {}", subject.code, subject.name)
}

fn push(words: &mut String, more: std::fmt::Arguments) {
    // Writing to a string does not fail.
    let _ = words.write_fmt(more);
}
