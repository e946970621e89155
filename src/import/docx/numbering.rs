//! Automatic numbers: 一、 （二） 第三部分. They are not in the text of a paragraph.

use std::collections::HashMap;

use crate::import::xml::Element;

/// The most levels of a list; Word has nine.
const LEVELS: usize = 9;

/// The longest chain of styles that is followed.
const MOST_STYLES: usize = 16;

/// A level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: usize,
    format: String,
    /// `%1、`: a number of a level, and what stands around it.
    template: String,
}

/// The lists and styles of a document, and how far each list has come.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Levels by abstract list.
    lists: HashMap<String, Vec<Level>>,
    /// Abstract list by list.
    instances: HashMap<String, String>,
    /// List and level by style, and the style it is based on.
    styles: HashMap<String, Style>,
    counters: HashMap<String, [Option<usize>; LEVELS]>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    list: Option<(String, usize)>,
    base: Option<String>,
}

impl Numbering {
    /// Reads the parts `numbering.xml` and `styles.xml`.
    pub fn of(numbering: Option<&Element>, styles: Option<&Element>) -> Self {
        let mut read = Self::default();
        for element in numbering.iter().flat_map(|part| part.children()) {
            read.add_list(element);
        }
        for style in styles.iter().flat_map(|part| part.children_named("style")) {
            if let Some(id) = style.attribute("styleId") {
                let value = |name: &str| style.child(name)?.attribute("val").map(str::to_owned);
                let list = style.child("pPr").and_then(list_of);
                let base = value("basedOn");
                read.styles.insert(id.to_owned(), Style { list, base });
            }
        }
        read
    }

    fn add_list(&mut self, element: &Element) {
        match element.name.as_str() {
            "abstractNum" => {
                let Some(id) = element.attribute("abstractNumId") else {
                    return;
                };
                let levels = element.children_named("lvl").take(LEVELS).map(level);
                self.lists.insert(id.to_owned(), levels.collect());
            }
            "num" => {
                let list = element
                    .child("abstractNumId")
                    .and_then(|it| it.attribute("val"));
                if let (Some(id), Some(list)) = (element.attribute("numId"), list) {
                    self.instances.insert(id.to_owned(), list.to_owned());
                }
            }
            _ => {}
        }
    }

    /// The number of a paragraph, which is counted by this. Empty when it has none.
    pub fn next(&mut self, paragraph: &Element) -> String {
        self.number(paragraph).unwrap_or_default()
    }

    fn number(&mut self, paragraph: &Element) -> Option<String> {
        let properties = paragraph.child("pPr")?;
        let own = list_of(properties);
        let style = properties
            .child("pStyle")
            .and_then(|it| it.attribute("val"));
        let (list, level) = own.or_else(|| self.list_of_style(style?))?;
        let list = self.instances.get(&list)?;
        let levels = self.lists.get(list)?;
        let counters = self.counters.entry(list.clone()).or_default();
        let here = levels.get(level)?;
        let counter = counters.get_mut(level)?;
        *counter = Some(counter.map_or(here.start, |count| count.saturating_add(1)));
        for deeper in counters.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let mut number = here.template.clone();
        for (index, level) in levels.iter().enumerate().take(level + 1) {
            let count = counters.get(index).copied().flatten();
            let words = in_format(count.unwrap_or(level.start), &level.format)?;
            number = number.replace(&format!("%{}", index + 1), &words);
        }
        Some(number)
    }

    fn list_of_style(&self, style: &str) -> Option<(String, usize)> {
        let mut style = self.styles.get(style)?;
        for _ in 0..MOST_STYLES {
            if let Some(list) = &style.list {
                return Some(list.clone());
            }
            style = self.styles.get(style.base.as_ref()?)?;
        }
        None
    }
}

/// The list and level that properties of a paragraph name. List 0 says that there is none.
fn list_of(properties: &Element) -> Option<(String, usize)> {
    let numbers = properties.child("numPr")?;
    let list = numbers.child("numId")?.attribute("val")?;
    let level = numbers.child("ilvl").and_then(|it| it.number("val"));
    Some((list.to_owned(), level.unwrap_or(0)))
}

