//! Completion of words, headings, tables and sentences, with documentation when it is asked for.

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document};

const DOCUMENT: &str = "file:///tmp/draft.yusuan.txt";

async fn client(encoding: &str, resolves: bool) -> Client {
    let properties = match resolves {
        true => json!(["documentation"]),
        false => json!([]),
    };
    let item = json!({
        "snippetSupport": true,
        "documentationFormat": ["markdown", "plaintext"],
        "resolveSupport": { "properties": properties },
    });
    Client::with(json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "completion": { "completionItem": item } },
    }))
    .await
}

/// The items at the place just after `words`.
async fn items(client: &mut Client, document: &Document, words: &str) -> Vec<Value> {
    let place = document.after(words);
    let list = client
        .query_at("textDocument/completion", document, place)
        .await;
    list["items"].as_array().unwrap().clone()
}

#[track_caller]
fn labelled<'items>(items: &'items [Value], label: &str) -> &'items Value {
    let mut found = items.iter().filter(|item| item["label"] == label);
    found
        .next()
        .unwrap_or_else(|| panic!("{label}: {items:#?}"))
}

/// Text outside the BMP before the cursor, and line ends of two characters.
fn with_duties(words: &str) -> String {
    let text = CLEAN.replace(
        "𠮷溪县文化馆负责组织全县群众文化活动。",
        &format!("一、主要职责\n\n{words}"),
    );
    text.replace('\n', "\r\n")
}

#[test]
fn names_and_units_are_completed_in_every_encoding() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding, true).await;
            let document = client.open(DOCUMENT, &with_duties("由𠮷溪安排基本")).await;
            let found = items(&mut client, &document, "由𠮷溪安排基本").await;
            let term = labelled(&found, "基本支出");
            assert_eq!(document.words(&term["textEdit"]["range"]), "基本");
            let mut edited = document.clone();
            client
                .replace(&mut edited, "由𠮷溪安排基本", "由𠮷溪")
                .await;
            let found = items(&mut client, &edited, "由𠮷溪").await;
            let name = labelled(&found, "𠮷溪县文化馆");
            assert_eq!(edited.words(&name["textEdit"]["range"]), "𠮷溪");
            client.replace(&mut edited, "由𠮷溪", "安排12.5万").await;
            let found = items(&mut client, &edited, "安排12.5万").await;
            let unit = labelled(&found, "万元");
            assert_eq!(edited.words(&unit["textEdit"]["range"]), "万");
        }
    });
}

#[test]
fn headings_and_tables_are_written_whole() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding, true).await;
            let document = client.open(DOCUMENT, &with_duties("𠮷\n\n二、")).await;
            let found = items(&mut client, &document, "𠮷\r\n\r\n二、").await;
            let heading = labelled(&found, "机构设置");
            assert_eq!(heading["textEdit"]["newText"], "机构设置");
            let mut edited = document.clone();
            client.replace(&mut edited, "二、", "财政拨款收支").await;
            let found = items(&mut client, &edited, "\n财政拨款收支").await;
            let table = labelled(&found, "2025年财政拨款收支总表");
            let text = table["textEdit"]["newText"].as_str().unwrap();
            let title = "2025年财政拨款收支总表\r\n\r\n单位：万元\r\n\r\n收入\t\t支出\t";
            assert!(text.starts_with(title), "{text}");
            assert_eq!(table["insertTextMode"], 1);
            assert_eq!(edited.words(&table["textEdit"]["range"]), "财政拨款收支");
        }
    });
}

#[test]
fn documentation_is_resolved_or_sent_at_once() {
    run(async {
        for resolves in [true, false] {
            let mut client = client("utf-16", resolves).await;
            let provider = &client.capabilities["completionProvider"];
            assert_eq!(provider["resolveProvider"], true);
            let document = client.open(DOCUMENT, &with_duties("安排基本")).await;
            let found = items(&mut client, &document, "安排基本").await;
            let term = labelled(&found, "基本支出").clone();
            assert_eq!(term.get("documentation").is_none(), resolves, "{term}");
            let resolved = client.request("completionItem/resolve", term.clone()).await;
            let resolved = resolved.unwrap();
            assert_eq!(resolved["label"], term["label"]);
            assert_eq!(resolved["textEdit"], term["textEdit"]);
            let documentation = &resolved["documentation"];
            assert_eq!(documentation["kind"], "markdown");
            let words = documentation["value"].as_str().unwrap();
            assert!(words.contains("为保障机构正常运转"), "{words}");
        }
    });
}

#[test]
fn the_documentation_of_a_code_is_resolved() {
    run(async {
        let mut client = client("utf-8", true).await;
        let row = "2070111\t文化创作与保护\t18.85\t\t18.85\n";
        let text = CLEAN.replace(row, &format!("{row}20701\n"));
        let document = client.open(DOCUMENT, &text).await;
        let found = items(&mut client, &document, "18.85\n20701").await;
        let code = found
            .iter()
            .find(|item| item["label"].as_str().unwrap().starts_with("2070104"));
        let code = code.expect("the code");
        assert_eq!(code.get("documentation"), None);
        let resolved = client.request("completionItem/resolve", code.clone()).await;
        let words = resolved.unwrap()["documentation"]["value"].to_string();
        assert!(words.contains("文化旅游体育与传媒支出"), "{words}");
        // What a client has kept after the document was closed stays as it is.
        client.close(&document).await;
        let kept = client.request("completionItem/resolve", code.clone()).await;
        assert_eq!(kept.unwrap(), *code);
    });
}

#[test]
fn prose_and_places_past_the_end_stay_quiet() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding, true).await;
            let document = client
                .open(DOCUMENT, &with_duties("负责𠮷组织活动。"))
                .await;
            for words in ["负责", "负责𠮷组织", "组织活动。", "216.37"] {
                let found = items(&mut client, &document, words).await;
                assert!(found.is_empty(), "{words}: {found:#?}");
            }
            let beyond = json!({ "line": 9999, "character": 9999 });
            let list = client
                .query_at("textDocument/completion", &document, beyond)
                .await;
            let kinds = list["items"].as_array().unwrap();
            // The end of the text is the end of the glossary: its entries and nothing else.
            assert!(
                kinds
                    .iter()
                    .all(|item| item["label"].as_str().unwrap().contains('（'))
            );
        }
    });
}
