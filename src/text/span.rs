//! Byte ranges.

use std::ops::Range;

/// A half-open range of bytes in a text: `start` is inside, `end` is not.
///
/// A span is only a pair of numbers. It may lie outside a text or cut a character in two;
/// [`Text`](super::Text) clamps it where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just after the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; empty at `start` when `end` comes before it.
    pub const fn new(start: usize, end: usize) -> Self {
        let end = if end < start { start } else { end };
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub const fn empty(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether the byte at `offset` lies in the span. An empty span contains nothing.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether a cursor at `offset` touches the span: inside it, or at either end of it.
    pub const fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether `other` lies wholly in this span; its ends may coincide.
    pub const fn contains_span(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    pub const fn intersects(self, other: Span) -> bool {
        !self.is_empty() && !other.is_empty() && self.start < other.end && other.start < self.end
    }

    /// The bytes that both spans hold, or `None` when they share none.
    pub fn intersection(self, other: Span) -> Option<Span> {
        self.intersects(other)
            .then(|| Span::new(self.start.max(other.start), self.end.min(other.end)))
    }

    /// The same span `distance` bytes further on; backwards when it is negative.
    /// An end that would fall before the start of the text stays at offset 0.
    pub const fn shifted(self, distance: isize) -> Self {
        Self {
            start: self.start.saturating_add_signed(distance),
            end: self.end.saturating_add_signed(distance),
        }
    }

    /// The same span counted from `base`: turns offsets inside a block into offsets in the text.
    pub const fn offset_by(self, base: usize) -> Self {
        Self {
            start: self.start.saturating_add(base),
            end: self.end.saturating_add(base),
        }
    }

    /// The same span with offsets counted from `base` instead of the start of the text.
    pub const fn relative_to(self, base: usize) -> Self {
        Self {
            start: self.start.saturating_sub(base),
            end: self.end.saturating_sub(base),
        }
    }

    /// The smallest span that contains both.
    pub fn cover(self, other: Span) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The span as a range.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The part of `source` in this span, or `None` when the span lies outside `source` or cuts
    /// a character in two.
    pub fn get(self, source: &str) -> Option<&str> {
        source.get(self.range())
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.range()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_holds_its_start_but_not_its_end() {
        let span = Span::from(2..5);
        assert_eq!(span.len(), 3);
        assert!(span.contains(2) && span.contains(4) && !span.contains(5));
        assert!(span.touches(5) && !span.touches(6));
        assert!(!Span::empty(3).contains(3) && Span::empty(3).touches(3));
    }

    #[test]
    fn neighbours_do_not_intersect() {
        assert!(!Span::new(0, 3).intersects(Span::new(3, 6)));
        assert!(Span::new(0, 4).intersects(Span::new(3, 6)));
        assert!(!Span::new(0, 9).intersects(Span::empty(4)));
        assert_eq!(
            Span::new(0, 4).intersection(Span::new(3, 6)),
            Some(Span::new(3, 4))
        );
    }

    #[test]
    fn arithmetic_never_overflows() {
        assert_eq!(Span::new(2, 5).shifted(-3), Span::new(0, 2));
        assert_eq!(Span::new(2, 5).shifted(3), Span::new(5, 8));
        assert_eq!(Span::new(1, usize::MAX).shifted(isize::MAX).end, usize::MAX);
        assert_eq!(Span::new(5, 2), Span::empty(5));
        assert_eq!(Span { start: 5, end: 2 }.len(), 0);
        assert_eq!(
            Span::new(7, 9).offset_by(10).relative_to(10),
            Span::new(7, 9)
        );
    }

    #[test]
    fn covering_and_containing() {
        let both = Span::new(1, 2).cover(Span::new(6, 9));
        assert_eq!(both, Span::new(1, 9));
        assert!(both.contains_span(Span::new(6, 9)) && !both.contains_span(Span::new(6, 10)));
        assert_eq!(Span::new(0, 3).get("预算"), Some("预"));
        assert_eq!(Span::new(0, 2).get("预算"), None);
    }
}
