//! The command line: files, terminals, formats.
