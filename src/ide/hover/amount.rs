//! Hover on an amount or a percentage: the identities it takes part in, and other units.

use std::sync::Arc;

use super::Explanation;
use super::expansion::{self, figures_of};
use super::figures::FigureNames;
use crate::audit::{Identity, Locale, Verdict};
use crate::document::{Figure, FigureId};
use crate::ide::amount::{grouped, other_units};
use crate::ide::figure::figure_at;
use crate::ide::markdown::escape;
use crate::ide::place::Place;
use crate::ide::say;
use crate::ide::typography::typeset;

/// How many identities are written out.
const MOST_IDENTITIES: usize = 6;

/// The hover on a number of a table or a sentence.
pub(super) fn hover(place: &Place, locale: Locale) -> Option<Explanation> {
    let (id, figure, span) = figure_at(place)?;
    let names = FigureNames::of(place.disclosure());
    let others = other_units_of(&names, id, figure);
    let mut more: Vec<String> = recomputed(place, id, figure, locale).into_iter().collect();
    more.extend(identities(place, &names, id, locale));
    let name = names.alone(id);
    // The digits alone say nothing that is not printed.
    if name.is_empty() && others.is_empty() && more.is_empty() {
        return None;
    }
    let mut sections = vec![heading(place, &name, names.unit(id), figure, &others)];
    sections.append(&mut more);
    Some(Explanation {
        span,
        sections,
        quoted: Vec::new(),
    })
}

fn other_units_of(names: &FigureNames, id: FigureId, figure: &Figure) -> Vec<String> {
    match names.is_points(id) {
        true => Vec::new(),
        false => other_units(figure),
    }
}

fn heading(place: &Place, name: &str, unit: &str, figure: &Figure, others: &[String]) -> String {
    let digits = place.disclosure().words(figure.span);
    let value = format!("**{}{unit}**", escape(digits));
    let mut line = match name.is_empty() {
        true => value,
        false => format!("{}：{value}", escape(&typeset(name))),
    };
    if !others.is_empty() {
        line.push_str(&format!(" = {}", others.join(" = ")));
    }
    line
}

/// For a percentage: what the printed amounts give.
fn recomputed(place: &Place, id: FigureId, figure: &Figure, locale: Locale) -> Option<String> {
    let analysis = place.analysis;
    let mut values = analysis.identities.iter().filter_map(|identity| {
        expansion::expected_percentage(place.disclosure(), &identity.relation, id)
    });
    let value = values.next()?;
    let rounded = value.round_dp(figure.decimals.saturating_add(2).min(12));
    let label = say(
        locale,
        "按印出的金额重算",
        "recomputed from the printed amounts",
    );
    Some(format!("{label}：{}%", grouped(rounded.normalize())))
}

/// The identities of the figure, those that it is the total of first, broken ones before others.
fn identities(place: &Place, names: &FigureNames, id: FigureId, locale: Locale) -> Vec<String> {
    let analysis = place.analysis;
    let all = analysis.identities.iter().zip(&analysis.verdicts);
    let mut of_figure: Vec<(&Arc<Identity>, &Verdict)> = all
        .filter(|(identity, _)| figures_of(&identity.relation).contains(&id))
        .collect();
    of_figure.sort_by_key(|(identity, verdict)| {
        let broken = matches!(verdict, Verdict::Inconsistent { .. });
        let figures = figures_of(&identity.relation);
        let total = figures.first() == Some(&id);
        // What is only printed again says less than what is added up.
        (!broken, !total, figures.len() < 3)
    });
    let left_out = of_figure.len().saturating_sub(MOST_IDENTITIES);
    let mut sections: Vec<String> = of_figure
        .iter()
        .take(MOST_IDENTITIES)
        .map(|(identity, verdict)| {
            let subject = analysis.subject(identity);
            expansion::section(names, (identity, verdict), &subject, id, locale)
        })
        .collect();
    if left_out > 0 {
        sections.push(match locale {
            Locale::Chinese => format!("另有 {left_out} 项勾稽关系"),
            Locale::English => format!("and {left_out} more identities"),
        });
    }
    sections
}
