//! The checks of domain specification §8: one file a check, named after it.
//!
//! Arithmetic checks only declare identities; the others inspect the [`Disclosure`]. The leading
//! doc comment of a check's file is its user documentation; `docs/rules.md` and `docs/checks` are
//! generated from it.

pub mod analysis_notes;
mod basis;
pub mod between_documents;
pub mod between_tables;
pub mod completeness;
pub mod identity_of_document;
pub(crate) mod inspection;
pub mod lexicon;
pub mod narrative;
pub mod performance;
pub mod residue;
#[cfg(test)]
pub mod testing;
pub mod within_table;

use std::sync::LazyLock;

use crate::audit::{Finding, Identity, Severity};
use crate::document::{Disclosure, Table};
use crate::rules::lexicon::{Lexicon, Lexicons};
use crate::text::Span;

use analysis_notes::{check_not_run, misaligned_columns, table_not_recognised, unreadable_cell};
use between_documents::{initial_budget, prior_year, same_project, unit_total};
use between_tables::{
    basic_expenditure_link, classification_placement, economic_summary_link,
    expenditure_and_fund_tables, fiscal_summary_and_fund_tables, function_economic_pair,
    operating_and_public_funds, overall_target_and_totals, project_expenditure_link,
    project_target_and_project_table, summary_and_expenditure, summary_and_income,
    three_public_and_economic,
};
use completeness::{
    affiliated_coverage, disclosure_depth, empty_table_statement, glossary_coverage,
    glossary_quality, missing_or_empty_section, missing_part, missing_table, numbering,
    toc_mismatch,
};
use identity_of_document::{
    as_of_date, code_form, code_name, kind_and_role_wording, level_residue, organisation_name,
    outdated_name, unit_line, year,
};
use narrative::{
    change_coherence, change_direction, change_percent, completion_rate, counted_composition,
    economic_item_list, enumeration_sum, function_breakdown, magnitude_slip,
    missing_percent_or_share, performance_counts, procurement, reason, repeated_indicator,
    restated_amount, share_percent, stated_count_and_list, three_public_narrative,
    three_public_volumes, zero_base_percent,
};
use performance::{
    cost_indicator_and_funds, empty_indicator, project_funding_sum, self_evaluation_arithmetic,
};
use residue::{
    conversion_residue, likely_typo, number_and_width_style, placeholder, punctuation_duplicate,
    template_instruction, unresolved_alternative,
};
use within_table::{
    bad_number_cell, blank_total, code_rollup, duplicate_row, economic_group_rollup, fund_flow,
    grand_total_composition, income_equals_expenditure, of_which_bound, organisation_rollup,
    rounding_note, row_components, section_sum, three_public_composition, total_row,
};

/// A part of what a rule does.
#[derive(Clone, Copy)]
pub enum Check {
    /// Declares what must hold between figures; the audit evaluates it.
    Identities(fn(&Disclosure, &mut Vec<Identity>)),
    /// Looks at the document and reports what it finds.
    Inspection(fn(&Disclosure, &mut Vec<Finding>)),
    /// Declares what must hold between the figures of each table by itself.
    TableIdentities(fn(&Disclosure, &Table, &mut Vec<Identity>)),
    /// Looks at each table by itself.
    TableInspection(fn(&Disclosure, &Table, &mut Vec<Finding>)),
    /// Looks at each line by itself; only at those with a word of a lexicon when there is one, else
    /// at all, those of the contents too.
    Lines(
        fn() -> Option<&'static Lexicon>,
        fn(&Disclosure, Span, &mut Vec<Finding>),
    ),
    /// Raised by the audit itself when it evaluates identities of other rules (B115).
    Evaluation,
    /// Raised when the documents of a folder are compared, which no document by itself can show.
    Comparison,
}

/// What the answer of a check of the whole disclosure depends on. One that looks at each table by
/// itself depends on the words, and on the figures of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// On words and on how they were read, but never on the values of figures: as long as an edit
    /// types over digits ([`Disclosure::has_words_of`]), the answer stands. Only of the lines and
    /// the rows that its findings point at it may say more.
    Words,
    /// On what sentences and forms state of which figures as well: what a number is a part of may
    /// depend on its value.
    Statements,
    /// On statements, and on which figures are above, at and below zero.
    Signs,
    /// On statements, and on the figures of sentences.
    Sentences,
    /// On the values of all figures.
    Figures,
}

