//! What can be written after `yusuan`. The help is Chinese here; [`super::language`] has the
//! English one.

use std::convert::Infallible;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::audit::Severity;

/// The version; a release adds the commit that it was built from: `0.1.0 (0123456789ab)`.
const VERSION: &str = match option_env!("YUSUAN_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// 预算 Yusuan：检查部门预算、决算公开文本，核对数字之间的勾稽关系
#[derive(Debug, Parser)]
#[command(
    name = "yusuan",
    version = VERSION,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    subcommand_required = true
)]
pub struct Arguments {
    /// 消息的语言：zh-CN 或 en（默认取自系统的语言环境，否则中文）
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "LOCALE",
        hide_possible_values = true,
        display_order = 100
    )]
    pub locale: Option<LocaleName>,
    /// 显示帮助
    #[arg(short, long, global = true, action = ArgAction::Help, display_order = 101)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 102)]
    version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What `check --help` ends with.
const CHECK_EXAMPLES: &str = "\
例：
  yusuan check --output 报告.html 稿件/

  只检查从 main 分出以来改动过的稿件（yusuan 自己不运行 git）：
  git diff --name-only -z --relative --diff-filter=d main... -- '*预算*' '*决算*' '*.yusuan*' |
    yusuan check --files-from -";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 检查文件或文件夹，发现错误时退出码为 1
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArguments),
    /// 解释检查规则（B103）、科目编码（2011308）、科目名称或术语（机关运行经费）
    Explain(ExplainArguments),
    /// 把 Word（.docx）、Excel（.xlsx）、PDF 文件转换为预算文本
    Import(ImportArguments),
    /// 接受一个问题：连同理由写入项目文件 yusuan.toml，以后不再报告
    Accept(AcceptArguments),
    /// 接受文件中现有的全部问题，以后只报告新出现的
    Baseline(BaselineArguments),
    /// 新建一份稿件，含各部分、表格和名词解释，数字待填写
    New(NewArguments),
    /// 启动语言服务器（由编辑器调用，使用标准输入输出）
    Server(ServerArguments),
    /// 输出命令行补全脚本：bash、zsh、fish、powershell 或 elvish
    Completions(CompletionsArguments),
    /// 输出手册页（man page）
    Man,
}

/// What `check` is told.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// 报告格式：text、json、sarif、github、gitlab、markdown、html 或 xlsx（默认按 --output 的扩展名，否则 text）
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    /// 把报告写入文件，- 表示标准输出；html 和 xlsx 报告必须写明
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// 达到何种级别时退出码为 1：error、warning 或 never（默认 error）
    #[arg(
        long,
        value_enum,
        default_value = "error",
        value_name = "LEVEL",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub fail_on: FailOn,
    /// 也列出参考级的结果（json 和 html 报告总是列出）
    #[arg(long)]
    pub hints: bool,
    /// 在 text 和 json 报告中列出核对了多少数字、各规则核对了多少次，以及没有识别的表、没有核对的句子
    #[arg(long)]
    pub coverage: bool,
    /// 是否使用颜色：auto、always 或 never（默认 auto）
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        value_name = "WHEN",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: Color,
    /// Which project file applies.
    #[command(flatten)]
    pub project: ProjectArguments,
    /// 也检查名单中的文件，每行一个，或以 NUL 字符隔开；- 表示标准输入
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// 文件（文本、.docx、.xlsx、.pdf）、文件夹，或 - 表示标准输入；文件夹中只检查名称为预算、决算公开的文件
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

impl CheckArguments {
    /// The form of the report: the one named, else that of the file it goes to, else text.
    pub fn format(&self) -> Format {
        let of_file = || {
            let extension = self.output.as_deref()?.extension()?.to_str()?;
            Some(match extension.to_ascii_lowercase().as_str() {
                "json" => Format::Json,
                "sarif" => Format::Sarif,
                "md" => Format::Markdown,
                "html" | "htm" => Format::Html,
                "xlsx" => Format::Xlsx,
                _ => return None,
            })
        };
        self.format.or_else(of_file).unwrap_or(Format::Text)
    }
}

