//! Excel: what each sheet shows (ECMA-376 part 1, SpreadsheetML). A formula counts for the value
//! that it last had; a number is written as its cell shows it.

mod date;
mod number_format;
mod sheet;
mod styles;

use super::package::{Package, missing};
use super::writer::Writer;
use super::xml::{self, Element, XmlError};
use super::{ImportError, Imported, Note};
use sheet::SheetReader;
use styles::Styles;

/// The most bytes of words that shared strings may come to in all cells together.
const MOST_TEXT_BYTES: usize = 64 << 20;

/// Reads the workbook whose main part is named: its sheets in their order.
///
/// # Errors
/// When a part is missing, damaged or too large.
pub fn read(package: &mut Package<'_>, main: &str) -> Result<Imported, ImportError> {
    let links = package.relationships(main)?;
    let workbook = package.tree(main)?.ok_or_else(|| missing(main))?;
    let target = |kind: &str| {
        let link = links.iter().find(|link| link.kind == kind);
        link.map(|link| link.target.clone())
    };
    let strings = match target("sharedStrings") {
        Some(name) => shared_strings(package, &name)?,
        None => Vec::new(),
    };
    let styles = match target("styles") {
        Some(name) => package.tree(&name)?,
        None => None,
    };
    let properties = workbook.child("workbookPr");
    let counts_from_1904 = properties.is_some_and(|it| is_on(it, "date1904"));
    let styles = Styles::of(styles.as_ref(), counts_from_1904);
    let mut writer = Writer::default();
    let mut hidden = Vec::new();
    let sheets = workbook.child("sheets");
    for sheet in sheets
        .iter()
        .flat_map(|sheets| sheets.children_named("sheet"))
    {
        let name = sheet.attribute("name").unwrap_or_default();
        if sheet.attribute("state").is_some_and(|it| it != "visible") {
            hidden.push(name.to_owned());
            continue;
        }
        let id = sheet.attribute("id").unwrap_or_default();
        let Some(link) = links.iter().find(|link| link.id == id) else {
            continue;
        };
        // Sheets of charts and dialogues hold no cells.
        if link.kind != "worksheet" {
            continue;
        }
        let part = &link.target;
        let content = package.part(part)?.ok_or_else(|| missing(part))?;
        let reader = SheetReader::new(name, &strings, &styles);
        reader.read(&content, part, &mut writer)?;
        if writer.is_overfull() {
            return Err(ImportError::Overblown);
        }
    }
    if !hidden.is_empty() {
        writer.note(Note::HiddenSheets(hidden));
    }
    Ok(writer.finish())
}

/// Whether an attribute says yes.
fn is_on(element: &Element, name: &str) -> bool {
    matches!(element.attribute(name), Some("1" | "true" | "on"))
}

/// The strings that cells refer to by number.
fn shared_strings(package: &mut Package<'_>, name: &str) -> Result<Vec<String>, ImportError> {
    let content = package.part(name)?.ok_or_else(|| missing(name))?;
    let mut strings = Vec::new();
    let read = xml::each_child_of(&content, "sst", |item| {
        strings.push(rich_text(&item));
        Ok::<(), XmlError>(())
    });
    read.map_err(|error| error.within(name))?;
    Ok(strings)
}

/// The words of a string in pieces of several styles, without phonetic guides.
fn rich_text(item: &Element) -> String {
    let mut words = String::new();
    for child in item.children() {
        match child.name.as_str() {
            "t" => words.push_str(&child.text()),
            "r" => words.extend(child.children_named("t").map(Element::text)),
            _ => {}
        }
    }
    words
}
