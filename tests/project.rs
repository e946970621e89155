//! The project file on the command line: `check`, `accept`, `baseline`.

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

use serde_json::Value;

use command::{Folder, WRONG};

#[track_caller]
fn assert_says(output: &str, words: &str) {
    assert!(output.contains(words), "{output}\nlacks {words}");
}

#[test]
fn levels_of_the_nearest_file_apply() {
    let folder = Folder::with(&[
        ("年/a.txt", WRONG),
        ("yusuan.toml", "[checks]\nB101 = \"warning\"\n"),
    ]);
    let (status, output, errors) = folder.run(&["check", "年/a.txt"]).parts();
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_says(&output, "警告[B101 row-components]");
    folder.write("年/yusuan.toml", "[checks]\nB1 = \"off\"\n");
    let (_, output, _) = folder.run(&["check", "年/a.txt"]).parts();
    assert!(!output.contains("B101"), "{output}");
    let (status, output, _) = folder
        .run(&["check", "--config", "yusuan.toml", "年/a.txt"])
        .parts();
    assert_eq!(status, 0);
    assert_says(&output, "警告[B101 row-components]");
    let (status, output, _) = folder.run(&["check", "--no-config", "年/a.txt"]).parts();
    assert_eq!(status, 1);
    assert_says(&output, "错误[B101 row-components]");
}

#[test]
fn a_file_with_errors_is_not_applied_and_nothing_is_checked() {
    let folder = Folder::with(&[
        ("a.txt", WRONG),
        ("yusuan.toml", "[checks]\nB101 = \"关\"\n"),
    ]);
    let (status, output, errors) = folder.run(&["check", "a.txt"]).parts();
    assert_eq!((status, output.as_str()), (2, ""));
    assert_says(
        &errors,
        "错误：yusuan.toml:2:8: B101 的值可以是：error、warning",
    );
    let (status, _, errors) = folder
        .run(&["check", "--config", "没有.toml", "a.txt"])
        .parts();
    assert_eq!(status, 2);
    assert_says(&errors, "没有.toml: 文件不存在");
    let (status, _, _) = folder.run(&["check", "--no-config", "a.txt"]).parts();
    assert_eq!(status, 1);
}

#[test]
fn an_unknown_setting_is_a_warning() {
    let folder = Folder::with(&[("a.txt", ""), ("yusuan.toml", "colour = 1\n")]);
    let (status, output, _) = folder.run(&["check", "a.txt"]).parts();
    assert_eq!(status, 0);
    assert_says(
        &output,
        "yusuan.toml:1:1: 警告[project project] 不认识的设置 colour",
    );
}

#[test]
fn a_finding_is_accepted_until_it_changes() {
    let folder = Folder::with(&[("a.txt", WRONG)]);
    let (status, output, errors) = folder
        .run(&["accept", "a.txt:10", "B101", "--reason", "批复的数字"])
        .parts();
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_eq!(output, "yusuan.toml: 已接受 1 个问题\n");
    assert_says(&folder.read("yusuan.toml"), "reason = \"批复的数字\"");
    let (status, output, _) = folder.run(&["check", "a.txt"]).parts();
    assert_eq!(status, 0);
    assert_says(&output, "；另有 1 个问题已接受\n");

    // The file may have another name, and other words before the finding.
    folder.write(
        "b.txt",
        WRONG.replace("第二部分", "第一部分 概况\n\n第二部分"),
    );
    assert_eq!(folder.run(&["check", "b.txt"]).status, 0);
    folder.write("a.txt", WRONG.replace("130.00", "131.00"));
    assert_eq!(folder.run(&["check", "a.txt"]).status, 1);
    folder.write("a.txt", WRONG.replace("130.00", "120.00"));
    let (status, output, _) = folder.run(&["check", "a.txt"]).parts();
    assert_eq!(status, 0);
    assert_says(
        &output,
        "yusuan.toml:1:1: 提示[project project] 已接受的问题 B101 在“青禾县文化馆 2025年 预算”中不再出现",
    );
    let (_, output, _) = folder.run(&["check", "--format", "json", "a.txt"]).parts();
    let last: Value = serde_json::from_str(output.lines().last().unwrap()).unwrap();
    assert_eq!(last["path"], "yusuan.toml");
    assert_eq!(last["diagnostics"][0]["code"], "project");
}

