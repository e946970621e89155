//! 表的金额单位缺少、断行或前后矛盾。
//!
//! ## 检查什么
//! 其他表都有“单位：万元”而这张表没有；“万元”断成两行；表名或表头写的单位与单位行不同；
//! 这张表的数字与别的表完全相同，单位却不同。
//!
//! ## 为什么
//! 单位差一个“万”字，金额差一万倍。
//!
//! ## 例
//! 错：各表单位为万元，其中一张写“单位：元”，数字却与其他表相同。
//!
//! 对：单位：万元
//!
//! ## 如何修改
//! 补上或改正单位行（可一键修复）。
//!
//! ## 不报的情形
//! 以元为单位的项目绩效表；计数的表；以元列表、以万元说明的文件。
//!
//! ## In English
//! The line with the measure unit of a table is missing, broken, or contradicts the header or the
//! other tables.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::audit::{Finding, Severity};
use crate::document::normalise::normalise;
use crate::document::{CellContent, Disclosure, RowKind, Table, TableKind, Unit};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B407.
pub const RULE: Rule = Rule {
    code: "B407",
    name: "unit-line",
    title: "金额单位行",
    severity: Severity::Warning,
    source: include_str!("unit_line.rs"),
    basis: Basis::Figures,
    checks: &[
        Check::TableInspection(alone),
        Check::Inspection(among_others),
    ],
};

fn among_others(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let tables: Vec<&Table> = disclosure
        .tables
        .iter()
        .filter(|table| holds_money(disclosure, table))
        .collect();
    let with_line = tables
        .iter()
        .filter(|table| table.unit_span.is_some())
        .count();
    for table in &tables {
        match table.unit_span {
            Some(span) => found.extend(against_others(disclosure, table, span, &tables)),
            // A few tables without the line among many that have it.
            None if with_line >= 2 && with_line * 2 > tables.len() => {
                found.extend(missing(disclosure, table));
            }
            None => {}
        }
    }
}

/// What a table shows by itself.
fn alone(disclosure: &Disclosure, table: &Table, found: &mut Vec<Finding>) {
    if let Some(span) = table.unit_span.filter(|_| holds_money(disclosure, table)) {
        found.extend(broken(disclosure, span));
        found.extend(against_header(disclosure, table, span));
    }
}

/// Tables of the catalogue with amounts; forms of targets carry their units in the cells.
fn holds_money(disclosure: &Disclosure, table: &Table) -> bool {
    let form = matches!(
        table.kind,
        TableKind::ProjectTarget
            | TableKind::OverallTarget
            | TableKind::SelfEvaluation
            | TableKind::Unrecognised
    );
    !form && (table.unit_span.is_some() || !values(disclosure, table).is_empty())
}

fn missing(disclosure: &Disclosure, table: &Table) -> Option<Finding> {
    if table.unit != Unit::Unknown {
        return None;
    }
    let place = table
        .title_span
        .or_else(|| table.rows.first().map(|row| row.span))?;
    let title = disclosure.words(place);
    Some(RULE.finding(
        place,
        format!("“{}”没有金额单位，其他表都有", normalise(title)),
        "This table states no measure unit, unlike the other tables".to_owned(),
    ))
}

/// 单位：万 / 元.
fn broken(disclosure: &Disclosure, span: Span) -> Option<Finding> {
    let words = disclosure.words(span);
    let joined: String = words.split_whitespace().collect();
    let finding = RULE.finding(
        span,
        format!("“{joined}”断成了两行"),
        format!("“{joined}” is broken over two lines"),
    );
    words
        .contains('\n')
        .then(|| finding.at(Severity::Information).mended(span, joined))
}

/// （元） in the title or in a header above a unit line of 万元.
fn against_header(disclosure: &Disclosure, table: &Table, span: Span) -> Option<Finding> {
    let stated = |words: &str| {
        [
            ("(万元)", Unit::TenThousandYuan),
            ("(元)", Unit::Yuan),
            ("(亿元)", Unit::HundredMillionYuan),
        ]
        .into_iter()
        .find(|(mark, _)| words.contains(mark))
    };
    let labels = table.columns.iter().flat_map(|column| &column.path);
    let (mark, unit) = labels
        .chain([&table.title])
        .find_map(|label| stated(label))?;
    let line = disclosure.words(span).trim();
    (unit != table.unit && table.unit != Unit::Unknown).then(|| {
        RULE.finding(
            span,
            format!("“{line}”与表头的“{mark}”矛盾"),
            format!("“{line}” contradicts “{mark}” in the header"),
        )
    })
}

