//! Places in Word, Excel and PDF files, in words.

use super::say;
use crate::audit::Locale;
use crate::import::{Note, Place, SourceMap, column_letters, listed};

/// The place in the original of what stands at a byte offset of an imported text; none when the
/// text was not imported.
pub fn of(map: Option<&SourceMap>, offset: usize, locale: Locale) -> Option<String> {
    let place = map?.place(offset)?;
    Some(match locale {
        Locale::Chinese => in_chinese(place),
        Locale::English => in_english(place),
    })
}

/// What a reader should know of a file.
pub fn note(note: &Note, locale: Locale) -> String {
    let english = match note {
        Note::Macros => "holds macros, which were neither read nor run".to_owned(),
        Note::TrackedChanges => "holds tracked changes: read as if all were accepted".to_owned(),
        Note::HiddenSheets(names) => format!("hidden sheets were not read: {}", names.join(", ")),
        Note::HiddenCells(sheet) => {
            format!("hidden rows and columns of sheet '{sheet}' were not read")
        }
        Note::PagesWithoutText(pages) => {
            let pages = listed(pages, ", ");
            format!("pages without text (perhaps pictures) were not read: {pages}")
        }
        Note::TablesWithoutLines(pages) => {
            let pages = listed(pages, ", ");
            format!(
                "tables without upright lines on pages {pages}: columns were told by position and \
                 may be wrong; compare with yusuan import"
            )
        }
        Note::UnknownCharacters(count) => {
            format!("{count} characters could not be told and are shown as �")
        }
    };
    say(locale, note.to_string(), english)
}

fn in_chinese(place: &Place) -> String {
    let on = |page: &Option<usize>| page.map_or_else(String::new, |page| format!("第{page}页 "));
    match place {
        Place::Paragraph { page, paragraph } => format!("{}第{paragraph}段", on(page)),
        Place::TableCell {
            page,
            table,
            row,
            column,
        } => format!("{}表{table} 第{row}行第{column}列", on(page)),
        Place::Footnote { note } => format!("脚注{note}"),
        Place::SheetCell { sheet, row, column } => {
            format!("工作表“{sheet}” {}{row}", column_letters(*column))
        }
        Place::PageLine { page, line } => format!("第{page}页 第{line}行"),
    }
}

fn in_english(place: &Place) -> String {
    let on = |page: &Option<usize>| page.map_or_else(String::new, |page| format!("page {page}, "));
    match place {
        Place::Paragraph { page, paragraph } => format!("{}paragraph {paragraph}", on(page)),
        Place::TableCell {
            page,
            table,
            row,
            column,
        } => format!("{}table {table}, row {row}, column {column}", on(page)),
        Place::Footnote { note } => format!("footnote {note}"),
        Place::SheetCell { sheet, row, column } => {
            format!("sheet '{sheet}', {}{row}", column_letters(*column))
        }
        Place::PageLine { page, line } => format!("page {page}, line {line}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_as_their_program_does() {
        let cell = Place::SheetCell {
            sheet: "收支总表".into(),
            row: 12,
            column: 28,
        };
        assert_eq!(in_chinese(&cell), "工作表“收支总表” AB12");
        let cell = Place::TableCell {
            page: Some(3),
            table: 2,
            row: 5,
            column: 4,
        };
        assert_eq!(in_chinese(&cell), "第3页 表2 第5行第4列");
        assert_eq!(in_english(&cell), "page 3, table 2, row 5, column 4");
    }
}
