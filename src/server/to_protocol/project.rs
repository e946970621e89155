//! What is said of project files, and how findings are accepted.

use tower_lsp_server::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, Command, Diagnostic, Uri,
};

use super::{Ranges, diagnostic, range};
use crate::audit::{Draft, Locale};
use crate::ide::{self, project_diagnostics};
use crate::project::{FindingKey, Problem, key_at};
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
    let touched = |found: Span| found.start <= span.end && span.start <= found.end;
    let ranges = Ranges::of(draft, view.client.encoding);
    let findings = view.diagnostics(draft, uri).into_iter();
    let mut actions: Vec<_> = findings
        .filter(|it| touched(it.span))
        .filter_map(|it| {
            let key = finding_key(draft, &it, name?)?;
            let shown = super::diagnostic(&ranges, uri, view, &it);
            acceptance(uri, view, key, shown)
        })
        .collect();
    let contradictions = view.contradictions(uri).into_iter();
    let contradictions = contradictions.filter(|(it, _)| touched(it.mismatch.span));
    actions.extend(contradictions.filter_map(|(it, severity)| {
        let shown = super::contradiction(draft, view, &it, severity);
        acceptance(uri, view, it.mismatch.key, shown)
    }));
    actions
}

fn finding_key(draft: &Draft, found: &ide::Diagnostic, file_name: &str) -> Option<FindingKey> {
    let placed = draft.disclosure_at(found.span.start)?;
    let span = found.span.relative_to(placed.start);
    Some(key_at(placed, found.code, span, file_name))
}

fn acceptance(
    uri: &Uri,
    view: &View,
    key: FindingKey,
    shown: Diagnostic,
) -> Option<CodeActionOrCommand> {
    let title = match view.locale {
        Locale::Chinese => format!("忽略此问题（{}）…", key.check),
        Locale::English => format!("Ignore this finding ({})…", key.check),
    };
    let argument = serde_json::to_value(AcceptFinding::new(uri, key)).ok()?;
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![shown]),
        command: Some(Command {
            title,
            command: ACCEPT_FINDING.to_owned(),
            arguments: Some(vec![argument]),
        }),
        is_preferred: Some(false),
        ..CodeAction::default()
    }))
}
