//! A number of a table that was typed over: one table is read again, and the rest stays.

use std::borrow::Cow;
use std::sync::Arc;

use crate::document::form::read_forms;
use crate::document::reader::{table_context, table_of};
use crate::document::{
    CellContent, Disclosure, Figure, Precision, Restatement, Shared, Table, read_table,
};
use crate::syntax::{self, Block};
use crate::text::Span;

impl Disclosure {
    /// The disclosure after characters of one number of a table were typed over; none when the edit
    /// is another one, or when the table is to be read otherwise than before.
    pub(super) fn with_cell_retyped(&self, text: &Arc<str>, blocks: &[Block]) -> Option<Self> {
        let changed = difference(&self.text, text)?;
        let index = self.table_holding(changed)?;
        let table = self.tables.get(index)?;
        if !table.is_number(self, changed) {
            return None;
        }
        let mut figures = self.figures.get(..table.figures.start)?.to_vec();
        let context = table_context(self.kind, self.fiscal_year, self.organisation.as_ref());
        let syntax = nth_table(text, blocks, index)?;
        let reread = read_table(text, &syntax, context, &mut figures);
        if reread != *table {
            return None;
        }
        figures.extend_from_slice(self.figures.get(table.figures.end..)?);
        let is_in_form = self.forms.iter().any(|form| form.table == index);
        let forms = if is_in_form {
            read_forms(text, &self.tables, &figures).into()
        } else {
            self.forms.clone()
        };
        let restatements = self.restatements_among(&figures);
        let precision = self.precision_of(&figures);
        Some(Self {
            text: Arc::clone(text),
            figures,
            forms,
            restatements,
            precision,
            ..self.clone()
        })
    }

    /// The restatements after figures got other values: words name what they named before.
    fn restatements_among(&self, figures: &[Figure]) -> Shared<Restatement> {
        let mut restatements = self.restatements.iter();
        if restatements.any(|restatement| restatement.is_bound_otherwise(figures)) {
            let restatements = self.restatements.iter();
            return restatements.map(|known| known.among(figures)).collect();
        }
        self.restatements.clone()
    }

    fn precision_of(&self, figures: &[Figure]) -> Arc<Precision> {
        let mut pairs = self.figures.iter().zip(figures);
        if pairs.all(|(known, figure)| figure.is_printed_like(known)) {
            return Arc::clone(&self.precision);
        }
        Arc::new(Precision::of(&self.tables, figures))
    }

    fn table_holding(&self, span: Span) -> Option<usize> {
        let after = self
            .tables
            .partition_point(|table| table.span.start <= span.start);
        let index = after.checked_sub(1)?;
        let table = self.tables.get(index)?;
        (span.end <= table.span.end).then_some(index)
    }
}

impl Table {
    /// Whether a span lies in a cell that is a number.
    fn is_number(&self, disclosure: &Disclosure, span: Span) -> bool {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells
            .filter_map(|cell| match cell.content {
                CellContent::Figure(id) => disclosure.figure(id),
                _ => None,
            })
            .any(|figure| figure.span.start <= span.start && span.end <= figure.span.end)
    }
}

/// Where two texts of the same length differ, in whole characters; none when they do not, or
/// when one is longer.
fn difference(before: &str, after: &str) -> Option<Span> {
    if before.len() != after.len() {
        return None;
    }
    let (one, other) = (before.as_bytes(), after.as_bytes());
    let start = common_start(one.chunks(BLOCK), other.chunks(BLOCK));
    let rest = (one.get(start..)?, other.get(start..)?);
    let end = one.len() - common_start(rest.0.rchunks(BLOCK), rest.1.rchunks(BLOCK));
    let pairs = one.get(start..end)?.iter().zip(other.get(start..end)?);
    let mut differing = pairs.enumerate().filter(|(_, (one, other))| one != other);
    let (first, _) = differing.next()?;
    let last = differing.next_back().map_or(first, |(last, _)| last);
    let span = Span::new(start + first, start + last + 1);
    let is_whole = |text: &str| text.get(span.range()).is_some();
    (is_whole(before) && is_whole(after)).then_some(span)
}

/// Texts are compared in blocks of this many bytes first.
const BLOCK: usize = 256;

/// The bytes of the first blocks that are the same.
fn common_start<'a>(
    one: impl Iterator<Item = &'a [u8]>,
    other: impl Iterator<Item = &'a [u8]>,
) -> usize {
    let same = one.zip(other).take_while(|(one, other)| one == other);
    same.map(|(block, _)| block.len()).sum()
}

/// A table of the blocks by its place among them, as it is read.
fn nth_table<'a>(text: &str, blocks: &'a [Block], index: usize) -> Option<Cow<'a, syntax::Table>> {
    let mut before = index;
    let mut open: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        match block {
            Block::Part(part) => open.extend(part.blocks.iter().rev()),
            Block::Section(section) => open.extend(section.blocks.iter().rev()),
            Block::Table(_) | Block::CellList(_) if before > 0 => before -= 1,
            Block::Table(table) => return Some(Cow::Borrowed(table)),
            Block::CellList(list) => return Some(Cow::Owned(table_of(text, list))),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Tree;
    use crate::text::Text;

    const DRAFT: &str = "2024年云溪市档案馆部门预算\n第二部分 预算表\n表一 收支总表\n单位：万元\n\
        项目\t合计\n基本支出\t8.50\n项目支出\t2.00\n合计\t10.50\n\
        第三部分 情况说明\n2024年收入预算10.50万元，其中：基本支出8.50万元，项目支出2.00万元。\n";

    fn blocks(source: &str) -> Vec<Block> {
        let text = Text::new(source);
        Tree::parse(&text).unwrap().blocks(source, text.span())
    }

    /// The draft, and its text with something else printed after `from`.
    fn typed_over(from: &str, printed: &str, typed: &str) -> (Disclosure, String) {
        let (before, after) = DRAFT.split_at(DRAFT.find(from).unwrap());
        let after = after.replacen(printed, typed, 1);
        let draft = Disclosure::read(DRAFT.into(), &blocks(DRAFT));
        (draft, format!("{before}{after}"))
    }

    #[test]
    fn a_number_of_a_table_changes_alone() {
        let (draft, text) = typed_over("表一", "8.50", "9.51");
        let retyped = draft.with_cell_retyped(&text.as_str().into(), &blocks(DRAFT));
        let retyped = retyped.unwrap();
        let fresh = Disclosure::read(text.as_str().into(), &blocks(&text));
        assert_eq!(retyped.figures, fresh.figures);
        assert_eq!(retyped.tables, fresh.tables);
        assert_eq!(retyped.restatements, fresh.restatements);
        assert_ne!(draft.figures, fresh.figures);
    }

    #[test]
    fn words_of_a_table_and_amounts_of_sentences_are_read_anew() {
        for (from, printed, typed) in [
            ("表一", "基本支出", "基木支出"),
            ("表一", "单位：万元", "单位：亿元"),
            ("第三部分", "8.50", "9.51"),
        ] {
            let (draft, text) = typed_over(from, printed, typed);
            let retyped = draft.with_cell_retyped(&text.as_str().into(), &blocks(DRAFT));
            assert!(retyped.is_none(), "{printed} → {typed}");
        }
    }
}
