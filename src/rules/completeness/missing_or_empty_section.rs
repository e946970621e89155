//! 应有的说明没有写，或只有标题没有内容。
//!
//! ## 检查什么
//! 规定的事项（职责、机构、收支、“三公”经费、机关运行经费、政府采购、绩效等）正文没有提到；
//! 部分或章节只有标题；有项目支出却把项目绩效写成“无”。
//!
//! ## 为什么
//! 这些事项是预算法实施条例和公开规程要求说明的。
//!
//! ## 例
//! 错：第四部分 2022年度部门决算表（其后没有内容）。
//!
//! 对：附上决算表，或说明表格在何处公开。
//!
//! ## 如何修改
//! 补上说明；确实没有的事项写明“本部门无……”。
//!
//! ## 不报的情形
//! 确实没有而写“无”的事项；只有部分章节的草稿；图的标题。
//!
//! ## In English
//! A required topic is not treated, a heading has nothing under it, or 无 stands where the figures
//! show that there is something to report.

use crate::audit::{Finding, Severity};
use crate::document::{
    Disclosure, DocumentKind, OrdinalForm, OutlineKind, OutlineNode, ProseKind, Unit, number,
    ordinal_of,
};
use crate::rules::completeness::profile::{is_whole, required_topics, treats};
use crate::rules::inspection::shortened;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B503.
pub const RULE: Rule = Rule {
    code: "B503",
    name: "missing-or-empty-section",
    title: "缺少说明或空章节",
    severity: Severity::Warning,
    source: include_str!("missing_or_empty_section.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    for node in disclosure.outline_nodes() {
        if matches!(node.kind, OutlineKind::Part | OutlineKind::Section) {
            found.extend(empty(disclosure, node));
            found.extend(denied(disclosure, node));
        }
    }
    if is_whole(disclosure) {
        found.extend(missing_topics(disclosure));
    }
}

/// What the titles of sections end with; list items that look like headings do not.
const TITLES: [&str; 12] = [
    "情况", "说明", "目录", "结果", "概况", "职责", "职能", "设置", "解释", "构成", "表", "变化",
];

/// The text under a heading.
fn body<'a>(disclosure: &'a Disclosure, node: &OutlineNode) -> &'a str {
    let end = node.span.end.max(node.name_span.end);
    disclosure.words(Span::new(node.name_span.end, end)).trim()
}

/// A heading with nothing under it.
fn empty(disclosure: &Disclosure, node: &OutlineNode) -> Option<Finding> {
    let title = node
        .name
        .trim_end_matches(|mark: char| "。：:. ".contains(mark));
    let part = node.kind == OutlineKind::Part;
    let titled = TITLES.iter().any(|ending| title.ends_with(ending));
    let attachment = title.starts_with("附");
    if !node.children.is_empty() || !body(disclosure, node).is_empty() || attachment {
        return None;
    }
    if !part && !titled {
        return None;
    }
    let words = shortened(title);
    let required = required_topics(disclosure)
        .any(|topic| topic.words.iter().any(|word| title.contains(word)));
    let finding = RULE.finding(
        node.name_span,
        format!("“{words}”只有标题，没有内容"),
        format!("Nothing stands under the heading “{words}”"),
    );
    let numbered = ordinal_of(title)
        .is_some_and(|ordinal| matches!(ordinal.form, OrdinalForm::Chinese | OrdinalForm::Part));
    let grave = part || (required && numbered);
    Some(if grave {
        finding
    } else {
        finding.at(Severity::Information)
    })
}

/// Headings whose matter exists when an indicator has an amount.
const MATTERS: [(&str, &str); 4] = [
    ("项目绩效自评", "项目支出"),
    ("项目绩效目标", "项目支出"),
    ("三公", "三公”经费"),
    ("政府采购", "政府采购支出总额"),
];

/// 无 under a heading, although the figures show that there is something.
fn denied(disclosure: &Disclosure, node: &OutlineNode) -> Option<Finding> {
    let body = body(disclosure, node);
    let word = body.trim_end_matches(['。', '.', ' ']);
    if !matches!(word, "无" | "没有" | "暂无" | "不涉及") {
        return None;
    }
    let (_, indicator) = MATTERS
        .iter()
        .find(|(topic, _)| node.name.contains(topic))?;
    let (amount, place) = amount_of(disclosure, indicator)?;
    let start = node.name_span.end
        + disclosure
            .words(Span::new(node.name_span.end, node.span.end))
            .find(word)?;
    let span = Span::new(start, start + word.len());
    let title = shortened(&node.name);
    let finding = RULE.finding(
        span,
        format!("“{title}”写“{word}”，但文中{indicator}为{amount}万元"),
        format!("“{title}” says there is none, but {indicator} is {amount} (10,000 yuan)"),
    );
    Some(finding.beside(place, indicator, "the amount"))
}

