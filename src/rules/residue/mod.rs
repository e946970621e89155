//! Family 6: residue and form (domain specification §8.6).

pub mod conversion_residue;
pub mod likely_typo;
pub mod number_and_width_style;
pub mod placeholder;
pub mod punctuation_duplicate;
pub mod template_instruction;
pub mod unresolved_alternative;
