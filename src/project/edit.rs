//! Adds accepted findings to a project file; comments, order and style of the rest are kept.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, value};

use crate::audit::Message;
use crate::project::FindingKey;
use crate::project::schema::ACCEPTED_KEYS;

/// A finding to accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Which finding.
    pub key: FindingKey,
    /// Why.
    pub reason: String,
}

impl Acceptance {
    /// The values, in the order of [`ACCEPTED_KEYS`].
    fn values(&self) -> [&str; 5] {
        let FindingKey {
            document,
            check,
            text,
            words,
        } = &self.key;
        [document, check, text, words, &self.reason]
    }
}

/// The text of a project file with more findings accepted.
///
/// # Errors
/// When the file is not TOML, or has something else under `accepted`: nothing must be lost of it.
pub fn with_accepted(source: &str, acceptances: &[Acceptance]) -> Result<String, Message> {
    let unusable = || {
        Message::new(
            "项目文件 yusuan.toml 有错误，请先改正",
            "the project file yusuan.toml has errors; mend them first",
        )
    };
    let mut document: DocumentMut = source.parse().map_err(|_| unusable())?;
    let entry = document
        .entry("accepted")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    for acceptance in acceptances {
        let pairs = ACCEPTED_KEYS.into_iter().zip(acceptance.values());
        if let Some(tables) = entry.as_array_of_tables_mut() {
            let mut table: Table = pairs.map(|(key, words)| (key, value(words))).collect();
            table.decor_mut().set_prefix("\n");
            tables.push(table);
        } else {
            let list = entry.as_array_mut().ok_or_else(unusable)?;
            let inline: InlineTable = pairs.collect();
            list.push(inline);
        }
    }
    Ok(document.to_string())
}
