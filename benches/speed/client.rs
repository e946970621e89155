//! A language client that waits: it writes a message and reads until the answer is there.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A server under measurement, and the one document that it was given.
pub struct Client {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    requests: i64,
    version: i32,
    uri: &'static str,
    /// The last list of diagnostics, for tests of what was measured.
    pub diagnostics: usize,
    /// When the last message had come, before it was read.
    arrived: Instant,
}

impl Client {
    /// Starts a server, and gives the time from its start to its answer to `initialize`.
    pub fn start(command: &mut Command) -> (Self, Duration) {
        let begun = Instant::now();
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let input = process.stdin.take().expect("an input");
        let output = BufReader::new(process.stdout.take().expect("an output"));
        let mut client = Self {
            process,
            input,
            output,
            requests: 0,
            version: 1,
            uri: "file:///draft.yusuan.txt",
            diagnostics: 0,
            arrived: begun,
        };
        client.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": null,
                "capabilities": {"textDocument": {
                    "publishDiagnostics": {"versionSupport": true},
                    "semanticTokens": {
                        "requests": {"full": {"delta": true}, "range": true},
                        "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"]
                    }
                }}
            }),
        );
        let taken = begun.elapsed();
        client.notify("initialized", json!({}));
        (client, taken)
    }

    /// Opens the document, and gives the time until its diagnostics came.
    pub fn open(&mut self, text: &str) -> Duration {
        let begun = Instant::now();
        let document = json!({
            "uri": self.uri, "languageId": "yusuan", "version": self.version, "text": text
        });
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
        self.published();
        self.arrived.duration_since(begun)
    }

    /// Replaces one character, and gives the time until the diagnostics of the new version came.
    pub fn type_over(&mut self, line: usize, character: usize, digit: char) -> Duration {
        self.version += 1;
        let change = json!({
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{
                "range": {
                    "start": {"line": line, "character": character},
                    "end": {"line": line, "character": character + 1}
                },
                "text": digit
            }]
        });
        let begun = Instant::now();
        self.notify("textDocument/didChange", change);
        self.published();
        self.arrived.duration_since(begun)
    }

    /// Asks about the document, and gives the answer and the time it took. The parameters need
    /// not name the document.
    pub fn ask(&mut self, method: &str, mut parameters: Value) -> (Value, Duration) {
        parameters["textDocument"] = json!({"uri": self.uri});
        let begun = Instant::now();
        let answer = self.request(method, parameters);
        (answer, self.arrived.duration_since(begun))
    }

    /// The resident memory of the server, in KiB.
    pub fn memory(&self) -> Option<u64> {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// Waits until the diagnostics of the newest version came.
    fn published(&mut self) {
        loop {
            let message = self.read();
            let parameters = &message["params"];
            // Not every server says which version it means.
            let version = parameters["version"].as_i64();
            let newest = version.is_none_or(|version| version == i64::from(self.version));
            if message["method"] == "textDocument/publishDiagnostics" && newest {
                self.diagnostics = parameters["diagnostics"].as_array().map_or(0, Vec::len);
                return;
            }
        }
    }

    fn request(&mut self, method: &str, parameters: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.write(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": parameters}));
        loop {
            let mut message = self.read();
            if message["id"] == id && message.get("method").is_none() {
                return message["result"].take();
            }
        }
    }

    fn notify(&mut self, method: &str, parameters: Value) {
        self.write(&json!({"jsonrpc": "2.0", "method": method, "params": parameters}));
    }

    fn write(&mut self, message: &Value) {
        let body = message.to_string();
        let message = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.input
            .write_all(message.as_bytes())
            .and_then(|()| self.input.flush())
            .expect("the server reads");
    }

    /// The next message; requests of the server are answered with nothing on the way.
    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut header = String::new();
            let read = self.output.read_line(&mut header).expect("a header");
            assert!(read > 0, "the server left");
            let header = header.trim();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("Content-Length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a body");
        self.arrived = Instant::now();
        let message: Value = serde_json::from_slice(&body).expect("JSON");
        if message.get("method").is_some() && message.get("id").is_some() {
            let settings = message["params"]["items"].as_array();
            let nothing = settings.map(|items| vec![Value::Null; items.len()]);
            self.write(&json!({"jsonrpc": "2.0", "id": message["id"], "result": nothing}));
        }
        message
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
