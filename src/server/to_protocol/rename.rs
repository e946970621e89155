//! Names that can be changed, and the error that says why one cannot.

use tower_lsp_server::jsonrpc::{Error, ErrorCode};
use tower_lsp_server::ls_types::PrepareRenameResponse;

use super::range;
use crate::audit::Draft;
use crate::ide::Renamable;
use crate::server::session::View;

/// A request that was understood and cannot be done (`RequestFailed` of the protocol).
const REQUEST_FAILED: i64 = -32803;

/// The name under the cursor, as it is to be edited.
pub fn renamable(draft: &Draft, view: &View, found: Renamable) -> PrepareRenameResponse {
    PrepareRenameResponse::RangeWithPlaceholder {
        range: range(&draft.text, found.span, view.client.encoding),
        placeholder: found.name,
    }
}

/// Why something cannot be done, for the user.
pub fn refusal(reason: String) -> Error {
    Error {
        code: ErrorCode::ServerError(REQUEST_FAILED),
        message: reason.into(),
        data: None,
    }
}
