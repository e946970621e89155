//! Sentences as documents print them, with what they state.

use super::*;

/// Lines of prose by their looks: TAB for tables, a marker for list items, `一、` without an
/// amount for headings.
fn prose(text: &str) -> Vec<ProseLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let trimmed = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        if trimmed.is_empty() {
            continue;
        }
        let marker = paragraph::marker(trimmed);
        let is_heading = trimmed.starts_with('#')
            || marker.is_some_and(|marker| marker.kind == 1)
            || (trimmed.starts_with('第') && trimmed.contains("部分"));
        let kind = if line.contains('\t') {
            ProseKind::Barrier
        } else if is_heading {
            ProseKind::Heading
        } else if marker.is_some() {
            ProseKind::ListItem
        } else {
            ProseKind::Paragraph
        };
        lines.push(ProseLine {
            kind,
            span: Span::new(at, at + trimmed.len()),
        });
    }
    lines
}

/// What a text states, in words.
fn stated(text: &str) -> Vec<String> {
    let mut figures = Vec::new();
    let statements = read(text, &prose(text), &mut figures);
    describe(text, &figures, &statements)
}

fn describe(text: &str, figures: &[Figure], statements: &[Statement]) -> Vec<String> {
    let words = |id: FigureId| figures[id.0 as usize].span.get(text).unwrap().to_owned();
    let optional = |id: Option<FigureId>| id.map_or("?".to_owned(), words);
    let mut lines = Vec::new();
    for statement in statements {
        for list in &statement.enumerations {
            let items: Vec<String> = list
                .items
                .iter()
                .map(|item| format!("{} {}", item.label, words(item.figure)))
                .collect();
            let relation = if list.open { "≥" } else { "=" };
            let mark = if list.complete { "" } else { " (likely)" };
            lines.push(format!("{} {relation} {}{mark}", words(list.head), items.join(" + ")));
        }
        for share in &statement.shares {
            let closed = if share.closed { " closed" } else { "" };
            let (percent, part) = (words(share.percent), words(share.part));
            lines.push(format!("{percent}% = {part} / {}{closed}", optional(share.whole)));
        }
        for change in &statement.changes {
            lines.push(format!(
                "{} {:?} {} {}%",
                optional(change.current),
                change.direction,
                optional(change.amount),
                optional(change.percent)
            ));
        }
    }
    lines
}
#[test]
fn debug(){
    println!("{:#?}", stated("（三）公务用车购置及运行费 1.50万元。其中，**公务用车购置费** 0万元，主要用于单位按规定开支的公务用车购置费用。与2023年持平，无增减变动。**公务用车运行维护费** 1.50万元，主要用于单位按规定开支的公务用车运行费用，比2023年增加1.50万元，主要原因：该部门为2024年新增预算单位。"));
    println!("{:#?}", stated("部门2024年一般公共预算收支预算983.70万元，国有资本经营收支预算0万元。与2023年相比，一般公共预算收支预算增加983.70万元，主要原因：该部门为2024年新增预算单位；与2023年相比，国有资本经营收支预算与上年持平，无增减变动。"));
}
