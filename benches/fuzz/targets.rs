//! What is tried.

use yusuan::audit::{Draft, Finding, Locale};
use yusuan::document::CellContent;
use yusuan::ide;
use yusuan::project::{self, Policy};
use yusuan::syntax::Tree;
use yusuan::text::{Edit, Span, Text};

use crate::corpus::boundary;
use crate::{Random, Target, messages, mutation};

/// All targets.
pub const TARGETS: [Target; 6] = [
    Target {
        name: "grammar",
        input: mutation::document,
        check: grammar,
    },
    Target {
        name: "tables",
        input: mutation::table,
        check: tables,
    },
    Target {
        name: "analysis",
        input: mutation::document,
        check: analysis,
    },
    Target {
        name: "edits",
        input: mutation::document,
        check: edits,
    },
    Target {
        name: "formatting",
        input: mutation::document,
        check: formatting,
    },
    Target {
        name: "messages",
        input: mutation::document,
        check: messages::check,
    },
];

/// What is typed between two analyses.
const TYPED: [&str; 20] = [
    "",
    "1",
    "9",
    ".",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "|",
    "（",
    "一、",
    "（二）",
    "第一部分 概况\n",
    "目 录\n",
    "合计\t1.00\t1.00\n",
    "| a | b |\n",
    "单位：万元\n",
    "名词解释\n",
    "𠮷",
    "\u{0}",
];

fn edit(text: &Text, random: &mut Random) -> Edit {
    let source = text.to_string();
    let (start, end) = match random.once_in(3) {
        true => mutation::range(&source, random),
        false => {
            let at = boundary(&source, random.below(source.len() + 1));
            (at, at)
        }
    };
    Edit::new(Span::new(start, end), *random.one_of(&TYPED.each_ref()))
}

/// Any text parses, and after edits the tree is the fresh one.
fn grammar(source: &str, random: &mut Random) {
    let mut text = Text::new(source);
    let mut tree = Tree::parse(&text).expect("a tree");
    assert!(tree.is_sound(), "not sound");
    for _ in 0..=random.small(4) {
        let edit = edit(&text, random);
        let after = text.apply(&edit);
        tree = tree.reparse(&text, &edit, &after).expect("a tree").tree;
        text = after;
    }
    let fresh = Tree::parse(&text).expect("a tree");
    assert!(fresh.is_sound(), "not sound after edits");
    assert!(
        tree.outline() == fresh.outline(),
        "the tree differs after edits"
    );
}

/// Every figure stands where digits are, within its cell, and prints as it is read.
fn tables(source: &str, _: &mut Random) {
    let draft = Draft::open(source);
    for placed in &draft.disclosures {
        let disclosure = &placed.analysis.disclosure;
        for figure in &disclosure.figures {
            let words = disclosure.words(figure.span);
            assert!(!words.is_empty(), "a figure without words");
            assert!(
                figure.value.scale() <= figure.decimals || figure.value.is_zero(),
                "{words} has other decimals"
            );
        }
        for table in &disclosure.tables {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                if let CellContent::Figure(id) = cell.content {
                    let figure = disclosure.figure(id).expect("a figure of the disclosure");
                    assert!(
                        cell.span.contains_span(figure.span),
                        "a figure outside of its cell"
                    );
                }
            }
        }
    }
}

