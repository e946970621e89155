//! A document as an editor holds it. Places are named by the words that stand there.

use serde_json::{Value, json};

/// A table that adds up, a sentence, a glossary.
pub const CLEAN: &str = "\
𠮷溪县文化馆2025年度单位预算公开

第一部分 单位概况

𠮷溪县文化馆负责组织全县群众文化活动。

第二部分 2025年单位预算表

2025年预算支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t216.37\t141.77\t74.60
207\t文化旅游体育与传媒支出\t216.37\t141.77\t74.60
20701\t文化和旅游\t216.37\t141.77\t74.60
2070109\t群众文化\t197.52\t141.77\t55.75
2070111\t文化创作与保护\t18.85\t\t18.85

第三部分 名词解释

一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的支出。

二、项目支出：指在基本支出之外为完成特定任务而发生的支出。
";

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, words: &str) -> usize {
        match self {
            Self::Utf8 => words.len(),
            Self::Utf16 => words.encode_utf16().count(),
            Self::Utf32 => words.chars().count(),
        }
    }
}

/// An open document.
#[derive(Debug, Clone)]
pub struct Document {
    pub uri: String,
    pub version: i64,
    pub text: String,
    pub encoding: Encoding,
}

impl Document {
    /// The position of a byte, counted independently of the server.
    pub fn position(&self, offset: usize) -> Value {
        let before = &self.text[..offset];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap();
        json!({ "line": line, "character": self.encoding.width(column) })
    }

    fn find(&self, words: &str) -> usize {
        let found = self.text.find(words);
        found.unwrap_or_else(|| panic!("{words:?} is not in the document"))
    }

    /// The position just before the first occurrence of `words`.
    pub fn before(&self, words: &str) -> Value {
        self.position(self.find(words))
    }

    /// The position just after the first occurrence of `words`.
    pub fn after(&self, words: &str) -> Value {
        self.position(self.find(words) + words.len())
    }

    /// The range of the first occurrence of `words`.
    pub fn range(&self, words: &str) -> Value {
        json!({ "start": self.before(words), "end": self.after(words) })
    }

    /// The words in a range that the server has sent.
    pub fn words(&self, range: &Value) -> &str {
        &self.text[self.offset(&range["start"])..self.offset(&range["end"])]
    }

    /// Replaces a range that the server has sent.
    pub fn apply(&mut self, range: &Value, new_text: &str) {
        let (start, end) = (self.offset(&range["start"]), self.offset(&range["end"]));
        self.text.replace_range(start..end, new_text);
    }

    fn offset(&self, position: &Value) -> usize {
        let line = position["line"].as_u64().unwrap() as usize;
        let column = position["character"].as_u64().unwrap() as usize;
        let starts = self.text.match_indices('\n').map(|(index, _)| index + 1);
        let start = std::iter::once(0).chain(starts).nth(line).unwrap();
        let rest = &self.text[start..];
        let ends = rest.char_indices().map(|(index, _)| index);
        let ends = ends.chain(std::iter::once(rest.len()));
        let mut at = ends.filter(|&end| self.encoding.width(&rest[..end]) == column);
        start + at.next().expect("a position between two characters")
    }

    /// The text after the edits of a document, which do not overlap.
    pub fn edited(&self, edits: &Value) -> String {
        let edits = edits.as_array().expect("edits");
        let mut spans: Vec<(usize, usize, &str)> = edits
            .iter()
            .map(|edit| {
                let range = &edit["range"];
                let (start, end) = (self.offset(&range["start"]), self.offset(&range["end"]));
                (start, end, edit["newText"].as_str().unwrap())
            })
            .collect();
        spans.sort_unstable();
        let mut text = self.text.clone();
        for (start, end, new_text) in spans.into_iter().rev() {
            text.replace_range(start..end, new_text);
        }
        text
    }

    /// Replaces the first occurrence of `words`, and gives the change to send.
    pub fn replace(&mut self, words: &str, by: &str) -> Value {
        let change = json!({ "range": self.range(words), "text": by });
        let start = self.find(words);
        self.text.replace_range(start..start + words.len(), by);
        change
    }
}
