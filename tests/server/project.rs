//! Settings and the project file, as editors deal with them.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document};

/// The document with a wrong total.
fn planted() -> String {
    CLEAN.replace("合计\t\t216.37", "合计\t\t216.73")
}

/// A folder of the workspace that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("yusuan-{}-{number}", std::process::id()));
        fs::create_dir_all(path.join("drafts")).unwrap();
        Self(path.canonicalize().unwrap())
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.0.join(name).display())
    }

    fn write(&self, content: &str) {
        fs::write(self.0.join("yusuan.toml"), content).unwrap();
    }

    async fn client(&self, mut capabilities: Value) -> Client {
        let text = capabilities
            .as_object_mut()
            .unwrap()
            .entry("textDocument")
            .or_insert_with(|| json!({}));
        text["publishDiagnostics"] = json!({ "relatedInformation": true, "dataSupport": true });
        text["codeAction"] =
            json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
        Client::introduced(json!({
            "capabilities": capabilities,
            "workspaceFolders": [{ "uri": self.uri(""), "name": "稿件" }],
        }))
        .await
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The severities of the diagnostics by code.
fn graded(diagnostics: &[Value]) -> Vec<(String, i64)> {
    let graded = diagnostics.iter().map(|found| {
        let code = found["code"].as_str().unwrap().to_owned();
        (code, found["severity"].as_i64().unwrap())
    });
    graded.collect()
}

/// The next list of diagnostics that is as wanted.
async fn until(client: &mut Client, uri: &str, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    loop {
        let published = client.published(uri).await;
        let list = published["diagnostics"].as_array().unwrap();
        if wanted(list) {
            return list.clone();
        }
    }
}

#[test]
fn settings_grade_findings_and_change_at_once() {
    run(async {
        let mut client = Client::introduced(json!({
            "capabilities": { "textDocument": { "publishDiagnostics": {} } },
            "initializationOptions": { "checks": { "B1": "warning" } },
        }))
        .await;
        let document = client.open("untitled:Untitled-1", &planted()).await;
        let found = client.diagnostics(&document).await;
        assert_eq!(graded(&found), [("B101".to_owned(), 2)]);
        let settings = json!({ "settings": { "yusuan": { "checks": { "B101": "off" } } } });
        client
            .notify("workspace/didChangeConfiguration", settings)
            .await;
        let found = until(&mut client, &document.uri, <[Value]>::is_empty).await;
        assert_eq!(found, [] as [Value; 0]);
    });
}

#[test]
fn settings_are_pulled_and_diagnostics_pulled_anew() {
    run(async {
        let mut client = Client::with(json!({
            "textDocument": { "diagnostic": {} },
            "workspace": {
                "configuration": true,
                "didChangeConfiguration": { "dynamicRegistration": true },
                "diagnostics": { "refreshSupport": true },
            },
        }))
        .await;
        let (id, params) = client.asked("client/registerCapability").await;
        let registered = &params["registrations"][0];
        assert_eq!(registered["method"], "workspace/didChangeConfiguration");
        client.reply(id, Value::Null).await;
        let (id, params) = client.asked("workspace/configuration").await;
        assert_eq!(params["items"], json!([{ "section": "yusuan" }]));
        client
            .reply(id, json!([{ "checks": { "B101": "hint" } }]))
            .await;
        let (id, _) = client.asked("workspace/diagnostic/refresh").await;
        client.reply(id, Value::Null).await;

        let document = client.open("untitled:Untitled-1", &planted()).await;
        let report = client.query("textDocument/diagnostic", &document).await;
        let found = report["items"].as_array().unwrap();
        assert_eq!(graded(found), [("B101".to_owned(), 4)]);

        let nothing = json!({ "settings": null });
        client
            .notify("workspace/didChangeConfiguration", nothing)
            .await;
        let (id, _) = client.asked("workspace/configuration").await;
        client
            .reply(id, json!([{ "checks": {}, "rounding": "strict" }]))
            .await;
        let (id, _) = client.asked("workspace/diagnostic/refresh").await;
        client.reply(id, Value::Null).await;
        let report = client.query("textDocument/diagnostic", &document).await;
        let found = report["items"].as_array().unwrap();
        assert_eq!(graded(found), [("B101".to_owned(), 1)]);
    });
}

#[test]
fn the_catalogue_year_is_a_setting() {
    run(async {
        let outdated = CLEAN.replace("活动。", "活动。\n\n医疗卫生与计划生育支出（类）行政事业单位医疗（款）事业单位医疗（项）3.00万元。");
        for (year, count) in [(json!(null), 1), (json!(2018), 0)] {
            let mut client = Client::introduced(json!({
                "capabilities": { "textDocument": { "publishDiagnostics": {} } },
                "initializationOptions": { "catalogueYear": year },
            }))
            .await;
            let document = client.open("untitled:Untitled-1", &outdated).await;
            let found = client.diagnostics(&document).await;
            let outdated = found.iter().filter(|it| it["code"] == "B406").count();
            assert_eq!(outdated, count, "{year}: {found:?}");
        }
    });
}

#[test]
fn the_project_file_applies_and_is_watched() {
    run(async {
        let folder = Folder::new();
        folder.write("[checks]\nB101 = \"information\"\n");
        let watches = json!({ "didChangeWatchedFiles": { "dynamicRegistration": true } });
        let mut client = folder.client(json!({ "workspace": watches })).await;
        let (id, params) = client.asked("client/registerCapability").await;
        let registered = &params["registrations"][0];
        assert_eq!(registered["method"], "workspace/didChangeWatchedFiles");
        let pattern = &registered["registerOptions"]["watchers"][0]["globPattern"];
        assert_eq!(pattern, "**/yusuan.toml");
        client.reply(id, Value::Null).await;

        let document = client.open(&folder.uri("drafts/a.txt"), &planted()).await;
        let found = client.diagnostics(&document).await;
        assert_eq!(graded(&found), [("B101".to_owned(), 3)]);
        folder.write("[files]\nexclude = [\"drafts\"]\n");
        let changes = json!({ "changes": [{ "uri": folder.uri("yusuan.toml"), "type": 2 }] });
        client
            .notify("workspace/didChangeWatchedFiles", changes)
            .await;
        until(&mut client, &document.uri, <[Value]>::is_empty).await;
    });
}

#[test]
fn conventions_change_the_analysis_of_open_documents() {
    run(async {
        let folder = Folder::new();
        folder.write("");
        let mut client = folder.client(json!({})).await;
        let text = CLEAN.replace("群众文化", "乡村文化");
        let document = client.open(&folder.uri("a.txt"), &text).await;
        let found = client.diagnostics(&document).await;
        assert_eq!(graded(&found), [("B404".to_owned(), 2)]);
        // The text in the editor counts, not the one on the disk.
        let local = "[[subjects]]\ncode = \"2070109\"\nname = \"乡村文化\"\n";
        let project = client.open(&folder.uri("yusuan.toml"), local).await;
        until(&mut client, &document.uri, <[Value]>::is_empty).await;
        client.close(&project).await;
        until(&mut client, &document.uri, |found| found.len() == 1).await;
    });
}

#[test]
fn terms_of_the_project_are_explained() {
    run(async {
        let folder = Folder::new();
        folder.write("[glossary]\n\"群众文化活动\" = \"本县的广场舞等活动\"\n");
        let mut client = folder.client(json!({})).await;
        let document = client.open(&folder.uri("a.txt"), CLEAN).await;
        let place = document.before("文化活动");
        let hover = client
            .query_at("textDocument/hover", &document, place)
            .await;
        let words = hover["contents"]["value"].as_str().unwrap();
        assert!(
            words.contains("本县的广场舞等活动") && words.contains("项目文件"),
            "{words}"
        );
    });
}

#[test]
fn an_open_project_file_has_diagnostics() {
    run(async {
        let folder = Folder::new();
        let source = "[checks]\nB101 = \"loud\"\n";
        folder.write(source);
        let mut client = folder.client(json!({})).await;
        let mut project = client.open(&folder.uri("yusuan.toml"), source).await;
        let found = client.diagnostics(&project).await;
        assert_eq!(found.len(), 1);
        assert_eq!(project.words(&found[0]["range"]), "\"loud\"");
        assert_eq!(
            (&found[0]["code"], &found[0]["source"]),
            (&json!("project"), &json!("yusuan"))
        );
        client.replace(&mut project, "loud", "hint").await;
        assert_eq!(client.diagnostics(&project).await, [] as [Value; 0]);
        client.replace(&mut project, "B101", "B999").await;
        assert_eq!(client.diagnostics(&project).await.len(), 1);
        client.close(&project).await;
        until(&mut client, &project.uri, <[Value]>::is_empty).await;
    });
}

/// The command that accepts the finding of the planted mistake.
async fn command(client: &mut Client, document: &Document) -> Value {
    let params = json!({
        "textDocument": { "uri": document.uri },
        "range": document.range("216.73"),
        "context": { "diagnostics": [] },
    });
    let actions = client.request("textDocument/codeAction", params).await;
    let actions = actions.unwrap();
    let mut actions = actions.as_array().unwrap().iter();
    let action = actions.find(|it| it["title"] == "忽略此问题（B101）…");
    action.expect("an action that ignores the finding")["command"].clone()
}

#[test]
fn a_finding_is_accepted_by_an_edit_of_the_project_file() {
    run(async {
        let folder = Folder::new();
        let source = "# 约定\nlocale = \"zh-CN\"\n";
        folder.write(source);
        let mut client = folder
            .client(json!({
                "workspace": {
                    "applyEdit": true,
                    "workspaceEdit": { "documentChanges": true },
                },
                "window": { "showDocument": { "support": true } },
            }))
            .await;
        let commands = &client.capabilities["executeCommandProvider"]["commands"];
        assert!(commands.to_string().contains("yusuan.acceptFinding"));
        let document = client.open(&folder.uri("a.txt"), &planted()).await;
        assert_eq!(client.diagnostics(&document).await.len(), 1);
        let mut project = client.open(&folder.uri("yusuan.toml"), source).await;
        assert_eq!(client.diagnostics(&project).await.len(), 0);

        let command = command(&mut client, &document).await;
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        let answer = client.request("workspace/executeCommand", params).await;
        assert_eq!(answer, Ok(Value::Null));
        let (id, params) = client.asked("workspace/applyEdit").await;
        let change = &params["edit"]["documentChanges"][0];
        assert_eq!(
            change["textDocument"],
            json!({ "uri": project.uri, "version": 1 })
        );
        let edit = &change["edits"][0];
        let written = edit["newText"].as_str().unwrap().to_owned();
        assert!(written.contains("check = \"B101\""), "{written}");
        client.reply(id, json!({ "applied": true })).await;
        project.text.push_str(&written);
        client
            .change(
                &mut project,
                vec![json!({ "range": edit["range"], "text": written })],
            )
            .await;

        // Without a reason it does not count yet, and the editor is led to where it is missing.
        let (id, shown) = client.asked("window/showDocument").await;
        assert_eq!(shown["uri"], project.uri);
        client.reply(id, json!({ "success": true })).await;
        let found = client.diagnostics(&project).await;
        assert_eq!(found.len(), 1);
        assert_eq!(project.words(&found[0]["range"]), "\"\"");
        let place = &shown["selection"]["start"];
        client
            .change(
                &mut project,
                vec![json!({ "range": { "start": place, "end": place }, "text": "批复的数字" })],
            )
            .await;
        until(&mut client, &document.uri, <[Value]>::is_empty).await;
    });
}

#[test]
fn an_accepted_finding_that_is_gone_is_told_of() {
    run(async {
        let folder = Folder::new();
        let mut client = folder
            .client(json!({ "workspace": { "applyEdit": true } }))
            .await;
        let mut document = client.open(&folder.uri("drafts/a.txt"), &planted()).await;
        assert_eq!(client.diagnostics(&document).await.len(), 1);
        let command = command(&mut client, &document).await;
        let mut argument = command["arguments"][0].clone();
        argument["reason"] = json!("批复的数字");
        // This client cannot make files: the server writes the one that is missing.
        let params = json!({ "command": command["command"], "arguments": [argument] });
        let answer = client.request("workspace/executeCommand", params).await;
        assert_eq!(answer, Ok(Value::Null));
        until(&mut client, &document.uri, <[Value]>::is_empty).await;
        let source = fs::read_to_string(folder.0.join("yusuan.toml")).unwrap();
        let project = client.open(&folder.uri("yusuan.toml"), &source).await;
        assert_eq!(client.diagnostics(&project).await, [] as [Value; 0]);
        client.replace(&mut document, "216.73", "216.37").await;
        let found = until(&mut client, &project.uri, |found| !found.is_empty()).await;
        let message = found[0]["message"].as_str().unwrap();
        assert!(
            message.contains("B101") && message.contains("不再出现"),
            "{message}"
        );
    });
}

#[test]
fn a_missing_project_file_is_made_by_clients_that_can() {
    run(async {
        let folder = Folder::new();
        let mut client = folder
            .client(json!({ "workspace": {
                "applyEdit": true,
                "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
            }}))
            .await;
        let document = client.open(&folder.uri("drafts/a.txt"), &planted()).await;
        assert_eq!(client.diagnostics(&document).await.len(), 1);
        let command = command(&mut client, &document).await;
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        let answer = client.request("workspace/executeCommand", params).await;
        assert_eq!(answer, Ok(Value::Null));
        let (id, params) = client.asked("workspace/applyEdit").await;
        let changes = &params["edit"]["documentChanges"];
        assert_eq!(changes[0]["kind"], "create");
        assert_eq!(changes[0]["uri"], folder.uri("yusuan.toml"));
        assert_eq!(changes[1]["textDocument"]["uri"], folder.uri("yusuan.toml"));
        let written = changes[1]["edits"][0]["newText"].as_str().unwrap();
        assert!(written.starts_with("[[accepted]]\n"), "{written}");
        client
            .reply(id, json!({ "applied": false, "failureReason": "只读" }))
            .await;
        let told = client.notification("window/showMessage").await;
        assert!(told["message"].as_str().unwrap().contains("只读"));
    });
}

#[test]
fn what_cannot_be_accepted_is_an_error() {
    run(async {
        let folder = Folder::new();
        folder.write("[[accepted\n");
        let mut client = folder
            .client(json!({ "workspace": { "applyEdit": true } }))
            .await;
        let document = client.open(&folder.uri("a.txt"), &planted()).await;
        assert_eq!(client.diagnostics(&document).await.len(), 1);
        let accept = command(&mut client, &document).await;
        let params = json!({ "command": accept["command"], "arguments": accept["arguments"] });
        let error = client.request("workspace/executeCommand", params).await;
        assert!(
            error.unwrap_err()["message"]
                .as_str()
                .unwrap()
                .contains("请先改正")
        );
        for (command, arguments) in [
            ("yusuan.nothing", json!([])),
            ("yusuan.acceptFinding", json!([])),
            ("yusuan.acceptFinding", json!([{ "uri": "x" }])),
        ] {
            let params = json!({ "command": command, "arguments": arguments });
            let error = client.request("workspace/executeCommand", params).await;
            assert_eq!(error.unwrap_err()["code"], -32602, "{command}");
        }
        // A draft that is in no folder has no project, and no such action.
        let untitled = client.open("untitled:Untitled-1", &planted()).await;
        let params = json!({
            "textDocument": { "uri": untitled.uri },
            "range": untitled.range("216.73"),
            "context": { "diagnostics": [] },
        });
        let actions = client.request("textDocument/codeAction", params).await;
        assert!(!actions.unwrap().to_string().contains("acceptFinding"));
    });
}

/// A budget of a library for a year: its total, and the sentence about it.
fn budget(year: u16, total: &str, sentence: &str) -> String {
    format!(
        "青禾县图书馆{year}年度单位预算公开\n\n第一部分 {year}年单位预算表\n\n\
         {year}年预算支出总表\n\n部门名称：青禾县图书馆\n\n单位：万元\n\n\
         科目编码\t科目名称\t合计\t基本支出\t项目支出\n\
         合计\t\t{total}\t{total}\t\n\
         207\t文化旅游体育与传媒支出\t{total}\t{total}\t\n\
         20701\t文化和旅游\t{total}\t{total}\t\n\
         2070104\t图书馆\t{total}\t{total}\t\n\n\
         第二部分 {year}年单位预算情况说明\n\n一、支出预算说明\n\n{sentence}\n"
    )
}

/// Those that are about another document.
fn of_others(found: &[Value]) -> Vec<&Value> {
    found.iter().filter(|it| it["code"] == "B801").collect()
}

#[test]
fn open_documents_are_compared() {
    run(async {
        let folder = Folder::new();
        folder.write("[checks]\nB5 = \"off\"\n");
        let mut client = folder
            .client(json!({ "workspace": { "applyEdit": true } }))
            .await;
        let now = budget(
            2025,
            "250.00",
            "2025年支出预算250万元，比上年增加50万元，增长25%。",
        );
        let now = client.open(&folder.uri("drafts/now.txt"), &now).await;
        let found = client.diagnostics(&now).await;
        assert!(of_others(&found).is_empty(), "{found:?}");

        // Opening last year's document changes what is said of this year's.
        let last = budget(2024, "210.00", "无。");
        let mut last = client.open(&folder.uri("drafts/last.txt"), &last).await;
        let found = until(&mut client, &now.uri, |found| !of_others(found).is_empty()).await;
        let found = of_others(&found)[0];
        assert_eq!(now.words(&found["range"]), "50");
        let message = found["message"].as_str().unwrap();
        assert!(message.contains("last.txt 第 12 行"), "{message}");
        let place = &found["relatedInformation"][0]["location"];
        assert_eq!(place["uri"], last.uri);
        assert_eq!(last.words(&place["range"]), "210.00");

        let params = json!({
            "textDocument": { "uri": now.uri },
            "range": found["range"],
            "context": { "diagnostics": [] },
        });
        let actions = client.request("textDocument/codeAction", params).await;
        assert!(actions.unwrap().to_string().contains("忽略此问题（B801）…"));

        for _ in 0..4 {
            client.replace(&mut last, "210.00", "200.00").await;
        }
        until(&mut client, &now.uri, |found| of_others(found).is_empty()).await;
        for _ in 0..4 {
            client.replace(&mut last, "200.00", "220.00").await;
        }
        until(&mut client, &now.uri, |found| !of_others(found).is_empty()).await;
        client.close(&last).await;
        until(&mut client, &now.uri, |found| of_others(found).is_empty()).await;
    });
}
