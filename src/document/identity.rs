//! Kind, year and organisation of a disclosure, read from its titles (domain specification §2.1).

use std::collections::BTreeMap;

use crate::document::normalise::normalise;
use crate::document::organisation::is_organisation_name;
use crate::document::{DocumentKind, Organisation};
use crate::syntax::{Block, Row, Table};
use crate::text::Span;

/// What the titles of a disclosure say of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentIdentity {
    /// Budget or final account.
    pub kind: Option<DocumentKind>,
    /// The fiscal year.
    pub fiscal_year: Option<u16>,
    /// The organisation.
    pub organisation: Option<Organisation>,
}

/// The titles of a disclosure by weight: cover, parts, tables.
#[derive(Default)]
struct Titles {
    covers: Vec<(String, Span)>,
    parts: Vec<(String, Span)>,
    tables: Vec<String>,
    organisations: Vec<(String, Span)>,
    periods: Vec<String>,
    forms: Vec<(String, Span)>,
}

/// Labels of the cell before the organisation's name in a form.
const FORM_LABELS: [&str; 4] = ["部门(单位)名称", "部门名称", "单位名称", "预算单位"];

/// Reads kind, year and organisation.
pub fn read_identity(text: &str, blocks: &[Block]) -> DocumentIdentity {
    let mut titles = Titles::default();
    titles.collect(text, blocks);
    DocumentIdentity {
        kind: titles.kind(),
        fiscal_year: titles.fiscal_year(),
        organisation: titles.organisation(),
    }
}

impl Titles {
    fn collect(&mut self, text: &str, blocks: &[Block]) {
        let words = |span: Span| normalise(span.get(text).unwrap_or_default());
        for block in blocks {
            match block {
                Block::CoverLine(span) => self.covers.push((words(*span), *span)),
                Block::Part(part) => {
                    let title = part.heading.title;
                    self.parts.push((words(title), title));
                    self.collect(text, &part.blocks);
                }
                Block::Section(section) => {
                    let title = words(section.heading.title);
                    if section.level == 0 {
                        self.parts.push((title, section.heading.title));
                    }
                    self.collect(text, &section.blocks);
                }
                Block::Table(table) => {
                    self.collect_table(text, table);
                    self.collect_form(text, &table.rows);
                }
                Block::CellList(list) => self.collect_form(text, &list.rows),
                _ => {}
            }
        }
    }

    fn collect_table(&mut self, text: &str, table: &Table) {
        let words = |span: Span| normalise(span.get(text).unwrap_or_default());
        self.tables.extend(table.title.map(words));
        self.periods.extend(table.period.map(words));
        let Some(span) = table.organisation else {
            return;
        };
        let printed = span.get(text).unwrap_or_default();
        let Some((label, name)) = printed.split_once(['：', ':']) else {
            return;
        };
        let start = span.end - name.trim_start().len();
        let name_span = Span::new(start.min(span.end), span.end);
        let name = normalise(name);
        if !name.is_empty() && !label.contains("金额") {
            self.organisations.push((name, name_span));
        }
    }

    /// Forms name the organisation in the cell after a label: 部门（单位）名称.
    fn collect_form(&mut self, text: &str, rows: &[Row]) {
        for row in rows {
            let mut cells = row.cells.iter().filter(|cell| !cell.is_empty());
            let label = cells
                .next()
                .map(|cell| normalise(cell.get(text).unwrap_or_default()));
            let names = label.is_some_and(|label| FORM_LABELS.contains(&label.as_str()));
            if let Some(cell) = cells.next().filter(|_| names) {
                let name = without_codes(&normalise(cell.get(text).unwrap_or_default()));
                self.forms
                    .extend(is_organisation_name(&name).then_some((name, *cell)));
            }
        }
    }

    /// Titles decide, never the count of a word: a final account says 预算 everywhere.
    fn kind(&self) -> Option<DocumentKind> {
        let lines = |lines: &[(String, Span)]| {
            lines
                .iter()
                .map(|(line, _)| line.clone())
                .collect::<Vec<_>>()
        };
        [lines(&self.covers), lines(&self.parts), self.tables.clone()]
            .iter()
            .find_map(|titles| kind_of(titles))
    }

    fn fiscal_year(&self) -> Option<u16> {
        let first = |lines: &[(String, Span)]| lines.iter().find_map(|(line, _)| year_in(line));
        first(&self.covers)
            .or_else(|| first(&self.parts))
            .or_else(|| most_common(self.tables.iter().filter_map(|title| year_in(title))))
            .or_else(|| most_common(self.periods.iter().filter_map(|period| year_in(period))))
    }

