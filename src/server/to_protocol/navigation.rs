//! Places that lead from one to another, and hints between the characters.

use tower_lsp_server::ls_types::{
    self as lsp, DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, InlayHintLabel,
    Location, LocationLink, Uri,
};

use super::range;
use crate::audit::Draft;
use crate::ide;
use crate::server::session::View;

/// Where something comes from; with the words that were asked about, for clients that show them.
pub fn definition(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    definition: &ide::Definition,
) -> GotoDefinitionResponse {
    let encoding = view.client.encoding;
    let targets = definition.targets.iter();
    if view.client.definition_links {
        let links = targets.map(|target| LocationLink {
            origin_selection_range: Some(range(&draft.text, definition.origin, encoding)),
            target_uri: uri.clone(),
            target_range: range(&draft.text, *target, encoding),
            target_selection_range: range(&draft.text, *target, encoding),
        });
        return GotoDefinitionResponse::Link(links.collect());
    }
    let places =
        targets.map(|target| Location::new(uri.clone(), range(&draft.text, *target, encoding)));
    GotoDefinitionResponse::Array(places.collect())
}

/// Everywhere that something is printed.
pub fn references(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    occurrences: &[ide::Occurrence],
) -> Vec<Location> {
    let places = occurrences.iter();
    places
        .map(|it| {
            Location::new(
                uri.clone(),
                range(&draft.text, it.span, view.client.encoding),
            )
        })
        .collect()
}

/// The same within the document, with the role of each place.
pub fn highlights(
    draft: &Draft,
    view: &View,
    occurrences: &[ide::Occurrence],
) -> Vec<DocumentHighlight> {
    let places = occurrences.iter();
    places
        .map(|it| DocumentHighlight {
            range: range(&draft.text, it.span, view.client.encoding),
            kind: Some(match it.role {
                ide::Role::Write => DocumentHighlightKind::WRITE,
                ide::Role::Read => DocumentHighlightKind::READ,
            }),
        })
        .collect()
}

/// Words between the characters.
pub fn inlay_hints(draft: &Draft, view: &View, hints: Vec<ide::InlayHint>) -> Vec<lsp::InlayHint> {
    let encoding = view.client.encoding;
    let hints = hints.into_iter().map(|hint| lsp::InlayHint {
        position: range(&draft.text, crate::text::Span::empty(hint.at), encoding).start,
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    });
    hints.collect()
}
