//! The address of a rule's page, for the link that editors put on the code of a diagnostic.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tower_lsp_server::ls_types::Uri;

use super::settings::Settings;

/// Where the pages stand, seen from the program or a folder above it: in an installation, in an
/// archive, in the source.
const FOLDERS: [&str; 3] = ["share/doc/yusuan/checks", "docs/checks", "checks"];

/// How far above the program to look: `target/release/yusuan` is two folders below the source.
const FOLDERS_ABOVE: usize = 4;

/// Where the pages of the rules are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Documentation {
    /// Nowhere known: no links.
    #[default]
    Absent,
    /// Under an address that the user has set.
    Address(String),
    /// In a folder, with the pages that it holds.
    Folder(PathBuf, HashSet<String>),
}

impl Documentation {
    /// The pages under the address set, else those beside the program.
    pub fn find(settings: &Settings) -> Self {
        match &settings.docs_url {
            Some(address) if !address.trim().is_empty() => {
                Self::Address(address.trim().trim_end_matches('/').to_owned())
            }
            _ => std::env::current_exe()
                .ok()
                .and_then(|program| Self::near(&program))
                .unwrap_or_default(),
        }
    }

    fn near(program: &Path) -> Option<Self> {
        let folders = program.ancestors().skip(1).take(FOLDERS_ABOVE);
        let mut candidates = folders.flat_map(|folder| FOLDERS.map(|below| folder.join(below)));
        candidates.find_map(|folder| {
            let pages = pages(&folder)?;
            Some(Self::Folder(folder, pages))
        })
    }

    /// The page of a rule.
    pub fn page(&self, code: &str) -> Option<Uri> {
        let page = page_name(code);
        match self {
            Self::Absent => None,
            Self::Address(address) => Uri::from_str(&format!("{address}/{page}")).ok(),
            Self::Folder(folder, pages) => pages
                .contains(&page)
                .then(|| Uri::from_file_path(folder.join(page)))?,
        }
    }
}

fn page_name(code: &str) -> String {
    format!("{code}.md")
}

/// The names of the pages in a folder; none when it holds no page of a rule, and so is another
/// program's.
fn pages(folder: &Path) -> Option<HashSet<String>> {
    let entries = std::fs::read_dir(folder).ok()?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let pages: HashSet<String> = names.filter(|name| is_page(name)).collect();
    (!pages.is_empty()).then_some(pages)
}

/// Whether a file is named after a rule: `B103.md`.
fn is_page(name: &str) -> bool {
    let Some(number) = name
        .strip_suffix(".md")
        .and_then(|code| code.strip_prefix('B'))
    else {
        return false;
    };
    number.len() == 3 && number.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_set_comes_first() {
        let settings = Settings {
            docs_url: Some("https://example.org/checks/".to_owned()),
            ..Settings::default()
        };
        let page = Documentation::find(&settings).page("B103").unwrap();
        assert_eq!(page.as_str(), "https://example.org/checks/B103.md");
    }

    #[test]
    fn pages_are_found_above_the_program() {
        let root = std::env::temp_dir().join(format!("yusuan-pages-{}", std::process::id()));
        let (programs, pages) = (root.join("target/debug"), root.join("docs/checks"));
        std::fs::create_dir_all(&programs).unwrap();
        std::fs::create_dir_all(&pages).unwrap();
        let program = programs.join("yusuan");
        std::fs::write(pages.join("README.md"), "").unwrap();
        assert_eq!(Documentation::near(&program), None);
        std::fs::write(pages.join("B103.md"), "").unwrap();
        let page = Documentation::near(&program).unwrap().page("B103");
        std::fs::remove_dir_all(&root).unwrap();
        let path = page.unwrap().to_file_path().unwrap().into_owned();
        assert_eq!(path, pages.join("B103.md"));
    }

    #[test]
    fn a_page_that_is_not_there_is_not_linked() {
        let folder = PathBuf::from("/opt/预算/docs/checks");
        let documentation = Documentation::Folder(folder, HashSet::from(["B103.md".to_owned()]));
        let page = documentation.page("B103").unwrap();
        assert!(page.as_str().starts_with("file:///opt/%E9%A2%84"));
        assert_eq!(documentation.page("B999"), None);
        assert_eq!(Documentation::Absent.page("B103"), None);
    }
}
