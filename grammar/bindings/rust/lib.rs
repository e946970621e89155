//! Tree-sitter grammar for Chinese departmental budget disclosures.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_yusuan() -> *const ();
}

/// The language, for a tree-sitter parser.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_yusuan) };