/// Which project file applies.
#[derive(Debug, Args)]
pub struct ProjectArguments {
    /// 使用这个项目文件（默认为文件所在或其上级文件夹中的 yusuan.toml）
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// 不使用项目文件
    #[arg(long)]
    pub no_config: bool,
}

/// What `accept` is told.
#[derive(Debug, Args)]
pub struct AcceptArguments {
    /// 接受的理由（必须写明）
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// 写入这个项目文件（默认为文件所在或其上级文件夹中的 yusuan.toml，没有时新建）
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// 文件和行号，如 草稿.txt:12
    #[arg(value_name = "FILE:LINE", display_order = 1)]
    pub place: String,
    /// 规则编号，如 B103
    #[arg(value_name = "CODE", value_parser = upper_case, display_order = 2)]
    pub code: String,
}

/// What `baseline` is told.
#[derive(Debug, Args)]
pub struct BaselineArguments {
    /// 接受的理由（必须写明）
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// 写入这个项目文件（默认为文件所在或其上级文件夹中的 yusuan.toml，没有时新建）
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// 也接受参考级的结果
    #[arg(long)]
    pub hints: bool,
    /// 文件或文件夹
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// What `new` is told.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// 种类：budget 预算，或 final-account 决算
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    pub kind: Kind,
    /// 单位名称
    #[arg(long = "org", value_name = "NAME")]
    pub organisation: String,
    /// 年度，2019 至 2099
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub year: u16,
    /// 写入的文件，- 表示标准输出（默认如 青禾县图书馆2026年度部门预算公开.txt）；已有的文件不会覆盖
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// A code as it is written.
fn upper_case(words: &str) -> Result<String, Infallible> {
    Ok(words.to_ascii_uppercase())
}

/// The years for which drafts are made: 卫生健康支出 and others have their names since 2019.
pub const YEARS: RangeInclusive<u16> = 2019..=2099;

/// A year; the error names those that are possible.
fn year(words: &str) -> Result<u16, String> {
    let year = words.parse().ok().filter(|year| YEARS.contains(year));
    year.ok_or_else(|| format!("{}–{}", YEARS.start(), YEARS.end()))
}

/// The kinds of disclosures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// 预算.
    Budget,
    /// 决算.
    FinalAccount,
}

/// What `completions` is told.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// 哪一种 shell
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    pub shell: clap_complete::Shell,
}

/// What `explain` is told.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// 是否使用颜色：auto、always 或 never（默认 auto）
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        value_name = "WHEN",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: Color,
    /// 规则编号、科目编码、科目名称或术语；不写则列出全部规则
    #[arg(value_name = "WHAT")]
    pub subjects: Vec<String>,
}

/// What `import` is told.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// 写入的文件，写完整后才替换原有文件（默认写到标准输出）
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// .docx、.xlsx 或 .pdf 文件，依次写入；- 表示标准输入
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// What `server` is told.
#[derive(Debug, Args)]
pub struct ServerArguments {
    /// 使用标准输入输出（总是如此；供惯于写明的编辑器使用）
    #[arg(long)]
    stdio: bool,
    /// Some editors name their process here; the protocol tells it as well.
    #[arg(long = "clientProcessId", value_name = "PID", hide = true)]
    client_process: Option<u32>,
}

/// The languages of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LocaleName {
    /// Chinese.
    #[value(name = "zh-CN", alias = "zh", alias = "zh-cn")]
    Chinese,
    /// English.
    #[value(name = "en")]
    English,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: an object a line and file.
    Json,
    /// For code scanning services and viewers: SARIF 2.1.0.
    Sarif,
    /// Workflow commands that GitHub shows beside the lines.
    Github,
    /// A code quality report that GitLab shows beside the lines.
    Gitlab,
    /// For comments and mails.
    Markdown,
    /// For people: the draft with its findings, in one file for a browser.
    Html,
    /// For people: a review sheet to fill in.
    Xlsx,
}

/// From what severity on findings make the exit status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Findings never do.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the exit status 1.
    pub fn reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => matches!(severity, Severity::Error | Severity::Warning),
            Self::Never => false,
        }
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
