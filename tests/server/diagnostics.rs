//! Diagnostics, pushed and pulled.

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::CLEAN;

const DOCUMENT: &str = "file:///tmp/draft.yusuan.txt";

/// The wrong total of the planted mistake.
const WRONG: &str = "216.73";

/// The document with a wrong total in the last place where the right one stands alone.
fn planted() -> String {
    CLEAN.replace("合计\t\t216.37", &format!("合计\t\t{WRONG}"))
}

async fn pulling() -> Client {
    Client::with(json!({ "textDocument": { "diagnostic": {} } })).await
}

#[test]
fn a_finding_holds_all_that_an_editor_shows() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, &planted()).await;
        let diagnostics = client.diagnostics(&document).await;
        assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
        let found = &diagnostics[0];
        assert_eq!(document.words(&found["range"]), WRONG);
        assert_eq!(
            (&found["severity"], &found["source"]),
            (&json!(1), &json!("yusuan"))
        );
        assert!(found["code"].as_str().unwrap().starts_with("B1"));
        let message = found["message"].as_str().unwrap();
        for number in [WRONG, "216.37", "0.36"] {
            assert!(message.contains(number), "{message} lacks {number}");
        }
        let related = found["relatedInformation"].as_array().unwrap();
        assert!(!related.is_empty());
        for place in related {
            assert_eq!(place["location"]["uri"], DOCUMENT);
            let words = document.words(&place["location"]["range"]);
            assert!(
                words.contains(|character: char| character.is_ascii_digit()),
                "{words}"
            );
        }
        assert!(found["data"]["name"].is_string());
    });
}

#[test]
fn the_fix_stands_in_the_data_and_mends_the_finding() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, &planted()).await;
        let found = client.diagnostics(&document).await.remove(0);
        let fix = &found["data"]["fix"];
        assert_eq!(document.words(&fix["range"]), WRONG);
        let change = json!({ "range": fix["range"], "text": fix["newText"] });
        document.text = CLEAN.to_owned();
        client.change(&mut document, vec![change]).await;
        assert!(client.diagnostics(&document).await.is_empty());
    });
}

#[test]
fn the_link_of_the_code_can_be_set() {
    run(async {
        let capabilities = json!({
            "textDocument": { "publishDiagnostics": { "codeDescriptionSupport": true } }
        });
        let options = json!({ "docsUrl": "https://example.org/checks" });
        let params = json!({ "capabilities": capabilities, "initializationOptions": options });
        let mut client = Client::introduced(params).await;
        let document = client.open(DOCUMENT, &planted()).await;
        let found = client.diagnostics(&document).await.remove(0);
        let code = found["code"].as_str().unwrap();
        let page = format!("https://example.org/checks/{code}.md");
        assert_eq!(found["codeDescription"]["href"], page);

        let settings = json!({ "yusuan": { "docsUrl": "https://example.org/other/" } });
        let changed = json!({ "settings": settings });
        client
            .notify("workspace/didChangeConfiguration", changed)
            .await;
        let found = client.diagnostics(&document).await.remove(0);
        let page = format!("https://example.org/other/{code}.md");
        assert_eq!(found["codeDescription"]["href"], page);
    });
}

#[test]
fn messages_are_in_the_language_of_the_editor() {
    run(async {
        let is_chinese = |message: &Value| message.as_str().unwrap().contains("合计");
        for (locale, chinese) in [("zh-cn", true), ("en", false), ("de", true)] {
            let mut client = Client::introduced(json!({ "locale": locale })).await;
            let text = planted();
            let document = client.open(DOCUMENT, &text).await;
            let found = client.diagnostics(&document).await.remove(0);
            let message = &found["message"];
            let differs = message.as_str().unwrap().contains("differ")
                || message.as_str().unwrap().contains("total");
            assert_eq!(
                is_chinese(message) && !differs,
                chinese,
                "{locale}: {message}"
            );
        }
    });
}

#[test]
fn only_the_newest_version_counts() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        for round in 0..60 {
            let (old, new) = match round % 2 {
                0 => ("合计\t\t216.37", "合计\t\t216.73"),
                _ => ("合计\t\t216.73", "合计\t\t216.37"),
            };
            client.replace(&mut document, old, new).await;
        }
        client
            .replace(&mut document, "合计\t\t216.37", "合计\t\t216.73")
            .await;
        let last = client.diagnostics(&document).await;
        assert_eq!(last.len(), 1);
        assert_eq!(document.words(&last[0]["range"]), WRONG);
        assert_eq!(client.overheard().await, Vec::<Value>::new());
    });
}

