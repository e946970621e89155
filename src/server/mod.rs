//! The language server: protocol, capabilities, scheduling. The only room that knows LSP types.
//!
//! The way of a change: [`backend`] applies it to [`documents`] before its first `await` (handlers
//! run concurrently, and only their first steps keep the order of the messages); [`analysis`]
//! analyses the newest text of a document in a task of its own, and never two versions of one
//! document at a time; [`publisher`] sends the diagnostics of the newest version to clients that
//! do not pull them. All tasks share one thread; what takes longer than another thread needs to
//! wake up is handed to one (see [`guard`]). Requests wait for the analysis of the text they were
//! asked about. What leaves goes through [`delivery`].

mod acceptance;
mod analysis;
mod backend;
mod capabilities;
mod closed_drafts;
mod comparison;
mod delivery;
mod documentation;
mod documents;
mod from_protocol;
mod guard;
mod highlighting;
mod messages;
mod parent;
mod progress;
mod projects;
mod publisher;
mod session;
mod settings;
mod stream;
mod to_protocol;
mod workspace;

use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tower_lsp_server::{LspService, Server};

use backend::Backend;
use delivery::{MOST_AHEAD, outbox};
use guard::log;
use messages::{Messages, UNREADABLE};
use stream::Watched;

/// How many messages may be under way at once. Requests wait for analyses, and must not keep the
/// changes behind them from being read.
const CONCURRENT_MESSAGES: usize = 16;

/// How long answers under way may take after the client has closed its end.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The client asked for `shutdown` before.
    Orderly,
    /// The client left without a word.
    Abrupt,
}

/// What ends a session, told by the backend.
#[derive(Debug, Default)]
struct Signals {
    shutdown: AtomicBool,
    parent_gone: Notify,
}

/// Serves one client on the standard streams until it exits, closes its end, or dies. The status
/// is 0 after `shutdown` and 1 otherwise, as the protocol wants it.
pub fn run() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            log(format_args!("yusuan: 无法启动 (cannot start): {error}"));
            return ExitCode::FAILURE;
        }
    };
    let ending = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
    // The thread that reads the standard input cannot be woken; it dies with the process.
    runtime.shutdown_background();
    match ending {
        Ending::Orderly => ExitCode::SUCCESS,
        Ending::Abrupt => ExitCode::FAILURE,
    }
}

/// Serves one client on a pair of streams.
pub async fn serve<I, O>(input: I, output: O) -> Ending
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let signals = Arc::new(Signals::default());
    let closed = Arc::new(Notify::new());
    let input = Messages::new(Watched::new(input, Arc::clone(&closed)));
    let (outbox, delivery) = outbox();
    let backend = |client| Backend::new(client, outbox, Arc::clone(&signals));
    let (service, socket) = LspService::build(backend)
        .custom_method(UNREADABLE, Backend::unreadable)
        .finish();
    let (transport, written) = tokio::io::duplex(MOST_AHEAD);
    let session = Server::new(input, transport, socket)
        .concurrency_level(CONCURRENT_MESSAGES)
        .serve(service);
    let output = pin!(output);
    let session = async { tokio::join!(session, delivery.run(written, output)) };
    let hung_up = async {
        closed.notified().await;
        tokio::time::sleep(LAST_WORDS).await;
    };
    tokio::select! {
        _ = session => {}
        () = hung_up => {}
        () = signals.parent_gone.notified() => {}
    }
    match signals.shutdown.load(Ordering::Relaxed) {
        true => Ending::Orderly,
        false => Ending::Abrupt,
    }
}
