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

/// The lenses of a draft in order; `shown` are the places of its errors and warnings.
pub fn code_lenses(
    draft: &Draft,
    shown: impl IntoIterator<Item = Span>,
    locale: Locale,
) -> Vec<CodeLens> {
    let mut starts: Vec<usize> = shown.into_iter().map(|span| span.start).collect();
    starts.sort_unstable();
    let disclosures = draft.disclosures.iter();
    disclosures
        .flat_map(|placed| lenses_of(placed, &starts, locale))
        .collect()
}

/// The places of the errors and warnings of a draft that its project shows.
pub fn grave_places<'draft>(
    draft: &'draft Draft,
    review: &'draft Review,
) -> impl Iterator<Item = Span> + 'draft {
    let grave = review
        .shown
        .iter()
        .filter(|it| it.severity <= Severity::Warning);
    grave.filter_map(|judged| {
        let placed = draft.disclosures.get(judged.disclosure)?;
        let finding = placed.analysis.findings.get(judged.finding)?;
        Some(finding.span.offset_by(placed.start))
    })
}

/// What became of the identities of a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    /// They hold, perhaps within rounding.
    hold: usize,
    /// They cannot hold.
    fail: usize,
}

fn lenses_of(placed: &PlacedAnalysis, starts: &[usize], locale: Locale) -> Vec<CodeLens> {
    let disclosure = &placed.analysis.disclosure;
    let (whole, by_table) = tallies(&placed.analysis);
    let findings = |span: Span| {
        let before = |end: usize| starts.partition_point(|start| *start < end);
        before(span.end) - before(span.start)
    };
    let of = Span::new(0, disclosure.text.len()).offset_by(placed.start);
    let mut lenses = Vec::new();
    if let Some(label) = label(whole, findings(of), locale) {
        let at = first_line(&disclosure.text).offset_by(placed.start);
        lenses.push(CodeLens { at, label, of });
    }
    for (table, tally) in disclosure.tables.iter().zip(by_table) {
        let of = table.span.offset_by(placed.start);
        let at = heading(disclosure, table).offset_by(placed.start);
        let found = label(tally, findings(of), locale)
            .or_else(|| has_figures(table).then(|| nothing_to_check(locale)));
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

fn has_figures(table: &Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.any(|cell| matches!(cell.content, CellContent::Figure(_)))
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
fn label(tally: Tally, findings: usize, locale: Locale) -> Option<String> {
    let Tally { hold, fail } = tally;
    let label = match (findings, fail, hold, locale) {
        (0, 0, 0, _) => return None,
        (0, 0, 1, Locale::English) => "✓ 1 identity holds".to_owned(),
        (0, 0, _, Locale::Chinese) => format!("✓ {hold} 项勾稽全部成立"),
        (0, 0, _, Locale::English) => format!("✓ all {hold} identities hold"),
        (0, _, _, Locale::Chinese) => {
            format!("{hold} 项勾稽成立，{fail} 项待别处改正")
        }
        (0, _, _, Locale::English) => {
            format!("{hold} identities hold, {fail} wait for a correction elsewhere")
        }
        (_, _, 0, Locale::Chinese) => format!("✗ {findings} 处不符"),
        (_, _, _, Locale::Chinese) => format!("✗ {findings} 处不符，{hold} 项勾稽成立"),
        (1, _, _, Locale::English) => format!("✗ 1 problem, {hold} identities hold"),
        (_, _, _, Locale::English) => format!("✗ {findings} problems, {hold} identities hold"),
    };
    Some(label)
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
                .all(|lens| lens.label.starts_with("✗ 1 problem, "))
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
