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
