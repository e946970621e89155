//! From printed words to quantities: what words mean by themselves, without the sentence around.

use crate::document::{Fund, Nature, ThreePublicItem, subject_path, three_public_item};
use crate::subjects::{Classification, Subject, SubjectLevel, catalogue};

use super::{Quantity, Scope};

/// What words mean: a quantity, and the money it is counted in when they say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) quantity: Quantity,
    pub(super) scope: Option<Scope>,
}

/// Words that name a money stream by themselves.
const FUNDS: [(&str, Fund); 12] = [
    ("财政专户管理资金", Fund::SpecialAccountFunds),
    ("财政专户管理资金收入", Fund::SpecialAccountFunds),
    ("单位资金", Fund::OwnFunds),
    ("单位资金收入", Fund::OwnFunds),
    ("事业收入", Fund::InstitutionIncome),
    ("事业单位经营收入", Fund::BusinessIncome),
    ("经营收入", Fund::BusinessIncome),
    ("上级补助收入", Fund::SuperiorSubsidyIncome),
    ("附属单位上缴收入", Fund::SubordinateRemittanceIncome),
    ("其他收入", Fund::OtherIncome),
    ("使用非财政拨款结余", Fund::SurplusUsed),
    ("用事业基金弥补收支差额", Fund::SurplusUsed),
];

/// Words that name an expenditure nature by themselves.
const NATURES: [(&str, Nature); 16] = [
    ("基本支出", Nature::Basic),
    ("基本支出预算", Nature::Basic),
    ("项目支出", Nature::Project),
    ("项目支出预算", Nature::Project),
    ("人员经费", Nature::Personnel),
    ("人员经费支出", Nature::Personnel),
    ("人员支出", Nature::Personnel),
    ("公用经费", Nature::Public),
    ("公用经费支出", Nature::Public),
    ("公用支出", Nature::Public),
    ("日常公用经费", Nature::Public),
    ("日常公用支出", Nature::Public),
    ("上缴上级支出", Nature::RemittanceToSuperior),
    ("经营支出", Nature::Business),
    ("对附属单位补助支出", Nature::SubsidyToSubordinates),
    ("对附属单位补助", Nature::SubsidyToSubordinates),
];

/// Words that name a total of the summaries, once the money and the words of form are taken away.
const TOTALS: [(&str, Quantity); 17] = [
    ("收入总计", Quantity::GrandIncome),
    ("总收入", Quantity::GrandIncome),
    ("收入合计", Quantity::Income),
    ("收入", Quantity::Income),
    ("支出总计", Quantity::GrandExpenditure),
    ("总支出", Quantity::GrandExpenditure),
    ("支出合计", Quantity::Expenditure),
    ("支出", Quantity::Expenditure),
    ("收支总计", Quantity::IncomeAndExpenditure),
    ("收、支总计", Quantity::IncomeAndExpenditure),
    ("收入支出总计", Quantity::IncomeAndExpenditure),
    ("收入、支出总计", Quantity::IncomeAndExpenditure),
    ("收支总", Quantity::IncomeAndExpenditure),
    ("收支", Quantity::IncomeAndExpenditure),
    ("收支总额", Quantity::IncomeAndExpenditure),
    ("收入总额", Quantity::GrandIncome),
    ("支出总额", Quantity::GrandExpenditure),
];

/// The three budgets by the words that name them, the longer first.
const BUDGETS: [(&str, Fund); 6] = [
    ("一般公共预算", Fund::GeneralPublicBudget),
    ("政府性基金预算", Fund::GovernmentFundBudget),
    ("政府性基金", Fund::GovernmentFundBudget),
    ("国有资本经营预算", Fund::StateCapitalBudget),
    ("国有资本经营", Fund::StateCapitalBudget),
    ("国有资本金预算", Fund::StateCapitalBudget),
];

/// Words of form that change nothing.
const FORM: [&str; 9] = [
    "财政拨款",
    "拨款",
    "部门",
    "年初预算",
    "预算",
    "决算",
    "安排",
    "当年",
    "数",
];

