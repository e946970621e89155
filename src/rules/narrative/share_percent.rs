//! 文字说明中的占比应与金额相符，列全的占比合计应为100%。
//!
//! ## 检查什么
//! - “基本支出A，占P%”：P应等于A除以它所占的总数（“其中”所分解的数，或“占收入总计的”等写明的数）；
//! - 列全的分项都写了占比时，各项占比之和应为100%。
//!
//! 按金额印出的精度计算占比的可能范围，与印出的百分数比较，不用固定的误差标准。
//!
//! ## 为什么
//! 金额改了而占比没有改，或者分母用错，是文字说明最常见的错误之一。
//!
//! ## 例
//! 错：支出合计2940.05万元，其中：基本支出2106.66万元，占71.73%；……（按金额计算是71.65%）
//!
//! 对：支出合计2940.05万元，其中：基本支出2106.66万元，占71.65%；……
//!
//! ## 如何修改
//! 用分项除以总数重算占比；占比无误时核对金额。
//!
//! ## 不报的情形
//! - 各项占比因四舍五入合计为100.01%、99.99%；
//! - 总数为0时的“占0%”；
//! - 没有写明占谁的比例，或同名的总数有几个不同的值。
//!
//! 只舍去尾数而没有四舍五入的占比，作为提示。
//!
//! ## In English
//! A printed share must be the part divided by the whole, within what rounding allows; the shares
//! of a complete list must add up to 100 %. A share whose whole is not unique is not checked.

use std::collections::BTreeMap;

use crate::audit::{Identity, Relation, Severity};
use crate::document::{Disclosure, FigureId, Share};
use crate::rules::narrative::Names;
use crate::rules::{Basis, Check, Rule};

/// B303.
pub const RULE: Rule = Rule {
    code: "B303",
    name: "share-percent",
    title: "占比与金额相符",
    severity: Severity::Error,
    source: include_str!("share_percent.rs"),
    basis: Basis::Statements,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let names = Names::of(disclosure);
    let shares = || {
        disclosure
            .statements
            .iter()
            .flat_map(|statement| &statement.shares)
    };
    for share in shares() {
        found.extend(share_of_whole(share, &names));
    }
    let mut closed: BTreeMap<u32, Vec<&Share>> = BTreeMap::new();
    for share in shares().filter(|share| share.closed) {
        closed.entry(share.list).or_default().push(share);
    }
    for list in closed.values() {
        found.extend(shares_of_whole(list, &names));
    }
}

fn share_of_whole(share: &Share, names: &Names<'_>) -> Option<Identity> {
    Some(Identity {
        rule: RULE.code,
        relation: Relation::Share {
            percent: share.percent,
            part: share.part,
            whole: share.whole?,
        },
        subject: names.subject(share.part, "占比", ", its share,"),
        severity: None,
    })
}

fn shares_of_whole(list: &[&Share], names: &Names<'_>) -> Option<Identity> {
    let whole = list.first()?.whole?;
    let shares: Vec<FigureId> = list.iter().map(|share| share.percent).collect();
    if shares.len() < 2 {
        return None;
    }
    Some(Identity {
        rule: RULE.code,
        relation: Relation::SharesOfWhole { shares },
        subject: names.subject(whole, "", ""),
        severity: None,
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::narrative::testing::{findings, identities};

    #[test]
    fn a_share_of_another_amount_is_found() {
        let found = findings(
            RULE,
            "2024年青山县林业站支出合计2940.05万元，其中：基本支出2106.66万元，占73.65%；项目支出833.39万元，占28.35%。",
        );
        assert!(
            found.contains(&(Severity::Error, "73.65".to_owned())),
            "{found:?}"
        );
    }

    #[test]
    fn rounding_and_truncation_are_no_errors() {
        let text = "2024年青山县林业站一般公共预算当年支出359.95万元，其中：一般公共服务支出319.49万元，占88.76%；社会保障和就业支出21.45万元，占5.96%；卫生健康支出6.68万元，占1.86%；住房保障支出12.33万元，占3.43%。";
        assert_eq!(findings(RULE, text), []);
        assert_eq!(identities(RULE, text), 5);
        let truncated = "2024年支出307.82万元，其中：农林水支出278.40万元，占90.44%；住房保障支出29.42万元，占9.55%。";
        assert!(
            findings(RULE, truncated)
                .iter()
                .all(|(severity, _)| *severity == Severity::Information)
        );
    }

    #[test]
    fn the_whole_may_be_named_elsewhere() {
        let text = "（一）收入总计200.00万元，包括：\n\n1.财政拨款收入150.00万元，占收入总计的WHAT。\n\n2.其他收入50.00万元，占收入总计的25.00%。";
        assert_eq!(findings(RULE, &text.replace("WHAT", "75.00%")), []);
        let found = findings(RULE, &text.replace("WHAT", "57.00%"));
        assert!(
            found.contains(&(Severity::Error, "57.00".to_owned())),
            "{found:?}"
        );
    }

    #[test]
    fn a_whole_that_is_not_named_is_not_guessed() {
        assert_eq!(
            identities(
                RULE,
                "公开绩效目标4个，涉及金额203.00万元，占本单位全部专项的90%。"
            ),
            0
        );
    }

    #[test]
    fn nothing_of_nothing_is_fine() {
        let text = "2024年政府采购支出总额0万元，其中：货物支出0万元，占0%；服务支出0万元，占0%。";
        assert_eq!(findings(RULE, text), []);
    }
}
