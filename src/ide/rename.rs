//! A new name everywhere: for the organisation, for a project in prose, tables and forms, for a
//! term of the document's own. Everything else keeps its name, because others have given it.

use crate::audit::{Draft, Locale};
use crate::document::normalise::fold;
use crate::document::{Disclosure, FormContent, LineKind};
use crate::ide::place::Place;
use crate::ide::say;
use crate::subjects::{Classification, catalogue, term};
use crate::text::{Edit, Span};

/// The fewest characters of a name that prose is searched for.
const SHORTEST_NAME: usize = 4;

/// The most characters of a new name; longer ones are sentences.
const LONGEST_NAME: usize = 80;

/// What has the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The organisation that discloses.
    Organisation,
    /// A project.
    Project,
    /// A term of the glossary.
    Term,
}

/// A name that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// The name under the cursor, in the whole draft.
    pub span: Span,
    /// The name without blanks inside.
    pub name: String,
    /// What has it.
    pub kind: NameKind,
}

/// A name of a disclosure, before it is looked for.
struct Name {
    words: String,
    kind: NameKind,
}

/// The name at `offset`, a byte offset of the draft, if it may be changed.
///
/// # Errors
///
/// Why it may not, in the language of the reader.
pub fn prepare_rename(draft: &Draft, offset: usize, locale: Locale) -> Result<Renamable, String> {
    let found = named_at(draft, offset).ok_or_else(|| refusal(locale))?;
    if found.kind == NameKind::Term && is_standard(&found.name) {
        let (before, after) = match locale {
            Locale::Chinese => ("“", "”是规定的用语，不能改名"),
            Locale::English => ("“", "” is a term set by the rules and keeps its name"),
        };
        return Err(format!("{before}{}{after}", found.name));
    }
    Ok(found)
}

/// The edits that give what stands at `offset` a new name everywhere in the draft, in order.
///
/// # Errors
///
/// Why that cannot be done, in the language of the reader.
pub fn rename(
    draft: &Draft,
    offset: usize,
    new_name: &str,
    locale: Locale,
) -> Result<Vec<Edit>, String> {
    let found = prepare_rename(draft, offset, locale)?;
    let new_name = new_name.trim();
    check(draft, offset, &found, new_name, locale)?;
    let edits = places(draft, &found)
        .into_iter()
        .map(|span| Edit::new(span, new_name));
    let text = |span| draft.text.slice(span);
    Ok(edits.filter(|edit| text(edit.span) != new_name).collect())
}

fn refusal(locale: Locale) -> String {
    say(
        locale,
        "这里不能改名：可以改名的有单位名称、项目名称和本文自己的名词",
        "Nothing here can be renamed: names of the organisation, of projects and of the document's \
         own terms can",
    )
    .to_owned()
}

/// What the rules call a thing; synonyms may be changed.
fn is_standard(name: &str) -> bool {
    let standard = term(name).map(|term| bare(term.name));
    standard.is_some_and(|standard| standard == bare(name)) || is_subject(name)
}

fn is_subject(name: &str) -> bool {
    [
        Classification::Functional,
        Classification::DepartmentalEconomic,
        Classification::GovernmentEconomic,
    ]
    .into_iter()
    .any(|classification| !catalogue().by_name(classification, name, None).is_empty())
}

fn check(
    draft: &Draft,
    offset: usize,
    found: &Renamable,
    new_name: &str,
    locale: Locale,
) -> Result<(), String> {
    let refuse = |chinese, english| Err(say(locale, chinese, english).to_owned());
    if new_name.is_empty() {
        return refuse("新名称不能为空", "The new name is empty");
    }
    if new_name.contains(['\n', '\r', '\t', '|']) {
        return refuse(
            "新名称不能含换行、制表符或竖线",
            "The new name must not hold line ends, tabs or pipes",
        );
    }
    if new_name.chars().count() > LONGEST_NAME {
        return refuse("新名称过长", "The new name is too long");
    }
    let others = Place::of(draft, offset).map(|place| names(place.disclosure()));
    let taken = others.unwrap_or_default().into_iter().any(|other| {
        let same = bare(&other.words) == bare(new_name);
        same && bare(new_name) != bare(&found.name)
    });
    if taken {
        return refuse(
            "文中已有这一名称，改名后两者无法区分",
            "The document has this name already: the two could not be told apart",
        );
    }
    Ok(())
}

/// The longest name under the cursor.
fn named_at(draft: &Draft, offset: usize) -> Option<Renamable> {
    let place = Place::of(draft, offset)?;
    let disclosure = place.disclosure();
    let near = place.near();
    let words = disclosure.words(near);
    let mut found: Vec<(Span, Name)> = Vec::new();
    for name in names(disclosure) {
        let mut at = occurrences(words, &name.words).into_iter();
        if let Some(span) = at.find(|span| span.offset_by(near.start).touches(place.offset)) {
            found.push((span.offset_by(near.start), name));
        }
    }
    let longest = found
        .into_iter()
        .max_by_key(|(span, name)| (span.len(), std::cmp::Reverse(name.kind)));
    let (span, name) = longest?;
    let in_prose = name.kind != NameKind::Project || !is_subject(&name.words);
    let renamable = Renamable {
        span: place.absolute(span),
        name: name.words,
        kind: name.kind,
    };
    let in_cell = || name_cells(disclosure).contains(&span);
    (in_prose || in_cell()).then_some(renamable)
}

