//! Streams of messages, right and wrong, to a server of its own.

use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;
use tokio::time::timeout;
use yusuan::server::serve;

use crate::Random;

/// How long the server may take to end after its input has, on a busy machine.
const END: Duration = Duration::from_secs(20);

const PLACED: [&str; 9] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/prepareCallHierarchy",
    "textDocument/onTypeFormatting",
];

const WHOLE: [&str; 12] = [
    "textDocument/documentSymbol",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/inlayHint",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/foldingRange",
    "textDocument/diagnostic",
    "yusuan/nothing",
];

const BROKEN: [&[u8]; 8] = [
    b"{",
    b"Content-Length: 3\r\n\r\n{{{",
    b"Content-Length: 5\r\n\r\n\xff\xfe\xfd\xfc\xfb",
    b"Content-Length: 0\r\n\r\n",
    b"Content-Length: -1\r\n\r\n",
    b"Content-Length: 9\r\n\r\nnull",
    b"\r\n\r\n\r\n",
    b"Content-Length: 99999999999999999999\r\n\r\n",
];

/// The server reads a stream to its end, and ends.
pub fn check(source: &str, random: &mut Random) {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().build().expect("a runtime")
    });
    let stream = stream(source, random);
    let in_order = runtime.block_on(async {
        let (near, far) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(far);
        let server = tokio::spawn(serve(input, output));
        let (mut reader, mut writer) = tokio::io::split(near);
        let writing = tokio::spawn(async move {
            // The server may have ended at an `exit` in the stream.
            let _ = writer.write_all(&stream).await;
            let _ = writer.shutdown().await;
            writer
        });
        let reading = tokio::spawn(async move {
            let mut all = Vec::new();
            let _ = reader.read_to_end(&mut all).await;
        });
        let ended = timeout(END, server).await;
        writing.abort();
        reading.abort();
        ended.is_ok_and(|server| server.is_ok())
    });
    assert!(in_order, "the server did not end, or panicked");
}

fn stream(source: &str, random: &mut Random) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut id = 0;
    if !random.once_in(20) {
        let encoding = random.one_of(&["utf-8", "utf-16", "utf-32"]);
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        append(
            &mut bytes,
            &json!({ "id": 0, "method": "initialize", "params": params }),
        );
        append(
            &mut bytes,
            &json!({ "method": "initialized", "params": {} }),
        );
    }
    append(&mut bytes, &open("untitled:1", 1, source));
    for _ in 0..random.small(60) {
        id += 1;
        match random.below(40) {
            0 => bytes.extend(random.one_of(&BROKEN.each_ref()).iter()),
            1 => append(
                &mut bytes,
                &open(
                    random.one_of(&["untitled:1", "untitled:2", "no address"]),
                    1,
                    source,
                ),
            ),
            2 => append(
                &mut bytes,
                &notification("textDocument/didClose", document(random)),
            ),
            3 => append(
                &mut bytes,
                &json!({ "method": "$/cancelRequest", "params": { "id": random.below(id + 2) } }),
            ),
            4 if random.once_in(8) => {
                append(&mut bytes, &json!({ "id": id, "method": "shutdown" }))
            }
            5 if random.once_in(8) => append(&mut bytes, &json!({ "method": "exit" })),
            6 => append(
                &mut bytes,
                &json!({ "id": "文", "method": random.one_of(&WHOLE), "params": [1, null] }),
            ),
            7..=18 => append(&mut bytes, &change(random)),
            _ => append(&mut bytes, &request(id, random)),
        }
    }
    if random.once_in(10) {
        bytes.truncate(random.below(bytes.len() + 1));
    }
    bytes
}

fn append(bytes: &mut Vec<u8>, message: &Value) {
    let mut message = message.clone();
    message["jsonrpc"] = json!("2.0");
    let body = message.to_string();
    bytes.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).bytes());
}

fn notification(method: &str, document: Value) -> Value {
    json!({ "method": method, "params": { "textDocument": document } })
}

fn open(uri: &str, version: i32, text: &str) -> Value {
    let item = json!({ "uri": uri, "languageId": "yusuan", "version": version, "text": text });
    notification("textDocument/didOpen", item)
}

fn document(random: &mut Random) -> Value {
    json!({ "uri": random.one_of(&["untitled:1", "untitled:1", "untitled:2", "untitled:3"]) })
}

fn position(random: &mut Random) -> Value {
    let coordinate = |random: &mut Random, limit| match random.below(12) {
        0 => json!(u32::MAX),
        1 => json!(0),
        2 if random.once_in(10) => json!(-1),
        _ => json!(random.small(limit)),
    };
    json!({ "line": coordinate(random, 200), "character": coordinate(random, 60) })
}

fn range(random: &mut Random) -> Value {
    json!({ "start": position(random), "end": position(random) })
}

fn change(random: &mut Random) -> Value {
    let mut document = document(random);
    document["version"] = json!(random.below(50) as i64 - 2);
    let changes: Vec<Value> = (0..random.small(4))
        .map(|_| {
            let text = random.one_of(&["", "1", "\n", "\t", "合计", "𠮷", "一、", "\r"]);
            match random.once_in(12) {
                true => json!({ "text": text }),
                false => json!({ "range": range(random), "text": text }),
            }
        })
        .collect();
    let params = json!({ "textDocument": document, "contentChanges": changes });
    json!({ "method": "textDocument/didChange", "params": params })
}

fn request(id: usize, random: &mut Random) -> Value {
    let placed = random.once_in(2);
    let method = match placed {
        true => random.one_of(&PLACED),
        false => random.one_of(&WHOLE),
    };
    let params = json!({
        "textDocument": document(random),
        "position": position(random),
        "range": range(random),
        "context": { "diagnostics": [], "includeDeclaration": true },
        "options": { "tabSize": 4, "insertSpaces": true },
        "newName": "新名",
        "ch": "|",
        "previousResultId": "1",
    });
    json!({ "id": id, "method": method, "params": params })
}
