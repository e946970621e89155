//! What the client can do, read once, and what the server offers.

use tower_lsp_server::ls_types::{
    CallHierarchyServerCapability, ClientCapabilities, CodeActionOptions,
    CodeActionProviderCapability, CodeLensOptions, CompletionOptions, DiagnosticOptions,
    DiagnosticServerCapabilities, DocumentLinkOptions, DocumentOnTypeFormattingOptions,
    ExecuteCommandOptions, FoldingRangeProviderCapability, HoverProviderCapability, MarkupKind,
    OneOf, PositionEncodingKind, RenameOptions, ResourceOperationKind,
    SelectionRangeProviderCapability, SemanticTokensFullOptions, SemanticTokensOptions,
    SemanticTokensServerCapabilities, ServerCapabilities, TextDocumentClientCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkDoneProgressOptions, WorkspaceClientCapabilities, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use super::acceptance::ACCEPT_FINDING;
use super::to_protocol::{CLIENT_COMMAND, SERVER_COMMAND, action_kinds, legend};
use crate::text::PositionEncoding;

/// Besides these, clients ask by themselves while words are typed: digits complete a code, a step
/// of a 类/款/项 path the next one, a number of a list an entry of the glossary.
const TRIGGERS: [&str; 18] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "\t", "|", "）", ")", "类", "款", "、", "：",
];

/// The command that gives the tree of a document, for those who work on the grammar.
pub const SYNTAX_TREE: &str = "yusuan.server.syntaxTree";

/// What the client can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Client {
    /// What columns count.
    pub encoding: PositionEncoding,
    /// It asks for diagnostics; they are not pushed then.
    pub pulls_diagnostics: bool,
    /// It shows the other places that a diagnostic speaks of.
    pub related_information: bool,
    /// It links the code of a diagnostic.
    pub code_description: bool,
    /// It sends the data of a diagnostic back.
    pub diagnostic_data: bool,
    /// It shows an outline as a tree.
    pub nested_symbols: bool,
    /// It folds whole lines only.
    pub folds_lines_only: bool,
    /// The most folds that it takes.
    pub most_folds: Option<usize>,
    /// It shows words in the place of what is folded.
    pub collapsed_text: bool,
    /// Definitions may say which words were asked about.
    pub definition_links: bool,
    /// It knows snippets.
    pub snippets: bool,
    /// It renders Markdown in hovers.
    pub hover_markdown: bool,
    /// It renders Markdown in the documentation of completion items.
    pub completion_markdown: bool,
    /// It asks for the documentation of the completion items that are looked at.
    pub resolves_documentation: bool,
    /// It knows code actions that are no commands.
    pub code_action_literals: bool,
    /// It has the command of code lenses itself.
    pub shows_findings: bool,
    /// It has the command that accepts a finding itself, and asks for the reason.
    pub accepts_findings: bool,
    /// It shows a place of a document when the server asks it to.
    pub shows_documents: bool,
    /// It shows how work goes on.
    pub shows_progress: bool,
    /// It asks whether something can be renamed before it asks for the new name.
    pub prepares_rename: bool,
    /// It checks the version of a document before it edits it.
    pub versioned_edits: bool,
    /// It makes edits that the server asks for.
    pub applies_edits: bool,
    /// It makes files that the server asks for.
    pub creates_files: bool,
    /// It tells the settings when it is asked.
    pub tells_settings: bool,
    /// It can be told later that changes of settings are of interest.
    pub registers_settings: bool,
    /// It can be told later which files to watch.
    pub watches_files: bool,
    /// It pulls diagnostics anew when it is told to.
    pub refreshes_diagnostics: bool,
    /// It asks for code lenses anew when it is told to.
    pub refreshes_lenses: bool,
    /// It asks for hints anew when it is told to.
    pub refreshes_hints: bool,
}

