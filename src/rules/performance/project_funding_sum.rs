//! 绩效目标表中资金的合计。
//!
//! ## 检查什么
//! 项目的资金总额等于中央、省级、市县（区）、自筹等各项之和，年度资金不超过实施期资金；
//! 整体绩效目标表的资金总额等于各来源之和、各支出之和，在职人数等于在编与其他人员之和；
//! 项目清单中部门、单位的金额等于所列项目之和。
//!
//! ## 为什么
//! 绩效目标表由人工填写，改了总额常忘了改分项。
//!
//! ## 例
//! 错：实施期资金总额65万元，其中市县（区）财政资金55万元，其他各项为0。
//!
//! 对：实施期资金总额55万元，其中市县（区）财政资金55万元。
//!
//! ## 如何修改
//! 核对总额和分项。
//!
//! ## 不报的情形
//! 分项全部空白的表。
//!
//! ## In English
//! The money of a target table is the sum of its sources, and a year's is at most the whole.

use crate::audit::{Identity, Relation, Severity, Subject, Term};
use crate::document::{
    Disclosure, Field, FigureId, FormContent, Funds, ListedProject, OverallForm,
};
use crate::rules::{Basis, Check, Rule};

/// B701.
pub const RULE: Rule = Rule {
    code: "B701",
    name: "project-funding-sum",
    title: "绩效目标表的资金合计",
    severity: Severity::Warning,
    source: include_str!("project_funding_sum.rs"),
    basis: Basis::Statements,
    checks: &[Check::Identities(check)],
};

fn check(disclosure: &Disclosure, found: &mut Vec<Identity>) {
    for form in &disclosure.forms {
        match &form.content {
            FormContent::Project(project) => {
                found.extend(sum_of(
                    &project.life,
                    "实施期资金总额",
                    "Money of the whole period",
                ));
                found.extend(sum_of(&project.annual, "年度资金总额", "Money of the year"));
                found.extend(at_most(
                    project.annual.total,
                    project.life.total,
                    "年度资金与实施期资金",
                    "Money of the year and of the whole period",
                ));
            }
            FormContent::ProjectList(list) => of_list(list, found),
            FormContent::Overall(overall) => of_overall(overall, found),
            FormContent::SelfEvaluation(_) => {}
        }
    }
}

fn identity(relation: Relation, chinese: &str, english: &str) -> Identity {
    Identity {
        rule: RULE.code,
        relation,
        subject: Subject::words(chinese, english),
        severity: None,
    }
}

fn sum(total: FigureId, parts: &[FigureId], chinese: &str, english: &str) -> Option<Identity> {
    let terms = parts.iter().map(|figure| Term {
        figure: *figure,
        negative: false,
    });
    let parts: Vec<Term> = terms.collect();
    (!parts.is_empty()).then(|| identity(Relation::Sum { total, parts }, chinese, english))
}

fn sum_of(funds: &Funds, chinese: &str, english: &str) -> Option<Identity> {
    sum(funds.total?, &funds.sources, chinese, english)
}

fn at_most(
    part: Option<FigureId>,
    bound: Option<FigureId>,
    chinese: &str,
    english: &str,
) -> Option<Identity> {
    let relation = Relation::AtMost {
        bound: bound?,
        parts: vec![part?],
    };
    Some(identity(relation, chinese, english))
}

/// Every row by itself, and the rows of departments and units as sums of what stands below them.
fn of_list(list: &[ListedProject], found: &mut Vec<Identity>) {
    for row in list {
        found.extend(sum_of(&row.funds, "项目的资金总额", "Money of a project"));
    }
    for (at, row) in list.iter().enumerate().filter(|(_, row)| !row.is_project) {
        let below = list.get(at + 1..).unwrap_or_default();
        let below: Vec<&ListedProject> = below
            .iter()
            .take_while(|other| other.is_project || other.is_below(row))
            .collect();
        let units: Vec<&ListedProject> = below
            .iter()
            .copied()
            .filter(|other| !other.is_project)
            .collect();
        let parts = if units.is_empty() { below } else { units };
        found.extend(rollup(row, &parts));
    }
}

