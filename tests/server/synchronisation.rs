//! The server's text is the editor's text.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document};

const DOCUMENT: &str = "file:///tmp/%E9%A2%84%E7%AE%97%20%E5%85%AC%E5%BC%80.yusuan.txt";

/// What the server knows of a document, without its address.
async fn knowledge(client: &mut Client, document: &Document) -> [Value; 2] {
    let symbols = client.query("textDocument/documentSymbol", document).await;
    let folds = client.query("textDocument/foldingRange", document).await;
    let symbols = symbols.to_string().replace(&document.uri, "");
    [json!(symbols), folds]
}

/// The document is to the server what the same text is when it is opened afresh.
#[track_caller]
fn same(known: [Value; 2], fresh: [Value; 2]) {
    assert_eq!(known, fresh);
}

async fn agrees(client: &mut Client, document: &Document) {
    let fresh = client.open("untitled:fresh", &document.text).await;
    let known = knowledge(client, document).await;
    let expected = knowledge(client, &fresh).await;
    client.close(&fresh).await;
    same(known, expected);
}

async fn with_encoding(name: &str) -> Client {
    Client::with(json!({ "general": { "positionEncodings": [name] } })).await
}

#[test]
fn edits_count_in_every_encoding() {
    run(async {
        for name in ["utf-8", "utf-16", "utf-32"] {
            let mut client = with_encoding(name).await;
            let mut document = client.open(DOCUMENT, CLEAN).await;
            client
                .replace(&mut document, "溪县文化馆负责", "𠮷县图书馆管理")
                .await;
            client
                .replace(&mut document, "单位概况", "𠮷𠮷基本情况")
                .await;
            client
                .replace(&mut document, "情况", "概况\n\n一、主要职责")
                .await;
            agrees(&mut client, &document).await;
            let symbols = client.query("textDocument/documentSymbol", &document).await;
            assert!(
                symbols.to_string().contains("主要职责"),
                "{name}: {symbols}"
            );
        }
    });
}

#[test]
fn changes_of_one_message_follow_one_another() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let changes = vec![
            document.replace("第一部分 单位概况", "第一部分 𠮷\n\n概况"),
            document.replace("概况\n", "单位情况\n"),
            document.replace("单位情况", "一、单位情况"),
        ];
        client.change(&mut document, changes).await;
        agrees(&mut client, &document).await;
    });
}

#[test]
fn a_change_without_a_range_replaces_everything() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, "第一部分 旧\n").await;
        document.text = CLEAN.to_owned();
        let whole = json!({ "text": document.text });
        let then = document.replace("名词解释", "术语");
        client.change(&mut document, vec![whole, then]).await;
        agrees(&mut client, &document).await;
    });
}

#[test]
fn a_burst_of_changes_ends_with_the_text() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        for round in 0..300 {
            let (old, new) = match round % 3 {
                0 => ("第三部分 名词解释", "第三部分\n𠮷名词解释"),
                1 => ("第三部分\n𠮷名词解释", "第三部分 名词解释𠮷"),
                _ => ("名词解释𠮷", "名词解释"),
            };
            client.replace(&mut document, old, new).await;
        }
        client
            .replace(&mut document, "名词解释", "三百次之后")
            .await;
        client.diagnostics(&document).await;
        agrees(&mut client, &document).await;
        let symbols = client.query("textDocument/documentSymbol", &document).await;
        assert!(symbols.to_string().contains("三百次之后"));
    });
}

#[test]
fn questions_between_changes_see_the_text_before_them() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let params = json!({ "textDocument": { "uri": DOCUMENT } });
        let mut questions = Vec::new();
        for round in 0..40 {
            let (old, new) = (format!("第{round}次"), format!("第{}次", round + 1));
            let old = if round == 0 {
                "名词解释"
            } else {
                old.as_str()
            };
            client.replace(&mut document, old, &new).await;
            let question = client
                .ask("textDocument/documentSymbol", params.clone())
                .await;
            questions.push((question, round + 1));
        }
        // Answers come as they are ready; the client keeps the ones it was not asked for.
        let mut seen = std::collections::BTreeMap::new();
        for _ in &questions {
            let (id, result) = client.any_answer().await;
            seen.insert(id, result.to_string());
        }
        for (question, round) in questions {
            let symbols = &seen[&question];
            let rounds = (round..=40).map(|round| format!("第{round}次"));
            let fresh = rounds.into_iter().any(|name| symbols.contains(&name));
            assert!(
                fresh,
                "round {round} was answered from an older text: {symbols}"
            );
        }
    });
}

#[test]
fn an_older_version_changes_nothing() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        document.version = 8;
        client.replace(&mut document, "单位概况", "单位情况").await;
        let late = vec![json!({ "text": "第一部分 旧\n" })];
        client.send_change(DOCUMENT, 8, late).await;
        agrees(&mut client, &document).await;
    });
}