#[test]
fn versions_never_go_back() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        for round in 0..30 {
            let (old, new) = if round % 2 == 0 {
                ("概况", "情况")
            } else {
                ("情况", "概况")
            };
            client.replace(&mut document, old, new).await;
            if round % 10 == 0 {
                client.diagnostics(&document).await;
            }
        }
        client.diagnostics(&document).await;
        let mut versions = Vec::new();
        for message in client.overheard().await {
            versions.push(message["params"]["version"].as_i64());
        }
        assert_eq!(versions, Vec::new());
    });
}

#[test]
fn closing_takes_the_diagnostics_away() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, &planted()).await;
        assert_eq!(client.diagnostics(&document).await.len(), 1);
        client.close(&document).await;
        let published = client.published(DOCUMENT).await;
        assert_eq!(published["diagnostics"], json!([]));
    });
}

#[test]
fn documents_do_not_mix() {
    run(async {
        let mut client = Client::pushed().await;
        let wrong = client.open("untitled:wrong", &planted()).await;
        let clean = client.open("untitled:clean", CLEAN).await;
        let mut count = [None, None];
        while count.contains(&None) {
            let published = client.notification("textDocument/publishDiagnostics").await;
            let index = usize::from(published["uri"] == clean.uri);
            count[index] = published["diagnostics"].as_array().map(Vec::len);
        }
        assert_eq!(count, [Some(1), Some(0)], "{}", wrong.uri);
    });
}

#[test]
fn a_client_that_pulls_is_not_pushed() {
    run(async {
        let mut client = pulling().await;
        assert_eq!(
            client.capabilities["diagnosticProvider"]["identifier"],
            "yusuan"
        );
        let mut document = client.open(DOCUMENT, &planted()).await;
        let report = client.query("textDocument/diagnostic", &document).await;
        assert_eq!(report["kind"], "full");
        assert_eq!(document.words(&report["items"][0]["range"]), WRONG);

        let again = json!({
            "textDocument": { "uri": DOCUMENT },
            "previousResultId": report["resultId"],
        });
        let unchanged = client
            .request("textDocument/diagnostic", again.clone())
            .await
            .unwrap();
        assert_eq!(
            unchanged,
            json!({ "kind": "unchanged", "resultId": report["resultId"] })
        );

        client.replace(&mut document, WRONG, "216.37").await;
        let report = client
            .request("textDocument/diagnostic", again)
            .await
            .unwrap();
        assert_eq!(
            (&report["kind"], &report["items"]),
            (&json!("full"), &json!([]))
        );
        assert_eq!(client.overheard().await, Vec::<Value>::new());
    });
}

#[test]
fn a_client_that_does_not_pull_is_offered_no_pulling() {
    run(async {
        let client = Client::pushed().await;
        assert_eq!(client.capabilities.get("diagnosticProvider"), None);
    });
}

#[test]
fn a_document_that_is_not_open_has_no_diagnostics() {
    run(async {
        let mut client = pulling().await;
        let params = json!({ "textDocument": { "uri": DOCUMENT } });
        let report = client
            .request("textDocument/diagnostic", params)
            .await
            .unwrap();
        assert_eq!(report, json!({ "kind": "full", "items": [] }));
    });
}

#[test]
fn ranges_count_in_the_encoding_agreed_on() {
    run(async {
        for encoding in ["utf-8", "utf-16", "utf-32"] {
            let general = json!({ "general": { "positionEncodings": [encoding] } });
            let mut client = Client::with(general).await;
            let text = planted().replace("合计\t\t", "𠮷合计\t\t");
            let text = text
                .replace("𠮷合计", "合计\t𠮷")
                .replace("合计\t𠮷\t\t", "合计\t𠮷\t");
            let document = client.open(DOCUMENT, &text).await;
            let found = client.diagnostics(&document).await;
            assert_eq!(found.len(), 1, "{encoding}: {found:?}");
            assert_eq!(document.words(&found[0]["range"]), WRONG);
        }
    });
}
