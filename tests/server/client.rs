//! A small editor: it sends messages, sorts what comes back, and waits for nothing longer than
//! [`PATIENCE`].

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf,
};
use tokio::runtime::Runtime;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, timeout, timeout_at};
use yusuan::server::{Ending, serve};

use crate::document::{Document, Encoding};

/// How long an answer may take, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to listen for something that must not come.
const SILENCE: Duration = Duration::from_millis(300);

/// Runs a test.
pub fn run(test: impl Future<Output = ()>) {
    let runtime = one_thread();
    runtime.block_on(test);
    // A server that a test has left is not waited for.
    runtime.shutdown_background();
}

/// What the program runs a server on.
fn one_thread() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time().build().unwrap()
}

/// Bytes on their way to the server.
pub type Sending = JoinHandle<WriteHalf<DuplexStream>>;

/// A message as it goes over a pipe.
pub fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// A client with a server of its own.
pub struct Client {
    writer: Option<WriteHalf<DuplexStream>>,
    reader: BufReader<ReadHalf<DuplexStream>>,
    server: JoinHandle<Ending>,
    last_request: i64,
    /// Notifications that nobody has asked for yet.
    notifications: Vec<Value>,
    encoding: Encoding,
    /// What the server said it can do.
    pub capabilities: Value,
}

impl Client {
    /// A client that has not said anything yet.
    pub fn silent() -> Self {
        let (near, far) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(far);
        // Client and server have a thread each, as two programs have.
        let server = spawn_blocking(move || one_thread().block_on(serve(input, output)));
        let (reader, writer) = tokio::io::split(near);
        Self {
            writer: Some(writer),
            reader: BufReader::new(reader),
            server,
            last_request: 0,
            notifications: Vec::new(),
            encoding: Encoding::Utf16,
            capabilities: Value::Null,
        }
    }

    /// A client that has introduced itself with the members of `InitializeParams`.
    pub async fn introduced(params: Value) -> Self {
        let mut client = Self::silent();
        let mut all = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        let members = all.as_object_mut().unwrap();
        members.extend(params.as_object().unwrap().clone());
        let result = client.request("initialize", all).await.unwrap();
        client.capabilities = result["capabilities"].clone();
        let encodings = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
        let chosen = client.capabilities["positionEncoding"].as_str();
        let mut chosen = encodings.into_iter().filter(|it| chosen == Some(it.name()));
        client.encoding = chosen.next().expect("a position encoding");
        client.notify("initialized", json!({})).await;
        client
    }

    /// A client with capabilities.
    pub async fn with(capabilities: Value) -> Self {
        Self::introduced(json!({ "capabilities": capabilities })).await
    }

    /// A client that wants its diagnostics pushed, with everything in them.
    pub async fn pushed() -> Self {
        let diagnostics = json!({
            "relatedInformation": true,
            "codeDescriptionSupport": true,
            "dataSupport": true,
        });
        Self::with(json!({ "textDocument": { "publishDiagnostics": diagnostics } })).await
    }

    async fn send(&mut self, message: Value) {
        self.send_bytes(&framed(&message)).await;
    }

