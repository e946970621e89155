//! Reads `yusuan.toml`: what is wrong in it is told at its place, and the rest applies.

use std::sync::Arc;

use toml_edit::{Document, Item, TableLike, TomlError, Value};

use crate::audit::{Locale, Message, Severity};
use crate::document::Conventions;
use crate::project::policy::is_code;
use crate::project::schema::{ACCEPTED_KEYS, FILES_KEYS, LOCALES, SUBJECT_KEYS, TOP_KEYS, YEARS};
use crate::project::selection::is_pattern;
use crate::project::{Accepted, FindingKey, Level, Project, Rounding, Selection};
use crate::rules::rule;
use crate::subjects::Classification;
use crate::text::Span;

/// Something in a project file that is wrong, or worth a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where in the project file.
    pub span: Span,
    /// An error when what stands there cannot be applied.
    pub severity: Severity,
    /// What is wrong, and what would be right.
    pub message: Message,
}

/// Reads a project file, and says what is wrong in it. What is wrong is not applied.
pub fn read(source: &str) -> (Project, Vec<Problem>) {
    let mut reader = Reader::default();
    match Document::parse(source) {
        Ok(document) => reader.read(document.as_table()),
        Err(error) => reader.problems.push(malformed(&error, source.len())),
    }
    let Reader {
        mut project,
        conventions,
        mut problems,
    } = reader;
    project.conventions = Arc::new(conventions);
    problems.sort_by_key(|problem| problem.span);
    (project, problems)
}

fn malformed(error: &TomlError, length: usize) -> Problem {
    let span = error.span().unwrap_or(length..length);
    let words = error.message();
    Problem {
        span: Span::new(span.start.min(length), span.end.min(length)),
        severity: Severity::Error,
        message: Message::new(
            format!("不是正确的 TOML，此处不能读取（{words}）"),
            format!("not valid TOML: {words}"),
        ),
    }
}

#[derive(Default)]
struct Reader {
    project: Project,
    conventions: Conventions,
    problems: Vec<Problem>,
}

impl Reader {
    fn read(&mut self, table: &dyn TableLike) {
        self.known_keys(table, &TOP_KEYS);
        self.project.locale = self.choice(table, "locale", &LOCALES, |name| match name {
            "zh-CN" => Some(Locale::Chinese),
            "en" => Some(Locale::English),
            _ => None,
        });
        self.project.policy.rounding =
            self.choice(table, "rounding", &Rounding::NAMES, Rounding::named);
        self.conventions.catalogue_year = self.year(table);
        for (name, item, span) in self.entries(table, "checks") {
            self.check(&name, &item, span);
        }
        self.files(table);
        for (subject, span) in self.tables(table, "subjects") {
            self.subject(subject.as_ref(), span);
        }
        for (term, item, span) in self.entries(table, "glossary") {
            match item.as_str().filter(|words| !words.trim().is_empty()) {
                Some(words) => drop(self.conventions.terms.insert(term, words.to_owned())),
                None => self.wrong(
                    span,
                    format!("“{term}”的解释应为非空的文字"),
                    format!("the explanation of “{term}” must be words"),
                ),
            }
        }
        for (entry, span) in self.tables(table, "accepted") {
            self.accepted(entry.as_ref(), span);
        }
    }

    fn check(&mut self, code: &str, item: &Item, span: Span) {
        if !is_code(code) {
            return self.wrong(
                span,
                format!("没有检查规则“{code}”，应为规则编号（如 B103）或一类规则（如 B1）"),
                format!("no check “{code}”: a code such as B103, or a family such as B1"),
            );
        }
        match item.as_str().and_then(Level::named) {
            Some(level) => drop(self.project.policy.levels.insert(code.to_owned(), level)),
            None => self.not_one_of(span_of(item).unwrap_or(span), code, &Level::NAMES),
        }
    }

