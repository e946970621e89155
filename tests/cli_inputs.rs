//! What is given to the program and is no draft, and places where nothing can be written: a clear
//! sentence and the right exit status.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "what panics here has failed"
)]

#[allow(dead_code, reason = "each test uses a part")]
mod command;

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use command::{Done, Folder, WRONG, yusuan};

impl Folder {
    /// The program says of a file why it is not checked, in both languages, with status 2.
    #[track_caller]
    fn is_refused(&self, name: &str, chinese: &str, english: &str) {
        let done = self.run(&["check", name]);
        let said = (done.status, done.errors.as_str());
        assert_eq!(said, (2, format!("错误：{name}: {chinese}\n").as_str()));
        let done = self.run(&["--locale", "en", "check", name]);
        let said = (done.status, done.errors.as_str());
        assert_eq!(said, (2, format!("error: {name}: {english}\n").as_str()));
    }
}

/// The paths of a report in JSON.
fn paths(done: &Done) -> Vec<String> {
    let files = done.json().into_iter();
    files
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_is_no_text_is_refused() {
    let folder = Folder::new();
    folder.is_refused("没有.txt", "文件不存在", "no such file");
    folder.write("图.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\0");
    folder.is_refused("图.png", "不是文本文件（二进制内容）", "not a text file");
    folder.write("图.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\0");
    folder.is_refused("图.txt", "不是文本文件（二进制内容）", "not a text file");
    let broken = [WRONG.as_bytes(), b"\xff\xc0", WRONG.as_bytes()].concat();
    folder.write("坏.txt", broken);
    folder.is_refused(
        "坏.txt",
        "无法识别编码：既不是 UTF-8，也不是 GB18030/GBK",
        "neither UTF-8 nor GB18030/GBK",
    );
    folder.write("旧.wps", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0");
    folder.is_refused(
        "旧.wps",
        "是旧版格式（.doc、.xls、.wps、.et），请另存为 .docx 或 .xlsx",
        "an old format (.doc, .xls, .wps, .et): save as .docx or .xlsx",
    );
    folder.write("a.txt", WRONG);
    folder.is_refused(
        "a.txt/b.txt",
        "路径中有一段不是文件夹",
        "a part of the path is not a folder",
    );
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let folder = Folder::new();
    let large = File::create(folder.path("大.txt")).unwrap();
    large.set_len(200 << 20).unwrap();
    let (chinese, english) = ("文件超过 64 MB，不予读取", "larger than 64 MB");
    folder.is_refused("大.txt", chinese, english);
}

/// With less room than the file would take: addresses, of which the allocator reserves some for later.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_too_large_takes_little_memory() {
    let folder = Folder::new();
    let large = File::create(folder.path("大.txt")).unwrap();
    large.set_len(8 << 30).unwrap();
    let limited = "ulimit -v 2000000; exec \"$0\" check 大.txt";
    let program = yusuan();
    let arguments = ["-c", limited, program.to_str().unwrap()];
    let done = folder.command(Path::new("sh"), &arguments).output();
    let done = Done::of(done.unwrap());
    assert_eq!(done.status, 2);
    assert_eq!(done.errors, "错误：大.txt: 文件超过 64 MB，不予读取\n");
}

#[test]
fn a_file_in_which_there_is_nothing_to_check_is_named() {
    let folder = Folder::new();
    folder
        .write("空.txt", "\u{feff}\n \n")
        .write("说明.md", "# 通知\n\n请按时报送。\n");
    let done = folder.run(&["check", "--format", "json", "空.txt", "说明.md"]);
    assert_eq!(done.status, 0);
    assert_eq!(
        done.errors,
        "空.txt: 文件是空的，没有可核对的内容\n\
         说明.md: 没有认出预算、决算公开的内容，没有可核对的数字\n"
    );
    let done = folder.run(&["--locale", "en", "check", "说明.md"]);
    let said = "说明.md: not recognised as a budget or a final account, no figures to check\n";
    assert_eq!((done.status, done.errors.as_str()), (0, said));
    folder.write("a.txt", WRONG.replace("130.00", "120.00"));
    assert_eq!(folder.run(&["check", "a.txt"]).errors, "");
}

#[test]
fn listed_files_are_checked() {
    let folder = Folder::new();
    folder
        .write("一 局.txt", WRONG)
        .write("二局.txt", WRONG)
        .write("三局.txt", WRONG);
    let check = |list: &[u8], more: &[&str]| {
        let mut arguments = vec!["check", "--format", "json", "--files-from", "-"];
        arguments.extend(more);
        folder.run_with(&arguments, list)
    };
    let by_line = check("一 局.txt\r\n二局.txt\n".as_bytes(), &[]);
    assert_eq!((by_line.status, by_line.errors.as_str()), (1, ""));
    assert_eq!(paths(&by_line), ["一 局.txt", "二局.txt"]);
    let by_null = check("一 局.txt\0二局.txt\0".as_bytes(), &[]);
    assert_eq!(paths(&by_null), paths(&by_line));
    // With files that are named as well, nothing twice.
    let both = check("二局.txt\n".as_bytes(), &["三局.txt", "二局.txt"]);
    assert_eq!(paths(&both), ["三局.txt", "二局.txt"]);
    // Nothing has changed: nothing is wrong.
    let none = check(b"", &[]);
    assert_eq!((none.status, none.output.as_str()), (0, ""));
    let missing = check("没有.txt\n".as_bytes(), &[]);
    let said = "错误：没有.txt: 文件不存在\n";
    assert_eq!((missing.status, missing.errors.as_str()), (2, said));

    folder.write("名单", "二局.txt\n");
    let done = folder.run(&["check", "--format", "json", "--files-from", "名单"]);
    assert_eq!(paths(&done), ["二局.txt"]);
    let done = folder.run(&["check", "--files-from", "没有"]);
    assert_eq!(
        (done.status, done.errors.as_str()),
        (2, "错误：没有: 文件不存在\n")
    );
}

#[test]
fn names_that_git_has_quoted_are_explained() {
    let folder = Folder::new();
    let list = br#""\344\270\200.txt""#;
    let done = folder.run_with(&["check", "--files-from", "-"], list);
    assert_eq!(done.status, 2);
    assert!(
        done.errors.contains("以 NUL 字符隔开（-z）"),
        "{}",
        done.errors
    );
}

#[test]
fn the_standard_input_is_read_once() {
    let folder = Folder::new();
    let done = folder.run_with(&["check", "--files-from", "-", "-"], b"");
    assert_eq!(done.status, 2);
    assert!(done.errors.contains("标准输入"), "{}", done.errors);
}

/// A pipe in a folder may never say anything; one that is named is read.
#[cfg(unix)]
#[test]
fn pipes_in_a_folder_are_passed_over() {
    let folder = Folder::new();
    folder.write("a.yusuan", WRONG.replace("130.00", "120.00"));
    let pipe = folder.path("某局2025年部门预算.txt");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let done = folder.run(&["check", "."]);
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert!(done.output.starts_with("1 个文件，") || done.output.contains("\n1 个文件，"));

    let writer = std::thread::spawn(move || fs::write(pipe, WRONG).unwrap());
    let done = folder.run(&["check", "某局2025年部门预算.txt"]);
    writer.join().unwrap();
    assert_eq!(done.status, 1, "{}", done.errors);
}

#[test]
fn an_imported_file_is_not_replaced() {
    let folder = Folder::new();
    folder.write("a.txt", WRONG).write("b.txt", "old");
    for place in ["a.txt", "./a.txt"] {
        let done = folder.run(&["import", "a.txt", "-o", place]);
        let said = format!("错误：{place}: 不能写入被转换的文件\n");
        assert_eq!((done.status, done.errors), (2, said));
    }
    assert_eq!(fs::read_to_string(folder.path("a.txt")).unwrap(), WRONG);
    assert_eq!(folder.run(&["import", "a.txt", "-o", "b.txt"]).status, 0);
    assert_eq!(fs::read_to_string(folder.path("b.txt")).unwrap(), WRONG);
    let done = folder.run(&["import", "a.txt", "-o", "-"]);
    assert_eq!((done.status, done.output.as_str()), (0, WRONG));
}

#[test]
fn places_that_do_not_exist_are_named() {
    let folder = Folder::new();
    folder.write("a.txt", WRONG);
    let new = [
        "new",
        "--kind",
        "budget",
        "--org",
        "青禾县",
        "--year",
        "2026",
        "-o",
    ];
    for command in [
        &["check", "a.txt", "-o"][..],
        &["import", "a.txt", "-o"],
        &new,
    ] {
        let done = folder.run(&[command, &["没有/b.txt"]].concat());
        let said = "错误：没有/b.txt: 文件夹不存在\n";
        assert_eq!(
            (done.status, done.errors.as_str()),
            (2, said),
            "{command:?}"
        );
    }
    let done = folder.run(&[
        "new",
        "--kind",
        "budget",
        "--org",
        "青禾县",
        "--year",
        "1999",
    ]);
    assert_eq!(done.status, 2);
    assert!(done.errors.contains("可以是：2019–2099"), "{}", done.errors);
}

/// Every command says that its output is lost, where there is no space for it.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_of() {
    let folder = Folder::new();
    folder.write("a.txt", WRONG);
    let new = [
        "new",
        "--kind",
        "budget",
        "--org",
        "青禾县",
        "--year",
        "2026",
        "-o",
        "-",
    ];
    let commands = [
        &["check", "a.txt"][..],
        &["check", "--format", "xlsx", "-o", "-", "a.txt"],
        &["import", "a.txt"],
        &["explain"],
        &["completions", "bash"],
        &["man"],
        &["--version"],
        &["--help"],
        &new,
    ];
    for arguments in commands {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut command = folder.command(&yusuan(), arguments);
        let done = Done::of(command.stdout(full).output().unwrap());
        let said = "错误：标准输出: 磁盘空间不足\n";
        assert_eq!(
            (done.status, done.errors.as_str()),
            (2, said),
            "{arguments:?}"
        );
    }
    let done = folder.run(&["check", "-o", "/dev/full", "a.txt"]);
    let said = "错误：/dev/full: 磁盘空间不足\n";
    assert_eq!((done.status, done.errors.as_str()), (2, said));
}

