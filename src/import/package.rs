//! Zip archives of XML parts (Open Packaging Conventions), read with limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ImportError;
use super::xml::{self, Element};

/// The largest part that is unpacked, in bytes.
const MOST_PART_BYTES: u64 = 64 << 20;

/// The most bytes that are unpacked of one file.
const MOST_UNPACKED_BYTES: u64 = 192 << 20;

/// From this size on a part that was packed more tightly than [`MOST_RATIO`] is refused.
const SMALL_BYTES: u64 = 4 << 20;

/// Bytes unpacked for a byte packed. Tables of equal rows come to a hundred.
const MOST_RATIO: u64 = 300;

/// An open package.
pub struct Package<'bytes> {
    archive: ZipArchive<Cursor<&'bytes [u8]>>,
    /// Bytes unpacked so far.
    unpacked: u64,
}

/// The part that holds the document.
pub struct MainPart {
    /// Its path in the package.
    pub name: String,
    /// The name of its outermost element.
    pub root: String,
}

/// A link from one part to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The name by which the part refers to it.
    pub id: String,
    /// The last word of its type: `worksheet`, `styles`.
    pub kind: String,
    /// The path of the other part in the package.
    pub target: String,
}

impl<'bytes> Package<'bytes> {
    /// Opens an archive.
    ///
    /// # Errors
    /// When it is cut off or no archive.
    pub fn open(bytes: &'bytes [u8]) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| reason(&error, "zip"))?;
        Ok(Self {
            archive,
            unpacked: 0,
        })
    }

    /// The part that the package is about.
    ///
    /// # Errors
    /// When there is none, as in any other zip archive, or it is damaged.
    pub fn main_part(&mut self) -> Result<MainPart, ImportError> {
        let links = self.relationships("")?;
        let main = links.into_iter().find(|link| link.kind == "officeDocument");
        let name = main.ok_or(ImportError::WrongKind)?.target;
        let content = self.part(&name)?.ok_or_else(|| missing(&name))?;
        let root = xml::root_name(&content).map_err(|error| error.within(&name))?;
        Ok(MainPart { name, root })
    }

    /// Whether the package holds macros.
    pub fn holds_macros(&self) -> bool {
        self.archive
            .file_names_raw()
            .any(|name| name.ends_with(b"vbaProject.bin"))
    }

    /// The text of a part; none when the package does not have it.
    ///
    /// # Errors
    /// When it is damaged, encrypted or unpacks to more than is sensible.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let left = MOST_UNPACKED_BYTES.saturating_sub(self.unpacked);
        let most = MOST_PART_BYTES.min(left);
        let mut bytes = Vec::new();
        let file = self.archive.by_index(index);
        let file = file.map_err(|error| reason(&error, name))?;
        let packed = file.compressed_size().max(1);
        // The sizes that an archive states may be lies: what comes out is counted.
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| ImportError::Damaged(name.to_owned()))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.unpacked = self.unpacked.saturating_add(size);
        if size > most || (size > SMALL_BYTES && size / packed > MOST_RATIO) {
            return Err(ImportError::Overblown);
        }
        let decoded = crate::text::decode(&bytes);
        let decoded = decoded.map_err(|_| ImportError::Damaged(name.to_owned()))?;
        Ok(Some(decoded.text))
    }

    /// A part as a tree; none when the package does not have it.
    ///
    /// # Errors
    /// As for [`Self::part`], and when it is not well formed.
    pub fn tree(&mut self, name: &str) -> Result<Option<Element>, ImportError> {
        match self.part(name)? {
            Some(content) => xml::parse(&content)
                .map(Some)
                .map_err(|error| error.within(name)),
            None => Ok(None),
        }
    }

    /// The links of a part; those of the package itself when the name is empty.
    ///
    /// # Errors
    /// As for [`Self::tree`]. A part without links has none.
    pub fn relationships(&mut self, name: &str) -> Result<Vec<Relationship>, ImportError> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let path = resolve(folder, &format!("_rels/{file}.rels"));
        let Some(tree) = self.tree(&path)? else {
            return Ok(Vec::new());
        };
        let links = tree.children_named("Relationship").filter_map(|link| {
            if link.attribute("TargetMode") == Some("External") {
                return None;
            }
            let kind = link.attribute("Type")?.rsplit('/').next()?;
            Some(Relationship {
                id: link.attribute("Id")?.to_owned(),
                kind: kind.to_owned(),
                target: resolve(folder, link.attribute("Target")?),
            })
        });
        Ok(links.collect())
    }
}

/// The path of a target that a part in a folder names.
fn resolve(folder: &str, target: &str) -> String {
    let from_root = target.starts_with('/');
    let folder = if from_root { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The error of a part that must be there.
pub fn missing(name: &str) -> ImportError {
    ImportError::Damaged(format!("缺少 {name}"))
}

fn reason(error: &ZipError, name: &str) -> ImportError {
    match error {
        ZipError::InvalidPassword => ImportError::Encrypted,
        ZipError::UnsupportedArchive(words) if *words == ZipError::PASSWORD_REQUIRED => {
            ImportError::Encrypted
        }
        _ => ImportError::Damaged(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn targets_are_resolved() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(
            resolve("xl/worksheets", "../sharedStrings.xml"),
            "xl/sharedStrings.xml"
        );
        assert_eq!(resolve("xl", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(resolve("", "../../a.xml"), "a.xml");
    }

    #[test]
    fn another_archive_is_no_document() {
        let bytes = zipped(&[("notes.txt", b"hello")]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.main_part().err(), Some(ImportError::WrongKind));
    }

    #[test]
    fn bombs_are_not_unpacked() {
        let bytes = zipped(&[("bomb.xml", &vec![b' '; 70 << 20])]);
        assert!(bytes.len() < 1 << 20);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.part("bomb.xml"), Err(ImportError::Overblown));
        let bytes = zipped(&[("ratio.xml", &vec![b' '; 8 << 20])]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.part("ratio.xml"), Err(ImportError::Overblown));
    }

    #[test]
    fn a_part_that_is_not_there_is_none() {
        let bytes = zipped(&[("a.xml", b"<a/>")]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.part("b.xml"), Ok(None));
        assert!(package.tree("a.xml").unwrap().is_some());
    }
}
