//! Quick fixes: the suggested repairs of findings.

use std::collections::HashMap;

use tower_lsp_server::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::{diagnostic, range};
use crate::audit::Draft;
use crate::ide::SuggestedFix;
use crate::server::session::View;
use crate::text::Span;

/// The repairs of the findings that `span` touches. None is preferred: which side of a
/// contradiction is right is for the preparer to say.
pub fn quick_fixes(
    draft: &Draft,
    uri: &Uri,
    version: i32,
    view: &View,
    span: Span,
    context: &CodeActionContext,
) -> Vec<CodeActionOrCommand> {
    if !wants_quick_fixes(context) {
        return Vec::new();
    }
    let mut actions = Vec::new();
    for found in view.diagnostics(draft, uri) {
        let Some(fix) = &found.fix else { continue };
        if !meet(found.span, span) && !meet(fix.span, span) {
            continue;
        }
        actions.push(CodeActionOrCommand::CodeAction(CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic(draft, uri, view, &found)]),
            edit: Some(edit(draft, uri, version, view, fix)),
            is_preferred: Some(false),
            ..CodeAction::default()
        }));
    }
    actions
}

/// A client may ask for a kind, and means the kinds below it as well.
fn wants_quick_fixes(context: &CodeActionContext) -> bool {
    let Some(only) = &context.only else {
        return true;
    };
    let wanted = |kind: &CodeActionKind| ["", "quickfix"].contains(&kind.as_str());
    only.iter().any(wanted)
}

/// Whether a cursor or a selection touches a span.
fn meet(span: Span, selection: Span) -> bool {
    span.start <= selection.end && selection.start <= span.end
}

fn edit(draft: &Draft, uri: &Uri, version: i32, view: &View, fix: &SuggestedFix) -> WorkspaceEdit {
    let edit = TextEdit {
        range: range(&draft.text, fix.span, view.client.encoding),
        new_text: fix.new_text.clone(),
    };
    if !view.client.versioned_edits {
        return WorkspaceEdit {
            changes: Some(HashMap::from([(uri.clone(), vec![edit])])),
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
            edits: vec![OneOf::Left(edit)],
        }])),
        ..WorkspaceEdit::default()
    }
}
