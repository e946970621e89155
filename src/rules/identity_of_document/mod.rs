//! Family 4: years, names, codes, units (domain specification §8.4).

pub mod as_of_date;
pub mod code_form;
pub mod code_name;
pub mod kind_and_role_wording;
pub mod level_residue;
pub mod organisation_name;
pub mod outdated_name;
mod printed_subject;
pub mod unit_line;
pub mod year;
