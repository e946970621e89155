//! The catalogue of government revenue and expenditure subjects (政府收支分类科目), and short
//! explanations of general budget terms.
//!
//! The catalogue is data in `data/*.tsv`; `data/SOURCES.md` says where each row comes from. What a
//! caller may conclude from a row depends on its [`Confidence`]: names and years partly come from
//! memory, and no row but a [`Seen`](Confidence::Seen) one supports a warning.

mod catalogue;
mod economic;
mod name;
mod search;
mod subject;
mod table;
mod terms;

pub use catalogue::{Catalogue, Knowledge, NameVerdict, catalogue};
pub use economic::{EconomicMapping, UnitKind};
pub use name::normalise_name;
pub use subject::{
    BudgetFund, Classification, Confidence, ItemsCompleteness, Subject, SubjectLevel, Validity,
    YearBound,
};
pub use terms::{Term, term, terms};