impl Client {
    /// Reads the capabilities that a client has sent.
    pub fn of(capabilities: &ClientCapabilities) -> Self {
        let absent = TextDocumentClientCapabilities::default();
        let document = capabilities.text_document.as_ref().unwrap_or(&absent);
        let unsaid = WorkspaceClientCapabilities::default();
        let workspace = capabilities.workspace.as_ref().unwrap_or(&unsaid);
        let diagnostics = document.publish_diagnostics.as_ref();
        let pulls_diagnostics = document.diagnostic.is_some();
        // A client that only pulls says nothing about what its diagnostics can hold.
        let pulls_only = pulls_diagnostics && diagnostics.is_none();
        let folding = document.folding_range.as_ref();
        let completion = document
            .completion
            .as_ref()
            .and_then(|completion| completion.completion_item.as_ref());
        let hover_formats = document
            .hover
            .as_ref()
            .and_then(|hover| hover.content_format.as_ref());
        Self {
            encoding: encoding(capabilities),
            pulls_diagnostics,
            related_information: pulls_only
                || is(diagnostics.and_then(|it| it.related_information)),
            code_description: pulls_only
                || is(diagnostics.and_then(|it| it.code_description_support)),
            diagnostic_data: pulls_only || is(diagnostics.and_then(|it| it.data_support)),
            nested_symbols: is(document
                .document_symbol
                .as_ref()
                .and_then(|it| it.hierarchical_document_symbol_support)),
            folds_lines_only: is(folding.and_then(|it| it.line_folding_only)),
            most_folds: folding
                .and_then(|it| it.range_limit)
                .and_then(|limit| usize::try_from(limit).ok()),
            collapsed_text: is(folding
                .and_then(|it| it.folding_range.as_ref())
                .and_then(|it| it.collapsed_text)),
            definition_links: is(document.definition.as_ref().and_then(|it| it.link_support)),
            snippets: is(completion.and_then(|it| it.snippet_support)),
            hover_markdown: hover_formats
                .is_none_or(|formats| formats.contains(&MarkupKind::Markdown)),
            completion_markdown: completion
                .and_then(|it| it.documentation_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            resolves_documentation: completion
                .and_then(|it| it.resolve_support.as_ref())
                .is_some_and(|it| it.properties.iter().any(|name| name == "documentation")),
            code_action_literals: document
                .code_action
                .as_ref()
                .is_some_and(|it| it.code_action_literal_support.is_some()),
            shows_findings: has_command(capabilities, CLIENT_COMMAND),
            accepts_findings: has_command(capabilities, ACCEPT_FINDING),
            shows_documents: capabilities
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|it| it.support),
            shows_progress: is(capabilities
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)),
            prepares_rename: is(document.rename.as_ref().and_then(|it| it.prepare_support)),
            versioned_edits: is(capabilities
                .workspace
                .as_ref()
                .and_then(|it| it.workspace_edit.as_ref())
                .and_then(|it| it.document_changes)),
            applies_edits: is(workspace.apply_edit),
            creates_files: workspace
                .workspace_edit
                .as_ref()
                .and_then(|it| it.resource_operations.as_ref())
                .is_some_and(|it| it.contains(&ResourceOperationKind::Create)),
            tells_settings: is(workspace.configuration),
            registers_settings: is(workspace
                .did_change_configuration
                .as_ref()
                .and_then(|it| it.dynamic_registration)),
            watches_files: is(workspace
                .did_change_watched_files
                .as_ref()
                .and_then(|it| it.dynamic_registration)),
            refreshes_lenses: is(workspace
                .code_lens
                .as_ref()
                .and_then(|it| it.refresh_support)),
            refreshes_hints: is(workspace
                .inlay_hint
                .as_ref()
                .and_then(|it| it.refresh_support)),
            refreshes_diagnostics: is(workspace
                .diagnostics
                .as_ref()
                .and_then(|it| it.refresh_support)),
        }
    }

    /// The commands that the server carries out for this client.
    fn commands(&self) -> ExecuteCommandOptions {
        let accepts = (self.applies_edits && !self.accepts_findings).then_some(ACCEPT_FINDING);
        let commands = [SERVER_COMMAND, SYNTAX_TREE].into_iter().chain(accepts);
        ExecuteCommandOptions {
            commands: commands.map(str::to_owned).collect(),
            ..ExecuteCommandOptions::default()
        }
    }

    /// What the server offers to this client.
    pub fn offer(&self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(encoding_name(self.encoding)),
            text_document_sync: Some(TextDocumentSyncCapability::Options(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::INCREMENTAL),
                    ..TextDocumentSyncOptions::default()
                },
            )),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                resolve_provider: Some(true),
                trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            inlay_hint_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            code_action_provider: self.code_action_literals.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(action_kinds()),
                    ..CodeActionOptions::default()
                })
            }),
            code_lens_provider: Some(CodeLensOptions {
                resolve_provider: Some(false),
            }),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            document_formatting_provider: Some(OneOf::Left(true)),
            document_range_formatting_provider: Some(OneOf::Left(true)),
            document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
                first_trigger_character: "|".to_owned(),
                more_trigger_character: Some(vec!["\n".to_owned()]),
            }),
            semantic_tokens_provider: Some(
                SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
                    legend: legend(),
                    range: Some(true),
                    full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                    ..SemanticTokensOptions::default()
                }),
            ),
            execute_command_provider: Some(self.commands()),
            rename_provider: Some(match self.prepares_rename {
                true => OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                }),
                false => OneOf::Left(true),
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                ..WorkspaceServerCapabilities::default()
            }),
            call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
            diagnostic_provider: self.pulls_diagnostics.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some("yusuan".to_owned()),
                    ..DiagnosticOptions::default()
                })
            }),
            ..ServerCapabilities::default()
        }
    }
}

