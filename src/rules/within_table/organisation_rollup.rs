//! 合计应等于各部门之和，部门等于所属单位之和，单位等于所属项目（科目）之和。
//!
//! ## 检查什么
//! 项目支出表、收入表、机关运行经费表等印有部门、单位行的表，逐级核对每一金额栏。
//!
//! ## 为什么
//! 部门和单位行是汇总数，不等于下级之和说明漏列单位或项目，或改动后没有重新汇总。
//!
//! ## 例
//! 错：单位 203.00，所属项目 110.00、80.00、11.00、12.00（之和 213.00）。
//!
//! 对：单位 203.00，所属项目 110.00、80.00、11.00、2.00。
//!
//! ## 如何修改
//! 核对提示所列单位和项目，改正有误的一行。
//!
//! ## 不报的情形
//! 部门与单位同名（只有一个所属单位）时二者数额相同是正常的，不会重复相加。
//!
//! ## In English
//! The total must equal the sum of the departments, a department the sum of its units, a unit
//! the sum of its projects or subjects.

use std::collections::BTreeSet;

use crate::audit::{Identity, Severity};
use crate::document::{Disclosure, Line, LineKind, Side, Table, TableKind};
use crate::rules::within_table::formula::{
    Formula, declare, in_every_column, is_summary, outermost,
};
use crate::rules::within_table::nesting::Nesting;
use crate::rules::within_table::total_row::total_line;
use crate::rules::{Basis, Check, Rule};

/// B108.
pub const RULE: Rule = Rule {
    code: "B108",
    name: "organisation-rollup",
    title: "部门、单位逐级汇总",
    severity: Severity::Error,
    source: include_str!("organisation_rollup.rs"),
    basis: Basis::Figures,
    checks: &[Check::TableIdentities(check)],
};

fn check(disclosure: &Disclosure, table: &Table, found: &mut Vec<Identity>) {
    declare(disclosure, table, RULE.code, formulas, found);
}

/// The formulas of the total and of every organisation with something under it.
pub fn formulas(table: &Table) -> Vec<Formula> {
    let mut found = Vec::new();
    for side in table.sides.iter().filter(|side| !is_summary(table, side)) {
        let organisations = Organisations::of(table, side);
        if let Some(total) = total_line(side) {
            let parts = lines_of(side, &organisations.parts_of_total());
            found.extend(in_every_column(table, side, total, &parts));
        }
        for (index, line) in side.lines.iter().enumerate() {
            if organisations.is_organisation(index) {
                let parts = lines_of(side, organisations.subordinates(index));
                found.extend(in_every_column(table, side, line, &parts));
            }
        }
    }
    found
}

fn lines_of<'side>(side: &'side Side, indices: &[usize]) -> Vec<&'side Line> {
    indices
        .iter()
        .filter_map(|index| side.lines.get(*index))
        .collect()
}

/// The organisations of a side and what each of them has under it, found in one pass.
struct Organisations {
    /// Tables that list all units side by side under 部门合计.
    is_flat: bool,
    /// The kinds of the lines; projects that are organisations by their names count as such.
    kinds: Vec<LineKind>,
    /// The organisation that each line is directly under.
    owners: Vec<Option<usize>>,
    /// The units and projects directly under each line.
    owned: Vec<Vec<usize>>,
    /// The subjects printed under each line.
    subjects: Vec<Vec<usize>>,
}

impl Organisations {
    fn of(table: &Table, side: &Side) -> Self {
        let mut organisations = Self {
            is_flat: table.kind == TableKind::OperatingFunds,
            kinds: kinds(side),
            owners: Vec::new(),
            owned: vec![Vec::new(); side.lines.len()],
            subjects: vec![Vec::new(); side.lines.len()],
        };
        let mut last = None;
        for (index, line) in side.lines.iter().enumerate() {
            let kind = organisations.kinds.get(index).copied();
            let owner = match (line.kind, kind) {
                (LineKind::Organisation, _) => line.parent,
                // A unit by its name stands under the department, not under the unit before it.
                (_, Some(LineKind::Organisation)) => department(side, line),
                (LineKind::Project, _) => last,
                _ => None,
            };
            organisations.owners.push(owner);
            let is_organisation = kind == Some(LineKind::Organisation);
            let is_owned = line.kind == LineKind::Project && !is_organisation
                || is_organisation && !organisations.is_flat;
            let owner = owner.and_then(|owner| organisations.owned.get_mut(owner));
            if let (true, Some(owned)) = (is_owned, owner) {
                owned.push(index);
            }
            if is_organisation {
                last = Some(index);
            }
        }
        let nesting = Nesting::of(side);
        for index in outermost(side) {
            let kind = organisations.kinds.get(index);
            let organisation = nesting.organisation_before(index);
            let subjects =
                organisation.and_then(|organisation| organisations.subjects.get_mut(organisation));
            if let (Some(LineKind::Subject(_) | LineKind::Group), Some(subjects)) = (kind, subjects)
            {
                subjects.push(index);
            }
        }
        organisations
    }

