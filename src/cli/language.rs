//! The language of the command line, and its help in both.

use std::ffi::{OsStr, OsString};

use clap::{Command, CommandFactory};

use super::arguments::Arguments;
use crate::audit::Locale;

const TEMPLATE_CHINESE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";
const TEMPLATE_ENGLISH: &str = "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}";

const ABOUT: &str = "Yusuan (预算): checks budget disclosures of Chinese government departments";
const ABOUT_CHECK: &str = "Check files or folders; the exit status is 1 when there are errors";
const ABOUT_EXPLAIN: &str =
    "Explain a rule (B103), a subject by code (2011308) or name, or a term (机关运行经费)";
const ABOUT_IMPORT: &str = "Turn Word (.docx), Excel (.xlsx) and PDF files into Yusuan text";
const ABOUT_ACCEPT: &str =
    "Accept a finding: write it to the project file yusuan.toml with the reason";
const ABOUT_BASELINE: &str =
    "Accept all findings of files as they are now, so that only new ones are reported";
const ABOUT_NEW: &str =
    "Make a draft with all parts, tables and the glossary, and blanks for the figures";
const ABOUT_COMPLETIONS: &str =
    "Print the completion script of a shell: bash, zsh, fish, powershell or elvish";
const ABOUT_MAN: &str = "Print the manual page";
const ABOUT_SERVER: &str = "Start the language server (for editors, on standard input and output)";

const COLOR: (&str, &str) = ("color", "Use colour: auto, always or never [default: auto]");
const EVERYWHERE: [(&str, &str); 2] = [
    (
        "locale",
        "Language of messages: zh-CN or en [default: that of the system, else Chinese]",
    ),
    ("help", "Show help"),
];
const CHECK: [(&str, &str); 10] = [
    (
        "format",
        "Form of the report: text, json, sarif, github, gitlab, markdown, html or xlsx [default: \
         by the extension of --output, else text]",
    ),
    (
        "output",
        "Write the report to a file; - is the standard output; needed for html and xlsx",
    ),
    (
        "fail_on",
        "Exit with 1 from this level on: error, warning or never [default: error]",
    ),
    (
        "hints",
        "List hints as well (reports in json and html always do)",
    ),
    (
        "coverage",
        "List in text and json how many numbers each rule checked, and what was not checked",
    ),
    COLOR,
    (
        "config",
        "Use this project file [default: the nearest yusuan.toml in or above the folder of a file]",
    ),
    ("no_config", "Use no project file"),
    (
        "files_from",
        "Check the files of this list as well, one a line or with NUL between them; - is the standard input",
    ),
    (
        "paths",
        "Files (text, .docx, .xlsx, .pdf), folders, or - for standard input; in folders, files named like disclosures",
    ),
];
const CHECK_EXAMPLES: &str = "\
Examples:
  yusuan check --output report.html drafts/

  Only the drafts changed since main was left (yusuan itself runs no git):
  git diff --name-only -z --relative --diff-filter=d main... -- '*预算*' '*决算*' '*.yusuan*' |
    yusuan check --files-from -";
const REASON: (&str, &str) = ("reason", "Why it is accepted (mandatory)");
const CONFIG: (&str, &str) = (
    "config",
    "Write to this project file [default: the nearest yusuan.toml; made when there is none]",
);
const ACCEPT: [(&str, &str); 4] = [
    REASON,
    CONFIG,
    ("place", "The file and the number of the line: draft.txt:12"),
    ("code", "The code of the rule: B103"),
];
const BASELINE: [(&str, &str); 4] = [
    REASON,
    CONFIG,
    ("hints", "Accept hints as well"),
    ("paths", "Files or folders"),
];
const NEW: [(&str, &str); 4] = [
    ("kind", "budget, or final-account"),
    ("organisation", "The name of the organisation"),
    ("year", "The fiscal year, from 2019 to 2099"),
    (
        "output",
        "The file, or - for standard output [default: named after the organisation and the year]; no file is overwritten",
    ),
];
const EXPLAIN: [(&str, &str); 2] = [
    COLOR,
    (
        "subjects",
        "Codes of rules, codes or names of subjects, terms; all rules when left out",
    ),
];
const IMPORT: [(&str, &str); 2] = [
    (
        "output",
        "Write to this file, replaced only when the text is whole [default: standard output]",
    ),
    (
        "files",
        ".docx, .xlsx or .pdf files, written one after the other; - for standard input",
    ),
];
const SERVER: [(&str, &str); 1] = [(
    "stdio",
    "Use standard input and output (always so; for editors that like to say it)",
)];

