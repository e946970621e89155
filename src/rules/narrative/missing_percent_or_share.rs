//! 缺少百分号或占比。
//!
//! ## 检查什么
//! “占71.73”“增长13.95”后面没有百分号；同一串列举中其他各项都写了占比，有的项没有写。
//!
//! ## 为什么
//! 漏了百分号，数字没有意义；列举中漏了占比，读者无从核对。
//!
//! ## 例
//! 错：基本支出156.95万元，占43.60；项目支出203万元，占56.40%。
//!
//! 对：基本支出156.95万元，占43.60%；项目支出203万元，占56.40%。
//!
//! ## 如何修改
//! 补上百分号或占比。
//!
//! ## 不报的情形
//! 占地、占用；百分点；全部各项都没有占比的列举。
//!
//! ## In English
//! A percentage lacks its sign, or an item of a list lacks the share that its siblings have.

use std::sync::LazyLock;

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, Enumeration, Figure, FigureId, Statement, StatementPlace, Unit};
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B318.
pub const RULE: Rule = Rule {
    code: "B318",
    name: "missing-percent-or-share",
    title: "缺少百分号或占比",
    severity: Severity::Information,
    source: include_str!("missing_percent_or_share.rs"),
    basis: Basis::Statements,
    checks: &[
        Check::Lines(|| Some(&LEXICON), signs),
        Check::Inspection(shares),
    ],
};

fn signs(disclosure: &Disclosure, line: Span, found: &mut Vec<Finding>) {
    let spans = without_sign(disclosure.words(line)).into_iter();
    found.extend(spans.map(|span| unsigned(disclosure, span.offset_by(line.start))));
}

fn shares(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for statement in &disclosure.statements {
        if statement.place == StatementPlace::Prose {
            let lists = statement.enumerations.iter();
            found.extend(lists.filter_map(|list| without_share(disclosure, statement, list)));
        }
    }
}

/// Words that a percentage with decimals follows.
const BEFORE: [&str; 6] = ["占", "增长", "下降", "上升", "降低", "占比"];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let digits = '0'..='9';
    Lexicon::new(BEFORE.iter().flat_map(|word| {
        let digits = digits.clone();
        digits.map(move |digit| format!("{word}{digit}"))
    }))
});

/// Numbers with decimals after 占 or 增长 that end a clause without any unit.
fn without_sign(words: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for word in BEFORE {
        for (at, _) in words.match_indices(word) {
            let start = at + word.len();
            let rest = words.get(start..).unwrap_or_default();
            let length = rest
                .find(|next: char| !next.is_ascii_digit() && next != '.')
                .unwrap_or(rest.len());
            let number = rest.get(..length).unwrap_or_default();
            let number = number.trim_end_matches('.');
            let after = rest
                .get(number.len()..)
                .and_then(|rest| rest.chars().next());
            let ends = matches!(
                after,
                None | Some('，' | '。' | '；' | '、' | ',' | ';' | '）')
            );
            if number.contains('.') && ends {
                spans.push(Span::new(start, start + number.len()));
            }
        }
    }
    spans.sort();
    spans.dedup();
    spans
}

fn unsigned(disclosure: &Disclosure, span: Span) -> Finding {
    let number = disclosure.words(span);
    RULE.finding(
        span,
        format!("“{number}”后面缺少百分号"),
        format!("The percent sign is missing after “{number}”"),
    )
    .mended(Span::empty(span.end), "%")
}

/// The fewest items of a list that shows a habit, and the fewest of them with a share.
const FEWEST_ITEMS: usize = 3;
const FEWEST_SHARES: usize = 2;

fn without_share(
    disclosure: &Disclosure,
    statement: &Statement,
    list: &Enumeration,
) -> Option<Finding> {
    let has_share = |figure: FigureId| statement.shares.iter().any(|share| share.part == figure);
    let figure_of = |figure: FigureId| disclosure.figure(figure).filter(|figure| is_money(figure));
    let items: Vec<(FigureId, &Figure)> = list
        .items
        .iter()
        .filter_map(|item| Some((item.figure, figure_of(item.figure)?)))
        .collect();
    let (with, without): (Vec<_>, Vec<_>) = items.iter().partition(|(id, _)| has_share(*id));
    if items.len() < FEWEST_ITEMS || with.len() < FEWEST_SHARES {
        return None;
    }
    let mut without = without.into_iter();
    let (_, first) = without.next()?;
    let finding = RULE.finding(
        first.span,
        "其他各项写了占比，这一项没有".to_owned(),
        "The other items have a share, this one has none".to_owned(),
    );
    Some(without.fold(finding, |finding, (_, figure)| {
        finding.beside(figure.span, "也没有占比", "has no share either")
    }))
}

fn is_money(figure: &Figure) -> bool {
    matches!(
        figure.unit,
        Unit::Yuan | Unit::TenThousandYuan | Unit::HundredMillionYuan
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn a_missing_sign_is_found() {
        let draft = "支出10.00万元，比上年增长⟦13.95⟧。其中基本支出占⟦71.73⟧；项目占28.27%。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("增长13.95%。"));
    }

    #[test]
    fn an_item_without_the_share_of_its_siblings_is_found() {
        assert_reports(
            &RULE,
            "2025年一般公共预算当年支出100.00万元，主要用于以下方面：一般公共服务支出80.00万元，占80.00%；\
             社会保障和就业支出12.00万元，占12.00%；卫生健康支出⟦3.00⟧万元；住房保障支出5.00万元。\n",
        );
    }

    #[test]
    fn land_and_lists_without_shares_are_right() {
        assert_silent(
            &RULE,
            "办公用房占3.5亩。2025年支出100.00万元，其中：一般公共服务支出80.00万元，\
             卫生健康支出20.00万元。增长1.5个百分点。\n",
        );
    }
}
