//! 可能的错别字。
//!
//! ## 检查什么
//! 预决算文字中常见的错误：拔款（拨款）、帐户（账户）、其它（其他）、比上预算（比上年预算）、
//! “与2023年减少”（比2023年减少）、“编制人19人”、“（六）是配合……”、
//! 100万元以上的“通用设备”（专用设备），以及“持平……均为……安排”（均无）。
//!
//! ## 为什么
//! 有些错字会改变意思：“均为”和“均无”正好相反。
//!
//! ## 例
//! 错：公务用车购置费0万元，与上年持平，主要是两年均为购置预算安排。
//!
//! 对：公务用车购置费0万元，与上年持平，主要是两年均无购置预算安排。
//!
//! ## 如何修改
//! 多数可一键修复。
//!
//! ## 不报的情形
//! 专有名称；“与2023年相比”“均为财政拨款安排”等正确的用法。
//!
//! ## In English
//! Misspellings that are common in budget texts, from a curated list with the context each needs.

use std::sync::LazyLock;

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, OrdinalForm, ordinal_of};
use crate::rules::inspection::{places, sentence_around};
use crate::rules::lexicon::Lexicon;
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B607.
pub const RULE: Rule = Rule {
    code: "B607",
    name: "likely-typo",
    title: "可能的错别字",
    severity: Severity::Information,
    source: include_str!("likely_typo.rs"),
    basis: Basis::Words,
    checks: &[Check::Lines(|| Some(&LEXICON), check)],
};

/// Words that are wrong wherever they stand, and what is meant.
const WORDS: [(&str, &str); 27] = [
    ("拔款", "拨款"),
    ("拔付", "拨付"),
    ("其它", "其他"),
    ("帐户", "账户"),
    ("帐目", "账目"),
    ("帐务", "账务"),
    ("记帐", "记账"),
    ("转帐", "转账"),
    ("报帐", "报账"),
    ("结佘", "结余"),
    ("支岀", "支出"),
    ("予算", "预算"),
    ("预祘", "预算"),
    ("布署", "部署"),
    ("按装", "安装"),
    ("年渡", "年度"),
    ("出国（镜）", "出国（境）"),
    ("公务车用车", "公务用车"),
    ("公务用车车", "公务用车"),
    ("比上预算", "比上年预算"),
    ("比上决算", "比上年决算"),
    ("较上预算", "较上年预算"),
    ("与上预算", "与上年预算"),
    ("较上一度", "较上一年度"),
    ("比上一度", "比上一年度"),
    ("和文虎", "和维护"),
    ("与文虎", "与维护"),
];

/// Words of which each kind of slip has one.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let wrong = WORDS.iter().map(|(wrong, _)| (*wrong).to_owned());
    let slips = [
        "与上年",
        "与20",
        "与 ",
        "与\u{3000}",
        "均为",
        "编制人",
        "100万元",
    ]
    .map(str::to_owned);
    let duties = DUTIES.iter().map(|verb| format!("是{verb}"));
    Lexicon::new(wrong.chain(slips).chain(duties))
});

fn check(disclosure: &Disclosure, line: Span, found: &mut Vec<Finding>) {
    let (words, start) = (disclosure.words(line), line.start);
    let mut spans: Vec<(Span, String)> = WORDS
        .iter()
        .flat_map(|(wrong, right)| places(words, 0, wrong).map(|span| (span, (*right).to_owned())))
        .collect();
    spans.extend(with_instead_of_than(words));
    spans.extend(are_instead_of_none(words));
    spans.extend(staff_twice(words));
    spans.extend(item_with_is(words));
    spans.extend(second_general_equipment(words));
    for (span, right) in spans {
        let wrong = span.get(words).unwrap_or_default();
        let finding = RULE.finding(
            span.offset_by(start),
            if right.is_empty() {
                format!("“{wrong}”疑为多字")
            } else {
                format!("“{wrong}”疑为“{right}”")
            },
            if right.is_empty() {
                format!("“{wrong}” seems to be superfluous")
            } else {
                format!("“{wrong}” is probably meant to be “{right}”")
            },
        );
        found.push(finding.mended(span.offset_by(start), right));
    }
}

const CHANGES: [&str; 6] = ["增加", "减少", "增长", "下降", "上升", "降低"];

/// 与2023年度减少 and 与上年增加: 比 is meant.
fn with_instead_of_than(words: &str) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for span in places(words, 0, "与") {
        let after = words.get(span.end..).unwrap_or_default().trim_start();
        let year = after
            .strip_prefix("上年")
            .or_else(|| after.get(4..).filter(|_| after.starts_with("20")));
        let Some(rest) = year else {
            continue;
        };
        let rest = rest.trim_start_matches(['年', '度']);
        let rest = rest.strip_prefix("预算").unwrap_or(rest);
        if CHANGES.iter().any(|change| rest.starts_with(change)) {
            found.push((span, "比".to_owned()));
        }
    }
    found
}