/// The language that a command line asks for, known before it is parsed: `--locale`, else that of
/// the system, else Chinese.
pub fn guess(arguments: &[OsString]) -> Locale {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let system = variables.into_iter().filter_map(std::env::var_os);
    let system = system.into_iter().find(|value| !value.is_empty());
    chosen(arguments, system.as_deref())
}

fn chosen(arguments: &[OsString], system: Option<&OsStr>) -> Locale {
    let mut named = None;
    let mut rest = arguments.iter().skip(1).filter_map(|it| it.to_str());
    while let Some(argument) = rest.next() {
        match argument.strip_prefix("--locale") {
            Some("") => named = rest.next(),
            Some(value) => named = value.strip_prefix('='),
            None if argument == "--" => break,
            None => {}
        }
    }
    let name = named.or_else(|| system.and_then(OsStr::to_str));
    let language = name.unwrap_or_default().split(['_', '-', '.']).next();
    match language.unwrap_or_default().eq_ignore_ascii_case("en") {
        true => Locale::English,
        false => Locale::Chinese,
    }
}

/// The command line with its help in one language.
pub fn command(locale: Locale) -> Command {
    let command = Arguments::command();
    let (template, commands, options, paths) = match locale {
        Locale::Chinese => (TEMPLATE_CHINESE, "命令", "选项", "参数"),
        Locale::English => (TEMPLATE_ENGLISH, "Commands", "Options", "Arguments"),
    };
    let command = match locale {
        Locale::Chinese => command,
        Locale::English => in_english(command),
    };
    let headed = |command: Command| {
        command.help_template(template).mut_args(|argument| {
            let heading = match argument.is_positional() {
                true => paths,
                false => options,
            };
            argument.help_heading(heading)
        })
    };
    headed(command)
        .subcommand_help_heading(commands)
        .mut_subcommands(headed)
}

fn in_english(command: Command) -> Command {
    with_help(command.about(ABOUT), &EVERYWHERE)
        .mut_arg("version", |argument| argument.help("Show the version"))
        .mut_subcommand("check", |it| {
            with_help(it.about(ABOUT_CHECK).after_help(CHECK_EXAMPLES), &CHECK)
        })
        .mut_subcommand("explain", |it| with_help(it.about(ABOUT_EXPLAIN), &EXPLAIN))
        .mut_subcommand("import", |it| with_help(it.about(ABOUT_IMPORT), &IMPORT))
        .mut_subcommand("accept", |it| with_help(it.about(ABOUT_ACCEPT), &ACCEPT))
        .mut_subcommand("baseline", |it| {
            with_help(it.about(ABOUT_BASELINE), &BASELINE)
        })
        .mut_subcommand("new", |it| with_help(it.about(ABOUT_NEW), &NEW))
        .mut_subcommand("completions", |it| {
            with_help(it.about(ABOUT_COMPLETIONS), &[("shell", "Which shell")])
        })
        .mut_subcommand("man", |it| it.about(ABOUT_MAN))
        .mut_subcommand("server", |it| with_help(it.about(ABOUT_SERVER), &SERVER))
}

fn with_help(command: Command, helps: &[(&'static str, &'static str)]) -> Command {
    helps.iter().fold(command, |command, (name, help)| {
        command.mut_arg(name, |argument| argument.help(*help))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen_by(line: &str, system: &str) -> Locale {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        chosen(&arguments, Some(OsStr::new(system)))
    }

    #[test]
    fn an_argument_outweighs_the_system() {
        assert_eq!(chosen_by("yusuan check x", "en_US.UTF-8"), Locale::English);
        assert_eq!(chosen_by("yusuan check x", "C.UTF-8"), Locale::Chinese);
        assert_eq!(chosen_by("yusuan --locale zh-CN", "en_US"), Locale::Chinese);
        assert_eq!(
            chosen_by("yusuan check --locale=en", "zh_CN"),
            Locale::English
        );
        assert_eq!(
            chosen_by("yusuan check -- --locale=en", "zh_CN"),
            Locale::Chinese
        );
    }

    #[test]
    fn the_command_line_is_sound_in_both_languages() {
        command(Locale::Chinese).debug_assert();
        command(Locale::English).debug_assert();
    }

    #[test]
    fn the_english_help_holds_no_chinese_sentence() {
        for name in [
            "check",
            "explain",
            "import",
            "accept",
            "baseline",
            "new",
            "completions",
            "man",
            "server",
        ] {
            let mut command = command(Locale::English);
            let help = command.find_subcommand_mut(name).unwrap().render_help();
            assert!(!help.to_string().contains('。'), "{help}");
            assert!(!help.to_string().contains('（'), "{help}");
        }
    }
}
