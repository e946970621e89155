//! The body of a document: paragraphs and tables in their order.

use super::numbering::Numbering;
use super::paragraph::{self, Footnotes, NoteId};
use super::table;
use crate::import::grid::{self, Cell};
use crate::import::source_map::Place;
use crate::import::writer::{Writer, is_blank, pieces};
use crate::import::xml::{self, Element, XmlError};
use crate::import::{ImportError, Imported, Note};

/// Frames within frames that are followed.
const MOST_FRAMES: usize = 16;

/// A body as it is read.
pub struct Body<'content> {
    content: &'content str,
    writer: Writer,
    numbering: Numbering,
    notes: Footnotes,
    /// The page, where the file says where pages were turned.
    page: Option<usize>,
    paragraphs: usize,
    tables: usize,
    footnotes: usize,
    /// The words of a paragraph whose end was deleted.
    unfinished: String,
    /// A table had too many cells.
    is_overfull: bool,
}

impl<'content> Body<'content> {
    /// A body that is about to be read.
    pub fn new(numbering: Numbering, notes: Footnotes, content: &'content str) -> Self {
        Self {
            content,
            writer: Writer::default(),
            numbering,
            notes,
            page: content.contains("lastRenderedPageBreak").then_some(1),
            paragraphs: 0,
            tables: 0,
            footnotes: 0,
            unfinished: String::new(),
            is_overfull: false,
        }
    }

    /// Reads it; the name is that of the part.
    ///
    /// # Errors
    /// When it is not well formed or too large.
    pub fn read(mut self, name: &str) -> Result<Imported, ImportError> {
        let content = self.content;
        let read = xml::each_child_of(content, "body", |block| {
            self.block(&block, 0);
            match self.is_overfull || self.writer.is_overfull() {
                true => Err(XmlError::Overblown),
                false => Ok(()),
            }
        });
        read.map_err(|error| error.within(name))?;
        Ok(self.writer.finish())
    }

    fn block(&mut self, block: &Element, depth: usize) {
        match block.name.as_str() {
            "p" => self.paragraph(block, depth),
            "tbl" => self.table(block, depth),
            "del" | "moveFrom" => self.writer.note(Note::TrackedChanges),
            "ins" | "moveTo" | "sdt" | "sdtContent" | "customXml" | "smartTag"
            | "AlternateContent" | "Choice" => self.blocks(block, depth),
            _ => {}
        }
    }

    fn blocks(&mut self, parent: &Element, depth: usize) {
        if depth < MOST_FRAMES {
            for block in parent.children() {
                self.block(block, depth + 1);
            }
        }
    }

    fn turn_pages(&mut self, pages: usize) {
        self.page = self.page.map(|page| page + pages);
    }

    fn paragraph(&mut self, paragraph: &Element, depth: usize) {
        let words = paragraph::words(paragraph);
        if words.is_changed {
            self.writer.note(Note::TrackedChanges);
        }
        self.turn_pages(words.pages_before);
        let mut text = std::mem::take(&mut self.unfinished);
        if !words.text.trim_matches(is_blank).is_empty() {
            text.push_str(&self.numbering.next(paragraph));
            text.push_str(&words.text);
        }
        if paragraph::runs_on(paragraph) {
            self.writer.note(Note::TrackedChanges);
            self.unfinished = text;
            return;
        }
        self.write_paragraph(&text, is_contents(paragraph));
        self.turn_pages(words.pages_within);
        self.write_notes(&words.notes);
        for text_box in words.boxes {
            self.blocks(text_box, depth);
        }
    }

    fn write_paragraph(&mut self, text: &str, is_contents: bool) {
        if text.trim_matches(is_blank).is_empty() {
            self.writer.blank_line();
            return;
        }
        self.paragraphs += 1;
        for line in text.split('\n') {
            for piece in pieces(line, is_contents) {
                let place = Place::Paragraph {
                    page: self.page,
                    paragraph: self.paragraphs,
                };
                self.writer.line(&piece, place);
            }
        }
    }

    /// The notes follow what refers to them, as lines: their mark would stick to a number.
    fn write_notes(&mut self, notes: &[NoteId]) {
        for id in notes {
            let Some(text) = self.notes.text(id) else {
                continue;
            };
            self.footnotes += 1;
            let words = text.trim_matches(is_blank);
            let line = match words.starts_with('注') {
                true => words.replace(['\n', '\t'], ""),
                false => format!("注：{}", words.replace(['\n', '\t'], "")),
            };
            let note = self.footnotes;
            self.writer.line(&line, Place::Footnote { note });
        }
    }

    fn table(&mut self, table: &Element, depth: usize) {
        if let Some(frame) = table::framed(table) {
            self.blocks(frame, depth);
            return;
        }
        let grid = table::grid(table);
        if grid.is_changed {
            self.writer.note(Note::TrackedChanges);
        }
        if grid.is_overfull() {
            self.is_overfull = true;
            return;
        }
        self.tables += 1;
        let (table, page) = (self.tables, self.page);
        let turned = |row: usize| grid.page_turns.iter().filter(|turn| **turn <= row).count();
        let rows = grid.rows.iter().enumerate().map(|(row, cells)| {
            let page = page.map(|page| page + turned(row));
            let cells = cells.iter().zip(1..).map(|(words, column)| Cell {
                words: words.clone(),
                place: Place::TableCell {
                    page,
                    table,
                    row: row + 1,
                    column,
                },
            });
            cells.collect()
        });
        grid::write(&mut self.writer, rows.collect());
        self.turn_pages(grid.page_turns.len());
        self.write_notes(&grid.notes);
    }
}

/// Whether a paragraph belongs to the table of contents, by its style.
fn is_contents(paragraph: &Element) -> bool {
    let style = paragraph.at(&["pPr", "pStyle"]);
    let style = style.and_then(|it| it.attribute("val")).unwrap_or_default();
    style.to_ascii_lowercase().starts_with("toc")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(content: &str) -> Imported {
        let xml = format!("<w:document><w:body>{content}</w:body></w:document>");
        Body::new(Numbering::default(), Footnotes::default(), &xml)
            .read("document.xml")
            .unwrap()
    }

    fn paragraph(words: &str) -> String {
        format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
    }

    #[test]
    fn every_line_knows_its_paragraph_and_page() {
        let broken = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>三</w:t></w:r></w:p>";
        let content = [&paragraph("一"), "<w:p/>", &paragraph("二"), broken].concat();
        let imported = body(&content);
        assert_eq!(imported.text, "一\n\n二\n三\n");
        let place = |words: &str| {
            let at = imported.text.find(words).unwrap();
            imported.map.place(at).cloned()
        };
        let expected = |page, paragraph| {
            Some(Place::Paragraph {
                page: Some(page),
                paragraph,
            })
        };
        assert_eq!(place("二"), expected(1, 2));
        assert_eq!(place("三"), expected(2, 3));
    }

    #[test]
    fn a_paragraph_whose_end_was_deleted_runs_on() {
        let first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>收入</w:t></w:r></w:p>";
        let imported = body(&[first, &paragraph("合计")].concat());
        assert_eq!(imported.text, "收入合计\n");
        assert_eq!(imported.notes, [Note::TrackedChanges]);
    }

    #[test]
    fn a_frame_is_no_table() {
        let inner = format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            paragraph("合计"),
            paragraph("7")
        );
        let frame = format!(
            "<w:tbl><w:tr><w:tc>{}{inner}</w:tc></w:tr></w:tbl>",
            paragraph("收支总表")
        );
        assert_eq!(body(&frame).text, "收支总表\n\n合计\t7\n\n");
    }
}
