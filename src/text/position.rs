//! Lines and columns, as editors count them.

/// The unit in which the column of a [`Position`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: two for a character outside the basic plane.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place between two characters, as the Language Server Protocol writes it. Both numbers count
/// from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Lines before this one. Only `\n`, `\r\n` and `\r` end a line.
    pub line: u32,
    /// Units of a [`PositionEncoding`] before this place on its line.
    pub character: u32,
}

impl Position {
    /// The position at `character` on `line`.
    pub const fn new(line: u32, character: u32) -> Self {
        Self { line, character }
    }
}

/// A place as the tree-sitter runtime counts it: the row is the number of `\n` before it (a lone
/// `\r` starts no row there), the column the number of bytes since the last `\n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Point {
    /// Zero-based row.
    pub row: usize,
    /// Zero-based column in bytes.
    pub column: usize,
}