/// The names that a disclosure gives to its own things.
fn names(disclosure: &Disclosure) -> Vec<Name> {
    let mut names = Vec::new();
    let mut add = |words: &str, kind| {
        let words = words.trim();
        if words.chars().count() >= SHORTEST_NAME {
            names.push(Name {
                words: words.to_owned(),
                kind,
            });
        }
    };
    if let Some(organisation) = &disclosure.organisation {
        add(&organisation.name, NameKind::Organisation);
    }
    for span in name_cells(disclosure) {
        add(disclosure.words(span), NameKind::Project);
    }
    for entry in disclosure
        .glossary
        .iter()
        .filter(|entry| entry.path.is_empty())
    {
        add(&entry.term, NameKind::Term);
    }
    names
}

/// The cells that hold the name of a project.
fn name_cells(disclosure: &Disclosure) -> Vec<Span> {
    let lines = disclosure
        .tables
        .iter()
        .flat_map(|table| &table.sides)
        .flat_map(|side| &side.lines);
    let mut cells: Vec<Span> = lines
        .filter(|line| line.kind == LineKind::Project)
        .map(|line| line.label_span)
        .collect();
    for form in &disclosure.forms {
        match &form.content {
            FormContent::Project(project) => {
                cells.extend(project.name.as_ref().map(|(_, span)| *span));
            }
            FormContent::ProjectList(listed) => {
                let projects = listed.iter().filter(|listed| listed.is_project);
                cells.extend(projects.map(|project| project.name_span));
            }
            FormContent::Overall(_) | FormContent::SelfEvaluation(_) => {}
        }
    }
    cells
}

/// Every place of a name in the draft, without those that are part of a longer name.
fn places(draft: &Draft, found: &Renamable) -> Vec<Span> {
    let mut places = Vec::new();
    for placed in &draft.disclosures {
        let disclosure = &placed.analysis.disclosure;
        let cells = name_cells(disclosure);
        let only_cells = found.kind == NameKind::Project && is_subject(&found.name);
        let longer = longer_names(disclosure, &found.name);
        let taken: Vec<Span> = longer
            .iter()
            .flat_map(|longer| occurrences(&disclosure.text, longer))
            .collect();
        let own = occurrences(&disclosure.text, &found.name)
            .into_iter()
            .filter(|span| !taken.iter().any(|taken| taken.contains_span(*span)))
            .filter(|span| !only_cells || cells.contains(span));
        places.extend(own.map(|span| span.offset_by(placed.start)));
    }
    places
}

/// Names of other things that contain a name: units of the organisation, projects, terms.
fn longer_names(disclosure: &Disclosure, name: &str) -> Vec<String> {
    let lines = disclosure
        .tables
        .iter()
        .flat_map(|table| &table.sides)
        .flat_map(|side| &side.lines);
    let units = lines
        .filter(|line| line.kind == LineKind::Organisation)
        .map(|line| line.label.clone());
    let others = names(disclosure).into_iter().map(|name| name.words);
    let own = bare(name);
    let mut longer: Vec<String> = units
        .chain(others)
        .filter(|other| {
            let other = bare(other);
            // （本级） and the like say which unit is meant, and do not make another name.
            other.len() > own.len()
                && other.contains(&own)
                && !other.starts_with(&format!("{own}("))
        })
        .collect();
    longer.sort();
    longer.dedup();
    longer
}

/// A name for comparison: half-width, without blanks.
fn bare(name: &str) -> String {
    let folded = name.chars().map(fold);
    folded.filter(|character| *character != ' ').collect()
}

/// Where a name stands in a text; blanks between its characters, which covers print, and full or
/// half width do not matter. A name is on one line.
fn occurrences(text: &str, name: &str) -> Vec<Span> {
    let wanted: Vec<char> = bare(name).chars().collect();
    let Some(first) = wanted.first() else {
        return Vec::new();
    };
    let mut found: Vec<Span> = Vec::new();
    for (start, character) in text.char_indices() {
        let overlaps = found.last().is_some_and(|last| start < last.end);
        if fold(character) != *first || overlaps {
            continue;
        }
        if let Some(end) = end_of(text, start, &wanted) {
            found.push(Span::new(start, end));
        }
    }
    found
}

