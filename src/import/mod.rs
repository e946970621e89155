//! Word, Excel and PDF files as Yusuan text.
//!
//! A room beside [`crate::text`]: it knows file formats and nothing of budgets. [`import`] gives
//! the text that the grammar reads (tables as rows of cells between TABs) and a [`SourceMap`] that
//! says of every byte of it where it stands in the original, in the terms of that original: page,
//! table, row and column; sheet and cell; paragraph.
//!
//! Files come from anywhere. Nothing here panics, recursion and memory are bounded, and macros,
//! formulas and links are never followed: what a file shows is all that is read.

mod docx;
mod error;
mod grid;
mod package;
mod pdf;
mod source_map;
mod writer;
mod xlsx;
mod xml;

use std::fmt;

pub use error::ImportError;
pub use source_map::{Place, SourceMap, column_letters};

/// The largest file that is read, in bytes. A disclosure is a thousandth of it.
pub const MOST_BYTES: u64 = 64 << 20;

/// What a file became.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The text.
    pub text: String,
    /// Where each part of it stands in the file.
    pub map: SourceMap,
    /// What a reader should know of the file.
    pub notes: Vec<Note>,
}

/// Something a reader of an imported file should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The file holds macros. They were not read.
    Macros,
    /// The file holds changes that nobody has accepted yet: insertions were kept, deletions
    /// left out.
    TrackedChanges,
    /// Sheets that Excel does not show were left out.
    HiddenSheets(Vec<String>),
    /// Rows or columns of a sheet that Excel does not show were left out.
    HiddenCells(String),
    /// Pages that hold no text, but perhaps a picture of it.
    PagesWithoutText(Vec<usize>),
    /// Pages of a PDF with tables without upright lines, whose columns were told by position.
    TablesWithoutLines(Vec<usize>),
    /// Characters of a PDF that could not be told, for lack of a table in the file.
    UnknownCharacters(usize),
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Macros => formatter.write_str("文件含有宏，宏未读取也未运行"),
            Self::TrackedChanges => {
                formatter.write_str("文件含有未接受的修订：按全部接受读取（保留插入，略去删除）")
            }
            Self::HiddenSheets(names) => {
                write!(formatter, "隐藏的工作表未读取：{}", names.join("、"))
            }
            Self::HiddenCells(sheet) => {
                write!(formatter, "工作表“{sheet}”中隐藏的行、列未读取")
            }
            Self::PagesWithoutText(pages) => write!(
                formatter,
                "第 {} 页没有文字（可能是扫描图片），未读取",
                listed(pages, "、")
            ),
            Self::TablesWithoutLines(pages) => write!(
                formatter,
                "第 {} 页的表没有竖线，按位置划分各列，可能有误，请核对 yusuan import 的结果",
                listed(pages, "、")
            ),
            Self::UnknownCharacters(count) => {
                write!(formatter, "有 {count} 个字符无法识别，以 � 代替")
            }
        }
    }
}

/// Numbers with something between them.
pub fn listed(numbers: &[usize], between: &str) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(between)
}

/// Whether a file is for [`import`], by its name or, when that says nothing, by how it begins.
pub fn is_importable(name: &str, bytes: &[u8]) -> bool {
    is_importable_name(name) || kind_of(bytes).is_some()
}

/// Whether a name ends like that of a Word, Excel, WPS or PDF file; those of old formats are told of.
pub fn is_importable_name(name: &str) -> bool {
    const ENDINGS: [&str; 9] = [
        ".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".doc", ".xls", ".wps", ".et",
    ];
    let name = name.to_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Turns a file into text. What it is is told from its content.
///
/// # Errors
/// When the file is empty, too large, encrypted, damaged, of another kind, or holds no text.
pub fn import(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if u64::try_from(bytes.len()).map_or(true, |length| length > MOST_BYTES) {
        return Err(ImportError::TooLarge);
    }
    match kind_of(bytes) {
        Some(Kind::Package) => package(bytes),
        Some(Kind::Pdf) => pdf::read(bytes),
        Some(Kind::Compound) => Err(compound(bytes)),
        None => Err(ImportError::WrongKind),
    }
}

/// The families of files, by how they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A zip archive: the newer formats of Word and Excel.
    Package,
    /// A compound file: the older formats, and encrypted ones.
    Compound,
    Pdf,
}

fn kind_of(bytes: &[u8]) -> Option<Kind> {
    // A PDF may have some bytes before its mark.
    let head = bytes.get(..1024).unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Some(Kind::Package)
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        Some(Kind::Compound)
    } else if head.windows(5).any(|window| window == b"%PDF-") {
        Some(Kind::Pdf)
    } else {
        None
    }
}

fn package(bytes: &[u8]) -> Result<Imported, ImportError> {
    let mut package = package::Package::open(bytes)?;
    let main = package.main_part()?;
    let mut imported = match main.root.as_str() {
        "document" => docx::read(&mut package, &main.name),
        "workbook" => xlsx::read(&mut package, &main.name),
        _ => Err(ImportError::WrongKind),
    }?;
    if package.holds_macros() {
        imported.notes.insert(0, Note::Macros);
    }
    match imported.text.trim().is_empty() {
        true => Err(ImportError::NoText),
        false => Ok(imported),
    }
}

/// Why a compound file cannot be read: an encrypted file of the newer formats is wrapped in one.
fn compound(bytes: &[u8]) -> ImportError {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    match bytes.windows(name.len()).any(|window| window == name) {
        true => ImportError::Encrypted,
        false => ImportError::OldFormat,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_or_its_first_bytes() {
        assert!(is_importable("2025年部门预算.DOCX", b""));
        assert!(is_importable("-", b"PK\x03\x04"));
        assert!(is_importable("-", b"%PDF-1.7"));
        assert!(!is_importable("预算公开.txt", "预算".as_bytes()));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(import(b""), Err(ImportError::Empty));
        assert_eq!(import("合计".as_bytes()), Err(ImportError::WrongKind));
        assert!(matches!(
            import(b"PK\x03\x04 cut off"),
            Err(ImportError::Damaged(_))
        ));
        let compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        assert_eq!(import(&compound), Err(ImportError::OldFormat));
        let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
        let encrypted: Vec<u8> = compound.into_iter().chain(name).collect();
        assert_eq!(import(&encrypted), Err(ImportError::Encrypted));
    }
}
