//! Tree-sitter grammar for Chinese departmental budget disclosures
//! (部门预算公开, 部门决算公开).
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_yusuan::LANGUAGE.into())?;
//! let tree = parser.parse("一、基本支出\n本年156.95万元。\n", None);
//! assert!(tree.is_some_and(|tree| !tree.root_node().has_error()));
//! # Ok::<(), tree_sitter::LanguageError>(())
//! ```

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_yusuan() -> *const ();
}

/// The grammar. It is total: any UTF-8 text parses without error and missing nodes.
// SAFETY: the generated parser exports this function, and it returns the language.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_yusuan) };

/// The node kinds with their fields and children, as JSON.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// Query that highlights, with the capture names of editors.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// Query whose `@fold` captures are what an editor may fold.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// Query for scopes, and for the headings and terms that are defined in them.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// Query whose `@item` captures, named by `@name`, form the outline.
pub const OUTLINE_QUERY: &str = include_str!("../../queries/outline.scm");
