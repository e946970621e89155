//! The suites of the grammar, in one binary because linking costs more than running.

mod corpus;
mod documents;
mod generated;
mod incremental;
mod parsing;
mod queries;
mod texts;
mod total;
