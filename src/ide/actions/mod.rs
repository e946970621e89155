//! What an editor offers to do at a place: mend a finding, compute a number, write a clause.
//!
//! Every action is a file that looks at a [`Selection`] and gives [`Offer`]s. None writes what the
//! document does not say: numbers are computed from printed ones.

mod amounts;
pub(super) mod change_clause;
mod fix_all;
mod glossary_entries;
mod no_data;
mod numbering;
mod percentage;
mod quick_fix;
mod retired_name;
mod selection;
mod sum;
#[cfg(test)]
mod testing;

use crate::audit::{Draft, Finding, Locale};
use crate::ide::diagnostics::{self, Diagnostic};
use crate::text::{Edit, Span};
pub use fix_all::fix_all;
use selection::Selection;

/// What kind of action it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// It mends a finding.
    QuickFix,
    /// It writes something that follows from what is printed.
    Rewrite,
    /// It mends everything in the file that can be mended safely.
    FixAll,
}

/// Something that can be done. The edits do not overlap, and each counts in the text as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeAction {
    /// What it does: 改为 1,203.45.
    pub title: String,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// What it changes, in the whole draft, in order.
    pub edits: Vec<Edit>,
    /// What it mends.
    pub diagnostic: Option<Diagnostic>,
    /// There is nothing else to be done here that would be as good.
    pub preferred: bool,
}

/// An action before it has its place in the draft; its edits are relative to the disclosure.
struct Offer<'draft> {
    title: String,
    kind: ActionKind,
    edits: Vec<Edit>,
    finding: Option<&'draft Finding>,
    preferred: bool,
}

impl<'draft> Offer<'draft> {
    /// Something that follows from what is printed.
    fn rewrite(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            title: title.into(),
            kind: ActionKind::Rewrite,
            edits,
            finding: None,
            preferred: false,
        }
    }

    /// Something that mends a finding.
    fn mending(finding: &'draft Finding, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            kind: ActionKind::QuickFix,
            finding: Some(finding),
            ..Self::rewrite(title, edits)
        }
    }
}

/// What can be done at a selection, which may be empty: a cursor. Repairs come first.
pub fn code_actions(draft: &Draft, selection: Span, locale: Locale) -> Vec<CodeAction> {
    let Some(selection) = Selection::of(draft, selection, locale) else {
        return Vec::new();
    };
    let mut offers = quick_fix::offers(&selection);
    offers.extend(numbering::offer(&selection));
    offers.extend(retired_name::offers(&selection));
    offers.extend(no_data::offer(&selection));
    offers.extend(glossary_entries::offer(&selection));
    offers.extend(percentage::offers(&selection));
    offers.extend(change_clause::offer(&selection));
    offers.extend(sum::offer(&selection));
    let mut taken: Vec<Vec<Edit>> = Vec::new();
    offers.retain(|offer| {
        let new = !offer.edits.is_empty() && !taken.contains(&offer.edits);
        taken.push(offer.edits.clone());
        new
    });
    offers
        .into_iter()
        .map(|offer| action(&selection, offer))
        .collect()
}

fn action(selection: &Selection, offer: Offer) -> CodeAction {
    let start = selection.place.start;
    let mut edits = offer.edits;
    for edit in &mut edits {
        edit.span = edit.span.offset_by(start);
    }
    edits.sort_by_key(|edit| edit.span);
    CodeAction {
        title: offer.title,
        kind: offer.kind,
        edits,
        diagnostic: offer
            .finding
            .map(|finding| diagnostics::diagnostic(start, finding, selection.locale)),
        preferred: offer.preferred,
    }
}

#[cfg(test)]
mod tests {
    use super::{code_actions, testing::applied};
    use crate::audit::{Draft, Locale};
    use crate::ide::fixture::{BUDGET, HENAN, PIPES};
    use crate::text::Span;

    #[test]
    fn no_selection_is_an_error_and_no_two_edits_overlap() {
        for fixture in [BUDGET, HENAN, PIPES] {
            let wrong = fixture
                .replacen("130.00", "", 2)
                .replacen("120万元", "121万元", 1);
            let draft = Draft::open(&wrong);
            let mut offered = 0;
            for start in (0..wrong.len() + 9).step_by(11) {
                for length in [0, 7, 200] {
                    let selection = Span::new(start, start + length);
                    for action in code_actions(&draft, selection, Locale::English) {
                        offered += 1;
                        let pairs = action.edits.iter().zip(action.edits.iter().skip(1));
                        for (edit, next) in pairs {
                            assert!(edit.span.end <= next.span.start, "{action:?}");
                        }
                        assert_ne!(applied(&draft, &action), wrong, "{action:?}");
                    }
                }
            }
            assert!(offered > 0);
        }
        assert!(code_actions(&Draft::open(""), Span::new(3, 9), Locale::Chinese).is_empty());
    }
}
