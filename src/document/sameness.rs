//! What of a disclosure an edit left alone: typing over the digits of an amount changes no words.

use std::sync::Arc;

use crate::document::{Disclosure, Figure, FigureId};
use crate::text::Span;

impl Disclosure {
    /// Whether this disclosure differs from another one in the digits of its figures at most: the
    /// same words at the same places, read in the same way but for what they state.
    pub fn has_words_of(&self, other: &Self) -> bool {
        self.text.len() == other.text.len()
            && self.kind == other.kind
            && self.fiscal_year == other.fiscal_year
            && self.organisation == other.organisation
            && (Arc::ptr_eq(&self.conventions, &other.conventions)
                || self.conventions == other.conventions)
            && self.has_figures_like(other)
            && self.has_text_like(other)
            && self.tables == other.tables
            && self.outline == other.outline
            && self.prose == other.prose
            && self.glossary == other.glossary
            && self.cover == other.cover
            && self.toc == other.toc
    }

    /// Whether sentences and forms state the same as in another disclosure, of figures of perhaps
    /// other values.
    pub fn states_what(&self, other: &Self) -> bool {
        self.statements == other.statements
            && self.restatements == other.restatements
            && self.forms == other.forms
    }

    /// The figures that have other values than in a disclosure of the same words.
    pub fn figures_unlike(&self, other: &Self) -> Vec<FigureId> {
        let figures = (0..).map(FigureId).zip(&self.figures);
        figures
            .zip(&other.figures)
            .filter(|((_, figure), other)| figure.value != other.value)
            .map(|((id, _), _)| id)
            .collect()
    }

    /// The lines in which some spans stand, each once and in order.
    pub fn lines_around(&self, spans: &[Span]) -> Vec<Span> {
        let lines = spans.iter().map(|span| self.printed_line(span.start));
        let mut lines: Vec<Span> = lines.collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    fn has_figures_like(&self, other: &Self) -> bool {
        self.figures.len() == other.figures.len()
            && self
                .figures
                .iter()
                .zip(&other.figures)
                .all(|(figure, other)| figure.is_like(other))
    }

    /// Whether the texts differ in digits of figures at most.
    fn has_text_like(&self, other: &Self) -> bool {
        let (mine, others) = (self.text.as_bytes(), other.text.as_bytes());
        let changed = self
            .figures
            .iter()
            .zip(&other.figures)
            .filter(|(figure, other)| figure.value != other.value)
            .map(|(figure, _)| figure.span);
        let mut spans: Vec<_> = changed.collect();
        spans.sort_unstable();
        let mut from = 0;
        for span in spans {
            if span.start < from || mine.get(from..span.start) != others.get(from..span.start) {
                return false;
            }
            let pairs = mine.get(span.range()).zip(others.get(span.range()));
            let digits = pairs.is_some_and(|(mine, others)| {
                mine.iter().zip(others).all(|(mine, other)| {
                    mine == other || mine.is_ascii_digit() && other.is_ascii_digit()
                })
            });
            if !digits {
                return false;
            }
            from = span.end;
        }
        mine.get(from..) == others.get(from..)
    }
}

impl Figure {
    /// Whether another figure differs in its value at most.
    fn is_like(&self, other: &Self) -> bool {
        self.span == other.span
            && self.unit == other.unit
            && self.decimals == other.decimals
            && self.approximate == other.approximate
            && self.narrative == other.narrative
    }

    /// Whether both figures are above, at or below zero.
    pub fn has_sign_of(&self, other: &Self) -> bool {
        self.value.is_zero() == other.value.is_zero()
            && self.value.is_sign_negative() == other.value.is_sign_negative()
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Disclosure;
    use crate::syntax::Tree;
    use crate::text::Text;

    fn read(source: &str) -> Disclosure {
        let text = Text::new(source);
        let blocks = Tree::parse(&text).unwrap().blocks(source, text.span());
        Disclosure::read(source.into(), &blocks)
    }

    const DRAFT: &str = "2024年云溪市档案馆部门预算\n\
        2024年收入预算10.50万元，其中：基本支出8.50万元，项目支出2.00万元。\n";

    #[test]
    fn other_digits_of_an_amount_are_the_same_words() {
        let (draft, other) = (read(DRAFT), read(&DRAFT.replace("8.50", "9.57")));
        assert_ne!(draft.figures, other.figures);
        assert!(draft.has_words_of(&other) && other.has_words_of(&draft));
    }

    #[test]
    fn a_year_or_a_longer_amount_are_other_words() {
        let draft = read(DRAFT);
        for (printed, typed) in [
            ("2024年收入", "2025年收入"),
            ("8.50", "-.50"),
            ("8.50", "18.50"),
            ("基本支出8.50", "基本收入8.50"),
        ] {
            let other = read(&DRAFT.replace(printed, typed));
            assert!(!draft.has_words_of(&other), "{printed} → {typed}");
        }
    }
}