/// A check of the catalogue.
#[derive(Clone, Copy)]
pub struct Rule {
    /// `B103`; stable for ever.
    pub code: &'static str,
    /// `code-rollup`.
    pub name: &'static str,
    /// The title in Chinese.
    pub title: &'static str,
    /// The severity of a plain violation.
    pub severity: Severity,
    /// The source file, whose leading doc comment is the user documentation.
    pub source: &'static str,
    /// What its answer depends on.
    pub basis: Basis,
    /// What it does.
    pub checks: &'static [Check],
}

/// Every check, by code.
pub const RULES: &[Rule] = &[
    row_components::RULE,
    total_row::RULE,
    code_rollup::RULE,
    income_equals_expenditure::RULE,
    grand_total_composition::RULE,
    section_sum::RULE,
    of_which_bound::RULE,
    organisation_rollup::RULE,
    economic_group_rollup::RULE,
    three_public_composition::RULE,
    fund_flow::RULE,
    blank_total::RULE,
    duplicate_row::RULE,
    bad_number_cell::RULE,
    rounding_note::RULE,
    summary_and_income::RULE,
    summary_and_expenditure::RULE,
    fiscal_summary_and_fund_tables::RULE,
    expenditure_and_fund_tables::RULE,
    basic_expenditure_link::RULE,
    project_expenditure_link::RULE,
    three_public_and_economic::RULE,
    operating_and_public_funds::RULE,
    economic_summary_link::RULE,
    function_economic_pair::RULE,
    classification_placement::RULE,
    overall_target_and_totals::RULE,
    project_target_and_project_table::RULE,
    restated_amount::RULE,
    enumeration_sum::RULE,
    share_percent::RULE,
    change_percent::RULE,
    change_direction::RULE,
    zero_base_percent::RULE,
    change_coherence::RULE,
    completion_rate::RULE,
    repeated_indicator::RULE,
    function_breakdown::RULE,
    economic_item_list::RULE,
    three_public_narrative::RULE,
    procurement::RULE,
    counted_composition::RULE,
    stated_count_and_list::RULE,
    performance_counts::RULE,
    magnitude_slip::RULE,
    missing_percent_or_share::RULE,
    reason::RULE,
    three_public_volumes::RULE,
    year::RULE,
    organisation_name::RULE,
    kind_and_role_wording::RULE,
    code_name::RULE,
    code_form::RULE,
    outdated_name::RULE,
    unit_line::RULE,
    as_of_date::RULE,
    level_residue::RULE,
    missing_part::RULE,
    missing_table::RULE,
    missing_or_empty_section::RULE,
    empty_table_statement::RULE,
    toc_mismatch::RULE,
    numbering::RULE,
    glossary_coverage::RULE,
    glossary_quality::RULE,
    disclosure_depth::RULE,
    affiliated_coverage::RULE,
    placeholder::RULE,
    unresolved_alternative::RULE,
    template_instruction::RULE,
    conversion_residue::RULE,
    punctuation_duplicate::RULE,
    number_and_width_style::RULE,
    likely_typo::RULE,
    project_funding_sum::RULE,
    cost_indicator_and_funds::RULE,
    empty_indicator::RULE,
    self_evaluation_arithmetic::RULE,
    prior_year::RULE,
    initial_budget::RULE,
    unit_total::RULE,
    same_project::RULE,
    table_not_recognised::RULE,
    unreadable_cell::RULE,
    misaligned_columns::RULE,
    check_not_run::RULE,
];

/// The lexicons of the checks that look at lines by themselves, in the order of [`RULES`].
pub static LEXICONS: LazyLock<Lexicons> = LazyLock::new(|| {
    let checks = RULES.iter().flat_map(|rule| rule.checks);
    Lexicons::new(checks.filter_map(|check| match check {
        Check::Lines(lexicon, _) => lexicon(),
        _ => None,
    }))
});

