//! Panics cost the answer in which they happen, and nothing else.

use std::any::Any;
use std::fmt::Arguments;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::task::{JoinError, spawn_blocking};
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::MessageType;

/// Runs work off the protocol's task. When it panics, the panic hook has written the place to the
/// standard error; the client's log is told what was being done, and there is no result.
pub async fn guarded<T, F>(client: &Client, task: &'static str, work: F) -> Option<T>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    told(client, task, spawn_blocking(work).await.map_err(reason)).await
}

/// The bytes of the longest text whose work may be done without another thread: handing on what
/// takes less than a millisecond takes as long again.
pub const LONGEST_AT_ONCE: usize = 1 << 17;

/// Runs work at once when it is short, and else as [`guarded`] does.
pub async fn soon<T, F>(client: &Client, task: &'static str, is_short: bool, work: F) -> Option<T>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    match is_short {
        true => told(client, task, at_once(work)).await,
        false => guarded(client, task, work).await,
    }
}

/// The result of work; none when it panicked, of which the client's log is told.
pub async fn told<T>(client: &Client, task: &'static str, result: Result<T, String>) -> Option<T> {
    match result {
        Ok(result) => Some(result),
        Err(reason) => {
            tell(client, task, &reason).await;
            None
        }
    }
}

/// Runs work at once, where the order of messages matters. The reason of a panic is an error.
pub fn at_once<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| words(panic.as_ref()))
}

/// Writes to the client's log that something failed.
pub async fn tell(client: &Client, task: &'static str, reason: &str) {
    let message = format!("yusuan: {task} 失败 (internal error): {reason}");
    client.log_message(MessageType::ERROR, message).await;
}

/// Writes a line to the standard error, which editors keep as a log. That nobody reads it is no
/// reason to stop.
pub fn log(words: Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{words}");
}

fn reason(error: JoinError) -> String {
    match error.try_into_panic() {
        Ok(panic) => words(panic.as_ref()),
        Err(error) => error.to_string(),
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let borrowed = panic.downcast_ref::<&'static str>().copied();
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    borrowed.or(owned).unwrap_or("panic").to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::runtime::Builder;
    use tower_lsp_server::jsonrpc::Result;
    use tower_lsp_server::ls_types::{InitializeParams, InitializeResult};
    use tower_lsp_server::{LanguageServer, LspService};

    use super::*;

    struct Silent;

    impl LanguageServer for Silent {
        async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
            Ok(InitializeResult::default())
        }

        async fn shutdown(&self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_costs_one_answer() {
        let kept = Arc::new(Mutex::new(None));
        let (_service, _socket) = LspService::new(|client| {
            *kept.lock().unwrap() = Some(client);
            Silent
        });
        let client = kept.lock().unwrap().clone().unwrap();
        let runtime = Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let broken = guarded(&client, "悬停", || -> u8 { panic!("第 {} 行", 3) }).await;
            assert_eq!(broken, None);
            assert_eq!(guarded(&client, "悬停", || 5).await, Some(5));
        });
    }

    #[test]
    fn the_reason_of_a_panic_is_kept() {
        assert_eq!(at_once(|| 5), Ok(5));
        assert_eq!(at_once(|| panic!("空表")), Err::<(), _>("空表".to_owned()));
    }
}
