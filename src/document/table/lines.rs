//! What the body rows are, and which line stands inside which (domain specification §1.4, §3.0).

use crate::document::normalise::normalise;
use crate::document::organisation::is_organisation_name;
use crate::document::{CodePart, Column, ColumnRole, Line, LineKind, TableKind};
use crate::subjects::{Classification, SubjectLevel};
use crate::text::Span;

use super::header::{PrintedCell, is_digits};
use super::landmarks::Landmarks;

/// What the reader of the lines knows of the table.
#[derive(Debug, Clone, Copy)]
pub struct LineContext<'a> {
    /// Which table it is.
    pub kind: TableKind,
    /// The organisation's name, normalised; empty when unknown.
    pub organisation: &'a str,
    /// The columns.
    pub columns: &'a [Column],
}

/// The form of the number before a label, from outer to inner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ordinal {
    /// 一、
    Chinese,
    /// （一）
    BracketedChinese,
    /// 1.
    Digit,
    /// （1）
    BracketedDigit,
    /// ①
    Circled,
}

const CHINESE_DIGITS: &str = "一二三四五六七八九十百";

/// The number before a normalised label, and the label after it.
pub fn ordinal(label: &str) -> Option<(Ordinal, &str)> {
    let first = label.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some((Ordinal::Circled, label.get(first.len_utf8()..)?));
    }
    if let Some(inner) = label.strip_prefix('(') {
        let (number, after) = inner.split_once(')')?;
        if is_chinese_number(number) {
            return Some((Ordinal::BracketedChinese, after));
        }
        return is_digits(number).then_some((Ordinal::BracketedDigit, after));
    }
    if let Some((number, after)) = label.split_once('、') {
        if is_chinese_number(number) {
            return Some((Ordinal::Chinese, after));
        }
        if is_digits(number) && number.len() <= 2 {
            return Some((Ordinal::Digit, after));
        }
    }
    let (number, after) = label.split_once('.')?;
    let counts = is_digits(number) && number.len() <= 2;
    let words = after
        .chars()
        .next()
        .is_some_and(|next| !next.is_ascii_digit());
    (counts && words).then_some((Ordinal::Digit, after))
}

fn is_chinese_number(number: &str) -> bool {
    !number.is_empty()
        && number
            .chars()
            .all(|character| CHINESE_DIGITS.contains(character))
}

