//! What stands above a table and above a draft: how many identities hold, and how many findings
//! there are.

use crate::audit::{Analysis, Draft, Locale, PlacedAnalysis, Severity, Verdict};
use crate::document::{CellContent, Disclosure, Table};
use crate::project::Review;
use crate::text::Span;

/// A line above a table or a disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLens {
    /// The line that it stands above: a title, or the first line; in the whole draft.
    pub at: Span,
    /// What it says.
    pub label: String,
    /// What it speaks of, in the whole draft.
    pub of: Span,
}

/// The place of an error or a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GravePlace {
    /// Where it stands, in the whole draft.
    pub span: Span,
    /// Two places do not agree; else something is missing, misnamed or left over.
    pub disagrees: bool,
}

/// The families of the checks that compare one place with another: within and between tables,
/// in sentences, in performance tables, between documents.
const COMPARING: [&str; 5] = ["B1", "B2", "B3", "B7", "B8"];

/// The lenses of a draft in order; `shown` are its errors and warnings.
pub fn code_lenses(
    draft: &Draft,
    shown: impl IntoIterator<Item = GravePlace>,
    locale: Locale,
) -> Vec<CodeLens> {
    let mut shown: Vec<GravePlace> = shown.into_iter().collect();
    shown.sort_by_key(|place| place.span.start);
    let disclosures = draft.disclosures.iter();
    disclosures
        .flat_map(|placed| lenses_of(placed, &shown, locale))
        .collect()
}

/// The errors and warnings of a draft that its project shows.
pub fn grave_places<'draft>(
    draft: &'draft Draft,
    review: &'draft Review,
) -> impl Iterator<Item = GravePlace> + 'draft {
    let grave = review
        .shown
        .iter()
        .filter(|it| it.severity <= Severity::Warning);
    grave.filter_map(|judged| {
        let placed = draft.disclosures.get(judged.disclosure)?;
        let finding = placed.analysis.findings.get(judged.finding)?;
        let compares = |family: &&str| finding.code.starts_with(family);
        Some(GravePlace {
            span: finding.span.offset_by(placed.start),
            disagrees: COMPARING.iter().any(compares),
        })
    })
}

/// What became of the identities of a place, and what was found there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    /// They hold, perhaps within rounding.
    hold: usize,
    /// They cannot hold.
    fail: usize,
    /// Errors and warnings of places that do not agree.
    disagreements: usize,
    /// Other errors and warnings.
    others: usize,
}

impl Tally {
    /// With the errors and warnings inside a span; `shown` are in order.
    fn with_findings(self, shown: &[GravePlace], span: Span) -> Self {
        let before = |end: usize| shown.partition_point(|place| place.span.start < end);
        let inside = shown
            .get(before(span.start)..before(span.end))
            .unwrap_or_default();
        let disagreements = inside.iter().filter(|place| place.disagrees).count();
        Self {
            disagreements,
            others: inside.len() - disagreements,
            ..self
        }
    }
}

fn lenses_of(placed: &PlacedAnalysis, shown: &[GravePlace], locale: Locale) -> Vec<CodeLens> {
    let disclosure = &placed.analysis.disclosure;
    let (whole, by_table) = tallies(&placed.analysis);
    let of = Span::new(0, disclosure.text.len()).offset_by(placed.start);
    let mut lenses = Vec::new();
    if let Some(label) = label(whole.with_findings(shown, of), locale) {
        let at = first_line(&disclosure.text).offset_by(placed.start);
        lenses.push(CodeLens { at, label, of });
    }
    for (table, tally) in disclosure.tables.iter().zip(by_table) {
        let of = table.span.offset_by(placed.start);
        let at = heading(disclosure, table).offset_by(placed.start);
        let found = label(tally.with_findings(shown, of), locale)
            .or_else(|| is_left_alone(table).then(|| nothing_to_check(locale)));
        lenses.extend(found.map(|label| CodeLens { at, label, of }));
    }
    lenses
}

/// The identities of the disclosure, and those whose head stands in each table.
fn tallies(analysis: &Analysis) -> (Tally, Vec<Tally>) {
    let tables = &analysis.disclosure.tables;
    let mut whole = Tally::default();
    let mut by_table = vec![Tally::default(); tables.len()];
    let table_of = tables_of_figures(&analysis.disclosure);
    for (identity, verdict) in analysis.identities.iter().zip(&analysis.verdicts) {
        let head = identity.relation.head();
        let table = head.and_then(|head| table_of.get(head.0 as usize).copied().flatten());
        let own = table.and_then(|table| by_table.get_mut(table));
        for tally in std::iter::once(&mut whole).chain(own) {
            match verdict {
                Verdict::Blocked => {}
                _ if verdict.is_contradiction() => tally.fail += 1,
                _ => tally.hold += 1,
            }
        }
    }
    (whole, by_table)
}

