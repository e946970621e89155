//! The names of what numbers are said of: printed label, canonical key, family
//! (domain specification §5.7).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Printed forms of an indicator, and its key.
const INDICATORS: [(&str, &[&str]); 30] = [
    (
        "income.total",
        &[
            "预算收入总计",
            "收入预算总计",
            "收入总计",
            "收入预算",
            "预算收入",
            "收入合计",
            "总收入",
            "收入",
        ],
    ),
    (
        "expenditure.total",
        &[
            "部门预算支出总计",
            "预算支出总计",
            "支出总计",
            "支出预算",
            "预算支出",
            "支出合计",
            "总支出",
            "支出",
        ],
    ),
    ("income.current", &["本年收入合计", "本年收入"]),
    ("expenditure.current", &["本年支出合计", "本年支出"]),
    (
        "both.total",
        &["收、支总计", "收支总计", "收入支出总计", "收入、支出总计"],
    ),
    (
        "fiscal.total",
        &[
            "财政拨款收支总预算",
            "财政拨款收入支出总计",
            "财政拨款收支总计",
            "财政拨款收支预算总计",
            "财政拨款收、支总计",
        ],
    ),
    (
        "fiscal.income",
        &["财政拨款收入预算", "财政拨款预算收入", "财政拨款收入"],
    ),
    (
        "fiscal.expenditure",
        &["财政拨款支出预算", "财政拨款预算支出", "财政拨款支出"],
    ),
    (
        "fund.general",
        &[
            "一般公共预算拨款收入",
            "一般公共预算财政拨款收入",
            "一般公共预算收入",
            "一般公共预算拨款",
            "一般公共预算财政拨款",
            "一般公共预算当年支出",
            "一般公共预算收支预算",
            "一般公共预算财政拨款支出",
            "一般公共预算拨款支出预算",
            "一般公共预算支出",
            "一般公共预算支出年初预算",
            "一般公共预算",
        ],
    ),
    (
        "fund.government",
        &[
            "政府性基金预算拨款收入",
            "政府性基金预算财政拨款收入",
            "政府性基金预算收入",
            "政府性基金收入",
            "政府性基金预算拨款",
            "政府性基金预算财政拨款",
            "政府性基金收支预算",
            "政府性基金预算支出",
            "政府性基金拨款支出预算",
            "政府性基金预算财政拨款支出",
            "政府性基金预算",
        ],
    ),
    (
        "fund.capital",
        &[
            "国有资本经营预算拨款收入",
            "国有资本经营预算财政拨款收入",
            "国有资本经营预算收入",
            "国有资本经营预算拨款",
            "国有资本经营预算财政拨款",
            "国有资本经营收支预算",
            "国有资本经营预算支出",
            "国有资本经营预算拨款支出预算",
            "国有资本经营预算财政拨款支出",
            "国有资本经营预算",
        ],
    ),
    (
        "fund.special",
        &["财政专户管理资金收入", "财政专户管理资金"],
    ),
    (
        "fund.own",
        &[
            "事业收入",
            "事业单位经营收入",
            "经营收入",
            "上级补助收入",
            "附属单位上缴收入",
            "其他收入",
            "非税收入",
            "使用非财政拨款结余",
        ],
    ),
    ("fund.unit", &["单位资金收入", "单位资金"]),
    (
        "carry.in",
        &[
            "上年结转收入",
            "上年结转和结余",
            "上年结余",
            "上年结转",
            "年初结转和结余",
        ],
    ),
    (
        "carry.out",
        &["年终结转结余", "年终结转", "年末结转和结余", "结转下年"],
    ),
    ("basic", &["基本支出预算", "基本支出"]),
    ("project", &["项目支出预算", "项目支出"]),
    (
        "nature.other",
        &[
            "上缴上级支出",
            "经营支出",
            "事业单位经营支出",
            "对附属单位补助支出",
            "对附属单位补助",
        ],
    ),
    ("personnel", &["人员经费支出", "人员经费", "人员支出"]),
    (
        "public",
        &[
            "日常公用经费",
            "公用经费支出",
            "公用经费",
            "日常公用支出",
            "公用支出",
        ],
    ),
    (
        "three.total",
        &[
            "\"三公\"经费支出预算",
            "\"三公\"经费预算数",
            "\"三公\"经费预算支出",
            "\"三公\"经费预算",
            "\"三公\"经费支出决算",
            "\"三公\"经费支出",
            "\"三公\"经费",
            "三公经费预算",
            "三公经费支出",
            "三公经费",
        ],
    ),
    (
        "three.travel",
        &[
            "因公出国(境)费用",
            "因公出国(境)费",
            "因公出国(境)支出",
            "因公出国(境)经费",
            "因公出国费",
        ],
    ),
    (
        "three.reception",
        &[
            "公务接待费支出",
            "公务接待费",
            "国内公务接待费",
            "公务接待经费",
        ],
    ),
    (
        "three.vehicle",
        &[
            "公务用车购置及运行维护费",
            "公务用车购置及运行费",
            "公务用车购置和运行维护费",
            "公务车购置及运行费",
            "公务用车购置及运行维护费支出",
            "公务用车购置及运行费支出",
        ],
    ),
    (
        "vehicle.purchase",
        &["公务用车购置费支出", "公务用车购置费", "公务用车购置支出"],
    ),
    (
        "vehicle.running",
        &[
            "公务用车运行维护费支出",
            "公务用车运行维护费",
            "公务用车运行费",
            "公务车用车运行费",
            "公务用车维护费",
            "公务用车运行维护支出",
        ],
    ),
    (
        "operating",
        &[
            "机关运行经费财政拨款预算",
            "机关运行经费预算",
            "机关运行经费支出",
            "机关运行经费",
            "机关(机构)运转经费支出预算",
        ],
    ),
    (
        "procurement.part",
        &[
            "政府采购货物预算",
            "政府采购工程预算",
            "政府采购服务预算",
            "政府采购货物支出",
            "政府采购工程支出",
            "政府采购服务支出",
            "货物采购金额",
            "工程采购金额",
            "服务采购金额",
            "政府采购货物",
            "政府采购工程",
            "政府采购服务",
        ],
    ),
    ("project.kind", &["其他运转类项目", "特定目标类项目"]),
];

