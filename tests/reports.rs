//! The forms of a report, as files that other programs and people read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "what panics here has failed"
)]

#[allow(dead_code, reason = "each test uses a part")]
mod command;

use std::fs;
use std::path::Path;

use serde_json::Value;

use command::Folder;

/// A draft with two contradictions, words that would be markup in one report or another, and a
/// character of two UTF-16 units before the wrong number.
const HOSTILE: &str = "\
青禾县文化馆2025年度单位预算公开

第二部分 2025年<script>alert(1)</script>单位预算表

2025年预算支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t𠮷\t130.00\t70.00\t50.00
207\t=HYPERLINK(\"x\")\t120.00\t70.00\t50.00
20701\t</script><img src=x onerror='a()'>\t120.00\t70.00\t50.00
2070109\t[群众](x)|*文化*\t120.00\t70.00\t50.00

第三部分 单位预算情况说明

一、支出情况

2025年支出预算88.00万元。
";

/// The name of the draft in the folder.
const NAME: &str = "草 稿.txt";

fn folder() -> Folder {
    Folder::with(&[(NAME, HOSTILE)])
}

/// The exit status, the standard output and the errors of `yusuan check`.
fn check(folder: &Folder, arguments: &[&str]) -> (i32, String, String) {
    folder.run(&[&["check"], arguments].concat()).parts()
}

/// The report about the draft in one form.
fn report(format: &str) -> String {
    report_in(&folder(), format)
}

fn report_in(folder: &Folder, format: &str) -> String {
    let (status, output, errors) = check(folder, &["--format", format, "-o", "-", NAME]);
    assert_eq!((status, errors.as_str()), (1, ""), "{format}");
    output
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn sarif_names_rules_places_and_repairs() {
    let log: Value = serde_json::from_str(&report("sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap();
        let rule = &rules[usize::try_from(index).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["shortDescription"]["text"].is_string());
        assert!(result["partialFingerprints"]["finding/v1"].is_string());
    }
    let error = results.iter().find(|it| it["ruleId"] == "B101").unwrap();
    assert_eq!(error["level"], "error");
    let place = &error["locations"][0]["physicalLocation"];
    let uri = &place["artifactLocation"]["uri"];
    assert_eq!(uri, "%E8%8D%89%20%E7%A8%BF.txt");
    let region = &place["region"];
    let numbers = ["startLine", "startColumn", "endLine", "endColumn"].map(|it| &region[it]);
    assert_eq!(numbers, [10, 7, 10, 13]);
    assert_eq!(region["snippet"]["text"], "130.00");
    let logical = &error["locations"][0]["logicalLocations"][0];
    assert_eq!(logical["fullyQualifiedName"], "预算支出总表 “𠮷”合计");
    let related = error["relatedLocations"].as_array().unwrap();
    assert!(related.iter().all(|it| it["message"]["text"].is_string()));
    assert_eq!(
        related[0]["physicalLocation"]["region"]["snippet"]["text"],
        "70.00"
    );
    let change = &error["fixes"][0]["artifactChanges"][0];
    let replacement = &change["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "120.00");
    assert_eq!(replacement["deletedRegion"]["startColumn"], 7);
}

#[test]
fn sarif_says_what_could_not_be_read() {
    let folder = folder();
    let (status, output, _) = check(&folder, &["--format", "sarif", "没有.txt"]);
    assert_eq!(status, 2);
    let log: Value = serde_json::from_str(&output).unwrap();
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notification = &invocation["toolExecutionNotifications"][0];
    assert_eq!(notification["message"]["text"], "没有.txt: 文件不存在");
}

#[test]
fn every_finding_is_a_command_for_github() {
    let report = report("github");
    let errors = "::error file=草 稿.txt,line=10,endLine=10,col=7,endColumn=12,title=B101 ";
    assert!(
        report.lines().any(|line| line.starts_with(errors)),
        "{report}"
    );
    assert!(
        report.lines().all(|line| line.starts_with("::")),
        "{report}"
    );
}

#[test]
fn the_fingerprints_for_gitlab_survive_edits_elsewhere() {
    let folder = folder();
    let issues = |report: &str| -> Vec<Value> { serde_json::from_str(report).unwrap() };
    let fingerprints = |issues: &[Value]| -> Vec<Value> {
        let found = issues.iter().filter(|it| it["severity"] == "critical");
        found.map(|it| it["fingerprint"].clone()).collect()
    };
    let before = issues(&report_in(&folder, "gitlab"));
    assert_eq!(before[1]["location"]["path"], NAME);
    let moved = HOSTILE.replacen("\n\n", "\n\n二〇二五年二月\n\n", 1);
    folder.write(NAME, moved);
    let after = issues(&report_in(&folder, "gitlab"));
    assert_eq!(fingerprints(&before), fingerprints(&after));
    let lines = |issues: &[Value]| issues[1]["location"]["lines"]["begin"].as_u64().unwrap();
    assert_eq!(lines(&after), lines(&before) + 2);
    let mut distinct = fingerprints(&before);
    distinct.dedup();
    assert_eq!(distinct.len(), fingerprints(&before).len());
}

#[test]
fn no_word_of_a_draft_is_markdown() {
    let report = report("markdown");
    assert!(
        report.contains("| 草 稿.txt · 青禾县文化馆 2025年预算 |"),
        "{report}"
    );
    assert!(
        report.contains("**第 10 行 预算支出总表 “𠮷”合计**"),
        "{report}"
    );
    assert!(report.contains("&lt;script&gt;"), "{report}");
    assert!(
        report.contains("\\[群众\\]\\(x\\)\\|\\*文化\\*"),
        "{report}"
    );
    assert!(!report.contains('<'), "{report}");
}

#[test]
fn no_word_of_a_draft_is_html() {
    let report = report("html");
    // Its own, and nothing of the draft.
    assert_eq!(report.matches("<script").count(), 1);
    assert_eq!(report.matches("</script").count(), 1);
    assert!(!report.contains("<img"));
    assert!(report.contains("&lt;/script&gt;&lt;img src=x onerror=&#39;a()&#39;&gt;"));
    // Nothing is fetched: no address at all but the name of SVG, which the script needs.
    let addresses: Vec<&str> = report.split("://").skip(1).collect();
    assert_eq!(addresses.len(), 1);
    assert!(addresses[0].starts_with("www.w3.org/2000/svg"));
}

#[test]
fn no_cell_of_the_review_sheet_is_a_formula() {
    let folder = folder();
    let (status, output, errors) = check(
        &folder,
        &["--format", "xlsx", "--output", "审核.xlsx", NAME],
    );
    assert_eq!((status, output.as_str()), (1, ""));
    assert!(errors.ends_with("；报告已写入 审核.xlsx\n"), "{errors}");
    let bytes = fs::read(folder.path("审核.xlsx")).unwrap();
    assert!(bytes.starts_with(b"PK"));
    // The parts of the archive are named in the clear; there is none for links or formulas.
    let has = |name: &[u8]| bytes.windows(name.len()).any(|it| it == name);
    assert!(has(b"xl/worksheets/sheet1.xml") && has(b"xl/sharedStrings.xml"));
    assert!(!has(b"xl/worksheets/_rels") && !has(b"calcChain"));
}

#[test]
fn a_report_for_people_needs_a_file() {
    let folder = folder();
    for format in ["html", "xlsx"] {
        let (status, output, errors) = check(&folder, &["--format", format, NAME]);
        assert_eq!((status, output.as_str()), (2, ""));
        assert!(errors.contains("--output"), "{errors}");
    }
}

#[test]
fn the_extension_of_the_file_chooses_the_form() {
    let folder = folder();
    for (name, start) in [
        ("报告.html", "<!DOCTYPE html>"),
        ("报告.sarif", "{\n"),
        ("报告.md", "# 预决算公开文本检查报告"),
        ("报告.txt", "== 草 稿.txt"),
    ] {
        let (status, output, _) = check(&folder, &["-o", name, NAME]);
        assert_eq!((status, output.as_str()), (1, ""));
        let report = fs::read_to_string(folder.path(name)).unwrap();
        assert!(report.starts_with(start), "{name}: {report:.40}");
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let folder = folder();
    let before = names(&folder.path(""));
    let (status, _, errors) = check(&folder, &["-o", "没有/报告.md", NAME]);
    assert_eq!(status, 2);
    assert!(errors.contains("没有/报告.md: 文件夹不存在"), "{errors}");
    let (status, _, errors) = check(&folder, &["-o", "./草 稿.txt", NAME]);
    assert_eq!(status, 2);
    assert!(errors.contains("报告不能写入被检查的文件"), "{errors}");
    assert_eq!(fs::read_to_string(folder.path(NAME)).unwrap(), HOSTILE);
    assert_eq!(names(&folder.path("")), before);
}

#[test]
fn hints_are_listed_on_request() {
    let folder = folder();
    let count = |arguments: &[&str]| {
        let (_, report, _) = check(&folder, arguments);
        serde_json::from_str::<Vec<Value>>(&report).unwrap().len()
    };
    let few = count(&["--format", "gitlab", NAME]);
    let all = count(&["--format", "gitlab", "--hints", NAME]);
    let (_, json, _) = check(&folder, &["--format", "json", NAME]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), all);
    assert!(few <= all);
}

#[test]
fn what_is_wrong_in_a_project_file_is_reported_in_every_form() {
    let folder = folder();
    fs::write(folder.path("yusuan.toml"), "\"<script>\" = 1\n").unwrap();
    for format in [
        "text", "sarif", "github", "gitlab", "markdown", "html", "json",
    ] {
        let (_, report, _) = check(&folder, &["--format", format, "-o", "-", NAME]);
        assert!(report.contains("yusuan.toml"), "{format}: {report}");
        assert!(report.contains("不认识的设置"), "{format}: {report}");
        match format {
            "markdown" => assert!(!report.contains('<'), "{report}"),
            "html" => assert_eq!(report.matches("<script").count(), 1),
            _ => {}
        }
    }
    let (status, _, errors) = check(&folder, &["-o", "审核.xlsx", NAME]);
    assert_eq!(status, 1);
    assert!(errors.contains("报告已写入 审核.xlsx"), "{errors}");
}

#[test]
fn places_of_an_excel_file_are_those_of_the_original() {
    let folder = folder();
    let office = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/office");
    let original = office.join("qinghe-commerce-budget-2026.planted.xlsx");
    fs::copy(original, folder.path("预算.xlsx")).unwrap();
    let report = |format: &str| check(&folder, &["--format", format, "-o", "-", "预算.xlsx"]).1;
    for format in ["text", "markdown", "html", "github", "gitlab", "sarif"] {
        assert!(report(format).contains("工作表“"), "{format}");
    }
    // A viewer must not look for lines in the original, nor replace anything there.
    assert!(!report("github").contains(",line="));
    let log: Value = serde_json::from_str(&report("sarif")).unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        assert!(result["locations"][0]["physicalLocation"]["region"].is_null());
        assert_eq!(result["fixes"], Value::Array(Vec::new()));
    }
}

#[test]
fn an_empty_run_is_a_whole_report() {
    let folder = folder();
    fs::write(folder.path("空.txt"), "").unwrap();
    for format in ["sarif", "gitlab", "markdown", "html", "github", "json"] {
        let (status, report, errors) = check(&folder, &["--format", format, "-o", "-", "空.txt"]);
        let said = "空.txt: 文件是空的，没有可核对的内容\n";
        assert_eq!((status, errors.as_str()), (0, said), "{format}");
        match format {
            "sarif" | "gitlab" | "json" => {
                serde_json::from_str::<Value>(&report).unwrap();
            }
            "html" => assert!(report.ends_with("</html>\n")),
            "github" => assert_eq!(report, ""),
            _ => assert!(
                report.contains("| 空.txt | 0 | 0 | 0 | 0 / 0 |"),
                "{report}"
            ),
        }
    }
}
