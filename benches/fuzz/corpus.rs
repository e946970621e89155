//! The documents that cases start from: those of the tests.

use std::path::Path;

/// The documents.
pub struct Corpus {
    documents: Vec<String>,
}

impl Corpus {
    /// Reads the documents of the tests.
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
        let mut paths: Vec<_> = ["clean", "planted"]
            .iter()
            .filter_map(|folder| std::fs::read_dir(root.join(folder)).ok())
            .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
            .filter(|path| !path.to_string_lossy().ends_with(".tsv"))
            .collect();
        paths.sort();
        let read = |path: &std::path::PathBuf| std::fs::read_to_string(path).ok();
        let documents: Vec<String> = paths.iter().filter_map(read).collect();
        assert!(
            documents.len() > 5,
            "the documents of the tests are missing"
        );
        Self { documents }
    }

    /// A document.
    pub fn document(&self, random: &mut crate::Random) -> &str {
        &self.documents[random.below(self.documents.len())]
    }

    /// A passage of a document, of at most so many bytes.
    pub fn passage(&self, random: &mut crate::Random, most: usize) -> &str {
        let document = self.document(random);
        let length = random.below(most.min(document.len()));
        let start = random.below(document.len() - length);
        let start = boundary(document, start);
        let end = boundary(document, start + length);
        &document[start..end]
    }
}

/// The boundary between two characters at or before a byte of a text, or its end.
pub fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
