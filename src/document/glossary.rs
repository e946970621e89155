//! The entries of the document's own glossary (domain specification §2.7).

use crate::document::normalise::normalise;
use crate::syntax;
use crate::text::Span;

/// An entry of the glossary (名词解释).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// The whole entry.
    pub span: Span,
    /// The term or path as printed.
    pub term_span: Span,
    /// The term, normalised (without quotes, blanks, bold markers).
    pub term: String,
    /// For a subject path: the names of 类, 款 and 项, as far as the path goes; else empty.
    pub path: Vec<String>,
    /// The explanation; empty when there is none.
    pub definition_span: Span,
}

/// Reads an entry.
pub fn read_entry(text: &str, entry: &syntax::GlossaryEntry) -> GlossaryEntry {
    let printed = entry.term.get(text).unwrap_or_default();
    let term = normalise(printed)
        .trim_matches(['"', ':', '、', '.'])
        .to_owned();
    GlossaryEntry {
        span: entry.span,
        term_span: entry.term,
        path: subject_path(&term),
        term,
        definition_span: entry.definition,
    }
}

/// The names along a normalised 类/款/项 path; empty when the words are no path.
pub fn subject_path(term: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = term;
    for level in ["(类)", "(款)", "(项)"] {
        let Some((name, after)) = rest.split_once(level) else {
            break;
        };
        names.push(name.trim_matches(['"', ' ']).to_owned());
        rest = after;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_far_as_it_goes() {
        let path = subject_path("一般公共服务支出(类)商贸事务(款)事业运行(项)");
        assert_eq!(path, ["一般公共服务支出", "商贸事务", "事业运行"]);
        assert_eq!(subject_path("住房保障支出(类)"), ["住房保障支出"]);
        assert!(subject_path("基本支出").is_empty());
    }
}
