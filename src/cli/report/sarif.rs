//! SARIF 2.1.0, for code scanning services and viewers.
//!
//! Lines and columns count from one, columns in UTF-16 units; the column after a region is its end.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::location::location;
use super::{CheckedFile, Output, Report, Settings, Totals};
use crate::audit::{Locale, Severity};
use crate::cli::say;
use crate::ide::{Diagnostic, SuggestedFix};
use crate::rules::{RULES, Rule, documentation};
use crate::text::{PositionEncoding, Span, Text};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Where the pages of the rules can be read, when the program knows an address of its own.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// One run with all findings.
pub struct SarifReport {
    locale: Locale,
    codes: BTreeSet<&'static str>,
    results: Vec<SarifResult>,
}

/// A finding in the terms of SARIF.
pub struct SarifResult {
    code: &'static str,
    value: Value,
}

impl SarifReport {
    /// A report without findings.
    pub fn new(locale: Locale) -> Self {
        Self {
            locale,
            codes: BTreeSet::new(),
            results: Vec::new(),
        }
    }

    /// The rules that were broken, in the order of the catalogue.
    fn rules(&self) -> Vec<&'static Rule> {
        let broken = RULES.iter().filter(|rule| self.codes.contains(rule.code));
        broken.collect()
    }
}

impl Report for SarifReport {
    type Part = Vec<SarifResult>;

    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<Self::Part, String> {
        let artifact = json!({ "uri": uri(&file.path) });
        let mut fingerprints = Fingerprints::default();
        let results = file.listed(settings).map(|diagnostic| {
            let fingerprint = fingerprints.next(&file.path, file.draft, diagnostic);
            SarifResult {
                code: diagnostic.code,
                value: result(file, &artifact, diagnostic, &fingerprint, settings.locale),
            }
        });
        Ok(results.collect())
    }

    fn add(&mut self, part: Self::Part, _: &mut Output) -> io::Result<()> {
        self.codes.extend(part.iter().map(|result| result.code));
        self.results.extend(part);
        Ok(())
    }

    fn finish(&mut self, totals: &Totals, output: &mut Output) -> io::Result<()> {
        let rules = self.rules();
        let mut results = Vec::with_capacity(self.results.len());
        for SarifResult { code, mut value } in self.results.drain(..) {
            let index = rules.iter().position(|rule| rule.code == code);
            if let (Some(index), Some(members)) = (index, value.as_object_mut()) {
                members.insert("ruleIndex".to_owned(), index.into());
            }
            results.push(value);
        }
        let failures = totals.failures.iter();
        let notifications: Vec<Value> = failures
            .map(|sentence| json!({ "level": "error", "message": { "text": sentence } }))
            .collect();
        let rules: Vec<Value> = rules.iter().map(|it| descriptor(it, self.locale)).collect();
        let log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "yusuan",
                    "fullName": say(self.locale, "预算 Yusuan", "Yusuan (预算)"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "language": say(self.locale, "zh-CN", "en"),
                    "rules": rules,
                } },
                "language": say(self.locale, "zh-CN", "en"),
                "columnKind": "utf16CodeUnits",
                "invocations": [{
                    "executionSuccessful": totals.failures.is_empty(),
                    "toolExecutionNotifications": notifications,
                }],
                "results": results,
            }],
        });
        let mut report = serde_json::to_string_pretty(&log)?;
        report.push('\n');
        output.write(&report)
    }
}

fn descriptor(rule: &Rule, locale: Locale) -> Value {
    let page = documentation(rule);
    let mut descriptor = json!({
        "id": rule.code,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": say(locale, rule.title, rule.name) },
        "help": { "text": &page, "markdown": &page },
        "defaultConfiguration": { "level": level(rule.severity) },
    });
    if let (Some(address), Some(members)) =
        (page_address(REPOSITORY, rule), descriptor.as_object_mut())
    {
        members.insert("helpUri".to_owned(), address.into());
    }
    descriptor
}

