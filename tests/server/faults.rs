//! Clients that misbehave, hurry, or die.
//!
//! Clocks that jump are not tried: the server compares no times of day, it only waits.

use std::io::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use yusuan::server::Ending;

use crate::client::{Client, framed, run};
use crate::document::{CLEAN, Document};
use crate::process::Server;

const DOCUMENT: &str = "untitled:Untitled-1";

/// The document is to the server what the same text is when it is opened afresh.
async fn agrees(client: &mut Client, document: &Document) {
    let known = client.query("textDocument/documentSymbol", document).await;
    let known_tokens = client
        .query("textDocument/semanticTokens/full", document)
        .await;
    let fresh = client.open("untitled:fresh", &document.text).await;
    let symbols = client.query("textDocument/documentSymbol", &fresh).await;
    let tokens = client
        .query("textDocument/semanticTokens/full", &fresh)
        .await;
    client.close(&fresh).await;
    assert_eq!(
        known.to_string().replace(&document.uri, ""),
        symbols.to_string().replace(&fresh.uri, "")
    );
    assert_eq!(known_tokens["data"], tokens["data"]);
}

/// The server still reads, and still knows what it is about.
async fn lives(client: &mut Client) {
    let document = client.open("untitled:alive", CLEAN).await;
    agrees(client, &document).await;
    client.close(&document).await;
}

/// One digit of the document becomes another; the change as a message.
fn next_digit(document: &mut Document, step: usize) -> Value {
    let digits: Vec<(usize, char)> = document
        .text
        .char_indices()
        .filter(|(_, character)| character.is_ascii_digit())
        .collect();
    let (at, _) = digits[step * 7 % digits.len()];
    let digit = (step % 10).to_string();
    let range = json!({ "start": document.position(at), "end": document.position(at + 1) });
    document.text.replace_range(at..at + 1, &digit);
    document.version += 1;
    json!({
        "jsonrpc": "2.0",
        "method": "textDocument/didChange",
        "params": {
            "textDocument": { "uri": document.uri, "version": document.version },
            "contentChanges": [{ "range": range, "text": digit }],
        },
    })
}

/// For so many seconds as `YUSUAN_SECONDS` says, or a second and a half.
#[test]
fn two_hundred_edits_a_second_are_all_kept() {
    run(async {
        let seconds = std::env::var("YUSUAN_SECONDS").ok();
        let seconds: Option<usize> = seconds.and_then(|seconds| seconds.parse().ok());
        let edits = seconds.map_or(300, |seconds| 200 * seconds);
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let begun = Instant::now();
        for step in 0..edits {
            let message = next_digit(&mut document, step);
            client.send_bytes(&framed(&message)).await;
            let due = Duration::from_millis(5 * step as u64);
            client.listen(due.saturating_sub(begun.elapsed())).await;
        }
        let sent = begun.elapsed();
        client.diagnostics(&document).await;
        println!(
            "{edits} edits in {sent:.1?}; diagnostics of the last one after {:.1?}",
            begun.elapsed() - sent
        );
        agrees(&mut client, &document).await;
    });
}

#[test]
fn nothing_is_lost_while_nobody_reads() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let mut bytes = Vec::new();
        let mut asked = Vec::new();
        for step in 0..400 {
            bytes.extend(framed(&next_digit(&mut document, step)));
            if step % 10 == 0 {
                let id = 10_000 + step;
                let params = json!({ "textDocument": { "uri": DOCUMENT } });
                bytes.extend(framed(&json!({
                    "jsonrpc": "2.0",
                    "id": id,
                    "method": "textDocument/semanticTokens/full",
                    "params": params,
                })));
                asked.push(id);
            }
        }
        let sending = client.send_meanwhile(bytes);
        tokio::time::sleep(Duration::from_millis(500)).await;
        client.sent(sending).await;
        // The answer to the last one may be among what came before.
        agrees(&mut client, &document).await;
        let kept = client.overheard().await;
        for id in asked {
            assert!(
                kept.iter().any(|message| message["id"] == json!(id)),
                "no answer to {id}"
            );
        }
    });
}

#[test]
fn a_hundred_documents_are_kept_apart() {
    run(async {
        let mut client = Client::pushed().await;
        let mut documents = Vec::new();
        for number in 0..100 {
            let text = CLEAN.replace("𠮷溪县", &format!("𠮷溪第{number}县"));
            let document = client.open(&format!("untitled:{number}"), &text).await;
            documents.push(document);
        }
        for (step, document) in documents.iter_mut().enumerate() {
            let message = next_digit(document, step);
            client.send_bytes(&framed(&message)).await;
        }
        for document in documents.iter().step_by(9) {
            agrees(&mut client, document).await;
        }
        for document in &documents {
            client.close(document).await;
        }
        lives(&mut client).await;
    });
}

