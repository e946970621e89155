//! What helps to read a draft: semantic tokens, code lenses, selection ranges, links, symbols of
//! all open drafts.

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document};

const DOCUMENT: &str = "file:///tmp/draft.yusuan.txt";

async fn client(encoding: &str) -> Client {
    Client::with(json!({ "general": { "positionEncodings": [encoding] } })).await
}

/// A token with its words and the names of its type and modifiers.
type Token = (String, String, Vec<String>);

/// Reads the numbers of an answer with the legend that the server has announced.
fn tokens(client: &Client, document: &Document, data: &[u64]) -> Vec<Token> {
    let legend = &client.capabilities["semanticTokensProvider"]["legend"];
    let name = |list: &str, index: u64| legend[list][index as usize].as_str().unwrap().to_owned();
    let (mut line, mut column) = (0, 0);
    let tokens = data.chunks(5).map(|token| {
        let &[lines, columns, length, kind, modifiers] = token else {
            panic!("five numbers");
        };
        column = if lines == 0 {
            column + columns
        } else {
            columns
        };
        line += lines;
        let range = json!({
            "start": { "line": line, "character": column },
            "end": { "line": line, "character": column + length },
        });
        let set = (0..64).filter(|bit| modifiers >> bit & 1 == 1);
        let set = set.map(|bit| name("tokenModifiers", bit)).collect();
        (
            document.words(&range).to_owned(),
            name("tokenTypes", kind),
            set,
        )
    });
    tokens.collect()
}

fn numbers(data: &Value) -> Vec<u64> {
    let data = data.as_array().expect("numbers").iter();
    data.map(|number| number.as_u64().unwrap()).collect()
}

fn token(words: &str, kind: &str, modifiers: &[&str]) -> Token {
    let modifiers = modifiers.iter().map(|it| (*it).to_owned()).collect();
    (words.to_owned(), kind.to_owned(), modifiers)
}

#[test]
fn tokens_name_what_stands_there() {
    run(async {
        for encoding in ["utf-8", "utf-16", "utf-32"] {
            for line_end in ["\n", "\r\n"] {
                let mut client = client(encoding).await;
                let source = CLEAN.replace('\n', line_end);
                let document = client.open(DOCUMENT, &source).await;
                let answer = client
                    .query("textDocument/semanticTokens/full", &document)
                    .await;
                let found = tokens(&client, &document, &numbers(&answer["data"]));
                for expected in [
                    token("2025年度", "number", &["year"]),
                    token("基本支出", "property", &["definition"]),
                    token("第一部分 单位概况", "namespace", &[]),
                    token("万元", "keyword", &[]),
                    token("2070109", "enumMember", &[]),
                    token("群众文化", "type", &[]),
                    token("55.75", "number", &["operand"]),
                ] {
                    assert!(found.contains(&expected), "{expected:?} in {found:?}");
                }
                let total = found.iter().find(|token| token.0 == "216.37").unwrap();
                assert!(total.2.contains(&"total".to_owned()), "{total:?}");
            }
        }
    });
}

#[test]
fn tokens_of_a_range_are_those_of_the_whole() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let document = client.open(DOCUMENT, &CLEAN.repeat(2)).await;
            let whole = client
                .query("textDocument/semanticTokens/full", &document)
                .await;
            let whole = tokens(&client, &document, &numbers(&whole["data"]));
            let mut within = async |start: Value, end: Value| {
                let params = json!({
                    "textDocument": { "uri": document.uri },
                    "range": { "start": start, "end": end },
                });
                let method = "textDocument/semanticTokens/range";
                let answer = client.request(method, params).await.unwrap();
                tokens(&client, &document, &numbers(&answer["data"]))
            };
            let past = json!({ "line": 9999, "character": 9999 });
            let start = json!({ "line": 0, "character": 0 });
            assert_eq!(within(start, past.clone()).await, whole);
            let row = within(document.before("2070109"), document.after("197.52")).await;
            assert_eq!(row.first().unwrap().0, "2070109");
            assert_eq!(row.last().unwrap().0, "197.52");
            assert_eq!(within(past.clone(), past).await, []);
        }
    });
}

/// Applies the edits of a delta.
fn patched(mut data: Vec<u64>, delta: &Value) -> Vec<u64> {
    let edits = delta["edits"].as_array().expect("edits");
    assert!(edits.len() <= 1);
    for edit in edits {
        let start = edit["start"].as_u64().unwrap() as usize;
        let end = start + edit["deleteCount"].as_u64().unwrap() as usize;
        data.splice(start..end, numbers(&edit["data"]));
    }
    data
}

#[test]
fn a_delta_makes_the_new_tokens_of_the_old_ones() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let compendium = format!(
                "{CLEAN}\n{}",
                CLEAN.replace("𠮷溪县文化馆", "云水市商事服务局")
            );
            let mut document = client.open(DOCUMENT, &compendium).await;
            let answer = client
                .query("textDocument/semanticTokens/full", &document)
                .await;
            let mut known = numbers(&answer["data"]);
            let mut id = answer["resultId"].clone();
            for (words, by) in [
                ("141.77", "1,141.77"),
                ("负责组织", "负责\n组织2024年𠮷"),
                ("第一部分 单位概况", "第一部分 概况"),
                ("二、项目支出", "二、项目支出"),
                ("\n第二部分", "\n\n\n第二部分"),
            ] {
                client.replace(&mut document, words, by).await;
                let params = json!({
                    "textDocument": { "uri": document.uri }, "previousResultId": id,
                });
                let method = "textDocument/semanticTokens/full/delta";
                let delta = client.request(method, params).await.unwrap();
                let inserted: usize = delta["edits"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|edit| numbers(&edit["data"]).len())
                    .sum();
                assert!(inserted < known.len() / 4, "{inserted} of {}", known.len());
                known = patched(known, &delta);
                id = delta["resultId"].clone();
                let fresh = client.open("untitled:fresh", &document.text).await;
                let answer = client
                    .query("textDocument/semanticTokens/full", &fresh)
                    .await;
                assert_eq!(known, numbers(&answer["data"]));
                client.close(&fresh).await;
            }
            let params = json!({
                "textDocument": { "uri": document.uri }, "previousResultId": "long gone",
            });
            let method = "textDocument/semanticTokens/full/delta";
            let answer = client.request(method, params).await.unwrap();
            assert_eq!(numbers(&answer["data"]), known);
        }
    });
}
