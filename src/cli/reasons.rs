//! Why a file could not be read or written, in the language of the reader.

use std::io;

use super::say;
use crate::audit::Locale;

/// Why something could not be read.
pub fn read_reason(error: &io::Error, locale: Locale) -> String {
    let (chinese, english) = match error.kind() {
        io::ErrorKind::NotFound => ("文件不存在", "no such file"),
        io::ErrorKind::PermissionDenied => ("没有读取权限", "permission denied"),
        _ => return common(error, locale),
    };
    say(locale, chinese, english).to_owned()
}

/// Why something could not be written.
pub fn write_reason(error: &io::Error, locale: Locale) -> String {
    let (chinese, english) = match error.kind() {
        io::ErrorKind::NotFound => ("文件夹不存在", "no such folder"),
        io::ErrorKind::PermissionDenied => ("没有写入权限", "permission denied"),
        _ => return common(error, locale),
    };
    say(locale, chinese, english).to_owned()
}

/// What is said alike of reading and writing. Rare reasons are in the words of the system.
fn common(error: &io::Error, locale: Locale) -> String {
    let (chinese, english) = match error.kind() {
        io::ErrorKind::IsADirectory => ("是文件夹", "is a folder"),
        io::ErrorKind::NotADirectory => (
            "路径中有一段不是文件夹",
            "a part of the path is not a folder",
        ),
        io::ErrorKind::InvalidFilename => {
            ("文件名无效或过长", "the name is not allowed or too long")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ("磁盘空间不足", "no space left on the disk")
        }
        io::ErrorKind::ReadOnlyFilesystem => ("所在的磁盘是只读的", "the disk is read-only"),
        _ => {
            return match locale {
                Locale::Chinese => format!("系统报告：{error}"),
                Locale::English => error.to_string(),
            };
        }
    };
    say(locale, chinese, english).to_owned()
}
