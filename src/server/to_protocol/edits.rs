//! Edits of a text.

use tower_lsp_server::ls_types::TextEdit;

use super::Ranges;
use crate::audit::Draft;
use crate::server::session::View;
use crate::text::Edit;

/// Edits that each speak of the text as it is.
pub fn edits(draft: &Draft, view: &View, edits: Vec<Edit>) -> Vec<TextEdit> {
    let ranges = Ranges::of(draft, view.client.encoding);
    let edits = edits.into_iter();
    edits
        .map(|edit| TextEdit {
            range: ranges.range(edit.span),
            new_text: edit.new_text,
        })
        .collect()
}
