//! Why a file could not be turned into text.

use std::fmt;

use super::MOST_BYTES;

/// Why a file could not be turned into text. Shown in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportError {
    /// The file holds nothing.
    Empty,
    /// The file is larger than [`MOST_BYTES`].
    TooLarge,
    /// The file is neither Word, Excel nor PDF, whatever its name says.
    WrongKind,
    /// The file needs a password.
    Encrypted,
    /// The file has the format of before 2007 (`.doc`, `.xls`) or one of WPS like it (`.wps`, `.et`).
    OldFormat,
    /// The file is cut off or not well formed; the words say where.
    Damaged(String),
    /// What the file unpacks to is out of all proportion.
    Overblown,
    /// The file holds no text; a scanned PDF holds pictures only.
    NoText,
}

impl ImportError {
    /// A sentence in English.
    pub fn english(&self) -> String {
        match self {
            Self::Empty => "the file is empty".to_owned(),
            Self::TooLarge => format!("larger than {} MB", MOST_BYTES >> 20),
            Self::WrongKind => "not a Word (.docx), Excel (.xlsx) or PDF file".to_owned(),
            Self::Encrypted => "encrypted: remove the password and save again".to_owned(),
            Self::OldFormat => {
                "an old format (.doc, .xls, .wps, .et): save as .docx or .xlsx".to_owned()
            }
            Self::Damaged(place) => format!("damaged or incomplete ({place})"),
            Self::Overblown => {
                "unpacks to far more than a disclosure can hold; not read".to_owned()
            }
            Self::NoText => "holds no text (perhaps scanned pictures)".to_owned(),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("文件是空的"),
            Self::TooLarge => write!(formatter, "文件超过 {} MB，不予读取", MOST_BYTES >> 20),
            Self::WrongKind => {
                formatter.write_str("不是 Word（.docx）、Excel（.xlsx）或 PDF 文件，与扩展名不符")
            }
            Self::Encrypted => formatter.write_str("文件已加密，请取消密码后另存"),
            Self::OldFormat => {
                formatter.write_str("是旧版格式（.doc、.xls、.wps、.et），请另存为 .docx 或 .xlsx")
            }
            Self::Damaged(place) => write!(formatter, "文件损坏或不完整（{place}）"),
            Self::Overblown => {
                formatter.write_str("解压后的内容大得异常（可能是压缩炸弹），不予读取")
            }
            Self::NoText => formatter.write_str("没有可读取的文字（可能是扫描图片）"),
        }
    }
}

impl std::error::Error for ImportError {}
