//! 文字说明中“其中”“包括”各项之和应等于所分解的数。
//!
//! ## 检查什么
//! 一句话（或一句话和它后面的编号列表）把一个金额或数量分解为几项时：
//! - 列全的分项（“其中：”“包括：”“共计……，其中”），各项之和应等于总数；
//! - 可能没有列全的分项（“主要包括……”“……等”，或只列了一项），各项之和不能大于总数。
//!
//! 一句话里有几个“其中”的，各自单独核对；项目支出绩效目标表等表格里的文字同样核对。
//!
//! ## 为什么
//! 分项与总数不符，说明其中必有一个数写错，或者漏列、重列了一项。
//!
//! ## 例
//! 错：工作经费共计130万元，其中，差旅费65万元，接待费20万元，印刷费12万元，宣传费13万元，培训费25万元。
//! （各项之和是135万元）
//!
//! 对：工作经费共计130万元，其中，差旅费60万元，接待费20万元，印刷费12万元，宣传费13万元，培训费25万元。
//!
//! ## 如何修改
//! 核对总数和每一项，改正写错的数，或补上漏列的项。
//!
//! ## 不报的情形
//! - 差额在舍入误差之内；
//! - 有“约、近、每年、各、左右、以上、不超过”等字样的数；
//! - “公务用车购置及运行费”与它的两个下级并列时，只加上级，不重复相加；
//! - 分解的是哪个数、列到哪里为止，文字有几种读法的，只在有一种读法相符时认定，都不相符也不报。
//!
//! 总数和分项都没有“共计、包括”等字样，也不是固定的分类（基本支出、项目支出等）时，列举可能不全，
//! 不符只作警告。
//!
//! ## In English
//! The items of a 其中 or 包括 list must add up to the figure that they divide; an open list (主要,
//! 等) must not exceed it. Estimates, bounds and readings that are not unique are left alone.

use crate::audit::{Identity, Relation, Severity, Term};
use crate::document::{Disclosure, Enumeration};
use crate::rules::narrative::Names;
use crate::rules::{Basis, Check, Rule};

/// B302.
pub const RULE: Rule = Rule {
    code: "B302",
    name: "enumeration-sum",
    title: "分项之和等于总数",
    severity: Severity::Error,
    source: include_str!("enumeration_sum.rs"),
    basis: Basis::Statements,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    let names = Names::of(disclosure);
    let lists = disclosure
        .statements
        .iter()
        .flat_map(|statement| &statement.enumerations);
    for list in lists {
        found.push(Identity {
            rule: RULE.code,
            relation: relation(list),
            subject: names.subject(list.head, "", ""),
            severity: severity(list),
        });
    }
}

fn relation(list: &Enumeration) -> Relation {
    let parts = list.items.iter().map(|item| item.figure);
    if list.open {
        return Relation::AtMost {
            bound: list.head,
            parts: parts.collect(),
        };
    }
    Relation::Sum {
        total: list.head,
        parts: parts
            .map(|figure| Term {
                figure,
                negative: false,
            })
            .collect(),
    }
}

/// 其中 may list a choice: then a missing amount is likely a fault, not certainly.
fn severity(list: &Enumeration) -> Option<Severity> {
    (!list.open && !list.complete).then_some(Severity::Warning)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::narrative::testing::{findings, identities};

    const CELL_TABLE: &str =
        "项目支出绩效目标表\n\n项目名称\t宣传工作经费\t\n项目概况\tCONTENT\t\n";

    #[test]
    fn a_closed_list_that_does_not_add_up_is_an_error() {
        let found = findings(
            RULE,
            "2024年青山县林业站支出预算100.00万元，其中：基本支出61.00万元，占60.00%；项目支出40.00万元，占40.00%。",
        );
        assert_eq!(found, [(Severity::Error, "100.00".to_owned())]);
    }

    #[test]
    fn free_text_of_a_project_table_is_checked_too() {
        let wrong = "宣传工作经费共计130万元，其中，外出宣传65万元，接待20万元，印刷12万元，网站13万元，专题培训25万元。";
        let found = findings(RULE, &CELL_TABLE.replace("CONTENT", wrong));
        assert_eq!(found, [(Severity::Error, "130".to_owned())]);
        let right = "宣传工作经费共计130万元，其中，外出宣传60万元（其中展会25万元、推介10万元、走访25万元），接待20万元（即住宿、就餐等），印刷12万元，网站13万元；举办专题培训25万元。";
        let text = CELL_TABLE.replace("CONTENT", right);
        assert_eq!(findings(RULE, &text), []);
        assert_eq!(identities(RULE, &text), 2);
    }

    #[test]
    fn a_list_that_may_be_a_choice_is_only_a_warning() {
        let found = findings(
            RULE,
            "2024年青山县林业站专项资金100.00万元，其中：育苗30.00万元，管护20.00万元，巡查10.00万元。",
        );
        assert_eq!(found, [(Severity::Warning, "100.00".to_owned())]);
    }

    #[test]
    fn an_open_list_may_be_short_but_not_long() {
        let text = "2024年运行经费58.00万元。主要包括：办公费9.00万元、印刷费LAST万元等。";
        assert_eq!(findings(RULE, &text.replace("LAST", "1.00")), []);
        assert_eq!(
            findings(RULE, &text.replace("LAST", "50.00")),
            [(Severity::Error, "58.00".to_owned())]
        );
    }

    #[test]
    fn estimates_are_never_added() {
        let text = "驻点经费每年共95万元，其中甲站每年约20万元，乙站、丙站各每年约10万元。";
        assert_eq!(identities(RULE, text), 0);
    }
}
