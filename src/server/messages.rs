//! The input as whole messages. The transport ends a session at the first bytes that are no
//! message; here they are passed over, up to the next header, and answered with an error.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};
use tower_lsp_server::jsonrpc::Request;

/// The method of the request that stands in for what could not be read.
pub const UNREADABLE: &str = "yusuan/unreadable";

/// The request itself: its answer carries no number, as the protocol wants it for messages whose
/// number is not known.
const COMPLAINT: &str = r#"{"jsonrpc":"2.0","id":null,"method":"yusuan/unreadable"}"#;

/// What the header of a message begins with, when others write it.
const HEADER_NAME: &[u8] = b"Content-Length:";

/// No header is longer.
const LONGEST_HEADER: usize = 4096;

/// No message is longer: a gigabyte.
const LONGEST_BODY: usize = 1 << 30;

/// How much is read at once.
const CHUNK: usize = 1 << 16;

/// Passes the messages of an input on, and nothing else.
pub struct Messages<I> {
    input: I,
    chunk: Vec<u8>,
    /// What was read, and from where on it was not yet looked at.
    received: Vec<u8>,
    start: usize,
    /// How far the body of the message under way was looked through for another header.
    searched: usize,
    /// What is to be passed on, and from where on.
    ready: Vec<u8>,
    given: usize,
    /// The last bytes were passed over.
    in_noise: bool,
}

/// What the bytes begin with.
#[derive(Debug, PartialEq, Eq)]
pub enum Start {
    /// A header and the length of what it announces.
    Header { length: usize, body: usize },
    /// Perhaps a header, of which more must come.
    Partial,
    /// Something else.
    Noise,
}

impl<I> Messages<I> {
    /// Reads from `input`.
    pub fn new(input: I) -> Self {
        Self {
            input,
            chunk: vec![0; CHUNK],
            received: Vec::new(),
            start: 0,
            searched: 0,
            ready: Vec::new(),
            given: 0,
            in_noise: false,
        }
    }

    /// Fills a buffer with what is ready. Whether anything was.
    fn give(&mut self, buffer: &mut ReadBuf<'_>) -> bool {
        let rest = self.ready.get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.remaining());
        let Some(given) = rest.get(..count).filter(|given| !given.is_empty()) else {
            return false;
        };
        buffer.put_slice(given);
        self.given += count;
        true
    }

    /// Takes the next message or the next noise from what was received. False when more must come.
    fn advance(&mut self) -> bool {
        let bytes = self.received.get(self.start..).unwrap_or_default();
        match start_of(bytes) {
            Start::Partial => false,
            Start::Noise => {
                let end = next_header(bytes, 1).unwrap_or_else(|| certain_noise(bytes));
                self.pass_over(end);
                end > 0
            }
            Start::Header { length, body } => {
                let end = body.saturating_add(length);
                match bytes.get(body..end) {
                    Some(message) if is_message(message) => {
                        self.ready = framed(&[message]);
                        self.given = 0;
                        self.in_noise = false;
                        self.skip(end);
                        true
                    }
                    Some(broken) => {
                        let next = next_header(broken, 0).map_or(end, |at| body + at);
                        self.pass_over(next);
                        true
                    }
                    None => self.is_cut_off(body),
                }
            }
        }
    }

    /// Another header stands in the body of a message that is not complete: the message was cut
    /// off, or its length is wrong. No message holds such bytes, since strings escape line ends.
    fn is_cut_off(&mut self, body: usize) -> bool {
        let bytes = self.received.get(self.start..).unwrap_or_default();
        let mut from = self.searched.max(body);
        while let Some(at) = next_header(bytes, from) {
            match start_of(bytes.get(at..).unwrap_or_default()) {
                Start::Header { .. } => {
                    self.pass_over(at);
                    return true;
                }
                Start::Partial => {
                    self.searched = at;
                    return false;
                }
                Start::Noise => from = at + 1,
            }
        }
        self.searched = from.max(bytes.len().saturating_sub(HEADER_NAME.len()));
        false
    }

    /// Leaves some bytes out, and complains unless that was done about the bytes before.
    fn pass_over(&mut self, count: usize) {
        self.skip(count);
        if !self.in_noise && count > 0 {
            self.in_noise = true;
            self.ready = framed(&[COMPLAINT.as_bytes()]);
            self.given = 0;
        }
    }

    fn skip(&mut self, count: usize) {
        self.start += count;
        self.searched = 0;
        if self.start >= self.received.len() || self.start >= CHUNK {
            self.received.drain(..self.start.min(self.received.len()));
            self.start = 0;
        }
    }
}

