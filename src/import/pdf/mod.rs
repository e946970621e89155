//! PDF.
use super::{ImportError, Imported};
pub fn read(_: &[u8]) -> Result<Imported, ImportError> {
    Err(ImportError::WrongKind)
}
