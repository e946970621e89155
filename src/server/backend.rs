//! The methods of the protocol.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::sync::mpsc;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams,
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem,
    CompletionParams, CompletionResponse, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReport, DocumentDiagnosticReportResult, DocumentFormattingParams,
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams,
    DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, DocumentSymbolParams,
    DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams,
    FullDocumentDiagnosticReport, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, Location,
    MessageType, PrepareRenameResponse, ReferenceParams, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, RenameParams, SelectionRange, SelectionRangeParams,
    SemanticTokens, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, ServerInfo,
    ShowDocumentParams, TextDocumentPositionParams, TextEdit, UnchangedDocumentDiagnosticReport,
    Uri, WorkspaceEdit, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp_server::{Client, LanguageServer};

use super::acceptance::{self, ACCEPT_FINDING};
use super::analysis::Analyst;
use super::capabilities::SYNTAX_TREE;
use super::closed_drafts::ClosedDrafts;
use super::delivery::Outbox;
use super::documents::{Change, Documents};
use super::guard::{at_once, guarded, log, tell};
use super::highlighting::Highlighting;
use super::projects::{is_project_file, path_of};
use super::publisher::publish;
use super::session::{Session, View};
use super::workspace::{self, Workspace};
use super::{Signals, from_protocol, parent, to_protocol};
use crate::audit::Draft;
use crate::ide;
use crate::project::Loaded;
use crate::text::Text;

/// The most symbols that a search in all drafts gives: nobody reads on, and the next letter is
/// typed soon.
const MOST_SYMBOLS: usize = 500;

/// One client's server.
pub struct Backend {
    client: Client,
    outbox: Outbox,
    signals: Arc<Signals>,
    session: Arc<Session>,
    documents: Arc<Documents>,
    highlighting: Arc<Highlighting>,
    closed_drafts: Arc<ClosedDrafts>,
    analyst: Analyst,
    workspace: Workspace,
    changed: mpsc::UnboundedSender<Uri>,
    /// Taken by the publisher when it starts.
    to_publish: Mutex<Option<mpsc::UnboundedReceiver<Uri>>>,
}

/// What a request is about: the analysed document as it is when it is answered.
struct Question {
    draft: Arc<Draft>,
    uri: Uri,
    version: i32,
    view: Arc<View>,
    result_id: String,
}

impl Backend {
    /// A server for a client.
    pub fn new(client: Client, outbox: Outbox, signals: Arc<Signals>) -> Self {
        let documents = Arc::new(Documents::default());
        let session = Arc::<Session>::default();
        let (changed, to_publish) = mpsc::unbounded_channel();
        let analyst = Analyst::new(
            client.clone(),
            Arc::clone(&documents),
            Arc::clone(&session),
            changed.clone(),
        );
        Self {
            workspace: Workspace {
                client: client.clone(),
                session: Arc::clone(&session),
                documents: Arc::clone(&documents),
                analyst: analyst.clone(),
                changed: changed.clone(),
            },
            analyst,
            client,
            outbox,
            signals,
            highlighting: Arc::default(),
            closed_drafts: Arc::default(),
            session,
            documents,
            changed,
            to_publish: Mutex::new(Some(to_publish)),
        }
    }

    /// What stands for bytes that were no message (see [`super::messages`]).
    pub async fn unreadable(&self) -> Result<()> {
        Err(Error::parse_error())
    }

