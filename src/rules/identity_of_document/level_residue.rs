//! 名词解释或标题中的“省直”“市级”与本文件的层级不符。
//!
//! ## 检查什么
//! 名词解释和标题里“省直部门”“省级预算部门”一类的词，与公开主体所在的省、市、县（区）层级比较。
//!
//! ## 为什么
//! 说明这段文字是从上级的模板抄来的。
//!
//! ## 例
//! 错：市级部门的名词解释写“指省直部门用财政拨款安排的……”。
//!
//! 对：指部门用财政拨款安排的……
//!
//! ## 如何修改
//! 改为本级的说法，或删去层级词。
//!
//! ## 不报的情形
//! 职责中的“国家、省、市”；省级财政资金等资金来源；开发区等没有固定层级的地区。
//!
//! ## In English
//! A definition or heading speaks of another level of government (省直部门 in a city's document).

use crate::audit::{Finding, Severity};
use crate::document::{AdministrativeLevel, Disclosure, OutlineKind, level_of};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B409.
pub const RULE: Rule = Rule {
    code: "B409",
    name: "level-residue",
    title: "层级用语不符",
    severity: Severity::Information,
    source: include_str!("level_residue.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// Level words with the level they speak of.
const LEVELS: [(&str, AdministrativeLevel); 8] = [
    ("省直", AdministrativeLevel::Province),
    ("省级", AdministrativeLevel::Province),
    ("市直", AdministrativeLevel::City),
    ("市级", AdministrativeLevel::City),
    ("县直", AdministrativeLevel::County),
    ("县级", AdministrativeLevel::County),
    ("区直", AdministrativeLevel::County),
    ("区级", AdministrativeLevel::County),
];

/// What a level word must stand before to be said of the document itself.
const SAID_OF: [&str; 7] = [
    "部门",
    "单位",
    "预算",
    "财政部门",
    "财政预算",
    "财政当年",
    "主管部门",
];

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let Some(organisation) = &disclosure.organisation else {
        return;
    };
    let Some(own) = level_of(&organisation.name) else {
        return;
    };
    let mut places: Vec<Span> = disclosure.glossary.iter().map(|entry| entry.span).collect();
    let named = disclosure.outline_nodes().into_iter().filter(|node| {
        matches!(
            node.kind,
            OutlineKind::Part | OutlineKind::Section | OutlineKind::Table(_)
        )
    });
    places.extend(named.map(|node| node.name_span));
    for place in places {
        found.extend(foreign_level(disclosure, place, own));
    }
}

fn foreign_level(
    disclosure: &Disclosure,
    place: Span,
    own: AdministrativeLevel,
) -> Option<Finding> {
    let words = disclosure.words(place);
    let (at, word) = LEVELS
        .iter()
        .filter(|(_, level)| *level != own)
        .flat_map(|(word, _)| words.match_indices(word))
        .filter(|(at, word)| {
            let before = words
                .get(..*at)
                .and_then(|before| before.chars().next_back());
            let after = words.get(at + word.len()..).unwrap_or_default();
            let listed = before.is_some_and(|before| "、和及与或".contains(before));
            !listed && SAID_OF.iter().any(|said| after.starts_with(said))
        })
        .min_by_key(|(at, _)| *at)?;
    let span = Span::new(place.start + at, place.start + at + word.len());
    Some(RULE.finding(
        span,
        format!("“{word}”与公开主体的层级不符"),
        format!("“{word}” speaks of another level of government than the document's"),
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn a_definition_of_another_level_is_found() {
        assert_reports(
            &RULE,
            "云溪市档案馆2024年部门预算\n\n第一部分 概况\n\n一、职责\n\n略。\n\n第二部分 名词解释\n\n\
             1.“三公”经费：指⟦省直⟧部门用财政拨款安排的经费。\n",
        );
    }

    #[test]
    fn the_own_level_sources_and_zones_are_right() {
        assert_silent(
            &RULE,
            "云溪市档案馆2024年部门预算\n\n第一部分 概况\n\n一、职责\n\n服务省直部门。\n\n第二部分 名词解释\n\n\
             1.财政拨款收入：指市级财政部门当年拨付的资金，不含省级资金。\n2.其他：省、市级单位。\n",
        );
        assert_silent(
            &RULE,
            "澜江高新技术开发区投资中心2024年部门预算\n\n第一部分 概况\n\n一、职责\n\n略。\n\n第二部分 名词解释\n\n\
             1.财政拨款收入：指市级财政部门拨付的资金。\n",
        );
    }
}