impl<I: AsyncRead + Unpin> Messages<I> {
    /// Reads more. Whether there was any.
    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let mut read = ReadBuf::new(&mut self.chunk);
        ready!(Pin::new(&mut self.input).poll_read(context, &mut read))?;
        self.received.extend_from_slice(read.filled());
        Poll::Ready(Ok(!read.filled().is_empty()))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Messages<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            if self.give(buffer) {
                return Poll::Ready(Ok(()));
            }
            if !self.advance() && !ready!(self.poll_more(context))? {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

/// A message with its header; its body is given in pieces.
pub fn framed(body: &[&[u8]]) -> Vec<u8> {
    let length: usize = body.iter().map(|piece| piece.len()).sum();
    let mut message = format!("Content-Length: {length}\r\n\r\n").into_bytes();
    message.reserve_exact(length);
    for piece in body {
        message.extend_from_slice(piece);
    }
    message
}

/// What bytes begin with.
pub fn start_of(bytes: &[u8]) -> Start {
    let head = bytes.get(..LONGEST_HEADER).unwrap_or(bytes);
    let Some(end) = find(head, b"\r\n\r\n", 0) else {
        return match bytes.len() < LONGEST_HEADER {
            true => Start::Partial,
            false => Start::Noise,
        };
    };
    let lines = head
        .get(..end)
        .and_then(|head| std::str::from_utf8(head).ok());
    let mut length = None;
    for line in lines.unwrap_or_default().split("\r\n") {
        let Some((name, value)) = line.split_once(':') else {
            return Start::Noise;
        };
        if name.eq_ignore_ascii_case("Content-Length") {
            length = value.trim().parse().ok();
        } else if name.contains("Content-Length") {
            return Start::Noise;
        }
    }
    match length.filter(|length| *length <= LONGEST_BODY) {
        Some(length) => Start::Header {
            length,
            body: end + 4,
        },
        None => Start::Noise,
    }
}

/// Whether the transport can read the body of a message.
fn is_message(body: &[u8]) -> bool {
    serde_json::from_slice::<Request>(body).is_ok()
}

/// Where the next header may begin, at a place or after it.
fn next_header(bytes: &[u8], from: usize) -> Option<usize> {
    find(bytes, HEADER_NAME, from)
}

/// How many bytes without a header cannot be the beginning of one that has not come as a whole.
fn certain_noise(bytes: &[u8]) -> usize {
    let longest = HEADER_NAME.len().min(bytes.len());
    let may_begin = |count: &usize| {
        let tail = bytes.get(bytes.len() - count..).unwrap_or_default();
        HEADER_NAME.starts_with(tail)
    };
    let kept = (1..=longest).rev().find(may_begin).unwrap_or(0);
    bytes.len() - kept
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let mut windows = rest.windows(wanted.len());
    Some(from + windows.position(|window| window == wanted)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    const PING: &str = r#"{"jsonrpc":"2.0","method":"ping"}"#;

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// What is passed on of bytes that come in pieces of a size: `ping` and `?`.
    fn passed(bytes: &[u8], size: usize) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let output = runtime.unwrap().block_on(async {
            let (mut near, far) = tokio::io::duplex(size);
            let write = async move { tokio::io::AsyncWriteExt::write_all(&mut near, bytes).await };
            let mut output = String::new();
            let mut messages = Messages::new(far);
            let read = messages.read_to_string(&mut output);
            let (written, read) = tokio::join!(write, read);
            written.unwrap();
            read.unwrap();
            output
        });
        output
            .replace(&framed(PING), "ping ")
            .replace(&framed(COMPLAINT), "? ")
    }

    fn assert_passed(bytes: &[u8], expected: &str) {
        for size in [1, 3, 64, 1 << 20] {
            assert_eq!(passed(bytes, size).trim_end(), expected, "by {size}");
        }
    }

    #[test]
    fn messages_are_passed_on() {
        let ping = framed(PING);
        assert_passed(b"", "");
        assert_passed([ping.as_str(), &ping].concat().as_bytes(), "ping ping");
        let typed = format!(
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: {}\r\n\r\n{PING}",
            PING.len()
        );
        assert_passed([typed.as_str(), &ping].concat().as_bytes(), "ping ping");
    }

    #[test]
    fn what_is_no_message_is_passed_over() {
        let ping = framed(PING);
        let noise = [
            "{{{{",
            "Content-Length: 4\r\n\r\n{{{{",
            "Content-Length: 0\r\n\r\n",
            "Content-Length: 2\r\n\r\n[]",
            "Content-Length: 4\r\n\r\nnull",
            "Content-Length: many\r\n\r\n",
            "Content-Length: 1\r\n\r\n{\"jsonrpc\":\"2.0\"}",
            "Content-Length: 99999999\r\n\r\n{}",
            "Content-Length: 99999999999999999999999\r\n\r\n{}",
            "Content-Length: 40\r\n\r\n{\"jsonrpc\":\"2.0\"}",
            "Content-Type: text\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: yusuan\r\n\r\n",
            "Content-Length",
        ];
        for noise in noise {
            let bytes = [noise, &ping, &ping].concat();
            assert_passed(bytes.as_bytes(), "? ping ping");
            let bytes = [ping.as_str(), noise, noise, &ping].concat();
            assert_passed(bytes.as_bytes(), "ping ? ping");
        }
        let bytes = [b"Content-Length: 3\r\n\r\n\xff\xfe\x00", ping.as_bytes()].concat();
        assert_passed(&bytes, "? ping");
    }

    #[test]
    fn a_long_noise_is_one() {
        let noise = "x".repeat(3 * CHUNK);
        let bytes = [noise.as_str(), &framed(PING)].concat();
        assert_eq!(passed(bytes.as_bytes(), CHUNK).trim_end(), "? ping");
    }

    #[test]
    fn headers_in_strings_are_words() {
        let body = format!(
            r#"{{"jsonrpc":"2.0","method":"a","params":"{}"}}"#,
            "Content-Length: 5\\r\\n\\r\\n".repeat(9)
        );
        let bytes = framed(&body);
        for size in [1, 7, 1 << 20] {
            assert_eq!(passed(bytes.as_bytes(), size), bytes);
        }
    }

    #[test]
    fn an_end_within_a_message_is_the_end() {
        assert_passed(b"Content-Length: 100\r\n\r\n{\"jsonrpc\"", "");
        assert_passed(b"Content-Le", "");
    }
}