/// Keys that together make up one figure: one of them is never a part of another.
const FAMILIES: [&[&str]; 9] = [
    &["income.total", "expenditure.total", "both.total"],
    &["income.current", "carry.in"],
    &["expenditure.current", "carry.in", "carry.out"],
    &["fiscal.income", "fiscal.expenditure", "fiscal.total"],
    &[
        "fund.general",
        "fund.government",
        "fund.capital",
        "fund.special",
        "fund.own",
        "fund.unit",
        "carry.in",
    ],
    &["basic", "project", "nature.other"],
    &["personnel", "public"],
    &["three.travel", "three.reception", "three.vehicle"],
    &["vehicle.purchase", "vehicle.running"],
];

/// Income by its source: complete, but one source may be divided further by another.
const INCOME: [&str; 5] = [
    "fiscal.income",
    "fund.special",
    "fund.own",
    "fund.unit",
    "carry.in",
];

/// Keys whose figures may stand for several things, so that siblings are alike by name.
const REPEATING: [&str; 2] = ["procurement.part", "project.kind"];

/// What a label names: its canonical key, or the label itself when it is in no dictionary.
pub(super) fn key(label: &str) -> &str {
    longest_indicator(label).map_or(label, |(key, _)| key)
}

/// Whether the label is in the dictionary.
pub(super) fn is_known(label: &str) -> bool {
    longest_indicator(label).is_some()
}

/// The longest printed form that ends the label and does not start inside a word.
fn longest_indicator(label: &str) -> Option<(&'static str, &'static str)> {
    let forms = FORMS.get(&label.chars().next_back()?)?;
    let fits = |form: &str| {
        label.strip_suffix(form).is_some_and(|before| {
            matches!(before, "" | "和" | "及" | "以及" | "与") || ends_before_indicator(before)
        })
    };
    forms.iter().find(|(_, form)| fits(form)).copied()
}

/// The forms with their keys by the character that they end with, the longest first.
static FORMS: LazyLock<BTreeMap<char, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut by_end: BTreeMap<char, Vec<(&str, &str)>> = BTreeMap::new();
    for (key, forms) in INDICATORS {
        for form in forms {
            let end = form.chars().next_back().unwrap_or_default();
            by_end.entry(end).or_default().push((key, form));
        }
    }
    for forms in by_end.values_mut() {
        forms.sort_by_key(|(_, form)| Reverse(form.len()));
    }
    by_end
});

/// Words that may stand before an indicator without changing what it names: the year, the name
/// of an organisation.
fn ends_before_indicator(before: &str) -> bool {
    const ENDS: [&str; 25] = [
        "年",
        "年度",
        "部门",
        "单位",
        "局",
        "委",
        "办",
        "院",
        "所",
        "站",
        "中心",
        "校",
        "会",
        "厅",
        "机关",
        "今年",
        "本年",
        "全年",
        "财政拨款安排的",
        "的",
        "安排",
        "处",
        "队",
        "本级",
        "局机关",
    ];
    ENDS.iter().any(|end| before.ends_with(end))
}

/// Whether `other` cannot be inside `one` because both are parts of a third, or because both name
/// the same thing. (Carry-over is divided by fund as income is.)
pub(super) fn are_siblings(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    if one.is_empty() || one == "carry.in" {
        return false;
    }
    one == other
        || FAMILIES
            .iter()
            .any(|family| family.contains(&one) && family.contains(&other))
}

/// Whether all labels belong to one family: together they divide their head completely.
pub(super) fn are_family<'label>(labels: impl Iterator<Item = &'label str> + Clone) -> bool {
    let same = |family: &[&str]| labels.clone().all(|label| family.contains(&key(label)));
    FAMILIES.iter().any(|family| same(family))
        || same(&INCOME)
        || REPEATING.iter().any(|each| same(&[each]))
}

/// Whether the label says that its amount is the whole: 共计, 总额, ….
pub(super) fn says_total(label: &str) -> bool {
    [
        "总计",
        "合计",
        "共计",
        "总额",
        "总预算",
        "总数",
        "共有",
        "共",
    ]
    .iter()
    .any(|word| label.contains(word))
}

