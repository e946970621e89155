//! Precedents and dependents of amounts as a hierarchy of calls: a total “calls” its parts.

use tower_lsp_server::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Range, SymbolKind, Uri,
};

use super::range;
use crate::audit::Draft;
use crate::ide::TracedAmount;
use crate::server::session::View;

/// An amount of a hierarchy.
pub fn traced_amount(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    amount: TracedAmount,
) -> CallHierarchyItem {
    let encoding = view.client.encoding;
    CallHierarchyItem {
        name: amount.name,
        kind: SymbolKind::NUMBER,
        tags: None,
        detail: Some(amount.detail).filter(|detail| !detail.is_empty()),
        uri: uri.clone(),
        range: range(&draft.text, amount.span, encoding),
        selection_range: range(&draft.text, amount.digits, encoding),
        data: None,
    }
}

/// What depends on an amount.
pub fn incoming_calls(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    dependents: Vec<TracedAmount>,
) -> Vec<CallHierarchyIncomingCall> {
    let calls = dependents.into_iter().map(|dependent| {
        let from = traced_amount(draft, uri, view, dependent);
        CallHierarchyIncomingCall {
            from_ranges: vec![from.selection_range],
            from,
        }
    });
    calls.collect()
}

/// What the amount whose digits are at `own` is computed from.
pub fn outgoing_calls(
    draft: &Draft,
    uri: &Uri,
    view: &View,
    own: Range,
    operands: Vec<TracedAmount>,
) -> Vec<CallHierarchyOutgoingCall> {
    let calls = operands
        .into_iter()
        .map(|operand| CallHierarchyOutgoingCall {
            to: traced_amount(draft, uri, view, operand),
            from_ranges: vec![own],
        });
    calls.collect()
}
