//! Streams that unpack to far too much are refused before anything is made of them.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::import::ImportError;

/// The most bytes that a stream other than a picture may hold.
const MOST_STREAM_BYTES: usize = 64 << 20;

/// The most bytes that all of them may hold together.
const MOST_BYTES: usize = 512 << 20;

/// How far before a stream its dictionary is looked for.
const DICTIONARY: usize = 1024;

/// Counts what the compressed streams of a file hold, without keeping it. Pictures are not
/// counted, since they are not unpacked.
///
/// # Errors
/// When it is too much.
pub fn check(bytes: &[u8]) -> Result<(), ImportError> {
    let mut total = 0;
    for start in stream_starts(bytes) {
        let before = bytes.get(start.saturating_sub(DICTIONARY)..start);
        let dictionary = own_dictionary(before.unwrap_or_default());
        if count(dictionary, b"/FlateDecode") > 1 {
            // Packed twice: a thousandfold of a thousandfold.
            return Err(ImportError::Overblown);
        }
        if count(dictionary, b"/Image") > 0 || count(dictionary, b"/FlateDecode") == 0 {
            continue;
        }
        total += unpacked_size(bytes.get(start..).unwrap_or_default());
        if total > MOST_BYTES {
            return Err(ImportError::Overblown);
        }
    }
    Ok(())
}

/// Where the content of each stream begins.
fn stream_starts(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const KEYWORD: &[u8] = b"stream";
    let found = bytes
        .windows(KEYWORD.len())
        .enumerate()
        .filter(|(_, window)| *window == KEYWORD);
    found.filter_map(|(index, _)| {
        let after = bytes.get(index + KEYWORD.len()..)?;
        let line_end = match after {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => return None,
        };
        let is_end = bytes.get(index.saturating_sub(3)..index) == Some(b"end");
        (!is_end).then_some(index + KEYWORD.len() + line_end)
    })
}

/// The part after the last object began.
fn own_dictionary(before: &[u8]) -> &[u8] {
    let object = before.windows(4).rposition(|window| window == b" obj");
    before.get(object.unwrap_or(0)..).unwrap_or(before)
}

fn count(bytes: &[u8], words: &[u8]) -> usize {
    let windows = bytes.windows(words.len());
    windows.filter(|window| *window == words).count()
}

/// How much a stream holds; past the limit it is counted as more than any file may hold.
fn unpacked_size(packed: &[u8]) -> usize {
    let mut decoder = ZlibDecoder::new(packed);
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        match decoder.read(&mut buffer) {
            Ok(0) | Err(_) => return size,
            Ok(read) => size += read,
        }
        if size > MOST_STREAM_BYTES {
            return MOST_BYTES + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn file(dictionary: &str, size: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b' '; size]).unwrap();
        let mut bytes = format!("%PDF-1.7\n1 0 obj\n<<{dictionary}>>\nstream\n").into_bytes();
        bytes.extend(encoder.finish().unwrap());
        bytes.extend(b"\nendstream\nendobj\n");
        bytes
    }

    #[test]
    fn bombs_are_refused() {
        let usual = "/Filter /FlateDecode";
        assert_eq!(check(&file(usual, 1 << 20)), Ok(()));
        assert_eq!(check(&file(usual, 80 << 20)), Err(ImportError::Overblown));
        let twice = "/Filter [/FlateDecode /FlateDecode]";
        assert_eq!(check(&file(twice, 10)), Err(ImportError::Overblown));
        let picture = "/Subtype /Image /Filter /FlateDecode";
        assert_eq!(check(&file(picture, 80 << 20)), Ok(()));
    }
}
