//! Which files of a folder are checked.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Which files of a folder are checked, besides those that are named like disclosures.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    include: GlobSet,
    exclude: GlobSet,
}

impl Selection {
    /// A selection of patterns such as `2025/*.txt`; paths are relative to the project file.
    ///
    /// # Errors
    /// When a pattern is none; [`is_pattern`] tells which.
    pub fn new<'pattern>(
        include: impl IntoIterator<Item = &'pattern str>,
        exclude: impl IntoIterator<Item = &'pattern str>,
    ) -> Result<Self, globset::Error> {
        Ok(Self {
            include: set(include)?,
            exclude: set(exclude)?,
        })
    }

    /// Whether a file is checked; none when nothing is said of it. The path is relative to the
    /// project file, with `/` between its parts.
    pub fn decides(&self, path: &str) -> Option<bool> {
        if self.exclude.is_match(path) {
            return Some(false);
        }
        self.include.is_match(path).then_some(true)
    }
}

/// Words by which a file is known as a disclosure.
const NAMES: [&str; 6] = [
    "预算公开",
    "决算公开",
    "部门预算",
    "部门决算",
    "单位预算",
    "单位决算",
];

/// Whether a text file in a folder is a draft, by its name.
pub fn is_draft_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    ends(&[".yusuan", ".yusuan.txt", ".yusuan.md"])
        || ends(&[".txt", ".md"]) && names_a_disclosure(&name)
}

/// Whether the name of a file holds the words for a disclosure. Word keeps a file of its own beside
/// one that is open.
pub fn names_a_disclosure(name: &str) -> bool {
    !name.starts_with("~$") && NAMES.iter().any(|words| name.contains(words))
}

/// Whether a pattern can be read.
pub(super) fn is_pattern(pattern: &str) -> bool {
    set([pattern]).is_ok()
}

/// A pattern names files, or a folder with everything in it.
fn set<'pattern>(
    patterns: impl IntoIterator<Item = &'pattern str>,
) -> Result<GlobSet, globset::Error> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_end_matches('/');
        for pattern in [pattern.to_owned(), format!("{pattern}/**")] {
            builder.add(GlobBuilder::new(&pattern).literal_separator(true).build()?);
        }
    }
    builder.build()
}
