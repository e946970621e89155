//! The words of a paragraph: its runs, without what was deleted and without instructions to Word.

use std::collections::HashMap;

use crate::import::xml::{Element, Node};

/// What a paragraph holds.
#[derive(Debug, Default)]
pub struct Words<'element> {
    /// The text; line breaks as line ends, tabulators as TABs.
    pub text: String,
    /// The footnotes it refers to.
    pub notes: Vec<NoteId>,
    /// The text boxes that are anchored in it.
    pub boxes: Vec<&'element Element>,
    /// Where pages were turned when Word saved the file: before any text of it, and after.
    pub pages_before: usize,
    /// See above.
    pub pages_within: usize,
    /// It holds changes that nobody has accepted.
    pub is_changed: bool,
}

/// A footnote or an endnote.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NoteId {
    /// At the foot of a page.
    Foot(String),
    /// At the end of the document.
    End(String),
}

/// The texts of footnotes and endnotes.
#[derive(Debug, Default)]
pub struct Footnotes(HashMap<NoteId, String>);

impl Footnotes {
    /// Reads the parts that hold them.
    pub fn of(foot: Option<&Element>, end: Option<&Element>) -> Self {
        let mut notes = HashMap::new();
        let mut add = |part: Option<&Element>, name: &str, id: fn(String) -> NoteId| {
            for note in part
                .iter()
                .flat_map(|part| part.children_named(name))
                // Separators are notes of a special type.
                .filter(|note| note.attribute("type").is_none_or(|it| it == "normal"))
            {
                let lines: Vec<String> =
                    note.children_named("p").map(|it| words(it).text).collect();
                if let Some(key) = note.attribute("id") {
                    notes.insert(id(key.to_owned()), lines.concat());
                }
            }
        };
        add(foot, "footnote", NoteId::Foot);
        add(end, "endnote", NoteId::End);
        Self(notes)
    }

    /// The text of a note.
    pub fn text(&self, id: &NoteId) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}

/// Reads a paragraph.
pub fn words(paragraph: &Element) -> Words<'_> {
    let mut words = Words::default();
    for child in paragraph.children() {
        inline(child, &mut words);
    }
    words
}

/// Whether the end of a paragraph was deleted: it runs on into the next one.
pub fn runs_on(paragraph: &Element) -> bool {
    paragraph.at(&["pPr", "rPr", "del"]).is_some()
}

fn inline<'element>(element: &'element Element, words: &mut Words<'element>) {
    match element.name.as_str() {
        "del" | "moveFrom" => words.is_changed = true,
        "ins" | "moveTo" => {
            words.is_changed = true;
            within(element, words);
        }
        // Properties; instructions; phonetic guides above the text; what was deleted.
        "pPr" | "rPr" | "instrText" | "rt" | "delText" | "sdtPr" | "oMathPara" => {}
        "t" => words.text.push_str(&element.text()),
        "oMath" => words.text.push_str(&element.text()),
        "tab" | "ptab" => words.text.push('\t'),
        "br" | "cr" => {
            if !matches!(element.attribute("type"), Some("page" | "column")) {
                words.text.push('\n');
            }
        }
        "noBreakHyphen" => words.text.push('-'),
        "sym" => words.text.extend(symbol(element)),
        "footnoteReference" => note(element, NoteId::Foot, words),
        "endnoteReference" => note(element, NoteId::End, words),
        "lastRenderedPageBreak" => match words.text.is_empty() {
            true => words.pages_before += 1,
            false => words.pages_within += 1,
        },
        "txbxContent" => words.boxes.push(element),
        // Drawings hold words of their own (names, positions); only their text boxes are read.
        "posOffset" | "align" | "pctWidth" | "pctHeight" => {}
        _ => within(element, words),
    }
}

fn within<'element>(element: &'element Element, words: &mut Words<'element>) {
    for node in &element.content {
        if let Node::Element(child) = node {
            inline(child, words);
        }
    }
}

fn note(element: &Element, id: fn(String) -> NoteId, words: &mut Words<'_>) {
    if let Some(key) = element.attribute("id") {
        words.notes.push(id(key.to_owned()));
    }
}

/// A character by its number. Those of symbol fonts lie in the private use area, where their
/// number says nothing; boxes for ticks are the usual ones.
fn symbol(element: &Element) -> Option<char> {
    let number = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    match number {
        0xF052 | 0xF0FE => Some('☑'),
        0xF0A3 | 0xF06F | 0xF0A8 => Some('□'),
        0xE000..=0xF8FF => None,
        number => char::from_u32(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    fn text(content: &str) -> String {
        words(&xml::parse(&format!("<w:p>{content}</w:p>")).unwrap()).text
    }

    #[test]
    fn insertions_are_kept_and_deletions_dropped() {
        let content = "<w:r><w:t>合计</w:t></w:r>\
            <w:del><w:r><w:delText>130.00</w:delText></w:r></w:del>\
            <w:ins><w:r><w:t xml:space='preserve'>120.00 </w:t></w:r></w:ins>\
            <w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>";
        assert_eq!(text(content), "合计120.00 新");
    }

    #[test]
    fn instructions_to_word_are_not_text() {
        let content = "<w:r><w:fldChar/></w:r><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>\
            <w:r><w:t>7</w:t></w:r><w:hyperlink><w:r><w:t>页</w:t></w:r></w:hyperlink>";
        assert_eq!(text(content), "7页");
    }

    #[test]
    fn the_mark_of_a_footnote_does_not_touch_the_number() {
        let content = "<w:r><w:t>12.50</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>\
            <w:r><w:t>万元</w:t></w:r>";
        let tree = xml::parse(&format!("<w:p>{content}</w:p>")).unwrap();
        let words = words(&tree);
        assert_eq!(words.text, "12.50万元");
        assert_eq!(words.notes, [NoteId::Foot("2".to_owned())]);
    }

    #[test]
    fn a_text_box_is_read_once_and_apart() {
        let content = "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:posOffset>9</wp:posOffset>\
            <w:txbxContent><w:p/></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>\
            <w:txbxContent><w:p/></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
        let tree = xml::parse(&format!("<w:p>{content}</w:p>")).unwrap();
        let words = words(&tree);
        assert_eq!((words.text.as_str(), words.boxes.len()), ("", 1));
    }
}
