//! Hover, completion, outline, folds, quick fixes.

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document};

const DOCUMENT: &str = "file:///tmp/draft.yusuan.txt";

async fn hover(client: &mut Client, document: &Document, words: &str) -> Value {
    let place = document.before(words);
    client.query_at("textDocument/hover", document, place).await
}

#[test]
fn a_code_is_explained() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let hover = hover(&mut client, &document, "2070109").await;
        assert_eq!(document.words(&hover["range"]), "2070109");
        assert_eq!(hover["contents"]["kind"], "markdown");
        let markdown = hover["contents"]["value"]
            .as_str()
            .unwrap()
            .replace('\\', "");
        for words in ["群众文化", "20701", "197.52"] {
            assert!(markdown.contains(words), "{markdown}");
        }
    });
}

#[test]
fn a_term_is_explained_by_the_glossary_and_linked() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let hover = hover(&mut client, &document, "项目支出").await;
        let markdown = hover["contents"]["value"].as_str().unwrap();
        assert!(
            markdown.contains("在基本支出之外为完成特定任务"),
            "{markdown}"
        );
        let line = document.before("二、项目支出")["line"].as_u64().unwrap() + 1;
        assert!(
            markdown.contains(&format!("(<{DOCUMENT}#L{line}>)")),
            "{markdown}"
        );
    });
}

#[test]
fn an_unnamed_document_is_not_linked() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open("untitled:Untitled-1", CLEAN).await;
        let hover = hover(&mut client, &document, "项目支出").await;
        let markdown = hover["contents"]["value"].as_str().unwrap();
        assert!(!markdown.contains("untitled:"), "{markdown}");
    });
}

#[test]
fn nothing_is_said_of_nothing() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let blank = hover(&mut client, &document, "\n第一部分").await;
        assert_eq!(blank, Value::Null);
        let params = json!({
            "textDocument": { "uri": "file:///tmp/not-open.yusuan" },
            "position": { "line": 0, "character": 0 },
        });
        let answer = client.request("textDocument/hover", params).await;
        assert_eq!(answer, Ok(Value::Null));
    });
}

#[test]
fn a_code_is_completed_in_every_encoding() {
    run(async {
        for encoding in ["utf-8", "utf-16", "utf-32"] {
            let general = json!({ "general": { "positionEncodings": [encoding] } });
            let mut client = Client::with(general).await;
            let mut document = client.open(DOCUMENT, CLEAN).await;
            let row = "2070111\t文化创作与保护\t18.85\t\t18.85\n";
            client
                .replace(&mut document, row, &format!("{row}20701\n"))
                .await;
            let place = document.after("18.85\n20701");
            let list = client
                .query_at("textDocument/completion", &document, place)
                .await;
            let items = list["items"].as_array().unwrap();
            let labels: Vec<&str> = items.iter().filter_map(|it| it["label"].as_str()).collect();
            assert!(
                labels.iter().any(|label| label.contains("2070104")),
                "{labels:?}"
            );
            for item in items {
                assert_eq!(
                    document.words(&item["textEdit"]["range"]),
                    "20701",
                    "{item}"
                );
                assert_eq!(item["filterText"], "20701");
                assert_eq!(item["insertTextFormat"], 1);
            }
            assert_eq!(list["isIncomplete"], true);
        }
    });
}

#[test]
fn snippets_go_to_clients_that_know_them() {
    run(async {
        for knows in [true, false] {
            let item = json!({ "snippetSupport": knows });
            let completion = json!({ "completion": { "completionItem": item } });
            let mut client = Client::with(json!({ "textDocument": completion })).await;
            let mut document = client.open(DOCUMENT, CLEAN).await;
            let end = "为完成特定任务而发生的支出。\n";
            client
                .replace(&mut document, end, &format!("{end}\n三、"))
                .await;
            let place = document.after("\n三、");
            let list = client
                .query_at("textDocument/completion", &document, place)
                .await;
            let items = list["items"].as_array().unwrap();
            assert!(!items.is_empty());
            let is_snippet = |item: &Value| item["insertTextFormat"] == 2;
            assert_eq!(items.iter().any(is_snippet), knows, "{items:?}");
            let has_stop = |item: &Value| item["textEdit"]["newText"].to_string().contains("$0");
            assert_eq!(items.iter().any(has_stop), knows, "{items:?}");
        }
    });
}

