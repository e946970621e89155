//! A draft as a person reads it: headings, paragraphs, tables.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::marks::Painter;
use super::table::{self, Placed};
use crate::audit::{Draft, PlacedAnalysis};
use crate::document::{Disclosure, OutlineKind, OutlineNode, ProseKind};
use crate::text::Span;

/// The heading level of a part; that of the file is one less.
const PART_LEVEL: usize = 3;

/// The deepest level that HTML knows.
const DEEPEST_LEVEL: usize = 6;

/// Writes every disclosure of a draft.
pub fn write(out: &mut String, draft: &Draft, painter: &mut Painter<'_>) {
    if draft.disclosures.is_empty() {
        write_lines(out, draft, painter);
    }
    for placed in &draft.disclosures {
        out.push_str("<div class=\"disclosure\">\n");
        DisclosureWriter::new(placed).write(out, painter);
        out.push_str("</div>\n");
    }
    painter.finish(out);
}

/// Writes the lines of a file that is no disclosure.
fn write_lines(out: &mut String, draft: &Draft, painter: &mut Painter<'_>) {
    out.push_str("<pre>\n");
    for line in 0..draft.text.line_count() {
        painter.paint(out, draft.text.line_span(line));
        out.push('\n');
    }
    out.push_str("</pre>\n");
}

/// What a line outside tables is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineRole {
    /// Of this level, up to this offset: the words of a part may stand below its number.
    Heading(usize, usize),
    Cover,
    Contents,
    ListItem,
}

struct DisclosureWriter<'draft> {
    disclosure: &'draft Disclosure,
    start: usize,
    /// What lines are, by where their words start.
    roles: BTreeMap<usize, LineRole>,
}

impl<'draft> DisclosureWriter<'draft> {
    fn new(placed: &'draft PlacedAnalysis) -> Self {
        let disclosure = &placed.analysis.disclosure;
        let mut roles = BTreeMap::new();
        for line in &disclosure.prose {
            if line.kind == ProseKind::ListItem {
                roles.insert(line.span.start, LineRole::ListItem);
            }
        }
        for span in &disclosure.cover {
            roles.insert(span.start, LineRole::Cover);
        }
        for entry in &disclosure.toc {
            roles.insert(entry.span.start, LineRole::Contents);
        }
        headings(&disclosure.outline, PART_LEVEL, &mut roles);
        Self {
            disclosure,
            start: placed.start,
            roles,
        }
    }

    fn write(&self, out: &mut String, painter: &mut Painter<'_>) {
        let mut tables = self.disclosure.tables.iter().peekable();
        let mut offset = 0;
        for line in lines(&self.disclosure.text) {
            // Lines of a table or a heading that is written already.
            if line.start < offset {
                continue;
            }
            while tables
                .next_if(|table| table.span.end <= line.start)
                .is_some()
            {}
            let table = tables.next_if(|table| table.span.start <= line.end);
            if let Some(table) = table {
                let placed = Placed {
                    table,
                    text: &self.disclosure.text,
                    start: self.start,
                };
                table::write(out, placed, painter);
                offset = table.span.end;
                continue;
            }
            offset = self.write_line(out, line, painter);
        }
    }

    /// Writes a line, or a heading of several lines; gives the offset where that ends.
    fn write_line(&self, out: &mut String, line: Span, painter: &mut Painter<'_>) -> usize {
        let shown = without_blanks(&self.disclosure.text, line);
        if shown.is_empty() {
            return line.end;
        }
        let role = self.roles.range(shown.start..=shown.end).next();
        let role = role.map(|(_, role)| *role);
        let markdown = without_hashes(&self.disclosure.text, shown);
        let (open, close) = match role {
            Some(LineRole::Heading(level, end)) => {
                let heading = Span::new(shown.start, end.max(shown.end));
                self.write_heading(out, level, heading, painter);
                return heading.end;
            }
            Some(LineRole::Cover) => ("<p class=\"cover\">", "</p>"),
            Some(LineRole::Contents) => ("<p class=\"contents\">", "</p>"),
            Some(LineRole::ListItem) => ("<p class=\"item\">", "</p>"),
            None if markdown != shown => ("<p class=\"cover\">", "</p>"),
            None => ("<p>", "</p>"),
        };
        out.push_str(open);
        self.write_words(out, markdown, painter);
        out.push_str(close);
        out.push('\n');
        line.end
    }

