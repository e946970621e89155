//! The document model: which table is this, which column is 合计, what does this sentence state.
//!
//! A [`Disclosure`] is read from its own text: every span in it is relative to the start of that
//! text, so that a disclosure of a compendium keeps its model while its neighbours are edited.

mod contents;
mod conventions;
mod disclosure;
mod figure;
mod form;
mod glossary;
mod identity;
mod index;
mod indicator;
pub mod normalise;
pub mod number;
mod ordinal;
mod organisation;
mod partition;
mod precision;
mod prose;
mod reader;
mod retyping;
mod sameness;
mod shared;
mod statement;
mod table;
mod year;

pub use contents::{Contents, ContentsEntry, ContentsTitle};
pub use conventions::Conventions;
pub use disclosure::{Disclosure, DocumentKind, Organisation, OutlineKind, OutlineNode, TocEntry};
pub use figure::{Figure, FigureId, Unit};
pub use form::{
    CostLimit, EvaluatedIndicator, Field, Form, FormContent, Funds, ListedProject, OverallForm,
    ProjectForm, SelfEvaluation, Task,
};
pub use glossary::{GlossaryEntry, subject_path};
pub use identity::organisation_in_title;
pub use index::{ColumnKey, FigureIndex, FigureKey, RowKey, ThreePublicItem, three_public_item};
pub use indicator::{Indicator, Quantity, Restatement, Scope};
pub use ordinal::{Ordinal, OrdinalForm, chinese_numeral, ordinal_of, print_ordinal};
pub use organisation::{
    AdministrativeLevel, bare_name, is_organisation_name, is_plain_organisation_name, level_of,
    place_of, same_organisation,
};
pub use partition::{part_number, partition};
pub use precision::Precision;
pub use prose::{ProseKind, ProseLine};
pub use shared::Shared;
pub use statement::{
    Change, Direction, Enumeration, EnumerationItem, Mention, Share, Statement, StatementPlace,
};
pub use table::{
    AmountColumn, Cell, CellContent, CodePart, Column, ColumnRole, Composition, Fund, HeaderNode,
    Line, LineKind, Nature, Period, Row, RowKind, Side, Table, TableContext, TableKind, read_table,
    subject_level,
};
pub use year::{PrintedYear, printed_years};
