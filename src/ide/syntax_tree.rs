//! What the grammar makes of a draft, for those who ask why something was not understood.

use crate::audit::Draft;

/// The tree of a draft, a line for each node; empty when there is none.
pub fn syntax_tree(draft: &Draft) -> String {
    let tree = draft.tree();
    tree.map(|tree| tree.listing(&draft.text))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::syntax_tree;
    use crate::audit::Draft;
    use crate::ide::fixture::BUDGET;

    #[test]
    fn every_node_has_its_lines_and_the_last_ones_their_words() {
        let listing = syntax_tree(&Draft::open(BUDGET));
        let mut lines = listing.lines();
        assert!(
            lines
                .next()
                .is_some_and(|root| root.starts_with("source_file 1–")),
            "{listing}"
        );
        assert!(lines.all(|line| line.starts_with("  ")), "{listing}");
        assert!(listing.contains("“2011308”"), "{listing}");
        assert_eq!(syntax_tree(&Draft::open("")).lines().count(), 1);
    }
}
