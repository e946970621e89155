//! From a keystroke to its diagnostics: `didChange` written to `publishDiagnostics` read.

use std::process::Command;

use super::Options;
use super::client::Client;
use super::drafts::edits;
use super::times::Times;

/// The servers at one size.
pub struct Keystrokes {
    /// Bytes of the text.
    pub bytes: usize,
    /// Yusuan's times.
    pub own: Times,
    /// The floor's times for the same edits.
    pub floor: Times,
    /// The peer's times for the same edits; none when there is no peer.
    pub peer: Option<Times>,
    /// Resident memory of Yusuan after the edits, in KiB.
    pub memory: u64,
    /// The diagnostics in the last list that Yusuan sent.
    pub diagnostics: usize,
}

/// Yusuan as it is built beside this program.
pub fn yusuan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yusuan"));
    command.arg("server");
    command
}

fn floor() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("--floor");
    command
}

/// Types digits over figures and back, in each server in turn.
pub fn measure(text: &str, options: &Options) -> Keystrokes {
    eprintln!("keystrokes in {} bytes", text.len());
    let (mut own, _) = Client::start(&mut yusuan());
    let (mut floor, _) = Client::start(&mut floor());
    let peer = options.peer.as_ref();
    let mut peer = peer.map(|peer| Client::start(&mut Command::new(peer)).0);
    own.open(text);
    floor.open(text);
    if let Some(peer) = &mut peer {
        peer.open(text);
    }
    let mut times = [Times::default(), Times::default(), Times::default()];
    for edit in edits(text, options.edits.div_ceil(2)) {
        // Back again, so that mistakes do not heap up as they never do.
        for digit in [edit.typed, edit.printed] {
            let servers = [Some(&mut own), Some(&mut floor), peer.as_mut()];
            for (server, times) in servers.into_iter().zip(&mut times) {
                if let Some(server) = server {
                    times.push(server.type_over(edit.line, edit.character, digit));
                }
            }
        }
    }
    let [own_times, floor_times, peer_times] = times;
    Keystrokes {
        bytes: text.len(),
        own: own_times,
        floor: floor_times,
        peer: peer.map(|_| peer_times),
        memory: own.memory().unwrap_or_default(),
        diagnostics: own.diagnostics,
    }
}

/// From the start of the process to the answer to `initialize`: Yusuan, and the floor.
pub fn start_up() -> (Times, Times) {
    (0..20)
        .map(|_| {
            (
                Client::start(&mut yusuan()).1,
                Client::start(&mut floor()).1,
            )
        })
        .fold((Times::default(), Times::default()), |mut times, pair| {
            times.0.push(pair.0);
            times.1.push(pair.1);
            times
        })
}