#[cfg(unix)]
mod without_permission {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Runs the program as someone who may not read and write everything: root becomes nobody.
    fn run(folder: &Folder, arguments: &[&str]) -> Done {
        let closed = folder.path("无权.txt");
        if File::open(closed).is_err() {
            return folder.run(arguments);
        }
        // Nobody may not look into the folder that the program was built in.
        let program = folder.path("yusuan");
        if !program.exists() {
            fs::copy(yusuan(), &program).unwrap();
        }
        let nobody = [
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "./yusuan",
        ];
        let arguments = [&nobody, arguments].concat();
        let mut command = folder.command(Path::new("setpriv"), &arguments);
        Done::of(command.output().expect("setpriv of util-linux"))
    }

    #[test]
    fn is_told_of() {
        let folder = Folder::new();
        folder.write("a.txt", WRONG).write("无权.txt", WRONG);
        folder
            .write("无权/a.yusuan", WRONG)
            .write("只读/old.txt", "");
        set_mode(&folder.path("."), 0o755);
        set_mode(&folder.path("无权.txt"), 0o000);
        set_mode(&folder.path("无权"), 0o000);
        set_mode(&folder.path("只读"), 0o555);
        let new = [
            "new",
            "--kind",
            "budget",
            "--org",
            "青禾县",
            "--year",
            "2026",
        ];
        let new = [&new[..], &["-o", "只读/b.txt"]].concat();
        let baseline = [
            "baseline",
            "--reason",
            "历史",
            "--config",
            "只读/y.toml",
            "a.txt",
        ];
        let cases = [
            (&["check", "无权.txt"][..], "无权.txt: 没有读取权限"),
            (&["check", "无权"], "无权: 没有读取权限"),
            (&["check", "无权/a.yusuan"], "无权/a.yusuan: 没有读取权限"),
            (&["import", "无权.txt"], "无权.txt: 没有读取权限"),
            (
                &["check", "a.txt", "-o", "只读/b.html"],
                "只读/b.html: 没有写入权限",
            ),
            (
                &["import", "a.txt", "-o", "只读/b.txt"],
                "只读/b.txt: 没有写入权限",
            ),
            (&new, "只读/b.txt: 没有写入权限"),
            (&baseline, "只读/y.toml: 没有写入权限"),
        ];
        let done: Vec<Done> = cases.iter().map(|(it, _)| run(&folder, it)).collect();
        // The folder can be removed again, whatever the outcome.
        set_mode(&folder.path("无权"), 0o755);
        set_mode(&folder.path("只读"), 0o755);
        for ((arguments, sentence), done) in cases.iter().zip(done) {
            let said = format!("错误：{sentence}\n");
            assert_eq!((done.status, done.errors), (2, said), "{arguments:?}");
        }
    }
}
