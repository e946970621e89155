//! On what law or rule a check rests: what its page says under 依据 (domain specification §7.1).

/// A sentence that names a source and what it asks for, and the checks that rest on it.
type Basis = (&'static str, &'static [&'static str]);

/// The sources by the checks that rest on them, the most particular first.
const BASES: [Basis; 12] = [
    (
        "《预算法》第四十六条、《预算法实施条例》第六条：支出按功能分类公开到项；基本支出按经济性质分类公开到款。",
        &["B103", "B109", "B209", "B210", "B310", "B311", "B509"],
    ),
    (
        "财政部每年印发的《政府收支分类科目》。",
        &[
            "B103", "B109", "B210", "B211", "B310", "B311", "B404", "B405", "B406",
        ],
    ),
    (
        "《预算法实施条例》第六条：部门、单位的预算和决算应当公开基本支出和项目支出。",
        &["B205", "B206"],
    ),
    (
        "《地方预决算公开操作规程》（财预〔2016〕143号）：公开“三公”经费支出表，公务用车购置及运行费分列购置费和运行费，\
         说明增减变化的原因；决算还说明出国（境）团组数和人数、公务用车购置数和保有量、国内公务接待批次和人数。",
        &["B110", "B207", "B312", "B320", "B509"],
    ),
    (
        "《预算法》第十四条：对机关运行经费的安排、使用情况作出说明。",
        &["B208"],
    ),
    (
        "《预算法》第十四条、《地方预决算公开操作规程》（财预〔2016〕143号）：公开政府采购情况，包括货物、工程、服务采购金额。",
        &["B313"],
    ),
    (
        "《地方预决算公开操作规程》（财预〔2016〕143号）：各张规定的表都应公开，没有数据的表也列出空表并说明。",
        &["B502", "B504"],
    ),
    (
        "《地方预决算公开操作规程》（财预〔2016〕143号）：说明部门职责、机构设置、收支增减变化、机关运行经费、政府采购等情况，\
         并解释专业名词。",
        &[
            "B304", "B305", "B306", "B307", "B319", "B501", "B503", "B507", "B508",
        ],
    ),
    (
        "《预算法实施条例》第六条：部门所属单位的预算、决算也应当公开。",
        &["B108", "B510", "B803"],
    ),
    (
        "《地方预决算公开操作规程》（财预〔2016〕143号）：逐步公开国有资产占用情况和预算绩效情况。",
        &[
            "B212", "B213", "B316", "B408", "B701", "B702", "B703", "B704",
        ],
    ),
    (
        "没有专门的条文。财政部门检查预决算公开时，看内容是否完整、细化、准确，形式是否规范。",
        &[
            "B401", "B402", "B403", "B407", "B409", "B505", "B506", "B601", "B602", "B603", "B604",
            "B605", "B606", "B607",
        ],
    ),
    (
        "不是对公开内容的要求，是核对程序对自己没有核对什么的说明。",
        &["B901", "B902", "B903", "B904"],
    ),
];

/// What figures rest on that contradict each other.
const APPROVED: &str = "《预算法》第十四条：公开的是经财政部门批复的部门预算、决算及报表。\
                        一个数只有一个批复数；前后不一、加总不合，至少有一处不是它。";

/// The sentences on what a check rests on.
pub(super) fn of(code: &str) -> Vec<&'static str> {
    let named = BASES.iter().filter(|(_, codes)| codes.contains(&code));
    let mut sentences: Vec<&str> = named.map(|(sentence, _)| *sentence).collect();
    let about_figures = ["B1", "B2", "B3", "B8"]
        .iter()
        .any(|it| code.starts_with(it));
    if about_figures && code != "B319" {
        sentences.push(APPROVED);
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RULES, rule};

    #[test]
    fn every_check_rests_on_something() {
        for rule in RULES {
            assert!(!of(rule.code).is_empty(), "{}", rule.code);
        }
        for code in BASES.iter().flat_map(|(_, codes)| *codes) {
            assert!(rule(code).is_some(), "{code}");
        }
    }
}