/// The printed values of a table that are long enough to be told from others.
fn values(disclosure: &Disclosure, table: &Table) -> BTreeSet<Decimal> {
    let body = table.rows.iter().filter(|row| row.kind == RowKind::Body);
    body.flat_map(|row| &row.cells)
        .filter_map(|cell| match cell.content {
            CellContent::Figure(id) => disclosure.figure(id),
            _ => None,
        })
        .map(|figure| figure.value.normalize())
        .filter(|value| value.mantissa().unsigned_abs() >= 100)
        .collect()
}

/// The same numbers as in other tables under another unit.
fn against_others(
    disclosure: &Disclosure,
    table: &Table,
    span: Span,
    tables: &[&Table],
) -> Option<Finding> {
    let usual = usual_unit(tables)?;
    let other = table.unit != usual && matches!(table.unit, Unit::Yuan | Unit::TenThousandYuan);
    if !other || against_header(disclosure, table, span).is_some() {
        return None;
    }
    let own = values(disclosure, table);
    let others: BTreeSet<Decimal> = tables
        .iter()
        .filter(|other| other.unit == usual)
        .flat_map(|other| values(disclosure, other))
        .collect();
    let factor = Decimal::from(10_000);
    let scaled = own.iter().any(|value| {
        let value = match table.unit {
            Unit::Yuan => value.checked_div(factor),
            _ => value.checked_mul(factor),
        };
        value.is_some_and(|value| others.contains(&value.normalize()))
    });
    let same = own.iter().filter(|value| others.contains(value)).count();
    // The total is the largest number of a table; other tables print it again.
    let total = own.last().is_some_and(|total| others.contains(total));
    if scaled || same == 0 || !(total || same * 2 >= own.len()) {
        return None;
    }
    let line = disclosure.words(span);
    let (wrong, right) = match usual {
        Unit::TenThousandYuan => ("元", "万元"),
        _ => ("万元", "元"),
    };
    let finding = RULE.finding(
        span,
        format!("本表的数字与其他表相同，单位却是“{wrong}”而不是“{right}”"),
        format!("The figures equal those of other tables, but the unit is {wrong}, not {right}"),
    );
    let at = line.rfind(wrong)?;
    let unit = Span::new(span.start + at, span.start + at + wrong.len());
    Some(finding.mended(unit, right))
}

/// The unit that most tables have.
fn usual_unit(tables: &[&Table]) -> Option<Unit> {
    [Unit::TenThousandYuan, Unit::Yuan]
        .into_iter()
        .find(|unit| {
            let count = tables.iter().filter(|table| table.unit == *unit).count();
            count * 2 > tables.len()
        })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::audit::Severity;
    use crate::rules::inspection::reading::{assert_reports, assert_silent, mended};

    fn table(title: &str, unit: &str, total: &str, part: &str) -> String {
        format!(
            "2024年{title}\n\n{unit}\n\n科目编码→科目名称→合计→基本支出→项目支出\n\
             合计→→{total}→{total}→\n201→一般公共服务支出→{part}→{part}→\n\n"
        )
    }

    #[test]
    fn a_table_without_the_line_is_found() {
        assert_reports(
            &RULE,
            &[
                table("部门收入总表", "单位：万元", "335.91", "335.91"),
                table("预算支出总表", "单位：万元", "335.91", "335.91"),
                table("一般公共预算支出表", "", "335.91", "335.91")
                    .replace("2024年一般公共预算支出表", "⟦2024年一般公共预算支出表⟧"),
            ]
            .concat(),
        );
    }

    #[test]
    fn a_unit_that_other_tables_contradict_is_found() {
        let draft = [
            table("预算支出总表", "单位：万元", "335.91", "335.91"),
            table("一般公共预算支出表", "⟦单位：元⟧", "335.91", "335.91"),
            table("政府性基金预算支出表", "单位：万元", "12.50", "12.50"),
        ]
        .concat();
        let found = assert_reports(&RULE, &draft);
        assert_eq!(mended(&draft, &found[0]).matches("单位：万元").count(), 3);
    }

    #[test]
    fn a_broken_line_is_noted() {
        let draft = table("预算支出总表", "⟦单位：万\n元⟧", "335.91", "335.91");
        let found = assert_reports(&RULE, &draft);
        assert_eq!(found[0].severity, Severity::Information);
        assert!(mended(&draft, &found[0]).contains("单位：万元\n"));
    }

    #[test]
    fn tables_in_yuan_beside_one_in_ten_thousand_are_right() {
        assert_silent(
            &RULE,
            &[
                table("预算支出总表", "单位：元", "3,359,100.00", "3,359,100.00"),
                table(
                    "一般公共预算支出表",
                    "单位：元",
                    "3,359,100.00",
                    "3,359,100.00",
                ),
                table("政府性基金预算支出表", "单位：万元", "335.91", "335.91"),
            ]
            .concat(),
        );
    }
}
