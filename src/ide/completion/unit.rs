//! Units, once their first character is typed after a number or on the unit line.

use super::{CompletionKind, Proposal};
use crate::document::number::digit;
use crate::ide::place::Place;
use crate::text::Span;

/// Units with the pinyin initials that they are typed with.
const UNITS: [(&str, &str); 4] = [
    ("万元", "wy"),
    ("亿元", "yy"),
    ("元", "y"),
    ("个百分点", "gbfd"),
];

/// What introduces the unit of a table.
const UNIT_LINES: [&str; 4] = ["单位：", "单位:", "金额单位：", "金额单位:"];

/// The units that begin with what was typed.
pub(super) fn complete(place: &Place) -> Vec<Proposal> {
    let Some((typed, on_unit_line)) = typed(place) else {
        return Vec::new();
    };
    let span = Span::new(place.offset - typed.len(), place.offset);
    let after = Span::new(place.offset, place.near().end);
    let after = place.disclosure().words(after);
    let fits = |(unit, initials): &(&str, &str)| {
        let begun = unit.starts_with(typed) || initials.starts_with(typed);
        let rest = unit.strip_prefix(typed).unwrap_or(unit);
        let measures = !on_unit_line || unit.ends_with('元');
        begun && measures && *unit != typed && !after.starts_with(rest)
    };
    let units = UNITS.iter().filter(|unit| fits(unit));
    units
        .map(|(unit, _)| Proposal {
            label: (*unit).to_owned(),
            kind: CompletionKind::Unit,
            detail: String::new(),
            documentation: None,
            span,
            new_text: (*unit).to_owned(),
            snippet: false,
        })
        .collect()
}

/// The beginning of a unit after a number or after 单位：, where it may be empty; and whether it
/// stands there.
fn typed<'draft>(place: &Place<'draft>) -> Option<(&'draft str, bool)> {
    let before = place.words_before();
    let letters = |character: char| {
        character.is_ascii_lowercase() || UNITS.iter().any(|(unit, _)| unit.contains(character))
    };
    let number = before.trim_end_matches(letters);
    let typed = before.get(number.len()..)?;
    let on_unit_line = UNIT_LINES
        .iter()
        .any(|line| number.trim_start().ends_with(line));
    let after_number = number
        .chars()
        .next_back()
        .is_some_and(|last| digit(last).is_some());
    let begun = on_unit_line || (after_number && !typed.is_empty());
    begun.then_some((typed, on_unit_line))
}
