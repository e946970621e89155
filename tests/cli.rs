//! The program on the command line.

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

use std::io::Read;
use std::process::Stdio;

use serde_json::Value;

use command::{Done, Folder, WRONG, yusuan};

fn clean() -> String {
    WRONG.replace("130.00", "120.00")
}

#[test]
fn a_finding_is_shown_with_place_and_line() {
    let folder = Folder::new();
    folder.write("草稿.txt", WRONG);
    let done = folder.run(&["check", "草稿.txt"]);
    assert_eq!((done.status, done.errors.as_str()), (1, ""));
    let expected = "== 草稿.txt · 青禾县文化馆 2025年预算 · 错误 1，警告 0，提示 0\n\n\
                    草稿.txt:10:5: 错误[B101 row-components] ";
    assert!(done.output.starts_with(expected), "{}", done.output);
    assert!(
        done.output
            .contains("\n 10 | 合计        130.00  70.00   50.00\n")
    );
    assert!(
        done.output.contains(
            "\n    |             ^^^^^^  -----   -----\n    | “合计”基本支出 70.00万元\n"
        ),
        "{}",
        done.output
    );
    assert!(done.output.contains("\n按规则\n  B101 "));
    assert!(done.output.contains("= 建议：改为 120.00\n"));
    assert!(
        done.output
            .ends_with("\n1 个文件，错误 1，警告 0，提示 0\n"),
        "{}",
        done.output
    );
}

#[test]
fn clean_files_leave_only_the_summary() {
    let folder = Folder::new();
    folder.write("a.txt", clean()).write("b.txt", clean());
    let done = folder.run(&["check", "a.txt", "b.txt"]);
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert_eq!(done.output, "2 个文件，错误 0，警告 0，提示 0\n");
}

#[test]
fn english_is_spoken_on_request() {
    let folder = Folder::new();
    folder.write("a.txt", WRONG);
    let by_argument = folder.run(&["check", "--locale", "en", "a.txt"]);
    assert!(
        by_argument.output.contains(": error[B101 row-components] "),
        "{}",
        by_argument.output
    );
    assert!(
        by_argument
            .output
            .ends_with("1 file: 1 errors, 0 warnings, 0 notes\n")
    );
    let system = folder
        .command(&yusuan(), &[])
        .env("LANG", "en_US.UTF-8")
        .args(["check", "a.txt"])
        .output()
        .unwrap();
    assert_eq!(Done::of(system).output, by_argument.output);
}

#[test]
fn the_level_of_failure_can_be_set() {
    let folder = Folder::new();
    folder.write("error.txt", WRONG);
    let warning = clean().replace("群众文化", "群众文艺活动");
    folder.write("warning.txt", warning);
    let status = |level: &str, file: &str| folder.run(&["check", "--fail-on", level, file]).status;
    assert_eq!(status("error", "error.txt"), 1);
    assert_eq!(status("never", "error.txt"), 0);
    let done = folder.run(&["check", "warning.txt"]);
    assert!(
        done.output.contains("警告[B404 code-name]"),
        "{}",
        done.output
    );
    assert_eq!(done.status, 0);
    assert_eq!(status("warning", "warning.txt"), 1);
}

#[test]
fn the_object_of_a_file_is_as_specified() {
    let folder = Folder::new();
    folder
        .write("a.txt", WRONG.replace("合计\t\t", "合计\t𠮷\t"))
        .write("b.txt", clean());
    let done = folder.run(&["check", "--format", "json", "a.txt", "b.txt"]);
    assert_eq!((done.status, done.errors.as_str()), (1, ""));
    let files = done.json();
    assert_eq!(
        files[1],
        serde_json::json!({ "path": "b.txt", "diagnostics": [] })
    );
    assert_eq!((&files[0]["path"], files.len()), (&Value::from("a.txt"), 2));

    let found = files[0]["diagnostics"].as_array().unwrap();
    let error = found.iter().find(|it| it["code"] == "B101").unwrap();
    let mut members: Vec<&str> = error
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    members.sort_unstable();
    let expected = [
        "code", "fix", "message", "name", "range", "related", "severity",
    ];
    assert_eq!(members, expected);
    assert_eq!(
        (&error["name"], &error["severity"]),
        (&"row-components".into(), &"error".into())
    );
    // 𠮷 counts two UTF-16 units.
    let start = serde_json::json!({ "line": 9, "character": 6 });
    let end = serde_json::json!({ "line": 9, "character": 12 });
    let range = serde_json::json!({ "start": start, "end": end });
    assert_eq!(error["range"], range);
    assert_eq!(
        error["fix"],
        serde_json::json!({ "range": range, "newText": "120.00" })
    );
    let related = error["related"].as_array().unwrap();
    assert!(!related.is_empty());
    assert!(
        related
            .iter()
            .all(|it| it["message"].is_string() && it["range"]["start"].is_object())
    );
}

