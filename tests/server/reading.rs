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

/// The same draft with one wrong figure.
fn wrong() -> String {
    CLEAN.replace("2070109\t群众文化\t197.52", "2070109\t群众文化\t198.52")
}

fn titles(lenses: &Value) -> Vec<&str> {
    let lenses = lenses.as_array().expect("lenses").iter();
    lenses
        .map(|lens| lens["command"]["title"].as_str().unwrap())
        .collect()
}

#[test]
fn lenses_count_what_holds_and_what_does_not() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            for line_end in ["\n", "\r\n"] {
                let mut client = client(encoding).await;
                let source = CLEAN.replace('\n', line_end);
                let document = client.open(DOCUMENT, &source).await;
                let lenses = client.query("textDocument/codeLens", &document).await;
                assert_eq!(titles(&lenses).len(), 2);
                assert!(
                    titles(&lenses)
                        .iter()
                        .all(|it| it.ends_with("勾稽全部成立"))
                );
                let table = &lenses[1];
                assert_eq!(document.words(&table["range"]), "2025年预算支出总表");
                assert_eq!(table["command"]["command"], "yusuan.server.showFindings");
                assert_eq!(table["command"]["arguments"][0], DOCUMENT);
                let of = document.words(&table["command"]["arguments"][1]);
                assert!(of.starts_with("2025年预算支出总表") && of.contains("2070111"));

                let source = wrong().replace('\n', line_end);
                let document = client.open("untitled:wrong", &source).await;
                let lenses = client.query("textDocument/codeLens", &document).await;
                let failing = titles(&lenses);
                assert!(
                    failing.iter().all(|it| it.starts_with("✗ 1 处不符")),
                    "{failing:?}"
                );
            }
        }
    });
}

#[test]
fn the_command_of_a_lens_shows_the_first_finding() {
    run(async {
        for shows in [true, false] {
            let window = json!({ "showDocument": { "support": shows } });
            let mut client = Client::with(json!({ "window": window })).await;
            let offered = &client.capabilities["executeCommandProvider"]["commands"];
            assert!(
                offered
                    .as_array()
                    .unwrap()
                    .contains(&json!("yusuan.server.showFindings"))
            );
            let document = client.open(DOCUMENT, &wrong()).await;
            let lenses = client.query("textDocument/codeLens", &document).await;
            let places = client
                .request("workspace/executeCommand", lenses[1]["command"].clone())
                .await
                .unwrap();
            assert_eq!(places.as_array().unwrap().len(), 1, "{places}");
            assert_eq!(document.words(&places[0]["range"]), "198.52");
            if shows {
                let shown = client.notification("window/showDocument").await;
                assert_eq!(shown["uri"], DOCUMENT);
                assert_eq!(document.words(&shown["selection"]), "198.52");
            } else {
                let overheard = client.overheard().await;
                let mut methods = overheard.iter().map(|it| it["method"].as_str());
                assert!(methods.all(|it| it != Some("window/showDocument")));
            }
        }
    });
}

#[test]
fn a_client_with_the_command_is_sent_its_name() {
    run(async {
        let commands = json!({ "commands": { "commands": ["yusuan.showFindings"] } });
        let mut client = Client::with(json!({ "experimental": commands })).await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let lenses = client.query("textDocument/codeLens", &document).await;
        assert_eq!(lenses[0]["command"]["command"], "yusuan.showFindings");
    });
}

#[test]
fn lenses_and_hints_are_asked_for_anew_when_settings_change() {
    run(async {
        let refreshes = json!({ "refreshSupport": true });
        let workspace = json!({ "codeLens": refreshes, "inlayHint": refreshes });
        let mut client = Client::with(json!({ "workspace": workspace })).await;
        client.open(DOCUMENT, CLEAN).await;
        let settings = json!({ "settings": { "locale": "en" } });
        client
            .notify("workspace/didChangeConfiguration", settings)
            .await;
        client.notification("workspace/codeLens/refresh").await;
        client.notification("workspace/inlayHint/refresh").await;
        let params = json!({ "textDocument": { "uri": DOCUMENT } });
        let lenses = client
            .request("textDocument/codeLens", params)
            .await
            .unwrap();
        assert!(titles(&lenses)[0].ends_with(" identities hold"));
    });
}