    /// The caption of most tables names the organisation; else the cover and the parts do.
    fn organisation(&self) -> Option<Organisation> {
        let captions = most_common(self.organisations.iter().map(|(name, _)| name.clone()));
        if let Some(name) = captions {
            let span = self
                .organisations
                .iter()
                .find(|(other, _)| *other == name)?
                .1;
            return Some(Organisation { name, span });
        }
        self.organisation_of_titles().or_else(|| {
            let (name, span) = self.forms.first()?.clone();
            Some(Organisation { name, span })
        })
    }

    fn organisation_of_titles(&self) -> Option<Organisation> {
        let joined: String = self.covers.iter().map(|(line, _)| line.as_str()).collect();
        let (name, span) = self
            .covers
            .iter()
            .chain(&self.parts)
            .filter_map(|(line, span)| Some((organisation_in_title(line)?, *span)))
            .max_by_key(|(name, _)| {
                let on_cover = joined.contains(name.as_str());
                (on_cover, self.mentions(name).min(2), name.chars().count())
            })?;
        Some(Organisation { name, span })
    }

    fn mentions(&self, name: &str) -> usize {
        self.covers
            .iter()
            .chain(&self.parts)
            .filter(|(line, _)| line.contains(name))
            .count()
    }
}

fn kind_of(titles: &[String]) -> Option<DocumentKind> {
    let budget = titles
        .iter()
        .filter(|title| title.contains("预算") && !title.contains("决算"))
        .count();
    let final_account = titles.iter().filter(|title| title.contains("决算")).count();
    match budget.cmp(&final_account) {
        std::cmp::Ordering::Greater => Some(DocumentKind::Budget),
        std::cmp::Ordering::Less => Some(DocumentKind::FinalAccount),
        std::cmp::Ordering::Equal => None,
    }
}

fn most_common<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(value, _)| value)
}

/// The first 20xx年 of a normalised title.
pub fn year_in(title: &str) -> Option<u16> {
    title.match_indices("20").find_map(|(at, _)| {
        let year: u16 = title.get(at..at + 4)?.parse().ok()?;
        let after = title.get(at + 4..)?;
        let named = after.starts_with('年') || after.starts_with(')') || after.starts_with("预");
        let attached = title
            .get(..at)?
            .chars()
            .next_back()
            .is_some_and(|left| left.is_ascii_digit());
        (named && !attached).then_some(year)
    })
}

/// Words that end the organisation's name in a title.
const AFTER_NAME: [&str; 14] = [
    "部门预算",
    "部门决算",
    "单位预算",
    "单位决算",
    "部门概况",
    "单位概况",
    "部门主要职",
    "主要职",
    "概况",
    "预算",
    "决算",
    "部门20",
    "机构设置",
    "部门基本情况",
];

/// The organisation that a title line names.
pub fn organisation_in_title(line: &str) -> Option<String> {
    let mut name = without_year(line);
    for ending in AFTER_NAME {
        if let Some((before, _)) = name.split_once(ending) {
            name = before.to_owned();
        }
    }
    let name = name.trim().to_owned();
    is_organisation_name(&name).then_some(name)
}

/// The name without the codes that budget systems put around it: 043-…, …-211103000.
fn without_codes(name: &str) -> String {
    name.trim_matches(|character: char| character.is_ascii_digit() || character == '-')
        .to_owned()
}

fn without_year(line: &str) -> String {
    let Some(year) = year_in(line) else {
        return line.to_owned();
    };
    line.replace(&format!("{year}年度"), "")
        .replace(&format!("{year}年"), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_stand_before_the_word_year() {
        assert_eq!(year_in("2024年度部门预算公开"), Some(2024));
        assert_eq!(year_in("(2025)年度"), Some(2025));
        assert_eq!(year_in("世界500强"), None);
        assert_eq!(year_in("120245年"), None);
    }

    #[test]
    fn a_title_names_the_organisation_on_either_side_of_the_year() {
        let cases = [
            (
                "云溪市投资促进中心2024年度部门预算",
                Some("云溪市投资促进中心"),
            ),
            (
                "2024年度云溪市投资促进中心部门预算说明",
                Some("云溪市投资促进中心"),
            ),
            ("云溪市投资促进中心部门概况", Some("云溪市投资促进中心")),
            ("2024年度部门预算公开", None),
            ("名词解释", None),
        ];
        for (title, expected) in cases {
            assert_eq!(organisation_in_title(title).as_deref(), expected, "{title}");
        }
    }
}