/// 0万元……持平……均为……预算安排: 均无 is meant, for nothing was budgeted.
fn are_instead_of_none(words: &str) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for span in places(words, 0, "均为") {
        let sentence = sentence_around(words, span.start);
        let clause = words.get(span.end..).unwrap_or_default();
        let clause = clause
            .split(['，', '。', '；', ',', ';'])
            .next()
            .unwrap_or_default();
        let before = words.get(..span.start).unwrap_or_default();
        let nothing = sentence.contains("0万元")
            && (sentence.contains("持平") || sentence.contains("无增减"))
            && before.contains("0万元");
        let own_purpose =
            clause.contains("购置") || clause.contains("接待") || clause.contains("出国");
        if nothing && own_purpose && clause.ends_with("安排") {
            found.push((span, "均无".to_owned()));
        }
    }
    found
}

/// 编制人19人: the first 人 is too much.
fn staff_twice(words: &str) -> Vec<(Span, String)> {
    places(words, 0, "编制人")
        .filter(|span| {
            let after = words.get(span.end..).unwrap_or_default();
            let rest = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
            rest.len() < after.len() && rest.starts_with(['人', '名'])
        })
        .map(|span| (Span::new(span.end - "人".len(), span.end), String::new()))
        .collect()
}

/// Duties start with a verb, not with 是.
const DUTIES: [&str; 22] = [
    "负责", "配合", "承担", "组织", "协助", "参与", "指导", "推进", "做好", "贯彻", "完成", "拟订",
    "拟定", "开展", "统筹", "研究", "制定", "监督", "管理", "协调", "加强", "落实",
];

/// （六）是配合…: 是 was left over from 一是, 二是.
fn item_with_is(words: &str) -> Option<(Span, String)> {
    let ordinal = ordinal_of(words)?;
    let listed = matches!(
        ordinal.form,
        OrdinalForm::BracketedChinese | OrdinalForm::Arabic | OrdinalForm::BracketedArabic
    );
    let rest = words.get(ordinal.end..)?;
    let after = rest.strip_prefix('是')?;
    let duty = DUTIES.iter().any(|verb| after.starts_with(verb));
    let span = Span::new(ordinal.end, ordinal.end + "是".len());
    (listed && duty).then(|| (span, String::new()))
}

/// 50万元以上通用设备…；…100万元以上通用设备: the second kind is 专用设备.
fn second_general_equipment(words: &str) -> Option<(Span, String)> {
    let (first, _) = words.match_indices("50万元").find(|(at, _)| {
        let before = words.get(..*at).unwrap_or_default();
        !before.ends_with(|digit: char| digit.is_ascii_digit())
    })?;
    let hundred = first + words.get(first..)?.find("100万元")?;
    let between = words.get(first..hundred)?;
    let after = words.get(hundred..)?;
    let second = after.find("通用设备")?;
    let near = second <= FARTHEST_EQUIPMENT;
    (between.contains("通用设备") && near).then(|| {
        let at = hundred + second;
        (Span::new(at, at + "通用设备".len()), "专用设备".to_owned())
    })
}

/// The bytes between 100万元 and the equipment it is said of.
const FARTHEST_EQUIPMENT: usize = 60;

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    #[test]
    fn wrong_words_are_found() {
        let draft = "财政⟦拔款⟧支出，⟦比上预算⟧减少2万元，⟦其它⟧支出，运行⟦和文虎⟧。\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[1]).contains("，比上年预算减少"));
    }

    #[test]
    fn with_a_year_and_a_change_is_than() {
        assert_reports(
            &RULE,
            "运行费8万元，⟦与⟧2023年度减少2万元，⟦与⟧上年增加1万元。\n",
        );
        assert_silent(
            &RULE,
            "与2023年度相比减少2万元，与上年持平，与2023年度预算一致。\n",
        );
    }

    #[test]
    fn nothing_budgeted_is_none() {
        let draft = "购置费0万元，与2023年持平，主要是2023、2024年⟦均为⟧公务用车购置预算安排；\n";
        let found = assert_reports(&RULE, draft);
        assert!(mended(draft, &found[0]).contains("均无公务用车"));
        assert_silent(
            &RULE,
            "接待费0万元，与上年持平。项目支出均为一般公共预算安排。\n",
        );
    }

    #[test]
    fn superfluous_characters_are_found() {
        assert_reports(
            &RULE,
            "中心编制⟦人⟧19人，现有在编10人。\n（六）⟦是⟧配合海关做好服务；\n",
        );
        assert_silent(
            &RULE,
            "编制人员19人。\n（六）配合海关；\n（七）是否公开：\n",
        );
    }

    #[test]
    fn the_dearer_equipment_is_special() {
        assert_reports(
            &RULE,
            "价值50万元（原值）以上的通用设备0台（套）；价值100万元（原值）以上的⟦通用设备⟧0台（套）。\n",
        );
        assert_silent(
            &RULE,
            "50万元以上通用设备0台（套），单价100万元以上专用设备0台（套）。\n",
        );
    }
}
