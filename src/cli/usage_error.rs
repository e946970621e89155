//! What is said about a wrong command line.

use std::error::Error as _;
use std::io;
use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::output::tell;
use super::{FAILED, standard_output_failed};
use crate::audit::Locale;

/// Shows the help or version that was asked for, or says what is wrong.
pub fn report(error: &Error, locale: Locale) -> ExitCode {
    if !error.use_stderr() {
        return match error.print() {
            Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => {
                standard_output_failed(&failure, locale)
            }
            // Whoever closed the pipe has seen enough.
            _ => ExitCode::SUCCESS,
        };
    }
    match in_chinese(error).filter(|_| locale == Locale::Chinese) {
        Some(message) => tell(format_args!("错误：{message}\n\n用法见 yusuan --help")),
        None => drop(error.print()),
    }
    ExitCode::from(FAILED)
}

/// The frequent errors; the parser's own English words serve for the others.
fn in_chinese(error: &Error) -> Option<String> {
    let context = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识的参数 {argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("不认识的命令 {}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("参数 {argument} 缺少值"),
        ErrorKind::InvalidValue => {
            let valid = context(ContextKind::ValidValue);
            format!("参数 {argument} 的值 {value} 无效，可以是：{valid}")
        }
        ErrorKind::ValueValidation => match error.source() {
            Some(valid) => format!("参数 {argument} 的值 {value} 无效，可以是：{valid}"),
            None => format!("参数 {argument} 的值 {value} 无效"),
        },
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::MissingSubcommand => {
            format!("缺少命令：{}", context(ContextKind::ValidSubcommand))
        }
        ErrorKind::ArgumentConflict => format!("参数 {argument} 不能重复或同时使用"),
        _ => return None,
    };
    let suggestion = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .map(context)
    .concat();
    Some(match suggestion.is_empty() {
        true => message,
        false => format!("{message}，是否为 {suggestion}？"),
    })
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(words) => words.join("、"),
        _ => String::new(),
    }
}