#[test]
fn every_request_of_a_cancel_storm_is_answered() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let mut bytes = Vec::new();
        let ids: Vec<i64> = (20_000..20_300).collect();
        for (step, id) in ids.iter().enumerate() {
            if step % 5 == 0 {
                bytes.extend(framed(&next_digit(&mut document, step)));
            }
            let params = json!({ "textDocument": { "uri": DOCUMENT } });
            let method = "textDocument/documentSymbol";
            bytes.extend(framed(
                &json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }),
            ));
            // Some are cancelled twice, some never existed.
            for id in [*id, id - 1, id + 5_000] {
                bytes.extend(framed(&json!({
                    "jsonrpc": "2.0",
                    "method": "$/cancelRequest",
                    "params": { "id": id },
                })));
            }
        }
        let sending = client.send_meanwhile(bytes);
        client.sent(sending).await;
        agrees(&mut client, &document).await;
        let kept = client.overheard().await;
        for id in ids {
            let answer = kept.iter().find(|message| message["id"] == json!(id));
            let answer = answer.unwrap_or_else(|| panic!("no answer to {id}"));
            let cancelled = answer["error"]["code"] == json!(-32800);
            assert!(cancelled || answer["result"].is_array(), "{answer}");
        }
    });
}

#[test]
fn bytes_that_are_no_message_are_answered_and_passed_over() {
    run(async {
        let broken: [&[u8]; 13] = [
            b"{{{{",
            b"Content-Length: 4\r\n\r\n{{{{",
            b"Content-Length: 3\r\n\r\n\xff\xfe\x00",
            b"Content-Length: 0\r\n\r\n",
            b"Content-Length: 2\r\n\r\n[]",
            b"Content-Length: 4\r\n\r\nnull",
            b"Content-Length: many\r\n\r\n",
            b"Content-Length: 1\r\n\r\n{\"jsonrpc\":\"2.0\"}",
            b"Content-Length: 40\r\n\r\n{\"jsonrpc\":\"2.0\"}",
            b"Content-Length: 99999999\r\n\r\n{}",
            b"Content-Length: 99999999999999999999\r\n\r\n{}",
            b"Content-Type: text\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: yusuan\r\n\r\n",
        ];
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        for (step, bytes) in broken.into_iter().enumerate() {
            let change = framed(&next_digit(&mut document, step));
            client.send_bytes(&[bytes, &change].concat()).await;
            agrees(&mut client, &document).await;
            let heard = client.overheard().await;
            let complaints = heard
                .iter()
                .filter(|message| message["error"]["code"] == json!(-32700));
            let complaints: Vec<_> = complaints.collect();
            assert_eq!(complaints.len(), 1, "{}", bytes.escape_ascii());
            assert!(complaints[0]["id"].is_null());
        }
        client.request("shutdown", Value::Null).await.unwrap();
        client.notify("exit", Value::Null).await;
        assert_eq!(client.ending().await, Ending::Orderly);
    });
}

#[test]
fn a_document_that_is_opened_twice_has_the_second_text() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        document.text = CLEAN.replace("216.37", "216.38");
        document.version = 1;
        client.send_open(&document).await;
        agrees(&mut client, &document).await;
        let message = next_digit(&mut document, 3);
        client.send_bytes(&framed(&message)).await;
        agrees(&mut client, &document).await;
    });
}

#[test]
fn changes_of_a_closed_document_change_nothing() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        client.close(&document).await;
        let change = document.replace("216.37", "999.99");
        client.change(&mut document, vec![change]).await;
        client.close(&document).await;
        document.text = CLEAN.to_owned();
        client.send_open(&document).await;
        agrees(&mut client, &document).await;
        assert!(client.diagnostics(&document).await.is_empty());
    });
}