#[test]
fn other_commands_and_arguments_are_refused() {
    run(async {
        let mut client = Client::pushed().await;
        let document = client.open(DOCUMENT, CLEAN).await;
        let mut execute = async |command: &str, arguments: Value| {
            let params = json!({ "command": command, "arguments": arguments });
            client.request("workspace/executeCommand", params).await
        };
        assert_eq!(
            execute("yusuan.nothing", json!([])).await.unwrap_err()["code"],
            -32602
        );
        let command = "yusuan.server.showFindings";
        assert_eq!(
            execute(command, json!([])).await.unwrap_err()["code"],
            -32602
        );
        let odd = json!([document.uri, "range"]);
        assert_eq!(execute(command, odd).await.unwrap_err()["code"], -32602);
        assert_eq!(execute(command, json!([document.uri])).await, Ok(json!([])));
        let past = json!({ "line": 9999, "character": 9999 });
        let range = json!({ "start": past, "end": past });
        assert_eq!(
            execute(command, json!([document.uri, range])).await,
            Ok(json!([]))
        );
        assert_eq!(
            execute(command, json!(["file:///tmp/closed"])).await,
            Ok(json!([]))
        );
    });
}

/// What is selected step by step.
fn steps(document: &Document, selection: &Value) -> Vec<String> {
    let mut steps = Vec::new();
    let mut at = selection;
    while at.is_object() {
        steps.push(document.words(&at["range"]).to_owned());
        at = &at["parent"];
    }
    steps
}

#[test]
fn a_selection_grows_from_the_number_to_the_draft() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            assert_eq!(client.capabilities["selectionRangeProvider"], true);
            let source = CLEAN
                .replace("群众文化\t", "群众文化𠮷\t")
                .replace('\n', "\r\n");
            let document = client.open(DOCUMENT, &source).await;
            let past = json!({ "line": 9999, "character": 9999 });
            let params = json!({
                "textDocument": { "uri": document.uri },
                "positions": [document.after("群众文化𠮷\t19"), past],
            });
            let method = "textDocument/selectionRange";
            let selections = client.request(method, params).await.unwrap();
            let number = steps(&document, &selections[0]);
            assert_eq!(number[0], "197.52");
            assert_eq!(number[1], "2070109\t群众文化𠮷\t197.52\t141.77\t55.75");
            assert!(number[2].starts_with("2025年预算支出总表"));
            assert!(number[3].starts_with("第二部分"));
            assert_eq!(number.last(), Some(&source));
            let end = steps(&document, &selections[1]);
            assert_eq!(end.last(), Some(&source));
        }
    });
}

#[test]
fn addresses_and_lines_of_the_contents_are_links() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            let contents = "目录\n\n第一部分 单位概况……1\n\n第一部分 单位概况\n";
            let source = CLEAN
                .replace("第一部分 单位概况\n", contents)
                .replace("负责组织", "𠮷（http://www.example.cn/𠮷）负责组织");
            let document = client.open(DOCUMENT, &source).await;
            let links = client.query("textDocument/documentLink", &document).await;
            let line = document.before("第一部分 单位概况\n")["line"]
                .as_u64()
                .unwrap()
                + 1;
            let found: Vec<_> = links
                .as_array()
                .unwrap()
                .iter()
                .map(|link| {
                    (
                        document.words(&link["range"]),
                        link["target"].as_str().unwrap(),
                    )
                })
                .collect();
            let heading = format!("{DOCUMENT}#L{line}");
            let address = "http://www.example.cn/";
            assert_eq!(
                found,
                [("第一部分 单位概况", heading.as_str()), (address, address)]
            );
            let unnamed = client.open("untitled:Untitled-1", &source).await;
            let links = client.query("textDocument/documentLink", &unnamed).await;
            assert_eq!(links.as_array().unwrap().len(), 1);
        }
    });
}

#[test]
fn symbols_are_found_in_all_open_drafts() {
    run(async {
        for encoding in ["utf-8", "utf-16"] {
            let mut client = client(encoding).await;
            assert_eq!(client.capabilities["workspaceSymbolProvider"], true);
            let mut one = client.open("file:///tmp/one.yusuan.txt", CLEAN).await;
            let two = client.open("file:///tmp/two.yusuan.txt", CLEAN).await;
            client
                .replace(&mut one, "\n第二部分", "\r\n𠮷\r\n第二部分")
                .await;
            let mut search = async |query: &str| {
                let params = json!({ "query": query });
                client.request("workspace/symbol", params).await.unwrap()
            };
            let found = search("支出总表").await;
            let found = found.as_array().unwrap();
            assert_eq!(found.len(), 2, "{found:?}");
            for (symbol, document) in found.iter().zip([&one, &two]) {
                assert_eq!(symbol["location"]["uri"], document.uri);
                assert_eq!(
                    document.words(&symbol["location"]["range"]),
                    "2025年预算支出总表"
                );
                assert_eq!(symbol["containerName"], "第二部分 2025年单位预算表");
            }
            assert!(search("").await.as_array().unwrap().len() > 8);
            assert_eq!(search("没有这个").await, json!([]));
            client.close(&two).await;
            let params = json!({ "query": "支出总表" });
            let found = client.request("workspace/symbol", params).await.unwrap();
            assert_eq!(found.as_array().unwrap().len(), 1);
        }
    });
}
