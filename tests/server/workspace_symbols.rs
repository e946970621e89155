//! Symbols of the drafts of the workspace that nobody has open.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::client::{Client, run};
use crate::document::{CLEAN, Document, Encoding};

/// A folder of the workspace that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("yusuan-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("稿件")).unwrap();
        Self(path.canonicalize().unwrap())
    }

    fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    async fn client(&self, encoding: &str) -> Client {
        Client::introduced(json!({
            "capabilities": { "general": { "positionEncodings": [encoding] } },
            "workspaceFolders": [{ "uri": uri(&self.0), "name": "稿件" }],
        }))
        .await
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn uri(path: &std::path::Path) -> String {
    format!("file://{}", path.display())
}

async fn search(client: &mut Client, query: &str) -> Vec<Value> {
    let params = json!({ "query": query });
    let found = client.request("workspace/symbol", params).await.unwrap();
    found.as_array().unwrap().clone()
}

/// The last parts of the addresses.
fn files(found: &[Value]) -> Vec<&str> {
    let uris = found
        .iter()
        .map(|it| it["location"]["uri"].as_str().unwrap());
    uris.map(|uri| uri.rsplit('/').next().unwrap()).collect()
}

#[test]
fn drafts_on_the_disk_are_searched_as_a_check_would() {
    run(async {
        let folder = Folder::new("symbols");
        folder.write("a.yusuan.txt", &CLEAN.replace('\n', "\r\n"));
        folder.write("b.yusuan.md", CLEAN);
        folder.write("notes.txt", CLEAN);
        folder.write(".gitignore", "old.yusuan.txt\n");
        folder.write("old.yusuan.txt", CLEAN);
        folder.write("drop.yusuan.txt", CLEAN);
        folder.write("chosen.txt", CLEAN);
        folder.write("broken.yusuan.txt", "\u{0}\u{1}");
        folder.write(
            "yusuan.toml",
            "[files]\ninclude = [\"chosen.txt\"]\nexclude = [\"drop.*\"]\n",
        );
        let outside = Folder::new("outside");
        let draft = outside.write("outside.yusuan.txt", CLEAN);
        #[cfg(unix)]
        std::os::unix::fs::symlink(draft, folder.0.join("link.yusuan.txt")).unwrap();

        for (encoding, name) in [(Encoding::Utf8, "utf-8"), (Encoding::Utf16, "utf-16")] {
            let mut client = folder.client(name).await;
            let found = search(&mut client, "支出总表").await;
            assert_eq!(
                files(&found),
                ["a.yusuan.txt", "b.yusuan.md", "chosen.txt"],
                "{found:?}"
            );
            let first = Document {
                uri: String::new(),
                version: 1,
                text: CLEAN.replace('\n', "\r\n"),
                encoding,
            };
            let range = &found[0]["location"]["range"];
            assert_eq!(first.words(range), "2025年预算支出总表");
            assert_eq!(found[0]["containerName"], "第二部分 2025年单位预算表");
        }
    });
}

#[test]
fn the_open_text_counts_and_changed_files_are_read_again() {
    run(async {
        let folder = Folder::new("changing");
        let path = folder.write("a.yusuan.txt", CLEAN);
        let mut client = folder.client("utf-16").await;
        assert_eq!(search(&mut client, "支出总表").await.len(), 1);
        assert!(search(&mut client, "收入总表").await.is_empty());

        let typed = CLEAN.replace("支出总表", "收入总表");
        let open = client.open(&uri(&path), &typed).await;
        assert_eq!(
            files(&search(&mut client, "收入总表").await),
            ["a.yusuan.txt"]
        );
        assert!(search(&mut client, "支出总表").await.is_empty());

        fs::write(&path, format!("{typed}\n")).unwrap();
        client.close(&open).await;
        assert_eq!(search(&mut client, "收入总表").await.len(), 1);
        fs::remove_file(&path).unwrap();
        assert!(search(&mut client, "收入总表").await.is_empty());
    });
}

#[test]
fn folders_join_and_leave_the_workspace() {
    run(async {
        let (first, second) = (Folder::new("first"), Folder::new("second"));
        first.write("a.yusuan.txt", CLEAN);
        second.write("b.yusuan.txt", CLEAN);
        let mut client = first.client("utf-16").await;
        let offer = &client.capabilities["workspace"]["workspaceFolders"];
        assert_eq!(offer["changeNotifications"], true);
        assert_eq!(
            files(&search(&mut client, "支出总表").await),
            ["a.yusuan.txt"]
        );

        let folder = |folder: &Folder| json!([{ "uri": uri(&folder.0), "name": "稿件" }]);
        let event = json!({ "added": folder(&second), "removed": folder(&first) });
        let method = "workspace/didChangeWorkspaceFolders";
        client.notify(method, json!({ "event": event })).await;
        assert_eq!(
            files(&search(&mut client, "支出总表").await),
            ["b.yusuan.txt"]
        );
    });
}