/// What normalised words mean in a disclosure of a year; none when they name no quantity.
pub(super) fn meaning(label: &str, year: Option<u16>, final_account: bool) -> Option<Meaning> {
    let label = label.trim_matches('"');
    let unscoped = |quantity| Meaning {
        quantity,
        scope: None,
    };
    let budget_beside = final_account && is_budget(label);
    if let Some(item) = three_public(label) {
        let quantity = if budget_beside {
            Quantity::ThreePublicBudget(item)
        } else {
            Quantity::ThreePublic(item)
        };
        return Some(unscoped(quantity));
    }
    // A budget figure in a final account is printed in no table but that of “三公”.
    if budget_beside {
        return None;
    }
    if label.starts_with("机关运行经费") || label.starts_with("机关(机构)运转经费") {
        return Some(unscoped(Quantity::OperatingFunds));
    }
    if let Some(code) = functional_code(label, year) {
        return Some(unscoped(Quantity::Function(code)));
    }
    let scope = scope(label);
    let bare = without(label, BUDGETS.map(|(words, _)| words));
    if let Some(fund) = named(&FUNDS, label) {
        return Some(Meaning {
            quantity: Quantity::IncomeOf(fund),
            scope: Some(Scope::All),
        });
    }
    if let Some(nature) = named(
        &NATURES,
        &without(&bare, ["财政拨款", "安排", "年初预算", "拨款"]),
    ) {
        return Some(Meaning {
            quantity: Quantity::Nature(nature),
            scope,
        });
    }
    let carried = without(&bare, ["财政拨款"]);
    let starts = |words: &[&str]| words.iter().any(|words| carried.starts_with(words));
    if starts(&["上年结转", "年初结转"]) {
        return Some(Meaning {
            quantity: Quantity::CarryIn,
            scope,
        });
    }
    if starts(&["年末结转", "年终结转", "结转下年"]) {
        return Some(Meaning {
            quantity: Quantity::CarryOut,
            scope,
        });
    }
    let current = label.contains("本年") || label.contains("当年");
    let rest = without(&without(&bare, FORM), ["本年"]);
    if rest.is_empty() && matches!(scope, Some(Scope::Budget(_))) {
        return Some(Meaning {
            quantity: Quantity::IncomeAndExpenditure,
            scope,
        });
    }
    let said = scope.is_some() || current || label.contains("预算");
    if ["收入", "支出"].contains(&rest.as_str()) && !said {
        return None;
    }
    let quantity = match named(&TOTALS, &rest)? {
        Quantity::Income if current => Quantity::CurrentIncome,
        Quantity::Expenditure if current => Quantity::CurrentExpenditure,
        quantity => quantity,
    };
    Some(Meaning { quantity, scope })
}

/// The money that words or a heading name; none when they name none.
pub(super) fn scope(words: &str) -> Option<Scope> {
    let budget = BUDGETS.iter().find(|(name, _)| words.contains(name));
    match budget {
        Some((_, fund)) => Some(Scope::Budget(*fund)),
        None if words.contains("财政拨款") => Some(Scope::FiscalAppropriation),
        None => None,
    }
}

/// 年初预算, 全年预算, 调整预算: the budget beside a final account.
fn is_budget(label: &str) -> bool {
    let label = without(label, BUDGETS.map(|(words, _)| words));
    label.contains("预算")
}

fn three_public(label: &str) -> Option<ThreePublicItem> {
    if label.contains("三公") {
        return Some(ThreePublicItem::Total);
    }
    let vehicle = label.contains("公务车") || label.contains("公务用车");
    let known = vehicle || label.starts_with("因公出国") || label.starts_with("公务接待费");
    let item = three_public_item(label).filter(|_| known)?;
    (item != ThreePublicItem::Total).then_some(item)
}

/// The code of a class by its name (社会保障和就业支出（类）等), or of a 类/款/项 path.
fn functional_code(label: &str, year: Option<u16>) -> Option<String> {
    let path = subject_path(label);
    let class_name = match path.first() {
        Some(class) => class.as_str(),
        None => label.strip_suffix('等').unwrap_or(label),
    };
    let mut code = named_subject(class_name, SubjectLevel::Class, "", year)?;
    for (name, level) in path
        .iter()
        .skip(1)
        .zip([SubjectLevel::Section, SubjectLevel::Item])
    {
        code = named_subject(name, level, &code, year)?;
    }
    Some(code)
}