fn is(capability: Option<bool>) -> bool {
    capability.unwrap_or(false)
}

/// Whether a client has a command of its own. It says so in `experimental.commands.commands`, a
/// list of names.
fn has_command(capabilities: &ClientCapabilities, name: &str) -> bool {
    let commands = capabilities
        .experimental
        .as_ref()
        .and_then(|it| it.pointer("/commands/commands")?.as_array());
    commands.is_some_and(|commands| commands.iter().any(|command| command == name))
}

/// UTF-8 needs no conversion; UTF-16 is what every client knows.
fn encoding(capabilities: &ClientCapabilities) -> PositionEncoding {
    let offered = capabilities
        .general
        .as_ref()
        .and_then(|general| general.position_encodings.as_deref())
        .unwrap_or_default();
    let preferred = [
        PositionEncoding::Utf8,
        PositionEncoding::Utf16,
        PositionEncoding::Utf32,
    ];
    preferred
        .into_iter()
        .find(|&encoding| offered.contains(&encoding_name(encoding)))
        .unwrap_or_default()
}

fn encoding_name(encoding: PositionEncoding) -> PositionEncodingKind {
    match encoding {
        PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
        PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
        PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn client(capabilities: serde_json::Value) -> Client {
        Client::of(&serde_json::from_value(capabilities).unwrap())
    }

    #[test]
    fn utf8_is_preferred_and_utf16_the_default() {
        let encoding_of = |names: serde_json::Value| {
            client(json!({ "general": { "positionEncodings": names } })).encoding
        };
        assert_eq!(
            encoding_of(json!(["utf-16", "utf-8"])),
            PositionEncoding::Utf8
        );
        assert_eq!(
            encoding_of(json!(["utf-32", "utf-16"])),
            PositionEncoding::Utf16
        );
        assert_eq!(encoding_of(json!(["utf-32"])), PositionEncoding::Utf32);
        assert_eq!(encoding_of(json!([])), PositionEncoding::Utf16);
        assert_eq!(encoding_of(json!(["utf-7"])), PositionEncoding::Utf16);
        assert_eq!(client(json!({})).encoding, PositionEncoding::Utf16);
    }

    #[test]
    fn a_client_says_which_commands_it_has() {
        let shows_findings = |commands: serde_json::Value| {
            client(json!({ "experimental": { "commands": commands } })).shows_findings
        };
        assert!(shows_findings(
            json!({ "commands": ["yusuan.showFindings"] })
        ));
        assert!(!shows_findings(json!({ "commands": ["other"] })));
        assert!(!shows_findings(json!({ "commands": "odd" })));
        assert!(!shows_findings(json!(null)));
    }

    #[test]
    fn diagnostics_are_offered_to_clients_that_pull() {
        let pulling = client(json!({ "textDocument": { "diagnostic": {} } }));
        assert!(pulling.related_information && pulling.code_description);
        assert!(pulling.offer().diagnostic_provider.is_some());
        let pushed = client(json!({ "textDocument": { "publishDiagnostics": {} } }));
        assert!(!pushed.related_information);
        assert!(pushed.offer().diagnostic_provider.is_none());
    }
}