/// The first amount above zero that the narrative prints right after an indicator.
fn amount_of(disclosure: &Disclosure, indicator: &str) -> Option<(String, Span)> {
    for line in &disclosure.prose {
        if line.kind == ProseKind::Barrier {
            continue;
        }
        let words = disclosure.words(line.span);
        for (at, _) in words.match_indices(indicator) {
            let after = at + indicator.len();
            let Some(printed) = number::next_number(words, after) else {
                continue;
            };
            let between = words.get(after..printed.start).unwrap_or_default();
            let near = between.chars().count() <= 4 && !between.contains(['，', '。', '；']);
            let money = printed.unit == Some(Unit::TenThousandYuan) && !printed.value.is_zero();
            if near && money {
                let span = Span::new(
                    line.span.start + printed.start,
                    line.span.start + printed.end,
                );
                return Some((disclosure.words(span).to_owned(), span));
            }
        }
    }
    None
}

/// The topics that the narrative does not treat, one finding each, at its title.
fn missing_topics(disclosure: &Disclosure) -> Vec<Finding> {
    let nodes = disclosure.outline_nodes();
    let narrative = nodes
        .iter()
        .find(|node| node.kind == OutlineKind::Part && node.name.contains("说明"))
        .or_else(|| nodes.iter().find(|node| node.name.contains("说明")))
        .or_else(|| nodes.iter().find(|node| node.kind == OutlineKind::Part));
    let Some(place) = narrative.map(|node| node.name_span) else {
        return Vec::new();
    };
    let mut missing: Vec<(&str, &str)> = required_topics(disclosure)
        .filter(|topic| !treats(disclosure, topic))
        .map(|topic| (topic.name, topic.english))
        .collect();
    if disclosure.glossary.is_empty() {
        missing.push(("名词解释", "glossary"));
    }
    let kind = match disclosure.kind {
        Some(DocumentKind::FinalAccount) => "决算",
        _ => "预算",
    };
    missing
        .into_iter()
        .map(|(name, english)| {
            RULE.finding(
                place,
                format!("{kind}公开应有的“{name}”没有提到"),
                format!("A required topic is not treated: {english} ({name})"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    #[test]
    fn a_part_without_content_is_found() {
        let found = assert_reports(
            &RULE,
            "第一部分 概况\n\n一、主要职责\n\n略。\n\n⟦## 政府购买服务指导目录⟧\n\n\
             ⟦第四部分 2022年度部门决算表⟧\n\n附件\n",
        );
        assert_eq!(found[0].severity, Severity::Information);
        assert_eq!(found[1].severity, Severity::Warning);
    }

    #[test]
    fn none_against_the_figures_is_found() {
        assert_reports(
            &RULE,
            "一、支出情况\n\n项目支出254.10万元。\n\n二、项目绩效自评结果。\n\n⟦无⟧\n\n三、其他情况\n\n无。\n",
        );
        assert_silent(
            &RULE,
            "一、支出情况\n\n项目支出0万元。\n\n二、项目绩效自评结果。\n\n无\n",
        );
    }

    #[test]
    fn a_whole_document_treats_every_topic() {
        let draft = "云溪市档案馆2024年部门预算\n\n第一部分 概况\n\n一、主要职责\n\n略。\n\n二、机构设置\n\n略。\n\n\
                     ⟦第二部分 2024年度部门预算情况说明⟧\n\n一、收支情况\n\n收入5万元，支出5万元，一般公共预算5万元，\
                     基本支出5万元。\n\n二、“三公”经费\n\n没有。\n\n三、机关运行经费\n\n1万元。\n\n四、绩效管理\n\n略。\n\n\
                     第三部分 名词解释\n\n1.政府采购：指购买。\n";
        let found = assert_reports(&RULE, draft);
        assert!(found[0].message.chinese.contains("政府采购"));
    }

    #[test]
    fn fragments_and_list_items_are_right() {
        assert_silent(
            &RULE,
            "第一部分 概况\n\n一、单位\n\n1.档案馆本部\n\n第二部分 说明\n\n一、支出\n\n略。\n",
        );
    }
}
