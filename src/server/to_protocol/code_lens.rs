//! Code lenses and the command that they run.

use serde_json::json;
use tower_lsp_server::ls_types::{self as lsp, Command, Location, Range, Uri};

use super::{Ranges, range};
use crate::audit::Draft;
use crate::ide::{CodeLens, Diagnostic};
use crate::server::session::View;
use crate::text::Span;

/// The command of a lens where the client says that it has it (`experimental.commands.commands`):
/// shows the findings of a document in a range, as the editor shows problems. Its arguments are
/// the address of the document and the range.
pub const CLIENT_COMMAND: &str = "yusuan.showFindings";

/// The same, done by the server for other clients: it asks them to show the first finding. The
/// result is where the findings are, gravest first. It has a name of its own, because clients
/// refuse to have a command twice.
pub const SERVER_COMMAND: &str = "yusuan.server.showFindings";

/// The lenses of a document.
pub fn code_lenses(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    lenses: Vec<CodeLens>,
) -> Vec<lsp::CodeLens> {
    let ranges = Ranges::of(draft, view.client.encoding);
    let command = match view.client.shows_findings {
        true => CLIENT_COMMAND,
        false => SERVER_COMMAND,
    };
    let lenses = lenses.into_iter().map(|lens| lsp::CodeLens {
        range: ranges.range(lens.at),
        command: Some(Command {
            title: lens.label,
            command: command.to_owned(),
            arguments: Some(vec![json!(uri), json!(ranges.range(lens.of))]),
        }),
        data: None,
    });
    lenses.collect()
}

/// What a client sends with the command.
pub fn findings_asked_for(arguments: &[serde_json::Value]) -> Option<(Uri, Option<Range>)> {
    let uri = serde_json::from_value(arguments.first()?.clone()).ok()?;
    let range = arguments.get(1).cloned().unwrap_or_default();
    Some((uri, serde_json::from_value(range).ok()?))
}

/// Where the findings in a span are, gravest first.
pub fn places_of_findings(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    shown: &[Diagnostic],
    within: Span,
) -> Vec<Location> {
    let mut found: Vec<&Diagnostic> = shown
        .iter()
        .filter(|it| within.start <= it.span.start && it.span.end <= within.end)
        .collect();
    found.sort_by_key(|it| (it.severity, it.span));
    let places = found.into_iter().map(|it| {
        let range = range(&draft.text, it.span, view.client.encoding);
        Location::new(uri.clone(), range)
    });
    places.collect()
}