fn level(element: &Element) -> Level {
    let value = |name: &str| element.child(name).and_then(|it| it.attribute("val"));
    Level {
        start: value("start").and_then(|it| it.parse().ok()).unwrap_or(1),
        format: value("numFmt").unwrap_or("decimal").to_owned(),
        template: value("lvlText").unwrap_or_default().to_owned(),
    }
}

/// A number as a format of Word shows it; none for bullets.
fn in_format(number: usize, format: &str) -> Option<String> {
    let words = match format {
        "bullet" | "none" => return None,
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "chineseLegalSimplified" => chinese(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalZero" => format!("{number:02}"),
        "upperLetter" => letter(number, b'A'),
        "lowerLetter" => letter(number, b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        _ => number.to_string(),
    };
    Some(words)
}

/// 一 to 九百九十九.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: usize| DIGITS.get(value % 10).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    match number {
        0 => "〇".to_owned(),
        1..=9 => digit(ones).to_owned(),
        10..=19 => format!("十{}", digit(ones)),
        20..=99 => format!("{}十{}", digit(tens), digit(ones)),
        100..=999 => {
            let ten = match (tens, ones) {
                (0, 0) => "",
                (0, _) => "零",
                _ => "十",
            };
            format!("{}百{}{ten}{}", digit(hundreds), digit(tens), digit(ones))
        }
        _ => number.to_string(),
    }
}

fn circled(number: usize) -> String {
    let character = u32::try_from(number)
        .ok()
        .filter(|it| (1..=20).contains(it));
    let character = character.and_then(|it| char::from_u32(0x2460 + it - 1));
    character.map_or_else(|| number.to_string(), String::from)
}

fn letter(number: usize, first: u8) -> String {
    let index = u8::try_from((number.max(1) - 1) % 26).unwrap_or_default();
    char::from(first + index).to_string()
}

fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 399 {
        return number.to_string();
    }
    let mut rest = number;
    let mut words = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            words.push_str(sign);
            rest -= value;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    #[test]
    fn numbers_are_written_as_in_word() {
        let chinese: Vec<String> = [1, 10, 11, 20, 35, 100, 108, 110, 999]
            .into_iter()
            .map(super::chinese)
            .collect();
        assert_eq!(
            chinese,
            [
                "一",
                "十",
                "十一",
                "二十",
                "三十五",
                "一百",
                "一百零八",
                "一百一十",
                "九百九十九"
            ]
        );
        assert_eq!(in_format(3, "decimalEnclosedCircle").as_deref(), Some("③"));
        assert_eq!(in_format(28, "lowerLetter").as_deref(), Some("b"));
        assert_eq!(in_format(14, "upperRoman").as_deref(), Some("XIV"));
        assert_eq!(in_format(1, "bullet"), None);
    }

    #[test]
    fn lists_count_by_level_and_begin_again_below() {
        let numbering = xml::parse(
            "<numbering><abstractNum abstractNumId='5'>\
             <lvl><start val='1'/><numFmt val='chineseCounting'/><lvlText val='%1、'/></lvl>\
             <lvl><start val='1'/><numFmt val='decimal'/><lvlText val='（%1-%2）'/></lvl>\
             </abstractNum><num numId='2'><abstractNumId val='5'/></num></numbering>",
        )
        .unwrap();
        let styles = xml::parse(
            "<styles><style styleId='Heading'><basedOn val='Base'/></style><style styleId='Base'>\
             <pPr><numPr><numId val='2'/></numPr></pPr></style></styles>",
        )
        .unwrap();
        let mut numbers = Numbering::of(Some(&numbering), Some(&styles));
        let mut next = |properties: &str| {
            let xml = format!("<p><pPr>{properties}</pPr></p>");
            numbers.next(&xml::parse(&xml).unwrap())
        };
        let below = "<numPr><ilvl val='1'/><numId val='2'/></numPr>";
        assert_eq!(next("<pStyle val='Heading'/>"), "一、");
        assert_eq!(next(below), "（一-1）");
        assert_eq!(next(below), "（一-2）");
        assert_eq!(next("<pStyle val='Heading'/>"), "二、");
        assert_eq!(next(below), "（二-1）");
        assert_eq!(
            next("<pStyle val='Heading'/><numPr><numId val='0'/></numPr>"),
            ""
        );
    }
}
