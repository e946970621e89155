//! The floor: the least that a language server with a tree can do. The same transport, the same
//! text synchronisation and the same incremental parse as Yusuan, and an empty list of diagnostics.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    DidChangeTextDocumentParams, DidOpenTextDocumentParams, Hover, HoverParams,
    HoverProviderCapability, InitializeParams, InitializeResult, Position, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, Uri,
};
use tower_lsp_server::{Client, LanguageServer, LspService, Server};
use yusuan::syntax::Tree;
use yusuan::text::{Edit, PositionEncoding, Span, Text};

struct Floor {
    client: Client,
    documents: Mutex<HashMap<Uri, (Text, Option<Tree>)>>,
}

/// Serves one client on the standard streams.
pub fn serve() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (service, socket) = LspService::new(|client| Floor {
            client,
            documents: Mutex::default(),
        });
        Server::new(tokio::io::stdin(), tokio::io::stdout(), socket)
            .serve(service)
            .await;
    });
    std::process::exit(0);
}

impl LanguageServer for Floor {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult {
            capabilities: ServerCapabilities {
                text_document_sync: Some(TextDocumentSyncCapability::Kind(
                    TextDocumentSyncKind::INCREMENTAL,
                )),
                hover_provider: Some(HoverProviderCapability::Simple(true)),
                ..ServerCapabilities::default()
            },
            ..InitializeResult::default()
        })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let text = Text::new(&document.text);
        let tree = Tree::parse(&text);
        self.keep(document.uri.clone(), (text, tree));
        self.client
            .publish_diagnostics(document.uri, Vec::new(), Some(document.version))
            .await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        for change in params.content_changes {
            let Some((text, tree)) = self.known(&document.uri) else {
                return;
            };
            let span = change.range.map_or(Span::new(0, text.len()), |range| {
                Span::new(offset(&text, range.start), offset(&text, range.end))
            });
            let edit = Edit::new(span, change.text);
            let after = text.apply(&edit);
            let tree = tree.and_then(|tree| Some(tree.reparse(&text, &edit, &after)?.tree));
            self.keep(document.uri.clone(), (after, tree));
        }
        self.client
            .publish_diagnostics(document.uri, Vec::new(), Some(document.version))
            .await;
    }

    async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
        Ok(None)
    }
}

impl Floor {
    fn known(&self, uri: &Uri) -> Option<(Text, Option<Tree>)> {
        let documents = self.documents.lock();
        let documents = documents.unwrap_or_else(PoisonError::into_inner);
        documents.get(uri).cloned()
    }

    fn keep(&self, uri: Uri, document: (Text, Option<Tree>)) {
        let documents = self.documents.lock();
        let mut documents = documents.unwrap_or_else(PoisonError::into_inner);
        documents.insert(uri, document);
    }
}

fn offset(text: &Text, position: Position) -> usize {
    let position = yusuan::text::Position::new(position.line, position.character);
    text.offset(position, PositionEncoding::Utf16)
}