    fn is_organisation(&self, index: usize) -> bool {
        self.kinds.get(index) == Some(&LineKind::Organisation)
    }

    /// The outermost organisations, or the projects of a table without organisations.
    fn parts_of_total(&self) -> Vec<usize> {
        let of_kind = |wanted: LineKind| {
            let kinds = self.kinds.iter().enumerate();
            kinds
                .filter(move |(_, kind)| **kind == wanted)
                .map(|(index, _)| index)
        };
        let is_outermost =
            |index: &usize| self.is_flat || self.owners.get(*index).is_some_and(Option::is_none);
        let outermost: Vec<usize> = of_kind(LineKind::Organisation)
            .filter(is_outermost)
            .collect();
        if outermost.is_empty() {
            return of_kind(LineKind::Project).collect();
        }
        outermost
    }

    /// The units and the projects directly under an organisation; else the subjects printed under
    /// it.
    fn subordinates(&self, index: usize) -> &[usize] {
        match self.owned.get(index) {
            Some(owned) if !owned.is_empty() => owned,
            _ => self.subjects.get(index).map_or(&[], Vec::as_slice),
        }
    }
}

/// The outermost line that a line is inside of.
fn department(side: &Side, line: &Line) -> Option<usize> {
    let mut department = line.parent?;
    while let Some(above) = side.lines.get(department).and_then(|line| line.parent) {
        department = above;
    }
    Some(department)
}

/// Endings of the names of units; a line with such a name and the place name of the department
/// is a unit although no code says so.
const UNIT_ENDINGS: [&str; 14] = [
    "中心",
    "局",
    "委员会",
    "办公室",
    "院",
    "所",
    "站",
    "队",
    "馆",
    "厅",
    "学校",
    "处",
    "(本级)",
    "协会",
];

/// The kinds of the lines of a side; a project with the name of a unit and the place name of an
/// organisation of the side is an organisation.
fn kinds(side: &Side) -> Vec<LineKind> {
    let place = |label: &str| label.chars().take(2).collect::<String>();
    let organisations = side
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Organisation);
    let places: BTreeSet<String> = organisations.map(|line| place(&line.label)).collect();
    let is_unit = |line: &Line| {
        let mut endings = UNIT_ENDINGS.iter();
        line.kind == LineKind::Project
            && endings.any(|ending| line.label.ends_with(ending))
            && places.contains(&place(&line.label))
    };
    let kind = |line: &Line| {
        if is_unit(line) {
            LineKind::Organisation
        } else {
            line.kind
        }
    };
    side.lines.iter().map(kind).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{assert_clean, assert_finds};

    const HEADER: &str = "2024年项目支出预算表\n\n单位：万元\n\n\
        部门代码\t部门（项目）名称\t项目类型\t合计\t一般公共预算\t政府性基金预算\n";

    #[test]
    fn a_unit_that_is_not_the_sum_of_its_projects_is_found() {
        assert_finds(
            "B108",
            &format!(
                "{HEADER}\t\t合计\t150.00\t100.00\t50.00\n\
                 085\t某某服务中心\t\t150.00\t100.00\t50.00\n\
                 085001\t某某服务中心\t\t150.00\t100.00\t50.00\n\
                 085001\t招商经费\t特定目标类\t⟦90.00⟧\t90.00\t\n\
                 085001\t信息平台\t特定目标类\t50.00\t\t50.00\n"
            ),
        );
    }

    #[test]
    fn department_and_unit_of_one_name_are_not_added() {
        assert_clean(&format!(
            "{HEADER}\t\t合计\t150.00\t100.00\t50.00\n\
             085\t某某服务中心\t\t150.00\t100.00\t50.00\n\
             085001\t某某服务中心\t\t150.00\t100.00\t50.00\n\
             085001\t招商经费\t特定目标类\t100.00\t100.00\t\n\
             085001\t信息平台\t特定目标类\t50.00\t\t50.00\n"
        ));
    }

    #[test]
    fn units_without_codes_are_known_by_their_names() {
        assert_clean(
            "某某市投资局2024年部门预算\n\n2024年项目支出预算表（本年预算）\n\n部门名称：某某市投资局\n\n单位：万元\n\n\
             项目名称\t合计\t一般公共预算\t政府性基金预算\n\
             某某市投资局\t110.06\t110.06\t\n\
             某某市投资局（本级）\t84.16\t84.16\t\n\
             招商推介经费\t62.80\t62.80\t\n\
             数据服务费\t21.36\t21.36\t\n\
             某某市服务中心\t25.90\t25.90\t\n\
             企业服务工作经费\t25.90\t25.90\t\n",
        );
    }
}
