//! File encodings. An editor sends Unicode; only files read from disk need this.

use std::fmt;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// The encoding a file was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceEncoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 after a byte order mark.
    Utf8WithBom,
    /// GB18030, and so GBK and GB2312, which are parts of it.
    Gb18030,
    /// UTF-16, low byte first, after a byte order mark.
    Utf16LeWithBom,
    /// UTF-16, high byte first, after a byte order mark.
    Utf16BeWithBom,
}

impl SourceEncoding {
    /// The name to show to a reader.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithBom => "UTF-8 (BOM)",
            Self::Gb18030 => "GB18030",
            Self::Utf16LeWithBom => "UTF-16LE",
            Self::Utf16BeWithBom => "UTF-16BE",
        }
    }
}

impl fmt::Display for SourceEncoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The content of a file and the encoding it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The content, without a byte order mark.
    pub text: String,
    /// The encoding of the file.
    pub encoding: SourceEncoding,
}

/// Why the bytes of a file are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeError {
    /// The file holds so many NUL bytes that it must be binary.
    Binary,
    /// The file starts with the byte order mark of this encoding, but does not keep to it.
    Malformed(SourceEncoding),
    /// The file is neither UTF-8 nor GB18030.
    Unrecognised,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary => formatter.write_str("不是文本文件（二进制内容）"),
            Self::Malformed(encoding) => {
                write!(formatter, "内容不符合其字节顺序标记所示的 {encoding} 编码")
            }
            Self::Unrecognised => {
                formatter.write_str("无法识别编码：既不是 UTF-8，也不是 GB18030/GBK")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Decodes the bytes of a file: by its byte order mark if there is one, else as UTF-8, else as
/// GB18030. Nothing is replaced and nothing is guessed: bytes that are wrong in every encoding
/// are an error.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = std::str::from_utf8(rest).ok().map(str::to_owned);
        return marked(text, SourceEncoding::Utf8WithBom);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return marked(strictly(UTF_16LE, rest), SourceEncoding::Utf16LeWithBom);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return marked(strictly(UTF_16BE, rest), SourceEncoding::Utf16BeWithBom);
    }
    if is_binary(bytes) {
        return Err(DecodeError::Binary);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded {
            text: text.to_owned(),
            encoding: SourceEncoding::Utf8,
        });
    }
    let bytes = bytes.strip_prefix(b"\x84\x31\x95\x33").unwrap_or(bytes);
    // A NUL is tolerated in UTF-8, which proves itself. Beside bytes that are not UTF-8 it is the
    // mark of a binary file that GB18030 happens to accept.
    if bytes.contains(&0) {
        return Err(DecodeError::Binary);
    }
    let text = strictly(GB18030, bytes).ok_or(DecodeError::Unrecognised)?;
    Ok(Decoded {
        text,
        encoding: SourceEncoding::Gb18030,
    })
}

fn marked(text: Option<String>, encoding: SourceEncoding) -> Result<Decoded, DecodeError> {
    let text = text.ok_or(DecodeError::Malformed(encoding))?;
    Ok(Decoded { text, encoding })
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| text.into_owned())
}

/// Whether more than one byte in twenty is NUL. Stray ones occur in text taken out of a PDF.
fn is_binary(bytes: &[u8]) -> bool {
    let nul_bytes = bytes.iter().filter(|&&byte| byte == 0).count();
    nul_bytes >= 8 && nul_bytes > bytes.len() / 20
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "部门预算公开\n合计\t1,042.10 万元";

    fn utf16(order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}"
            .encode_utf16()
            .chain(SAMPLE.encode_utf16())
            .flat_map(order)
            .collect()
    }

    #[track_caller]
    fn reads(bytes: &[u8], encoding: SourceEncoding) {
        let text = SAMPLE.to_owned();
        assert_eq!(decode(bytes), Ok(Decoded { text, encoding }));
    }

    #[test]
    fn every_encoding_yields_the_same_text() {
        reads(SAMPLE.as_bytes(), SourceEncoding::Utf8);
        let marked = [b"\xEF\xBB\xBF", SAMPLE.as_bytes()].concat();
        reads(&marked, SourceEncoding::Utf8WithBom);
        reads(&GB18030.encode(SAMPLE).0, SourceEncoding::Gb18030);
        let marked = [b"\x84\x31\x95\x33", GB18030.encode(SAMPLE).0.as_ref()].concat();
        reads(&marked, SourceEncoding::Gb18030);
        reads(&utf16(u16::to_le_bytes), SourceEncoding::Utf16LeWithBom);
        reads(&utf16(u16::to_be_bytes), SourceEncoding::Utf16BeWithBom);
    }

    #[test]
    fn characters_beyond_gbk_need_four_bytes() {
        let bytes = GB18030.encode("𠮷〇㐂").0;
        assert_eq!(
            decode(&bytes).map(|decoded| decoded.text),
            Ok("𠮷〇㐂".to_owned())
        );
    }

    #[test]
    fn empty_files_are_text() {
        let decoded = decode(b"").unwrap();
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding.name()),
            ("", "UTF-8")
        );
    }

    #[test]
    fn a_stray_nul_is_text_but_many_are_not() {
        assert!(decode("合计\0 130".as_bytes()).is_ok());
        assert_eq!(
            decode(&[b"PK".as_slice(), &[0; 64]].concat()),
            Err(DecodeError::Binary)
        );
        assert_eq!(decode(b"\xBA\xCF\0\xBC\xC6"), Err(DecodeError::Binary));
    }

    #[test]
    fn nothing_is_replaced() {
        let mut cut_short = GB18030.encode(SAMPLE).0.into_owned();
        cut_short.insert(2, 0xFF);
        assert_eq!(decode(&cut_short), Err(DecodeError::Unrecognised));
        assert_eq!(
            decode(b"\xEF\xBB\xBF\xBA\xCF"),
            Err(DecodeError::Malformed(SourceEncoding::Utf8WithBom))
        );
        assert_eq!(
            decode(b"\xFF\xFE\x00\xD8A\x00"),
            Err(DecodeError::Malformed(SourceEncoding::Utf16LeWithBom))
        );
    }
}