#[test]
fn the_outline_is_a_tree_or_a_list() {
    run(async {
        let symbol = json!({ "hierarchicalDocumentSymbolSupport": true });
        let capabilities = json!({ "textDocument": { "documentSymbol": symbol } });
        let mut client = Client::with(capabilities).await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let tree = client.query("textDocument/documentSymbol", &document).await;
        let parts = tree.as_array().unwrap();
        let second = parts
            .iter()
            .find(|part| part["name"].as_str().unwrap().contains("第二部分"));
        let table = &second.expect("the second part")["children"][0];
        assert!(
            table["name"].as_str().unwrap().contains("支出总表"),
            "{table}"
        );
        let title = document.words(&table["selectionRange"]);
        assert!(document.words(&table["range"]).contains(title));

        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let list = client.query("textDocument/documentSymbol", &document).await;
        let list = list.as_array().unwrap();
        let table = list.iter().find(|it| it["name"] == table["name"]).unwrap();
        assert!(
            table["containerName"]
                .as_str()
                .unwrap()
                .contains("第二部分")
        );
        assert_eq!(table["location"]["uri"], DOCUMENT);
    });
}

#[test]
fn folds_end_where_the_client_can_fold() {
    run(async {
        for lines_only in [true, false] {
            let folding = json!({ "lineFoldingOnly": lines_only });
            let mut client =
                Client::with(json!({ "textDocument": { "foldingRange": folding } })).await;
            let document = client.open(DOCUMENT, CLEAN).await;
            let folds = client.query("textDocument/foldingRange", &document).await;
            let folds = folds.as_array().unwrap();
            let (start, end) = (document.before("第二部分"), document.before("2070111"));
            let second = folds.iter().find(|fold| fold["startLine"] == start["line"]);
            let second = second.expect("a fold of the second part");
            assert_eq!(second["endLine"], end["line"]);
            assert_eq!(second.get("endCharacter").is_none(), lines_only, "{second}");
        }
    });
}

#[test]
fn the_longest_folds_are_kept() {
    run(async {
        let folding = json!({ "rangeLimit": 2, "lineFoldingOnly": true });
        let mut client = Client::with(json!({ "textDocument": { "foldingRange": folding } })).await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let folds = client.query("textDocument/foldingRange", &document).await;
        let folds = folds.as_array().unwrap();
        assert_eq!(folds.len(), 2);
        let second_part = document.before("第二部分")["line"].clone();
        assert!(
            folds.iter().any(|fold| fold["startLine"] == second_part),
            "{folds:?}"
        );
    });
}

fn fixing(versioned: bool) -> Value {
    let kinds = json!({ "codeActionKind": { "valueSet": ["quickfix"] } });
    json!({
        "textDocument": { "codeAction": { "codeActionLiteralSupport": kinds } },
        "workspace": { "workspaceEdit": { "documentChanges": versioned } },
    })
}

async fn actions(client: &mut Client, document: &Document, words: &str, only: Value) -> Value {
    let mut context = json!({ "diagnostics": [] });
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({
        "textDocument": { "uri": document.uri },
        "range": { "start": document.before(words), "end": document.before(words) },
        "context": context,
    });
    client
        .request("textDocument/codeAction", params)
        .await
        .unwrap()
}