#[test]
fn places_outside_the_text_are_the_nearest_inside() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let far = json!({ "line": 4_000_000_000u32, "character": 4_000_000_000u32 });
        let end = json!({ "start": far, "end": far });
        document.text.push_str("\n第四部分 附件\n");
        let change = json!({ "range": end, "text": "\n第四部分 附件\n" });
        client.change(&mut document, vec![change]).await;
        let mut first_line_end = document.before("\n");
        first_line_end["character"] = json!(9999);
        let beyond_line = json!({ "start": first_line_end, "end": first_line_end });
        let at = document.text.find('\n').unwrap();
        document.text.insert_str(at, "（草稿）");
        let change = json!({ "range": beyond_line, "text": "（草稿）" });
        client.change(&mut document, vec![change]).await;
        agrees(&mut client, &document).await;
        for method in ["textDocument/hover", "textDocument/completion"] {
            client.query_at(method, &document, far.clone()).await;
        }
    });
}

#[test]
fn a_range_the_wrong_way_round_is_empty() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        let (start, end) = (document.after("单位概况"), document.before("第一部分"));
        let change = json!({ "range": { "start": start, "end": end }, "text": "（一）" });
        let at = document.text.find("单位概况").unwrap() + "单位概况".len();
        document.text.insert_str(at, "（一）");
        client.change(&mut document, vec![change]).await;
        agrees(&mut client, &document).await;
    });
}

#[test]
fn a_closed_document_is_forgotten() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, CLEAN).await;
        client.diagnostics(&document).await;
        client.close(&document).await;
        client.replace(&mut document, "单位概况", "单位情况").await;
        let symbols = client.query("textDocument/documentSymbol", &document).await;
        assert_eq!(symbols, Value::Null);
        let log = client.notification("window/logMessage").await;
        assert!(log["message"].as_str().unwrap().contains("未打开"));
        client.send_open(&document).await;
        agrees(&mut client, &document).await;
    });
}

#[test]
fn opening_twice_takes_the_second_text() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, "第一部分 旧\n").await;
        document.text = CLEAN.to_owned();
        client.send_open(&document).await;
        client.replace(&mut document, "单位概况", "单位情况").await;
        agrees(&mut client, &document).await;
    });
}

#[test]
fn line_ends_of_windows_count_once() {
    run(async {
        let mut client = Client::pushed().await;
        let mut document = client.open(DOCUMENT, &CLEAN.replace('\n', "\r\n")).await;
        client
            .replace(&mut document, "单位概况", "单位\r\n\r\n一、情况")
            .await;
        agrees(&mut client, &document).await;
    });
}

/// What random edits write: headings, so that the outline tells the text apart.
const PIECES: [&str; 8] = [
    "",
    "概",
    "𠮷",
    "\n",
    "\r\n",
    "\n第五部分 附",
    "、a",
    "（𠮷）\n\n",
];

/// An edit: where it starts, how many characters it takes away, what it writes.
type RandomEdit = (prop::sample::Index, usize, prop::sample::Index);

fn apply(document: &mut Document, (place, length, piece): &RandomEdit) -> Value {
    let characters: Vec<usize> = document
        .text
        .char_indices()
        .map(|(index, _)| index)
        .collect();
    let ends = [characters, vec![document.text.len()]].concat();
    let start = place.index(ends.len());
    let end = (start + length).min(ends.len() - 1);
    let (start, end) = (
        whole(&document.text, ends[start]),
        whole(&document.text, ends[end]),
    );
    let piece = PIECES[piece.index(PIECES.len())];
    let range = json!({ "start": document.position(start), "end": document.position(end) });
    document.text.replace_range(start..end, piece);
    json!({ "range": range, "text": piece })
}

/// No position of the protocol lies between the two characters of a line end.
fn whole(text: &str, offset: usize) -> usize {
    let inside = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
    offset - usize::from(inside)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_edits_keep_the_texts_the_same(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..6usize, any::<prop::sample::Index>()), 1..24),
        encoding in 0..3usize,
        batch in 1..5usize,
    ) {
        run(async {
            let mut client = with_encoding(["utf-8", "utf-16", "utf-32"][encoding]).await;
            let text = "第一部分 𠮷概况\r\n第二部分 预算表\n第三部分 说明𠮷\n第四部分 名词解释";
            let mut document = client.open(DOCUMENT, text).await;
            for edits in edits.chunks(batch) {
                let changes = edits.iter().map(|edit| apply(&mut document, edit)).collect();
                client.change(&mut document, changes).await;
            }
            agrees(&mut client, &document).await;
        });
    }
}
