//! Family 7: performance tables (domain specification §8.7).

pub mod empty_indicator;