#[test]
fn a_repair_is_offered_for_the_version_that_it_mends() {
    run(async {
        for versioned in [true, false] {
            let mut client = Client::with(fixing(versioned)).await;
            let text = CLEAN.replace("合计\t\t216.37", "合计\t\t216.73");
            let document = client.open(DOCUMENT, &text).await;
            let offered = actions(&mut client, &document, "216.73", Value::Null).await;
            let action = &offered[0];
            assert_eq!(action["kind"], "quickfix");
            let edits = match versioned {
                true => {
                    let change = &action["edit"]["documentChanges"][0];
                    assert_eq!(
                        change["textDocument"],
                        json!({ "uri": DOCUMENT, "version": 1 })
                    );
                    &change["edits"]
                }
                false => &action["edit"]["changes"][DOCUMENT],
            };
            assert_eq!(document.words(&edits[0]["range"]), "216.73");
            assert_eq!(edits[0]["newText"], "216.37");
            assert_eq!(document.words(&action["diagnostics"][0]["range"]), "216.73");

            let elsewhere = actions(&mut client, &document, "第一部分", Value::Null).await;
            assert_eq!(elsewhere, json!([]));
            let refactoring = actions(&mut client, &document, "216.73", json!(["refactor"])).await;
            assert_eq!(refactoring, json!([]));
        }
    });
}

#[test]
fn clients_without_code_action_literals_are_offered_none() {
    run(async {
        let client = Client::pushed().await;
        assert_eq!(client.capabilities.get("codeActionProvider"), None);
    });
}

#[test]
fn amounts_lead_to_their_sources_in_every_encoding() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let general = json!({ "positionEncodings": [encoding] });
            let mut client = Client::with(json!({ "general": general })).await;
            // Outside the BMP before the place, and line ends of two characters.
            let text = format!("𠮷\r\n{}", CLEAN.replace('\n', "\r\n"));
            let document = client.open(DOCUMENT, &text).await;
            let place = document.before("216.37");
            let found = client
                .query_at("textDocument/definition", &document, place.clone())
                .await;
            let target = &found[0]["range"];
            assert_eq!(found[0]["uri"], DOCUMENT);
            assert!(document.words(target).contains('.'), "{found}");
            let highlights = client
                .query_at("textDocument/documentHighlight", &document, place.clone())
                .await;
            let words: Vec<&str> = highlights
                .as_array()
                .unwrap()
                .iter()
                .map(|it| document.words(&it["range"]))
                .collect();
            assert!(words.contains(&"216.37"), "{words:?}");
            let beyond = json!({ "line": 9999, "character": 9999 });
            let nothing = client
                .query_at("textDocument/definition", &document, beyond)
                .await;
            assert_eq!(nothing, Value::Null);
        }
    });
}

#[test]
fn references_leave_the_declaration_out_on_demand() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let mut counts = Vec::new();
        for declaration in [true, false] {
            let params = json!({
                "textDocument": { "uri": document.uri },
                "position": document.before("216.37"),
                "context": { "includeDeclaration": declaration },
            });
            let found = client.request("textDocument/references", params).await;
            counts.push(found.unwrap().as_array().unwrap().len());
        }
        assert!(counts[0] > counts[1], "{counts:?}");
    });
}

#[test]
fn totals_are_ticked_where_they_are_seen() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let params = json!({
            "textDocument": { "uri": document.uri },
            "range": {
                "start": { "line": 0, "character": 0 },
                "end": { "line": 9999, "character": 0 },
            },
        });
        let hints = client
            .request("textDocument/inlayHint", params)
            .await
            .unwrap();
        let hints = hints.as_array().unwrap();
        assert!(!hints.is_empty());
        assert!(hints.iter().any(|hint| hint["label"] == "✓"), "{hints:?}");
    });
}

#[test]
fn hints_can_be_switched_off() {
    run(async {
        let options = json!({ "inlayHints": { "totals": false } });
        let params = json!({ "capabilities": {}, "initializationOptions": options });
        let mut client = Client::introduced(params).await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let params = json!({
            "textDocument": { "uri": document.uri },
            "range": {
                "start": { "line": 0, "character": 0 },
                "end": { "line": 9999, "character": 0 },
            },
        });
        let hints = client
            .request("textDocument/inlayHint", params)
            .await
            .unwrap();
        assert_eq!(hints, json!([]));
    });
}