/// An organisation's money, as a whole and by source, as the sum of its parts.
fn rollup(row: &ListedProject, parts: &[&ListedProject]) -> Vec<Identity> {
    let subject = ("所列项目的资金合计", "The sum of the listed projects");
    let totals: Vec<FigureId> = parts.iter().filter_map(|part| part.funds.total).collect();
    let whole = row.funds.total.filter(|_| totals.len() == parts.len());
    let mut found: Vec<Identity> = whole
        .and_then(|total| sum(total, &totals, subject.0, subject.1))
        .into_iter()
        .collect();
    for (place, figure) in row.funds.sources.iter().enumerate() {
        let same_columns = |part: &&&ListedProject| part.funds.columns == row.funds.columns;
        let sources: Vec<FigureId> = parts
            .iter()
            .filter(same_columns)
            .filter_map(|part| part.funds.sources.get(place).copied())
            .collect();
        if sources.len() == parts.len() {
            found.extend(sum(*figure, &sources, subject.0, subject.1));
        }
    }
    found
}

fn of_overall(form: &OverallForm, found: &mut Vec<Identity>) {
    found.extend(sum_of(
        &form.by_source,
        "整体绩效目标的资金来源",
        "Money by source",
    ));
    let total = form.by_nature.total.or(form.by_source.total);
    if let Some(total) = total {
        let natures = &form.by_nature.sources;
        found.extend(sum(total, natures, "整体绩效目标的支出", "Money by nature"));
    }
    if let (Some(one), Some(other)) = (form.by_source.total, form.by_nature.total) {
        let relation = Relation::Equal {
            left: other,
            right: one,
        };
        found.push(identity(
            relation,
            "按来源与按方向的合计",
            "Both totals of the form",
        ));
    }
    let count = |label: &str| form.counts.iter().find(|field| field.label.contains(label));
    if let (Some(all), Some(own), Some(other)) = (
        count("在职人员总数"),
        count("在编人员数"),
        count("其他人员数"),
    ) {
        let parts = [own, other].map(|field: &Field| field.figure);
        found.extend(sum(all.figure, &parts, "实际在职人员总数", "Staff in post"));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    fn form(life: &str, city: &str) -> String {
        format!(
            "项目支出绩效目标表\n\n（2025年度）\n\n项目名称\t\t宣传经费\n\
             项目资金（元）\t实施期资金总额：\t{life}\t年度资金总额：\t50,000\n\
             \t其中：中央财政资金\t0\t其中：中央财政资金\t0\n\
             \t市县（区）财政资金\t{city}\t市县（区）财政资金\t50,000\n\
             项目概况\t用于宣传\n"
        )
    }

    #[test]
    fn a_total_that_is_not_the_sum_of_its_sources_is_found() {
        assert_finds(
            "B701",
            &form("⟦65万元⟧", "55万元").replace("⟦65万元⟧", "⟦65⟧万元"),
        );
    }

    const LIST: &str = "项目支出绩效目标表\n\n\
        单位编码（项目编码）\t项目单位（项目名称）\t项目金额（万元）\t\n\
        \t\t资金总额\t政府预算资金\n\
        092\t\t30.00\t30.00\n\
        092001\t某某局（本级）\t18.00\t18.00\n\
        51160126000000004327\t推介经费\t10.00\t10.00\n\
        51160126000000004344\t租赁经费\t8.00\t8.00\n\
        092002\t某某站\t12.00\t12.00\n\
        51160126000000004361\t标识建设\t12.00\t12.00\n";

    #[test]
    fn a_unit_has_the_money_of_its_projects_and_a_department_that_of_its_units() {
        assert_clean(LIST);
        assert_finds(
            "B701",
            &LIST.replace("092\t\t30.00\t30.00", "092\t\t⟦31.00⟧\t30.00"),
        );
        assert_finds(
            "B701",
            &LIST.replace("\t12.00\t12.00\n51", "\t12.00\t⟦12.50⟧\n51"),
        );
    }

    #[test]
    fn sums_in_both_units_are_right() {
        assert_clean(&form("6万元", "60,000"));
    }
}