    fn files(&mut self, table: &dyn TableLike) {
        let Some(files) = self.table(table, "files") else {
            return;
        };
        self.known_keys(files, &FILES_KEYS);
        let include = self.patterns(files, "include");
        let exclude = self.patterns(files, "exclude");
        let selection = Selection::new(
            include.iter().map(String::as_str),
            exclude.iter().map(String::as_str),
        );
        self.project.files = selection.unwrap_or_default();
    }

    /// The patterns of a list, without those that cannot be read.
    fn patterns(&mut self, table: &dyn TableLike, key: &str) -> Vec<String> {
        let Some(item) = table.get(key) else {
            return Vec::new();
        };
        let whole = span_of(item).unwrap_or_default();
        let Some(list) = item.as_array() else {
            self.wrong(
                whole,
                format!("{key} 应为一列文件名，如 [\"2025/*.txt\"]"),
                format!("{key} must be a list of file names such as [\"2025/*.txt\"]"),
            );
            return Vec::new();
        };
        let mut patterns = Vec::new();
        for value in list {
            let span = value.span().map_or(whole, span_from);
            match value.as_str() {
                Some(pattern) if is_pattern(pattern) => patterns.push(pattern.to_owned()),
                _ => self.wrong(
                    span,
                    "不是正确的文件名样式".to_owned(),
                    "not a pattern of file names".to_owned(),
                ),
            }
        }
        patterns
    }

    fn subject(&mut self, table: &dyn TableLike, span: Span) {
        self.known_keys(table, &SUBJECT_KEYS);
        let code = self.words(table, "code", span);
        let name = self.words(table, "name", span);
        let (Some((code, code_span)), Some((name, _))) = (code, name) else {
            return;
        };
        let digits = code.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || Classification::of_code(&code).is_none() {
            return self.wrong(
                code_span,
                format!("“{code}”不是科目编码，应为 3、5 或 7 位数字"),
                format!("“{code}” is no subject code of 3, 5 or 7 digits"),
            );
        }
        self.conventions.subjects.insert(code, name);
    }

    fn accepted(&mut self, table: &dyn TableLike, span: Span) {
        self.known_keys(table, &ACCEPTED_KEYS);
        let [document, check, text, words, reason] =
            ACCEPTED_KEYS.map(|key| self.words(table, key, span));
        let Some((check, check_span)) = check else {
            return;
        };
        if rule(&check).is_none() {
            return self.wrong(
                check_span,
                format!("没有检查规则“{check}”"),
                format!("no check “{check}”"),
            );
        }
        if let (Some((document, _)), Some((text, _)), Some((words, _)), Some((reason, _))) =
            (document, text, words, reason)
        {
            self.project.accepted.push(Accepted {
                key: FindingKey {
                    document,
                    check,
                    text,
                    words,
                },
                reason,
                span,
            });
        }
    }

    fn year(&mut self, table: &dyn TableLike) -> Option<u16> {
        let item = table.get("catalogue-year")?;
        let year = item.as_integer().and_then(|year| u16::try_from(year).ok());
        let year = year.filter(|year| YEARS.contains(year));
        if year.is_none() {
            self.wrong(
                span_of(item).unwrap_or_default(),
                format!("catalogue-year 应为年份，如 {}", YEARS.start()),
                format!("catalogue-year must be a year such as {}", YEARS.start()),
            );
        }
        year
    }

    fn choice<T>(
        &mut self,
        table: &dyn TableLike,
        key: &str,
        names: &[&str],
        named: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let item = table.get(key)?;
        let chosen = item.as_str().and_then(named);
        if chosen.is_none() {
            self.not_one_of(span_of(item).unwrap_or_default(), key, names);
        }
        chosen
    }

    /// Words that must be there, and where they are.
    fn words(&mut self, table: &dyn TableLike, key: &str, whole: Span) -> Option<(String, Span)> {
        let Some(item) = table.get(key) else {
            self.wrong(
                whole,
                format!("缺少 {key}{}", purpose(key)),
                format!("{key} is missing"),
            );
            return None;
        };
        let span = span_of(item).unwrap_or(whole);
        // A finding about something that is missing has no words of its own.
        let may_be_empty = ["text", "words"].contains(&key);
        match item
            .as_str()
            .map(str::trim)
            .filter(|words| may_be_empty || !words.is_empty())
        {
            Some(words) => Some((words.to_owned(), span)),
            None => {
                self.wrong(
                    span,
                    format!("{key} 应为非空的文字{}", purpose(key)),
                    format!("{key} must be words"),
                );
                None
            }
        }
    }