/// Reads the lines of one side; `rows` are the body rows as (index, cells of the whole row).
pub fn lines(
    rows: &[(usize, Vec<PrintedCell<'_>>)],
    side: std::ops::Range<usize>,
    context: LineContext<'_>,
) -> Vec<Line> {
    let mut reader = LineReader {
        context,
        side,
        lines: Vec::new(),
        landmarks: Landmarks::default(),
        inside_of_which: None,
    };
    for (row, cells) in rows {
        reader.read(*row, cells);
    }
    reader.link_totals();
    reader.lines
}

struct LineReader<'a> {
    context: LineContext<'a>,
    side: std::ops::Range<usize>,
    lines: Vec<Line>,
    /// What matters of the lines read so far.
    landmarks: Landmarks,
    /// The line that the running 其中 list is inside of.
    inside_of_which: Option<usize>,
}

impl LineReader<'_> {
    fn read(&mut self, row: usize, cells: &[PrintedCell<'_>]) {
        let own = cells.get(self.side.clone()).unwrap_or_default();
        if own.iter().all(|cell| cell.words.is_empty()) {
            return;
        }
        let (code, code_span) = self.code(cells);
        let label_cell = self.label_cell(cells);
        let label_span = label_cell.map_or_else(
            || {
                own.first().map_or(Span::new(0, 0), |cell| {
                    Span::new(cell.span.start, cell.span.start)
                })
            },
            |cell| cell.span,
        );
        let printed = normalise(label_cell.map_or("", |cell| cell.words));
        let (ordinal, label) = match ordinal(&printed) {
            Some((ordinal, label)) => (Some(ordinal), label.to_owned()),
            None => (None, printed),
        };
        let mut organisation_code = self.organisation_code(cells);
        let (mut code, mut code_span) = (code, code_span);
        if code
            .as_deref()
            .is_some_and(|code| !begins_like_subject(code))
        {
            organisation_code = organisation_code.or(code.take());
            code_span = None;
        }
        let kind = self.kind(
            &label,
            ordinal,
            code.as_deref(),
            organisation_code.as_deref(),
            cells,
        );
        let parent = self.parent(kind, ordinal, code.as_deref(), organisation_code.as_deref());
        let code = code.or_else(|| organisation_code.filter(|_| kind == LineKind::Organisation));
        let government = self.government(cells);
        let line = Line {
            government,
            row,
            kind,
            label,
            label_span,
            code,
            code_span,
            parent,
        };
        self.landmarks.note(self.lines.len(), &line, ordinal);
        self.lines.push(line);
    }

    fn columns(&self) -> impl Iterator<Item = (usize, &Column)> + '_ {
        let columns = self
            .context
            .columns
            .get(self.side.clone())
            .unwrap_or_default();
        self.side.clone().zip(columns)
    }

    /// The cell that names the row: the first name cell with words.
    fn label_cell<'text>(&self, cells: &[PrintedCell<'text>]) -> Option<PrintedCell<'text>> {
        let named = self
            .columns()
            .filter(|(_, column)| matches!(column.role, ColumnRole::Name))
            .filter_map(|(index, _)| cells.get(index))
            .find(|cell| !cell.words.is_empty());
        named.copied().or_else(|| self.stray_label(cells))
    }

    /// A total word that stands in a code or text column because its cells were merged.
    fn stray_label<'text>(&self, cells: &[PrintedCell<'text>]) -> Option<PrintedCell<'text>> {
        self.columns()
            .filter(|(_, column)| {
                !matches!(column.role, ColumnRole::Amount(_) | ColumnRole::Percentage)
            })
            .filter_map(|(index, _)| cells.get(index))
            .find(|cell| !cell.words.is_empty() && !is_digits(cell.words))
            .copied()
    }

    /// The subject code of a row, joined from its parts.
    fn code(&self, cells: &[PrintedCell<'_>]) -> (Option<String>, Option<Span>) {
        let mut code = String::new();
        let mut span: Option<Span> = None;
        for (index, column) in self.columns() {
            let ColumnRole::Code(classification, part) = column.role else {
                continue;
            };
            if classification == Classification::GovernmentEconomic {
                continue;
            }
            let Some(cell) = cells.get(index).filter(|cell| is_digits(cell.words)) else {
                continue;
            };
            if part == CodePart::Whole && !code.is_empty() {
                continue;
            }
            code.push_str(&normalise(cell.words));
            span = Some(span.map_or(cell.span, |span| span.cover(cell.span)));
        }
        if code.is_empty() {
            (None, None)
        } else {
            (Some(code), span)
        }
    }

    /// The code of the government economic subject of a row, else its name.
    fn government(&self, cells: &[PrintedCell<'_>]) -> Option<String> {
        let words = |accept: fn(&ColumnRole) -> bool| -> String {
            self.columns()
                .filter(|(_, column)| accept(&column.role))
                .filter_map(|(index, _)| cells.get(index))
                .map(|cell| normalise(cell.words))
                .collect()
        };
        let is_code = |role: &ColumnRole| {
            matches!(
                role,
                ColumnRole::Code(Classification::GovernmentEconomic, _)
            )
        };
        let code = words(is_code);
        let name = words(|role| *role == ColumnRole::GovernmentName);
        [code, name].into_iter().find(|words| !words.is_empty())
    }

    fn organisation_code(&self, cells: &[PrintedCell<'_>]) -> Option<String> {
        self.columns()
            .filter(|(_, column)| column.role == ColumnRole::OrganisationCode)
            .filter_map(|(index, _)| cells.get(index))
            .map(|cell| normalise(cell.words))
            .find(|words| !words.is_empty())
    }

    fn kind(
        &self,
        label: &str,
        ordinal: Option<Ordinal>,
        code: Option<&str>,
        organisation_code: Option<&str>,
        cells: &[PrintedCell<'_>],
    ) -> LineKind {
        if let Some(kind) = total_kind(label) {
            return kind;
        }
        if label.starts_with("其中") {
            return LineKind::OfWhich;
        }
        if ordinal.is_none() && self.inside_of_which.is_some() && self.continues_of_which(code) {
            return LineKind::OfWhich;
        }
        if let Some(code) = code {
            return LineKind::Subject(nearest_level(code));
        }
        if self.is_organisation(label, organisation_code, cells) {
            return LineKind::Organisation;
        }
        match self.context.kind {
            TableKind::Projects | TableKind::ProjectsCarriedIn if !label.is_empty() => {
                LineKind::Project
            }
            TableKind::BasicExpenditure | TableKind::FinalBasicExpenditure
                if is_economic_class(label) && self.government_name_is_blank(cells) =>
            {
                LineKind::Group
            }
            _ if label.is_empty() => LineKind::Other,
            _ => LineKind::Item,
        }
    }

    /// The lines after 其中 that have no number of their own belong to it, in tables of items.
    fn continues_of_which(&self, code: Option<&str>) -> bool {
        code.is_none()
            && self
                .lines
                .last()
                .is_some_and(|line| line.kind == LineKind::OfWhich)
    }

    fn government_name_is_blank(&self, cells: &[PrintedCell<'_>]) -> bool {
        self.columns()
            .filter(|(_, column)| column.role == ColumnRole::GovernmentName)
            .filter_map(|(index, _)| cells.get(index))
            .all(|cell| cell.words.is_empty())
    }

    fn is_organisation(
        &self,
        label: &str,
        organisation_code: Option<&str>,
        cells: &[PrintedCell<'_>],
    ) -> bool {
        let typed = self
            .columns()
            .filter(|(_, column)| column.role == ColumnRole::Text)
            .filter_map(|(index, _)| cells.get(index))
            .any(|cell| !cell.words.is_empty());
        if organisation_code.is_some() {
            return !typed;
        }
        let of_organisations = matches!(
            self.context.kind,
            TableKind::Projects
                | TableKind::ProjectsCarriedIn
                | TableKind::OperatingFunds
                | TableKind::Income
        );
        if !of_organisations || label.is_empty() {
            return false;
        }
        let organisation = self.context.organisation;
        let own = !organisation.is_empty() && label.contains(organisation);
        own || is_organisation_name(label) || self.context.kind == TableKind::OperatingFunds
    }

    fn parent(
        &mut self,
        kind: LineKind,
        ordinal: Option<Ordinal>,
        code: Option<&str>,
        organisation_code: Option<&str>,
    ) -> Option<usize> {
        if kind != LineKind::OfWhich {
            self.inside_of_which = None;
        }
        match kind {
            LineKind::Subject(_) => self.landmarks.subject_around(code.unwrap_or_default()),
            LineKind::OfWhich => {
                let parent = self
                    .inside_of_which
                    .or_else(|| self.lines.len().checked_sub(1));
                self.inside_of_which = parent;
                parent
            }
            LineKind::Project => self.landmarks.last_organisation(),
            LineKind::Organisation => self.landmarks.organisation_around(organisation_code),
            LineKind::Item => self.landmarks.item_around(ordinal),
            _ => None,
        }
    }

    /// Items before 本年收入合计 (or before 收入总计 where there is no such line) are inside it.
    fn link_totals(&mut self) {
        let Some(total) = self
            .lines
            .iter()
            .position(|line| matches!(line.kind, LineKind::CurrentTotal | LineKind::GrandTotal))
        else {
            return;
        };
        for line in self.lines.iter_mut().take(total) {
            if line.parent.is_none() && line.kind == LineKind::Item {
                line.parent = Some(total);
            }
        }
    }
}

/// The kind of a total line by its label.
fn total_kind(label: &str) -> Option<LineKind> {
    let kind = match label {
        "合计" | "小计" | "部门合计" | "支出功能分类合计" => LineKind::Total,
        "本年收入合计" | "本年支出合计" | "本年收入" | "本年支出" | "本年收入小计"
        | "本年支出小计" => LineKind::CurrentTotal,
        "收入总计" | "支出总计" | "总计" | "收入合计" | "支出合计" | "收支总计" | "收入总额"
        | "支出总额" => LineKind::GrandTotal,
        "结余分配" => LineKind::SurplusDistribution,
        "人员经费合计" | "公用经费合计" => LineKind::Total,
        _ => return carry_kind(label),
    };
    Some(kind)
}

/// Carry-over lines begin with these words.
fn carry_kind(label: &str) -> Option<LineKind> {
    const CARRY_IN: [&str; 3] = ["上年结转", "上年财政拨款结转", "年初"];
    const CARRY_OUT: [&str; 4] = ["年终结转", "年末", "结转下年", "年终财政拨款结转"];
    const SURPLUS: [&str; 3] = ["使用非财政拨款结余", "用事业基金弥补", "使用专用结余"];
    if CARRY_IN.iter().any(|words| label.starts_with(words)) && label.contains("结转") {
        return Some(LineKind::CarryIn);
    }
    if CARRY_OUT.iter().any(|words| label.starts_with(words)) && label.contains("结转") {
        return Some(LineKind::CarryOut);
    }
    SURPLUS
        .iter()
        .any(|words| label.starts_with(words))
        .then_some(LineKind::SurplusUsed)
}

/// Subject codes begin with 1 (revenue), 2 (function), 3 (departmental economic) or
/// 5 (government economic); other codes in a code column are those of organisations.
fn begins_like_subject(code: &str) -> bool {
    code.starts_with(['1', '2', '3', '5'])
}

/// The level of a subject code by its length.
pub fn subject_level(code: &str) -> Option<SubjectLevel> {
    match code.len() {
        3 => Some(SubjectLevel::Class),
        5 => Some(SubjectLevel::Section),
        7 => Some(SubjectLevel::Item),
        _ => None,
    }
}

/// The level of a code whose length may be wrong: the level that its digits reach.
fn nearest_level(code: &str) -> SubjectLevel {
    match code.len() {
        0..=3 => SubjectLevel::Class,
        4 | 5 => SubjectLevel::Section,
        _ => SubjectLevel::Item,
    }
}

/// The economic classes that head their details in tables without codes (appendix A.3).
fn is_economic_class(label: &str) -> bool {
    matches!(
        label,
        "工资福利支出"
            | "商品和服务支出"
            | "对个人和家庭的补助"
            | "对个人和家庭补助"
            | "债务利息及费用支出"
            | "资本性支出(基本建设)"
            | "资本性支出"
            | "对企业补助"
            | "对企业补助(基本建设)"
            | "对社会保障基金补助"
            | "其他支出"
    )
}
