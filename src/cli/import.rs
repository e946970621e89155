//! `yusuan import`.

use std::process::ExitCode;

use super::arguments::{Color, ImportArguments};
use super::inputs::{Input, Source};
use super::output::{Output, tell, visible};
use super::reasons::write_reason;
use super::{FAILED, original_place, say};
use crate::audit::Locale;

/// Turns files into one text, in their order. When one of them cannot be read, nothing is written
/// and the status is 2.
pub fn run(options: &ImportArguments, locale: Locale) -> ExitCode {
    let complain = |name: &str, reason: &str| {
        tell(format_args!(
            "{}{name}: {reason}",
            say(locale, "错误：", "error: ")
        ));
        ExitCode::from(FAILED)
    };
    let inputs: Vec<Input> = options
        .files
        .iter()
        .map(|path| Input::named(path))
        .collect();
    let mut sources = Vec::new();
    let mut failed = None;
    for input in &inputs {
        let name = input.name(locale);
        match input.read(locale) {
            Ok(source) => {
                tell_notes(&name, &source, locale);
                sources.push(source.text);
            }
            Err(reason) => failed = Some(complain(&name, &reason)),
        }
    }
    if let Some(status) = failed {
        return status;
    }
    match write(&joined(&sources), &inputs, options, locale) {
        Ok(()) => ExitCode::SUCCESS,
        Err((name, reason)) => complain(&name, &reason),
    }
}

/// Writes the text. The error names what could not be written to, and why.
fn write(
    text: &str,
    inputs: &[Input],
    options: &ImportArguments,
    locale: Locale,
) -> Result<(), (String, String)> {
    let path = options.output.as_deref();
    let path = path.filter(|path| path.as_os_str() != "-");
    let name = match path {
        Some(path) => visible(&path.display().to_string()),
        None => say(locale, "标准输出", "standard output").to_owned(),
    };
    if path.is_some_and(|path| inputs.iter().any(|input| input.is_file(path))) {
        let reason = say(
            locale,
            "不能写入被转换的文件",
            "must not replace a file that is converted",
        );
        return Err((name, reason.to_owned()));
    }
    let written = match path {
        Some(path) => Output::file(path, Color::Never),
        None => Ok(Output::standard(Color::Never)),
    };
    written
        .and_then(|mut output| output.write(text).and_then(|()| output.finish()))
        .map_err(|error| (name, write_reason(&error, locale)))
}

fn tell_notes(name: &str, source: &Source, locale: Locale) {
    for note in &source.notes {
        tell(format_args!(
            "{name}: {}",
            original_place::note(note, locale)
        ));
    }
}

/// The texts one after the other, with a blank line between them.
fn joined(texts: &[String]) -> String {
    let mut joined = String::new();
    for text in texts {
        if !joined.is_empty() && !joined.ends_with("\n\n") {
            joined.push('\n');
        }
        joined.push_str(text);
    }
    joined
}
