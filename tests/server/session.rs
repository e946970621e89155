//! Beginning and end of a session.

use serde_json::{Value, json};
use yusuan::server::Ending;

use crate::client::{Client, run};
use crate::document::CLEAN;

#[test]
fn utf8_is_chosen_where_it_is_offered() {
    run(async {
        let offers = [
            (json!(["utf-16", "utf-8"]), "utf-8"),
            (json!(["utf-32", "utf-16"]), "utf-16"),
            (json!(["utf-32"]), "utf-32"),
            (Value::Null, "utf-16"),
        ];
        for (offered, chosen) in offers {
            let general = json!({ "general": { "positionEncodings": offered } });
            let client = Client::with(general).await;
            assert_eq!(client.capabilities["positionEncoding"], chosen);
        }
    });
}

#[test]
fn nothing_is_answered_before_the_introduction() {
    run(async {
        let mut client = Client::silent();
        let error = client
            .request("textDocument/hover", json!({}))
            .await
            .unwrap_err();
        assert_eq!(error["code"], -32002);
    });
}

#[test]
fn unknown_methods_are_refused_and_unknown_notifications_ignored() {
    run(async {
        let mut client = Client::pushed().await;
        client.notify("yusuan/nothing", json!({})).await;
        client.notify("$/setTrace", json!({ "value": "off" })).await;
        let error = client
            .request("yusuan/nothing", json!({}))
            .await
            .unwrap_err();
        assert_eq!(error["code"], -32601);
        let document = client.open("untitled:Untitled-1", CLEAN).await;
        let symbols = client.query("textDocument/documentSymbol", &document).await;
        assert!(!symbols.as_array().unwrap().is_empty());
    });
}

#[test]
fn a_session_ends_in_order() {
    run(async {
        let mut client = Client::pushed().await;
        assert_eq!(
            client.request("shutdown", Value::Null).await,
            Ok(Value::Null)
        );
        let error = client
            .request("textDocument/hover", json!({}))
            .await
            .unwrap_err();
        assert_eq!(error["code"], -32600);
        client.notify("exit", Value::Null).await;
        assert_eq!(client.ending().await, Ending::Orderly);
    });
}

#[test]
fn a_session_ends_without_shutdown() {
    run(async {
        let mut client = Client::pushed().await;
        client.notify("exit", Value::Null).await;
        assert_eq!(client.ending().await, Ending::Abrupt);
        let mut client = Client::pushed().await;
        client.open("untitled:Untitled-1", CLEAN).await;
        client.hang_up().await;
        assert_eq!(client.ending().await, Ending::Abrupt);
    });
}

#[test]
fn broken_messages_do_not_end_the_session() {
    run(async {
        let mut client = Client::pushed().await;
        let nothing = json!({ "textDocument": { "uri": "这不是地址" } });
        client.notify("textDocument/didOpen", nothing).await;
        client.notify("textDocument/didChange", json!([])).await;
        let error = client
            .request("textDocument/hover", json!({ "x": 1 }))
            .await
            .unwrap_err();
        assert_eq!(error["code"], -32602);
        let document = client.open("untitled:Untitled-1", CLEAN).await;
        assert!(client.diagnostics(&document).await.is_empty());
    });
}

#[test]
fn work_of_more_than_a_second_is_shown() {
    run(async {
        let mut client = Client::with(json!({ "window": { "workDoneProgress": true } })).await;
        // Lines whose analysis takes some seconds, wherever the tests run.
        let line = "基本支出（类）2011308预算12万元，其中：人员经费7万元，公用经费5万元，";
        let document = client.open("file:///long.txt", &line.repeat(20_000)).await;
        let (id, created) = client.asked("window/workDoneProgress/create").await;
        client.reply(id, json!(null)).await;
        let mut kinds = Vec::new();
        while kinds.last() != Some(&json!("end")) {
            let progress = client.notification("$/progress").await;
            assert_eq!(progress["token"], created["token"]);
            kinds.push(progress["value"]["kind"].clone());
        }
        assert_eq!(kinds, [json!("begin"), json!("end")]);
        client.close(&document).await;
    });
}