fn end_of(text: &str, start: usize, wanted: &[char]) -> Option<usize> {
    let mut left = wanted.iter();
    let mut next = left.next()?;
    for (at, character) in text.get(start..)?.char_indices() {
        if matches!(character, ' ' | '\u{3000}' | '\u{A0}') {
            continue;
        }
        // Line ends and tabs fold to blanks too, and end a name.
        if fold(character) != *next {
            return None;
        }
        match left.next() {
            Some(after) => next = after,
            None => return Some(start + at + character.len_utf8()),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{NameKind, prepare_rename, rename};
    use crate::audit::Locale;
    use crate::ide::fixture::{BUDGET, at_cursor, with, words};

    /// The text after the thing at `$0` got a new name.
    fn renamed(marked: &str, new_name: &str) -> Result<String, String> {
        let (draft, offset) = at_cursor(marked);
        let edits = rename(&draft, offset, new_name, Locale::Chinese)?;
        let mut text = words(&draft, draft.text.span());
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.start..edit.span.end, &edit.new_text);
        }
        Ok(text)
    }

    /// A cover with blanks, a unit of the organisation, a project in a table, a form and prose.
    const NAMES: &str = "云水市商事服务局\n\n2024年度部门预算公开\n\n第一部分 概况\n\n一、机构设置\n\n\
        云水市商事服务局下设云水市商事服务局信息中心。\n\n第二部分 预算表\n\n2024年项目支出预算表\n\n\
        部门名称：云水市商事服务局\n\n单位：万元\n\n项目名称\t合计\t一般公共预算\n\
        云水市商事服务局\t15.00\t15.00\n云水市商事服务局信息中心\t15.00\t15.00\n\
        大厅设备更新项目\t10.00\t10.00\n大厅设备更新项目二期\t5.00\t5.00\n\n\
        第三部分 说明\n\n一、项目支出情况\n\n大厅设备更新项目10.00万元，用于购置叫号机。\n\n\
        第四部分 名词解释\n\n1.基本支出：指开支。\n2.商事服务专线：指接听来电的线路。\n";

    #[test]
    fn the_organisation_gets_its_name_everywhere_and_its_units_keep_theirs() {
        let draft = NAMES.replacen("部门名称：云水市商", "部门名称：云水$0市商", 1);
        let after = renamed(&draft, "云水市营商局").unwrap();
        assert_eq!(after.matches("云水市营商局").count(), 4, "{after}");
        assert_eq!(
            after.matches("云水市商事服务局信息中心").count(),
            2,
            "{after}"
        );
        assert_eq!(after.matches("云水市商事服务局").count(), 2, "{after}");
    }

    #[test]
    fn blanks_inside_a_name_do_not_hide_it() {
        let draft = NAMES.replacen("云水市商事服务局\n", "云 水 市 商 事 服 务 局\n", 1);
        let draft = draft.replacen("部门名称：云水市商", "部门名称：云水$0市商", 1);
        let after = renamed(&draft, "云水市营商局").unwrap();
        assert!(after.starts_with("云水市营商局\n"), "{after}");
    }

    #[test]
    fn a_project_is_renamed_in_tables_and_prose() {
        let draft = NAMES.replacen("大厅设备更新项目10", "大厅设备$0更新项目10", 1);
        let after = renamed(&draft, " 大厅设备改造项目 ").unwrap();
        assert_eq!(after.matches("大厅设备改造项目").count(), 2, "{after}");
        assert!(after.contains("\n大厅设备更新项目二期\t"), "{after}");
    }

    #[test]
    fn a_term_of_the_document_is_renamed() {
        let draft = NAMES.replacen("2.商事服务专线", "2.商事$0服务专线", 1);
        let after = renamed(&draft, "商事服务热线").unwrap();
        assert!(after.contains("2.商事服务热线：指"), "{after}");
    }

    #[test]
    fn there_and_back_is_the_same_text() {
        let original = NAMES.replacen("部门名称：云水市商", "部门名称：云水$0市商", 1);
        let there = renamed(&original, "石桥县营商局").unwrap();
        let again = there.replacen("部门名称：石桥", "部门名称：石桥$0", 1);
        let back = renamed(&again, "云水市商事服务局").unwrap();
        assert_eq!(back, NAMES);
    }

    #[test]
    fn other_things_keep_their_names_politely() {
        let refused =
            |from: &str, to: &str| renamed(&with(BUDGET, from, to), "新名称").unwrap_err();
        let standard = refused("1.基本支出：", "1.基本$0支出：");
        assert_eq!(standard, "“基本支出”是规定的用语，不能改名");
        for (from, to) in [("负责全市", "负责$0全市"), ("250.00", "25$00.00")] {
            assert!(refused(from, to).starts_with("这里不能改名"), "{to}");
        }
    }

    #[test]
    fn a_new_name_can_be_told_apart_and_printed() {
        let draft = NAMES.replacen("大厅设备更新项目10", "大厅设备$0更新项目10", 1);
        for (name, reason) in [
            ("  ", "新名称不能为空"),
            ("甲\t乙", "新名称不能含换行、制表符或竖线"),
            ("大厅设备更新项目二期", "文中已有这一名称"),
        ] {
            let refused = renamed(&draft, name).unwrap_err();
            assert!(refused.starts_with(reason), "{refused}");
        }
        let (draft, offset) = at_cursor(&draft);
        let found = prepare_rename(&draft, offset, Locale::Chinese).unwrap();
        assert_eq!(
            (words(&draft, found.span).as_str(), found.kind),
            ("大厅设备更新项目", NameKind::Project)
        );
    }
}
