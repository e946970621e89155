//! The concrete tree of a draft: fresh and incremental parsing, and its typed nodes.

use std::sync::LazyLock;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use tree_sitter::{
    InputEdit, Language, Node, ParseOptions, Parser, Point, Tree as ConcreteTree, TreeCursor,
};

use crate::syntax::block::{
    Block, CellList, Glossary, GlossaryEntry, Heading, Note, Paragraph, Part, Row, Section, Table,
    TableEncoding, Toc, TocEntry,
};
use crate::text::{Edit, Span, Text};

/// The concrete tree of a draft.
#[derive(Debug, Clone)]
pub struct Tree {
    concrete: ConcreteTree,
}

/// A draft parsed after an edit.
#[derive(Debug, Clone)]
pub struct Reparse {
    /// The tree of the text after the edit.
    pub tree: Tree,
    /// The edit typed over as many bytes inside of one node, which does not number a part, and
    /// every node is what it was before, where it was before. So every disclosure is where it was.
    pub keeps_structure: bool,
}

/// What a node at the top of a draft is, as far as the split into disclosures needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopKind {
    /// A cover line.
    CoverLine,
    /// The table of contents.
    Toc,
    /// A part; where its marker (第N部分) stands.
    Part(Option<Span>),
    /// Anything else.
    Other,
}

/// A node at the top of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopNode {
    /// What it is.
    pub kind: TopKind,
    /// Its bytes in the draft.
    pub span: Span,
}

impl Tree {
    /// Parses a draft afresh.
    pub fn parse(text: &Text) -> Option<Self> {
        parse(text, None)
    }

    /// Parses a draft after one edit of the text `before`, reusing what the edit left alone.
    pub fn reparse(&self, before: &Text, edit: &Edit, after: &Text) -> Option<Reparse> {
        let mut edited = self.concrete.clone();
        edited.edit(&input_edit(before, edit, after));
        let tree = parse(after, Some(&edited))?;
        let is_inside = edit.new_text.len() == edit.span.len()
            && is_inside_one_node(&self.concrete, &tree.concrete, edit.span);
        Some(Reparse {
            keeps_structure: is_inside && edited.changed_ranges(&tree.concrete).len() == 0,
            tree,
        })
    }

    /// Whether the grammar recognised every byte: no ERROR and no MISSING node.
    pub fn is_sound(&self) -> bool {
        !self.concrete.root_node().has_error()
    }

    /// The tree as an S-expression with byte ranges, for comparing trees.
    pub fn outline(&self) -> String {
        let mut outline = String::new();
        describe(self.concrete.root_node(), &mut outline);
        outline
    }

    /// The tree for a person: a line for each node, deeper ones further right, with its lines and
    /// its words where it has no nodes below it.
    pub fn listing(&self, text: &Text) -> String {
        let mut listing = String::new();
        let mut cursor = self.concrete.walk();
        loop {
            let node = cursor.node();
            if node.is_named() {
                list(
                    node,
                    cursor.field_name(),
                    cursor.depth(),
                    text,
                    &mut listing,
                );
            }
            if cursor.goto_first_child() || cursor.goto_next_sibling() {
                continue;
            }
            loop {
                if !cursor.goto_parent() {
                    return listing;
                }
                if cursor.goto_next_sibling() {
                    break;
                }
            }
        }
    }

    /// The nodes at the top of the draft.
    pub fn top_nodes(&self) -> Vec<TopNode> {
        named_children(self.concrete.root_node())
            .map(|node| TopNode {
                kind: top_kind(node),
                span: span_of(node),
            })
            .collect()
    }

    /// The blocks of the draft that start within `within`, with spans relative to its start.
    /// `source` is the text there.
    pub fn blocks(&self, source: &str, within: Span) -> Vec<Block> {
        let reader = BlockReader {
            source,
            base: within.start,
        };
        let mut cursor = self.concrete.walk();
        // A disclosure of a compendium is found without a look at all before it.
        let found = cursor.goto_first_child_for_byte(within.start).is_some();
        let nodes = named_siblings(cursor, found)
            .skip_while(|node| node.start_byte() < within.start)
            .take_while(|node| node.start_byte() < within.end);
        reader.blocks(nodes)
    }
}

/// The most characters of a node's words in a listing.
const LONGEST_WORDS: usize = 24;

