//! Word: the body of a document, its tables, automatic numbers and footnotes (ECMA-376 part 1,
//! WordprocessingML).

mod body;
mod numbering;
mod paragraph;
mod table;

use super::package::{Package, missing};
use super::{ImportError, Imported};
use body::Body;
use numbering::Numbering;
use paragraph::Footnotes;

/// Reads the document whose main part is named.
///
/// # Errors
/// When a part is missing, damaged or too large.
pub fn read(package: &mut Package<'_>, main: &str) -> Result<Imported, ImportError> {
    let links = package.relationships(main)?;
    let mut part = |kind: &str| {
        let link = links.iter().find(|link| link.kind == kind);
        link.map_or(Ok(None), |link| package.tree(&link.target))
    };
    let numbering = Numbering::of(part("numbering")?.as_ref(), part("styles")?.as_ref());
    let notes = Footnotes::of(part("footnotes")?.as_ref(), part("endnotes")?.as_ref());
    let content = package.part(main)?.ok_or_else(|| missing(main))?;
    Body::new(numbering, notes, &content).read(main)
}