#[test]
fn a_finding_without_a_repair_says_so() {
    let folder = Folder::new();
    folder.write("a.txt", clean().replacen("\t70.00", "\t7O.00", 1));
    let done = folder.run(&["check", "--format", "json", "a.txt"]);
    let files = done.json();
    let found = files[0]["diagnostics"].as_array().unwrap();
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|it| it.as_object().unwrap().contains_key("fix"))
    );
    assert!(found.iter().any(|it| it["fix"].is_null()), "{found:?}");
}

#[test]
fn a_missing_file_is_named_and_the_others_are_checked() {
    let folder = Folder::new();
    folder.write("a.txt", WRONG).write("bild.txt", [0; 64]);
    let done = folder.run(&["check", "没有.txt", "bild.txt", "a.txt"]);
    assert_eq!(done.status, 2);
    assert!(
        done.errors.contains("错误：没有.txt: 文件不存在\n"),
        "{}",
        done.errors
    );
    assert!(
        done.errors.contains("bild.txt: 不是文本文件"),
        "{}",
        done.errors
    );
    assert!(
        done.output.contains("\na.txt:10:5: 错误[B101"),
        "{}",
        done.output
    );
    let gaps = "没有核对的内容（--coverage 逐项列出）\n  没有.txt: 文件不存在\n";
    assert!(done.output.contains(gaps), "{}", done.output);
    let summary = "3 个文件，错误 1，警告 0，提示 0；2 项无法检查\n";
    assert!(done.output.ends_with(summary), "{}", done.output);

    let done = folder.run(&["check", "--format", "json", "没有.txt", "a.txt"]);
    assert_eq!((done.status, done.json().len()), (2, 1));
}

#[test]
fn the_standard_input_is_a_file() {
    let folder = Folder::new();
    let done = folder.run_with(&["check", "-"], WRONG);
    assert_eq!(done.status, 1);
    assert!(
        done.output.contains("\n标准输入:10:5: 错误[B101"),
        "{}",
        done.output
    );
    let done = folder.run_with(&["check", "--format", "json", "-"], WRONG);
    assert_eq!(done.json()[0]["path"], "-");
}

#[test]
fn other_encodings_are_read_and_named() {
    let folder = Folder::new();
    let encoded = encoding_rs::GB18030.encode(WRONG).0;
    folder.write("国标.txt", encoded);
    let done = folder.run(&["check", "国标.txt"]);
    assert!(
        done.output
            .starts_with("国标.txt: 按 GB18030 编码读取\n== 国标.txt · 青禾县文化馆")
    );
    let json = folder.run(&["check", "--format", "json", "国标.txt"]);
    assert_eq!(json.errors, "国标.txt: 按 GB18030 编码读取\n");

    folder.write("a.txt", WRONG);
    let marked = format!("\u{feff}{}", WRONG.replace('\n', "\r\n"));
    folder.write("b.txt", marked);
    let plain = folder.run(&["check", "--format", "json", "a.txt"]).json();
    let marked = folder.run(&["check", "--format", "json", "b.txt"]);
    assert_eq!(marked.errors, "");
    assert_eq!(marked.json()[0]["diagnostics"], plain[0]["diagnostics"]);
    assert_eq!(json.json()[0]["diagnostics"], plain[0]["diagnostics"]);
}