/// The table in which each figure stands.
fn tables_of_figures(disclosure: &Disclosure) -> Vec<Option<usize>> {
    let mut table_of = vec![None; disclosure.figures.len()];
    for (index, table) in disclosure.tables.iter().enumerate() {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            if let CellContent::Figure(id) = cell.content
                && let Some(own) = table_of.get_mut(id.0 as usize)
            {
                *own = Some(index);
            }
        }
    }
    table_of
}

/// Whether a table has figures of which nothing is said. One without a title may be the rest of
/// the table above, in which a row is being typed: a line that comes and goes would be in the way.
fn is_left_alone(table: &Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    table.title_span.is_some() && cells.any(|cell| matches!(cell.content, CellContent::Figure(_)))
}

/// The title of a table, else its first line.
fn heading(disclosure: &Disclosure, table: &Table) -> Span {
    let first_line = || {
        let words = disclosure.words(table.span);
        first_line(words).offset_by(table.span.start)
    };
    table.title_span.unwrap_or_else(first_line)
}

/// The first line with words.
fn first_line(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    Span::new(start, start + length)
}

/// None where there is neither an identity nor a finding.
fn label(tally: Tally, locale: Locale) -> Option<String> {
    let Tally {
        hold,
        fail,
        disagreements,
        others,
    } = tally;
    let mut parts = Vec::new();
    if disagreements > 0 {
        parts.push(disagree(disagreements, locale));
    }
    if hold > 0 {
        parts.push(match disagreements + fail {
            0 => all_hold(hold, locale),
            _ => some_hold(hold, locale),
        });
    }
    if disagreements == 0 && fail > 0 {
        parts.push(wait(fail, locale));
    }
    if others > 0 {
        parts.push(match parts.is_empty() {
            true => format!("✗ {}", problems(others, locale)),
            false => further_problems(others, locale),
        });
    }
    let between = crate::ide::say(locale, "，", ", ");
    (!parts.is_empty()).then(|| parts.join(between))
}

fn all_hold(count: usize, locale: Locale) -> String {
    match (count, locale) {
        (_, Locale::Chinese) => format!("✓ {count} 项勾稽全部成立"),
        (1, Locale::English) => "✓ 1 identity holds".to_owned(),
        (_, Locale::English) => format!("✓ all {count} identities hold"),
    }
}

fn some_hold(count: usize, locale: Locale) -> String {
    match (count, locale) {
        (_, Locale::Chinese) => format!("{count} 项勾稽成立"),
        (1, Locale::English) => "1 identity holds".to_owned(),
        (_, Locale::English) => format!("{count} identities hold"),
    }
}

/// The cause of these failures is elsewhere.
fn wait(count: usize, locale: Locale) -> String {
    match (count, locale) {
        (_, Locale::Chinese) => format!("{count} 项待别处改正"),
        (1, Locale::English) => "1 waits for a correction elsewhere".to_owned(),
        (_, Locale::English) => format!("{count} wait for a correction elsewhere"),
    }
}

fn disagree(count: usize, locale: Locale) -> String {
    match (count, locale) {
        (_, Locale::Chinese) => format!("✗ {count} 处不符"),
        (1, Locale::English) => "✗ 1 contradiction".to_owned(),
        (_, Locale::English) => format!("✗ {count} contradictions"),
    }
}

fn problems(count: usize, locale: Locale) -> String {
    match (count, locale) {
        (_, Locale::Chinese) => format!("{count} 处问题"),
        (1, Locale::English) => "1 problem".to_owned(),
        (_, Locale::English) => format!("{count} problems"),
    }
}

fn further_problems(count: usize, locale: Locale) -> String {
    match (count, locale) {
        (_, Locale::Chinese) => format!("另有 {count} 处问题"),
        (1, Locale::English) => "1 other problem".to_owned(),
        (_, Locale::English) => format!("{count} other problems"),
    }
}

