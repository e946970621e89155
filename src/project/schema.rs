//! The keys and values of `yusuan.toml`, and the JSON schema by which editors complete them.

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use crate::project::policy::families;
use crate::project::{Level, Rounding};
use crate::rules::RULES;

/// The keys at the top of the file.
pub(super) const TOP_KEYS: [&str; 8] = [
    "locale",
    "rounding",
    "catalogue-year",
    "checks",
    "files",
    "subjects",
    "glossary",
    "accepted",
];

/// The keys of `[files]`.
pub(super) const FILES_KEYS: [&str; 2] = ["include", "exclude"];

/// The keys of `[[subjects]]`.
pub(super) const SUBJECT_KEYS: [&str; 2] = ["code", "name"];

/// The keys of `[[accepted]]`.
pub(super) const ACCEPTED_KEYS: [&str; 5] = ["document", "check", "text", "words", "reason"];

/// The languages of messages.
pub(super) const LOCALES: [&str; 2] = ["zh-CN", "en"];

/// The years that a catalogue of subjects can have.
pub(super) const YEARS: RangeInclusive<u16> = 2018..=2099;

/// The JSON schema of the project file.
pub fn schema() -> Value {
    let files = object(
        [
            (
                "include",
                list("除名称为预算、决算公开的文件外，还检查的文件，如 2025/*.txt"),
            ),
            ("exclude", list("不检查的文件或文件夹")),
        ],
        &[],
    );
    let subject = object(
        [
            (
                "code",
                json!({ "type": "string", "pattern": "^[0-9]{3,7}$", "description": "科目编码" }),
            ),
            ("name", words("科目名称")),
        ],
        &SUBJECT_KEYS,
    );
    let accepted = object(
        [
            (
                "document",
                words("文档：单位、年度和种类；无法识别时为文件名"),
            ),
            (
                "check",
                json!({ "enum": codes(), "description": "规则编号" }),
            ),
            ("text", any_words("所在的表、行、列，或所在的句子")),
            ("words", any_words("有问题的数字或文字")),
            ("reason", words("接受的理由，必须写明")),
        ],
        &ACCEPTED_KEYS,
    );
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "yusuan.toml",
        "description": "预算 Yusuan 的项目文件",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "locale": { "enum": LOCALES, "description": "消息的语言" },
            "rounding": {
                "enum": Rounding::NAMES,
                "default": "note",
                "description": "四舍五入范围内的尾差：note 提示，strict 视为错误，silent 不报",
            },
            "catalogue-year": {
                "type": "integer",
                "minimum": YEARS.start(),
                "maximum": YEARS.end(),
                "description": "政府收支分类科目的年度，默认为文档的预算年度",
            },
            "checks": {
                "type": "object",
                "additionalProperties": false,
                "properties": checks(),
                "description": "各规则（B103）或各类规则（B1）的级别，off 为不检查",
            },
            "files": files,
            "subjects": { "type": "array", "items": subject, "description": "本地自设的科目" },
            "glossary": {
                "type": "object",
                "additionalProperties": { "type": "string", "minLength": 1 },
                "description": "本地术语及其解释",
            },
            "accepted": { "type": "array", "items": accepted, "description": "已接受的问题" },
        },
    })
}

fn codes() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.code).collect()
}

fn checks() -> Map<String, Value> {
    let mut checks = Map::new();
    for family in families() {
        let description = format!("全部 {family} 类规则");
        checks.insert(family.to_owned(), level(&description));
    }
    for rule in RULES {
        checks.insert(rule.code.to_owned(), level(rule.title));
    }
    checks
}

fn level(description: &str) -> Value {
    json!({ "enum": Level::NAMES, "description": description })
}

fn words(description: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "description": description })
}

fn any_words(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn list(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}

fn object<const N: usize>(properties: [(&str, Value); N], required: &[&str]) -> Value {
    let properties: Map<String, Value> = properties
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "required": required,
    })
}
