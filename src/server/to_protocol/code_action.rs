//! Code actions: repairs of findings, computations, clauses, everything formal at once.

use std::collections::HashMap;

use tower_lsp_server::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, Uri, WorkspaceEdit,
};

use super::{Ranges, diagnostic};
use crate::audit::Draft;
use crate::ide::{self, ActionKind};
use crate::server::session::View;
use crate::text::{Edit, Span};

/// Everything formal in the file that can be mended without touching a number.
const FIX_ALL: &str = "source.fixAll.yusuan";

/// The kinds of actions that are offered.
pub fn action_kinds() -> Vec<CodeActionKind> {
    let fix_all = CodeActionKind::new(FIX_ALL);
    vec![
        CodeActionKind::QUICKFIX,
        CodeActionKind::REFACTOR_REWRITE,
        fix_all,
    ]
}

/// What can be done at `span`, of the kinds that the client wants. What mends the whole file is
/// for those who ask for it by its kind.
pub fn code_actions(
    draft: &Draft,
    uri: &Uri,
    version: i32,
    view: &View,
    span: Span,
    context: &CodeActionContext,
) -> Vec<CodeActionOrCommand> {
    let mut found = Vec::new();
    if wants(context, &CodeActionKind::QUICKFIX)
        || wants(context, &CodeActionKind::REFACTOR_REWRITE)
    {
        found = ide::code_actions(draft, span, view.locale);
        found.retain(|action| wants(context, &kind(action.kind)));
    }
    // What the project does not show needs no repair; what it shows is as grave as it says there.
    let shown = view.diagnostics(draft, uri);
    found.retain_mut(|action| match &mut action.diagnostic {
        None => true,
        Some(own) => {
            let same = |other: &&ide::Diagnostic| {
                (other.span, other.code, &other.message) == (own.span, own.code, &own.message)
            };
            let found = shown.iter().find(same);
            if let Some(shown) = found {
                *own = shown.clone();
            }
            found.is_some()
        }
    });
    if context.only.is_some() && wants(context, &kind(ActionKind::FixAll)) {
        found.extend(ide::fix_all(draft, &shown, view.locale));
    }
    let ranges = Ranges::of(draft, view.client.encoding);
    found
        .into_iter()
        .map(|action| {
            CodeActionOrCommand::CodeAction(CodeAction {
                kind: Some(kind(action.kind)),
                diagnostics: action
                    .diagnostic
                    .as_ref()
                    .map(|found| vec![diagnostic(&ranges, uri, view, found)]),
                edit: Some(workspace_edit(draft, uri, version, view, action.edits)),
                is_preferred: Some(action.preferred),
                title: action.title,
                ..CodeAction::default()
            })
        })
        .collect()
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::FixAll => CodeActionKind::new(FIX_ALL),
    }
}

/// A client may ask for a kind, and means the kinds below it as well.
fn wants(context: &CodeActionContext, kind: &CodeActionKind) -> bool {
    let Some(only) = &context.only else {
        return true;
    };
    only.iter().any(|wanted| {
        let below = kind.as_str().strip_prefix(wanted.as_str());
        wanted.as_str().is_empty()
            || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// Edits of one document, for the version that they were made for where the client can tell.
pub fn workspace_edit(
    draft: &Draft,
    uri: &Uri,
    version: i32,
    view: &View,
    edits: Vec<Edit>,
) -> WorkspaceEdit {
    let edits = super::edits(draft, view, edits);
    if !view.client.versioned_edits {
        return WorkspaceEdit {
            changes: Some(HashMap::from([(uri.clone(), edits)])),
            ..WorkspaceEdit::default()
        };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier {
        uri: uri.clone(),
        version: Some(version),
    };
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(vec![TextDocumentEdit {
            text_document,
            edits: edits.into_iter().map(OneOf::Left).collect(),
        }])),
        ..WorkspaceEdit::default()
    }
}
