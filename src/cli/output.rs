//! Writing to the standard output.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

use super::arguments::Color;

/// The standard output, which takes styles away where they are not wanted, and which may close
/// early: `yusuan check … | head`.
pub struct Output {
    stream: AutoStream<io::Stdout>,
    closed: bool,
}

impl Output {
    /// The standard output.
    pub fn standard(color: Color) -> Self {
        let stream = match color {
            Color::Auto => AutoStream::auto(io::stdout()),
            Color::Always => AutoStream::new(io::stdout(), ColorChoice::Always),
            Color::Never => AutoStream::new(io::stdout(), ColorChoice::Never),
        };
        Self {
            stream,
            closed: false,
        }
    }

    /// Writes words. After the reader has gone this does nothing.
    ///
    /// # Errors
    /// What the operating system says, but for a closed pipe.
    pub fn write(&mut self, words: &str) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let written = self.stream.write_all(words.as_bytes());
        match written.and_then(|()| self.stream.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            written => written,
        }
    }

    /// Whether the reader has gone.
    pub fn is_closed(&self) -> bool {
        self.closed
    }
}

/// Words without control characters and without characters that turn the direction of writing or
/// cannot be seen: a file must not be able to steer the terminal of its reader.
pub fn visible(words: &str) -> String {
    let mut visible = String::with_capacity(words.len());
    for character in words.chars() {
        match is_hidden(character) {
            true => visible.extend(character.escape_unicode()),
            false => visible.push(character),
        }
    }
    visible
}

/// Whether a character is shown by its number.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(
            visible("合计\u{1b}[31m\u{202e}130"),
            "合计\\u{1b}[31m\\u{202e}130"
        );
        assert_eq!(visible("一、收入（万元）"), "一、收入（万元）");
    }
}