    /// Sends bytes as they are.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("an open pipe");
        writer.write_all(bytes).await.unwrap();
    }

    /// Sends bytes without waiting for a server that does not read them; [`Self::sent`] waits.
    pub fn send_meanwhile(&mut self, bytes: Vec<u8>) -> Sending {
        let mut writer = self.writer.take().expect("an open pipe");
        tokio::spawn(async move {
            writer.write_all(&bytes).await.unwrap();
            writer
        })
    }

    /// Waits until everything is sent; what comes meanwhile is kept.
    pub async fn sent(&mut self, sending: Sending) {
        while !sending.is_finished() {
            match timeout(SILENCE, self.reader.fill_buf()).await {
                Ok(_) => {
                    let message = self.receive().await;
                    self.notifications.push(message);
                }
                Err(_) => tokio::task::yield_now().await,
            }
        }
        self.writer = Some(sending.await.unwrap());
    }

    /// Keeps what comes within some time.
    pub async fn listen(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while timeout_at(end, self.reader.fill_buf()).await.is_ok() {
            let message = self.receive().await;
            self.notifications.push(message);
        }
    }

    async fn receive(&mut self) -> Value {
        timeout(PATIENCE, self.read())
            .await
            .expect("a message from the server")
    }

    async fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let count = self.reader.read_line(&mut line).await.unwrap();
            assert!(count > 0, "the server closed the pipe");
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// Sends a request without waiting for the answer.
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_request += 1;
        let id = self.last_request;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(message).await;
        id
    }

    /// The answer to a request: its result, or its error.
    pub async fn answer(&mut self, id: i64) -> Result<Value, Value> {
        loop {
            let message = self.receive().await;
            if message["id"] == json!(id) && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            }
            self.notifications.push(message);
        }
    }

    /// The next answer to whichever request, with the number of the request.
    pub async fn any_answer(&mut self) -> (i64, Value) {
        loop {
            let message = self.receive().await;
            if let Some(result) = message.get("result") {
                return (message["id"].as_i64().unwrap(), result.clone());
            }
            self.notifications.push(message);
        }
    }

    /// Sends a request and waits for its answer.
    pub async fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params).await;
        self.answer(id).await
    }

    /// Sends a notification.
    pub async fn notify(&mut self, method: &str, params: Value) {
        let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
        self.send(message).await;
    }

    /// Asks something about a document.
    pub async fn query(&mut self, method: &str, document: &Document) -> Value {
        let params = json!({ "textDocument": { "uri": document.uri } });
        self.request(method, params).await.unwrap()
    }

    /// Asks something about a place of a document.
    pub async fn query_at(&mut self, method: &str, document: &Document, place: Value) -> Value {
        let params = json!({ "textDocument": { "uri": document.uri }, "position": place });
        self.request(method, params).await.unwrap()
    }

    /// Opens a document.
    pub async fn open(&mut self, uri: &str, text: &str) -> Document {
        let document = Document {
            uri: uri.to_owned(),
            version: 1,
            text: text.to_owned(),
            encoding: self.encoding,
        };
        self.send_open(&document).await;
        document
    }

    /// Sends a document as an opened one.
    pub async fn send_open(&mut self, document: &Document) {
        let item = json!({
            "uri": document.uri,
            "languageId": "yusuan",
            "version": document.version,
            "text": document.text,
        });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }))
            .await;
    }

    /// Sends changes as the next version of a document.
    pub async fn change(&mut self, document: &mut Document, changes: Vec<Value>) {
        document.version += 1;
        self.send_change(&document.uri, document.version, changes)
            .await;
    }

    /// Sends changes as some version.
    pub async fn send_change(&mut self, uri: &str, version: i64, changes: Vec<Value>) {
        let params = json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": changes,
        });
        self.notify("textDocument/didChange", params).await;
    }

    /// Replaces words of a document, there and here.
    pub async fn replace(&mut self, document: &mut Document, words: &str, by: &str) {
        let change = document.replace(words, by);
        self.change(document, vec![change]).await;
    }

    /// Closes a document.
    pub async fn close(&mut self, document: &Document) {
        let params = json!({ "textDocument": { "uri": document.uri } });
        self.notify("textDocument/didClose", params).await;
    }

    /// The next notification with this method.
    pub async fn notification(&mut self, method: &str) -> Value {
        loop {
            let mut kept = self.notifications.iter();
            if let Some(index) = kept.position(|message| message["method"] == method) {
                return self.notifications.remove(index)["params"].clone();
            }
            let message = self.receive().await;
            self.notifications.push(message);
        }
    }

    /// The next request of the server with this method: its number and its parameters.
    pub async fn asked(&mut self, method: &str) -> (Value, Value) {
        loop {
            let mut kept = self.notifications.iter();
            if let Some(index) = kept.position(|message| message["method"] == method) {
                let message = self.notifications.remove(index);
                return (message["id"].clone(), message["params"].clone());
            }
            let message = self.receive().await;
            self.notifications.push(message);
        }
    }

    /// Answers a request of the server.
    pub async fn reply(&mut self, id: Value, result: Value) {
        self.send(json!({ "jsonrpc": "2.0", "id": id, "result": result }))
            .await;
    }

    /// The diagnostics of the version of the document that is open here. Lists of older versions
    /// may come before, never after.
    pub async fn diagnostics(&mut self, document: &Document) -> Vec<Value> {
        loop {
            let published = self.published(&document.uri).await;
            let version = published["version"].as_i64().expect("a version");
            assert!(
                version <= document.version,
                "version {version} was never sent"
            );
            if version == document.version {
                return published["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    /// The next diagnostics of a document, of whatever version.
    pub async fn published(&mut self, uri: &str) -> Value {
        loop {
            let published = self.notification("textDocument/publishDiagnostics").await;
            if published["uri"] == uri {
                return published;
            }
        }
    }

    /// Everything that was notified up to now and shortly after.
    pub async fn overheard(&mut self) -> Vec<Value> {
        while let Ok(message) = timeout(SILENCE, self.read()).await {
            self.notifications.push(message);
        }
        std::mem::take(&mut self.notifications)
    }

    /// Closes the pipe to the server.
    pub async fn hang_up(&mut self) {
        self.writer.take().unwrap().shutdown().await.unwrap();
    }

    /// Waits for the end of the server.
    pub async fn ending(self) -> Ending {
        timeout(PATIENCE, self.server)
            .await
            .expect("the end of the server")
            .unwrap()
    }
}
