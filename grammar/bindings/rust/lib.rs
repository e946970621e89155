//! Tree-sitter grammar for Chinese departmental budget disclosures.
