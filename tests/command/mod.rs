//! The program as a person calls it: in a folder of files.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// A table whose total row is wrong: 130.00 where 120.00 adds up.
pub const WRONG: &str = "\
青禾县文化馆2025年度单位预算公开

第二部分 2025年单位预算表

2025年预算支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t130.00\t70.00\t50.00
207\t文化旅游体育与传媒支出\t120.00\t70.00\t50.00
20701\t文化和旅游\t120.00\t70.00\t50.00
2070109\t群众文化\t120.00\t70.00\t50.00
";

/// A folder that is gone after the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("yusuan 测试 {} {number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A folder with some files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (name, content) in files {
            folder.write(name, content);
        }
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Done {
        self.run_with(arguments, "")
    }

    pub fn run_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Done {
        let mut process = self
            .command(&yusuan(), arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = process.stdin.take().unwrap();
        // A program that reads no input may be gone by now.
        let _ = stdin.write_all(input.as_ref());
        drop(stdin);
        Done::of(process.wait_with_output().unwrap())
    }

    /// A program in this folder, in no language but the one that the test sets.
    pub fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.0).args(arguments);
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn yusuan() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_yusuan"))
}

/// What a call came to.
pub struct Done {
    pub status: i32,
    pub output: String,
    pub errors: String,
}

impl Done {
    pub fn of(output: Output) -> Self {
        Self {
            status: output.status.code().expect("an exit status"),
            output: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Status, standard output, standard error.
    pub fn parts(self) -> (i32, String, String) {
        (self.status, self.output, self.errors)
    }

    /// The lines of a report in JSON.
    pub fn json(&self) -> Vec<Value> {
        let lines = self.output.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
