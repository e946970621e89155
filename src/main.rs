//! The `yusuan` command.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Drafts are read into many small things: the allocator takes a good part of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    yusuan::cli::run(std::env::args_os())
}