    /// Waits for the analysis of the text as it is now, and answers from it. Must be called, and
    /// its future polled, before the handler awaits anything else.
    async fn answer<T, F>(&self, uri: Uri, task: &'static str, answer: F) -> Option<T>
    where
        T: Send + 'static,
        F: FnOnce(Question) -> Option<T> + Send + 'static,
    {
        let view = self.session.view();
        let analysed = self.documents.analysed(&uri).await?;
        let generation = view.comparisons.generation(&uri);
        let question = Question {
            draft: analysed.draft?,
            result_id: format!("{}.{}.{generation}", analysed.state, view.revision),
            version: analysed.version,
            uri,
            view,
        };
        guarded(&self.client, task, || answer(question)).await?
    }

    /// Asks the client to show a place, if it can. The answer is not waited for: the client may
    /// want something first.
    fn show(&self, place: Option<&Location>) {
        let view = self.session.view();
        let Some(place) = place.filter(|_| view.client.shows_documents) else {
            return;
        };
        let params = ShowDocumentParams {
            uri: place.uri.clone(),
            external: None,
            take_focus: Some(true),
            selection: Some(place.range),
        };
        let client = self.client.clone();
        tokio::spawn(async move { client.show_document(params).await });
    }

    fn start_publisher(&self) {
        let mut to_publish = self
            .to_publish
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(changed) = to_publish.take() {
            let (client, documents) = (self.client.clone(), Arc::clone(&self.documents));
            let (session, outbox) = (Arc::clone(&self.session), self.outbox.clone());
            // Without a publisher nobody receives, and what is sent is lost: what pulling wants.
            if !session.view().client.pulls_diagnostics {
                tokio::spawn(publish(client, outbox, documents, session, changed));
            }
        }
    }

    /// What is wrong in a project file.
    fn project_report(&self, loaded: &Loaded) -> DocumentDiagnosticReport {
        let view = self.session.view();
        let problems = acceptance::problems(loaded, &self.documents, &view);
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: None,
                items: to_protocol::project_problems(&loaded.text, &view, &problems),
            },
        })
    }

    /// Answers at once; the client is asked for the edit beside the protocol's task.
    fn accept_finding(&self, arguments: Vec<Value>) -> Result<Option<Value>> {
        let view = self.session.view();
        let wanted = arguments.into_iter().next().unwrap_or_default();
        let plan = acceptance::plan(&view, wanted).map_err(Error::invalid_params)?;
        let workspace = self.workspace.clone();
        tokio::spawn(async move {
            if acceptance::carry_out(workspace.client.clone(), view, plan).await {
                workspace.session.view().projects.forget();
                workspace.project_changed();
            }
        });
        Ok(None)
    }

    async fn change_project(&self, params: &DidChangeTextDocumentParams) {
        let view = self.session.view();
        let document = &params.text_document;
        let changed = at_once(|| {
            let edit_of =
                |text: &Text, change| from_protocol::edit(text, change, view.client.encoding);
            let changes = &params.content_changes;
            view.projects
                .change(&document.uri, document.version, changes, edit_of)
        });
        match changed {
            Ok(_) => self.workspace.project_changed(),
            Err(reason) => tell(&self.client, "修改", &reason).await,
        }
    }

    fn apply(&self, params: &DidChangeTextDocumentParams) -> Change {
        let encoding = self.session.view().client.encoding;
        let document = &params.text_document;
        let changes = &params.content_changes;
        self.documents
            .change(&document.uri, document.version, changes, |text, change| {
                from_protocol::edit(text, change, encoding)
            })
    }

    /// What the grammar makes of a document.
    async fn syntax_tree(&self, arguments: &[Value]) -> Result<Option<Value>> {
        let Some((uri, _)) = to_protocol::findings_asked_for(arguments) else {
            return Err(Error::invalid_params("uri"));
        };
        let tree = self.answer(uri, "语法树", |question| {
            Some(Value::from(ide::syntax_tree(&question.draft)))
        });
        Ok(tree.await)
    }

    async fn show_findings(&self, arguments: &[Value]) -> Result<Option<Value>> {
        let asked = to_protocol::findings_asked_for(arguments);
        let Some((uri, within)) = asked else {
            return Err(Error::invalid_params("uri, range"));
        };
        let places = self.answer(uri, "显示问题", move |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let within = match within {
                Some(range) => from_protocol::span(&draft.text, range, view.client.encoding),
                None => draft.text.span(),
            };
            let shown = view.diagnostics(&draft, &uri);
            Some(to_protocol::places_of_findings(
                &draft, &uri, &view, &shown, within,
            ))
        });
        let places = places.await.unwrap_or_default();
        self.show(places.first());
        Ok(serde_json::to_value(places).ok())
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let options = params.initialization_options.as_ref();
        let settings = options.and_then(workspace::read);
        self.session.begin(&params, &settings.unwrap_or_default());
        self.start_publisher();
        if let Some(process) = params.process_id {
            let signals = Arc::clone(&self.signals);
            tokio::spawn(async move {
                parent::gone(process).await;
                signals.parent_gone.notify_one();
            });
        }
        Ok(InitializeResult {
            capabilities: self.session.view().client.offer(),
            server_info: Some(ServerInfo {
                name: "yusuan".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        tokio::spawn(self.workspace.clone().begin());
    }

    async fn shutdown(&self) -> Result<()> {
        self.signals.shutdown.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        // Newer clients say only that something has changed.
        if params.settings.is_null() {
            tokio::spawn(self.workspace.clone().pull_settings());
        } else if let Some(settings) = workspace::read(&params.settings) {
            self.session.set(&settings);
            self.workspace.refresh();
        }
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.session.view().projects.change_folders(&params.event);
        self.closed_drafts.forget_list();
        self.workspace.project_changed();
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        if params.changes.iter().any(|it| is_project_file(&it.uri)) {
            self.session.view().projects.forget();
            self.workspace.project_changed();
        }
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if is_project_file(&document.uri) {
            let projects = &self.session.view().projects;
            projects.open(document.uri, document.version, &document.text);
            return self.workspace.project_changed();
        }
        let opening = self
            .documents
            .open(document.uri, document.version, &document.text);
        self.analyst.start(opening);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        if is_project_file(&params.text_document.uri) {
            return self.change_project(&params).await;
        }
        let uri = params.text_document.uri.as_str();
        match at_once(|| self.apply(&params)) {
            Ok(Change::Applied) => {}
            Ok(Change::NeedsAnalysis(opening)) => self.analyst.start(opening),
            Ok(Change::Outdated) => log(format_args!(
                "yusuan: {uri}: 忽略旧版本的修改 (outdated change)"
            )),
            Ok(Change::NotOpen) => {
                let message = format!("yusuan: {uri}: 文档未打开 (document is not open)");
                self.client.log_message(MessageType::WARNING, message).await;
            }
            Err(reason) => tell(&self.client, "修改", &reason).await,
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        if is_project_file(&uri) {
            self.session.view().projects.close(&uri);
            self.workspace.project_changed();
        }
        self.documents.close(&uri);
        for other in self.session.view().comparisons.update(&uri, None) {
            let _ = self.changed.send(other);
        }
        self.highlighting.forget(&uri);
        let _ = self.changed.send(uri);
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let known = params.previous_result_id;
        let uri = params.text_document.uri;
        if let Some(file) = self.session.view().projects.open_file(&uri) {
            return Ok(self.project_report(&file.loaded).into());
        }
        let report = self.answer(uri, "诊断", move |question| {
            Some(report(&question, known.as_deref()))
        });
        let report = report.await;
        let nothing =
            || DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport::default());
        Ok(report.unwrap_or_else(nothing).into())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let answer = self.answer(place.text_document.uri, "悬停", move |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let encoding = view.client.encoding;
            let offset = from_protocol::offset(&draft.text, place.position, encoding);
            let found = ide::hover(&draft, offset, view.locale)?;
            Some(to_protocol::hover(&draft, &uri, &view, &found))
        });
        Ok(answer.await)
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        let answer = self.answer(place.text_document.uri, "转到定义", move |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let offset = from_protocol::offset(&draft.text, place.position, view.client.encoding);
            let found = ide::definition(&draft, offset)?;
            Some(to_protocol::definition(&draft, &uri, &view, &found))
        });
        Ok(answer.await)
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let place = params.text_document_position;
        let declaration = params.context.include_declaration;
        let answer = self.answer(place.text_document.uri, "引用", move |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let offset = from_protocol::offset(&draft.text, place.position, view.client.encoding);
            let mut found = ide::occurrences(&draft, offset);
            found.retain(|it| declaration || it.role == ide::Role::Read);
            Some(to_protocol::references(&draft, &uri, &view, &found))
        });
        Ok(answer.await)
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let place = params.text_document_position_params;
        let answer = self.answer(place.text_document.uri, "突出显示", move |question| {
            let Question { draft, view, .. } = question;
            let offset = from_protocol::offset(&draft.text, place.position, view.client.encoding);
            let found = ide::occurrences(&draft, offset);
            Some(to_protocol::highlights(&draft, &view, &found))
        });
        Ok(answer.await)
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let answer = self.answer(params.text_document.uri, "嵌入提示", move |question| {
            let Question { draft, view, .. } = question;
            let within = from_protocol::span(&draft.text, params.range, view.client.encoding);
            let mut hints = ide::inlay_hints(&draft, within, view.locale);
            hints.retain(|hint| view.shows(hint.kind));
            Some(to_protocol::inlay_hints(&draft, &view, hints))
        });
        Ok(answer.await)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let place = params.text_document_position;
        let answer = self.answer(place.text_document.uri, "补全", move |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let encoding = view.client.encoding;
            let offset = from_protocol::offset(&draft.text, place.position, encoding);
            let list = ide::completion(&draft, offset, view.locale);
            Some(to_protocol::completion(
                &draft,
                &uri,
                place.position,
                &view,
                list,
            ))
        });
        Ok(answer.await)
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some(uri) = to_protocol::document_of(&item) else {
            return Ok(item);
        };
        let asked = item.clone();
        let answer = self.answer(uri, "补全说明", move |question| {
            let Question { draft, view, .. } = question;
            Some(to_protocol::resolved(&draft, &view, &asked))
        });
        Ok(answer.await.unwrap_or(item))
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let answer = self.answer(params.text_document.uri, "大纲", |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let symbols = ide::symbols(&draft, view.locale);
            Some(to_protocol::symbols(&draft, &uri, &view, symbols))
        });
        Ok(answer.await)
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let answer = self.answer(params.text_document.uri, "折叠", |question| {
            let Question { draft, view, .. } = question;
            let folds = ide::folding(&draft, view.locale);
            Some(to_protocol::folding(&draft, &view, folds))
        });
        Ok(answer.await)
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let answer = self.answer(params.text_document.uri, "代码操作", move |question| {
            let Question {
                draft,
                uri,
                version,
                view,
                ..
            } = question;
            let span = from_protocol::span(&draft.text, params.range, view.client.encoding);
            let context = &params.context;
            let mut actions =
                to_protocol::code_actions(&draft, &uri, version, &view, span, context);
            actions.extend(to_protocol::acceptances(&draft, &uri, &view, span, context));
            Some(actions)
        });
        Ok(answer.await)
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let answer = self.answer(params.text_document.uri, "代码透镜", |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let review = view.review(&draft, &uri);
            let shown = ide::grave_places(&draft, &review);
            let lenses = ide::code_lenses(&draft, shown, view.locale);
            Some(to_protocol::code_lenses(&draft, &uri, &view, lenses))
        });
        Ok(answer.await)
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        match params.command.as_str() {
            to_protocol::SERVER_COMMAND => self.show_findings(&params.arguments).await,
            SYNTAX_TREE => self.syntax_tree(&params.arguments).await,
            ACCEPT_FINDING => self.accept_finding(params.arguments),
            _ => Err(Error::invalid_params(params.command)),
        }
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let answer = self.answer(params.text_document.uri, "链接", |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let links = ide::document_links(&draft);
            Some(to_protocol::document_links(&draft, &uri, &view, links))
        });
        Ok(answer.await)
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        let answer = self.answer(params.text_document.uri, "扩大选择", move |question| {
            let Question { draft, view, .. } = question;
            let selections = params.positions.into_iter().map(|place| {
                let offset = from_protocol::offset(&draft.text, place, view.client.encoding);
                let spans = ide::selection_ranges(&draft, offset);
                to_protocol::selection_range(&draft, &view, &spans)
            });
            Some(selections.collect())
        });
        Ok(answer.await)
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        let query = Arc::<str>::from(params.query);
        let mut uris = self.documents.open_uris();
        uris.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        let open: HashSet<PathBuf> = uris.iter().filter_map(path_of).collect();
        let answers: Vec<_> = uris
            .into_iter()
            .map(|uri| {
                let query = Arc::clone(&query);
                self.answer(uri, "查找标题", move |question| {
                    let Question {
                        draft, uri, view, ..
                    } = question;
                    let found = ide::workspace_symbols(&draft, &query, MOST_SYMBOLS);
                    let literal: Vec<bool> = found.iter().map(|it| it.literal).collect();
                    let found = to_protocol::found_symbols(&draft.text, &uri, &view, found);
                    Some(literal.into_iter().zip(found).collect::<Vec<_>>())
                })
            })
            .collect();
        let mut all = Vec::new();
        for answer in answers {
            all.extend(answer.await.unwrap_or_default());
        }
        let (closed, view) = (Arc::clone(&self.closed_drafts), self.session.view());
        let of_closed = guarded(&self.client, "查找标题", move || {
            closed.symbols(&view, &open, &query)
        });
        all.extend(of_closed.await.unwrap_or_default());
        // Names that hold the query as it was typed come first, in the order of the drafts.
        all.sort_by_key(|(literal, _)| !literal);
        all.truncate(MOST_SYMBOLS);
        let symbols: Vec<_> = all.into_iter().map(|(_, symbol)| symbol).collect();
        Ok(Some(WorkspaceSymbolResponse::Flat(symbols)))
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let highlighting = Arc::clone(&self.highlighting);
        let answer = self.answer(params.text_document.uri, "语义高亮", move |question| {
            let encoding = question.view.client.encoding;
            let Question {
                draft,
                uri,
                result_id,
                ..
            } = question;
            Some(highlighting.full(&uri, &draft, result_id, encoding).into())
        });
        Ok(answer.await)
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let highlighting = Arc::clone(&self.highlighting);
        let previous = params.previous_result_id;
        let answer = self.answer(params.text_document.uri, "语义高亮", move |question| {
            let encoding = question.view.client.encoding;
            let Question {
                draft,
                uri,
                result_id,
                ..
            } = question;
            Some(highlighting.delta(&uri, &draft, result_id, &previous, encoding))
        });
        Ok(answer.await)
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let answer = self.answer(params.text_document.uri, "语义高亮", move |question| {
            let Question { draft, view, .. } = question;
            let encoding = view.client.encoding;
            let within = from_protocol::span(&draft.text, params.range, encoding);
            let data = to_protocol::tokens_within(&draft, within, encoding);
            Some(
                SemanticTokens {
                    result_id: None,
                    data,
                }
                .into(),
            )
        });
        Ok(answer.await)
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let answer = self.answer(params.text_document.uri, "格式化", |question| {
            let Question { draft, view, .. } = question;
            let edits = ide::formatting(&draft);
            Some(to_protocol::edits(&draft, &view, edits))
        });
        Ok(answer.await)
    }

    async fn range_formatting(
        &self,
        params: DocumentRangeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let answer = self.answer(
            params.text_document.uri,
            "格式化选定内容",
            move |question| {
                let Question { draft, view, .. } = question;
                let within = from_protocol::span(&draft.text, params.range, view.client.encoding);
                let edits = ide::range_formatting(&draft, within);
                Some(to_protocol::edits(&draft, &view, edits))
            },
        );
        Ok(answer.await)
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let place = params.text_document_position;
        let answer = self.answer(
            place.text_document.uri,
            "输入时格式化",
            move |question| {
                let Question { draft, view, .. } = question;
                let offset =
                    from_protocol::offset(&draft.text, place.position, view.client.encoding);
                let edits = ide::on_type_formatting(&draft, offset, &params.ch);
                Some(to_protocol::edits(&draft, &view, edits))
            },
        );
        Ok(answer.await)
    }

    async fn prepare_rename(
        &self,
        place: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        let answer = self.answer(place.text_document.uri, "改名", move |question| {
            let Question { draft, view, .. } = question;
            let offset = from_protocol::offset(&draft.text, place.position, view.client.encoding);
            let found = ide::prepare_rename(&draft, offset, view.locale);
            Some(found.map(|found| to_protocol::renamable(&draft, &view, found)))
        });
        answer.await.transpose().map_err(to_protocol::refusal)
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let place = params.text_document_position;
        let answer = self.answer(place.text_document.uri, "改名", move |question| {
            let Question {
                draft,
                uri,
                version,
                view,
                ..
            } = question;
            let offset = from_protocol::offset(&draft.text, place.position, view.client.encoding);
            let edits = ide::rename(&draft, offset, &params.new_name, view.locale);
            let edit =
                |edits: Vec<_>| to_protocol::workspace_edit(&draft, &uri, version, &view, edits);
            Some(edits.map(edit))
        });
        answer.await.transpose().map_err(to_protocol::refusal)
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let place = params.text_document_position_params;
        let answer = self.answer(place.text_document.uri, "追踪", move |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let offset = from_protocol::offset(&draft.text, place.position, view.client.encoding);
            let amount = ide::traced_amount(&draft, offset)?;
            Some(vec![to_protocol::traced_amount(
                &draft, &uri, &view, amount,
            )])
        });
        Ok(answer.await)
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let item = params.item;
        let answer = self.answer(item.uri, "追踪从属", move |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let place = item.selection_range.start;
            let offset = from_protocol::offset(&draft.text, place, view.client.encoding);
            let found = ide::dependents(&draft, offset);
            Some(to_protocol::incoming_calls(&draft, &uri, &view, found))
        });
        Ok(answer.await)
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let item = params.item;
        let answer = self.answer(item.uri, "追踪引用", move |question| {
            let Question {
                draft, uri, view, ..
            } = question;
            let own = item.selection_range;
            let offset = from_protocol::offset(&draft.text, own.start, view.client.encoding);
            let found = ide::operands(&draft, offset);
            Some(to_protocol::outgoing_calls(&draft, &uri, &view, own, found))
        });
        Ok(answer.await)
    }
}

fn report(question: &Question, known: Option<&str>) -> DocumentDiagnosticReport {
    let result_id = question.result_id.clone();
    if known == Some(result_id.as_str()) {
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        });
    }
    let items = to_protocol::diagnostics(&question.draft, &question.uri, &question.view);
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: Some(result_id),
            items,
        },
    })
}
