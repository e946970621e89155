//! Family 7: performance tables (domain specification §8.7).

pub mod cost_indicator_and_funds;
pub mod empty_indicator;
pub mod project_funding_sum;
pub mod self_evaluation_arithmetic;