/// Everything that can be asked about a draft is answered, with places inside of it.
fn analysis(source: &str, random: &mut Random) {
    let draft = Draft::open(source);
    let length = draft.text.len();
    let inside = |span: Span| {
        assert!(
            span.start <= span.end && span.end <= length,
            "{span:?} of {length}"
        )
    };
    for locale in [Locale::Chinese, Locale::English] {
        for diagnostic in ide::diagnostics(&draft, locale) {
            inside(diagnostic.span);
        }
        ide::symbols(&draft, locale);
        ide::folding(&draft, locale);
        for hint in ide::inlay_hints(&draft, draft.text.span(), locale) {
            inside(Span::empty(hint.at));
        }
    }
    let review = project::review(&draft, &Policy::default(), &[], "draft.txt");
    let shown: Vec<ide::GravePlace> = ide::grave_places(&draft, &review).collect();
    ide::code_lenses(&draft, shown, Locale::Chinese);
    ide::document_links(&draft);
    ide::workspace_symbols(&draft, "zc", 100);
    for placed in &draft.disclosures {
        let whole = Span::new(0, placed.analysis.disclosure.text.len());
        ide::semantic_tokens(&placed.analysis, whole);
    }
    for _ in 0..6 {
        ask_at(&draft, random.below(length + 2), random);
    }
}

fn ask_at(draft: &Draft, offset: usize, random: &mut Random) {
    let offset = match random.once_in(8) {
        true => offset,
        false => draft.text.clamp(offset),
    };
    let locale = Locale::Chinese;
    if let Some(hover) = ide::hover(draft, offset, locale) {
        hover.with_links(|_| None);
    }
    ide::completion(draft, offset, locale);
    ide::definition(draft, offset);
    ide::occurrences(draft, offset);
    let _ = ide::prepare_rename(draft, offset, locale);
    let _ = ide::rename(draft, offset, "新的名称", locale);
    ide::selection_ranges(draft, offset);
    ide::dependents(draft, offset);
    ide::operands(draft, offset);
    let end = draft.text.clamp(offset + random.small(400));
    ide::code_actions(draft, Span::new(offset.min(end), end), locale);
    ide::on_type_formatting(draft, offset, random.one_of(&["|", "\n"]));
}

/// After any edits the analysis is that of the final text.
fn edits(source: &str, random: &mut Random) {
    let mut draft = Draft::open(source);
    for _ in 0..=random.small(4) {
        let first = edit(&draft.text, random);
        let mut all = vec![first];
        if random.once_in(3) {
            let between = draft.text.apply(&all[0]);
            all.push(edit(&between, random));
        }
        draft = draft.edited(&all);
    }
    let fresh = Draft::open(&draft.text.to_string());
    assert_eq!(draft.disclosures.len(), fresh.disclosures.len());
    for (edited, fresh) in draft.disclosures.iter().zip(&fresh.disclosures) {
        assert_eq!(edited.start, fresh.start);
        let (edited, fresh) = (&edited.analysis, &fresh.analysis);
        let (ours, theirs) = (&edited.findings, &fresh.findings);
        let only = |one: &[Finding], other: &[Finding]| -> Vec<Finding> {
            let lacks = one.iter().filter(|finding| !other.contains(finding));
            lacks.cloned().collect()
        };
        assert!(
            ours == theirs,
            "after the edits: {:?}, afresh: {:?}",
            only(ours, theirs),
            only(theirs, ours)
        );
        assert!(
            edited.disclosure.tables == fresh.disclosure.tables,
            "the tables differ"
        );
        assert!(
            edited.disclosure.figures == fresh.disclosure.figures,
            "the figures differ"
        );
    }
}

/// Formatting twice is formatting once, and no value changes.
fn formatting(source: &str, _: &mut Random) {
    let draft = Draft::open(source);
    let once = formatted(&draft);
    let after = Draft::open(&once);
    assert!(formatted(&after) == once, "formatting again changes more");
    let edits = ide::formatting(&draft);
    assert!(
        values(&draft) == values(&after),
        "a value has changed by {edits:?}"
    );
}

fn formatted(draft: &Draft) -> String {
    let edits = ide::formatting(draft);
    draft.text.apply_all(edits.iter().rev()).to_string()
}

fn values(draft: &Draft) -> Vec<String> {
    let disclosures = draft.disclosures.iter();
    let figures = disclosures.flat_map(|placed| &placed.analysis.disclosure.figures);
    figures
        .map(|figure| format!("{} {:?}", figure.value.normalize(), figure.unit))
        .collect()
}