fn list(node: Node<'_>, field: Option<&str>, depth: u32, text: &Text, listing: &mut String) {
    let (start, end) = (node.start_position().row + 1, node.end_position().row + 1);
    listing.extend(std::iter::repeat_n("  ", depth as usize));
    if let Some(field) = field {
        listing.push_str(field);
        listing.push_str(": ");
    }
    listing.push_str(node.kind());
    listing.push_str(&match start == end {
        true => format!(" {start}"),
        false => format!(" {start}–{end}"),
    });
    if node.named_child_count() == 0 {
        let words = text.slice(span_of(node));
        let mut words = words
            .trim()
            .chars()
            .map(|it| if it.is_control() { ' ' } else { it });
        let beginning: String = words.by_ref().take(LONGEST_WORDS).collect();
        let more = if words.next().is_some() { "…" } else { "" };
        listing.push_str(&format!(" “{beginning}{more}”"));
    }
    listing.push('\n');
}

fn parse(text: &Text, old: Option<&ConcreteTree>) -> Option<Tree> {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_yusuan::LANGUAGE.into())
        .ok()?;
    let mut chunk = |offset: usize, _: Point| text.chunk_at(offset);
    let concrete = parser.parse_with_options(&mut chunk, old, None::<ParseOptions<'_>>)?;
    Some(Tree { concrete })
}

fn input_edit(before: &Text, edit: &Edit, after: &Text) -> InputEdit {
    let new_end = edit.span.start + edit.new_text.len();
    InputEdit {
        start_byte: edit.span.start,
        old_end_byte: edit.span.end,
        new_end_byte: new_end,
        start_position: point(before, edit.span.start),
        old_end_position: point(before, edit.span.end),
        new_end_position: point(after, new_end),
    }
}

fn point(text: &Text, offset: usize) -> Point {
    let point = text.point(offset);
    Point::new(point.row, point.column)
}

fn describe(node: Node<'_>, outline: &mut String) {
    outline.push('(');
    outline.push_str(node.kind());
    outline.push_str(&format!(" {}..{}", node.start_byte(), node.end_byte()));
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        describe(child, outline);
    }
    outline.push(')');
}

/// Whether the same node holds a span in two trees, which does not say where disclosures begin, and
/// none of its children has a part of it. A comparison of the trees does not see that a node is
/// gone which an edit covered as a whole.
fn is_inside_one_node(one: &ConcreteTree, other: &ConcreteTree, span: Span) -> bool {
    let holder = |tree: &ConcreteTree| {
        let root = tree.root_node();
        let node = root.descendant_for_byte_range(span.start, span.end)?;
        let mut cursor = node.walk();
        let is_unfit = node.child_count() > MOST_CHILDREN
            || node.kind() == "part_marker"
            || node
                .children(&mut cursor)
                .any(|child| span_of(child).intersects(span));
        (!is_unfit).then(|| (node.kind_id(), span_of(node)))
    };
    let held = holder(one);
    held.is_some() && held == holder(other)
}

/// More children than a line has that words are typed over in.
const MOST_CHILDREN: u32 = 1000;

fn named_children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut cursor = node.walk();
    let found = cursor.goto_first_child();
    named_siblings(cursor, found)
}

/// The named ones among the node of a cursor and those after it; none when it found no node.
fn named_siblings<'tree>(
    mut cursor: TreeCursor<'tree>,
    found: bool,
) -> impl Iterator<Item = Node<'tree>> {
    let mut alive = found;
    std::iter::from_fn(move || {
        while alive {
            let child = cursor.node();
            alive = cursor.goto_next_sibling();
            if child.is_named() {
                return Some(child);
            }
        }
        None
    })
}

fn span_of(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

fn top_kind(node: Node<'_>) -> TopKind {
    match node.kind() {
        "cover_line" => TopKind::CoverLine,
        "toc" => TopKind::Toc,
        "part" => TopKind::Part(part_marker(node)),
        "glossary" if part_marker(node).is_some() => TopKind::Part(part_marker(node)),
        _ => TopKind::Other,
    }
}

fn part_marker(node: Node<'_>) -> Option<Span> {
    let heading = node.child_by_field_name("heading")?;
    let marker = heading.child_by_field_name("marker")?;
    (marker.kind() == "part_marker").then(|| span_of(marker))
}

/// Turns concrete nodes into blocks whose spans are relative to `base`.
/// The kinds of the many nodes of a row.
static SEPARATOR: LazyLock<u16> = LazyLock::new(|| kind_id("separator"));
static CELL: LazyLock<u16> = LazyLock::new(|| kind_id("cell"));

fn kind_id(kind: &str) -> u16 {
    Language::from(tree_sitter_yusuan::LANGUAGE).id_for_node_kind(kind, true)
}

struct BlockReader<'a> {
    source: &'a str,
    base: usize,
}

