//! Subjects to choose from, in the order in which they are likely.

use std::collections::{HashMap, HashSet};

use super::documentation::Documented;
use crate::document::Disclosure;
use crate::ide::reference::{printed_name, subject_lines};
use crate::subjects::{Classification, SubjectLevel, catalogue, normalise_name};

/// A subject that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Which classification it belongs to.
    pub classification: Classification,
    /// The whole code.
    pub code: String,
    /// The name as the document prints it, else as the catalogue has it.
    pub name: String,
    /// The document prints the code.
    pub used: bool,
}

impl Candidate {
    /// The digits that the code adds to its parent's.
    pub fn own_digits(&self) -> &str {
        let own = match SubjectLevel::of_code(&self.code) {
            Some(SubjectLevel::Section | SubjectLevel::Item) => {
                self.code.get(self.code.len().saturating_sub(2)..)
            }
            _ => None,
        };
        own.unwrap_or(&self.code)
    }

    /// The names above the subject: 一般公共服务支出 › 商贸事务.
    pub fn ancestry(&self, disclosure: &Disclosure) -> String {
        let path = catalogue().path(self.classification, &self.code, disclosure.catalogue_year());
        let above: Vec<&str> = path
            .iter()
            .filter(|subject| subject.code.len() < self.code.len())
            .map(|subject| subject.name)
            .collect();
        match above.is_empty() {
            true => self.classification.name().to_owned(),
            false => above.join(" › "),
        }
    }

    /// What its documentation is made from.
    pub fn documented(&self) -> Option<Documented> {
        Some(Documented::Subject(self.classification, self.code.clone()))
    }
}

/// The subjects that fit what was typed: the code itself when the table lacks it, the children of
/// `parent`, those the document uses, the catalogue. Of each group those come first that the
/// document uses elsewhere, and those last that the table has already (`present`).
///
/// The names are looked up one after the other, as far as they are wanted.
pub(super) fn candidates<'draft>(
    disclosure: &'draft Disclosure,
    classification: Classification,
    parent: Option<&str>,
    present: &HashSet<String>,
    typed: &str,
) -> impl Iterator<Item = Candidate> + use<'draft> {
    let year = disclosure.catalogue_year();
    let found = catalogue().search(classification, typed, year);
    let fitting: HashSet<&str> = found.iter().map(|subject| subject.code).collect();
    let used = used_codes(disclosure, classification);
    let printed = printed_names(disclosure, classification);
    let beginning = normalise_name(typed);
    let fits = |code: &str| {
        fitting.contains(code) || fits_print(code, printed.get(code).copied(), &beginning)
    };

    let mut children: Vec<String> = parent
        .map(|parent| children_of(classification, parent, &used, year))
        .unwrap_or_default();
    children.retain(|code| fits(code));
    let mut in_document: Vec<String> = used.iter().cloned().collect();
    in_document.sort();
    in_document.retain(|code| fits(code));
    let listed = found
        .iter()
        .map(|subject| subject.code.to_owned())
        .collect();
    let itself = match present.contains(typed) {
        true => Vec::new(),
        false => vec![typed.to_owned()],
    };

    let mut ordered = Vec::new();
    for mut group in [itself, children, in_document, listed] {
        group.sort_by_key(|code| (present.contains(code), !used.contains(code)));
        ordered.append(&mut group);
    }
    let mut taken = HashSet::new();
    ordered.retain(|code| taken.insert(code.clone()));
    ordered.into_iter().filter_map(move |code| {
        let printed = printed.get(code.as_str()).copied();
        named(disclosure, classification, code, printed, &used)
    })
}

/// The candidate of a code that the document or the catalogue names.
pub(super) fn candidate(
    disclosure: &Disclosure,
    classification: Classification,
    code: String,
    used: &HashSet<String>,
) -> Option<Candidate> {
    let printed = printed_name(disclosure, classification, &code);
    named(disclosure, classification, code, printed, used)
}

/// The candidate of a code with the name that the document prints for it, if it prints one.
fn named(
    disclosure: &Disclosure,
    classification: Classification,
    code: String,
    printed: Option<&str>,
    used: &HashSet<String>,
) -> Option<Candidate> {
    let listed = catalogue().subject(classification, &code, disclosure.catalogue_year());
    let name = printed.or(listed.map(|subject| subject.name))?.to_owned();
    Some(Candidate {
        classification,
        used: used.contains(&code),
        code,
        name,
    })
}

/// The first name that the document prints for each code.
fn printed_names(disclosure: &Disclosure, classification: Classification) -> HashMap<&str, &str> {
    let mut names = HashMap::new();
    for (_, line) in subject_lines(disclosure, classification) {
        if let (Some(code), false) = (&line.code, line.label.is_empty()) {
            names.entry(code.as_str()).or_insert(line.label.as_str());
        }
    }
    names
}

/// The codes of a classification that the document's tables print.
pub(super) fn used_codes(
    disclosure: &Disclosure,
    classification: Classification,
) -> HashSet<String> {
    subject_lines(disclosure, classification)
        .filter_map(|(_, line)| line.code.clone())
        .collect()
}

fn children_of(
    classification: Classification,
    parent: &str,
    used: &HashSet<String>,
    year: Option<u16>,
) -> Vec<String> {
    let listed = catalogue().children(classification, parent, year);
    let mut codes: Vec<String> = listed.iter().map(|child| child.code.to_owned()).collect();
    let of_document = used
        .iter()
        .filter(|code| code.len() == parent.len() + 2 && code.starts_with(parent));
    codes.extend(of_document.cloned());
    codes.sort();
    codes.dedup();
    codes
}

/// Whether what was typed fits the code or the name as the document prints it.
fn fits_print(code: &str, printed: Option<&str>, typed: &str) -> bool {
    let named = || printed.is_some_and(|name| normalise_name(name).contains(typed));
    code.starts_with(typed) || named()
}