fn page_address(repository: &str, rule: &Rule) -> Option<String> {
    let repository = repository.trim_end_matches('/');
    (!repository.is_empty()).then(|| format!("{repository}/blob/main/docs/checks/{}.md", rule.code))
}

/// `row-components` as viewers like it: `RowComponents`.
fn pascal_case(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

fn result(
    file: &CheckedFile<'_>,
    artifact: &Value,
    diagnostic: &Diagnostic,
    fingerprint: &str,
    locale: Locale,
) -> Value {
    let text = &file.draft.text;
    let physical = |span: Span| {
        // The lines of an imported text are not those of the Word, Excel or PDF file.
        if file.map.is_some() {
            return json!({ "artifactLocation": artifact });
        }
        let mut region = region(text, span);
        if let Some(members) = region.as_object_mut() {
            members.insert("snippet".to_owned(), json!({ "text": text.slice(span) }));
        }
        json!({ "artifactLocation": artifact, "region": region })
    };
    let place = |span: Span| {
        let name = location(file.draft, span);
        let name = match file.original_place(span.start, locale) {
            Some(place) => format!("{place} {name}").trim_end().to_owned(),
            None => name,
        };
        match name.is_empty() {
            true => json!({ "physicalLocation": physical(span) }),
            false => json!({
                "physicalLocation": physical(span),
                "logicalLocations": [{ "fullyQualifiedName": name }],
            }),
        }
    };
    let related = diagnostic.related.iter().enumerate().map(|(number, it)| {
        let mut related = place(it.span);
        if let Some(members) = related.as_object_mut() {
            members.insert("id".to_owned(), (number + 1).into());
            members.insert("message".to_owned(), json!({ "text": &it.message }));
        }
        related
    });
    let fixes = diagnostic.fix.iter().filter(|_| file.map.is_none());
    let fixes = fixes.map(|it| fix(text, artifact, it));
    json!({
        "ruleId": diagnostic.code,
        "level": level(diagnostic.severity),
        "message": { "text": &diagnostic.message },
        "locations": [place(diagnostic.span)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "fixes": fixes.collect::<Vec<_>>(),
        "partialFingerprints": { "finding/v1": fingerprint },
    })
}

fn fix(text: &Text, artifact: &Value, fix: &SuggestedFix) -> Value {
    json!({
        "description": { "text": &fix.title },
        "artifactChanges": [{
            "artifactLocation": artifact,
            "replacements": [{
                "deletedRegion": region(text, fix.span),
                "insertedContent": { "text": &fix.new_text },
            }],
        }],
    })
}

fn region(text: &Text, span: Span) -> Value {
    let start = text.position(span.start, PositionEncoding::Utf16);
    let end = text.position(span.end, PositionEncoding::Utf16);
    json!({
        "startLine": start.line + 1,
        "startColumn": start.character + 1,
        "endLine": end.line + 1,
        "endColumn": end.character + 1,
    })
}

/// A path as a reference: relative as it was given, or a `file:` address.
fn uri(path: &str) -> String {
    let path = match cfg!(windows) {
        true => path.replace('\\', "/"),
        false => path.to_owned(),
    };
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.get(1..3) == Some(":/") {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        match plain {
            true => uri.push(char::from(byte)),
            false => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("./a/预.txt"), "a/%E9%A2%84.txt");
        assert_eq!(uri("/a b#c?.txt"), "file:///a%20b%23c%3F.txt");
        assert_eq!(uri("-"), "-");
    }

    #[test]
    fn rules_have_names_and_pages() {
        assert_eq!(pascal_case("three-public-volumes"), "ThreePublicVolumes");
        let rule = crate::rules::rule("B103").expect("a rule");
        let page = page_address("https://example.org/yusuan/", rule);
        let expected = "https://example.org/yusuan/blob/main/docs/checks/B103.md";
        assert_eq!(page.as_deref(), Some(expected));
        assert_eq!(page_address("", rule), None);
    }
}
