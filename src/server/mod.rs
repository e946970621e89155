//! The language server: protocol, capabilities, scheduling. The only room that knows LSP types.
