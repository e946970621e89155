//! Formatting of a document, of a range, and while typing.

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::Document;

const DOCUMENT: &str = "file:///tmp/draft.yusuan.md";

/// A pipe table that is out of order, with a character outside the basic plane.
const UNTIDY: &str = "\
# 𠮷溪县文化馆2025年度单位预算公开

## (一） 2025年预算支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 |
| --- | --- | ---: |
| | 合计 | 230.00 |
| 201 | 一般公共服务支出（𠮷） | ２３０ |
| 20113 | 商贸事务 | 230.00 |
| 2011301 | 行政运行 | 100.0 |
| 2011308 | 招商引资 | 130.00 |
";

const TIDY: &str = "\
# 𠮷溪县文化馆2025年度单位预算公开

## （一）2025年预算支出总表

单位：万元

| 科目编码 | 科目名称               |   合计 |
| -------- | ---------------------- | -----: |
|          | 合计                   | 230.00 |
| 201      | 一般公共服务支出（𠮷） | 230.00 |
| 20113    | 商贸事务               | 230.00 |
| 2011301  | 行政运行               | 100.00 |
| 2011308  | 招商引资               | 130.00 |
";

fn options() -> Value {
    json!({ "tabSize": 4, "insertSpaces": true })
}

/// Applies edits of one answer as a client does, from the last to the first.
fn apply(document: &mut Document, edits: &Value) {
    let mut edits: Vec<Value> = edits.as_array().expect("edits").clone();
    edits.sort_by_key(|edit| {
        let start = &edit["range"]["start"];
        (start["line"].as_u64(), start["character"].as_u64())
    });
    for edit in edits.iter().rev() {
        document.apply(&edit["range"], edit["newText"].as_str().unwrap());
    }
}

async fn client(encoding: &str) -> Client {
    Client::with(json!({ "general": { "positionEncodings": [encoding] } })).await
}

async fn formatted(client: &mut Client, document: &Document) -> Value {
    let params = json!({ "textDocument": { "uri": document.uri }, "options": options() });
    client
        .request("textDocument/formatting", params)
        .await
        .unwrap()
}

#[test]
fn a_document_is_put_in_order_by_small_edits() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            for line_end in ["\n", "\r\n"] {
                let mut client = client(encoding).await;
                assert_eq!(client.capabilities["documentFormattingProvider"], true);
                let source = UNTIDY.replace('\n', line_end);
                let mut document = client.open(DOCUMENT, &source).await;
                let edits = formatted(&mut client, &document).await;
                let inserted = edits.as_array().unwrap().iter();
                let longest = inserted
                    .map(|edit| edit["newText"].as_str().unwrap().len())
                    .max();
                assert!(longest < Some(40), "{edits}");
                apply(&mut document, &edits);
                assert_eq!(document.text, TIDY.replace('\n', line_end));
                let tidy = client.open("untitled:tidy", &document.text).await;
                assert_eq!(formatted(&mut client, &tidy).await, json!([]));
            }
        }
    });
}

#[test]
fn a_range_may_reach_past_the_end() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            assert_eq!(client.capabilities["documentRangeFormattingProvider"], true);
            let mut document = client.open(DOCUMENT, UNTIDY).await;
            let range = json!({
                "start": document.before("| 201 |"),
                "end": { "line": 9999, "character": 9999 },
            });
            let params = json!({
                "textDocument": { "uri": document.uri }, "range": range, "options": options(),
            });
            let edits = client
                .request("textDocument/rangeFormatting", params)
                .await
                .unwrap();
            apply(&mut document, &edits);
            let rows = |text: &str| text.split("| 201 ").nth(1).map(str::to_owned);
            assert_eq!(rows(&document.text), rows(TIDY));
            assert!(
                document.text.contains("| | 合计 | 230.00 |"),
                "{}",
                document.text
            );
        }
    });
}

#[test]
fn a_table_is_aligned_while_it_is_typed() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let offered = &client.capabilities["documentOnTypeFormattingProvider"];
            assert_eq!(
                offered,
                &json!({ "firstTriggerCharacter": "|", "moreTriggerCharacter": ["\n"] })
            );
            let mut document = client.open(DOCUMENT, UNTIDY).await;
            let place = document.after("| 201 | 一般公共服务支出（𠮷） |");
            let mut typed = async |document: &Document, place: &Value, character: &str| {
                let params = json!({
                    "textDocument": { "uri": document.uri },
                    "position": place, "ch": character, "options": options(),
                });
                client
                    .request("textDocument/onTypeFormatting", params)
                    .await
                    .unwrap()
            };
            assert_eq!(typed(&document, &place, "x").await, json!([]));
            let past = json!({ "line": 9999, "character": 0 });
            assert_eq!(typed(&document, &past, "|").await, json!([]));
            let edits = typed(&document, &place, "|").await;
            apply(&mut document, &edits);
            let aligned = "\n| 201      | 一般公共服务支出（𠮷） |";
            assert!(document.text.contains(aligned), "{}", document.text);
        }
    });
}
