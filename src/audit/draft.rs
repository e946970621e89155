//! A file as it is edited: text, tree, and the analysis of every disclosure in it.

use std::sync::Arc;

use crate::audit::{Analysis, analyze};
use crate::document::{Conventions, Disclosure, partition};
use crate::syntax::Tree;
use crate::text::{Edit, Span, Text};

/// A disclosure of a draft and where it starts.
#[derive(Debug, Clone)]
pub struct PlacedAnalysis {
    /// The byte offset of the disclosure in the draft; its spans are relative to this.
    pub start: usize,
    /// The analysis.
    pub analysis: Arc<Analysis>,
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
        Self::analysed(text, tree, conventions, &[])
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
        Self::analysed(self.text.clone(), self.tree.clone(), conventions, &[])
    }

    /// The draft after edits, each relative to the text that the one before it left. Disclosures
    /// whose text did not change keep their analysis.
    pub fn edited(&self, edits: &[Edit]) -> Self {
        let mut text = self.text.clone();
        let mut tree = self.tree.clone();
        for edit in edits {
            let after = text.apply(edit);
            tree = match tree {
                Some(tree) => tree.reparse(&text, edit, &after),
                None => Tree::parse(&after),
            };
            text = after;
        }
        Self::analysed(text, tree, Arc::clone(&self.conventions), &self.disclosures)
    }

    fn analysed(
        text: Text,
        tree: Option<Tree>,
        conventions: Arc<Conventions>,
        known: &[PlacedAnalysis],
    ) -> Self {
        let nodes = tree.as_ref().map(Tree::top_nodes).unwrap_or_default();
        let mut known = known.iter();
        let mut disclosures = Vec::new();
        for span in partition(&text, &nodes) {
            let own: Arc<str> = Arc::from(text.slice(span).as_ref());
            let unchanged = known
                .clone()
                .position(|placed| placed.analysis.disclosure.text == own);
            let analysis = match unchanged.and_then(|index| known.nth(index)) {
                Some(placed) => Arc::clone(&placed.analysis),
                None => Arc::new(analysis_of(tree.as_ref(), span, own, &conventions)),
            };
            disclosures.push(PlacedAnalysis {
                start: span.start,
                analysis,
            });
        }
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

fn analysis_of(
    tree: Option<&Tree>,
    span: Span,
    own: Arc<str>,
    conventions: &Arc<Conventions>,
) -> Analysis {
    let blocks = tree.map(|tree| tree.blocks(&own, span)).unwrap_or_default();
    analyze(Disclosure::read_under(
        own,
        &blocks,
        Arc::clone(conventions),
    ))
}