    fn write_heading(
        &self,
        out: &mut String,
        level: usize,
        heading: Span,
        painter: &mut Painter<'_>,
    ) {
        let words = self.disclosure.words(heading);
        let _ = write!(out, "<h{level}>");
        for line in lines(words) {
            let shown = without_blanks(words, line).offset_by(heading.start);
            if shown.is_empty() {
                continue;
            }
            if shown.start > heading.start {
                out.push_str("<br>");
            }
            let shown = without_hashes(&self.disclosure.text, shown);
            self.write_words(out, shown, painter);
        }
        let _ = writeln!(out, "</h{level}>");
    }

    /// Writes words; `**` makes them bold.
    fn write_words(&self, out: &mut String, span: Span, painter: &mut Painter<'_>) {
        let words = self.disclosure.words(span);
        let pieces: Vec<&str> = words.split("**").collect();
        if pieces.len() < 3 || pieces.len().is_multiple_of(2) {
            painter.paint(out, span.offset_by(self.start));
            return;
        }
        let mut start = span.start;
        for (index, piece) in pieces.into_iter().enumerate() {
            let bold = !index.is_multiple_of(2);
            out.push_str(if bold { "<strong>" } else { "" });
            let end = start + piece.len();
            painter.paint(out, Span::new(start, end).offset_by(self.start));
            out.push_str(if bold { "</strong>" } else { "" });
            start = end + "**".len();
        }
    }
}

fn headings(nodes: &[OutlineNode], level: usize, roles: &mut BTreeMap<usize, LineRole>) {
    for node in nodes {
        let is_heading = !matches!(
            node.kind,
            OutlineKind::Table(_) | OutlineKind::GlossaryEntry(_)
        );
        if is_heading {
            let role = LineRole::Heading(level.min(DEEPEST_LEVEL), node.name_span.end);
            roles.insert(node.name_span.start, role);
        }
        headings(&node.children, level + 1, roles);
    }
}

/// The lines of a text without their ends.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let span = Span::new(start, start + line.trim_end_matches(['\n', '\r']).len());
        start += line.len();
        span
    })
}

