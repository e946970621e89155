//! `yusuan import`, and `yusuan check` on Word, Excel and PDF files, as a person runs them.

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

use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;
use zip::write::{SimpleFileOptions, ZipWriter};

use command::Folder;

fn office(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/documents/office").join(name)
}

fn copy(folder: &Folder, fixture: &str, name: &str) {
    folder.write(name, fs::read(office(fixture)).unwrap());
}

/// Both commands refuse a file with a sentence and status 2.
#[track_caller]
fn is_refused(folder: &Folder, name: &str, sentence: &str) {
    for command in ["import", "check"] {
        let done = folder.run(&[command, name]);
        assert_eq!(done.status, 2, "{command} {name}: {}", done.output);
        let expected = format!("错误：{name}: {sentence}\n");
        assert_eq!(done.errors, expected, "{command} {name}");
    }
}

fn bomb() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, content: &[u8]| {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    };
    part(
        "_rels/.rels",
        b"<Relationships><Relationship Id='1' Type='x/officeDocument' Target='d.xml'/></Relationships>",
    );
    let mut content = b"<document><body><p>".to_vec();
    content.resize(100 << 20, b' ');
    part("d.xml", &content);
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_cannot_be_read_is_refused_in_chinese() {
    let folder = Folder::new();
    copy(&folder, "encrypted.docx", "加密.docx");
    copy(&folder, "encrypted.xlsx", "加密.xlsx");
    is_refused(&folder, "加密.docx", "文件已加密，请取消密码后另存");
    is_refused(&folder, "加密.xlsx", "文件已加密，请取消密码后另存");
    is_refused(&folder, "没有.docx", "文件不存在");
    folder.write("空.docx", "");
    is_refused(&folder, "空.docx", "文件是空的");
    folder.write("图片.xlsx", b"\x89PNG\r\n\x1a\n");
    let wrong = "不是 Word（.docx）、Excel（.xlsx）或 PDF 文件，与扩展名不符";
    is_refused(&folder, "图片.xlsx", wrong);
    let whole = fs::read(office("features.docx")).unwrap();
    folder.write("半截.docx", &whole[..whole.len() / 2]);
    is_refused(&folder, "半截.docx", "文件损坏或不完整（zip）");
    folder.write("炸弹.docx", bomb());
    is_refused(
        &folder,
        "炸弹.docx",
        "解压后的内容大得异常（可能是压缩炸弹），不予读取",
    );
    folder.write("坏.pdf", "%PDF-1.7\nnothing");
    is_refused(&folder, "坏.pdf", "文件损坏或不完整（PDF）");
    folder.write("旧.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let old = "是旧版格式（.doc、.xls、.wps、.et），请另存为 .docx 或 .xlsx";
    is_refused(&folder, "旧.doc", old);
    let large = File::create(folder.path("大.docx")).unwrap();
    large.set_len(200 << 20).unwrap();
    is_refused(&folder, "大.docx", "文件超过 64 MB，不予读取");
}

#[test]
fn a_finding_is_placed_in_the_original() {
    let folder = Folder::new();
    copy(
        &folder,
        "qinghe-commerce-budget-2026.planted.xlsx",
        "预算.xlsx",
    );
    let done = folder.run(&["check", "预算.xlsx"]);
    assert_eq!(done.status, 1);
    assert!(
        done.output.contains("预算.xlsx: 工作表“"),
        "{}",
        done.output
    );
    let done = folder.run(&["check", "--format", "json", "预算.xlsx"]);
    let report: Value = serde_json::from_str(done.output.lines().next().unwrap()).unwrap();
    for finding in report["diagnostics"].as_array().unwrap() {
        let place = finding["place"].as_str().unwrap_or_default();
        assert!(place.starts_with("工作表“"), "{finding}");
    }
    copy(
        &folder,
        "lanqiao-district-culture-budget-2025.planted.pdf",
        "预算.pdf",
    );
    let done = folder.run(&["--locale", "en", "check", "预算.pdf"]);
    assert!(done.output.contains("预算.pdf: page "), "{}", done.output);
    assert!(done.output.contains(", row "), "{}", done.output);
}

#[test]
fn a_folder_is_searched_for_office_files_of_disclosures() {
    let folder = Folder::new();
    copy(
        &folder,
        "jichuan-water-budget-2023.docx",
        "某局2023年部门预算.docx",
    );
    copy(&folder, "encrypted.docx", "通知.docx");
    let done = folder.run(&["check", "."]);
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert!(done.output.contains("1 个文件，错误 0"), "{}", done.output);
}

#[test]
fn files_become_one_text() {
    let folder = Folder::new();
    copy(&folder, "features.docx", "说明.docx");
    copy(&folder, "macros.xlsm", "表.xlsm");
    let done = folder.run(&["import", "说明.docx", "表.xlsm", "--output", "草稿.txt"]);
    assert_eq!((done.status, done.output.as_str()), (0, ""));
    assert!(
        done.errors
            .contains("表.xlsm: 文件含有宏，宏未读取也未运行\n"),
        "{}",
        done.errors
    );
    let text = fs::read_to_string(folder.path("草稿.txt")).unwrap();
    let (first, second) = (text.find("120.00").unwrap(), text.find("1,203.40").unwrap());
    assert!(first < second);
    // What was written to a file is what is written to the screen.
    let shown = folder.run(&["import", "说明.docx", "表.xlsm"]);
    assert_eq!(shown.output, text);
}

#[test]
fn nothing_is_written_when_a_file_is_missing() {
    let folder = Folder::new();
    copy(&folder, "features.docx", "说明.docx");
    let done = folder.run(&["import", "说明.docx", "没有.xlsx", "-o", "草稿.txt"]);
    assert_eq!(done.status, 2);
    assert!(!folder.path("草稿.txt").exists());
}
