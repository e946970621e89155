//! Hovers.

use tower_lsp_server::ls_types::{self as lsp, HoverContents, MarkupContent, MarkupKind, Uri};

use super::range;
use crate::audit::Draft;
use crate::ide;
use crate::server::session::View;

/// An explanation. Its links lead to lines of the file, where the document is one.
pub fn hover(draft: &Draft, uri: &Uri, view: &View, hover: &ide::Hover) -> lsp::Hover {
    let is_file = uri.as_str().starts_with("file:");
    let value = hover.with_links(|span| {
        let line = draft.text.line_of(span.start) + 1;
        let linked = is_file && view.client.hover_markdown;
        linked.then(|| format!("{}#L{line}", uri.as_str()))
    });
    let kind = match view.client.hover_markdown {
        true => MarkupKind::Markdown,
        false => MarkupKind::PlainText,
    };
    lsp::Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(range(&draft.text, hover.span, view.client.encoding)),
    }
}
