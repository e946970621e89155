//! Counts of mutations and of what came of them.

use std::ops::AddAssign;

use crate::outcome::Outcome;

/// Mutations that could be noticed, and what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Mutations.
    pub mutations: usize,
    /// Those with a new error or warning.
    pub detected: usize,
    /// Those with one on exactly the mutated number.
    pub named: usize,
    /// Those whose fix gives the original value back.
    pub restored: usize,
    /// New errors and warnings elsewhere.
    pub noise: usize,
}

impl Tally {
    /// Counts a mutation.
    pub fn add(&mut self, outcome: &Outcome) {
        *self += Self {
            mutations: 1,
            detected: usize::from(outcome.detected),
            named: usize::from(outcome.named),
            restored: usize::from(outcome.restored),
            noise: outcome.noise,
        };
    }

    /// Detected, of a thousand mutations.
    pub fn detected_of_thousand(&self) -> usize {
        of_thousand(self.detected, self.mutations)
    }

    /// Named, of a thousand detected ones.
    pub fn named_of_thousand(&self) -> usize {
        of_thousand(self.named, self.detected)
    }

    /// Restored, of a thousand detected ones.
    pub fn restored_of_thousand(&self) -> usize {
        of_thousand(self.restored, self.detected)
    }

    /// New errors and warnings elsewhere for a thousand mutations.
    pub fn noise_of_thousand(&self) -> usize {
        (self.noise * 1000).div_ceil(self.mutations.max(1))
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.mutations += other.mutations;
        self.detected += other.detected;
        self.named += other.named;
        self.restored += other.restored;
        self.noise += other.noise;
    }
}

/// Rounded down, so that no target is reached by rounding; nothing of nothing is all.
fn of_thousand(part: usize, whole: usize) -> usize {
    (part * 1000).checked_div(whole).unwrap_or(1000)
}