#[test]
fn what_cannot_be_accepted_is_told() {
    let folder = Folder::with(&[("a.txt", WRONG)]);
    let refused = |arguments: &[&str], words: &str| {
        let (status, output, errors) = folder.run(arguments).parts();
        assert_eq!((status, output.as_str()), (2, ""));
        assert_says(&errors, words);
    };
    refused(
        &["accept", "a.txt:10", "B103", "--reason", "无"],
        "a.txt:10 没有 B103 的问题，有 B101",
    );
    refused(
        &["accept", "a.txt:10", "Z1", "--reason", "无"],
        "没有规则 Z1",
    );
    refused(
        &["accept", "a.txt:1", "b101", "--reason", "无"],
        "a.txt:1 没有 B101 的问题",
    );
    refused(
        &["accept", "a.txt", "B101", "--reason", "无"],
        "应为文件和行号",
    );
    refused(
        &["accept", "a.txt:10", "B101", "--reason", " "],
        "必须写明理由",
    );
    refused(&["accept", "a.txt:10", "B101"], "缺少参数");
    refused(
        &["accept", "没有.txt:1", "B101", "--reason", "无"],
        "没有.txt: 文件不存在",
    );
    assert!(!folder.path("yusuan.toml").exists());
}

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let folder = Folder::with(&[
        ("2025单位预算公开.txt", WRONG),
        ("yusuan.toml", "# 约定\n[checks]\nB5 = \"off\" # 暂缓\n"),
    ]);
    let (status, output, _) = folder
        .run(&["baseline", ".", "--reason", "历史文件"])
        .parts();
    assert_eq!(status, 0, "{output}");
    let written = folder.read("yusuan.toml");
    assert!(
        written.starts_with("# 约定\n[checks]\nB5 = \"off\" # 暂缓\n"),
        "{written}"
    );
    let (status, output, _) = folder.run(&["check", "."]).parts();
    assert_eq!(status, 0);
    assert_says(&output, "1 个文件，错误 0，警告 0，提示 0；另有");
    let (_, output, _) = folder
        .run(&["baseline", ".", "--reason", "历史文件"])
        .parts();
    assert_says(&output, "已接受 0 个问题");
    assert_eq!(folder.read("yusuan.toml"), written);
    let other = WRONG.replace("20701\t文化和旅游\t120.00", "20701\t文化和旅游\t129.00");
    folder.write("2025单位预算公开.txt", &other);
    assert_eq!(folder.run(&["check", "."]).status, 1);
}

#[test]
fn files_of_a_folder_are_included_and_excluded() {
    let folder = Folder::with(&[
        ("草稿/一.txt", WRONG),
        ("旧/单位预算公开.txt", WRONG),
        (
            "yusuan.toml",
            "[files]\ninclude = [\"草稿/*.txt\"]\nexclude = [\"旧\"]\n",
        ),
    ]);
    let (_, output, _) = folder.run(&["check", "."]).parts();
    assert_says(&output, "草稿/一.txt:10:5: 错误[B101");
    assert_says(&output, "\n1 个文件，");
    let (_, output, _) = folder.run(&["check", "旧/单位预算公开.txt"]).parts();
    assert_says(&output, "\n1 个文件，错误 1");
}

#[test]
fn the_project_says_the_language() {
    let folder = Folder::with(&[("a.txt", WRONG), ("yusuan.toml", "locale = \"en\"\n")]);
    let (_, output, _) = folder.run(&["check", "a.txt"]).parts();
    assert_says(&output, "error[B101 row-components]");
    let (_, output, _) = folder.run(&["check", "--locale", "zh-CN", "a.txt"]).parts();
    assert_says(&output, "错误[B101 row-components]");
}

/// A budget of a library for a year: its total, and the sentence about it.
fn budget(year: u16, total: &str, sentence: &str) -> String {
    format!(
        "青禾县图书馆{year}年度单位预算公开\n\n第一部分 {year}年单位预算表\n\n\
         {year}年预算支出总表\n\n部门名称：青禾县图书馆\n\n单位：万元\n\n\
         科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
         合计\t\t{total}\t{total}\t\n\
         207\t文化旅游体育与传媒支出\t{total}\t{total}\t\n\
         20701\t文化和旅游\t{total}\t{total}\t\n\
         2070104\t图书馆\t{total}\t{total}\t\n\n\
         第二部分 {year}年单位预算情况说明\n\n一、支出预算说明\n\n{sentence}\n"
    )
}

#[test]
fn documents_of_a_folder_are_compared() {
    let now = budget(
        2025,
        "250.00",
        "2025年支出预算250万元，比上年增加50万元，增长25%。",
    );
    let folder = Folder::with(&[
        ("今年/单位预算公开.txt", &now),
        ("去年/单位预算公开.txt", &budget(2024, "210.00", "无。")),
    ]);
    let message = "今年/单位预算公开.txt:21:21: 警告[B801 prior-year-document] “支出预算”250万元，\
        比上年增加 50万元，与去年/单位预算公开.txt 第 12 行印出的 210.00万元 不一致\n";
    let (status, output, errors) = folder.run(&["check", "今年", "去年"]).parts();
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_says(&output, message);
    assert_says(
        &output,
        "\n 21 | 2025年支出预算250万元，比上年增加50万元，增长25%。\n",
    );
    let (status, _, _) = folder
        .run(&["check", "--fail-on", "warning", "今年", "去年"])
        .parts();
    assert_eq!(status, 1);
    let (_, output, _) = folder.run(&["check", "今年"]).parts();
    assert!(!output.contains("B801"), "{output}");
    let (_, output, _) = folder
        .run(&["check", "--format", "json", "今年", "去年"])
        .parts();
    let last: Value = serde_json::from_str(output.lines().last().unwrap()).unwrap();
    assert_eq!(last["path"], "今年/单位预算公开.txt");
    assert_eq!(last["diagnostics"][0]["code"], "B801");

    folder.write("yusuan.toml", "[checks]\nB8 = \"off\"\n");
    let (_, output, _) = folder.run(&["check", "今年", "去年"]).parts();
    assert!(!output.contains("B801"), "{output}");
}