    /// The keys of a table with their values.
    fn entries(&mut self, table: &dyn TableLike, key: &str) -> Vec<(String, Item, Span)> {
        let Some(table) = self.table(table, key) else {
            return Vec::new();
        };
        let entries = table.iter().map(|(name, item)| {
            let span = key_span(table, name).or_else(|| span_of(item));
            (name.to_owned(), item.clone(), span.unwrap_or_default())
        });
        entries.collect()
    }

    fn table<'toml>(
        &mut self,
        table: &'toml dyn TableLike,
        key: &str,
    ) -> Option<&'toml dyn TableLike> {
        let item = table.get(key)?;
        let found = item.as_table_like();
        if found.is_none() {
            self.wrong(
                span_of(item).unwrap_or_default(),
                format!("{key} 应为一节，写作 [{key}]"),
                format!("{key} must be a table, written [{key}]"),
            );
        }
        found
    }

    /// The tables of a list: `[[accepted]]`, or `accepted = [{ … }]`.
    fn tables(&mut self, table: &dyn TableLike, key: &str) -> Vec<(Box<dyn TableLike>, Span)> {
        let Some(item) = table.get(key) else {
            return Vec::new();
        };
        let whole = span_of(item)
            .or_else(|| key_span(table, key))
            .unwrap_or_default();
        if let Some(list) = item.as_array_of_tables() {
            let entries = list.iter().map(|entry| {
                let span = entry.span().map_or(whole, span_from);
                (Box::new(entry.clone()) as Box<dyn TableLike>, span)
            });
            return entries.collect();
        }
        let tables = item.as_array().map(|list| {
            let entries = list.iter().filter_map(Value::as_inline_table);
            let entries: Vec<_> = entries
                .map(|entry| {
                    let span = entry.span().map_or(whole, span_from);
                    (Box::new(entry.clone()) as Box<dyn TableLike>, span)
                })
                .collect();
            (list.len() == entries.len()).then_some(entries)
        });
        tables.flatten().unwrap_or_else(|| {
            self.wrong(
                whole,
                format!("{key} 应逐条写作 [[{key}]]"),
                format!("{key} must be tables, each written [[{key}]]"),
            );
            Vec::new()
        })
    }

    /// An unknown key is ignored: a newer version may know it. A wrong word is not.
    fn known_keys(&mut self, table: &dyn TableLike, known: &[&str]) {
        for (name, item) in table.iter().filter(|(name, _)| !known.contains(name)) {
            let span = key_span(table, name).or_else(|| span_of(item));
            self.problems.push(Problem {
                span: span.unwrap_or_default(),
                severity: Severity::Warning,
                message: Message::new(
                    format!("不认识的设置 {name}，可以是：{}", known.join("、")),
                    format!("unknown setting {name}; known are {}", known.join(", ")),
                ),
            });
        }
    }

    fn not_one_of(&mut self, span: Span, key: &str, names: &[&str]) {
        self.wrong(
            span,
            format!("{key} 的值可以是：{}", names.join("、")),
            format!("{key} can be {}", names.join(", ")),
        );
    }

    fn wrong(&mut self, span: Span, chinese: String, english: String) {
        self.problems.push(Problem {
            span,
            severity: Severity::Error,
            message: Message::new(chinese, english),
        });
    }
}

/// What a key is good for, where its lack needs a word.
fn purpose(key: &str) -> &'static str {
    match key {
        "reason" => "：接受一个问题必须写明理由",
        _ => "",
    }
}

fn key_span(table: &dyn TableLike, key: &str) -> Option<Span> {
    table.key(key)?.span().map(span_from)
}

fn span_of(item: &Item) -> Option<Span> {
    item.span().map(span_from)
}

fn span_from(range: std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
