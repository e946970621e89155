//! The `yusuan` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    yusuan::cli::run(std::env::args_os())
}
