//! What the suite must reach, and what it reaches now.

/// Thresholds, each of a thousand: of the detectable mutations those that are detected, of the
/// detected ones those that are named and restored, and the findings elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Thresholds {
    /// At least so many of a thousand detectable mutations are detected.
    pub detected: usize,
    /// At least so many of a thousand detected ones are named.
    pub named: usize,
    /// At least so many of a thousand detected ones are restored.
    pub restored: usize,
    /// At most so many findings elsewhere for a thousand mutations.
    pub noise: usize,
}

/// The targets for the figures of tables.
pub const TABLE_TARGET: Thresholds = Thresholds {
    detected: 980,
    named: 950,
    restored: 950,
    noise: 100,
};

/// The targets for the amounts and percentages of the prose; naming them is not a target.
pub const PROSE_TARGET: Thresholds = Thresholds {
    detected: 900,
    named: 0,
    restored: 0,
    noise: 100,
};

/// What the fast subset reaches now in tables; to be raised when it reaches more.
pub const TABLE_NOW: Thresholds = Thresholds {
    detected: 970,
    named: 955,
    restored: 945,
    noise: 60,
};

/// What the fast subset reaches now in prose.
pub const PROSE_NOW: Thresholds = Thresholds {
    detected: 800,
    named: 650,
    restored: 550,
    noise: 300,
};
