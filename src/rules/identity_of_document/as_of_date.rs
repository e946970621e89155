//! 资产截止日期前后不一致或不在合理范围。
//!
//! ## 检查什么
//! 国有资产部分“截至某年某月某日”的日期：同一文件中应相同；预算公开应在上年8月至本年6月之间，
//! 决算公开应为本年12月31日。
//!
//! ## 为什么
//! 车辆、房屋、设备应是同一时点的数；日期不合理说明沿用了旧文字。
//!
//! ## 例
//! 错：车辆截至4月18日，房屋截至4月17日。
//!
//! 对：各项都截至同一天。
//!
//! ## 如何修改
//! 核对后统一日期。
//!
//! ## 不报的情形
//! 与资产无关的截止日期；“2023年期末”等没有写日的时点。
//!
//! ## In English
//! The dates as of which assets are stated differ within the document, or lie outside the range
//! that fits its fiscal year.

use crate::audit::{Finding, Severity};
use crate::document::{Disclosure, DocumentKind, ProseKind, printed_years};
use crate::rules::{Basis, Check, Rule};
use crate::text::Span;

/// B408.
pub const RULE: Rule = Rule {
    code: "B408",
    name: "as-of-date",
    title: "资产截止日期",
    severity: Severity::Information,
    source: include_str!("as_of_date.rs"),
    basis: Basis::Words,
    checks: &[Check::Inspection(check)],
};

/// A date and where it is printed. Ordered by year, month, day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PrintedDate {
    year: u16,
    month: u16,
    day: u16,
    span: Span,
}

impl PrintedDate {
    fn day(&self) -> (u16, u16, u16) {
        (self.year, self.month, self.day)
    }
}

fn check(disclosure: &Disclosure, found: &mut Vec<Finding>) {
    let dates: Vec<PrintedDate> = disclosure
        .prose
        .iter()
        .filter(|line| line.kind != ProseKind::Barrier)
        .flat_map(|line| dates_of_assets(disclosure, line.span))
        .collect();
    found.extend(differing(disclosure, &dates));
    let Some(fiscal_year) = disclosure.fiscal_year else {
        return;
    };
    for date in &dates {
        if !fits(date, fiscal_year, disclosure.kind) {
            let printed = disclosure.words(date.span);
            found.push(RULE.finding(
                date.span,
                format!("资产截止日期{printed}与{fiscal_year}年度不相称"),
                format!("The assets are stated as of {printed}, which does not fit {fiscal_year}"),
            ));
            break;
        }
    }
}

/// Words of the section on assets.
const ASSETS: [&str; 6] = ["车辆", "资产", "用房", "设备", "建筑面积", "公务用车"];

fn dates_of_assets(disclosure: &Disclosure, line: Span) -> Vec<PrintedDate> {
    let words = disclosure.words(line);
    if !ASSETS.iter().any(|word| words.contains(word)) {
        return Vec::new();
    }
    printed_years(words)
        .iter()
        .filter(|year| {
            let before = words.get(..year.span.start).unwrap_or_default().trim_end();
            before.ends_with("截至") || before.ends_with("截止") || before.ends_with("截止到")
        })
        .filter_map(|year| {
            let after = words.get(year.end..)?;
            let (month, rest) = after.split_once('月')?;
            let (day, _) = rest.split_once('日')?;
            let end = year.end + month.len() + "月".len() + day.len() + "日".len();
            Some(PrintedDate {
                year: year.year,
                month: month.trim().parse().ok()?,
                day: day.trim().parse().ok()?,
                span: Span::new(line.start + year.span.start, line.start + end),
            })
        })
        .collect()
}

/// One finding for dates that differ: at the first that is not the usual one.
fn differing(disclosure: &Disclosure, dates: &[PrintedDate]) -> Option<Finding> {
    let count = |date: &PrintedDate| {
        dates
            .iter()
            .filter(|other| other.day() == date.day())
            .count()
    };
    let usual = dates.iter().rev().max_by_key(|date| count(date))?;
    let odd = dates.iter().find(|date| date.day() != usual.day())?;
    let (one, other) = (disclosure.words(odd.span), disclosure.words(usual.span));
    let finding = RULE.finding(
        odd.span,
        format!("资产截止日期不一致：此处为{one}，别处为{other}"),
        format!("The assets are stated as of {one} here, as of {other} elsewhere"),
    );
    let others = dates.iter().filter(|date| date.day() == usual.day());
    Some(others.fold(finding, |finding, date| {
        finding.beside(date.span, "另一处日期", "the other date")
    }))
}

fn fits(date: &PrintedDate, fiscal_year: u16, kind: Option<DocumentKind>) -> bool {
    match kind {
        Some(DocumentKind::FinalAccount) => date.day() == (fiscal_year, 12, 31),
        _ => {
            let month = (date.year, date.month);
            month >= (fiscal_year.saturating_sub(1), 8) && month <= (fiscal_year, 6)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::inspection::reading::{assert_reports, assert_silent};

    const COVER: &str = "云溪市档案馆2024年部门预算\n\n一、国有资产情况\n\n";

    #[test]
    fn dates_of_one_section_are_the_same() {
        let found = assert_reports(
            &RULE,
            &format!(
                "{COVER}截至⟦2024年4月18日⟧，共有车辆2辆。\n截至2024年4月17日，办公用房1308平方米。\n\
                 截至2024年4月17日，设备0台。\n"
            ),
        );
        assert_eq!(found[0].related.len(), 2);
    }

    #[test]
    fn dates_fit_the_year() {
        assert_reports(
            &RULE,
            &format!("{COVER}截至⟦2022年12月31日⟧，共有车辆2辆。\n"),
        );
        assert_reports(
            &RULE,
            "云溪市档案馆2024年部门决算\n\n一、国有资产情况\n\n截至⟦2023年12月31日⟧，共有车辆2辆。\n",
        );
        assert_silent(
            &RULE,
            &format!(
                "{COVER}截至2023年8月31日，共有车辆2辆。\n截至2020年5月1日，签约3家。\n2023年期末，车辆2辆。\n"
            ),
        );
    }
}
