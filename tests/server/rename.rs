//! Names everywhere, and where amounts come from.

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document};

const DOCUMENT: &str = "file:///tmp/draft.yusuan.txt";

async fn client(encoding: &str) -> Client {
    Client::with(json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "rename": { "prepareSupport": true } },
    }))
    .await
}

async fn renamed(client: &mut Client, document: &Document, place: Value) -> Result<String, Value> {
    let params = json!({
        "textDocument": { "uri": document.uri },
        "position": place,
        "newName": "𠮷溪县群众文化馆",
    });
    let edit = client.request("textDocument/rename", params).await?;
    Ok(document.edited(&edit["changes"][DOCUMENT]))
}

#[test]
fn the_organisation_is_renamed_in_every_encoding() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            assert_eq!(
                client.capabilities["renameProvider"]["prepareProvider"],
                true
            );
            let text = CLEAN.replace('\n', "\r\n");
            let document = client.open(DOCUMENT, &text).await;
            let place = document.before("文化馆负责");
            let found = client
                .query_at("textDocument/prepareRename", &document, place.clone())
                .await;
            assert_eq!(document.words(&found["range"]), "𠮷溪县文化馆");
            assert_eq!(found["placeholder"], "𠮷溪县文化馆");
            let after = renamed(&mut client, &document, place).await.unwrap();
            assert_eq!(after, text.replace("𠮷溪县文化馆", "𠮷溪县群众文化馆"));
        }
    });
}

#[test]
fn what_cannot_be_renamed_is_refused_in_words() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let document = client.open(DOCUMENT, CLEAN).await;
            let beyond = json!({ "line": 9999, "character": 9999 });
            for place in [document.before("群众文化活动"), beyond] {
                let error = renamed(&mut client, &document, place.clone()).await;
                let error = error.unwrap_err();
                assert_eq!(error["code"], -32803);
                let reason = error["message"].as_str().unwrap();
                assert!(reason.starts_with("这里不能改名"), "{reason}");
                let params = json!({ "textDocument": { "uri": DOCUMENT }, "position": place });
                let asked = client.request("textDocument/prepareRename", params).await;
                assert_eq!(asked.unwrap_err()["message"], reason);
            }
            let term = document.before("二、项目支出");
            let place =
                json!({ "line": term["line"], "character": document.after("二、")["character"] });
            let error = renamed(&mut client, &document, place).await.unwrap_err();
            assert_eq!(error["message"], "“项目支出”是规定的用语，不能改名");
        }
    });
}

#[test]
fn an_amount_is_traced_both_ways_in_every_encoding() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            assert_eq!(client.capabilities["callHierarchyProvider"], true);
            let text = format!("𠮷\r\n{}", CLEAN.replace('\n', "\r\n"));
            let document = client.open(DOCUMENT, &text).await;
            let place = document.before("141.77");
            let items = client
                .query_at("textDocument/prepareCallHierarchy", &document, place)
                .await;
            let item = &items[0];
            assert_eq!(item["name"], "基本支出合计 141.77 万元");
            assert_eq!(item["detail"], "预算支出总表");
            assert_eq!(document.words(&item["selectionRange"]), "141.77");
            assert!(document.words(&item["range"]).starts_with("合计\t"));

            let params = json!({ "item": item });
            let operands = client.request("callHierarchy/outgoingCalls", params.clone());
            let operands = operands.await.unwrap();
            assert_eq!(
                operands[0]["to"]["name"],
                "207 文化旅游体育与传媒支出 基本支出 141.77 万元"
            );
            assert_eq!(operands[0]["fromRanges"][0], item["selectionRange"]);
            let dependents = client.request("callHierarchy/incomingCalls", params).await;
            let dependents = dependents.unwrap();
            assert_eq!(dependents[0]["from"]["name"], "合计 216.37 万元");
            // What was answered can be asked about again.
            let params = json!({ "item": dependents[0]["from"] });
            let back = client.request("callHierarchy/outgoingCalls", params).await;
            let back = back.unwrap();
            let names: Vec<&str> = back
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|call| call["to"]["name"].as_str())
                .collect();
            assert!(names.contains(&"基本支出合计 141.77 万元"), "{names:?}");
        }
    });
}

#[test]
fn words_and_places_past_the_end_are_not_traced() {
    run(async {
        let mut client = client("utf-16").await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let beyond = json!({ "line": 9999, "character": 9999 });
        for place in [document.before("负责组织"), beyond] {
            let items = client
                .query_at("textDocument/prepareCallHierarchy", &document, place)
                .await;
            assert_eq!(items, Value::Null);
        }
    });
}
