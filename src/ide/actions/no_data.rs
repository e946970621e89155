//! The statement below an empty table that it has no data (domain specification §7.3).

use super::Offer;
use super::selection::Selection;
use crate::document::{Disclosure, Table};
use crate::ide::say;
use crate::text::{Edit, Span};

/// The check of empty tables.
const EMPTY_TABLE: &str = "B504";

/// The statement where the document has no empty table that is explained.
const USUAL: &str = "注：本表无数据";

/// Writes the statement below the table, as other empty tables of the document have it.
pub(super) fn offer<'draft>(selection: &Selection<'draft>) -> Option<Offer<'draft>> {
    let disclosure = selection.disclosure();
    let table = disclosure
        .tables
        .iter()
        .find(|table| selection.touches(table.span))?;
    let findings = selection.place.analysis.findings.iter();
    let finding = findings
        .filter(|finding| finding.code == EMPTY_TABLE && finding.fix.is_none())
        .find(|finding| table.span.contains_span(finding.span))?;
    // A statement that stands under data is the other defect of this check.
    if table.states_no_data || table.notes.contains(&finding.span) {
        return None;
    }
    let statement = usual_statement(disclosure);
    let last = table.rows.last()?.span.end;
    let end = selection.line_end();
    let edit = Edit::new(Span::empty(last), format!("{end}{end}{statement}"));
    let title = format!(
        "{}“{statement}”",
        say(selection.locale, "表下补上", "Write below the table: ")
    );
    Some(Offer::mending(finding, title, vec![edit]))
}

/// A short general statement that another table has; a longer one names its own budget.
fn usual_statement(disclosure: &Disclosure) -> &str {
    let explained = disclosure
        .tables
        .iter()
        .filter(|table| table.states_no_data);
    let statements = explained.flat_map(|table: &Table| &table.notes);
    statements
        .map(|note| disclosure.words(*note).trim())
        .find(|words| ["本表无数据", "本表为空表", "本表为空"].contains(&bare(words)))
        .unwrap_or(USUAL)
}

fn bare(words: &str) -> &str {
    let words = words.strip_prefix("注").unwrap_or(words);
    words.trim_matches(['：', ':', '。', ' '])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{after, titles};
    use crate::audit::Draft;

    const EMPTY: &str = "第一部分 预算表\n\n2024年政府性基金预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n合计\t$0\t\t\t\n\n第二部分 说明\n\n一、收入\n\n略。\n";

    #[test]
    fn an_empty_table_gets_its_statement() {
        let mended = after(EMPTY, "表下补上“注：本表无数据”");
        assert!(
            mended.contains("合计\t\t\t\t\n\n注：本表无数据\n\n第二部分"),
            "{mended}"
        );
        let draft = Draft::open(&mended);
        let findings = &draft.disclosures[0].analysis.findings;
        assert!(
            findings.iter().all(|finding| finding.code != "B504"),
            "{findings:#?}"
        );
    }

    #[test]
    fn the_words_and_line_ends_of_the_document_are_kept() {
        let other = "2024年国有资本经营预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n合计\t\t\n\n本表为空表。\n\n第二部分";
        let draft = EMPTY.replace("第二部分", other).replace('\n', "\r\n");
        let mended = after(&draft, "表下补上“本表为空表。”");
        assert!(
            mended.contains("合计\t\t\t\t\r\n\r\n本表为空表。\r\n"),
            "{mended}"
        );
    }

    #[test]
    fn a_table_with_data_gets_none() {
        let full = EMPTY.replace("合计\t$0\t\t\t", "合计\t$0\t5.00\t5.00\t");
        assert!(titles(&full).iter().all(|title| !title.contains("无数据")));
    }
}