/// The check of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// The last heading of a check's documentation; what it rests on comes before it.
const IN_ENGLISH: &str = " ## In English";

/// The user documentation of a check, as Markdown: what `yusuan explain` prints.
pub fn documentation(rule: &Rule) -> String {
    let mut text = format!("# {} {}（{}）\n\n", rule.code, rule.title, rule.name);
    text.push_str(&format!("级别：{}\n\n", severity_name(rule.severity)));
    for line in rule.source.lines() {
        let Some(comment) = line.strip_prefix("//!") else {
            break;
        };
        if comment == IN_ENGLISH {
            text.push_str(&rests_on(rule));
        }
        text.push_str(comment.strip_prefix(' ').unwrap_or(comment));
        text.push('\n');
    }
    text
}

/// The section on what law or rule a check rests on.
fn rests_on(rule: &Rule) -> String {
    let sentences = match basis::of(rule.code).as_slice() {
        [one] => (*one).to_owned(),
        several => several
            .iter()
            .map(|it| format!("- {it}"))
            .collect::<Vec<_>>()
            .join("\n"),
    };
    format!("## 依据\n{sentences}\n\n")
}

/// The list of all checks as Markdown, linked to the page of each.
pub fn index() -> String {
    let mut text = String::from(
        "# 检查项目\n\n由各检查的源文件生成，请勿直接修改。\n\n\
         Generated from the source of the checks; do not edit.\n\n\
         | 代码 | 名称 | 检查 | 级别 |\n| --- | --- | --- | --- |\n",
    );
    for rule in RULES {
        text.push_str(&format!(
            "| [{code}](checks/{code}.md) | {} | {} | {} |\n",
            rule.name,
            rule.title,
            severity_name(rule.severity),
            code = rule.code,
        ));
    }
    text
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误 error",
        Severity::Warning => "警告 warning",
        Severity::Information => "提示 information",
        Severity::Hint => "参考 hint",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn the_registry_holds_these_checks_in_order() {
        let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
        assert_eq!(
            codes,
            [
                "B101", "B102", "B103", "B104", "B105", "B106", "B107", "B108", "B109", "B110",
                "B111", "B112", "B113", "B114", "B115", "B201", "B202", "B203", "B204", "B205",
                "B206", "B207", "B208", "B209", "B210", "B211", "B212", "B213", "B301", "B302",
                "B303", "B304", "B305", "B306", "B307", "B308", "B309", "B310", "B311", "B312",
                "B313", "B314", "B315", "B316", "B317", "B318", "B319", "B320", "B401", "B402",
                "B403", "B404", "B405", "B406", "B407", "B408", "B409", "B501", "B502", "B503",
                "B504", "B505", "B506", "B507", "B508", "B509", "B510", "B601", "B602", "B603",
                "B604", "B605", "B606", "B607", "B701", "B702", "B703", "B704", "B801", "B802",
                "B803", "B804", "B901", "B902", "B903", "B904",
            ]
        );
        assert!(codes.is_sorted());
        for code in codes {
            assert_eq!(rule(code).map(|rule| rule.code), Some(code));
        }
        assert!(rule("B999").is_none());
    }

    #[test]
    fn every_check_is_documented_in_both_languages() {
        let headings = [
            "## 检查什么",
            "## 为什么",
            "## 例",
            "## 如何修改",
            "## 不报的情形",
            "## 依据",
            "## In English",
        ];
        for rule in RULES {
            let text = documentation(rule);
            for heading in headings {
                assert!(text.contains(heading), "{} lacks {heading}", rule.code);
            }
        }
    }

    /// `UPDATE_DOCS=1 cargo test` writes the pages anew.
    #[test]
    fn the_pages_are_current() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/checks");
        let mut pages: Vec<(String, String)> = RULES
            .iter()
            .map(|rule| (format!("{}.md", rule.code), documentation(rule)))
            .collect();
        pages.push(("../rules.md".to_owned(), index()));
        let update = std::env::var_os("UPDATE_DOCS").is_some();
        for (name, text) in pages {
            let path = folder.join(&name);
            if update {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &text).unwrap();
            }
            let written = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(written, text, "{name} is not current: set UPDATE_DOCS=1");
        }
    }
}
