//! Whether the editor still lives. An editor that is killed closes its pipes, unless one of its
//! other children holds them open; hence this second way to know.

use std::time::Duration;

/// How often to look.
const INTERVAL: Duration = Duration::from_secs(1);

/// Returns when the process with this identifier has ended. Never returns where that cannot be
/// known: without the means to look, or when the identifier belongs to another machine or
/// container and so is not alive from the start.
pub async fn gone(process: u32) {
    let direct = is_direct_parent(process);
    if !direct && !is_listed(process) {
        return std::future::pending().await;
    }
    while is_alive(process, direct) {
        tokio::time::sleep(INTERVAL).await;
    }
}

fn is_alive(process: u32, direct: bool) -> bool {
    match direct {
        true => is_direct_parent(process),
        false => is_listed(process),
    }
}

/// A process whose parent dies is given to another one.
#[cfg(unix)]
fn is_direct_parent(process: u32) -> bool {
    std::os::unix::process::parent_id() == process
}

#[cfg(not(unix))]
fn is_direct_parent(_process: u32) -> bool {
    false
}

/// Whether the process table lists the process as one that has not ended. Only Linux shows its
/// table as files.
fn is_listed(process: u32) -> bool {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{process}/stat")) else {
        return false;
    };
    // 1234 (name of the program) S …: Z is a process that ended and was not yet missed.
    let state = status.rsplit(')').next().unwrap_or_default().trim_start();
    !state.starts_with(['Z', 'X'])
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_living_processes_are_listed() {
        assert!(is_listed(std::process::id()));
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let identifier = child.id();
        child.wait().unwrap();
        assert!(!is_listed(identifier));
    }
}
