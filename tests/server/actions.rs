//! Code actions: repairs, computations, clauses, everything formal at once.

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document};

const DOCUMENT: &str = "file:///tmp/draft.yusuan.txt";

async fn client(encoding: &str) -> Client {
    let kinds = json!({ "codeActionKind": { "valueSet": ["quickfix", "refactor", "source"] } });
    Client::with(json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "codeAction": { "codeActionLiteralSupport": kinds } },
    }))
    .await
}

async fn actions(
    client: &mut Client,
    document: &Document,
    range: Value,
    only: Value,
) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({
        "textDocument": { "uri": document.uri },
        "range": range,
        "context": context,
    });
    let answer = client.request("textDocument/codeAction", params).await;
    answer.unwrap().as_array().unwrap().clone()
}

fn cursor(place: Value) -> Value {
    json!({ "start": place, "end": place })
}

/// The text after the only action whose title starts so.
#[track_caller]
fn after(document: &Document, actions: &[Value], title: &str) -> String {
    let mut chosen = actions
        .iter()
        .filter(|action| action["title"].as_str().unwrap().starts_with(title));
    let action = chosen.next().unwrap_or_else(|| panic!("{actions:#?}"));
    assert!(chosen.next().is_none(), "{actions:#?}");
    document.edited(&action["edit"]["changes"][DOCUMENT])
}

/// A sentence outside the BMP, before the places that the tests ask about.
fn with_sentence(sentence: &str) -> String {
    CLEAN.replace(
        "第三部分",
        &format!("第三部分 说明\n\n{sentence}\n\n第四部分"),
    )
}

#[test]
fn a_unique_repair_is_preferred_in_every_encoding() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let text = CLEAN.replace("文化和旅游\t216.37", "文化和旅游\t216.73");
            let document = client.open(DOCUMENT, &text.replace('\n', "\r\n")).await;
            let place = cursor(document.before("216.73"));
            let found = actions(&mut client, &document, place, Value::Null).await;
            assert_eq!(found[0]["isPreferred"], true, "{found:#?}");
            let mended = after(&document, &found, "改为 216.37");
            assert_eq!(mended, CLEAN.replace('\n', "\r\n"));
            let beyond = cursor(json!({ "line": 9999, "character": 9999 }));
            let nothing = actions(&mut client, &document, beyond, json!(["quickfix"])).await;
            assert!(nothing.is_empty(), "{nothing:#?}");
        }
    });
}

#[test]
fn percentages_and_clauses_are_written() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let text = with_sentence(
                "𠮷溪县文化馆2025年支出预算216.37万元，其中：基本支出141.77万元，项目支出74.60万元。\
                 2025年培训费5万元，上年培训费4万元。",
            );
            let document = client.open(DOCUMENT, &text).await;
            let place = cursor(document.after("基本支出141"));
            let found = actions(&mut client, &document, place, json!(["refactor"])).await;
            assert_eq!(found[0]["kind"], "refactor.rewrite");
            let mended = after(&document, &found, "补上占比");
            assert!(mended.contains("141.77万元，占65.52%，项目"), "{mended}");

            let pair = document.range("5万元，上年培训费4万元");
            let found = actions(&mut client, &document, pair, json!(["refactor.rewrite"])).await;
            let mended = after(&document, &found, "写增减情况");
            let clause = "上年培训费4万元，比上年增加1万元，增长25.00%。";
            assert!(mended.contains(clause), "{mended}");
        }
    });
}

#[test]
fn everything_formal_is_mended_on_demand_only() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let text =
                with_sentence("𠮷溪县文化馆XX年支出预算216.37万元,其中：项目支出74.60万元。。");
            let document = client.open(DOCUMENT, &text).await;
            let place = || cursor(document.before("第一部分"));
            let unasked = actions(&mut client, &document, place(), Value::Null).await;
            assert!(unasked.is_empty(), "{unasked:#?}");
            for only in ["source", "source.fixAll", "source.fixAll.yusuan"] {
                let found = actions(&mut client, &document, place(), json!([only])).await;
                assert_eq!(found[0]["kind"], "source.fixAll.yusuan");
                let mended = after(&document, &found, "改正全文");
                let sentence = "𠮷溪县文化馆XX年支出预算216.37万元，其中：项目支出74.60万元。\n";
                assert!(mended.contains(sentence), "{mended}");
            }
            let other = actions(
                &mut client,
                &document,
                place(),
                json!(["source.organizeImports"]),
            );
            assert!(other.await.is_empty());
        }
    });
}

#[test]
fn a_check_that_is_switched_off_mends_nothing() {
    run(async {
        let kinds = json!({ "codeActionKind": { "valueSet": ["source"] } });
        let actions_known = json!({ "codeActionLiteralSupport": kinds });
        let mut client = Client::introduced(json!({
            "capabilities": { "textDocument": { "codeAction": actions_known } },
            "initializationOptions": { "checks": { "B605": "off" } },
        }))
        .await;
        let text = with_sentence("𠮷溪县文化馆支出预算216.37万元,其中：项目支出74.60万元。。");
        let document = client.open(DOCUMENT, &text).await;
        let place = cursor(document.before("第一部分"));
        let found = actions(&mut client, &document, place, json!(["source.fixAll"])).await;
        let mended = after(&document, &found, "改正全文 1 处");
        assert!(
            mended.contains("216.37万元，其中：项目支出74.60万元。。\n"),
            "{mended}"
        );
    });
}

#[test]
fn the_kinds_are_announced() {
    run(async {
        let client = client("utf-8").await;
        let kinds = &client.capabilities["codeActionProvider"]["codeActionKinds"];
        let expected = json!(["quickfix", "refactor.rewrite", "source.fixAll.yusuan"]);
        assert_eq!(*kinds, expected);
    });
}