impl BlockReader<'_> {
    fn blocks<'tree>(&self, nodes: impl Iterator<Item = Node<'tree>>) -> Vec<Block> {
        let nodes: Vec<Node<'tree>> = nodes.collect();
        let nodes = nodes.into_par_iter();
        nodes.filter_map(|node| self.block(node)).collect()
    }

    fn block(&self, node: Node<'_>) -> Option<Block> {
        let block = match node.kind() {
            "cover_line" => Block::CoverLine(self.line(node)),
            "toc" => Block::Toc(self.toc(node)),
            "part" => Block::Part(self.part(node)),
            "section" => Block::Section(self.section(node)),
            "glossary" => Block::Glossary(self.glossary(node)),
            "table" => Block::Table(self.table(node)),
            "cell_list" => Block::CellList(self.cell_list(node)),
            "paragraph" => Block::Paragraph(Paragraph {
                span: self.line(node),
            }),
            "list_item" => Block::ListItem(Paragraph {
                span: self.line(node),
            }),
            "note" => Block::Note(Note {
                span: self.line(node),
            }),
            _ => return None,
        };
        Some(block)
    }

    fn relative(&self, span: Span) -> Span {
        Span::new(
            span.start.saturating_sub(self.base),
            span.end.saturating_sub(self.base),
        )
    }

    fn span(&self, node: Node<'_>) -> Span {
        self.relative(span_of(node))
    }

    /// A node's span without the blanks around it.
    fn line(&self, node: Node<'_>) -> Span {
        let span = self.span(node);
        let words = span.get(self.source).unwrap_or_default();
        let start = words.len() - words.trim_start().len();
        let end = words.trim_end().len().max(start);
        Span::new(span.start + start, span.start + end)
    }

    fn field(&self, node: Node<'_>, name: &str) -> Option<Span> {
        node.child_by_field_name(name).map(|child| self.line(child))
    }

    fn heading(&self, node: Node<'_>) -> Heading {
        let Some(heading) = node.child_by_field_name("heading") else {
            let start = self.span(node).start;
            let nothing = Span::new(start, start);
            return Heading {
                span: nothing,
                marker: None,
                title: nothing,
            };
        };
        let span = self.line(heading);
        let mut cursor = heading.walk();
        let titles: Vec<Span> = heading
            .children_by_field_name("title", &mut cursor)
            .map(|title| self.line(title))
            .collect();
        let end = Span::new(span.end, span.end);
        let title = match (titles.first(), titles.last()) {
            (Some(first), Some(last)) => first.cover(*last),
            _ => end,
        };
        Heading {
            span,
            marker: self.field(heading, "marker"),
            title,
        }
    }

    fn toc(&self, node: Node<'_>) -> Toc {
        let entries = named_children(node)
            .filter(|child| child.kind() == "toc_entry")
            .map(|entry| self.toc_entry(entry))
            .collect();
        Toc {
            span: self.span(node),
            heading: self.field(node, "heading").unwrap_or(self.span(node)),
            entries,
        }
    }

    fn toc_entry(&self, node: Node<'_>) -> TocEntry {
        let span = self.line(node);
        let marker = self.field(node, "marker");
        let title = match (marker, self.field(node, "title")) {
            (Some(marker), Some(title)) => marker.cover(title),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => span,
        };
        TocEntry {
            span,
            title,
            page: self.field(node, "page"),
        }
    }

    fn part(&self, node: Node<'_>) -> Part {
        Part {
            span: self.span(node),
            heading: self.heading(node),
            blocks: self.blocks(named_children(node)),
        }
    }

    fn section(&self, node: Node<'_>) -> Section {
        let level = node
            .child_by_field_name("heading")
            .and_then(|heading| heading.kind().strip_prefix("heading_")?.parse().ok())
            .unwrap_or(0);
        Section {
            span: self.span(node),
            level,
            heading: self.heading(node),
            blocks: self.blocks(named_children(node)),
        }
    }

    fn glossary(&self, node: Node<'_>) -> Glossary {
        let mut entries: Vec<GlossaryEntry> = Vec::new();
        let mut blocks = Vec::new();
        let mut awaits_definition = false;
        for child in named_children(node) {
            if child.kind() == "glossary_entry" {
                let entry = self.glossary_entry(child);
                awaits_definition = entry.definition.is_empty();
                entries.push(entry);
                continue;
            }
            let Some(block) = self.block(child) else {
                continue;
            };
            match (&block, entries.last_mut()) {
                (Block::Paragraph(paragraph), Some(entry)) if awaits_definition => {
                    entry.definition = paragraph.span;
                    entry.span = entry.span.cover(paragraph.span);
                }
                _ => blocks.push(block),
            }
            awaits_definition = false;
        }
        Glossary {
            span: self.span(node),
            heading: self.heading(node),
            entries,
            blocks,
        }
    }

    fn glossary_entry(&self, node: Node<'_>) -> GlossaryEntry {
        let span = self.line(node);
        let end = Span::new(span.end, span.end);
        GlossaryEntry {
            span,
            number: self.field(node, "number"),
            term: self.field(node, "term").unwrap_or(span),
            definition: self.field(node, "definition").unwrap_or(end),
        }
    }

    fn table(&self, node: Node<'_>) -> Table {
        let mut encoding = TableEncoding::Tab;
        let mut rows = Vec::new();
        let mut notes = Vec::new();
        for child in named_children(node) {
            match child.kind() {
                "row" => rows.push(self.row(child)),
                "pipe_row" => {
                    encoding = TableEncoding::Pipe;
                    rows.push(self.pipe_row(child));
                }
                "note" => notes.push(self.line(child)),
                _ => {}
            }
        }
        let title = node.child_by_field_name("title").map(|title| {
            self.field(title, "title")
                .unwrap_or_else(|| self.line(title))
        });
        Table {
            span: self.span(node),
            encoding,
            label: self.field(node, "label"),
            title,
            organisation: self.field(node, "organisation"),
            unit: self.field(node, "unit"),
            period: self.field(node, "period"),
            rows,
            notes,
        }
    }

    /// A cell stands before each separator and after the last one; an empty one has no node.
    fn row(&self, node: Node<'_>) -> Row {
        let mut cells = Vec::new();
        let mut cell = None;
        let mut place = node.start_byte();
        for child in named_children(node) {
            if child.kind_id() == *SEPARATOR {
                cells.push(cell.take().unwrap_or_else(|| self.empty(place)));
                place = child.end_byte();
            } else if child.kind_id() == *CELL {
                cell = Some(self.line(child));
            }
        }
        cells.push(cell.unwrap_or_else(|| self.empty(place)));
        Row {
            span: self.span(node),
            cells,
        }
    }

    /// The cells between the bars; the words before the first bar and after the last are none.
    fn pipe_row(&self, node: Node<'_>) -> Row {
        let mut row = self.row(node);
        if !row.cells.is_empty() {
            row.cells.remove(0);
        }
        if row.cells.len() > 1 && row.cells.last().is_some_and(|cell| cell.is_empty()) {
            row.cells.pop();
        }
        row
    }

    fn empty(&self, place: usize) -> Span {
        self.relative(Span::new(place, place))
    }

    /// A row ends where a line is missing between two cell lines; its last cell is the empty one
    /// that the conversion adds.
    fn cell_list(&self, node: Node<'_>) -> CellList {
        let mut rows: Vec<Row> = Vec::new();
        let mut last_line = None;
        for child in named_children(node).filter(|child| child.kind() == "cell_line") {
            let line = child.start_position().row;
            let cell = named_children(child)
                .find(|inner| inner.kind() == "cell")
                .map_or_else(|| self.empty(child.end_byte()), |inner| self.line(inner));
            let continues = last_line.is_some_and(|last: usize| last + 1 == line);
            match rows.last_mut() {
                Some(row) if continues => {
                    row.cells.push(cell);
                    row.span = row.span.cover(self.span(child));
                }
                _ => rows.push(Row {
                    span: self.span(child),
                    cells: vec![cell],
                }),
            }
            last_line = Some(line);
        }
        for row in &mut rows {
            if row.cells.len() > 1 && row.cells.last().is_some_and(|cell| cell.is_empty()) {
                row.cells.pop();
            }
        }
        CellList {
            span: self.span(node),
            rows,
        }
    }
}
