//! Places that lead from one to another, and hints between the characters.

use std::str::FromStr;

use tower_lsp_server::ls_types::{
    self as lsp, DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, InlayHintLabel,
    InlayHintTooltip, Location, LocationLink, SelectionRange, Uri,
};

use super::{Ranges, range};
use crate::audit::Draft;
use crate::ide::{self, LinkTarget};
use crate::server::session::View;
use crate::text::Span;

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

/// What a selection grows to, innermost first; as the protocol has it, each with the next one as
/// its parent.
pub fn selection_range(draft: &Draft, view: &View, spans: &[Span]) -> SelectionRange {
    let nothing = SelectionRange::default();
    spans
        .iter()
        .rev()
        .fold(None, |parent, span| {
            Some(SelectionRange {
                range: range(&draft.text, *span, view.client.encoding),
                parent: parent.map(Box::new),
            })
        })
        .unwrap_or(nothing)
}

/// Words that lead somewhere. Headings can be linked in files only.
pub fn document_links(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    links: Vec<ide::DocumentLink>,
) -> Vec<lsp::DocumentLink> {
    let is_file = uri.as_str().starts_with("file:");
    let ranges = Ranges::of(draft, view.client.encoding);
    let links = links.into_iter().filter_map(|link| {
        let target = match link.target {
            LinkTarget::Address(address) => address,
            LinkTarget::Heading(_) if !is_file => return None,
            LinkTarget::Heading(span) => {
                let line = ranges.range(span).start.line + 1;
                format!("{}#L{line}", uri.as_str())
            }
        };
        Some(lsp::DocumentLink {
            range: ranges.range(link.span),
            target: Some(Uri::from_str(&target).ok()?),
            tooltip: None,
            data: None,
        })
    });
    links.collect()
}

/// Words between the characters.
pub fn inlay_hints(draft: &Draft, view: &View, hints: Vec<ide::InlayHint>) -> Vec<lsp::InlayHint> {
    let encoding = view.client.encoding;
    let hints = hints.into_iter().map(|hint| lsp::InlayHint {
        position: range(&draft.text, Span::empty(hint.at), encoding).start,
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: (!hint.tooltip.is_empty()).then_some(InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    });
    hints.collect()
}
