//! Family 9: notes of the analysis, which are no defects of the draft (domain specification §8.8).

pub mod check_not_run;
pub mod misaligned_columns;
pub mod table_not_recognised;
pub mod unreadable_cell;
