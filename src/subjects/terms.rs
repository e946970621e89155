//! One-line explanations of general terms of budget disclosures (domain specification §1.1 to
//! §1.3). Shown only where the document has no glossary entry of its own, and marked as built in.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::name::normalise_name;

/// A general term of budget disclosures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The term as it is mostly printed.
    pub name: &'static str,
    /// Other words for the same thing, older names among them.
    pub synonyms: &'static [&'static str],
    /// One sentence or two in Chinese.
    pub explanation: &'static str,
}

/// The explanation of a term by its name or a synonym, compared after
/// [`normalise_name`] and without quotation marks: “三公”经费 and 三公经费 are the same.
pub fn term(name: &str) -> Option<&'static Term> {
    static BY_WORD: OnceLock<HashMap<String, &'static Term>> = OnceLock::new();
    let by_word = BY_WORD.get_or_init(|| {
        let words = |term: &'static Term| std::iter::once(&term.name).chain(term.synonyms);
        let entries = TERMS
            .iter()
            .flat_map(|term| words(term).map(move |word| (key(word), term)));
        entries.collect()
    });
    by_word.get(&key(name)).copied()
}

/// All terms, in the order in which the domain specification introduces them.
pub fn terms() -> &'static [Term] {
    TERMS
}

fn key(name: &str) -> String {
    normalise_name(name).replace('"', "")
}

const fn entry(
    name: &'static str,
    synonyms: &'static [&'static str],
    explanation: &'static str,
) -> Term {
    Term {
        name,
        synonyms,
        explanation,
    }
}

