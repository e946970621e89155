//! The program itself, on its standard streams.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long the program may outlive its client.
const DEADLINE: Duration = Duration::from_secs(2);

/// A running server.
pub struct Server {
    process: Child,
    /// What it reads; closed when it is none.
    pub input: Option<ChildStdin>,
    /// What it writes; closed when it is none.
    pub output: Option<BufReader<ChildStdout>>,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_yusuan"))
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            input: process.stdin.take(),
            output: process.stdout.take().map(BufReader::new),
            process,
        }
    }

    /// A server that knows its client.
    pub fn introduced(process_id: Value) -> Self {
        let mut server = Self::start();
        let params = json!({ "processId": process_id, "rootUri": null, "capabilities": {} });
        server.send(json!({ "id": 1, "method": "initialize", "params": params }));
        let answer = server.receive();
        assert_eq!(answer["result"]["serverInfo"]["name"], "yusuan");
        server.send(json!({ "method": "initialized", "params": {} }));
        server
    }

    /// Sends a message.
    pub fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    /// The next message of the server.
    pub fn receive(&mut self) -> Value {
        let output = self.output.as_mut().unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(output.read_line(&mut line).unwrap() > 0);
            match line.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().unwrap(),
                None => break,
            }
        }
        let mut body = vec![0; length];
        output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The status with which the program ends in time.
    pub fn ends(&mut self) -> ExitStatus {
        let start = Instant::now();
        while start.elapsed() < DEADLINE {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server still runs");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn it_ends_after_shutdown_and_exit() {
    let mut server = Server::introduced(Value::Null);
    server.send(json!({ "id": 2, "method": "shutdown" }));
    assert_eq!(
        server.receive(),
        json!({ "jsonrpc": "2.0", "id": 2, "result": null })
    );
    server.send(json!({ "method": "exit" }));
    assert_eq!(server.ends().code(), Some(0));
}

#[test]
fn it_ends_with_another_status_without_shutdown() {
    let mut server = Server::introduced(Value::Null);
    server.send(json!({ "method": "exit" }));
    assert_eq!(server.ends().code(), Some(1));
}

#[test]
fn it_ends_when_the_input_is_closed() {
    let mut server = Server::introduced(Value::Null);
    let item = json!({ "uri": "untitled:1", "languageId": "yusuan", "version": 1, "text": "合计" });
    server.send(json!({ "method": "textDocument/didOpen", "params": { "textDocument": item } }));
    server.input = None;
    server.ends();
}

#[test]
fn it_ends_when_the_input_is_closed_before_anything_was_said() {
    let mut server = Server::start();
    server.input = None;
    server.ends();
}

#[test]
#[cfg(target_os = "linux")]
fn it_ends_with_the_editor() {
    let mut editor = Command::new("sleep").arg("60").spawn().unwrap();
    let mut server = Server::introduced(json!(editor.id()));
    std::thread::sleep(Duration::from_millis(100));
    assert!(server.process.try_wait().unwrap().is_none());
    editor.kill().unwrap();
    editor.wait().unwrap();
    server.ends();
}

#[test]
fn it_lives_when_the_editor_is_on_another_machine() {
    let mut server = Server::introduced(json!(u32::MAX));
    std::thread::sleep(Duration::from_millis(1500));
    assert!(server.process.try_wait().unwrap().is_none());
}
