//! Family 5: completeness (domain specification §7, §8.5).

pub mod affiliated_coverage;
pub mod disclosure_depth;
pub mod empty_table_statement;
pub mod glossary_coverage;
pub mod glossary_quality;
pub mod missing_or_empty_section;
pub mod missing_part;
pub mod missing_table;
pub mod numbering;
mod profile;
pub mod toc_mismatch;
