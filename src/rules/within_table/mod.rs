//! Family 1: checks inside one table (domain specification §8.1).

pub mod bad_number_cell;
pub mod blank_total;
pub mod change_columns;
pub mod code_rollup;
pub mod duplicate_row;
pub mod economic_group_rollup;
pub mod formula;
pub mod fund_flow;
pub mod grand_total_composition;
pub mod income_equals_expenditure;
pub mod nesting;
pub mod of_which_bound;
pub mod organisation_rollup;
pub mod rounding_note;
pub mod row_components;
pub mod section_sum;
pub mod three_public_composition;
pub mod total_row;
