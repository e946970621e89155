//! `yusuan import`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::arguments::{Color, ImportArguments};
use super::inputs::{self, Input, Source};
use super::output::{Output, tell, visible};
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
    let mut sources = Vec::new();
    let mut failed = None;
    for path in &options.files {
        let input = match path.as_os_str() == "-" {
            true => Input::Standard,
            false => Input::File(path.clone()),
        };
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
    let text = joined(&sources);
    let (name, written) = match &options.output {
        Some(path) => (name_of(path), fs::write(path, &text)),
        None => {
            let name = say(locale, "标准输出", "standard output").to_owned();
            (name, Output::standard(Color::Never).write(&text))
        }
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&name, &inputs::io_reason(&error, locale)),
    }
}

fn name_of(path: &Path) -> String {
    visible(&path.display().to_string())
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
