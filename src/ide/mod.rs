//! What an editor asks, as pure functions of a [`crate::audit::Draft`] and a byte offset.
//!
//! Everything here returns plain structs with byte spans of the whole draft; the server turns
//! them into protocol types.

mod actions;
mod amount;
mod code_lens;
mod completion;
mod definition;
mod diagnostics;
mod document_links;
mod figure;
#[cfg(test)]
mod fixture;
mod folding;
mod formatting;
mod glossary;
mod hover;
mod inlay_hints;
mod markdown;
mod ordinal;
mod path;
mod place;
mod reference;
mod references;
mod rename;
mod selection_range;
mod semantic_tokens;
mod shadow;
mod symbols;
mod syntax_tree;
#[cfg(test)]
mod tests;
mod trace;
mod typography;
mod workspace_symbols;

pub use actions::{ActionKind, CodeAction, code_actions, fix_all};
pub use code_lens::{CodeLens, GravePlace, code_lenses, grave_places};
pub use completion::{
    CompletionItem, CompletionKind, CompletionList, Documented, completion,
    completion_documentation,
};
pub use definition::{Definition, definition};
pub use diagnostics::{
    Diagnostic, RelatedPlace, SuggestedFix, diagnostics, judged_diagnostic, project_diagnostics,
    reviewed_diagnostics,
};
pub use document_links::{DocumentLink, LinkTarget, document_links};
pub use folding::{Fold, FoldKind, folding};
pub use formatting::{formatting, on_type_formatting, range_formatting};
pub use hover::{Hover, Link, hover};
pub use inlay_hints::{HintKind, InlayHint, inlay_hints};
pub use references::{Occurrence, Role, occurrences};
pub use rename::{NameKind, Renamable, prepare_rename, rename};
pub use selection_range::selection_ranges;
pub use semantic_tokens::{Token, TokenKind, TokenRole, semantic_tokens};
pub use symbols::{Symbol, SymbolKind, symbols};
pub use syntax_tree::syntax_tree;
pub use trace::{TracedAmount, dependents, operands, traced_amount};
pub use workspace_symbols::{FoundSymbol, SymbolQuery, symbols_of_text, workspace_symbols};

use crate::audit::Locale;

/// Words in the language of the reader.
fn say(locale: Locale, chinese: &'static str, english: &'static str) -> &'static str {
    match locale {
        Locale::Chinese => chinese,
        Locale::English => english,
    }
}
