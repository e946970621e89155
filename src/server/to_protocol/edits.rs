//! Edits of a text.

use tower_lsp_server::ls_types::TextEdit;

use super::range;
use crate::server::session::View;
use crate::text::{Edit, Text};

/// Edits that each speak of the text as it is.
pub fn edits(text: &Text, view: &View, edits: Vec<Edit>) -> Vec<TextEdit> {
    let edits = edits.into_iter();
    edits
        .map(|edit| TextEdit {
            range: range(text, edit.span, view.client.encoding),
            new_text: edit.new_text,
        })
        .collect()
}
