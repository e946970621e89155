//! A file as it is edited: text, tree, and the analysis of every disclosure in it.

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::audit::{Analysis, analyze, analyze_after};
use crate::document::{Conventions, Disclosure, partition};
use crate::syntax::{Block, Tree};
use crate::text::{Edit, Span, Text};

/// A disclosure of a draft and where it starts.
#[derive(Debug, Clone)]
pub struct PlacedAnalysis {
    /// The byte offset of the disclosure in the draft; its spans are relative to this.
    pub start: usize,
    /// The analysis.
    pub analysis: Arc<Analysis>,
    /// The blocks that the disclosure was read from.
    pub(crate) blocks: Arc<[Block]>,
}

/// A file as it is edited. Cheap to clone; never changed in place.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The text of the whole file.
    pub text: Text,
    /// The disclosures in order; most files hold one.
    pub disclosures: Vec<PlacedAnalysis>,
    /// What is agreed for the folder of the file.
    conventions: Arc<Conventions>,
    /// The concrete tree; none when the parser could not be set up.
    tree: Option<Tree>,
}

impl Draft {
    /// Reads and analyses a file.
    pub fn open(source: &str) -> Self {
        Self::open_under(source, Arc::default())
    }

    /// Reads and analyses a file of a folder with conventions.
    pub fn open_under(source: &str, conventions: Arc<Conventions>) -> Self {
        let text = Text::new(source);
        let tree = Tree::parse(&text);
        let spans = spans_of_disclosures(&text, tree.as_ref());
        Self::analysed(text, tree, conventions, spans, &[])
    }

    /// A file that is no disclosure: its text alone.
    pub fn without_analysis(text: Text) -> Self {
        Self {
            text,
            disclosures: Vec::new(),
            conventions: Arc::default(),
            tree: None,
        }
    }

    /// The same file under other conventions.
    pub fn under(&self, conventions: Arc<Conventions>) -> Self {
        if self.conventions == conventions {
            return self.clone();
        }
        let spans = self.known().iter().map(Known::span).collect();
        Self::analysed(
            self.text.clone(),
            self.tree.clone(),
            conventions,
            spans,
            &[],
        )
    }

    /// The draft after edits, each relative to the text that the one before it left. Disclosures
    /// whose text did not change keep their analysis.
    pub fn edited(&self, edits: &[Edit]) -> Self {
        let mut text = self.text.clone();
        let mut tree = self.tree.clone();
        let mut known = self.known();
        let mut keeps_spans = true;
        for edit in edits {
            let after = text.apply(edit);
            let reparse = tree.and_then(|tree| tree.reparse(&text, edit, &after));
            let keeps_structure = reparse
                .as_ref()
                .is_some_and(|reparse| reparse.keeps_structure);
            keeps_spans &= keeps_structure;
            known.retain_mut(|known| known.survives(edit, keeps_structure));
            tree = match reparse {
                Some(reparse) => Some(reparse.tree),
                None => Tree::parse(&after),
            };
            text = after;
        }
        let spans = match keeps_spans {
            true => known.iter().map(Known::span).collect(),
            false => spans_of_disclosures(&text, tree.as_ref()),
        };
        let conventions = Arc::clone(&self.conventions);
        Self::analysed(text, tree, conventions, spans, &known)
    }

    /// The disclosures as an edit finds them.
    fn known(&self) -> Vec<Known> {
        let known = |placed: &PlacedAnalysis| Known {
            start: placed.start,
            typed_over: false,
            placed: placed.clone(),
        };
        self.disclosures.iter().map(known).collect()
    }

    fn analysed(
        text: Text,
        tree: Option<Tree>,
        conventions: Arc<Conventions>,
        spans: Vec<Span>,
        known: &[Known],
    ) -> Self {
        let mut known = known.iter().peekable();
        let found: Vec<(Span, Option<&Known>)> = spans
            .into_iter()
            .map(|span| {
                while known.next_if(|known| known.start < span.start).is_some() {}
                (span, known.next_if(|known| known.span() == span))
            })
            .collect();
        let read = |(span, known): (Span, Option<&Known>)| match known {
            Some(known) => known.within(&text, span),
            None => PlacedAnalysis::read(&text, tree.as_ref(), span, &conventions),
        };
        let is_known = |(_, known): &(Span, Option<&Known>)| known.is_some();
        // What is taken over takes less time than another thread does to wake up.
        let disclosures = match found.iter().all(is_known) {
            true => found.into_iter().map(read).collect(),
            false => found.into_par_iter().map(read).collect(),
        };
        Self {
            text,
            disclosures,
            conventions,
            tree,
        }
    }

    /// The disclosure that holds a byte offset of the draft; the last one before it otherwise.
    pub fn disclosure_at(&self, offset: usize) -> Option<&PlacedAnalysis> {
        let after = self
            .disclosures
            .partition_point(|placed| placed.start <= offset);
        self.disclosures.get(after.saturating_sub(1))
    }

    /// The concrete tree, for tests of the grammar.
    pub fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref()
    }
}

/// Where the disclosures of a draft are.
fn spans_of_disclosures(text: &Text, tree: Option<&Tree>) -> Vec<Span> {
    partition(text, &tree.map(Tree::top_nodes).unwrap_or_default())
}

impl PlacedAnalysis {
    fn read(text: &Text, tree: Option<&Tree>, span: Span, conventions: &Arc<Conventions>) -> Self {
        let own: Arc<str> = Arc::from(text.slice(span).as_ref());
        let blocks: Arc<[Block]> = tree
            .map(|tree| tree.blocks(&own, span))
            .unwrap_or_default()
            .into();
        let disclosure = Disclosure::read_under(own, &blocks, Arc::clone(conventions));
        Self {
            start: span.start,
            analysis: Arc::new(analyze(disclosure)),
            blocks,
        }
    }

    /// The analysis after characters were typed over others: the same blocks, another text.
    fn typed_over(&self, text: &Text, span: Span) -> Self {
        let own: Arc<str> = Arc::from(text.slice(span).as_ref());
        let disclosure = self.analysis.disclosure.reread(own, &self.blocks);
        Self {
            start: span.start,
            analysis: Arc::new(analyze_after(disclosure, &self.analysis)),
            blocks: Arc::clone(&self.blocks),
        }
    }
}

/// An analysis that outlived edits, and where its disclosure is by now.
#[derive(Debug)]
struct Known {
    start: usize,
    /// Characters of the disclosure were typed over by others, and all its blocks stayed.
    typed_over: bool,
    placed: PlacedAnalysis,
}

impl Known {
    fn span(&self) -> Span {
        let length = self.placed.analysis.disclosure.text.len();
        Span::new(self.start, self.start + length)
    }

    /// The analysis as it is in a text after the edits, which has its disclosure in a span.
    fn within(&self, text: &Text, span: Span) -> PlacedAnalysis {
        if self.typed_over {
            return self.placed.typed_over(text, span);
        }
        PlacedAnalysis {
            start: span.start,
            ..self.placed.clone()
        }
    }

    /// Whether the analysis is of use after an edit.
    fn survives(&mut self, edit: &Edit, keeps_structure: bool) -> bool {
        let span = self.span();
        if edit.span.start >= span.end {
            return true;
        }
        let inserted = edit.new_text.len();
        if edit.span.end <= span.start {
            self.start = (self.start + inserted).saturating_sub(edit.span.len());
            return true;
        }
        self.typed_over = true;
        let inside = span.start <= edit.span.start && edit.span.end <= span.end;
        keeps_structure && inside && inserted == edit.span.len()
    }
}
