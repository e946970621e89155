//! 文字说明中的增减百分比应与增减额相符。
//!
//! ## 检查什么
//! “比上年减少A万元，下降P%”：上年数等于本年数加（减）增减额，P应等于A除以上年数。写明了上年数的，
//! 本年数还应等于上年数加减A。本年数是句中首先说到的数；“收入减少……”等另有主语的，取同名的数。
//!
//! ## 为什么
//! 金额或百分比有一个没有更新，或者分母误用本年数，读者算不出同样的结果。
//!
//! ## 例
//! 错：预算8.00万元，比上年减少2.00万元，下降25.00%。（2.00÷10.00是20%；25%是误用本年数作分母）
//!
//! 对：预算8.00万元，比上年减少2.00万元，下降20.00%。
//!
//! ## 如何修改
//! 用增减额除以上年数重算百分比；百分比无误时核对增减额和本年数。
//!
//! ## 不报的情形
//! - 百分比在按印出精度计算的范围之内；
//! - 上年数为0（另有检查）；
//! - 原因说明里的增减；
//! - 说的是哪个数不能唯一确定的。
//!
//! ## In English
//! The percentage of a change must be its amount divided by the earlier figure, which is the
//! current figure less the change. The current figure is the head of the sentence or the one that
//! the clause names; when it is not unique nothing is checked.

use crate::audit::{Identity, Relation, Severity};
use crate::document::{Change, Direction, Disclosure};
use crate::rules::narrative::Names;
use crate::rules::{Basis, Check, Rule};

/// B304.
pub const RULE: Rule = Rule {
    code: "B304",
    name: "change-percent",
    title: "增减百分比与增减额相符",
    severity: Severity::Error,
    source: include_str!("change_percent.rs"),
    basis: Basis::Sentences,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let names = Names::of(disclosure);
    let changes = disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.changes);
    for change in changes {
        for relation in [rate(disclosure, change), step(change)]
            .into_iter()
            .flatten()
        {
            let subject = match (&relation, change.current) {
                (Relation::Rate { .. }, Some(current)) => {
                    names.subject(current, "增减百分比", ", the percentage of its change,")
                }
                (_, Some(current)) => names.subject(current, "", ""),
                (_, None) => continue,
            };
            found.push(Identity {
                rule: RULE.code,
                relation,
                subject,
                severity: None,
            });
        }
    }
}

/// The percentage; none where the verbs disagree, which is a fault of its own (B305), and none
/// from a base of nothing (B306).
fn rate(disclosure: &Disclosure, change: &Change) -> Option<Relation> {
    let (current, amount, percent) = (change.current?, change.amount?, change.percent?);
    let decrease = decreases(change)?;
    if change
        .percent_direction
        .is_some_and(|direction| direction != change.direction)
    {
        return None;
    }
    let value = |id| disclosure.figure(id).map(|figure| figure.value);
    let from_nothing = !decrease && value(current)? == value(amount)?;
    (!from_nothing).then_some(Relation::Rate {
        percent,
        current,
        amount,
        decrease,
    })
}

fn step(change: &Change) -> Option<Relation> {
    Some(Relation::Step {
        current: change.current?,
        prior: change.prior?,
        amount: change.amount?,
        decrease: decreases(change)?,
    })
}

fn decreases(change: &Change) -> Option<bool> {
    match change.direction {
        Direction::Up => Some(false),
        Direction::Down => Some(true),
        Direction::Flat => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::narrative::testing::{findings, identities};

    #[test]
    fn a_percentage_of_the_wrong_base_is_found() {
        let found = findings(
            RULE,
            "2024年青山县林业站公务接待费8.00万元，比2023年减少2.00万元，下降25.00%。",
        );
        assert_eq!(found, [(Severity::Error, "25.00".to_owned())]);
    }

    #[test]
    fn intervals_decide_and_not_point_values() {
        let text = "2024年机关运行经费财政拨款预算22.71万元，比2023年预算增加7.6万元，增长50.29%，原因是人员增加。";
        assert_eq!(identities(RULE, text), 1);
        assert!(
            findings(RULE, text)
                .iter()
                .all(|(severity, _)| *severity > Severity::Warning)
        );
    }

    #[test]
    fn the_change_belongs_to_the_head_of_the_sentence() {
        let text = "2024年青山县林业站预算收入总计359.95万元，其中：本年收入359.95万元，上年结转0万元，比上年减少10.85万元，下降WHAT%，主要原因是项目经费较上年预算减少40.06万元。";
        assert_eq!(findings(RULE, &text.replace("WHAT", "2.93")), []);
        let found = findings(RULE, &text.replace("WHAT", "9.23"));
        assert_eq!(found, [(Severity::Error, "9.23".to_owned())]);
    }

    #[test]
    fn a_base_of_nothing_is_left_to_another_rule() {
        let text = "2024年支出总计307.82万元，比2023年增加307.82万元，增长100.00%。";
        assert_eq!(identities(RULE, text), 0);
    }

    #[test]
    fn a_printed_prior_figure_is_used() {
        let text = "2024年公务接待费8.00万元，较2023年预算数11.00万元减少2.00万元，下降20.00%。";
        let found = findings(RULE, text);
        assert!(!found.is_empty(), "11.00 − 2.00 is not 8.00");
    }
}