#[test]
fn folders_are_searched_by_name() {
    let folder = Folder::new();
    folder
        .write("下/一局2025年部门预算公开.txt", clean())
        .write("下/b.yusuan", clean())
        .write("下/c.yusuan.md", clean())
        .write("下/README.md", WRONG)
        .write("下/忽略.yusuan", WRONG)
        .write("下/.gitignore", "忽略.*\n");
    let done = folder.run(&["check", "--format", "json", "下"]);
    assert_eq!(done.status, 0);
    let mut paths = Vec::new();
    for file in done.json() {
        paths.push(file["path"].as_str().unwrap().replace('\\', "/"));
    }
    assert_eq!(
        paths,
        [
            "下/b.yusuan",
            "下/c.yusuan.md",
            "下/一局2025年部门预算公开.txt"
        ]
    );
    // What is named is checked, whatever its name and the ignore files say.
    let named = folder.run(&["check", "下/README.md", "下/忽略.yusuan"]);
    assert_eq!(named.output.matches("错误[B101").count(), 2);
}

#[test]
fn a_folder_without_disclosures_is_named() {
    let folder = Folder::new();
    folder.write("README.md", WRONG);
    let done = folder.run(&["check", "."]);
    assert_eq!(done.status, 0);
    assert!(
        done.errors.starts_with(".: 没有名称为预算、决算公开的文件"),
        "{}",
        done.errors
    );
}

#[test]
fn many_files_are_reported_in_order() {
    let folder = Folder::new();
    for number in 10..40 {
        folder.write(&format!("{number}.yusuan"), WRONG);
    }
    let done = folder.run(&["check", "."]);
    let names = done.output.lines().filter(|line| line.contains(": 错误["));
    let names: Vec<&str> = names.map(|line| &line[..4]).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names.len(), 30);
    assert_eq!(names, sorted);
    assert!(
        done.output
            .ends_with("30 个文件，错误 30，警告 0，提示 0\n")
    );
}

#[test]
fn long_rows_are_cut_around_the_finding() {
    let folder = Folder::new();
    let note = "本行说明较长，".repeat(60);
    let long = WRONG.replace(
        "合计\t\t130.00\t70.00\t50.00",
        &format!("合计\t{note}\t130.00\t70.00\t50.00"),
    );
    folder.write("a.txt", long);
    let done = folder.run(&["check", "a.txt"]);
    let mut lines = done.output.lines();
    let excerpt = lines.find(|line| line.starts_with(" 10 | ")).unwrap();
    assert!(
        excerpt.contains('…') && excerpt.contains("130.00"),
        "{excerpt}"
    );
    assert!(excerpt.chars().count() < 100, "{excerpt}");
    let marks = lines.next().unwrap();
    let column = |line: &str, words: &str| {
        let before = &line[..line.find(words).unwrap()];
        unicode_width::UnicodeWidthStr::width(before)
    };
    assert_eq!(column(marks, "^^^^^^"), column(excerpt, "130.00"));
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let folder = Folder::new();
    let hostile = WRONG.replace("合计\t\t", "合计\t\u{1b}]0;标题\u{7}\u{202e}\t");
    folder.write("a.txt", hostile);
    let done = folder.run(&["check", "a.txt"]);
    assert_eq!(done.status, 1);
    assert!(
        done.output.contains("\\u{1b}]0;标题\\u{7}\\u{202e}"),
        "{}",
        done.output
    );
    let is_hidden = |it: char| (it.is_control() && it != '\n') || it == '\u{202e}';
    assert!(!done.output.contains(is_hidden));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_a_folder_are_passed_over() {
    let folder = Folder::new();
    folder.write("outside.yusuan", WRONG);
    folder.write("inside/a.yusuan", clean());
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(folder.path(target), folder.path(name)).unwrap();
    };
    link("outside.yusuan", "inside/b.yusuan");
    assert_eq!(folder.run(&["check", "inside"]).status, 0);
    // Told to, it follows them.
    assert_eq!(folder.run(&["check", "inside/b.yusuan"]).status, 1);
    folder.write("inside/deep/c.txt", WRONG);
    link("inside/deep/c.txt", "inside/c.yusuan");
    assert_eq!(folder.run(&["check", "inside"]).status, 1);
}

#[test]
fn colour_is_for_terminals_and_on_request() {
    let folder = Folder::new();
    folder.write("a.txt", WRONG);
    assert!(!folder.run(&["check", "a.txt"]).output.contains('\u{1b}'));
    let coloured = folder.run(&["check", "--color", "always", "a.txt"]);
    assert!(
        coloured.output.contains("\u{1b}[1m\u{1b}[31m错误"),
        "{}",
        coloured.output
    );
    let plain = folder.run(&["check", "--color", "never", "a.txt"]);
    assert!(!plain.output.contains('\u{1b}'));
}

