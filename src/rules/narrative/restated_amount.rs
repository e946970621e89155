//! 文字重述表中的数字。
//!
//! ## 检查什么
//! 说明文字中的收支总计、各项资金、基本支出和项目支出、各类科目、“三公”经费、机关运行经费等金额，
//! 应与相应表格中的数字相同。单位不同时先换算；按各自的小数位数比较。
//!
//! ## 为什么
//! 读者先读文字。文字与表不一致，是审计检查中最常见的问题。
//!
//! ## 例
//! 错：表中公务接待费为2.00，文字写“公务接待费3万元”。
//!
//! 对：公务接待费2万元。
//!
//! ## 如何修改
//! 核对是表错还是文字错，改正其中一处。
//!
//! ## 不报的情形
//! 文字的口径不唯一（几处数字不同）时不比较；变动额、上年数、绩效和项目的金额不比较；
//! 省略的小数零（203 与 203.00）不算不同。
//!
//! ## In English
//! An amount of the narrative differs from the table cell that it restates.

use crate::audit::{Identity, Relation, Severity, Subject};
use crate::document::Disclosure;
use crate::rules::{Basis, Check, Rule};

/// B301.
pub const RULE: Rule = Rule {
    code: "B301",
    name: "restated-amount",
    title: "文字与表的同一数字",
    severity: Severity::Error,
    source: include_str!("restated_amount.rs"),
    basis: Basis::Statements,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for restatement in &disclosure.restatements {
        let Some(cell) = restatement.cell else {
            continue;
        };
        let title = disclosure
            .table_of(cell)
            .map_or("", |table| table.title.as_str());
        found.push(Identity {
            rule: RULE.code,
            relation: Relation::Equal {
                left: restatement.mention,
                right: cell,
            },
            subject: Subject::words(
                format!("“{}”与{title}", restatement.label),
                format!("“{}” and {title}", restatement.label),
            ),
            severity: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const TABLES: &str = "\n2024年部门支出总表\n\n单位：万元\n\n\
        科目编码\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t359.95\t156.95\t203.00\n\
        201\t一般公共服务支出\t319.49\t116.49\t203.00\n208\t社会保障和就业支出\t40.46\t40.46\t\n";

    fn draft(sentence: &str) -> String {
        format!(
            "某某局2024年部门预算\n\n第一部分 情况说明\n\n一、支出预算情况\n\n{sentence}\n\n第二部分 报表\n{TABLES}"
        )
    }

    #[test]
    fn an_amount_that_differs_from_its_cell_is_found() {
        let finding = assert_finds(
            "B301",
            &draft("2024年支出预算359.95万元。其中：社会保障和就业支出⟦41.46⟧万元。"),
        );
        let fix = finding.fix.expect("a fix");
        assert_eq!(fix.new_text, "40.46");
    }

    #[test]
    fn dropped_zeros_and_changes_are_right() {
        assert_clean(&draft(
            "2024年支出预算359.95万元，其中：基本支出156.95万元，项目支出203万元，比上年增加3万元。",
        ));
    }
}
