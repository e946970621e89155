//! The `yusuan` command.
fn main() {}