/// 购置及运行: the vehicle line that holds purchase and running (domain specification §5.3).
pub(super) fn is_vehicle_parent(label: &str) -> bool {
    label.contains("购置及运行") || label.contains("购置和运行") || label.contains("购置、运行")
}

/// The keys of what is inside of a figure when both stand in one list.
pub(super) fn children(label: &str) -> &'static [&'static str] {
    if is_vehicle_parent(label) {
        return &["vehicle.purchase", "vehicle.running"];
    }
    match key(label) {
        "basic" => &["personnel", "public"],
        "fiscal.income" | "fiscal.expenditure" => {
            &["fund.general", "fund.government", "fund.capital"]
        }
        _ => &[],
    }
}

/// Procurement from small enterprises cuts across goods, works and services.
pub(super) fn is_overlapping(label: &str) -> bool {
    let is_small = ["中小企业", "小微企业", "微型企业"]
        .iter()
        .any(|word| label.contains(word));
    let is_contract = ["授予", "面向", "预留", "合同", "采购"]
        .iter()
        .any(|word| label.contains(word));
    is_small && is_contract
}

/// A subject that names nothing of its own: the head of the sentence is meant.
pub(super) fn is_generic(subject: &str) -> bool {
    matches!(
        subject,
        "" | "预算"
            | "预算数"
            | "决算"
            | "决算数"
            | "年初预算"
            | "年初预算数"
            | "预算安排"
            | "同比"
            | "总额"
            | "经费"
            | "数"
            | "今年预算"
            | "本年预算"
    )
}

/// Words at the start of a clause that are no part of a name.
const LEADING: [&str; 14] = [
    "其中",
    "即",
    "包括",
    "包含",
    "同时",
    "另外",
    "此外",
    "我部门",
    "本部门",
    "我单位",
    "本单位",
    ",",
    ":",
    "、",
];

/// Words between a name and its number.
const TRAILING: [&str; 22] = [
    "分别为",
    "共计为",
    "累计为",
    "累计",
    "共计",
    "总计为",
    "合计为",
    "预计",
    "安排为",
    "安排数为",
    "安排",
    "设定为",
    "均为",
    "约为",
    "为",
    "是",
    "约",
    "共",
    "达",
    "各",
    ":",
    "近",
];

/// The name in the words before a number: the part of `words` that is kept.
/// Years, organisations before a known indicator and relation words are no part of it.
pub(super) fn name_in(words: &str) -> (usize, usize) {
    let mut start = after_year(words);
    let mut end = words.len();
    let part = |start, end| words.get(start..end).unwrap_or_default();
    if let Some(marker) = super::paragraph::marker(part(start, end)) {
        start += marker.length;
    }
    while let Some(word) = LEADING
        .iter()
        .find(|word| part(start, end).starts_with(**word))
    {
        start += word.len();
    }
    while let Some(word) = TRAILING
        .iter()
        .find(|word| part(start, end).ends_with(**word))
    {
        end -= word.len();
    }
    if let Some((_, form)) = longest_indicator(part(start, end)) {
        start = end - form.len();
    }
    (start, end)
}

/// The byte after the last 2024年 or 2024年度.
fn after_year(words: &str) -> usize {
    let mut after = 0;
    for (at, _) in words.match_indices('年') {
        let digits = words.get(..at).unwrap_or_default().bytes().rev();
        if digits.take_while(u8::is_ascii_digit).count() != 4 {
            continue;
        }
        after = at + '年'.len_utf8();
        if words
            .get(after..)
            .is_some_and(|rest| rest.starts_with('度'))
        {
            after += '度'.len_utf8();
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(words: &str) -> &str {
        let (start, end) = name_in(words);
        &words[start..end]
    }

    #[test]
    fn names_are_free_of_years_organisations_and_relation_words() {
        assert_eq!(name("2024年度青山市服务中心预算收入总计"), "预算收入总计");
        assert_eq!(name("其中:基本支出为"), "基本支出");
        assert_eq!(name("1.因公出国(境)费"), "因公出国(境)费");
        assert_eq!(name("设备更新经费共计"), "设备更新经费");
        assert_eq!(
            name("2024年\"三公\"经费支出预算安排"),
            "\"三公\"经费支出预算"
        );
    }

    #[test]
    fn an_indicator_does_not_start_inside_a_word() {
        assert_eq!(key("2024年收入"), "income.total");
        assert_eq!(key("门票收入"), "门票收入");
        assert_eq!(key("青山市统计局机关运行经费"), "operating");
    }

    #[test]
    fn siblings_are_never_inside_one_another() {
        assert!(are_siblings("基本支出", "项目支出"));
        assert!(are_siblings("收入总计", "支出总计"));
        assert!(!are_siblings("基本支出", "人员经费"));
        assert!(!are_siblings("支出总计", "基本支出"));
        assert!(are_family(["基本支出", "项目支出"].into_iter()));
        assert!(!are_family(["基本支出", "人员经费"].into_iter()));
    }
}
