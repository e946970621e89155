//! The documents of a folder beside each other: last year's, the budget beside the final account,
//! the units of a department (domain specification §4.3). Of each document only a [`Digest`] is
//! kept, so that thousands of them can be compared.

mod compare;
mod digest;

#[cfg(test)]
mod tests;

pub use compare::{Mismatch, compare};
pub use digest::{Digest, digest, digest_of};