/// The only subject of a name and level under a parent.
fn named_subject(
    name: &str,
    level: SubjectLevel,
    parent: &str,
    year: Option<u16>,
) -> Option<String> {
    let of_name = |name: &str| -> Vec<&'static Subject> {
        catalogue()
            .by_name(Classification::Functional, name, year)
            .into_iter()
            .filter(|subject| subject.level == level && subject.code.starts_with(parent))
            .collect()
    };
    let mut subjects = of_name(name);
    if subjects.is_empty() && !name.ends_with("支出") {
        subjects = of_name(&format!("{name}支出"));
    }
    let first = subjects.first()?;
    subjects
        .iter()
        .all(|subject| subject.code == first.code)
        .then(|| first.code.to_owned())
}

fn named<T: Clone>(words: &[(&str, T)], label: &str) -> Option<T> {
    let (_, meaning) = words.iter().find(|(name, _)| *name == label)?;
    Some(meaning.clone())
}

fn without<const N: usize>(label: &str, words: [&str; N]) -> String {
    let printed = words.into_iter().filter(|word| label.contains(word));
    printed.fold(label.to_owned(), |label, word| label.replace(word, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(label: &str) -> Option<Quantity> {
        meaning(label, Some(2024), false).map(|meaning| meaning.quantity)
    }

    #[test]
    fn totals_are_known_in_all_their_forms() {
        for label in ["预算收入总计", "收入总计", "部门收入总计"] {
            assert_eq!(quantity(label), Some(Quantity::GrandIncome), "{label}");
        }
        for label in ["预算收入", "收入预算", "收入合计"] {
            assert_eq!(quantity(label), Some(Quantity::Income), "{label}");
        }
        assert_eq!(quantity("本年收入合计"), Some(Quantity::CurrentIncome));
        assert_eq!(
            quantity("部门预算支出总计"),
            Some(Quantity::GrandExpenditure)
        );
        assert_eq!(quantity("涉及部门预算资金"), None);
        assert_eq!(quantity("商品和服务支出"), None);
    }

    #[test]
    fn the_money_is_part_of_the_words() {
        let general = Some(Scope::Budget(Fund::GeneralPublicBudget));
        for (label, quantity) in [
            ("一般公共预算当年支出", Quantity::CurrentExpenditure),
            ("一般公共预算财政拨款支出", Quantity::Expenditure),
            ("一般公共预算支出年初预算", Quantity::Expenditure),
            ("一般公共预算拨款", Quantity::IncomeAndExpenditure),
            ("一般公共预算收支预算", Quantity::IncomeAndExpenditure),
            (
                "一般公共预算财政拨款基本支出",
                Quantity::Nature(Nature::Basic),
            ),
        ] {
            let found = meaning(label, None, false).expect(label);
            assert_eq!(
                (found.quantity, found.scope),
                (quantity, general),
                "{label}"
            );
        }
        let fiscal = meaning("财政拨款收支总预算", None, false).expect("a meaning");
        assert_eq!(fiscal.quantity, Quantity::IncomeAndExpenditure);
        assert_eq!(fiscal.scope, Some(Scope::FiscalAppropriation));
    }

    #[test]
    fn subjects_are_known_by_class_and_by_path() {
        let function = |code: &str| Some(Quantity::Function(code.to_owned()));
        assert_eq!(quantity("社会保障和就业支出"), function("208"));
        assert_eq!(quantity("一般公共服务支出(类)"), function("201"));
        assert_eq!(quantity("资源勘探工业信息等支出"), function("215"));
        let path = "住房保障支出(类)住房改革支出(款)住房公积金(项)";
        assert_eq!(quantity(path), function("2210201"));
        assert_eq!(quantity("一般公共预算服务支出"), None);
    }

    #[test]
    fn a_budget_beside_a_final_account_is_another_quantity() {
        let three_public = |label| meaning(label, None, true).map(|meaning| meaning.quantity);
        let total = ThreePublicItem::Total;
        assert_eq!(
            three_public("\"三公\"经费支出全年预算"),
            Some(Quantity::ThreePublicBudget(total))
        );
        assert_eq!(
            three_public("\"三公\"经费支出"),
            Some(Quantity::ThreePublic(total))
        );
        assert_eq!(
            meaning("一般公共预算财政拨款支出年初预算", None, true),
            None
        );
    }
}
