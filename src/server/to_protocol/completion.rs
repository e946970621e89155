//! Completion lists.

use tower_lsp_server::ls_types::{
    self as lsp, CompletionItemKind, CompletionResponse, CompletionTextEdit, Documentation,
    InsertTextFormat, MarkupContent, MarkupKind, TextEdit,
};

use super::range;
use crate::audit::Draft;
use crate::ide::{CompletionItem, CompletionKind, CompletionList};
use crate::server::session::View;

/// What can be written.
pub fn completion(draft: &Draft, view: &View, list: CompletionList) -> CompletionResponse {
    let items = list.items.into_iter();
    CompletionResponse::List(lsp::CompletionList {
        is_incomplete: list.incomplete,
        items: items.map(|it| item(draft, view, it)).collect(),
    })
}

fn item(draft: &Draft, view: &View, item: CompletionItem) -> lsp::CompletionItem {
    let snippet = item.snippet && view.client.snippets;
    let new_text = match snippet {
        true => item.new_text.clone(),
        false => item.plain_text(),
    };
    let format = match snippet {
        true => InsertTextFormat::SNIPPET,
        false => InsertTextFormat::PLAIN_TEXT,
    };
    lsp::CompletionItem {
        kind: Some(kind(item.kind)),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit {
            range: range(&draft.text, item.span, view.client.encoding),
            new_text,
        })),
        insert_text_format: Some(format),
        label: item.label,
        detail: Some(item.detail).filter(|detail| !detail.is_empty()),
        documentation: documentation(view, item.documentation),
        filter_text: Some(item.filter_text),
        sort_text: Some(item.sort_text),
        ..lsp::CompletionItem::default()
    }
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::SubjectCode => CompletionItemKind::VALUE,
        CompletionKind::SubjectName => CompletionItemKind::CONSTANT,
        CompletionKind::PathStep => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::GlossaryEntry => CompletionItemKind::SNIPPET,
    }
}

fn documentation(view: &View, words: String) -> Option<Documentation> {
    if words.is_empty() {
        return None;
    }
    Some(match view.client.completion_markdown {
        true => Documentation::MarkupContent(MarkupContent {
            kind: MarkupKind::Markdown,
            value: words,
        }),
        false => Documentation::String(words),
    })
}
