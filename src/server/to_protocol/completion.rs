//! Completion lists. The documentation of an item is made when the client asks for it, where the
//! client can ask.

use serde::{Deserialize, Serialize};
use tower_lsp_server::ls_types::{
    self as lsp, CompletionItemKind, CompletionResponse, CompletionTextEdit, Documentation,
    InsertTextFormat, InsertTextMode, MarkupContent, MarkupKind, Position, TextEdit, Uri,
};

use super::range;
use crate::audit::Draft;
use crate::ide::{self, CompletionItem, CompletionKind, CompletionList, Documented};
use crate::server::from_protocol;
use crate::server::session::View;
use crate::subjects::Classification;

/// What an item brings back with it: where it was offered, and what it is about.
#[derive(Debug, Serialize, Deserialize)]
struct Memory {
    uri: Uri,
    position: Position,
    about: About,
    /// The code of the subject, the term, or what would be written.
    words: String,
}

/// What an item is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum About {
    /// A subject of a classification, given by its first digit.
    Subject(u8),
    Term,
    Written,
}

/// What can be written.
pub fn completion(
    draft: &Draft,
    uri: &Uri,
    position: Position,
    view: &View,
    list: CompletionList,
) -> CompletionResponse {
    let items = list.items.into_iter();
    CompletionResponse::List(lsp::CompletionList {
        is_incomplete: list.incomplete,
        items: items
            .map(|it| item(draft, uri, position, view, it))
            .collect(),
    })
}

/// The document that an item was offered in.
pub fn document_of(item: &lsp::CompletionItem) -> Option<Uri> {
    Some(memory(item)?.uri)
}

/// The item with its documentation.
pub fn resolved(draft: &Draft, view: &View, item: &lsp::CompletionItem) -> lsp::CompletionItem {
    let documentation = memory(item).and_then(|memory| {
        let encoding = view.client.encoding;
        let offset = from_protocol::offset(&draft.text, memory.position, encoding);
        let words =
            ide::completion_documentation(draft, offset, &documented(&memory)?, view.locale);
        Some(markup(view, words?))
    });
    lsp::CompletionItem {
        documentation,
        ..item.clone()
    }
}

fn item(
    draft: &Draft,
    uri: &Uri,
    position: Position,
    view: &View,
    item: CompletionItem,
) -> lsp::CompletionItem {
    let snippet = item.snippet && view.client.snippets;
    let new_text = match snippet {
        true => item.new_text.clone(),
        false => item.plain_text(),
    };
    let format = match snippet {
        true => InsertTextFormat::SNIPPET,
        false => InsertTextFormat::PLAIN_TEXT,
    };
    let several_lines = new_text.contains('\n');
    let own_documentation = |documented: &Documented| {
        let encoding = view.client.encoding;
        let offset = from_protocol::offset(&draft.text, position, encoding);
        ide::completion_documentation(draft, offset, documented, view.locale)
    };
    let resolves = view.client.resolves_documentation;
    let documentation = item
        .documentation
        .as_ref()
        .filter(|_| !resolves)
        .and_then(own_documentation);
    let memory = item
        .documentation
        .filter(|_| resolves)
        .and_then(|documented| serde_json::to_value(remembered(uri, position, documented)).ok());
    lsp::CompletionItem {
        kind: Some(kind(item.kind)),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit {
            range: range(&draft.text, item.span, view.client.encoding),
            new_text,
        })),
        insert_text_format: Some(format),
        // The tabs of a table are no indentation.
        insert_text_mode: several_lines.then_some(InsertTextMode::AS_IS),
        label: item.label,
        detail: Some(item.detail).filter(|detail| !detail.is_empty()),
        documentation: documentation.map(|words| markup(view, words)),
        filter_text: Some(item.filter_text),
        sort_text: Some(item.sort_text),
        data: memory,
        ..lsp::CompletionItem::default()
    }
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::SubjectCode => CompletionItemKind::VALUE,
        CompletionKind::SubjectName => CompletionItemKind::CONSTANT,
        CompletionKind::PathStep => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::GlossaryEntry
        | CompletionKind::TableSkeleton
        | CompletionKind::Sentence => CompletionItemKind::SNIPPET,
        CompletionKind::Term => CompletionItemKind::KEYWORD,
        CompletionKind::OrganisationName => CompletionItemKind::VARIABLE,
        CompletionKind::Unit => CompletionItemKind::UNIT,
        CompletionKind::Heading => CompletionItemKind::MODULE,
    }
}

fn remembered(uri: &Uri, position: Position, documented: Documented) -> Memory {
    let (about, words) = match documented {
        Documented::Subject(classification, code) => (About::Subject(number(classification)), code),
        Documented::Term(term) => (About::Term, term),
        Documented::Written(text) => (About::Written, text),
    };
    Memory {
        uri: uri.clone(),
        position,
        about,
        words,
    }
}

fn memory(item: &lsp::CompletionItem) -> Option<Memory> {
    serde_json::from_value(item.data.clone()?).ok()
}

fn documented(memory: &Memory) -> Option<Documented> {
    let words = memory.words.clone();
    let first = match memory.about {
        About::Term => return Some(Documented::Term(words)),
        About::Written => return Some(Documented::Written(words)),
        About::Subject(first) => first,
    };
    let mut all = Classification::ALL.into_iter();
    let classification = all.find(|classification| number(*classification) == first)?;
    Some(Documented::Subject(classification, words))
}

/// The first digit of the codes of a classification.
fn number(classification: Classification) -> u8 {
    match classification {
        Classification::Revenue => 1,
        Classification::Functional => 2,
        Classification::DepartmentalEconomic => 3,
        Classification::GovernmentEconomic => 5,
    }
}

fn markup(view: &View, words: String) -> Documentation {
    match view.client.completion_markdown {
        true => Documentation::MarkupContent(MarkupContent {
            kind: MarkupKind::Markdown,
            value: words,
        }),
        false => Documentation::String(words),
    }
}
