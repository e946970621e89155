//! Identities and what their evaluation says (design: “The audit engine”).

use rust_decimal::Decimal;

use crate::audit::{Message, Severity};
use crate::document::FigureId;

/// A figure with its weight in a sum: +1 or −1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Term {
    /// The figure.
    pub figure: FigureId,
    /// True when it is subtracted.
    pub negative: bool,
}

impl Term {
    /// A value of the figure as it counts in the sum: with the other sign when it is subtracted.
    pub fn counted(&self, value: Decimal) -> Decimal {
        let mut counted = value;
        counted.set_sign_negative(!value.is_zero() && value.is_sign_negative() != self.negative);
        counted
    }
}

/// What must hold between figures. Blank cells are zero and take no part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `total = Σ parts`.
    Sum {
        /// The total.
        total: FigureId,
        /// The addends.
        parts: Vec<Term>,
    },
    /// `Σ parts ≤ bound` (其中, open enumerations).
    AtMost {
        /// The figure that the parts are inside of.
        bound: FigureId,
        /// The parts.
        parts: Vec<FigureId>,
    },
    /// Two printings of one quantity.
    Equal {
        /// The one.
        left: FigureId,
        /// The other.
        right: FigureId,
    },
    /// `percent = part / whole`.
    Share {
        /// The printed percentage.
        percent: FigureId,
        /// The part.
        part: FigureId,
        /// The whole.
        whole: FigureId,
    },
    /// Shares of a closed list add up to 100 %.
    SharesOfWhole {
        /// The percentages.
        shares: Vec<FigureId>,
    },
    /// `percent = amount / prior`, where `prior = current ∓ amount`.
    Rate {
        /// The printed percentage.
        percent: FigureId,
        /// The current figure.
        current: FigureId,
        /// The amount of the change, printed without sign.
        amount: FigureId,
        /// True for 减少.
        decrease: bool,
    },
    /// `current = prior ± amount`, where the prior figure is printed.
    Step {
        /// The current figure.
        current: FigureId,
        /// The earlier figure.
        prior: FigureId,
        /// The amount of the change.
        amount: FigureId,
        /// True for 减少.
        decrease: bool,
    },
}

/// What an identity is about, for messages and hovers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The cell of the relation's head, by its row and its column: “208 社会保障和就业支出”合计.
    Head,
    /// What these words say.
    Words(Message),
}

impl Subject {
    /// What these words say, in Chinese and in English.
    pub fn words(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self::Words(Message::new(chinese, english))
    }
}

/// Something that must hold, with the rule that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The code of the rule that declared it: `B103`.
    pub rule: &'static str,
    /// What must hold.
    pub relation: Relation,
    /// What it is about.
    pub subject: Subject,
    /// The severity when it is broken, when it is not the rule's own.
    pub severity: Option<Severity>,
}

impl Relation {
    /// The figure that the others are measured against: the total, the bound, the percentage, the
    /// current figure. A contradiction that no single figure explains is reported there.
    pub fn head(&self) -> Option<FigureId> {
        match self {
            Self::Sum { total, .. } => Some(*total),
            Self::AtMost { bound, .. } => Some(*bound),
            Self::Equal { left, .. } => Some(*left),
            Self::Share { percent, .. } | Self::Rate { percent, .. } => Some(*percent),
            Self::SharesOfWhole { shares } => shares.first().copied(),
            Self::Step { current, .. } => Some(*current),
        }
    }

    /// Every figure that takes part, the head first.
    pub fn operands(&self) -> Vec<FigureId> {
        match self {
            Self::Sum { total, parts } => std::iter::once(*total)
                .chain(parts.iter().map(|part| part.figure))
                .collect(),
            Self::AtMost { bound, parts } => std::iter::once(*bound)
                .chain(parts.iter().copied())
                .collect(),
            Self::Equal { left, right } => vec![*left, *right],
            Self::Share {
                percent,
                part,
                whole,
            } => vec![*percent, *part, *whole],
            Self::SharesOfWhole { shares } => shares.clone(),
            Self::Rate {
                percent,
                current,
                amount,
                ..
            } => vec![*percent, *current, *amount],
            Self::Step {
                current,
                prior,
                amount,
                ..
            } => vec![*current, *prior, *amount],
        }
    }
}

impl Relation {
    /// Whether one of some figures takes part.
    pub fn involves(&self, figures: &[FigureId]) -> bool {
        let is_one = |figure: &FigureId| figures.contains(figure);
        match self {
            Self::Sum { total, parts } => {
                is_one(total) || parts.iter().any(|part| is_one(&part.figure))
            }
            Self::AtMost { bound, parts } => is_one(bound) || parts.iter().any(is_one),
            Self::Equal { left, right } => is_one(left) || is_one(right),
            Self::Share {
                percent,
                part,
                whole,
            } => [percent, part, whole].into_iter().any(is_one),
            Self::SharesOfWhole { shares } => shares.iter().any(is_one),
            Self::Rate {
                percent,
                current,
                amount,
                ..
            } => [percent, current, amount].into_iter().any(is_one),
            Self::Step {
                current,
                prior,
                amount,
                ..
            } => [current, prior, amount].into_iter().any(is_one),
        }
    }
}

impl Identity {
    /// Every figure that takes part, the head first.
    pub fn operands(&self) -> Vec<FigureId> {
        self.relation.operands()
    }

    /// How many figures take part, each counted as often as it does.
    pub fn operand_count(&self) -> usize {
        match &self.relation {
            Relation::Sum { parts, .. } => 1 + parts.len(),
            Relation::AtMost { parts, .. } => 1 + parts.len(),
            Relation::Equal { .. } => 2,
            Relation::SharesOfWhole { shares } => shares.len(),
            Relation::Share { .. } | Relation::Rate { .. } | Relation::Step { .. } => 3,
        }
    }
}

/// What the evaluation of an identity says (domain specification §6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The printed values agree exactly.
    Exact,
    /// They agree within rounding.
    Rounding {
        /// Printed total less computed total, in the unit of the total.
        residual: Decimal,
        /// The greatest residual that rounding can explain.
        bound: Decimal,
        /// So large that rounding is an unlikely explanation.
        improbable: bool,
    },
    /// They cannot both be right.
    Inconsistent {
        /// Printed less computed value, in the unit of the total.
        residual: Decimal,
        /// The greatest residual that rounding can explain.
        bound: Decimal,
        /// A warning: inconsistent only if trailing zeros were dropped (§6.2), or a percentage
        /// that is off by no more than a unit of its last decimal (§6.4).
        likely: bool,
        /// A percentage, or an amount in a larger unit, that was truncated and not rounded (§6.1,
        /// §6.4): information.
        truncated: bool,
    },
    /// It could not be evaluated.
    Blocked,
}

impl Verdict {
    /// Whether the printed values cannot all be right (a truncated percentage can).
    pub fn is_contradiction(self) -> bool {
        matches!(
            self,
            Self::Inconsistent {
                truncated: false,
                ..
            }
        )
    }
}
