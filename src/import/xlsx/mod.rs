//! Excel.
use super::package::Package;
use super::{ImportError, Imported};
pub fn read(_: &mut Package<'_>, _: &str) -> Result<Imported, ImportError> {
    Err(ImportError::WrongKind)
}
