//! Every capability that the server announces is asked for here: in each encoding of positions,
//! in a text with line ends of two bytes and characters outside the first plane, and at places
//! that the document does not have. A capability that is announced and not asked for is a failure.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document};

const DOCUMENT: &str = "file:///tmp/draft.yusuan.txt";

/// A question about the document, and the capability that it belongs to.
struct Question {
    capability: &'static str,
    method: &'static str,
    params: Value,
}

/// A client that can do everything.
async fn client(encoding: &str) -> Client {
    Client::with(json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": {
            "diagnostic": {},
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
            "completion": { "completionItem": {
                "snippetSupport": true,
                "resolveSupport": { "properties": ["documentation"] },
            } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "rename": { "prepareSupport": true },
        },
        "workspace": {
            "applyEdit": true,
            "workspaceEdit": { "documentChanges": true },
        },
    }))
    .await
}

/// Every line that is asked about has a character outside the first plane before the place.
fn source() -> String {
    CLEAN
        .replace(
            "第三部分",
            "𠮷溪县文化馆2025年支出预算216.37万元，其中：基本支出141.77万元，项目支出74.60万元。\n\n\
             𠮷见 http://www.example.cn/a 。。\n\n第三部分",
        )
        .replace("\t文化和旅游\t", "\t文化𠮷和旅游\t")
        .replace('\n', "\r\n")
}

fn questions(document: &Document) -> Vec<Question> {
    let text = json!({ "uri": document.uri });
    let end = document.position(document.text.len());
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": end });
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let amount = document.after("支出预算216");
    let about = |members: Value| {
        let mut params = json!({ "textDocument": text });
        let own = members.as_object().unwrap().clone();
        params.as_object_mut().unwrap().extend(own);
        params
    };
    let at = |place: Value| about(json!({ "position": place }));
    let table = |capability: &'static str, method: &'static str, params: Value| Question {
        capability,
        method,
        params,
    };
    vec![
        table("hoverProvider", "textDocument/hover", at(amount.clone())),
        table(
            "completionProvider",
            "textDocument/completion",
            at(document.after("20701\t文化𠮷")),
        ),
        table(
            "definitionProvider",
            "textDocument/definition",
            at(amount.clone()),
        ),
        table(
            "referencesProvider",
            "textDocument/references",
            about(json!({ "position": amount, "context": { "includeDeclaration": true } })),
        ),
        table(
            "documentHighlightProvider",
            "textDocument/documentHighlight",
            at(amount.clone()),
        ),
        table(
            "inlayHintProvider",
            "textDocument/inlayHint",
            about(json!({ "range": whole })),
        ),
        table(
            "documentSymbolProvider",
            "textDocument/documentSymbol",
            about(json!({})),
        ),
        table(
            "foldingRangeProvider",
            "textDocument/foldingRange",
            about(json!({})),
        ),
        table(
            "codeActionProvider",
            "textDocument/codeAction",
            about(json!({ "range": document.range("。。"), "context": { "diagnostics": [] } })),
        ),
        table(
            "codeLensProvider",
            "textDocument/codeLens",
            about(json!({})),
        ),
        table(
            "documentLinkProvider",
            "textDocument/documentLink",
            about(json!({})),
        ),
        table(
            "selectionRangeProvider",
            "textDocument/selectionRange",
            about(json!({ "positions": [amount] })),
        ),
        table(
            "workspaceSymbolProvider",
            "workspace/symbol",
            json!({ "query": "支出总表" }),
        ),
        table(
            "documentFormattingProvider",
            "textDocument/formatting",
            about(json!({ "options": options })),
        ),
        table(
            "documentRangeFormattingProvider",
            "textDocument/rangeFormatting",
            about(json!({ "range": whole, "options": options })),
        ),
        table(
            "documentOnTypeFormattingProvider",
            "textDocument/onTypeFormatting",
            about(json!({ "position": amount, "ch": "|", "options": options })),
        ),
        table(
            "semanticTokensProvider",
            "textDocument/semanticTokens/full",
            about(json!({})),
        ),
        table(
            "semanticTokensProvider",
            "textDocument/semanticTokens/range",
            about(json!({ "range": whole })),
        ),
        table(
            "executeCommandProvider",
            "workspace/executeCommand",
            json!({ "command": "yusuan.server.showFindings", "arguments": [document.uri] }),
        ),
        table(
            "executeCommandProvider",
            "workspace/executeCommand",
            json!({ "command": "yusuan.server.syntaxTree", "arguments": [document.uri] }),
        ),
        table(
            "renameProvider",
            "textDocument/prepareRename",
            at(document.after("𠮷溪县")),
        ),
        table(
            "renameProvider",
            "textDocument/rename",
            about(json!({ "position": document.after("𠮷溪县"), "newName": "𠮷溪县图书馆" })),
        ),
        table(
            "callHierarchyProvider",
            "textDocument/prepareCallHierarchy",
            at(amount.clone()),
        ),
        table(
            "diagnosticProvider",
            "textDocument/diagnostic",
            about(json!({})),
        ),
    ]
}

/// Formatting has nothing to do here, and is not asked to find something.
fn may_be_empty(question: &Question) -> bool {
    question.capability.contains("Formatting")
}