/// A line without the blanks around it.
pub fn without_blanks(text: &str, line: Span) -> Span {
    let words = line.get(text).unwrap_or_default();
    let start = line.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// A line of Markdown without the signs of a heading.
pub fn without_hashes(text: &str, line: Span) -> Span {
    let words = line.get(text).unwrap_or_default();
    let rest = words.trim_start_matches('#');
    if rest.len() == words.len() || !rest.starts_with(' ') {
        return line;
    }
    without_blanks(text, Span::new(line.end - rest.len(), line.end))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::super::marks::{MarkedFinding, Places};
    use super::*;
    use crate::audit::{Locale, Severity};

    fn rendered(source: &str) -> String {
        let draft = Draft::open(source);
        let places = Places::of(&draft);
        let mut painter = Painter::new(places, &[], &[], 0, Locale::Chinese);
        let mut out = String::new();
        write(&mut out, &draft, &mut painter);
        out
    }

    /// The words between the tags, without blanks.
    fn words(html: &str) -> String {
        let texts = html.split('<').map(|part| match part.split_once('>') {
            Some((_, text)) => text,
            None => part,
        });
        let text: String = texts.collect();
        let text = text.replace("&lt;", "<").replace("&gt;", ">");
        let text = text.replace("&quot;", "\"").replace("&#39;", "'");
        let text = text.replace("&amp;", "&");
        text.split_whitespace().collect()
    }

    /// Every word of a source, as far as it is no sign of Markdown.
    fn parts(source: &str) -> impl Iterator<Item = &str> {
        source
            .split(|it: char| it.is_whitespace() || "|*#".contains(it))
            .map(|part| part.trim_matches(['-', ':', '\u{feff}']))
            .filter(|part| !part.is_empty())
    }

    #[test]
    fn no_word_of_a_draft_is_lost() {
        let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
        let mut drafts = 0;
        for folder in ["clean", "planted", "demo"] {
            for entry in std::fs::read_dir(documents.join(folder)).unwrap().flatten() {
                let path = entry.path();
                if path.extension().is_some_and(|it| it == "tsv") {
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                let shown = words(&rendered(&source));
                for part in parts(&source) {
                    assert!(shown.contains(part), "{}: {part}", path.display());
                }
                drafts += 1;
            }
        }
        assert!(drafts > 10);
    }

    #[test]
    fn a_draft_is_headings_paragraphs_and_tables() {
        let source = "\
第二部分 预算表

2025年预算支出总表

单位：万元

科目编码\t科目名称\t金额\t其中\t
\t\t合计\t基本支出\t项目支出
合计\t\t120.00\t70.00\t50.00
207\t文化<支出>\t120.00\t70.00\t50.00

第三部分 情况说明

一、支出情况

**重点**说明：支出120.00万元。
";
        insta::assert_snapshot!(rendered(source), @r#"
        <div class="disclosure">
        <h3>第二部分 预算表</h3>
        <div class="table">
        <p class="title">2025年预算支出总表</p>
        <p class="unit">单位：万元</p>
        <div class="scroll" tabindex="0" role="region" aria-label="2025年预算支出总表">
        <table>
        <thead>
        <tr><th scope="col" rowspan="2">科目编码</th><th scope="col" rowspan="2">科目名称</th><th scope="col">金额</th><th scope="colgroup" colspan="2">其中</th></tr>
        <tr><th scope="col">合计</th><th scope="col">基本支出</th><th scope="col">项目支出</th></tr>
        </thead>
        <tbody>
        <tr><td class="total code">合计</td><th scope="row" class="total under0"></th><td class="total amount">120.00</td><td class="total amount">70.00</td><td class="total amount">50.00</td></tr>
        <tr><td class="code">207</td><th scope="row" class="under0">文化&lt;支出&gt;</th><td class="amount">120.00</td><td class="amount">70.00</td><td class="amount">50.00</td></tr>
        </tbody>
        </table>
        </div>
        </div>
        <h3>第三部分 情况说明</h3>
        <h4>一、支出情况</h4>
        <p><strong>重点</strong>说明：支出120.00万元。</p>
        </div>
        "#);
    }

    /// A draft with many places of findings, and how many.
    fn marked(source: &str) -> (String, usize) {
        let draft = Draft::open(source);
        let mut places = Places::of(&draft);
        let mut findings = Vec::new();
        let boundaries = (0..=source.len()).filter(|it| source.is_char_boundary(*it));
        let boundaries: Vec<usize> = boundaries.collect();
        for (index, ends) in boundaries.windows(4).step_by(3).enumerate() {
            let place = places.place(Span::new(ends[0], ends[index % 4]));
            findings.push(MarkedFinding {
                number: index + 1,
                severity: Severity::Error,
                place,
            });
        }
        let mut painter = Painter::new(places, &findings, &[], 0, Locale::Chinese);
        let mut out = String::new();
        write(&mut out, &draft, &mut painter);
        (out, findings.len())
    }

    /// The tags that were opened and not closed; none when they are closed in another order.
    fn open_tags(html: &str) -> Option<Vec<&str>> {
        let mut open = Vec::new();
        for tag in html.split('<').skip(1) {
            let tag = tag.split_once('>')?.0;
            if tag == "br" {
                continue;
            }
            match tag.strip_prefix('/') {
                Some(name) => (open.pop()? == name).then_some(())?,
                None => open.push(tag.split(' ').next()?),
            }
        }
        Some(open)
    }

    fn source() -> impl Strategy<Value = String> {
        let pieces = [
            "第一部分 概况\n",
            "第二部分\n情况说明\n",
            "一、收入\n",
            "2025年预算支出总表\n",
            "单位：万元\n",
            "\n",
            "\t",
            " ",
            "科目编码\t科目名称\t合计\t基本支出\n",
            "合计\t\t130.00\t70.00\n",
            "207\t文化<b>\t1\t2\n",
            "| 甲 | 乙 |\n| --- | --- |\n",
            "| 1 | 2 |\n",
            "**",
            "# ",
            "支出12.00万元。",
            "<i>\"'&",
            "\r\n",
            "𠮷",
            "目录\n",
        ];
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..40)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
        #[test]
        fn tags_are_closed_and_marks_lose_no_word(source in source()) {
            let (html, findings) = marked(&source);
            prop_assert_eq!(open_tags(&html), Some(Vec::new()), "{}", html);
            let without_numbers = |html: &str| {
                let mut parts = html.split("<sup>");
                let first = parts.next().unwrap_or_default().to_owned();
                parts.fold(first, |text, part| text + part.split_once("</sup>").unwrap().1)
            };
            prop_assert_eq!(words(&without_numbers(&html)), words(&rendered(&source)));
            // Every finding is met at least once.
            prop_assert_eq!(html.matches("<span id=\"m0-").count(), findings);
        }
    }
}
