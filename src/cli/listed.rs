//! `--files-from`: lists of files, as other programs print them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::output::visible;
use super::reasons::read_reason;
use super::say;
use crate::audit::Locale;

/// The most bytes of a list; no folder holds so many drafts.
const MOST_BYTES: u64 = 16 << 20;

/// The paths of a list; `-` is the standard input. They are separated by NUL characters where
/// there are any, else by line ends.
///
/// # Errors
/// A sentence, when the list cannot be read or is none.
pub fn paths(list: &Path, locale: Locale) -> Result<Vec<PathBuf>, String> {
    let is_standard = list.as_os_str() == "-";
    let name = match is_standard {
        true => say(locale, "标准输入", "standard input").to_owned(),
        false => visible(&list.display().to_string()),
    };
    let bytes = match is_standard {
        true => up_to_limit(io::stdin()),
        false => File::open(list).and_then(up_to_limit),
    };
    let bytes = bytes.map_err(|error| format!("{name}: {}", read_reason(&error, locale)))?;
    if u64::try_from(bytes.len()).map_or(true, |length| length > MOST_BYTES) {
        let reason = say(locale, "名单过长", "the list is too long");
        return Err(format!("{name}: {reason}"));
    }
    let paths: Option<Vec<PathBuf>> = parts(&bytes).map(path).collect();
    let paths = paths.ok_or_else(|| {
        let reason = say(locale, "名单不是 UTF-8 编码", "the list is not UTF-8");
        format!("{name}: {reason}")
    })?;
    match paths.iter().find(|path| is_quoted(path)) {
        None => Ok(paths),
        Some(path) => {
            let reason = say(
                locale,
                "名单中的名称带有引号和转义，请让 git 以 NUL 字符隔开（-z）",
                "names in the list are quoted and escaped; let git separate them by NUL (-z)",
            );
            Err(format!(
                "{name}: {reason}: {}",
                visible(&path.display().to_string())
            ))
        }
    }
}

/// Whether a name is quoted, as git does with Chinese ones, and no file has it.
fn is_quoted(path: &Path) -> bool {
    let name = path.as_os_str().as_encoded_bytes();
    let quoted = name.len() > 1 && name.starts_with(b"\"") && name.ends_with(b"\"");
    quoted && !path.exists()
}

fn up_to_limit(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What stands between the separators, but for empty parts.
fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let by_line = !bytes.contains(&0);
    let separator = if by_line { b'\n' } else { 0 };
    let parts = bytes.split(move |byte| *byte == separator);
    let parts = parts.map(move |part| match by_line {
        true => part.strip_suffix(b"\r").unwrap_or(part),
        false => part,
    });
    parts.filter(|part| !part.is_empty())
}

/// A path; on Unix it may be of any bytes.
#[cfg(unix)]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(OsStr::from_bytes(bytes)))
}

/// A path; none when it is not UTF-8.
#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[u8]) -> Vec<String> {
        let paths = parts(list).filter_map(path);
        paths.map(|it| it.display().to_string()).collect()
    }

    #[test]
    fn quoted_names_are_known() {
        assert!(is_quoted(Path::new(r#""\344\270\200.txt""#)));
        assert!(!is_quoted(Path::new("一局.txt")));
        assert!(!is_quoted(Path::new("\"")));
    }

    #[test]
    fn lines_and_null_characters_separate() {
        assert_eq!(
            names("一 局.txt\r\n\n二局.txt".as_bytes()),
            ["一 局.txt", "二局.txt"]
        );
        assert_eq!(
            names("一\n局.txt\0二局.txt\0".as_bytes()),
            ["一\n局.txt", "二局.txt"]
        );
        assert_eq!(names(b""), [""; 0]);
    }
}
