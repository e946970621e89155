//! `yusuan completions` and `yusuan man`: what a package of the program brings along.

use std::io;
use std::process::ExitCode;

use clap::Command;
use clap_mangen::Man;

use super::arguments::{Color, CompletionsArguments};
use super::language;
use super::output::Output;
use super::{FAILED, standard_output_failed};
use crate::audit::Locale;

/// Writes the completion script of a shell.
pub fn completions(options: &CompletionsArguments, locale: Locale) -> ExitCode {
    let mut command = language::command(locale);
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "yusuan", &mut script);
    write(&String::from_utf8_lossy(&script), locale)
}

/// Writes the manual page, with a section for each command.
pub fn page(locale: Locale) -> ExitCode {
    let mut command = language::command(locale);
    command.build();
    let mut page = Vec::new();
    let written = Man::new(command.clone()).render(&mut page);
    let sections: io::Result<Vec<String>> = command.get_subcommands().map(section).collect();
    match (written, sections) {
        (Ok(()), Ok(sections)) => {
            // The commands have no pages of their own, but sections below.
            let page = String::from_utf8_lossy(&page);
            let page = page.replace("yusuan\\-", "yusuan ").replace("(1)\n", "\n");
            write(&format!("{page}{}", sections.concat()), locale)
        }
        _ => ExitCode::from(FAILED),
    }
}

/// The section of a command; what is a section in a page of its own is a part of it.
fn section(command: &Command) -> io::Result<String> {
    let mut section = Vec::new();
    let manual = Man::new(command.clone());
    manual.render_synopsis_section(&mut section)?;
    manual.render_description_section(&mut section)?;
    manual.render_options_section(&mut section)?;
    let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
    Ok(format!(
        ".SH YUSUAN {}\n{section}",
        command.get_name().to_uppercase()
    ))
}

fn write(words: &str, locale: Locale) -> ExitCode {
    match Output::standard(Color::Never).write(words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => standard_output_failed(&error, locale),
    }
}
