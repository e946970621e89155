//! What stands under the cursor: an amount, a subject, a term.

mod amount;
mod expansion;
mod figures;
mod subject;
mod subject_amounts;
mod term;
#[cfg(test)]
mod tests;

pub(super) use subject::subject_explanation;

use crate::audit::{Draft, Locale};
use crate::ide::place::Place;
use crate::text::Span;

/// The explanation of what stands under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What is explained, in the whole draft.
    pub span: Span,
    /// Markdown. Words of the document are escaped in it.
    pub markdown: String,
    /// Places of the draft that the explanation quotes.
    pub links: Vec<Link>,
}

/// A place of the draft that a hover quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Plain words without Markdown: 名词解释（第 85 行）.
    pub label: String,
    /// The place, in the whole draft.
    pub span: Span,
}

impl Hover {
    /// The Markdown with the links below it. `target` gives the address of a place, or none where
    /// an address would be of no use; the place is then named only.
    pub fn with_links(&self, target: impl Fn(Span) -> Option<String>) -> String {
        let mut markdown = self.markdown.clone();
        for link in &self.links {
            markdown.push_str("\n\n");
            match target(link.span) {
                Some(address) => {
                    let address = address.replace('<', "%3C").replace('>', "%3E");
                    markdown.push_str(&format!("[{}](<{address}>)", link.label));
                }
                None => markdown.push_str(&link.label),
            }
        }
        markdown
    }
}

/// The explanation of what stands at `offset`, a byte offset of the draft.
pub fn hover(draft: &Draft, offset: usize, locale: Locale) -> Option<Hover> {
    let place = Place::of(draft, offset)?;
    let found = amount::hover(&place, locale)
        .or_else(|| subject::hover_exact(&place, locale))
        .or_else(|| {
            longer(
                term::hover(&place, locale),
                subject::hover_name(&place, locale),
            )
        })?;
    let links = found.quoted.iter().map(|span| {
        let span = place.absolute(*span);
        let line = draft.text.line_of(span.start) + 1;
        let label = match locale {
            Locale::Chinese => format!("本文第 {line} 行"),
            Locale::English => format!("line {line} of this document"),
        };
        Link { label, span }
    });
    Some(Hover {
        span: place.absolute(found.span),
        markdown: found.sections.join("\n\n"),
        links: links.collect(),
    })
}

/// The explanation of more words: of 其他商品和服务支出, not of the 商品和服务支出 in it.
fn longer(term: Option<Explanation>, name: Option<Explanation>) -> Option<Explanation> {
    match (term, name) {
        (Some(term), Some(name)) if name.span.len() > term.span.len() => Some(name),
        (term, name) => term.or(name),
    }
}

/// An explanation while it is gathered; its spans are relative to the disclosure.
struct Explanation {
    span: Span,
    /// Blocks of Markdown.
    sections: Vec<String>,
    /// What is quoted.
    quoted: Vec<Span>,
}
