//! What makes a finding the same in two versions of a file: its content, not its line.

use std::collections::HashMap;

use crate::ide::Diagnostic;
use crate::text::Text;

/// Gives the findings of a file their fingerprints: 16 hexadecimal digits, no two alike in a file.
#[derive(Default)]
pub struct Fingerprints {
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: of the rule, the path, the words, and the line around
    /// them. Edits of other lines do not change it.
    pub fn next(&mut self, path: &str, text: &Text, diagnostic: &Diagnostic) -> String {
        let line = text.line_span(text.line_of(diagnostic.span.start));
        let words = text.slice(diagnostic.span);
        let line = text.slice(line);
        let content = hash([path, diagnostic.code, words.trim(), line.trim()]);
        // The same line twice in a file: the second time.
        let times = self.seen.entry(content).or_insert(0);
        *times += 1;
        format!(
            "{:016x}",
            hash([content.to_string().as_str(), &times.to_string()])
        )
    }
}

/// FNV-1a: what it gives must not change with the version of a library.
fn hash<'part>(parts: impl IntoIterator<Item = &'part str>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // No byte of UTF-8 is 0xff: it keeps the parts apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Draft, Locale};
    use crate::ide::diagnostics;

    const ROWS: &str = "2025年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
        合计\t\t130.00\t70.00\t50.00\n207\t文化旅游体育与传媒支出\t120.00\t70.00\t50.00\n";

    fn fingerprints(source: &str) -> Vec<String> {
        let draft = Draft::open(source);
        let found = diagnostics(&draft, Locale::Chinese);
        let found = found.iter().filter(|it| it.code == "B101");
        let mut fingerprints = Fingerprints::default();
        found
            .map(|it| fingerprints.next("a.txt", &draft.text, it))
            .collect()
    }

    #[test]
    fn edits_elsewhere_do_not_change_a_fingerprint() {
        let before = fingerprints(ROWS);
        assert_eq!(before.len(), 1);
        assert_eq!(fingerprints(&format!("前言\n\n{ROWS}")), before);
        assert_ne!(fingerprints(&ROWS.replace("130.00", "131.00")), before);
        let twice = fingerprints(&format!("{ROWS}\n{ROWS}"));
        assert_eq!(twice.len(), 2);
        assert_ne!(twice[0], twice[1]);
    }
}