#[test]
fn a_reader_may_leave_early() {
    let folder = Folder::new();
    for number in 0..60 {
        folder.write(&format!("{number}.yusuan"), WRONG.repeat(20));
    }
    let mut process = folder
        .command(&yusuan(), &[])
        .args(["check", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 64];
    process
        .stdout
        .take()
        .unwrap()
        .read_exact(&mut first)
        .unwrap();
    let done = Done::of(process.wait_with_output().unwrap());
    assert_eq!((done.status, done.errors.as_str()), (1, ""));
}

#[test]
fn wrong_usage_is_explained() {
    let folder = Folder::new();
    let done = folder.run(&["check"]);
    assert_eq!(done.status, 2);
    assert!(done.errors.contains("缺少参数 <PATH>"), "{}", done.errors);
    let done = folder.run(&["chekc"]);
    assert_eq!(done.status, 2);
    assert!(done.errors.contains("是否为 check？"), "{}", done.errors);
    let done = folder.run(&["check", "--format", "xml", "a"]);
    assert_eq!(done.status, 2);
    assert!(done.errors.contains("text、json"), "{}", done.errors);
    let done = folder.run(&["--help"]);
    assert_eq!(done.status, 0);
    assert!(done.output.contains("用法：yusuan"), "{}", done.output);
    let done = folder.run(&["--version"]);
    assert_eq!(
        done.output,
        format!("yusuan {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn rules_subjects_and_terms_are_explained() {
    let folder = Folder::new();
    let explained = |query: &str| {
        let done = folder.run(&["explain", query]);
        assert_eq!((done.status, done.errors.as_str()), (0, ""), "{query}");
        done.output
    };
    let rule = explained("B103");
    assert!(
        rule.starts_with("B103 类款项逐级汇总（code-rollup）\n"),
        "{rule}"
    );
    assert_eq!(explained("code-rollup"), rule);
    let subject = explained("2011308");
    let path = "201 一般公共服务支出 › 20113 商贸事务 › 2011308 招商引资";
    assert!(subject.contains(path), "{subject}");
    assert_eq!(explained("招商引资"), subject);
    let term = explained("机关运行经费");
    assert!(term.starts_with("机关运行经费\n"), "{term}");
    assert!(explained("三公经费").starts_with("“三公”经费\n"));
}

#[test]
fn all_rules_are_listed() {
    let done = Folder::new().run(&["explain"]);
    assert_eq!(done.output.lines().count(), yusuan::rules::RULES.len());
    assert!(
        done.output
            .contains("B103  错误  类款项逐级汇总 code-rollup\n")
    );
}

#[test]
fn what_is_unknown_brings_suggestions() {
    let folder = Folder::new();
    let unknown = |query: &str| {
        let done = folder.run(&["explain", query]);
        assert_eq!((done.status, done.output.as_str()), (2, ""), "{query}");
        done.errors
    };
    assert!(unknown("B198").contains("B103 类款项逐级汇总"));
    assert!(unknown("2011388").contains("2011308 招商引资"));
    assert!(unknown("机关运行").contains("机关运行经费"));
    assert_eq!(unknown("鲲鹏"), "错误：没有找到“鲲鹏”\n");
    assert!(!unknown("\u{1b}[2J").contains('\u{1b}'));
}

#[test]
fn what_was_checked_is_listed_on_demand() {
    let folder = Folder::new();
    folder.write("草稿.txt", WRONG);
    let done = folder.run(&["check", "--coverage", "草稿.txt"]);
    assert!(done.output.contains("核对范围"), "{}", done.output);
    assert!(done.output.contains("\n    B101: "), "{}", done.output);
    let done = folder.run(&["check", "--coverage", "--format", "json", "草稿.txt"]);
    let coverage = &done.json()[0]["coverage"][0];
    assert!(
        coverage["figures"]["tablesChecked"].as_u64() > Some(0),
        "{coverage}"
    );
    assert!(
        coverage["identities"]
            .as_array()
            .is_some_and(|rules| !rules.is_empty())
    );
}