#[test]
fn a_contradiction_between_documents_is_accepted_by_line() {
    let now = budget(2025, "250.00", "2025年支出预算250万元，与上年持平。");
    let folder = Folder::with(&[
        ("2025单位预算公开.txt", &now),
        ("2024单位预算公开.txt", &budget(2024, "210.00", "无。")),
    ]);
    let accept = [
        "accept",
        "2025单位预算公开.txt:21",
        "B801",
        "--reason",
        "口径调整",
    ];
    let (status, output, errors) = folder.run(&accept).parts();
    assert_eq!((status, errors.as_str()), (0, ""), "{output}");
    let (_, output, _) = folder.run(&["check", "."]).parts();
    assert!(!output.contains("B801"), "{output}");
    assert_says(&output, "；另有 1 个问题已接受");
    let (status, _, errors) = folder.run(&accept).parts();
    assert_eq!(status, 2);
    assert_says(&errors, "2025单位预算公开.txt:21 没有 B801 的问题");
}

#[test]
fn contradictions_between_documents_are_accepted_too() {
    let now = budget(2025, "250.00", "2025年支出预算250万元，与上年持平。");
    let folder = Folder::with(&[
        ("2025单位预算公开.txt", &now),
        ("2024单位预算公开.txt", &budget(2024, "210.00", "无。")),
    ]);
    let (_, output, _) = folder.run(&["check", "."]).parts();
    assert_says(&output, "警告[B801");
    let (status, output, errors) = folder
        .run(&["baseline", ".", "--reason", "口径调整"])
        .parts();
    assert_eq!(status, 0, "{output}{errors}");
    let (_, output, _) = folder.run(&["check", "."]).parts();
    assert!(
        !output.contains("B801") && !output.contains("不再出现"),
        "{output}"
    );
}

#[test]
fn a_new_draft_is_written_once_and_checks_clean_apart_from_its_blanks() {
    let folder = Folder::new();
    let new = [
        "new",
        "--kind",
        "budget",
        "--org",
        "青禾县图书馆",
        "--year",
        "2026",
    ];
    let (status, output, errors) = folder.run(&new).parts();
    assert_eq!((status, errors.as_str()), (0, ""));
    let name = "青禾县图书馆2026年度部门预算公开.txt";
    assert_eq!(output, format!("{name}: 已新建，“____”处待填写\n"));
    let (status, output, _) = folder.run(&["check", "--hints", "."]).parts();
    assert_eq!(status, 0);
    let told: Vec<&str> = output
        .lines()
        .filter(|line| line.starts_with("./"))
        .collect();
    assert!(told.len() > 100);
    let others: Vec<_> = told
        .iter()
        .filter(|line| !line.contains("[B601 "))
        .collect();
    assert!(others.is_empty(), "{others:?}");

    folder.write(name, "写了一半");
    let (status, _, errors) = folder.run(&new).parts();
    assert_eq!(status, 2);
    assert_says(&errors, "文件已存在，没有覆盖");
    assert_eq!(folder.read(name), "写了一半");

    let mut printed = new.to_vec();
    printed[2] = "final-account";
    printed.extend(["--output", "-"]);
    let (status, output, _) = folder.run(&printed).parts();
    assert_eq!(status, 0);
    assert!(output.starts_with("青禾县图书馆2026年度部门决算公开\n"));
    printed[6] = "1066";
    let (status, _, errors) = folder.run(&printed).parts();
    assert_eq!(status, 2);
    assert_says(&errors, "错误：参数 --year <YEAR> 的值 1066 无效");
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let folder = Folder::new();
    let commands = [
        "check",
        "explain",
        "accept",
        "baseline",
        "new",
        "server",
        "completions",
        "man",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (status, output, errors) = folder.run(&["completions", shell]).parts();
        assert_eq!((status, errors.as_str()), (0, ""), "{shell}");
        for command in commands {
            assert!(output.contains(command), "{shell} lacks {command}");
        }
    }
    let (status, output, _) = folder.run(&["man"]).parts();
    assert_eq!(status, 0);
    assert!(output.contains(".TH yusuan 1"), "{output}");
    assert_says(&output, "\nyusuan check\n");
    for command in commands {
        assert_says(&output, &format!(".SH YUSUAN {}", command.to_uppercase()));
    }
    let (_, english, _) = folder.run(&["man", "--locale", "en"]).parts();
    assert_says(&english, "Print the manual page");
}
