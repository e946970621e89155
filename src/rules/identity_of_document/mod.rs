//! Family 4: years, names, codes, units (domain specification §8.4).

pub mod code_form;
pub mod code_name;
mod printed_subject;
