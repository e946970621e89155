//! What is said of project files, and how findings are accepted.

use tower_lsp_server::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, Command, Diagnostic, Uri,
};

use super::{diagnostic, range};
use crate::audit::{Draft, Locale};
use crate::ide::{self, project_diagnostics};
use crate::project::{Problem, key_at};
use crate::server::acceptance::{ACCEPT_FINDING, AcceptFinding};
use crate::server::projects::path_of;
use crate::server::session::View;
use crate::text::{Span, Text};

/// What is wrong in a project file.
pub fn project_problems(text: &Text, view: &View, problems: &[Problem]) -> Vec<Diagnostic> {
    let found = project_diagnostics(problems, view.locale).into_iter();
    let found = found.map(|problem| Diagnostic {
        range: range(text, problem.span, view.client.encoding),
        severity: Some(diagnostic::severity(problem.severity)),
        code: Some(tower_lsp_server::ls_types::NumberOrString::String(
            problem.code.to_owned(),
        )),
        source: Some(diagnostic::SOURCE.to_owned()),
        message: problem.message,
        ..Diagnostic::default()
    });
    found.collect()
}

/// 忽略此问题…: for each finding that `span` touches, the command that accepts it.
pub fn acceptances(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    span: Span,
    context: &CodeActionContext,
) -> Vec<CodeActionOrCommand> {
    let is_wanted = |kinds: &Vec<CodeActionKind>| {
        let mut kinds = kinds.iter();
        kinds.any(|kind| ["", "quickfix"].contains(&kind.as_str()))
    };
    if !view.client.applies_edits || !context.only.as_ref().is_none_or(is_wanted) {
        return Vec::new();
    }
    let Some(path) = path_of(uri) else {
        return Vec::new();
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let found = view.diagnostics(draft, uri).into_iter();
    let touched = found.filter(|it| it.span.start <= span.end && span.start <= it.span.end);
    touched
        .filter_map(|it| Some((acceptance(draft, uri, view, &it, name?)?, it)))
        .map(|(command, it)| {
            CodeActionOrCommand::CodeAction(CodeAction {
                title: command.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![super::diagnostic(draft, uri, view, &it)]),
                command: Some(command),
                is_preferred: Some(false),
                ..CodeAction::default()
            })
        })
        .collect()
}

fn acceptance(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    found: &ide::Diagnostic,
    file_name: &str,
) -> Option<Command> {
    let placed = draft.disclosure_at(found.span.start)?;
    let key = key_at(
        placed,
        found.code,
        found.span.relative_to(placed.start),
        file_name,
    );
    let argument = serde_json::to_value(AcceptFinding::new(uri, key)).ok()?;
    Some(Command {
        title: match view.locale {
            Locale::Chinese => format!("忽略此问题（{}）…", found.code),
            Locale::English => format!("Ignore this finding ({})…", found.code),
        },
        command: ACCEPT_FINDING.to_owned(),
        arguments: Some(vec![argument]),
    })
}
