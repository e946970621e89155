//! The output: what the transport writes, and messages that were written out before. Those need not
//! become a tree of values first, which for the diagnostics of a long file takes more time than
//! the analysis of what was edited.

use std::io;

use serde::Serialize;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;

use super::messages::{Start, framed, start_of};

/// How many bytes the transport may be ahead of the client.
pub const MOST_AHEAD: usize = 1 << 16;

/// How many written messages may wait for the client.
const MOST_WAITING: usize = 1;

/// Takes messages that are written out.
#[derive(Debug, Clone)]
pub struct Outbox {
    waiting: mpsc::Sender<Vec<u8>>,
}

/// What becomes of the messages in an [`Outbox`].
#[derive(Debug)]
pub struct Delivery {
    waiting: mpsc::Receiver<Vec<u8>>,
}

/// An outbox, and its delivery.
pub fn outbox() -> (Outbox, Delivery) {
    let (sender, receiver) = mpsc::channel(MOST_WAITING);
    (Outbox { waiting: sender }, Delivery { waiting: receiver })
}

impl Outbox {
    /// Sends a notification whose parameters are written out as JSON. It waits while the client
    /// does not read; nothing is sent when the session is over.
    pub async fn notify(&self, method: &str, parameters: &str) {
        let method = serde_json::Value::from(method);
        let head = format!(r#"{{"jsonrpc":"2.0","method":{method},"params":"#);
        let body = [head.as_bytes(), parameters.as_bytes(), b"}"];
        let _ = self.waiting.send(framed(&body)).await;
    }
}

/// A value as JSON; empty when it cannot be written.
pub fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl Delivery {
    /// Writes whole messages to an output, those of the transport and the others, until the
    /// transport has closed its end.
    pub async fn run(
        mut self,
        mut transport: impl AsyncRead + Unpin,
        mut output: impl AsyncWrite + Unpin,
    ) -> io::Result<()> {
        let mut received = Vec::new();
        loop {
            tokio::select! {
                read = transport.read_buf(&mut received) => if read? == 0 {
                    return output.flush().await;
                },
                Some(message) = self.waiting.recv() => output.write_all(&message).await?,
            }
            let (whole, rest) = received.split_at(length_of_whole(&received));
            output.write_all(whole).await?;
            output.flush().await?;
            received = rest.to_vec();
        }
    }
}

/// The length of the messages that are there from their first byte to their last.
fn length_of_whole(bytes: &[u8]) -> usize {
    let mut end = 0;
    while let Some(rest) = bytes.get(end..)
        && let Start::Header { length, body } = start_of(rest)
        && let Some(length) = body.checked_add(length)
        && length <= rest.len()
    {
        end += length;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn whole_messages_are_told_from_the_beginning_of_one() {
        let (one, other) = (message("{}"), message("[1, 2]"));
        let both = format!("{one}{other}");
        for cut in 0..both.len() {
            let whole = if cut < one.len() { 0 } else { one.len() };
            assert_eq!(length_of_whole(&both.as_bytes()[..cut]), whole);
        }
        assert_eq!(length_of_whole(both.as_bytes()), both.len());
    }

    #[tokio::test]
    async fn messages_do_not_mix() {
        let (outbox, delivery) = outbox();
        let (mut transport, sent) = tokio::io::duplex(MOST_AHEAD);
        let (output, mut received) = tokio::io::duplex(MOST_AHEAD);
        let delivered = tokio::spawn(delivery.run(sent, output));
        let answer = message("{\"answer\":1}");
        let (beginning, end) = answer.split_at(20);
        transport.write_all(beginning.as_bytes()).await.unwrap();
        tokio::task::yield_now().await;
        outbox.notify("said", "[2]").await;
        tokio::task::yield_now().await;
        transport.write_all(end.as_bytes()).await.unwrap();
        drop(transport);
        delivered.await.unwrap().unwrap();
        let mut written = String::new();
        received.read_to_string(&mut written).await.unwrap();
        let said = message(r#"{"jsonrpc":"2.0","method":"said","params":[2]}"#);
        assert_eq!(written, format!("{said}{answer}"));
    }
}
