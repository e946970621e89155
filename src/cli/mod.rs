//! The command line: files, terminals, formats.

mod accept;
mod arguments;
mod check;
mod comparison;
mod explain;
mod import;
mod inputs;
mod language;
mod listed;
mod manual;
mod original_place;
mod output;
mod projects;
mod reasons;
mod report;
mod skeleton;
mod usage_error;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use arguments::{Arguments, Command};
use output::Output;

/// Something could not be done: a wrong command line, a file that cannot be read.
const FAILED: u8 = 2;

/// Runs the command line and gives the exit status: 0 clean, 1 findings, 2 something failed.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let locale = language::guess(&arguments);
    let mut command = language::command(locale);
    let parsed = command
        .try_get_matches_from_mut(&arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return usage_error::report(&error, locale),
    };
    match parsed.command {
        Command::Check(options) => {
            let chosen = parsed.locale.map(|_| locale);
            check::run(&options, locale, chosen)
        }
        Command::Explain(options) => {
            let mut output = Output::standard(options.color);
            explain::run(&options.subjects, locale, &mut output)
        }
        Command::Import(options) => import::run(&options, locale),
        Command::Accept(options) => accept::accept(&options, locale),
        Command::Baseline(options) => accept::baseline(&options, locale),
        Command::New(options) => skeleton::run(&options, locale),
        Command::Completions(options) => manual::completions(&options, locale),
        Command::Man => manual::page(locale),
        Command::Server(_) => crate::server::run(),
    }
}

/// Words in the language of the reader.
fn say<T>(locale: crate::audit::Locale, chinese: T, english: T) -> T {
    match locale {
        crate::audit::Locale::Chinese => chinese,
        crate::audit::Locale::English => english,
    }
}

/// Says why the standard output could not be written to.
fn standard_output_failed(error: &std::io::Error, locale: crate::audit::Locale) -> ExitCode {
    let reason = reasons::write_reason(error, locale);
    let stream = say(locale, "错误：标准输出", "error: standard output");
    output::tell(format_args!("{stream}: {reason}"));
    ExitCode::from(FAILED)
}