fn nothing_to_check(locale: Locale) -> String {
    let words = crate::ide::say(
        locale,
        "没有可核对的勾稽关系",
        "no identity could be checked",
    );
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{CodeLens, code_lenses, grave_places};
    use crate::audit::{Draft, Locale};
    use crate::ide::fixture::{BUDGET, with, words};
    use crate::project::{Policy, review};

    fn lenses(source: &str, locale: Locale) -> (Draft, Vec<CodeLens>) {
        let draft = Draft::open(source);
        let review = review(&draft, &Policy::default(), &[], "draft.txt");
        let lenses = code_lenses(&draft, grave_places(&draft, &review), locale);
        (draft, lenses)
    }

    fn said(source: &str) -> Vec<String> {
        let (draft, lenses) = lenses(source, Locale::Chinese);
        let said = lenses.iter();
        said.map(|lens| format!("{}: {}", words(&draft, lens.at), lens.label))
            .collect()
    }

    const CONSISTENT: &str = "\
2024年度云水市商事服务局部门预算公开

2024年预算支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t230.00\t100.00\t130.00
201\t一般公共服务支出\t230.00\t100.00\t130.00
20113\t商贸事务\t230.00\t100.00\t130.00
2011301\t行政运行\t100.00\t100.00\t
2011308\t招商引资\t130.00\t\t130.00
";

    #[test]
    fn what_holds_is_counted() {
        let said = said(CONSISTENT);
        let [whole, table] = said.as_slice() else {
            panic!("two lenses: {said:?}");
        };
        assert!(
            whole.starts_with("2024年度云水市商事服务局部门预算公开: ✓ "),
            "{whole}"
        );
        assert!(table.starts_with("2024年预算支出总表: ✓ "), "{table}");
        assert!(table.ends_with(" 项勾稽全部成立"), "{table}");
    }

    #[test]
    fn what_fails_is_counted_once_for_its_cause() {
        let wrong = with(
            CONSISTENT,
            "2011308\t招商引资\t130.00",
            "2011308\t招商引资\t131.00",
        );
        let said = said(&wrong);
        assert!(
            said.iter().all(|lens| lens.contains("✗ 1 处不符，")),
            "{said:?}"
        );
        let (_, english) = lenses(&wrong, Locale::English);
        assert!(
            english
                .iter()
                .all(|lens| lens.label.starts_with("✗ 1 contradiction, "))
        );
    }

    #[test]
    fn what_does_not_contradict_a_number_is_counted_apart() {
        let unnamed = with(CONSISTENT, "2011308\t招商引资", "2011308\t招商引智");
        let said = said(&unnamed);
        assert!(
            said.iter()
                .all(|lens| lens.ends_with(" 项勾稽全部成立，另有 1 处问题")),
            "{said:?}"
        );
    }

    #[test]
    fn a_mistake_in_another_table_is_not_counted_here() {
        let wrong = with(
            BUDGET,
            "2011308\t招商引资\t130.00\t\t130.00",
            "2011308\t招商引资\t131.00\t\t130.00",
        );
        let said = said(&wrong);
        let failing = said.iter().filter(|lens| lens.contains("处不符"));
        assert_eq!(failing.count(), 2, "{said:?}");
    }

    #[test]
    fn a_table_without_identities_says_so_and_an_empty_one_nothing() {
        let lonely = "2024年度云水市商事服务局部门预算公开\n\n情况表\n\n单位：万元\n\n名称\t金额\n房屋\t12.00\n";
        let said = said(lonely);
        assert!(
            said.iter()
                .any(|lens| lens.ends_with("没有可核对的勾稽关系")),
            "{said:?}"
        );
        assert!(lenses("", Locale::Chinese).1.is_empty());
        let being_typed = CONSISTENT.replace("2011308\t", "20113\n2011308\t");
        let (_, lenses) = lenses(&being_typed, Locale::Chinese);
        assert!(
            lenses.iter().all(|lens| !lens.label.contains("没有可核对")),
            "{lenses:?}"
        );
    }

    #[test]
    fn every_disclosure_of_a_compendium_has_its_own() {
        let other = BUDGET.replace("商事服务局", "档案馆");
        let (draft, lenses) = lenses(&format!("{BUDGET}\n{other}"), Locale::Chinese);
        assert_eq!(draft.disclosures.len(), 2);
        assert_eq!(lenses.len(), 6);
        let last = &lenses[5];
        assert_eq!(words(&draft, last.at), "2024年预算支出总表");
        assert!(last.of.contains_span(last.at));
    }
}