#[test]
fn places_past_the_end_are_the_end() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let far = json!({ "line": u32::MAX, "character": u32::MAX });
        let range = json!({ "start": far, "end": far });
        client
            .change(
                &mut document,
                vec![json!({ "range": range, "text": "完\n" })],
            )
            .await;
        document.text.push_str("完\n");
        agrees(&mut client, &document).await;
        for method in [
            "textDocument/hover",
            "textDocument/completion",
            "textDocument/definition",
            "textDocument/prepareRename",
            "textDocument/documentHighlight",
            "textDocument/prepareCallHierarchy",
        ] {
            for place in [&far, &json!({ "line": 2, "character": u32::MAX })] {
                let params = json!({ "textDocument": { "uri": DOCUMENT }, "position": place });
                // An error is an answer: nothing can be renamed there.
                let _ = client.request(method, params).await;
            }
        }
        let backwards = json!({ "start": far, "end": { "line": 0, "character": 0 } });
        let huge = json!({ "start": { "line": 0, "character": 0 }, "end": far });
        for range in [&huge, &backwards] {
            for method in ["textDocument/inlayHint", "textDocument/codeAction"] {
                let params = json!({
                    "textDocument": { "uri": DOCUMENT },
                    "range": range,
                    "context": { "diagnostics": [] },
                });
                client.request(method, params).await.unwrap();
            }
        }
        client
            .change(
                &mut document,
                vec![json!({ "range": huge, "text": "合计" })],
            )
            .await;
        document.text = "合计".to_owned();
        agrees(&mut client, &document).await;
    });
}

#[test]
fn older_and_odd_versions_are_survived() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let nonsense = vec![json!({ "text": "不该出现" })];
        for version in [0, -1, i64::from(i32::MIN)] {
            client
                .send_change(DOCUMENT, version, nonsense.clone())
                .await;
        }
        // No version at all is no message.
        let params = json!({ "textDocument": { "uri": DOCUMENT }, "contentChanges": nonsense });
        client.notify("textDocument/didChange", params).await;
        agrees(&mut client, &document).await;
        document.version = i64::from(i32::MAX) - 1;
        client.change(&mut document, vec![]).await;
        agrees(&mut client, &document).await;
    });
}

#[test]
fn after_shutdown_everything_is_refused() {
    run(async {
        let mut client = Client::pushed().await;
        client.open(DOCUMENT, CLEAN).await;
        client.request("shutdown", Value::Null).await.unwrap();
        for method in ["textDocument/hover", "shutdown", "initialize"] {
            let error = client.request(method, json!({})).await.unwrap_err();
            assert_eq!(error["code"], -32600, "{method}");
        }
        client.open("untitled:late", CLEAN).await;
        let begun = Instant::now();
        client.notify("exit", Value::Null).await;
        assert_eq!(client.ending().await, Ending::Orderly);
        assert!(begun.elapsed() < Duration::from_secs(1));
    });
}

#[test]
fn an_input_that_ends_within_a_message_ends_the_session() {
    run(async {
        for part in ["Content-Len", "Content-Length: 100\r\n\r\n{\"jsonrpc\""] {
            let mut client = Client::pushed().await;
            client.send_bytes(part.as_bytes()).await;
            client.hang_up().await;
            assert_eq!(client.ending().await, Ending::Abrupt);
        }
    });
}

/// A draft whose analysis takes a while.
fn long_draft() -> String {
    let rows = "2070109\t群众文化\t3.00\t1.00\t2.00\n".repeat(4_000);
    CLEAN.replace("2070109\t群众文化\t197.52\t141.77\t55.75\n", &rows)
}

fn open_message(uri: &str, text: &str) -> Value {
    let item = json!({ "uri": uri, "languageId": "yusuan", "version": 1, "text": text });
    json!({ "method": "textDocument/didOpen", "params": { "textDocument": item } })
}

#[test]
fn the_program_exits_within_a_second_in_the_midst_of_work() {
    let mut server = Server::introduced(Value::Null);
    server.send(open_message(DOCUMENT, &long_draft()));
    server.send(json!({ "id": 2, "method": "shutdown" }));
    while server.receive()["id"] != json!(2) {}
    server.send(json!({ "method": "exit" }));
    let begun = Instant::now();
    assert_eq!(server.ends().code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[test]
fn the_program_exits_although_nobody_reads_its_output() {
    let mut server = Server::introduced(Value::Null);
    // More diagnostics than a pipe holds.
    for number in 0..40 {
        let text = CLEAN.replace("216.37", "999.99");
        server.send(open_message(&format!("untitled:{number}"), &text));
    }
    std::thread::sleep(Duration::from_millis(300));
    server.send(json!({ "method": "exit" }));
    let begun = Instant::now();
    server.ends();
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[test]
fn the_program_ends_when_its_input_ends_within_a_message() {
    let mut server = Server::introduced(Value::Null);
    let input = server.input.as_mut().unwrap();
    input
        .write_all(b"Content-Length: 1000\r\n\r\n{\"jsonrpc\": \"2.0\", ")
        .unwrap();
    server.input = None;
    server.ends();
}

#[test]
fn the_program_ends_with_a_client_that_dies_in_the_midst_of_work() {
    let mut server = Server::introduced(Value::Null);
    server.send(open_message(DOCUMENT, &long_draft()));
    server.output = None;
    server.input = None;
    server.ends();
}