fn is_empty(answer: &Value) -> bool {
    match answer {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::String(words) => words.is_empty(),
        Value::Object(members) => ["items", "data", "edits"]
            .iter()
            .filter_map(|name| members.get(*name))
            .any(is_empty),
        _ => false,
    }
}

/// Every range of an answer stands in the document, between its characters.
fn check_ranges(document: &Document, answer: &Value) {
    match answer {
        Value::Array(list) => list.iter().for_each(|it| check_ranges(document, it)),
        Value::Object(members) => {
            if members.contains_key("start") && members.contains_key("end") {
                let _ = document.words(answer);
            }
            if let Some(last) = members.get("endLine") {
                let lines = document.text.matches('\n').count() as u64;
                assert!(last.as_u64().unwrap() <= lines, "{answer}");
            }
            members.values().for_each(|it| check_ranges(document, it));
        }
        _ => {}
    }
}

/// The same question at another place, or about another range.
fn moved(params: &Value, place: &Value) -> Value {
    let mut params = params.clone();
    if params.get("position").is_some() {
        params["position"] = place.clone();
    }
    if params.get("positions").is_some() {
        params["positions"] = json!([place]);
    }
    if params.get("range").is_some() {
        params["range"] = json!({ "start": place, "end": place });
    }
    if let Some(arguments) = params.get_mut("arguments") {
        let range = json!({ "start": place, "end": place });
        arguments.as_array_mut().unwrap().push(range);
    }
    params
}

/// Places that a client should not ask about.
fn odd_places() -> [Value; 4] {
    [
        json!({ "line": 9999, "character": 9999 }),
        json!({ "line": 0, "character": 9999 }),
        // Inside the first character, which is outside the first plane.
        json!({ "line": 0, "character": 1 }),
        json!({ "line": 2_147_483_647_u32, "character": 0 }),
    ]
}

/// What follows from an answer: details of an item, calls, what changed since.
async fn follow(client: &mut Client, question: &Question, answer: &Value) -> Vec<Value> {
    let asked: Vec<(&str, Value)> = match question.method {
        "textDocument/completion" => {
            vec![("completionItem/resolve", answer["items"][0].clone())]
        }
        "textDocument/prepareCallHierarchy" => {
            let item = json!({ "item": answer[0] });
            vec![
                ("callHierarchy/incomingCalls", item.clone()),
                ("callHierarchy/outgoingCalls", item),
            ]
        }
        "textDocument/semanticTokens/full" => {
            let mut params = question.params.clone();
            params["previousResultId"] = answer["resultId"].clone();
            vec![("textDocument/semanticTokens/full/delta", params)]
        }
        _ => Vec::new(),
    };
    let mut answers = Vec::new();
    for (method, params) in asked {
        answers.push(client.request(method, params).await.unwrap());
    }
    answers
}

#[test]
fn every_announced_capability_answers() {
    run(async {
        for encoding in ["utf-8", "utf-16", "utf-32"] {
            let mut client = client(encoding).await;
            assert_eq!(client.capabilities["positionEncoding"], encoding);
            let document = client.open(DOCUMENT, &source()).await;
            for question in questions(&document) {
                let params = question.params.clone();
                let answer = client.request(question.method, params).await;
                let answer = answer.unwrap_or_else(|error| panic!("{}: {error}", question.method));
                let found = may_be_empty(&question) || !is_empty(&answer);
                assert!(found, "{}: {answer}", question.method);
                check_ranges(&document, &answer);
                for more in follow(&mut client, &question, &answer).await {
                    assert!(!more.is_null(), "{}", question.method);
                    check_ranges(&document, &more);
                }
            }
        }
    });
}

#[test]
fn places_that_are_not_there_are_no_error() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let document = client.open(DOCUMENT, &source()).await;
            for question in questions(&document) {
                for place in odd_places() {
                    let params = moved(&question.params, &place);
                    match client.request(question.method, params).await {
                        Ok(answer) => check_ranges(&document, &answer),
                        // A rename says why it is none.
                        Err(error) => {
                            assert_eq!(question.capability, "renameProvider", "{error}");
                        }
                    }
                }
            }
        }
    });
}

#[test]
fn no_capability_is_announced_without_a_question() {
    run(async {
        let mut client = client("utf-16").await;
        let document = client.open(DOCUMENT, &source()).await;
        let announced = client.capabilities.as_object().unwrap();
        let announced: BTreeSet<&str> = announced
            .iter()
            .filter(|(_, offer)| !matches!(offer, Value::Null | Value::Bool(false)))
            .map(|(name, _)| name.as_str())
            .collect();
        let mut asked: BTreeSet<&str> = questions(&document)
            .iter()
            .map(|question| question.capability)
            .collect();
        // What all of them count in; what `synchronisation.rs` and `workspace_symbols.rs` are about.
        asked.extend(["positionEncoding", "textDocumentSync", "workspace"]);
        assert_eq!(announced, asked);
        let commands = &client.capabilities["executeCommandProvider"]["commands"];
        // The last one writes to the project file: see `project.rs`.
        let known = json!([
            "yusuan.server.showFindings",
            "yusuan.server.syntaxTree",
            "yusuan.acceptFinding"
        ]);
        assert_eq!(commands, &known);
        assert_eq!(
            client.capabilities["semanticTokensProvider"]["full"],
            json!({ "delta": true })
        );
    });
}
