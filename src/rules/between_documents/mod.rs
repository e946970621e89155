//! Checks of several documents: last year's, the budget beside the final account, the units of a
//! department. They are raised when a folder is checked as a whole ([`crate::project`]).

pub mod initial_budget;
pub mod prior_year;
pub mod same_project;
pub mod unit_total;
