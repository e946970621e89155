//! Tells the client of work that takes long.

use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::timeout;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::ProgressToken;

/// How long work may take before a person wonders.
const PATIENCE: Duration = Duration::from_secs(1);

/// Awaits work, and shows its progress when it takes long and the client can show it.
pub async fn shown<T>(
    client: &Client,
    can_show: bool,
    title: &str,
    work: impl Future<Output = T>,
) -> T {
    let mut work = pin!(work);
    if !can_show {
        return work.await;
    }
    if let Ok(result) = timeout(PATIENCE, &mut work).await {
        return result;
    }
    // The client may take its time to answer, and need not allow it.
    let begin = async {
        let token = token();
        let created = client.create_work_done_progress(token.clone()).await;
        created.ok()?;
        Some(client.progress(token, title.to_owned()).begin().await)
    };
    let begun = tokio::select! {
        result = &mut work => return result,
        begun = begin => begun,
    };
    let result = work.await;
    if let Some(progress) = begun {
        progress.finish().await;
    }
    result
}

fn token() -> ProgressToken {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    ProgressToken::String(format!("yusuan/{count}"))
}