static TERMS: &[Term] = &[
    entry(
        "部门预算",
        &[],
        "一个部门连同其所属单位在一个年度内全部收入和支出的计划，经批准后执行并公开。",
    ),
    entry(
        "部门决算",
        &[],
        "一个部门连同其所属单位在年度终了后对全年收支实际执行结果的报告。",
    ),
    entry(
        "年初预算数",
        &["年初预算"],
        "年度开始时批复的预算数，不含执行中的追加和调整。",
    ),
    entry(
        "调整预算数",
        &["调整预算", "全年预算数", "全年预算"],
        "年初预算数加减执行中的追加、追减和调剂后的预算数。",
    ),
    entry(
        "财政拨款",
        &[],
        "由财政预算安排给部门和单位的资金，包括一般公共预算、政府性基金预算和国有资本经营预算三部分。",
    ),
    entry(
        "财政拨款收入",
        &[],
        "单位本年度从本级财政取得的各类拨款，不含上年结转。",
    ),
    entry(
        "一般公共预算",
        &["一般公共预算拨款", "一般公共预算财政拨款", "公共财政预算"],
        "以税收为主要来源，用于民生、公共服务和机构运转等方面的预算。",
    ),
    entry(
        "政府性基金预算",
        &["政府性基金", "政府性基金预算拨款", "政府性基金预算财政拨款"],
        "向特定对象征收或以土地出让等方式取得、专门用于特定事业的收支预算，专款专用。",
    ),
    entry(
        "国有资本经营预算",
        &["国有资本经营预算拨款", "国有资本经营预算财政拨款"],
        "以国家作为出资人取得的国有资本收益为来源，并对其作出支出安排的预算。",
    ),
    entry(
        "社会保险基金预算",
        &[],
        "社会保险缴款和财政补助等收入专项用于社会保险待遇的预算，不编入部门预算。",
    ),
    entry(
        "财政专户管理资金",
        &["财政专户管理资金收入"],
        "缴入财政专户、按规定返还单位使用的资金，实际中主要是教育收费。",
    ),
    entry(
        "单位资金",
        &["单位资金收入"],
        "财政拨款和财政专户管理资金以外的收入，包括事业收入、经营收入、上级补助收入、附属单位上缴收入和其他收入。",
    ),
    entry(
        "事业收入",
        &[],
        "事业单位从事专业业务活动及其辅助活动取得的收入。",
    ),
    entry(
        "经营收入",
        &["事业单位经营收入"],
        "事业单位在专业业务活动之外开展非独立核算的经营活动取得的收入。",
    ),
    entry(
        "上级补助收入",
        &[],
        "事业单位从主管部门或上级单位取得的非财政补助收入。",
    ),
    entry(
        "附属单位上缴收入",
        &["附属单位上缴款"],
        "事业单位的独立核算附属单位按规定上缴的收入。",
    ),
    entry(
        "其他收入",
        &[],
        "上述各项来源以外的收入，如利息、捐赠和投资收益等。",
    ),
    entry(
        "上年结转",
        &[
            "上年结转结余",
            "上年结转和结余",
            "年初结转和结余",
            "年初结转结余",
        ],
        "以前年度安排、没有用完而转到本年按原用途或规定继续使用的资金。",
    ),
    entry(
        "年终结转",
        &[
            "年末结转和结余",
            "年末结转结余",
            "年终结转结余",
            "结转下年",
            "结转下年支出",
        ],
        "本年或以前年度安排、到年末没有用完而转到下年继续使用的资金。",
    ),
    entry(
        "使用非财政拨款结余",
        &["使用非财政拨款结余（含专用结余）", "用事业基金弥补收支差额"],
        "事业单位动用以前年度积累的非财政拨款结余，弥补本年收入不足以安排支出的差额。",
    ),
    entry(
        "结余分配",
        &[],
        "单位按规定对当年非财政拨款结余缴纳所得税、提取专用基金以及转入结余等的分配。",
    ),
    entry(
        "本年收入合计",
        &["本年收入"],
        "本年度取得的全部收入之和，不含上年结转和使用的以前年度结余。",
    ),
    entry(
        "本年支出合计",
        &["本年支出"],
        "本年度发生的全部支出之和，不含结余分配和结转下年。",
    ),
    entry(
        "收入总计",
        &[],
        "本年收入合计加上年初结转和使用的以前年度结余，与支出总计相等。",
    ),
    entry(
        "支出总计",
        &[],
        "本年支出合计加上结余分配和结转下年，与收入总计相等。",
    ),
    entry(
        "基本支出",
        &[],
        "为保障机构正常运转、完成日常工作任务而发生的支出，分为人员经费和公用经费。",
    ),
    entry(
        "项目支出",
        &[],
        "在基本支出之外，为完成特定工作任务或事业发展目标而发生的支出。",
    ),
    entry(
        "人员经费",
        &[],
        "基本支出中用于人员的部分，即工资福利支出和对个人和家庭的补助。",
    ),
    entry(
        "公用经费",
        &["日常公用经费"],
        "基本支出中用于日常运转的部分，主要是商品和服务支出以及资本性支出等。",
    ),
    entry(
        "其他运转类项目",
        &["其他运转类"],
        "项目支出的一类：公用经费之外用于保障机构运转的专门支出，如大型设施的维护。",
    ),
    entry(
        "特定目标类项目",
        &["特定目标类"],
        "项目支出的一类：为完成特定任务和事业发展目标而安排的支出。",
    ),
    entry(
        "经营支出",
        &["事业单位经营支出"],
        "事业单位在专业业务活动之外开展非独立核算的经营活动发生的支出。",
    ),
    entry("上缴上级支出", &[], "事业单位按规定上缴上级单位的支出。"),
    entry(
        "对附属单位补助支出",
        &[],
        "事业单位用财政拨款以外的资金补助附属单位的支出。",
    ),
    entry(
        "支出功能分类",
        &["支出功能分类科目", "功能分类", "功能分类科目"],
        "按支出用于什么职能划分的科目，分类、款、项三级，编码依次为三位、五位和七位。",
    ),
    entry(
        "部门预算支出经济分类",
        &[
            "部门预算支出经济分类科目",
            "部门预算经济分类",
            "部门经济分类",
        ],
        "从部门和单位的角度按支出的具体用途划分的科目，分类、款两级，编码以 3 开头。",
    ),
    entry(
        "政府预算支出经济分类",
        &[
            "政府预算支出经济分类科目",
            "政府预算经济分类",
            "政府经济分类",
        ],
        "从政府的角度按支出的具体用途划分的科目，分类、款两级，编码以 5 开头。",
    ),
    entry(
        "“三公”经费",
        &["“三公”经费支出"],
        "因公出国（境）费、公务用车购置及运行费和公务接待费三项支出的合称。",
    ),
    entry(
        "因公出国（境）费",
        &["因公出国（境）费用"],
        "公务出国（境）的国际旅费、境外住宿和伙食、培训等支出，是“三公”经费之一。",
    ),
    entry(
        "公务用车购置及运行费",
        &["公务用车购置及运行维护费"],
        "公务用车购置费与公务用车运行费之和，是“三公”经费之一。",
    ),
    entry(
        "公务用车购置费",
        &["公务用车购置"],
        "购置公务用车的支出，含车辆购置税和牌照费用等。",
    ),
    entry(
        "公务用车运行费",
        &["公务用车运行维护费"],
        "公务用车的燃料、维修、过桥过路、保险等支出。",
    ),
    entry(
        "公务接待费",
        &[],
        "按规定开支的各类公务接待支出，含外宾接待，是“三公”经费之一。",
    ),
    entry(
        "机关运行经费",
        &["机关运行费", "行政（事业）单位机关（机构）运转经费"],
        "行政单位和参照公务员法管理的事业单位用财政拨款安排的公用经费，用于办公、差旅、会议、维修、水电等日常运转。",
    ),
    entry(
        "政府采购",
        &[],
        "使用财政性资金按规定采购集中采购目录以内或限额标准以上的货物、工程和服务。",
    ),
    entry(
        "政府购买服务",
        &[],
        "把适合由社会力量提供的服务按程序交由其承担，并按数量和质量支付费用。",
    ),
    entry(
        "国有资产占用情况",
        &["国有资产占有使用情况", "国有资产占有情况"],
        "期末单位占有使用的车辆、房屋和大型设备等国有资产的数量。",
    ),
    entry(
        "绩效目标",
        &["预算绩效目标"],
        "预算资金计划在一定期限内达到的产出和效果，由指标和指标值描述。",
    ),
    entry(
        "绩效自评",
        &["绩效评价自评"],
        "单位在年度终了后对照绩效目标，对项目或整体支出的完成情况和效果自行评价。",
    ),
    entry(
        "行政单位",
        &[],
        "国家机关及其他使用行政编制、履行公共管理职能的单位。",
    ),
    entry(
        "事业单位",
        &[],
        "为社会公益目的由国家举办、从事教育、科技、文化、卫生等活动的单位。",
    ),
    entry(
        "参照公务员法管理的事业单位",
        &["参公事业单位", "参公单位"],
        "人员参照公务员法管理的事业单位，其日常公用经费计入机关运行经费。",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn terms_are_found_by_name_and_synonym() {
        for (printed, name) in [
            ("基本支出", "基本支出"),
            ("三公经费", "“三公”经费"),
            ("\"三公\" 经费", "“三公”经费"),
            ("因公出国(境)费", "因公出国（境）费"),
            ("日常公用经费", "公用经费"),
            ("用事业基金弥补收支差额", "使用非财政拨款结余"),
            ("年末结转和结余", "年终结转"),
        ] {
            assert_eq!(term(printed).map(|term| term.name), Some(name), "{printed}");
        }
        assert_eq!(term("招商引资"), None);
        assert_eq!(term(""), None);
    }

    #[test]
    fn no_word_has_two_explanations() {
        let mut words = HashSet::new();
        for term in terms() {
            for word in std::iter::once(&term.name).chain(term.synonyms) {
                assert!(words.insert(key(word)), "{word}");
            }
            assert!(term.explanation.ends_with('。'), "{}", term.name);
            assert!(term.explanation.chars().count() <= 80, "{}", term.name);
        }
    }
}
