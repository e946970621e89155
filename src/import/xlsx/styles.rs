//! The number formats of cells, by the number of their style.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::number_format::NumberFormat;
use crate::import::xml::Element;

/// Number formats by style.
#[derive(Debug)]
pub struct Styles {
    formats: Vec<NumberFormat>,
    general: NumberFormat,
    counts_from_1904: bool,
}

impl Styles {
    /// Reads the part `styles.xml`.
    pub fn of(part: Option<&Element>, counts_from_1904: bool) -> Self {
        let mut own: HashMap<usize, String> = HashMap::new();
        let formats = part.and_then(|part| part.child("numFmts"));
        for format in formats
            .iter()
            .flat_map(|formats| formats.children_named("numFmt"))
        {
            if let (Some(id), Some(code)) =
                (format.number("numFmtId"), format.attribute("formatCode"))
            {
                own.insert(id, code.to_owned());
            }
        }
        let styles = part.and_then(|part| part.child("cellXfs"));
        let formats = styles.iter().flat_map(|styles| styles.children_named("xf"));
        let formats = formats.map(|style| {
            let id = style.number("numFmtId").unwrap_or(0);
            let code = own.get(&id).map_or_else(|| built_in(id), String::as_str);
            NumberFormat::parse(code)
        });
        Self {
            formats: formats.collect(),
            general: NumberFormat::parse("General"),
            counts_from_1904,
        }
    }

    /// A number as a cell of a style shows it.
    pub fn show(&self, style: Option<usize>, value: Decimal) -> String {
        let format = style.and_then(|style| self.formats.get(style));
        let format = format.unwrap_or(&self.general);
        format.show(value, self.counts_from_1904)
    }
}

/// The formats that files do not spell out (ECMA-376 part 1, §18.8.30), those for dates as in
/// Chinese Excel.
fn built_in(id: usize) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "\"¥\"#,##0;\"¥\"-#,##0",
        7 | 8 => "\"¥\"#,##0.00;\"¥\"-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 => "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ",
        42 => "_ \"¥\"* #,##0_ ;_ \"¥\"* -#,##0_ ;_ \"¥\"* \"-\"_ ;_ @_ ",
        43 => "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
        44 => "_ \"¥\"* #,##0.00_ ;_ \"¥\"* -#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ",
        45 => "mm:ss",
        47 => "mm:ss.0",
        49 => "@",
        _ => "General",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    #[test]
    fn a_style_leads_to_its_format() {
        let part = xml::parse(
            "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='0.0_ '/></numFmts>\
             <cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>\
             <cellXfs><xf numFmtId='0'/><xf numFmtId='176'/><xf numFmtId='4'/></cellXfs></styleSheet>",
        )
        .unwrap();
        let styles = Styles::of(Some(&part), false);
        let value = Decimal::new(12_034, 1);
        let shown = [None, Some(0), Some(1), Some(2), Some(99)].map(|it| styles.show(it, value));
        assert_eq!(shown, ["1203.4", "1203.4", "1203.4", "1,203.40", "1203.4"]);
    }
}
