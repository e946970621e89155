//! What makes a finding the same in two versions of a file: its content, not its line.

use std::collections::HashMap;

use crate::audit::Draft;
use crate::ide::Diagnostic;
use crate::project::key_at;

/// Gives the findings of a file their fingerprints: 16 hexadecimal digits, no two alike in a file.
#[derive(Default)]
pub struct Fingerprints {
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: of the path and of what names an accepted finding in a
    /// project file. Edits elsewhere do not change it.
    pub fn next(&mut self, path: &str, draft: &Draft, diagnostic: &Diagnostic) -> String {
        let content = content(path, draft, diagnostic);
        // The same content twice in a file: the second time.
        let times = self.seen.entry(content).or_insert(0);
        *times += 1;
        let parts = [content.to_string(), times.to_string()];
        format!("{:016x}", hash(parts.iter().map(String::as_str)))
    }
}

fn content(path: &str, draft: &Draft, diagnostic: &Diagnostic) -> u64 {
    match draft.disclosure_at(diagnostic.span.start) {
        Some(placed) => {
            let span = diagnostic.span.relative_to(placed.start);
            let key = key_at(placed, diagnostic.code, span, path);
            hash([path, &key.document, &key.check, &key.text, &key.words])
        }
        None => {
            let line = draft.text.line_of(diagnostic.span.start);
            let line = draft.text.slice(draft.text.line_span(line));
            hash([path, diagnostic.code, &line])
        }
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
    use crate::audit::Locale;
    use crate::ide::diagnostics;

    const ROWS: &str = "2025年预算支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
        合计\t\t130.00\t70.00\t50.00\n207\t文化旅游体育与传媒支出\t120.00\t70.00\t50.00\n";

    fn fingerprints(source: &str) -> Vec<String> {
        let draft = Draft::open(source);
        let found = diagnostics(&draft, Locale::Chinese);
        let found = found.iter().filter(|it| it.code == "B101");
        let mut fingerprints = Fingerprints::default();
        found
            .map(|it| fingerprints.next("a.txt", &draft, it))
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
