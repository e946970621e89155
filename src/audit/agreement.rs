//! With what a suggested value would agree: the row, the column, other tables, the text.

use std::sync::Arc;

use crate::audit::finding::Message;
use crate::audit::identity::Identity;
use crate::audit::localise::{Candidate, Cause};
use crate::audit::place::{Place, Places};
use crate::document::{Disclosure, FigureId};

/// The most places that a finding names.
const MOST_NAMED: usize = 5;

/// What holds when the figure that explains a cause has its other value: `本行、本列和支出总表均`.
/// Nothing in Chinese and `it` in English when the cause is one identity, which the message has
/// already told of.
pub fn agreement(
    disclosure: &Disclosure,
    places: &Places,
    identities: &[Arc<Identity>],
    mending: &Candidate,
    cause: &Cause,
) -> Message {
    let single = Message::new("", "it");
    if cause.culprit.is_none() || cause.identities.len() < 2 {
        return single;
    }
    let mut names: Vec<Message> = Vec::new();
    for index in &cause.identities {
        let Some(identity) = identities.get(*index) else {
            continue;
        };
        for name in counterparts(disclosure, places, mending.figure, identity) {
            if names.len() < MOST_NAMED && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let chinese: Vec<&str> = names.iter().map(|name| name.chinese.as_str()).collect();
    let english: Vec<&str> = names.iter().map(|name| name.english.as_str()).collect();
    match (chinese.split_last(), english.split_last()) {
        (Some((last, [])), Some((last_english, []))) => Message::new(
            format!("{last}各等式均"),
            format!("every sum of {last_english}"),
        ),
        (Some((last, rest)), Some((last_english, rest_english))) => Message::new(
            format!("{}和{last}均", rest.join("、")),
            format!("{} and {last_english}", rest_english.join(", ")),
        ),
        _ => single,
    }
}

/// Where an identity of a figure has its other operands.
fn counterparts(
    disclosure: &Disclosure,
    places: &Places,
    figure: FigureId,
    identity: &Identity,
) -> Vec<Message> {
    let others: Vec<FigureId> = identity
        .operands()
        .into_iter()
        .filter(|other| *other != figure)
        .collect();
    let here = places.table(figure);
    if here.is_some() && others.iter().all(|other| places.table(*other) == here) {
        return vec![within_table(places, figure, &others)];
    }
    let mut names: Vec<Message> = Vec::new();
    for other in others {
        let table = places.table(other);
        if table == here && table.is_some() {
            continue;
        }
        let title = places.table_name(disclosure, other);
        let name = match table {
            Some(_) if title.is_empty() => Message::new("另一表", "another table"),
            Some(_) => Message::new(title.clone(), title),
            None if here.is_none() => Message::new("上下文", "the text around it"),
            None => Message::new("正文", "the text"),
        };
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() == MOST_NAMED {
            break;
        }
    }
    names
}

fn within_table(places: &Places, figure: FigureId, others: &[FigureId]) -> Message {
    let is_shared = |of: fn(Place) -> Option<usize>| {
        let own = places.place(figure).and_then(of);
        let shares = |other: &FigureId| places.place(*other).and_then(of) == own;
        own.is_some() && others.iter().all(shares)
    };
    if is_shared(row_of) {
        Message::new("本行", "its row")
    } else if is_shared(column_of) {
        Message::new("本列", "its column")
    } else {
        Message::new("本表", "its table")
    }
}

fn row_of(place: Place) -> Option<usize> {
    match place {
        Place::Cell { row, .. } => Some(row),
        Place::Mention { .. } => None,
    }
}

fn column_of(place: Place) -> Option<usize> {
    match place {
        Place::Cell { column, .. } => Some(column),
        Place::Mention { .. } => None,
    }
}
