//! Where a report goes: the standard output, or a file that is written at once.

use std::fmt::Arguments;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};

use super::arguments::Color;

/// Where a report goes.
pub struct Output {
    destination: Destination,
    closed: bool,
}

enum Destination {
    /// The standard output.
    Standard(AutoStream<io::Stdout>),
    /// A file; what was there before is kept until the report is whole.
    File(Writer, Unfinished),
    /// Something that is no plain file, such as `/dev/null`.
    Special(Writer),
}

/// An open file.
struct Writer {
    file: BufWriter<File>,
    /// Whether styles are wanted.
    styled: bool,
}

impl Writer {
    fn write(&mut self, words: &str) -> io::Result<()> {
        match self.styled {
            true => self.file.write_all(words.as_bytes()),
            false => write!(self.file, "{}", strip_str(words)),
        }
    }
}

/// The report until it is whole: a file beside its place, gone when it is given up.
struct Unfinished {
    /// What is written to.
    path: PathBuf,
    /// Where it will be.
    place: PathBuf,
    /// It has been moved to its place.
    done: bool,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.done {
            // There is nobody left to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Tells the person something on the standard error. That nobody reads it is no reason to stop.
pub fn tell(words: Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{words}");
}

/// Tells the person on the standard output what was done.
pub fn print(words: Arguments<'_>) {
    let _ = writeln!(io::stdout(), "{words}");
}

impl Output {
    /// The standard output, which may close early: `yusuan check … | head`.
    pub fn standard(color: Color) -> Self {
        let stream = match color {
            Color::Auto => AutoStream::auto(io::stdout()),
            Color::Always => AutoStream::new(io::stdout(), ColorChoice::Always),
            Color::Never => AutoStream::new(io::stdout(), ColorChoice::Never),
        };
        Self::to(Destination::Standard(stream))
    }

    /// A file, which appears or changes only when [`Self::finish`] is called.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn file(path: &Path, color: Color) -> io::Result<Self> {
        let writer = |file| Writer {
            file: BufWriter::new(file),
            styled: color == Color::Always,
        };
        // A link stays a link: what it leads to is replaced.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let known = fs::metadata(&place).ok();
        if known.as_ref().is_some_and(|it| it.is_dir()) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if known.as_ref().is_some_and(|it| !it.is_file()) {
            let file = File::options().write(true).open(&place)?;
            return Ok(Self::to(Destination::Special(writer(file))));
        }
        let name = place.file_name().ok_or(io::ErrorKind::IsADirectory)?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", std::process::id()));
        let written = place.with_file_name(hidden);
        let file = File::create_new(&written)?;
        let unfinished = Unfinished {
            path: written,
            place,
            done: false,
        };
        if let Some(known) = known {
            file.set_permissions(known.permissions())?;
        }
        Ok(Self::to(Destination::File(writer(file), unfinished)))
    }

    fn to(destination: Destination) -> Self {
        Self {
            destination,
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
        let written = match &mut self.destination {
            Destination::Standard(stream) => stream
                .write_all(words.as_bytes())
                .and_then(|()| stream.flush()),
            Destination::File(writer, _) | Destination::Special(writer) => writer.write(words),
        };
        self.forgive(written)
    }

    /// Writes bytes that are no text. After the reader has gone this does nothing.
    ///
    /// # Errors
    /// What the operating system says, but for a closed pipe.
    pub fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let written = match &mut self.destination {
            Destination::Standard(_) => {
                let mut stream = io::stdout().lock();
                stream.write_all(bytes).and_then(|()| stream.flush())
            }
            Destination::File(writer, _) | Destination::Special(writer) => {
                writer.file.write_all(bytes)
            }
        };
        self.forgive(written)
    }

    fn forgive(&mut self, written: io::Result<()>) -> io::Result<()> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            written => written,
        }
    }

    /// Puts the report in its place.
    ///
    /// # Errors
    /// What the operating system says; then what was there before is still there.
    pub fn finish(self) -> io::Result<()> {
        match self.destination {
            Destination::Standard(_) => Ok(()),
            Destination::Special(mut writer) => writer.file.flush(),
            Destination::File(mut writer, mut unfinished) => {
                writer.file.flush()?;
                writer.file.get_ref().sync_all()?;
                drop(writer);
                fs::rename(&unfinished.path, &unfinished.place)?;
                unfinished.done = true;
                Ok(())
            }
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

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("yusuan-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_file_is_replaced_only_when_the_report_is_whole() {
        let folder = folder("replaced");
        let path = folder.join("报告.txt");
        fs::write(&path, "old").unwrap();
        let mut given_up = Output::file(&path, Color::Auto).unwrap();
        given_up.write("half").unwrap();
        drop(given_up);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let mut whole = Output::file(&path, Color::Auto).unwrap();
        whole.write("\u{1b}[1mnew\u{1b}[0m").unwrap();
        whole.write_bytes(&[0x1b, b'!']).unwrap();
        whole.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new\x1b!");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_is_no_place_for_a_report() {
        let folder = folder("folder");
        let error = Output::file(&folder, Color::Auto).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(
            visible("合计\u{1b}[31m\u{202e}130"),
            "合计\\u{1b}[31m\\u{202e}130"
        );
        assert_eq!(visible("一、收入（万元）"), "一、收入（万元）");
    }
}
