//! What the tests of the actions share: a draft with `$0` at the cursor, or at both ends of what
//! is selected.

use super::{CodeAction, code_actions};
use crate::audit::{Draft, Locale};
use crate::text::Span;

/// The draft without its marks, and what is selected.
#[track_caller]
fn open(marked: &str) -> (Draft, Span) {
    let start = marked.find("$0").expect("the fixture has a cursor");
    let rest = marked.replacen("$0", "", 1);
    let end = rest.find("$0").unwrap_or(start);
    (
        Draft::open(&rest.replacen("$0", "", 1)),
        Span::new(start, end),
    )
}

/// What is offered.
#[track_caller]
pub(super) fn actions(marked: &str) -> Vec<CodeAction> {
    let (draft, selection) = open(marked);
    code_actions(&draft, selection, Locale::Chinese)
}

/// The titles of what is offered.
#[track_caller]
pub(super) fn titles(marked: &str) -> Vec<String> {
    actions(marked)
        .into_iter()
        .map(|action| action.title)
        .collect()
}

/// The text after the only action whose title starts so.
#[track_caller]
pub(super) fn after(marked: &str, title: &str) -> String {
    let (draft, selection) = open(marked);
    let found = code_actions(&draft, selection, Locale::Chinese);
    let chosen: Vec<&CodeAction> = found
        .iter()
        .filter(|action| action.title.starts_with(title))
        .collect();
    let [action] = chosen.as_slice() else {
        panic!("expected one {title}: {found:#?}");
    };
    applied(&draft, action)
}

/// The text after an action.
pub(super) fn applied(draft: &Draft, action: &CodeAction) -> String {
    let mut text = draft.text.slice(draft.text.span()).into_owned();
    for edit in action.edits.iter().rev() {
        text.replace_range(edit.span.start..edit.span.end, &edit.new_text);
    }
    text
}
